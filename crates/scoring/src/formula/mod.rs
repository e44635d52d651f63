//! The formula language, for the cases that a table does not cover.
//!
//! ```text
//! 100 points * min(1, study / 90 hours)
//! if known(funds) and funds > 0 yuan then 60 points + spent / funds * 40 points else 0 points
//! ```
//!
//! Numbers are exact fractions; nothing is rounded before `round(x, decimals)` or the end. Every name and every literal has a
//! unit, and hours are never added to people. There are no loops and no definitions: the cost of a formula is its length,
//! which is bounded. What is not recorded stays unknown through every operation; `known(x)` and `otherwise(x, y)` ask.

mod bounds;
mod check;
mod eval;
mod lex;
mod parse;
mod unit;

pub(crate) use bounds::Range;
pub use lex::FormulaError;
pub use unit::Unit;

use crate::ratio::Ratio;

/// The longest formula, in characters.
pub const MAX_CHARS: usize = 1_000;
/// The most operations in one formula.
pub(crate) const MAX_OPS: usize = 200;
/// The deepest nesting.
pub(crate) const MAX_DEPTH: usize = 24;

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) struct Meaning {
    /// Where its value is found.
    pub slot: u16,
    /// In what it is counted.
    pub unit: Unit,
    /// The number itself, in units of the sixth decimal, where it is the same for everybody.
    pub value: Option<i64>,
}

/// A formula that was read, typed and bounded.
#[derive(Clone, PartialEq, Debug)]
pub struct Formula {
    text: String,
    pub(crate) ops: Vec<Op>,
}

/// What a formula gives.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    Number(Unit),
    Truth,
}

/// One step on a stack.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Op {
    Number(Ratio),
    Load(u16),
    Known(u16),
    Neg,
    Abs,
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
    Less,
    LessOrEqual,
    Equal,
    And,
    Or,
    Not,
    Otherwise,
    If,
    Round(u8),
}

/// A value of a formula.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Value {
    /// Something that it needs is not recorded, or it divides by nothing.
    Missing,
    /// It does not fit in the numbers we keep.
    Overflow,
    Number(Ratio),
    Truth(bool),
}

impl Formula {
    /// Reads a formula that must give a number in `unit`; `meaning` knows the names.
    pub(crate) fn number(
        text: &str,
        unit: &Unit,
        meaning: &dyn Fn(&str) -> Option<Meaning>,
    ) -> Result<Self, FormulaError> {
        let (formula, kind) = Self::read(text, meaning)?;
        match kind {
            Kind::Number(found) if found == *unit => Ok(formula),
            Kind::Number(found) => Err(FormulaError::whole(
                text,
                format!("公式的结果以“{}”计，应为“{}”", found.zh(), unit.zh()),
                format!("the formula gives {found}, it must give {unit}"),
            )),
            Kind::Truth => Err(FormulaError::whole(
                text,
                "公式应得出数值，而非是与否",
                "the formula must give a number, not yes or no",
            )),
        }
    }
    /// Reads a formula that must be true or false.
    pub(crate) fn truth(text: &str, meaning: &dyn Fn(&str) -> Option<Meaning>) -> Result<Self, FormulaError> {
        match Self::read(text, meaning)? {
            (formula, Kind::Truth) => Ok(formula),
            _ => Err(FormulaError::whole(
                text,
                "条件应得出是与否，而非数值",
                "a condition must be true or false, not a number",
            )),
        }
    }
    fn read(text: &str, meaning: &dyn Fn(&str) -> Option<Meaning>) -> Result<(Self, Kind), FormulaError> {
        if text.chars().count() > MAX_CHARS {
            return Err(FormulaError::whole(
                "",
                format!("公式超过 {MAX_CHARS} 个字符"),
                format!("the formula has more than {MAX_CHARS} characters"),
            ));
        }
        let tree = parse::parse(text)?;
        let mut ops = Vec::new();
        let kind = check::check(text, &tree, meaning, &mut ops)?;
        if ops.len() > MAX_OPS {
            return Err(FormulaError::whole(
                text,
                format!("公式超过 {MAX_OPS} 步"),
                format!("the formula has more than {MAX_OPS} steps"),
            ));
        }
        Ok((Self { text: text.to_owned(), ops }, kind))
    }
    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The slots that it reads.
    pub(crate) fn slots(&self) -> impl Iterator<Item = u16> + '_ {
        self.ops.iter().filter_map(|op| match op {
            Op::Load(slot) | Op::Known(slot) => Some(*slot),
            _ => None,
        })
    }
}

/// Reads any text as a formula over a few names, for the tests that feed it nonsense.
pub fn trial(text: &str) -> Result<Formula, FormulaError> {
    let meaning = |name: &str| {
        let slot = ["hours", "people", "score", "学时"].iter().position(|n| *n == name)?;
        let unit = [Unit::of("hours"), Unit::of("people"), Unit::of("points"), Unit::of("hours")][slot].clone();
        Some(Meaning { slot: slot as u16, unit, value: None })
    };
    let (formula, _) = Formula::read(text, &meaning)?;
    for values in [[0, 0, 0, 0], [i64::MIN, 1, -1, 7], [1_000_000, i64::MAX, i64::MIN + 1, 3]] {
        let _ = formula.value(&mut Vec::new(), |slot| values[usize::from(slot)]);
    }
    Ok(formula)
}
