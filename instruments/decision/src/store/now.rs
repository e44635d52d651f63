//! Where cases stand, for lists and what is due: a row for each, computed in the transaction in which something happens.

use std::{collections::HashMap, sync::Arc};

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Read, Result, Write};
use diesel::prelude::*;
use org::{Unit, timeline::Fact};
use post::Post;
use procedure::{Procedure, Step};
use serde::{Serialize, Serializer};

use super::{
    load::{CaseRow, procedures, whole},
    tables::{decision_case, decision_fact, decision_now, decision_post},
};
use crate::Matter;

/// A case in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Head {
    pub(crate) case: Id<Matter>,
    pub(crate) title: String,
    pub(crate) unit: Id<Unit>,
    #[serde(serialize_with = "id_of")]
    pub(crate) procedure: Arc<Procedure>,
    pub(crate) opened: Date,
    /// The step that is being carried out; empty where the case is over.
    pub(crate) step: String,
    pub(crate) fulfilled: bool,
    /// The notice of the present round.
    pub(crate) notice: Option<Id<notice::Notice>>,
    /// Until when the step is to be done, once that was asked for.
    pub(crate) due: Option<Date>,
}

fn id_of<S: Serializer>(procedure: &Arc<Procedure>, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(&procedure.id)
}

impl Head {
    /// The step that is being carried out.
    pub(crate) fn now(&self) -> Option<&Step> {
        self.procedure.step(&self.step)
    }
}

type Now = (Id<Matter>, String, bool, Option<Id<notice::Notice>>);

/// Where a case stands, from its events.
fn computed<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: Id<Matter>) -> Result<Now> {
    let case = whole(tx, may, case)?;
    let state = case.state()?;
    let step = state.now(&case.procedure).map(|s| s.id.clone()).unwrap_or_default();
    Ok((case.case, step, state.fulfilled(), case.notice()))
}

