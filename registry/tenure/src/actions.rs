//! The verbs: each one transaction, one ledger entry.

use std::collections::HashMap;

use auth::Permit;
use base::{Date, Id, Say};
use db::{Error, Event, FieldError, Recorded, Result, Write};
use diesel::prelude::*;
use org::{
    Kept,
    timeline::{Span, Turn},
};
use post::{Frame, Post, Time};
use serde::Serialize;

use crate::{
    Change, Holding, Person, Tenure,
    rules::clash,
    store::{FACTS, tenure_fact},
};

/// That someone is to hold a post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Appointment {
    /// The first day.
    pub from: Date,
    /// The first day on which it is over, where that is known.
    pub to: Option<Date>,
    /// Who holds what, how.
    pub holding: Holding,
}

fn or_invalid(problems: Vec<FieldError>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// The frames of a post whose unit is within reach; the same words where it is not and where it does not exist.
fn frames(tx: &mut Write<'_>, may: &Permit<Change>, post: Id<Post>) -> Result<Vec<Span<Frame>>> {
    let (root, today) = (tx.root(), tx.today());
    let spans = Frame::spans(tx.with(may), root, post)?;
    let unit = post::store::unit_of(&spans, today).ok_or(Error::NotFound)?;
    org::reach(tx, may, unit)?;
    Ok(spans)
}

/// The post must be there on all days of the holding.
fn post_is_there(spans: &[Span<Frame>], from: Date, to: Option<Date>) -> Result<()> {
    let begins = spans.first().map(|s| s.from);
    let ends = spans.last().and_then(|s| s.to);
    if begins.is_some_and(|b| b <= from) && ends.is_none_or(|end| to.is_some_and(|to| to <= end)) {
        return Ok(());
    }
    Err(Error::field(
        "from",
        Say::new(
            "该岗位在任职期间内不存在（尚未设立或已撤销）。请更正日期。",
            "The post does not exist on all of these days; correct them.",
        ),
    ))
}

fn of_person(tx: &mut Write<'_>, may: &Permit<Change>, person: Id<Person>) -> Result<Vec<(Id<Tenure>, Span<Holding>)>> {
    let root = tx.root();
    let ids: Vec<Id<Tenure>> = tenure_fact::table
        .filter(tenure_fact::root.eq(root))
        .filter(tenure_fact::person.eq(person))
        .filter(tenure_fact::unmade.is_null())
        .select(tenure_fact::tenure)
        .load(tx.with(may))?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        all.extend(Holding::spans(tx.with(may), root, id)?.into_iter().map(|s| (id, s)));
    }
    Ok(all)
}

/// Refuses what does not go together with the person's other holdings.
fn goes_together(tx: &mut Write<'_>, may: &Permit<Change>, new: &Span<Holding>, but: Option<Id<Tenure>>) -> Result<()> {
    let root = tx.root();
    let others = of_person(tx, may, new.value.person)?;
    let mut known: HashMap<Id<Post>, Frame> = HashMap::new();
    for post in others.iter().map(|(_, s)| s.value.post).chain([new.value.post]) {
        if let Some(last) = Frame::spans(tx.with(may), root, post)?.pop() {
            known.insert(post, last.value);
        }
    }
    let full = |post| known.get(&post).is_some_and(|f| f.time == Time::Full);
    for (id, other) in &others {
        if Some(*id) != but
            && let Some(why) = clash(new, other, full)
        {
            let name = known.get(&other.value.post).map(|f| f.name.clone()).unwrap_or_default();
            return Err(Error::Refused(why.say(&name, other.from)));
        }
    }
    Ok(())
}

fn days_in_order(from: Date, to: Option<Date>) -> Result<()> {
    match to.filter(|to| *to <= from) {
        None => Ok(()),
        Some(_) => {
            Err(Error::field("to", Say::new("免职日期应晚于任职日期。", "It ends after the day on which it begins.")))
        }
    }
}

/// Someone holds a post from a day on; a day in the future plans it.
///
/// # Errors
/// What is wrong by field; what the person holds already, in a sentence; a post that is not within reach.
pub fn appoint(tx: &mut Write<'_>, a: &Appointment) -> Result<Recorded<Id<Tenure>>> {
    let may = tx.may::<Change>()?;
    let spans = frames(tx, &may, a.holding.post)?;
    or_invalid(a.holding.problems())?;
    days_in_order(a.from, a.to)?;
    post_is_there(&spans, a.from, a.to)?;
    let span = Span { id: None, from: a.from, to: a.to, value: a.holding.clone() };
    goes_together(tx, &may, &span, None)?;
    let id = Id::new();
    let (root, entry) = (tx.root(), tx.entry());
    Holding::make(tx.with(&may), root, entry, id, &span)?;
    tx.record(Event::new("tenure.appointed").about(id).facts(FACTS).with(a)?, id)
}

/// The standing fact of a tenure whose post is within reach.
fn standing(tx: &mut Write<'_>, may: &Permit<Change>, tenure: Id<Tenure>) -> Result<Span<Holding>> {
    let root = tx.root();
    let span = Holding::spans(tx.with(may), root, tenure)?.pop().ok_or(Error::NotFound)?;
    frames(tx, may, span.value.post)?;
    Ok(span)
}

