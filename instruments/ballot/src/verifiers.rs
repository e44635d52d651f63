//! What checks an urn's ballots, made once: its tables cost more than a ballot. The roll is not part of it: a credential is looked up
//! in the database.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ballots::belenios::{Checker, Election, Trustees};
use db::{Error, Result};

/// What several requests check with.
pub(crate) type Shared = Arc<Checker>;

/// So many urns are kept ready; the one used longest ago makes room.
const MOST: usize = 32;

/// By the urn's id, which is drawn by chance and names one election for ever: what is fixed does not change.
static READY: Mutex<VecDeque<(String, Shared)>> = Mutex::new(VecDeque::new());

fn ready() -> MutexGuard<'static, VecDeque<(String, Shared)>> {
    READY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What checks an urn's ballots, if it is at hand.
pub(crate) fn known(urn: &str) -> Option<Shared> {
    let mut all = ready();
    let at = all.iter().position(|(id, _)| id == urn)?;
    let found = all.remove(at)?;
    let shared = found.1.clone();
    all.push_back(found);
    Some(shared)
}

/// What checks an urn's ballots, from its texts, kept for the next.
pub(crate) fn of(urn: &str, election: &str, trustees: &str) -> Result<Shared> {
    if let Some(known) = known(urn) {
        return Ok(known);
    }
    let corrupt = |r: ballots::Refused| Error::Corrupt(format!("an urn’s texts: {}", r.say.en));
    let election = Election::read(election).map_err(corrupt)?;
    let trustees = Trustees::read(trustees).map_err(corrupt)?;
    let made = Arc::new(Checker::new(election, &trustees).map_err(corrupt)?);
    let mut all = ready();
    all.push_back((urn.to_owned(), made.clone()));
    while all.len() > MOST {
        all.pop_front();
    }
    Ok(made)
}
