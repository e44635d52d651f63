//! What decides here. No I/O, no clock.

mod lines;
mod result;

pub use lines::{Listed, Seated, candidates, members};
pub(crate) use result::say;
pub use result::{Line, Outcome, Row, announced, outcome};

use base::Say;
use db::FieldError;
use panel::{Level, Rule};
use scoring::Fixed;
use serde::{Deserialize, Serialize};

/// An interview as it was announced.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scheme {
    /// How panels are formed and marks become a score.
    pub rule: Rule,
    /// How panels that work side by side are brought level; nothing where there is one, or the announcement says nothing.
    pub level: Option<Level>,
    /// The weight of the written test, in thousandths.
    pub written: u32,
    /// The weight of the interview.
    pub interview: u32,
    /// Decimals of the total.
    pub decimals: u8,
    /// How many places there are to fill.
    pub places: u32,
    /// How many go on for each place.
    pub ratio: u32,
    /// The least total to go on.
    pub pass: Option<Fixed>,
    /// What the announcement says of equals.
    pub ties: String,
}

/// An interview's settings as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// The title.
    pub title: String,
    /// The day.
    pub day: String,
    /// How many of the highest, and of the lowest, are left out.
    pub out: String,
    /// The highest mark.
    pub highest: String,
    /// The weight of the written test in percent.
    pub written: String,
    /// Places to fill.
    pub places: String,
    /// How many go on for each place.
    pub ratio: String,
    /// The least total to go on; empty for none.
    pub pass: String,
    /// How many at each end a panel's mean leaves out when parallel panels are brought level; empty where they are not.
    pub level: String,
    /// What decides between equals.
    pub ties: String,
}

fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::new(zh, en) }
}

/// The figures of the rules on panels, as they hold on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Figures {
    /// The fewest members.
    pub least: u32,
    /// Whether their number is odd.
    pub odd: bool,
    /// Decimals of scores and totals.
    pub decimals: u8,
    /// How many are usually left out at each end.
    pub drop: u32,
    /// How many candidates a panel's mean usually leaves out at each end, where panels are brought level.
    pub ends: u32,
    /// Decimals of the coefficient.
    pub coefficient: u8,
}

/// The scheme of what was written, by the rules in force.
///
/// # Errors
/// Each field with what is wrong.
pub fn scheme(of: &Written, by: Figures) -> Result<Scheme, Vec<FieldError>> {
    let mut all = Vec::new();
    let mut number = |field: &str, text: &str, from: u32, to: u32| {
        let n = text.trim().parse::<u32>().ok().filter(|n| (from..=to).contains(n));
        n.unwrap_or_else(|| {
            all.push(wrong(
                field,
                format!("请填写 {from} 到 {to} 的整数。"),
                format!("Give a whole number from {from} to {to}."),
            ));
            from
        })
    };
    let out = number("out", &of.out, 0, 3);
    let highest = number("highest", &of.highest, 1, 1000);
    let written = number("written", &of.written, 0, 100) * 10;
    let places = number("places", &of.places, 1, 1000);
    let ratio = number("ratio", &of.ratio, 1, 20);
    let level = (!of.level.trim().is_empty()).then(|| number("level", &of.level, 0, 10));
    let pass = match of.pass.trim() {
        "" => None,
        text => match mark(text) {
            Some(pass) => Some(pass),
            None => {
                all.push(wrong("pass", "请填写分数，最多两位小数。", "Give a score of at most two decimals."));
                None
            }
        },
    };
    let ties = of.ties.trim();
    if ties.is_empty() || ties.chars().count() > 200 {
        all.push(wrong(
            "ties",
            "请照公告写明同分如何处理，最多200字。",
            "Say as announced what decides between equals, in at most 200 characters.",
        ));
    }
    if !all.is_empty() {
        return Err(all);
    }
    let whole = |n: u32| Fixed::whole(i32::try_from(n).unwrap_or(i32::MAX));
    let rule = Rule {
        members: by.least,
        odd: by.odd,
        high: out,
        low: out,
        counted: 1,
        from: whole(0),
        to: whole(highest),
        decimals: by.decimals,
    };
    let level = level.map(|ends| Level { high: ends, low: ends, coefficient: by.coefficient, decimals: by.decimals });
    let interview = 1000 - written;
    let ties = ties.to_owned();
    Ok(Scheme { rule, level, written, interview, decimals: by.decimals, places, ratio, pass, ties })
}

/// A mark as written: not below nought, at most two decimals.
pub fn mark(text: &str) -> Option<Fixed> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= 4 && part.len() <= 2 && digits(whole) && digits(part);
    fits.then(|| text.trim_end_matches('.').parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
