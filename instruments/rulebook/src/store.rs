//! Editions, adoptions and stricter figures. A fact is never overwritten: it is taken back (`unmade`) and made anew.

use auth::{Action, Permit, Root};
use base::{Date, Id};
use db::{LedgerEntry, Read, Result, Write};
use diesel::prelude::*;
use serde::Serialize;

use crate::{Departure, Edition};

diesel::table! {
    rule_edition (root, id) {
        root -> Binary,
        id -> Binary,
        pack -> Text,
        edition -> Text,
        hash -> Text,
        text -> Text,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    rule_adoption (root, id) {
        root -> Binary,
        id -> Binary,
        pack -> Text,
        hash -> Text,
        valid_from -> Text,
        document -> Text,
        decided_on -> Text,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    rule_figure (root, id) {
        root -> Binary,
        id -> Binary,
        pack -> Text,
        rule -> Text,
        name -> Text,
        value -> Text,
        unit -> Nullable<Binary>,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        document -> Text,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}

/// The fact tables, for the ledger.
pub(crate) const EDITIONS: &[&str] = &["rule_edition"];
pub(crate) const ADOPTIONS: &[&str] = &["rule_edition", "rule_adoption"];
pub(crate) const FIGURES: &[&str] = &["rule_figure"];

/// From which day the organisation goes by an edition, and by which decision.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug, Serialize)]
#[diesel(table_name = rule_adoption)]
pub struct Adoption {
    /// The pack.
    pub pack: String,
    /// The edition, by the SHA-256 of its text.
    pub hash: String,
    /// From which day.
    pub valid_from: Date,
    /// The number of the decision.
    pub document: String,
    /// When it was taken.
    pub decided_on: Date,
    /// The ledger entry that recorded it.
    pub made: Id<LedgerEntry>,
}

/// A figure in the place of a pack's own.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug, Serialize)]
#[diesel(table_name = rule_figure)]
pub struct Figure {
    /// Which.
    pub id: Id<Departure>,
    /// The rule.
    pub rule: String,
    /// The figure's name.
    pub name: String,
    /// Its value, as JSON.
    pub value: String,
    /// The part of the organisation; nothing means all of it.
    pub unit: Option<Id<org::Unit>>,
    /// From which day.
    pub valid_from: Date,
    /// Until which day.
    pub valid_to: Option<Date>,
    /// The number of the decision.
    pub document: String,
}

/// The adoptions of all packs, in the order of their recording.
pub(crate) fn adoptions<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Vec<Adoption>> {
    Ok(rule_adoption::table
        .filter(rule_adoption::root.eq(may.root()).and(rule_adoption::unmade.is_null()))
        .order(rule_adoption::id)
        .select(Adoption::as_select())
        .load(tx.with(may))?)
}

/// The texts of the editions of a pack that were brought in, in the order of their coming.
pub(crate) fn texts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, pack: &str) -> Result<Vec<String>> {
    Ok(rule_edition::table
        .filter(rule_edition::root.eq(may.root()).and(rule_edition::pack.eq(pack)))
        .filter(rule_edition::unmade.is_null())
        .order(rule_edition::id)
        .select(rule_edition::text)
        .load(tx.with(may))?)
}

/// The ids of packs of which an edition was brought in.
pub(crate) fn brought<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Vec<String>> {
    Ok(rule_edition::table
        .filter(rule_edition::root.eq(may.root()).and(rule_edition::unmade.is_null()))
        .order(rule_edition::pack)
        .select(rule_edition::pack)
        .distinct()
        .load(tx.with(may))?)
}

/// The figures of a pack that hold on a day, or later where no day is given; the general before the particular.
pub(crate) fn figures<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, pack: &str, on: Date) -> Result<Vec<Figure>> {
    Ok(rule_figure::table
        .filter(rule_figure::root.eq(may.root()).and(rule_figure::pack.eq(pack)))
        .filter(rule_figure::unmade.is_null().and(rule_figure::valid_from.le(on)))
        .filter(rule_figure::valid_to.is_null().or(rule_figure::valid_to.assume_not_null().gt(on)))
        .order(rule_figure::id)
        .select(Figure::as_select())
        .load(tx.with(may))?)
}

pub(crate) fn figure<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    id: Id<Departure>,
) -> Result<Option<(String, Figure)>> {
    Ok(rule_figure::table
        .filter(rule_figure::root.eq(may.root()).and(rule_figure::id.eq(id)))
        .filter(rule_figure::unmade.is_null())
        .select((rule_figure::pack, Figure::as_select()))
        .first(tx.with(may))
        .optional()?)
}

/// Keeps the text of an edition, unless it is there.
pub(crate) fn keep<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, edition: &Edition) -> Result<bool> {
    let there: i64 = rule_edition::table
        .filter(rule_edition::root.eq(may.root()).and(rule_edition::pack.eq(&edition.pack.id)))
        .filter(rule_edition::hash.eq(&edition.hash).and(rule_edition::unmade.is_null()))
        .count()
        .get_result(tx.with(may))?;
    if there > 0 {
        return Ok(false);
    }
    let made = tx.entry();
    diesel::insert_into(rule_edition::table)
        .values((
            rule_edition::root.eq(may.root()),
            rule_edition::id.eq(Id::<Edition>::new()),
            rule_edition::pack.eq(&edition.pack.id),
            rule_edition::edition.eq(&edition.pack.edition),
            rule_edition::hash.eq(&edition.hash),
            rule_edition::text.eq(&edition.text),
            rule_edition::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(true)
}

pub(crate) fn adopt<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    edition: &Edition,
    from: Date,
    (document, decided_on): (&str, Date),
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(rule_adoption::table)
        .values((
            rule_adoption::root.eq(may.root()),
            rule_adoption::id.eq(Id::<Adoption>::new()),
            rule_adoption::pack.eq(&edition.pack.id),
            rule_adoption::hash.eq(&edition.hash),
            rule_adoption::valid_from.eq(from),
            rule_adoption::document.eq(document),
            rule_adoption::decided_on.eq(decided_on),
            rule_adoption::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = rule_figure, treat_none_as_default_value = false)]
struct NewFigure<'a> {
    root: Id<Root>,
    id: Id<Departure>,
    pack: &'a str,
    rule: &'a str,
    name: &'a str,
    value: &'a str,
    unit: Option<Id<org::Unit>>,
    valid_from: Date,
    valid_to: Option<Date>,
    document: &'a str,
    made: Id<LedgerEntry>,
    unmade: Option<Id<LedgerEntry>>,
}

pub(crate) fn depart<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, pack: &str, figure: &Figure) -> Result<()> {
    let row = NewFigure {
        root: may.root(),
        id: figure.id,
        pack,
        rule: &figure.rule,
        name: &figure.name,
        value: &figure.value,
        unit: figure.unit,
        valid_from: figure.valid_from,
        valid_to: figure.valid_to,
        document: &figure.document,
        made: tx.entry(),
        unmade: None,
    };
    diesel::insert_into(rule_figure::table).values(row).execute(tx.with(may))?;
    Ok(())
}

/// Takes a figure back.
pub(crate) fn take_back<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, id: Id<Departure>) -> Result<()> {
    let by = tx.entry();
    let this = rule_figure::table
        .filter(rule_figure::root.eq(may.root()).and(rule_figure::id.eq(id)))
        .filter(rule_figure::unmade.is_null());
    diesel::update(this).set(rule_figure::unmade.eq(Some(by))).execute(tx.with(may))?;
    Ok(())
}
