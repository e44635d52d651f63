//! Calls and openings as rows.

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Conn, Engine, LedgerEntry, Result};
use diesel::prelude::*;

use crate::{Call, Opening};

diesel::table! {
    call (root, id) {
        root -> Binary,
        id -> Binary,
        call_id -> Binary,
        name -> Text,
        pack -> Text,
        day -> Text,
        catalogue -> Text,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    opening (root, id) {
        root -> Binary,
        id -> Binary,
        call_id -> Binary,
        opening_id -> Binary,
        code -> Text,
        title -> Text,
        unit_code -> Text,
        unit_name -> Text,
        places -> BigInt,
        sheet -> Text,
        line -> BigInt,
        cells -> Text,
        requirement -> Text,
        needs_person -> Nullable<Text>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}

/// A call as recorded.
#[derive(Queryable, Selectable, Clone, Debug, serde::Serialize)]
#[diesel(table_name = call)]
pub struct CallRow {
    /// The call.
    #[diesel(column_name = call_id)]
    pub id: Id<Call>,
    /// Its name, as published.
    pub name: String,
    /// The rule pack that holds for it (`cn/gd-2026`).
    pub pack: String,
    /// The day on which conditions are judged.
    pub day: Date,
    /// The entry that recorded it, for undo.
    pub made: Id<LedgerEntry>,
}

/// An opening as recorded.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = opening)]
pub struct OpeningRow {
    /// The opening.
    #[diesel(column_name = opening_id)]
    pub id: Id<Opening>,
    /// The call it belongs to.
    #[diesel(column_name = call_id)]
    pub call: Id<Call>,
    /// The post code of the table, unique within a call.
    pub code: String,
    /// The post.
    pub title: String,
    /// The unit's code in the table.
    pub unit_code: String,
    /// The unit.
    pub unit_name: String,
    /// How many are to be taken on.
    pub places: i64,
    /// The sheet of the table.
    pub sheet: String,
    /// The row of the sheet, counted from 1.
    pub line: i64,
    /// The cells as published: JSON pairs of heading and words.
    pub cells: String,
    /// The requirement as understood: JSON of `eligibility::Requirement`.
    pub requirement: String,
    /// Words that a person has to judge, where there are any.
    pub needs_person: Option<String>,
}

type Calls = call::BoxedQuery<'static, Engine>;
type Openings = opening::BoxedQuery<'static, Engine>;

/// Calls are published: whoever may see them at all sees those of the whole root.
fn calls<A: Action>(may: &Permit<A>) -> Calls {
    call::table.filter(call::root.eq(may.root())).filter(call::unmade.is_null()).into_boxed()
}
fn openings<A: Action>(may: &Permit<A>, of: Id<Call>) -> Openings {
    opening::table
        .filter(opening::root.eq(may.root()))
        .filter(opening::call_id.eq(of))
        .filter(opening::unmade.is_null())
        .into_boxed()
}

/// How many openings and places each call has.
pub(crate) fn sizes<A: Action>(conn: &mut Conn, may: &Permit<A>) -> Result<Vec<(Id<Call>, i64, i64)>> {
    let rows: Vec<(Id<Call>, i64)> = opening::table
        .filter(opening::root.eq(may.root()))
        .filter(opening::unmade.is_null())
        .select((opening::call_id, opening::places))
        .load(conn)?;
    let mut sizes: std::collections::BTreeMap<Id<Call>, (i64, i64)> = Default::default();
    for (call, places) in rows {
        let size = sizes.entry(call).or_default();
        *size = (size.0 + 1, size.1 + places);
    }
    Ok(sizes.into_iter().map(|(call, (n, places))| (call, n, places)).collect())
}

pub(crate) fn all_calls<A: Action>(conn: &mut Conn, may: &Permit<A>) -> Result<Vec<CallRow>> {
    Ok(calls(may).order((call::day.desc(), call::id)).select(CallRow::as_select()).load(conn)?)
}
pub(crate) fn one_call<A: Action>(conn: &mut Conn, may: &Permit<A>, id: Id<Call>) -> Result<CallRow> {
    Ok(calls(may).filter(call::call_id.eq(id)).select(CallRow::as_select()).first(conn)?)
}
/// The openings of a call in the order of their codes.
pub(crate) fn all_openings<A: Action>(conn: &mut Conn, may: &Permit<A>, of: Id<Call>) -> Result<Vec<OpeningRow>> {
    Ok(openings(may, of).order(opening::code).select(OpeningRow::as_select()).load(conn)?)
}

/// The catalogue of majors of a call, as JSON.
pub(crate) fn catalogue<A: Action>(conn: &mut Conn, may: &Permit<A>, id: Id<Call>) -> Result<String> {
    Ok(calls(may).filter(call::call_id.eq(id)).select(call::catalogue).first(conn)?)
}

pub(crate) fn insert_call<A: Action>(conn: &mut Conn, may: &Permit<A>, new: &CallRow, catalogue: &str) -> Result<()> {
    diesel::insert_into(call::table)
        .values((
            call::root.eq(may.root()),
            call::id.eq(Id::<Call>::new()),
            call::call_id.eq(new.id),
            call::name.eq(&new.name),
            call::pack.eq(&new.pack),
            call::day.eq(new.day),
            call::catalogue.eq(catalogue),
            call::made.eq(new.made),
        ))
        .execute(conn)?;
    Ok(())
}
pub(crate) fn insert_opening<A: Action>(
    conn: &mut Conn,
    may: &Permit<A>,
    new: &OpeningRow,
    made: Id<LedgerEntry>,
) -> Result<()> {
    diesel::insert_into(opening::table)
        .values((
            opening::root.eq(may.root()),
            opening::id.eq(Id::<Opening>::new()),
            opening::call_id.eq(new.call),
            opening::opening_id.eq(new.id),
            opening::code.eq(&new.code),
            opening::title.eq(&new.title),
            opening::unit_code.eq(&new.unit_code),
            opening::unit_name.eq(&new.unit_name),
            opening::places.eq(new.places),
            opening::sheet.eq(&new.sheet),
            opening::line.eq(new.line),
            opening::cells.eq(&new.cells),
            opening::requirement.eq(&new.requirement),
            opening::needs_person.eq(&new.needs_person),
            opening::made.eq(made),
        ))
        .execute(conn)?;
    Ok(())
}
/// Takes back what `entry` recorded; returns how many openings.
pub(crate) fn take_back<A: Action>(
    conn: &mut Conn,
    may: &Permit<A>,
    entry: Id<LedgerEntry>,
    by: Id<LedgerEntry>,
) -> Result<usize> {
    diesel::update(
        call::table.filter(call::root.eq(may.root())).filter(call::made.eq(entry)).filter(call::unmade.is_null()),
    )
    .set(call::unmade.eq(by))
    .execute(conn)?;
    let rows = opening::table
        .filter(opening::root.eq(may.root()))
        .filter(opening::made.eq(entry))
        .filter(opening::unmade.is_null());
    Ok(diesel::update(rows).set(opening::unmade.eq(by)).execute(conn)?)
}
