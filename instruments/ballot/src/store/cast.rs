//! Ballots that were cast, and the gate before them. What is kept here says nothing of who or when.

use auth::{Action, Permit};
use base::{Id, Timestamp};
use db::{Books, Read, Result, Write};
use diesel::prelude::*;
use org::timeline::Fact;

use super::tables::{ballot_batch, ballot_cast, ballot_gate};
use crate::rules::Cast;

/// Opens or closes the gate of an urn.
pub(crate) fn set_gate<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, taking: bool) -> Result<()> {
    let now = minute(tx.now());
    let one = ballot_gate::table.filter(ballot_gate::root.eq(may.root()).and(ballot_gate::urn.eq(urn)));
    let done = diesel::update(one)
        .set((ballot_gate::taking.eq(taking), ballot_gate::batched_at.eq(now)))
        .execute(tx.with(may))?;
    if done == 0 {
        diesel::insert_into(ballot_gate::table)
            .values((
                ballot_gate::root.eq(may.root()),
                ballot_gate::urn.eq(urn),
                ballot_gate::taking.eq(taking),
                ballot_gate::batched_at.eq(now),
            ))
            .execute(tx.with(may))?;
    }
    Ok(())
}
/// The beginning of the minute.
fn minute(now: Timestamp) -> i64 {
    now.0 - now.0.rem_euclid(60_000_000)
}

/// Goes through the gate if it is open: whoever else casts, voids or closes there waits until this transaction ends.
pub(crate) fn through_gate<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<bool> {
    let one = ballot_gate::table
        .filter(ballot_gate::root.eq(may.root()).and(ballot_gate::urn.eq(urn)))
        .filter(ballot_gate::taking.eq(true));
    Ok(diesel::update(one).set(ballot_gate::taking.eq(true)).execute(tx.with(may))? > 0)
}

/// Urns that take ballots, and when the last batch of each was published.
pub(crate) fn open_gates<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Vec<(String, i64)>> {
    Ok(ballot_gate::table
        .filter(ballot_gate::root.eq(may.root()).and(ballot_gate::taking.eq(true)))
        .select((ballot_gate::urn, ballot_gate::batched_at))
        .load(tx.with(may))?)
}

/// How many ballots a credential has cast.
pub(crate) fn cast_by<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, credential: &[u8]) -> Result<i64> {
    let all = ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::credential.eq(credential));
    Ok(all.count().get_result(tx.with(may))?)
}

/// Which of its credential's ballots this one is, and its batch; nothing where it is not there.
pub(crate) fn tracked<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    urn: &str,
    tracker: &str,
) -> Result<Option<(i64, Option<i64>)>> {
    Ok(ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::tracker.eq(tracker))
        .select((ballot_cast::seq, ballot_cast::batch))
        .first(tx.with(may))
        .optional()?)
}

/// A published ballot.
pub(crate) fn published<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    urn: &str,
    tracker: &str,
) -> Result<Option<String>> {
    Ok(ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::tracker.eq(tracker).and(ballot_cast::batch.is_not_null()))
        .select(ballot_cast::raw)
        .first(tx.with(may))
        .optional()?)
}

