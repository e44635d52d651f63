//! Taking files out: many people at once, restricted columns only with a reason and with one entry in the ledger that
//! names whose they were.

use std::collections::{BTreeMap, BTreeSet};

use auth::{ColumnGroup, Path, Permit};
use base::{Id, Say};
use db::{Event, Read, Recorded, Write};
use serde::Serialize;

use super::reveal::reasoned;
use crate::{
    Filter, Line, Order, Reveal, See, Unit, Wanted,
    file::{Entry, File, Person},
    read,
    section::Section,
    store::{
        files,
        kept::{OPEN, Which},
        links, sealed,
    },
};

/// The most people whose whole files, or whose restricted columns, are taken out at once: as many as an office looks after,
/// and few enough that the ledger names each.
pub const MOST: usize = 5_000;

/// What is taken out.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The people, one line each, in the order of their names.
    pub lines: Vec<Line>,
    /// Their files as of today, open sections only; empty where only lines were asked for.
    pub files: Vec<File>,
    /// Code of each unit that keeps one of them.
    pub units: BTreeMap<Id<Unit>, String>,
    /// Restricted entries that were opened.
    pub opened: BTreeMap<Id<Person>, Vec<Entry>>,
    /// Whose restricted entries stay masked: the actor's roles do not show them there.
    pub masked: BTreeSet<(Id<Person>, Section)>,
}

/// What the ledger says of it.
#[derive(Serialize)]
struct Note<'a> {
    section: String,
    reason: &'a str,
    /// The part of the tree that was asked for.
    place: String,
    entries: usize,
    /// Whose values were shown.
    people: Vec<Id<Person>>,
}

/// The people of a list, with their files where `whole`. Nothing restricted.
///
/// # Errors
/// More than [`MOST`] people, for whole files.
pub fn take(tx: &mut Read<'_>, filter: &Filter, whole: bool) -> db::Result<Taken> {
    let may = tx.may::<See>()?;
    let today = tx.today();
    let limit = if whole { MOST as u32 + 1 } else { u32::MAX };
    let wanted = Wanted { order: Order::Name, descending: false, edge: None, limit };
    let lines = read::list(tx, filter, &wanted, today)?.rows;
    let mut taken = Taken { lines, ..Taken::default() };
    if !whole {
        return Ok(taken);
    }
    few(taken.lines.len())?;
    let ids: Vec<Id<Person>> = taken.lines.iter().map(|l| l.person).collect();
    for part in ids.chunks(500) {
        taken.files.extend(files::load(tx, &may, part, OPEN, today)?);
    }
    let units: BTreeSet<Id<Unit>> = taken.lines.iter().filter_map(|l| l.unit).collect();
    let units: Vec<Id<Unit>> = units.into_iter().collect();
    let root = may.root();
    taken.units = org::names(tx.with(&may), root, &units, today)?.into_iter().map(|(u, n)| (u, n.code)).collect();
    Ok(taken)
}

/// The same with restricted columns, for the reason given. What the actor's roles do not show stays masked.
///
/// # Errors
/// No reason; no group of columns; more than [`MOST`] people; a missing key.
pub fn export(
    tx: &mut Write<'_>,
    filter: &Filter,
    whole: bool,
    groups: &[ColumnGroup],
    reason: &str,
) -> db::Result<Recorded<Taken>> {
    let may = tx.may::<Reveal>()?;
    let reason = reasoned(reason)?;
    if groups.is_empty() {
        return Err(db::Error::NotFound);
    }
    let mut taken = take(tx, filter, whole)?;
    few(taken.lines.len())?;
    open(tx, &may, groups, &mut taken)?;
    let (root, today) = (may.root(), tx.today());
    let place = match filter.unit {
        Some(unit) => links::path(tx.with(&may), root, unit, today)?.unwrap_or_else(Path::whole),
        None => Path::whole(),
    };
    let note = Note {
        section: groups.iter().map(|g| g.word()).collect::<Vec<_>>().join(","),
        reason,
        place: place.to_string(),
        entries: taken.opened.values().map(Vec::len).sum(),
        people: taken.opened.keys().copied().collect(),
    };
    tx.record(Event::new("people.exported").with(note)?, taken)
}

fn few(people: usize) -> db::Result<()> {
    if people <= MOST {
        return Ok(());
    }
    Err(db::Error::Refused(Say::new(
        format!("含受限信息或全部档案的导出一次最多{MOST}人，请缩小筛选范围，例如选择一个单位。"),
        format!(
            "Whole files or restricted columns of at most {MOST} people are exported at once; narrow the filter, for \
             example to one unit."
        ),
    )))
}

fn open(tx: &mut Write<'_>, may: &Permit<Reveal>, groups: &[ColumnGroup], taken: &mut Taken) -> db::Result<()> {
    let (root, today) = (may.root(), tx.today());
    let units: BTreeSet<Id<Unit>> = taken.lines.iter().filter_map(|l| l.unit).collect();
    let units: Vec<Id<Unit>> = units.into_iter().collect();
    let paths = org::paths(tx.with(may), root, &units, today)?;
    let places: BTreeMap<Id<Person>, Path> = taken
        .lines
        .iter()
        .map(|l| (l.person, l.unit.and_then(|u| paths.get(&u).cloned()).unwrap_or_else(Path::whole)))
        .collect();
    let ids: Vec<Id<Person>> = places.keys().copied().collect();
    for part in ids.chunks(500) {
        for b in sealed::load(tx.with(may), root, &Which::Of(part.to_vec(), today))? {
            let (Some(group), Some(place)) = (b.section.group(), places.get(&b.person)) else { continue };
            if !groups.contains(&group) {
                continue;
            }
            if may.shows(group, place) {
                let entry = b.open(tx, may, place)?;
                taken.opened.entry(b.person).or_default().push(entry);
            } else {
                taken.masked.insert((b.person, b.section));
            }
        }
    }
    Ok(())
}
