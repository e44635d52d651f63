//! Casting a ballot, and publishing what was cast.

use std::collections::HashSet;

use auth::{Action, Actor, Permit, Root};
use axum::http::StatusCode;
use ballots::{
    Refused, Why,
    belenios::{Ballot as Sent, MAX_BALLOT, Roll},
};
use base::{Id, Say};
use db::{Db, Error, Event, Recorded, Result, Write};
use public_log::rules::Publication;
use serde::Serialize;

use super::{chance, sha256};
use crate::{
    Cast, Run,
    rules::{self, BATCH, MOST_CASTS, PAUSE, Verb, by_batch, held_back, merkle, turn},
    store::{self, Batch, FACTS},
    verifiers,
};

/// A ballot that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Taken {
    /// The number by which its voter finds it on the board.
    pub tracker: String,
    /// Which ballot of this code it is; the last one counts.
    pub count: i64,
}

/// A ballot that was not taken: the status, a word for programs, and the sentence.
#[derive(Clone, Debug)]
pub struct Bad {
    /// The HTTP status.
    pub status: StatusCode,
    /// The word.
    pub why: &'static str,
    /// What happened and what to do.
    pub say: Say,
}
impl Bad {
    pub(crate) fn new(status: StatusCode, why: &'static str, zh: &str, en: &str) -> Self {
        Self { status, why, say: Say::new(zh, en) }
    }
}
impl From<Refused> for Bad {
    fn from(refused: Refused) -> Self {
        let why = match refused.why {
            Why::Limit => "too-long",
            Why::Election => "wrong-election",
            Why::Signature => "bad-signature",
            Why::Proof | Why::Group => "bad-proof",
            _ => "bad-form",
        };
        let status = if why == "too-long" { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY };
        let not_taken = ("这张选票没有被收下。", "The ballot was not taken.");
        let say = refused.say.closed();
        Self { status, why, say: Say::new(say.zh + not_taken.0, format!("{} {}", say.en, not_taken.1)) }
    }
}

/// The most bytes that a ballot of an urn can have, or why it takes none now.
///
/// # Errors
/// The policy and the database.
pub(crate) fn longest(db: &Db, actor: &Actor, urn: &str) -> Result<std::result::Result<usize, Bad>> {
    Ok(ready(db, actor, urn)?.map(|checker| checker.election().longest_ballot()))
}

/// Takes a ballot, or says why not. What is wrong with it is found out before anything is locked. Answers after the commit.
///
/// Nothing is kept but the ballot itself: no time, no address, no account, and no ledger entry, which would have a time.
///
/// # Errors
/// The policy and the database.
pub fn cast(db: &Db, actor: &Actor, urn: &str, raw: &str) -> Result<std::result::Result<Taken, Bad>> {
    if raw.len() > MAX_BALLOT {
        return Ok(Err(Bad::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-long",
            "选票过长，没有被收下。",
            "The ballot is too long and was not taken.",
        )));
    }
    // a reply that was lost is asked for again, perhaps after voting has ended: the same ballot has the same answer
    let tracker = Sent::tracker(raw);
    let there = db.read(actor, |tx| {
        let may = tx.may::<Cast>()?;
        store::tracked(tx, &may, urn, &tracker)
    })?;
    if let Some((count, _)) = there {
        return Ok(Ok(Taken { tracker, count }));
    }
    let checker = match ready(db, actor, urn)? {
        Ok(checker) => checker,
        Err(bad) => return Ok(Err(bad)),
    };
    let ballot = match Sent::read(raw) {
        Ok(ballot) => ballot,
        Err(refused) => return Ok(Err(refused.into())),
    };
    // who has no seat is told before any proof is looked at: that costs a thousand times more
    let credential = sha256(ballot.credential.text());
    let barred = db.read(actor, |tx| {
        let may = tx.may::<Cast>()?;
        // a voided slip is not on the roll any more: it has a sentence of its own
        Ok(match () {
            () if store::is_void(tx, &may, urn, &credential)? => Some(voided()),
            () if !store::has_seat(tx, &may, urn, &credential)? => Some(unknown()),
            () => None,
        })
    })?;
    if let Some(bad) = barred {
        return Ok(Err(bad));
    }
    match checker.check(&ballot) {
        Ok(()) => keep(db, actor, urn, raw, credential),
        Err(refused) => Ok(Err(refused.into())),
    }
}

