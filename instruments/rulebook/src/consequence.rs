//! What a change of rules would touch, before it is made.

use std::sync::Arc;

use base::{Date, Say};
use db::{Read, Result};
use rulepacks::rules::Pack;
use serde::Serialize;

/// Something that a change would touch: a case that is running, a post, a person within reach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Touched {
    /// What it is: “case”, “post”.
    pub kind: Say,
    /// What it is called.
    pub name: String,
    /// Where it is shown.
    pub href: Option<String>,
    /// How it stands now.
    pub was: Say,
    /// How it would stand.
    pub becomes: Say,
}

/// What a slice says to a change from the old pack to the new one from a day on. Looks only; tells what the reader may see.
pub type Consequence = fn(&mut Read<'_>, &Pack, &Pack, Date) -> Result<Vec<Touched>>;

/// What all slices say. Handed to the installation as a part.
#[derive(Clone)]
pub struct Consequences(Arc<[Consequence]>);

impl Consequences {
    /// Those of these slices.
    pub fn new(all: impl IntoIterator<Item = Consequence>) -> Self {
        Self(all.into_iter().collect())
    }
    /// All that would be touched.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn of(&self, tx: &mut Read<'_>, old: &Pack, new: &Pack, from: Date) -> Result<Vec<Touched>> {
        let mut all = Vec::new();
        for one in self.0.iter() {
            all.extend(one(tx, old, new, from)?);
        }
        Ok(all)
    }
}
