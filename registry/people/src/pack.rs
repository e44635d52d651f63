//! The numbers of the file checks, from the rule pack.

use std::sync::LazyLock;

use rulepacks::rules::{self, Parameter, Rule, Value};

/// What a file is held against.
#[derive(Debug)]
pub struct Pack {
    rules: rules::Pack,
    /// What makes a file complete.
    pub completeness: Vec<Part>,
}

/// A number of a check with its rule.
#[derive(Clone, Copy, Debug)]
pub struct Number<'p> {
    /// The number.
    pub value: i64,
    /// The rule that it is of.
    pub rule: &'p Rule,
}

/// A part of a complete file.
#[derive(Debug)]
pub struct Part {
    /// `basic.birth`, or a section.
    pub what: String,
    /// How much it weighs.
    pub weight: u32,
    /// Asked for only then.
    pub when: Option<When>,
}

/// A condition on a basic value.
#[derive(Debug)]
pub struct When {
    /// `basic.political`.
    pub what: String,
    /// Any of these codes.
    pub is: Vec<String>,
}

/// The parts that a rule asks for: points by what is asked for, under the condition that a list of codes says.
fn parts(of: &Rule) -> impl Iterator<Item = Part> {
    let of_words = |(what, figure): (&String, &Parameter)| match &figure.value {
        Value::List(is) => Some((what.clone(), is.clone())),
        _ => None,
    };
    let when = of.parameters.iter().find_map(of_words);
    of.parameters.keys().filter_map(move |what| {
        let weight = u32::try_from(of.whole(what)?).ok()?;
        let when = when.clone().map(|(what, is)| When { what, is });
        Some(Part { what: what.clone(), weight, when })
    })
}

static PACK: LazyLock<Result<Pack, String>> = LazyLock::new(|| {
    let read = |text: &str| rules::Pack::read(text).map_err(|e| e.to_string());
    let rules = read(include_str!("../../../rulepacks/cn/file-checks.json"))?;
    let complete = read(include_str!("../../../rulepacks/cn/completeness.json"))?;
    Ok(Pack { rules, completeness: complete.rules.iter().flat_map(parts).collect() })
});

/// Where the rule is shown by which the completeness of a file is counted.
pub fn complete_href() -> String {
    rules::href("cn/completeness", "complete-file")
}

impl Pack {
    /// The pack in force.
    ///
    /// # Errors
    /// The pack that was built in cannot be read; a test sees to it that it can.
    pub fn current() -> db::Result<&'static Self> {
        PACK.as_ref().map_err(|e| db::Error::Internal(format!("rule packs of the file checks: {e}")))
    }
    /// A number by the check that it is for. A file of any day is held against the last version of a rule.
    pub fn number(&self, check: &str) -> Option<Number<'_>> {
        let id = check.replace('_', "-");
        let rule = self.rules.rules.iter().rfind(|r| r.id == id)?;
        rule.parameters.keys().find_map(|name| rule.whole(name)).map(|value| Number { value, rule })
    }
    /// All of its rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules.rules
    }
    /// Where one of them is shown.
    pub fn href(&self, rule: &Rule) -> String {
        rules::href(&self.rules.id, &rule.id)
    }
}
