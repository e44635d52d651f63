//! Fictional people, units and posts: believable, deterministic, nobody's.
//!
//! The same seed gives the same bytes on every machine, and person `i` is the same however many are asked for. Names are
//! drawn by combination; places and schools do not exist; every ID number begins with 99, a province code that GB/T 2260
//! has never assigned, so that none can be a living person's although each check digit is right.
//!
//! ```
//! let first = synth::people(3, 7).next().unwrap();
//! assert!(first.id_number.is_none_or(|n| n.starts_with("99")));
//! ```

mod career;
mod form;
mod life;
mod organisation;
mod person;
mod plan;
mod portrait;
mod rng;
mod schooling;
mod tables;
mod time;
mod words;

pub use form::form;
pub use organisation::{Organisation, organisation, people};
pub use person::{Annual, Certificate, Competence, Degree, Education, Honour, Kin, Period, Person, Schooling, Sex};
pub use plan::{Level, PartyOrgan, Post, Unit};
pub use tables::{brief_workbook, header, people_table, people_tables, workbook};

/// The day on which all this is true: ages, terms and results are as of here.
pub const AS_OF: (i16, i8, i8) = (2026, 10, 31);
