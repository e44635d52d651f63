//! Where interviews are kept. A fact is never overwritten: it is taken back (`unmade`) and made anew.

use std::collections::BTreeMap;

use auth::{Action, Permit, Root};
use base::{Date, Id};
use db::{Error, LedgerEntry, Read, Result, Write};
use diesel::prelude::*;
use panel::Seat;
use people::Person;
use scoring::Fixed;
use serde::Serialize;

use crate::{
    Candidate, Interview, Member,
    rules::{Listed, Row, Scheme, Seated},
};

diesel::table! {
    interview_head (root, id) {
        root -> Binary,
        id -> Binary,
        interview -> Binary,
        title -> Text,
        day -> Text,
        scheme -> Text,
        state -> Text,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    interview_member (root, id) {
        root -> Binary,
        id -> Binary,
        interview -> Binary,
        member -> Binary,
        panel -> BigInt,
        seat -> BigInt,
        name -> Text,
        person -> Nullable<Binary>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    interview_candidate (root, id) {
        root -> Binary,
        id -> Binary,
        interview -> Binary,
        candidate -> Binary,
        panel -> BigInt,
        number -> BigInt,
        name -> Text,
        written -> Nullable<BigInt>,
        exam -> Nullable<Text>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    interview_mark (root, id) {
        root -> Binary,
        id -> Binary,
        interview -> Binary,
        member -> Binary,
        candidate -> Binary,
        mark -> Nullable<BigInt>,
        away -> Nullable<Text>,
        made -> Binary,
        unmade -> Nullable<Binary>,
    }
}
diesel::table! {
    interview_sheet (root, secret) {
        root -> Binary,
        secret -> Binary,
        interview -> Binary,
        member -> Binary,
    }
}

/// The fact tables, for the ledger.
pub(crate) const ALL: &[&str] = &["interview_head", "interview_member", "interview_candidate"];
pub(crate) const STATE: &[&str] = &["interview_head"];
pub(crate) const MARKS: &[&str] = &["interview_mark"];

base::words! {
    /// Where an interview stands.
    pub enum State {
        /// Members and candidates are entered.
        Preparing = "preparing",
        /// Members mark.
        Open = "open",
        /// Marks are final and seen.
        Closed = "closed",
    }
}

/// An interview as it was announced.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = interview_head)]
pub struct Head {
    /// Which.
    pub interview: Id<Interview>,
    /// What it is for.
    pub title: String,
    /// When.
    pub day: Date,
    #[serde(skip)]
    scheme: String,
    /// Where it stands.
    pub state: State,
}
impl Head {
    /// What was announced.
    ///
    /// # Errors
    /// A scheme that cannot be read any more.
    pub fn scheme(&self) -> Result<Scheme> {
        serde_json::from_str(&self.scheme).map_err(|e| Error::Corrupt(format!("the scheme of an interview: {e}")))
    }
}

/// A member of a panel.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug, Serialize)]
#[diesel(table_name = interview_member)]
pub struct MemberRow {
    /// Which.
    pub member: Id<Member>,
    /// The panel.
    pub panel: i64,
    /// The seat.
    pub seat: i64,
    /// Who sits there.
    pub name: String,
    /// Who it is in the register; nothing for a member from outside.
    pub person: Option<Id<Person>>,
}

/// A candidate.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug, Serialize)]
#[diesel(table_name = interview_candidate)]
pub struct CandidateRow {
    /// Which.
    pub candidate: Id<Candidate>,
    /// The panel.
    pub panel: i64,
    /// The number drawn.
    pub number: i64,
    /// Who it is.
    pub name: String,
    /// The written score in millionths; told as a mark.
    #[serde(serialize_with = "as_mark")]
    pub written: Option<i64>,
    /// The number of the written test, for a candidate of a recruitment.
    pub exam: Option<String>,
}

fn as_mark<S: serde::Serializer>(units: &Option<i64>, to: S) -> std::result::Result<S::Ok, S::Error> {
    units.map(Fixed::from_units).serialize(to)
}

#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = interview_mark)]
pub(crate) struct MarkRow {
    pub(crate) member: Id<Member>,
    pub(crate) candidate: Id<Candidate>,
    pub(crate) mark: Option<i64>,
    pub(crate) away: Option<String>,
}

/// What a sheet says of a candidate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A mark.
    Mark(Fixed),
    /// Away, and why.
    Away(String),
}

/// An interview with everybody in it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// As announced.
    pub head: Head,
    /// Members by panel and seat.
    pub members: Vec<MemberRow>,
    /// Candidates by panel and number.
    pub candidates: Vec<CandidateRow>,
    /// What the sheets say. Who shows it makes sure that the interview is closed, or that the sheet is the reader's own.
    pub said: BTreeMap<(Id<Candidate>, Id<Member>), Said>,
}

impl Whole {
    /// The members of a panel in the order of their seats.
    pub fn table(&self, panel: i64) -> impl Iterator<Item = &MemberRow> {
        self.members.iter().filter(move |m| m.panel == panel)
    }
    /// The candidates as the rules take them.
    pub fn rows(&self) -> Vec<Row> {
        let seat = |c: &CandidateRow, m: &MemberRow| match self.said.get(&(c.candidate, m.member)) {
            Some(Said::Mark(mark)) => Seat::Mark(*mark),
            Some(Said::Away(_)) => Seat::Away,
            None => Seat::Missing,
        };
        let row = |c: &CandidateRow| Row {
            panel: c.panel,
            number: c.number,
            written: c.written.map(Fixed::from_units),
            seats: self.table(c.panel).map(|m| seat(c, m)).collect(),
        };
        self.candidates.iter().map(row).collect()
    }
}

/// A member's sheet: what its secret opens.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// The interview.
    pub interview: Id<Interview>,
    /// Whose sheet.
    pub member: Id<Member>,
}

