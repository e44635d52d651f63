//! Selection. Panel interviews (面试): what the announcement says is entered first; each member marks on a sheet of the own, on a
//! phone and by number, without an account; nobody sees a mark before the interview is closed; then every figure is shown with
//! its working.

mod actions;
mod pages;
pub mod recruit;
pub mod rules;
mod store;

pub use actions::{close, draw_up, hand_out, mark, open_marks, reform};
pub use store::{Sheet, Whole, of_secret, one};

/// An interview, as the target of an [`Id`](base::Id).
pub struct Interview;
/// A member of a panel.
pub struct Member;
/// A candidate.
pub struct Candidate;

auth::actions! {
    /// Look at interviews; at marks and places once they are closed.
    See: See "selection.see" [Officer, Leader, Inspector];
    /// Prepare interviews, hand out sheets, close.
    Run: Change "selection.run" [Officer];
    /// Mark on a sheet whose secret one holds.
    Mark: Change "selection.mark" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("selection", ACTIONS).routes(pages::routes()).menu(
        See,
        "/interviews",
        ("面试", "Interviews"),
        ui::Icon::Document,
        57,
    )
}
