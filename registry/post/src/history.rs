//! What became of a post: created, restated, described, asked more of, closed; and the ledger entry that says so.

use std::collections::{BTreeMap, BTreeSet};

use auth::{Action, Permit};
use base::{Date, Id};
use db::{LedgerEntry, Read, Result};
use org::{Kept, Told, Unit, timeline::Span};
use serde::Serialize;

use crate::{Content, Frame, Post, Requirement, See};

base::words! {
    /// What became of a post on a day.
    pub enum Became {
        /// It was created.
        Created = "created",
        /// Something of its frame changed.
        Restated = "restated",
        /// Its duties, role, status or pay were written down or changed.
        Described = "described",
        /// What it asks for was written down or changed.
        Required = "required",
        /// It is no more from that day on.
        Closed = "closed",
    }
}

/// One part of a frame that changed. Values as they are kept: codes and words, not labels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Changed {
    /// Which.
    pub field: &'static str,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
}

/// What became of a post on one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Step {
    /// The day from which it holds.
    pub on: Date,
    /// What.
    pub what: Became,
    /// What changed of its frame.
    pub changed: Vec<Changed>,
    /// How many requirements there are from that day on, where they changed.
    pub requirements: Option<usize>,
    /// The number of the ledger entry.
    pub entry: Option<i64>,
    /// The day on which it was recorded.
    pub recorded: Option<Date>,
}

fn changes(before: &Frame, now: &Frame, units: &BTreeMap<Id<Unit>, String>) -> Vec<Changed> {
    let unit = |f: &Frame| Some(units.get(&f.unit).cloned().unwrap_or_else(|| "…".to_owned()));
    let number = |n: Option<i64>| n.map(|n| n.to_string());
    let both = |field, of: &dyn Fn(&Frame) -> Option<String>| {
        let (from, to) = (of(before), of(now));
        (from != to).then_some(Changed { field, from, to })
    };
    let all = [
        both("unit", &unit),
        both("code", &|f| Some(f.code.clone())),
        both("name", &|f| Some(f.name.clone())),
        both("level", &|f| f.level.clone()),
        both("leading", &|f| Some(f.leading.to_string())),
        both("class", &|f| Some(f.class.to_string())),
        both("time", &|f| Some(f.time.to_string())),
        both("managed_by", &|f| f.managed_by.clone()),
        both("openings", &|f| number(Some(f.openings))),
        both("term_years", &|f| number(f.term_years)),
    ];
    all.into_iter().flatten().collect()
}

/// A fact that stands.
struct Stands<T> {
    span: Span<T>,
    /// The entry that first said so: a later change of a span that holds on makes its beginning anew, and says nothing new
    /// about it.
    said: Id<LedgerEntry>,
    /// The entry that made it as it is, its end included.
    made: Id<LedgerEntry>,
}

/// The facts that stand, in order of time.
fn standing<T: Kept<Subject = Post> + PartialEq, A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    post: Id<Post>,
) -> Result<Vec<Stands<T>>> {
    let root = tx.root();
    let all: Vec<Told<T>> = T::history(tx.with(may), root, post)?;
    let said = |told: &Told<T>| {
        let same = |t: &&Told<T>| t.span.from == told.span.from && t.span.value == told.span.value;
        all.iter().filter(same).map(|t| t.made).min().unwrap_or(told.made)
    };
    let stands = |t: &Told<T>| Stands { span: t.span.clone(), said: said(t), made: t.made };
    let mut standing: Vec<Stands<T>> = all.iter().filter(|t| t.unmade.is_none()).map(stands).collect();
    standing.sort_by_key(|t| t.span.from);
    Ok(standing)
}

