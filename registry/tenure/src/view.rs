//! Looking at appointments as of a day.

use std::collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry};

use base::{Date, Id};
use db::{Engine, Error, Read, Result};
use diesel::prelude::*;
use org::{Kept, Unit, as_of, timeline::Span};
use post::{Frame, Post};
use serde::Serialize;

use crate::{
    Holding, Line, Person, See, Tenure,
    rules::{Counted, five_columns, term_ends, term_rule},
    store::tenure_fact,
};

/// A holding in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The holding.
    pub tenure: Id<Tenure>,
    /// Who holds what, how, from when until when.
    pub span: Span<Holding>,
    /// What the post is on the day looked at, or was last.
    pub frame: Frame,
    /// What its unit is called.
    pub unit_name: String,
    /// When the term is over, where there is one.
    pub term_ends: Option<Date>,
}

/// A post with places that nobody holds.
#[derive(Clone, Debug, Serialize)]
pub struct Vacancy {
    /// The post.
    pub row: post::Row,
    /// How many hold it.
    pub held: i64,
    /// How many places are open.
    pub open: i64,
}

/// The check of quotas of one unit.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The unit.
    pub unit: Id<Unit>,
    /// What it is called.
    pub name: String,
    /// One line a level.
    pub lines: Vec<Line>,
}

type FactRow = (Id<Tenure>, Id<org::timeline::Fact>, Date, Option<Date>, Holding);
fn columns() -> (
    tenure_fact::person,
    tenure_fact::post,
    tenure_fact::way,
    tenure_fact::chosen,
    tenure_fact::appointed_by,
    tenure_fact::removed_by,
    tenure_fact::reason,
    tenure_fact::ordinal,
) {
    (
        tenure_fact::person,
        tenure_fact::post,
        tenure_fact::way,
        tenure_fact::chosen,
        tenure_fact::appointed_by,
        tenure_fact::removed_by,
        tenure_fact::reason,
        tenure_fact::ordinal,
    )
}
fn spans(rows: Vec<FactRow>) -> Vec<(Id<Tenure>, Span<Holding>)> {
    rows.into_iter().map(|(tenure, id, from, to, value)| (tenure, Span { id: Some(id), from, to, value })).collect()
}

/// Adds what the posts and units are called.
fn named(tx: &mut Read<'_>, all: Vec<(Id<Tenure>, Span<Holding>)>, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let mut frames: HashMap<Id<Post>, Vec<Span<Frame>>> = HashMap::new();
    for (_, span) in &all {
        if let Entry::Vacant(missing) = frames.entry(span.value.post) {
            missing.insert(Frame::spans(tx.with(&may), root, span.value.post)?);
        }
    }
    let mut rows = Vec::with_capacity(all.len());
    for (tenure, span) in all {
        let of = frames.get(&span.value.post).map(Vec::as_slice).unwrap_or_default();
        // a past holding is shown as the post was called when it ended
        let day = span.to.filter(|to| *to <= on).map_or(on.max(span.from), |to| to.plus_days(-1));
        let Some(frame) = org::timeline::on(of, day).or(of.last()).map(|s| s.value.clone()) else { continue };
        let unit_name = org::names(tx.with(&may), root, &[frame.unit], day)?.remove(&frame.unit).map(|n| n.name);
        let term_ends = frame.term_years.map(|years| term_ends(span.from, years));
        rows.push(Row { tenure, span, frame, unit_name: unit_name.unwrap_or_default(), term_ends });
    }
    Ok(rows)
}

/// Everyone who held, holds or will hold a post, the latest first.
///
/// # Errors
/// [`Error::NotFound`] where the post's unit is not within reach, or the database's.
pub fn of_post(tx: &mut Read<'_>, post: Id<Post>, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let (root, today) = (tx.root(), tx.today());
    let frames = Frame::spans(tx.with(&may), root, post)?;
    let unit = post::store::unit_of(&frames, today).ok_or(Error::NotFound)?;
    org::reach(tx, &may, unit)?;
    let rows: Vec<FactRow> = tenure_fact::table
        .filter(tenure_fact::root.eq(root))
        .filter(tenure_fact::post.eq(post))
        .filter(tenure_fact::unmade.is_null())
        .order((tenure_fact::valid_from.desc(), tenure_fact::ordinal.asc(), tenure_fact::tenure.asc()))
        .select((tenure_fact::tenure, tenure_fact::id, tenure_fact::valid_from, tenure_fact::valid_to, columns()))
        .load(tx.with(&may))?;
    named(tx, spans(rows), on)
}

