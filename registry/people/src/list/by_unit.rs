//! Lists in the order of units. No index holds it: where a unit stands is not written beside its people, or moving a unit
//! would rewrite thousands of lines. So units are walked in their order, and their people read as far as a page needs.

use std::{collections::BTreeMap, sync::Arc};

use auth::{Action, Permit};
use base::Id;
use db::{Read, Remembered};
use diesel::{ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};

use super::{Places, Query, Wanted};
use crate::{
    Unit,
    file::Person,
    store::{
        links::place,
        now::{Line, people_now},
    },
};

/// Beyond every path: where those stand who belong to no unit.
const NOWHERE: &str = "~";
/// Units whose people are asked for at first; the next round asks for twice as many.
const ROUND: usize = 64;

/// What a line is ordered by.
pub(super) fn key(path: Option<&str>, sort: &str) -> String {
    format!("{} {sort}", path.unwrap_or(NOWHERE))
}

/// Units in the order of the tree, with their paths of today.
type Units = Arc<Vec<(String, Id<Unit>)>>;
static UNITS: Remembered<(), Units> = Remembered::new(4);

fn units<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> db::Result<Units> {
    UNITS.get(tx, may, (), |tx| {
        let today = tx.today();
        let mut rows: Vec<(String, Id<Unit>)> = place::table
            .filter(place::root.eq(may.root()))
            .filter(place::from_day.le(today))
            .filter(place::to_day.gt(today))
            .select((place::path, place::unit))
            .load(tx.with(may))?;
        rows.sort_unstable();
        Ok(Arc::new(rows))
    })
}

type Row = (Option<Id<Unit>>, String, Id<Person>);

fn keyed(rows: Vec<Row>, units: &[(String, Id<Unit>)]) -> Vec<(String, Id<Person>)> {
    let paths: BTreeMap<Id<Unit>, &str> = units.iter().map(|(path, unit)| (*unit, path.as_str())).collect();
    let path = |unit: Option<Id<Unit>>| unit.and_then(|u| paths.get(&u).copied());
    rows.into_iter().map(|(unit, sort, person)| (key(path(unit), &sort), person)).collect()
}

/// What each row of a query is ordered by.
pub(super) fn keys<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    query: Query,
) -> db::Result<Vec<(String, Id<Person>)>> {
    let rows: Vec<Row> = query.select((people_now::unit, people_now::sort, people_now::person)).load(tx.with(may))?;
    let units = units(tx, may)?;
    Ok(keyed(rows, &units))
}

/// Rows beyond the edge, unit after unit, until there are as many as are wanted.
pub(super) fn walked<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    query: &impl Fn() -> Query,
    wanted: &Wanted,
) -> db::Result<Vec<(String, Id<Person>)>> {
    let all = units(tx, may)?;
    let edge = wanted.edge.as_ref().map(|(value, _)| value.split_once(' ').map_or(value.as_str(), |(path, _)| path));
    // who belongs to no unit stands behind all units
    let mut ahead: Vec<Option<&(String, Id<Unit>)>> = all.iter().map(Some).chain([None]).collect();
    if wanted.descending {
        ahead.reverse();
    }
    let path = |unit: &Option<&(String, Id<Unit>)>| unit.map_or(NOWHERE, |(path, _)| path.as_str()).to_owned();
    if let Some(edge) = edge {
        ahead.retain(|u| if wanted.descending { *path(u) <= *edge } else { *path(u) >= *edge });
    }
    let (mut found, mut round) = (Vec::new(), ROUND);
    let mut rest = ahead.as_slice();
    while !rest.is_empty() && found.len() < wanted.limit as usize {
        let (now, later) = rest.split_at(round.min(rest.len()));
        let ids: Vec<Id<Unit>> = now.iter().flatten().map(|(_, unit)| *unit).collect();
        let columns = (people_now::unit, people_now::sort, people_now::person);
        let mut rows: Vec<Row> = Vec::new();
        for some in ids.chunks(500) {
            let here = people_now::unit.assume_not_null().eq_any(some.to_vec());
            rows.extend(query().filter(here).select(columns).load::<Row>(tx.with(may))?);
        }
        if now.contains(&None) {
            rows.extend(query().filter(people_now::unit.is_null()).select(columns).load::<Row>(tx.with(may))?);
        }
        let mut keyed = keyed(rows, &all);
        if let Some(edge) = &wanted.edge {
            keyed.retain(|row| if wanted.descending { row < edge } else { row > edge });
        }
        found.append(&mut keyed);
        (rest, round) = (later, round * 2);
    }
    Ok(found)
}

/// Where the units of these lines stand.
pub(super) fn places<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, lines: &[Line]) -> db::Result<Places> {
    let wanted: std::collections::BTreeSet<Id<Unit>> = lines.iter().filter_map(|l| l.unit).collect();
    let units = units(tx, may)?;
    Ok(units.iter().filter(|(_, unit)| wanted.contains(unit)).map(|(path, unit)| (*unit, path.clone())).collect())
}
