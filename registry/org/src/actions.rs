//! The verbs: each one transaction, one ledger entry, from a day on.

use std::collections::BTreeSet;

use auth::{Path, Permit};
use base::{Date, Id, Say};
use db::{Error, Event, FieldError, Recorded, Result, Write};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    Affiliation, Change, Closing, Establishment, Founding, Funds, Kept, Life, Name, Party, Quota, Staff, Unit,
    follow::followers,
    store::{self, FACTS, unit_name},
    timeline::{self, Span, Turn},
    tree::{Node, Stand, Tree},
};

/// A unit that comes out of another, and the units below that one which go with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Part {
    /// What the new unit is. It stands beside the one it came out of.
    pub name: Name,
    /// Units right below the old one that stand below the new one from then on.
    pub children: Vec<Id<Unit>>,
}

/// One change of the tree under way: the rows are written as it goes on, the paths at its end.
pub(crate) struct Work<'w, 'a> {
    pub(crate) tx: &'w mut Write<'a>,
    pub(crate) may: Permit<Change>,
    pub(crate) tree: Tree,
}

impl<'w, 'a> Work<'w, 'a> {
    pub(crate) fn begin(tx: &'w mut Write<'a>) -> Result<Self> {
        let may = tx.may::<Change>()?;
        let root = tx.root();
        let tree = store::tree(tx.with(&may), root)?;
        Ok(Self { tx, may, tree })
    }
    /// Refuses units that are not there or not within reach, both in the same words.
    pub(crate) fn reach(&mut self, unit: Id<Unit>) -> Result<Path> {
        let (root, today) = (self.tx.root(), self.tx.today());
        let path = store::path_of(self.tx.with(&self.may), root, unit, today)?.ok_or(Error::NotFound)?;
        if self.may.reaches(&path) { Ok(path) } else { Err(Error::NotFound) }
    }
    /// Whatever stands at the top is the business of who may change the whole tree.
    fn reach_parent(&mut self, parent: Option<Id<Unit>>) -> Result<()> {
        match parent {
            Some(parent) => self.reach(parent).map(drop),
            None if self.may.whole() => Ok(()),
            None => Err(Error::field(
                "parent",
                Say::new(
                    "请选择上级机构：只有管理全部机构的人才能设立顶层机构。",
                    "Choose the unit above: only who is in charge of the whole tree founds units at the top.",
                ),
            )),
        }
    }
    fn node(&self, unit: Id<Unit>) -> Result<&Node> {
        self.tree.units.get(&unit).ok_or(Error::NotFound)
    }
    /// Refuses a day on which the unit is not there.
    pub(crate) fn there(&self, unit: Id<Unit>, on: Date) -> Result<()> {
        let node = self.node(unit)?;
        if on < node.from {
            let from = node.from;
            return Err(Error::field(
                "on",
                Say::new(
                    format!("该机构{from}才设立，请填写当日或之后的日期。"),
                    format!("The unit was founded on {from}; give that day or a later one."),
                ),
            ));
        }
        if let Some(to) = node.to.filter(|to| *to <= on) {
            return Err(Error::field(
                "on",
                Say::new(
                    format!("该机构自{to}起撤销，请填写更早的日期。"),
                    format!("The unit is closed from {to} on; give an earlier day."),
                ),
            ));
        }
        Ok(())
    }
    pub(crate) fn turn<T: Kept<Subject = Unit>>(&mut self, unit: Id<Unit>, turn: &Turn<T>) -> Result<()> {
        let (root, entry) = (self.tx.root(), self.tx.entry());
        T::turn(self.tx.with(&self.may), root, entry, unit, turn)
    }
    pub(crate) fn spans<T: Kept<Subject = Unit>>(&mut self, unit: Id<Unit>) -> Result<Vec<Span<T>>> {
        let root = self.tx.root();
        T::spans(self.tx.with(&self.may), root, unit)
    }
    pub(crate) fn place(&mut self, unit: Id<Unit>, turn: Turn<Stand>) -> Result<()> {
        self.turn(unit, &turn)?;
        let places = self.spans::<Stand>(unit)?;
        if let Some(node) = self.tree.units.get_mut(&unit) {
            node.places = places;
        }
        Ok(())
    }
    /// Writes the paths.
    pub(crate) fn settle(self) -> Result<()> {
        let Self { tx, may, tree } = self;
        let root = tx.root();
        if let Err(why) = store::keep_places(tx.with(&may), root, &tree)? {
            let name = match why.unit() {
                Some(unit) => latest_name(tx, &may, unit)?,
                None => String::new(),
            };
            return Err(Error::Refused(why.say(&name)));
        }
        Ok(())
    }
    /// Writes the paths and the entry.
    pub(crate) fn finish<T>(self, event: Event, value: T) -> Result<Recorded<T>> {
        let Self { tx, may, tree } = self;
        Work { tx: &mut *tx, may, tree }.settle()?;
        let event = followers().iter().fold(event.facts(FACTS), |event, f| event.facts(f.facts()));
        tx.record(event, value)
    }
}

