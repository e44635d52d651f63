//! Writing what is not a fact: sessions, counters, jobs, caches.
//!
//! Such rows come and go without a ledger entry, so this way in must never reach a fact or the ledger. The tables it
//! may change are those without `made` and `unmade`; each statement is looked at before it runs, and one that would
//! change anything else undoes the whole transaction.

use std::ops::{Deref, DerefMut};

use auth::Actor;

use crate::{Db, Read, Result, watch::watched};

/// A transaction that keeps books: it can do all that a [`Read`] can, and change tables that hold no facts.
pub struct Books<'a>(Read<'a>);

impl<'a> Deref for Books<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.0
    }
}
impl DerefMut for Books<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Db {
    /// Runs `f` in one transaction that may change bookkeeping tables only (sessions, counters, jobs, caches) and makes
    /// no ledger entry. When `f` fails, or tried to change a fact, the ledger or a table's shape, nothing is kept.
    ///
    /// Writers of the same root do not queue here: a check and the change that rests on it must be one statement
    /// (`UPDATE … WHERE used_at IS NULL`, then the number of rows).
    pub fn keep_books<T>(&self, actor: &Actor, f: impl FnOnce(&mut Books<'_>) -> Result<T>) -> Result<T> {
        let now = self.now();
        let catalog = self.catalog();
        self.change(|conn| {
            watched(conn, &catalog, true, |conn, _| f(&mut Books(Read::new(conn, actor, now, self.keys()))))
        })
    }
}
