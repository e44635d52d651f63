//! Vacancies, and the five columns of quotas with the people behind each number.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::{Date, Id};
use db::{Error, Read, Result};
use diesel::prelude::*;
use org::{Unit, as_of, timeline::Span};
use post::{Frame, Post};
use serde::Serialize;

use super::rows::{Row, holdings, named};
use crate::{
    Holding, Person, Survey, Tenure,
    rules::{Column, Counted, Line, five_columns, people_behind},
};

/// The check of quotas of one unit.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The unit.
    pub unit: Id<Unit>,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// One line a level.
    pub lines: Vec<Line>,
}

/// What is approved by level, and who counts.
#[derive(Default)]
struct Both {
    approved: BTreeMap<String, i64>,
    counted: Vec<Counted>,
    held: Vec<(Id<Tenure>, Span<Holding>)>,
}

/// Approved numbers and leading posts' holders by unit, of a unit and, where `below`, all below it.
fn by_unit(tx: &mut Read<'_>, unit: Id<Unit>, below: bool, on: Date, until: Date) -> Result<BTreeMap<Id<Unit>, Both>> {
    use org::store::{unit_quota, units_in};
    let may = tx.may::<Survey>()?;
    org::reach(tx, &may, unit)?;
    let root = tx.root();
    let (from, to) = org::path_of(tx.with(&may), root, unit, on)?.ok_or(Error::NotFound)?.range();
    let approved: Vec<(Id<Unit>, String, i64)> = unit_quota::table
        .filter(unit_quota::root.eq(root))
        .filter(as_of!(unit_quota, on))
        .filter(unit_quota::unit.eq_any(units_in(root, on, from, to)))
        .select((unit_quota::unit, unit_quota::level, unit_quota::approved))
        .load(tx.with(&may))?;
    let mut all: BTreeMap<Id<Unit>, Both> = BTreeMap::new();
    for (of, level, n) in approved.into_iter().filter(|(of, ..)| below || *of == unit) {
        all.entry(of).or_default().approved.insert(level, n);
    }
    let filter = post::Filter { unit: Some(unit), below, leading: Some(true), ..post::Filter::default() };
    let posts: HashMap<Id<Post>, Frame> =
        post::list(tx, on, &filter, None, 100_000)?.into_iter().map(|r| (r.post, r.frame)).collect();
    let mut ids: Vec<Id<Post>> = posts.keys().copied().collect();
    ids.sort();
    for (tenure, span) in holdings(tx, &may, &ids, on, until)? {
        let Some(frame) = posts.get(&span.value.post) else { continue };
        let Some(level) = frame.level.clone() else { continue };
        let both = all.entry(frame.unit).or_default();
        both.counted.push(Counted { level, span: span.clone() });
        both.held.push((tenure, span));
    }
    Ok(all)
}

/// The five columns (核定、现配、拟免、拟配、超配) of a unit and each unit below it that has quotas or leading posts,
/// on a day and looking ahead until another.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn quotas(tx: &mut Read<'_>, unit: Id<Unit>, on: Date, until: Date) -> Result<Vec<Check>> {
    let all = by_unit(tx, unit, true, on, until)?;
    let may = tx.may::<Survey>()?;
    let root = tx.root();
    let units: Vec<Id<Unit>> = all.keys().copied().collect();
    let names = org::names(tx.with(&may), root, &units, on)?;
    let mut checks: Vec<Check> = all
        .into_iter()
        .filter_map(|(unit, both)| {
            let name = names.get(&unit)?;
            let lines = five_columns(&both.approved, &both.counted, on, until);
            Some(Check { unit, code: name.code.clone(), name: name.name.clone(), lines })
        })
        .collect();
    checks.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(checks)
}

/// Whose numbers are asked for: one unit, or all in a subtree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// The unit.
    pub unit: Id<Unit>,
    /// Whether units below count too.
    pub below: bool,
    /// The level; all where there is none.
    pub level: Option<String>,
    /// The column.
    pub column: Column,
}

/// The holdings behind a number of the five columns.
///
/// # Errors
/// As [`quotas`].
pub fn behind(tx: &mut Read<'_>, of: &Behind, on: Date, until: Date) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for both in by_unit(tx, of.unit, of.below, on, until)?.into_values() {
        let levels: BTreeSet<&String> = both.counted.iter().map(|c| &c.level).collect();
        let mut people: BTreeSet<(&String, Id<Person>)> = BTreeSet::new();
        for level in levels.into_iter().filter(|l| of.level.as_ref().is_none_or(|level| level == *l)) {
            let found = people_behind(&both.approved, &both.counted, level, of.column, on, until);
            people.extend(found.into_iter().map(|p| (level, p)));
        }
        let then = matches!(of.column, Column::ToFill | Column::Exceeded);
        for (counted, (tenure, span)) in both.counted.iter().zip(&both.held) {
            let shown = if then { span.holds(until) } else { span.holds(on) };
            if shown && counted.counts() && people.contains(&(&counted.level, span.value.person)) {
                rows.push((*tenure, span.clone()));
            }
        }
    }
    let may = tx.may::<Survey>()?;
    let mut rows = named(tx, &may, rows, on)?;
    rows.sort_by(|a, b| {
        (&a.frame.code, a.span.value.ordinal, a.tenure).cmp(&(&b.frame.code, b.span.value.ordinal, b.tenure))
    });
    Ok(rows)
}
