//! What a slice says is due.

use std::sync::Arc;

use base::{Date, Say};
use db::{Read, Result};
use serde::Serialize;

/// Something with a deadline.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Due {
    /// The day by which it is to be done.
    pub by: Date,
    /// A word that stays the same while it is the same matter: `term/018f…`.
    pub key: String,
    /// What kind of matter: “end of a term”.
    pub kind: Say,
    /// What is to be done. May name people: it is shown to who may see them.
    pub what: Say,
    /// The same without a person's name, for what leaves the building: calendar, mail, webhook.
    pub plain: Say,
    /// Where it is done.
    pub href: String,
}

/// What a slice has that is due for the reader up to a day. Looks only, and tells what the reader may see.
pub type Source = fn(&mut Read<'_>, Date) -> Result<Vec<Due>>;

/// What all slices have. Handed to the installation as a part.
#[derive(Clone)]
pub struct Sources(Arc<[Source]>);

/// At most so many matters of the nearest days leave by calendar and mail; the page shows all, a screenful at a time.
pub(crate) const MOST: usize = 500;

impl Sources {
    /// Those of these slices.
    pub fn new(all: impl IntoIterator<Item = Source>) -> Self {
        Self(all.into_iter().collect())
    }
    /// What is due for the reader up to a day, the nearest first, at most as much as a calendar or a mail takes.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn due(&self, tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
        let mut all = self.all(tx, until)?;
        all.truncate(MOST);
        Ok(all)
    }
    /// All that is due for the reader up to a day, the nearest first.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn all(&self, tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
        let mut all = Vec::new();
        for source in self.0.iter() {
            all.extend(source(tx, until)?);
        }
        all.sort_by(|a, b| (a.by, &a.key).cmp(&(b.by, &b.key)));
        all.dedup_by(|a, b| a.key == b.key);
        Ok(all)
    }
}
