//! Whom a file that comes in is about, and what is recorded of them, for slices that take people in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use auth::Permit;
use base::Id;
use db::{Read, Write};
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use org::store::unit_name;

use crate::{
    Change, Clue, Fact, Section, Unit, Values,
    file::{File, Person},
    name, reach,
    store::{
        files,
        kept::{self, OPEN, Which},
        now::people_now,
        sealed,
    },
};

/// Whom a clue meets.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Met {
    /// The person of the identity number, within reach.
    pub sure: Option<Id<Person>>,
    /// The identity number is someone's whose file is kept out of reach.
    pub elsewhere: bool,
    /// Of the name and the month of birth, within reach, without an identity number that says otherwise; with the present post.
    pub perhaps: Vec<(Id<Person>, String)>,
}

/// Whom each clue meets: the person of its identity number, else those of its name and month of birth, of whom a human
/// chooses.
///
/// # Errors
/// A missing key where identity numbers are given; the database.
pub fn recognise(tx: &mut Read<'_>, may: &Permit<Change>, clues: &[Clue]) -> db::Result<Vec<Met>> {
    let root = may.root();
    let prints: Vec<Option<Vec<u8>>> = clues
        .iter()
        .map(|c| c.id_number.as_deref().map(|n| sealed::fingerprint(tx, n)).transpose())
        .collect::<db::Result<_>>()?;
    let all: Vec<Vec<u8>> = prints.iter().flatten().cloned().collect();
    let by_print: HashMap<Vec<u8>, Id<Person>> = sealed::by_identity(tx.with(may), root, &all)?.into_iter().collect();
    let mut met = vec![Met::default(); clues.len()];
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, print) in prints.iter().enumerate() {
        match print.as_ref().and_then(|p| by_print.get(p)) {
            Some(person) if reach::place_of(tx, may, *person).is_ok() => met[i].sure = Some(*person),
            Some(_) => met[i].elsewhere = true,
            None => named.entry(name::tidy(clues[i].name.as_deref().unwrap_or_default())).or_default().push(i),
        }
    }
    let names: Vec<String> = named.keys().cloned().collect();
    let mut alike: Vec<(usize, Id<Person>, String)> = Vec::new();
    for part in names.chunks(1000) {
        let rows: Vec<(String, String, Id<Person>, String)> = people_now::table
            .filter(people_now::root.eq(root).and(people_now::name.eq_any(part.to_vec())))
            .select((people_now::name, people_now::birth, people_now::person, people_now::post_title))
            .load(tx.with(may))?;
        for (name, birth, person, post) in rows {
            for i in named.get(&name).into_iter().flatten() {
                let mine = clues[*i].birth.map(|b| b.to_string()).unwrap_or_default();
                if mine.len() >= 7 && birth.len() >= 7 && mine[..7] == birth[..7] {
                    alike.push((*i, person, post.clone()));
                }
            }
        }
    }
    let persons: BTreeSet<Id<Person>> = alike.iter().map(|a| a.1).collect();
    let persons: Vec<Id<Person>> = persons.into_iter().collect();
    let today = tx.today();
    let mut identified: BTreeSet<Id<Person>> = BTreeSet::new();
    for part in persons.chunks(500) {
        let boxes = sealed::load(tx.with(may), root, &Which::Of(part.to_vec(), today))?;
        identified.extend(boxes.iter().filter(|b| b.section == Section::Identity).map(|b| b.person));
    }
    for (i, person, post) in alike {
        // two identity numbers are two persons
        let other = prints[i].is_some() && identified.contains(&person);
        if !other && reach::place_of(tx, may, person).is_ok() {
            met[i].perhaps.push((person, post));
        }
    }
    Ok(met)
}

/// The files of these persons as of today, open sections only. Whoever asks has made sure of the reach.
///
/// # Errors
/// The database.
pub fn files_of(tx: &mut Read<'_>, may: &Permit<Change>, persons: &[Id<Person>]) -> db::Result<Vec<File>> {
    let today = tx.today();
    let mut all = Vec::with_capacity(persons.len());
    for part in persons.chunks(500) {
        all.extend(files::load(tx, may, part, OPEN, today)?);
    }
    Ok(all)
}

