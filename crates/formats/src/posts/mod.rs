//! The published table of a recruitment: its posts, its catalogue of majors, and what became of every row.
//!
//! [`read`] takes the posts from every sheet of a book, wherever their headers stand and whatever columns a sheet lacks.
//! [`read_majors`] takes the catalogue. [`Report`] says what was read and what was understood. What cannot be used is
//! never dropped in silence: it is rejected or noted, with its sheet and cell and a sentence for a person.

mod bands;
mod catalogue;
mod report;
mod table;
#[doc(hidden)]
pub mod trial;

pub use catalogue::{MajorNote, Majors, NoteKind, read_majors};
pub use report::{Clauses, Majors as MajorsRead, Report, Unknown, Unresolved};
pub use table::{LAYOUT, Note, PostTable, Rejected, read};
