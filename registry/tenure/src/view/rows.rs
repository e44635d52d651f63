//! Holdings with what persons, posts and units are called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Engine, Error, Read, Result};
use diesel::prelude::*;
use org::{Kept, Told, Unit, as_of, timeline::Span};
use post::{Frame, Post};
use serde::Serialize;

use crate::{
    Holding, Person, See, Survey, Tenure,
    rules::{Way, term_ends, term_href, term_years},
    store::tenure_fact,
};

/// A holding in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The holding.
    pub tenure: Id<Tenure>,
    /// Who holds what, how, from when until when.
    pub span: Span<Holding>,
    /// What the person is called; empty where nothing is recorded of the person.
    pub name: String,
    /// What the post is on the day looked at, or was last.
    pub frame: Frame,
    /// What its unit is called.
    pub unit_name: String,
    /// When the term is over, where there is one.
    pub term_ends: Option<Date>,
    /// Whether the rule says how long the term is, because the post does not.
    pub term_by_rule: bool,
}

impl Row {
    /// Whether the post is held on a day although the term is over.
    pub fn overdue(&self, on: Date) -> bool {
        self.span.holds(on) && self.term_ends.is_some_and(|end| end <= on)
    }
    /// Where it is shown how long the term is: the rule, or the description of the post.
    pub fn term_href(&self) -> String {
        if self.term_by_rule { term_href() } else { format!("/appointments/{}/post", self.tenure) }
    }
}

pub(super) type FactRow = (Id<Tenure>, Id<org::timeline::Fact>, Date, Option<Date>, Holding);
/// The columns of a [`FactRow`].
type Columns =
    (tenure_fact::tenure, tenure_fact::id, tenure_fact::valid_from, tenure_fact::valid_to, <Holding as Kept>::Columns);
pub(super) fn columns() -> Columns {
    (tenure_fact::tenure, tenure_fact::id, tenure_fact::valid_from, tenure_fact::valid_to, Holding::columns())
}
pub(super) fn spans(rows: Vec<FactRow>) -> Vec<(Id<Tenure>, Span<Holding>)> {
    rows.into_iter().map(|(tenure, id, from, to, value)| (tenure, Span { id: Some(id), from, to, value })).collect()
}

/// The day on which a holding is looked at: a past one as it was when it ended, a planned one as it will begin.
fn day_of(span: &Span<Holding>, on: Date) -> Date {
    span.to.filter(|to| *to <= on).map_or(on.max(span.from), |to| to.plus_days(-1))
}

/// What a post is on a day, or was last.
pub(crate) fn frame_of(frames: &[Span<Frame>], day: Date) -> Option<&Frame> {
    org::timeline::on(frames, day).or(frames.last()).map(|s| &s.value)
}

/// Adds what persons, posts and units are called, with as few questions as there are days to look at.
pub(super) fn named<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    all: Vec<(Id<Tenure>, Span<Holding>)>,
    on: Date,
) -> Result<Vec<Row>> {
    let root = tx.root();
    let posts: BTreeSet<Id<Post>> = all.iter().map(|(_, s)| s.value.post).collect();
    let frames = post::store::frames(tx.with(may), root, &posts.into_iter().collect::<Vec<_>>())?;
    let persons: BTreeSet<Id<people::Person>> = all.iter().map(|(_, s)| s.value.person.cast()).collect();
    let called = people::called(tx, may, &persons.into_iter().collect::<Vec<_>>())?;
    let by_rule = term_years(on);
    let mut rows = Vec::with_capacity(all.len());
    let mut units: BTreeMap<Date, BTreeSet<Id<Unit>>> = BTreeMap::new();
    for (tenure, span) in all {
        let day = day_of(&span, on);
        let of = frames.get(&span.value.post).map(Vec::as_slice).unwrap_or_default();
        let Some(frame) = frame_of(of, day).cloned() else { continue };
        units.entry(day).or_default().insert(frame.unit);
        // whoever stands in for a time or is sent for a time has no term of the post
        let own = matches!(span.value.way, Way::Main | Way::Concurrent);
        let years = frame.term_years.or(by_rule.filter(|_| frame.leading)).filter(|_| own);
        let term_by_rule = frame.term_years.is_none() && years.is_some();
        let term_ends = years.map(|years| term_ends(span.from, years));
        let name = called.get(&span.value.person.cast()).cloned().unwrap_or_default();
        rows.push(Row { tenure, span, name, frame, unit_name: String::new(), term_ends, term_by_rule });
    }
    let mut names: HashMap<(Date, Id<Unit>), String> = HashMap::new();
    for (day, units) in units {
        let units: Vec<Id<Unit>> = units.into_iter().collect();
        names.extend(org::names(tx.with(may), root, &units, day)?.into_iter().map(|(u, n)| ((day, u), n.name)));
    }
    for row in &mut rows {
        let key = (day_of(&row.span, on), row.frame.unit);
        row.unit_name = names.get(&key).cloned().unwrap_or_default();
    }
    Ok(rows)
}

