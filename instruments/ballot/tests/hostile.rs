//! Whoever does not play by the rules: ballots that are none, keepers who reach too far, and whoever reads the disk.

mod common;

use ballot::printed;
use ballots::belenios::{Ballot as Sent, TrusteeSecret};
use common::{Meeting, Setting, USUAL, chance, later, logged, sends, site};
use testkit::Bench;

/// The word that says why, with a sentence in both languages.
fn why(answer: testkit::client::Answer) -> String {
    let said = answer.as_json();
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let (zh, en) = (said["zh"].as_str().unwrap(), said["en"].as_str().unwrap());
    assert!(zh.ends_with('。') && en.ends_with('.') && zh.chars().any(|c| c > '\u{2e80}'), "{said}");
    said["why"].as_str().unwrap().to_owned()
}

testkit::on_both_engines! {
    fn a_ballot_that_is_none_is_refused_with_its_reason(t: Bench) {
        let site = site(t);
        let mut all = Meeting::settled(&site, t, &USUAL);
        all.make_keys();
        all.make_slips(2);
        all.void_rest(1);
        all.turn("fix").is(303);
        let (good, spare) = (all.ballot(0, 0, &["100"]), all.ballot(0, 10, &["100"]));
        assert_eq!(why(all.send(0, &good).is(409)), "not-open");
        all.turn("open").is(422).shows("有效纸条却有11张");
        all.keeper.post(&format!("{}/void/{}", all.at, all.urns[0]), &[("codes", &all.slips[0][10].code)]).is(303);
        all.turn("open").is(303);

        assert_eq!(why(all.send(0, "").is(422)), "bad-form");
        assert_eq!(why(all.send(0, "{\"election_uuid\":1}").is(422)), "bad-form");
        assert_eq!(why(all.send(0, &format!(" {good}")).is(422)), "bad-form");
        assert_eq!(why(all.send(0, &good.replace(&all.urns[0], "11111111111111")).is(422)), "wrong-election");
        assert_eq!(why(all.send(0, &"x".repeat((8 << 20) + 1)).is(413)), "too-long");
        assert_eq!(why(sends(&all.voter, "/vote/11111111111111/ballots", &good).is(404)), "no-urn");
        // a slip that was voided before the roll was fixed, and one afterwards
        let voided = { let mut of = Sent::read(&good).unwrap(); of.credential = public(&all, 11); of.raw() };
        assert_eq!(why(all.send(0, &voided).is(403)), "voided");
        assert_eq!(why(all.send(0, &spare).is(403)), "voided");
        let stranger = { let mut of = Sent::read(&good).unwrap(); of.credential = TrusteeSecret::new(&mut chance).1.public_key; of.raw() };
        assert_eq!(why(all.send(0, &stranger).is(403)), "unknown-code");
        // another voter's answers under one's own name
        let copied = { let mut of = Sent::read(&good).unwrap(); of.credential = public(&all, 1); of.raw() };
        assert_eq!(why(all.send(0, &copied).is(422)), "bad-signature");
        let touched = { let mut of = Sent::read(&good).unwrap(); of.answers[0].choices.swap(0, 1); of.raw() };
        assert_eq!(why(all.send(0, &touched).is(422)), "bad-signature");

        // the same ballot again, because the reply was lost: the same answer
        let first = all.send(0, &good).ok().as_json();
        assert_eq!(all.send(0, &good).ok().as_json(), first);
        assert_eq!(first["count"], 1);
        for n in 2..=20 {
            assert_eq!(all.cast(0, 0, &["010"])["count"], n);
        }
        assert_eq!(why(all.send(0, &all.ballot(0, 0, &["001"])).is(429)), "too-many");
        let late = all.ballot(0, 1, &["100"]);
        all.turn("close").is(303);
        assert_eq!(why(all.send(0, &late).is(409)), "not-open");
        assert_eq!(all.send(0, &good).ok().as_json(), first, "what was taken stays taken");
        assert_eq!(ballots::belenios::verify(&all.archive(0)).unwrap().ballots, 20);
    }

    fn a_code_votes_once_where_votes_are_final(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &Setting { revote: false, ..USUAL });
        all.cast(0, 0, &["100"]);
        assert_eq!(why(all.send(0, &all.ballot(0, 0, &["010"])).is(409)), "used");
        // a slip that is left over and was used is found
        all.cast(0, 9, &["100"]);
        let void = format!("{}/void/{}", all.at, all.urns[0]);
        all.keeper.post(&void, &[("codes", &all.slips[0][9].code)]).is(422).shows("有人事先知道了这个码");
        // the roll is open to all, and its public parts void nothing: only who holds a slip can
        all.keeper.post(&void, &[("codes", public(&all, 5).text())]).is(422).shows("投票码应有 15 个字符");
        all.cast(0, 5, &["100"]);
    }

    fn nothing_is_kept_that_links_a_ballot_to_anybody(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &Setting { classes: "职工 21 1", ..USUAL });
        let entries = |t: &Bench| logged(t, "SELECT CAST(count(*) AS TEXT) AS text FROM ledger");
        let before = entries(t);
        let elsewhere = |t: &Bench| dump(t).into_iter().filter(|(place, _)| !place.starts_with("ballot_cast.")).collect::<Vec<_>>();
        let unchanged = elsewhere(t);
        let sent: Vec<String> = (0..20).map(|slip| all.ballot(0, slip, &["100"])).collect();
        for raw in &sent {
            // with a session, an address and a browser's name: none of them arrives
            let headers = [("content-type", "text/plain"), ("user-agent", "Handset 7"), ("x-forwarded-for", "203.0.113.9")];
            let answer = all.officer.send(axum::http::Method::POST, &format!("/vote/{}/ballots", all.urns[0]), &headers, raw.clone()).ok();
            assert!(answer.headers.get("set-cookie").is_none());
        }
        assert!(all.voter.get(&format!("/vote/{}/board", all.urns[0])).ok().headers.get("set-cookie").is_none());
        assert_eq!(entries(t), before, "a cast leaves no entry, which would have a time");
        let (mut was, mut is) = (unchanged, elsewhere(t));
        was.sort();
        is.sort();
        assert!(was == is, "nothing but the ballots changed, in any table");
        assert_eq!(columns(t, "ballot_cast"), ["batch", "credential", "raw", "root", "seq", "tracker", "urn"]);

        let codes: Vec<String> = all.slips[0].iter().map(|s| s.code.clone()).collect();
        let trackers: Vec<String> = sent.iter().map(|raw| Sent::tracker(raw)).collect();
        let publics: Vec<String> = sent.iter().map(|raw| Sent::read(raw).unwrap().credential.text().to_owned()).collect();
        let (mut with_public, mut with_tracker) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for (place, text) in dump(t) {
            for code in &codes {
                let plain = code.replace('-', "");
                let hex: String = code.bytes().map(|b| format!("{b:02x}")).collect();
                assert!(!text.contains(code) && !text.contains(&plain) && !text.to_lowercase().contains(&hex), "a code in {place}");
            }
            assert!(!text.contains("Handset") && !text.contains("203.0.113.9"), "{place}");
            if publics.iter().any(|p| text.contains(p)) {
                with_public.insert(place.clone());
            }
            if trackers.iter().any(|p| text.contains(p)) {
                with_tracker.insert(place);
            }
        }
        assert_eq!(with_public.into_iter().collect::<Vec<_>>(), ["ballot_cast.raw", "ballot_urn.roll"]);
        assert_eq!(with_tracker.into_iter().collect::<Vec<_>>(), ["ballot_cast.tracker"]);

        // after a batch the rows lie in the order of their trackers, whoever came first
        later(t, 15);
        assert_eq!(ballot::publish_due(&t.db, t.root).unwrap(), 1);
        let place = if t.db.is_postgres() { "ctid" } else { "rowid" };
        let lie = logged(t, &format!("SELECT tracker AS text FROM ballot_cast ORDER BY {place}"));
        let mut sorted = trackers.clone();
        sorted.sort();
        assert_eq!(lie, sorted);
        // who votes last is one of eleven in the last batch: ten waited on
        let board = || all.voter.json(&format!("/vote/{}/board", all.urns[0]));
        assert_eq!((&board()["batches"][0]["ballots"], &board()["waiting"]), (&10.into(), &10.into()));
        later(t, 15);
        assert_eq!(ballot::publish_due(&t.db, t.root).unwrap(), 0);
        all.cast(0, 20, &["010"]);
        all.turn("close").is(303);
        assert_eq!((&board()["batches"][1]["ballots"], &board()["waiting"]), (&11.into(), &0.into()));
        assert_eq!(ballots::belenios::verify(&all.archive(0)).unwrap().ballots, 21);
    }

    fn one_account_does_not_keep_both_and_others_keep_out(t: Bench) {
        let site = site(t);
        let mut all = Meeting::settled(&site, t, &USUAL);
        let (_, file) = printed(&all.urns[0], 12, "https://xn.test", &mut chance);
        let slips = format!("{}/slips", all.at);
        all.officer.upload(&slips, "file", "s.json", file.as_bytes(), &[]).is(422).shows("须由另一个账号保管");
        // nor does the same account through another door
        let program = site.as_program(all.actor.clone());
        program.upload(&slips, "file", "s.json", file.as_bytes(), &[]).is(422).shows("须由另一个账号保管");
        let (_, few) = printed(&all.urns[0], 9, "https://xn.test", &mut chance);
        all.bring_in(&few).is(422).shows("纸条只有9张");
        let (_, other) = printed("abcdefghijkmno", 12, "https://xn.test", &mut chance);
        all.bring_in(&other).is(422).shows("属于另一个票箱");
        all.bring_in("not json").is(422).shows("不是“xianneng ballot slips”写出的");
        all.bring_in(&file).is(303);
        let third = site.as_actor(t.officer());
        third.upload(&slips, "file", "s.json", file.as_bytes(), &[]).is(422).shows("已由另一个账号保管");
        all.turn("fix").is(422).shows("监票人的密钥未齐");
        all.make_keys();
        for verb in ["fix", "links"] {
            all.keeper.post(&format!("{}/{verb}", all.at), &[]).is(422).shows("保管票箱");
        }
        all.turn("fix").is(303);
        all.turn("open").is(422).shows("有效纸条却有12张");
        all.officer.post(&format!("{}/settings", all.at), &[("title", "改")]).is(422).shows("不能再改");

        let college = site.as_actor(t.actor_over(auth::Role::Officer, "0009/".parse().unwrap()));
        college.get(&all.at).is(404);
        college.get("/ballots").ok().hides("年度表决");
        let leader = site.as_actor(t.actor(auth::Role::Leader));
        leader.get(&all.at).ok();
        leader.post(&format!("{}/open", all.at), &[]).is(403);
        all.voter.get(&all.at).asks_to_sign_in();
        all.turn("cancel").is(422);
        let third = site.as_actor(t.actor(auth::Role::Officer));
        third.get(&all.at).ok().hides("取消表决");
        third.post(&format!("{}/cancel", all.at), &[("reason", "我不同意")]).is(422).shows("只有保管票箱或者保管名册的账号");
        all.keeper.post(&format!("{}/cancel", all.at), &[("reason", "会议改期")]).is(303);
        all.officer.get(&all.at).ok().shows("会议改期");
        t.assert_ledger();
    }

    fn a_scrutineer_opens_with_the_own_key_and_link_alone(t: Bench) {
        let site = site(t);
        let mut all = Meeting::opened(&site, t, &USUAL);
        (0..6).for_each(|slip| drop(all.cast(0, slip, &["100"])));
        all.turn("close").is(303);
        later(t, 60);
        let too_early = format!("/scrutineer/{}/decryption/{}", all.links[0], all.urns[0]);
        sends(&all.voter, &too_early, "{}").is(422).shows("现在不收监票人的解密");
        all.turn("count").is(303);
        let part = all.part(0, 0);
        assert_eq!(why(all.give(1, 0, &part).is(422)), "refused");
        all.give(0, 0, "{\"decryption_factors\":[],\"decryption_proofs\":[]}").is(422).shows("解密的数目与合计不符");
        all.give(0, 0, "no").is(422).shows("这不是监票人的解密");
        all.give(0, 0, &part).ok();
        all.give(0, 0, &part).is(422).shows("您已提交");
        sends(&all.voter, &format!("/scrutineer/AAAAAAAAAAAAAAAAAAAAAAAA/decryption/{}", all.urns[0]), &part).is(404);
        sends(&all.voter, &format!("/scrutineer/{}/key", all.links[0]), "{}").is(422);
        // new links: the old ones open nothing
        let old = all.links.clone();
        // a page that is loaded again, or sent from another tab, replaces nothing
        all.officer.post(&format!("{}/links", all.at), &[]).is(422).shows("已打印或交给监票人的链接仍然有效");
        all.voter.get(&format!("/scrutineer/{}", old[1])).ok();
        let standing = all.officer.get(&all.at).ok().shows("更换监票人链接").text;
        let standing = standing.split("name=\"standing\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let page = all.officer.post(&format!("{}/links", all.at), &[("standing", standing.as_str())]).ok().text;
        all.officer.post(&format!("{}/links", all.at), &[("standing", standing.as_str())]).is(422);
        all.links = page.split("href=\"/scrutineer/").skip(1).map(|s| s.split('"').next().unwrap().to_owned()).collect();
        assert!(old.iter().all(|l| !all.links.contains(l)));
        sends(&all.voter, &format!("/scrutineer/{}/decryption/{}", old[1], all.urns[0]), &part).is(404);
        for scrutineer in [1, 2] {
            all.give(scrutineer, 0, &all.part(scrutineer, 0)).ok();
        }
        assert_eq!(all.result()["questions"][0]["lines"][0]["votes"], 6);
        all.officer.post(&format!("{}/cancel", all.at), &[("reason", "不满意")]).is(422);
    }

    fn a_plan_that_would_show_single_voters_is_not_settled(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let at = officer.post("/ballots", &[("title", "选举"), ("unit", "HY"), ("kind", "election")]).is(303).location().unwrap();
        let set = |classes: &str, scrutineers: &str| {
            let form = [("title", "选举"), ("classes", classes), ("scrutineers", scrutineers), ("complaint", "0"), ("least", "5"),
                ("quorum", "cn/ballots election-quorum"), ("majority", "cn/ballots election-majority"), ("revote", "true")];
            officer.post(&format!("{at}/settings"), &form)
        };
        set("甲 x", "监一").is(422).shows("第1行看不懂");
        set("领导 3 60\n职工 1 40", "监一").is(303);
        let question = [("form", "choose"), ("text", "选出五人"), ("options", "甲\n乙\n丙\n丁\n戊"), ("min", "0"), ("max", "5")];
        officer.post(&format!("{at}/questions"), &question).is(303);
        officer.post(&format!("{at}/lay-down"), &[]).is(422)
            .shows("至少须2位").shows("“领导、职工”共4人，少于5人").shows("权重应一致").shows("至少须6人");
        officer.get(&at).ok().hides("没有选定");
        let open = [("title", "选举"), ("classes", "职工 20 1"), ("scrutineers", "一\n二"), ("complaint", "0"), ("least", "5")];
        officer.post(&format!("{at}/settings"), &open).is(303);
        officer.get(&at).ok().shows("没有选定到会人数规则、通过（当选）规则：结果只列出票数");
        let lower = [("title", "选举"), ("classes", "职工 20 1"), ("scrutineers", "一\n二"), ("complaint", "0"), ("least", "2")];
        officer.post(&format!("{at}/settings"), &lower).is(422).shows("请填写5到1000的整数");
    }
}

