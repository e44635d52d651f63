use proptest::prelude::*;

use super::*;

fn pack(rules: &str) -> Result<Pack, String> {
    let text =
        format!(r#"{{"id":"xx/made-up","title":{{"zh":"虚构","en":"Made up"}},"edition":"1","rules":[{rules}]}}"#);
    Pack::read(&text).map_err(|e| e.to_string())
}
fn rule(from: &str, until: &str, parameters: &str) -> String {
    format!(
        r#"{{"id":"quorum","regulation":{{"zh":"议事规则","en":"Rules of procedure"}},"article":"7",
        "text":{{"zh":"须有半数到会。","en":"Half must attend."}},"scope":"unit","stricter":"min",
        "from":"{from}","until":{until},"status":"setting","parameters":{{{parameters}}}}}"#
    )
}
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_packs_that_come_with_the_program_read() {
    let packs = shipped().unwrap();
    let selection = packs.iter().find(|p| p.id == "cn/selection").unwrap();
    let notice = selection.rule("notice-days", day("2026-11-27")).unwrap();
    assert_eq!(notice.whole("days"), Some(5));
    assert_eq!(notice.cite().zh, "党政领导干部选拔任用工作条例第42条");
    assert!(selection.rule("notice-days", day("2018-01-01")).is_none(), "not before it was made");
}
#[test]
fn a_rule_is_the_version_of_the_day() {
    let share = |s: &str| format!(r#""share":{{"value":"{s}","unit":"share"}}"#);
    let two = [rule("2001-01-01", r#""2010-01-01""#, &share("1/2")), rule("2010-01-01", "null", &share("2/3"))];
    let pack = pack(&two.join(",")).unwrap();
    let on = |d: &str| pack.rule("quorum", day(d)).and_then(|r| r.share("share")).map(|s| s.to_string());
    assert_eq!(on("2009-12-31").as_deref(), Some("1/2"));
    assert_eq!(on("2010-01-01").as_deref(), Some("2/3"));
    assert_eq!(on("2000-12-31"), None);
}
#[test]
fn what_is_wrong_is_said_with_its_place() {
    let twice = [rule("2001-01-01", "null", ""), rule("2010-01-01", "null", "")].join(",");
    for (rules, says) in [
        (twice, "quorum: 与自2001-01-01起的版本同日有效。"),
        (rule("2010-01-01", r#""2010-01-01""#, ""), "“until”应晚于“from”"),
        (rule("2010-01-01", "null", r#""n":{"value":5,"unit":"share"}"#), "“n”：数值与单位不符"),
        (rule("2010-01-01", "null", r#""n":{"value":"3/2","unit":"share"}"#), "无法读取规则包"),
        (rule("2010-01-01", "null", r#""n":{"value":0.5,"unit":"days"}"#), "无法读取规则包"),
        (rule("2010-01-01", "null", r#""n":{"value":-1,"unit":"days"}"#), "“n”：数值与单位不符"),
        ("{}".to_owned(), "missing field `id`"),
    ] {
        let refused = pack(&rules).unwrap_err();
        assert!(refused.contains(says), "{refused}");
    }
}
#[test]
fn a_lower_body_may_be_stricter_only() {
    let pack = pack(&rule("2001-01-01", "null", r#""days":{"value":5,"unit":"working_days"}"#)).unwrap();
    let rule = pack.rule("quorum", day("2020-01-01")).unwrap();
    let may = |n| rule.allows("days", &Value::Whole(n));
    assert_eq!((may(4), may(5), may(7)), (false, true, true));
    assert!(!rule.allows("days", &Value::Share(Share::new(1, 2).unwrap())) && !rule.allows("other", &Value::Whole(9)));
}
#[test]
fn a_figure_is_said_with_its_unit() {
    let of = |value, unit| Parameter {
        value,
        unit,
        label: None,
        words: [("odd".to_owned(), base::Say::new("单数", "odd number"))].into(),
    };
    let days = of(Value::Whole(5), Unit::WorkingDays);
    assert_eq!((days.say(Lang::Zh), days.say(Lang::En)), ("5个工作日".into(), "5 working days".into()));
    assert_eq!(of(Value::Whole(1), Unit::Years).say(Lang::En), "1 year");
    let words = of(Value::List(vec!["odd".into(), "甲".into()]), Unit::Words);
    assert_eq!((words.say(Lang::Zh), words.say(Lang::En)), ("单数、甲".into(), "odd number, 甲".into()));
    assert_eq!(of(Value::Share(Share::new(2, 3).unwrap()), Unit::Share).say(Lang::Zh), "2/3");
}

proptest! {
    #[test]
    fn the_fewest_reach_a_share_and_one_less_does_not(n in 0u32..50, more in 0u32..50, whole in 0i64..100_000) {
        let share = Share::new(n, n + more.max(1)).unwrap();
        let least = share.fewest(whole, false);
        prop_assert!(share.reached(least, whole) && (least == 0 || !share.reached(least - 1, whole)));
        let above = share.fewest(whole, true);
        prop_assert!(share.exceeded(above, whole) && !share.exceeded(above - 1, whole));
    }
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = Pack::read(&text);
    }
}

#[test]
fn every_file_that_the_program_reads_is_in_a_pack_of_the_rulebook() {
    let sources = sources().unwrap();
    for (name, text) in crate::FILES.iter().filter(|(name, _)| !name.contains("/procedures/")) {
        let pack = sources.iter().find(|(_, of)| of.contains(text)).map(|(pack, _)| pack.id.as_str());
        assert!(pack.is_some(), "{name} is in no pack of the rulebook");
    }
    let ids: Vec<&str> = sources.iter().map(|(pack, _)| pack.id.as_str()).collect();
    for id in ["cn/gd-2026", "cn/civil-servants-2020", "cn/workdays", "cn/completeness", "cn/file-checks", "cn/terms"] {
        assert!(ids.contains(&id), "{id}");
    }
}

#[test]
fn what_screening_cites_is_a_rule_of_the_rulebook() {
    let pack = shipped().unwrap().into_iter().find(|p| p.id == "cn/gd-2026").unwrap();
    let on = "2026-01-01".parse().unwrap();
    let read = crate::gd_2026();
    assert_eq!(read.articles().len(), pack.rules.len());
    for (article, text) in read.articles() {
        let rule = pack.rule(&article.rule, on).unwrap();
        assert_eq!((&rule.cite(), &rule.text), (&article.article, &text));
    }
    let age = pack.rule("age", on).unwrap();
    assert_eq!((age.whole("min"), age.whole("max"), age.whole("wider-max")), (Some(18), Some(38), Some(43)));
}

#[test]
fn assessment_and_holidays_are_told_as_rules() {
    let packs = shipped().unwrap();
    let of = |id: &str| packs.iter().find(|p| p.id == id).unwrap();
    let on = "2026-06-01".parse().unwrap();
    let merit = of("cn/civil-servants-2020").rule("merit", on).unwrap();
    assert_eq!(merit.cite().zh, "公务员考核规定第19条");
    assert_eq!(merit.text.zh, "考核结果连续3年为优秀：记三等功");
    let share = of("cn/civil-servants-2020").rule("excellent-share", on).unwrap();
    assert_eq!(share.share("approved").map(|s| s.to_string()), Some("1/4".to_owned()));
    let holidays = of("cn/workdays").rule("holidays", on).unwrap();
    assert_eq!(
        (holidays.from.to_string(), holidays.until.map(|d| d.to_string())),
        ("2026-01-01".into(), Some("2027-01-01".into()))
    );
    assert!(holidays.text.zh.contains("春节2026-02-15至2026-02-23"), "{}", holidays.text.zh);
    assert!(holidays.text.en.contains("2026-02-15 to 2026-02-23"), "{}", holidays.text.en);
}
