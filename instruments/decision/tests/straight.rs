//! The straight way from a motion to the end of probation.

mod common;

use auth::Role;
use common::{Office, PDF, account, day};
use testkit::Bench;

testkit::on_both_engines! {
    fn a_case_goes_from_motion_to_confirmed_after_a_year(t: Bench) {
        let o = Office::new(t);
        o.get().shows("动议").shows("职数预审");
        o.motion();
        t.on("2026-06-02");
        o.recommendation();
        t.on("2026-06-03");
        o.inspection();
        t.on("2026-06-08");
        o.decision();
        // the Dragon Boat Festival lies behind it: five working days end on the 15th
        o.get().shows("value=\"2026-06-15\"");
        o.publish("2026-06-15").is(303);
        o.get().shows("公示");
        o.close("notice", "passed").is(422).shows("须到2026-06-16以后");
        t.on("2026-06-16");
        o.close("notice", "passed").is(303);
        o.act("facts", "appointment", &[("case:appointment.on", "2026-06-16"), ("case:appointment.document", "海委干〔2026〕6号")]).is(303);
        o.close("appointment", "appointed").is(303);
        o.officer.get("/appointments").ok().shows("林知远").shows("海委干〔2026〕6号");
        o.get().shows("试用期内").shows("2027-06-16");

        t.on("2027-06-15");
        let who = o.people[0].to_string();
        o.act("facts", "probation", &[(&format!("{who}:probation.passed"), "yes")]).is(303);
        o.paper("probation", "review").is(303);
        o.close("probation", "confirmed").is(422).shows("最早到2027-06-16");
        t.on("2027-06-16");
        o.close("probation", "confirmed").is(303);
        o.get().shows("事项已办结。").shows("已正式任职");
        o.officer.get("/cases").ok().shows("已办结");

        // the record: every step with its facts, papers and gates, and the two tries that came too early
        let record = o.record();
        for says in ["动议日期：2026-06-01", "材料.pdf", "实际参加推荐人数：20", "同意的成员：4", "公示无影响任职的问题", "正式任职", "未办成"] {
            assert!(record.contains(says), "{says}");
        }
        assert_eq!(o.refused(), 2);
        let json = o.officer.json(&format!("{}/record", o.case));
        let gates = json["lines"].as_array().unwrap().iter().flat_map(|l| l["gates"].as_array().unwrap()).count();
        assert!(gates > 20, "{gates}");
        o.officer.get(&format!("{}/sheet", o.case)).ok().shows("经办人");
        o.officer.get(&format!("{}/record?format=csv", o.case)).ok().shows("海委干〔2026〕6号");
        o.officer.get(&format!("{}/record?lang=en", o.case)).ok().shows("Full-process record").shows("Confirmed").shows("Day of the motion: 2026-06-01");
    }

    fn whoever_did_not_pass_the_probation_leaves_the_post(t: Bench) {
        let o = Office::new(t);
        o.motion();
        t.on("2026-06-03");
        o.recommendation();
        o.inspection();
        t.on("2026-06-08");
        o.decision();
        o.publish("2026-06-15").is(303);
        t.on("2026-06-16");
        o.close("notice", "passed").is(303);
        o.act("facts", "appointment", &[("case:appointment.on", "2026-06-16")]).is(303);
        o.close("appointment", "appointed").is(303);
        t.on("2027-06-20");
        let who = o.people[0].to_string();
        o.act("facts", "probation", &[(&format!("{who}:probation.passed"), "no")]).is(303);
        o.paper("probation", "review").is(303);
        o.close("probation", "confirmed").is(422).shows("试用期考核合格：否。");
        o.close("probation", "returned").is(422);
        o.act("close", "probation", &[("outcome", "returned"), ("remark", "试用期考核不合格")]).is(303);
        let held = t.db.read(&t.officer(), |tx| tenure::of_person(tx, o.people[0].cast(), day("2027-06-20"))).unwrap();
        assert_eq!(held[0].span.to, Some(day("2027-06-20")));
        o.get().shows("事项已终止").shows("试用期不合格，已离任").shows("另行安排工作").hides("已任职");
        o.officer.get(&format!("{}?lang=en", o.case)).ok().shows("Probation not passed, left the post").shows("may ask for a review");
        account(t, &o, 1).get("/cases/mine").ok().shows("试用期不合格，已离任").shows("申请复核或者提出申诉").hides("已任职");
    }

    fn papers_are_told_by_their_bytes_and_open_with_a_reason(t: Bench) {
        let o = Office::new(t);
        let at = format!("{}/papers", o.case);
        let fields = [("step", "motion"), ("kind", "proposal")];
        o.officer.upload(&at, "file", "方案.pdf", b"MZ\x90\x00", &fields).is(422).shows("按文件内容识别");
        o.officer.upload(&at, "file", "方案.pdf", PDF, &[("step", "motion"), ("kind", "diary")]).is(422);
        o.paper("motion", "proposal").is(303);
        o.paper("motion", "quota").is(303);
        let papers = o.officer.json(&o.case)["papers"].clone();
        assert_eq!(papers[0]["hash"], papers[1]["hash"]);
        let paper = papers[0]["paper"].as_str().unwrap();
        o.officer.post(&format!("{at}/{paper}"), &[("reason", "")]).is(422);
        let opened = o.officer.post(&format!("{at}/{paper}"), &[("reason", "核对方案内容")]).ok();
        assert_eq!(opened.bytes, PDF);
        // one content is kept, and it is sealed
        let leader = o.site.as_actor(t.actor(Role::Leader));
        leader.get(&o.case).ok().shows("材料.pdf");
        leader.post(&format!("{}/close", o.case), &[("step", "motion"), ("outcome", "done")]).is(403);
        o.site.stranger().get(&o.case).asks_to_sign_in();
    }

    fn one_report_and_two_appraisals_with_rates_that_nobody_types(t: Bench) {
        let o = Office::new(t);
        let sent = [("title", "2025年度一报告两评议"), ("procedure", "cn/yearly-review"), ("unit", "HY"), ("posts", "P1")];
        let case = o.officer.post("/cases/new", &sent).is(303).location().unwrap();
        let o = Office { case, ..o };
        o.act("facts", "report", &[("case:review.report_on", "2026-06-01")]).is(303);
        o.paper("report", "report").is(303);
        o.name("report", 1).is(303);
        o.close("report", "done").is(303);
        let who = o.people[0].to_string();
        let facts = |again: &str| {
            let each = [("accepted", "20"), ("accepted_again", again), ("mostly", "6"), ("rejected", "3"), ("unknown", "1")];
            let case = [("on", "2026-06-01"), ("issued", "32"), ("returned", "31"), ("valid", "30"), ("valid_again", "30"),
                ("work_good", "25"), ("work_fair", "3"), ("work_bad", "1"), ("work_unknown", "1")];
            let mut all: Vec<(String, String)> = case.iter().map(|(k, v)| (format!("case:review.{k}"), (*v).to_owned())).collect();
            all.extend(each.iter().map(|(k, v)| (format!("{who}:review.{k}"), (*v).to_owned())));
            let all: Vec<(&str, &str)> = all.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            o.act("facts", "appraisal", &all).is(303);
        };
        o.paper("appraisal", "count").is(303);
        facts("19");
        o.close("appraisal", "done").is(422).shows("计票");
        facts("20");
        o.close("appraisal", "done").is(303);
        // 20 of 30, 3 of 30 and 25 of 30 valid ballots
        let record = o.record();
        for says in ["认同率：66.67%", "不认同率：10.00%", "满意率：83.33%"] {
            assert!(record.contains(says), "{says}");
        }
        o.act("facts", "result", &[("case:review.told_on", "2026-06-01")]).is(303);
        o.paper("result", "result").is(303);
        o.close("result", "told").is(303);
        o.get().shows("事项已办结。");
    }
}
