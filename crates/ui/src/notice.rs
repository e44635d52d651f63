//! What happened, what was kept, what to do next.

use maud::{Markup, html};

use crate::{Lang, Tone, t::Text};

/// A message at the top of a page. `Tone::No` is read out at once, the others when the reader pauses.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Notice {
    /// Which kind.
    pub tone: Tone,
    /// What happened.
    pub happened: String,
    /// What was kept, or not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kept: String,
    /// What to do next.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub next: String,
    /// Links that do it: label and address.
    #[serde(skip)]
    pub links: Vec<(String, String)>,
}

impl Notice {
    /// A message of that tone.
    pub fn new(tone: Tone, happened: impl Into<String>) -> Self {
        Self { tone, happened: happened.into(), ..Self::default() }
    }
    /// What was kept.
    pub fn kept(mut self, kept: impl Into<String>) -> Self {
        self.kept = kept.into();
        self
    }
    /// What to do next.
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = next.into();
        self
    }
    /// A link that does it.
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push((label.into(), href.into()));
        self
    }
    /// The message.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let role = if self.tone == Tone::No { "alert" } else { "status" };
        html! {
            div class={ "notice notice-" (self.tone.class()) } role=(role) {
                @if let Some(icon) = self.tone.icon() { (icon) }
                div {
                    p.notice-happened { (self.happened) }
                    @if !self.kept.is_empty() { p { span.notice-word { (t.kept()) } (self.kept) } }
                    @if !self.next.is_empty() { p { span.notice-word { (t.next_step()) } (self.next) } }
                    @if !self.links.is_empty() { p.notice-links { @for (label, href) in &self.links { a href=(href) { (label) } } } }
                }
            }
        }
    }
}
