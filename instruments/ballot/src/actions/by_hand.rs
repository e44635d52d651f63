//! The declared fallback: a count of paper ballots, entered by two tellers who do not see each other's figures.

use base::{Id, Say};
use db::{Error, FieldError, Recorded, Result, Write};
use serde::{Deserialize, Serialize};

use super::{keeper, keeps_urn, reached, set_up::closed_instead, sums::keep_result, turned};
use crate::{
    Ballot, KeepRoll, Run,
    rules::{self, Ask, UrnCount, Verb, outcome},
    store::{self, FACTS, Head, Whole},
};

/// What a teller counted in an urn.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Paper ballots in the urn that are valid.
    pub(crate) valid: u64,
    /// Those that are not.
    pub(crate) invalid: u64,
    /// Votes by question and option.
    pub(crate) votes: Vec<Vec<u64>>,
}

/// The counts of a teller as they are kept, urn by urn.
pub(crate) fn counts_of(text: &str) -> Result<Vec<Counts>> {
    serde_json::from_str(text).map_err(|e| Error::Corrupt(format!("a count by hand: {e}")))
}

/// What is wrong with a count; places are urn, question, option, from 0.
fn wrong(whole: &Whole, counts: &[Counts]) -> Vec<FieldError> {
    let mut all = Vec::new();
    let mut say = |field: String, zh: String, en: String| all.push(FieldError { field, say: Say::new(zh, en) });
    for (u, (urn, count)) in whole.urns.iter().zip(counts).enumerate() {
        if count.valid + count.invalid > urn.size.unsigned_abs() {
            say(
                format!("valid-{u}"),
                format!("收回的票（有效加无效）多于投票人数{}，该次投票无效，请核对。", urn.size),
                format!("There are more ballots, valid or not, than the {} voters; compare.", urn.size),
            );
        }
        for (q, (ask, votes)) in whole.plan.questions.iter().zip(&count.votes).enumerate() {
            let sum: u64 = votes.iter().sum();
            if let Some(o) = votes.iter().position(|n| *n > count.valid) {
                say(
                    format!("votes-{u}-{q}-{o}"),
                    format!("票数多于有效票{}张。", count.valid),
                    format!("More votes than the {} valid ballots.", count.valid),
                );
            } else if !matches!(ask, Ask::Choose { .. }) && sum != count.valid {
                say(
                    format!("votes-{u}-{q}-0"),
                    format!("各项合计{sum}，应等于有效票{}张；没有划的计入弃权或不了解。", count.valid),
                    format!(
                        "They add up to {sum} and should to the {} valid ballots; no mark counts as abstained or no opinion.",
                        count.valid
                    ),
                );
            }
        }
    }
    all
}

/// Declares that a ballot goes on on paper, with a reason that stands beside its result.
///
/// # Errors
/// No reason; a ballot whose electronic voting has begun; whoever does not keep the urn; the policy and the database.
pub(crate) fn declare_paper(tx: &mut Write<'_>, id: Id<Ballot>, reason: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    let state = turned(&whole, Verb::Paper)?;
    keeps_urn(tx, &whole)?;
    let reason = rules::line("reason", reason).map_err(|e| Error::Invalid(vec![e]))?;
    if let Some(fixed) = &whole.fixed {
        closed_instead(tx, &may, id, fixed, &reason)?;
    }
    store::put_head(tx, &may, &Head { state, paper: Some(reason.clone()), ..whole.head })?;
    let event = db::Event::new("ballot.on-paper").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "reason": reason }))?, ())
}

/// Enters what a teller counted. When two tellers have entered the same, that is the result, marked as counted by hand; until
/// then nothing of the other's figures is told. Gives whether there is a result.
///
/// # Errors
/// Each field with what is wrong; the wrong time; the policy and the database.
pub(crate) fn enter_by_hand(tx: &mut Write<'_>, id: Id<Ballot>, counts: &[Counts]) -> Result<Recorded<bool>> {
    let may = tx.may::<KeepRoll>()?;
    let whole = reached(tx, &may, id)?;
    turned(&whole, Verb::ByHand)?;
    let wrong = wrong(&whole, counts);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let me = keeper(tx.actor());
    let text = serde_json::to_string(counts).map_err(|e| Error::Internal(e.to_string()))?;
    let others: Vec<(String, String)> =
        store::papers(tx, &may, id)?.into_iter().filter(|(teller, _)| *teller != me).collect();
    if others.len() > 1 {
        return Err(Error::refused("已有两位计票人录入。", "Two tellers have entered their counts already."));
    }
    store::put_paper(tx, &may, id, &me, &text)?;
    let agreed = others.iter().any(|(_, other)| *other == text);
    if agreed {
        let one = |(urn, count): (&store::Urn, &Counts)| UrnCount {
            name: urn.name.clone(),
            weight: u32::try_from(urn.weight).unwrap_or(1),
            size: urn.size.unsigned_abs(),
            voters: count.valid + count.invalid,
            valid: count.valid,
            sums: (count.valid >= u64::from(whole.plan.least)).then(|| count.votes.clone()),
        };
        let urns = whole.urns.iter().zip(counts).map(one).collect();
        let result = outcome(whole.head.kind, &whole.plan, urns, None);
        keep_result(tx, &may, &whole, &result, true)?;
    }
    let event = db::Event::new("ballot.by-hand").about(id).facts(FACTS);
    tx.record(event.with(serde_json::json!({ "agreed": agreed }))?, agreed)
}
