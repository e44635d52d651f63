//! The numbers of the file checks, from the rule pack.

use std::sync::LazyLock;

use rulepacks::rules::{self, Rule};
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Deserialize, Serialize)]
pub struct Part {
    /// `basic.birth`, or a section.
    pub what: String,
    /// How much it weighs.
    pub weight: u32,
    /// Asked for only then.
    #[serde(default)]
    pub when: Option<When>,
}

/// A condition on a basic value.
#[derive(Debug, Deserialize, Serialize)]
pub struct When {
    /// `basic.political`.
    pub what: String,
    /// Any of these codes.
    pub is: Vec<String>,
}

static PACK: LazyLock<Result<Pack, String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Complete {
        parts: Vec<Part>,
    }
    let rules = rules::Pack::read(include_str!("../../../rulepacks/cn/file-checks.json")).map_err(|e| e.to_string())?;
    let complete: Result<Complete, _> = serde_json::from_str(include_str!("../../../rulepacks/cn/completeness.json"));
    Ok(Pack { rules, completeness: complete.map_err(|e| e.to_string())?.parts })
});

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
