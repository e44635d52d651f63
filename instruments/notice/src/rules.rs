//! What a notice is and when it has run. No I/O, no clock.

use base::{Date, Id, Say};
use db::FieldError;
use org::Unit;
use serde::{Deserialize, Serialize};
use workdays::Calendar;

use crate::Objection;

/// The longest text of a notice, an objection or an answer, in characters.
pub const LONGEST: usize = 4_000;
/// The most people in one notice.
pub const MOST: usize = 50;

/// What a notice shows of a person. What is not a field here cannot be shown.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: String,
    /// Ethnicity.
    pub ethnic: String,
    /// Month of birth.
    pub birth: String,
    /// Native place.
    pub native_place: String,
    /// Political standing.
    pub political: String,
    /// Education and degree.
    pub education: String,
    /// Beginning of work.
    pub work_start: String,
    /// Present post.
    pub post: String,
    /// Proposed post.
    pub proposed: String,
}

/// A notice to be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The unit in whose name it is.
    pub unit: Id<Unit>,
    /// What it belongs to, in the words of the slice that publishes it.
    pub about: Option<String>,
    /// Its title, without names.
    pub title: String,
    /// Its text.
    pub text: String,
    /// The people whom it is about.
    pub people: Vec<Shown>,
    /// The last day of its period.
    pub until: Date,
}

base::words! {
    /// What looking into an objection found.
    pub enum Finding {
        /// It is not so.
        Unfounded = "unfounded",
        /// It is so, and does not stand in the way.
        Harmless = "harmless",
        /// It is so, and stands in the way.
        Grave = "grave",
    }
}
impl Finding {
    /// What people call it.
    pub fn label(self, lang: base::Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Unfounded => ("不属实", "Unfounded"),
            Self::Harmless => ("属实，不影响任用", "True, no obstacle"),
            Self::Grave => ("属实，影响任用", "True, an obstacle"),
        };
        if lang == base::Lang::Zh { zh } else { en }
    }
}

/// How a notice stands on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Standing {
    /// The day on which its first edition was published.
    pub published: Date,
    /// The last day of its period.
    pub until: Date,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Working days of the period from the day after that day on; none once it is over.
    pub left: u32,
    /// Working days of the whole period.
    pub whole: u32,
    /// Whether the holidays of all its years are announced.
    pub settled: bool,
    /// Objections that are not answered.
    pub blocked_by: Vec<Id<Objection>>,
    /// Whether an answer found something that stands in the way.
    pub grave: bool,
}

impl Standing {
    /// Whether its period is over on a day.
    pub fn over(&self, on: Date) -> bool {
        on > self.until
    }
    /// Whether it can take effect on a day.
    pub fn takes_effect(&self, on: Date) -> bool {
        self.over(on) && !self.withdrawn && self.blocked_by.is_empty() && !self.grave
    }
}

/// The working days of a period that begins on the day after publication: the whole, and those after `on`.
pub fn countdown(calendar: &Calendar, published: Date, until: Date, on: Date) -> (u32, u32, bool) {
    let first = published.plus_days(1);
    let (whole, settled) = calendar.between(first, until);
    let (left, _) = calendar.between(first.max(on.plus_days(1)), until);
    (whole, left, settled)
}

fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldError {
    FieldError { field: field.into(), say: Say::new(zh, en) }
}

/// A text of one or more lines.
pub fn text(field: &str, written: &str, least: usize) -> Result<String, FieldError> {
    let text = written.trim().replace("\r\n", "\n");
    let n = text.chars().count();
    if n < least {
        return Err(wrong(field, format!("请填写，至少{least}个字。"), format!("Write at least {least} characters.")));
    }
    if n > LONGEST || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(wrong(
            field,
            format!("最多{LONGEST}个字，不含控制字符。"),
            format!("At most {LONGEST} characters, without control characters."),
        ));
    }
    Ok(text)
}

/// A text of one line.
pub fn line(field: &str, written: &str, least: usize, most: usize) -> Result<String, FieldError> {
    let text = written.trim();
    let fits = (least..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits {
        return Ok(text.to_owned());
    }
    Err(wrong(
        field,
        format!("请写{least}到{most}个字，不分行。"),
        format!("Write {least} to {most} characters on one line."),
    ))
}

impl Draft {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self, published: Date) -> Vec<FieldError> {
        let mut all: Vec<FieldError> = [line("title", &self.title, 2, 100), text("text", &self.text, 4)]
            .into_iter()
            .filter_map(Result::err)
            .collect();
        if self.until <= published {
            all.push(wrong("until", "截止日期应晚于发布日期。", "The last day must be after the day of publication."));
        }
        if self.until > published.plus_days(366) {
            all.push(wrong("until", "公示期过长，请核对日期。", "The period is too long; check the day."));
        }
        if self.people.len() > MOST {
            all.push(wrong(
                "people",
                format!("一次最多公示{MOST}人。"),
                format!("At most {MOST} people in one notice."),
            ));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_countdown_skips_holidays_and_counts_days_worked_for_them() {
        let count = |on: &str| countdown(rulepacks::workdays(), day("2026-09-28"), day("2026-10-10"), day(on));
        assert_eq!(count("2026-09-28"), (5, 5, true));
        assert_eq!(count("2026-09-30"), (5, 3, true));
        assert_eq!(count("2026-10-07"), (5, 3, true), "the holidays pass and nothing is used up");
        assert_eq!(count("2026-10-10"), (5, 0, true));
    }
    #[test]
    fn a_notice_takes_effect_when_it_is_over_and_everything_is_answered() {
        let standing = |withdrawn, blocked_by: Vec<Id<Objection>>, grave| {
            let (published, until) = (day("2026-06-01"), day("2026-06-08"));
            Standing { published, until, withdrawn, left: 0, whole: 5, settled: true, blocked_by, grave }
        };
        assert!(standing(false, vec![], false).takes_effect(day("2026-06-09")));
        assert!(!standing(false, vec![], false).takes_effect(day("2026-06-08")));
        assert!(!standing(true, vec![], false).takes_effect(day("2026-06-09")));
        assert!(!standing(false, vec![Id::new()], false).takes_effect(day("2026-06-09")));
        assert!(!standing(false, vec![], true).takes_effect(day("2026-06-09")));
    }
    #[test]
    fn a_notice_shows_ten_things_of_a_person_and_no_other() {
        let shown = serde_json::to_value(Shown::default()).unwrap();
        let mut keys: Vec<&String> = shown.as_object().unwrap().keys().collect();
        keys.sort();
        let permitted = [
            "birth",
            "education",
            "ethnic",
            "name",
            "native_place",
            "political",
            "post",
            "proposed",
            "sex",
            "work_start",
        ];
        assert_eq!(keys, permitted);
        assert!(serde_json::from_str::<Shown>(r#"{"name":"甲","id_number":"1"}"#).is_err());
    }
}
