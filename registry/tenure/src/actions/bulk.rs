//! Many appointments at once, within the transaction of an import.

use std::collections::{BTreeSet, HashMap};

use auth::Permit;
use base::{Id, Lang, Say};
use db::{Error, Read, Result, Write};
use org::{
    Kept, Quota, Unit,
    timeline::{Span, Turn},
};
use post::{Frame, Post, Time};

use super::{Appointment, days_in_order, or_invalid, post_is_there};
use crate::{Change, Holding, Person, Tenure, Way, rules::clash};

/// An appointment as a file brings it: what is to be recorded, settled against what is.
#[derive(Clone, Debug)]
pub struct Brought {
    /// What the file says.
    pub appointment: Appointment,
    /// The holding that says the same or less already: the same person on the same post from the same day.
    pub known: Option<(Id<Tenure>, Span<Holding>)>,
}

impl Brought {
    /// Whether nothing changes. What the file leaves empty stays as it is recorded.
    pub fn same(&self) -> bool {
        self.known.as_ref().is_some_and(|(_, was)| self.span(was) == Span { id: None, ..was.clone() })
    }
    /// What holds afterwards.
    fn span(&self, was: &Span<Holding>) -> Span<Holding> {
        let (new, old) = (&self.appointment.holding, &was.value);
        let or = |a: &Option<String>, b: &Option<String>| a.clone().or_else(|| b.clone());
        let value = Holding {
            chosen: or(&new.chosen, &old.chosen),
            appointed_by: or(&new.appointed_by, &old.appointed_by),
            removed_by: or(&new.removed_by, &old.removed_by),
            reason: or(&new.reason, &old.reason),
            ordinal: if new.ordinal == 0 { old.ordinal } else { new.ordinal },
            in_team: new.in_team.or(old.in_team),
            exceptional: new.exceptional.or(old.exceptional),
            printed: new.printed.or(old.printed),
            ..new.clone()
        };
        Span { id: None, from: self.appointment.from, to: self.appointment.to.or(was.to), value }
    }
}

/// What a check of many appointments found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Each with what is recorded of it already, in the order given.
    pub all: Vec<Brought>,
    /// What is wrong, by the place in the order given.
    pub wrong: Vec<(usize, Say)>,
    /// Where more will be appointed than approved, by the place of the first that belongs to the level of the unit.
    pub exceeded: Vec<(usize, Say)>,
}

/// A holding of a person: recorded, or to be recorded by the same file.
type Held = (Option<Id<Tenure>>, Span<Holding>);

/// Checks many appointments against what is recorded and against each other. Posts must be within reach. `new` are posts that
/// the same file makes: whoever plans them has made sure of the reach.
///
/// # Errors
/// The policy's or the database's.
pub fn check_bulk(tx: &mut Read<'_>, all: &[Appointment], new: &[(Id<Post>, Span<Frame>)]) -> Result<Outcome> {
    let may = tx.may::<Change>()?;
    let (root, today) = (tx.root(), tx.today());
    let mut posts: HashMap<Id<Post>, Vec<Span<Frame>>> = HashMap::new();
    for (post, span) in Frame::all(tx.with(&may), root)? {
        posts.entry(post).or_default().push(span);
    }
    let made: BTreeSet<Id<Post>> = new.iter().map(|(post, _)| *post).collect();
    new.iter().for_each(|(post, span)| posts.entry(*post).or_default().push(span.clone()));
    let mut units: Vec<_> = posts.values().filter_map(|s| post::store::unit_of(s, today)).collect();
    units.sort();
    units.dedup();
    let paths = org::paths(tx.with(&may), root, &units, today)?;
    let mut held: HashMap<Id<Person>, Vec<Held>> = HashMap::new();
    for (tenure, span) in Holding::all(tx.with(&may), root)? {
        held.entry(span.value.person).or_default().push((Some(tenure), span));
    }
    let full = |post: Id<Post>| posts.get(&post).and_then(|s| s.last()).is_some_and(|s| s.value.time == Time::Full);
    let mut outcome = Outcome::default();
    for (i, a) in all.iter().enumerate() {
        let frames = posts.get(&a.holding.post).map(Vec::as_slice).unwrap_or_default();
        let kept_by = || post::store::unit_of(frames, today).and_then(|u| paths.get(&u));
        let reached = made.contains(&a.holding.post) || kept_by().is_some_and(|p| may.reaches(p));
        let others = held.entry(a.holding.person).or_default();
        let same = |(_, s): &&Held| s.value.post == a.holding.post && s.from == a.from;
        let known = others.iter().find(same).and_then(|(id, span)| Some(((*id)?, span.clone())));
        let brought = Brought { appointment: a.clone(), known };
        let span = match &brought.known {
            Some((_, was)) => brought.span(was),
            None => Span { id: None, from: a.from, to: a.to, value: a.holding.clone() },
        };
        let itself = brought.known.as_ref().map(|(id, _)| *id);
        let twice = brought.known.as_ref().is_some_and(|(_, was)| was.id.is_none());
        let problem = if twice {
            Some(Say::new("该任职在文件中出现两次。", "This appointment stands twice in the file."))
        } else if !reached {
            Some(Say::new("找不到该岗位，或不在管理范围内。", "There is no such post within reach."))
        } else if let Err(Error::Invalid(errors)) = or_invalid(a.holding.problems())
            .and_then(|()| days_in_order(a.from, a.to))
            .and_then(|()| post_is_there(frames, span.from, span.to))
        {
            errors.into_iter().next().map(|e| e.say)
        } else {
            others.iter().filter(|(id, _)| itself.is_none() || *id != itself).find_map(|(_, other)| {
                let why = clash(&span, other, full)?;
                let name = posts.get(&other.value.post).and_then(|s| s.last()).map_or("", |s| s.value.name.as_str());
                Some(why.say(name, other.from))
            })
        };
        match problem {
            Some(say) => outcome.wrong.push((i, say)),
            None => {
                others.retain(|(id, _)| itself.is_none() || *id != itself);
                others.push((itself, span));
            }
        }
        outcome.all.push(brought);
    }
    let holdings = held.into_values().flatten().map(|(_, span)| span);
    outcome.exceeded = exceeded(tx, &may, &posts, holdings, &outcome.all)?;
    Ok(outcome)
}

