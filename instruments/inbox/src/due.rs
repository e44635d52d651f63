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

impl Due {
    /// How many days are left on that day; less than nothing once it is overdue.
    pub fn left(&self, on: Date) -> i32 {
        (self.by.civil() - on.civil()).get_days()
    }
    /// By what a list is sorted: whatever is nearest to that day, before or behind it, comes first. What has been overdue for years
    /// does not hide what is due tomorrow.
    pub(crate) fn key(&self, on: Date) -> [String; 3] {
        let left = self.left(on);
        [format!("{:07}", left.unsigned_abs()), if left < 0 { "-" } else { "=" }.to_owned(), self.key.clone()]
    }
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
    /// What is due for the reader up to a day, in the order of days: the nearest to today, as much as a calendar or a mail takes.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn due(&self, tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
        let mut all = self.all(tx, until)?;
        all.truncate(MOST);
        all.sort_by(|a, b| (a.by, &a.key).cmp(&(b.by, &b.key)));
        Ok(all)
    }
    /// All that is due for the reader up to a day, the nearest to today first.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn all(&self, tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
        let mut all = Vec::new();
        for source in self.0.iter() {
            all.extend(source(tx, until)?);
        }
        let on = tx.today();
        all.sort_by_cached_key(|due| due.key(on));
        all.dedup_by(|a, b| a.key == b.key);
        Ok(all)
    }
}
