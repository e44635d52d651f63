//! Why a verdict is what it is: a tree of clauses and the facts they met.

use maud::{Markup, html};

use crate::{Lang, Tone, badge, t::Text};

/// One step of an explanation. `Tone::Yes`, `No` and `Unknown` are its three answers.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Reason {
    /// The answer of this step.
    pub tone: Tone,
    /// What was asked: “学历不低于本科”.
    pub asks: String,
    /// Where that stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
    /// The fact that answered, or the one that is missing: “大学本科，2008-07”.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fact: String,
    /// Since when the fact holds, or when it was recorded.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// The steps that this one rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Reason>,
}

/// Where something stands: the clause, with its number.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Clause {
    /// How it is cited.
    pub text: String,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

impl Reason {
    /// A step with this answer.
    pub fn new(tone: Tone, asks: impl Into<String>) -> Self {
        Self { tone, asks: asks.into(), ..Self::default() }
    }
    /// Where it stands.
    pub fn clause(self, text: impl Into<String>) -> Self {
        self.clause_at(text, None)
    }
    /// Where it stands, with the page that shows it.
    pub fn clause_at(mut self, text: impl Into<String>, href: Option<String>) -> Self {
        let text = text.into();
        self.clauses.extend((!text.is_empty()).then_some(Clause { text, href }));
        self
    }
    /// The fact that answered, and its date.
    pub fn fact(mut self, fact: impl Into<String>, date: impl ToString) -> Self {
        self.fact = fact.into();
        self.date = date.to_string();
        self
    }
    /// The steps that it rests on.
    pub fn parts(mut self, parts: impl IntoIterator<Item = Reason>) -> Self {
        self.parts = parts.into_iter().collect();
        self
    }

    /// The tree. What decided a no or a cannot-tell is open; what was met is folded.
    pub fn html(&self, lang: Lang) -> Markup {
        html! { ul.reasons { (self.step(lang, true)) } }
    }

    fn step(&self, lang: Lang, root: bool) -> Markup {
        html! {
            li class={ "reason reason-" (self.tone.class()) } {
                @if self.parts.is_empty() {
                    div.reason-line { (self.line(lang)) }
                } @else {
                    details open[root || self.tone != Tone::Yes] {
                        summary.reason-line { (self.line(lang)) }
                        // a link inside a summary could not be told apart from opening it
                        @for clause in &self.clauses {
                            @if let Some(href) = &clause.href { p.reason-more { a href=(href) { (Text::of(lang).see_clause(clause.text.as_str())) } } }
                        }
                        ul { @for part in &self.parts { (part.step(lang, false)) } }
                    }
                }
            }
        }
    }

    /// A requirement is met or not, where a question is answered yes or no.
    fn word(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match self.tone {
            Tone::Yes => t.met().to_string(),
            Tone::No => t.not_met().to_string(),
            other => other.word(lang),
        }
    }

    fn line(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            (badge(self.tone, &self.word(lang)))
            span.reason-asks {
                (self.asks)
                @for clause in &self.clauses {
                    @match &clause.href {
                        Some(href) if self.parts.is_empty() => a.reason-clause href=(href) { (clause.text) },
                        _ => span.reason-clause { (clause.text) },
                    }
                }
            }
            @if !self.fact.is_empty() {
                span.reason-fact {
                    span.visually-hidden { (t.fact()) }
                    (self.fact)
                    @if !self.date.is_empty() { " " time { (self.date) } }
                }
            }
        }
    }

    /// The tree in a terminal, one step a line.
    pub fn to_text(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.write(lang, 0, &mut out);
        out
    }

    fn write(&self, lang: Lang, depth: usize, out: &mut String) {
        let (mark, word) = (self.tone.mark(), self.word(lang));
        let mut line = format!("{}{mark} {word}  {}", "  ".repeat(depth), self.asks);
        let clauses = lang.clauses(self.clauses.iter().map(|c| &c.text));
        for (open, text, close) in [(" [", &clauses, "]"), (" ← ", &self.fact, ""), (" (", &self.date, ")")] {
            if !text.is_empty() {
                line += &format!("{open}{text}{close}");
            }
        }
        out.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        out.push('\n');
        for part in &self.parts {
            part.write(lang, depth + 1, out);
        }
    }
}
