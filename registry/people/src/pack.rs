//! The numbers of the file checks, from the rule pack.

use std::sync::LazyLock;

use base::{Date, Say};
use serde::{Deserialize, Serialize};

/// A rule pack of file checks.
#[derive(Debug, Deserialize, Serialize)]
pub struct Pack {
    /// Its name.
    pub pack: String,
    /// Its title.
    pub title: Say,
    /// From when it is in force.
    pub valid_from: Date,
    /// Its numbers.
    pub numbers: Vec<Number>,
    /// What makes a file complete.
    pub completeness: Vec<Part>,
}

/// A number with its source.
#[derive(Debug, Deserialize, Serialize)]
pub struct Number {
    /// Its name.
    pub key: String,
    /// The number.
    pub value: i64,
    /// What it counts.
    pub unit: String,
    /// The regulation and article, or the practice, that it comes from.
    pub source: Say,
    /// `V` read in the text of the rule, `M` from general knowledge: to be confirmed by the office.
    pub mark: String,
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
    serde_json::from_str(include_str!("../../../rulepacks/cn/file-checks.json")).map_err(|e| e.to_string())
});

impl Pack {
    /// The pack in force.
    ///
    /// # Errors
    /// The pack that was built in cannot be read; a test sees to it that it can.
    pub fn current() -> db::Result<&'static Self> {
        PACK.as_ref().map_err(|e| db::Error::Internal(format!("rule pack cn/file-checks: {e}")))
    }
    /// A number by its name.
    pub fn number(&self, key: &str) -> Option<&Number> {
        self.numbers.iter().find(|n| n.key == key)
    }
}