/// Keeps where a case stands after something happened in it.
pub(crate) fn stands<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, case: Id<Matter>) -> Result<()> {
    let (_, step, fulfilled, notice) = computed(tx, may, case)?;
    let old = decision_now::table.filter(decision_now::root.eq(may.root()).and(decision_now::case_id.eq(case)));
    diesel::delete(old).execute(tx.with(may))?;
    diesel::insert_into(decision_now::table)
        .values((
            decision_now::root.eq(may.root()),
            decision_now::case_id.eq(case),
            decision_now::step.eq(step),
            decision_now::fulfilled.eq(fulfilled),
            decision_now::notice.eq(notice),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Which cases are wanted: the latest first.
pub(crate) struct Wanted {
    /// Those alone that are not over.
    pub(crate) running: bool,
    /// Beyond this one.
    pub(crate) edge: Option<(Date, Id<Matter>)>,
    /// Those before it, the nearest first.
    pub(crate) backwards: bool,
    /// At most so many.
    pub(crate) most: i64,
}
impl Wanted {
    /// The latest of those that are not over.
    pub(crate) fn running(most: i64) -> Self {
        Self { running: true, edge: None, backwards: false, most }
    }
}

/// The cases within reach that are wanted.
pub(crate) fn heads<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, wanted: &Wanted) -> Result<Vec<Head>> {
    let (root, today) = (may.root(), tx.today());
    let mut query = decision_case::table
        .select((
            decision_case::case_id,
            decision_case::title,
            decision_case::unit,
            decision_case::procedure_id,
            decision_case::opened,
        ))
        .into_boxed::<db::Engine>()
        .filter(decision_case::root.eq(root).and(decision_case::unmade.is_null()))
        .filter(org::within(may, today, "decision_case.unit"));
    if wanted.running {
        let going = decision_now::table
            .filter(decision_now::root.eq(root).and(decision_now::step.ne("")))
            .select(decision_now::case_id);
        query = query.filter(decision_case::case_id.eq_any(going));
    }
    let back = wanted.backwards;
    query = {
        use decision_case::{case_id, opened};
        let beyond = match wanted.edge {
            Some((day, id)) if back => query.filter(opened.gt(day).or(opened.eq(day).and(case_id.gt(id)))),
            Some((day, id)) => query.filter(opened.lt(day).or(opened.eq(day).and(case_id.lt(id)))),
            None => query,
        };
        if back { beyond.order((opened.asc(), case_id.asc())) } else { beyond.order((opened.desc(), case_id.desc())) }
    };
    let rows: Vec<CaseRow> = query.limit(wanted.most).load(tx.with(may))?;
    let procedures: HashMap<Id<Fact>, Arc<Procedure>> =
        procedures(tx, may, &rows)?.into_iter().map(|(id, p)| (id, Arc::new(p))).collect();
    let mut stood: HashMap<Id<Matter>, Now> = HashMap::with_capacity(rows.len());
    let ids: Vec<Id<Matter>> = rows.iter().map(|row| row.0).collect();
    for some in ids.chunks(500) {
        let now: Vec<Now> = decision_now::table
            .filter(decision_now::root.eq(root).and(decision_now::case_id.eq_any(some.to_vec())))
            .select((decision_now::case_id, decision_now::step, decision_now::fulfilled, decision_now::notice))
            .load(tx.with(may))?;
        stood.extend(now.into_iter().map(|now| (now.0, now)));
    }
    let mut all = Vec::with_capacity(rows.len());
    for (case, title, unit, by, opened) in rows {
        let (_, step, fulfilled, notice) = match stood.remove(&case) {
            Some(now) => now,
            // nothing has happened in it since this was kept
            None => computed(tx, may, case)?,
        };
        let procedure = procedures.get(&by).cloned();
        let procedure = procedure.ok_or_else(|| db::Error::Corrupt(format!("the procedure of case {case}")))?;
        all.push(Head { case, title, unit, procedure, opened, step, fulfilled, notice, due: None });
    }
    Ok(all)
}

/// The running cases of the organisation that stand in one of these steps, whoever carries them out; the latest first.
pub(crate) fn standing_in<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    steps: &[String],
    most: i64,
) -> Result<Vec<Id<Matter>>> {
    Ok(decision_now::table
        .filter(decision_now::root.eq(may.root()).and(decision_now::step.eq_any(steps.to_vec())))
        .order(decision_now::case_id.desc())
        .limit(most)
        .select(decision_now::case_id)
        .load(tx.with(may))?)
}

/// How many cases are within reach.
pub(crate) fn count<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<u64> {
    let today = tx.today();
    let all: i64 = decision_case::table
        .select(diesel::dsl::count_star())
        .into_boxed::<db::Engine>()
        .filter(decision_case::root.eq(may.root()).and(decision_case::unmade.is_null()))
        .filter(org::within(may, today, "decision_case.unit"))
        .first(tx.with(may))?;
    Ok(u64::try_from(all).unwrap_or_default())
}

/// The posts of these cases.
pub(crate) fn posts<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    cases: &[Id<Matter>],
) -> Result<HashMap<Id<Matter>, Vec<Id<Post>>>> {
    let mut all: HashMap<Id<Matter>, Vec<Id<Post>>> = HashMap::new();
    for some in cases.chunks(500) {
        let rows: Vec<(Id<Matter>, Id<Post>)> = decision_post::table
            .filter(decision_post::root.eq(may.root()).and(decision_post::case_id.eq_any(some.to_vec())))
            .filter(decision_post::unmade.is_null())
            .order(decision_post::id)
            .select((decision_post::case_id, decision_post::post))
            .load(tx.with(may))?;
        rows.into_iter().for_each(|(case, post)| all.entry(case).or_default().push(post));
    }
    Ok(all)
}

/// The days recorded under a name, of these cases themselves.
pub(crate) fn days<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    cases: &[Id<Matter>],
    name: &str,
) -> Result<HashMap<Id<Matter>, Date>> {
    let mut all = HashMap::new();
    for some in cases.chunks(500) {
        let rows: Vec<(Id<Matter>, String)> = decision_fact::table
            .filter(decision_fact::root.eq(may.root()).and(decision_fact::case_id.eq_any(some.to_vec())))
            .filter(decision_fact::name.eq(name).and(decision_fact::unmade.is_null()))
            .filter(decision_fact::subject.is_null())
            .select((decision_fact::case_id, decision_fact::value))
            .load(tx.with(may))?;
        let day = |text: &str| match serde_json::from_str(text) {
            Ok(procedure::Value::Day(day)) => Some(day),
            _ => None,
        };
        all.extend(rows.into_iter().filter_map(|(case, value)| Some((case, day(&value)?))));
    }
    Ok(all)
}