/// A holding ends: `on` is the first day on which it is over; a day in the future plans it.
///
/// # Errors
/// What is wrong by field; a holding that is over already; a post that is not within reach.
pub fn end(
    tx: &mut Write<'_>,
    tenure: Id<Tenure>,
    on: Date,
    document: Option<String>,
    reason: Option<String>,
) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let span = standing(tx, &may, tenure)?;
    days_in_order(span.from, Some(on))?;
    if let Some(to) = span.to.filter(|to| *to <= on) {
        return Err(Error::field(
            "on",
            Say::new(
                format!("该任职已于{to}结束。如日期有误，请用更正。"),
                format!("It ended on {to} already. If that day is wrong, correct it."),
            ),
        ));
    }
    let value = Holding { removed_by: document, reason, ..span.value.clone() };
    or_invalid(value.problems())?;
    let turn = Turn {
        back: span.id.into_iter().collect(),
        make: vec![Span { id: None, from: span.from, to: Some(on), value }],
    };
    let (root, entry) = (tx.root(), tx.entry());
    Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
    tx.record(Event::new("tenure.ended").about(tenure).facts(FACTS).with((on, &turn.make[0].value))?, ())
}

/// What was said of a holding was wrong: this is right instead.
///
/// # Errors
/// As [`appoint`].
pub fn correct(tx: &mut Write<'_>, tenure: Id<Tenure>, right: &Appointment) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let wrong = standing(tx, &may, tenure)?;
    let spans = frames(tx, &may, right.holding.post)?;
    or_invalid(right.holding.problems())?;
    days_in_order(right.from, right.to)?;
    post_is_there(&spans, right.from, right.to)?;
    let span = Span { id: None, from: right.from, to: right.to, value: right.holding.clone() };
    goes_together(tx, &may, &span, Some(tenure))?;
    let turn = Turn { back: wrong.id.into_iter().collect(), make: vec![span] };
    let (root, entry) = (tx.root(), tx.entry());
    Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
    tx.record(Event::new("tenure.corrected").about(tenure).facts(FACTS).with((wrong.id, right))?, ())
}

/// Many appointments at once, within the transaction of an import: checks all, and records them only where nothing is
/// wrong. The caller's event names [`FACTS`]. Posts must be within reach.
///
/// Returns what is wrong, by the place in `all`.
///
/// # Errors
/// The policy's or the database's.
pub fn appoint_bulk(tx: &mut Write<'_>, all: &[Appointment]) -> Result<Vec<(usize, Say)>> {
    let may = tx.may::<Change>()?;
    let (root, entry, today) = (tx.root(), tx.entry(), tx.today());
    let mut posts: HashMap<Id<Post>, Vec<Span<Frame>>> = HashMap::new();
    for (post, span) in Frame::all(tx.with(&may), root)? {
        posts.entry(post).or_default().push(span);
    }
    let mut units: Vec<_> = posts.values().filter_map(|s| post::store::unit_of(s, today)).collect();
    units.sort();
    units.dedup();
    let paths = org::paths(tx.with(&may), root, &units, today)?;
    let mut held: HashMap<Id<Person>, Vec<Span<Holding>>> = HashMap::new();
    for (_, span) in Holding::all(tx.with(&may), root)? {
        held.entry(span.value.person).or_default().push(span);
    }
    let full = |post: Id<Post>| posts.get(&post).and_then(|s| s.last()).is_some_and(|s| s.value.time == Time::Full);
    let mut wrong = Vec::new();
    let mut spans = Vec::with_capacity(all.len());
    for (i, a) in all.iter().enumerate() {
        let span = Span { id: None, from: a.from, to: a.to, value: a.holding.clone() };
        let frames = posts.get(&a.holding.post).map(Vec::as_slice).unwrap_or_default();
        let reached = post::store::unit_of(frames, today).and_then(|u| paths.get(&u)).is_some_and(|p| may.reaches(p));
        let others = held.entry(a.holding.person).or_default();
        let problem = if !reached {
            Some(Say::new("找不到该岗位，或不在管理范围内。", "There is no such post within reach."))
        } else if let Err(Error::Invalid(errors)) = or_invalid(a.holding.problems())
            .and_then(|()| days_in_order(a.from, a.to))
            .and_then(|()| post_is_there(frames, a.from, a.to))
        {
            errors.into_iter().next().map(|e| e.say)
        } else {
            others.iter().find_map(|other| {
                let why = clash(&span, other, full)?;
                let name = posts.get(&other.value.post).and_then(|s| s.last()).map_or("", |s| s.value.name.as_str());
                Some(why.say(name, other.from))
            })
        };
        match problem {
            Some(say) => wrong.push((i, say)),
            None => {
                others.push(span.clone());
                spans.push(span);
            }
        }
    }
    if wrong.is_empty() {
        for span in &spans {
            Holding::make(tx.with(&may), root, entry, Id::new(), span)?;
        }
    }
    Ok(wrong)
}
