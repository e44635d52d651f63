//! The verbs: each one transaction, one ledger entry.

use base::{Date, Id, Say};
use db::{Error, Event, Recorded, Result, Write};
use public_log::rules::Publication;
use rulepacks::rules::{Pack, Refused};

use crate::{Adopt, Depart, Departure, Edition, Figure, in_force, rules, store};

/// An edition to be adopted, and the decision.
#[derive(Clone, Debug)]
pub struct Adopting {
    /// The pack.
    pub pack: String,
    /// The edition, by the SHA-256 of its text.
    pub hash: String,
    /// From which day.
    pub from: Date,
    /// The number of the decision.
    pub document: String,
    /// When it was taken.
    pub decided_on: Date,
}

/// A figure to be put in the place of a pack's own, and the decision.
#[derive(Clone, Debug)]
pub struct Departing {
    /// The pack.
    pub pack: String,
    /// The rule.
    pub rule: String,
    /// The figure's name.
    pub name: String,
    /// As written.
    pub value: String,
    /// The part of the organisation; nothing means all of it.
    pub unit: Option<Id<org::Unit>>,
    /// From which day.
    pub from: Date,
    /// The number of the decision.
    pub document: String,
}

fn whole<A: auth::Action>(may: &auth::Permit<A>) -> Result<()> {
    if may.whole() {
        return Ok(());
    }
    Err(Error::refused(
        "规则库适用于整个组织，只有管理全部机构的人才能改动。",
        "The rulebook holds for the whole organisation: only who is in charge of all of it can change it.",
    ))
}

/// That a pack is not read as it comes with the program: what is set for it has an effect.
fn open(pack: &Pack) -> Result<()> {
    if !pack.built_in {
        return Ok(());
    }
    Err(Error::refused(
        format!("“{}”由登记核查直接读取，随程序更新，不能另行施行或者从严规定。", pack.title.zh),
        format!(
            "“{}” is read by the checks of the register and changes with the program: no other edition is adopted and no figure set.",
            pack.title.en
        ),
    ))
}
/// The same of an edition that comes by its id: the one at hand says so, whatever the other claims of itself.
fn open_all(known: &[Edition], new: &Pack) -> Result<()> {
    known.iter().map(|e| &e.pack).chain([new]).try_for_each(open)
}

fn refused(why: Refused) -> Error {
    let place = |zh: &str, sep: &str| if why.at.is_empty() { zh.to_owned() } else { format!("{}{sep}{zh}", why.at) };
    Error::field("file", Say::new(place(&why.why.zh, "："), place(&why.why.en, ": ")))
}

/// Brings an edition in. It has no effect until it is adopted. Gives the edition.
///
/// # Errors
/// What is wrong in the text, by rule; the policy and the database.
pub fn bring(tx: &mut Write<'_>, text: &str) -> Result<Recorded<Edition>> {
    let may = tx.may::<Adopt>()?;
    whole(&may)?;
    let edition = Edition::read(text).map_err(refused)?;
    let known = in_force::editions(tx, &may, &edition.pack.id)?;
    open_all(&known, &edition.pack)?;
    if known.iter().any(|e| e.hash == edition.hash) {
        return Err(Error::field("file", Say::new("这一版本已在库中。", "This edition is in the rulebook already.")));
    }
    if known.iter().any(|e| e.pack.edition == edition.pack.edition) {
        return Err(Error::field(
            "file",
            Say::new(
                "库中已有同名版本但内容不同：内容有改动，须另起版本号。",
                "There is another edition of this name with other words: what is changed needs a name of its own.",
            ),
        ));
    }
    store::keep(tx, &may, &edition)?;
    let event = Event::new("rulebook.brought").facts(store::EDITIONS);
    let says = serde_json::json!({ "pack": edition.pack.id, "edition": edition.pack.edition, "hash": edition.hash });
    tx.record(event.with(says)?, edition)
}

