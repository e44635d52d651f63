//! Everybody at once: columns in, figures, ranks and grades out.
//!
//! People are taken in the order of their peer groups, in runs of whole groups that fit a core's cache. Within a run every
//! indicator is a loop over people; ranks and quotas need nothing outside the run. Only levelling looks at all people before
//! (per rater: how many, their sum, the sum of squares), in integers, so that the order of adding does not matter. Runs are
//! handed to threads as they become free: the result is the same for any number of them.

mod branches;
mod frame;
mod gather;
mod leaf;
mod levels;
mod order;
mod people;
mod rescore;

use std::sync::{Mutex, PoisonError};

use base::Say;

pub(crate) use people::shape;

use levels::RaterSums;

use crate::{Facts, Fixed, Plan, exact::MISSING};
use frame::Frame;
use order::Order;

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
    levels: Vec<Vec<RaterSums>>,
}

/// Scores everybody. `threads` 0 means as many as the machine has cores.
pub fn score(plan: &Plan, facts: &Facts, threads: usize) -> std::result::Result<Scored, Failure> {
    people::shape(plan, facts)?;
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        n => n.min(256),
    };
    let given = Order::of(facts);
    let levels = levels::sums(plan, facts, threads)?;
    let gathered = gather::gather(facts, &given, threads);
    let facts = gathered.as_ref().unwrap_or(facts);
    let order = if gathered.is_some() { Order::of(facts) } else { given.clone() };
    let runs = order.runs();
    let mut results = vec![Result::NOTHING; facts.people()];
    let mut rest: &mut [Result] = &mut results;
    let mut work = Vec::with_capacity(runs.len());
    for groups in runs {
        let len = order.people(groups.end - 1).end - order.people(groups.start).start;
        let (now, later) = rest.split_at_mut(len);
        rest = later;
        work.push((groups, now));
    }
    let queue = Mutex::new(work.into_iter());
    let failed: Mutex<Option<(usize, Failure)>> = Mutex::new(None);
    std::thread::scope(|scope| {
        let run = || {
            let mut frame = Frame::new(plan);
            loop {
                if failed.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
                    return;
                }
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((groups, out)) = next else { return };
                let first = groups.start;
                if let Err(why) = frame.run(plan, facts, &order, &levels, groups, out) {
                    // runs are handed out in order, so every earlier one is finished or fails too: the first failure is
                    // the same whoever computes it
                    let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                    if failed.as_ref().is_none_or(|(at, _)| first < *at) {
                        *failed = Some((first, why));
                    }
                    return;
                }
            }
        };
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    if let Some((_, why)) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(if gathered.is_some() { gather::given(why, &given) } else { why });
    }
    Ok(Scored { results: given.scatter(results), order: given, levels })
}
