//! What decides here. No I/O, no clock.

mod again;
mod board;
mod classes;
mod fraction;
mod manifest;
mod outcome;
mod plan;
mod questions;
mod state;
mod urns;

pub use again::{Again, again};
pub use board::{Cast, by_batch, held_back, merkle};
pub use classes::classes;
pub use fraction::Fraction;
pub(crate) use manifest::unanimous;
pub use manifest::{Fixing, Sealed, manifest};
pub use outcome::{Elected, Line, Outcome, QuestionOutcome, Score, UrnCount, outcome};
pub use plan::{About, Cited, Class, Kind, Needed, Plan, Threshold, problems};
pub use questions::{Ask, Grade, Written, ask};
pub use state::{State, Verb, turn, turn_on};
pub use urns::{Forming, urns};

use base::Say;
use db::FieldError;

/// The longest line of text in a ballot, in characters.
pub const LONGEST: usize = 200;
/// The most ballots that one code may cast: enough for every change of mind, and no flood.
pub const MOST_CASTS: i64 = 20;
/// So many hashes come back, on the average, when a voter's page asks whether a code may vote.
const NEAR: u64 = 64;
/// With how many hexadecimal digits of its hash a code is asked for in an urn of that size: with fewer, a phone would load much; with
/// more, the question would name the code before anything is cast.
pub fn near_digits(size: u64) -> usize {
    (0..8).take_while(|d| size >> (4 * (d + 1)) >= NEAR).count()
}
/// The fewest ballots of a batch, and of those that wait on: so the last batch is no smaller, however few vote after the one before it.
pub const BATCH: usize = 10;
/// How long it takes at least from batch to batch, in microseconds.
pub const PAUSE: i64 = 15 * 60 * 1_000_000;

pub(crate) fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::new(zh, en) }
}

/// A text of one line.
pub(crate) fn line(field: &str, written: &str) -> Result<String, FieldError> {
    let text = written.trim();
    let fits = (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits {
        return Ok(text.to_owned());
    }
    Err(wrong(
        field,
        format!("请填写，最多{LONGEST}个字，不分行。"),
        format!("Write at most {LONGEST} characters on one line."),
    ))
}

/// The lines of a text that hold something, of at most so many.
pub(crate) fn lines(field: &str, written: &str, most: usize) -> Result<Vec<String>, FieldError> {
    let all: Vec<&str> = written.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    if all.len() > most {
        return Err(wrong(field, format!("最多{most}行。"), format!("At most {most} lines.")));
    }
    let mut kept: Vec<String> = Vec::with_capacity(all.len());
    for (i, text) in all.iter().enumerate() {
        let text = line(field, text).map_err(|e| {
            wrong(field, format!("第{}行：{}", i + 1, e.say.zh), format!("Line {}: {}", i + 1, e.say.en))
        })?;
        if kept.contains(&text) {
            return Err(wrong(
                field,
                format!("“{text}”出现了两次，请区分。"),
                format!("“{text}” is there twice; tell the two apart."),
            ));
        }
        kept.push(text);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::near_digits;

    #[test]
    fn a_question_after_a_code_names_some_dozens_of_codes() {
        assert_eq!([0, 63, 1023, 1024, 16_383, 20_000, 1_000_000].map(near_digits), [0, 0, 0, 1, 1, 2, 3]);
    }
}
