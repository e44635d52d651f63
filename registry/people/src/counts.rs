//! How many rows a list has, remembered until something changes: counting 100,000 rows for each page would cost more than
//! showing it.

use std::sync::{Mutex, PoisonError};

use auth::{Action, Permit, Root};
use base::{Date, Id};
use db::Read;

use crate::Filter;

/// A list: of whom, as far as whose reach, through which filter, on which day.
#[derive(Clone, PartialEq, Eq)]
struct Key {
    root: Id<Root>,
    reach: Vec<(String, String)>,
    filter: Filter,
    day: Date,
}

/// The latest lists with the ledger's number at which each was counted. Every change of a row comes with an entry, so that a
/// count is right as long as the number is the same.
static COUNTS: Mutex<Vec<(Key, i64, i64)>> = Mutex::new(Vec::new());

/// Lists that are remembered at a time, of this process.
const MOST: usize = 64;

/// The number of rows as counted before at this state of the ledger, else as counted now. For transactions that only look:
/// one that writes sees rows that no entry stands for yet.
pub(crate) fn remembered<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    filter: &Filter,
    count: impl FnOnce(&mut Read<'_>) -> db::Result<i64>,
) -> db::Result<i64> {
    let reach = if may.whole() { Vec::new() } else { may.ranges().to_vec() };
    let key = Key { root: may.root(), reach, filter: filter.clone(), day: tx.today() };
    let state = tx.entries_so_far(may)?;
    let counts = || COUNTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., n)) = counts().iter().find(|(k, at, _)| *at == state && *k == key) {
        return Ok(*n);
    }
    let n = count(tx)?;
    let mut counts = counts();
    counts.retain(|(k, ..)| *k != key);
    if counts.len() >= MOST {
        counts.remove(0);
    }
    counts.push((key, state, n));
    Ok(n)
}
