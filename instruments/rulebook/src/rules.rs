//! What decides here. No I/O, no clock.

mod difference;
mod figures;

pub use difference::{Change, Difference, What, differences};
pub use figures::{applied, written};

use base::{Date, Say};
use db::FieldError;
use rulepacks::rules::Pack;

/// How many characters the number of a decision has at most.
pub const LONGEST: usize = 100;

fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::new(zh, en) }
}

/// The decision by which something is adopted: its number, and the day it was taken.
///
/// # Errors
/// The fields with what is wrong.
pub fn decision(document: &str, decided_on: Date, today: Date) -> Result<String, Vec<FieldError>> {
    let document = document.trim();
    let mut all = Vec::new();
    match document.chars().count() {
        0 => all.push(wrong(
            "document",
            "请填写决定的文号或会议名称。",
            "Give the number of the decision or the meeting.",
        )),
        n if n > LONGEST => {
            all.push(wrong("document", format!("文号最多{LONGEST}个字。"), format!("At most {LONGEST} characters.")))
        }
        _ if document.chars().any(char::is_control) => {
            all.push(wrong("document", "文号须在一行之内。", "The number must be on one line."));
        }
        _ => {}
    }
    if decided_on > today {
        all.push(wrong("decided_on", "决定日期不能晚于今天。", "The decision cannot have been taken after today."));
    }
    if all.is_empty() { Ok(document.to_owned()) } else { Err(all) }
}

/// That a day from which rules change is not past: what was done under a rule was done under that rule.
///
/// # Errors
/// The field with the reason.
pub fn not_past(from: Date, today: Date) -> Result<(), FieldError> {
    if from >= today {
        return Ok(());
    }
    Err(wrong(
        "from",
        format!("规则的过去不能改动：施行日期最早为今天（{today}）。已办结的事项仍按当时的规则。"),
        format!(
            "The past of a rule cannot be changed: it can hold from today ({today}) at the earliest. What was done stays under the rules of its day."
        ),
    ))
}

/// Of these days of adoption, each with what was adopted, the one that holds on a day: the latest that is not later. Of
/// two on one day the one that was recorded later, which is the later in the list.
pub fn holding<T>(adoptions: &[(Date, T)], on: Date) -> Option<&T> {
    adoptions.iter().filter(|(from, _)| *from <= on).max_by_key(|(from, _)| *from).map(|(_, what)| what)
}

/// Whether anything would change at all.
pub fn same(old: &Pack, new: &Pack) -> bool {
    old.rules == new.rules
}

#[cfg(test)]
mod tests;
