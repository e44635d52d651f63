//! Public notices (公示): a period of working days, objections that must be answered, corrections and withdrawals that stay
//! visible. Another slice publishes in its own transaction and asks later what stands:
//!
//! ```ignore
//! let notice = notice::publish(tx, &draft)?; // the caller records with `notice::FACTS`
//! let standing = notice::standing(tx, &may, notice, day)?;
//! assert!(standing.blocked_by.is_empty());
//! ```

mod actions;
mod flood;
mod news;
mod pages;
pub mod rules;
mod store;

pub use actions::{answer, correct, object, object_openly, publish, publish_alone, reveal, shown, withdraw};
pub use news::news;
pub use rules::{Draft, Finding, Shown, Standing};
pub use store::{Edition, FACTS, Heard, Withdrawal, about, ends, list, one, standing};

/// A notice, as the target of an [`Id`](base::Id).
pub struct Notice;
/// An objection, as the target of an [`Id`](base::Id).
pub struct Objection;

auth::actions! {
    /// Look at notices.
    See: See "notice.see" [Officer, Leader, Inspector];
    /// Look at a notice as it is published: everyone.
    Look: See "notice.look" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Object to a notice while its period runs: everyone.
    Object: Change "notice.object" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Publish, correct and withdraw notices; receive and answer objections.
    Publish: Change "notice.publish" [Officer];
    /// Look at objections and their answers.
    Hear: See "notice.objections" [Officer, Inspector];
    /// Open the name of whoever objected, with a reason.
    Reveal: Reveal "notice.reveal" [Officer, Inspector];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("notice", ACTIONS).routes(pages::routes()).menu(
        See,
        "/notices",
        ("公示", "Notices"),
        ui::Icon::Document,
        56,
    )
}
