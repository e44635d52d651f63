//! Why a gate is open, shut, or cannot be told.

use base::{Date, Say};
use eligibility::Truth;
use rulepacks::rules::{Rule, Status};
use serde::{Deserialize, Serialize};

/// The rule that asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cited {
    /// The pack.
    pub pack: String,
    /// Its edition.
    pub edition: String,
    /// The rule's id.
    pub id: String,
    /// The regulation and its article.
    pub cite: Say,
    /// The rule in plain words.
    pub text: Say,
    /// How well its figures are established.
    pub status: Status,
    /// From which day on this version of it holds.
    pub from: Date,
}
impl Cited {
    pub(crate) fn of(pack: &rulepacks::rules::Pack, rule: &Rule) -> Self {
        Self {
            pack: pack.id.clone(),
            edition: pack.edition.clone(),
            id: rule.id.clone(),
            cite: rule.cite(),
            text: rule.text.clone(),
            status: rule.status,
            from: rule.from,
        }
    }
}

/// A fact that was looked at, or the one that is missing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// Its key.
    pub fact: String,
    /// What it is called.
    pub title: Say,
    /// What it says; nothing where it is missing.
    pub value: Option<Say>,
    /// The day that it is of.
    pub on: Option<Date>,
    /// Where it comes from.
    pub source: Option<Say>,
}

/// A verdict with its reasons.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// The gate, by its id within its step.
    pub gate: String,
    /// Yes: open. No: shut. Unknown: a fact is missing.
    pub verdict: Truth,
    /// Whom it is about, where it asks of each of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// That one's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<String>,
    /// The rule; nothing where none holds on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Cited>,
    /// What was found, with the figures.
    pub says: Say,
    /// What would open it, where it is not open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Say>,
    /// The facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    /// One reason for each of a group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Reason>,
}

impl Reason {
    /// The reasons at the ends of the tree that are not open.
    pub fn shut(&self) -> Vec<&Self> {
        match (self.verdict, self.children.is_empty()) {
            (Truth::Yes, _) => Vec::new(),
            (_, true) => vec![self],
            (_, false) => self.children.iter().flat_map(Self::shut).collect(),
        }
    }
    /// What is wrong in one sentence: whom it is about, what was found, what would open it, and the rule.
    pub fn sentence(&self) -> Say {
        Say::each(|lang| {
            let zh = lang == base::Lang::Zh;
            let mut text = match &self.subject {
                Some(name) if zh => format!("{name}：{}", self.says.to(lang)),
                Some(name) => format!("{name}: {}", self.says.to(lang)),
                None => self.says.to(lang).to_owned(),
            };
            if let Some(needs) = &self.needs {
                text = format!("{text}{}{}", if zh { "" } else { " " }, needs.to(lang));
            }
            match &self.rule {
                Some(rule) if zh => format!("{text}（{}）", rule.cite.zh),
                Some(rule) => format!("{text} ({})", rule.cite.en),
                None => text,
            }
        })
    }
}
