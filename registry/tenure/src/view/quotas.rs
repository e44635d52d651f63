//! Vacancies, and the five columns of quotas with the people behind each number.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Error, Read, Remembered, Result};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Binary, Nullable, Text},
};
use org::{Unit, as_of, timeline::Span};
use post::{Frame, Post};
use serde::Serialize;

use super::rows::{Row, holdings, named};
use crate::{
    Holding, Person, Survey, Tenure,
    rules::{Column, Counted, Line, Way, five_columns, people_behind},
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
}

/// The half-open range of paths of a unit and everything below it.
type Range = (String, String);

/// Approved numbers by unit, of the units whose paths lie in a range.
fn approved<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    (from, to): &Range,
    on: Date,
) -> Result<BTreeMap<Id<Unit>, Both>> {
    use org::store::{unit_quota, units_in};
    let root = may.root();
    let rows: Vec<(Id<Unit>, String, i64)> = unit_quota::table
        .filter(unit_quota::root.eq(root))
        .filter(as_of!(unit_quota, on))
        .filter(unit_quota::unit.eq_any(units_in(root, on, from.clone(), to.clone())))
        .select((unit_quota::unit, unit_quota::level, unit_quota::approved))
        .load(tx.with(may))?;
    let mut all: BTreeMap<Id<Unit>, Both> = BTreeMap::new();
    for (unit, level, n) in rows {
        all.entry(unit).or_default().approved.insert(level, n);
    }
    Ok(all)
}

fn range(tx: &mut Read<'_>, may: &Permit<Survey>, unit: Id<Unit>, on: Date) -> Result<Range> {
    org::reach(tx, may, unit)?;
    let root = may.root();
    Ok(org::path_of(tx.with(may), root, unit, on)?.ok_or(Error::NotFound)?.range())
}

/// A holding of a leading post with the post's unit and level.
#[derive(QueryableByName)]
struct Led {
    #[diesel(sql_type = Binary)]
    unit: Id<Unit>,
    #[diesel(sql_type = Text)]
    level: String,
    #[diesel(sql_type = Binary)]
    person: Id<Person>,
    #[diesel(sql_type = Text)]
    way: Way,
    #[diesel(sql_type = Text)]
    valid_from: Date,
    #[diesel(sql_type = Nullable<Text>)]
    valid_to: Option<Date>,
}

/// The holdings of leading posts that last on any day from `on` to `until`, as far as quotas ask. Written as text: tables of
/// two crates cannot be declared to stand in one query, and asking post by post takes ten times as long.
const LED: &str = "SELECT f.unit, f.level, t.person, t.way, t.valid_from, t.valid_to \
     FROM post_frame f JOIN tenure_fact t ON t.root = f.root AND t.post = f.post \
     WHERE f.root = $1 AND f.is_leading AND f.level IS NOT NULL AND f.unmade IS NULL \
     AND f.valid_from <= $2 AND (f.valid_to IS NULL OR f.valid_to > $3) \
     AND t.unmade IS NULL AND t.valid_from <= $4 AND (t.valid_to IS NULL OR t.valid_to > $5) \
     AND f.unit IN (SELECT p.unit FROM place p WHERE p.root = $6 AND p.from_day <= $7 AND p.to_day > $8 \
     AND p.path >= $9 AND p.path < $10)";

fn led<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, (from, to): &Range, on: Date, until: Date) -> Result<Vec<Led>> {
    let root = may.root();
    Ok(sql_query(LED)
        .bind::<Binary, _>(root)
        .bind::<Text, _>(on)
        .bind::<Text, _>(on)
        .bind::<Text, _>(until)
        .bind::<Text, _>(on)
        .bind::<Binary, _>(root)
        .bind::<Text, _>(on)
        .bind::<Text, _>(on)
        .bind::<Text, _>(from.clone())
        .bind::<Text, _>(to.clone())
        .load(tx.with(may))?)
}

/// What was asked for: units, a day, the last day looked at.
type Asked = (Vec<Id<Unit>>, Date, Date);

/// Checks of quotas by what was asked for.
static CHECKS: Remembered<Asked, Arc<Vec<Check>>> = Remembered::new(8);

