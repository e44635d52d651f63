//! The ways in which slices above take a list of people out: a roster to print, the national workbook.

use auth::Actor;
use base::Say;

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
