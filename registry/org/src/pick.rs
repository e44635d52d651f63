//! Naming a unit in a form: suggestions while one types, and what was typed read as one unit.
//!
//! A form asks with [`unit_field`] and reads the answer with [`pick`]. The box is a line of text: who has no scripts
//! types the code or the name. What a suggestion puts into it, the code and the name, is read in the same way.

mod reading;

use auth::Permit;
use base::{Date, Id, Say};
use db::{Engine, Error, Read, Result};
use diesel::prelude::*;
use serde::Serialize;
use ui::{Field, Lang};

use crate::{
    Name, See, Text, Unit,
    store::{self, unit_name},
    view::{self, columns},
};

/// Where the boxes get their suggestions.
pub(crate) const SUGGEST: &str = "/units/suggest";
/// How many are suggested.
pub(crate) const MOST: usize = 8;
/// How many are named where a name means several.
const NAMED: usize = 5;

/// A unit that may be meant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Choice {
    /// The unit.
    pub unit: Id<Unit>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its short name; empty where there is none.
    pub short: String,
    /// The name of the unit above, where that is within reach.
    pub above: Option<String>,
    /// The first day, for a unit that is planned.
    pub from: Option<Date>,
}

impl Choice {
    /// What stands in the box for it.
    pub fn written(&self) -> String {
        written(&self.code, &self.name)
    }
    /// The quieter words after the name.
    pub(crate) fn note(&self, lang: Lang) -> String {
        let from = self.from.map(|day| Text::of(lang).planned_from(day.to_string().as_str()).to_string());
        [Some(self.code.clone()), self.above.clone(), from].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// What stands in the box for a unit: its code and its name.
pub fn written(code: &str, name: &str) -> String {
    format!("{code} {name}")
}

/// A question that is answered by a unit.
pub fn unit_field(name: impl Into<String>, label: impl Into<String>, lang: Lang) -> Field {
    Field::suggest(name, label, SUGGEST).hint(Text::of(lang).pick_hint().to_string()).limit(160)
}

struct Named {
    unit: Id<Unit>,
    from: Date,
    name: Name,
}

/// What the units within reach are called on a day; planned ones as they will first be called.
fn within_reach(tx: &mut Read<'_>, may: &Permit<See>, on: Date) -> Result<Vec<Named>> {
    let today = tx.today();
    let mut query = unit_name::table
        .select((unit_name::unit, unit_name::valid_from, columns()))
        .filter(unit_name::root.eq(may.root()).and(unit_name::unmade.is_null()))
        .filter(unit_name::valid_to.is_null().or(unit_name::valid_to.gt(on)))
        .order((unit_name::unit, unit_name::valid_from))
        .into_boxed::<Engine>();
    if !may.whole() {
        query = query.filter(store::within(may, today, "unit_name.unit"));
    }
    let rows: Vec<(Id<Unit>, Date, Name)> = query.load(tx.with(may))?;
    let mut all: Vec<Named> = rows.into_iter().map(|(unit, from, name)| Named { unit, from, name }).collect();
    all.dedup_by_key(|n| n.unit);
    Ok(all)
}

/// How well a unit fits what was typed, the best first; nothing where it does not.
fn fit(name: &Name, typed: &str, letters: Option<&str>) -> Option<(u8, usize)> {
    let (code, typed) = (name.code.to_lowercase(), typed.to_lowercase());
    let names = || [&name.name, &name.short].into_iter().filter(|n| !n.is_empty());
    let inside = || names().filter_map(|n| n.to_lowercase().find(&typed)).min();
    let read = || letters.and_then(|l| names().filter_map(|n| reading::reads(n, l)).min());
    if code == typed || names().any(|n| n.to_lowercase() == typed) {
        return Some((0, 0));
    }
    if code.starts_with(&typed) {
        return Some((1, code.len()));
    }
    inside().map(|at| (2, at)).or_else(|| read().map(|at| (3, at)))
}

/// At most `most` units within reach that what was typed may mean, the best first: by code, name, short name, pinyin and
/// initials. Planned ones are among them.
///
/// # Errors
/// The database's.
pub fn suggested(tx: &mut Read<'_>, typed: &str, on: Date, most: usize) -> Result<Vec<Choice>> {
    let may = tx.may::<See>()?;
    let typed = typed.trim();
    if typed.is_empty() || typed.chars().count() > 160 {
        return Ok(vec![]);
    }
    let letters = reading::letters(typed);
    let all = within_reach(tx, &may, on)?;
    let fitting = all.into_iter().filter_map(|n| {
        // a box that is filled already means what stands in it
        let filled = written(&n.name.code, &n.name.name) == typed;
        Some((if filled { (0, 0) } else { fit(&n.name, typed, letters.as_deref())? }, n))
    });
    let mut best: Vec<((u8, usize), Named)> = fitting.collect();
    let order = |(fit, n): &((u8, usize), Named)| (*fit, n.name.name.chars().count(), n.name.code.clone());
    best.sort_by_cached_key(order);
    best.truncate(most);
    choices(tx, &may, best.into_iter().map(|(_, n)| n).collect(), on)
}

/// Adds what stands above.
fn choices(tx: &mut Read<'_>, may: &Permit<See>, named: Vec<Named>, on: Date) -> Result<Vec<Choice>> {
    let mut all = Vec::with_capacity(named.len());
    for n in named {
        let day = on.max(n.from);
        let today = tx.today();
        let above = view::above(tx.with(may), may, may.root(), n.unit, day, today)?.pop().map(|(_, name)| name);
        let Name { code, name, short, .. } = n.name;
        all.push(Choice { unit: n.unit, code, name, short, above, from: Some(n.from).filter(|from| *from > on) });
    }
    Ok(all)
}

/// The unit within reach that an answer means on a day: its id, its code, its name or short name where no other has it, or
/// what a suggestion put into the box. Nothing for an empty answer.
///
/// # Errors
/// An answer that means no unit, or several, at `field` with what to do; [`Error::NotFound`] for an id, which nobody types,
/// that is not within reach; the database's.
pub fn pick(tx: &mut Read<'_>, field: &str, typed: &str, on: Date) -> Result<Option<Id<Unit>>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let may = tx.may::<See>()?;
    if let Ok(unit) = typed.parse::<Id<Unit>>() {
        return view::reach(tx, &may, unit).map(|()| Some(unit));
    }
    let all: Vec<Named> = within_reach(tx, &may, on)?.into_iter().filter(|n| n.from <= on).collect();
    let same = |a: &str, b: &str| a == b || a.to_lowercase() == b.to_lowercase();
    let by_code = all.iter().find(|n| n.name.code == typed).or_else(|| all.iter().find(|n| same(&n.name.code, typed)));
    if let Some(found) = by_code {
        return Ok(Some(found.unit));
    }
    // what a suggestion wrote, perhaps on a day on which the name was another
    let begins =
        |n: &&Named| typed.strip_prefix(&n.name.code).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    if let Some(found) = all.iter().filter(begins).max_by_key(|n| n.name.code.len())
        && was_called(tx, &may, found.unit, typed[found.name.code.len()..].trim())?
    {
        return Ok(Some(found.unit));
    }
    let mut meant: Vec<Named> =
        all.into_iter().filter(|n| same(&n.name.name, typed) || same(&n.name.short, typed)).collect();
    match meant.len() {
        0 => {
            let near = suggested(tx, typed, on, NAMED)?;
            Err(nothing(field, typed, &near, on))
        }
        1 => Ok(meant.pop().map(|n| n.unit)),
        n => {
            meant.truncate(NAMED);
            let named = choices(tx, &may, meant, on)?;
            Err(Error::field(
                field,
                Say::each(|lang| {
                    Text::of(lang).several_units(typed, n as u64, list(&named, lang).as_str()).to_string()
                }),
            ))
        }
    }
}

/// Whether that was, is or will be the unit's name.
fn was_called(tx: &mut Read<'_>, may: &Permit<See>, unit: Id<Unit>, name: &str) -> Result<bool> {
    let root = may.root();
    let spans = <Name as crate::Kept>::spans(tx.with(may), root, unit)?;
    Ok(spans.iter().any(|s| s.value.name == name || s.value.short == name))
}

fn list(choices: &[Choice], lang: Lang) -> String {
    let one = |c: &Choice| match &c.above {
        Some(above) => Text::of(lang).choice_under(c.code.as_str(), c.name.as_str(), above.as_str()).to_string(),
        None => c.written(),
    };
    choices.iter().map(one).collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " })
}

fn nothing(field: &str, typed: &str, near: &[Choice], on: Date) -> Error {
    let day = on.to_string();
    Error::field(
        field,
        Say::each(|lang| {
            let t = Text::of(lang);
            let says = t.no_such_unit(day.as_str(), typed).to_string();
            match near {
                [] => says,
                near => {
                    format!("{says}{}{}", if lang == Lang::Zh { "" } else { " " }, t.perhaps(list(near, lang).as_str()))
                }
            }
        }),
    )
}
