//! Cases with all that belongs to them, many at a time.

use std::collections::HashMap;

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Error, Read, Result};
use diesel::prelude::*;
use org::{Unit, timeline::Fact};
use people::Person;
use post::Post;
use procedure::Procedure;

use super::{
    Candidate, Case, Happened, Paper,
    tables::{
        decision_candidate, decision_case, decision_event, decision_fact, decision_paper, decision_post,
        decision_procedure,
    },
};
use crate::Matter;

/// A case as its own row says.
pub(super) type CaseRow = (Id<Matter>, String, Id<Unit>, Id<Fact>, Date);

/// How many cases are asked for at a time.
const AT_ONCE: usize = 200;

/// The procedures under which cases were opened, each read once.
pub(super) fn procedures<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &[CaseRow],
) -> Result<HashMap<Id<Fact>, Procedure>> {
    let mut ids: Vec<Id<Fact>> = of.iter().map(|row| row.3).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Id<Fact>, String)> = decision_procedure::table
        .filter(decision_procedure::root.eq(may.root()).and(decision_procedure::id.eq_any(ids)))
        .select((decision_procedure::id, decision_procedure::text))
        .load(tx.with(may))?;
    let read = |(id, text): (Id<Fact>, String)| {
        let procedure = Procedure::read(&text).map_err(|e| Error::Corrupt(e.to_string()))?;
        Ok((id, procedure))
    };
    rows.into_iter().map(read).collect()
}

/// By case, in the order in which they came.
fn by_case<T>(rows: Vec<(Id<Matter>, T)>) -> HashMap<Id<Matter>, Vec<T>> {
    let mut all: HashMap<Id<Matter>, Vec<T>> = HashMap::new();
    rows.into_iter().for_each(|(case, row)| all.entry(case).or_default().push(row));
    all
}

/// These cases with all that belongs to them, in the order asked for. Reach is the caller's.
fn all<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, ids: &[Id<Matter>]) -> Result<Vec<Case>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        found.extend(some_of(tx, may, some)?);
    }
    Ok(found)
}

fn some_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, ids: &[Id<Matter>]) -> Result<Vec<Case>> {
    let root = may.root();
    let rows: Vec<CaseRow> = decision_case::table
        .filter(decision_case::root.eq(root).and(decision_case::case_id.eq_any(ids.to_vec())))
        .filter(decision_case::unmade.is_null())
        .select((
            decision_case::case_id,
            decision_case::title,
            decision_case::unit,
            decision_case::procedure_id,
            decision_case::opened,
        ))
        .load(tx.with(may))?;
    let procedures = procedures(tx, may, &rows)?;
    let posts: Vec<(Id<Matter>, Id<Post>)> = decision_post::table
        .filter(decision_post::root.eq(root).and(decision_post::case_id.eq_any(ids.to_vec())))
        .filter(decision_post::unmade.is_null())
        .order(decision_post::id)
        .select((decision_post::case_id, decision_post::post))
        .load(tx.with(may))?;
    let candidates: Vec<(Id<Matter>, Candidate)> = decision_candidate::table
        .filter(decision_candidate::root.eq(root).and(decision_candidate::case_id.eq_any(ids.to_vec())))
        .filter(decision_candidate::unmade.is_null())
        .order(decision_candidate::id)
        .select((
            decision_candidate::case_id,
            (decision_candidate::id, decision_candidate::person, decision_candidate::post, decision_candidate::tenure),
        ))
        .load(tx.with(may))?;
    let record: Vec<(Id<Matter>, Happened)> = decision_event::table
        .filter(decision_event::root.eq(root).and(decision_event::case_id.eq_any(ids.to_vec())))
        .filter(decision_event::unmade.is_null())
        .order(decision_event::ordinal)
        .select((
            decision_event::case_id,
            (
                decision_event::ordinal,
                decision_event::step,
                decision_event::kind,
                decision_event::day,
                decision_event::event,
                decision_event::made,
            ),
        ))
        .load(tx.with(may))?;
    let papers: Vec<(Id<Matter>, Paper)> = decision_paper::table
        .filter(decision_paper::root.eq(root).and(decision_paper::case_id.eq_any(ids.to_vec())))
        .filter(decision_paper::unmade.is_null())
        .order(decision_paper::id)
        .select((
            decision_paper::case_id,
            (
                decision_paper::paper,
                decision_paper::step,
                decision_paper::kind,
                decision_paper::name,
                decision_paper::media,
                decision_paper::size,
                decision_paper::hash,
            ),
        ))
        .load(tx.with(may))?;
    let mut rows: HashMap<Id<Matter>, CaseRow> = rows.into_iter().map(|row| (row.0, row)).collect();
    let (mut posts, mut candidates) = (by_case(posts), by_case(candidates));
    let (mut record, mut papers) = (by_case(record), by_case(papers));
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let Some((case, title, unit, by, opened)) = rows.remove(id) else { continue };
        let procedure = procedures.get(&by).cloned();
        let procedure = procedure.ok_or_else(|| Error::Corrupt(format!("the procedure of case {case}")))?;
        found.push(Case {
            case,
            title,
            unit,
            procedure,
            opened,
            posts: posts.remove(id).unwrap_or_default(),
            candidates: candidates.remove(id).unwrap_or_default(),
            record: record.remove(id).unwrap_or_default(),
            papers: papers.remove(id).unwrap_or_default(),
        });
    }
    Ok(found)
}

/// A case with all that belongs to it, wherever it is: for whoever takes part in it as a person.
pub(crate) fn whole<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: Id<Matter>) -> Result<Case> {
    all(tx, may, &[case])?.pop().ok_or(Error::NotFound)
}

/// A case within reach, with all that belongs to it.
///
/// # Errors
/// [`Error::NotFound`] where there is none within reach; the database.
pub fn case<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: Id<Matter>) -> Result<Case> {
    let case = whole(tx, may, case)?;
    org::reach(tx, may, case.unit)?;
    Ok(case)
}

/// The cases within reach, the latest first, at most `most`.
///
/// # Errors
/// The policy and the database.
pub fn list<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Case>> {
    let today = tx.today();
    let ids: Vec<Id<Matter>> = decision_case::table
        .select(decision_case::case_id)
        .into_boxed::<db::Engine>()
        .filter(decision_case::root.eq(may.root()).and(decision_case::unmade.is_null()))
        .filter(org::within(may, today, "decision_case.unit"))
        .order((decision_case::opened.desc(), decision_case::case_id.desc()))
        .limit(most)
        .load(tx.with(may))?;
    all(tx, may, &ids)
}

/// The cases in which somebody is a candidate, the latest first.
pub(crate) fn of_candidate<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    person: Id<Person>,
) -> Result<Vec<Id<Matter>>> {
    Ok(decision_candidate::table
        .filter(decision_candidate::root.eq(may.root()).and(decision_candidate::person.eq(person)))
        .filter(decision_candidate::unmade.is_null())
        .order(decision_candidate::case_id.desc())
        .select(decision_candidate::case_id)
        .distinct()
        .load(tx.with(may))?)
}

/// The cases whose roll, kept under that name, names somebody.
pub(crate) fn rolls<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    name: &str,
    person: Id<Person>,
) -> Result<Vec<Id<Matter>>> {
    Ok(decision_fact::table
        .filter(decision_fact::root.eq(may.root()).and(decision_fact::name.eq(name)))
        .filter(decision_fact::unmade.is_null().and(decision_fact::value.like(format!("%{person}%"))))
        .order(decision_fact::id.desc())
        .select(decision_fact::case_id)
        .load(tx.with(may))?)
}