fn unknown() -> Bad {
    Bad::new(
        StatusCode::FORBIDDEN,
        "unknown-code",
        "这个投票码不在名册上。请核对纸条，或询问工作人员；这张选票没有被收下。",
        "This code is not on the roll. Compare it with the slip or ask the staff; the ballot was not taken.",
    )
}

fn voided() -> Bad {
    Bad::new(
        StatusCode::FORBIDDEN,
        "voided",
        "这个投票码已作废（剩余的纸条），不能投票。",
        "This code was voided as a slip that was left over; it cannot vote.",
    )
}

/// What checks the ballots of an urn that takes some, or why it takes none.
fn ready(db: &Db, actor: &Actor, urn: &str) -> Result<std::result::Result<verifiers::Shared, Bad>> {
    let known = verifiers::known(urn);
    let (state, texts) = db.read(actor, |tx| {
        let may = tx.may::<Cast>()?;
        let ballot = store::ballot_of(tx, &may, urn)?;
        let head = store::head(tx, &may, ballot)?;
        let texts = match &known {
            Some(_) => None,
            None => {
                let (election, fixed) = (store::election(tx, &may, urn)?, store::fixed(tx, &may, ballot)?);
                election.zip(fixed.map(|f| f.trustees))
            }
        };
        Ok((head.state, texts))
    })?;
    if let Err(say) = turn(state, Verb::Cast) {
        return Ok(Err(not_open(say)));
    }
    match (known, texts) {
        (Some(known), _) => Ok(Ok(known)),
        (None, Some((election, trustees))) => verifiers::of(urn, &election, &trustees).map(Ok),
        (None, None) => Err(Error::Corrupt("an open urn without an election".to_owned())),
    }
}
fn not_open(say: Say) -> Bad {
    Bad { status: StatusCode::CONFLICT, why: "not-open", say }
}

/// Keeps a ballot that was found good, if the urn still takes it.
fn keep(db: &Db, actor: &Actor, urn: &str, raw: &str, credential: Vec<u8>) -> Result<std::result::Result<Taken, Bad>> {
    let tracker = Sent::tracker(raw);
    db.keep_books(actor, |tx| {
        let may = tx.may::<Cast>()?;
        if !store::through_gate(tx, &may, urn)? {
            let ballot = store::ballot_of(tx, &may, urn)?;
            let state = store::head(tx, &may, ballot)?.state;
            let say = turn(state, Verb::Cast).err().unwrap_or_else(|| {
                Say::new("投票已截止，这张选票没有被收下。", "Voting has ended; this ballot was not taken.")
            });
            return Ok(Err(not_open(say)));
        }
        if store::is_void(tx, &may, urn, &credential)? {
            return Ok(Err(voided()));
        }
        if let Some((count, _)) = store::tracked(tx, &may, urn, &tracker)? {
            return Ok(Ok(Taken { tracker, count }));
        }
        let before = store::cast_by(tx, &may, urn, &credential)?;
        let ballot = store::ballot_of(tx, &may, urn)?;
        if before > 0 && !store::head(tx, &may, ballot)?.plan()?.revote {
            return Ok(Err(Bad::new(
                StatusCode::CONFLICT,
                "used",
                "这个投票码已经投过票。本次表决不能改投；如果不是您本人投的，请立即告知监票人。",
                "This code has voted already, and this ballot allows no second vote. If it was not you, tell a scrutineer now.",
            )));
        }
        if before >= MOST_CASTS {
            return Ok(Err(Bad::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many",
                "这个投票码改投的次数已到上限，以最后收下的一张为准。",
                "This code has voted as often as one may; the last ballot that was taken counts.",
            )));
        }
        let count = before + 1;
        let new = rules::Cast { tracker: tracker.clone(), credential, seq: count, batch: None, raw: raw.to_owned() };
        store::put_cast(tx, &may, urn, &new)?;
        Ok(Ok(Taken { tracker, count }))
    })
}

