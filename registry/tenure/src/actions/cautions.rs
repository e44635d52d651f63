//! What speaks against an appointment without forbidding it, and the reason for which it is made all the same.

use std::collections::BTreeSet;

use auth::{Action, Permit};
use base::{Date, Id, Say};
use db::{Error, FieldError, Read, Result};
use diesel::prelude::*;
use org::{Kept, Quota, as_of, timeline::Span};
use post::{Frame, Post, store::post_frame};
use serde::Serialize;

use crate::{
    Holding, Person, Tenure,
    rules::{
        Way,
        pack::{Beyond, Concern, Effect},
    },
    view::{conflicts_of, holdings},
};

/// Something that speaks against an appointment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Caution {
    /// What.
    pub concern: Concern,
    /// What follows.
    pub effect: Effect,
    /// The figures or the posts concerned, in a sentence.
    pub say: Say,
    /// The rule that says so.
    pub rule: Say,
}

impl Caution {
    /// The sentence with its rule.
    pub fn whole(&self) -> Say {
        let whole = Say::each(|lang| lang.aside(self.say.to(lang), self.rule.to(lang)));
        Say { rule: self.rule.rule.clone(), ..whole }
    }
}

/// What an appointment is made in spite of.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Despite {
    /// Why it is made all the same; recorded in the ledger.
    pub reason: Option<String>,
    /// What the person who gave the reason had been shown, as [`shown`] puts it; nothing where a program gives one.
    pub seen: Option<String>,
}

/// What a form sends back to say which cautions it showed.
pub fn shown(cautions: &[Caution]) -> String {
    let all: Vec<String> = cautions.iter().map(|c| c.whole().zh).collect();
    all.join("\n")
}

/// The same from the errors of an appointment that was not made.
pub(crate) fn seen_in(errors: &[FieldError]) -> String {
    let all: Vec<&str> = errors.iter().filter(|e| e.field == "caution").map(|e| e.say.zh.as_str()).collect();
    all.join("\n")
}

/// What the ledger keeps of it: which kinds of caution there were and the reason, nothing of a family.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Overruled {
    cautions: BTreeSet<&'static str>,
    reason: String,
}

impl Overruled {
    /// Whether it was nothing but numbers that spoke against it: more people than places, or than the quota.
    pub fn only_numbers(&self) -> bool {
        self.cautions.iter().all(|c| [Concern::Quota.word(), Concern::Openings.word()].contains(c))
    }
}

/// Nothing where nothing speaks against it; what goes into the ledger where a reason was given.
///
/// # Errors
/// [`Error::Refused`] where a rule refuses; [`Error::Invalid`] with each caution under `caution` and the missing reason
/// under `despite`.
pub(crate) fn settle(cautions: &[Caution], despite: &Despite) -> Result<Option<Overruled>> {
    if let Some(no) = cautions.iter().find(|c| c.effect == Effect::Refuse) {
        return Err(Error::Refused(no.whole()));
    }
    if cautions.is_empty() {
        return Ok(None);
    }
    let reason = despite.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
    let stale = despite.seen.as_ref().is_some_and(|seen| seen.replace('\r', "") != shown(cautions));
    let wrong = |say: Say| {
        let mut errors: Vec<FieldError> =
            cautions.iter().map(|c| FieldError { field: "caution".into(), say: c.whole() }).collect();
        errors.push(FieldError { field: "despite".into(), say });
        Err(Error::Invalid(errors))
    };
    match reason {
        None => wrong(Say::new(
            "请说明仍要任职的理由，理由将记入台账；或修改任职信息。",
            "Say why the appointment is made all the same; the reason is kept in the ledger. Or change the appointment.",
        )),
        Some(_) if stale => wrong(Say::new(
            "任职信息修改后，提示的内容有变化。请看过以后再确认理由。",
            "With what was changed there is something else to heed. Look at it and give the reason again.",
        )),
        Some(text) if !(4..=200).contains(&text.chars().count()) || text.chars().any(char::is_control) => {
            wrong(Say::new("理由请写4到200个字，不分行。", "Give the reason in 4 to 200 characters on one line."))
        }
        Some(text) => {
            let cautions = cautions.iter().map(|c| c.concern.word()).collect();
            Ok(Some(Overruled { cautions, reason: text.to_owned() }))
        }
    }
}

