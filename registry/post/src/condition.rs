//! The typed form of a requirement's words: what the files of people can be asked. Pure.
//!
//! It is [`eligibility`]'s own form of a requirement as JSON, with one addition: a post stands for years, so where that
//! form names a day, `"$day"` may stand for the day that is looked at. Officers choose from [`Check`]; programs may give
//! any requirement. The words are what counts: a condition helps to look for people, it decides nothing.

use base::{Date, Lang, Say};
use eligibility::{Requirement, Rule, say};
use serde_json::{Value, json};

/// The version of the form.
pub const VERSION: i64 = 1;
/// What stands for the day that is looked at.
const DAY: &str = "$day";
/// The longest condition, in bytes.
const LONGEST: usize = 100_000;
/// How deep conditions may be nested, so that nothing that reads them runs out of stack.
const DEEPEST: usize = 32;

base::words! {
    /// What an officer can choose without writing a condition.
    pub enum Check {
        /// Junior college or above.
        College = "college",
        /// Bachelor's studies or above.
        Bachelor = "bachelor",
        /// Postgraduate studies.
        Postgraduate = "postgraduate",
        /// A bachelor's degree or above.
        BachelorDegree = "bachelor_degree",
        /// A master's degree or above.
        MasterDegree = "master_degree",
        /// A doctor's degree.
        DoctorDegree = "doctor_degree",
        /// A member of the Communist Party, probationary ones included.
        PartyMember = "party_member",
        /// Not older than a number of years.
        AgeAtMost = "age_at_most",
        /// A condition written in its typed form.
        Typed = "typed",
    }
}

