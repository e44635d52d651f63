//! Tiles, each with a figure.

use maud::{Markup, html};

use crate::{Tone, table_html::readable};

/// One figure that matters, with the list behind it.
#[derive(Clone, Debug, Default)]
pub struct Stat {
    /// What is counted.
    pub label: String,
    /// The figure, as read.
    pub figure: String,
    /// A quieter line: change, rule, date.
    pub note: String,
    /// The list behind it.
    pub href: Option<String>,
    /// Which kind.
    pub tone: Tone,
}
impl Stat {
    /// A figure.
    pub fn new(label: impl Into<String>, figure: impl ToString) -> Self {
        Self { label: label.into(), figure: self::figure(figure), ..Self::default() }
    }
    /// With a quieter line.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
    /// Opens that list.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// Of that kind.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// A figure as people read it: from 10000 on with its thousands marked.
pub fn figure(n: impl ToString) -> String {
    readable(&n.to_string())
}

/// Figures side by side.
pub fn stats(tiles: &[Stat]) -> Markup {
    html! {
        dl.stats {
            @for tile in tiles {
                div class={ "stat stat-" (tile.tone.class()) } {
                    dt { (tile.label) }
                    dd.stat-figure {
                        @if let Some(icon) = tile.tone.icon() { (icon) }
                        @match &tile.href { Some(href) => a href=(href) { (tile.figure) span.visually-hidden { " " (tile.label) } }, None => (tile.figure) }
                    }
                    @if !tile.note.is_empty() { dd.stat-note { (tile.note) } }
                }
            }
        }
    }
}