pub(crate) fn heads<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Vec<Head>> {
    Ok(interview_head::table
        .filter(interview_head::root.eq(may.root()).and(interview_head::unmade.is_null()))
        .order((interview_head::day.desc(), interview_head::interview.desc()))
        .select(Head::as_select())
        .load(tx.with(may))?)
}

/// An interview as it stands.
///
/// # Errors
/// [`Error::NotFound`]; the database.
pub fn one<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Interview>) -> Result<Whole> {
    let root: Id<Root> = may.root();
    let head: Head = interview_head::table
        .filter(interview_head::root.eq(root).and(interview_head::interview.eq(id)))
        .filter(interview_head::unmade.is_null())
        .select(Head::as_select())
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)?;
    let members = interview_member::table
        .filter(interview_member::root.eq(root).and(interview_member::interview.eq(id)))
        .filter(interview_member::unmade.is_null())
        .order((interview_member::panel, interview_member::seat))
        .select(MemberRow::as_select())
        .load(tx.with(may))?;
    let candidates = interview_candidate::table
        .filter(interview_candidate::root.eq(root).and(interview_candidate::interview.eq(id)))
        .filter(interview_candidate::unmade.is_null())
        .order((interview_candidate::panel, interview_candidate::number))
        .select(CandidateRow::as_select())
        .load(tx.with(may))?;
    let marks: Vec<MarkRow> = interview_mark::table
        .filter(interview_mark::root.eq(root).and(interview_mark::interview.eq(id)))
        .filter(interview_mark::unmade.is_null())
        .select(MarkRow::as_select())
        .load(tx.with(may))?;
    let said = |m: MarkRow| {
        let said = match (m.mark, m.away) {
            (Some(mark), _) => Said::Mark(Fixed::from_units(mark)),
            (None, why) => Said::Away(why.unwrap_or_default()),
        };
        ((m.candidate, m.member), said)
    };
    Ok(Whole { head, members, candidates, said: marks.into_iter().map(said).collect() })
}

/// The sheet that a secret opens, by its hash.
///
/// # Errors
/// The database.
pub fn of_secret<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, secret: &[u8]) -> Result<Option<Sheet>> {
    let found: Option<(Id<Interview>, Id<Member>)> = interview_sheet::table
        .filter(interview_sheet::root.eq(may.root()).and(interview_sheet::secret.eq(secret)))
        .select((interview_sheet::interview, interview_sheet::member))
        .first(tx.with(may))
        .optional()?;
    Ok(found.map(|(interview, member)| Sheet { interview, member }))
}

/// Puts new sheets in the place of all that were handed out.
pub(crate) fn put_sheets<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Interview>,
    sheets: &[(Id<Member>, Vec<u8>)],
) -> Result<()> {
    let old =
        interview_sheet::table.filter(interview_sheet::root.eq(may.root()).and(interview_sheet::interview.eq(of)));
    diesel::delete(old).execute(tx.with(may))?;
    for (member, secret) in sheets {
        diesel::insert_into(interview_sheet::table)
            .values((
                interview_sheet::root.eq(may.root()),
                interview_sheet::secret.eq(secret),
                interview_sheet::interview.eq(of),
                interview_sheet::member.eq(*member),
            ))
            .execute(tx.with(may))?;
    }
    Ok(())
}

