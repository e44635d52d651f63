//! Requirements as data.

use base::{Date, Say};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Facts, Test, Truth};

/// How well a number or word of a rule is established.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Verified {
    /// Read in the published source itself.
    V,
    /// Read in a second source that quotes it.
    V2,
    /// A setting that somebody has to confirm.
    M,
}

/// Where a requirement comes from: the cell of a published table, or the article of a rule.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cite {
    /// A cell of the table as published.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// Row, counted from 1 as spreadsheet programs do.
        row: u32,
        /// Heading of the column.
        column: String,
        /// The words of the cell, or the part of them that this requirement understands.
        words: String,
    },
    /// An article of a rule pack.
    Rule {
        /// The pack (`cn/gd-2026`).
        pack: String,
        /// The rule, as the rulebook names it; empty in requirements of before rules were named.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        rule: String,
        /// Regulation and article.
        #[serde(deserialize_with = "said")]
        article: Say,
        /// How well it is established.
        verified: Verified,
        /// First day on which it applies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        /// Last day on which it applies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
    },
}

/// An article in both languages. Requirements recorded earlier have it in one.
fn said<'d, D: Deserializer<'d>>(from: D) -> Result<Say, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Both(Say),
        One(String),
    }
    Ok(match Written::deserialize(from)? {
        Written::Both(say) => say,
        Written::One(text) => Say::new(text.clone(), text),
    })
}

/// A rule with where it comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Requirement {
    /// What is required.
    #[serde(flatten)]
    pub rule: Rule,
    /// Where it comes from; the nodes below it inherit this unless they say otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cite: Vec<Cite>,
}

/// What is required.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every one of them.
    All(Vec<Requirement>),
    /// At least one of them.
    Any(Vec<Requirement>),
    /// None of them.
    None(Vec<Requirement>),
    /// At least `n` of them.
    AtLeast {
        /// How many.
        n: usize,
        /// Of which.
        of: Vec<Requirement>,
    },
    /// A typed test over the facts.
    Test(Test),
    /// Words that no rule understands, or that ask for judgement: never dropped, a person decides.
    NeedsPerson {
        /// The words.
        words: String,
    },
    /// Something that happens later or is promised (a test of fitness, a term of service): told, not decided.
    Notice {
        /// The words.
        words: String,
    },
}

impl From<Rule> for Requirement {
    fn from(rule: Rule) -> Self {
        Self { rule, cite: Vec::new() }
    }
}
impl From<Test> for Requirement {
    fn from(test: Test) -> Self {
        Rule::Test(test).into()
    }
}

impl Requirement {
    /// Every one of these.
    pub fn all(of: Vec<Self>) -> Self {
        Rule::All(of).into()
    }
    /// At least one of these; the one itself where there is only one.
    pub fn any(mut of: Vec<Self>) -> Self {
        if of.len() == 1 { of.remove(0) } else { Rule::Any(of).into() }
    }
    /// None of these.
    pub fn none(of: Vec<Self>) -> Self {
        Rule::None(of).into()
    }
    /// The same, said to come from there.
    pub fn citing(mut self, cite: Cite) -> Self {
        self.cite.push(cite);
        self
    }
    /// The verdict alone, without reasons.
    pub fn eval(&self, facts: &Facts) -> Truth {
        match &self.rule {
            Rule::All(of) => Truth::all(of.iter().map(|r| r.eval(facts))),
            Rule::Any(of) => Truth::any(of.iter().map(|r| r.eval(facts))),
            Rule::None(of) => Truth::any(of.iter().map(|r| r.eval(facts))).not(),
            Rule::AtLeast { n, of } => Truth::at_least(*n, of.iter().map(|r| r.eval(facts))),
            Rule::Test(test) => test.eval(facts),
            Rule::NeedsPerson { .. } => Truth::Unknown,
            Rule::Notice { .. } => Truth::Yes,
        }
    }
    /// The clauses at the top: those of an *all*, or the requirement itself.
    pub fn clauses(&self) -> &[Self] {
        match &self.rule {
            Rule::All(of) => of,
            _ => std::slice::from_ref(self),
        }
    }
    /// How many clauses at the top the person certainly fails: 1 is a near miss.
    pub fn short_of(&self, facts: &Facts) -> usize {
        self.clauses().iter().filter(|c| c.eval(facts) == Truth::No).count()
    }
    /// Every node, this one first.
    pub fn walk(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match &self.rule {
            Rule::All(of) | Rule::Any(of) | Rule::None(of) | Rule::AtLeast { of, .. } => {
                of.iter().for_each(|r| r.walk(see));
            }
            Rule::Test(_) | Rule::NeedsPerson { .. } | Rule::Notice { .. } => {}
        }
    }
}
