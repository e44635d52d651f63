//! What goes with a person whose record ends: what slices above keep by person.

use std::sync::{OnceLock, PoisonError, RwLock};

use base::{Id, Say};
use db::{LedgerEntry, Result, Write};

use crate::{file::Person, store::kept::TABLES};

/// Something that is kept by person in a slice above, such as appointments.
pub trait Follower: Send + Sync {
    /// The slice's name: a slice follows once, however often it says so.
    fn name(&self) -> &'static str;
    /// The fact tables that it may touch.
    fn facts(&self) -> &'static [&'static str];
    /// What is still there of a person, in a sentence, so that the person cannot be taken back as it is.
    ///
    /// # Errors
    /// The database's.
    fn left(&self, tx: &mut Write<'_>, person: Id<Person>) -> Result<Option<Say>>;
    /// All that is there of `other` is `person`'s from now on: they are one.
    ///
    /// # Errors
    /// What stands in the way, or the database's.
    fn merged(&self, tx: &mut Write<'_>, person: Id<Person>, other: Id<Person>) -> Result<()>;
    /// What the entry did here is taken back.
    ///
    /// # Errors
    /// What has been built on it since, or the database's.
    fn undone(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<()>;
}

static FOLLOWERS: RwLock<Vec<&'static dyn Follower>> = RwLock::new(Vec::new());

/// From now on `follower` is asked whenever a person's record ends. Said once, when the program puts its slices together.
pub fn follow(follower: &'static dyn Follower) {
    let mut all = FOLLOWERS.write().unwrap_or_else(PoisonError::into_inner);
    if all.iter().all(|f| f.name() != follower.name()) {
        all.push(follower);
    }
}

pub(crate) fn followers() -> Vec<&'static dyn Follower> {
    FOLLOWERS.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The fact tables of the file and of all who follow, which are few and known when the program is put together.
pub fn tables() -> &'static [&'static str] {
    static ALL: OnceLock<Vec<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| {
        TABLES.iter().copied().chain(followers().iter().flat_map(|f| f.facts().iter().copied())).collect()
    })
}

/// Refuses while something above still speaks of the person.
pub(crate) fn nothing_left(tx: &mut Write<'_>, person: Id<Person>) -> Result<()> {
    for follower in followers() {
        if let Some(say) = follower.left(tx, person)? {
            return Err(db::Error::Refused(say));
        }
    }
    Ok(())
}