/// Everyone who held, holds or will hold a post, the latest first.
///
/// # Errors
/// [`Error::NotFound`] where the post's unit is not within reach, or the database's.
pub fn of_post(tx: &mut Read<'_>, post: Id<Post>, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<Survey>()?;
    let (root, today) = (tx.root(), tx.today());
    let frames = Frame::spans(tx.with(&may), root, post)?;
    let unit = post::store::unit_of(&frames, today).ok_or(Error::NotFound)?;
    org::reach(tx, &may, unit)?;
    let rows: Vec<FactRow> = tenure_fact::table
        .filter(tenure_fact::root.eq(root))
        .filter(tenure_fact::post.eq(post))
        .filter(tenure_fact::unmade.is_null())
        .order((tenure_fact::valid_from.desc(), tenure_fact::ordinal.asc(), tenure_fact::tenure.asc()))
        .select(columns())
        .load(tx.with(&may))?;
    named(tx, &may, spans(rows), on)
}

/// Everything that a person held, holds or will hold, the latest first. A person sees the own; others see it where one
/// of the posts, on any day, is within their reach.
///
/// # Errors
/// [`Error::NotFound`] where none is within reach, or the database's.
pub fn of_person(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let rows: Vec<FactRow> = tenure_fact::table
        .filter(tenure_fact::root.eq(root))
        .filter(tenure_fact::person.eq(person))
        .filter(tenure_fact::unmade.is_null())
        .order((tenure_fact::valid_from.desc(), tenure_fact::ordinal.asc(), tenure_fact::tenure.asc()))
        .select(columns())
        .load(tx.with(&may))?;
    let rows = named(tx, &may, spans(rows), on)?;
    if may.own() == Some(person) || reached(tx, &may, &rows)?.into_iter().any(|r| r) {
        Ok(rows)
    } else {
        Err(Error::NotFound)
    }
}

/// Which of the rows are of posts within reach today.
fn reached<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, rows: &[Row]) -> Result<Vec<bool>> {
    let (root, today) = (tx.root(), tx.today());
    let units: BTreeSet<Id<Unit>> = rows.iter().map(|r| r.frame.unit).collect();
    let paths = org::paths(tx.with(may), root, &units.into_iter().collect::<Vec<_>>(), today)?;
    Ok(rows.iter().map(|r| paths.get(&r.frame.unit).is_some_and(|p| may.reaches(p))).collect())
}

/// One holding, and everything that was ever said of it, the latest first.
pub type History = (Row, Vec<Told<Holding>>);

/// One holding with its history.
///
/// # Errors
/// [`Error::NotFound`] where neither the post is within reach nor the person the actor's own, or the database's.
pub fn one(tx: &mut Read<'_>, tenure: Id<Tenure>, on: Date) -> Result<History> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let span = Holding::spans(tx.with(&may), root, tenure)?.pop().ok_or(Error::NotFound)?;
    let own = may.own() == Some(span.value.person);
    let rows = named(tx, &may, vec![(tenure, span)], on)?;
    if !own && !reached(tx, &may, &rows)?.into_iter().any(|r| r) {
        return Err(Error::NotFound);
    }
    let row = rows.into_iter().next().ok_or(Error::NotFound)?;
    Ok((row, Holding::history(tx.with(&may), root, tenure)?))
}

