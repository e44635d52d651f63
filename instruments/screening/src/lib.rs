//! Published calls: who qualifies for which opening, and which published rule says so.
//!
//! A call is a table of openings as an authority published it, with the rule pack that holds for it. Each row becomes a
//! requirement once, when it is taken in; who meets it is computed anew each time from the files within the reader's
//! reach. Nothing here decides: a verdict is advice with its reasons, and words that only a person can judge say so.

mod actions;
mod command;
mod of_person;
mod pages;
mod read;
mod ready;
mod store;
mod table;

pub use actions::{record, take_back};
pub use of_person::calls_of_person;
pub use pages::{asked, post_part, tree};
pub use read::{Judge, call, calls, named, openings, published};
pub use ready::{Ready, Shelf, Staff};
pub use store::{CallRow, OpeningRow};
pub use table::Calls;

/// A published call.
pub struct Call;
/// One opening of a call.
pub struct Opening;

auth::actions! {
    /// Look at published calls, and at who within reach qualifies; a cadre at what is open to oneself.
    See: See "screening.see" [Officer, Leader, Inspector, Cadre];
    /// Take in a published table.
    Import: Change "screening.import" [Officer];
}

ui::messages!(pub(crate) Text);

/// The slice. The installation must be given a [`Shelf`] as a part.
pub fn slice() -> web::Slice {
    let slice = web::Slice::new("screening", ACTIONS).routes(pages::routes());
    let slice = slice.menu(See, "/calls", ("资格审查", "Qualification"), ui::Icon::Scales, 50);
    command::commands(slice)
}
