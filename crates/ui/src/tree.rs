//! The unit tree, as a list that opens and as a chart.

use maud::{Markup, html};

use crate::{Icon, Lang, t::Text, table_html::grouped};

/// A unit with what stands under it.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Node {
    /// Its name.
    pub label: String,
    /// Its page.
    pub href: String,
    /// A quieter word: kind, rank.
    pub note: String,
    /// A figure at the end: people, posts.
    pub count: Option<u64>,
    /// Whether what is under it is shown.
    #[serde(skip)]
    pub open: bool,
    /// Whether it is the one the page is about.
    #[serde(skip)]
    pub current: bool,
    /// Address that answers with [`children`] when it is opened first; used where `parts` is empty.
    #[serde(skip)]
    pub more: Option<String>,
    /// What stands under it.
    pub parts: Vec<Node>,
}

impl Node {
    /// A unit.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), ..Self::default() }
    }
    /// With a quieter word.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
    /// With a figure.
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
    /// Shown with what stands under it.
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }
    /// With what stands under it.
    pub fn parts(mut self, parts: impl IntoIterator<Item = Node>) -> Self {
        self.parts = parts.into_iter().collect();
        self
    }

    /// The tree. Opening needs no script, and every unit is a link that the keyboard reaches.
    pub fn html(&self, lang: Lang) -> Markup {
        html! { ul.tree { (self.item(lang)) } }
    }

    fn item(&self, lang: Lang) -> Markup {
        let under = Text::of(lang).what_is_under(self.label.as_str());
        html! {
            li {
                div.tree-line { (self.line()) }
                @if !self.parts.is_empty() {
                    details open[self.open] { summary aria-label=(under) { (Icon::Chevron) } (children(lang, &self.parts)) }
                } @else if let Some(more) = &self.more {
                    // without scripts the unit's own page shows what is under it
                    details { summary aria-label=(under) { (Icon::Chevron) } div hx-get=(more) hx-trigger="toggle from:closest details once" {} }
                }
            }
        }
    }

    fn line(&self) -> Markup {
        html! {
            a href=(self.href) aria-current=[self.current.then_some("true")] { (self.label) }
            @if !self.note.is_empty() { small { (self.note) } }
            @if let Some(count) = self.count { span.tree-count { (grouped(count)) } }
        }
    }
}

/// The list under a unit.
pub fn children(lang: Lang, nodes: &[Node]) -> Markup {
    html! { ul { @for node in nodes { (node.item(lang)) } } }
}