/// What speaks against a holding, on its first day or today if that is later. `tenure` is itself, so that a correction
/// does not count what it takes back.
pub(crate) fn cautions<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    tenure: Id<Tenure>,
    new: &Span<Holding>,
    frame: &Frame,
) -> Result<Vec<Caution>> {
    let today = tx.today();
    let on = if new.holds(today) { today } else { new.from };
    // what is over does no harm any more
    if new.to.is_some_and(|to| to <= today) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    all.extend(beyond_openings(tx, may, tenure, new, frame, on)?);
    all.extend(beyond_quota(tx, may, tenure, new, frame, on)?);
    match conflicts_of(tx, may, tenure, new, on) {
        Ok(conflicts) => all.extend(conflicts.into_iter().map(|c| {
            let other = c.parties.iter().find(|p| p.person != new.value.person);
            let who = other.map(|p| (p.name.clone(), p.post_name.clone())).unwrap_or_default();
            let (zh, en) = (c.situation.label(base::Lang::Zh), c.situation.label(base::Lang::En).to_lowercase());
            let say = Say::new(
                format!("与“{}”（{}）有应当回避的亲属关系：{zh}。", who.0, who.1),
                format!("{} ({}) is a relative from whom the rules ask distance: {en}.", who.0, who.1),
            );
            Caution { concern: Concern::Recusal, effect: c.effect, say, rule: c.rule }
        })),
        // without the key of sealed values nothing is known of families: that is said, not passed over
        Err(Error::Refused(_)) => {
            let say = Say::new(
                "缺少密钥，无法检查任职回避，请人工核对。",
                "The key is missing, so recusal could not be checked; check it by hand.",
            );
            let rule = Say::new("家庭成员信息加密保存", "Family relations are kept sealed");
            all.push(Caution { concern: Concern::Unchecked, effect: Effect::Reason, say, rule });
        }
        Err(other) => return Err(other),
    }
    Ok(all)
}

/// Who else holds these posts as their own on a day.
fn others<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    posts: &[Id<Post>],
    but: Id<Tenure>,
    new: &Holding,
    on: Date,
    own_only: bool,
) -> Result<i64> {
    let held = holdings(tx, may, posts, on, on)?.into_iter();
    let counts = |h: &Holding| h.person != new.person && (!own_only || h.way == Way::Main);
    let persons: BTreeSet<Id<Person>> = held
        .filter(|(tenure, s)| *tenure != but && s.holds(on) && counts(&s.value))
        .map(|(_, s)| s.value.person)
        .collect();
    Ok(persons.len() as i64)
}

fn beyond_openings<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    tenure: Id<Tenure>,
    new: &Span<Holding>,
    frame: &Frame,
    on: Date,
) -> Result<Option<Caution>> {
    let Some(rule) = Beyond::on(Concern::Openings, on)? else { return Ok(None) };
    let then = others(tx, may, &[new.value.post], tenure, &new.value, on, false)? + 1;
    let places = frame.openings;
    let say = Say::new(
        format!("该岗位职数{places}人，此次任职后为{then}人，超出{}人。", then - places),
        format!(
            "The post has places for {places}; with this appointment there are {then}, {} too many.",
            then - places
        ),
    );
    Ok((then > places).then(|| Caution {
        concern: Concern::Openings,
        effect: rule.effect,
        say,
        rule: rule.source.clone(),
    }))
}

/// The approved number of a level in the unit of a post and the posts that count against it; nothing where no number is
/// recorded.
fn of_level<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    frame: &Frame,
    level: &str,
    on: Date,
) -> Result<Option<(i64, Vec<Id<Post>>)>> {
    let root = tx.root();
    let quotas = Quota::spans(tx.with(may), root, frame.unit)?;
    let Some(approved) = quotas.iter().find(|s| s.holds(on) && s.value.level == *level).map(|s| s.value.approved)
    else {
        return Ok(None);
    };
    let posts: Vec<Id<Post>> = post_frame::table
        .filter(post_frame::root.eq(root))
        .filter(as_of!(post_frame, on))
        .filter(post_frame::unit.eq(frame.unit))
        .filter(post_frame::level.eq(level))
        .filter(post_frame::leading.eq(true))
        .select(post_frame::post)
        .load(tx.with(may))?;
    Ok(Some((approved, posts)))
}

