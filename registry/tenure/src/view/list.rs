//! The list of appointments: filtered and sorted in the database, a part at a time.

use auth::Permit;
use base::{Date, Id};
use db::{Engine, Error, Read, Result};
use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Binary, Bool, Text},
};
use org::{Test, Unit};

use super::rows::{FactRow, Row, columns, named, spans};
use crate::{See, Tenure, Way, store::tenure_fact};

base::words! {
    /// Which appointments a list shows, seen from a day.
    pub enum When {
        /// Those that hold.
        Now = "now",
        /// Those that begin later.
        Planned = "planned",
        /// Those that are over.
        Ended = "ended",
    }
}
base::words! {
    /// How a list is sorted.
    pub enum Sort {
        /// By the first day.
        Since = "since",
        /// By the end of the term.
        Term = "term",
    }
}

/// Which appointments a list shows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Filter {
    /// Part of a person's or post's name.
    pub text: Option<String>,
    /// Posts of this unit and those below it.
    pub unit: Option<Id<Unit>>,
    /// One way.
    pub way: Option<Way>,
    /// Planned or ended ones instead of those that hold.
    pub when: Option<When>,
    /// Of those that hold, the ones whose term is over within so many months; 0 means over already.
    pub ending: Option<i32>,
}

/// How much of a list is wanted, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// By what.
    pub sort: Sort,
    /// The latest first.
    pub descending: bool,
    /// Beyond this row: its day and id.
    pub edge: Option<(Date, Id<Tenure>)>,
    /// At most so many.
    pub most: usize,
}

impl Wanted {
    /// What a row is sorted by. Terms that do not end come last.
    pub fn key(&self, row: &Row) -> Date {
        match self.sort {
            Sort::Since => row.span.from,
            Sort::Term => row.term_ends.unwrap_or(never()),
        }
    }
}

fn never() -> Date {
    Date::new(9999, 12, 31).unwrap_or_else(|| base::Timestamp(0).date_at(0))
}

type Shown = Test<tenure_fact::table>;

/// That the post of a holding belongs, on the day looked at, to a unit whose path on `day` lies in a range. Written as
/// text, because tables of other crates cannot be declared to stand in one query. A holding that does not hold then is
/// looked at as it began.
fn post_in(may: &Permit<See>, at: Option<Date>, day: Date, (from, to): (String, String)) -> Shown {
    let root = may.root();
    let head = sql::<Bool>(
        "EXISTS (SELECT 1 FROM post_frame f JOIN place p ON p.root = f.root AND p.unit = f.unit WHERE f.root = ",
    )
    .bind::<Binary, _>(root)
    .sql(" AND f.post = tenure_fact.post AND f.unmade IS NULL");
    let at = at.map(|at| at.to_string());
    // one text for both cases: an empty day stands for that of the holding
    head.sql(" AND f.valid_from <= COALESCE(NULLIF(")
        .bind::<Text, _>(at.clone().unwrap_or_default())
        .sql(", ''), tenure_fact.valid_from) AND (f.valid_to IS NULL OR f.valid_to > COALESCE(NULLIF(")
        .bind::<Text, _>(at.unwrap_or_default())
        .sql(", ''), tenure_fact.valid_from)) AND p.from_day <= ")
        .bind::<Text, _>(day)
        .sql(" AND p.to_day > ")
        .bind::<Text, _>(day)
        .sql(" AND p.path >= ")
        .bind::<Text, _>(from)
        .sql(" AND p.path < ")
        .bind::<Text, _>(to)
        .sql(")")
        .into_shown()
}

/// Boxes a condition written as text.
trait IntoShown {
    fn into_shown(self) -> Shown;
}
impl<T> IntoShown for T
where
    T: BoxableExpression<tenure_fact::table, Engine, SqlType = Bool> + 'static,
{
    fn into_shown(self) -> Shown {
        Box::new(self)
    }
}

