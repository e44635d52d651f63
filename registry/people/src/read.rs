//! Looking: files, lists, search, duplicates; each asks for its own permit.

use std::collections::{BTreeMap, BTreeSet};

use auth::Permit;
use base::{Date, Id};
use db::{Engine, Read};
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};

use org::store::unit_name;

use crate::{
    Fact, Section, See, Unit, Values,
    checks::{self, Completeness, Finding},
    duplicates::{self, Candidate, Pair},
    file::{File, Person},
    list::{self, Filter, Listed, Wanted},
    pack::Pack,
    reach, search as box_search,
    store::{
        files,
        kept::{self, OPEN, Which},
        links,
        now::{DECIDING, Line, people_now},
        sealed,
    },
};

/// A person's file as of a day, without what is sealed.
///
/// # Errors
/// [`db::Error::NotFound`] for whoever is out of reach.
pub fn file(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> db::Result<File> {
    let may = tx.may::<See>()?;
    reach::place_of(tx, &may, person)?;
    let file = files::load(tx, &may, &[person], OPEN, on)?.into_iter().next();
    file.ok_or(db::Error::NotFound)
}

/// How complete a file is and what is at odds in it.
///
/// # Errors
/// The rule pack cannot be read.
pub fn findings_of(file: &File, on: Date) -> db::Result<(Completeness, Vec<Finding>)> {
    let pack = Pack::current()?;
    Ok((checks::completeness(file, pack), checks::findings(file, pack, on)))
}

/// At most `most` persons within reach by name, reading, initials or post, the best first.
///
/// # Errors
/// The policy and the database.
pub fn search(tx: &mut Read<'_>, text: &str, most: usize) -> db::Result<Vec<Line>> {
    let may = tx.may::<See>()?;
    box_search::people(tx, &may, text, most)
}

/// The person that a merged record is found under, if the actor may see that one.
///
/// # Errors
/// The policy and the database.
pub fn kept_as(tx: &mut Read<'_>, other: Id<Person>) -> db::Result<Option<Id<Person>>> {
    let may = tx.may::<See>()?;
    match links::kept_as(tx.with(&may), may.root(), other)? {
        Some(person) => Ok(reach::place_of(tx, &may, person).is_ok().then_some(person)),
        None => Ok(None),
    }
}

/// A part of the list of people within reach, as of a day. Today it is read by index; any other day is computed from
/// the facts, which takes seconds at 100,000 people.
///
/// # Errors
/// The policy and the database.
pub fn list(tx: &mut Read<'_>, filter: &Filter, wanted: &Wanted, on: Date) -> db::Result<Listed> {
    let may = tx.may::<See>()?;
    if on == tx.today() {
        return list::today(tx, &may, filter, wanted);
    }
    let mut lines = people_at(tx, &may, filter, on)?;
    let total = lines.len() as u64;
    let units: BTreeSet<Id<Unit>> = lines.iter().filter_map(|l| l.unit).collect();
    let paths = org::paths(tx.with(&may), may.root(), &units.into_iter().collect::<Vec<_>>(), on)?;
    let places: list::Places = paths.into_iter().map(|(unit, path)| (unit, path.to_string())).collect();
    let key = |l: &Line| (wanted.order.of(l, &places), l.person);
    lines.sort_by_cached_key(key);
    if wanted.descending {
        lines.reverse();
    }
    if let Some(edge) = &wanted.edge {
        lines.retain(|l| if wanted.descending { key(l) < *edge } else { key(l) > *edge });
    }
    lines.truncate(wanted.limit as usize);
    Ok(Listed { rows: lines, total, places })
}

/// Everyone within reach whose line passes, as of a day, computed from the facts.
///
/// # Errors
/// The database.
pub fn people_at(tx: &mut Read<'_>, may: &Permit<See>, filter: &Filter, on: Date) -> db::Result<Vec<Line>> {
    let root = may.root();
    let below = match filter.unit {
        Some(unit) => match links::path(tx.with(may), root, unit, on)? {
            Some(path) => Some(path),
            None => return Ok(Vec::new()),
        },
        None => None,
    };
    let within: Option<BTreeSet<Id<Unit>>> =
        reach::units(tx, may, below.as_ref(), on)?.map(|u| u.into_iter().collect());
    let homes = links::homes(tx.with(may), root, &Which::All(on))?;
    let units: BTreeMap<Id<Person>, Id<Unit>> = homes.into_iter().map(|h| (h.person, h.unit)).collect();
    let q = crate::name::fold(&filter.q);
    let mut lines = Vec::new();
    for file in files::all(tx, may, DECIDING, on)? {
        let unit = units.get(&file.person).copied();
        if within.as_ref().is_some_and(|w| unit.is_none_or(|u| !w.contains(&u))) {
            continue;
        }
        let Some(line) = Line::of(root, &file, unit, on, None)? else { continue };
        let read = || crate::name::Reading::of(&line.name).keys().iter().any(|k| k.starts_with(&q));
        let has = |text: &str| crate::name::fold(text).contains(&q);
        if filter.takes(&line, on) && (q.is_empty() || has(&line.name) || has(&line.post_title) || read()) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// Pairs of records within reach that may be one person, the surest first.
///
/// # Errors
/// The policy and the database.
pub fn duplicates(tx: &mut Read<'_>) -> db::Result<Vec<Pair>> {
    let may = tx.may::<See>()?;
    let (root, today) = (may.root(), tx.today());
    let mut query = people_now::table
        .filter(people_now::root.eq(root))
        .select((people_now::person, people_now::name, people_now::sort, people_now::birth, people_now::sex))
        .into_boxed::<Engine>();
    if let Some(units) = reach::units(tx, &may, None, today)? {
        query = query.filter(people_now::unit.assume_not_null().eq_any(units).and(people_now::unit.is_not_null()));
    }
    let rows: Vec<(Id<Person>, String, String, String, String)> = query.load(tx.with(&may))?;
    let mut identities: BTreeMap<Id<Person>, Vec<u8>> = sealed::identities(tx.with(&may), root)?.into_iter().collect();
    let candidates: Vec<Candidate> = rows
        .into_iter()
        .map(|(person, name, sort, birth, sex)| {
            let pinyin = sort.strip_suffix(&*name).unwrap_or(&sort).trim_end().to_owned();
            let some = |t: String| Some(t).filter(|t| !t.is_empty());
            Candidate { person, name, pinyin, birth: some(birth), sex: some(sex), identity: identities.remove(&person) }
        })
        .collect();
    Ok(duplicates::pairs(&candidates))
}

/// The names of these units on a day.
pub(crate) fn unit_names(
    tx: &mut Read<'_>,
    units: BTreeSet<Id<Unit>>,
    on: Date,
) -> db::Result<BTreeMap<Id<Unit>, String>> {
    let may = tx.may::<See>()?;
    let mut names = BTreeMap::new();
    for part in units.into_iter().collect::<Vec<_>>().chunks(1000) {
        let rows: Vec<(Id<Unit>, String)> = unit_name::table
            .filter(unit_name::root.eq(may.root()).and(unit_name::unit.eq_any(part.to_vec())))
            .filter(unit_name::unmade.is_null().and(unit_name::valid_from.le(on)))
            .filter(unit_name::valid_to.is_null().or(unit_name::valid_to.assume_not_null().gt(on)))
            .select((unit_name::unit, unit_name::name))
            .load(tx.with(&may))?;
        names.extend(rows);
    }
    Ok(names)
}

/// The unit that keeps a person's file on a day.
pub(crate) fn home(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> db::Result<Option<(Id<Unit>, Date)>> {
    let may = tx.may::<See>()?;
    let homes = links::homes(tx.with(&may), may.root(), &Which::Of(vec![person], on))?;
    Ok(homes.into_iter().next().map(|h| (h.unit, h.valid_from)))
}

/// How many other files name this person as a relative on a day. Tells nothing of them, and nothing where there is no key.
pub(crate) fn named_in(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> db::Result<usize> {
    let may = tx.may::<See>()?;
    match sealed::naming(tx, &may, person, on) {
        Ok(boxes) => Ok(boxes.len()),
        Err(db::Error::Refused(_)) => Ok(0),
        Err(e) => Err(e),
    }
}

/// The newest ledger entry among those that made a file's entries.
pub(crate) fn newest_entry(tx: &mut Read<'_>, file: &File) -> db::Result<Option<(String, String)>> {
    let may = tx.may::<See>()?;
    let made: BTreeSet<Id<db::LedgerEntry>> = file.entries.iter().map(|e| e.made).collect();
    let made: Vec<_> = made.into_iter().collect();
    let newest = tx.entries_of(&may, &made)?.into_iter().next();
    Ok(newest.map(|e| (e.seq.to_string(), e.hash_shown())))
}

/// The lines of these persons, as far as they are within reach.
pub(crate) fn lines(tx: &mut Read<'_>, persons: &[Id<Person>]) -> db::Result<BTreeMap<Id<Person>, Line>> {
    use diesel::SelectableHelper;
    let may = tx.may::<See>()?;
    let mut found = BTreeMap::new();
    for part in persons.chunks(500) {
        let rows: Vec<Line> = people_now::table
            .filter(people_now::root.eq(may.root()).and(people_now::person.eq_any(part.to_vec())))
            .select(Line::as_select())
            .load(tx.with(&may))?;
        for line in rows {
            if reach::place_of(tx, &may, line.person).is_ok() {
                found.insert(line.person, line);
            }
        }
    }
    Ok(found)
}

/// The values of a fact of an open section; nothing for a restricted one, which is opened only by revealing it.
pub(crate) fn entry(
    tx: &mut Read<'_>,
    person: Id<Person>,
    section: Section,
    fact: Id<Fact>,
) -> db::Result<Option<Values>> {
    let may = tx.may::<See>()?;
    reach::place_of(tx, &may, person)?;
    if section.group().is_some() {
        return Ok(None);
    }
    let found = kept::load(section, tx.with(&may), may.root(), &Which::One(fact))?.into_iter().next();
    Ok(Some(found.filter(|(e, _)| e.person == person).ok_or(db::Error::NotFound)?.0.values))
}

/// The persons of the units within reach on a day, and the actor's own; nothing where everyone is.
pub(crate) fn within_reach(tx: &mut Read<'_>, may: &Permit<See>, on: Date) -> db::Result<Option<BTreeSet<Id<Person>>>> {
    let Some(units) = reach::units(tx, may, None, on)? else { return Ok(None) };
    let units: BTreeSet<Id<Unit>> = units.into_iter().collect();
    let homes = links::homes(tx.with(may), may.root(), &Which::All(on))?;
    let mut persons: BTreeSet<Id<Person>> =
        homes.into_iter().filter(|h| units.contains(&h.unit)).map(|h| h.person).collect();
    persons.extend(may.own().map(|p| p.cast::<Person>()));
    Ok(Some(persons))
}
