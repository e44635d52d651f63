//! Figures of a unit with everything below it.

use std::collections::BTreeMap;

use auth::Permit;
use base::{Date, Id};
use db::{Read, Remembered, Result};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    See, Unit, as_of,
    store::{unit_establishment, unit_name, unit_quota, unit_staff, units_in},
    view::{range, reach},
};

/// Figures of a unit and everything below it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Figures {
    /// How many units, itself included.
    pub units: i64,
    /// Approved establishment by kind.
    pub establishments: BTreeMap<String, i64>,
    /// Counted staff by kind of establishment.
    pub staff: BTreeMap<String, i64>,
    /// Approved leading posts by level.
    pub quotas: BTreeMap<String, i64>,
}

/// Figures of a unit and everything below it as of a day.
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn figures(tx: &mut Read<'_>, unit: Id<Unit>, on: Date) -> Result<Figures> {
    let may = tx.may::<See>()?;
    reach(tx, &may, unit)?;
    FIGURES.get(tx, &may, (unit, on), |tx| summed(tx, &may, unit, on))
}

/// Adding up a county with thousands of units takes longer than all the rest of its page.
static FIGURES: Remembered<(Id<Unit>, Date), Figures> = Remembered::new(256);

fn summed(tx: &mut Read<'_>, may: &Permit<See>, unit: Id<Unit>, on: Date) -> Result<Figures> {
    let root = tx.root();
    let (from, to) = range(tx.with(may), root, unit, on)?;
    let below = || units_in(root, on, from.clone(), to.clone());
    let units = unit_name::table
        .filter(unit_name::root.eq(root))
        .filter(as_of!(unit_name, on))
        .filter(unit_name::unit.eq_any(below()))
        .count()
        .get_result(tx.with(may))?;
    let mut figures = Figures { units, ..Figures::default() };
    let approved: Vec<(String, i64)> = unit_establishment::table
        .filter(unit_establishment::root.eq(root))
        .filter(as_of!(unit_establishment, on))
        .filter(unit_establishment::unit.eq_any(below()))
        .select((unit_establishment::kind, unit_establishment::approved))
        .load(tx.with(may))?;
    approved.into_iter().for_each(|(kind, n)| *figures.establishments.entry(kind).or_default() += n);
    let approved: Vec<(String, i64)> = unit_quota::table
        .filter(unit_quota::root.eq(root))
        .filter(as_of!(unit_quota, on))
        .filter(unit_quota::unit.eq_any(below()))
        .select((unit_quota::level, unit_quota::approved))
        .load(tx.with(may))?;
    approved.into_iter().for_each(|(level, n)| *figures.quotas.entry(level).or_default() += n);
    let counted: Vec<(String, i64)> = unit_staff::table
        .filter(unit_staff::root.eq(root))
        .filter(as_of!(unit_staff, on))
        .filter(unit_staff::unit.eq_any(below()))
        .select((unit_staff::kind, unit_staff::counted))
        .load(tx.with(may))?;
    counted.into_iter().for_each(|(kind, n)| *figures.staff.entry(kind).or_default() += n);
    Ok(figures)
}
