//! Looking at units as of a day.

use std::collections::HashMap;

use auth::{Action, Permit, Root};
use base::{Date, Id, Lang};
use db::{Conn, Engine, Error, Read, Result};
use diesel::{prelude::*, sql_types::Bool};
use serde::Serialize;

use crate::{
    Affiliation, Establishment, Funds, Kept, Kind, Life, Name, Party, Quota, See, Staff, Unit,
    store::{self, place, unit_establishment, unit_name, unit_place, unit_quota, unit_staff, units_in},
    timeline::{self, Span},
    tree::Stand,
};

/// The standing facts of a table that hold on a day, as a filter: `as_of!(unit_name, on)`.
#[macro_export]
macro_rules! as_of {
    ($table:ident, $on:expr) => {
        $table::unmade
            .is_null()
            .and($table::valid_from.le($on))
            .and($table::valid_to.is_null().or($table::valid_to.gt($on)))
    };
}

/// A unit in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Row {
    /// The unit.
    pub unit: Id<Unit>,
    /// What it is called and what it is.
    #[serde(flatten)]
    pub name: Name,
    /// The unit above, where it is within reach.
    pub parent: Option<Id<Unit>>,
    /// How many units stand right below.
    pub below: i64,
    /// How many people are approved for it, all establishments together.
    pub approved: i64,
    /// How many people were counted in it.
    pub staff: i64,
    /// How many leading posts are approved for it.
    pub leading: i64,
}

/// A unit with everything that holds on a day.
#[derive(Clone, Debug, Serialize)]
pub struct Whole {
    /// The unit.
    pub unit: Id<Unit>,
    /// The day.
    pub on: Date,
    /// When it was founded, when and how it ends.
    pub life: Span<Life>,
    /// What it is called on that day; the nearest name where it is not there on that day.
    pub name: Name,
    /// Whether it is there on that day.
    pub there: bool,
    /// The units above, from the top, as far as they are within reach.
    pub above: Vec<(Id<Unit>, String)>,
    /// Its establishments on that day.
    pub establishments: Vec<Establishment>,
    /// Its quotas of leading posts on that day, the higher level first.
    pub quotas: Vec<Quota>,
    /// The staff counted in it on that day.
    pub staff: Vec<Staff>,
    /// What it is given, as it stands on that day, the latest year first.
    pub funds: Vec<Funds>,
    /// Where it is and to what it belongs on that day.
    pub affiliation: Option<Affiliation>,
    /// Its Party organisation on that day.
    pub party: Option<Party>,
    /// What was and will be of all these, from day to day.
    pub course: Course,
    /// What its names were, are and will be.
    pub names: Vec<Span<Name>>,
    /// Where it stood, stands and will stand.
    pub places: Vec<Span<Stand>>,
}

/// The figures of a unit from day to day.
#[derive(Clone, Debug, Serialize)]
pub struct Course {
    /// Its establishments.
    pub establishments: Vec<Span<Establishment>>,
    /// Its quotas.
    pub quotas: Vec<Span<Quota>>,
    /// Its staff.
    pub staff: Vec<Span<Staff>>,
    /// Its funds.
    pub funds: Vec<Span<Funds>>,
    /// Where it was and is, and to what it belonged.
    pub affiliation: Vec<Span<Affiliation>>,
    /// Its Party organisations and their terms.
    pub party: Vec<Span<Party>>,
}

/// Which units a list shows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Filter {
    /// Part of the name or short name, or the beginning of the code.
    pub text: Option<String>,
    /// One kind.
    pub kind: Option<Kind>,
    /// One rank.
    pub rank: Option<String>,
    /// This unit and all below it.
    pub under: Option<Id<Unit>>,
}

