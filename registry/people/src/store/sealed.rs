//! The restricted sections at rest: sealed values, what they are found by, and what they agree with.

use auth::{Action, Path, Permit, Root};
use base::{Date, Id, IdNumber, PartialDate, Precision};
use db::{Cell, Conn, Engine, LedgerEntry, Prints, Read, Sealed, Sealer, Whose, Write};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, NullableExpressionMethods, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};

use super::{
    kept::{Which, pick},
    links,
};
use crate::{
    file::{Agreement, Entry, Fact, Person},
    section::Section,
    values::Values,
};

diesel::table! {
    person_sealed (root, id) {
        root -> Binary,
        id -> Binary,
        person -> Binary,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        section -> Text,
        sealed -> Binary,
        cell -> Binary,
        blind -> Nullable<Binary>,
        hints -> Nullable<Binary>,
        corrects -> Nullable<Binary>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}

/// A restricted entry as it lies in the database: closed.
#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = person_sealed, treat_none_as_default_value = false)]
pub(crate) struct Box {
    pub(crate) root: Id<Root>,
    pub(crate) id: Id<Fact>,
    pub(crate) person: Id<Person>,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Option<Date>,
    pub(crate) section: Section,
    pub(crate) sealed: Sealed,
    pub(crate) cell: Id<Fact>,
    pub(crate) blind: Option<Vec<u8>>,
    pub(crate) hints: Option<Vec<u8>>,
    pub(crate) corrects: Option<Id<Fact>>,
    pub(crate) made: Id<LedgerEntry>,
    pub(crate) unmade: Option<Id<LedgerEntry>>,
}

fn cell(of: Id<Fact>) -> Cell {
    Cell::new("person_sealed", "sealed", of)
}

impl Box {
    /// Closes an entry.
    pub(crate) fn close(tx: &Sealer<'_>, entry: &Entry) -> db::Result<Self> {
        let values = &entry.values;
        let (blind, hints) = match (values.get("id_number"), entry.section()) {
            (Some(number), _) => (Some(fingerprint(tx, number)?), hints_of(tx, number)?),
            (None, Section::Kin) => {
                // an id that is none names nobody
                let other = values.get("other").and_then(|o| o.parse::<Id<Person>>().ok());
                let mut hints = content_print(tx, entry.person, values)?;
                if let (Some(_), Some(relation)) = (other, values.get("relation")) {
                    hints.extend(relation_print(tx, entry.id, relation)?);
                }
                (other.map(|other| person_print(tx, other)).transpose()?, hints)
            }
            (None, _) => (None, content_print(tx, entry.person, values)?),
        };
        Ok(Self {
            root: tx.root(),
            id: entry.id,
            person: entry.person,
            valid_from: entry.from,
            valid_to: entry.to,
            section: entry.section(),
            sealed: tx.seal(cell(entry.id), &entry.values.to_json().to_string())?,
            cell: entry.id,
            blind,
            hints: Some(hints),
            corrects: entry.corrects,
            made: entry.made,
            unmade: None,
        })
    }
    /// Opens it for someone who may reveal it.
    pub(crate) fn open<A: Action>(&self, tx: &Write<'_>, may: &Permit<A>, place: &Path) -> db::Result<Entry> {
        let group = self.section.group().ok_or_else(|| db::Error::Internal("an open section in a box".into()))?;
        let whose = Whose { group, place, person: self.person.cast() };
        let text = tx.unseal(may, whose, cell(self.cell), &self.sealed)?;
        let json = serde_json::from_str(&text).map_err(|e| db::Error::Corrupt(e.to_string()))?;
        Ok(Entry {
            id: self.id,
            person: self.person,
            from: self.valid_from,
            to: self.valid_to,
            values: Values::of_json(self.section, &json),
            corrects: self.corrects,
            made: self.made,
        })
    }
    /// The same box as a new fact, still closed.
    pub(crate) fn anew(&self, by: Id<LedgerEntry>) -> Self {
        Self { id: Id::new(), made: by, unmade: None, ..self.clone() }
    }
    /// Whether it holds on a day.
    pub(crate) fn holds(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| to > on)
    }
}

/// What an identity number is found by.
pub(crate) fn fingerprint(tx: &impl Prints, number: &str) -> db::Result<Vec<u8>> {
    Ok(tx.blind("person.identity", number)?.to_vec())
}

/// What an entry of family relations is found by: the person of this system that it names.
pub(crate) fn person_print(tx: &impl Prints, person: Id<Person>) -> db::Result<Vec<u8>> {
    Ok(tx.blind("person.kin", &person.to_string())?.to_vec())
}

/// The relation of one entry. Bound to the entry, so that equal relations do not look alike at rest.
pub(crate) fn relation_print(tx: &impl Prints, of: Id<Fact>, relation: &str) -> db::Result<Vec<u8>> {
    Ok(tx.blind("person.relation", &format!("{of} {relation}"))?.to_vec())
}

/// What an entry says as a whole, so that an import does not record it twice. Bound to the person, so that equal values of
/// two persons do not look alike at rest.
fn content_print(tx: &impl Prints, of: Id<Person>, values: &Values) -> db::Result<Vec<u8>> {
    Ok(tx.blind("person.sealed", &format!("{of} {}", values.to_json()))?.to_vec())
}

/// Whether a closed entry says exactly this. One that was closed before content had its fingerprint is taken to say so,
/// rather than recorded twice.
pub(crate) fn says(tx: &impl Prints, sealed: &Box, values: &Values) -> db::Result<bool> {
    match &sealed.hints {
        Some(hints) => Ok(hints.starts_with(&content_print(tx, sealed.person, values)?)),
        None => Ok(true),
    }
}