/// Everything that a person held, holds or will hold, the latest first. A person sees the own; others see it where one
/// of the posts, on any day, is within their reach.
///
/// # Errors
/// [`Error::NotFound`] where none is within reach, or the database's.
pub fn of_person(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let (root, today) = (tx.root(), tx.today());
    let rows: Vec<FactRow> = tenure_fact::table
        .filter(tenure_fact::root.eq(root))
        .filter(tenure_fact::person.eq(person))
        .filter(tenure_fact::unmade.is_null())
        .order((tenure_fact::valid_from.desc(), tenure_fact::ordinal.asc(), tenure_fact::tenure.asc()))
        .select((tenure_fact::tenure, tenure_fact::id, tenure_fact::valid_from, tenure_fact::valid_to, columns()))
        .load(tx.with(&may))?;
    let rows = named(tx, spans(rows), on)?;
    if may.own() == Some(person) {
        return Ok(rows);
    }
    let units: Vec<Id<Unit>> = rows.iter().map(|r| r.frame.unit).collect();
    let paths = org::paths(tx.with(&may), root, &units, today)?;
    if paths.values().any(|p| may.reaches(p)) { Ok(rows) } else { Err(Error::NotFound) }
}

/// Who holds posts of a unit, and of those below it where `below`, as of a day.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn team(tx: &mut Read<'_>, unit: Id<Unit>, below: bool, on: Date) -> Result<Vec<Row>> {
    let filter = post::Filter { unit: Some(unit), below, ..post::Filter::default() };
    let posts: Vec<Id<Post>> = post::list(tx, on, &filter, None, 100_000)?.into_iter().map(|r| r.post).collect();
    let held = holdings(tx, &posts, on, on)?;
    named(tx, held.into_iter().filter(|(_, s)| s.holds(on)).collect(), on)
}

/// The holdings of posts that last on any day from `from` to `until`.
fn holdings(
    tx: &mut Read<'_>,
    posts: &[Id<Post>],
    from: Date,
    until: Date,
) -> Result<Vec<(Id<Tenure>, Span<Holding>)>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let mut all = Vec::new();
    for some in posts.chunks(500) {
        let rows: Vec<FactRow> = tenure_fact::table
            .filter(tenure_fact::root.eq(root))
            .filter(tenure_fact::unmade.is_null())
            .filter(tenure_fact::valid_from.le(until))
            .filter(tenure_fact::valid_to.is_null().or(tenure_fact::valid_to.gt(from)))
            .filter(tenure_fact::post.eq_any(some.to_vec()))
            .order((tenure_fact::ordinal.asc(), tenure_fact::tenure.asc()))
            .select((tenure_fact::tenure, tenure_fact::id, tenure_fact::valid_from, tenure_fact::valid_to, columns()))
            .load(tx.with(&may))?;
        all.extend(spans(rows));
    }
    Ok(all)
}

/// The posts with open places as of a day, in the order of their codes.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn vacancies(tx: &mut Read<'_>, filter: &post::Filter, on: Date) -> Result<Vec<Vacancy>> {
    let rows = post::list(tx, on, filter, None, 100_000)?;
    let ids: Vec<Id<Post>> = rows.iter().map(|r| r.post).collect();
    let mut held: HashMap<Id<Post>, BTreeSet<Id<Person>>> = HashMap::new();
    for (_, span) in holdings(tx, &ids, on, on)?.into_iter().filter(|(_, s)| s.holds(on)) {
        held.entry(span.value.post).or_default().insert(span.value.person);
    }
    let open = rows.into_iter().filter_map(|row| {
        let held = held.get(&row.post).map_or(0, |p| p.len() as i64);
        let open = row.frame.openings - held;
        (open > 0).then_some(Vacancy { row, held, open })
    });
    Ok(open.collect())
}

