//! The catalogue of majors, and how certificates and post tables are read against it.

mod catalogue;
mod cell;

pub use catalogue::{Catalogue, Discipline, Group, Listed, normal};
pub use cell::{CellMajors, Unresolved, code};
