//! The count under encryption.

use std::collections::BTreeMap;

use ballots::belenios::{Ballot as Sent, Election, Tally};
use base::{Id, Say, Timestamp};
use db::{Error, Read, Recorded, Result, Write};

use super::{keeps_urn, reached, refused, sums::finish, turned};
use crate::{
    Ballot, Run,
    rules::{State, Verb, by_batch},
    store::{self, FACTS, Head, TallyRow, Whole},
};

/// What an urn's sums are made of.
pub(crate) struct Ready {
    urn: String,
    election: String,
    ballots: Vec<String>,
    least: u32,
}

/// An urn's sums under encryption.
pub(crate) struct Tallied {
    urn: String,
    row: TallyRow,
}

/// Since when an urn may be counted, where that is not yet.
fn too_early(whole: &Whole, now: Timestamp) -> Option<Say> {
    let closed = whole.head.closed_at?;
    let until = closed.0 + i64::from(whole.plan.complaint) * 60_000_000;
    let left = (until - now.0 + 59_999_999).div_euclid(60_000_000);
    (now.0 < until).then(|| {
        Say::new(
            format!("异议期还有{left}分钟，期满后才能计票。"),
            format!("Complaints are heard for {left} more minutes; counting begins afterwards."),
        )
    })
}

/// Reads what the count needs.
///
/// # Errors
/// Complaints that are still heard; the wrong time; whoever does not keep the urn.
pub(crate) fn prepare(tx: &mut Read<'_>, id: Id<Ballot>) -> Result<Vec<Ready>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    turned(&whole, Verb::Count)?;
    keeps_urn(tx, &whole)?;
    if let Some(say) = too_early(&whole, tx.now()) {
        return Err(Error::Refused(say));
    }
    let mut all = Vec::new();
    for urn in &whole.urns {
        let ballots = by_batch(store::published_casts(tx, &may, &urn.urn)?).into_iter().map(|c| c.raw).collect();
        let election = store::election(tx, &may, &urn.urn)?.ok_or(Error::NotFound)?;
        all.push(Ready { urn: urn.urn.clone(), election, ballots, least: whole.plan.least });
    }
    Ok(all)
}

/// The last ballot of each credential; they were checked when they came.
pub(crate) fn last(ballots: &[String]) -> Result<Vec<Sent>> {
    let mut last: BTreeMap<String, Sent> = BTreeMap::new();
    for raw in ballots {
        let ballot = Sent::read(raw).map_err(|r| Error::Corrupt(format!("a ballot: {}", r.say.en)))?;
        last.insert(ballot.credential.text().to_owned(), ballot);
    }
    Ok(last.into_values().collect())
}

/// The sums of these ballots.
pub(crate) fn tally(election: &str, ballots: &[Sent]) -> Result<Tally> {
    let election = Election::read(election).map_err(refused)?;
    Tally::of(&election, ballots.iter().map(|b| (b, 1))).map_err(refused)
}

/// Sums the urns up. An urn with fewer voters than the least number is not summed: nothing of it can ever be opened.
///
/// # Errors
/// What is kept cannot be read.
pub(crate) fn tallied(ready: Vec<Ready>) -> Result<Vec<Tallied>> {
    let one = |ready: Ready| {
        let last = last(&ready.ballots)?;
        let voters = last.len() as i64;
        let row = if last.len() < ready.least as usize {
            TallyRow { voters, tally: None, sized: None }
        } else {
            let tally = tally(&ready.election, &last)?;
            TallyRow { voters, tally: Some(tally.raw()), sized: Some(tally.sized_raw()) }
        };
        Ok(Tallied { urn: ready.urn, row })
    };
    ready.into_iter().map(one).collect()
}

/// Puts the sums under encryption on the boards; from now on the scrutineers open them. Where no urn has enough voters to be
/// shown, that is the result.
///
/// # Errors
/// As [`prepare`].
pub(crate) fn count(tx: &mut Write<'_>, id: Id<Ballot>, tallied: &[Tallied]) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::Count)?;
    keeps_urn(tx, &whole)?;
    if let Some(say) = too_early(&whole, tx.now()) {
        return Err(Error::Refused(say));
    }
    for one in tallied {
        store::put_tally(tx, &may, &one.urn, &one.row)?;
    }
    let whole = Whole { head: Head { state, ..whole.head }, ..whole };
    if tallied.iter().all(|t| t.row.tally.is_none()) {
        finish(tx, &may, &whole, false)?;
    } else {
        debug_assert_eq!(state, State::Counting);
        store::put_head(tx, &may, &whole.head)?;
    }
    tx.record(db::Event::new("ballot.counted").about(id).facts(FACTS), ())
}
