//! Which unit keeps a person's file, and which record was found to be another's.

use auth::{Path, Root};
use base::{Date, Id};
use db::{Conn, Engine, LedgerEntry};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, NullableExpressionMethods, OptionalExtension, QueryDsl,
    Queryable, RunQueryDsl, Selectable, SelectableHelper,
};

use super::kept::{Which, pick};
use crate::Unit;
use crate::file::{Fact, Person};

diesel::table! {
    person_unit (root, id) {
        root -> Binary,
        id -> Binary,
        person -> Binary,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        unit -> Binary,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    person_merge (root, id) {
        root -> Binary,
        id -> Binary,
        person -> Binary,
        other -> Binary,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
pub(crate) use org::store::place;

/// That a unit keeps a person's file from a day.
#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = person_unit, treat_none_as_default_value = false)]
pub(crate) struct Home {
    pub(crate) root: Id<Root>,
    pub(crate) id: Id<Fact>,
    pub(crate) person: Id<Person>,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Option<Date>,
    pub(crate) unit: Id<Unit>,
    pub(crate) made: Id<LedgerEntry>,
    pub(crate) unmade: Option<Id<LedgerEntry>>,
}
impl Home {
    pub(crate) fn holds(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| to > on)
    }
}

/// That one record is another's.
#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = person_merge, treat_none_as_default_value = false)]
pub(crate) struct Merged {
    pub(crate) root: Id<Root>,
    pub(crate) id: Id<Fact>,
    pub(crate) person: Id<Person>,
    pub(crate) other: Id<Person>,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Option<Date>,
    pub(crate) made: Id<LedgerEntry>,
    pub(crate) unmade: Option<Id<LedgerEntry>>,
}

pub(crate) fn homes(conn: &mut Conn, root: Id<Root>, which: &Which) -> db::Result<Vec<Home>> {
    let query = person_unit::table.filter(person_unit::root.eq(root)).select(Home::as_select()).into_boxed::<Engine>();
    Ok(pick!(person_unit, query, which).load(conn)?)
}
pub(crate) fn merges(conn: &mut Conn, root: Id<Root>, which: &Which) -> db::Result<Vec<Merged>> {
    let query =
        person_merge::table.filter(person_merge::root.eq(root)).select(Merged::as_select()).into_boxed::<Engine>();
    Ok(pick!(person_merge, query, which).load(conn)?)
}
pub(crate) fn homes_back(conn: &mut Conn, root: Id<Root>, ids: &[Id<Fact>], by: Id<LedgerEntry>) -> db::Result<usize> {
    let mut n = 0;
    for part in ids.chunks(500) {
        let rows = person_unit::table
            .filter(person_unit::root.eq(root).and(person_unit::id.eq_any(part.to_vec())))
            .filter(person_unit::unmade.is_null());
        n += diesel::update(rows).set(person_unit::unmade.eq(Some(by))).execute(conn)?;
    }
    Ok(n)
}

/// Who is kept by a unit on `on` or later.
pub(crate) fn at(conn: &mut Conn, root: Id<Root>, unit: Id<Unit>, on: Date) -> db::Result<Vec<Home>> {
    Ok(person_unit::table
        .filter(person_unit::root.eq(root).and(person_unit::unit.eq(unit)).and(person_unit::unmade.is_null()))
        .filter(person_unit::valid_to.is_null().or(person_unit::valid_to.assume_not_null().gt(on)))
        .select(Home::as_select())
        .load(conn)?)
}

/// The person that a merged record is found under now.
pub(crate) fn kept_as(conn: &mut Conn, root: Id<Root>, other: Id<Person>) -> db::Result<Option<Id<Person>>> {
    Ok(person_merge::table
        .filter(person_merge::root.eq(root).and(person_merge::other.eq(other)).and(person_merge::unmade.is_null()))
        .select(person_merge::person)
        .first(conn)
        .optional()?)
}

/// The records that were merged into this person's.
pub(crate) fn merged_into(conn: &mut Conn, root: Id<Root>, person: Id<Person>) -> db::Result<Vec<Id<Person>>> {
    Ok(person_merge::table
        .filter(person_merge::root.eq(root).and(person_merge::person.eq(person)).and(person_merge::unmade.is_null()))
        .select(person_merge::other)
        .load(conn)?)
}

/// The place of a unit on a day.
pub(crate) fn path(conn: &mut Conn, root: Id<Root>, unit: Id<Unit>, on: Date) -> db::Result<Option<Path>> {
    org::path_of(conn, root, unit, on)
}
