//! Where cases are kept.

use std::collections::HashMap;

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::{Error, LedgerEntry, Read, Result, Sealed};
use diesel::prelude::*;
use org::{Unit, timeline::Fact};
use people::Person;
use post::Post;
use procedure::{Event, Procedure};
use serde::Serialize;
use tenure::Tenure;

use crate::{Attached, Matter};

mod load;
mod now;
mod tables;
mod write;

pub use load::{case, list};
pub(crate) use load::{of_candidate, rolls, whole};
pub(crate) use now::{Head, Wanted, count, days, heads, posts, standing_in, stands};

use tables::{decision_content, decision_fact};
pub(crate) use write::*;

/// The fact tables, for the ledger: this slice's, and those that a decision writes into.
pub const FACTS: &[&str] = &[
    "decision_procedure",
    "decision_case",
    "decision_post",
    "decision_candidate",
    "decision_fact",
    "decision_event",
    "decision_paper",
    "notice_fact",
    "tenure_fact",
];

/// A case as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// Which.
    pub case: Id<Matter>,
    /// What it is called.
    pub title: String,
    /// The unit that carries it out.
    pub unit: Id<Unit>,
    /// The procedure, in the version under which it was opened.
    #[serde(skip)]
    pub procedure: Procedure,
    /// When it was opened.
    pub opened: Date,
    /// The posts.
    pub posts: Vec<Id<Post>>,
    /// The candidates that stand.
    pub candidates: Vec<Candidate>,
    /// What happened, in order.
    pub record: Vec<Happened>,
    /// The papers, in the order in which they came.
    pub papers: Vec<Paper>,
}

/// Someone who is considered for a post.
#[derive(Queryable, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Candidate {
    /// The fact that says so.
    pub id: Id<Fact>,
    /// Who.
    pub person: Id<Person>,
    /// For which post.
    pub post: Id<Post>,
    /// The holding, once it is in force.
    pub tenure: Option<Id<Tenure>>,
}

base::words! {
    /// What kind of thing happened.
    pub enum Kind {
        /// The case was opened.
        Opened = "opened",
        /// A candidate, or the ballot of a step, was named.
        Named = "named",
        /// A candidate, or the ballot of a step, was taken off.
        TakenOff = "taken_off",
        /// A step was closed.
        Closed = "closed",
        /// The case went back.
        SentBack = "sent_back",
        /// A notice was published.
        Published = "published",
        /// A try was refused.
        Refused = "refused",
    }
}

/// Something that happened in a case.
#[derive(Queryable, Clone, Debug, Serialize)]
pub struct Happened {
    /// Its place.
    pub ordinal: i64,
    /// In which step.
    pub step: String,
    /// What kind of thing.
    pub kind: Kind,
    /// On which day.
    pub day: Date,
    /// What, as JSON.
    pub event: String,
    /// The ledger entry.
    pub made: Id<LedgerEntry>,
}

/// A paper of a step.
#[derive(Queryable, Clone, Debug, Serialize)]
pub struct Paper {
    /// Which.
    pub paper: Id<Attached>,
    /// In which step.
    pub step: String,
    /// Which of the step's papers.
    pub kind: String,
    /// The name of the file.
    pub name: String,
    /// Its kind by its content.
    pub media: String,
    /// Its length in bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    #[serde(serialize_with = "hex")]
    pub hash: Vec<u8>,
}

fn hex<S: serde::Serializer>(bytes: &[u8], s: S) -> std::result::Result<S::Ok, S::Error> {
    s.collect_str(&shown(bytes))
}
/// Bytes in hexadecimal.
pub(crate) fn shown(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

impl Case {
    /// The events that decide where the case stands.
    pub fn events(&self) -> Vec<Event> {
        let deciding = |h: &&Happened| matches!(h.kind, Kind::Closed | Kind::SentBack);
        self.record.iter().filter(deciding).filter_map(|h| serde_json::from_str(&h.event).ok()).collect()
    }
    /// How the last step was closed, where that ended the case and says what follows.
    pub fn follows(&self) -> Option<&Say> {
        let last = self.record.iter().rfind(|h| h.kind == Kind::Closed)?;
        let procedure::Happening::Closed { outcome, .. } = serde_json::from_str::<Event>(&last.event).ok()?.what else {
            return None;
        };
        self.procedure.step(&last.step)?.outcome(&outcome)?.follows.as_ref()
    }
    /// Where the case stands.
    ///
    /// # Errors
    /// Events that do not follow from each other.
    pub fn state(&self) -> Result<procedure::State> {
        let count = self.record.iter().filter(|h| matches!(h.kind, Kind::Closed | Kind::SentBack)).count();
        let events = self.events();
        let state = procedure::State::of(&self.procedure, &events);
        state
            .ok()
            .filter(|_| events.len() == count)
            .ok_or_else(|| Error::Corrupt(format!("the record of case {}", self.case)))
    }
}

/// A fact as it is kept.
#[derive(Queryable, Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: Id<Fact>,
    pub(crate) step: String,
    pub(crate) subject: Option<Id<Person>>,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) day: Date,
}

pub(crate) fn kept<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: Id<Matter>) -> Result<Vec<Kept>> {
    Ok(decision_fact::table
        .filter(decision_fact::root.eq(may.root()).and(decision_fact::case_id.eq(case)))
        .filter(decision_fact::unmade.is_null())
        .order(decision_fact::id)
        .select((
            decision_fact::id,
            decision_fact::step,
            decision_fact::subject,
            decision_fact::name,
            decision_fact::value,
            decision_fact::day,
        ))
        .load(tx.with(may))?)
}

/// The sealed content of that hash, with the id that its seal is bound to.
pub(crate) fn content<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    hash: &[u8],
) -> Result<Option<(Id<Attached>, Sealed)>> {
    Ok(decision_content::table
        .filter(decision_content::root.eq(may.root()).and(decision_content::hash.eq(hash.to_vec())))
        .select((decision_content::content, decision_content::sealed))
        .first(tx.with(may))
        .optional()?)
}

/// The ledger entries behind what happened, by their ids.
pub(crate) fn entries<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &[Happened],
) -> Result<HashMap<Id<LedgerEntry>, db::Entry>> {
    let ids: Vec<Id<LedgerEntry>> = of.iter().map(|h| h.made).collect();
    Ok(tx.entries_of(may, &ids)?.into_iter().map(|e| (e.entry, e)).collect())
}
