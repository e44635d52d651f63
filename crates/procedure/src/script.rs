//! A procedure as it is written.

use std::collections::{BTreeMap, BTreeSet};

use base::Say;
use rulepacks::rules::Pack;
use serde::{Deserialize, Serialize};

use crate::{Facts, Polled, Value, check::Check};

/// A procedure. A change of any word is another version; a case stays with the version under which it was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its name, such as `cn/appointment`.
    pub id: String,
    /// What people call it.
    pub title: Say,
    /// Which version this is.
    pub version: String,
    /// The rule pack that its gates name.
    pub pack: String,
    /// What the facts are called that its steps ask for and its gates look at.
    pub facts: BTreeMap<String, Say>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The word by which programs mean it.
    pub id: String,
    /// What people call it.
    pub title: Say,
    /// Who carries it out.
    pub by: Party,
    /// Whether candidates are named in it.
    #[serde(default)]
    pub names: bool,
    /// Whether people register for a post in it from their own accounts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub registers: bool,
    /// The fact that says who may: `unit`, the people of the case's unit; `below`, also those of the units below it;
    /// `whole`, everybody of the organisation. Everybody where a procedure of before has no such fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
    /// Whether from this step on a candidate may look at the own case.
    #[serde(default)]
    pub told: bool,
    /// Papers that belong to it.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// What is recorded in it.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// The secret ballot that may be held in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Polled>,
    /// What must hold before it is closed.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// How it can end.
    pub outcomes: Vec<Outcome>,
    /// Until when it is to be done.
    #[serde(default)]
    pub deadline: Option<Deadline>,
    /// What it brings about beyond the record.
    #[serde(default)]
    pub effect: Option<Effect>,
}

/// What a step brings about beyond the record. What each means is for whoever carries procedures out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The meeting discusses each candidate and its members give their views.
    Meeting,
    /// A public notice with a period.
    Notice,
    /// The appointment comes into force.
    Appointment,
    /// Whoever is named leaves the post.
    Removal,
    /// The time of probation runs.
    Probation,
}

/// Who carries a step out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The role in the program, by its word: `officer`, `leader`.
    pub role: String,
    /// What people call whoever acts.
    pub title: Say,
}

/// A paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// The word by which programs mean it.
    pub id: String,
    /// What people call it.
    pub title: Say,
    /// Whether the step cannot go on without it.
    #[serde(default)]
    pub required: bool,
}

/// A fact that is recorded in a step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The key of the fact.
    pub fact: String,
    /// How it is answered.
    pub answer: Answer,
    /// Of each of that group instead of the case.
    #[serde(default)]
    pub each: Option<String>,
    /// Whether the step cannot go on without it.
    #[serde(default)]
    pub required: bool,
}

/// How a fact is answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes or no.
    Yes,
    /// A whole number from 0.
    Number,
    /// A day.
    Day,
    /// Words.
    Text,
    /// The day of the last incident of that kind, or that there was none.
    Incident(String),
    /// One of these.
    Choice(Vec<Choice>),
}

/// Something that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The word by which gates mean it.
    pub id: String,
    /// What people call it.
    pub title: Say,
}

/// Something that must hold before a step is closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The rule that asks for it.
    pub rule: String,
    /// What tells it from another gate of that rule in the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Of each of that group instead of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// Asked only where a fact says one of some words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// For which outcomes.
    #[serde(default)]
    pub applies: Applies,
    /// Whether a named approver may go past it with a reason.
    #[serde(default)]
    pub exception: bool,
    /// What must hold.
    pub check: Check,
}

/// Where a gate is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// A fact that is a choice, or yes or no.
    pub fact: String,
    /// Any of these words; `yes` and `no` for such a fact.
    pub says: Vec<String>,
}

/// For which outcomes a gate must be open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// For those that go on or end the procedure well.
    #[default]
    GoingOn,
    /// For every outcome that closes the step, also for one that stops the case.
    Closing,
}

/// How a step can end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The word by which programs mean it.
    pub id: String,
    /// What people call it.
    pub title: Say,
    /// Where it leads.
    pub leads: Leads,
    /// What follows for those named, and what they can do about it, where that is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Say>,
}

/// Where an outcome leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leads {
    /// To the next step; from the last, to the end.
    On,
    /// To the end of the case without what it was opened for.
    Stop,
    /// Nowhere yet: the step stays open, and the record says why.
    Stay,
}

/// Until when a step is to be done: so long after the day that a fact gives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The fact that gives a day.
    pub since: String,
    /// How long after it, as `rule.parameter`; at once where nothing is said.
    #[serde(default)]
    pub plus: Option<String>,
}

/// Why a procedure is refused: where, and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The procedure and the step.
    pub at: String,
    /// What is wrong.
    pub why: Say,
}
impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}
impl std::error::Error for Refused {}

impl Gate {
    /// What tells it from the other gates of its step.
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.rule)
    }
}

impl Step {
    /// An outcome by its word.
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.id == id)
    }
    /// A gate by its name.
    pub fn gate(&self, name: &str) -> Option<&Gate> {
        self.gates.iter().find(|g| g.name() == name)
    }
}