/// The five columns (核定、现配、拟免、拟配、超配) of a unit and each unit below it that has quotas or leading posts,
/// on a day and looking ahead until another.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn quotas(tx: &mut Read<'_>, unit: Id<Unit>, on: Date, until: Date) -> Result<Vec<Check>> {
    use org::store::{unit_quota, units_in};
    let may = tx.may::<See>()?;
    org::reach(tx, &may, unit)?;
    let root = tx.root();
    let (from, to) = org::path_of(tx.with(&may), root, unit, on)?.ok_or(Error::NotFound)?.range();
    let approved: Vec<(Id<Unit>, String, i64)> = unit_quota::table
        .filter(unit_quota::root.eq(root))
        .filter(as_of!(unit_quota, on))
        .filter(unit_quota::unit.eq_any(units_in(root, on, from, to)))
        .select((unit_quota::unit, unit_quota::level, unit_quota::approved))
        .load(tx.with(&may))?;
    /// What is approved by level, and who counts.
    type Both = (BTreeMap<String, i64>, Vec<Counted>);
    let mut by_unit: BTreeMap<Id<Unit>, Both> = BTreeMap::new();
    for (unit, level, n) in approved {
        by_unit.entry(unit).or_default().0.insert(level, n);
    }
    let filter = post::Filter { unit: Some(unit), below: true, leading: Some(true), ..post::Filter::default() };
    let posts: HashMap<Id<Post>, Frame> =
        post::list(tx, on, &filter, None, 100_000)?.into_iter().map(|r| (r.post, r.frame)).collect();
    let mut ids: Vec<Id<Post>> = posts.keys().copied().collect();
    ids.sort();
    for (_, span) in holdings(tx, &ids, on, until)? {
        let Some(frame) = posts.get(&span.value.post) else { continue };
        let Some(level) = frame.level.clone() else { continue };
        by_unit.entry(frame.unit).or_default().1.push(Counted { level, span });
    }
    let units: Vec<Id<Unit>> = by_unit.keys().copied().collect();
    let names = org::names(tx.with(&may), root, &units, on)?;
    let check = |(unit, (approved, held)): (Id<Unit>, Both)| {
        let name = names.get(&unit)?;
        Some((
            name.code.clone(),
            Check { unit, name: name.name.clone(), lines: five_columns(&approved, &held, on, until) },
        ))
    };
    let mut checks: Vec<(String, Check)> = by_unit.into_iter().filter_map(check).collect();
    checks.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(checks.into_iter().map(|(_, check)| check).collect())
}

/// The holdings whose term is over as of a day, the longest overdue first. A leading post without a term of its own has
/// that of the rule pack.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn overdue(tx: &mut Read<'_>, unit: Id<Unit>, on: Date) -> Result<Vec<Row>> {
    let by_rule = term_rule("term_years", on).map(|r| r.value);
    let mut rows: Vec<Row> = team(tx, unit, true, on)?
        .into_iter()
        .filter_map(|mut row| {
            let years = row.frame.term_years.or(by_rule.filter(|_| row.frame.leading))?;
            row.term_ends = Some(term_ends(row.span.from, years));
            row.term_ends.is_some_and(|end| end <= on).then_some(row)
        })
        .collect();
    rows.sort_by_key(|r| (r.term_ends, r.tenure));
    Ok(rows)
}

/// Which of these people hold a post within reach on a day, with the post they hold as their own: for lists of people.
///
/// # Errors
/// The database's.
pub fn posts_of(tx: &mut Read<'_>, people: &[Id<Person>], on: Date) -> Result<HashMap<Id<Person>, Vec<Row>>> {
    let may = tx.may::<See>()?;
    let (root, today) = (tx.root(), tx.today());
    let mut all = Vec::new();
    for some in people.chunks(500) {
        let rows: Vec<FactRow> = tenure_fact::table
            .select((tenure_fact::tenure, tenure_fact::id, tenure_fact::valid_from, tenure_fact::valid_to, columns()))
            .into_boxed::<Engine>()
            .filter(tenure_fact::root.eq(root).and(as_of!(tenure_fact, on)))
            .filter(tenure_fact::person.eq_any(some.to_vec()))
            .load(tx.with(&may))?;
        all.extend(spans(rows));
    }
    let rows = named(tx, all, on)?;
    let units: Vec<Id<Unit>> = rows.iter().map(|r| r.frame.unit).collect();
    let paths = org::paths(tx.with(&may), root, &units, today)?;
    let mut by_person: HashMap<Id<Person>, Vec<Row>> = HashMap::new();
    for row in rows {
        let reached = paths.get(&row.frame.unit).is_some_and(|p| may.reaches(p));
        if reached || may.own() == Some(row.span.value.person) {
            by_person.entry(row.span.value.person).or_default().push(row);
        }
    }
    Ok(by_person)
}
