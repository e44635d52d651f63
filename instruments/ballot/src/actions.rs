//! The verbs: each one transaction.

mod by_hand;
mod casting;
mod counting;
mod draw_up;
mod found;
mod keys;
mod rolls;
mod set_up;
mod sums;
mod turns;

pub(crate) use by_hand::{Counts, counts_of, declare_paper, enter_by_hand};
pub(crate) use casting::longest;
pub use casting::{Bad, Taken, cast, publish_due, seat_all};
pub(crate) use counting::{count, prepare, tallied};
pub use draw_up::{Draft, draw_up};
pub(crate) use draw_up::{draw_up_alone, vote_again};
pub use found::{Found, found};
pub(crate) use keys::{hand_out, set_key, standing};
pub(crate) use rolls::{bring_in, take_roll, void};
pub(crate) use set_up::{MAJORITIES, QUORUMS, Settings, add_questions, cancel, lay_down, remove_question, set_up};
pub(crate) use sums::{checked, open_sums};
pub(crate) use turns::{close, fix, open};

use auth::{Action, Actor, Permit};
use base::{Id, Say};
use db::{Error, Read, Result};
use sha2::{Digest, Sha256};

use crate::{
    Ballot,
    rules::{State, Verb, turn_on},
    store::{self, Whole},
};

/// A ballot within reach.
pub(crate) fn reached<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Ballot>) -> Result<Whole> {
    let whole = store::whole(tx, may, id)?;
    org::reach(tx, may, whole.head.unit)?;
    Ok(whole)
}

/// The state after the verb, or why not.
pub(crate) fn turned(whole: &Whole, verb: Verb) -> Result<State> {
    turn_on(whole.head.state, whole.head.paper.is_some(), verb).map_err(Error::Refused)
}

/// Whoever acts, by the account, through whatever door: a token is the same person. The machine's console is its own.
pub(crate) fn keeper(actor: &Actor) -> String {
    actor.account_id().map_or_else(|| actor.door().to_string(), |id| id.to_string())
}

/// That whoever acts keeps the urn and not the roll.
pub(crate) fn keeps_urn(tx: &Read<'_>, whole: &Whole) -> Result<()> {
    if whole.head.urn_keeper == keeper(tx.actor()) {
        return Ok(());
    }
    Err(Error::refused(
        "只有建立本次表决的账号（保管票箱）可以这样做；保管名册的账号不能。",
        "Only the account that set this ballot up and keeps its urn may do this; the one that keeps the roll may not.",
    ))
}

/// That whoever acts keeps the urn or the roll: nobody else ends what these two answer for.
pub(crate) fn keeps_either(tx: &Read<'_>, whole: &Whole) -> Result<()> {
    let me = keeper(tx.actor());
    if whole.head.urn_keeper == me || whole.head.roll_keeper.as_ref() == Some(&me) {
        return Ok(());
    }
    Err(Error::refused(
        "只有保管票箱或者保管名册的账号可以取消本次表决。",
        "Only the account that keeps the urn, or the one that keeps the roll, may give this ballot up.",
    ))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
pub(crate) fn sha256(text: &str) -> Vec<u8> {
    sha256_of(text.as_bytes())
}
pub(crate) fn sha256_of(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}
/// Chance of the system.
pub(crate) fn chance(bytes: &mut [u8]) {
    // a machine without chance must not make keys at all
    getrandom::fill(bytes).expect("the system gives random bytes");
}
/// What the kernel refused.
pub(crate) fn refused(why: ballots::Refused) -> Error {
    Error::Refused(why.say)
}
pub(crate) fn at(place: &str, say: Say) -> Say {
    Say::new(format!("{place}：{}", say.zh), format!("{place}: {}", say.en))
}
