//! Recording many people at once, from an import.

use std::{collections::BTreeMap, sync::mpsc::SyncSender};

use auth::Permit;
use base::{Date, Id};
use db::{LedgerEntry, Sealer, Write};

use crate::{
    Change, Unit,
    file::{Agreement, Entry, File, Person},
    section::Section,
    store::{
        files,
        kept::{self, OPEN, Which},
        links::{self, Home},
        now, sealed,
    },
    values::Values,
};

/// One person as a file brings it.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Who it is, or will be: relatives in the same file name one another before anybody is entered.
    pub id: Id<Person>,
    /// Whether the system knows the person already.
    pub known: bool,
    /// The unit that keeps the file, where the file says so.
    pub unit: Option<Id<Unit>>,
    /// From when basic information and unit hold.
    pub from: Date,
    /// Basic information.
    pub basic: Values,
    /// Everything else: identity number, studies, résumé …
    pub entries: Vec<Values>,
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, serde::Serialize)]
pub struct Done {
    /// Persons that are new.
    pub new: u64,
    /// Persons of whom something changed.
    pub changed: u64,
    /// Persons of whom nothing changed.
    pub unchanged: u64,
    /// Entries recorded.
    pub entries: u64,
}

/// How many persons are worked on at a time.
const PART: usize = 2000;

/// Puts people into the records; the caller makes the ledger entry. Values that a file leaves empty stay as they are recorded;
/// entries that are recorded already are left out. Reach and uniqueness were checked with the plan.
///
/// # Errors
/// The database; a missing key where restricted values are brought.
pub fn bring(
    tx: &mut Write<'_>,
    may: &Permit<Change>,
    people: Vec<Brought>,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> db::Result<Done> {
    let all = people.len() as u64;
    let mut done = Done::default();
    let (known, new): (Vec<Brought>, Vec<Brought>) = people.into_iter().partition(|p| p.known);
    let prepare = Prepare { sealer: tx.sealer(may), made: tx.entry(), today: tx.today() };
    // what needs no connection is prepared on a thread of its own while this one writes
    let lines = std::thread::scope(|scope| {
        let (give, take) = std::sync::mpsc::sync_channel(2);
        let preparing = scope.spawn(move || prepare.all(new, &give));
        for ready in take {
            let ready: Ready = ready?;
            done.new += ready.persons;
            done.entries += ready.count;
            ready.put(tx, may)?;
            progress(done.new, all);
        }
        preparing.join().map_err(|_| db::Error::Internal("preparing the import broke off".to_owned()))
    })?;
    // all at once and in order: row by row they would fall all over their indexes
    now::put(tx, may, &[], lines)?;
    for part in known.chunks(500) {
        update(tx, may, part, &mut done)?;
        progress(done.new + done.changed + done.unchanged, all);
    }
    Ok(done)
}

/// What new people's rows are made with.
struct Prepare<'a> {
    sealer: Sealer<'a>,
    made: Id<LedgerEntry>,
    today: Date,
}

/// Rows of some new people, ready to be put.
#[derive(Default)]
struct Ready {
    persons: u64,
    count: u64,
    entries: BTreeMap<Section, Vec<Entry>>,
    boxes: Vec<sealed::Box>,
    homes: Vec<Home>,
}

impl Ready {
    fn put(self, tx: &mut Write<'_>, may: &Permit<Change>) -> db::Result<()> {
        for (section, entries) in self.entries {
            kept::insert(section, tx, may, entries)?;
        }
        sealed::insert(tx, may, self.boxes)?;
        db::bulk!(tx, may, links::person_unit::table, self.homes)?;
        Ok(())
    }
}

impl Prepare<'_> {
    /// Prepares people who are not known yet, and gives their rows away part by part. What they are shown by in lists comes
    /// at the end, computed from what is at hand without reading it back.
    fn all(&self, people: Vec<Brought>, give: &SyncSender<db::Result<Ready>>) -> Vec<now::Line> {
        let mut lines = Vec::with_capacity(people.len());
        let mut rest = people.into_iter();
        loop {
            let part: Vec<Brought> = rest.by_ref().take(PART).collect();
            if part.is_empty() {
                break;
            }
            let ready = self.part(part, &mut lines);
            let stop = ready.is_err();
            // nobody takes them any more when the database refused an earlier part
            if give.send(ready).is_err() || stop {
                return Vec::new();
            }
        }
        lines
    }

    fn part(&self, people: Vec<Brought>, lines: &mut Vec<now::Line>) -> db::Result<Ready> {
        let (root, made, today) = (self.sealer.root(), self.made, self.today);
        let mut ready = Ready { persons: people.len() as u64, ..Ready::default() };
        for brought in people {
            let person = brought.id;
            let mut file = File { person, entries: Vec::new(), sealed: Vec::new(), identity: Agreement::default() };
            for values in std::iter::once(brought.basic).chain(brought.entries) {
                let from = values.natural_date().unwrap_or(brought.from);
                let entry = Entry { id: Id::new(), person, from, to: None, values, corrects: None, made };
                ready.count += 1;
                if entry.section().group().is_none() {
                    file.entries.push(entry);
                    continue;
                }
                let closed = sealed::Box::close(&self.sealer, &entry)?;
                file.sealed.push(closed.section);
                if closed.section == Section::Identity {
                    let birth = file.get("birth").and_then(|b| b.parse().ok());
                    file.identity = sealed::agreement(&self.sealer, closed.hints.as_deref(), birth, file.get("sex"));
                }
                ready.boxes.push(closed);
            }
            if let Some(unit) = brought.unit {
                let id = Id::new();
                let (valid_from, valid_to) = (brought.from, None);
                ready.homes.push(Home { root, id, person, valid_from, valid_to, unit, made, unmade: None });
            }
            let changes = file.entries.iter().map(|e| e.from).chain([brought.from]).filter(|d| *d > today).min();
            let unit = brought.unit.filter(|_| brought.from <= today);
            // what holds later is no part of today's line
            let (held, later) = file.entries.into_iter().partition(|e| e.holds(today));
            file.entries = held;
            lines.extend(now::Line::of(root, &file, unit, today, changes)?);
            for entry in file.entries.into_iter().chain(later) {
                ready.entries.entry(entry.section()).or_default().push(entry);
            }
        }
        Ok(ready)
    }
}

