//! Reading files, and computing the current view from them.

use std::collections::BTreeMap;

use auth::{Action, Permit};
use base::{Date, Id};
use db::{Read, Write};

use super::{
    kept::{self, Which},
    links, now, sealed,
};
use crate::{
    Unit,
    file::{Agreement, Entry, File, Person},
    section::Section,
};

/// The files of these persons as of a day: the given open sections, and which restricted ones have entries.
pub(crate) fn load<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    persons: &[Id<Person>],
    sections: &[Section],
    on: Date,
) -> db::Result<Vec<File>> {
    let which = Which::Of(persons.to_vec(), on);
    let mut entries: BTreeMap<Id<Person>, Vec<Entry>> = BTreeMap::new();
    for section in sections {
        for (entry, _) in kept::load(*section, tx.with(may), may.root(), &which)? {
            entries.entry(entry.person).or_default().push(entry);
        }
    }
    let mut boxes: BTreeMap<Id<Person>, Vec<sealed::Box>> = BTreeMap::new();
    for b in sealed::load(tx.with(may), may.root(), &which)? {
        boxes.entry(b.person).or_default().push(b);
    }
    let persons = persons
        .iter()
        .map(|p| Ok(file(tx, *p, entries.remove(p).unwrap_or_default(), boxes.remove(p).unwrap_or_default())));
    persons.collect()
}

fn file(tx: &Read<'_>, person: Id<Person>, entries: Vec<Entry>, boxes: Vec<sealed::Box>) -> File {
    let mut file =
        File { person, entries, sealed: boxes.iter().map(|b| b.section).collect(), identity: Agreement::default() };
    file.sealed.sort_unstable();
    file.sealed.dedup();
    let hints = boxes.iter().find(|b| b.section == Section::Identity).and_then(|b| b.hints.as_deref());
    let birth = file.get("birth").and_then(|b| b.parse().ok());
    file.identity = sealed::agreement(tx, hints, birth, file.get("sex"));
    file
}

/// Computes the lines of these persons anew from their facts.
pub(crate) fn refresh<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, persons: &[Id<Person>]) -> db::Result<()> {
    let mut persons = persons.to_vec();
    persons.sort_unstable();
    persons.dedup();
    for part in persons.chunks(500) {
        let lines = lines(tx, may, part)?;
        now::put(tx, may, part, lines)?;
    }
    Ok(())
}

fn lines<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, persons: &[Id<Person>]) -> db::Result<Vec<now::Line>> {
    let (root, today) = (may.root(), tx.today());
    let which = Which::Open(persons.to_vec(), today);
    let mut changes: BTreeMap<Id<Person>, Date> = BTreeMap::new();
    let mut changing = |person, from: Date, to: Option<Date>| {
        for day in [Some(from), to].into_iter().flatten().filter(|d| *d > today) {
            let first = changes.entry(person).or_insert(day);
            *first = (*first).min(day);
        }
    };
    let mut entries: BTreeMap<Id<Person>, Vec<Entry>> = BTreeMap::new();
    for section in now::DECIDING {
        for (entry, _) in kept::load(*section, tx.with(may), root, &which)? {
            changing(entry.person, entry.from, entry.to);
            if entry.holds(today) {
                entries.entry(entry.person).or_default().push(entry);
            }
        }
    }
    let mut boxes: BTreeMap<Id<Person>, Vec<sealed::Box>> = BTreeMap::new();
    for b in sealed::load(tx.with(may), root, &which)? {
        changing(b.person, b.valid_from, b.valid_to);
        if b.holds(today) {
            boxes.entry(b.person).or_default().push(b);
        }
    }
    let mut units: BTreeMap<Id<Person>, Id<Unit>> = BTreeMap::new();
    for home in links::homes(tx.with(may), root, &which)? {
        changing(home.person, home.valid_from, home.valid_to);
        if home.holds(today) {
            units.insert(home.person, home.unit);
        }
    }
    let mut lines = Vec::new();
    for person in persons {
        let file =
            file(tx, *person, entries.remove(person).unwrap_or_default(), boxes.remove(person).unwrap_or_default());
        lines.extend(now::Line::of(root, &file, units.get(person).copied(), today, changes.get(person).copied())?);
    }
    Ok(lines)
}

/// Everyone's file as of a day, with the given open sections.
pub(crate) fn all<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    sections: &[Section],
    on: Date,
) -> db::Result<Vec<File>> {
    let which = Which::All(on);
    let mut entries: BTreeMap<Id<Person>, Vec<Entry>> = BTreeMap::new();
    for section in sections {
        for (entry, _) in kept::load(*section, tx.with(may), may.root(), &which)? {
            entries.entry(entry.person).or_default().push(entry);
        }
    }
    let mut boxes: BTreeMap<Id<Person>, Vec<sealed::Box>> = BTreeMap::new();
    for b in sealed::load(tx.with(may), may.root(), &which)? {
        boxes.entry(b.person).or_default().push(b);
    }
    Ok(entries.into_iter().map(|(person, e)| file(tx, person, e, boxes.remove(&person).unwrap_or_default())).collect())
}
