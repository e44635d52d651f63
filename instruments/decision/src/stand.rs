//! Where a case leaves those who are named in it.

use procedure::{Effect, Leads, Stage, State};
use serde::Serialize;

use crate::{Case, store::Candidate};

/// Where somebody named stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// The case goes on, or is about no post.
    Named,
    /// The case was stopped before there was an appointment.
    NotAppointed,
    /// Holds the post, on probation.
    OnProbation,
    /// Holds the post.
    Appointed,
    /// Holds the post and passed the probation.
    Confirmed,
    /// Did not pass the probation, and left the post.
    NotPassed,
    /// Left the post, which the case was about.
    Removed,
}

/// Where a case leaves somebody. `passed` is what is recorded of the probation.
pub(crate) fn of(case: &Case, state: &State, candidate: &Candidate, passed: Option<bool>) -> Stand {
    let procedure = &case.procedure;
    let at = |effect| procedure.steps.iter().position(|s| s.effect == Some(effect));
    if candidate.tenure.is_none() {
        let stopped = state.now(procedure).is_none() && !state.fulfilled();
        return if stopped && at(Effect::Appointment).is_some() { Stand::NotAppointed } else { Stand::Named };
    }
    if procedure.removes() {
        return Stand::Removed;
    }
    let Some(probation) = at(Effect::Probation) else { return Stand::Appointed };
    let leads = match state.stages().get(probation) {
        Some(Stage::Closed(outcome)) => procedure.steps[probation].outcome(outcome).map(|o| o.leads),
        _ => return Stand::OnProbation,
    };
    match leads {
        Some(Leads::On) => Stand::Confirmed,
        _ if passed == Some(true) => Stand::Appointed,
        _ => Stand::NotPassed,
    }
}
