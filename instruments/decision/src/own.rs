//! What somebody has to do with cases as a person: as a member of a meeting, and as a candidate.

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::{Error, Event as Entry, Read, Recorded, Result, Write};
use people::Person;
use procedure::{Effect, Event, Happening, Reason, Stage};
use serde::Serialize;

use crate::{
    Attached, Case, FACTS, Heard, Matter, Own, Speak, Stance, Stand,
    facts::{self, ROLL, VIEWS, roll_of, views_of},
    papers, rules, stand, store,
};

/// Whose file the account is tied to.
pub(crate) fn me(tx: &Read<'_>) -> Result<Id<Person>> {
    let person = tx.actor().person().map(Id::cast);
    person.ok_or_else(|| {
        Error::refused(
            "您的账户没有与干部档案关联，请管理员关联。",
            "Your account is not tied to a personnel file; ask the administrator to tie it.",
        )
    })
}

/// A candidate on whom a view is asked for, or was given.
#[derive(Serialize)]
pub(crate) struct Asked {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) post: String,
    /// Whether one has to leave, as the register says; nothing where that cannot be told.
    pub(crate) tied: Option<bool>,
    pub(crate) mine: Option<Stance>,
}

/// A meeting that one takes part in.
#[derive(Serialize)]
pub(crate) struct Sitting {
    pub(crate) case: Id<Matter>,
    pub(crate) title: String,
    pub(crate) head: bool,
    pub(crate) candidates: Vec<Asked>,
}

