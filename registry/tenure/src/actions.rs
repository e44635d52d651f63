//! The verbs: each one transaction, one ledger entry.

mod bulk;
mod cautions;

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

pub use bulk::{Brought, Outcome, appoint_bulk, check_bulk};
pub(crate) use cautions::seen_in;
pub use cautions::{Caution, Despite, Overruled, beyond, shown};
use cautions::{cautions, settle};

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

pub(crate) fn of_person(
    tx: &mut Write<'_>,
    may: &Permit<Change>,
    person: Id<Person>,
) -> Result<Vec<(Id<Tenure>, Span<Holding>)>> {
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
pub(crate) fn goes_together(
    tx: &mut Write<'_>,
    may: &Permit<Change>,
    new: &Span<Holding>,
    but: Option<Id<Tenure>>,
) -> Result<()> {
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

/// An appointment as the ledger keeps it, with the reason for which it was made in spite of something.
#[derive(Serialize)]
struct Made<'a> {
    #[serde(flatten)]
    appointment: &'a Appointment,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<Id<org::timeline::Fact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    despite: Option<Overruled>,
}

/// The person must be one whose file the actor may see: a holding of nobody is none.
fn person_is_there(tx: &mut Write<'_>, person: Id<Person>) -> Result<()> {
    let today = tx.today();
    match people::file(tx, person.cast(), today) {
        Err(Error::NotFound) => Err(Error::field(
            "person",
            Say::new(
                "找不到此人，或不在管理范围内。请先录入人员。",
                "There is no such person within reach; enter the person first.",
            ),
        )),
        other => other.map(drop),
    }
}

/// Someone holds a post from a day on; a day in the future plans it.
///
/// # Errors
/// What is wrong by field; what the person holds already, in a sentence; a post or person that is not within reach; what
/// speaks against it, as long as no reason is given.
pub fn appoint(tx: &mut Write<'_>, a: &Appointment, despite: &Despite) -> Result<Recorded<Id<Tenure>>> {
    let (id, despite) = appoint_within(tx, a, despite)?;
    let made = Made { appointment: a, corrects: None, despite };
    tx.record(Event::new("tenure.appointed").about(id).facts(FACTS).with(made)?, id)
}

/// The same within the transaction of another action, such as a decision that comes into force. That action records with
/// [`FACTS`], and with what the appointment is made in spite of.
///
/// # Errors
/// As [`appoint`].
pub fn appoint_within(
    tx: &mut Write<'_>,
    a: &Appointment,
    despite: &Despite,
) -> Result<(Id<Tenure>, Option<Overruled>)> {
    let may = tx.may::<Change>()?;
    let spans = frames(tx, &may, a.holding.post)?;
    person_is_there(tx, a.holding.person)?;
    or_invalid(a.holding.problems())?;
    days_in_order(a.from, a.to)?;
    post_is_there(&spans, a.from, a.to)?;
    let span = Span { id: None, from: a.from, to: a.to, value: a.holding.clone() };
    goes_together(tx, &may, &span, None)?;
    let id = Id::new();
    let despite = heeded(tx, &may, id, &span, &spans, despite)?;
    let (root, entry) = (tx.root(), tx.entry());
    Holding::make(tx.with(&may), root, entry, id, &span)?;
    Ok((id, despite))
}

/// What speaks against it is settled before it is done.
fn heeded(
    tx: &mut Write<'_>,
    may: &Permit<Change>,
    tenure: Id<Tenure>,
    new: &Span<Holding>,
    frames: &[Span<Frame>],
    despite: &Despite,
) -> Result<Option<Overruled>> {
    let today = tx.today();
    let day = if new.holds(today) { today } else { new.from };
    let Some(frame) = crate::view::frame_of(frames, day).cloned() else { return Ok(None) };
    let found = cautions(tx, may, tenure, new, &frame)?;
    settle(&found, despite)
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
    let value = end_within(tx, tenure, on, document, reason)?;
    tx.record(Event::new("tenure.ended").about(tenure).facts(FACTS).with((on, &value))?, ())
}

/// The same within the transaction of another action, which records with [`FACTS`].
///
/// # Errors
/// As [`end`].
pub fn end_within(
    tx: &mut Write<'_>,
    tenure: Id<Tenure>,
    on: Date,
    document: Option<String>,
    reason: Option<String>,
) -> Result<Holding> {
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
    let make = vec![Span { id: None, from: span.from, to: Some(on), value: value.clone() }];
    let turn = Turn { back: span.id.into_iter().collect(), make };
    let (root, entry) = (tx.root(), tx.entry());
    Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
    Ok(value)
}

/// What was said of a holding was wrong: this is right instead.
///
/// # Errors
/// As [`appoint`].
pub fn correct(tx: &mut Write<'_>, tenure: Id<Tenure>, right: &Appointment, despite: &Despite) -> Result<Recorded<()>> {
    let may = tx.may::<Change>()?;
    let wrong = standing(tx, &may, tenure)?;
    let spans = frames(tx, &may, right.holding.post)?;
    if right.holding.person != wrong.value.person {
        person_is_there(tx, right.holding.person)?;
    }
    or_invalid(right.holding.problems())?;
    days_in_order(right.from, right.to)?;
    post_is_there(&spans, right.from, right.to)?;
    let span = Span { id: None, from: right.from, to: right.to, value: right.holding.clone() };
    goes_together(tx, &may, &span, Some(tenure))?;
    let despite = heeded(tx, &may, tenure, &span, &spans, despite)?;
    let turn = Turn { back: wrong.id.into_iter().collect(), make: vec![span] };
    let (root, entry) = (tx.root(), tx.entry());
    Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
    tx.record(
        Event::new("tenure.corrected").about(tenure).facts(FACTS).with(Made {
            appointment: right,
            corrects: wrong.id,
            despite,
        })?,
        (),
    )
}

/// A holding was recorded by mistake: it is taken back, as if it had never been said. It stays in the ledger's history.
///
/// # Errors
/// A post that is not within reach; no reason.
pub fn take_back(tx: &mut Write<'_>, tenure: Id<Tenure>, reason: &str) -> Result<Recorded<Id<Post>>> {
    let may = tx.may::<Change>()?;
    let wrong = standing(tx, &may, tenure)?;
    let reason = reason.trim();
    if !(4..=200).contains(&reason.chars().count()) || reason.chars().any(char::is_control) {
        let say = Say::new("请写明撤销的原因（4到200个字）。", "Say in 4 to 200 characters why it is taken back.");
        return Err(Error::field("reason", say));
    }
    let (root, entry) = (tx.root(), tx.entry());
    let turn = Turn { back: wrong.id.into_iter().collect(), make: vec![] };
    Holding::turn(tx.with(&may), root, entry, tenure, &turn)?;
    let note = serde_json::json!({ "reason": reason });
    tx.record(Event::new("tenure.taken-back").about(tenure).facts(FACTS).with(note)?, wrong.value.post)
}
