//! Whom a form or a sheet of another slice means.

use std::collections::HashMap;

use base::{Id, IdNumber, PartialDate, Say};
use db::Read;
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};

use crate::{
    See,
    file::Person,
    name, read,
    store::{now::people_now, sealed},
};

/// What is written of a person elsewhere.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Clue {
    /// The identity number.
    pub id_number: Option<String>,
    /// The staff number.
    pub number: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The month or day of birth.
    pub birth: Option<PartialDate>,
}

/// Whom it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whom {
    /// This person.
    One(Id<Person>),
    /// Nobody within reach.
    Nobody,
    /// So many people of that name, and of that birth where it was given.
    Several(usize),
    /// The numbers are those of two different people, or the name is not that of the number.
    AtOdds,
}

impl Clue {
    /// What a person typed into one box: an identity number, a staff number, or a name, perhaps followed by one of these.
    pub fn written(text: &str) -> Self {
        let text = text.trim();
        if text.parse::<IdNumber>().is_ok() {
            return Self { id_number: Some(text.to_ascii_uppercase()), ..Self::default() };
        }
        Self { number: Some(text.to_owned()), name: Some(text.to_owned()), ..Self::default() }
    }
}

impl Whom {
    /// The person, or why it is none.
    ///
    /// # Errors
    /// The sentence for the cell or field.
    pub fn one(self) -> Result<Id<Person>, Say> {
        match self {
            Self::One(person) => Ok(person),
            Self::Nobody => Err(Say::new(
                "找不到此人，或不在管理范围内。请先录入或导入人员，或改正编号、姓名。",
                "There is no such person within reach. Enter or import the person first, or correct number or name.",
            )),
            Self::Several(n) => Err(Say::new(
                format!("有{n}人同名，请填写人员编号或身份证号。"),
                format!("{n} people have this name; give the staff number or the identity number."),
            )),
            Self::AtOdds => Err(Say::new(
                "编号、身份证号和姓名不是同一个人的，请核对。",
                "Staff number, identity number and name are not one person's; check them.",
            )),
        }
    }
}

/// Whom the clues mean, of people within reach: by identity number, else by staff number, else by name and birth. What
/// [`Clue::written`] made is a staff number if someone has it, and a name otherwise.
///
/// # Errors
/// A missing key where identity numbers are given, or the database's.
pub fn whom(tx: &mut Read<'_>, clues: &[Clue]) -> db::Result<Vec<Whom>> {
    let may = tx.may::<See>()?;
    let (root, today) = (may.root(), tx.today());
    let within = read::within_reach(tx, &may, today)?;
    let reached = |p: &Id<Person>| within.as_ref().is_none_or(|w| w.contains(p));
    let mut prints = HashMap::new();
    for number in clues.iter().filter_map(|c| c.id_number.as_deref()) {
        prints.insert(number, sealed::fingerprint(tx, number)?);
    }
    let all: Vec<Vec<u8>> = prints.values().cloned().collect();
    let by_print: HashMap<Vec<u8>, Id<Person>> = sealed::by_identity(tx.with(&may), root, &all)?.into_iter().collect();

    type Known = (Id<Person>, String, Option<String>, String);
    let mut by_number: HashMap<String, (Id<Person>, String)> = HashMap::new();
    let mut by_name: HashMap<String, Vec<(Id<Person>, String)>> = HashMap::new();
    let tidy = |text: &Option<String>| text.as_deref().map(name::tidy).filter(|t| !t.is_empty());
    let mut numbers: Vec<String> = clues.iter().filter_map(|c| c.number.clone()).collect();
    let mut names: Vec<String> = clues.iter().filter_map(|c| tidy(&c.name)).collect();
    for list in [&mut numbers, &mut names] {
        list.sort_unstable();
        list.dedup();
    }
    let columns = (people_now::person, people_now::name, people_now::number, people_now::birth);
    for part in numbers.chunks(1000) {
        let rows: Vec<Known> = people_now::table
            .filter(people_now::root.eq(root).and(people_now::number.assume_not_null().eq_any(part.to_vec())))
            .select(columns)
            .load(tx.with(&may))?;
        for (person, name, number, _) in rows.into_iter().filter(|r| reached(&r.0)) {
            by_number.extend(number.map(|n| (n, (person, name))));
        }
    }
    for part in names.chunks(1000) {
        let rows: Vec<Known> = people_now::table
            .filter(people_now::root.eq(root).and(people_now::name.eq_any(part.to_vec())))
            .select(columns)
            .load(tx.with(&may))?;
        for (person, name, _, birth) in rows.into_iter().filter(|r| reached(&r.0)) {
            by_name.entry(name).or_default().push((person, birth));
        }
    }
    let mean = |clue: &Clue| {
        let id = clue.id_number.as_deref().and_then(|n| by_print.get(prints.get(n)?)).copied().filter(reached);
        if clue.id_number.is_some() && id.is_none() && clue.number.is_none() {
            return Whom::Nobody;
        }
        let number = clue.number.as_ref().and_then(|n| by_number.get(n));
        if let (Some(id), Some((person, _))) = (id, number)
            && id != *person
        {
            return Whom::AtOdds;
        }
        let name = tidy(&clue.name);
        if let Some((person, called)) = number {
            let same = name.as_ref().is_none_or(|n| n == called || clue.number.as_ref() == Some(n));
            return if same { Whom::One(*person) } else { Whom::AtOdds };
        }
        if let Some(person) = id {
            return Whom::One(person);
        }
        // a number that nobody has is no reason to guess by name, unless both are the same word
        if clue.number.is_some() && clue.number != clue.name {
            return Whom::Nobody;
        }
        let born = |birth: &str| {
            let given = clue.birth.map(|b| b.to_string()).unwrap_or_default();
            let n = given.len().min(birth.len()).min(7);
            given[..n] == birth[..n]
        };
        let found: Vec<Id<Person>> = name
            .and_then(|n| by_name.get(&n))
            .into_iter()
            .flatten()
            .filter(|(_, birth)| born(birth))
            .map(|(person, _)| *person)
            .collect();
        match found[..] {
            [] => Whom::Nobody,
            [one] => Whom::One(one),
            _ => Whom::Several(found.len()),
        }
    };
    Ok(clues.iter().map(mean).collect())
}

/// The keyed fingerprint by which a person with that identity number is known, without the number.
///
/// # Errors
/// A missing key.
pub fn identity_print(tx: &impl db::Prints, number: &str) -> db::Result<Vec<u8>> {
    sealed::fingerprint(tx, number)
}

/// Whose identity numbers have these fingerprints.
///
/// # Errors
/// The database's.
pub fn of_prints<A: auth::Action>(
    tx: &mut Read<'_>,
    may: &auth::Permit<A>,
    prints: &[Vec<u8>],
) -> db::Result<HashMap<Vec<u8>, Id<Person>>> {
    let root = may.root();
    Ok(sealed::by_identity(tx.with(may), root, prints)?.into_iter().collect())
}
