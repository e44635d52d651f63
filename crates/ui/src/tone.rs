//! Answers and states: always a word and a shape, colour only as well.

use maud::{Markup, html};

use crate::{Icon, Lang, t::Text};

/// What kind of answer or state something is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// No judgement: a plain label.
    #[default]
    Plain,
    /// Yes, met, done.
    Yes,
    /// No, failed, refused.
    No,
    /// Cannot tell: a fact is missing.
    Unknown,
    /// Needs attention, soon due.
    Warning,
    /// In progress, for information.
    Info,
}

impl Tone {
    /// The style's name: `yes`, `no`, …
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
    /// The shape that goes with it.
    pub const fn icon(self) -> Option<Icon> {
        match self {
            Self::Plain => None,
            Self::Yes => Some(Icon::Check),
            Self::No => Some(Icon::Cross),
            Self::Unknown => Some(Icon::Question),
            Self::Warning => Some(Icon::Warning),
            Self::Info => Some(Icon::Info),
        }
    }
    /// The word where the caller has none better: 是, 否, 无法判定, 注意.
    pub fn word(self, lang: Lang) -> String {
        let t = Text::of(lang);
        match self {
            Self::Plain => String::new(),
            Self::Yes => t.yes().to_string(),
            Self::No => t.no().to_string(),
            Self::Unknown => t.unknown().to_string(),
            Self::Warning => t.warning().to_string(),
            Self::Info => t.info().to_string(),
        }
    }
    /// A mark for the terminal: `✓ ✗ ? ! i`.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Yes => "✓",
            Self::No => "✗",
            Self::Unknown => "?",
            Self::Warning => "!",
            Self::Info => "i",
        }
    }
}

/// A word in a small frame with the shape of its tone.
pub fn badge(tone: Tone, word: &str) -> Markup {
    html! {
        span class={ "badge badge-" (tone.class()) } {
            @if let Some(icon) = tone.icon() { (icon) }
            span { (word) }
        }
    }
}

/// A badge with the tone's own word.
pub fn answer(tone: Tone, lang: Lang) -> Markup {
    badge(tone, &tone.word(lang))
}
