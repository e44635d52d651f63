//! Procedures as data. A procedure is steps in their order; a step says who acts, which papers and facts it needs, how it
//! may end, and which gates must be open before it does. A gate names a rule of a pack and a check over the facts of the
//! case; it answers yes, no or cannot tell, and says which rule, which facts of which day, and what would open it.
//!
//! What happened to a case is a list of events; [`State::of`] folds them. A step cannot be passed over, a closed step cannot
//! be changed, and sending back is an event of its own, so that both ways stay on the record.
//!
//! Pure: no I/O, no clock. Nothing of any country is in the code: figures are in rule packs, steps in procedure files.

mod check;
mod explain;
mod fact;
mod polled;
mod reason;
mod script;
mod state;

pub use check::Check;
pub use eligibility::Truth;
pub use explain::Setting;
pub use fact::{Fact, Facts, Incident, Subject, Value};
pub use polled::{Asking, Beside, Figure, Form, Polled};
pub use reason::{Cited, Found, Reason};
pub use script::{
    Answer, Applies, Ask, Choice, Deadline, Effect, Gate, Leads, Outcome, Paper, Party, Procedure, Refused, Step, When,
};
pub use state::{Event, Exception, Happening, Refusal, Stage, State, closing};

/// Every procedure that comes with the program, by path.
///
/// # Errors
/// The procedure and what is wrong in it: a fault of the program, which the tests of this crate rule out.
pub fn shipped() -> Result<Vec<Procedure>, Refused> {
    let of = |name: &str| name.contains("/procedures/");
    rulepacks::FILES.iter().filter(|(name, _)| of(name)).map(|(_, text)| Procedure::read(text)).collect()
}

/// The procedures that come with the program, read once.
pub fn all() -> &'static [Procedure] {
    static ALL: std::sync::LazyLock<Vec<Procedure>> = std::sync::LazyLock::new(|| shipped().unwrap_or_default());
    &ALL
}

#[cfg(test)]
mod tests;
