//! Writing rows.

use auth::{Action, Permit};
use base::Id;
use db::{Error, Result, Sealed, Write};
use diesel::prelude::*;
use org::timeline::Fact;
use people::Person;
use post::Post;
use procedure::Procedure;
use serde::Serialize;
use tenure::Tenure;

use super::{
    Kept, Kind, Paper, kept,
    tables::{
        decision_candidate, decision_case, decision_content, decision_event, decision_fact, decision_paper,
        decision_post, decision_procedure,
    },
};
use crate::{Attached, Matter};

/// Keeps a fact in the place of the one that stands under its name.
pub(crate) fn keep<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    case: Id<Matter>,
    step: &str,
    subject: Option<Id<Person>>,
    name: &str,
    value: &impl Serialize,
) -> Result<()> {
    let value = serde_json::to_string(value).map_err(|e| Error::Internal(e.to_string()))?;
    let (by, today) = (tx.entry(), tx.today());
    let before: Vec<Kept> =
        kept(tx, may, case)?.into_iter().filter(|k| k.name == name && k.subject == subject).collect();
    if before.iter().any(|k| k.value == value && k.step == step) {
        return Ok(());
    }
    for old in before {
        let one = decision_fact::table.filter(decision_fact::root.eq(may.root()).and(decision_fact::id.eq(old.id)));
        diesel::update(one).set(decision_fact::unmade.eq(Some(by))).execute(tx.with(may))?;
    }
    diesel::insert_into(decision_fact::table)
        .values((
            decision_fact::root.eq(may.root()),
            decision_fact::id.eq(Id::<Fact>::new()),
            decision_fact::case_id.eq(case),
            decision_fact::step.eq(step),
            decision_fact::subject.eq(subject),
            decision_fact::name.eq(name),
            decision_fact::value.eq(value),
            decision_fact::day.eq(today),
            decision_fact::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Adds to the record of a case.
pub(crate) fn happen<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    case: Id<Matter>,
    step: &str,
    kind: Kind,
    event: &impl Serialize,
) -> Result<()> {
    let event = serde_json::to_string(event).map_err(|e| Error::Internal(e.to_string()))?;
    let (by, today) = (tx.entry(), tx.today());
    let last: Option<i64> = decision_event::table
        .filter(decision_event::root.eq(may.root()).and(decision_event::case_id.eq(case)))
        .order(decision_event::ordinal.desc())
        .select(decision_event::ordinal)
        .first(tx.with(may))
        .optional()?;
    diesel::insert_into(decision_event::table)
        .values((
            decision_event::root.eq(may.root()),
            decision_event::id.eq(Id::<Fact>::new()),
            decision_event::case_id.eq(case),
            decision_event::ordinal.eq(last.unwrap_or(0) + 1),
            decision_event::step.eq(step),
            decision_event::kind.eq(kind),
            decision_event::day.eq(today),
            decision_event::event.eq(event),
            decision_event::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// The procedure under its name and version: the row that holds it, made where there is none.
pub(crate) fn procedure_row<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, of: &Procedure) -> Result<Id<Fact>> {
    let text = serde_json::to_string(of).map_err(|e| Error::Internal(e.to_string()))?;
    let known: Option<Id<Fact>> = decision_procedure::table
        .filter(decision_procedure::root.eq(may.root()).and(decision_procedure::name.eq(&of.id)))
        .filter(decision_procedure::version.eq(&of.version).and(decision_procedure::text.eq(&text)))
        .select(decision_procedure::id)
        .first(tx.with(may))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let (id, by) = (Id::<Fact>::new(), tx.entry());
    diesel::insert_into(decision_procedure::table)
        .values((
            decision_procedure::root.eq(may.root()),
            decision_procedure::id.eq(id),
            decision_procedure::name.eq(&of.id),
            decision_procedure::version.eq(&of.version),
            decision_procedure::text.eq(&text),
            decision_procedure::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(id)
}

pub(crate) fn insert_case<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    case: Id<Matter>,
    of: &crate::Opening,
    by: Id<Fact>,
) -> Result<()> {
    let (made, today) = (tx.entry(), tx.today());
    diesel::insert_into(decision_case::table)
        .values((
            decision_case::root.eq(may.root()),
            decision_case::id.eq(Id::<Fact>::new()),
            decision_case::case_id.eq(case),
            decision_case::title.eq(of.title.trim()),
            decision_case::unit.eq(of.unit),
            decision_case::procedure_id.eq(by),
            decision_case::opened.eq(today),
            decision_case::made.eq(made),
        ))
        .execute(tx.with(may))?;
    for post in &of.posts {
        diesel::insert_into(decision_post::table)
            .values((
                decision_post::root.eq(may.root()),
                decision_post::id.eq(Id::<Fact>::new()),
                decision_post::case_id.eq(case),
                decision_post::post.eq(*post),
                decision_post::made.eq(made),
            ))
            .execute(tx.with(may))?;
    }
    Ok(())
}

pub(crate) fn insert_candidate<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    case: Id<Matter>,
    person: Id<Person>,
    post: Id<Post>,
    tenure: Option<Id<Tenure>>,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(decision_candidate::table)
        .values((
            decision_candidate::root.eq(may.root()),
            decision_candidate::id.eq(Id::<Fact>::new()),
            decision_candidate::case_id.eq(case),
            decision_candidate::person.eq(person),
            decision_candidate::post.eq(post),
            decision_candidate::tenure.eq(tenure),
            decision_candidate::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn take_off<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, fact: Id<Fact>) -> Result<()> {
    let by = tx.entry();
    let one =
        decision_candidate::table.filter(decision_candidate::root.eq(may.root()).and(decision_candidate::id.eq(fact)));
    diesel::update(one).set(decision_candidate::unmade.eq(Some(by))).execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn insert_paper<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    case: Id<Matter>,
    paper: &Paper,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(decision_paper::table)
        .values((
            decision_paper::root.eq(may.root()),
            decision_paper::id.eq(Id::<Fact>::new()),
            decision_paper::paper.eq(paper.paper),
            decision_paper::case_id.eq(case),
            decision_paper::step.eq(&paper.step),
            decision_paper::kind.eq(&paper.kind),
            decision_paper::name.eq(&paper.name),
            decision_paper::media.eq(&paper.media),
            decision_paper::size.eq(paper.size),
            decision_paper::hash.eq(&paper.hash),
            decision_paper::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn insert_content<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    hash: &[u8],
    content: Id<Attached>,
    sealed: &Sealed,
) -> Result<()> {
    diesel::insert_into(decision_content::table)
        .values((
            decision_content::root.eq(may.root()),
            decision_content::hash.eq(hash.to_vec()),
            decision_content::content.eq(content),
            decision_content::sealed.eq(sealed),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Takes back the facts and papers of these steps: the case went back before them.
pub(crate) fn clear<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, case: Id<Matter>, steps: &[String]) -> Result<()> {
    let by = tx.entry();
    let facts = decision_fact::table
        .filter(decision_fact::root.eq(may.root()).and(decision_fact::case_id.eq(case)))
        .filter(decision_fact::unmade.is_null().and(decision_fact::step.eq_any(steps.to_vec())));
    diesel::update(facts).set(decision_fact::unmade.eq(Some(by))).execute(tx.with(may))?;
    let papers = decision_paper::table
        .filter(decision_paper::root.eq(may.root()).and(decision_paper::case_id.eq(case)))
        .filter(decision_paper::unmade.is_null().and(decision_paper::step.eq_any(steps.to_vec())));
    diesel::update(papers).set(decision_paper::unmade.eq(Some(by))).execute(tx.with(may))?;
    Ok(())
}