/// The public part of a slip's code.
fn public(all: &Meeting, slip: usize) -> ballots::belenios::Element {
    ballots::belenios::Credential::read(&all.slips[0][slip].code).unwrap().public(&all.urns[0])
}

fn tables(t: &Bench) -> Vec<String> {
    let sql = if t.db.is_postgres() {
        "SELECT CAST(table_name AS TEXT) AS text FROM information_schema.tables WHERE table_schema = current_schema()"
    } else {
        "SELECT name AS text FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    logged(t, sql)
}
fn columns(t: &Bench, table: &str) -> Vec<String> {
    let sql = if t.db.is_postgres() {
        format!(
            "SELECT CAST(column_name AS TEXT) AS text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY 1"
        )
    } else {
        format!("SELECT name AS text FROM pragma_table_info('{table}') ORDER BY 1")
    };
    logged(t, &sql)
}
/// Every value of every table as text, bytes in hexadecimal, with its place.
fn dump(t: &Bench) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for table in tables(t) {
        for column in columns(t, &table) {
            let shown = if t.db.is_postgres() {
                format!("CAST(\"{column}\" AS TEXT)")
            } else {
                format!(
                    "CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") ELSE CAST(\"{column}\" AS TEXT) END"
                )
            };
            let sql = format!("SELECT {shown} AS text FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
            all.extend(logged(t, &sql).into_iter().map(|text| (format!("{table}.{column}"), text)));
        }
    }
    assert!(all.len() > 200, "the dump holds what is there");
    all
}
