//! The secret ballot of a step: which one it is, and the facts that its result answers. Nobody types its counts again.

mod answers;
mod asks;

use auth::{Action, Permit};
use ballot::{Ballot, rules::State};
use base::{Id, Lang, Say};
use db::{Error, Read, Recorded, Result, Write};
use procedure::{Facts, Polled, Step, Value};
use serde::Serialize;

use crate::{
    Act, Case, FACTS, Matter,
    actions::{acting, line},
    store::{self, Kept, Kind},
};

/// The ballot of a step as it stands.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Standing {
    /// Which.
    pub(crate) ballot: Id<Ballot>,
    /// What it is called.
    pub(crate) title: String,
    /// Where it stands.
    pub(crate) state: State,
    /// The SHA-256 of its result as it stands in the public log; nothing before there is one.
    pub(crate) digest: Option<String>,
    /// What its result does not answer, and why.
    pub(crate) wants: Vec<Say>,
}

/// The name under which the ballot of a step is kept.
fn name(step: &str) -> String {
    format!("{step}/ballot")
}
/// Whether what is kept under a name is the ballot of a step and no fact for gates.
pub(crate) fn is_ballot(name: &str) -> bool {
    name.ends_with("/ballot")
}

/// The ballot of a step, if one is named.
pub(crate) fn of_step(kept: &[Kept], step: &str) -> Option<Id<Ballot>> {
    let found = kept.iter().find(|k| k.subject.is_none() && k.name == name(step))?;
    match serde_json::from_str(&found.value).ok()? {
        Value::Word(id) => id.parse().ok(),
        _ => None,
    }
}

/// Puts what ballots of this case's steps answer in the place of what is recorded: before a result is there the facts are missing,
/// whatever somebody typed. Gives how each of these ballots stands, by step.
///
/// # Errors
/// The database.
pub(crate) fn answer<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    case: &Case,
    kept: &[Kept],
    facts: &mut Facts,
) -> Result<Vec<(String, Standing)>> {
    let mut all = Vec::new();
    for step in &case.procedure.steps {
        let Some((polled, id)) = step.ballot.as_ref().zip(of_step(kept, &step.id)) else { continue };
        for fact in polled.answers() {
            facts.case.remove(fact);
            for one in facts.groups.get_mut("candidates").into_iter().flatten() {
                one.facts.remove(fact);
            }
        }
        let whole = ballot::whole(tx, may, id)?;
        let found = ballot::found(tx, may, id)?;
        let wants = match &found {
            Some(found) => answers::put(polled, &whole, found, facts),
            None if whole.head.state == State::Cancelled => vec![Say::new(
                "表决已取消。请解除关联，另行表决或登记清点的票数。",
                "The ballot was given up. Take it off this step, and hold another or record the counts.",
            )],
            None => Vec::new(),
        };
        let digest = found.map(|f| f.digest);
        let standing = Standing { ballot: id, title: whole.head.title, state: whole.head.state, digest, wants };
        all.push((step.id.clone(), standing));
    }
    Ok(all)
}

fn polled(step: &Step) -> Result<&Polled> {
    step.ballot.as_ref().ok_or_else(|| Error::refused("此步骤没有表决。", "There is no ballot in this step."))
}

/// Names the ballot of a step, or takes it off. Either stands in the record: a result that is put aside is seen for ever, with the
/// reason.
///
/// # Errors
/// A step without a ballot, that is closed or whose turn has not come; a ballot out of reach, of another kind, or given up; one that
/// has a result already and is put aside without a reason.
pub fn poll(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    ballot: Option<Id<Ballot>>,
    reason: &str,
) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (_, step) = acting(tx, &may, case, step)?;
    let polled = polled(&step)?;
    if let Some(old) = of_step(&store::kept(tx, &may, case)?, &step.id).filter(|old| Some(*old) != ballot) {
        let counted = ballot::found(tx, &may, old)?.is_some();
        let reason = line("reason", reason, if counted { 4 } else { 0 }, 200)?;
        let title = ballot::whole(tx, &may, old)?.head.title;
        let note = serde_json::json!({ "ballot": old, "title": title, "counted": counted, "reason": reason });
        store::happen(tx, &may, case, &step.id, Kind::TakenOff, &note)?;
    }
    if let Some(id) = ballot {
        let see = tx.may::<ballot::See>()?;
        let head = ballot::whole(tx, &see, id)?.head;
        org::reach(tx, &see, head.unit)?;
        if head.kind.word() != polled.kind {
            return Err(Error::field(
                "ballot",
                Say::new("这次表决的类型与本步骤不符。", "This ballot is of another kind than the step asks for."),
            ));
        }
        if head.state == State::Cancelled {
            return Err(Error::field("ballot", Say::new("这次表决已取消。", "This ballot was given up.")));
        }
        let note = serde_json::json!({ "ballot": id, "title": head.title });
        store::happen(tx, &may, case, &step.id, Kind::Named, &note)?;
    }
    let value = Value::Word(ballot.map(|id| id.to_string()).unwrap_or_default());
    store::keep(tx, &may, case, &step.id, None, &name(&step.id), &value)?;
    let note = serde_json::json!({ "step": step.id, "ballot": ballot });
    tx.record(db::Event::new("decision.polled").about(case).facts(FACTS).with(note)?, ())
}

/// Draws the ballot of a step up from the candidates, and names it as the step's. Whoever does keeps its urn.
///
/// # Errors
/// As [`poll`]; candidates whom a ballot could not tell apart; what the ballot's own set-up refuses.
pub fn draw_up(tx: &mut Write<'_>, case: Id<Matter>, step: &str, lang: Lang) -> Result<Recorded<Id<Ballot>>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    let polled = polled(&step)?;
    if of_step(&store::kept(tx, &may, case)?, &step.id).is_some() {
        return Err(Error::refused(
            "本步骤已关联一次表决，请先解除关联。",
            "This step names a ballot already: take it off first.",
        ));
    }
    let ids: Vec<Id<people::Person>> = of.candidates.iter().map(|c| c.person).collect();
    let called = people::called(tx, &may, &ids)?;
    let names: Vec<String> = ids.iter().filter_map(|id| called.get(id).cloned()).collect();
    let kind =
        polled.kind.parse().map_err(|_| Error::Corrupt(format!("no kind of ballot is called {}", polled.kind)))?;
    let title: String = format!("{}：{}", of.title, step.title.to(lang)).chars().take(ballot::rules::LONGEST).collect();
    let draft = ballot::Draft {
        unit: of.unit,
        about: Some(ballot::rules::About { title: title.clone(), href: format!("/cases/{case}") }),
        title,
        kind,
        lang,
        questions: asks::of(polled, &names, of.posts.len(), lang).map_err(Error::Refused)?,
    };
    let id = ballot::draw_up(tx, &draft)?;
    let named = serde_json::json!({ "ballot": id, "title": draft.title });
    store::happen(tx, &may, case, &step.id, Kind::Named, &named)?;
    store::keep(tx, &may, case, &step.id, None, &name(&step.id), &Value::Word(id.to_string()))?;
    let note = serde_json::json!({ "step": step.id, "ballot": id });
    tx.record(db::Event::new("decision.polled").about(case).facts(FACTS).facts(ballot::FACTS).with(note)?, id)
}
