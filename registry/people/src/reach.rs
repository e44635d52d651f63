//! How far a permit reaches among persons.

use auth::{Action, Path, Permit};
use base::{Date, Id};
use db::{Engine, Read};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    Unit,
    file::Person,
    store::{
        links::{self, place},
        now::people_now,
    },
};

/// The units within reach of a permit on a day and, where `below` is given, at or below it. Nothing where every person
/// is within reach, those of no unit included.
pub(crate) fn units<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    below: Option<&Path>,
    on: Date,
) -> db::Result<Option<Vec<Id<Unit>>>> {
    if may.whole() && below.is_none() {
        return Ok(None);
    }
    let mut query = place::table
        .filter(place::root.eq(may.root()).and(place::from_day.le(on)).and(place::to_day.gt(on)))
        .filter(db::within(may, place::path))
        .select(place::unit)
        .into_boxed::<Engine>();
    if let Some(below) = below {
        let (from, to) = below.range();
        query = query.filter(place::path.ge(from).and(place::path.lt(to)));
    }
    Ok(Some(query.load(tx.with(may))?))
}

/// Where a person within reach is kept. A person of no unit is within reach of whoever reaches the whole tree; the own
/// file is within reach wherever it is.
///
/// # Errors
/// [`db::Error::NotFound`] for whoever is out of reach, so that nothing is given away.
pub fn place_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, person: Id<Person>) -> db::Result<Path> {
    let (root, today) = (may.root(), tx.today());
    let unit: Option<Id<Unit>> = people_now::table
        .filter(people_now::root.eq(root).and(people_now::person.eq(person)))
        .select(people_now::unit)
        .first(tx.with(may))
        .optional()?
        .ok_or(db::Error::NotFound)?;
    let path = match unit {
        Some(unit) => links::path(tx.with(may), root, unit, today)?,
        None => None,
    };
    let own = may.own() == Some(person.cast());
    match path {
        Some(path) if own || may.reaches(&path) => Ok(path),
        None if own || may.whole() => Ok(Path::whole()),
        _ => Err(db::Error::NotFound),
    }
}
