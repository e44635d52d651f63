//! Taking back as a whole: what one ledger entry did, or a person.

use std::collections::BTreeSet;

use auth::Permit;
use base::Id;
use db::{Event, LedgerEntry, Recorded, Write};

use crate::{
    Change,
    file::{Entry, Person},
    followers, reach,
    store::{
        files,
        kept::{self, OPEN, Which},
        links::{self, Home, Merged},
        sealed, whole,
    },
};

/// Takes back everything that a ledger entry of this slice did: its facts go, and those that it took back come again.
/// For imports and merges.
///
/// # Errors
/// [`db::Error::Refused`] where something has been built on it since; [`db::Error::NotFound`] for an entry that did
/// nothing here or reached further than the actor.
pub fn undo(tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> db::Result<Recorded<u64>> {
    undo_as(tx, entry, "people.undone")
}

/// The same under the name of an event.
///
/// # Errors
/// As [`undo`].
pub fn undo_as(tx: &mut Write<'_>, entry: Id<LedgerEntry>, event: &'static str) -> db::Result<Recorded<u64>> {
    let people = undo_in(tx, entry)?;
    let note = serde_json::json!({ "undone": entry, "people": people });
    tx.record(Event::new(event).about(entry).facts(followers::tables()).with(note)?, people)
}

/// The same under the caller's ledger entry, whose event names [`tables`](crate::tables). Gives how many people it was about.
///
/// # Errors
/// As [`undo`].
pub fn undo_in(tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> db::Result<u64> {
    let may = tx.may::<Change>()?;
    let root = may.root();
    let persons: BTreeSet<Id<Person>> = whole::persons(tx.with(&may), root, entry)?;
    if persons.is_empty() {
        return Err(db::Error::NotFound);
    }
    if !may.whole() {
        for person in &persons {
            match reach::place_of(tx, &may, *person) {
                // a merged record has no place of its own any more
                Err(db::Error::NotFound) if links::kept_as(tx.with(&may), root, *person)?.is_some() => {}
                other => drop(other?),
            }
        }
    }
    let built = whole::spoiled(tx.with(&may), root, entry)?;
    let built = built + later_facts(tx, &may, entry)?;
    if built > 0 {
        return Err(db::Error::refused(
            format!("之后已有{built}条记录以它为基础，不能整体撤销。请先撤销后来的更改，或逐条更正。"),
            format!(
                "{built} later records build on it, so it cannot be taken back as a whole. Take those back first, or correct one by one."
            ),
        ));
    }
    // what the same entry did in slices above goes first; what others did there since holds the person
    for follower in followers::followers() {
        follower.undone(tx, entry)?;
    }
    for person in newly(tx, &may, entry)? {
        followers::nothing_left(tx, person)?;
    }
    let by = tx.entry();
    whole::take_back(tx.with(&may), root, entry, by)?;
    let again = Which::Unmade(entry);
    for section in OPEN {
        let rows = kept::load(*section, tx.with(&may), root, &again)?;
        let rows: Vec<Entry> = rows.into_iter().map(|(e, _)| Entry { id: Id::new(), made: by, ..e }).collect();
        kept::insert(*section, tx, &may, rows)?;
    }
    let boxes = sealed::load(tx.with(&may), root, &again)?;
    sealed::insert(tx, &may, boxes.iter().map(|b| b.anew(by)))?;
    let homes = links::homes(tx.with(&may), root, &again)?;
    let homes = homes.into_iter().map(|h| Home { id: Id::new(), made: by, unmade: None, ..h });
    db::bulk!(tx, &may, links::person_unit::table, homes)?;
    let merges = links::merges(tx.with(&may), root, &again)?;
    let merges = merges.into_iter().map(|m| Merged { id: Id::new(), made: by, unmade: None, ..m });
    db::bulk!(tx, &may, links::person_merge::table, merges)?;
    let all: Vec<Id<Person>> = persons.into_iter().collect();
    files::refresh(tx, &may, &all)?;
    Ok(all.len() as u64)
}

/// How many facts others recorded since of persons that the entry brought in.
fn later_facts(tx: &mut Write<'_>, may: &Permit<Change>, entry: Id<LedgerEntry>) -> db::Result<i64> {
    let root = may.root();
    let mut later = 0;
    for part in newly(tx, may, entry)?.chunks(500) {
        later += whole::others(tx.with(may), root, entry, part)?;
    }
    Ok(later)
}

/// The persons that the entry brought in: without it they would not be there.
fn newly(tx: &mut Write<'_>, may: &Permit<Change>, entry: Id<LedgerEntry>) -> db::Result<Vec<Id<Person>>> {
    let root = may.root();
    let before: BTreeSet<Id<Person>> = {
        let rows = kept::basic::load(tx.with(may), root, &Which::Unmade(entry))?;
        rows.into_iter().map(|(e, _)| e.person).collect()
    };
    let brought = kept::basic::persons_made(tx.with(may), root, entry)?;
    Ok(brought.into_iter().filter(|p| !before.contains(p)).collect())
}

/// Takes a whole person back, as if never entered.
///
/// # Errors
/// A person out of reach.
pub fn forget(tx: &mut Write<'_>, person: Id<Person>) -> db::Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    reach::place_of(tx, &may, person)?;
    followers::nothing_left(tx, person)?;
    let (root, by) = (may.root(), tx.entry());
    whole::take_back_person(tx.with(&may), root, person, by)?;
    files::refresh(tx, &may, &[person])?;
    tx.record(Event::new("people.removed").about(person).facts(followers::tables()), ())
}
