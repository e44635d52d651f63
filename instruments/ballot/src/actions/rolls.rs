//! The roll: public parts of slips, and slips that were left over.

use ballots::belenios::{Credential, Roll, Seat};
use base::{Id, Say};
use db::{Error, FieldError, Recorded, Result, Write};
use public_log::rules::Publication;

use super::{hex, keeper, reached, refused, sha256, turned};
use crate::{
    Ballot, KeepRoll,
    rules::Verb,
    slips::PublicParts,
    store::{self, FACTS, Head, Urn, Whole},
};

/// That whoever acts keeps the roll, or takes it now, and does not keep the urn: who knew both could tell who voted how.
fn keeps_roll(tx: &mut Write<'_>, may: &auth::Permit<KeepRoll>, whole: &Whole) -> Result<()> {
    let me = keeper(tx.actor());
    if whole.head.urn_keeper == me {
        return Err(Error::refused(
            "名册（投票码）须由另一个账号保管：建立表决、保管票箱的账号不能同时保管名册。",
            "Another account keeps the roll and the slips: whoever set the ballot up and keeps the urn may not keep both.",
        ));
    }
    match &whole.head.roll_keeper {
        Some(other) if *other != me => Err(Error::refused(
            "名册已由另一个账号保管，只有该账号可以录入和作废纸条。",
            "Another account keeps the roll already; only that one brings slips in and voids them.",
        )),
        Some(_) => Ok(()),
        None => store::put_head(tx, may, &Head { roll_keeper: Some(me), ..whole.head.clone() }),
    }
}

/// Takes charge of the roll.
///
/// # Errors
/// Whoever keeps the urn; a roll that another account keeps; the policy and the database.
pub(crate) fn take_roll(tx: &mut Write<'_>, id: Id<Ballot>) -> Result<Recorded<()>> {
    let may = tx.may::<KeepRoll>()?;
    let whole = reached(tx, &may, id)?;
    turned(&whole, Verb::BringIn)?;
    keeps_roll(tx, &may, &whole)?;
    tx.record(db::Event::new("ballot.roll-kept").about(id).facts(FACTS), ())
}

/// Brings in the public parts of an urn's slips, from the file that `xianneng ballot slips` wrote. Gives their number.
///
/// # Errors
/// A file of another urn or none at all; whoever keeps the urn; the wrong time; slips that were voided already.
pub(crate) fn bring_in(tx: &mut Write<'_>, id: Id<Ballot>, file: &str) -> Result<Recorded<i64>> {
    let may = tx.may::<KeepRoll>()?;
    let whole = reached(tx, &may, id)?;
    turned(&whole, Verb::BringIn)?;
    let parts =
        PublicParts::read(file).map_err(|say| Error::Invalid(vec![FieldError { field: "file".into(), say }]))?;
    let urn = whole.urns.iter().find(|u| u.urn == parts.urn).ok_or_else(|| {
        Error::field(
            "file",
            Say::new(
                "该文件属于另一个票箱，请核对制作纸条时填写的票箱编号。",
                "This file belongs to another urn; compare the urn’s id with the one given when slips were made.",
            ),
        )
    })?;
    if whole.voided(&urn.urn) > 0 {
        return Err(Error::refused(
            "该票箱已有纸条作废，不能再换一批纸条。",
            "Slips of this urn were voided already; no other slips can take their place.",
        ));
    }
    let seats = parts.credentials.into_iter().map(|credential| Seat { credential, weight: 1 }).collect();
    let roll = Roll::sorted(seats).map_err(refused)?;
    let printed = roll.seats().len() as i64;
    if printed < urn.size {
        return Err(Error::field(
            "file",
            Say::new(
                format!("该票箱有{}人可以投票，纸条只有{printed}张，请重新制作足够的纸条。", urn.size),
                format!("{} may vote here and there are {printed} slips; make enough of them.", urn.size),
            ),
        ));
    }
    keeps_roll(tx, &may, &whole)?;
    let digest = hex(&sha256(roll.raw()));
    let new = Urn { printed: Some(printed), ..urn.clone() };
    store::put_urn(tx, &may, &new, store::Texts { roll: Some(roll.raw()), election: None })?;
    let event = db::Event::new("ballot.brought-in").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "urn": urn.urn, "slips": printed, "roll": digest }))?, printed)
}

/// Voids slips that were left over, by their codes, a line each: who has no slip in hand voids none, although the roll of public parts is
/// open to all. Gives how many.
///
/// # Errors
/// A line that is no code, is not of this ballot, is voided already or was used to vote; whoever keeps the urn; the wrong time.
pub(crate) fn void(tx: &mut Write<'_>, id: Id<Ballot>, urn: &str, lines: &str) -> Result<Recorded<usize>> {
    let may = tx.may::<KeepRoll>()?;
    let whole = reached(tx, &may, id)?;
    turned(&whole, Verb::Void)?;
    let urn = whole.urns.iter().find(|u| u.urn == urn).ok_or(Error::NotFound)?;
    let raw = store::roll(tx, &may, &urn.urn)?
        .ok_or_else(|| Error::refused("该票箱还没有录入纸条。", "No slips of this urn have been brought in yet."))?;
    let roll = Roll::read(&raw).map_err(refused)?;
    // whoever casts waits from here on
    store::through_gate(tx, &may, &urn.urn)?;
    let mut found: Vec<Vec<u8>> = Vec::new();
    for (i, text) in lines.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
        let at = |zh: &str, en: &str| {
            Error::field("codes", Say::new(format!("第{}行：{zh}", i + 1), format!("Line {}: {en}", i + 1)))
        };
        let public = Credential::read(text).map_err(|r| at(&r.say.zh, &r.say.en))?.public(&urn.urn);
        let credential = sha256(public.text());
        if store::is_void(tx, &may, &urn.urn, &credential)? || found.contains(&credential) {
            return Err(at("这张纸条已作废。", "This slip is voided already."));
        }
        if roll.place(&public).is_none() {
            return Err(at("不是该票箱的投票码。", "This is no code of this urn."));
        }
        if store::cast_by(tx, &may, &urn.urn, &credential)? > 0 {
            return Err(at(
                "这个投票码已经投过票，剩余的纸条不应被使用：有人事先知道了这个码。请记入会议记录并决定是否重新表决。",
                "This code has voted, and a slip that is left over should not have: somebody knew it beforehand. Note it in the \
                 minutes and decide whether to vote again.",
            ));
        }
        found.push(credential);
    }
    if found.is_empty() {
        return Err(Error::field("codes", Say::new("请填写，每行一个。", "Write them, a line each.")));
    }
    keeps_roll(tx, &may, &whole)?;
    let mut hashes: Vec<String> = found.iter().map(|credential| hex(credential)).collect();
    hashes.sort_unstable();
    let new = Publication::new("ballot.void", &urn.urn)
        .shown("number", found.len())
        .shown("digest", hex(&sha256(&hashes.join("\n"))));
    public_log::enter(tx, &may, &new)?;
    for credential in &found {
        store::put_void(tx, &may, &urn.urn, credential)?;
        store::drop_seat(tx, &may, &urn.urn, credential)?;
    }
    let event = db::Event::new("ballot.voided").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "urn": urn.urn, "slips": found.len() }))?, found.len())
}
