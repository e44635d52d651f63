//! Cases carried through a procedure: what is recorded, who decides, what follows. `docs/why/procedures.md` says why it is so.

mod actions;
mod ahead;
mod compete;
mod effects;
mod facts;
mod own;
mod pages;
mod papers;
mod polled;
pub mod rules;
mod stand;
mod store;

pub use actions::{Answered, back, close, hear, name, open, publish, record, roll, take_off, tried};
pub use ahead::{due, touched};
pub use compete::{register, withdraw};
pub use facts::facts;
pub use own::{Followed, followed, speak, state};
pub use papers::{attach, fetch};
pub use polled::{draw_up, poll};
pub use rules::{Call, Heard, Member, Opening, Stance};
pub use stand::Stand;
pub use store::{Candidate, Case, FACTS, Happened, Kind, Paper, case, list};

/// What is carried through a procedure, as the target of an [`Id`](base::Id).
pub struct Matter;
/// A paper of it.
pub struct Attached;

auth::actions! {
    /// Look at cases and their record.
    See: See "decision.see" [Officer, Leader, Inspector];
    /// Open cases and carry out their steps.
    Act: Change "decision.act" [Officer];
    /// Look at the cases in which one is a candidate oneself.
    Own: See "decision.own" [Officer, Leader, Inspector, Cadre];
    /// Give one's view of a candidate in a meeting in which one sits.
    Speak: Change "decision.speak" [Officer, Leader, Inspector, Cadre];
    /// Open a paper of a case.
    Fetch: Reveal "decision.fetch" [Officer, Leader, Inspector];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("decision", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/cases", ("选拔任用", "Selection"), ui::Icon::Scales, 55)
        .menu(Own, "/cases/mine", ("我的选任事项", "My cases"), ui::Icon::Person, 54)
}
