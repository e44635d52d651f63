//! Which rules hold on a day, for which part of the organisation.

use std::collections::BTreeMap;

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::{Error, Read, Result};
use rulepacks::rules::{Pack, Value};
use serde::Serialize;

use crate::{Adoption, Edition, Figure, Look, rules, shipped, store};

/// A pack as it holds on a day, with what made it so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InForce {
    /// The rules, with the stricter figures of the unit in the place of the pack's own.
    pub pack: Pack,
    /// The SHA-256 of the edition's text, hex.
    pub hash: String,
    /// The decision by which it was adopted. None for an edition that comes with the program and was not adopted.
    pub adoption: Option<Adoption>,
    /// The figures that were put in the place of the pack's own.
    pub figures: Vec<Figure>,
}

/// All editions of a pack that are at hand: those that come with the program first, then those that were brought in.
pub(crate) fn editions<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, pack: &str) -> Result<Vec<Edition>> {
    let mut all: Vec<Edition> = shipped().iter().filter(|e| e.pack.id == pack).cloned().collect();
    for text in store::texts(tx, may, pack)? {
        let edition = Edition::read(&text).map_err(|e| Error::Corrupt(e.to_string()))?;
        if !all.iter().any(|e| e.hash == edition.hash) {
            all.push(edition);
        }
    }
    Ok(all)
}

/// The pack as it holds on `on` for a unit, or for the whole organisation. Nothing where there is no such pack.
///
/// # Errors
/// The policy and the database.
pub fn in_force(tx: &mut Read<'_>, pack: &str, on: Date, unit: Option<Id<org::Unit>>) -> Result<Option<InForce>> {
    let may = tx.may::<Look>()?;
    in_force_in(tx, &may, pack, on, unit)
}

/// The same for who holds a permit of another slice already.
///
/// # Errors
/// The database.
pub fn in_force_in<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    pack: &str,
    on: Date,
    unit: Option<Id<org::Unit>>,
) -> Result<Option<InForce>> {
    let editions = editions(tx, may, pack)?;
    let adoptions: Vec<(Date, Adoption)> =
        store::adoptions(tx, may)?.into_iter().filter(|a| a.pack == pack).map(|a| (a.valid_from, a)).collect();
    let adoption = rules::holding(&adoptions, on).cloned();
    let edition = match &adoption {
        Some(a) => editions.into_iter().find(|e| e.hash == a.hash),
        None => editions.into_iter().next().filter(|e| shipped().iter().any(|s| s.hash == e.hash)),
    };
    let Some(edition) = edition else { return Ok(None) };
    let mut figures = store::figures(tx, may, pack, on)?;
    // the whole organisation's first, then down the way to the unit: the nearer body has the last word
    let mut placed = Vec::new();
    let here = match unit {
        Some(unit) => org::path_of(tx.with(may), may.root(), unit, on)?,
        None => None,
    };
    for figure in figures.drain(..) {
        match figure.unit {
            None => placed.push((0, figure)),
            Some(of) => {
                let above = org::path_of(tx.with(may), may.root(), of, on)?;
                if let (Some(above), Some(here)) = (above, &here)
                    && above.holds(here)
                {
                    placed.push((above.to_string().len(), figure));
                }
            }
        }
    }
    placed.sort_by_key(|(depth, _)| *depth);
    let figures: Vec<Figure> = placed.into_iter().map(|(_, f)| f).collect();
    let values = figures
        .iter()
        .filter_map(|f| Some((f.rule.clone(), f.name.clone(), serde_json::from_str::<Value>(&f.value).ok()?)));
    let pack = rules::applied(edition.pack, &values.collect::<Vec<_>>());
    Ok(Some(InForce { pack, hash: edition.hash, adoption, figures }))
}

/// The ids of all packs, those that come with the program first.
///
/// # Errors
/// The policy and the database.
pub fn packs(tx: &mut Read<'_>) -> Result<Vec<String>> {
    let may = tx.may::<Look>()?;
    let mut all: Vec<String> = Vec::new();
    for id in shipped().iter().map(|e| e.pack.id.clone()).chain(store::brought(tx, &may)?) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    Ok(all)
}

/// All adoptions in the order of their recording, each with the pack's title and the edition's name.
///
/// # Errors
/// The policy and the database.
pub fn adopted(tx: &mut Read<'_>) -> Result<Vec<(Say, String, Adoption)>> {
    let may = tx.may::<Look>()?;
    let mut all = Vec::new();
    let mut known: BTreeMap<String, Vec<Edition>> = BTreeMap::new();
    for adoption in store::adoptions(tx, &may)? {
        if !known.contains_key(&adoption.pack) {
            known.insert(adoption.pack.clone(), editions(tx, &may, &adoption.pack)?);
        }
        let edition = known.get(&adoption.pack).and_then(|all| all.iter().find(|e| e.hash == adoption.hash));
        let Some(edition) = edition else { continue };
        all.push((edition.pack.title.clone(), edition.pack.edition.clone(), adoption));
    }
    Ok(all)
}
