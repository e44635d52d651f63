//! A scheme as it is written: data with names in both languages, weights, rules and their articles. [`crate::Plan`] is what
//! becomes of it once it was checked.

use base::{Say, Weight};
use serde::{Deserialize, Serialize};

use crate::Fixed;

/// Where a rule comes from.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The regulation: 公务员考核规定.
    pub rule: String,
    /// The article: 第十九条.
    pub article: String,
    /// How well the wording is established, where that was looked into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// How well a rule's wording is established.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Read in the regulation or a text as reliable.
    V,
    /// Read at second hand; the wording matches.
    V2,
    /// From general knowledge, to be verified before use.
    M,
    /// Not stated by the regulation: a setting of ours.
    D,
}

/// An assessment scheme.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// A word that names it: `annual-2026`.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// What it rests on.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// The rule pack that it keeps to: numbers that formulas name, shares that quotas name, and what years lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// What is recorded of a person.
    pub facts: Vec<Fact>,
    /// Classes of voters and raters.
    #[serde(default)]
    pub classes: Vec<Named>,
    /// Secret ballots, of which only the counts per class and option are known.
    #[serde(default)]
    pub ballots: Vec<Ballot>,
    /// Open ratings, of which each is known.
    #[serde(default)]
    pub ratings: Vec<Ratings>,
    /// The smallest voter class whose result may be used: below it a result tells who voted how.
    #[serde(default)]
    pub secrecy: u32,
    /// The tree of indicators.
    pub root: Node,
    /// The most that one indicator and one source may count in the final figure.
    pub no_single: NoSingle,
    /// The least share of the weights that must be backed by facts for a final figure to be given.
    pub coverage: Weight,
    /// Figures to grades.
    #[serde(default)]
    pub grades: Option<Grades>,
    /// Who gets no grade: probation, an open case, long absence. The first whose condition holds.
    #[serde(default)]
    pub outcomes: Vec<Without>,
    /// What keeps a person from a grade whatever the figure.
    #[serde(default)]
    pub bars: Vec<Bar>,
    /// What several years' grades lead to.
    #[serde(default)]
    pub consequences: Vec<Consequence>,
}

/// A word and what people call it.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
}

/// Something recorded of each person.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The word that formulas and files use.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// In what it is counted; empty for a plain number. `rater` is no number but says who gave a score.
    #[serde(default)]
    pub unit: String,
    /// How many decimals are recorded.
    #[serde(default)]
    pub decimals: u8,
    /// The smallest value that can be.
    #[serde(default)]
    pub min: Fixed,
    /// The largest value that can be.
    #[serde(default)]
    pub max: Fixed,
    /// The words of a graded scale, where it is one; recorded is their place, from 0.
    #[serde(default)]
    pub words: Vec<Named>,
}

/// A secret ballot.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// What can be marked.
    pub options: Vec<OptionPoints>,
    /// Who votes.
    pub classes: Vec<String>,
}

/// A mark on a ballot and what it is worth.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct OptionPoints {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// Points; none for a mark that is counted and not averaged ("do not know").
    #[serde(default)]
    pub points: Option<Fixed>,
}

/// Ratings by known raters.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Ratings {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// Who rates.
    pub classes: Vec<String>,
    /// How many decimals a rating has.
    pub decimals: u8,
    /// The lowest rating.
    pub min: Fixed,
    /// The highest rating.
    pub max: Fixed,
}

/// Regular work, or work that comes up.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Regular work.
    Regular,
    /// Ad-hoc work: who had none is not judged by it.
    Random,
}

/// A node of the tree: a branch with `of`, or an indicator with `source`.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// Its share in the figure above it.
    pub weight: Weight,
    /// The parts of a branch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Node>,
    /// What is added to or taken from a branch beside its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjust: Vec<Adjust>,
    /// To how many decimals a branch is rounded, half up, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// Of an indicator: regular or ad-hoc work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
    /// Of an indicator: who or what it comes from (`records`, `voters`, `leader`), for the cap on one source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Of an indicator: where its value comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Of an indicator: how its value becomes points.
    #[serde(default)]
    pub normalise: Normalise,
    /// The fewest points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Fixed>,
    /// The most points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Fixed>,
    /// Of an indicator: what happens where nothing is recorded.
    #[serde(default)]
    pub missing: Missing,
}

