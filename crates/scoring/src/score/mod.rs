//! Everybody at once: columns in, figures, ranks and grades out.
//!
//! People are taken in blocks that fit a core's cache, in the order of the facts, so that every column is read straight through
//! and only once; within a block every indicator is a loop over people. What needs more than the block is done between:
//!
//! 1. [`levels`]: per rater how many scores, their sum, the sum of squares. Integers, so that the order of adding is nothing.
//! 2. [`peers`]: the few indicators that are ranks or lie between the ends of the peer group.
//! 3. [`judge`]: everything else, up to the final figure and the conditions.
//! 4. [`grading`]: places and grades, group by group.
//!
//! Blocks and groups are handed to threads as they become free: the result is the same for any number of them.

mod branches;
mod frame;
mod grading;
mod judge;
mod leaf;
mod levels;
mod order;
mod peers;
mod people;
mod rank;
mod rescore;
mod share;
mod votes;

use base::Say;

pub(crate) use people::shape;

use crate::{Facts, Fixed, Plan, exact::MISSING};
use judge::Judged;
use levels::Levels;
use order::Order;
use peers::Peers;

/// How many people a block should have: few enough that their figures stay in a core's cache, enough that loops are long.
const BLOCK: usize = 1024;

/// What came out for one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Result {
    pub(crate) figure: i64,
    /// The place in the peer group, from 1, of those whose figure counts; equals share the better place. 0 for others.
    pub rank: u32,
    /// The grade, or why there is none.
    pub standing: Standing,
    /// What else must be said.
    pub flags: Flags,
}
impl Result {
    const NOTHING: Self = Self { figure: MISSING, rank: 0, standing: Standing::NoResult, flags: Flags::NONE };
    /// The final figure, where there is one.
    pub fn figure(&self) -> Option<Fixed> {
        (self.figure != MISSING).then_some(Fixed::from_units(self.figure))
    }
}

/// A grade, or why there is none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// The grade, by its place in the scheme, best first.
    Grade(u8),
    /// The outcome without a grade, by its place in the scheme.
    Without(u8),
    /// Too little is recorded.
    NoResult,
    /// What is recorded comes so much from one indicator or source that it alone would decide.
    Withheld,
    /// The scheme gives no grades.
    Ungraded,
}

/// What else must be said of a result.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Flags(u8);
impl Flags {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Something was not recorded, and the weights of the rest were raised.
    pub const RENORMALISED: Self = Self(1);
    /// A bar kept the person from a better grade.
    pub const BARRED: Self = Self(2);
    /// There was no room for the person in the quota of a better grade.
    pub const OVER_QUOTA: Self = Self(4);
    /// People are equal where the quota ends, and must be chosen between.
    pub const TIED: Self = Self(8);
    /// A condition could not be told, because what it needs is not recorded. It was not applied.
    pub const UNTOLD: Self = Self(16);
    /// Whether all of these are said.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    /// Words for scripts.
    pub fn words(self) -> Vec<&'static str> {
        let all = ["renormalised", "barred", "over_quota", "tied", "untold"];
        all.into_iter().enumerate().filter(|(i, _)| self.0 >> i & 1 == 1).map(|(_, w)| w).collect()
    }
}
impl std::ops::BitOr for Flags {
    type Output = Self;
    fn bitor(self, o: Self) -> Self {
        Self(self.0 | o.0)
    }
}

/// Why nothing was computed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The facts are not those of the plan.
    Shape(Say),
    /// A fact lies outside what the scheme says it can be.
    Fact {
        /// The person, by place.
        row: usize,
        /// The fact.
        name: String,
    },
    /// A number does not fit. Nothing wraps around; the scheme must be changed.
    Overflow {
        /// The person, by place.
        row: usize,
        /// The indicator.
        name: String,
    },
}
impl Failure {
    /// What happened, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Self::Shape(say) => say.clone(),
            Self::Fact { row, name } => Say::new(
                format!("第 {} 人的“{name}”超出方案规定的范围；请更正数据，或修改方案中的 min、max。", row + 1),
                format!(
                    "“{name}” of person {} is outside the scheme's min and max: correct the fact, or the scheme.",
                    row + 1
                ),
            ),
            Self::Overflow { row, name } => Say::new(
                format!("计算第 {} 人的“{name}”时数值过大；请修改方案。", row + 1),
                format!("a number for “{name}” of person {} is too large: change the scheme.", row + 1),
            ),
        }
    }
}

/// Everybody's results, and what is needed to bring them up to date when a fact changes.
#[derive(Clone, Debug)]
pub struct Scored {
    /// In the order of the facts.
    pub results: Vec<Result>,
    order: Order,
    levels: Vec<Levels>,
    peers: Peers,
    judged: Judged,
}

/// Scores everybody. `threads` 0 means as many as the machine has cores.
pub fn score(plan: &Plan, facts: &Facts, threads: usize) -> std::result::Result<Scored, Failure> {
    people::shape(plan, facts)?;
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        n => n.min(256),
    };
    let order = Order::of(facts);
    let levels = levels::levels(plan, facts, threads)?;
    let peers = peers::everybody(plan, facts, &order, &levels, threads)?;
    let judged = judge::everybody(plan, facts, &order, &levels, &peers, threads)?;
    let results = grading::everybody(plan, facts, &order, &judged, threads)?;
    Ok(Scored { results, order, levels, peers, judged })
}
