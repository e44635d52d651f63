//! Names for lists that other slices show.

use std::collections::HashMap;

use auth::{Action, Permit};
use base::{Date, Id};
use db::Read;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{Person, See, read, store::now::people_now};

/// As many as one statement takes on either engine.
const AT_ONCE: usize = 5_000;

/// A person as other slices' lists name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The present post; empty where none is known.
    pub post: String,
    /// What lists are ordered by: reading and characters of the name.
    pub sort: String,
}

/// The names of these persons, of those that are within reach.
///
/// # Errors
/// The policy and the database.
pub fn names(tx: &mut Read<'_>, persons: &[Id<Person>], on: Date) -> db::Result<HashMap<Id<Person>, Named>> {
    let may = tx.may::<See>()?;
    let within = read::within_reach(tx, &may, on)?;
    let reached: Vec<Id<Person>> =
        persons.iter().copied().filter(|p| within.as_ref().is_none_or(|w| w.contains(p))).collect();
    let mut names = HashMap::with_capacity(reached.len());
    for some in reached.chunks(AT_ONCE) {
        let rows: Vec<(Id<Person>, String, String, String)> = people_now::table
            .filter(people_now::root.eq(may.root()))
            .filter(people_now::person.eq_any(some.to_vec()))
            .select((people_now::person, people_now::name, people_now::post_title, people_now::sort))
            .load(tx.with(&may))?;
        names.extend(rows.into_iter().map(|(id, name, post, sort)| (id, Named { name, post, sort })));
    }
    Ok(names)
}

/// What these persons are called, for whoever found them within the reach of the permit: who holds a post is known to
/// everyone who sees the post, wherever the file is kept.
///
/// # Errors
/// The database.
pub fn called<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    persons: &[Id<Person>],
) -> db::Result<HashMap<Id<Person>, String>> {
    let mut names = HashMap::with_capacity(persons.len());
    for some in persons.chunks(AT_ONCE) {
        let rows: Vec<(Id<Person>, String)> = people_now::table
            .filter(people_now::root.eq(may.root()))
            .filter(people_now::person.eq_any(some.to_vec()))
            .select((people_now::person, people_now::name))
            .load(tx.with(may))?;
        names.extend(rows);
    }
    Ok(names)
}

/// The first person on the list of the whole tree, for whoever reaches all of it.
///
/// # Errors
/// The policy and the database.
pub fn first(tx: &mut Read<'_>) -> db::Result<Option<Id<Person>>> {
    let may = tx.may::<See>()?;
    if !may.whole() {
        return Ok(None);
    }
    let query = people_now::table
        .filter(people_now::root.eq(may.root()))
        .filter(people_now::post_title.ne(""))
        .order((people_now::sort, people_now::person))
        .select(people_now::person);
    Ok(query.first(tx.with(&may)).optional()?)
}
