//! What must not go through: it fails with a clear reason and leaves a trace.

mod common;

use common::{Office, day, kin, sanction};
use tenure::{Appointment, Despite, Holding, Way};
use testkit::Bench;

/// Up to the meeting, on 8 June 2026.
fn to_the_meeting(t: &Bench, o: &Office) {
    o.motion();
    t.on("2026-06-03");
    o.recommendation();
    o.inspection();
    t.on("2026-06-08");
}

testkit::on_both_engines! {
    fn the_notice_is_not_skipped(t: Bench) {
        let o = Office::new(t);
        to_the_meeting(t, &o);
        o.decision();
        o.act("facts", "appointment", &[("case:appointment.on", "2026-06-09")]).is(422).shows("不能跳过步骤：请先办结“公示”。");
        o.close("appointment", "appointed").is(422).shows("不能跳过步骤：请先办结“公示”。");
        o.close("notice", "passed").is(422).shows("未登记“公示发布日期”");
        assert_eq!(o.refused(), 3);
        assert!(o.record().contains("不能跳过步骤"));
    }

    fn a_notice_is_not_shortened_over_a_holiday(t: Bench) {
        let o = Office::new(t);
        to_the_meeting(t, &o);
        t.on("2026-06-15");
        o.decision();
        // 19 to 21 June are off: 16, 17, 18, 22, 23
        o.publish("2026-06-22").is(422).shows("共4个工作日，要求不少于5个").shows("2026-06-19端午节").shows("最早到2026-06-23期满");
        assert_eq!(o.refused(), 1);
        o.publish("2026-06-23").is(303);
        let notice = o.officer.json(&o.case)["notice"].as_str().unwrap().to_owned();
        let shorter = [("title", "公示"), ("text", "现将拟任职人选予以公示。"), ("until", "2026-06-22"), ("reason", "提前结束")];
        o.officer.post(&format!("/notices/{notice}/correct"), &shorter).is(422).shows("公示期不能缩短");
        // an objection holds it up until it is answered
        t.on("2026-06-23");
        o.officer.post(&format!("/notices/{notice}/objections"), &[("day", "2026-06-23"), ("text", "任职年限有疑问")]).is(303);
        t.on("2026-06-24");
        o.close("notice", "passed").is(422).shows("公示意见均已答复：否");
        let objection = o.officer.json(&format!("/notices/{notice}"))["objections"][0]["objection"].as_str().unwrap().to_owned();
        let answer = [("finding", "unfounded"), ("answer", "经核查，符合任职年限规定。")];
        o.officer.post(&format!("/objections/{objection}/answer"), &answer).is(303);
        o.close("notice", "passed").is(303);
    }

    fn a_meeting_without_a_quorum_decides_nothing(t: Bench) {
        let o = Office::new(t);
        to_the_meeting(t, &o);
        o.roll(3);
        o.views(&[(3, "agree"), (4, "agree"), (2, "agree")]).is(303);
        o.paper("decision", "minutes").is(303);
        o.close("decision", "agreed").is(422).shows("实到会成员3，应到会成员6；要求不少于2/3，即至少4。还差1。");
        // it cannot reject either; it can postpone
        o.act("close", "decision", &[("outcome", "rejected"), ("remark", "人数不足")]).is(422).shows("还差1。");
        o.act("close", "decision", &[("outcome", "postponed"), ("remark", "到会人数不足，改期")]).is(303);
        assert_eq!(o.refused(), 2);
        // four of six attend, and three agree: not more than half of all six
        o.roll(2);
        o.views(&[(3, "agree"), (4, "agree"), (5, "disagree"), (2, "agree")]).is(303);
        o.close("decision", "agreed").is(422).shows("同意的成员3，应到会成员6；要求超过1/2，即至少4。");
    }

    fn nobody_votes_on_a_relative_and_the_head_speaks_last(t: Bench) {
        let o = Office::new(t);
        kin(t, o.people[0], "妻子", o.people[2]);
        to_the_meeting(t, &o);
        o.roll(0);
        o.paper("decision", "minutes").is(303);
        o.get().shows("应当回避");
        let with = |third: &'static str| vec![(3, third), (4, "agree"), (5, "agree"), (6, "agree"), (7, "agree"), (2, "agree")];
        o.views(&with("agree")).is(303);
        o.close("decision", "agreed").is(422).shows("应当回避而未回避：陈望舒");
        o.views(&with("silent")).is(303);
        o.close("decision", "agreed").is(422).shows("讨论该人选时在场");
        o.views(&[(2, "agree"), (3, "left"), (4, "agree"), (5, "agree"), (6, "agree"), (7, "agree")]).is(303);
        o.close("decision", "agreed").is(422).shows("周明德第1个表态，共5人。");
        o.views(&with("left")).is(303);
        o.close("decision", "agreed").is(303);
        assert_eq!(o.refused(), 3);
    }

    fn nobody_is_appointed_over_the_quota_without_a_named_exception(t: Bench) {
        let o = Office::new(t);
        // someone holds the one post already
        let holding = Holding {
            person: o.people[6].cast(), post: o.post, way: Way::Main, chosen: None, appointed_by: None, removed_by: None, reason: None, ordinal: 0,
            in_team: None, exceptional: None, printed: None,
        };
        let held = Appointment { from: day("2020-01-01"), to: None, holding };
        t.db.write(&t.officer(), |tx| tenure::appoint(tx, &held, &Despite::default())).unwrap();
        o.act("facts", "motion", &[("case:motion.on", "2026-06-01")]).is(303);
        o.paper("motion", "proposal").is(303);
        o.name("motion", 1).is(303);
        o.close("motion", "done").is(422).shows("任职后超出职数的人数：1。最多为0。");
        let exception = |who, why| o.act("close", "motion", &[("outcome", "done"), ("approver:quota-review", who), ("reason:quota-review", why)]);
        exception("", "换届过渡期间").is(422).shows("例外须写明批准人和理由");
        exception("海晏市委", "换届过渡期间，三个月内消化").is(303);
        assert_eq!(o.refused(), 2);
        let record = o.record();
        assert!(record.contains("例外，批准人：海晏市委 换届过渡期间，三个月内消化"), "it shows for ever");
    }

    fn a_closed_step_is_not_edited_and_sending_back_stays_on_the_record(t: Bench) {
        let o = Office::new(t);
        o.motion();
        o.act("facts", "motion", &[("case:motion.on", "2026-05-01")]).is(422).shows("“动议”已办结，不能修改。");
        o.name("motion", 2).is(422).shows("已办结");
        o.paper("motion", "proposal").is(422).shows("已办结");
        assert_eq!(o.refused(), 3);
        o.officer.post(&format!("{}/back", o.case), &[("to", "motion"), ("reason_back", "")]).is(422);
        o.officer.post(&format!("{}/back", o.case), &[("to", "motion"), ("reason_back", "动议日期有误")]).is(303);
        o.act("facts", "motion", &[("case:motion.on", "2026-05-29")]).is(303);
        o.close("motion", "done").is(303);
        let record = o.record();
        for says in ["动议日期：2026-06-01", "退回到 动议", "动议日期有误", "动议日期：2026-05-29"] {
            assert!(record.contains(says), "{says}");
        }
    }

    fn a_sanction_in_effect_stops_a_candidate(t: Bench) {
        let o = Office::new(t);
        o.motion();
        sanction(t, o.people[0], "记过（公务员）", "2026-01-10");
        t.on("2026-06-03");
        let who = o.people[0].to_string();
        let key = |fact: &str| format!("{who}:{fact}");
        let bars = ["bar.political", "bar.recognition", "bar.canvassing", "bar.emigration", "bar.other"].map(&key);
        let (admonition, promotion, exceptional) = (key("admonition"), key("promotion"), key("promotion.exceptional"));
        let mut facts = vec![(promotion.as_str(), "none"), (exceptional.as_str(), "no"), ("case:recommendation.on", "2026-06-02"), ("case:recommendation.entitled", "30"), ("case:recommendation.attended", "19"), (admonition.as_str(), "2026-03-01")];
        facts.extend(bars.iter().map(|b| (b.as_str(), "no")));
        o.act("facts", "recommendation", &facts).is(303);
        o.paper("recommendation", "result").is(303);
        let refused = o.close("recommendation", "done").is(422);
        for says in ["还差1。", "影响期至2027-01-10", "诫勉（2026-03-01），影响期至2026-09-01"] {
            assert!(refused.text.contains(says), "{says}");
        }
        o.act("take-off", "recommendation", &[("who_off", &who), ("reason_off", "处分影响期未满")]).is(303);
        assert!(o.record().contains("处分影响期未满"));
    }
}
