//! The workbook of a list of people: their units, themselves and what belongs to them, the posts they hold and held.

use std::collections::{BTreeSet, HashMap};

use auth::ColumnGroup;
use base::{Date, Id, Lang, PartialDate};
use db::Read;
use formats::sheet::{Heads, Table, Value};
use intake::Part;
use org::{Name, Unit, rules::levels_of_rank};
use people::{Person, actions::Taken};
use post::Frame;
use tenure::{Row, Way};

use crate::{sheets, summary};

/// The sheets, units first. `taken` holds whole files, with the restricted entries that may be shown.
///
/// # Errors
/// The policy and the database.
pub fn workbook(
    tx: &mut Read<'_>,
    taken: &Taken,
    groups: &[ColumnGroup],
    heads: Heads,
) -> db::Result<Vec<Table<'static>>> {
    let today = tx.today();
    let people: Vec<Id<tenure::Person>> = taken.lines.iter().map(|l| l.person.cast()).collect();
    let mut careers: HashMap<Id<Person>, Vec<Row>> = HashMap::new();
    for row in tenure::careers_of(tx, &people, today)? {
        careers.entry(row.span.value.person.cast()).or_default().push(row);
    }
    let mut units: BTreeSet<Id<Unit>> = taken.lines.iter().filter_map(|l| l.unit).collect();
    units.extend(careers.values().flatten().map(|r| r.frame.unit));
    let may = tx.may::<people::See>()?;
    let root = tx.root();
    let ids: Vec<Id<Unit>> = units.iter().copied().collect();
    let names: HashMap<Id<Unit>, Name> = org::names(tx.with(&may), root, &ids, today)?.into_iter().collect();

    let told: Vec<HashMap<&str, String>> = taken.files.iter().map(|f| summary::told(f, today)).collect();
    let summary = |i: usize, key: &str| match told.get(i) {
        Some(told) => told.get(key).cloned(),
        None => key.starts_with("told_").then(String::new),
    };
    let parts: Vec<Part> = sheets::PARTS.iter().filter(|p| !matches!(p.key, "units" | "held")).copied().collect();
    let mut tables = people::sheets(taken, groups, &parts, heads, &summary);
    tables.extend(held(taken, &careers, &names, groups, heads, today));
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    let may = tx.may::<people::See>()?;
    let units = org::units_sheet(tx, &may, &units, heads, "B01")?;
    Ok(units.into_iter().chain(tables).collect())
}

/// A02.
fn held(
    taken: &Taken,
    careers: &HashMap<Id<Person>, Vec<Row>>,
    names: &HashMap<Id<Unit>, Name>,
    groups: &[ColumnGroup],
    heads: Heads,
    today: Date,
) -> Option<Table<'static>> {
    if careers.is_empty() {
        return None;
    }
    // our own columns go along under their names: other systems pass over what they do not know
    let own = |key: &str| matches!(key, "number" | "way");
    let columns: Vec<(&str, &'static str)> = sheets::HELD
        .columns
        .iter()
        .filter(|c| c.key != "id_number" || groups.contains(&ColumnGroup::Identity))
        .filter_map(|c| Some((c.key, heads.of(c, Lang::Zh).or(own(c.key).then(|| c.label(Lang::Zh)))?)))
        .collect();
    let mut rows = Vec::new();
    for line in &taken.lines {
        let id = taken.opened.get(&line.person).into_iter().flatten().find_map(|e| e.values.get("id_number"));
        for row in careers.get(&line.person).into_iter().flatten() {
            let person = |key: &str| match key {
                "number" => line.number.clone(),
                "name" => Some(line.name.clone()),
                "id_number" => id.map(str::to_owned),
                _ => None,
            };
            rows.push(
                columns
                    .iter()
                    .map(|(key, _)| person(key).map_or_else(|| cell(key, row, names, today), Value::text))
                    .collect::<Vec<_>>(),
            );
        }
    }
    Some(Table::new("A02", columns.into_iter().map(|(_, head)| head), rows))
}

fn cell(key: &str, row: &Row, names: &HashMap<Id<Unit>, Name>, today: Date) -> Value {
    let (span, frame) = (&row.span, &row.frame);
    let unit = names.get(&frame.unit);
    let text = |t: Option<&str>| Value::text(t.unwrap_or_default().to_owned());
    let day = |d: Date| Value::Date(PartialDate::from(d));
    let said =
        |is: Option<bool>, words: [&'static str; 2]| is.map_or(Value::Empty, |is| Value::text(words[usize::from(!is)]));
    let yes = |is: bool| Value::text(if is { "是" } else { "否" });
    match key {
        "unit_code" => text(unit.map(|n| n.code.as_str())),
        "unit_name" => text(unit.map_or(Some(row.unit_name.as_str()), |n| Some(n.name.as_str()))),
        "post" => text(Some(&frame.name)),
        "leading" => yes(frame.leading),
        "level" => text(frame.level.as_deref().map(|l| post::level_label(l, Lang::Zh))),
        "member" => text(member(frame, unit)),
        "ordinal" if span.value.ordinal > 0 => Value::Count(span.value.ordinal),
        "from" => day(span.from),
        "to" => span.to.map_or(Value::Empty, day),
        "appointed_by" => text(span.value.appointed_by.as_deref()),
        "removed_by" => text(span.value.removed_by.as_deref()),
        "reason" => text(span.value.reason.as_deref()),
        "chosen" => text(span.value.chosen.as_deref().map(|c| codes::SELECTION.label(c, Lang::Zh))),
        // who is to leave is still there
        "state" => text(Some(if span.to.is_some_and(|to| to <= today) { "已免" } else { "在任" })),
        "main" => yes(span.value.way == Way::Main),
        "in_team" => said(span.value.in_team, ["是", "否"]),
        "exceptional" => said(span.value.exceptional, ["是", "否"]),
        "printed" => said(span.value.printed, ["输出", "不输出"]),
        "way" => text(Some(span.value.way.label(Lang::Zh))),
        _ => Value::Empty,
    }
}

/// The kind of member of the team that a leading post makes.
fn member(frame: &Frame, unit: Option<&Name>) -> Option<&'static str> {
    let level = frame.level.as_deref().filter(|_| frame.leading)?;
    let (chief, deputy) = unit?.rank.as_deref().and_then(levels_of_rank)?;
    Some(match level {
        level if level == chief => "正职",
        level if level == deputy => "副职",
        _ => "其他",
    })
}
