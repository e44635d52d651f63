//! Calls and openings as they are read.

use auth::{Action, Permit};
use base::Id;
use db::{Read, Result};
use eligibility::{Facts, Reason, Requirement, majors::Catalogue};

use crate::{Call, CallRow, OpeningRow, See, store};

/// The calls with their openings and places, the latest first.
///
/// # Errors
/// The policy and the database.
pub fn calls(tx: &mut Read<'_>) -> Result<Vec<(CallRow, i64, i64)>> {
    let may = tx.may::<See>()?;
    let sizes = store::sizes(tx.with(&may), &may)?;
    let size = |id| sizes.iter().find(|s| s.0 == id).map_or((0, 0), |s| (s.1, s.2));
    let rows = store::all_calls(tx.with(&may), &may)?.into_iter();
    Ok(rows
        .map(|c| {
            let (n, places) = size(c.id);
            (c, n, places)
        })
        .collect())
}

/// One call.
///
/// # Errors
/// [`db::Error::NotFound`].
pub fn call(tx: &mut Read<'_>, id: Id<Call>) -> Result<CallRow> {
    let may = tx.may::<See>()?;
    store::one_call(tx.with(&may), &may, id)
}

/// The openings of a call in the order of their codes.
///
/// # Errors
/// The policy and the database.
pub fn openings(tx: &mut Read<'_>, id: Id<Call>) -> Result<Vec<OpeningRow>> {
    let may = tx.may::<See>()?;
    store::all_openings(tx.with(&may), &may, id)
}

/// A call with its openings, for another slice that publishes them: a published table is everybody's.
///
/// # Errors
/// [`db::Error::NotFound`].
pub fn published<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Call>) -> Result<(CallRow, Vec<OpeningRow>)> {
    Ok((store::one_call(tx.with(may), may, id)?, store::all_openings(tx.with(may), may, id)?))
}

/// The calls by id and name, the latest first, for another slice that builds on one.
///
/// # Errors
/// The database.
pub fn named<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Vec<CallRow>> {
    store::all_calls(tx.with(may), may)
}

/// Judges people who have no file by the openings of one call: by what was told in an application.
pub struct Judge {
    catalogue: Catalogue,
}

impl Judge {
    /// With the catalogue of majors of a call.
    ///
    /// # Errors
    /// No such call; the database.
    pub fn of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, call: Id<Call>) -> Result<Self> {
        let catalogue = serde_json::from_str(&store::catalogue(tx.with(may), may, call)?).map_err(damaged)?;
        Ok(Self { catalogue })
    }
    /// What the requirement of an opening says, clause by clause.
    ///
    /// # Errors
    /// A requirement that cannot be read.
    pub fn judge(&self, opening: &OpeningRow, facts: &Facts) -> Result<Reason> {
        let requirement: Requirement = serde_json::from_str(&opening.requirement).map_err(damaged)?;
        Ok(requirement.explain(&resolved(&self.catalogue, facts)))
    }
}

fn damaged(e: serde_json::Error) -> db::Error {
    db::Error::Corrupt(format!("an opening's requirement: {e}"))
}

/// What is known of somebody, with majors read against a call's catalogue.
pub(crate) fn resolved(catalogue: &Catalogue, facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    for e in facts.educations.iter_mut().flatten() {
        let (Some(level), Some(major)) = (e.level, e.major.as_mut()) else { continue };
        // a code that the catalogue has stands; without one the name on the certificate decides
        if major.codes.is_empty() || !major.codes.iter().all(|c| catalogue.has(c)) {
            *major = catalogue.resolve(level, &major.name, major.direction.as_deref());
        }
    }
    facts
}
