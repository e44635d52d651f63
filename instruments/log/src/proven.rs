//! What another slice shows beside something that it published: where it stands in the log, with its proof.

use auth::{Action, Permit};
use base::Lang;
use db::{Read, Result};
use maud::{Markup, html};
use serde::Serialize;

use crate::{Text, rules, store};

/// Where what was published about a subject stands in the public log.
#[derive(Clone, Default, Debug, Serialize)]
pub struct Proven {
    /// What is in the log, the latest first: its kind and its number.
    pub entries: Vec<(String, u64)>,
    /// Whether something waits for the next round.
    pub waits: bool,
    /// The address that the site is known by, for paper.
    #[serde(skip)]
    origin: Option<String>,
}

impl Proven {
    /// What these kinds of publications say of a subject, as [`rules::Publication::new`] named both. `origin` is the site's address
    /// (`cx.app().config().origin`), without which paper has no QR code.
    ///
    /// # Errors
    /// The database.
    pub fn of<A: Action>(
        tx: &mut Read<'_>,
        may: &Permit<A>,
        kinds: &[&str],
        subject: &str,
        origin: Option<String>,
    ) -> Result<Self> {
        let mut it = Self { origin, ..Self::default() };
        for (kind, position) in store::places(tx, may, kinds, subject)? {
            match position {
                Some(position) => it.entries.push((kind, position)),
                None => it.waits = true,
            }
        }
        Ok(it)
    }
    fn line(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            @for (i, (kind, at)) in self.entries.iter().enumerate() {
                @if i > 0 { " · " }
                a href={ "/log/entries/" (at) } { (t.entry_title(at.to_string(), rules::kind(kind, lang))) }
            }
            @if self.waits { @if !self.entries.is_empty() { " · " } (t.waits()) }
        }
    }
    /// For a page: the entries, each leading to its page with the proof to take home. Nothing where there is nothing to say.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            @if !self.entries.is_empty() || self.waits {
                p.proven { strong { (t.in_log()) } " " (self.line(lang)) }
            }
        }
    }
    /// For paper: the same, and a QR code that leads to the latest entry's page.
    pub fn on_paper(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let address =
            self.origin.as_ref().zip(self.entries.first()).map(|(o, (_, at))| format!("{o}/log/entries/{at}"));
        html! {
            p { (self.line(lang)) }
            @if let Some(address) = address {
                (ui::qr(&address, &t.this_page().to_string(), false))
                p.break-all { (address) }
                p { (t.paper_proof()) }
            }
        }
    }
    /// Whether there is anything to say.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && !self.waits
    }
}
