//! Assessment schemes: exact, traceable, and fast at a nation's size.
//!
//! A [`Scheme`] is data. [`Plan::new`] checks it and gives what can be computed; [`score`] computes everybody from columns;
//! [`explain()`] computes one person slowly, by other means, and keeps every step. The two agree to the last digit.
//! Nothing here reads a clock or a file, and nothing is a float.

mod backing;
mod exact;
mod explain;
mod facts;
pub mod formula;
mod grade;
mod history;
mod lint;
mod pack;
mod plan;
mod ratio;
mod read;
mod reference;
mod scheme;
mod scheme_grades;
mod score;
mod trace;
mod what_if;

pub use exact::{Fixed, ONE, decimal};
pub use explain::{Explained, explain};
pub use facts::{Column, Facts, RatingList};
pub use history::{Proposal, Year, proposals};
pub use lint::{Finding, lint};
pub use pack::{RuleNumber, RulePack, RuleShare};
pub use plan::{ColumnDef, Plan, SchemeError};
pub use read::{Input, Problem, Table, read};
pub use scheme::*;
pub use score::{Failure, Flags, Result, Scored, Standing, score};
pub use trace::{Step, Trace};
pub use what_if::{Change, what_would_change};
