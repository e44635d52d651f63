//! A rule pack: what a recruitment's rules say, in numbers and words, with their articles.
//!
//! The pack is three JSON texts: `settings` (rules with their numbers and dates), `words` (what the words of the table's
//! columns mean) and `clauses` (what the clauses of its last column mean). [`Pack::build`] turns a row of a post table
//! into a [`Requirement`] by them.

mod build;
mod clauses;
mod fill;
mod narrow;
mod post;
mod study;

use std::{collections::BTreeMap, fmt};

use base::{Date, Say};
use serde::{Deserialize, Serialize};

pub use clauses::{Clause, Effect};
pub use post::{Built, ClauseRead, Post};

use crate::{
    Cite, Requirement, Verified,
    facts::{DegreeLevel, Level},
    test::EducationTest,
};

/// A rule of the pack: what it requires, by which article.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The word by which the rulebook names it; no two of a pack are alike.
    pub rule: String,
    /// Regulation and article.
    pub article: Say,
    /// What it says, in plain words. A clause is quoted instead.
    #[serde(default)]
    pub text: Option<Say>,
    /// How well it is established.
    pub verified: Verified,
    /// First day on which it applies.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day on which it applies.
    #[serde(default)]
    pub to: Option<Date>,
}

/// A requirement that the pack names. `$unit` and `$city` in it stand for the post's unit code and city.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Where it stands.
    pub cite: Article,
    /// What it requires.
    pub require: Requirement,
    /// What it requires of posts of the province's own organs, where that differs.
    #[serde(default)]
    pub provincial: Option<Requirement>,
    /// What it requires where the unit's name holds one of these words, where that differs.
    #[serde(default)]
    pub local: Option<Local>,
    /// Only for posts of these sheets; empty: all.
    #[serde(default)]
    pub sheets: Vec<String>,
}

/// A variant for some units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Local {
    /// Words of the unit's name.
    pub units: Vec<String>,
    /// What it requires there.
    pub require: Requirement,
}

/// Age limits for some posts: the first whose sheets and kinds fit applies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRule {
    /// Where it stands.
    pub cite: Article,
    /// Posts of these sheets; empty: all others.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// Posts of these kinds (职位类型); empty: all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The limits.
    pub limit: Requirement,
    /// Wider limits for those who apply with a study of this shape.
    #[serde(default)]
    pub relaxed: Option<Relaxed>,
}

/// Wider age limits, tied to the study with which one applies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relaxed {
    /// The limits.
    pub limit: Requirement,
    /// The study.
    pub study: EducationTest,
}

/// One way of meeting a fresh-graduate column: a shape of study, and what else holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Where it stands.
    pub cite: Article,
    /// The study.
    pub study: EducationTest,
    /// And all of these.
    #[serde(default)]
    pub and: Vec<Requirement>,
}

/// What stands for a level of study where neither degree nor major is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equivalent {
    /// Where it stands.
    pub cite: Article,
    /// The level that it stands for.
    pub level: Level,
    /// What it takes.
    pub require: Requirement,
}

/// A place in the unit codes of the table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Prefix of GB/T 2260.
    pub area: String,
    /// Whether these are the province's own organs.
    #[serde(default)]
    pub provincial: bool,
}

/// Rules with their numbers and dates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the pack (`cn/gd-2026`).
    pub id: String,
    /// Its title.
    pub title: Say,
    /// First day of registration: the day on which many conditions are judged.
    pub registration: Date,
    /// Conditions of every post, by name.
    pub base: BTreeMap<String, Named>,
    /// Age.
    pub age: Vec<AgeRule>,
    /// Every study with which one applies.
    pub study: Way,
    /// Equivalents of a level.
    pub equivalents: Vec<Equivalent>,
    /// Requirements that words and clauses refer to.
    pub named: BTreeMap<String, Named>,
    /// Digits 2 and 3 of a unit code.
    pub places: BTreeMap<String, Place>,
}

/// What the words of the table's columns mean.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// 学历
    pub levels: BTreeMap<String, Vec<Level>>,
    /// 学位; an empty list asks for none.
    pub degrees: BTreeMap<String, Vec<DegreeLevel>>,
    /// 是否要求2年以上基层工作经历: the named requirement, or nothing.
    pub grass_roots: BTreeMap<String, Option<String>>,
    /// 是否限应届毕业生报考: the ways; an empty list sets no limit.
    pub fresh: BTreeMap<String, Vec<Way>>,
    /// 是否开展心理素质测评: whether there is such a test.
    pub psychological: BTreeMap<String, bool>,
    /// 职位类型: those known.
    pub kinds: Vec<String>,
}

/// The pack.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pack {
    /// Rules.
    pub settings: Settings,
    /// Words.
    pub words: Words,
    /// Clauses.
    pub clauses: Vec<Clause>,
}

/// Why a pack cannot be read.
#[derive(Debug)]
pub struct PackError {
    part: &'static str,
    why: String,
}
impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.json of the rule pack: {}", self.part, self.why)
    }
}
impl std::error::Error for PackError {}

impl Pack {
    /// The pack in these three texts. Every name used must be defined, every requirement must read.
    pub fn read(settings: &str, words: &str, clauses: &str) -> Result<Self, PackError> {
        fn part<T: serde::de::DeserializeOwned>(part: &'static str, text: &str) -> Result<T, PackError> {
            serde_json::from_str(text).map_err(|e| PackError { part, why: e.to_string() })
        }
        let pack = Self {
            settings: part("settings", settings)?,
            words: part("words", words)?,
            clauses: part("clauses", clauses)?,
        };
        pack.check()?;
        Ok(pack)
    }
    fn check(&self) -> Result<(), PackError> {
        let named = &self.settings.named;
        let mut used: Vec<(&'static str, &str)> =
            self.words.grass_roots.values().flatten().map(|n| ("words", n.as_str())).collect();
        for clause in &self.clauses {
            used.extend(clause.effects.iter().filter_map(Effect::named).map(|n| ("clauses", n)));
        }
        if let Some((part, name)) = used.into_iter().find(|(_, n)| !named.contains_key(*n)) {
            return Err(PackError { part, why: format!("“{name}” is not among the named requirements") });
        }
        let mut seen = std::collections::BTreeSet::new();
        match self.articles().into_iter().find(|(a, _)| !seen.insert(&a.rule)) {
            Some((a, _)) => Err(PackError { part: "settings", why: format!("two rules are called “{}”", a.rule) }),
            None => Ok(()),
        }
    }
    /// Everything that a requirement of this pack may cite, with what it says.
    pub fn articles(&self) -> Vec<(&Article, Say)> {
        let s = &self.settings;
        let rules = (s.base.values().chain(s.named.values()).map(|n| &n.cite))
            .chain(s.age.iter().map(|a| &a.cite))
            .chain([&s.study.cite])
            .chain(s.equivalents.iter().map(|e| &e.cite))
            .chain(self.words.fresh.values().flatten().map(|w| &w.cite));
        let said = |a: &Article| a.text.clone().unwrap_or_else(|| a.article.clone());
        let clauses = self.clauses.iter().map(|c| (&c.cite, Say::new(&c.words, &c.en)));
        rules.map(|a| (a, said(a))).chain(clauses).collect()
    }
    /// The citation of an article of this pack.
    pub fn cite(&self, a: &Article) -> Cite {
        Cite::Rule {
            pack: self.settings.id.clone(),
            rule: a.rule.clone(),
            article: a.article.clone(),
            verified: a.verified,
            from: a.from,
            to: a.to,
        }
    }
}
