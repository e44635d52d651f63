//! Whether a file is complete and agrees with itself. Pure: the numbers come from the rule pack.

use base::{Date, PartialDate, Say};
use serde::Serialize;

use crate::{
    file::File,
    pack::{Number, Pack},
    section::Section,
};

base::words! {
    /// What can be at odds in a file.
    pub enum Check {
        /// Identity number and date of birth.
        IdBirth = "id_birth",
        /// Identity number and sex.
        IdSex = "id_sex",
        /// Joined the Party too young.
        JoiningAge = "joining_age",
        /// A Party member without the date of joining, or a date without membership.
        Joining = "joining",
        /// Began work too young.
        WorkAge = "work_age",
        /// A date lies in the future.
        Future = "future",
        /// Months missing in the résumé.
        ResumeGap = "resume_gap",
        /// Annual results missing.
        Annual = "annual_years",
    }
}

/// Something at odds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// What kind.
    pub check: Check,
    /// Where it is put right.
    pub section: Section,
    /// What is at odds and what to do.
    pub say: Say,
    /// The rule and its source; nothing where the facts simply contradict each other.
    pub source: Option<Say>,
    /// Where the rule is shown.
    pub href: Option<String>,
}

/// How complete a file is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Completeness {
    /// From 0 to 100, rounded down: 100 means that nothing is missing.
    pub score: u32,
    /// What is missing, the weightiest first.
    pub missing: Vec<Missing>,
}

/// Something missing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Missing {
    /// Where it is filled in.
    pub section: Section,
    /// Its label.
    pub say: Say,
    /// Its weight.
    pub weight: u32,
}

/// How complete a file is: the weights of what is there over the weights of what is asked for.
pub fn completeness(file: &File, pack: &Pack) -> Completeness {
    let (mut have, mut all, mut missing) = (0, 0, Vec::new());
    for part in &pack.completeness {
        let asked =
            part.when.as_ref().is_none_or(|w| value(file, &w.what).is_some_and(|v| w.is.iter().any(|i| i == v)));
        if !asked {
            continue;
        }
        all += part.weight;
        let (section, key) = part.what.split_once('.').unwrap_or((&part.what, ""));
        let Ok(section) = section.parse::<Section>() else { continue };
        let there = if key.is_empty() {
            file.has(section) || file.confirmed_none(section)
        } else {
            value(file, &part.what).is_some()
        };
        if there {
            have += part.weight;
        } else {
            let field = section.fields().iter().find(|f| f.key == key);
            let say = field.map_or_else(|| Say::each(|l| section.title(l).to_owned()), |f| f.say());
            missing.push(Missing { section, say, weight: part.weight });
        }
    }
    missing.sort_by_key(|m| std::cmp::Reverse(m.weight));
    Completeness { score: (have * 100).checked_div(all).unwrap_or(0), missing }
}

fn value<'a>(file: &'a File, what: &str) -> Option<&'a str> {
    file.get(what.strip_prefix("basic.")?)
}

