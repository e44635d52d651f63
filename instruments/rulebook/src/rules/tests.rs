use rulepacks::rules::{Pack, Value};

use super::*;

fn pack(days: i64, article: &str) -> Pack {
    Pack::read(&format!(
        r#"{{"id": "xx/trial", "title": {{"zh": "试", "en": "Trial"}}, "edition": "1", "rules": [
            {{"id": "notice-days", "regulation": {{"zh": "条例", "en": "Regulation"}}, "article": "{article}",
              "text": {{"zh": "公示", "en": "A notice"}}, "scope": "central", "stricter": "min", "from": "2019-03-03",
              "until": null, "status": "verified", "parameters": {{"days": {{"value": {days}, "unit": "working_days"}}}}}},
            {{"id": "most", "regulation": {{"zh": "条例", "en": "Regulation"}}, "article": "9",
              "text": {{"zh": "至多", "en": "At most"}}, "scope": "central", "stricter": "max", "from": "2019-03-03",
              "until": null, "status": "setting", "parameters": {{"share": {{"value": "1/5", "unit": "share"}}}}}}]}}"#
    ))
    .unwrap()
}
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn what_differs_is_told_figure_by_figure() {
    assert!(differences(&pack(5, "42"), &pack(5, "42")).is_empty());
    let told = differences(&pack(5, "42"), &pack(7, "42"));
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].rule.as_str(), told[0].what), ("notice-days", What::Changed));
    assert_eq!(told[0].changes.len(), 1);
    assert_eq!((&*told[0].changes[0].was.zh, &*told[0].changes[0].becomes.en), ("5个工作日", "7 working days"));
    let told = differences(&pack(5, "42"), &pack(5, "43"));
    assert_eq!(told[0].changes[0].becomes.zh, "条例第43条");
    let mut less = pack(5, "42");
    less.rules.pop();
    let told = differences(&pack(5, "42"), &less);
    assert_eq!((told[0].rule.as_str(), told[0].what, &*told[0].changes[0].was.zh), ("most", What::Removed, "1/5"));
    assert_eq!(differences(&less, &pack(5, "42"))[0].what, What::Added);
}

#[test]
fn the_edition_of_a_day_is_the_latest_that_began() {
    let all = [(day("2026-01-01"), "a"), (day("2026-06-01"), "b"), (day("2026-06-01"), "c")];
    assert_eq!(holding(&all, day("2025-12-31")), None);
    assert_eq!(holding(&all, day("2026-05-31")), Some(&"a"));
    assert_eq!(holding(&all, day("2026-06-01")), Some(&"c"), "what was recorded later on one day");
}

#[test]
fn the_past_of_a_rule_stays() {
    assert!(not_past(day("2026-06-01"), day("2026-06-01")).is_ok());
    let why = not_past(day("2026-05-31"), day("2026-06-01")).unwrap_err();
    assert!(why.say.zh.contains("规则的过去不能改动"), "{}", why.say.zh);
}

#[test]
fn a_figure_is_only_ever_stricter() {
    let (pack, on) = (pack(5, "42"), day("2026-01-01"));
    let notice = pack.rule("notice-days", on).unwrap();
    assert_eq!(written(notice, "days", " 7 "), Ok(Value::Whole(7)));
    assert_eq!(written(notice, "days", "5"), Ok(Value::Whole(5)), "a setting confirmed");
    assert!(written(notice, "days", "4").unwrap_err().say.zh.contains("不能放宽"));
    assert!(written(notice, "days", "七").unwrap_err().say.en.contains("like this: 5"));
    assert_eq!(written(notice, "hours", "7").unwrap_err().field, "name");
    let most = pack.rule("most", on).unwrap();
    assert!(written(most, "share", "1/6").is_ok());
    assert!(written(most, "share", "1/4").is_err() && written(most, "share", "2").is_err());
    let ours =
        [("notice-days".into(), "days".into(), Value::Whole(7)), ("most".into(), "share".into(), Value::Whole(1))];
    let applied = applied(pack.clone(), &ours);
    assert_eq!(applied.rule("notice-days", on).unwrap().whole("days"), Some(7));
    assert_eq!(applied.rule("most", on), pack.rule("most", on), "what does not fit is left out");
}

#[test]
fn a_decision_has_a_number_and_a_day() {
    let today = day("2026-06-01");
    assert_eq!(decision(" 清组发〔2026〕3号 ", today, today).as_deref(), Ok("清组发〔2026〕3号"));
    let wrong = decision("", day("2026-06-02"), today).unwrap_err();
    assert_eq!(wrong.iter().map(|w| w.field.as_str()).collect::<Vec<_>>(), ["document", "decided_on"]);
    assert!(decision(&"字".repeat(101), today, today).is_err() && decision("a\nb", today, today).is_err());
}
