//! A result as it was found, for whoever builds on it.

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Error, Read, Result};

use super::{hex, sha256};
use crate::{Ballot, rules::Outcome, store};

/// A result as it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What came out.
    pub outcome: Outcome,
    /// Whether paper was counted by hand.
    pub by_hand: bool,
    /// The day on which voting ended; of a count by hand, that on which both tellers had entered the same.
    pub on: Date,
    /// The SHA-256 of the result, as it stands in the public log.
    pub digest: String,
}

/// The result of a ballot; nothing before there is one. Whoever shows it makes sure that it may be seen.
///
/// # Errors
/// A result that cannot be read any more; the database.
pub fn found<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Ballot>) -> Result<Option<Found>> {
    let Some((text, by_hand, made)) = store::result(tx, may, id)? else { return Ok(None) };
    let outcome = serde_json::from_str(&text).map_err(|e| Error::Corrupt(format!("a result: {e}")))?;
    let ended = match store::head(tx, may, id)?.closed_at {
        Some(at) => at,
        None => tx.entries_of(may, &[made])?.first().map(|e| e.at).ok_or(Error::NotFound)?,
    };
    Ok(Some(Found { outcome, by_hand, on: ended.date_at(8), digest: hex(&sha256(&text)) }))
}
