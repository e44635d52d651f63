//! A plan, and the certificate that comes with it.

use serde::{Deserialize, Serialize};

use crate::model::{PersonId, PostId, UnitId};

/// Prices and multipliers count in parts of a cost unit: so many parts are one.
pub const SCALE: i64 = 64;

/// Which side of a rule a multiplier belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The lower bound of the rule.
    Least,
    /// The upper bound of the rule.
    Most,
    /// For relatives: at most one of them in this unit.
    In(UnitId),
    /// For the entries of one person: at most one of them at this post.
    At(PostId),
}

/// What one unit more of a rule is worth, at the margin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Multiplier {
    /// The rule, by its place in the model.
    pub rule: u32,
    /// Which side of it.
    pub part: Part,
    /// In parts of a cost unit ([`SCALE`]).
    pub value: i64,
}

/// Half the sum of some rows, rounded down: what people, posts and rules ask together of plans that are whole. Each person is placed
/// once, a post has at most its quota, a rule keeps its side; a shortfall of a soft side counts as one that is missing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cut {
    /// The people, each with how many halves of its row.
    pub people: Vec<(PersonId, i32)>,
    /// The posts, one half each.
    pub posts: Vec<PostId>,
    /// The sides of rules, one half each.
    pub sides: Vec<(u32, Part)>,
    /// That a person has an outcome at most once, one half each.
    pub once: Vec<(PersonId, Option<PostId>)>,
    /// What it is worth, in parts of a cost unit ([`SCALE`]).
    pub value: i64,
}

/// From these and the model anybody recomputes a bound that no plan can be below.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Certificate {
    /// The price of a place at each post, in parts of a cost unit.
    pub prices: Vec<i64>,
    /// What the rules are worth; those that are not listed are worth nothing.
    pub multipliers: Vec<Multiplier>,
    /// What rules ask together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
    /// No plan costs less, in parts of a cost unit.
    pub bound: i64,
    /// Whether a search through all that the bound leaves open found nothing better, so that the plan is the best there is.
    /// This is the solver's word; what the checker recomputes is the bound.
    pub searched: bool,
}

/// Who gets which post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The post of each person; `None`: without one.
    pub places: Vec<Option<PostId>>,
    /// What it costs, with the prices of the soft rules that are not kept.
    pub cost: i64,
    /// How good it is.
    pub certificate: Certificate,
}

impl Plan {
    /// How far the plan can be from the best one, in parts of a cost unit.
    pub fn gap(&self) -> i128 {
        i128::from(self.cost) * i128::from(SCALE) - i128::from(self.certificate.bound)
    }
    /// The same in millionths of the plan's cost, rounded up; `None` where the cost is not above 0.
    pub fn gap_ppm(&self) -> Option<i128> {
        let whole = i128::from(self.cost) * i128::from(SCALE);
        (whole > 0).then(|| (self.gap() * 1_000_000 + whole - 1).div_euclid(whole))
    }
}
