//! Opening what is restricted: with a reason, and with an entry in the ledger.

use auth::{ColumnGroup, Path, Permit};
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
    /// What other files say of the relation to this person, where the actor may see those files' family.
    pub elsewhere: Vec<Entry>,
    /// How many more files name this person as a relative.
    pub hidden: usize,
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
    reveal_all(tx, person, &[section], reason)
}

/// Opens several restricted sections of a person with one entry in the ledger.
///
/// # Errors
/// As [`reveal`]; no section at all.
pub fn reveal_all(
    tx: &mut Write<'_>,
    person: Id<Person>,
    sections: &[Section],
    reason: &str,
) -> db::Result<Recorded<Opened>> {
    let may = tx.may::<Reveal>()?;
    let place = reach::place_of(tx, &may, person)?;
    let reason = reasoned(reason)?;
    if sections.is_empty() {
        return Err(db::Error::NotFound);
    }
    let mut all = Opened { person, entries: Vec::new(), elsewhere: Vec::new(), hidden: 0 };
    for section in sections {
        all.entries.extend(opened(tx, &may, person, *section, &place)?);
    }
    if sections.contains(&Section::Kin) {
        elsewhere(tx, &may, &mut all)?;
    }
    let words: Vec<&str> = sections.iter().map(|s| s.word()).collect();
    let entries = all.entries.len() + all.elsewhere.len();
    let note = Reason { section: &words.join(","), reason, place: place.as_str(), entries };
    tx.record(Event::new("people.revealed").about(person).with(note)?, all)
}

/// The reason without outer blanks.
///
/// # Errors
/// One that is too short to be words, too long, or holds control characters.
pub(super) fn reasoned(reason: &str) -> db::Result<&str> {
    let reason = reason.trim();
    let count = reason.chars().count();
    if (LEAST..=MOST).contains(&count) && !reason.chars().any(char::is_control) {
        return Ok(reason);
    }
    let say = Say::new(
        format!("请写明查看原因（{LEAST}到{MOST}个字），将记入台账。"),
        format!("Give the reason in {LEAST} to {MOST} characters; it is kept in the ledger."),
    );
    Err(db::Error::field("reason", say))
}

/// What other files say of the relation to this person: opened where the actor may see it there, counted where not.
fn elsewhere(tx: &mut Write<'_>, may: &Permit<Reveal>, all: &mut Opened) -> db::Result<()> {
    let today = tx.today();
    for b in sealed::naming(tx, may, all.person, today)? {
        let place = reach::place_of(tx, may, b.person).ok().filter(|p| may.shows(ColumnGroup::Family, p));
        match place {
            Some(place) => all.elsewhere.push(b.open(tx, may, &place)?),
            None => all.hidden += 1,
        }
    }
    Ok(())
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
    let note = Reason { section: "all", reason: "own data", place: place.as_str(), entries: all.len() };
    tx.record(Event::new("people.own_data").about(person).with(note)?, serde_json::Value::Object(data))
}