/// Everything at odds in a file as of a day.
pub fn findings(file: &File, pack: &Pack, on: Date) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |check, section, zh: String, en: String, rule: Option<Number<'_>>| {
        let (source, href) = (rule.map(|n| n.rule.cite()), rule.map(|n| pack.href(n.rule)));
        found.push(Finding { check, section, say: Say::new(zh, en), source, href });
    };
    let date = |key: &str| file.basic().and_then(|b| b.date(key));
    let (birth, joined, work_start) = (date("birth"), date("joined"), date("work_start"));

    if file.identity.birth == Some(false) {
        let zh = "身份号码中的出生日期与出生年月不一致，请核对档案。";
        let en = "The date of birth in the identity number differs from the one recorded; check the paper file.";
        add(Check::IdBirth, Section::Basic, zh.into(), en.into(), None);
    }
    if file.identity.sex == Some(false) {
        let zh = "身份号码第17位与性别不一致，请核对。";
        let en = "Digit 17 of the identity number does not agree with the sex recorded.";
        add(Check::IdSex, Section::Basic, zh.into(), en.into(), None);
    }
    let member = file.get("political").is_some_and(|p| matches!(p, "01" | "02"));
    if member && joined.is_none() {
        let (zh, en) = ("政治面貌是中共党员，但没有入党时间。", "A Party member without the date of joining.");
        add(Check::Joining, Section::Basic, zh.into(), en.into(), None);
    }
    let mut too_young = |check, key: &str, then: Option<PartialDate>, zh: &str, en: &str| {
        let (Some(rule), Some(birth), Some(then)) = (pack.number(key), birth, then) else { return };
        // decided only where the dates leave no doubt
        let age = birth.earliest().years_to(then.latest());
        if i64::from(age) < rule.value {
            let zh = format!("{zh}时最多{age}岁，不满{}岁，请核对出生年月和{zh}时间。", rule.value);
            let en = format!("{en} at {age} at most, before the age of {}; check both dates.", rule.value);
            add(check, Section::Basic, zh, en, Some(rule));
        }
    };
    too_young(Check::JoiningAge, "joining_age", joined, "入党", "Joined the Party");
    too_young(Check::WorkAge, "work_age", work_start, "参加工作", "Began work");
    for field in Section::Basic.fields() {
        if let Some(d) = date(field.key)
            && matches!(field.kind, crate::section::Kind::When)
            && d.earliest() > on
        {
            let zh = format!("{}（{d}）晚于今天。", field.zh);
            add(Check::Future, Section::Basic, zh, format!("{} ({d}) lies in the future.", field.en), None);
        }
    }
    if let Some(rule) = pack.number("resume_gap") {
        for (from, to, months) in gaps(file, rule.value) {
            let zh = format!("简历 {from} 至 {to} 间断{months}个月，请补充。");
            let en = format!("{months} months are missing in the résumé, from {from} to {to}.");
            add(Check::ResumeGap, Section::Career, zh, en, Some(rule));
        }
    }
    if let Some(rule) = pack.number("annual_years") {
        let years = missing_years(file, rule.value, on);
        if !years.is_empty() {
            let list = years.iter().map(|y| y.to_string()).collect::<Vec<_>>();
            let zh = format!("缺{}年度考核结果。", list.join("、"));
            add(
                Check::Annual,
                Section::Annual,
                zh,
                format!("Annual results missing: {}.", list.join(", ")),
                Some(rule),
            );
        }
    }
    found
}

/// The gaps in the résumé of more than `most` months: last month covered, next month covered, months between. Periods
/// known only to the year are taken as generously as they can mean.
fn gaps(file: &File, most: i64) -> Vec<(String, String, i64)> {
    let mut periods: Vec<(i64, i64)> = Vec::new();
    for entry in file.of(Section::Career) {
        let Some(began) = entry.values.date("began") else { continue };
        let ended = entry.values.date("ended").map_or(i64::MAX, |e| month(e.latest()));
        periods.push((month(began.earliest()), ended));
    }
    periods.sort_unstable();
    let mut found = Vec::new();
    let mut covered: Option<i64> = None;
    for (from, to) in periods {
        if let Some(until) = covered
            && from.saturating_sub(until).saturating_sub(1) > most
        {
            found.push((written(until), written(from), from - until - 1));
        }
        covered = Some(covered.map_or(to, |c| c.max(to)));
    }
    found
}

fn month(d: Date) -> i64 {
    i64::from(d.year()) * 12 + i64::from(d.month()) - 1
}
fn written(month: i64) -> String {
    format!("{}.{:02}", month / 12, month % 12 + 1)
}

/// The years among the last `count` complete ones without an annual result, since the person began work.
fn missing_years(file: &File, count: i64, on: Date) -> Vec<i16> {
    let last = i64::from(on.year()) - 1;
    let began = file.basic().and_then(|b| b.date("work_start")).map(|d| i64::from(d.latest().year()));
    // without the beginning of work nobody can say which years are missing
    let Some(began) = began else { return Vec::new() };
    let first = (last - count + 1).max(began + 1);
    let known: Vec<&str> =
        file.entries.iter().filter(|e| e.section() == Section::Annual).filter_map(|e| e.values.get("year")).collect();
    (first..=last).filter(|y| !known.contains(&y.to_string().as_str())).filter_map(|y| i16::try_from(y).ok()).collect()
}

#[cfg(test)]
mod tests;
