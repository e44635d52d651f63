//! The part of a scheme that turns figures into grades.

use base::{Say, Weight};
use serde::{Deserialize, Serialize};

use crate::{Fixed, scheme::Basis};

/// The grades, best first.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// The grades, best first.
    pub of: Vec<Grade>,
    /// How many may get a grade.
    #[serde(default)]
    pub quotas: Vec<Quota>,
}

/// A grade.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// The word: `excellent`.
    pub id: String,
    /// What people call it: 优秀.
    pub name: Say,
    /// The least final figure. The last grade has none.
    #[serde(default)]
    pub from: Option<Fixed>,
}

/// The share of a peer group that may get a grade.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The grade.
    pub grade: String,
    /// The rule of the scheme's pack that says how large the share may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The share; that of the rule where nothing is given.
    #[serde(default)]
    pub share: Option<Weight>,
    /// The share for peer groups with approval.
    #[serde(default)]
    pub approved: Option<Weight>,
    /// What becomes of a part of a person: the regulations do not say, so the scheme does.
    #[serde(default)]
    pub rounding: Rounding,
    /// Of whom the share is taken.
    pub base: QuotaBase,
    /// What decides between equals, in order: figures of the tree.
    #[serde(default)]
    pub ties: Vec<String>,
    /// What happens to those who are equal even then, where there is no room for all of them. The quota is never exceeded.
    #[serde(default)]
    pub then: Tied,
    /// What it rests on.
    #[serde(default)]
    pub basis: Option<Basis>,
}

/// What becomes of a part of a person.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Dropped: the share is never exceeded.
    #[default]
    Floor,
    /// From a half on a whole person.
    HalfUp,
    /// Always a whole person.
    Ceil,
}

/// Of whom a share is taken.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum QuotaBase {
    /// Those who get a grade.
    Graded,
    /// Everybody in the peer group.
    Everybody,
}

/// What happens to equals for whom there is not room enough.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum Tied {
    /// None of them gets the grade.
    #[default]
    Below,
    /// None of them gets it yet; people decide.
    Decide,
}

/// An outcome without a grade.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Without {
    /// The word: `probation`.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// The condition, over facts.
    pub when: String,
    /// What it rests on.
    #[serde(default)]
    pub basis: Option<Basis>,
}

/// What keeps a person from a grade.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// The condition, over facts and figures (a figure is named by its node).
    pub when: String,
    /// The best grade that is left.
    pub at_best: String,
    /// What it rests on.
    #[serde(default)]
    pub basis: Option<Basis>,
}

/// What several years' results lead to: a proposal, which people confirm.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// The word: `third-class-merit`.
    pub id: String,
    /// What is proposed.
    pub name: Say,
    /// The grade or outcome. With `or_better` also the grades above it.
    pub grade: String,
    /// Also the better grades.
    #[serde(default)]
    pub or_better: bool,
    /// How many years.
    pub years: u16,
    /// Whether in a row, or in total since the last time.
    pub pattern: Pattern,
    /// What it rests on.
    pub basis: Basis,
}

/// How years are counted.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Year after year. When the proposal was made the count begins again.
    Running,
    /// In total; other years between do no harm. When the proposal was made the count begins again.
    Total,
}
