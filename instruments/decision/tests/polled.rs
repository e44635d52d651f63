//! A step whose counts come from a secret ballot.

mod common;

use auth::Role;
use common::Office;
use testkit::{Bench, client::Client};

/// A ballot of thirty voters whose paper two tellers count: so many valid, and these votes for each option.
fn counted(t: &Bench, o: &Office, at: &str, valid: &str, votes: &[&str]) {
    let settings = [
        ("title", "会议推荐"),
        ("classes", "干部 30 1"),
        ("scrutineers", "监一\n监二"),
        ("complaint", "0"),
        ("least", "5"),
        ("revote", "true"),
    ];
    o.officer.post(&format!("{at}/settings"), &settings).is(303);
    o.officer.post(&format!("{at}/lay-down"), &[]).is(303);
    let names: Vec<String> = (0..votes.len()).map(|i| format!("votes-0-0-{i}")).collect();
    let mut count = vec![("valid-0", valid), ("invalid-0", "0")];
    count.extend(names.iter().map(String::as_str).zip(votes.iter().copied()));
    let other: Client = o.site.as_actor(t.actor(Role::Officer));
    o.officer.post(&format!("{at}/paper"), &[("reason", "会场没有网络")]).is(303);
    o.officer.post(&format!("{at}/by-hand"), &count).is(303);
    other.post(&format!("{at}/by-hand"), &count).is(303).leads_to(&format!("{at}/result"));
}
/// What the step asks beside the ballot.
fn bars(o: &Office) {
    let who = o.people[0].to_string();
    let bars = ["political", "recognition", "canvassing", "emigration", "other"].map(|b| format!("{who}:bar.{b}"));
    let admonition = format!("{who}:admonition");
    let (promotion, exceptional) = (format!("{who}:promotion"), format!("{who}:promotion.exceptional"));
    let mut facts = vec![(admonition.as_str(), "无"), (promotion.as_str(), "none"), (exceptional.as_str(), "no")];
    facts.extend(bars.iter().map(|b| (b.as_str(), "no")));
    o.act("facts", "recommendation", &facts).is(303);
    o.paper("recommendation", "result").is(303);
}

