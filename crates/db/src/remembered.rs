//! What was computed from the records, remembered until something changes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use auth::{Action, Permit, PersonKey, Root};
use base::{Date, Id};

use crate::{Read, Result};

/// Values computed from the records, the latest of them remembered as long as the process lives. Every change of a row comes
/// with a ledger entry, so that a value is right as long as the ledger's number is the same.
///
/// For transactions that only look: one that writes sees rows that no entry stands for yet.
pub struct Remembered<K, V> {
    most: usize,
    kept: Mutex<Vec<Kept<K, V>>>,
}

struct Kept<K, V> {
    about: About,
    key: K,
    entries: i64,
    value: V,
}

/// Parts of the tree, and the own file.
type Reach = (Vec<(String, String)>, Option<Id<PersonKey>>);

/// For whom a value is right: those who reach the same part of the same organisation, on the same day.
#[derive(PartialEq, Eq)]
struct About {
    root: Id<Root>,
    /// Nothing for the whole tree, which is not the same as no part of it.
    reach: Option<Reach>,
    today: Date,
}

impl<K: PartialEq, V: Clone> Remembered<K, V> {
    /// Remembers so many values at a time.
    pub const fn new(most: usize) -> Self {
        Self { most, kept: Mutex::new(Vec::new()) }
    }

    /// The value as it was computed at this state of the ledger for whoever reaches as much, else as it is computed now. The
    /// key holds everything else that the value rests on.
    ///
    /// # Errors
    /// Those of `compute`, and the database's.
    pub fn get<A: Action>(
        &self,
        tx: &mut Read<'_>,
        may: &Permit<A>,
        key: K,
        compute: impl FnOnce(&mut Read<'_>) -> Result<V>,
    ) -> Result<V> {
        let (about, entries) = About::of(tx, may)?;
        if let Some(found) = self.find(&about, entries, &key) {
            return Ok(found);
        }
        let value = compute(tx)?;
        let mut kept = self.kept();
        kept.retain(|k| k.about != about || k.key != key);
        if kept.len() >= self.most {
            kept.remove(0);
        }
        kept.push(Kept { about, key, entries, value: value.clone() });
        Ok(value)
    }
    /// The value as [`get`](Self::get) remembers it, where it does.
    ///
    /// # Errors
    /// The database's.
    pub fn peek<A: Action>(&self, tx: &mut Read<'_>, may: &Permit<A>, key: &K) -> Result<Option<V>> {
        let (about, entries) = About::of(tx, may)?;
        Ok(self.find(&about, entries, key))
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept<K, V>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn find(&self, about: &About, entries: i64, key: &K) -> Option<V> {
        let kept = self.kept();
        let found = kept.iter().find(|k| k.entries == entries && k.about == *about && k.key == *key);
        found.map(|k| k.value.clone())
    }
}

impl About {
    /// For whom, and the state of the ledger.
    fn of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<(Self, i64)> {
        let reach = (!may.whole()).then(|| (may.ranges().to_vec(), may.own()));
        Ok((Self { root: may.root(), reach, today: tx.today() }, tx.entries_so_far(may)?))
    }
}
