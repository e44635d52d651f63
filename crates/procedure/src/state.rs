//! What happened to a case, and what may happen next.

use std::collections::BTreeSet;

use base::Say;
use eligibility::Truth;
use serde::{Deserialize, Serialize};

use crate::{
    Procedure, Reason, Setting,
    script::{Leads, Step},
};

/// Something that happened to a case, in one of its steps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// The step.
    pub step: String,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// The step was closed, or stays open with an outcome that says so, under these gates.
    Closed {
        /// How.
        outcome: String,
        /// The gates with their verdicts as they were.
        reasons: Vec<Reason>,
        /// What was gone past.
        exceptions: Vec<Exception>,
    },
    /// The case went back to an earlier step, which is open again with all after it.
    SentBack {
        /// Where to.
        to: String,
        /// Why.
        reason: String,
    },
}

/// That a gate which was not open was gone past: by whose approval, and why. It stays with the step for ever.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exception {
    /// The gate.
    pub gate: String,
    /// Who approved it, by name.
    pub approver: String,
    /// Why.
    pub reason: String,
}

/// Where a step stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its turn has not come.
    Waiting,
    /// It is being carried out.
    Open,
    /// It is closed, with that outcome.
    Closed(String),
    /// The case ended before it.
    Never,
}

/// Where a case stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    stages: Vec<Stage>,
    stopped: bool,
}

/// Why something may not happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The case is over.
    Over,
    /// No such step, outcome or gate in the procedure.
    NoSuch(String),
    /// The step is closed: what is recorded there stays.
    Closed(Say),
    /// Another step comes first.
    First(Say),
    /// Papers that are missing.
    Papers(Vec<Say>),
    /// Facts that are missing.
    Facts(Vec<Say>),
    /// Gates that are not open.
    Gates(Vec<Reason>),
    /// An exception that may not be made, or lacks its approver or its reason.
    Exception(Say),
    /// A case goes back to a step that is closed, and with a reason.
    Back,
}

impl State {
    /// Where a case stands after these events.
    ///
    /// # Errors
    /// Events that do not follow from each other: what is kept of the case is damaged.
    pub fn of<'e>(procedure: &Procedure, events: impl IntoIterator<Item = &'e Event>) -> Result<Self, Refusal> {
        let mut stages = vec![Stage::Waiting; procedure.steps.len()];
        if let Some(first) = stages.first_mut() {
            *first = Stage::Open;
        }
        let mut state = Self { stages, stopped: false };
        for event in events {
            let (at, step) = state.open(procedure, &event.step)?;
            match &event.what {
                Happening::Closed { outcome, .. } => {
                    let leads = step.outcome(outcome).ok_or_else(|| Refusal::NoSuch(outcome.clone()))?.leads;
                    match leads {
                        Leads::Stay => continue,
                        Leads::On => {
                            if let Some(next) = state.stages.get_mut(at + 1) {
                                *next = Stage::Open;
                            }
                        }
                        Leads::Stop => {
                            state.stages[at + 1..].fill(Stage::Never);
                            state.stopped = true;
                        }
                    }
                    state.stages[at] = Stage::Closed(outcome.clone());
                }
                Happening::SentBack { to, .. } => {
                    let to = state.back(procedure, to)?;
                    state.stages[to] = Stage::Open;
                    state.stages[to + 1..].fill(Stage::Waiting);
                }
            }
        }
        Ok(state)
    }

    /// Where each step stands, in their order.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }
    /// The step that is being carried out; nothing where the case is over.
    pub fn now<'p>(&self, procedure: &'p Procedure) -> Option<&'p Step> {
        let at = self.stages.iter().position(|s| *s == Stage::Open)?;
        procedure.steps.get(at)
    }
    /// Whether the case came to the end that it was opened for.
    pub fn fulfilled(&self) -> bool {
        !self.stopped && self.stages.iter().all(|s| matches!(s, Stage::Closed(_)))
    }

    /// The step with its place, if it is the one that is being carried out.
    ///
    /// # Errors
    /// A closed step cannot be changed; a later one must wait for those before it.
    pub fn open<'p>(&self, procedure: &'p Procedure, step: &str) -> Result<(usize, &'p Step), Refusal> {
        let at = procedure.place(step).ok_or_else(|| Refusal::NoSuch(step.to_owned()))?;
        let of = &procedure.steps[at];
        match (&self.stages[at], self.now(procedure)) {
            (Stage::Open, _) => Ok((at, of)),
            (Stage::Closed(_), _) => Err(Refusal::Closed(of.title.clone())),
            (Stage::Never, _) | (Stage::Waiting, None) => Err(Refusal::Over),
            (Stage::Waiting, Some(now)) => Err(Refusal::First(now.title.clone())),
        }
    }

    /// The place of an earlier step to which the case can go back.
    ///
    /// # Errors
    /// A step that is not closed; a case that is over.
    pub fn back(&self, procedure: &Procedure, to: &str) -> Result<usize, Refusal> {
        let at = procedure.place(to).ok_or_else(|| Refusal::NoSuch(to.to_owned()))?;
        let now = self.now(procedure).and_then(|n| procedure.place(&n.id)).ok_or(Refusal::Over)?;
        if at < now { Ok(at) } else { Err(Refusal::Back) }
    }
}