/// Who holds posts of a unit, and of those below it where `below`, as of a day: by the order of posts, then of persons.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn team(tx: &mut Read<'_>, unit: Id<Unit>, below: bool, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<Survey>()?;
    let filter = post::Filter { unit: Some(unit), below, ..post::Filter::default() };
    let posts: Vec<Id<Post>> = post::list(tx, on, &filter, None, 100_000)?.into_iter().map(|r| r.post).collect();
    let held = holdings(tx, &may, &posts, on, on)?;
    let mut rows = named(tx, &may, held.into_iter().filter(|(_, s)| s.holds(on)).collect(), on)?;
    rows.sort_by(|a, b| {
        let rank = |r: &Row| r.frame.level.as_deref().and_then(codes::level_rank).unwrap_or(usize::MAX);
        let key = |r: &Row| (!r.frame.leading, rank(r), r.frame.position, r.frame.code.clone(), r.span.value.ordinal);
        key(a).cmp(&key(b)).then(a.tenure.cmp(&b.tenure))
    });
    Ok(rows)
}

/// The holdings of posts that last on any day from `from` to `until`.
pub(crate) fn holdings<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    posts: &[Id<Post>],
    from: Date,
    until: Date,
) -> Result<Vec<(Id<Tenure>, Span<Holding>)>> {
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
            .select(columns())
            .load(tx.with(may))?;
        all.extend(spans(rows));
    }
    Ok(all)
}

/// The holdings whose term is over as of a day, the longest overdue first. A leading post without a term of its own has
/// that of the rule pack.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn overdue(tx: &mut Read<'_>, unit: Id<Unit>, on: Date) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = team(tx, unit, true, on)?.into_iter().filter(|row| row.overdue(on)).collect();
    rows.sort_by_key(|r| (r.term_ends, r.tenure));
    Ok(rows)
}

/// Which of these people hold a post within reach on a day, with the posts they hold: for lists of people.
///
/// # Errors
/// The database's.
pub fn posts_of(tx: &mut Read<'_>, people: &[Id<Person>], on: Date) -> Result<HashMap<Id<Person>, Vec<Row>>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let mut all = Vec::new();
    for some in people.chunks(500) {
        let rows: Vec<FactRow> = tenure_fact::table
            .select(columns())
            .into_boxed::<Engine>()
            .filter(tenure_fact::root.eq(root).and(as_of!(tenure_fact, on)))
            .filter(tenure_fact::person.eq_any(some.to_vec()))
            .load(tx.with(&may))?;
        all.extend(spans(rows));
    }
    let rows = named(tx, &may, all, on)?;
    let reached = reached(tx, &may, &rows)?;
    let mut by_person: HashMap<Id<Person>, Vec<Row>> = HashMap::new();
    for (row, reached) in rows.into_iter().zip(reached) {
        if reached || may.own() == Some(row.span.value.person) {
            by_person.entry(row.span.value.person).or_default().push(row);
        }
    }
    Ok(by_person)
}

/// Everything that these people held, hold or will hold on posts within reach, the earliest first.
///
/// # Errors
/// The database's.
pub fn careers_of(tx: &mut Read<'_>, people: &[Id<Person>], on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let root = tx.root();
    let mut all = Vec::new();
    for some in people.chunks(500) {
        let rows: Vec<FactRow> = tenure_fact::table
            .filter(tenure_fact::root.eq(root).and(tenure_fact::unmade.is_null()))
            .filter(tenure_fact::person.eq_any(some.to_vec()))
            .order((tenure_fact::valid_from.asc(), tenure_fact::ordinal.asc(), tenure_fact::tenure.asc()))
            .select(columns())
            .load(tx.with(&may))?;
        all.extend(spans(rows));
    }
    let rows = named(tx, &may, all, on)?;
    let reached = reached(tx, &may, &rows)?;
    Ok(rows.into_iter().zip(reached).filter_map(|(row, reached)| reached.then_some(row)).collect())
}