impl Procedure {
    /// Reads a procedure.
    ///
    /// # Errors
    /// What is no procedure; two things of one name; a fact without words; a step that cannot go on.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let procedure: Self = serde_json::from_str(text).map_err(|e| Refused {
            at: String::new(),
            why: Say::new(format!("无法读取程序：{e}"), format!("The procedure cannot be read: {e}")),
        })?;
        procedure.check()?;
        Ok(procedure)
    }

    /// A step by its word.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == id)
    }
    /// Its place in the order.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|s| s.id == id)
    }
    /// Whether it is about leaving posts: then those are named who hold them.
    pub fn removes(&self) -> bool {
        self.steps.iter().any(|s| s.effect == Some(Effect::Removal))
    }
    /// A value of a fact in words: what is chosen as it was offered, ids as names.
    pub fn says(&self, fact: &str, value: &Value, known: &Facts) -> Say {
        let offered = |word: &str| {
            let asks = self.steps.iter().flat_map(|s| &s.asks).filter(|a| a.fact == fact);
            let mut choices = asks.filter_map(|a| if let Answer::Choice(all) = &a.answer { Some(all) } else { None });
            choices.find_map(|all| all.iter().find(|c| c.id == word)).map(|c| c.title.clone())
        };
        let chosen = if let Value::Word(word) = value { offered(word) } else { None };
        chosen.unwrap_or_else(|| Say::each(|lang| value.say(lang, known)))
    }
    /// What a fact is called; its key where nothing is said.
    pub fn called(&self, fact: &str) -> Say {
        self.facts.get(fact).cloned().unwrap_or_else(|| Say::new(fact, fact))
    }

    fn check(&self) -> Result<(), Refused> {
        let refused =
            |at: &str, zh: String, en: String| Refused { at: format!("{}/{at}", self.id), why: Say::new(zh, en) };
        if self.steps.is_empty() {
            return Err(refused("", "程序没有步骤。".into(), "The procedure has no steps.".into()));
        }
        let mut ids = BTreeSet::new();
        for step in &self.steps {
            let twice =
                |what: &str| refused(&step.id, format!("“{what}”重复。"), format!("“{what}” stands there twice."));
            if !ids.insert(&step.id) {
                return Err(twice(&step.id));
            }
            let names: [Vec<&str>; 4] = [
                step.papers.iter().map(|p| p.id.as_str()).collect(),
                step.asks.iter().map(|a| a.fact.as_str()).collect(),
                step.gates.iter().map(Gate::name).collect(),
                step.outcomes.iter().map(|o| o.id.as_str()).collect(),
            ];
            for of_a_kind in names {
                let mut seen = BTreeSet::new();
                if let Some(name) = of_a_kind.into_iter().find(|n| !seen.insert(*n)) {
                    return Err(twice(name));
                }
            }
            if !step.outcomes.iter().any(|o| o.leads == Leads::On) {
                return Err(refused(&step.id, "没有使程序继续的结果。".into(), "No outcome goes on.".into()));
            }
            let used = step.asks.iter().map(|a| a.fact.as_str());
            let used = used.chain(step.gates.iter().flat_map(|g| g.check.facts()));
            let used = used.chain(step.gates.iter().filter_map(|g| Some(g.when.as_ref()?.fact.as_str())));
            let used = used.chain(step.deadline.iter().map(|d| d.since.as_str()));
            let used = used.chain(step.ballot.iter().flat_map(Polled::answers));
            let used = used.chain(step.reach.as_deref());
            for fact in used {
                if !self.facts.contains_key(fact) {
                    return Err(refused(
                        &step.id,
                        format!("“facts”中没有“{fact}”的名称。"),
                        format!("“facts” does not say what “{fact}” is called."),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Whether every rule and figure that it names is in the pack.
    ///
    /// # Errors
    /// The first that is not.
    pub fn fits(&self, pack: &Pack) -> Result<(), Refused> {
        let refused = |step: &str, what: &str| Refused {
            at: format!("{}/{step}", self.id),
            why: Say::new(
                format!("规则包“{}”中没有“{what}”。", pack.id),
                format!("The pack “{}” has no “{what}”.", pack.id),
            ),
        };
        let has = |rule: &str, figure: Option<&str>| {
            pack.rules.iter().any(|r| r.id == rule && figure.is_none_or(|f| r.parameters.contains_key(f)))
        };
        for step in &self.steps {
            for gate in &step.gates {
                if !has(&gate.rule, None) {
                    return Err(refused(&step.id, &gate.rule));
                }
                for figure in gate.check.figures() {
                    let (rule, name) = figure.split_once('.').unwrap_or((&gate.rule, figure));
                    if !has(rule, Some(name)) {
                        return Err(refused(&step.id, &format!("{rule}.{name}")));
                    }
                }
            }
            if let Some(plus) = step.deadline.as_ref().and_then(|d| d.plus.as_deref()) {
                let (rule, name) = plus.split_once('.').unwrap_or((plus, ""));
                if !has(rule, Some(name)) {
                    return Err(refused(&step.id, plus));
                }
            }
        }
        Ok(())
    }
}