/// The latest ledger entry among those that said what stands about a post on a day: what a printed description shows.
///
/// # Errors
/// The policy's and the database's. Whether the post is within reach is for [`crate::whole`] to say.
pub fn entry_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, post: Id<Post>, on: Date) -> Result<Option<db::Entry>> {
    let mut made: BTreeSet<Id<LedgerEntry>> = BTreeSet::new();
    macro_rules! made_by {
        ($($t:ty),+) => {$(
            made.extend(standing::<$t, A>(tx, may, post)?.into_iter().filter(|t| t.span.holds(on)).map(|t| t.said));
        )+};
    }
    made_by!(Frame, Content, Requirement);
    let made: Vec<_> = made.into_iter().collect();
    Ok(tx.entries_of(may, &made)?.into_iter().next())
}

/// Everything that became of a post and will, in order of time.
///
/// # Errors
/// The policy's and the database's. Whether the post is within reach is for [`crate::whole`] to say.
pub fn history(tx: &mut Read<'_>, post: Id<Post>) -> Result<Vec<Step>> {
    let may = tx.may::<See>()?;
    history_of(tx, &may, post)
}

/// The same for whoever holds a permit by which the post is theirs to see; units out of its reach are not named.
pub(crate) fn history_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, post: Id<Post>) -> Result<Vec<Step>> {
    let (root, today) = (tx.root(), tx.today());
    let frames = standing::<Frame, A>(tx, may, post)?;
    let contents = standing::<Content, A>(tx, may, post)?;
    let asked = standing::<Requirement, A>(tx, may, post)?;

    let ids: Vec<Id<Unit>> = frames.iter().map(|f| f.span.value.unit).collect();
    let paths = org::paths(tx.with(may), root, &ids, today)?;
    let mut units = BTreeMap::new();
    for told in &frames {
        // what lies outside one's reach is not named
        if paths.get(&told.span.value.unit).is_some_and(|p| may.reaches(p)) {
            let unit = told.span.value.unit;
            let name = org::names(tx.with(may), root, &[unit], told.span.from)?.remove(&unit);
            units.extend(name.map(|n| (unit, n.name)));
        }
    }

    let closed = frames.last().and_then(|f| f.span.to);
    let made = frames.iter().flat_map(|t| [t.said, t.made]);
    let made = made.chain(contents.iter().map(|t| t.said)).chain(asked.iter().map(|t| t.said));
    let made: Vec<_> = made.collect::<BTreeSet<_>>().into_iter().collect();
    let entries: BTreeMap<Id<LedgerEntry>, (i64, Date)> =
        tx.entries_of(may, &made)?.into_iter().map(|e| (e.entry, (e.seq, e.at.date_at(8)))).collect();
    let step = |on: Date, what: Became, made: Option<Id<LedgerEntry>>| {
        let entry = made.and_then(|made| entries.get(&made));
        let (entry, recorded) = (entry.map(|e| e.0), entry.map(|e| e.1));
        Step { on, what, changed: vec![], requirements: None, entry, recorded }
    };

    let mut steps = Vec::new();
    for (i, told) in frames.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| frames.get(i));
        let what = if before.is_some() { Became::Restated } else { Became::Created };
        let changed = before.map(|b| changes(&b.span.value, &told.span.value, &units)).unwrap_or_default();
        if what == Became::Created || !changed.is_empty() {
            steps.push(Step { changed, ..step(told.span.from, what, Some(told.said)) });
        }
    }
    steps.extend(contents.iter().map(|t| step(t.span.from, Became::Described, Some(t.said))));
    let days: BTreeSet<Date> = asked.iter().flat_map(|t| [Some(t.span.from), t.span.to]).flatten().collect();
    for day in days.into_iter().filter(|day| Some(*day) != closed) {
        let made = asked.iter().filter(|t| t.span.from == day).map(|t| t.said).max();
        let n = asked.iter().filter(|t| t.span.holds(day)).count();
        steps.push(Step { requirements: Some(n), ..step(day, Became::Required, made) });
    }
    steps.extend(closed.map(|day| step(day, Became::Closed, frames.last().map(|f| f.made))));
    steps.sort_by_key(|s| s.on);
    Ok(steps)
}
