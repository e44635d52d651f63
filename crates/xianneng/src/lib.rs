//! What the binary is made of, for it and for the tests that walk through all of it.

pub mod cli;
mod data_folder;
mod doctor;
mod home;
mod run;
mod serve;
mod upkeep;

use web::{Doorkeeper, Parts, Slice};

/// Every slice, in the order of the menu's groups.
pub fn slices() -> Vec<Slice> {
    vec![home::slice(), account::slice(), web::jobs::slice(), web::openapi::slice()]
}

/// Who knows sessions and tokens.
pub fn doorkeeper() -> impl Doorkeeper {
    account::Gate::default()
}

/// What handlers and commands of the slices get by its type.
pub fn parts() -> Parts {
    Parts::new()
}
