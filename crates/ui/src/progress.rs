//! A long job that one can watch and leave.

use maud::{Markup, html};

use crate::{Lang, Notice, t::Text, table_html::grouped};

/// A long job. The page polls by itself; without scripts set [`crate::Shell::refresh`].
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Progress {
    /// What is being done.
    pub label: String,
    /// How much is done.
    pub done: u64,
    /// Of how much; none while unknown.
    pub total: Option<u64>,
    /// What is being done right now.
    pub now: String,
    /// Address that answers with this part again; none when it is over.
    pub poll: Option<String>,
    /// How it ended.
    pub ended: Option<Notice>,
}
impl Progress {
    /// The part; it replaces itself while the job runs.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let figures = match self.total {
            Some(total) => t.done_of(grouped(self.done), grouped(total)).to_string(),
            None => t.done_so_far(grouped(self.done)).to_string(),
        };
        let every = self.poll.as_ref().map(|_| "every 1s");
        html! {
            section.progress hx-get=[self.poll.as_deref()] hx-trigger=[every] hx-swap=[every.map(|_| "outerHTML")] aria-busy=[every.map(|_| "true")] {
                @if let Some(ended) = &self.ended {
                    (ended.html(lang))
                } @else {
                    p.progress-label { (self.label) span { (figures) } }
                    @match self.total {
                        Some(total) => progress max=(total.max(1)) value=(self.done.min(total)) aria-label=(self.label) { (figures) },
                        None => progress aria-label=(self.label) { (figures) },
                    }
                    @if !self.now.is_empty() { p.hint { (self.now) } }
                }
            }
        }
    }
}
