//! The tree of units over time: who stands under whom on every day, and the paths that follow from it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use auth::Path;
use base::{Date, Id, Say};

use crate::{Unit, timeline::Span};

/// A unit in the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its number in the paths.
    pub number: u32,
    /// The first day it exists.
    pub from: Date,
    /// The day it is no more.
    pub to: Option<Date>,
    /// Where it stands, in order of time.
    pub places: Vec<Span<Stand>>,
}

/// Under which unit, and where among its sisters.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, diesel::Queryable)]
pub struct Stand {
    /// The unit above; nothing at the top.
    pub parent: Option<Id<Unit>>,
    /// The lower comes first; sisters of one position stand in the order of their numbers.
    pub position: i64,
}

/// The path of a unit from a day until the day before another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Way {
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub to: Date,
    /// The path.
    pub path: Path,
}

/// Why a tree is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TreeError {
    /// From that day on the unit would stand below itself.
    Cycle(Id<Unit>, Date),
    /// The unit would stand below more than [`Path::DEEPEST`] others.
    TooDeep(Id<Unit>),
    /// More units than paths can number.
    TooMany,
    /// On that day the unit above does not exist.
    NoParent(Id<Unit>, Date),
}

impl TreeError {
    /// The unit it is about, where it is about one.
    pub fn unit(&self) -> Option<Id<Unit>> {
        match self {
            Self::Cycle(u, _) | Self::TooDeep(u) | Self::NoParent(u, _) => Some(*u),
            Self::TooMany => None,
        }
    }
    /// The sentence for a person; `name` is how the unit is called.
    pub fn say(&self, name: &str) -> Say {
        match self {
            // a place that was never another begins with all days
            Self::Cycle(_, day) if day.as_str() == DAYS.0 => Say::new(
                format!("“{name}”会成为自己的上级（直接或经下级机构）。请选择不在它之下的机构。"),
                format!("“{name}” would stand below itself. Choose a unit that is not below it."),
            ),
            Self::Cycle(_, day) => Say::new(
                format!("自{day}起，“{name}”会成为自己的上级（直接或经下级机构）。请选择不在它之下的机构。"),
                format!("From {day} on, “{name}” would stand below itself. Choose a unit that is not below it."),
            ),
            Self::TooDeep(_) => Say::new(
                format!("“{name}”的层级超过{}级。请减少层级。", Path::DEEPEST),
                format!("“{name}” would stand more than {} levels deep. Use fewer levels.", Path::DEEPEST),
            ),
            Self::TooMany => Say::new(
                format!("机构数超过{}个，编号已用完。", Path::MOST),
                format!("There are more than {} units; no number is left.", Path::MOST),
            ),
            Self::NoParent(_, day) => Say::new(
                format!("“{name}”在{day}的上级机构当日不存在（尚未设立或已撤销）。请换一个上级机构或日期。"),
                format!(
                    "On {day} the unit above “{name}” does not exist (not yet founded, or closed). Choose another unit or day."
                ),
            ),
        }
    }
}

/// The day on which every unit's first place begins, and the day on which the last one ends: before a unit's first day
/// and after its last the place is that of the nearest day, so that scope reaches planned and closed units too.
pub const DAYS: (&str, &str) = ("0001-01-01", "9999-12-31");

/// The units of a root with their places on all days.
#[derive(Clone, Default, Debug)]
pub struct Tree {
    /// Each unit once, closed ones included.
    pub units: HashMap<Id<Unit>, Node>,
}

impl Tree {
    /// The unit above on that day; nothing at the top, and for a unit that is not there.
    pub fn parent(&self, unit: Id<Unit>, on: Date) -> Option<Id<Unit>> {
        self.units.get(&unit)?.places.iter().find(|s| s.holds(on))?.value.parent
    }
    /// The units right below on any day from `from` on, in the order of their ids.
    pub fn children_from(&self, unit: Id<Unit>, from: Date) -> Vec<Id<Unit>> {
        let below = |s: &Span<Stand>| s.value.parent == Some(unit) && s.meets(from, None);
        let mut all: Vec<_> =
            self.units.iter().filter(|(_, n)| n.places.iter().any(below)).map(|(id, _)| *id).collect();
        all.sort();
        all
    }
    /// The smallest number that is larger than any given so far; the first is 1.
    pub fn next_number(&self) -> u32 {
        self.units.values().map(|n| n.number).max().unwrap_or(0).saturating_add(1)
    }

    /// The path of every unit on every day, meeting without gap from the first day of [`DAYS`] to the last.
    ///
    /// # Errors
    /// The first thing that keeps it from being a tree: a unit above that is not there, a cycle, too many levels.
    pub fn ways(&self) -> Result<BTreeMap<Id<Unit>, Vec<Way>>, TreeError> {
        let ids: BTreeSet<_> = self.units.keys().copied().collect();
        for id in &ids {
            self.parents_exist(*id)?;
        }
        let [first, last] = [DAYS.0, DAYS.1].map(|d| d.parse::<Date>().map_err(|_| TreeError::TooMany));
        let (first, last) = (first?, last?);
        let mut all = BTreeMap::new();
        for id in ids {
            let mut ways: Vec<Way> = Vec::new();
            for piece in self.pieces(id, first, last, &mut Vec::new())? {
                match ways.last_mut() {
                    Some(before) if before.path == piece.path => before.to = piece.to,
                    _ => ways.push(piece),
                }
            }
            all.insert(id, ways);
        }
        Ok(all)
    }

    /// On every day on which a unit stands under another, that other one exists.
    fn parents_exist(&self, id: Id<Unit>) -> Result<(), TreeError> {
        let spans = self.units.get(&id).map_or(&[][..], |n| &n.places);
        for span in spans {
            let Some(parent) = span.value.parent else { continue };
            let wrong = |day| Err(TreeError::NoParent(id, day));
            match self.units.get(&parent) {
                None => return wrong(span.from),
                Some(p) if p.from > span.from => return wrong(span.from),
                Some(Node { to: Some(end), .. }) if span.to.is_none_or(|to| to > *end) => {
                    return wrong(span.from.max(*end));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The paths of a unit on the days of an interval. The chain above is followed within ever smaller intervals, so a
    /// unit met twice on the way up stands below itself on those very days.
    fn pieces(&self, id: Id<Unit>, from: Date, to: Date, below: &mut Vec<Id<Unit>>) -> Result<Vec<Way>, TreeError> {
        if below.contains(&id) {
            return Err(TreeError::Cycle(id, from));
        }
        if below.len() >= Path::DEEPEST {
            return Err(TreeError::TooDeep(below[0]));
        }
        let Some(node) = self.units.get(&id) else { return Ok(vec![]) };
        if node.number >= Path::MOST {
            return Err(TreeError::TooMany);
        }
        below.push(id);
        let mut ways = Vec::with_capacity(1);
        for (i, span) in node.places.iter().enumerate() {
            let begins = if i == 0 { from } else { from.max(span.from) };
            let ends = node.places.get(i + 1).map_or(to, |next| to.min(next.from));
            if begins >= ends {
                continue;
            }
            let above = match span.value.parent {
                None => vec![Way { from: begins, to: ends, path: Path::whole() }],
                Some(parent) => self.pieces(parent, begins, ends, below)?,
            };
            for way in above {
                let path = way.path.child(node.number).ok_or(TreeError::TooDeep(id))?;
                ways.push(Way { path, ..way });
            }
        }
        below.pop();
        Ok(ways)
    }
}

#[cfg(test)]
mod tests;
