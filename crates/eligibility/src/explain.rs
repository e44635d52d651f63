//! A verdict with its reasons, as a tree.

use serde::Serialize;

use crate::{Cite, Facts, Found, Requirement, Rule, Test, Truth};

/// What a node of the tree decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Every child.
    All,
    /// At least one child.
    Any,
    /// No child.
    None,
    /// At least so many children.
    AtLeast(usize),
    /// A test. Where the verdict is no, meeting the test is what would satisfy it.
    Test(Test),
    /// Words that a person has to judge.
    NeedsPerson(String),
    /// Words that decide nothing now.
    Notice(String),
}

/// A verdict, why, and where the rule stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reason {
    /// The verdict of this node.
    pub verdict: Truth,
    /// What it decided.
    pub what: What,
    /// The clause of the table and the article that ask for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cite: Vec<Cite>,
    /// The facts that a test used, each with its date and source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    /// The reasons below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Reason>,
}

impl Requirement {
    /// The verdict with its reasons.
    pub fn explain(&self, facts: &Facts) -> Reason {
        let (what, children) = match &self.rule {
            Rule::All(of) => (What::All, of.as_slice()),
            Rule::Any(of) => (What::Any, of.as_slice()),
            Rule::None(of) => (What::None, of.as_slice()),
            Rule::AtLeast { n, of } => (What::AtLeast(*n), of.as_slice()),
            Rule::Test(test) => (What::Test(test.clone()), &[][..]),
            Rule::NeedsPerson { words } => (What::NeedsPerson(words.clone()), &[][..]),
            Rule::Notice { words } => (What::Notice(words.clone()), &[][..]),
        };
        let children: Vec<Reason> = children.iter().map(|r| r.explain(facts)).collect();
        let below = children.iter().map(|r| r.verdict);
        let (verdict, found) = match &what {
            What::All => (Truth::all(below), Vec::new()),
            What::Any => (Truth::any(below), Vec::new()),
            What::None => (Truth::any(below).not(), Vec::new()),
            What::AtLeast(n) => (Truth::at_least(*n, below), Vec::new()),
            What::Test(test) => (test.eval(facts), test.found(facts)),
            What::NeedsPerson(_) => (Truth::Unknown, Vec::new()),
            What::Notice(_) => (Truth::Yes, Vec::new()),
        };
        Reason { verdict, what, cite: self.cite.clone(), found, children }
    }
}

impl Reason {
    /// The clauses at the top that are certainly not met.
    pub fn failing(&self) -> Vec<&Self> {
        self.clauses().iter().filter(|r| r.verdict == Truth::No).collect()
    }
    /// The clauses at the top that cannot be told.
    pub fn open(&self) -> Vec<&Self> {
        self.clauses().iter().filter(|r| r.verdict == Truth::Unknown).collect()
    }
    /// One clause short, and no more.
    pub fn is_near_miss(&self) -> bool {
        self.failing().len() == 1
    }
    /// The clauses at the top: the children of an *all*, or this reason itself.
    pub fn clauses(&self) -> &[Self] {
        match self.what {
            What::All => &self.children,
            _ => std::slice::from_ref(self),
        }
    }
    /// Facts that are not recorded and that the verdict hangs on.
    pub fn missing(&self) -> Vec<crate::Field> {
        let mut fields = Vec::new();
        self.collect_missing(&mut fields);
        fields.sort();
        fields.dedup();
        fields
    }
    fn collect_missing(&self, into: &mut Vec<crate::Field>) {
        if self.verdict != Truth::Unknown {
            return;
        }
        into.extend(self.found.iter().filter(|f| f.verdict == Truth::Unknown).map(|f| f.field));
        self.children.iter().for_each(|c| c.collect_missing(into));
    }
}
