//! Spreadsheets as offices send them: xlsx, xls and delimited text.
//!
//! [`Book::read`] decides by content, not by the file's name, and gives cells as exact text: no number passes through a
//! printed float, a date keeps the precision that its format shows, and a number that Excel has robbed of digits says so.
//! Author, company and other metadata are never read.

mod book;
mod builder;
mod cell;
mod error;
mod fold;
mod kind;
mod limits;
mod number;
mod place;
mod style;
mod text;
mod xls;
mod xlsx;
mod xml;
mod zipped;

pub use book::{Book, Sheet};
pub use cell::{Cell, CellProblem, Moment};
pub use error::{Measure, Problem, SheetError};
pub use kind::FileKind;
pub use limits::Limits;
pub use number::Number;
pub use place::{Area, At, Place};
