//! Fixing, opening, closing.

use ballots::belenios::{Election, Roll, Seat, TrusteeKey, Trustees, Verifier};
use base::{Id, Lang};
use db::{Error, Recorded, Result, Write};
use public_log::rules::Publication;

use super::{
    at,
    casting::{publish, seat},
    hex, keeps_urn, reached, refused, sha256, turned,
};
use crate::{
    Ballot, Run,
    rules::{Fixing, Sealed, Verb, manifest},
    store::{self, FACTS, FixedRow, Head, Urn, Whole},
    texts,
};

/// The trustees of a ballot's elections.
fn trustees(whole: &Whole) -> Result<(Trustees, Vec<(String, String)>)> {
    let mut keys = Vec::new();
    let mut prints = Vec::new();
    for t in &whole.trustees {
        let text = t.key.as_ref().ok_or_else(|| {
            Error::refused(
                format!("监票人“{}”尚未制作密钥。", t.name),
                format!("The scrutineer “{}” has not made a key yet.", t.name),
            )
        })?;
        let key: TrusteeKey = serde_json::from_str(text).map_err(|e| Error::Corrupt(format!("a key: {e}")))?;
        prints.push((t.name.clone(), hex(&sha256(key.public_key.text()))));
        keys.push(key);
    }
    Ok((Trustees::new(keys).map_err(refused)?, prints))
}

/// The roll of an urn without the slips that are voided.
fn roll(whole: &Whole, urn: &Urn, raw: Option<String>) -> Result<Roll> {
    let raw = raw.ok_or_else(|| {
        Error::refused(
            format!("票箱“{}”还没有录入纸条。", urn.name),
            format!("No slips of the urn “{}” have been brought in yet.", urn.name),
        )
    })?;
    let all = Roll::read(&raw).map_err(refused)?;
    let valid = |seat: &&Seat| {
        let credential = sha256(seat.credential.text());
        !whole.voids.iter().any(|(u, c)| *u == urn.urn && *c == credential)
    };
    Roll::sorted(all.seats().iter().filter(valid).cloned().collect()).map_err(refused)
}

/// Fixes everything: the elections, the manifest, its hash in the public log.
///
/// # Errors
/// Keys or slips that are missing; whoever does not keep the urn; the policy and the database.
pub(crate) fn fix(tx: &mut Write<'_>, id: Id<Ballot>) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::Fix)?;
    keeps_urn(tx, &whole)?;
    let (trustees, prints) = trustees(&whole)?;
    let (plan, lang) = (&whole.plan, whole.plan.lang);
    let mut sealed = Vec::new();
    for urn in &whole.urns {
        let raw = store::roll(tx, &may, &urn.urn)?;
        let roll = roll(&whole, urn, raw)?;
        let questions = plan.questions.iter().map(|q| q.question(lang)).collect();
        let name = match (whole.urns.len(), lang) {
            (1, _) => whole.head.title.clone(),
            (_, Lang::Zh) => format!("{}（{}）", whole.head.title, urn.name),
            (_, Lang::En) => format!("{} ({})", whole.head.title, urn.name),
        };
        let election = Election::new(&urn.urn, &name, &plan.when, questions, &trustees).map_err(refused)?;
        let voided = whole.voided(&urn.urn);
        sealed.push(Sealed {
            urn: urn.urn.clone(),
            name: urn.name.clone(),
            size: urn.size.unsigned_abs(),
            weight: u32::try_from(urn.weight).unwrap_or(1),
            printed: urn.printed.unwrap_or_default().unsigned_abs(),
            voided: voided.unsigned_abs(),
            roll: hex(&sha256(roll.raw())),
            election: election.fingerprint().to_owned(),
        });
        // whatever cannot be verified must not be fixed
        let verifier = Verifier::new(election, &trustees, roll).map_err(|r| Error::Refused(at(&urn.name, r.say)))?;
        let (roll, election) = (verifier.roll(), verifier.election());
        let texts = store::Texts { roll: Some(roll.raw()), election: Some(election.raw()) };
        store::put_urn(tx, &may, urn, texts)?;
    }
    let manifest = manifest(&Fixing {
        ballot: id.to_string(),
        title: &whole.head.title,
        kind: whole.head.kind,
        plan,
        urns: sealed,
        trustees: prints,
        programs: texts::programs(),
    });
    let digest = hex(&sha256(&manifest));
    let new = Publication::new("ballot.manifest", id).shown("digest", &digest).closed("title", &whole.head.title);
    let item = public_log::enter(tx, &may, &new)?;
    let at = tx.now().0.div_euclid(1_000_000);
    let fixed = FixedRow { manifest, digest: digest.clone(), trustees: trustees.raw().to_owned(), item, at };
    store::put_fixed(tx, &may, id, &fixed)?;
    store::put_head(tx, &may, &Head { state, ..whole.head })?;
    let event = db::Event::new("ballot.fixed").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "manifest": digest }))?, ())
}

/// Opens the urns.
///
/// # Errors
/// More valid slips than voters; the wrong time; whoever does not keep the urn.
pub(crate) fn open(tx: &mut Write<'_>, id: Id<Ballot>) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::Open)?;
    keeps_urn(tx, &whole)?;
    for urn in &whole.urns {
        let valid = urn.printed.unwrap_or_default() - whole.voided(&urn.urn);
        if valid > urn.size {
            return Err(Error::refused(
                format!(
                    "票箱“{}”有{}人可以投票，有效纸条却有{valid}张。请由保管名册的人先作废剩余的纸条。",
                    urn.name, urn.size
                ),
                format!(
                    "{} may vote in the urn “{}” and {valid} slips are valid. Have the slips that are left over voided first \
                     by whoever keeps the roll.",
                    urn.size, urn.name
                ),
            ));
        }
        seat(tx, &may, &urn.urn)?;
        store::set_gate(tx, &may, &urn.urn, true)?;
    }
    store::put_head(tx, &may, &Head { state, ..whole.head })?;
    tx.record(db::Event::new("ballot.opened").about(id).facts(FACTS), ())
}

/// Ends voting: what waits is published, counts go into the public log. `present` is who came, where somebody counted.
///
/// # Errors
/// More than are entitled, or fewer than voted; the wrong time; whoever does not keep the urn.
pub(crate) fn close(tx: &mut Write<'_>, id: Id<Ballot>, present: Option<i64>) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::Close)?;
    keeps_urn(tx, &whole)?;
    let (mut entitled, mut voters) = (0, 0);
    for urn in &whole.urns {
        store::set_gate(tx, &may, &urn.urn, false)?;
        publish(tx, &may, &urn.urn, 0)?;
        let (ballots, voted) = store::turnout(tx, &may, &urn.urn)?;
        entitled += urn.size;
        voters += voted;
        let new = Publication::new("ballot.close", &urn.urn)
            .shown("ballots", ballots)
            .shown("voters", voted)
            .shown("printed", urn.printed.unwrap_or_default())
            .shown("voided", whole.voided(&urn.urn));
        public_log::enter(tx, &may, &new)?;
    }
    if let Some(n) = present
        && !(voters..=entitled).contains(&n)
    {
        return Err(Error::field(
            "present",
            base::Say::new(
                format!("到会人数应不少于已投票的{voters}人，不多于应到的{entitled}人。"),
                format!("Between the {voters} who voted and the {entitled} who should come."),
            ),
        ));
    }
    let now = tx.now();
    store::put_head(tx, &may, &Head { state, closed_at: Some(now), present, ..whole.head })?;
    let event = db::Event::new("ballot.closed").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "voters": voters, "present": present }))?, ())
}