impl Check {
    /// Those that stand for a condition of their own.
    pub const CHOICES: [Self; 8] = [
        Self::College,
        Self::Bachelor,
        Self::Postgraduate,
        Self::BachelorDegree,
        Self::MasterDegree,
        Self::DoctorDegree,
        Self::PartyMember,
        Self::AgeAtMost,
    ];
    /// Its condition; `years` is for an age. Nothing for [`Check::Typed`].
    pub fn condition(self, years: u8) -> Option<String> {
        let study = |of: Value| json!({ "test": { "education": of } });
        let levels = |of: &[&str]| study(json!({ "levels": of, "statuses": ["graduated"] }));
        let degrees = |of: &[&str]| study(json!({ "degrees": of }));
        let condition = match self {
            Self::College => levels(&["college", "bachelor", "postgraduate"]),
            Self::Bachelor => levels(&["bachelor", "postgraduate"]),
            Self::Postgraduate => levels(&["postgraduate"]),
            Self::BachelorDegree => degrees(&["bachelor", "master", "doctor"]),
            Self::MasterDegree => degrees(&["master", "doctor"]),
            Self::DoctorDegree => degrees(&["doctor"]),
            Self::PartyMember => json!({ "test": { "political": ["01", "02"] } }),
            Self::AgeAtMost => json!({ "test": { "age": { "max": years, "on": DAY } } }),
            Self::Typed => return None,
        };
        Some(condition.to_string())
    }
    /// The choice that a condition is, with the years of an age; [`Check::Typed`] for any other.
    pub fn of(condition: &str) -> (Self, Option<u8>) {
        let Ok(value) = serde_json::from_str::<Value>(condition) else { return (Self::Typed, None) };
        let max = value.pointer("/test/age/max").and_then(Value::as_u64).and_then(|n| u8::try_from(n).ok());
        let same = |check: &Self| {
            check.condition(max.unwrap_or(0)).and_then(|c| serde_json::from_str::<Value>(&c).ok()).as_ref()
                == Some(&value)
        };
        let check = Self::CHOICES.into_iter().find(same).unwrap_or(Self::Typed);
        (check, max.filter(|_| check == Self::AgeAtMost))
    }
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::College => ("学历：大专及以上", "Education: junior college or above"),
            Self::Bachelor => ("学历：本科及以上", "Education: bachelor's studies or above"),
            Self::Postgraduate => ("学历：研究生", "Education: postgraduate studies"),
            Self::BachelorDegree => ("学位：学士及以上", "Degree: bachelor or above"),
            Self::MasterDegree => ("学位：硕士及以上", "Degree: master or above"),
            Self::DoctorDegree => ("学位：博士", "Degree: doctor"),
            Self::PartyMember => {
                ("政治面貌：中共党员（含预备党员）", "Member of the Communist Party (probationary included)")
            }
            Self::AgeAtMost => ("年龄上限（另填周岁）", "Age at most (give the years)"),
            Self::Typed => ("按录入的条件表达式", "As the condition written"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

fn dated(value: &mut Value, on: &str) {
    match value {
        Value::String(text) if text == DAY => on.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|v| dated(v, on)),
        Value::Object(fields) => fields.values_mut().for_each(|v| dated(v, on)),
        _ => {}
    }
}
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The condition as of a day.
///
/// # Errors
/// A sentence that says what cannot be read, where, and how one is written.
pub fn read(condition: &str, on: Date) -> Result<Requirement, Say> {
    let wrong = |why: &dyn std::fmt::Display| {
        let example = r#"{"test":{"political":["01","02"]}}"#;
        Say::new(
            format!("条件表达式无法识别：{why}。写法举例：{example}"),
            format!("The condition cannot be read: {why}. This is how one is written: {example}"),
        )
    };
    if condition.len() > LONGEST {
        return Err(Say::new("条件表达式过长，最多10万字节。", "The condition is too long: at most 100,000 bytes."));
    }
    let mut value: Value = serde_json::from_str(condition).map_err(|e| wrong(&e))?;
    if depth(&value) > DEEPEST {
        return Err(Say::new("条件表达式嵌套过深。", "The condition is nested too deeply."));
    }
    dated(&mut value, &on.to_string());
    serde_json::from_value(value).map_err(|e| wrong(&e))
}

/// What a condition asks for, in words; empty where it cannot be read.
pub fn says(condition: &str, on: Date, lang: Lang) -> String {
    read(condition, on).map(|r| sentence(&r, lang)).unwrap_or_default()
}

fn sentence(requirement: &Requirement, lang: Lang) -> String {
    let head = say::requirement(&requirement.rule, lang);
    match &requirement.rule {
        Rule::All(of) | Rule::Any(of) | Rule::None(of) | Rule::AtLeast { of, .. } => {
            let parts: Vec<String> = of.iter().map(|r| sentence(r, lang)).collect();
            let (colon, between) = if lang == Lang::Zh { ("：", "；") } else { (": ", "; ") };
            format!("{head}{colon}（{}）", parts.join(between))
        }
        Rule::Test(_) | Rule::NeedsPerson { .. } | Rule::Notice { .. } => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eligibility::{Facts, Truth};

    fn day() -> Date {
        "2026-06-01".parse().unwrap()
    }

    #[test]
    fn every_choice_can_be_read_and_is_known_again() {
        for check in Check::CHOICES {
            let condition = check.condition(45).unwrap();
            let read = read(&condition, day()).unwrap();
            assert_eq!(read.eval(&Facts::default()), Truth::Unknown, "{check}: an empty file leaves it open");
            let years = (check == Check::AgeAtMost).then_some(45);
            assert_eq!(Check::of(&condition), (check, years));
            for lang in Lang::ALL {
                assert!(!says(&condition, day(), lang).is_empty() && !check.label(lang).is_empty());
            }
        }
        assert_eq!(Check::of(r#"{"test":{"sex":"female"}}"#), (Check::Typed, None));
    }

    #[test]
    fn an_age_is_that_of_the_day_looked_at() {
        let condition = Check::AgeAtMost.condition(45).unwrap();
        assert_eq!(says(&condition, day(), Lang::Zh), "45 周岁以下（截至 2026-06-01）");
        let birth: base::PartialDate = "1980.06".parse().unwrap();
        let facts = Facts { birth: Some(birth.into()), ..Facts::default() };
        let on = |day: &str| read(&condition, day.parse().unwrap()).unwrap().eval(&facts);
        assert_eq!((on("2026-05-31"), on("2027-07-01")), (Truth::Yes, Truth::No));
    }

    #[test]
    fn what_cannot_be_read_says_where_and_how_it_is_written() {
        for bad in [
            "",
            "{",
            "[]",
            "{}",
            r#"{"test":{"political":"01"}}"#,
            r#"{"test":{"height":{"min":170}}}"#,
            r#"{"test":{"age":{"max":45,"on":"soon"}}}"#,
        ] {
            let say = read(bad, day()).unwrap_err();
            assert!(say.zh.contains("写法举例") && say.en.contains("how one is written"), "{bad}: {say}");
        }
        let deep = format!("{}{}{}", r#"{"all":["#.repeat(40), r#"{"test":{"sex":"male"}}"#, "]}".repeat(40));
        assert!(read(&deep, day()).unwrap_err().zh.contains("嵌套过深"));
        assert!(read(&" ".repeat(200_000), day()).unwrap_err().zh.contains("过长"));
    }
}
