//! Settings, questions, and from classes to urns.

use auth::{Action, Permit};
use base::{Date, Id, Lang, Say};
use db::{Error, FieldError, Read, Recorded, Result, Write};
use rulepacks::rules::Rule;
use serde::{Deserialize, Serialize};

use super::{chance, keeps_either, keeps_urn, reached, turned};
use crate::{
    Ballot, Run, Scrutineer,
    rules::{self, Cited, Needed, Plan, Threshold, Verb, Written},
    store::{self, FACTS, Head, Trustee, Urn, Whole},
};

/// The pack in which the rules on ballots stand.
const PACK: &str = "cn/ballots";
/// The rules on how many must come that a ballot can go by, the usual one of each kind named in `draw_up.rs`.
pub(crate) const QUORUMS: &[&str] =
    &["cn/ballots election-quorum", "cn/ballots plenary-quorum", "cn/selection recommendation-attendance"];
/// The rule on equal votes, and on places that stay unfilled.
pub(super) const TIES: &str = "cn/ballots election-tie";
/// The rules on majorities.
pub(crate) const MAJORITIES: &[&str] =
    &["cn/ballots election-majority", "cn/ballots majority-of-ballots", "cn/ballots assessment-support"];

/// Settings as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// The title.
    pub title: String,
    /// When and where.
    pub when: String,
    /// Classes, a line each: name, voters, weight.
    pub classes: String,
    /// Scrutineers, a line each.
    pub scrutineers: String,
    /// The rule on how many must come.
    pub quorum: String,
    /// The rule on the majority.
    pub majority: String,
    /// How long complaints are heard, in minutes.
    pub complaint: String,
    /// The fewest voters of anything shown.
    pub least: String,
    /// Whether the last ballot of a voter counts.
    pub revote: bool,
}

fn rule<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    name: &str,
    on: Date,
    unit: Id<org::Unit>,
) -> Result<Option<(Rule, String)>> {
    let Some((pack, id)) = name.split_once(' ') else { return Ok(None) };
    let held = rulebook::in_force_in(tx, may, pack, on, Some(unit))?;
    Ok(held.and_then(|h| Some((h.pack.rule(id, on)?.clone(), h.hash))))
}

/// A rule by its name as it stands today, as a share.
pub(super) fn threshold<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    name: Option<&str>,
    unit: Id<org::Unit>,
) -> Result<Option<Threshold>> {
    let today = tx.today();
    let Some(name) = name else { return Ok(None) };
    let Some((rule, edition)) = rule(tx, may, name, today, unit)? else { return Ok(None) };
    let Some(share) = rule.share("share") else { return Ok(None) };
    let of = rule.list("of").and_then(|words| words.first()?.parse().ok());
    let needed = of.unwrap_or(Needed::OfEntitled);
    let grades = rule.whole("grades").and_then(|n| u32::try_from(n).ok());
    let (cite, text) = (rule.cite(), rule.text.clone());
    Ok(Some(Threshold { share, needed, grades, cite, text, rule: name.to_owned(), edition }))
}

/// A rule of words alone as it stands today.
pub(super) fn cited<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    name: &str,
    unit: Id<org::Unit>,
) -> Result<Option<Cited>> {
    let today = tx.today();
    let found = rule(tx, may, name, today, unit)?;
    let of = |(rule, edition): (Rule, String)| {
        let (cite, text) = (rule.cite(), rule.text.clone());
        Cited { rule: name.to_owned(), cite, text, edition }
    };
    Ok(found.map(of))
}

/// A whole number that a rule of the pack has.
pub(super) fn figure<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    id: &str,
    name: &str,
    unit: Id<org::Unit>,
) -> Result<u32> {
    let today = tx.today();
    let found = rule(tx, may, &format!("{PACK} {id}"), today, unit)?;
    let number = found.and_then(|(rule, _)| u32::try_from(rule.whole(name)?).ok());
    number.ok_or_else(|| {
        Error::refused(
            format!("规则包“{PACK}”中没有施行中的规则“{id}”，请先在规则库中施行。"),
            format!("The pack “{PACK}” has no rule “{id}” in force; adopt it in the rulebook first."),
        )
    })
}

/// The ballot, if its plan can still be changed by whoever acts.
fn open_plan(tx: &mut Write<'_>, may: &Permit<Run>, id: Id<Ballot>) -> Result<Whole> {
    let whole = reached(tx, may, id)?;
    turned(&whole, Verb::SetUp)?;
    keeps_urn(tx, &whole)?;
    Ok(whole)
}

fn changed(tx: &mut Write<'_>, may: &Permit<Run>, whole: &Whole, title: &str, plan: &Plan) -> Result<Recorded<()>> {
    let head = Head { title: title.to_owned(), plan: store::kept(plan)?, ..whole.head.clone() };
    store::put_head(tx, may, &head)?;
    tx.record(db::Event::new("ballot.set-up").about(head.ballot).facts(FACTS), ())
}