/// Which levels of units that the file speaks of have more holders today than approved.
fn exceeded(
    tx: &mut Read<'_>,
    may: &Permit<Change>,
    posts: &HashMap<Id<Post>, Vec<Span<Frame>>>,
    holdings: impl Iterator<Item = Span<Holding>>,
    all: &[Brought],
) -> Result<Vec<(usize, Say)>> {
    let (root, today) = (tx.root(), tx.today());
    let seat = |h: &Holding| {
        let frame = org::timeline::on(posts.get(&h.post)?, today).map(|s| &s.value)?;
        let level = frame.level.clone().filter(|_| frame.leading && h.way == Way::Main)?;
        Some((frame.unit, level))
    };
    let mut counted: HashMap<(Id<Unit>, String), BTreeSet<Id<Person>>> = HashMap::new();
    for span in holdings.filter(|s| s.holds(today)) {
        if let Some(seat) = seat(&span.value) {
            counted.entry(seat).or_default().insert(span.value.person);
        }
    }
    let quotas = Quota::all(tx.with(may), root)?.into_iter().filter(|(_, s)| s.holds(today));
    let approved: HashMap<(Id<Unit>, String), i64> =
        quotas.map(|(unit, s)| ((unit, s.value.level), s.value.approved)).collect();
    let mut said = BTreeSet::new();
    let mut found = Vec::new();
    for (i, brought) in all.iter().enumerate().filter(|(_, b)| !b.same()) {
        let Some(seat) = seat(&brought.appointment.holding) else { continue };
        let (Some(approved), Some(then)) = (approved.get(&seat), counted.get(&seat)) else { continue };
        let then = then.len() as i64;
        if then > *approved && said.insert(seat.clone()) {
            let (zh, en) = (codes::LEVEL.label(&seat.1, Lang::Zh), codes::LEVEL.label(&seat.1, Lang::En));
            found.push((
                i,
                Say::new(
                    format!("该机构{zh}领导职数核定{approved}人，导入后为{then}人，超配{}人。", then - approved),
                    format!(
                        "The unit has {approved} leading posts of “{en}” approved; with this file {then} are filled."
                    ),
                ),
            ));
        }
    }
    Ok(found)
}

/// Many appointments at once: checks all, and records them only where nothing is wrong. The caller's event names
/// [`FACTS`](crate::FACTS).
///
/// # Errors
/// The policy's or the database's.
pub fn appoint_bulk(tx: &mut Write<'_>, all: &[Appointment], progress: &(dyn Fn(u64, u64) + Sync)) -> Result<Outcome> {
    let outcome = check_bulk(tx, all, &[])?;
    if !outcome.wrong.is_empty() {
        return Ok(outcome);
    }
    let may = tx.may::<Change>()?;
    let (root, entry, total) = (tx.root(), tx.entry(), outcome.all.len() as u64);
    for (i, brought) in outcome.all.iter().enumerate() {
        let a = &brought.appointment;
        match &brought.known {
            _ if brought.same() => {}
            Some((tenure, was)) => {
                let turn = Turn { back: was.id.into_iter().collect(), make: vec![brought.span(was)] };
                Holding::turn(tx.with(&may), root, entry, *tenure, &turn)?;
            }
            None => {
                let span = Span { id: None, from: a.from, to: a.to, value: a.holding.clone() };
                Holding::make(tx.with(&may), root, entry, Id::new(), &span)?;
            }
        }
        progress(i as u64 + 1, total);
    }
    Ok(outcome)
}
