//! Who may be promoted: the basic qualifications, and what an exceptional promotion may not pass over.

mod common;

use common::Office;
use testkit::{Bench, client::Answer};

/// What the recommendation records of the first person beside what everybody is asked.
fn record(o: &Office, facts: &[(&str, &str)]) {
    let who = o.people[0].to_string();
    let all: Vec<(String, &str)> = facts.iter().map(|(k, v)| (format!("{who}:{k}"), *v)).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    o.act("facts", "recommendation", &all).is(303);
}
/// A case in the recommendation with everything but the qualifications, and the file as given.
fn begun(t: &Bench, basic: &[(&str, &str)], study: &[(&str, &str)]) -> Office {
    let o = Office::new(t);
    common::basic(t, o.people[0], basic);
    common::study(t, o.people[0], study);
    o.motion();
    t.on("2026-06-02");
    let bars = ["bar.political", "bar.recognition", "bar.canvassing", "bar.emigration", "bar.other"].map(|b| (b, "no"));
    record(&o, &bars);
    record(&o, &[("admonition", "无")]);
    let case = [
        ("case:recommendation.on", "2026-06-02"),
        ("case:recommendation.entitled", "30"),
        ("case:recommendation.attended", "20"),
    ];
    o.act("facts", "recommendation", &case).is(303);
    o.paper("recommendation", "result").is(303);
    o
}
fn close(o: &Office) -> Answer {
    o.close("recommendation", "done")
}
const BASIC: &[(&str, &str)] = &[("work_start", "2015-07")];
const STUDY: &[(&str, &str)] = &[("kind", "全日制"), ("level", "大学本科"), ("ended", "2015-06")];

testkit::on_both_engines! {
    fn whoever_is_promoted_must_have_worked_and_served_long_enough(t: Bench) {
        let o = begun(t, &[("work_start", "2022-07")], STUDY);
        record(&o, &[("promotion", "county-deputy"), ("promotion.exceptional", "no")]);
        // what is not recorded cannot be told; what is recorded is measured against the rule
        close(&o).is(422).shows("未登记“基层工作经历（年）”").shows("第8条");
        record(&o, &[("grass_roots.years", "1"), ("lower.posts", "1"), ("post.since", "2024-01-01"), ("training.met", "no")]);
        close(&o).is(422)
            .shows("参加工作时间：2022-07-31").shows("最早到2027-07-31")
            .shows("基层工作经历（年）：1").shows("至少应为2")
            .shows("任现职务日期：2024-01-01").shows("最早到2027-01-01")
            .shows("已达到培训要求：否");
        // a deputy who becomes chief is asked for two years as deputy
        record(&o, &[("promotion", "county-chief")]);
        close(&o).is(422).shows("最早到2027-07-31").hides("最早到2027-01-01");
        record(&o, &[("promotion", "none")]);
        o.get().shows("任职性质：平级任职或者非领导职务，不适用此条。");
        close(&o).is(303);
    }

    fn the_qualifications_open_the_gates(t: Bench) {
        let o = begun(t, BASIC, STUDY);
        record(&o, &[("promotion", "county-deputy"), ("promotion.exceptional", "no"), ("grass_roots.years", "2"),
            ("lower.posts", "2"), ("post.since", "2023-06-02"), ("training.met", "yes")]);
        close(&o).is(303);
        assert!(o.record().contains("任职性质：提任县处级副职"));
        o.officer.get(&format!("{}/record?lang=en", o.case)).ok().shows("To deputy of county level");
    }

    fn a_post_of_bureau_level_asks_for_a_bachelors_course(t: Bench) {
        let o = begun(t, BASIC, &[("kind", "全日制"), ("level", "大学专科"), ("ended", "2015-06")]);
        let rest = [("promotion.exceptional", "no"), ("lower.posts", "2"), ("post.since", "2020-01-01"), ("training.met", "yes"), ("grass_roots.years", "5")];
        record(&o, &rest);
        record(&o, &[("promotion", "bureau-deputy")]);
        close(&o).is(422).shows("最高学历：大学专科。").shows("不得为：大学专科、中专、高中及以下。");
        record(&o, &[("promotion", "county-deputy")]);
        close(&o).is(303);
    }

    fn an_exception_is_named_and_an_exceptional_promotion_has_limits_without_exception(t: Bench) {
        let o = begun(t, BASIC, STUDY);
        record(&o, &[("promotion", "county-deputy"), ("promotion.exceptional", "yes"), ("grass_roots.years", "2"),
            ("lower.posts", "2"), ("post.since", "2025-12-01"), ("training.met", "yes"), ("exceptional.before", "yes"), ("exceptional.levels", "no")]);
        let named = [("outcome", "done"), ("approver:qualification-chief", "市委组织部"), ("reason:qualification-chief", "承担急难险重任务表现突出")];
        // the years as chief are lacking and may be excepted; what Article 9 forbids may not
        o.act("close", "recommendation", &named).is(422)
            .shows("最早到2026-12-01").shows("上一次也是年限破格：是。").shows("未登记“已事先报告上级组织（人事）部门”");
        record(&o, &[("exceptional.before", "no"), ("exceptional.reported", "yes"), ("post.since", "2025-05-01")]);
        close(&o).is(422).shows("最早到2028-05-01");
        o.act("close", "recommendation", &named).is(303);
        for says in ["市委组织部", "承担急难险重任务表现突出"] {
            assert!(o.record().contains(says), "{says}");
        }
    }
}
