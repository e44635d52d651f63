//! Where notices are kept.

use std::collections::HashMap;

use auth::{Action, Permit};
use base::{Date, Id};
use db::{LedgerEntry, Read, Result, Sealed, Write};
use diesel::prelude::*;
use org::{Unit, timeline::Fact};
use serde::Serialize;

use crate::{
    Finding, Notice, Objection, Standing,
    rules::{Shown, countdown},
};

diesel::table! {
    notice_fact (root, id) {
        root -> Binary, id -> Binary, notice -> Binary, edition -> BigInt, unit -> Binary, about -> Nullable<Text>,
        title -> Text, text -> Text, people -> Text, published -> Text, until -> Text, reason -> Nullable<Text>,
        item -> Binary, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    notice_withdrawal (root, id) {
        root -> Binary, id -> Binary, notice -> Binary, day -> Text, reason -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    notice_objection (root, id) {
        root -> Binary, id -> Binary, objection -> Binary, notice -> Binary, day -> Text, text -> Text,
        who -> Nullable<Binary>, made -> Binary, unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    notice_answer (root, id) {
        root -> Binary, id -> Binary, objection -> Binary, day -> Text, finding -> Text, text -> Text,
        made -> Binary, unmade -> Nullable<Binary>,
    }
}

/// The fact tables, for the ledger.
pub const FACTS: &[&str] = &["notice_fact", "notice_withdrawal", "notice_objection", "notice_answer"];

/// An edition as it is kept.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = notice_fact)]
pub(crate) struct Row {
    pub(crate) id: Id<Fact>,
    pub(crate) notice: Id<Notice>,
    pub(crate) edition: i64,
    pub(crate) unit: Id<Unit>,
    pub(crate) about: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) people: String,
    pub(crate) published: Date,
    pub(crate) until: Date,
    pub(crate) reason: Option<String>,
    pub(crate) item: Id<public_log::Item>,
    pub(crate) unmade: Option<Id<LedgerEntry>>,
}

/// An edition of a notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Edition {
    /// The notice.
    pub notice: Id<Notice>,
    /// Which edition, from 1.
    pub edition: i64,
    /// The unit in whose name it is.
    pub unit: Id<Unit>,
    /// What it belongs to.
    pub about: Option<String>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// The people whom it is about.
    pub people: Vec<Shown>,
    /// The day of publication of this edition.
    pub published: Date,
    /// The last day of its period.
    pub until: Date,
    /// Why it took the place of the one before.
    pub reason: Option<String>,
    /// Whether another edition took its place.
    pub replaced: bool,
}
impl Row {
    pub(crate) fn edition(&self) -> Edition {
        Edition {
            notice: self.notice,
            edition: self.edition,
            unit: self.unit,
            about: self.about.clone(),
            title: self.title.clone(),
            text: self.text.clone(),
            people: serde_json::from_str(&self.people).unwrap_or_default(),
            published: self.published,
            until: self.until,
            reason: self.reason.clone(),
            replaced: self.unmade.is_some(),
        }
    }
}

/// The day of a withdrawal, and why.
pub type Withdrawal = (Date, String);

/// An objection with its answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Heard {
    /// The objection.
    pub objection: Id<Objection>,
    /// When it came.
    pub day: Date,
    /// What it says.
    pub text: String,
    /// Whether it came with a name, which is sealed.
    pub named: bool,
    /// The answer: its day, what was found, and what was said.
    pub answer: Option<(Date, Finding, String)>,
}

/// The editions of a notice, the latest first.
pub(crate) fn rows<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, notice: Id<Notice>) -> Result<Vec<Row>> {
    Ok(notice_fact::table
        .filter(notice_fact::root.eq(may.root()).and(notice_fact::notice.eq(notice)))
        .order(notice_fact::edition.desc())
        .select(Row::as_select())
        .load(tx.with(may))?)
}

