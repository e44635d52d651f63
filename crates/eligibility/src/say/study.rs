//! What a test over studies asks for.

use base::Lang;
use codes::DEGREE;

use super::{Word, choose, list, some};
use crate::test::{EducationTest, Expected, MajorWant};

/// Every side that the test asks about, in one sentence.
pub(super) fn asks(t: &EducationTest, lang: Lang) -> String {
    // every field has its place here, or this does not compile
    let EducationTest {
        levels,
        kinds,
        ask_kinds,
        statuses,
        not_in_service,
        finished_by,
        expected,
        graduated,
        degrees,
        degree_codes,
        schools,
        school_area,
        certified,
        not_directed,
        directed,
        highest,
        majors,
    } = t;
    let mut parts = Vec::new();
    let mut add = |zh: String, en: String| parts.push(choose(lang, zh, en));
    fn words<T: Word>(of: &[T], lang: Lang) -> String {
        list(lang, of.iter().map(|w| w.to(lang).to_owned()))
    }
    if !levels.is_empty() {
        let of = words(levels, lang);
        add(format!("学历为{of}"), format!("level: {of}"));
    }
    if !degrees.is_empty() {
        let of = words(degrees, lang);
        add(format!("学位为{of}"), format!("degree: {of}"));
    }
    if !degree_codes.is_empty() {
        let of = list(lang, degree_codes.iter().map(|c| DEGREE.label(c, lang).to_owned()));
        add(format!("学位为{of}"), format!("degree: {of}"));
    }
    if !kinds.is_empty() {
        let of = words(kinds, lang);
        add(format!("学习形式为{of}"), format!("form of study: {of}"));
    }
    if !ask_kinds.is_empty() {
        let of = words(ask_kinds, lang);
        add(format!("学习形式为{of}的，是否计入由人工认定"), format!("whether {of} counts is for a person to judge"));
    }
    if let Some(majors) = majors {
        let of: Vec<String> = majors.iter().map(|m| want(m, lang)).collect();
        let of = some(lang, &of, 12);
        add(format!("专业为{of}"), format!("major: {of}"));
    }
    if !statuses.is_empty() {
        let of = words(statuses, lang);
        add(format!("学业状态为{of}"), format!("standing: {of}"));
    }
    if let Some(w) = graduated {
        // a window without an end is written with the last day that there is
        if w.to.year() == 9999 {
            add(format!("{} 及以后毕业", w.from), format!("graduating on {} or later", w.from));
        } else {
            add(format!("{} 至 {} 毕业", w.from, w.to), format!("graduating between {} and {}", w.from, w.to));
        }
    }
    let awaited = |Expected { kinds, by }: &Expected| {
        let kinds = words(kinds, lang);
        choose(lang, format!("{kinds}预计 {by} 前取得"), format!("expected by {by} for {kinds}"))
    };
    match (finished_by, expected.as_ref().map(awaited)) {
        (Some(day), None) => add(format!("{day} 前取得毕业证书"), format!("diploma by {day}")),
        (Some(day), Some(or)) => add(format!("{day} 前取得毕业证书（或{or}）"), format!("diploma by {day} (or {or})")),
        (None, Some(or)) => add(format!("已取得毕业证书（或{or}）"), format!("diploma in hand (or {or})")),
        (None, None) => {}
    }
    if !schools.is_empty() {
        let of = some(lang, schools, 12);
        add(format!("毕业于{of}"), format!("graduate of {of}"));
    }
    if let Some(area) = school_area {
        let area = super::place(area, lang);
        add(format!("学校在{area}"), format!("school in {area}"));
    }
    for (on, zh, en) in [
        (not_in_service, "非在职", "not beside a job"),
        (certified, "国（境）外学历已认证", "a foreign diploma is certified"),
        (not_directed, "非定向、委培", "not bound to an employer"),
        (directed, "定向或委培", "bound to an employer"),
        (highest, "为最高学历", "the highest diploma"),
    ] {
        if *on {
            add(zh.to_owned(), en.to_owned());
        }
    }
    let all = parts.join(choose(lang, "，", "; ").as_str());
    choose(lang, format!("以同一学历：{all}"), format!("One and the same diploma: {all}"))
}

fn want(m: &MajorWant, lang: Lang) -> String {
    let mut text = match m.name.as_str() {
        "" => m.code.clone(),
        name => choose(lang, format!("{name}（{}）", m.code), format!("{name} ({})", m.code)),
    };
    if !m.only.is_empty() {
        text += &choose(lang, format!("（限：{}）", m.only.join("、")), format!(" (only {})", m.only.join(", ")));
    }
    if !m.except.is_empty() {
        text += &choose(lang, format!("（不含：{}）", m.except.join("、")), format!(" (not {})", m.except.join(", ")));
    }
    text
}