base::words! {
    /// How a list of units is sorted.
    pub enum Sort {
        /// By code.
        Code = "code",
        /// By name.
        Name = "name",
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The range of paths of a unit and everything below it on a day.
pub(crate) fn range(conn: &mut Conn, root: Id<Root>, unit: Id<Unit>, on: Date) -> Result<(String, String)> {
    Ok(store::path_of(conn, root, unit, on)?.ok_or(Error::NotFound)?.range())
}

/// Refuses a unit that is not there at all or not within reach, both in the same words.
///
/// # Errors
/// [`Error::NotFound`], or the database's.
pub fn reach<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, unit: Id<Unit>) -> Result<()> {
    let (root, today) = (tx.root(), tx.today());
    let path = store::path_of(tx.with(may), root, unit, today)?.ok_or(Error::NotFound)?;
    if may.reaches(&path) { Ok(()) } else { Err(Error::NotFound) }
}

/// What the units are called on a day; units that are not there then are missing.
///
/// # Errors
/// The database's.
pub fn names(conn: &mut Conn, root: Id<Root>, units: &[Id<Unit>], on: Date) -> Result<HashMap<Id<Unit>, Name>> {
    let mut all = HashMap::new();
    for some in units.chunks(500) {
        let rows: Vec<(Id<Unit>, Name)> = unit_name::table
            .filter(unit_name::root.eq(root))
            .filter(as_of!(unit_name, on))
            .filter(unit_name::unit.eq_any(some.to_vec()))
            .select((unit_name::unit, columns()))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

pub(crate) type Columns =
    (unit_name::code, unit_name::name, unit_name::short, unit_name::kind, unit_name::rank, unit_name::credit_code);
pub(crate) fn columns() -> Columns {
    (unit_name::code, unit_name::name, unit_name::short, unit_name::kind, unit_name::rank, unit_name::credit_code)
}

/// Adds what stands above and how many stand below.
fn rows(tx: &mut Read<'_>, may: &Permit<See>, named: Vec<(Id<Unit>, Name)>, on: Date) -> Result<Vec<Row>> {
    let root = tx.root();
    let today = tx.today();
    let ids: Vec<Id<Unit>> = named.iter().map(|(id, _)| *id).collect();
    let mut parents: HashMap<Id<Unit>, Id<Unit>> = HashMap::new();
    let mut below: HashMap<Id<Unit>, i64> = HashMap::new();
    let (mut approved, mut staff, mut leading) = (HashMap::new(), HashMap::new(), HashMap::new());
    for some in ids.chunks(500) {
        let above: Vec<(Id<Unit>, Option<Id<Unit>>)> = unit_place::table
            .filter(unit_place::root.eq(root))
            .filter(as_of!(unit_place, on))
            .filter(unit_place::unit.eq_any(some.to_vec()))
            .select((unit_place::unit, unit_place::parent))
            .load(tx.with(may))?;
        let known: Vec<Id<Unit>> = above.iter().filter_map(|(_, parent)| *parent).collect();
        let paths = store::paths(tx.with(may), root, &known, today)?;
        let reached = |id: &Id<Unit>| paths.get(id).is_some_and(|p| may.reaches(p));
        parents.extend(above.into_iter().filter_map(|(unit, parent)| Some((unit, parent.filter(reached)?))));
        let under: Vec<Option<Id<Unit>>> = unit_place::table
            .filter(unit_place::root.eq(root))
            .filter(as_of!(unit_place, on))
            .filter(unit_place::parent.eq_any(some.iter().map(|id| Some(*id)).collect::<Vec<_>>()))
            .select(unit_place::parent)
            .load(tx.with(may))?;
        under.into_iter().flatten().for_each(|id| *below.entry(id).or_default() += 1);
        macro_rules! summed {
            ($table:ident.$column:ident, $into:ident) => {{
                let rows: Vec<(Id<Unit>, i64)> = $table::table
                    .filter($table::root.eq(root))
                    .filter(as_of!($table, on))
                    .filter($table::unit.eq_any(some.to_vec()))
                    .select(($table::unit, $table::$column))
                    .load(tx.with(may))?;
                rows.into_iter().for_each(|(unit, n)| *$into.entry(unit).or_default() += n);
            }};
        }
        summed!(unit_establishment.approved, approved);
        summed!(unit_staff.counted, staff);
        summed!(unit_quota.approved, leading);
    }
    let of = |sums: &HashMap<Id<Unit>, i64>, unit| sums.get(&unit).copied().unwrap_or(0);
    let row = |(unit, name)| Row {
        unit,
        name,
        parent: parents.get(&unit).copied(),
        below: of(&below, unit),
        approved: of(&approved, unit),
        staff: of(&staff, unit),
        leading: of(&leading, unit),
    };
    Ok(named.into_iter().map(row).collect())
}

type Shown = Box<dyn BoxableExpression<unit_name::table, Engine, SqlType = diesel::sql_types::Nullable<Bool>>>;

fn shown(tx: &mut Read<'_>, may: &Permit<See>, filter: &Filter, on: Date) -> Result<Vec<Shown>> {
    let (root, today) = (tx.root(), tx.today());
    let mut tests: Vec<Shown> = vec![Box::new(
        unit_name::root.eq(root).and(as_of!(unit_name, on)).and(store::within(may, today, "unit_name.unit").nullable()),
    )];
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        let text = escaped(&text.chars().take(100).collect::<String>());
        let part = format!("%{text}%");
        let test = unit_name::name
            .like(part.clone())
            .escape('\\')
            .or(unit_name::short.like(part).escape('\\'))
            .or(unit_name::code.like(format!("{text}%")).escape('\\'));
        tests.push(Box::new(test.nullable()));
    }
    if let Some(kind) = filter.kind {
        tests.push(Box::new(unit_name::kind.eq(kind.word()).nullable()));
    }
    if let Some(rank) = &filter.rank {
        tests.push(Box::new(unit_name::rank.eq(rank.clone())));
    }
    if let Some(under) = filter.under {
        reach(tx, may, under)?;
        let (from, to) = range(tx.with(may), root, under, on)?;
        tests.push(Box::new(unit_name::unit.eq_any(units_in(root, on, from, to)).nullable()));
    }
    Ok(tests)
}

/// How much of a list is wanted, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// By what.
    pub sort: Sort,
    /// The largest first.
    pub descending: bool,
    /// Beyond this row: its sort key and id.
    pub edge: Option<(String, Id<Unit>)>,
    /// At most so many.
    pub most: i64,
}

/// A page of units as of a day.
///
/// # Errors
/// A unit to look under that is not within reach, or the database's.
pub fn list(tx: &mut Read<'_>, on: Date, filter: &Filter, wanted: Wanted) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    // which ones is told by an index that holds all that is looked at; only these are read
    let mut query = unit_name::table.select(unit_name::unit).limit(wanted.most).into_boxed::<Engine>();
    for test in shown(tx, &may, filter, on)? {
        query = query.filter(test);
    }
    macro_rules! ordered {
        ($column:expr, $order:ident, $beyond:ident) => {{
            if let Some((key, id)) = wanted.edge {
                let same = $column.eq(key.clone()).and(unit_name::unit.$beyond(id));
                query = query.filter($column.$beyond(key).or(same));
            }
            query.order(($column.$order(), unit_name::unit.$order()))
        }};
    }
    let query = match (wanted.sort, wanted.descending) {
        (Sort::Code, false) => ordered!(unit_name::code, asc, gt),
        (Sort::Code, true) => ordered!(unit_name::code, desc, lt),
        (Sort::Name, false) => ordered!(unit_name::name, asc, gt),
        (Sort::Name, true) => ordered!(unit_name::name, desc, lt),
    };
    let found: Vec<Id<Unit>> = query.load(tx.with(&may))?;
    let mut names = names(tx.with(&may), may.root(), &found, on)?;
    let named = found.into_iter().filter_map(|unit| Some((unit, names.remove(&unit)?))).collect();
    rows(tx, &may, named, on)
}

/// How many units the filter shows as of a day.
///
/// # Errors
/// As [`list`].
pub fn count(tx: &mut Read<'_>, on: Date, filter: &Filter) -> Result<i64> {
    let may = tx.may::<See>()?;
    let mut query = unit_name::table.count().into_boxed::<Engine>();
    for test in shown(tx, &may, filter, on)? {
        query = query.filter(test);
    }
    Ok(query.get_result(tx.with(&may))?)
}

/// What the search box finds here: names that are the text, then those that have it in them.
pub(crate) fn find(tx: &mut Read<'_>, text: &str, most: usize, lang: Lang) -> Result<Vec<web::Found>> {
    let today = tx.today();
    let filter = Filter { text: Some(text.to_owned()), ..Filter::default() };
    let wanted =
        Wanted { sort: Sort::Code, descending: false, edge: None, most: i64::try_from(most).unwrap_or(i64::MAX) };
    let mut rows = list(tx, today, &filter, wanted)?;
    rows.sort_by_key(|r| r.name.name != text && r.name.short != text);
    let one = |r: Row| web::Found {
        href: format!("/units/{}", r.unit),
        text: r.name.name,
        note: format!("{} {}", r.name.code, r.name.kind.label(lang)),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The units right below one, or the topmost within reach, as of a day in the order of the office.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn children(tx: &mut Read<'_>, of: Option<Id<Unit>>, on: Date) -> Result<Vec<Row>> {
    let may = tx.may::<See>()?;
    let (root, today) = (tx.root(), tx.today());
    let mut query = unit_place::table
        .select(unit_place::unit)
        .filter(unit_place::root.eq(root).and(as_of!(unit_place, on)))
        .order((unit_place::position.asc(), unit_place::unit.asc()))
        .into_boxed::<Engine>();
    query = match of {
        Some(parent) => {
            reach(tx, &may, parent)?;
            query.filter(unit_place::parent.eq(Some(parent))).filter(store::within(&may, today, "unit_place.unit"))
        }
        None if may.whole() => query.filter(unit_place::parent.is_null()),
        // the topmost within reach are those at the beginnings of its ranges
        None => {
            let tops: Vec<String> = may.ranges().iter().map(|(from, _)| from.clone()).collect();
            let tops: Vec<Id<Unit>> = place::table
                .filter(place::root.eq(root))
                .filter(place::from_day.le(today))
                .filter(place::to_day.gt(today))
                .filter(place::path.eq_any(tops))
                .select(place::unit)
                .load(tx.with(&may))?;
            query.filter(unit_place::unit.eq_any(tops))
        }
    };
    let ids: Vec<Id<Unit>> = query.load(tx.with(&may))?;
    let mut named = names(tx.with(&may), root, &ids, on)?;
    let ordered = ids.into_iter().filter_map(|id| Some((id, named.remove(&id)?))).collect();
    rows(tx, &may, ordered, on)
}

/// The unit with that code as of a day.
///
/// # Errors
/// [`Error::NotFound`] where there is none within reach, or the database's.
pub fn by_code(tx: &mut Read<'_>, code: &str, on: Date) -> Result<Id<Unit>> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    Ok(unit_name::table
        .select(unit_name::unit)
        .into_boxed::<Engine>()
        .filter(unit_name::root.eq(tx.root()).and(unit_name::code.eq(code.to_owned())).and(as_of!(unit_name, on)))
        .filter(store::within(&may, today, "unit_name.unit"))
        .first(tx.with(&may))?)
}

/// A unit with everything that holds on a day.
///
/// # Errors
/// [`Error::NotFound`] where it is not within reach, or the database's.
pub fn whole(tx: &mut Read<'_>, unit: Id<Unit>, on: Date) -> Result<Whole> {
    let may = tx.may::<See>()?;
    reach(tx, &may, unit)?;
    let (root, today) = (tx.root(), tx.today());
    let conn = tx.with(&may);
    let life = Life::spans(conn, root, unit)?.pop().ok_or(Error::NotFound)?;
    let names = Name::spans(conn, root, unit)?;
    let places = Stand::spans(conn, root, unit)?;
    let now = timeline::on(&names, on);
    let there = now.is_some();
    let near = if on < life.from { names.first() } else { names.last() };
    let name = now.or(near).map(|s| s.value.clone()).ok_or(Error::NotFound)?;
    let course = Course {
        establishments: Establishment::spans(conn, root, unit)?,
        quotas: Quota::spans(conn, root, unit)?,
        staff: Staff::spans(conn, root, unit)?,
        funds: Funds::spans(conn, root, unit)?,
        affiliation: Affiliation::spans(conn, root, unit)?,
        party: Party::spans(conn, root, unit)?,
    };
    fn holding<T: Clone>(spans: &[Span<T>], on: Date) -> impl Iterator<Item = T> {
        spans.iter().filter(move |s| s.holds(on)).map(|s| s.value.clone())
    }
    let place = |kind: &str| codes::ESTABLISHMENT.codes().iter().position(|c| c.code == kind);
    let mut quotas: Vec<Quota> = holding(&course.quotas, on).collect();
    quotas.sort_by_key(|q| codes::level_rank(&q.level).unwrap_or(usize::MAX));
    let mut establishments: Vec<Establishment> = holding(&course.establishments, on).collect();
    establishments.sort_by_key(|e| place(&e.kind));
    let mut staff: Vec<Staff> = holding(&course.staff, on).collect();
    staff.sort_by_key(|s| place(&s.kind));
    let mut funds: Vec<Funds> = holding(&course.funds, on).collect();
    funds.sort_by_key(|f| (std::cmp::Reverse(f.year), f.purpose));
    let party = holding(&course.party, on).next();
    let affiliation = holding(&course.affiliation, on).next();
    let above = above(conn, &may, root, unit, on, today)?;
    Ok(Whole {
        unit,
        on,
        life,
        name,
        there,
        above,
        establishments,
        quotas,
        staff,
        funds,
        affiliation,
        party,
        course,
        names,
        places,
    })
}

/// The chain above a unit as of a day, from the top, as far as it is within reach.
pub(crate) fn above(
    conn: &mut Conn,
    may: &Permit<See>,
    root: Id<Root>,
    unit: Id<Unit>,
    on: Date,
    today: Date,
) -> Result<Vec<(Id<Unit>, String)>> {
    let mut chain = Vec::new();
    let mut at = unit;
    while chain.len() < auth::Path::DEEPEST {
        let parent: Option<Option<Id<Unit>>> = unit_place::table
            .filter(unit_place::root.eq(root))
            .filter(unit_place::unit.eq(at))
            .filter(as_of!(unit_place, on))
            .select(unit_place::parent)
            .first(conn)
            .optional()?;
        let Some(parent) = parent.flatten() else { break };
        let path = store::path_of(conn, root, parent, today)?;
        if !path.is_some_and(|p| may.reaches(&p)) {
            break;
        }
        chain.push(parent);
        at = parent;
    }
    chain.reverse();
    let mut named = names(conn, root, &chain, on)?;
    Ok(chain.into_iter().filter_map(|id| Some((id, named.remove(&id)?.name))).collect())
}