/// A notice: its editions, the latest first, and its withdrawal with day and reason.
///
/// # Errors
/// [`db::Error::NotFound`], or the database's.
pub fn one<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    notice: Id<Notice>,
) -> Result<(Vec<Edition>, Option<Withdrawal>)> {
    let editions: Vec<Edition> = rows(tx, may, notice)?.iter().map(Row::edition).collect();
    if editions.is_empty() {
        return Err(db::Error::NotFound);
    }
    Ok((editions, withdrawal(tx, may, notice)?))
}

pub(crate) fn withdrawal<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    notice: Id<Notice>,
) -> Result<Option<Withdrawal>> {
    Ok(notice_withdrawal::table
        .filter(notice_withdrawal::root.eq(may.root()).and(notice_withdrawal::notice.eq(notice)))
        .filter(notice_withdrawal::unmade.is_null())
        .select((notice_withdrawal::day, notice_withdrawal::reason))
        .first(tx.with(may))
        .optional()?)
}

/// The objections to a notice in the order in which they came.
pub(crate) fn heard<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, notice: Id<Notice>) -> Result<Vec<Heard>> {
    let rows: Vec<(Id<Objection>, Date, String, Option<Sealed>)> = notice_objection::table
        .filter(notice_objection::root.eq(may.root()).and(notice_objection::notice.eq(notice)))
        .filter(notice_objection::unmade.is_null())
        .order((notice_objection::day, notice_objection::objection))
        .select((notice_objection::objection, notice_objection::day, notice_objection::text, notice_objection::who))
        .load(tx.with(may))?;
    let ids: Vec<Id<Objection>> = rows.iter().map(|r| r.0).collect();
    let answers: Vec<(Id<Objection>, Date, Finding, String)> = notice_answer::table
        .filter(notice_answer::root.eq(may.root()).and(notice_answer::unmade.is_null()))
        .filter(notice_answer::objection.eq_any(ids))
        .select((notice_answer::objection, notice_answer::day, notice_answer::finding, notice_answer::text))
        .load(tx.with(may))?;
    let mut answers: HashMap<_, _> =
        answers.into_iter().map(|(o, day, finding, text)| (o, (day, finding, text))).collect();
    Ok(rows
        .into_iter()
        .map(|(objection, day, text, who)| {
            let answer = answers.remove(&objection);
            Heard { objection, day, text, named: who.is_some(), answer }
        })
        .collect())
}

/// The notice to which an objection belongs, and the sealed name.
pub(crate) fn objection<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    objection: Id<Objection>,
) -> Result<(Id<Notice>, Option<Sealed>)> {
    Ok(notice_objection::table
        .filter(notice_objection::root.eq(may.root()).and(notice_objection::objection.eq(objection)))
        .filter(notice_objection::unmade.is_null())
        .select((notice_objection::notice, notice_objection::who))
        .first(tx.with(may))?)
}

/// How a notice stands on a day.
///
/// # Errors
/// [`db::Error::NotFound`], or the database's.
pub fn standing<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, notice: Id<Notice>, on: Date) -> Result<Standing> {
    let rows = rows(tx, may, notice)?;
    let (Some(last), Some(first)) = (rows.first(), rows.last()) else { return Err(db::Error::NotFound) };
    let heard = heard(tx, may, notice)?;
    let (whole, left, settled) = countdown(rulepacks::workdays(), first.published, last.until, on);
    Ok(Standing {
        published: first.published,
        until: last.until,
        withdrawn: withdrawal(tx, may, notice)?.is_some(),
        left,
        whole,
        settled,
        blocked_by: heard.iter().filter(|h| h.answer.is_none()).map(|h| h.objection).collect(),
        grave: heard.iter().any(|h| h.answer.as_ref().is_some_and(|(_, f, _)| *f == Finding::Grave)),
    })
}

/// The last days of these notices as they stand.
///
/// # Errors
/// The database's.
pub fn ends<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    notices: &[Id<Notice>],
) -> Result<HashMap<Id<Notice>, Date>> {
    let mut all = HashMap::with_capacity(notices.len());
    for some in notices.chunks(500) {
        let rows: Vec<(Id<Notice>, Date)> = notice_fact::table
            .filter(notice_fact::root.eq(may.root()).and(notice_fact::unmade.is_null()))
            .filter(notice_fact::notice.eq_any(some.to_vec()))
            .select((notice_fact::notice, notice_fact::until))
            .load(tx.with(may))?;
        all.extend(rows);
    }
    Ok(all)
}

