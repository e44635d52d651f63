//! Who is a relative of whom, without opening what is recorded of a family.
//!
//! An entry of family relations that names a person of this system is kept with a keyed fingerprint of that person and,
//! bound to the entry, one of the relation. So the rules on recusal can be computed from what stays sealed: whoever asks
//! names persons and relations and learns that there is one of them between two persons, not which one.

use std::collections::{BTreeMap, BTreeSet};

use auth::{Action, Permit};
use base::{Date, Id};
use db::Read;
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};

use crate::{
    file::{Fact, Person},
    section::Section,
    store::{
        kept::Which,
        links,
        sealed::{self, person_sealed},
    },
};

/// The pairs among these persons between whom one of the relations (codes of [`codes::KIN`]) is recorded on a day, in
/// either one's file; with `of`, only those of that person. The smaller id comes first.
///
/// # Errors
/// A missing key, or the database's.
pub fn related<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Option<Id<Person>>,
    among: &[Id<Person>],
    relations: &[String],
    on: Date,
) -> db::Result<BTreeSet<(Id<Person>, Id<Person>)>> {
    let (root, today) = (may.root(), tx.today());
    let mut rows = entries(tx, may, on)?;
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    // what was recorded of a record that was merged is of the person it is found under now
    let merged: BTreeMap<Id<Person>, Id<Person>> =
        links::merges(tx.with(may), root, &Which::All(today))?.into_iter().map(|m| (m.other, m.person)).collect();
    let found_under = |p: Id<Person>| merged.get(&p).copied().unwrap_or(p);
    let mut persons: BTreeSet<Id<Person>> = among.iter().chain(&of).copied().collect();
    let moved: Vec<Id<Person>> = merged.iter().filter(|(_, p)| persons.contains(p)).map(|(o, _)| *o).collect();
    let asked = persons.clone();
    persons.extend(moved);
    let mut by_print = BTreeMap::new();
    for person in persons {
        by_print.insert(sealed::person_print(tx, person)?, found_under(person));
    }
    rows.retain(|row| asked.contains(&found_under(row.person)));
    let mut pairs = BTreeSet::new();
    for row in rows {
        let (Some(other), one) = (by_print.get(&row.print).copied(), found_under(row.person)) else { continue };
        if one == other
            || of.is_some_and(|p| p != one && p != other)
            || pairs.contains(&(one.min(other), one.max(other)))
        {
            continue;
        }
        for relation in relations {
            if row.hint.ends_with(&sealed::relation_print(tx, row.cell, relation)?) {
                pairs.insert((one.min(other), one.max(other)));
                break;
            }
        }
    }
    Ok(pairs)
}

struct Row {
    person: Id<Person>,
    cell: Id<Fact>,
    print: Vec<u8>,
    hint: Vec<u8>,
}

/// The entries of family relations that name a person of this system, as of a day.
fn entries<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, on: Date) -> db::Result<Vec<Row>> {
    type Columns = (Id<Person>, Id<Fact>, Option<Vec<u8>>, Option<Vec<u8>>);
    let rows: Vec<Columns> = person_sealed::table
        .filter(person_sealed::root.eq(may.root()).and(person_sealed::unmade.is_null()))
        .filter(person_sealed::section.eq(Section::Kin).and(person_sealed::blind.is_not_null()))
        .filter(person_sealed::valid_from.le(on))
        .filter(person_sealed::valid_to.is_null().or(person_sealed::valid_to.assume_not_null().gt(on)))
        .select((person_sealed::person, person_sealed::cell, person_sealed::blind, person_sealed::hints))
        .load(tx.with(may))?;
    let row = |(person, cell, print, hint): Columns| Some(Row { person, cell, print: print?, hint: hint? });
    Ok(rows.into_iter().filter_map(row).collect())
}
