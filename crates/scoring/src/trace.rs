//! A figure unfolded: a tree of steps, and one sentence.

use base::{Lang, Say, Weight};
use serde::Serialize;

use crate::Fixed;

/// A figure and how it was made.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Step {
    /// The word of the indicator, class or adjustment.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// The figure; none where nothing is recorded.
    pub figure: Option<Fixed>,
    /// What it counts in the figure above it, as the scheme has it.
    pub weight: Option<Weight>,
    /// The rule and the facts: `100 × (50 − 3) ÷ (50 − 1) = 95.918367`.
    pub how: Vec<Say>,
    /// The figures that it was made of.
    pub parts: Vec<Step>,
}
impl Step {
    pub(crate) fn new(id: &str, name: &Say) -> Self {
        let (id, name) = (id.to_owned(), name.clone());
        Self { id, name, figure: None, weight: None, how: Vec::new(), parts: Vec::new() }
    }
    pub(crate) fn say(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.how.push(Say::new(zh, en));
    }
    /// The step of that word, here or below.
    pub fn find(&self, id: &str) -> Option<&Self> {
        if self.id == id { Some(self) } else { self.parts.iter().find_map(|p| p.find(id)) }
    }
    /// As an outline.
    pub fn outline(&self, lang: Lang) -> String {
        let mut text = String::new();
        self.write(lang, 0, &mut text);
        text
    }
    fn write(&self, lang: Lang, depth: usize, text: &mut String) {
        let weight = self.weight.map(|w| format!(" [{}]", percent(w.units()))).unwrap_or_default();
        let how: Vec<&str> = self.how.iter().map(|h| h.to(lang)).collect();
        let (colon, between) = if lang == Lang::Zh { ("：", "；") } else { (": ", "; ") };
        let how = if how.is_empty() { String::new() } else { format!("{colon}{}", how.join(between)) };
        text.push_str(&format!("{}{} {}{weight}{how}\n", "  ".repeat(depth), self.name.to(lang), shown(self.figure)));
        self.parts.iter().for_each(|p| p.write(lang, depth + 1, text));
    }
}

/// A result and everything that led to it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Trace {
    /// The tree; its figure is the final one.
    pub root: Step,
    /// What was concluded from the figure, step by step.
    pub conclusions: Vec<Say>,
    /// All in one sentence.
    pub sentence: Say,
}

pub(crate) fn shown(figure: Option<Fixed>) -> String {
    figure.map_or_else(|| "—".to_owned(), |f| f.to_string())
}
/// Hundredths of a per cent as `37.5%`.
pub(crate) fn percent(basis_points: i64) -> String {
    format!("{}%", Fixed::from_units(basis_points * 10_000))
}
