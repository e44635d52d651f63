//! Matching people and posts for a whole corps: a plan, the proof of how good it is, and the reasons.
//!
//! A [`Builder`] takes units, posts with quotas, people with the posts that each is eligible for, and rules, and says what
//! contradicts what. [`solve`] gives a [`Plan`] with its [`Certificate`]: prices of posts and rules from which [`check()`], which
//! shares no code with the solver, recomputes a bound that no plan can be below. Nothing here reads a clock or a file, and
//! nothing is a float.

mod check;
mod conflict;
mod desk;
mod explain;
mod files;
pub mod fit;
mod kernel;
mod model;
mod plan;
mod solve;

pub use check::{Breach, Checked, check};
pub use conflict::{Conflict, conflict};
pub use desk::{Change, Desk, Effect, Move, Prepared, Refusal};
pub use explain::{Priced, Reason, Why, alternatives, priced, why, worth};
pub use files::{Input, Problem, Table, read};
pub use model::*;
pub use plan::{Certificate, Cut, Multiplier, Part, Plan, SCALE};
pub use solve::{NoPlan, Options, Unwatched, Watch, solve};

/// The example of the readme holds.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
