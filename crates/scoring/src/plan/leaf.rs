//! An indicator, ready to be computed.

use base::Say;

use crate::{
    formula::Formula,
    ratio::Ratio,
    scheme::{Best, Divisor, Missing, Ties, Trim, Work},
};

#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) id: String,
    pub(crate) name: Say,
    pub(crate) work: Work,
    pub(crate) source: usize,
    pub(crate) raw: Raw,
    pub(crate) norm: Norm,
    pub(crate) floor: i64,
    pub(crate) cap: i64,
    pub(crate) missing: Missing,
    /// Its share of the final figure when nothing is missing.
    pub(crate) share: Ratio,
}

#[derive(Clone, Debug)]
pub(crate) enum Raw {
    Fact(usize),
    Rate(usize, usize),
    Graded(usize, Vec<i64>),
    Ballot(Vec<BallotClass>, u8),
    /// The place of the list; the classes by their number; trimming; levelling; decimals.
    Ratings {
        list: usize,
        classes: Vec<RatingClass>,
        trim: Option<Trim>,
        level: Option<usize>,
        decimals: u8,
    },
    Formula(Formula),
}

#[derive(Clone, Debug)]
pub(crate) struct BallotClass {
    pub(crate) name: Say,
    pub(crate) weight: i64,
    pub(crate) at_least: i64,
    /// Columns of counts, and the points of their options.
    pub(crate) counts: Vec<(usize, Option<i64>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct RatingClass {
    pub(crate) name: Say,
    /// 0 where the indicator does not use the class.
    pub(crate) weight: i64,
    pub(crate) at_least: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Norm {
    None,
    Range { zero: i64, full: i64 },
    MinMax { best: Best, equal: i64 },
    Rank { best: Best, ties: Ties, alone: i64 },
    Level(usize),
    Target(i64),
}

/// Scores that are brought level together.
#[derive(Clone, Debug)]
pub(crate) struct LevelSet {
    pub(crate) of: Levelled,
    pub(crate) mean: i64,
    pub(crate) spread: i64,
    pub(crate) divisor: Divisor,
    pub(crate) at_least: u32,
    pub(crate) decimals: u8,
}
#[derive(Clone, Copy, Debug)]
pub(crate) enum Levelled {
    /// A column of scores and the column of their raters.
    Leader(usize, usize),
    /// A list of ratings.
    Ratings(usize),
}
