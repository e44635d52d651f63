//! What slices above show on the page of a slice below: who held a post on the post's page, appointments in a file.
//!
//! A slice knows nothing of those above it. It asks for the [`PageParts`] of its subject, and the binary says which there
//! are.

use std::fmt;

use base::{Date, Id, Lang};
use db::Read;
use maud::{Markup, html};
use serde_json::Value;

/// A part of the page of one `T`, as of a day.
pub type PagePartOf<T> = fn(&mut Read<'_>, Id<T>, Date, Lang) -> db::Result<Option<PagePart>>;

/// What such a part shows.
#[derive(Clone, Debug)]
pub struct PagePart {
    /// Its heading.
    pub title: String,
    /// Its content.
    pub body: Markup,
    /// The same for programs.
    pub json: Value,
}

/// The parts of other slices on the page of a `T`, given to the installation as one value
/// ([`Parts::with`](crate::Parts::with)).
pub struct PageParts<T: 'static>(pub Vec<PagePartOf<T>>);

impl<T> Clone for PageParts<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
impl<T> Default for PageParts<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
impl<T> fmt::Debug for PageParts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} parts", self.0.len())
    }
}

impl<T> PageParts<T> {
    /// Those that have something to show. What the reader's roles do not include is left out.
    ///
    /// # Errors
    /// What a part's slice says but for that.
    pub fn load(&self, tx: &mut Read<'_>, of: Id<T>, on: Date, lang: Lang) -> db::Result<Vec<PagePart>> {
        let mut all = Vec::new();
        for part in &self.0 {
            match part(tx, of, on, lang) {
                Err(db::Error::Denied(_)) => {}
                shown => all.extend(shown?),
            }
        }
        Ok(all)
    }
}

impl PagePart {
    /// The part under its heading.
    pub fn html(&self) -> Markup {
        html! { section { h2 { (self.title) } (self.body) } }
    }
}
