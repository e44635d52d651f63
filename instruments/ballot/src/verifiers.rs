//! What checks an urn's ballots, made once: its tables and the check of the roll cost more than a ballot.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ballots::belenios::{Election, Roll, Trustees, Verifier};
use db::{Error, Result};

/// A verifier that several requests use.
pub(crate) type Shared = Arc<Verifier>;

/// So many urns are kept ready; the one used longest ago makes room.
const MOST: usize = 32;

/// By the urn's id, which is drawn by chance and names one election for ever: what is fixed does not change.
static READY: Mutex<VecDeque<(String, Shared)>> = Mutex::new(VecDeque::new());

fn ready() -> MutexGuard<'static, VecDeque<(String, Shared)>> {
    READY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The verifier of an urn, if it is at hand.
pub(crate) fn known(urn: &str) -> Option<Shared> {
    let mut all = ready();
    let at = all.iter().position(|(id, _)| id == urn)?;
    let found = all.remove(at)?;
    let shared = found.1.clone();
    all.push_back(found);
    Some(shared)
}

/// The verifier of an urn from its texts, kept for the next.
pub(crate) fn of(urn: &str, election: &str, roll: &str, trustees: &str) -> Result<Shared> {
    if let Some(known) = known(urn) {
        return Ok(known);
    }
    let corrupt = |r: ballots::Refused| Error::Corrupt(format!("an urn’s texts: {}", r.say.en));
    let election = Election::read(election).map_err(corrupt)?;
    let trustees = Trustees::read(trustees).map_err(corrupt)?;
    let roll = Roll::read(roll).map_err(corrupt)?;
    let made = Arc::new(Verifier::new(election, &trustees, roll).map_err(corrupt)?);
    let mut all = ready();
    all.push_back((urn.to_owned(), made.clone()));
    while all.len() > MOST {
        all.pop_front();
    }
    Ok(made)
}