/// What a list of relatives and the recorded one have in common.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Family {
    /// Places in the list that are recorded already, word for word.
    pub known: Vec<usize>,
    /// Recorded relatives that are not in the list, and name no person of this system.
    pub gone: Vec<Id<Fact>>,
    /// Recorded relatives that name a person of this system and are not in the list word for word.
    pub linked: usize,
}

/// Compares lists of relatives with what is recorded, without opening it.
///
/// # Errors
/// A missing key; the database.
pub fn family(
    tx: &mut Read<'_>,
    may: &Permit<Change>,
    lists: &[(Id<Person>, Vec<Values>)],
) -> db::Result<BTreeMap<Id<Person>, Family>> {
    let (root, today) = (may.root(), tx.today());
    let ids: Vec<Id<Person>> = lists.iter().map(|l| l.0).collect();
    let mut boxes: BTreeMap<Id<Person>, Vec<sealed::Box>> = BTreeMap::new();
    for part in ids.chunks(500) {
        for b in sealed::load(tx.with(may), root, &Which::Of(part.to_vec(), today))? {
            if b.section == Section::Kin {
                boxes.entry(b.person).or_default().push(b);
            }
        }
    }
    let mut found = BTreeMap::new();
    for (person, list) in lists {
        let mut family = Family::default();
        for b in boxes.get(person).into_iter().flatten() {
            let mut same = None;
            for (i, values) in list.iter().enumerate() {
                if !family.known.contains(&i) && sealed::says(tx, b, values)? {
                    same = Some(i);
                    break;
                }
            }
            match same {
                Some(i) => family.known.push(i),
                None if b.blind.is_none() => family.gone.push(b.id),
                None => family.linked += 1,
            }
        }
        found.insert(*person, family);
    }
    Ok(found)
}

/// Takes entries back that others take the place of, under the caller's ledger entry. Reach was checked with the plan.
///
/// # Errors
/// The database.
pub fn replace(tx: &mut Write<'_>, may: &Permit<Change>, facts: &[(Section, Id<Fact>)]) -> db::Result<()> {
    let (root, by) = (may.root(), tx.entry());
    let mut of: BTreeMap<Section, Vec<Id<Fact>>> = BTreeMap::new();
    for (section, fact) in facts {
        of.entry(*section).or_default().push(*fact);
    }
    for (section, ids) in of {
        if section.group().is_some() {
            sealed::take_back(tx.with(may), root, &ids, by)?;
        } else {
            kept::take_back(section, tx.with(may), root, &ids, by)?;
        }
    }
    Ok(())
}

/// The units within reach by their names, with the one unit that bears each; nothing where several do.
///
/// # Errors
/// The database.
pub fn units_by_name(tx: &mut Read<'_>, may: &Permit<Change>) -> db::Result<HashMap<String, Option<Id<Unit>>>> {
    let today = tx.today();
    let within: Option<BTreeSet<Id<Unit>>> = reach::units(tx, may, None, today)?.map(|u| u.into_iter().collect());
    let rows: Vec<(String, Id<Unit>)> = unit_name::table
        .filter(unit_name::root.eq(may.root()).and(unit_name::unmade.is_null()).and(unit_name::valid_from.le(today)))
        .filter(unit_name::valid_to.is_null().or(unit_name::valid_to.assume_not_null().gt(today)))
        .select((unit_name::name, unit_name::unit))
        .load(tx.with(may))?;
    let mut names: HashMap<String, Option<Id<Unit>>> = HashMap::new();
    for (name, unit) in rows.into_iter().filter(|(_, u)| within.as_ref().is_none_or(|w| w.contains(u))) {
        names.entry(name).and_modify(|one| *one = None).or_insert(Some(unit));
    }
    Ok(names)
}
