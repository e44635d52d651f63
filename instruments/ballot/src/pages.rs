//! What people see, and what voters' and scrutineers' browsers ask for.

mod by_hand;
mod draft;
mod links;
mod list;
mod one;
mod own_key;
mod public;
mod result;
mod roll;
mod scrutineer;
mod sheet;
mod voting;

use web::{Public, Routes};

use crate::{KeepRoll, Run, See, actions::Settings, rules::Written, slips};

/// What goes into the public log of a ballot as a whole.
const KINDS: [&str; 3] = ["ballot.manifest", "ballot.close", "ballot.result"];

/// Where officers work.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/ballots", ("表决列表", "Ballots"), list::show)
        .post(Run, "/ballots", ("建立一次表决", "Set a ballot up"), list::draw_up)
        .takes::<list::Sent>()
        .get(See, "/ballots/{ballot}", ("一次表决", "A ballot"), one::show)
        .get(See, "/ballots/{ballot}/turnout", ("投票人数", "How many voted"), one::turnout)
        .post(Run, "/ballots/{ballot}/settings", ("保存设置", "Keep the settings"), draft::settings)
        .takes::<Settings>()
        .post(Run, "/ballots/{ballot}/questions", ("添加问题", "Add questions"), draft::add)
        .takes::<Written>()
        .post(Run, "/ballots/{ballot}/questions/{number}/remove", ("删除问题", "Take a question out"), draft::remove)
        .takes_nothing()
        .post(
            Run,
            "/ballots/{ballot}/lay-down",
            ("方案定稿，形成票箱", "Settle the plan and form the urns"),
            draft::lay_down,
        )
        .takes_nothing()
        .post(Run, "/ballots/{ballot}/links", ("发放监票人链接", "Hand out the scrutineers’ links"), links::hand_out)
        .takes::<links::Replaced>()
        .post(KeepRoll, "/ballots/{ballot}/keep-roll", ("保管名册", "Take charge of the roll"), one::keep_roll)
        .takes_nothing()
        .post(
            KeepRoll,
            "/ballots/{ballot}/slips",
            ("录入公开凭证文件", "Bring in the slips’ public parts"),
            one::bring_in,
        )
        .files(&["file"])
        .up_to(slips::MAX_FILE + 4096)
        .post(KeepRoll, "/ballots/{ballot}/void/{urn}", ("作废剩余纸条", "Void slips left over"), one::void)
        .takes::<one::Codes>()
        .post(Run, "/ballots/{ballot}/fix", ("固定方案并公布散列", "Fix the manifest"), one::fix)
        .takes_nothing()
        .post(Run, "/ballots/{ballot}/open", ("开始投票", "Open the urns"), one::open)
        .takes_nothing()
        .post(Run, "/ballots/{ballot}/close", ("截止投票", "End voting"), one::close)
        .takes::<one::Present>()
        .post(Run, "/ballots/{ballot}/count", ("开始计票", "Begin the count"), one::count)
        .takes_nothing()
        .post(Run, "/ballots/{ballot}/cancel", ("取消表决", "Give the ballot up"), one::cancel)
        .takes::<one::Why>()
        .get(See, "/ballots/{ballot}/result", ("表决结果", "The result"), result::show)
        .post(
            Run,
            "/ballots/{ballot}/again/{question}",
            ("就未决名额再次投票", "Vote again on the places left open"),
            result::vote_again,
        )
        .takes_nothing()
        .get(See, "/ballots/{ballot}/sheet", ("表决结果单", "The result on paper"), sheet::show)
        .post(Run, "/ballots/{ballot}/paper", ("宣布改用纸票", "Declare that it goes on on paper"), by_hand::declare)
        .takes::<one::Why>()
        .get(See, "/ballots/{ballot}/by-hand", ("纸票人工计票", "Count of paper ballots"), by_hand::show)
        .post(KeepRoll, "/ballots/{ballot}/by-hand", ("录入人工计票", "Enter a count by hand"), by_hand::enter)
        .takes::<std::collections::BTreeMap<String, String>>()
}

/// Where voters and scrutineers come, without a name.
pub(crate) fn open_routes() -> Routes {
    Routes::new()
        .get(Public, "/vote/{urn}", ("投票", "Vote"), voting::vote)
        .nameless()
        .get(Public, "/vote/{urn}/challenge", ("核对抽验的选票", "Check a challenged ballot"), voting::challenge)
        .nameless()
        .get(Public, "/scrutineer/{secret}", ("监票人的密钥和计票", "A scrutineer’s key and count"), own_key::show)
        .nameless()
        .get(Public, "/vote/{urn}/election", ("选举（Belenios）", "The election (Belenios)"), public::election)
        .nameless()
        .get(Public, "/vote/{urn}/trustees", ("监票人公钥（Belenios）", "The trustees (Belenios)"), public::trustees)
        .nameless()
        .get(Public, "/vote/{urn}/roll", ("公开凭证名册", "The roll of public credentials"), public::roll)
        .nameless()
        .get(
            Public,
            "/vote/{urn}/seats",
            ("可以投票的凭证（按散列值开头查找）", "Who may vote, looked up by the beginning of a hash"),
            public::seats,
        )
        .asks::<public::Near>()
        .nameless()
        .get(Public, "/vote/{urn}/manifest", ("表决方案", "The manifest"), public::manifest)
        .nameless()
        .get(Public, "/vote/{urn}/board", ("公开的票板", "The public board"), public::board)
        .asks::<public::Asked>()
        .nameless()
        .get(Public, "/vote/{urn}/archive", ("票箱档案（.bel）", "The archive (.bel)"), public::archive)
        .nameless()
        .post(Public, "/vote/{urn}/ballots", ("投票", "Cast a ballot"), public::cast)
        .up_to(ballots::belenios::MAX_BALLOT)
        .takes_text("application/json")
        .nameless()
        .post(Public, "/scrutineer/{secret}/key", ("提交监票人公钥", "Give a scrutineer’s key"), scrutineer::key)
        .takes_text("application/json")
        .nameless()
        .get(
            Public,
            "/scrutineer/{secret}/board/{urn}",
            ("监票人取得档案", "The archive for a scrutineer"),
            scrutineer::board,
        )
        .nameless()
        .post(
            Public,
            "/scrutineer/{secret}/decryption/{urn}",
            ("提交部分解密", "Give a part in opening the sums"),
            scrutineer::decryption,
        )
        .up_to(16 << 20)
        .takes_text("application/json")
        .nameless()
}