/// The notices that belong to something, the latest first.
///
/// # Errors
/// The database's.
pub fn about<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, what: &str) -> Result<Vec<Id<Notice>>> {
    Ok(notice_fact::table
        .filter(notice_fact::root.eq(may.root()).and(notice_fact::about.eq(what)))
        .filter(notice_fact::unmade.is_null())
        .order((notice_fact::published.desc(), notice_fact::notice.desc()))
        .select(notice_fact::notice)
        .load(tx.with(may))?)
}

/// The latest editions of at most `most` notices, by publication, the latest first.
///
/// # Errors
/// The policy and the database.
pub fn list<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Edition>> {
    let rows: Vec<Row> = notice_fact::table
        .filter(notice_fact::root.eq(may.root()).and(notice_fact::unmade.is_null()))
        .order((notice_fact::published.desc(), notice_fact::notice.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(tx.with(may))?;
    Ok(rows.iter().map(Row::edition).collect())
}

#[allow(clippy::too_many_arguments, reason = "private; each is one column")]
pub(crate) fn insert<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    notice: Id<Notice>,
    edition: i64,
    draft: &crate::Draft,
    published: Date,
    reason: Option<&str>,
    item: Id<public_log::Item>,
) -> Result<()> {
    let people = serde_json::to_string(&draft.people).map_err(|e| db::Error::Internal(e.to_string()))?;
    let made = tx.entry();
    diesel::insert_into(notice_fact::table)
        .values((
            notice_fact::root.eq(may.root()),
            notice_fact::id.eq(Id::<Fact>::new()),
            notice_fact::notice.eq(notice),
            notice_fact::edition.eq(edition),
            notice_fact::unit.eq(draft.unit),
            notice_fact::about.eq(&draft.about),
            notice_fact::title.eq(draft.title.trim()),
            notice_fact::text.eq(draft.text.trim()),
            notice_fact::people.eq(people),
            notice_fact::published.eq(published),
            notice_fact::until.eq(draft.until),
            notice_fact::reason.eq(reason),
            notice_fact::item.eq(item),
            notice_fact::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn take_back<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, fact: Id<Fact>) -> Result<()> {
    let by = tx.entry();
    let one = notice_fact::table.filter(notice_fact::root.eq(may.root()).and(notice_fact::id.eq(fact)));
    diesel::update(one).set(notice_fact::unmade.eq(Some(by))).execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn withdraw<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, notice: Id<Notice>, reason: &str) -> Result<()> {
    let (made, today) = (tx.entry(), tx.today());
    diesel::insert_into(notice_withdrawal::table)
        .values((
            notice_withdrawal::root.eq(may.root()),
            notice_withdrawal::id.eq(Id::<Fact>::new()),
            notice_withdrawal::notice.eq(notice),
            notice_withdrawal::day.eq(today),
            notice_withdrawal::reason.eq(reason),
            notice_withdrawal::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn object<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    objection: Id<Objection>,
    notice: Id<Notice>,
    day: Date,
    text: &str,
    who: Option<Sealed>,
) -> Result<()> {
    let made = tx.entry();
    diesel::insert_into(notice_objection::table)
        .values((
            notice_objection::root.eq(may.root()),
            notice_objection::id.eq(Id::<Fact>::new()),
            notice_objection::objection.eq(objection),
            notice_objection::notice.eq(notice),
            notice_objection::day.eq(day),
            notice_objection::text.eq(text),
            notice_objection::who.eq(who),
            notice_objection::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn answer<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    objection: Id<Objection>,
    finding: Finding,
    text: &str,
) -> Result<()> {
    let (made, today) = (tx.entry(), tx.today());
    diesel::insert_into(notice_answer::table)
        .values((
            notice_answer::root.eq(may.root()),
            notice_answer::id.eq(Id::<Fact>::new()),
            notice_answer::objection.eq(objection),
            notice_answer::day.eq(today),
            notice_answer::finding.eq(finding),
            notice_answer::text.eq(text),
            notice_answer::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
