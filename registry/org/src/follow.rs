//! What goes with a unit when it ends.
//!
//! Posts and people stand above units, so a unit cannot know them. Whoever keeps something by unit says here what is to
//! happen with it; the verbs ask everyone, within the same transaction and under the same ledger entry.

use std::sync::{PoisonError, RwLock};

use base::{Date, Id, Say};
use db::{Result, Write};

use crate::Unit;

/// Something that is kept by unit in a slice above.
pub trait Follower: Send + Sync {
    /// The slice's name: a slice follows once, however often it says so.
    fn name(&self) -> &'static str;
    /// The fact tables that it may touch.
    fn facts(&self) -> &'static [&'static str];
    /// What is still there on `on` or later, in a sentence, so that the unit cannot end as it is.
    ///
    /// # Errors
    /// The database's.
    fn left(&self, tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> Result<Option<Say>>;
    /// The unit ends on `on`, and all that is there with it.
    ///
    /// # Errors
    /// What stands in the way, or the database's.
    fn end(&self, tx: &mut Write<'_>, unit: Id<Unit>, on: Date) -> Result<()>;
    /// From `on` on, all that is there belongs to `heir`.
    ///
    /// # Errors
    /// What stands in the way, or the database's.
    fn hand_over(&self, tx: &mut Write<'_>, unit: Id<Unit>, heir: Id<Unit>, on: Date) -> Result<()>;
}

static FOLLOWERS: RwLock<Vec<&'static dyn Follower>> = RwLock::new(Vec::new());

/// From now on `follower` is asked whenever a unit ends. Said once, when the program puts its slices together.
pub fn follow(follower: &'static dyn Follower) {
    let mut all = FOLLOWERS.write().unwrap_or_else(PoisonError::into_inner);
    if all.iter().all(|f| f.name() != follower.name()) {
        all.push(follower);
    }
}

pub(crate) fn followers() -> Vec<&'static dyn Follower> {
    FOLLOWERS.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The fact tables of units and of all who follow, which are few and known when the program is put together.
pub fn tables() -> &'static [&'static str] {
    static ALL: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| {
        crate::store::FACTS.iter().copied().chain(followers().iter().flat_map(|f| f.facts().iter().copied())).collect()
    })
}
