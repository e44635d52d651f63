//! Posts with places that nobody holds: found, counted and paged in the database.

use std::collections::{BTreeSet, HashMap};

use auth::Root;
use base::{Date, Id};
use db::{Engine, Read, Result};
use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Binary, Bool, Nullable, Text},
};
use post::{Post, store::post_frame};
use serde::Serialize;

use super::rows::holdings;
use crate::{Person, Survey};

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

/// How much is vacant in all.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Vacant {
    /// Posts with an open place.
    pub posts: u64,
    /// Open places.
    pub places: i64,
}

/// How many persons hold the post of a row on a day, as text: tables of other crates cannot be declared to stand in one
/// query with it.
const HELD: [&str; 4] = [
    "(SELECT COUNT(DISTINCT t.person) FROM tenure_fact t WHERE t.root = ",
    " AND t.post = post_frame.post AND t.unmade IS NULL AND t.valid_from <= ",
    " AND (t.valid_to IS NULL OR t.valid_to > ",
    "))",
];

/// That a post has more places than people.
fn vacant(root: Id<Root>, on: Date) -> post::Shown {
    Box::new(
        sql::<Nullable<Bool>>("post_frame.openings > ")
            .sql(HELD[0])
            .bind::<Binary, _>(root)
            .sql(HELD[1])
            .bind::<Text, _>(on)
            .sql(HELD[2])
            .bind::<Text, _>(on)
            .sql(HELD[3]),
    )
}

/// How much is vacant in all under a filter as of a day.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn vacant_in_all(tx: &mut Read<'_>, filter: &post::Filter, on: Date) -> Result<Vacant> {
    let may = tx.may::<Survey>()?;
    let root = tx.root();
    let open = sql::<BigInt>("post_frame.openings - ")
        .sql(HELD[0])
        .bind::<Binary, _>(root)
        .sql(HELD[1])
        .bind::<Text, _>(on)
        .sql(HELD[2])
        .bind::<Text, _>(on)
        .sql(HELD[3]);
    let mut query = post_frame::table.select(open).into_boxed::<Engine>();
    for test in post::shown(tx, filter, on)?.into_iter().chain([vacant(root, on)]) {
        query = query.filter(test);
    }
    let open: Vec<i64> = query.load(tx.with(&may))?;
    Ok(Vacant { posts: open.len() as u64, places: open.iter().sum() })
}

/// A part of the posts with open places as of a day.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn vacancies(tx: &mut Read<'_>, filter: &post::Filter, on: Date, wanted: post::Wanted) -> Result<Vec<Vacancy>> {
    let may = tx.may::<Survey>()?;
    let mut tests = post::shown(tx, filter, on)?;
    tests.push(vacant(tx.root(), on));
    let rows = post::page_of(tx, on, tests, wanted)?;
    let ids: Vec<Id<Post>> = rows.iter().map(|r| r.post).collect();
    let mut held: HashMap<Id<Post>, BTreeSet<Id<Person>>> = HashMap::new();
    for (_, span) in holdings(tx, &may, &ids, on, on)?.into_iter().filter(|(_, s)| s.holds(on)) {
        held.entry(span.value.post).or_default().insert(span.value.person);
    }
    let one = |row: post::Row| {
        let held = held.get(&row.post).map_or(0, |p| p.len() as i64);
        let open = row.frame.openings - held;
        Vacancy { row, held, open }
    };
    Ok(rows.into_iter().map(one).collect())
}
