//! Which unit keeps a person's file, and which record was found to be another's.

use auth::{Path, Root};
use base::{Date, Id};
use db::{Conn, Engine, LedgerEntry};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, NullableExpressionMethods, OptionalExtension, QueryDsl,
    Queryable, RunQueryDsl, Selectable, SelectableHelper,
};

use super::kept::{Which, pick};
use crate::file::{Fact, Person};
use crate::Unit;

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

macro_rules! both {
    ($($load:ident $take_back:ident $table:ident $row:ident;)+) => {$(
        pub(crate) fn $load(conn: &mut Conn, root: Id<Root>, which: &Which) -> db::Result<Vec<$row>> {
            let query = $table::table.filter($table::root.eq(root)).select($row::as_select()).into_boxed::<Engine>();
            Ok(pick!($table, query, which).load(conn)?)
        }
        pub(crate) fn $take_back(conn: &mut Conn, root: Id<Root>, ids: &[Id<Fact>], by: Id<LedgerEntry>) -> db::Result<usize> {
            let mut n = 0;
            for part in ids.chunks(500) {
                let rows = $table::table
                    .filter($table::root.eq(root).and($table::id.eq_any(part.to_vec())).and($table::unmade.is_null()));
                n += diesel::update(rows).set($table::unmade.eq(Some(by))).execute(conn)?;
            }
            Ok(n)
        }
    )+};
}
both! {
    homes homes_back person_unit Home;
    merges merges_back person_merge Merged;
}

/// The person that a merged record is found under now.
pub(crate) fn kept_as(conn: &mut Conn, root: Id<Root>, other: Id<Person>) -> db::Result<Option<Id<Person>>> {
    Ok(person_merge::table
        .filter(person_merge::root.eq(root).and(person_merge::other.eq(other)).and(person_merge::unmade.is_null()))
        .select(person_merge::person)
        .first(conn)
        .optional()?)
}

/// The place of a unit on a day.
pub(crate) fn path(conn: &mut Conn, root: Id<Root>, unit: Id<Unit>, on: Date) -> db::Result<Option<Path>> {
    org::path_of(conn, root, unit, on)
}
