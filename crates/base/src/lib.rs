//! Values with rules and no storage.
//!
//! Everything here is pure: no clock, no I/O, no float. Each value knows its own text form, its JSON form and the
//! column type it is kept in (`TEXT`, `BIGINT`, `BYTEA`), written once for every engine.

mod check;
mod date;
mod id;
mod lang;
mod number;
mod say;
mod sql;
mod state;

pub use check::{CheckError, CreditCode, IdNumber};
pub use date::{Date, DateError, PartialDate, Precision, Timestamp};
pub use id::Id;
pub use lang::{Lang, LangError};
pub use number::{Money, NumberError, Score, Weight};
pub use say::Say;
