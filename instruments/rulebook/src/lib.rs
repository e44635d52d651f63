//! The rules that the organisation goes by, and how they change: an edition of a rule pack is brought in, compared with
//! what is in force, tried on running business, and adopted by a decision from a day on.
//!
//! Other slices ask [`in_force`] and cite a rule by [`href`]. What a change would touch they say by a [`Consequence`].

mod actions;
mod commands;
mod consequence;
mod editions;
mod in_force;
mod pages;
pub mod rules;
mod store;

pub use actions::{Adopting, Departing, adopt, bring, depart, take_back, tried};
pub use consequence::{Consequence, Consequences, Touched};
pub use editions::{Edition, shipped};
pub use in_force::{InForce, adopted, in_force, in_force_in, packs};
pub use rulepacks::rules::href;
pub use store::{Adoption, Figure};

/// An adopted figure, as the target of an [`Id`](base::Id).
pub struct Departure;

auth::actions! {
    /// Read the rules in force: everyone.
    Look: See "rulebook.look" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Bring in an edition of a rule pack and adopt it, for the whole organisation.
    Adopt: Change "rulebook.adopt" [Officer];
    /// Set a stricter figure for the organisation or a part of it.
    Depart: Change "rulebook.depart" [Officer];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    let slice = web::Slice::new("rulebook", ACTIONS).routes(pages::routes()).menu(
        web::Public,
        "/rules",
        ("规则库", "Rulebook"),
        ui::Icon::Scales,
        60,
    );
    commands::commands(slice)
}
