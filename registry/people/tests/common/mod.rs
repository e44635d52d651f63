#![allow(dead_code, reason = "each story uses some of it")]

use auth::{Account, Actor, Columns, Door, Grant, Path, Role};
use base::{Date, Id};
use db::LedgerEntry;
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use people::{Order, Person, Unit, Wanted, Written, actions};

diesel::table! {
    place (root, unit, from_day) {
        root -> Binary,
        unit -> Binary,
        from_day -> Text,
        to_day -> Text,
        path -> Text,
        number -> BigInt,
    }
}

pub fn day(d: &str) -> Date {
    d.parse().unwrap()
}
pub fn written(pairs: &[(&str, &str)]) -> Written {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}
/// A unit at that place of the tree, from always to always.
pub fn unit(t: &testkit::Bench, path: &str) -> Id<Unit> {
    let id = Id::<Unit>::new();
    t.db.keep_books(&t.officer(), |tx| {
        let may = tx.may::<people::Change>()?;
        diesel::insert_into(place::table)
            .values((
                place::root.eq(t.root),
                place::unit.eq(id),
                place::from_day.eq("0001-01-01"),
                place::to_day.eq("9999-12-31"),
                place::path.eq(path),
                place::number.eq(1i64),
            ))
            .execute(tx.with(&may))?;
        Ok(())
    })
    .unwrap();
    id
}
pub fn enter(t: &testkit::Bench, unit: Id<Unit>, pairs: &[(&str, &str)]) -> Id<Person> {
    let w = written(pairs);
    t.db.write(&t.officer(), |tx| actions::enter(tx, Some(unit), day("2020-01-01"), &w)).unwrap()
}
pub fn names(t: &testkit::Bench, text: &str) -> Vec<String> {
    let found = t.db.read(&t.officer(), |tx| people::search(tx, text, 20)).unwrap();
    found.into_iter().map(|l| l.name).collect()
}
pub fn first() -> Wanted {
    Wanted { order: Order::Name, descending: false, edge: None, limit: 50 }
}
pub fn with_columns(t: &testkit::Bench, columns: Columns) -> Actor {
    let grants = vec![Grant { role: Role::Officer, over: Path::whole(), columns }];
    Actor::account(Door::Session, t.root, Id::<Account>::new(), None, grants)
}
pub fn own(t: &testkit::Bench, person: Id<Person>) -> Actor {
    let grants = vec![Grant { role: Role::Cadre, over: Path::whole(), columns: Columns::NONE }];
    Actor::account(Door::Session, t.root, Id::<Account>::new(), Some(person.cast()), grants)
}
diesel::table! {
    ledger (root, seq) {
        root -> Binary,
        seq -> BigInt,
        entry -> Binary,
        event -> Text,
        payload -> Nullable<Text>,
    }
}
/// Events of the ledger in order: entry, name, payload.
pub fn entries(t: &testkit::Bench) -> Vec<(Id<LedgerEntry>, String, Option<String>)> {
    t.db.read(&t.officer(), |tx| {
        let may = tx.may::<people::See>()?;
        let all = ledger::table.order(ledger::seq).select((ledger::entry, ledger::event, ledger::payload));
        Ok(all.load(tx.with(&may))?)
    })
    .unwrap()
}
/// The ledger entry of the last event of that name.
pub fn last(t: &testkit::Bench, event: &str) -> Id<LedgerEntry> {
    entries(t).iter().rev().find(|e| e.1 == event).map(|e| e.0).unwrap()
}