fn latest_name(tx: &mut Write<'_>, may: &Permit<Change>, unit: Id<Unit>) -> Result<String> {
    let root = tx.root();
    let spans = Name::spans(tx.with(may), root, unit)?;
    Ok(spans.last().map(|s| s.value.name.clone()).unwrap_or_default())
}

/// Refuses a code that another unit has on any of the days.
fn code_is_free(
    work: &mut Work<'_, '_>,
    unit: Option<Id<Unit>>,
    code: &str,
    from: Date,
    to: Option<Date>,
) -> Result<()> {
    let root = work.tx.root();
    let rows: Vec<(Id<Unit>, String, Date, Option<Date>)> = unit_name::table
        .filter(unit_name::root.eq(root))
        .filter(unit_name::code.eq(code))
        .filter(unit_name::unmade.is_null())
        .select((unit_name::unit, unit_name::name, unit_name::valid_from, unit_name::valid_to))
        .load(work.tx.with(&work.may))?;
    let other = rows.into_iter().find(|(id, _, begins, ends)| {
        Some(*id) != unit && ends.is_none_or(|end| end > from) && to.is_none_or(|end| *begins < end)
    });
    let Some((id, name, ..)) = other else { return Ok(()) };
    // the other unit is named only to those who may see it
    let say = match work.reach(id) {
        Ok(_) => Say::new(
            format!("编码“{code}”已用于“{name}”，请换一个编码。"),
            format!("The code “{code}” is that of “{name}”; choose another."),
        ),
        Err(_) => Say::new(
            format!("编码“{code}”已被占用，请换一个编码。"),
            format!("The code “{code}” is taken; choose another."),
        ),
    };
    Err(Error::field("code", say))
}

