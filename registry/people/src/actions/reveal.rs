//! Opening what is restricted: with a reason, and with an entry in the ledger.

use auth::{Path, Permit};
use base::{Id, Say};
use db::{Event, Recorded, Write};
use serde::Serialize;

use crate::{
    Reveal,
    file::{Entry, Person},
    reach,
    section::Section,
    store::{
        kept::{self, OPEN, Which},
        sealed,
    },
};

/// The shortest reason that is taken, in characters: long enough that it must be words.
pub const LEAST: usize = 4;
/// The longest.
const MOST: usize = 200;

/// What was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose.
    pub person: Id<Person>,
    /// The entries that hold today.
    pub entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Reason<'a> {
    /// Where the person was kept: who leads that part of the tree may see that it was looked at.
    place: &'a str,
    section: &'a str,
    reason: &'a str,
    entries: usize,
}

/// Opens a restricted section of a person as of today, for the reason given.
///
/// # Errors
/// No reason; a person out of reach; a group of columns that the actor may not see; a missing key.
pub fn reveal(tx: &mut Write<'_>, person: Id<Person>, section: Section, reason: &str) -> db::Result<Recorded<Opened>> {
    let may = tx.may::<Reveal>()?;
    let place = reach::place_of(tx, &may, person)?;
    let reason = reason.trim();
    let count = reason.chars().count();
    if !(LEAST..=MOST).contains(&count) || reason.chars().any(char::is_control) {
        let say = Say::new(
            format!("请写明查看原因（{LEAST}到{MOST}个字），将记入台账。"),
            format!("Give the reason in {LEAST} to {MOST} characters; it is kept in the ledger."),
        );
        return Err(db::Error::field("reason", say));
    }
    let entries = opened(tx, &may, person, section, &place)?;
    let note = Reason { place: place.as_str(), section: section.word(), reason, entries: entries.len() };
    tx.record(Event::new("people.revealed").about(person).with(note)?, Opened { person, entries })
}

fn opened(
    tx: &mut Write<'_>,
    may: &Permit<Reveal>,
    person: Id<Person>,
    section: Section,
    place: &Path,
) -> db::Result<Vec<Entry>> {
    let group = section.group().ok_or(db::Error::NotFound)?;
    if !may.shows(group, place) && may.own() != Some(person.cast()) {
        return Err(db::Error::NotFound);
    }
    let today = tx.today();
    let boxes = sealed::load(tx.with(may), may.root(), &Which::Of(vec![person], today))?;
    boxes.iter().filter(|b| b.section == section).map(|b| b.open(tx, may, place)).collect()
}

/// Everything kept of the actor's own person, restricted sections included, as JSON with the fields' keys.
///
/// # Errors
/// An actor that is tied to no person; a missing key.
pub fn own_data(tx: &mut Write<'_>) -> db::Result<Recorded<serde_json::Value>> {
    let may = tx.may::<Reveal>()?;
    let person: Id<Person> = may.own().ok_or(db::Error::NotFound)?.cast();
    let place = reach::place_of(tx, &may, person)?;
    let root = may.root();
    let mut all = Vec::new();
    for section in OPEN {
        all.extend(kept::load(*section, tx.with(&may), root, &Which::Kept(person))?.into_iter().map(|(e, _)| e));
    }
    for b in sealed::load(tx.with(&may), root, &Which::Kept(person))? {
        all.push(b.open(tx, &may, &place)?);
    }
    let mut data = serde_json::Map::new();
    data.insert("person".into(), serde_json::json!(person));
    for section in Section::ALL {
        let entries = all.iter().filter(|e| e.section() == *section);
        let entries: Vec<_> =
            entries.map(|e| serde_json::json!({ "from": e.from, "to": e.to, "values": e.values.to_json() })).collect();
        data.insert(section.word().into(), entries.into());
    }
    let note = Reason { place: place.as_str(), section: "all", reason: "own data", entries: all.len() };
    tx.record(Event::new("people.own_data").about(person).with(note)?, serde_json::Value::Object(data))
}
