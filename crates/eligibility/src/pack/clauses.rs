//! The clause table: patterns of words, and what they mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Article;
use crate::{Requirement, facts::Level, majors, test::EducationTest};

/// A clause as a table may word it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The words; `{name}` stands for any words. Full and half width, and blanks, make no difference.
    pub words: String,
    /// The same in English, for who does not read the table.
    pub en: String,
    /// What it means, all together.
    pub effects: Vec<Effect>,
    /// Where the meaning stands.
    pub cite: Article,
}

/// What a clause does to the post's requirement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// This is required too.
    Require(Requirement),
    /// This requirement of the pack is required too.
    Named(String),
    /// The study with which one applies is of this shape.
    Study(EducationTest),
    /// Of the major `{code}` only the directions `{only}`.
    Only,
    /// Of the major `{code}` not the directions `{except}`.
    Except,
    /// Who applies with a study of these levels must meet this.
    WhenLevel {
        /// The levels.
        levels: Vec<Level>,
        /// What then.
        then: Requirement,
    },
    /// Who applies with one of these majors (codes or beginnings of codes) must meet the named requirement.
    WhenMajors {
        /// The majors.
        codes: Vec<String>,
        /// Its name.
        then: String,
    },
    /// Told, not decided.
    Notice,
    /// Understood, and a person has to judge it.
    NeedsPerson,
}
impl Effect {
    /// The named requirement that it uses.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) | Self::WhenMajors { then: name, .. } => Some(name),
            _ => None,
        }
    }
}

/// What the places of a pattern stand for.
pub(super) type Captures = BTreeMap<String, String>;

/// Matches `text` against `pattern`; both plain already. Places take as little as they can.
pub(super) fn matches(pattern: &str, text: &str) -> Option<Captures> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return (pattern == text).then(Captures::new);
    };
    let (name, after) = rest.split_once('}')?;
    let text = text.strip_prefix(before)?;
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8());
    ends.filter_map(|end| {
        let mut captures = matches(after, &text[end..])?;
        captures.insert(name.to_owned(), text[..end].to_owned());
        Some(captures)
    })
    .next()
}

/// The clauses of a cell: parts between semicolons.
pub(super) fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '；']).map(str::trim).filter(|s| !s.is_empty())
}

/// A clause, or one of the parts that it lists, as the table understands it.
pub(super) struct Part<'a> {
    /// The entry of the table.
    pub clause: &'a Clause,
    /// What its places stand for.
    pub captures: Captures,
    /// The words understood.
    pub words: &'a str,
}

/// What a clause means by the table: patterns for each of the parts that it lists with a comma and a blank, or else the
/// first pattern that fits the whole of it. Parts first, because a place of a pattern would take in the rest of the list.
pub(super) fn read<'a>(table: &'a [Clause], words: &'a str) -> Option<Vec<Part<'a>>> {
    // A cell is limited by its reader; a clause longer than any pattern could mean is not tried at all.
    const LONGEST: usize = 400;
    if words.chars().count() > LONGEST {
        return None;
    }
    let one = |words: &'a str| {
        let plain = majors::normal(words);
        table.iter().find_map(|clause| {
            Some(Part { clause, captures: matches(&majors::normal(&clause.words), &plain)?, words: words.trim() })
        })
    };
    let listed: Option<Vec<Part>> = words.split(", ").map(one).collect();
    listed.or_else(|| Some(vec![one(words)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_capture_the_shortest_words_that_fit() {
        let found = matches("{major}(限:{only})({code})", "企业管理(限:财务管理)(A120202)").unwrap();
        assert_eq!(
            (found["major"].as_str(), found["only"].as_str(), found["code"].as_str()),
            ("企业管理", "财务管理", "A120202")
        );
        assert_eq!(matches("男性", "男性"), Some(Captures::new()));
        assert_eq!(matches("男性", "男性优先"), None);
        assert_eq!(matches("{a}级", "级"), None);
    }
}
