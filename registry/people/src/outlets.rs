//! The ways in which slices above take a list of people out: a roster to print, the national workbook.

use auth::{Actor, ColumnGroup};
use base::Say;
use db::Read;
use formats::sheet::Table;

use crate::actions::Taken;

/// A page of a slice above that takes the filter of a list in its address.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// What it makes.
    pub label: Say,
    /// The page's address; the filter is added.
    pub href: &'static str,
    /// Its picture.
    pub icon: ui::Icon,
    /// Whether this actor's roles include it.
    pub allows: fn(&Actor) -> bool,
}

/// All of them, given to the installation as one value ([`Parts::with`](web::Parts::with)).
#[derive(Clone, Default, Debug)]
pub struct Outlets(pub Vec<Outlet>);

/// The sheets of whole files, with the restricted columns that were opened.
pub type Sheets = fn(&mut Read<'_>, &Taken, &[ColumnGroup]) -> db::Result<Vec<Table<'static>>>;

/// A workbook of whole files that a slice above makes. The export of a list offers it beside its own, so that the question
/// for restricted columns and their reason is asked in one place.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its word in the form.
    pub word: &'static str,
    /// What is in it, as a choice.
    pub label: Say,
    /// What its file is called.
    pub file: Say,
    /// Makes it.
    pub sheets: Sheets,
}

/// All of them, given to the installation as one value ([`Parts::with`](web::Parts::with)).
#[derive(Clone, Default, Debug)]
pub struct Books(pub Vec<Book>);