testkit::on_both_engines! {
    fn a_step_goes_by_its_ballot_and_nobody_types_the_count(t: Bench) {
        let o = Office::new(t);
        o.motion();
        bars(&o);
        let attended = [("case:recommendation.attended", "20")];
        o.get().shows("按人选建立表决").shows("case:recommendation.attended");
        let at = o.act("ballot/new", "recommendation", &[]).is(303).location().unwrap();
        // set up with the candidate and the rule of the kind, and it knows what it is for
        o.officer.get(&at).ok().shows("会议推荐人选").shows("林知远").shows(&o.case);
        o.get().shows(&at).shows("表决还没有结果").hides("case:recommendation.attended");
        o.act("facts", "recommendation", &attended).is(422).shows("由本步骤的表决结果给出");
        o.close("recommendation", "done").is(422).shows("实际参加推荐人数");

        counted(t, &o, &at, "20", &["18"]);
        let page = o.get().shows(&format!("{at}/result")).shows(&format!("{at}/sheet")).shows("推荐票").text;
        assert!(page.contains("18") && page.contains("将在下一轮写入"), "{page}");
        let json = o.officer.json(&o.case);
        assert_eq!(json["facts"]["case"]["recommendation.attended"]["value"]["number"], 20);
        assert_eq!(json["facts"]["case"]["recommendation.entitled"]["value"]["number"], 30);
        assert_eq!(json["facts"]["groups"]["candidates"][0]["facts"]["recommendation.votes"]["value"]["number"], 18);
        o.close("recommendation", "done").is(303);
        let record = o.record();
        assert!(record.contains("表决结果") && record.contains(&format!("{at}/result")), "{record}");
        assert!(record.contains("推荐票：18"), "{record}");
        t.assert_ledger();
    }

    fn too_few_who_came_keep_the_step_shut_whatever_is_typed(t: Bench) {
        let o = Office::new(t);
        o.motion();
        bars(&o);
        // the counts that somebody typed before are not used once a ballot is named
        let typed = [("case:recommendation.on", "2026-06-01"), ("case:recommendation.entitled", "30"), ("case:recommendation.attended", "30")];
        o.act("facts", "recommendation", &typed).is(303);
        let at = o.act("ballot/new", "recommendation", &[]).is(303).location().unwrap();
        counted(t, &o, &at, "19", &["19"]);
        o.close("recommendation", "done").is(422).shows("19");
        // put aside with a reason, which stands in the record for ever, the step goes by what is recorded
        o.act("ballot/new", "recommendation", &[]).is(422).shows("已关联一次表决");
        o.act("ballot", "recommendation", &[("ballot", "")]).is(422).shows("原因");
        o.act("ballot", "recommendation", &[("ballot", ""), ("reason_poll", "到会不足，改日纸票重投")]).is(303);
        let record = o.record();
        assert!(record.contains("关联表决“") && record.contains("不采用已有结果的表决“") && record.contains("改日纸票重投"), "{record}");
        o.get().shows("关联已有的表决").shows("会议推荐");
        o.close("recommendation", "done").is(303);
    }

    fn only_a_ballot_of_the_right_kind_within_reach_can_be_named(t: Bench) {
        let o = Office::new(t);
        o.motion();
        let draw = |kind: &str| o.officer.post("/ballots", &[("title", "另一次"), ("unit", "HY"), ("kind", kind)]).is(303).location().unwrap();
        let id = |at: &str| at.rsplit('/').next().unwrap().to_owned();
        o.act("ballot", "recommendation", &[("ballot", &id(&draw("election")))]).is(422).shows("类型与本步骤不符");
        o.act("ballot", "recommendation", &[("ballot", "x")]).is(422).shows("请选择一次表决");
        o.act("ballot", "recommendation", &[("ballot", &id(&o.case))]).is(404);
        let given_up = draw("recommendation");
        o.officer.post(&format!("{given_up}/cancel"), &[("reason", "改期")]).is(303);
        o.act("ballot", "recommendation", &[("ballot", &id(&given_up))]).is(422).shows("已取消");
        o.act("ballot", "motion", &[]).is(422);
        // one that does not ask about the candidate says so
        let other = draw("recommendation");
        let question = [("form", "choose"), ("text", "推荐谁"), ("options", "某甲\n某乙"), ("min", "0"), ("max", "1")];
        o.officer.post(&format!("{other}/questions"), &question).is(303);
        o.act("ballot", "recommendation", &[("ballot", &id(&other))]).is(303);
        counted(t, &o, &other, "25", &["12", "13"]);
        o.get().shows("表决的问题中没有“林知远”");
    }

    fn a_vote_of_the_meeting_counts_those_who_agree(t: Bench) {
        let o = Office::new(t);
        o.motion();
        t.on("2026-06-02");
        o.recommendation();
        t.on("2026-06-03");
        o.inspection();
        o.roll(0);
        // everybody is in the room and says nothing: the vote is secret
        o.views(&[(3, "silent"), (4, "silent"), (5, "silent"), (6, "silent"), (7, "silent"), (2, "silent")]).is(303);
        o.paper("decision", "minutes").is(303);
        let at = o.act("ballot/new", "decision", &[]).is(303).location().unwrap();
        o.close("decision", "agreed").is(422).shows("同意的成员");
        counted_of(t, &o, &at, "3", "3");
        // three of six are not more than half of those who should attend
        o.close("decision", "agreed").is(422);
        o.act("ballot", "decision", &[("ballot", ""), ("reason_poll", "票数未过半，缓议后重投")]).is(303);
        let at = o.act("ballot/new", "decision", &[]).is(303).location().unwrap();
        counted_of(t, &o, &at, "4", "2");
        o.close("decision", "agreed").is(303);
    }
}

/// A vote of six on one candidate.
fn counted_of(t: &Bench, o: &Office, at: &str, agree: &str, against: &str) {
    let settings = [
        ("title", "讨论决定"),
        ("classes", "成员 6 1"),
        ("scrutineers", "监一\n监二"),
        ("complaint", "0"),
        ("least", "5"),
        ("revote", "true"),
    ];
    o.officer.post(&format!("{at}/settings"), &settings).is(303);
    o.officer.post(&format!("{at}/lay-down"), &[]).is(303);
    let count =
        [("valid-0", "6"), ("invalid-0", "0"), ("votes-0-0-0", agree), ("votes-0-0-1", against), ("votes-0-0-2", "0")];
    let other: Client = o.site.as_actor(t.actor(Role::Officer));
    o.officer.post(&format!("{at}/paper"), &[("reason", "会场没有网络")]).is(303);
    o.officer.post(&format!("{at}/by-hand"), &count).is(303);
    other.post(&format!("{at}/by-hand"), &count).is(303);
}