/// Adopts an edition from a day on. The adoption goes into the public log.
///
/// # Errors
/// A day that is past, a decision without a number, an edition that changes nothing or is not at hand; the policy and the
/// database.
pub fn adopt(tx: &mut Write<'_>, wanted: &Adopting) -> Result<Recorded<()>> {
    let may = tx.may::<Adopt>()?;
    whole(&may)?;
    let today = tx.today();
    let mut wrong = Vec::new();
    let document = rules::decision(&wanted.document, wanted.decided_on, today).unwrap_or_else(|all| {
        wrong.extend(all);
        String::new()
    });
    wrong.extend(rules::not_past(wanted.from, today).err());
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let all = in_force::editions(tx, &may, &wanted.pack)?;
    all.iter().try_for_each(|e| open(&e.pack))?;
    let edition = all.into_iter().find(|e| e.hash == wanted.hash).ok_or(Error::NotFound)?;
    let now = in_force::in_force_in(tx, &may, &wanted.pack, wanted.from, None)?;
    if now.is_some_and(|n| n.adoption.is_some() && n.hash == edition.hash) {
        return Err(Error::refused("这一版本届时已经施行。", "This edition is in force then already."));
    }
    store::keep(tx, &may, &edition)?;
    store::adopt(tx, &may, &edition, wanted.from, (&document, wanted.decided_on))?;
    let new = Publication::new("rule.adopted", subject(&edition.pack))
        .shown("name", &edition.pack.id)
        .shown("version", &edition.pack.edition)
        .shown("digest", &edition.hash)
        .shown("from", wanted.from)
        .shown("document", &document);
    public_log::enter(tx, &may, &new)?;
    let event = Event::new("rulebook.adopted").facts(store::ADOPTIONS);
    let says = serde_json::json!({ "pack": edition.pack.id, "edition": edition.pack.edition, "hash": edition.hash,
        "from": wanted.from, "document": document });
    tx.record(event.with(says)?, ())
}

/// By what an edition is named in the public log.
pub(crate) fn subject(pack: &Pack) -> String {
    format!("{} {}", pack.id, pack.edition)
}

/// That somebody tried to change the past of a rule: it is refused, and stands in the ledger.
///
/// # Errors
/// The policy and the database.
pub fn tried(tx: &mut Write<'_>, wanted: &Adopting) -> Result<Recorded<()>> {
    tx.may::<Adopt>()?;
    let says = serde_json::json!({ "pack": wanted.pack, "hash": wanted.hash, "from": wanted.from });
    tx.record(Event::new("rulebook.refused").with(says)?, ())
}

/// Puts a figure in the place of a pack's own: as strict or stricter, as the rule lets a body below.
///
/// # Errors
/// What is wrong with the fields; a unit out of reach; the policy and the database.
pub fn depart(tx: &mut Write<'_>, wanted: &Departing) -> Result<Recorded<()>> {
    let may = tx.may::<Depart>()?;
    match wanted.unit {
        Some(unit) => org::reach(tx, &may, unit)?,
        None => whole(&may)?,
    }
    let today = tx.today();
    let above = in_force::in_force_in(tx, &may, &wanted.pack, wanted.from, wanted.unit)?.ok_or(Error::NotFound)?;
    open(&above.pack)?;
    let rule = above.pack.rule(&wanted.rule, wanted.from).ok_or(Error::NotFound)?;
    let mut wrong = Vec::new();
    let document = rules::decision(&wanted.document, today, today).unwrap_or_else(|all| {
        wrong.extend(all);
        String::new()
    });
    wrong.extend(rules::not_past(wanted.from, today).err());
    // held against what holds above the unit as well: a part of the organisation does not relax what the whole has set
    let value = rules::written(rule, &wanted.name, &wanted.value).map_err(|w| wrong.push(w)).ok();
    let (Some(value), true) = (value, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
    let figure = Figure {
        id: Id::new(),
        rule: wanted.rule.clone(),
        name: wanted.name.clone(),
        value: serde_json::to_string(&value).map_err(|e| Error::Internal(e.to_string()))?,
        unit: wanted.unit,
        valid_from: wanted.from,
        valid_to: None,
        document,
    };
    store::depart(tx, &may, &wanted.pack, &figure)?;
    let event = Event::new("rulebook.departed").about(figure.id).facts(store::FIGURES);
    tx.record(event.with(serde_json::json!({ "pack": wanted.pack, "figure": figure }))?, ())
}

/// Ends a figure from today on: what was done under it stays. One that has not begun is gone as if it had never been.
///
/// # Errors
/// [`Error::NotFound`]; a unit out of reach; the policy and the database.
pub fn take_back(tx: &mut Write<'_>, id: Id<Departure>) -> Result<Recorded<()>> {
    let may = tx.may::<Depart>()?;
    let (pack, figure) = store::figure(tx, &may, id)?.ok_or(Error::NotFound)?;
    match figure.unit {
        Some(unit) => org::reach(tx, &may, unit)?,
        None => whole(&may)?,
    }
    let today = tx.today();
    if figure.valid_to.is_some() {
        return Err(Error::NotFound);
    }
    store::take_back(tx, &may, id)?;
    if figure.valid_from < today {
        store::depart(tx, &may, &pack, &Figure { id: Id::new(), valid_to: Some(today), ..figure })?;
    }
    tx.record(Event::new("rulebook.departure_ended").about(id).facts(store::FIGURES), ())
}
