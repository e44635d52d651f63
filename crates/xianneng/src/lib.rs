//! What the binary is made of, for it and for the tests that walk through all of it.

mod ballot_archive;
pub mod cli;
mod convert;
mod data_folder;
mod demo;
mod doctor;
mod home;
mod matching_plan;
mod practice;
mod public_record;
mod run;
mod score;
mod serve;
mod upkeep;

pub use demo::SEED as DEMO_SEED;

use std::sync::Arc;

use web::{Doorkeeper, Parts, Slice};

/// Every slice, in the order of the menu's groups.
///
/// Also says who follows whom: when a unit ends its posts and files move on, when a post ends its holders do.
pub fn slices() -> Vec<Slice> {
    vec![
        home::slice(),
        org::slice(),
        post::slice(),
        people::slice(),
        tenure::slice(),
        approval::slice(),
        roster::slice(),
        national::slice(),
        screening::slice(),
        rulebook::slice(),
        inbox::slice(),
        portal::slice(),
        selection::slice(),
        selection::recruit::slice(),
        decision::slice(),
        notice::slice(),
        ballot::slice(),
        intake::slice(),
        account::slice(),
        public_log::slice(),
        web::find::slice(),
        web::jobs::slice(),
        web::openapi::slice(),
        score::slice(),
        matching_plan::slice(),
        convert::slice(),
    ]
}

/// What a server answers that knows no sign-in: the public routes of those slices that publish, and no other.
pub fn open_slices() -> Vec<Slice> {
    let recruitment = selection::recruit::slice();
    let publish =
        [portal::slice(), notice::slice(), recruitment, rulebook::slice(), public_log::slice(), ballot::slice()];
    std::iter::once(home::open()).chain(publish.into_iter().map(Slice::public)).collect()
}

/// Who knows sessions and tokens.
pub fn doorkeeper() -> impl Doorkeeper {
    account::Gate::default()
}

/// What handlers and commands of the slices get by its type.
pub fn parts() -> Parts {
    let kinds: Vec<Arc<dyn intake::Intake>> = vec![
        Arc::new(org::Units),
        Arc::new(post::Posts),
        Arc::new(people::People),
        Arc::new(approval::Forms),
        Arc::new(tenure::Appointments),
        Arc::new(national::Workbook),
        Arc::new(screening::Calls),
        Arc::new(selection::recruit::WrittenMarks),
    ];
    let units: org::UnitParts = web::PageParts(vec![tenure::unit_part, post::posts_of_unit]);
    let posts: post::PostParts = web::PageParts(vec![tenure::post_part, screening::post_part]);
    let files: people::FileParts =
        web::PageParts(vec![tenure::file_part, approval::file_part, screening::calls_of_person]);
    let outlets = people::Outlets(vec![roster::outlet()]);
    let books = people::Books(national::books().into());
    let known = slices().iter().flat_map(|s| s.actions.iter().copied()).collect();
    let parts = Parts::new().with(intake::Desk::new(kinds)).with(screening::Shelf::default());
    let parts = parts.with(account::KnownActions(known)).with(units).with(posts).with(files).with(outlets).with(books);
    let parts = parts.with(inbox::Sources::new([
        inbox::terms as inbox::Source,
        decision::due,
        ballot::due,
        selection::recruit::due,
    ]));
    let parts =
        parts.with(portal::Sources::new([portal::adoptions as portal::Source, notice::news, selection::recruit::news]));
    parts.with(rulebook::Consequences::new([decision::touched as rulebook::Consequence]))
}
