//! What is known of a case.

use std::collections::BTreeMap;

use base::{Date, Lang, Say};
use serde::{Deserialize, Serialize};

/// A value of a fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Yes or no.
    Yes(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Date),
    /// A word.
    Word(String),
    /// Words in their order, such as the ids of those who were in the room.
    Words(Vec<String>),
    /// Things that happened on days, such as sanctions. An empty list says that somebody looked and there are none.
    Incidents(Vec<Incident>),
}

/// Something that happened on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Incident {
    /// What kind, in the procedure's words.
    pub kind: String,
    /// When.
    pub on: Date,
    /// Until when it has effect, where that is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// A fact with the day it is of and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// What.
    pub value: Value,
    /// The day that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Say>,
}

/// Someone of a group: a candidate, a member of the meeting.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Subject {
    /// The id by which other facts name them.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// What is known of them.
    #[serde(default)]
    pub facts: BTreeMap<String, Fact>,
}

/// What is known of a case: of the case itself, and of each one in its groups.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Of the case.
    #[serde(default)]
    pub case: BTreeMap<String, Fact>,
    /// Of the people in its groups, such as `candidates` and `members`.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<Subject>>,
}

impl Fact {
    /// A fact of a day.
    pub fn on(value: Value, on: Date) -> Self {
        Self { value, on: Some(on), source: None }
    }
    /// The same from that source.
    pub fn from(mut self, source: Say) -> Self {
        self.source = Some(source);
        self
    }
}
impl From<Value> for Fact {
    fn from(value: Value) -> Self {
        Self { value, on: None, source: None }
    }
}

impl Facts {
    /// A fact: of the subject where one is meant and has it, else of the case.
    pub fn get<'a>(&'a self, subject: Option<&'a Subject>, key: &str) -> Option<&'a Fact> {
        subject.and_then(|s| s.facts.get(key)).or_else(|| self.case.get(key))
    }
    /// Everyone of a group.
    pub fn group(&self, name: &str) -> &[Subject] {
        self.groups.get(name).map_or(&[], Vec::as_slice)
    }
    /// What someone is called, in whichever group; the id where nobody has it.
    pub fn called<'a>(&'a self, id: &'a str) -> &'a str {
        self.groups.values().flatten().find(|s| s.id == id).map_or(id, |s| &s.name)
    }
    /// Says a fact of the case.
    pub fn put(&mut self, key: &str, fact: impl Into<Fact>) {
        self.case.insert(key.to_owned(), fact.into());
    }
}

/// What a word of a file is called: an annual result, a level of education, a reward or sanction. Files keep them in the words
/// of the national tables, by which rules name them, too. Any other word stays as it is.
pub(crate) fn called(word: &str, lang: Lang) -> &str {
    let of = |table: codes::Table| table.get(word).or_else(|| table.codes().iter().find(|c| c.zh == word));
    let tables = [codes::RESULT, codes::EDUCATION_GRADE, codes::AWARD];
    tables.into_iter().find_map(of).map_or(word, |code| code.label(lang))
}

impl Value {
    /// The value in words; ids of people become names.
    pub fn say(&self, lang: Lang, facts: &Facts) -> String {
        let zh = lang == Lang::Zh;
        let none = if zh { "无" } else { "none" };
        let join = |all: Vec<String>| if all.is_empty() { none.to_owned() } else { lang.list(all) };
        match self {
            Self::Yes(yes) => match (zh, yes) {
                (true, true) => "是",
                (true, false) => "否",
                (false, true) => "yes",
                (false, false) => "no",
            }
            .to_owned(),
            Self::Number(n) => n.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Word(word) => called(facts.called(word), lang).to_owned(),
            Self::Words(words) => join(words.iter().map(|w| facts.called(w).to_owned()).collect()),
            Self::Incidents(all) => join(all.iter().map(|i| format!("{} {}", called(&i.kind, lang), i.on)).collect()),
        }
    }
}