/// Whether a member is a candidate or a relative of one; nothing without the key of sealed families.
fn tied<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    candidate: Id<Person>,
    member: Id<Person>,
) -> Result<Option<bool>> {
    let today = tx.today();
    if candidate == member {
        return Ok(Some(true));
    }
    match tenure::tied(tx, may, candidate.cast(), &[member.cast()], today) {
        Ok(all) => Ok(Some(!all.is_empty())),
        Err(Error::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The step in which a meeting is held now, where there is one.
fn meeting(case: &Case) -> Result<Option<String>> {
    let state = case.state()?;
    Ok(state.now(&case.procedure).filter(|s| s.effect == Some(Effect::Meeting)).map(|s| s.id.clone()))
}

/// The meetings in which one sits and views are asked for.
pub(crate) fn sittings(tx: &mut Read<'_>) -> Result<Vec<Sitting>> {
    let may = tx.may::<Speak>()?;
    let (me, today) = (me(tx)?, tx.today());
    let mut all = Vec::new();
    for id in store::rolls(tx, &may, ROLL, me)? {
        let case = store::whole(tx, &may, id)?;
        if meeting(&case)?.is_none() {
            continue;
        }
        let kept = store::kept(tx, &may, id)?;
        let call = roll_of(&kept);
        let Some(seat) = call.iter().find(|m| m.person == me && m.attended) else { continue };
        let ids: Vec<Id<Person>> = case.candidates.iter().map(|c| c.person).collect();
        let called = people::called(tx, &may, &ids)?;
        let mut candidates = Vec::new();
        for c in &case.candidates {
            candidates.push(Asked {
                person: c.person,
                name: called.get(&c.person).cloned().unwrap_or_default(),
                post: facts::post_name(tx, &may, c.post, today)?,
                tied: tied(tx, &may, c.person, me)?,
                mine: views_of(&kept, c.person).iter().find(|h| h.person == me).map(|h| h.view),
            });
        }
        all.push(Sitting { case: id, title: case.title, head: seat.head, candidates });
    }
    Ok(all)
}

/// A member gives the own view of a candidate from the own account. It stands as it was given.
///
/// # Errors
/// Someone who does not sit in the meeting; one who has to leave; a view that was given; the head before the others.
pub fn speak(tx: &mut Write<'_>, case: Id<Matter>, candidate: Id<Person>, view: Stance) -> Result<Recorded<()>> {
    let may = tx.may::<Speak>()?;
    let me = me(tx)?;
    let of = store::whole(tx, &may, case)?;
    let step = meeting(&of)?.ok_or(Error::NotFound)?;
    let kept = store::kept(tx, &may, case)?;
    let call = roll_of(&kept);
    let sits = call.iter().any(|m| m.person == me && m.attended);
    if !sits || !of.candidates.iter().any(|c| c.person == candidate) {
        return Err(Error::NotFound);
    }
    if !view.counts() && view != Stance::Left {
        return Err(Error::field("view", Say::new("请选择表态。", "Choose your view.")));
    }
    if view != Stance::Left && tied(tx, &may, candidate, me)? == Some(true) {
        return Err(Error::refused(
            "该人选是您本人或亲属，依规定应当回避：请选择“回避离场”。",
            "The candidate is yourself or a relative: by the rule you leave the room; choose so.",
        ));
    }
    let mut heard = views_of(&kept, candidate);
    if let Some(wrong) = rules::wrong_turn(&call, &heard, me) {
        return Err(Error::Refused(wrong));
    }
    heard.push(Heard { person: me, view, own: true });
    store::keep(tx, &may, case, &step, Some(candidate), VIEWS, &heard)?;
    // the view itself stands in the facts: the entry says who spoke on whom
    let note = serde_json::json!({ "step": step, "person": candidate });
    tx.record(Entry::new("decision.spoke").about(case).facts(FACTS).with(note)?, ())
}

/// The paper that each candidate hands in.
const STATEMENTS: &str = "statements";

/// A candidate hands the own statement in, from the own account, while the step that takes statements is carried out.
///
/// # Errors
/// Someone who is no candidate; a step that takes none; a file that is not taken.
pub fn state(tx: &mut Write<'_>, case: Id<Matter>, bytes: &[u8]) -> Result<Recorded<Id<Attached>>> {
    let may = tx.may::<Speak>()?;
    let me = me(tx)?;
    let of = store::whole(tx, &may, case)?;
    if !of.candidates.iter().any(|c| c.person == me) {
        return Err(Error::NotFound);
    }
    let state = of.state()?;
    let step = state.now(&of.procedure).filter(|s| s.papers.iter().any(|p| p.id == STATEMENTS)).cloned();
    let step = step.ok_or_else(|| Error::refused("现在不收竞职陈述材料。", "Statements are not taken now."))?;
    let name = people::called(tx, &may, &[me])?.remove(&me).unwrap_or_default();
    papers::put(tx, &may, &of, &step, STATEMENTS, &name, bytes)
}

/// What was recorded of oneself.
#[derive(Serialize)]
pub(crate) struct OfMe {
    pub(crate) step: Say,
    pub(crate) title: Say,
    pub(crate) value: Say,
    pub(crate) day: Date,
}

/// Where a case stands for somebody who is named in it.
#[derive(Clone, Debug, Serialize)]
pub struct Followed {
    /// The case.
    pub case: Id<Matter>,
    /// What it is called.
    pub title: String,
    /// For which post.
    pub post: String,
    /// The steps of its procedure.
    pub steps: Vec<Say>,
    /// How many of them are closed.
    pub closed: usize,
    /// The step that is being carried out; nothing where the case is over.
    pub now: Option<Say>,
    /// Whether it came to its end, and was not stopped.
    pub fulfilled: bool,
    /// Where it leaves oneself.
    pub stand: Stand,
    /// What follows from the way it ended.
    pub follows: Option<Say>,
    /// The notice of the case, where it is published.
    pub notice: Option<Id<notice::Notice>>,
}

/// A case in which one is a candidate.
#[derive(Serialize)]
pub(crate) struct Mine {
    #[serde(flatten)]
    pub(crate) of: Followed,
    pub(crate) facts: Vec<OfMe>,
    /// What the gates of closed steps found of oneself, with their rules.
    pub(crate) reasons: Vec<Reason>,
    /// Whether the own registration can be taken back now.
    pub(crate) registers: bool,
    /// Whether the own statement is taken now.
    pub(crate) states: bool,
    /// How many statements of one's own there are.
    pub(crate) stated: usize,
}

/// The part of a reason that is about one person; nothing of others.
fn about(reason: &Reason, me: &str) -> Option<Reason> {
    let mine: Vec<Reason> = reason.children.iter().filter(|c| c.subject_id.as_deref() == Some(me)).cloned().collect();
    match (reason.subject_id.as_deref(), mine.first()) {
        (Some(of), _) if of == me => Some(reason.clone()),
        (_, Some(one)) => {
            let verdict = one.verdict;
            let says = one.says.clone();
            Some(Reason { verdict, says, found: Vec::new(), children: mine, ..reason.clone() })
        }
        _ => None,
    }
}

/// A case as somebody who is named in it may follow it; nothing before the step from which they are told.
fn follow<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    case: &Case,
    kept: &[store::Kept],
    who: Id<Person>,
) -> Result<Option<Followed>> {
    let (state, today) = (case.state()?, tx.today());
    let told = case.procedure.steps.iter().position(|s| s.told).unwrap_or(usize::MAX);
    // a case that ended before that was never told of
    let reached = state.stages().get(told).is_some_and(|s| !matches!(s, Stage::Waiting | Stage::Never));
    let Some(c) = case.candidates.iter().find(|c| c.person == who).filter(|_| reached) else { return Ok(None) };
    let passed = kept.iter().find(|k| k.subject == Some(who) && k.name == "probation.passed");
    let passed = match passed.and_then(|k| serde_json::from_str(&k.value).ok()) {
        Some(procedure::Value::Yes(yes)) => Some(yes),
        _ => None,
    };
    let now = state.now(&case.procedure);
    Ok(Some(Followed {
        case: case.case,
        title: case.title.clone(),
        post: facts::post_name(tx, may, c.post, today)?,
        steps: case.procedure.steps.iter().map(|s| s.title.clone()).collect(),
        closed: state.stages().iter().filter(|s| matches!(s, Stage::Closed(_))).count(),
        now: now.map(|s| s.title.clone()),
        fulfilled: state.fulfilled(),
        stand: stand::of(case, &state, c, passed),
        follows: case.follows().filter(|_| now.is_none()).cloned(),
        notice: case.notice(),
    }))
}

/// The first case in which an office named somebody on that day or later, as they may follow it: for an applicant, who has no account.
/// Of a procedure that tells people when it names them; others are nothing for whoever holds an applicant's link.
///
/// # Errors
/// The database.
pub fn followed<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    who: Id<Person>,
    since: Date,
) -> Result<Option<Followed>> {
    for case in store::of_candidate(tx, may, who)?.into_iter().rev() {
        let case = store::whole(tx, may, case)?;
        let id = who.to_string();
        let named = |h: &store::Happened| h.kind == store::Kind::Named && h.day >= since && h.event.contains(&id);
        let tells = case.procedure.steps.iter().any(|s| s.told && s.names && !s.registers);
        if tells && case.record.iter().any(named) {
            let kept = store::kept(tx, may, case.case)?;
            return follow(tx, may, &case, &kept, who);
        }
    }
    Ok(None)
}

/// The cases in which one is a candidate and may know of it, the latest first.
pub(crate) fn mine(tx: &mut Read<'_>) -> Result<Vec<Mine>> {
    let may = tx.may::<Own>()?;
    let me = me(tx)?;
    let id = me.to_string();
    let mut all = Vec::new();
    for case in store::of_candidate(tx, &may, me)? {
        let case = store::whole(tx, &may, case)?;
        let kept = store::kept(tx, &may, case.case)?;
        let Some(of) = follow(tx, &may, &case, &kept, me)? else { continue };
        let known = facts::days(tx, &may, &case)?;
        let of_me = kept.iter().filter(|k| k.subject == Some(me) && k.name != VIEWS).filter_map(|k| {
            let value: procedure::Value = serde_json::from_str(&k.value).ok()?;
            Some(OfMe {
                step: case.procedure.step(&k.step)?.title.clone(),
                title: case.procedure.called(&k.name),
                value: case.procedure.says(&k.name, &value, &known),
                day: k.day,
            })
        });
        let closed = case.record.iter().filter_map(|h| serde_json::from_str::<Event>(&h.event).ok());
        let reasons = closed.filter_map(|e| match e.what {
            // whom a meeting made leave, and who spoke when, is not for the candidate
            Happening::Closed { reasons, .. }
                if case.procedure.step(&e.step).is_some_and(|s| s.effect != Some(Effect::Meeting)) =>
            {
                Some(reasons)
            }
            _ => None,
        });
        let reasons = reasons.flatten().filter_map(|r| about(&r, &id)).collect();
        let name = people::called(tx, &may, &[me])?.remove(&me).unwrap_or_default();
        let state = case.state()?;
        let now = state.now(&case.procedure);
        all.push(Mine {
            of,
            facts: of_me.collect(),
            reasons,
            registers: now.is_some_and(|s| s.registers),
            states: now.is_some_and(|s| s.papers.iter().any(|p| p.id == STATEMENTS)),
            stated: case.papers.iter().filter(|p| p.kind == STATEMENTS && p.name == name).count(),
        });
    }
    Ok(all)
}
