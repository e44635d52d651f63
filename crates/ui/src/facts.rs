//! What is recorded about one thing, and since when.

use maud::{Markup, html};

use crate::{Lang, Tone, t::Text};

/// One recorded thing: its name, what it says, and where that comes from.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    label: String,
    value: Markup,
    note: String,
}
impl Fact {
    /// A fact in words; empty means that nothing is recorded.
    pub fn new(label: impl Into<String>, value: impl ToString) -> Self {
        let value = value.to_string();
        Self { label: label.into(), value: html! { (value) }, note: String::new() }
    }
    /// A fact that may not be recorded.
    pub fn of(label: impl Into<String>, value: Option<impl ToString>) -> Self {
        Self::new(label, value.map(|v| v.to_string()).unwrap_or_default())
    }
    /// A fact as markup: a badge, a link, a masked value.
    pub fn markup(label: impl Into<String>, value: Markup) -> Self {
        Self { label: label.into(), value, note: String::new() }
    }
    /// Since when, or from which source.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// Facts as a list of terms; what is not recorded says so.
pub fn facts(lang: Lang, facts: impl IntoIterator<Item = Fact>) -> Markup {
    let t = Text::of(lang);
    html! {
        dl.facts {
            @for fact in facts {
                div {
                    dt { (fact.label) }
                    dd {
                        @if fact.value.0.is_empty() { span.muted { (t.not_recorded()) } } @else { (fact.value) }
                        @if !fact.note.is_empty() { small { (fact.note) } }
                    }
                }
            }
        }
    }
}

/// Something that held from one date to another, or happened on one.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Event {
    /// First day, as precisely as known.
    pub from: String,
    /// Last day; empty while it holds.
    pub to: String,
    /// What held.
    pub says: String,
    /// A quieter line: unit, paper, source.
    pub note: String,
    /// Its page.
    pub href: Option<String>,
    /// Which kind.
    pub tone: Tone,
    /// Whether it happened on its first day rather than held from it.
    pub once: bool,
}
impl Event {
    /// Something that happened on that date.
    pub fn on(date: impl ToString, says: impl Into<String>) -> Self {
        Self { once: true, ..Self::since(date, says) }
    }
    /// Something that holds since that date.
    pub fn since(from: impl ToString, says: impl Into<String>) -> Self {
        Self { from: from.to_string(), says: says.into(), ..Self::default() }
    }
    /// Until that date.
    pub fn until(mut self, to: impl ToString) -> Self {
        self.to = to.to_string();
        self
    }
    /// With a quieter line.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
    /// Leads to that page.
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

/// Events in the order given.
pub fn timeline(lang: Lang, events: &[Event]) -> Markup {
    let t = Text::of(lang);
    html! {
        ol.timeline {
            @for event in events {
                li class={ "event event-" (event.tone.class()) } {
                    p.event-when {
                        time { (event.from) }
                        @if !event.once {
                            " – "
                            @if event.to.is_empty() { span { (t.now()) } } @else { time { (event.to) } }
                        }
                    }
                    div {
                        p.event-says {
                            @match &event.href { Some(href) => a href=(href) { (event.says) }, None => (event.says) }
                            @if let Some(icon) = event.tone.icon().filter(|_| event.tone != Tone::Info) { " " span class={ "tone-" (event.tone.class()) } { (icon) span.visually-hidden { (event.tone.word(lang)) } } }
                        }
                        @if !event.note.is_empty() { p.event-note { (event.note) } }
                    }
                }
            }
        }
    }
}
