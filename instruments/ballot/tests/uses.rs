//! What ballots are used for: elections, and counts by hand.

mod common;

use auth::Role;
use common::{Meeting, Setting, USUAL, later, site};
use testkit::{
    Bench,
    client::{Answer, Site},
};

/// A rule as the pack in the repository has it.
fn in_pack(pack: &str, id: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(format!("{}/../../rulepacks/{pack}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let pack: serde_json::Value = serde_json::from_str(&text).unwrap();
    pack["rules"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap().clone()
}
/// The result page of what two tellers counted on paper alike.
fn by_hand(t: &Bench, site: &Site, set: &Setting<'_>, counted: &[(&str, &str)]) -> Answer {
    let all = Meeting::settled(site, t, set);
    let count: Vec<(&str, &str)> = counted.iter().copied().chain([("invalid-0", "0")]).collect();
    all.officer.post(&format!("{}/paper", all.at), &[("reason", "会场没有网络")]).is(303);
    all.officer.post(&format!("{}/by-hand", all.at), &count).is(303);
    all.keeper.post(&format!("{}/by-hand", all.at), &count).is(303);
    all.officer.get(&format!("{}/result", all.at)).ok()
}

const ELECTION: Setting<'static> = Setting {
    kind: "election",
    classes: "党员 10 1",
    questions: &[["choose", "选出委员二人", "", "甲\n乙\n丙\n丁", "0", "2"]],
    quorum: "cn/ballots election-quorum",
    majority: "cn/ballots election-majority",
    complaint: "0",
    ..USUAL
};

testkit::on_both_engines! {
    fn an_election_goes_by_those_entitled_and_votes_again_on_a_tie(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &ELECTION);
        let votes = ["1100", "1100", "1100", "1100", "1010", "1010", "0110", "0110", "0110"];
        votes.iter().enumerate().for_each(|(slip, vote)| drop(all.cast(0, slip, &[vote])));
        // nine voted and ten came; more than ten cannot have come, nor fewer than voted
        let close = |n: &str| all.officer.post(&format!("{}/close", all.at), &[("present", n)]);
        close("11").is(422).shows("不少于已投票的9人，不多于应到的10人");
        close("8").is(422);
        close("10").is(303);
        all.turn("count").is(303);
        all.open_sums(&[0]);
        let page = all.officer.get(&format!("{}/result", all.at)).ok();
        // 甲 6, 乙 7, 丙 5: half of ten is not more than half
        page.shows("7 ÷ 10 &gt; 1/2").shows("5 ÷ 10 ≤ 1/2").shows("10 ÷ 10 ≥ 4/5").shows("当选：乙、甲").shows("基层组织选举工作条例");
        let english = site.as_actor(t.officer()).reading(base::Lang::En);
        english.get(&format!("{}/result", all.at)).ok().shows("Elected: 乙, 甲").shows("more than half of those with the right to vote");
        all.officer.post(&format!("{}/again/0", all.at), &[]).is(422).shows("无须再次投票");
    }

    fn equal_votes_are_voted_on_again(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &ELECTION);
        let votes = ["1100", "1100", "1100", "1100", "1010", "1010", "1010", "1010", "0110", "0110"];
        votes.iter().enumerate().for_each(|(slip, vote)| drop(all.cast(0, slip, &[vote])));
        all.turn("close").is(303);
        all.turn("count").is(303);
        all.open_sums(&[0]);
        // 甲 8, 乙 6, 丙 6: one place is left for two with equal votes
        let elected = &all.result()["questions"][0]["elected"];
        assert_eq!(elected, &serde_json::json!({ "elected": [0], "tied": [1, 2], "places": 1, "unfilled": 0 }));
        all.officer.get(&format!("{}/result", all.at)).ok().shows("重新投票，确定 1 个名额：乙、丙");
        let sheet = all.officer.get(&format!("{}/sheet", all.at)).ok();
        let sheet = sheet.shows("当选：甲").shows("重新投票，确定 1 个名额：乙、丙");
        // the paper that is signed says by which rules
        let sheet = sheet.shows("不少于应到会人数的五分之四").shows("超过应到会有选举权人数的半数").shows("差额不少于应选人数的百分之二十");
        sheet.shows("就票数相等的被选举人重新投票").shows("基层组织选举工作条例");
        // one click: those with equal votes, the place they left open, the same voters and scrutineers, no majority asked for again
        let next = all.officer.post(&format!("{}/again/0", all.at), &[]).is(303).location().unwrap();
        let plan = &all.officer.json(&next)["plan"];
        assert_eq!(plan["questions"], serde_json::json!([{ "form": "choose", "text": "选出委员二人", "options": ["乙", "丙"], "min": 0, "max": 1 }]));
        assert_eq!((&plan["classes"][0]["size"], plan["scrutineers"].as_array().unwrap().len()), (&10.into(), 3));
        assert_eq!(plan["quorum"]["rule"], "cn/ballots election-quorum");
        assert!(plan["majority"].is_null() && plan["margin"].is_null(), "{plan}");
        assert_eq!(plan["ties"]["rule"], "cn/ballots election-tie", "by which whoever has more of them is elected");
        all.officer.get(&next).ok().shows("（票数相等，重新投票）").shows(&format!("{}/result", all.at)).hides("定稿前还需");
        all.officer.get(&format!("{}/result", all.at)).ok().shows("后续表决").shows(&next);
        all.officer.post(&format!("{}/lay-down", next), &[]).is(303);
        // who keeps the roll of the first may set the next up, and whoever may not act may not
        site.as_actor(t.actor(Role::Leader)).post(&format!("{}/again/0", all.at), &[]).is(403);
    }

    fn too_few_at_a_meeting_decide_nothing(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &ELECTION);
        (0..7).for_each(|slip| drop(all.cast(0, slip, &["1100"])));
        all.turn("close").is(303);
        all.turn("count").is(303);
        all.open_sums(&[0]);
        all.officer.get(&format!("{}/result", all.at)).ok().shows("本次表决无效").shows("7 ÷ 10 &lt; 4/5").hides("当选：");
    }

    fn each_use_is_set_up_with_its_own_rules_from_the_packs(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        for (kind, quorum, majority, margin) in [
            ("recommendation", "cn/selection recommendation-attendance", "", ""),
            ("assessment", "", "cn/ballots assessment-support", ""),
            ("competition", "", "cn/ballots majority-of-ballots", ""),
            ("election", "cn/ballots election-quorum", "cn/ballots election-majority", "cn/ballots election-candidates"),
            ("satisfaction", "", "cn/ballots assessment-support", ""),
            ("other", "", "", ""),
        ] {
            let at = officer.post("/ballots", &[("title", "表决"), ("unit", "HY"), ("kind", kind)]).is(303).location().unwrap();
            let plan = &officer.json(&at)["plan"];
            for (what, rule) in [("quorum", quorum), ("majority", majority), ("margin", margin)] {
                assert_eq!(plan[what]["rule"].as_str().unwrap_or_default(), rule, "{kind} {what}");
                if let Some((pack, id)) = rule.split_once(' ') {
                    assert_eq!(plan[what]["share"], in_pack(pack, id)["parameters"]["share"]["value"], "{kind} {what}");
                    officer.get(&at).ok().shows(in_pack(pack, id)["text"]["zh"].as_str().unwrap());
                }
            }
        }
    }

    fn a_recommendation_goes_by_who_took_part(t: Bench) {
        let site = site(t);
        let set = Setting {
            kind: "recommendation",
            classes: "干部 30 1",
            questions: &[["choose", "推荐副局长人选", "", "甲\n乙", "0", "1"]],
            quorum: "cn/selection recommendation-attendance",
            ..USUAL
        };
        let told = |valid: &str, a: &str| by_hand(t, &site, &set, &[("valid-0", valid), ("votes-0-0-0", a), ("votes-0-0-1", "1")]);
        told("19", "18").shows("本次表决无效").shows("19 ÷ 30 &lt; 2/3").shows("民主推荐的参加人数应达到规定范围的三分之二以上");
        told("20", "12").hides("本次表决无效").shows("20 ÷ 30 ≥ 2/3").shows("60.00%").shows("党政领导干部选拔任用工作条例");
    }

    fn an_assessment_shows_grades_scores_and_the_share_that_a_rule_asks_for(t: Bench) {
        let site = site(t);
        let set = Setting {
            kind: "assessment",
            questions: &[["grade", "", "甲\n乙", "优秀 100\n称职 80\n不称职 0", "", ""]],
            majority: "cn/ballots assessment-support",
            ..USUAL
        };
        let votes = [("valid-0", "10"), ("votes-0-0-0", "2"), ("votes-0-0-1", "4"), ("votes-0-0-2", "3"), ("votes-0-0-3", "1"),
            ("votes-0-1-0", "1"), ("votes-0-1-1", "4"), ("votes-0-1-2", "4"), ("votes-0-1-3", "1")];
        let page = by_hand(t, &site, &set, &votes);
        // six of nine are two thirds, five are not; who has no opinion is none of them
        page.shows("优秀、称职合计达到规定比例：(2 + 4) ÷ 9 ≥ 2/3").shows("优秀、称职合计未达到规定比例（(1 + 4) ÷ 9 &lt; 2/3）")
            .shows("66.67%").shows("55.56%").shows("57.778").shows("测评、评议中前两个等次的票合计不少于");
    }

    fn a_competition_goes_by_those_who_voted(t: Bench) {
        let site = site(t);
        let set = Setting { kind: "competition", majority: "cn/ballots majority-of-ballots", ..USUAL };
        by_hand(t, &site, &set, &[("valid-0", "8"), ("votes-0-0-0", "5"), ("votes-0-0-1", "3"), ("votes-0-0-2", "0")])
            .shows("5 ÷ 8 &gt; 1/2").shows("3 ÷ 8 ≤ 1/2").shows("赞成票超过投票人数的半数").hides("当选：");
    }

    fn a_satisfaction_review_shows_how_many_are_satisfied(t: Bench) {
        let site = site(t);
        let set = Setting {
            kind: "satisfaction",
            questions: &[["grade", "", "选人用人工作", "满意\n基本满意\n不满意", "", ""]],
            majority: "cn/ballots assessment-support",
            ..USUAL
        };
        by_hand(t, &site, &set, &[("valid-0", "9"), ("votes-0-0-0", "3"), ("votes-0-0-1", "1"), ("votes-0-0-2", "4"), ("votes-0-0-3", "1")])
            .shows("满意、基本满意合计未达到规定比例（(3 + 1) ÷ 8 &lt; 2/3），应当进一步了解核实").shows("37.50%").shows("50.00%");
    }

    fn two_tellers_count_paper_without_seeing_each_other(t: Bench) {
        let site = site(t);
        let all = Meeting::settled(&site, t, &USUAL);
        let at = format!("{}/by-hand", all.at);
        let third = site.as_actor(t.actor(Role::Officer));
        let count = |valid: &'static str, a: &'static str, b: &'static str| {
            [("valid-0", valid), ("invalid-0", "1"), ("votes-0-0-0", a), ("votes-0-0-1", b), ("votes-0-0-2", "1")]
        };
        all.keeper.get(&all.at).ok().shows("ballot slips").shows("--title '年度表决' --address").shows("（选 0 至 1 项）");
        // not before whoever keeps the urn has said so, and why
        all.officer.post(&at, &count("9", "5", "3")).is(422).shows("还没有宣布改用纸票");
        all.officer.get(&at).ok().shows("还没有宣布改用纸票").hides("name=\"valid-0\"");
        let paper = format!("{}/paper", all.at);
        all.keeper.post(&paper, &[("reason", "没有网络")]).is(422).shows("保管票箱");
        all.officer.post(&paper, &[("reason", " ")]).is(422);
        all.officer.post(&paper, &[("reason", "会场没有网络")]).is(303);
        all.officer.post(&paper, &[("reason", "再说一次")]).is(422).shows("已宣布改用纸票");
        all.officer.get(&all.at).ok().shows("原因：会场没有网络").shows("改用纸票，待录入计票").hides("/links").hides("ballot slips");
        all.turn("fix").is(422).shows("不再进行电子投票");
        all.officer.post(&at, &count("10", "5", "3")).is(422).shows("多于投票人数10");
        all.officer.post(&at, &count("9", "10", "3")).is(422).shows("票数多于有效票9张");
        all.officer.post(&at, &[("valid-0", "九")]).is(422).shows("请填写整数");
        all.officer.post(&at, &count("9", "5", "3")).is(303);
        all.keeper.get(&at).ok().shows("已有 1 位计票人录入").hides("value=\"5\"");
        all.keeper.post(&at, &count("9", "4", "3")).is(303);
        all.officer.get(&at).ok().shows("两份计票不一致").shows("谁为先进？ 甲：5 ≠ 4");
        third.post(&at, &count("9", "4", "3")).is(422).shows("已有两位计票人");
        all.keeper.post(&at, &count("9", "5", "3")).is(303).leads_to(&format!("{}/result", all.at));
        all.officer.get(&format!("{}/result", all.at)).ok().shows("纸票人工计票").shows("两人分别计票（原因：会场没有网络）").shows("55.56%");
        let result = all.result();
        assert_eq!((result["voters"].as_u64(), result["questions"][0]["lines"][0]["votes"].as_u64()), (Some(10), Some(5)));
        all.officer.get(&format!("{}/sheet", all.at)).ok().shows("原因：会场没有网络");
        all.officer.get(&at).ok().shows("改用纸票须在开始电子投票之前").hides("name=\"valid-0\"");
        t.assert_ledger();
    }

    fn what_is_due_for_whoever_keeps_the_urn_is_told(t: Bench) {
        let site = site(t);
        let due = |t: &Bench, actor: &auth::Actor| t.db.read(actor, |tx| ballot::due(tx, "2026-12-31".parse().unwrap())).unwrap();
        let all = Meeting::opened(&site, t, &Setting { complaint: "1440", ..USUAL });
        (0..6).for_each(|slip| drop(all.cast(0, slip, &["100"])));
        assert!(due(t, &all.actor).is_empty());
        all.turn("close").is(303);
        let told = due(t, &all.actor);
        assert_eq!((told.len(), told[0].by.to_string(), told[0].href.as_str()), (1, "2026-06-02".to_owned(), all.at.as_str()));
        assert!(due(t, &t.officer()).is_empty(), "another account keeps this urn");
        later(t, 1440);
        all.turn("count").is(303);
        assert!(due(t, &all.actor).is_empty());
    }
}
