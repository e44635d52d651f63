//! Spreadsheets as offices send them: xlsx, xls and delimited text.
//!
//! [`Book::read`] decides by content, not by the file's name, and gives cells as exact text: no number passes through a
//! printed float, a date keeps the precision that its format shows, and a number that Excel has robbed of digits says so.
//! Author, company and other metadata are never read.

mod book;
mod builder;
mod cell;
mod compound;
mod error;
mod fold;
mod header;
mod heads;
mod kind;
mod layout;
mod limits;
mod mapping;
mod number;
mod place;
mod records;
mod style;
mod text;
#[doc(hidden)]
pub mod trial;
mod write;
mod xls;
mod xlsx_read;
mod xml;
mod zipped;

pub use book::{Book, Sheet};
pub use cell::{Cell, CellProblem, Moment};
pub use error::{Measure, Problem, SheetError};
pub use header::{map, map_again, map_book};
pub use heads::Heads;
pub use kind::FileKind;
pub use layout::{Column, Layout};
pub use limits::Limits;
pub use mapping::{Heading, Mapping, MappingProblem};
pub use number::Number;
pub use place::{Area, At, Place};
pub use records::{CellError, Record, Records, Skip, records};
pub use write::{CsvEncoding, CsvStyle, Head, Print, Table, Value, WriteError, csv, xlsx};