/// How many too many there will be when so many more people hold a post as their own from a day on: beyond its places, or
/// beyond the quota of its level, whichever is more. None where there is room.
///
/// # Errors
/// The database's; a post that does not exist.
pub fn beyond<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, post: Id<Post>, more: i64, on: Date) -> Result<i64> {
    let root = tx.root();
    let spans = Frame::spans(tx.with(may), root, post)?;
    let frame = crate::view::frame_of(&spans, on).cloned().ok_or(Error::NotFound)?;
    // nobody is left out of the count
    let nobody = Holding {
        person: Id::new(),
        post,
        way: Way::Main,
        chosen: None,
        appointed_by: None,
        removed_by: None,
        reason: None,
        ordinal: 0,
        in_team: None,
        exceptional: None,
        printed: None,
    };
    let mut over = others(tx, may, &[post], Id::new(), &nobody, on, false)? + more - frame.openings;
    if let (Some(level), true) = (&frame.level, frame.leading)
        && let Some((approved, posts)) = of_level(tx, may, &frame, level, on)?
    {
        over = over.max(others(tx, may, &posts, Id::new(), &nobody, on, true)? + more - approved);
    }
    Ok(over.max(0))
}

fn beyond_quota<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    tenure: Id<Tenure>,
    new: &Span<Holding>,
    frame: &Frame,
    on: Date,
) -> Result<Option<Caution>> {
    let Some(rule) = Beyond::on(Concern::Quota, on)? else { return Ok(None) };
    let (Some(level), true, Way::Main) = (&frame.level, frame.leading, new.value.way) else { return Ok(None) };
    let Some((approved, posts)) = of_level(tx, may, frame, level, on)? else { return Ok(None) };
    let then = others(tx, may, &posts, tenure, &new.value, on, true)? + 1;
    let (zh, en) = (codes::LEVEL.label(level, base::Lang::Zh), codes::LEVEL.label(level, base::Lang::En));
    let say = Say::new(
        format!("本机构{zh}领导职数核定{approved}人，此次任职后为{then}人，超配{}人。", then - approved),
        format!(
            "The unit has {approved} leading posts of “{en}” approved; with this appointment {then} are filled, {} too many.",
            then - approved
        ),
    );
    Ok((then > approved).then(|| Caution {
        concern: Concern::Quota,
        effect: rule.effect,
        say,
        rule: rule.source.clone(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caution(effect: Effect) -> Caution {
        let (say, rule) = (Say::new("超配1人。", "1 too many."), Say::new("规定", "a rule"));
        Caution { concern: Concern::Quota, effect, say, rule }
    }

    #[test]
    fn a_reason_goes_on_and_a_refusal_does_not() {
        let despite = |reason: &str, seen: Option<&str>| Despite {
            reason: Some(reason.into()).filter(|r: &String| !r.is_empty()),
            seen: seen.map(str::to_owned),
        };
        let fields = |done: Result<Option<Overruled>>| match done {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect(),
            Err(Error::Refused(_)) => vec!["refused".to_owned()],
            Ok(done) => vec![done.map_or("nothing".into(), |o| o.reason)],
            Err(other) => panic!("{other}"),
        };
        let one = [caution(Effect::Reason)];
        assert_eq!(fields(settle(&[], &despite("", None))), ["nothing"]);
        assert_eq!(fields(settle(&one, &despite("", None))), ["caution", "despite"]);
        assert_eq!(fields(settle(&one, &despite("换届过渡", None))), ["换届过渡"]);
        assert_eq!(fields(settle(&one, &despite("换届过渡", Some(&shown(&one))))), ["换届过渡"]);
        assert_eq!(fields(settle(&one, &despite("换届过渡", Some("别的")))), ["caution", "despite"]);
        assert_eq!(fields(settle(&one, &despite("略", None))), ["caution", "despite"]);
        assert_eq!(fields(settle(&[caution(Effect::Refuse)], &despite("换届过渡", None))), ["refused"]);
    }
}