/// Settings in the place of those that were there.
///
/// # Errors
/// Each field with what is wrong; a ballot that is settled; the policy and the database.
pub(crate) fn set_up(tx: &mut Write<'_>, id: Id<Ballot>, of: &Settings) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = open_plan(tx, &may, id)?;
    let unit = whole.head.unit;
    let least = figure(tx, &may, "least-shown", "voters", unit)?;
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut keep = |error: FieldError| wrong.push(error);
    let title = rules::line("title", &of.title).map_err(&mut keep).unwrap_or_default();
    let when = match of.when.trim() {
        "" => String::new(),
        text => rules::line("when", text).map_err(&mut keep).unwrap_or_default(),
    };
    let classes = rules::classes(&of.classes).map_err(&mut keep).unwrap_or_default();
    let scrutineers = rules::lines("scrutineers", &of.scrutineers, 9).map_err(&mut keep).unwrap_or_default();
    let mut number = |field: &str, text: &str, from: u32, to: u32| {
        let n = text.trim().parse().ok().filter(|n| (from..=to).contains(n));
        if n.is_none() {
            let say =
                Say::new(format!("请填写{from}到{to}的整数。"), format!("Give a whole number from {from} to {to}."));
            wrong.push(FieldError { field: field.to_owned(), say });
        }
        n.unwrap_or(from)
    };
    let complaint = number("complaint", &of.complaint, 0, 60 * 24 * 30);
    let least = number("least", &of.least, least, 1000);
    let known = |name: &str, all: &[&'static str]| all.iter().copied().find(|n| *n == name);
    let quorum = threshold(tx, &may, known(&of.quorum, QUORUMS), unit)?;
    let majority = threshold(tx, &may, known(&of.majority, MAJORITIES), unit)?;
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let revote = of.revote;
    let plan = Plan { when, classes, scrutineers, complaint, least, revote, quorum, majority, ..whole.plan.clone() };
    changed(tx, &may, &whole, &title, &plan)
}

/// Adds questions.
///
/// # Errors
/// Each field with what is wrong; a ballot that is settled; the policy and the database.
pub(crate) fn add_questions(tx: &mut Write<'_>, id: Id<Ballot>, of: &Written) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = open_plan(tx, &may, id)?;
    let mut plan = whole.plan.clone();
    plan.questions.extend(rules::ask(of).map_err(Error::Invalid)?);
    if plan.questions.len() > ballots::belenios::MAX_QUESTIONS {
        return Err(Error::refused(
            "问题过多，请分成几次表决。",
            "These are too many questions; make several ballots of them.",
        ));
    }
    changed(tx, &may, &whole, &whole.head.title.clone(), &plan)
}

/// Takes a question out, by its number from 0.
///
/// # Errors
/// No such question; a ballot that is settled; the policy and the database.
pub(crate) fn remove_question(tx: &mut Write<'_>, id: Id<Ballot>, number: usize) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = open_plan(tx, &may, id)?;
    let mut plan = whole.plan.clone();
    if number >= plan.questions.len() {
        return Err(Error::NotFound);
    }
    plan.questions.remove(number);
    changed(tx, &may, &whole, &whole.head.title.clone(), &plan)
}

/// Set-up is finished: urns are formed from the classes, and scrutineers may make their keys.
///
/// # Errors
/// What is still wrong with the plan; the policy and the database.
pub(crate) fn lay_down(tx: &mut Write<'_>, id: Id<Ballot>) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::LayDown)?;
    keeps_urn(tx, &whole)?;
    let wrong = rules::problems(whole.head.kind, &whole.plan);
    if !wrong.is_empty() {
        let join = |f: fn(&Say) -> &str, sep: &str| wrong.iter().map(f).collect::<Vec<_>>().join(sep);
        return Err(Error::Refused(Say::new(join(|s| &s.zh, ""), join(|s| &s.en, " "))));
    }
    let formed = rules::urns(whole.head.kind, &whole.plan.classes, whole.plan.least).map_err(Error::Refused)?;
    for (i, urn) in formed.iter().enumerate() {
        let names: Vec<&str> = urn.classes.iter().map(|c| whole.plan.classes[*c].name.as_str()).collect();
        let urn = Urn {
            ballot: id,
            urn: ballots::belenios::Election::id(&mut chance),
            place: i as i64 + 1,
            name: names.join(if whole.plan.lang == Lang::Zh { "、" } else { ", " }),
            weight: urn.weight.into(),
            size: urn.size.into(),
            printed: None,
        };
        store::put_urn(tx, &may, &urn, store::Texts::default())?;
    }
    for (i, name) in whole.plan.scrutineers.iter().enumerate() {
        let new = Trustee { scrutineer: Id::<Scrutineer>::new(), place: i as i64 + 1, name: name.clone(), key: None };
        store::put_trustee(tx, &may, id, &new)?;
    }
    store::put_head(tx, &may, &Head { state, ..whole.head })?;
    tx.record(db::Event::new("ballot.laid-down").about(id).facts(FACTS), ())
}

/// In the public log, in the place of the manifest: nothing follows from it, and why.
pub(super) fn closed_instead<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    id: Id<Ballot>,
    fixed: &store::FixedRow,
    reason: &str,
) -> Result<()> {
    let new = public_log::rules::Publication::new("ballot.close", id).shown("digest", &fixed.digest);
    public_log::enter_instead(tx, may, &new.closed("reason", reason), fixed.item)?;
    Ok(())
}

/// Gives a ballot up, with a reason that everybody who sees it can read.
///
/// # Errors
/// No reason; a ballot that has a result; whoever keeps neither the urn nor the roll; the policy and the database.
pub(crate) fn cancel(tx: &mut Write<'_>, id: Id<Ballot>, reason: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::Cancel)?;
    keeps_either(tx, &whole)?;
    let reason = rules::line("reason", reason).map_err(|e| Error::Invalid(vec![e]))?;
    for urn in &whole.urns {
        store::set_gate(tx, &may, &urn.urn, false)?;
    }
    if let Some(fixed) = &whole.fixed {
        closed_instead(tx, &may, id, fixed, &reason)?;
    }
    store::put_head(tx, &may, &Head { state, reason: Some(reason.clone()), ..whole.head })?;
    let event = db::Event::new("ballot.cancelled").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "reason": reason }))?, ())
}
