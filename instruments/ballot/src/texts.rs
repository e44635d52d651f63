//! The texts of an urn as they are published.

use auth::{Action, Permit};
use ballots::belenios::Board;
use db::{Error, Read, Result};

use crate::{
    rules::by_batch,
    store::{self, FixedRow, Urn},
};

/// An urn that is fixed, with what was fixed of its ballot. What is not fixed yet is not there for the public.
pub(crate) fn fixed<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<(Urn, FixedRow)> {
    let row = store::of_urn(tx, may, urn)?;
    let fixed = store::fixed(tx, may, row.ballot)?.ok_or(Error::NotFound)?;
    Ok((row, fixed))
}

/// The archive of an urn (`.bel`): before voting ends the ballots that are published, afterwards all, with what was counted.
///
/// # Errors
/// [`Error::NotFound`] for an urn that is not fixed; the database.
pub fn archive<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Vec<u8>> {
    Ok(board(tx, may, urn)?.write())
}

pub(crate) fn board<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Board> {
    let (row, fixed) = fixed(tx, may, urn)?;
    let head = store::head(tx, may, row.ballot)?;
    let ballots = by_batch(store::published_casts(tx, may, urn)?).into_iter().map(|c| c.raw).collect();
    let tally = store::tally(tx, may, urn)?;
    let opened = store::openings(tx, may, urn)?;
    let decryptions = opened.into_iter().map(|(owner, part)| owned(&part, owner)).collect::<Result<_>>()?;
    Ok(Board {
        timestamp: fixed.at.unsigned_abs(),
        election: store::election(tx, may, urn)?.ok_or(Error::NotFound)?,
        trustees: fixed.trustees,
        credentials: store::roll(tx, may, urn)?.ok_or(Error::NotFound)?,
        ballots,
        closed: head.closed_at.is_some(),
        tally: tally.and_then(|t| t.tally.zip(t.sized)),
        decryptions,
        result: store::sums(tx, may, urn)?,
    })
}

/// A part with its owner, as the archive has them.
fn owned(part: &str, owner: i64) -> Result<(String, String)> {
    let part: ballots::belenios::Decryption =
        serde_json::from_str(part).map_err(|e| Error::Corrupt(format!("a scrutineer’s part: {e}")))?;
    Ok(part.raw(usize::try_from(owner).unwrap_or_default()))
}

/// The programs that voters' and scrutineers' browsers run: path and SHA-256.
pub(crate) fn programs() -> Vec<(String, String)> {
    ui::ballot_script().map(|a| (a.path.to_owned(), a.sha256.to_owned())).into_iter().collect()
}
