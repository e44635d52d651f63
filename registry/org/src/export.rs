//! Units as the sheet that an import reads.

use std::collections::{BTreeMap, BTreeSet};

use auth::{Action, Permit};
use base::{Id, Lang, PartialDate};
use db::{Read, Result};
use formats::sheet::{Heads, Table, Value};

use crate::{
    Affiliation, Establishment, Kept, Kind, Life, Name, Quota, UNIT_COLUMNS, Unit, import::ESTABLISHMENTS,
    rules::levels_of_rank, timeline::on, tree::Stand,
};

/// What is said of one unit today.
struct Said {
    code: String,
    founded: base::Date,
    closed: Option<base::Date>,
    name: Name,
    parent: Option<Id<Unit>>,
    position: i64,
    establishments: BTreeMap<String, i64>,
    quotas: BTreeMap<String, i64>,
    affiliation: Affiliation,
}

/// The sheet of these units and of those above them that the permit reaches, under these heads; nothing where there are none.
/// A unit whose own above is not among them stands at the top.
///
/// # Errors
/// The database.
pub fn sheet<'a, A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    wanted: &BTreeSet<Id<Unit>>,
    heads: Heads,
    name: &str,
) -> Result<Option<Table<'a>>> {
    let all = said(tx, may, wanted)?;
    if all.is_empty() {
        return Ok(None);
    }
    // our own kind goes along under its name: other systems pass a column over that they do not know
    let head = |key: &str, c| heads.of(c, Lang::Zh).or((key == "kind").then(|| c.label(Lang::Zh)));
    let columns: Vec<_> = UNIT_COLUMNS.columns.iter().filter_map(|c| Some((c.key, head(c.key, c)?))).collect();
    let mut units: Vec<&Said> = all.values().collect();
    units.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    let rows: Vec<Vec<Value>> =
        units.into_iter().map(|unit| columns.iter().map(|(key, _)| cell(key, unit, &all)).collect()).collect();
    Ok(Some(Table::new(name, columns.into_iter().map(|(_, head)| head), rows)))
}

fn said<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    wanted: &BTreeSet<Id<Unit>>,
) -> Result<BTreeMap<Id<Unit>, Said>> {
    let (root, today) = (tx.root(), tx.today());
    let tree = crate::store::tree(tx.with(may), root)?;
    let mut units = wanted.clone();
    let mut next: Vec<Id<Unit>> = wanted.iter().copied().collect();
    while let Some(unit) = next.pop() {
        let above = tree.units.get(&unit).and_then(|n| on(&n.places, today)).and_then(|s| s.value.parent);
        next.extend(above.filter(|above| units.insert(*above)));
    }
    let ids: Vec<Id<Unit>> = units.iter().copied().collect();
    let paths = crate::store::paths(tx.with(may), root, &ids, today)?;
    units.retain(|u| paths.get(u).is_some_and(|p| may.reaches(p)));
    let mut all = BTreeMap::new();
    let names = Name::all(tx.with(may), root)?;
    let lives: BTreeMap<Id<Unit>, crate::timeline::Span<Life>> = Life::all(tx.with(may), root)?.into_iter().collect();
    for (unit, span) in names.into_iter().filter(|(unit, span)| units.contains(unit) && span.holds(today)) {
        let place: Option<Stand> = tree.units.get(&unit).and_then(|n| on(&n.places, today)).map(|s| s.value.clone());
        let Some(life) = lives.get(&unit) else { continue };
        let said = Said {
            code: span.value.code.clone(),
            founded: life.from,
            closed: life.to,
            parent: place.as_ref().and_then(|p| p.parent).filter(|p| units.contains(p)),
            position: place.map_or(0, |p| p.position),
            name: span.value,
            establishments: BTreeMap::new(),
            quotas: BTreeMap::new(),
            affiliation: Affiliation::default(),
        };
        all.insert(unit, said);
    }
    for (unit, span) in Establishment::all(tx.with(may), root)?.into_iter().filter(|(_, s)| s.holds(today)) {
        if let Some(said) = all.get_mut(&unit) {
            said.establishments.insert(span.value.kind, span.value.approved);
        }
    }
    for (unit, span) in Quota::all(tx.with(may), root)?.into_iter().filter(|(_, s)| s.holds(today)) {
        if let Some(said) = all.get_mut(&unit) {
            said.quotas.insert(span.value.level, span.value.approved);
        }
    }
    for (unit, span) in Affiliation::all(tx.with(may), root)?.into_iter().filter(|(_, s)| s.holds(today)) {
        if let Some(said) = all.get_mut(&unit) {
            said.affiliation = span.value;
        }
    }
    Ok(all)
}

fn cell(key: &str, unit: &Said, all: &BTreeMap<Id<Unit>, Said>) -> Value {
    let text = |t: &str| Value::text(t.to_owned());
    let level = |chief: bool| {
        let (first, second) = unit.name.rank.as_deref().and_then(levels_of_rank)?;
        unit.quotas.get(if chief { first } else { second }).map(|n| Value::Count(*n))
    };
    let day = |d: base::Date| Value::Date(PartialDate::from(d));
    if let Some((_, kind)) = ESTABLISHMENTS.iter().find(|(k, _)| *k == key) {
        return unit.establishments.get(*kind).map_or(Value::Empty, |n| Value::Count(*n));
    }
    match key {
        "code" => text(&unit.code),
        "name" => text(&unit.name.name),
        "short" => text(&unit.name.short),
        "parent" => unit.parent.and_then(|p| all.get(&p)).map_or(Value::Empty, |p| text(&p.code)),
        "area" => unit.affiliation.area.as_deref().map_or(Value::Empty, text),
        "belongs" => {
            let said = unit.affiliation.belongs.as_deref();
            said.map_or(Value::Empty, |b| text(codes::SUBORDINATION.label(b, Lang::Zh)))
        }
        "kind" => text(unit.name.kind.label(Lang::Zh)),
        "nature" => unit.name.kind.nature().map_or(Value::Empty, text),
        "body" => text(if unit.name.kind == Kind::Department { "内设机构" } else { "法人单位" }),
        "rank" => unit.name.rank.as_deref().map_or(Value::Empty, |r| text(codes::UNIT_RANK.label(r, Lang::Zh))),
        "chiefs" => level(true).unwrap_or_default(),
        "deputies" => level(false).unwrap_or_default(),
        "credit_code" => unit.name.credit_code.as_deref().map_or(Value::Empty, text),
        "founded" => day(unit.founded),
        "closed" => unit.closed.map_or(Value::Empty, day),
        _ => Value::Empty,
    }
}