/// Where an indicator's value comes from.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A recorded fact.
    Fact {
        /// Which.
        fact: String,
    },
    /// How often something happened: a recorded whole number.
    Count {
        /// Which.
        fact: String,
    },
    /// One fact against another, as its target: 100 when met.
    Rate {
        /// What was reached.
        fact: String,
        /// What was to be reached.
        target: String,
    },
    /// A word of a scale.
    Graded {
        /// The fact with words.
        fact: String,
        /// Points of each word, in the order of the fact's words.
        points: Vec<Fixed>,
    },
    /// A secret ballot's mean, by voter class.
    Ballot {
        /// Which.
        ballot: String,
        /// The classes and their weights.
        classes: Vec<ClassWeight>,
        /// To how many decimals a class's mean is rounded.
        decimals: u8,
    },
    /// The mean of ratings, by class.
    Ratings {
        /// Which.
        ratings: String,
        /// The classes and their weights.
        classes: Vec<ClassWeight>,
        /// Highest and lowest left out.
        #[serde(default)]
        trim: Option<Trim>,
        /// Harsh and mild raters brought level first.
        #[serde(default)]
        level: Option<Level>,
        /// To how many decimals a class's mean is rounded.
        decimals: u8,
    },
    /// A score by one leader.
    Leader {
        /// The score.
        fact: String,
        /// Who gave it.
        rater: String,
    },
    /// Points by a formula.
    Formula {
        /// The formula; it must give points.
        formula: String,
    },
}

/// A class and what it counts.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct ClassWeight {
    /// The class.
    pub class: String,
    /// Its share.
    pub weight: Weight,
    /// The fewest raters with whom it counts.
    pub at_least: u32,
}

/// Which ratings are left out.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Trim {
    /// Only where there are more raters than this.
    pub when_more_than: u32,
    /// How many of the highest.
    pub high: u32,
    /// How many of the lowest.
    pub low: u32,
}

/// How harsh and mild raters are brought level: `mean + spread × (x − rater's mean) ÷ rater's standard deviation`.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The mean that every rater has afterwards.
    pub mean: Fixed,
    /// The standard deviation that every rater has afterwards.
    pub spread: Fixed,
    /// Whether the standard deviation divides by n (`population`) or n − 1 (`sample`).
    pub divisor: Divisor,
    /// A rater with fewer ratings is left as is.
    pub at_least: u32,
}

/// What a standard deviation divides by.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Divisor {
    /// n: the ratings are all there are.
    Population,
    /// n − 1: the ratings stand for more.
    Sample,
}

/// How a value becomes points.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug, Default)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Normalise {
    /// The value is the points.
    #[default]
    None,
    /// 0 at `zero`, 100 at `full`, straight between; `full` below `zero` where less is better.
    Range {
        /// The value worth 0.
        zero: Fixed,
        /// The value worth 100.
        full: Fixed,
    },
    /// 0 for the lowest and 100 for the highest of the peer group (or the other way round).
    MinMax {
        /// Which end is good.
        best: Best,
        /// Points where all are equal.
        equal: Fixed,
    },
    /// 100 for the first and 0 for the last of the peer group; those who are equal get the same.
    Rank {
        /// Which end is good.
        best: Best,
        /// What equals get.
        ties: Ties,
        /// Points of who is alone.
        alone: Fixed,
    },
    /// A leader's scores brought level with other leaders'.
    Level(Level),
    /// 100 when the target is met.
    Target {
        /// The target.
        target: Fixed,
    },
}

/// Which end is good.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Best {
    /// More is better.
    High,
    /// Less is better.
    Low,
}

/// The rank of equals: of 4 people with 9, 8, 8, 7 points the middle two are both second, both third, or both 2½th.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// The better rank.
    Best,
    /// The mean of their ranks.
    Mean,
    /// The worse rank.
    Worst,
}

/// What happens where nothing is recorded. Never is it taken for zero unless the scheme says so.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The indicator is left out, the weights of the others are raised in proportion, and that is said.
    #[default]
    LeaveOut,
    /// It counts that many points.
    Points(Fixed),
    /// There is no final figure.
    NoResult,
}

/// Something beside the weights: a deduction, an addition, a veto.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Adjust {
    /// The word.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Who or what it comes from.
    pub from: String,
    /// What it does.
    pub effect: Effect,
}

/// What an adjustment does.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Takes points off.
    Deduct {
        /// How many: a formula that gives points.
        points: String,
        /// No more than that.
        at_most: Fixed,
    },
    /// Puts points on.
    Add {
        /// How many: a formula that gives points.
        points: String,
        /// No more than that.
        at_most: Fixed,
    },
    /// Makes the branch's figure this one, whatever it was.
    Veto {
        /// When: a condition.
        when: String,
        /// The figure.
        becomes: Fixed,
    },
}

/// The most that one may count.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct NoSingle {
    /// Of one indicator.
    pub indicator: Weight,
    /// Of one source.
    pub source: Weight,
}

pub use crate::scheme_grades::{Bar, Consequence, Grade, Grades, Pattern, Quota, QuotaBase, Rounding, Tied, Without};
