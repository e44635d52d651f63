//! A secret ballot in a step: what it asks, and which facts its result answers, so that nobody types a count again.

use std::collections::BTreeMap;

use base::Say;
use serde::{Deserialize, Serialize};

/// A secret ballot that may be held in a step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polled {
    /// What it is for, in the ballots' words: `recommendation`.
    pub kind: String,
    /// What is asked about the candidates.
    pub asks: Asking,
    /// Facts of the case, and the figure of the ballot that each is.
    #[serde(default)]
    pub facts: BTreeMap<String, Figure>,
    /// Facts of each candidate: the votes for the option about them at that place, from 0, or where one chooses among candidates the
    /// votes for them.
    #[serde(default)]
    pub each: BTreeMap<String, usize>,
    /// A question beside, about no candidate, and the facts of the case that its options' votes are, by place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// How.
    pub form: Form,
    /// The question, or what stands before each name.
    pub text: Say,
    /// Grades, the best first, where grades are given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Say>,
}

/// A question beside those about candidates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// What is asked.
    pub asks: Asking,
    /// Facts of the case: the votes for the option at that place, from 0.
    pub facts: BTreeMap<String, usize>,
}

/// How a question is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Some of the candidates are chosen.
    Choose,
    /// For or against each, or abstain.
    Vote,
    /// A grade for each.
    Grade,
}

/// A figure of a ballot as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The day on which voting ended.
    Day,
    /// Those entitled to vote.
    Entitled,
    /// Those who came.
    Present,
    /// Those who voted.
    Voters,
    /// Ballots that count.
    Valid,
}

impl Polled {
    /// The facts that its result answers.
    pub fn answers(&self) -> impl Iterator<Item = &str> {
        let beside = self.beside.iter().flat_map(|b| b.facts.keys());
        self.facts.keys().chain(self.each.keys()).chain(beside).map(String::as_str)
    }
}