/// The entries of other files that name this person as a relative, of those that hold on a day.
pub(crate) fn naming<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    person: Id<Person>,
    on: Date,
) -> db::Result<Vec<Box>> {
    // a record that was merged into this one is this person, too
    let ids = [vec![person], links::merged_into(tx.with(may), may.root(), person)?].concat();
    let prints: Vec<Vec<u8>> = ids.iter().map(|id| person_print(tx, *id)).collect::<db::Result<_>>()?;
    let rows: Vec<Box> = person_sealed::table
        .filter(person_sealed::root.eq(may.root()).and(person_sealed::unmade.is_null()))
        .filter(person_sealed::blind.assume_not_null().eq_any(prints).and(person_sealed::section.eq(Section::Kin)))
        .select(Box::as_select())
        .load(tx.with(may))?;
    Ok(rows.into_iter().filter(|b| b.holds(on)).collect())
}

const HINT: usize = 32;

/// Fingerprints of the birth date, the birth month and the sex in the number, so that agreement can be told without
/// opening it. They are keyed: without the key they say nothing.
fn hints_of(tx: &impl Prints, number: &str) -> db::Result<Vec<u8>> {
    let id: IdNumber = number.parse().map_err(|_| db::Error::Internal("an unchecked identity number".into()))?;
    let day = id.birth().to_string();
    let sex = if id.is_male() { "1" } else { "2" };
    let mut all = Vec::with_capacity(3 * HINT);
    for (index, text) in [("person.birth", &*day), ("person.birth", &day[..7]), ("person.sex", sex)] {
        all.extend(tx.blind(index, text)?);
    }
    Ok(all)
}

/// Whether the number behind the hints agrees with the birth and sex recorded. Tells nothing where it cannot: no key, a
/// birth known to the year only, nothing recorded.
pub(crate) fn agreement(
    tx: &impl Prints,
    hints: Option<&[u8]>,
    birth: Option<PartialDate>,
    sex: Option<&str>,
) -> Agreement {
    let Some(hints) = hints.filter(|h| h.len() == 3 * HINT) else { return Agreement::default() };
    let agrees =
        |index, text: &str, at: usize| tx.blind(index, text).ok().map(|b| b[..] == hints[at * HINT..(at + 1) * HINT]);
    Agreement {
        birth: birth.and_then(|b| match b.precision() {
            Precision::Day => agrees("person.birth", b.as_str(), 0),
            Precision::Month => agrees("person.birth", b.as_str(), 1),
            Precision::Year => None,
        }),
        sex: sex.filter(|s| matches!(*s, "1" | "2")).and_then(|s| agrees("person.sex", s, 2)),
    }
}

pub(crate) fn load(conn: &mut Conn, root: Id<Root>, which: &Which) -> db::Result<Vec<Box>> {
    let query =
        person_sealed::table.filter(person_sealed::root.eq(root)).select(Box::as_select()).into_boxed::<Engine>();
    Ok(pick!(person_sealed, query, which).load(conn)?)
}

pub(crate) fn take_back(conn: &mut Conn, root: Id<Root>, ids: &[Id<Fact>], by: Id<LedgerEntry>) -> db::Result<usize> {
    let mut n = 0;
    for part in ids.chunks(500) {
        let rows = person_sealed::table
            .filter(person_sealed::root.eq(root).and(person_sealed::id.eq_any(part.to_vec())))
            .filter(person_sealed::unmade.is_null());
        n += diesel::update(rows).set(person_sealed::unmade.eq(Some(by))).execute(conn)?;
    }
    Ok(n)
}

pub(crate) fn insert<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    boxes: impl IntoIterator<Item = Box>,
) -> db::Result<()> {
    db::bulk!(tx, may, person_sealed::table, boxes)?;
    Ok(())
}

/// The persons whose identity number has one of these fingerprints now.
pub(crate) fn by_identity(
    conn: &mut Conn,
    root: Id<Root>,
    prints: &[Vec<u8>],
) -> db::Result<Vec<(Vec<u8>, Id<Person>)>> {
    let mut found = Vec::new();
    for part in prints.chunks(1000) {
        found.extend(
            person_sealed::table
                .filter(person_sealed::root.eq(root).and(person_sealed::unmade.is_null()))
                .filter(person_sealed::blind.assume_not_null().eq_any(part.to_vec()))
                .select((person_sealed::blind.assume_not_null(), person_sealed::person))
                .load(conn)?,
        );
    }
    Ok(found)
}

/// Whether anything sealed is recorded of anybody, whenever it holds.
pub(crate) fn any(conn: &mut Conn, root: Id<Root>) -> db::Result<bool> {
    let one = person_sealed::table.filter(person_sealed::root.eq(root)).select(person_sealed::person).limit(1);
    Ok(!one.load::<Id<Person>>(conn)?.is_empty())
}

/// The fingerprint of everyone's identity number, where there is one.
pub(crate) fn identities(conn: &mut Conn, root: Id<Root>) -> db::Result<Vec<(Id<Person>, Vec<u8>)>> {
    Ok(person_sealed::table
        .filter(person_sealed::root.eq(root).and(person_sealed::unmade.is_null()))
        .filter(person_sealed::section.eq(Section::Identity).and(person_sealed::blind.is_not_null()))
        .select((person_sealed::person, person_sealed::blind.assume_not_null()))
        .load(conn)?)
}