pub(crate) fn put_head<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    id: Id<Interview>,
    (title, day): (&str, Date),
    scheme: &Scheme,
    state: State,
) -> Result<()> {
    let made = tx.entry();
    let scheme = serde_json::to_string(scheme).map_err(|e| Error::Internal(e.to_string()))?;
    diesel::insert_into(interview_head::table)
        .values((
            interview_head::root.eq(may.root()),
            interview_head::id.eq(Id::<Head>::new()),
            interview_head::interview.eq(id),
            interview_head::title.eq(title),
            interview_head::day.eq(day),
            interview_head::scheme.eq(scheme),
            interview_head::state.eq(state),
            interview_head::made.eq(made),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn take_head<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, id: Id<Interview>) -> Result<()> {
    let by: Id<LedgerEntry> = tx.entry();
    let old = interview_head::table.filter(interview_head::root.eq(may.root()).and(interview_head::interview.eq(id)));
    let old = old.filter(interview_head::unmade.is_null());
    diesel::update(old).set(interview_head::unmade.eq(Some(by))).execute(tx.with(may))?;
    Ok(())
}
/// Takes members and candidates back.
pub(crate) fn take_lists<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, id: Id<Interview>) -> Result<()> {
    let (root, by): (Id<Root>, Id<LedgerEntry>) = (may.root(), tx.entry());
    let old = interview_member::table.filter(interview_member::root.eq(root).and(interview_member::interview.eq(id)));
    let old = old.filter(interview_member::unmade.is_null());
    diesel::update(old).set(interview_member::unmade.eq(Some(by))).execute(tx.with(may))?;
    let old = interview_candidate::table
        .filter(interview_candidate::root.eq(root).and(interview_candidate::interview.eq(id)));
    let old = old.filter(interview_candidate::unmade.is_null());
    diesel::update(old).set(interview_candidate::unmade.eq(Some(by))).execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn put_lists<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    id: Id<Interview>,
    members: &[(Seated, Option<Id<Person>>)],
    candidates: &[Listed],
) -> Result<()> {
    let (root, made) = (may.root(), tx.entry());
    for (m, person) in members {
        diesel::insert_into(interview_member::table)
            .values((
                interview_member::root.eq(root),
                interview_member::id.eq(Id::<MemberRow>::new()),
                interview_member::interview.eq(id),
                interview_member::member.eq(Id::<Member>::new()),
                interview_member::panel.eq(m.panel),
                interview_member::seat.eq(m.seat),
                interview_member::name.eq(&m.name),
                interview_member::person.eq(*person),
                interview_member::made.eq(made),
            ))
            .execute(tx.with(may))?;
    }
    for c in candidates {
        diesel::insert_into(interview_candidate::table)
            .values((
                interview_candidate::root.eq(root),
                interview_candidate::id.eq(Id::<CandidateRow>::new()),
                interview_candidate::interview.eq(id),
                interview_candidate::candidate.eq(Id::<Candidate>::new()),
                interview_candidate::panel.eq(c.panel),
                interview_candidate::number.eq(c.number),
                interview_candidate::name.eq(&c.name),
                interview_candidate::exam.eq(&c.exam),
                interview_candidate::written.eq(c.written.map(Fixed::units)),
                interview_candidate::made.eq(made),
            ))
            .execute(tx.with(may))?;
    }
    Ok(())
}

/// Puts what a sheet says of a candidate in the place of what it said.
pub(crate) fn put_mark<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    sheet: Sheet,
    candidate: Id<Candidate>,
    said: &Said,
) -> Result<()> {
    let (root, by): (Id<Root>, Id<LedgerEntry>) = (may.root(), tx.entry());
    let old = interview_mark::table
        .filter(interview_mark::root.eq(root).and(interview_mark::interview.eq(sheet.interview)))
        .filter(interview_mark::member.eq(sheet.member).and(interview_mark::candidate.eq(candidate)))
        .filter(interview_mark::unmade.is_null());
    diesel::update(old).set(interview_mark::unmade.eq(Some(by))).execute(tx.with(may))?;
    let (mark, away) = match said {
        Said::Mark(mark) => (Some(mark.units()), None),
        Said::Away(why) => (None, Some(why.as_str())),
    };
    diesel::insert_into(interview_mark::table)
        .values((
            interview_mark::root.eq(root),
            interview_mark::id.eq(Id::<MarkRow>::new()),
            interview_mark::interview.eq(sheet.interview),
            interview_mark::member.eq(sheet.member),
            interview_mark::candidate.eq(candidate),
            interview_mark::mark.eq(mark),
            interview_mark::away.eq(away),
            interview_mark::made.eq(by),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
