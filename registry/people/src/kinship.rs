//! Who is a relative of whom, without opening what is recorded of a family.
//!
//! An entry of family relations that names a person of this system is kept with a keyed fingerprint of that person and,
//! bound to the entry, one of the relation. So the rules on recusal can be computed from what stays sealed: whoever asks
//! names persons and relations and learns that there is one of them between two persons, not which one.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

use auth::{Action, Permit, Root};
use base::{Date, Id};
use db::{Engine, Prints, Read};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl, dsl::sql,
    sql_types::Bool,
};

use crate::{
    file::{Fact, Person},
    store::{
        kept::Which,
        links,
        now::people_now,
        sealed::{self, person_sealed},
    },
};

/// The pairs of persons between whom one of the relations (codes of [`codes::KIN`]) is recorded on a day, in either one's
/// file; with `of`, only those of that person. The smaller id comes first.
///
/// # Errors
/// A missing key, or the database's.
pub fn related<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Option<Id<Person>>,
    relations: &[String],
    on: Date,
) -> db::Result<BTreeSet<(Id<Person>, Id<Person>)>> {
    let (root, today) = (may.root(), tx.today());
    // what was recorded of a record that was merged is of the person it is found under now
    let merged: BTreeMap<Id<Person>, Id<Person>> =
        links::merges(tx.with(may), root, &Which::All(today))?.into_iter().map(|m| (m.other, m.person)).collect();
    let found_under = |p: Id<Person>| merged.get(&p).copied().unwrap_or(p);
    let records = of.map(|p| {
        let before = merged.iter().filter(|(_, now)| **now == p).map(|(other, _)| *other);
        std::iter::once(p).chain(before).collect::<Vec<_>>()
    });
    let rows = entries(tx, may, records.as_deref(), on)?;
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    // a print of nobody tells one key from another
    let known = known.entry((root, tx.blind("person.kin", "")?)).or_default();
    known.learn(tx, may, &rows, merged.keys().copied())?;
    if known.relations != relations {
        known.ties.clear();
        known.relations = relations.to_vec();
    }
    let mut pairs = BTreeSet::new();
    for row in rows {
        let Some(other) = known.persons.get(&row.print).copied().map(found_under) else { continue };
        let one = found_under(row.person);
        if one == other || of.is_some_and(|p| p != one && p != other) {
            continue;
        }
        if known.ties(tx, &row)? {
            pairs.insert((one.min(other), one.max(other)));
        }
    }
    Ok(pairs)
}

/// What fingerprints mean, as far as this process has had to compute it. A fingerprint costs a microsecond and never
/// changes, and there are as many as people: who asks a second time does not wait for 100,000 of them. Kept in memory only,
/// as the key is.
#[derive(Default)]
struct Known {
    persons: HashMap<Vec<u8>, Id<Person>>,
    seen: HashSet<Id<Person>>,
    /// The relations that were asked for last, and which entries tell one of them.
    relations: Vec<String>,
    ties: HashMap<Id<Fact>, bool>,
}

/// By organisation and key.
type ByKey = BTreeMap<(Id<Root>, [u8; 32]), Known>;
static KNOWN: Mutex<ByKey> = Mutex::new(BTreeMap::new());

impl Known {
    /// Computes the fingerprints of those whom nobody has asked for yet, where one in the rows is of none of the others.
    fn learn<A: Action>(
        &mut self,
        tx: &mut Read<'_>,
        may: &Permit<A>,
        rows: &[Row],
        merged: impl Iterator<Item = Id<Person>>,
    ) -> db::Result<()> {
        if rows.iter().all(|row| self.persons.contains_key(&row.print)) {
            return Ok(());
        }
        let everyone: Vec<Id<Person>> =
            people_now::table.filter(people_now::root.eq(may.root())).select(people_now::person).load(tx.with(may))?;
        for person in everyone.into_iter().chain(merged) {
            if self.seen.insert(person) {
                self.persons.insert(sealed::person_print(tx, person)?, person);
            }
        }
        Ok(())
    }
    /// Whether an entry tells one of the relations.
    fn ties(&mut self, tx: &Read<'_>, row: &Row) -> db::Result<bool> {
        if let Some(ties) = self.ties.get(&row.cell) {
            return Ok(*ties);
        }
        let mut ties = false;
        for relation in &self.relations {
            ties = row.hint.ends_with(&sealed::relation_print(tx, row.cell, relation)?);
            if ties {
                break;
            }
        }
        self.ties.insert(row.cell, ties);
        Ok(ties)
    }
}

struct Row {
    person: Id<Person>,
    cell: Id<Fact>,
    print: Vec<u8>,
    hint: Vec<u8>,
}

/// The entries of family relations that name a person of this system, as of a day; with `of`, those in the files of these
/// records and those that name them.
fn entries<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Option<&[Id<Person>]>, on: Date) -> db::Result<Vec<Row>> {
    type Columns = (Id<Person>, Id<Fact>, Option<Vec<u8>>, Option<Vec<u8>>);
    let mut query = person_sealed::table
        .filter(person_sealed::root.eq(may.root()).and(person_sealed::unmade.is_null()))
        // the section as a word: a value sent along would not let the engine use the index of these few rows alone
        .filter(sql::<Bool>("person_sealed.section = 'kin'").and(person_sealed::blind.is_not_null()))
        .filter(person_sealed::valid_from.le(on))
        .filter(person_sealed::valid_to.is_null().or(person_sealed::valid_to.assume_not_null().gt(on)))
        .select((person_sealed::person, person_sealed::cell, person_sealed::blind, person_sealed::hints))
        .into_boxed::<Engine>();
    if let Some(records) = of {
        let prints = records.iter().map(|p| sealed::person_print(tx, *p)).collect::<db::Result<Vec<_>>>()?;
        let named = person_sealed::blind.assume_not_null().eq_any(prints);
        query = query.filter(person_sealed::person.eq_any(records.to_vec()).or(named));
    }
    let rows: Vec<Columns> = query.load(tx.with(may))?;
    let row = |(person, cell, print, hint): Columns| Some(Row { person, cell, print: print?, hint: hint? });
    Ok(rows.into_iter().filter_map(row).collect())
}