/// Writes down who may vote in an urn, from its roll as it was fixed.
pub(super) fn seat(tx: &mut Write<'_>, may: &Permit<Run>, urn: &str) -> Result<()> {
    let raw = store::roll(tx, may, urn)?.ok_or(Error::NotFound)?;
    let roll = Roll::read(&raw).map_err(super::refused)?;
    let void: HashSet<Vec<u8>> = store::voids(tx, may, vec![urn.to_owned()])?.into_iter().map(|(_, c)| c).collect();
    let seats = roll.seats().iter().map(|seat| sha256(seat.credential.text()));
    store::put_seats(tx, may, urn, seats.filter(|seat| !void.contains(seat)))
}

/// Writes down who may vote in urns that an earlier version opened.
///
/// # Errors
/// The database.
pub fn seat_all(db: &Db, root: Id<Root>) -> Result<()> {
    let console = Actor::console(root);
    let urns = db.read(&console, |tx| {
        let may = tx.may::<Run>()?;
        store::unseated(tx, &may)
    })?;
    for urn in &urns {
        db.write(&console, |tx| {
            let may = tx.may::<Run>()?;
            seat(tx, &may, urn)?;
            tx.record(Event::new("ballot.seated").about(urn), ())
        })?;
    }
    Ok(())
}

/// Publishes what waits in an urn as a batch, but for so many that wait on, in the transaction of another action. Gives how many ballots.
pub(super) fn publish<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, urn: &str, held: usize) -> Result<i64> {
    let (waiting, held) = held_back(store::waiting_casts(tx, may, urn)?, held, &mut chance);
    if waiting.is_empty() {
        return Ok(0);
    }
    let number = store::batches(tx, may, urn)?.last().map_or(1, |b| b.number + 1);
    let casts = by_batch(waiting.into_iter().map(|c| rules::Cast { batch: Some(number), ..c }).collect());
    let digest = merkle(casts.iter().map(|c| c.tracker.as_str()));
    let batch = Batch { number, ballots: casts.len() as i64, digest };
    let new = Publication::new("ballot.batch", urn)
        .shown("number", batch.number)
        .shown("ballots", batch.ballots)
        .shown("root", &batch.digest);
    let item = public_log::enter(tx, may, &new)?;
    store::put_batch(tx, may, urn, &batch, [casts, held].concat(), item)?;
    Ok(batch.ballots)
}

/// Publishes a batch of each open urn in which enough ballots wait and enough time has passed. Gives how many batches.
///
/// # Errors
/// The database.
pub fn publish_due(db: &Db, root: Id<Root>) -> Result<usize> {
    let console = Actor::console(root);
    let due = db.read(&console, |tx| {
        let may = tx.may::<Run>()?;
        let (now, mut due) = (tx.now().0, Vec::new());
        for (urn, batched_at) in store::open_gates(tx, &may)? {
            if now - batched_at >= PAUSE && store::waiting(tx, &may, &urn)? >= 2 * BATCH as i64 {
                due.push(urn);
            }
        }
        Ok(due)
    })?;
    for urn in &due {
        db.write(&console, |tx| published(tx, urn))?;
    }
    Ok(due.len())
}
fn published(tx: &mut Write<'_>, urn: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    // voting may have ended since it was looked at; then all is published
    if store::through_gate(tx, &may, urn)? {
        publish(tx, &may, urn, BATCH)?;
        store::set_gate(tx, &may, urn, true)?;
    }
    tx.record(Event::new("ballot.batch").about(urn).facts(FACTS), ())
}
