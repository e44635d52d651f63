//! The scrutineers open the sums together.

use ballots::belenios::{Decryption, Outcome as Sums, Trustees};
use db::{Error, Read, Recorded, Result, Write};
use public_log::rules::Publication;

use super::{
    counting::{last, tally},
    hex, refused, sha256, turned,
};
use crate::{
    Scrutinise,
    rules::{Outcome, UrnCount, Verb, by_batch, outcome},
    store::{self, FACTS, Head, Whole},
    verifiers,
};

/// A scrutineer's part that was found good.
pub(crate) struct Checked {
    urn: String,
    owner: i64,
    part: String,
    /// The opened sums, where this was the last part.
    sums: Option<String>,
}

/// Checks a scrutineer's part in opening an urn's sums, and opens them where it is the last.
///
/// # Errors
/// A part that proves nothing; the wrong time; a link that opens nothing.
pub(crate) fn checked(tx: &mut Read<'_>, secret: &str, urn: &str, part: &str) -> Result<Checked> {
    let may = tx.may::<Scrutinise>()?;
    let (ballot, scrutineer) = store::of_secret(tx, &may, &sha256(secret))?;
    let whole = store::whole(tx, &may, ballot)?;
    turned(&whole, Verb::OpenSums)?;
    whole.urns.iter().find(|u| u.urn == urn).ok_or(Error::NotFound)?;
    let trustee = whole.trustees.iter().find(|t| t.scrutineer == scrutineer).ok_or(Error::NotFound)?;
    let election = store::election(tx, &may, urn)?;
    let (election, fixed) = election.as_ref().zip(whole.fixed.as_ref()).ok_or(Error::NotFound)?;
    if store::tally(tx, &may, urn)?.is_none_or(|t| t.tally.is_none()) {
        return Err(Error::refused(
            "该票箱投票人数少于下限，不打开其票数。",
            "Fewer than the least number voted in this urn; its sums are not opened.",
        ));
    }
    let wrong = |e: serde_json::Error| {
        Error::refused(format!("这不是监票人的解密：{e}"), format!("This is no part in opening the sums: {e}"))
    };
    let part: Decryption = serde_json::from_str(part).map_err(wrong)?;
    let ballots: Vec<String> = by_batch(store::published_casts(tx, &may, urn)?).into_iter().map(|c| c.raw).collect();
    let tally = tally(election, &last(&ballots)?)?;
    let checker = verifiers::of(urn, election, &fixed.trustees)?;
    let trustees = Trustees::read(&fixed.trustees).map_err(refused)?;
    let own = usize::try_from(trustee.place).unwrap_or_default();
    let key = trustees.keys().get(own.wrapping_sub(1)).ok_or(Error::NotFound)?;
    part.check(&checker, &tally, &key.public_key).map_err(refused)?;
    let (raw, _) = part.raw(own);
    let mut parts: Vec<(usize, Decryption)> = vec![(own, part)];
    for (owner, text) in store::openings(tx, &may, urn)? {
        let other = serde_json::from_str(&text).map_err(|e| Error::Corrupt(format!("a scrutineer’s part: {e}")))?;
        let owner = usize::try_from(owner).unwrap_or_default();
        if owner == own {
            return Err(Error::refused("您已提交该票箱的解密。", "You have given your part for this urn already."));
        }
        parts.push((owner, other));
    }
    let complete = parts.len() == trustees.keys().len();
    let sums = if complete { Some(Sums::of(&tally, &trustees, &parts).map_err(refused)?.raw()) } else { None };
    Ok(Checked { urn: urn.to_owned(), owner: trustee.place, part: raw, sums })
}

/// Keeps a scrutineer's part. With the last part of the last urn the result is known. Gives whether it is.
///
/// # Errors
/// As [`checked`].
pub(crate) fn open_sums(tx: &mut Write<'_>, secret: &str, checked: &Checked) -> Result<Recorded<bool>> {
    let may = tx.may::<Scrutinise>()?;
    let (ballot, scrutineer) = store::of_secret(tx, &may, &sha256(secret))?;
    let whole = store::whole(tx, &may, ballot)?;
    turned(&whole, Verb::OpenSums)?;
    let there = store::openings(tx, &may, &checked.urn)?;
    // another part may have come since this one was looked at: then what is the last has changed
    let last = there.len() + 1 == whole.trustees.len();
    if there.iter().any(|(owner, _)| *owner == checked.owner) || last != checked.sums.is_some() {
        return Err(Error::Conflict);
    }
    store::put_opening(tx, &may, &checked.urn, checked.owner, &checked.part)?;
    if let Some(sums) = &checked.sums {
        store::put_sums(tx, &may, &checked.urn, sums)?;
    }
    let mut done = true;
    for urn in &whole.urns {
        let counted = store::tally(tx, &may, &urn.urn)?.is_some_and(|t| t.tally.is_some());
        done &= !counted || store::sums(tx, &may, &urn.urn)?.is_some();
    }
    if done {
        finish(tx, &may, &whole, false)?;
    }
    let event = db::Event::new("ballot.opened-sums").about(scrutineer).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "urn": checked.urn }))?, done)
}

/// The result from the sums that are opened, into the public log.
pub(super) fn finish<A: auth::Action>(
    tx: &mut Write<'_>,
    may: &auth::Permit<A>,
    whole: &Whole,
    by_hand: bool,
) -> Result<()> {
    let mut urns = Vec::new();
    for urn in &whole.urns {
        let sums = match store::sums(tx, may, &urn.urn)? {
            Some(raw) => Some(Sums::read(&raw).map_err(refused)?.0),
            None => None,
        };
        let voters = store::tally(tx, may, &urn.urn)?.map_or(0, |t| t.voters);
        urns.push(UrnCount {
            name: urn.name.clone(),
            weight: u32::try_from(urn.weight).unwrap_or(1),
            size: urn.size.unsigned_abs(),
            voters: voters.unsigned_abs(),
            valid: voters.unsigned_abs(),
            sums,
        });
    }
    let present = whole.head.present.map(i64::unsigned_abs);
    let result = outcome(whole.head.kind, &whole.plan, urns, present);
    keep_result(tx, may, whole, &result, by_hand)
}

/// Keeps a result and ends the ballot.
pub(super) fn keep_result<A: auth::Action>(
    tx: &mut Write<'_>,
    may: &auth::Permit<A>,
    whole: &Whole,
    result: &Outcome,
    by_hand: bool,
) -> Result<()> {
    let text = serde_json::to_string(result).map_err(|e| Error::Internal(e.to_string()))?;
    let verb = if by_hand { Verb::ByHand } else { Verb::Finish };
    let state = turned(whole, verb)?;
    let mut new = Publication::new("ballot.result", whole.head.ballot)
        .shown("digest", hex(&sha256(&text)))
        .shown("counted", if by_hand { "by-hand" } else { "encrypted" });
    if let Some(fixed) = &whole.fixed {
        new = new.shown("manifest", &fixed.digest);
    }
    let item = public_log::enter(tx, may, &new)?;
    store::put_result(tx, may, whole.head.ballot, &text, by_hand, item)?;
    store::put_head(tx, may, &Head { state, ..whole.head.clone() })
}
