//! From a title to a draft: by itself, for a step of a case, or after an election that left places open.

use auth::Permit;
use base::{Id, Lang};
use db::{Error, Recorded, Result, Write};

use super::{
    found, keeper, reached,
    set_up::{MAJORITIES, QUORUMS, TIES, cited, figure, threshold},
};
use crate::{
    Ballot, Run,
    rules::{self, About, Ask, Kind, Plan, State, Threshold},
    store::{self, FACTS, Head},
};

/// The rules that a kind goes by unless set otherwise: who must come, what majority, how many candidates.
fn usual(kind: Kind) -> [Option<&'static str>; 3] {
    match kind {
        Kind::Election => [Some(QUORUMS[0]), Some(MAJORITIES[0]), Some("cn/ballots election-candidates")],
        Kind::Recommendation => [Some(QUORUMS[2]), None, None],
        Kind::Competition => [None, Some(MAJORITIES[1]), None],
        Kind::Assessment | Kind::Satisfaction => [None, Some(MAJORITIES[2]), None],
        Kind::Other => [None, None, None],
    }
}

/// What a ballot is drawn up from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose it is.
    pub unit: Id<org::Unit>,
    /// The title.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    /// The language that it is in.
    pub lang: Lang,
    /// What is asked, as far as it is known.
    pub questions: Vec<Ask>,
    /// What it is held for, where it is set up from there.
    pub about: Option<About>,
}

/// Draws a ballot up in the transaction of another action, which records it with [`FACTS`]. Whoever does keeps its urn.
///
/// # Errors
/// What is wrong with the title; a unit out of reach; the policy and the database.
pub fn draw_up(tx: &mut Write<'_>, of: &Draft) -> Result<Id<Ballot>> {
    let may = tx.may::<Run>()?;
    let (unit, kind) = (of.unit, of.kind);
    org::reach(tx, &may, unit)?;
    let title = rules::line("title", &of.title).map_err(|e| Error::Invalid(vec![e]))?;
    let [quorum, majority, margin] = usual(kind);
    let plan = Plan {
        lang: of.lang,
        when: String::new(),
        classes: Vec::new(),
        questions: of.questions.clone(),
        scrutineers: Vec::new(),
        fewest_scrutineers: figure(tx, &may, "scrutineers", "persons", unit)?,
        least: figure(tx, &may, "least-shown", "voters", unit)?,
        complaint: figure(tx, &may, "complaint-window", "days", unit)?.saturating_mul(24 * 60),
        revote: true,
        quorum: threshold(tx, &may, quorum, unit)?,
        majority: threshold(tx, &may, majority, unit)?,
        margin: threshold(tx, &may, margin, unit)?,
        ties: if kind == Kind::Election { cited(tx, &may, TIES, unit)? } else { None },
        about: of.about.clone(),
    };
    begun(tx, &may, unit, title, kind, &plan)
}

/// A new ballot with this plan.
fn begun(
    tx: &mut Write<'_>,
    may: &Permit<Run>,
    unit: Id<org::Unit>,
    title: String,
    kind: Kind,
    plan: &Plan,
) -> Result<Id<Ballot>> {
    let ballot = Id::<Ballot>::new();
    let head = Head {
        ballot,
        unit,
        title,
        kind,
        plan: store::kept(plan)?,
        state: State::Draft,
        urn_keeper: keeper(tx.actor()),
        roll_keeper: None,
        reason: None,
        closed_at: None,
        present: None,
        paper: None,
    };
    store::put_head(tx, may, &head)?;
    Ok(ballot)
}

/// Draws a ballot up by itself.
///
/// # Errors
/// As [`draw_up`].
pub(crate) fn draw_up_alone(tx: &mut Write<'_>, of: &Draft) -> Result<Recorded<Id<Ballot>>> {
    let ballot = draw_up(tx, of)?;
    tx.record(db::Event::new("ballot.drawn-up").about(ballot).facts(FACTS), ballot)
}

/// Draws up the vote that an election left open in a question (from 0): voters, scrutineers and rules are those of the election, the
/// rules as they stand today; see [`rules::again`].
///
/// # Errors
/// An election without a result, or whose places are all filled; the policy and the database.
pub(crate) fn vote_again(tx: &mut Write<'_>, id: Id<Ballot>, question: usize) -> Result<Recorded<Id<Ballot>>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let found = found(tx, &may, id)?.ok_or(Error::NotFound)?;
    let asked = whole.plan.questions.get(question).zip(found.outcome.questions.get(question));
    let next = asked.and_then(|(ask, out)| rules::again(ask, out.elected.as_ref()?)).ok_or_else(|| {
        Error::refused("各名额均已选出，无须再次投票。", "All places are filled; there is nothing to vote on again.")
    })?;
    let (old, unit) = (&whole.plan, whole.head.unit);
    let named = |rule: &Option<Threshold>| rule.as_ref().map(|r| r.rule.clone());
    let same = |tx: &mut Write<'_>, rule: Option<String>| threshold(tx, &may, rule.as_deref(), unit);
    let (majority, margin) = if next.tied { (None, None) } else { (named(&old.majority), named(&old.margin)) };
    let plan = Plan {
        when: String::new(),
        questions: vec![next.ask],
        quorum: same(tx, named(&old.quorum))?,
        majority: same(tx, majority)?,
        margin: same(tx, margin)?,
        ties: cited(tx, &may, TIES, unit)?,
        about: Some(About { title: whole.head.title.clone(), href: format!("/ballots/{id}/result") }),
        ..old.clone()
    };
    let title = match (next.tied, plan.lang) {
        (true, Lang::Zh) => format!("{}（票数相等，重新投票）", whole.head.title),
        (true, Lang::En) => format!("{} (equal votes, voted again)", whole.head.title),
        (false, Lang::Zh) => format!("{}（不足名额另行选举）", whole.head.title),
        (false, Lang::En) => format!("{} (places that stayed unfilled)", whole.head.title),
    };
    let title: String = title.chars().take(rules::LONGEST).collect();
    let ballot = begun(tx, &may, unit, title, whole.head.kind, &plan)?;
    let event = db::Event::new("ballot.drawn-up").about(ballot).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "after": id }))?, ballot)
}
