//! Setting up: heads, urns, scrutineers, what is fixed, what is voided.

use auth::{Action, Permit};
use base::Id;
use db::{Books, Error, Read, Result, Write};
use diesel::prelude::*;
use org::timeline::Fact;

use super::{
    FixedRow, Head, Trustee, Urn,
    tables::{ballot_fixed, ballot_head, ballot_link, ballot_scrutineer, ballot_seat, ballot_urn, ballot_void},
};
use crate::{Ballot, Scrutineer, rules::Plan};

/// A plan as it is kept.
pub(crate) fn kept(plan: &Plan) -> Result<String> {
    serde_json::to_string(plan).map_err(|e| Error::Internal(e.to_string()))
}

/// Puts a head in the place of the one that stands, or first.
pub(crate) fn put_head<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, head: &Head) -> Result<()> {
    let by = tx.entry();
    let old = ballot_head::table
        .filter(ballot_head::root.eq(may.root()).and(ballot_head::ballot.eq(head.ballot)))
        .filter(ballot_head::unmade.is_null());
    diesel::update(old).set(ballot_head::unmade.eq(Some(by))).execute(tx.with(may))?;
    diesel::insert_into(ballot_head::table)
        .values((
            ballot_head::root.eq(may.root()),
            ballot_head::id.eq(Id::<Fact>::new()),
            ballot_head::ballot.eq(head.ballot),
            ballot_head::unit.eq(head.unit),
            ballot_head::title.eq(&head.title),
            ballot_head::kind.eq(head.kind),
            ballot_head::plan.eq(&head.plan),
            ballot_head::state.eq(head.state),
            ballot_head::urn_keeper.eq(&head.urn_keeper),
            ballot_head::roll_keeper.eq(&head.roll_keeper),
            ballot_head::reason.eq(&head.reason),
            ballot_head::closed_at.eq(head.closed_at),
            ballot_head::present.eq(head.present),
            ballot_head::paper.eq(&head.paper),
            ballot_head::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// An urn's texts as they are published.
#[derive(Clone, Copy, Default)]
pub(crate) struct Texts<'a> {
    /// The roll, once slips are brought in.
    pub(crate) roll: Option<&'a str>,
    /// The election, once it is fixed.
    pub(crate) election: Option<&'a str>,
}

/// Puts an urn with its texts in the place of the one that stands, or first.
pub(crate) fn put_urn<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, urn: &Urn, texts: Texts<'_>) -> Result<()> {
    let by = tx.entry();
    let old = ballot_urn::table
        .filter(ballot_urn::root.eq(may.root()).and(ballot_urn::urn.eq(&urn.urn)))
        .filter(ballot_urn::unmade.is_null());
    diesel::update(old).set(ballot_urn::unmade.eq(Some(by))).execute(tx.with(may))?;
    diesel::insert_into(ballot_urn::table)
        .values((
            ballot_urn::root.eq(may.root()),
            ballot_urn::id.eq(Id::<Fact>::new()),
            ballot_urn::ballot.eq(urn.ballot),
            ballot_urn::urn.eq(&urn.urn),
            ballot_urn::place.eq(urn.place),
            ballot_urn::name.eq(&urn.name),
            ballot_urn::weight.eq(urn.weight),
            ballot_urn::size.eq(urn.size),
            ballot_urn::printed.eq(urn.printed),
            ballot_urn::roll.eq(texts.roll),
            ballot_urn::election.eq(texts.election),
            ballot_urn::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Puts a scrutineer in the place of the one of that id, or first.
pub(crate) fn put_trustee<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    ballot: Id<Ballot>,
    of: &Trustee,
) -> Result<()> {
    let by = tx.entry();
    let old = ballot_scrutineer::table
        .filter(ballot_scrutineer::root.eq(may.root()).and(ballot_scrutineer::ballot.eq(ballot)))
        .filter(ballot_scrutineer::scrutineer.eq(of.scrutineer).and(ballot_scrutineer::unmade.is_null()));
    diesel::update(old).set(ballot_scrutineer::unmade.eq(Some(by))).execute(tx.with(may))?;
    diesel::insert_into(ballot_scrutineer::table)
        .values((
            ballot_scrutineer::root.eq(may.root()),
            ballot_scrutineer::id.eq(Id::<Fact>::new()),
            ballot_scrutineer::ballot.eq(ballot),
            ballot_scrutineer::scrutineer.eq(of.scrutineer),
            ballot_scrutineer::place.eq(of.place),
            ballot_scrutineer::name.eq(&of.name),
            ballot_scrutineer::key.eq(&of.key),
            ballot_scrutineer::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// The hashes of the secrets that stand, in their order.
pub(crate) fn links<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Ballot>) -> Result<Vec<Vec<u8>>> {
    Ok(ballot_link::table
        .filter(ballot_link::root.eq(may.root()).and(ballot_link::ballot.eq(of)))
        .order(ballot_link::secret)
        .select(ballot_link::secret)
        .load(tx.with(may))?)
}

/// Puts new secrets in the place of all that were handed out.
pub(crate) fn put_links<A: Action>(
    tx: &mut Books<'_>,
    may: &Permit<A>,
    of: Id<Ballot>,
    links: &[(Id<Scrutineer>, Vec<u8>)],
) -> Result<()> {
    let old = ballot_link::table.filter(ballot_link::root.eq(may.root()).and(ballot_link::ballot.eq(of)));
    diesel::delete(old).execute(tx.with(may))?;
    for (scrutineer, secret) in links {
        diesel::insert_into(ballot_link::table)
            .values((
                ballot_link::root.eq(may.root()),
                ballot_link::secret.eq(secret),
                ballot_link::ballot.eq(of),
                ballot_link::scrutineer.eq(*scrutineer),
            ))
            .execute(tx.with(may))?;
    }
    Ok(())
}

pub(crate) fn put_fixed<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    ballot: Id<Ballot>,
    fixed: &FixedRow,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(ballot_fixed::table)
        .values((
            ballot_fixed::root.eq(may.root()),
            ballot_fixed::id.eq(Id::<Fact>::new()),
            ballot_fixed::ballot.eq(ballot),
            ballot_fixed::manifest.eq(&fixed.manifest),
            ballot_fixed::digest.eq(&fixed.digest),
            ballot_fixed::trustees.eq(&fixed.trustees),
            ballot_fixed::item.eq(fixed.item),
            ballot_fixed::at.eq(fixed.at),
            ballot_fixed::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn put_void<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, urn: &str, credential: &[u8]) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(ballot_void::table)
        .values((
            ballot_void::root.eq(may.root()),
            ballot_void::id.eq(Id::<Fact>::new()),
            ballot_void::urn.eq(urn),
            ballot_void::credential.eq(credential),
            ballot_void::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

/// Writes down who may vote in an urn: the SHA-256 of each public credential.
pub(crate) fn put_seats<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    urn: &str,
    seats: impl Iterator<Item = Vec<u8>>,
) -> Result<()> {
    let root = may.root();
    let rows = seats.map(|credential| {
        (ballot_seat::root.eq(root), ballot_seat::urn.eq(urn.to_owned()), ballot_seat::credential.eq(credential))
    });
    db::bulk!(tx, may, ballot_seat::table, rows)?;
    Ok(())
}

/// Whether a credential may vote in an urn.
pub(crate) fn has_seat<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, credential: &[u8]) -> Result<bool> {
    let one = ballot_seat::table
        .filter(ballot_seat::root.eq(may.root()).and(ballot_seat::urn.eq(urn)))
        .filter(ballot_seat::credential.eq(credential));
    Ok(one.count().get_result::<i64>(tx.with(may))? > 0)
}

/// The seats of an urn whose hashes begin with these hexadecimal digits.
pub(crate) fn near<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, digits: &str) -> Result<Vec<Vec<u8>>> {
    let filled = |with: char| {
        let all: String = digits.chars().chain(std::iter::repeat(with)).take(64).collect();
        let pair = |at: usize| u8::from_str_radix(all.get(at..at + 2)?, 16).ok();
        (0..32).map(|i| pair(2 * i)).collect::<Option<Vec<u8>>>().ok_or(Error::NotFound)
    };
    Ok(ballot_seat::table
        .filter(ballot_seat::root.eq(may.root()).and(ballot_seat::urn.eq(urn)))
        .filter(ballot_seat::credential.ge(filled('0')?).and(ballot_seat::credential.le(filled('f')?)))
        .order(ballot_seat::credential)
        .select(ballot_seat::credential)
        .load(tx.with(may))?)
}

/// A slip that is voided has no seat any more.
pub(crate) fn drop_seat<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, urn: &str, credential: &[u8]) -> Result<()> {
    let one = ballot_seat::table
        .filter(ballot_seat::root.eq(may.root()).and(ballot_seat::urn.eq(urn)))
        .filter(ballot_seat::credential.eq(credential));
    diesel::delete(one).execute(tx.with(may))?;
    Ok(())
}

/// Urns that take ballots and whose seats were never written down: they were opened by an earlier version.
pub(crate) fn unseated<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for (urn, _) in super::open_gates(tx, may)? {
        let seats = ballot_seat::table.filter(ballot_seat::root.eq(may.root()).and(ballot_seat::urn.eq(&urn)));
        let first: Option<Vec<u8>> = seats.select(ballot_seat::credential).first(tx.with(may)).optional()?;
        if first.is_none() {
            all.push(urn);
        }
    }
    Ok(all)
}

/// Whether a slip is voided.
pub(crate) fn is_void<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str, credential: &[u8]) -> Result<bool> {
    let one = ballot_void::table
        .filter(ballot_void::root.eq(may.root()).and(ballot_void::urn.eq(urn)))
        .filter(ballot_void::credential.eq(credential).and(ballot_void::unmade.is_null()));
    Ok(one.count().get_result::<i64>(tx.with(may))? > 0)
}