/// Whether a step may be closed with an outcome, and the gates as they are then. `papers` are the kinds that are there.
///
/// # Errors
/// The first kind of thing that stands in the way, whole.
pub fn closing(
    setting: &Setting<'_>,
    state: &State,
    step: &str,
    outcome: &str,
    papers: &BTreeSet<String>,
    exceptions: &[Exception],
) -> Result<Vec<Reason>, Refusal> {
    let (_, step) = state.open(setting.procedure, step)?;
    let outcome = step.outcome(outcome).ok_or_else(|| Refusal::NoSuch(outcome.to_owned()))?;
    if outcome.leads == Leads::On {
        let missing = step.papers.iter().filter(|p| p.required && !papers.contains(&p.id));
        let missing: Vec<Say> = missing.map(|p| p.title.clone()).collect();
        if !missing.is_empty() {
            return Err(Refusal::Papers(missing));
        }
        let missing = unanswered(setting, step);
        if !missing.is_empty() {
            return Err(Refusal::Facts(missing));
        }
    }
    let reasons = setting.gates(step, outcome);
    for exception in exceptions {
        let gate = step.gate(&exception.gate).ok_or_else(|| Refusal::NoSuch(exception.gate.clone()))?;
        let told = |text: &str, least| (least..=200).contains(&text.trim().chars().count());
        if !gate.exception {
            return Err(Refusal::Exception(Say::new(
                "该规则不允许例外，须满足后才能办结。",
                "This rule allows no exception; it has to be met.",
            )));
        }
        if !told(&exception.approver, 2) || !told(&exception.reason, 4) {
            return Err(Refusal::Exception(Say::new(
                "例外须写明批准人和理由（4到200个字）。",
                "An exception needs its approver’s name and a reason of 4 to 200 characters.",
            )));
        }
    }
    let excepted = |r: &&Reason| exceptions.iter().any(|e| e.gate == r.gate);
    let shut: Vec<Reason> = reasons.iter().filter(|r| r.verdict != Truth::Yes && !excepted(r)).cloned().collect();
    if shut.is_empty() { Ok(reasons) } else { Err(Refusal::Gates(shut)) }
}

fn unanswered(setting: &Setting<'_>, step: &Step) -> Vec<Say> {
    let mut missing = Vec::new();
    for ask in step.asks.iter().filter(|a| a.required) {
        let title = setting.procedure.called(&ask.fact);
        match &ask.each {
            None if setting.facts.get(None, &ask.fact).is_none() => missing.push(title),
            None => {}
            Some(group) => {
                for s in setting.facts.group(group).iter().filter(|s| !s.facts.contains_key(&ask.fact)) {
                    missing.push(Say::new(format!("{}：{}", s.name, title.zh), format!("{}: {}", s.name, title.en)));
                }
            }
        }
    }
    missing
}

impl Refusal {
    /// The sentence for a person: what stands in the way, and what to do.
    pub fn say(&self) -> Say {
        let list = |all: &[Say]| {
            let of = |lang: base::Lang| lang.list(all.iter().map(|s| s.to(lang)));
            (of(base::Lang::Zh), of(base::Lang::En))
        };
        match self {
            Self::Over => Say::new("此事项已办结，不能再办理。", "This case is over; nothing more can be done in it."),
            Self::NoSuch(what) => Say::new(format!("程序中没有“{what}”。"), format!("The procedure has no “{what}”.")),
            Self::Closed(step) => Say::new(
                format!("“{}”已办结，不能修改。确需重办的，请退回该步骤并写明理由，原记录保留。", step.zh),
                format!(
                    "“{}” is closed and cannot be changed. To do it again, send the case back with a reason; the record stays.",
                    step.en
                ),
            ),
            Self::First(step) => Say::new(
                format!("不能跳过步骤：请先办结“{}”。", step.zh),
                format!("No step is passed over: close “{}” first.", step.en),
            ),
            Self::Papers(all) => {
                let (zh, en) = list(all);
                Say::new(
                    format!("缺少材料：{zh}。请上传后再办结。"),
                    format!("Papers are missing: {en}. Add them first."),
                )
            }
            Self::Facts(all) => {
                let (zh, en) = list(all);
                Say::new(format!("尚未登记：{zh}。"), format!("Not recorded yet: {en}."))
            }
            Self::Gates(all) => {
                let says: Vec<Say> = all.iter().flat_map(Reason::shut).map(Reason::sentence).collect();
                let of = |lang| says.iter().map(|s| s.to(lang)).collect::<Vec<_>>();
                Say::new(
                    format!("不能办结。{}", of(base::Lang::Zh).concat()),
                    format!("It cannot be closed. {}", of(base::Lang::En).join(" ")),
                )
            }
            Self::Exception(say) => say.clone(),
            Self::Back => Say::new("只能退回已办结的步骤。", "A case goes back to a step that is closed."),
        }
    }
}