/// Brings a section of one state at a time up to date: the values that the file gives, over those that are recorded. Gives
/// how many entries were recorded.
fn state(
    tx: &mut Write<'_>,
    may: &Permit<Change>,
    person: Id<Person>,
    mine: &[Entry],
    brought: &Values,
    from: Date,
) -> db::Result<u64> {
    let (section, made) = (brought.section(), tx.entry());
    let latest = mine.iter().filter(|e| e.section() == section).max_by_key(|e| e.from);
    let mut values = latest.map_or_else(|| Values::none(section), |e| e.values.clone());
    brought.iter().filter(|(_, v)| v.is_some()).for_each(|(f, v)| values.set(f.key, v.map(str::to_owned)));
    if latest.is_some_and(|e| e.values == values) {
        return Ok(0);
    }
    let mut rows = Vec::new();
    let (mut from, mut to) = (from, None);
    if let Some(latest) = latest {
        kept::take_back(section, tx.with(may), may.root(), &[latest.id], made)?;
        from = from.max(latest.from);
        to = latest.to;
        if latest.from < from {
            rows.push(Entry { id: Id::new(), to: Some(from), made, ..latest.clone() });
        }
    }
    rows.push(Entry { id: Id::new(), person, from, to, values, corrects: None, made });
    kept::insert(section, tx, may, rows)?;
    Ok(1)
}

/// Brings known people up to date.
fn update(tx: &mut Write<'_>, may: &Permit<Change>, people: &[Brought], done: &mut Done) -> db::Result<()> {
    let (root, made) = (may.root(), tx.entry());
    let ids: Vec<Id<Person>> = people.iter().map(|p| p.id).collect();
    let mut recorded: BTreeMap<Id<Person>, Vec<Entry>> = BTreeMap::new();
    // lists are compared with all that is kept, whenever it holds
    let which = Which::Open(ids.clone(), Date::new(1, 1, 1).unwrap_or_else(|| tx.today()));
    for section in OPEN {
        for (entry, _) in kept::load(*section, tx.with(may), root, &which)? {
            recorded.entry(entry.person).or_default().push(entry);
        }
    }
    let mut has_box: BTreeMap<Id<Person>, Vec<sealed::Box>> = BTreeMap::new();
    for b in sealed::load(tx.with(may), root, &which)? {
        has_box.entry(b.person).or_default().push(b);
    }
    let mut homes: BTreeMap<Id<Person>, Home> = BTreeMap::new();
    for h in links::homes(tx.with(may), root, &which)? {
        let latest = homes.entry(h.person).or_insert_with(|| h.clone());
        if h.valid_from > latest.valid_from {
            *latest = h;
        }
    }
    let mut changed = Vec::new();
    for brought in people {
        let person = brought.id;
        let mine = recorded.remove(&person).unwrap_or_default();
        let boxes = has_box.remove(&person).unwrap_or_default();
        let before = done.entries;
        done.entries += state(tx, may, person, &mine, &brought.basic, brought.from)?;
        for values in &brought.entries {
            let section = values.section();
            if section.group().is_some() {
                // what is sealed is compared by its fingerprint alone; of one state at a time, the recorded one stands
                let same = |b: &sealed::Box| match values.get("id_number") {
                    Some(number) => Ok(b.blind.as_deref() == Some(&sealed::fingerprint(tx, number)?[..])),
                    None if section.shape().single => Ok(true),
                    None => sealed::says(tx, b, values),
                };
                let there: db::Result<Vec<bool>> = boxes.iter().filter(|b| b.section == section).map(same).collect();
                if there?.contains(&true) {
                    continue;
                }
            } else if section.shape().single {
                done.entries += state(tx, may, person, &mine, values, brought.from)?;
                continue;
            } else if mine.iter().any(|e| e.section() == section && e.values == *values) {
                continue;
            }
            let from = values.natural_date().unwrap_or(brought.from);
            let entry = Entry { id: Id::new(), person, from, to: None, values: values.clone(), corrects: None, made };
            super::insert(tx, may, entry)?;
            done.entries += 1;
        }
        if let Some(unit) = brought.unit
            && homes.get(&person).is_none_or(|h| h.unit != unit)
        {
            if let Some(h) = homes.get(&person) {
                links::homes_back(tx.with(may), root, &[h.id], made)?;
                if h.valid_from < brought.from {
                    let ended = Home { id: Id::new(), valid_to: Some(brought.from), made, unmade: None, ..h.clone() };
                    db::bulk!(tx, may, links::person_unit::table, [ended])?;
                }
            }
            super::home(tx, may, person, unit, brought.from)?;
            done.entries += 1;
        }
        if done.entries > before {
            done.changed += 1;
            changed.push(person);
        } else {
            done.unchanged += 1;
        }
    }
    files::refresh(tx, may, &changed)
}
