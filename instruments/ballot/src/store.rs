//! Where ballots are kept. A fact is never overwritten: it is taken back (`unmade`) and made anew.

mod cast;
mod count;
mod tables;
mod write;

pub(crate) use cast::*;
pub(crate) use count::*;
pub use tables::FACTS;
pub(crate) use write::*;

use auth::{Action, Permit};
use base::{Id, Timestamp};
use db::{Error, Read, Result};
use diesel::prelude::*;
use serde::Serialize;
use tables::{ballot_fixed, ballot_head, ballot_link, ballot_scrutineer, ballot_urn, ballot_void};

use crate::{
    Ballot, Scrutineer,
    rules::{Kind, Plan, State},
};

/// A ballot as it stands.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = ballot_head)]
pub struct Head {
    /// Which.
    pub ballot: Id<Ballot>,
    /// Whose it is.
    pub unit: Id<org::Unit>,
    /// The title.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    #[serde(skip)]
    pub(crate) plan: String,
    /// Where it stands.
    pub state: State,
    /// Who set it up and keeps the urn, as `actions::keeper` names accounts.
    #[serde(skip)]
    pub(crate) urn_keeper: String,
    /// Who keeps the roll.
    #[serde(skip)]
    pub(crate) roll_keeper: Option<String>,
    /// Why it was given up.
    pub reason: Option<String>,
    /// When voting ended.
    pub closed_at: Option<Timestamp>,
    /// Who came, where somebody counted.
    pub present: Option<i64>,
    /// Why it is voted and counted on paper instead, once that is declared.
    pub paper: Option<String>,
}
impl Head {
    /// Where it stands, as people call it.
    pub(crate) fn standing(&self, lang: base::Lang) -> String {
        match self.state {
            State::Keys | State::Slips | State::Fixed if self.paper.is_some() => {
                base::Say::new("改用纸票，待录入计票", "On paper, to be counted").to(lang).to_owned()
            }
            state => state.label(lang),
        }
    }
    /// What was set up.
    ///
    /// # Errors
    /// A plan that cannot be read any more.
    pub fn plan(&self) -> Result<Plan> {
        serde_json::from_str(&self.plan).map_err(|e| Error::Corrupt(format!("the plan of a ballot: {e}")))
    }
}

/// An urn, without its roll and its election: these may be long, see [`roll`] and [`election`].
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = ballot_urn)]
pub struct Urn {
    /// The ballot.
    pub ballot: Id<Ballot>,
    /// The id of its election.
    pub urn: String,
    /// Its place among the ballot's urns, from 1.
    pub place: i64,
    /// The classes in it.
    pub name: String,
    /// Their weight.
    pub weight: i64,
    /// How many may vote.
    pub size: i64,
    /// How many slips were printed.
    pub printed: Option<i64>,
}

/// A scrutineer.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = ballot_scrutineer)]
pub struct Trustee {
    /// Which.
    pub scrutineer: Id<Scrutineer>,
    /// The number as a trustee of the elections, from 1.
    pub place: i64,
    /// The name.
    pub name: String,
    /// The public key with its proof, once it is made.
    pub key: Option<String>,
}

/// What was fixed.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = ballot_fixed)]
pub struct FixedRow {
    /// The manifest.
    pub manifest: String,
    /// Its SHA-256.
    pub digest: String,
    /// The trustees as they are published.
    #[serde(skip)]
    pub(crate) trustees: String,
    #[serde(skip)]
    pub(crate) item: Id<public_log::Item>,
    /// When, in seconds since 1970.
    pub at: i64,
}

/// A ballot with everything that is not a vote.
#[derive(Clone, Debug)]
pub struct Whole {
    /// As it stands.
    pub head: Head,
    /// What was set up.
    pub plan: Plan,
    /// Its urns.
    pub urns: Vec<Urn>,
    /// Its scrutineers.
    pub trustees: Vec<Trustee>,
    /// What was fixed.
    pub fixed: Option<FixedRow>,
    /// Slips voided, by urn: SHA-256 of the public credential.
    pub(crate) voids: Vec<(String, Vec<u8>)>,
}
impl Whole {
    /// How many slips of an urn are voided.
    pub fn voided(&self, urn: &str) -> i64 {
        self.voids.iter().filter(|(u, _)| u == urn).count() as i64
    }
}

fn current<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Option<Id<Ballot>>, most: i64) -> Result<Vec<Head>> {
    let all = ballot_head::table
        .filter(ballot_head::root.eq(may.root()).and(ballot_head::unmade.is_null()))
        .order(ballot_head::ballot.desc())
        .limit(most)
        .select(Head::as_select())
        .into_boxed();
    let all = match id {
        Some(id) => all.filter(ballot_head::ballot.eq(id)),
        None => all,
    };
    Ok(all.load(tx.with(may))?)
}

/// The latest ballots, at most so many.
pub(crate) fn heads<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Head>> {
    current(tx, may, None, most)
}

