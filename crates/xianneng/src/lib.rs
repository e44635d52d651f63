//! What the binary is made of, for it and for the tests that walk through all of it.

pub mod cli;
mod data_folder;
mod doctor;
mod home;
mod run;
mod serve;
mod upkeep;

use web::{Doorkeeper, Slice};

/// Every slice, in the order of the menu's groups.
pub fn slices() -> Vec<Slice> {
    vec![home::slice(), web::jobs::slice(), web::openapi::slice()]
}

/// Who knows sessions and tokens.
pub fn doorkeeper() -> impl Doorkeeper {}
