//! Calls and openings as they are read.

use base::Id;
use db::{Read, Result};

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