/// The latest ballots within reach, at most so many.
///
/// # Errors
/// The policy and the database.
pub fn within_reach<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Head>> {
    let mut all = Vec::new();
    for head in heads(tx, may, most)? {
        match org::reach(tx, may, head.unit) {
            Ok(()) => all.push(head),
            Err(Error::NotFound) => {}
            Err(why) => return Err(why),
        }
    }
    Ok(all)
}

/// Ballots that were set up for what is at this address, those first set up first.
pub(crate) fn held_for<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, href: &str) -> Result<Vec<Head>> {
    let quoted = serde_json::to_string(href).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(ballot_head::table
        .filter(ballot_head::root.eq(may.root()).and(ballot_head::unmade.is_null()))
        .filter(ballot_head::plan.like(format!("%\"href\":{quoted}%")))
        .order(ballot_head::ballot)
        .select(Head::as_select())
        .load(tx.with(may))?)
}

/// A ballot's head.
pub(crate) fn head<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Ballot>) -> Result<Head> {
    current(tx, may, Some(id), 1)?.pop().ok_or(Error::NotFound)
}

/// A ballot with all that is not a vote. Whoever shows it makes sure that its unit is within reach.
///
/// # Errors
/// [`Error::NotFound`]; the database.
pub fn whole<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Ballot>) -> Result<Whole> {
    let head = head(tx, may, id)?;
    let urns: Vec<Urn> = ballot_urn::table
        .filter(ballot_urn::root.eq(may.root()).and(ballot_urn::ballot.eq(id)))
        .filter(ballot_urn::unmade.is_null())
        .order(ballot_urn::place)
        .select(Urn::as_select())
        .load(tx.with(may))?;
    let trustees = ballot_scrutineer::table
        .filter(ballot_scrutineer::root.eq(may.root()).and(ballot_scrutineer::ballot.eq(id)))
        .filter(ballot_scrutineer::unmade.is_null())
        .order(ballot_scrutineer::place)
        .select(Trustee::as_select())
        .load(tx.with(may))?;
    let fixed = fixed(tx, may, id)?;
    let ids: Vec<String> = urns.iter().map(|u| u.urn.clone()).collect();
    let voids = voids(tx, may, ids)?;
    let plan = head.plan()?;
    Ok(Whole { head, plan, urns, trustees, fixed, voids })
}

/// What was fixed of a ballot.
pub(crate) fn fixed<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Ballot>) -> Result<Option<FixedRow>> {
    Ok(ballot_fixed::table
        .filter(ballot_fixed::root.eq(may.root()).and(ballot_fixed::ballot.eq(id)))
        .filter(ballot_fixed::unmade.is_null())
        .select(FixedRow::as_select())
        .first(tx.with(may))
        .optional()?)
}

/// The slips of these urns that are voided: urn, and SHA-256 of the public credential.
pub(crate) fn voids<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    urns: Vec<String>,
) -> Result<Vec<(String, Vec<u8>)>> {
    Ok(ballot_void::table
        .filter(ballot_void::root.eq(may.root()).and(ballot_void::unmade.is_null()))
        .filter(ballot_void::urn.eq_any(urns))
        .select((ballot_void::urn, ballot_void::credential))
        .load(tx.with(may))?)
}

/// The roll of an urn's public credentials as it is published.
pub(crate) fn roll<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Option<String>> {
    let found: Option<Option<String>> = ballot_urn::table
        .filter(ballot_urn::root.eq(may.root()).and(ballot_urn::urn.eq(urn)))
        .filter(ballot_urn::unmade.is_null())
        .select(ballot_urn::roll)
        .first(tx.with(may))
        .optional()?;
    Ok(found.flatten())
}

/// The election of an urn as it is published, once it is fixed.
pub(crate) fn election<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Option<String>> {
    let found: Option<Option<String>> = ballot_urn::table
        .filter(ballot_urn::root.eq(may.root()).and(ballot_urn::urn.eq(urn)))
        .filter(ballot_urn::unmade.is_null())
        .select(ballot_urn::election)
        .first(tx.with(may))
        .optional()?;
    Ok(found.flatten())
}

/// The ballot to which an urn belongs.
pub(crate) fn ballot_of<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Id<Ballot>> {
    ballot_urn::table
        .filter(ballot_urn::root.eq(may.root()).and(ballot_urn::urn.eq(urn)))
        .filter(ballot_urn::unmade.is_null())
        .select(ballot_urn::ballot)
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)
}

/// An urn.
pub(crate) fn of_urn<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, urn: &str) -> Result<Urn> {
    ballot_urn::table
        .filter(ballot_urn::root.eq(may.root()).and(ballot_urn::urn.eq(urn)))
        .filter(ballot_urn::unmade.is_null())
        .select(Urn::as_select())
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)
}

/// Whom a secret opens a page for, by its hash.
pub(crate) fn of_secret<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    secret: &[u8],
) -> Result<(Id<Ballot>, Id<Scrutineer>)> {
    ballot_link::table
        .filter(ballot_link::root.eq(may.root()).and(ballot_link::secret.eq(secret)))
        .select((ballot_link::ballot, ballot_link::scrutineer))
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)
}
