//! What a slice has published.

use std::sync::Arc;

use base::{Date, Say};
use db::{Read, Result};
use serde::Serialize;

use crate::Look;

/// Something that was published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct News {
    /// The day.
    pub day: Date,
    /// A UUID that stays the same while it is the same thing, in its usual form.
    pub id: String,
    /// What kind of thing: “notice”, “rules adopted”.
    pub kind: Say,
    /// What it is called.
    pub title: Say,
    /// What it says, in a sentence or two. Only what everybody may know.
    pub summary: Say,
    /// Where it is shown.
    pub href: String,
}

/// What a slice has published, of a visitor's view: at most so many, the newest.
pub type Source = fn(&mut Read<'_>, usize) -> Result<Vec<News>>;

/// What all slices have. Handed to the installation as a part.
#[derive(Clone)]
pub struct Sources(Arc<[Source]>);

impl Sources {
    /// Those of these slices.
    pub fn new(all: impl IntoIterator<Item = Source>) -> Self {
        Self(all.into_iter().collect())
    }
    /// The newest of all, the newest first.
    ///
    /// # Errors
    /// The policy and the database.
    pub fn newest(&self, tx: &mut Read<'_>, most: usize) -> Result<Vec<News>> {
        let mut all = Vec::new();
        for source in self.0.iter() {
            all.extend(source(tx, most)?);
        }
        all.sort_by(|a, b| (b.day, &b.id).cmp(&(a.day, &a.id)));
        all.truncate(most);
        Ok(all)
    }
}

/// Editions of rule packs that were adopted.
///
/// # Errors
/// The policy and the database.
pub fn adoptions(tx: &mut Read<'_>, most: usize) -> Result<Vec<News>> {
    tx.may::<Look>()?;
    let all = rulebook::adopted(tx)?;
    let one = |(title, edition, a): (Say, String, rulebook::Adoption)| News {
        day: a.decided_on,
        id: a.made.to_string(),
        kind: Say::new("规则施行", "Rules adopted"),
        title: Say::new(format!("{}：版本 {edition}", title.zh), format!("{}: edition {edition}", title.en)),
        summary: Say::new(
            format!("依{}，自 {} 起施行。", a.document, a.valid_from),
            format!("By {}, in force from {}.", a.document, a.valid_from),
        ),
        href: format!("/rules/{}", a.pack),
    };
    Ok(all.into_iter().rev().take(most).map(one).collect())
}