/// The five columns (核定、现配、拟免、拟配、超配) of these units and each unit below them that has quotas or leading posts,
/// on a day and looking ahead until another, in the order of their codes.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn quotas(tx: &mut Read<'_>, units: &[Id<Unit>], on: Date, until: Date) -> Result<Arc<Vec<Check>>> {
    let may = tx.may::<Survey>()?;
    CHECKS.get(tx, &may, (units.to_vec(), on, until), |tx| {
        let mut checks = Vec::new();
        for unit in units {
            checks.extend(below(tx, &may, *unit, on, until)?);
        }
        checks.sort_by(|a: &Check, b| (&a.code, a.unit.to_string()).cmp(&(&b.code, b.unit.to_string())));
        Ok(Arc::new(checks))
    })
}

fn below(tx: &mut Read<'_>, may: &Permit<Survey>, unit: Id<Unit>, on: Date, until: Date) -> Result<Vec<Check>> {
    let range = range(tx, may, unit, on)?;
    let mut all = approved(tx, may, &range, on)?;
    for Led { unit, level, person, way, valid_from, valid_to } in led(tx, may, &range, on, until)? {
        let counted = Counted { level, person, way, from: valid_from, to: valid_to };
        all.entry(unit).or_default().counted.push(counted);
    }
    let root = may.root();
    let units: Vec<Id<Unit>> = all.keys().copied().collect();
    let names = org::names(tx.with(may), root, &units, on)?;
    let check = |(unit, both): (Id<Unit>, Both)| {
        let name = names.get(&unit)?;
        let lines = five_columns(&both.approved, &both.counted, on, until);
        Some(Check { unit, code: name.code.clone(), name: name.name.clone(), lines })
    };
    Ok(all.into_iter().filter_map(check).collect())
}

/// Holdings as quotas count them, beside what they are.
type Held = (Vec<Counted>, Vec<(Id<Tenure>, Span<Holding>)>);

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
    let may = tx.may::<Survey>()?;
    let range = range(tx, &may, of.unit, on)?;
    let approved = approved(tx, &may, &range, on)?;
    let filter = post::Filter { unit: Some(of.unit), below: of.below, leading: Some(true), ..post::Filter::default() };
    let posts: HashMap<Id<Post>, Frame> =
        post::list(tx, on, &filter, None, 100_000)?.into_iter().map(|r| (r.post, r.frame)).collect();
    let mut ids: Vec<Id<Post>> = posts.keys().copied().collect();
    ids.sort();
    let mut by_unit: BTreeMap<Id<Unit>, Held> = BTreeMap::new();
    for (tenure, span) in holdings(tx, &may, &ids, on, until)? {
        let Some(frame) = posts.get(&span.value.post) else { continue };
        let Some(level) = frame.level.clone() else { continue };
        let (counted, held) = by_unit.entry(frame.unit).or_default();
        let (person, way) = (span.value.person, span.value.way);
        counted.push(Counted { level, person, way, from: span.from, to: span.to });
        held.push((tenure, span));
    }
    let none = BTreeMap::new();
    let mut rows = Vec::new();
    for (unit, (counted, held)) in by_unit {
        let approved = approved.get(&unit).map_or(&none, |both| &both.approved);
        let levels: BTreeSet<&String> = counted.iter().map(|c| &c.level).collect();
        let mut people: BTreeSet<(&String, Id<Person>)> = BTreeSet::new();
        for level in levels.into_iter().filter(|l| of.level.as_ref().is_none_or(|level| level == *l)) {
            let found = people_behind(approved, &counted, level, of.column, on, until);
            people.extend(found.into_iter().map(|p| (level, p)));
        }
        let then = matches!(of.column, Column::ToFill | Column::Exceeded);
        for (counted, (tenure, span)) in counted.iter().zip(held) {
            let shown = if then { span.holds(until) } else { span.holds(on) };
            if shown && counted.counts() && people.contains(&(&counted.level, span.value.person)) {
                rows.push((tenure, span));
            }
        }
    }
    let mut rows = named(tx, &may, rows, on)?;
    rows.sort_by(|a, b| {
        (&a.frame.code, a.span.value.ordinal, a.tenure).cmp(&(&b.frame.code, b.span.value.ordinal, b.tenure))
    });
    Ok(rows)
}
