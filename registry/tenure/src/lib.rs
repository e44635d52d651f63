//! Appointments (任职): who holds which post when, what is vacant, and whether more are appointed than approved.

mod actions;
mod follow;
pub mod rules;
pub mod store;
mod view;

pub use actions::{Appointment, appoint, appoint_bulk, correct, end};
pub use follow::Holders;
pub use rules::{Holding, Line, Way};
pub use store::FACTS;
pub use view::*;

/// One holding of one post by one person, as the target of an [`Id`](base::Id).
pub struct Tenure;
/// Whoever holds a post; the same ids as the registry of people uses, by `cast`.
pub type Person = auth::PersonKey;

auth::actions! {
    /// Look at appointments.
    See: See "tenure.see" [Officer, Leader, Inspector, Cadre];
    /// Appoint, end and correct.
    Change: Change "tenure.change" [Officer];
}