fn insert<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, cast: &Cast) -> Result<()> {
    diesel::insert_into(ballot_cast::table)
        .values((
            ballot_cast::root.eq(may.root()),
            ballot_cast::urn.eq(urn),
            ballot_cast::tracker.eq(&cast.tracker),
            ballot_cast::credential.eq(&cast.credential),
            ballot_cast::seq.eq(cast.seq),
            ballot_cast::raw.eq(&cast.raw),
            ballot_cast::batch.eq(cast.batch),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Keeps a ballot.
pub(crate) fn put_cast<A: Action>(tx: &mut Books<'_>, may: &Permit<A>, urn: &str, cast: &Cast) -> Result<()> {
    insert(tx, may, urn, cast)
}

type CastRow = (String, Vec<u8>, i64, Option<i64>, String);
fn cast((tracker, credential, seq, batch, raw): CastRow) -> Cast {
    Cast { tracker, credential, seq, batch, raw }
}

/// The ballots of an urn that are published, or those that wait, in no order that means anything.
fn some_casts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, published: bool) -> Result<Vec<Cast>> {
    let rows: Vec<CastRow> = ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::batch.is_not_null().eq(published))
        .order(ballot_cast::tracker)
        .select((ballot_cast::tracker, ballot_cast::credential, ballot_cast::seq, ballot_cast::batch, ballot_cast::raw))
        .load(tx.with(may))?;
    Ok(rows.into_iter().map(cast).collect())
}

/// The ballots of an urn that are published.
pub(crate) fn published_casts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Vec<Cast>> {
    some_casts(tx, may, urn, true)
}
/// The same without the ballots themselves, which may be long.
pub(crate) fn published_trackers<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Vec<Cast>> {
    let rows: Vec<(String, Vec<u8>, i64, Option<i64>)> = ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::batch.is_not_null())
        .order(ballot_cast::tracker)
        .select((ballot_cast::tracker, ballot_cast::credential, ballot_cast::seq, ballot_cast::batch))
        .load(tx.with(may))?;
    let one = |(tracker, credential, seq, batch)| Cast { tracker, credential, seq, batch, raw: String::new() };
    Ok(rows.into_iter().map(one).collect())
}
/// The ballots of an urn that wait to be published.
pub(crate) fn waiting_casts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Vec<Cast>> {
    some_casts(tx, may, urn, false)
}

/// How many ballots wait to be published.
pub(crate) fn waiting<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<i64> {
    let all = ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::batch.is_null());
    Ok(all.count().get_result(tx.with(may))?)
}

/// How many ballots there are, and how many voters cast them.
pub(crate) fn turnout<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<(i64, i64)> {
    let of = ballot_cast::table.filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)));
    let ballots = of.count().get_result(tx.with(may))?;
    let voters = of.filter(ballot_cast::seq.eq(1)).count().get_result(tx.with(may))?;
    Ok((ballots, voters))
}

/// A batch.
#[derive(Queryable, Selectable, Clone, Debug, serde::Serialize)]
#[diesel(table_name = ballot_batch)]
pub struct Batch {
    /// Its number, from 1.
    pub number: i64,
    /// How many ballots.
    pub ballots: i64,
    /// The Merkle root over their trackers.
    pub digest: String,
}

pub(crate) fn batches<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Vec<Batch>> {
    Ok(ballot_batch::table
        .filter(ballot_batch::root.eq(may.root()).and(ballot_batch::urn.eq(urn)))
        .filter(ballot_batch::unmade.is_null())
        .order(ballot_batch::number)
        .select(Batch::as_select())
        .load(tx.with(may))?)
}

/// Publishes some of what waits as one batch: `casts` are all that wait, those of the batch marked with its number. All rows are written anew in
/// the order of their trackers, so that the place of a row no longer tells when it came.
pub(crate) fn put_batch<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    urn: &str,
    batch: &Batch,
    mut casts: Vec<Cast>,
    item: Id<public_log::Item>,
) -> Result<()> {
    casts.sort_by(|a, b| a.tracker.cmp(&b.tracker));
    let old = ballot_cast::table
        .filter(ballot_cast::root.eq(may.root()).and(ballot_cast::urn.eq(urn)))
        .filter(ballot_cast::batch.is_null());
    diesel::delete(old).execute(tx.with(may))?;
    for cast in casts {
        insert(tx, may, urn, &cast)?;
    }
    let made = tx.entry();
    diesel::insert_into(ballot_batch::table)
        .values((
            ballot_batch::root.eq(may.root()),
            ballot_batch::id.eq(Id::<Fact>::new()),
            ballot_batch::urn.eq(urn),
            ballot_batch::number.eq(batch.number),
            ballot_batch::ballots.eq(batch.ballots),
            ballot_batch::digest.eq(&batch.digest),
            ballot_batch::item.eq(item),
            ballot_batch::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