fn shown(tx: &mut Read<'_>, may: &Permit<See>, filter: &Filter, on: Date) -> Result<Vec<Shown>> {
    let (root, today) = (tx.root(), tx.today());
    let when = filter.when.unwrap_or(When::Now);
    let at = (when == When::Now).then_some(on);
    let mut tests: Vec<Shown> = vec![Box::new(tenure_fact::root.eq(root).and(tenure_fact::unmade.is_null()))];
    let begun = || tenure_fact::valid_from.le(on);
    tests.push(match when {
        When::Now => {
            Box::new(begun().and(tenure_fact::valid_to.is_null().or(tenure_fact::valid_to.assume_not_null().gt(on))))
        }
        When::Planned => Box::new(tenure_fact::valid_from.gt(on)),
        When::Ended => {
            Box::new(tenure_fact::valid_to.is_not_null().and(tenure_fact::valid_to.assume_not_null().le(on)))
        }
    });
    if !may.whole() {
        let own: Shown = match may.own() {
            Some(person) => Box::new(tenure_fact::person.eq(person)),
            None => Box::new(sql::<Bool>("1 = 0")),
        };
        let ranges = may.ranges().iter();
        tests.push(ranges.fold(own, |others, range| Box::new(others.or(post_in(may, at, today, range.clone())))));
    }
    if let Some(unit) = filter.unit {
        org::reach(tx, may, unit)?;
        let path = org::path_of(tx.with(may), root, unit, on)?.ok_or(Error::NotFound)?;
        tests.push(post_in(may, at, on, path.range()));
    }
    if let Some(way) = filter.way {
        tests.push(Box::new(tenure_fact::way.eq(way.word())));
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        let text: String = text.chars().take(60).collect();
        let like = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        tests.push(Box::new(
            sql::<Bool>("(tenure_fact.person IN (SELECT n.person FROM people_now n WHERE n.root = ")
                .bind::<Binary, _>(root)
                .sql(" AND n.name LIKE ")
                .bind::<Text, _>(like.clone())
                .sql(" ESCAPE '\\') OR tenure_fact.post IN (SELECT f.post FROM post_frame f WHERE f.root = ")
                .bind::<Binary, _>(root)
                .sql(" AND f.unmade IS NULL AND f.name LIKE ")
                .bind::<Text, _>(like)
                .sql(" ESCAPE '\\'))"),
        ));
    }
    Ok(tests)
}

/// A part of the list as of a day, and how many there are in all. Sorted by the end of terms it is computed from all that
/// the filter shows, because a term may be the rule pack's.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn list(tx: &mut Read<'_>, on: Date, filter: &Filter, wanted: &Wanted) -> Result<(Vec<Row>, u64)> {
    let may = tx.may::<See>()?;
    if filter.ending.is_some() || wanted.sort == Sort::Term {
        return by_term(tx, &may, on, filter, wanted);
    }
    let mut query = tenure_fact::table.select(columns()).limit(wanted.most as i64).into_boxed::<Engine>();
    for test in shown(tx, &may, filter, on)? {
        query = query.filter(test);
    }
    use tenure_fact::{tenure, valid_from};
    if let Some((day, id)) = wanted.edge {
        query = if wanted.descending {
            query.filter(valid_from.lt(day).or(valid_from.eq(day).and(tenure.lt(id))))
        } else {
            query.filter(valid_from.gt(day).or(valid_from.eq(day).and(tenure.gt(id))))
        };
    }
    query = if wanted.descending {
        query.order((valid_from.desc(), tenure.desc()))
    } else {
        query.order((valid_from.asc(), tenure.asc()))
    };
    let rows: Vec<FactRow> = query.load(tx.with(&may))?;
    let rows = named(tx, &may, spans(rows), on)?;
    Ok((rows, count(tx, on, filter)?))
}

fn by_term(
    tx: &mut Read<'_>,
    may: &Permit<See>,
    on: Date,
    filter: &Filter,
    wanted: &Wanted,
) -> Result<(Vec<Row>, u64)> {
    let mut query = tenure_fact::table.select(columns()).into_boxed::<Engine>();
    for test in shown(tx, may, filter, on)? {
        query = query.filter(test);
    }
    let rows: Vec<FactRow> = query.load(tx.with(may))?;
    let mut rows = named(tx, may, spans(rows), on)?;
    if let Some(months) = filter.ending {
        let until = on.plus_months(months);
        rows.retain(|r| r.term_ends.is_some_and(|end| end <= until));
    }
    let total = rows.len() as u64;
    let key = |r: &Row| (wanted.key(r), r.tenure);
    rows.sort_by_key(key);
    if wanted.descending {
        rows.reverse();
    }
    if let Some(edge) = wanted.edge {
        rows.retain(|r| if wanted.descending { key(r) < edge } else { key(r) > edge });
    }
    rows.truncate(wanted.most);
    Ok((rows, total))
}

/// How many appointments the filter shows as of a day, ends of terms left aside.
///
/// # Errors
/// As [`list`].
pub fn count(tx: &mut Read<'_>, on: Date, filter: &Filter) -> Result<u64> {
    let may = tx.may::<See>()?;
    let mut query = tenure_fact::table.count().into_boxed::<Engine>();
    for test in shown(tx, &may, filter, on)? {
        query = query.filter(test);
    }
    let n: i64 = query.get_result(tx.with(&may))?;
    Ok(u64::try_from(n).unwrap_or(0))
}
