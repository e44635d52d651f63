//! From rows to what is to be done. Pure.

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Id, Say};
use intake::Report;

use super::{Known, sheet::Read};
use crate::{
    Affiliation, Founding, Funds, Staff, Unit,
    timeline::{self, Span},
    tree::{Node, Stand, Tree},
};

/// What an import will do.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) rows: usize,
    pub(crate) new: Vec<Planned>,
    pub(crate) changed: Vec<Planned>,
    pub(crate) same: usize,
}

#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) unit: Id<Unit>,
    pub(crate) founding: Founding,
    pub(crate) staff: Option<Staff>,
    pub(crate) funds: Vec<Funds>,
    pub(crate) affiliation: Option<Affiliation>,
    pub(crate) closed: Option<Date>,
}

/// Works out what rows mean against what is recorded. What is wrong goes into the report with its cell.
pub(crate) fn plan(
    rows: Vec<Read>,
    known: &BTreeMap<String, Known>,
    tree: &Tree,
    whole: bool,
    today: Date,
    since: Date,
    report: &mut Report,
) -> Plan {
    let first = first_days(&rows, known, tree, since);
    let mut plan = Plan { rows: rows.len(), ..Plan::default() };
    let mut ids: BTreeMap<String, (Id<Unit>, usize)> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        if let Some((_, first)) = ids.get(&row.name.code) {
            let first = rows[*first].at.code.to_string();
            let say = Say::new(format!("编码重复：与 {first} 相同。"), format!("This code stands at {first} already."));
            report.wrong(&row.at.code, say);
            continue;
        }
        let id = known.get(&row.name.code).map_or_else(Id::new, |k| k.unit);
        ids.insert(row.name.code.clone(), (id, i));
    }
    let mut after = tree.clone();
    let mut number = after.next_number();
    let mut at: BTreeMap<Id<Unit>, String> = BTreeMap::new();
    let firsts: BTreeSet<usize> = ids.values().map(|(_, i)| *i).collect();
    for (i, row) in rows.into_iter().enumerate().filter(|(i, _)| firsts.contains(i)).collect::<Vec<_>>() {
        let Some((unit, _)) = ids.get(&row.name.code).copied() else { continue };
        let recorded = known.get(&row.name.code);
        let parent = match parent_of(&row, &ids, known, whole || recorded.is_some_and(|k| k.within), report) {
            Some(parent) => parent,
            None => continue,
        };
        if recorded.is_some_and(|k| !k.within) {
            report.wrong(&row.at.code, Say::new("该编码已被占用。", "This code is taken."));
            continue;
        }
        let on = first.get(&row.name.code).copied().unwrap_or(since);
        if let Some(closed) = row.closed.filter(|closed| *closed <= on) {
            let say = Say::new(
                format!("撤销日期{closed}应晚于设立日期{on}。"),
                format!("It ends on {closed}, but is founded on {on}."),
            );
            report.wrong(&row.at.closed, say);
            continue;
        }
        let (staff, funds, affiliation) = (row.staff.clone(), row.funds.clone(), row.affiliation.clone());
        let stand = Stand { parent, position: i as i64 };
        let founding = Founding {
            on,
            name: row.name.clone(),
            parent,
            position: i as i64,
            establishments: row.establishments.clone(),
            quotas: row.quotas.clone(),
            party: row.party.clone(),
        };
        at.insert(unit, row.at.parent.to_string());
        match (recorded, after.units.get_mut(&unit)) {
            (Some(k), Some(node)) => {
                let stand =
                    Stand { position: timeline::on(&node.places, today).map_or(0, |s| s.value.position), ..stand };
                let turn = timeline::state(&node.places, today, stand);
                // what a row leaves empty stays, so only what it says can differ
                let says_more = !row.establishments.is_empty()
                    || !row.quotas.is_empty()
                    || row.party.is_some()
                    || staff.is_some()
                    || affiliation.is_some()
                    || !funds.is_empty();
                if turn.is_empty() && k.name == row.name && !says_more {
                    plan.same += 1;
                    continue;
                }
                node.places = timeline::turned(&node.places, &turn);
                plan.changed.push(Planned { unit, founding, staff, funds, affiliation, closed: None });
            }
            _ => {
                let places = vec![Span { id: None, from: on, to: row.closed, value: stand }];
                after.units.insert(unit, Node { number, from: on, to: row.closed, places });
                number = number.saturating_add(1);
                plan.new.push(Planned { unit, founding, staff, funds, affiliation, closed: row.closed });
            }
        }
    }
    if report.wrong_in_all == 0
        && let Err(why) = after.ways()
    {
        let place = why.unit().and_then(|u| at.get(&u));
        let code = why.unit().and_then(|u| ids.iter().find(|(_, (id, _))| *id == u)).map_or("", |(code, _)| code);
        report.wrong_in_all += 1;
        report.wrong.push(intake::Wrong { place: place.cloned().unwrap_or_default(), say: why.say(code) });
    }
    plan
}

/// The first day of each unit of the sheet: as it says, else `since`, else as soon as the unit above is there.
fn first_days(rows: &[Read], known: &BTreeMap<String, Known>, tree: &Tree, since: Date) -> BTreeMap<String, Date> {
    let recorded = |code: &str| tree.units.get(&known.get(code)?.unit).map(|n| n.from);
    let mut days: BTreeMap<String, Date> =
        rows.iter().map(|r| (r.name.code.clone(), r.founded.unwrap_or(since))).collect();
    // each round carries the day one step down; days only grow, and none beyond the latest
    for _ in 0..rows.len() {
        let mut moved = false;
        for row in rows.iter().filter(|r| r.founded.is_none()) {
            let above = row.parent.as_deref().and_then(|p| recorded(p).or_else(|| days.get(p).copied()));
            if let (Some(above), Some(own)) = (above, days.get_mut(&row.name.code))
                && above > *own
            {
                *own = above;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    days
}

/// The unit above by its code; `Some(None)` at the top, `None` where the row is wrong.
fn parent_of(
    row: &Read,
    ids: &BTreeMap<String, (Id<Unit>, usize)>,
    known: &BTreeMap<String, Known>,
    may_be_top: bool,
    report: &mut Report,
) -> Option<Option<Id<Unit>>> {
    let Some(code) = &row.parent else {
        if may_be_top {
            return Some(None);
        }
        report.wrong(&row.at.parent, Say::new("请填写上级机构编码。", "Give the code of the unit above."));
        return None;
    };
    if *code == row.name.code {
        report.wrong(&row.at.parent, Say::new("上级机构不能是自己。", "A unit does not stand under itself."));
        return None;
    }
    match (ids.get(code), known.get(code)) {
        (Some((id, _)), None) => Some(Some(*id)),
        (_, Some(k)) if k.within => Some(Some(k.unit)),
        _ => {
            let say = Say::new(
                format!("找不到编码为“{code}”的上级机构：表中没有，系统中也没有。"),
                format!("There is no unit with the code “{code}”, neither in the sheet nor recorded."),
            );
            report.wrong(&row.at.parent, say);
            None
        }
    }
}