pub(crate) fn or_invalid(problems: Vec<FieldError>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// Everything of a founding but the checks of reach and code; `to` is the day of closing where it is past already.
pub(crate) fn add(work: &mut Work<'_, '_>, id: Id<Unit>, number: u32, f: &Founding, to: Option<Date>) -> Result<()> {
    let on = f.on;
    fn from<T>(on: Date, to: Option<Date>, value: T) -> Turn<T> {
        Turn { back: vec![], make: vec![Span { id: None, from: on, to, value }] }
    }
    let life = Life { number: i64::from(number), closed_by: to.map(|_| Closing::Closed), heir: None };
    work.tree.units.insert(id, Node { number, from: on, to, places: vec![] });
    work.turn(id, &from(on, to, life))?;
    work.turn(id, &from(on, to, f.name.clone()))?;
    work.place(id, from(on, to, Stand { parent: f.parent, position: f.position }))?;
    for e in &f.establishments {
        work.turn(id, &from(on, to, e.clone()))?;
    }
    for q in &f.quotas {
        work.turn(id, &from(on, to, q.clone()))?;
    }
    match &f.party {
        // a term that begins later is known from its beginning
        Some(party) if to.is_none_or(|to| party.started < to) => {
            work.turn(id, &from(on.max(party.started), to, party.clone()))
        }
        _ => Ok(()),
    }
}

pub(crate) fn next_number(work: &mut Work<'_, '_>) -> Result<u32> {
    let root = work.tx.root();
    let largest = store::largest_number(work.tx.with(&work.may), root)?;
    u32::try_from(largest).ok().and_then(|n| n.checked_add(1)).ok_or_else(|| Error::Internal("numbers of units".into()))
}

/// Founds a unit.
///
/// # Errors
/// What is wrong by field; a unit above that is not within reach or not there on that day.
pub fn found(tx: &mut Write<'_>, founding: &Founding) -> Result<Recorded<Id<Unit>>> {
    let mut work = Work::begin(tx)?;
    work.reach_parent(founding.parent)?;
    or_invalid(founding.problems())?;
    code_is_free(&mut work, None, &founding.name.code, founding.on, None)?;
    let (id, number) = (Id::new(), next_number(&mut work)?);
    add(&mut work, id, number, founding, None)?;
    work.finish(Event::new("org.founded").about(id).with(founding)?, id)
}

/// From `on` on the unit is called so and is that. On the first day of what was said before, it corrects it.
///
/// # Errors
/// What is wrong by field; a unit that is not within reach, or not there on that day.
pub fn restate(tx: &mut Write<'_>, unit: Id<Unit>, on: Date, name: &Name) -> Result<Recorded<()>> {
    let mut work = Work::begin(tx)?;
    work.reach(unit)?;
    work.there(unit, on)?;
    or_invalid(name.problems())?;
    let spans = work.spans::<Name>(unit)?;
    let turn = timeline::state(&spans, on, name.clone());
    for made in &turn.make {
        code_is_free(&mut work, Some(unit), &made.value.code, made.from, made.to)?;
    }
    work.turn(unit, &turn)?;
    work.finish(Event::new("org.restated").about(unit).with((on, name))?, ())
}

/// From `on` on the unit stands under another one, with all that is below it.
///
/// # Errors
/// A cycle, in a sentence; units that are not within reach, or not there on that day.
pub fn move_to(
    tx: &mut Write<'_>,
    unit: Id<Unit>,
    on: Date,
    parent: Option<Id<Unit>>,
    position: i64,
) -> Result<Recorded<()>> {
    let mut work = Work::begin(tx)?;
    work.reach(unit)?;
    work.reach_parent(parent)?;
    work.there(unit, on)?;
    let turn = timeline::state(&work.node(unit)?.places, on, Stand { parent, position });
    work.place(unit, turn)?;
    work.finish(Event::new("org.moved").about(unit).with((on, parent, position))?, ())
}

/// Ends every timeline of a unit. What is below it and what follows it is settled before.
fn end_life(work: &mut Work<'_, '_>, unit: Id<Unit>, on: Date, by: Closing, heir: Option<Id<Unit>>) -> Result<()> {
    if work.node(unit)?.from >= on {
        let from = work.node(unit)?.from;
        return Err(Error::field(
            "on",
            Say::new(
                format!("撤销日期应晚于设立日期{from}。"),
                format!("A unit ends after the day on which it was founded, {from}."),
            ),
        ));
    }
    for span in work.spans::<Life>(unit)? {
        let value = Life { closed_by: Some(by), heir, ..span.value.clone() };
        let make = vec![Span { id: None, from: span.from, to: Some(on), value }];
        work.turn(unit, &Turn { back: span.id.into_iter().collect(), make })?;
    }
    macro_rules! end {
        ($($t:ty),+) => {$(
            let turn = timeline::end(&work.spans::<$t>(unit)?, on);
            work.turn(unit, &turn)?;
        )+};
    }
    end!(Name, Establishment, Quota, Staff, Funds, Party, Affiliation);
    let turn = timeline::end(&work.node(unit)?.places, on);
    work.place(unit, turn)?;
    if let Some(node) = work.tree.units.get_mut(&unit) {
        node.to = Some(on);
    }
    Ok(())
}

/// Closes a unit on a day: that day is the first on which it is no more. With `all_below` everything below it and every
/// post in it ends too; otherwise a unit that still has any is not closed.
///
/// # Errors
/// What is still there, in a sentence; a unit that is not within reach, or not there on that day.
pub fn close(tx: &mut Write<'_>, unit: Id<Unit>, on: Date, all_below: bool) -> Result<Recorded<usize>> {
    let mut work = Work::begin(tx)?;
    work.reach(unit)?;
    work.there(unit, on)?;
    let mut closing = vec![unit];
    let mut seen = BTreeSet::from([unit]);
    let mut at = 0;
    while let Some(here) = closing.get(at).copied() {
        let below = work.tree.children_from(here, on);
        if !below.is_empty() && !all_below {
            let n = below.len();
            let name = latest_name(work.tx, &work.may, below[0])?;
            return Err(Error::refused(
                format!("还有{n}个下级机构（如“{name}”），不能撤销。请先撤销或调整它们，或选择一并撤销。"),
                format!(
                    "{n} units still stand below it, such as “{name}”. Close or move them first, or choose to close them too."
                ),
            ));
        }
        closing.extend(below.into_iter().filter(|id| seen.insert(*id)));
        at += 1;
    }
    for unit in closing.iter().rev() {
        for follower in followers() {
            if all_below {
                follower.end(work.tx, *unit, on)?;
            } else if let Some(left) = follower.left(work.tx, *unit, on)? {
                return Err(Error::Refused(left));
            }
        }
        end_life(&mut work, *unit, on, Closing::Closed, None)?;
    }
    let n = closing.len();
    work.finish(Event::new("org.closed").about(unit).with((on, &closing))?, n)
}

/// On `on` the unit goes into another one: units below it stand below the heir from then on, its posts belong to the
/// heir, and it is closed.
///
/// # Errors
/// An heir that is the unit itself or below it; units that are not within reach, or not there on that day.
pub fn merge(tx: &mut Write<'_>, unit: Id<Unit>, heir: Id<Unit>, on: Date) -> Result<Recorded<()>> {
    let mut work = Work::begin(tx)?;
    work.reach(unit)?;
    work.reach(heir)?;
    work.there(unit, on)?;
    work.there(heir, on)?;
    if unit == heir {
        return Err(Error::field(
            "heir",
            Say::new("不能并入自己，请选择另一个机构。", "A unit cannot go into itself; choose another."),
        ));
    }
    for child in work.tree.children_from(unit, on) {
        let turn = timeline::remap(&work.node(child)?.places, on, |stand| {
            (stand.parent == Some(unit)).then_some(Stand { parent: Some(heir), position: stand.position })
        });
        work.place(child, turn)?;
    }
    for follower in followers() {
        follower.hand_over(work.tx, unit, heir, on)?;
    }
    end_life(&mut work, unit, on, Closing::Merged, Some(heir))?;
    work.finish(Event::new("org.merged").about(unit).with((on, heir))?, ())
}

/// On `on` new units come out of one, each taking with it some of those below. The old one stays.
///
/// # Errors
/// What is wrong by field; a child that is not right below the unit on that day, or goes to two parts.
pub fn split(tx: &mut Write<'_>, unit: Id<Unit>, on: Date, parts: &[Part]) -> Result<Recorded<Vec<Id<Unit>>>> {
    let mut work = Work::begin(tx)?;
    work.reach(unit)?;
    work.there(unit, on)?;
    let parent = work.tree.parent(unit, on);
    work.reach_parent(parent)?;
    if parts.is_empty() {
        return Err(Error::field("parts", Say::new("请至少填写一个新机构。", "Give at least one new unit.")));
    }
    let mut gone = BTreeSet::new();
    let mut ids = Vec::with_capacity(parts.len());
    for part in parts {
        or_invalid(part.name.problems())?;
        code_is_free(&mut work, None, &part.name.code, on, None)?;
        let (id, number) = (Id::new(), next_number(&mut work)?);
        let position = work.node(unit)?.places.iter().find(|s| s.holds(on)).map_or(0, |s| s.value.position);
        let (name, nothing) = (part.name.clone(), Vec::new());
        let f = Founding { on, name, parent, position, establishments: nothing, quotas: vec![], party: None };
        add(&mut work, id, number, &f, None)?;
        for child in &part.children {
            if work.tree.parent(*child, on) != Some(unit) || !gone.insert(*child) {
                return Err(Error::field(
                    "children",
                    Say::new(
                        "划出的机构须是它的直属下级，且只能划给一个新机构。",
                        "What goes over must stand right below it, and goes to one new unit only.",
                    ),
                ));
            }
            let turn = timeline::remap(&work.node(*child)?.places, on, |stand| {
                (stand.parent == Some(unit)).then_some(Stand { parent: Some(id), position: stand.position })
            });
            work.place(*child, turn)?;
        }
        ids.push(id);
    }
    work.finish(Event::new("org.split").about(unit).with((on, parts))?, ids)
}
