//! The count: sums under encryption, the scrutineers' parts, opened sums, counts by hand, results.

use auth::{Action, Permit};
use base::Id;
use db::{LedgerEntry, Read, Result, Write};
use diesel::prelude::*;
use org::timeline::Fact;

use super::tables::{ballot_opening, ballot_paper, ballot_result, ballot_sums, ballot_tally};
use crate::Ballot;

/// The sums of an urn under encryption.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = ballot_tally)]
pub(crate) struct TallyRow {
    pub(crate) voters: i64,
    pub(crate) tally: Option<String>,
    pub(crate) sized: Option<String>,
}

pub(crate) fn tally<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Option<TallyRow>> {
    Ok(ballot_tally::table
        .filter(ballot_tally::root.eq(may.root()).and(ballot_tally::urn.eq(urn)))
        .filter(ballot_tally::unmade.is_null())
        .select(TallyRow::as_select())
        .first(tx.with(may))
        .optional()?)
}

pub(crate) fn put_tally<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, urn: &str, row: &TallyRow) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(ballot_tally::table)
        .values((
            ballot_tally::root.eq(may.root()),
            ballot_tally::id.eq(Id::<Fact>::new()),
            ballot_tally::urn.eq(urn),
            ballot_tally::voters.eq(row.voters),
            ballot_tally::tally.eq(&row.tally),
            ballot_tally::sized.eq(&row.sized),
            ballot_tally::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// The scrutineers' parts in opening an urn's sums, by their numbers.
pub(crate) fn openings<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Vec<(i64, String)>> {
    Ok(ballot_opening::table
        .filter(ballot_opening::root.eq(may.root()).and(ballot_opening::urn.eq(urn)))
        .filter(ballot_opening::unmade.is_null())
        .order(ballot_opening::owner)
        .select((ballot_opening::owner, ballot_opening::part))
        .load(tx.with(may))?)
}

pub(crate) fn put_opening<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    urn: &str,
    owner: i64,
    part: &str,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(ballot_opening::table)
        .values((
            ballot_opening::root.eq(may.root()),
            ballot_opening::id.eq(Id::<Fact>::new()),
            ballot_opening::urn.eq(urn),
            ballot_opening::owner.eq(owner),
            ballot_opening::part.eq(part),
            ballot_opening::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn sums<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Option<String>> {
    Ok(ballot_sums::table
        .filter(ballot_sums::root.eq(may.root()).and(ballot_sums::urn.eq(urn)))
        .filter(ballot_sums::unmade.is_null())
        .select(ballot_sums::sums)
        .first(tx.with(may))
        .optional()?)
}

pub(crate) fn put_sums<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, urn: &str, sums: &str) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(ballot_sums::table)
        .values((
            ballot_sums::root.eq(may.root()),
            ballot_sums::id.eq(Id::<Fact>::new()),
            ballot_sums::urn.eq(urn),
            ballot_sums::sums.eq(sums),
            ballot_sums::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// The counts by hand that stand: teller and JSON.
pub(crate) fn papers<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    ballot: Id<Ballot>,
) -> Result<Vec<(String, String)>> {
    Ok(ballot_paper::table
        .filter(ballot_paper::root.eq(may.root()).and(ballot_paper::ballot.eq(ballot)))
        .filter(ballot_paper::unmade.is_null())
        .order(ballot_paper::id)
        .select((ballot_paper::teller, ballot_paper::counts))
        .load(tx.with(may))?)
}

/// Puts a teller's count in the place of the one that teller entered before.
pub(crate) fn put_paper<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    ballot: Id<Ballot>,
    teller: &str,
    counts: &str,
) -> Result<()> {
    let by = tx.entry();
    let old = ballot_paper::table
        .filter(ballot_paper::root.eq(may.root()).and(ballot_paper::ballot.eq(ballot)))
        .filter(ballot_paper::teller.eq(teller).and(ballot_paper::unmade.is_null()));
    diesel::update(old).set(ballot_paper::unmade.eq(Some(by))).execute(tx.with(may))?;
    diesel::insert_into(ballot_paper::table)
        .values((
            ballot_paper::root.eq(may.root()),
            ballot_paper::id.eq(Id::<Fact>::new()),
            ballot_paper::ballot.eq(ballot),
            ballot_paper::teller.eq(teller),
            ballot_paper::counts.eq(counts),
            ballot_paper::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// The result as it was found, whether it was counted by hand, and the ledger entry that made it.
pub(crate) fn result<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    ballot: Id<Ballot>,
) -> Result<Option<(String, bool, Id<LedgerEntry>)>> {
    Ok(ballot_result::table
        .filter(ballot_result::root.eq(may.root()).and(ballot_result::ballot.eq(ballot)))
        .filter(ballot_result::unmade.is_null())
        .select((ballot_result::result, ballot_result::by_hand, ballot_result::made))
        .first(tx.with(may))
        .optional()?)
}

pub(crate) fn put_result<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    ballot: Id<Ballot>,
    result: &str,
    by_hand: bool,
    item: Id<public_log::Item>,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(ballot_result::table)
        .values((
            ballot_result::root.eq(may.root()),
            ballot_result::id.eq(Id::<Fact>::new()),
            ballot_result::ballot.eq(ballot),
            ballot_result::result.eq(result),
            ballot_result::by_hand.eq(by_hand),
            ballot_result::item.eq(item),
            ballot_result::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
