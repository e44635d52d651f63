//! What closing a step brings about, in the same transaction.

use auth::Permit;
use base::{Date, Id, Say};
use db::{Error, Result, Write};
use procedure::{Effect, Exception, Facts, Leads, Step, Value};
use public_log::rules::Publication;
use tenure::{Appointment, Despite, Holding, Way};

use crate::{Act, Case, store};

#[allow(clippy::too_many_arguments, reason = "private; each is a part of one closing")]
pub(crate) fn bring_about(
    tx: &mut Write<'_>,
    may: &Permit<Act>,
    of: &Case,
    step: &Step,
    leads: Leads,
    known: &Facts,
    rules: &str,
    exceptions: &[Exception],
    remark: &str,
) -> Result<serde_json::Value> {
    match (step.effect, leads) {
        (Some(Effect::Meeting), Leads::On | Leads::Stop) => decided(tx, may, of, step, leads, rules),
        (Some(Effect::Appointment), Leads::On) => appointed(tx, may, of, known, exceptions),
        (Some(Effect::Removal), Leads::On) => removed(tx, may, of, known),
        (Some(Effect::Probation), Leads::Stop) => returned(tx, of, known, remark),
        _ => Ok(serde_json::Value::Null),
    }
}

/// The SHA-256 of the edition of the rules, from its digits.
fn hash_of(digits: &str) -> Option<[u8; 32]> {
    let byte = |i: usize| u8::from_str_radix(digits.get(2 * i..2 * i + 2)?, 16).ok();
    (0..32).map(byte).collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// What the meeting decided goes into the public log; names stay under a salted commitment.
fn decided(
    tx: &mut Write<'_>,
    may: &Permit<Act>,
    of: &Case,
    step: &Step,
    leads: Leads,
    rules: &str,
) -> Result<serde_json::Value> {
    let people: Vec<(String, String)> =
        of.candidates.iter().map(|c| (c.person.to_string(), c.post.to_string())).collect();
    let people = serde_json::to_string(&people).map_err(|e| Error::Internal(e.to_string()))?;
    let mut new = Publication::new("decision.published", of.case)
        .shown("procedure", format!("{} {}", of.procedure.id, of.procedure.version))
        .shown("step", &step.id)
        .shown("agreed", leads == Leads::On)
        .shown("day", tx.today())
        .closed("title", &of.title)
        .closed("people", people);
    if let Some(hash) = hash_of(rules) {
        new = new.under(hash);
    }
    public_log::enter(tx, may, &new)?;
    Ok(serde_json::json!("published"))
}

fn day(known: &Facts, name: &str) -> Option<Date> {
    match known.get(None, name)?.value {
        Value::Day(day) => Some(day),
        _ => None,
    }
}
fn word(known: &Facts, name: &str) -> Option<String> {
    match &known.get(None, name)?.value {
        Value::Word(word) if !word.trim().is_empty() => Some(word.trim().to_owned()),
        _ => None,
    }
}

/// The candidates hold their posts from the day of appointment on; the full-time post that one held before ends.
fn appointed(
    tx: &mut Write<'_>,
    may: &Permit<Act>,
    of: &Case,
    known: &Facts,
    exceptions: &[Exception],
) -> Result<serde_json::Value> {
    let missing = || Error::refused("尚未登记任职日期。", "The day of appointment is not recorded.");
    let from = day(known, "appointment.on").ok_or_else(missing)?;
    let decided = of.record.iter().rfind(|h| h.kind == store::Kind::Published).map(|h| h.day);
    if decided.is_some_and(|d| from < d) {
        return Err(Error::refused(
            "任职日期早于公示，不能办理。",
            "The day of appointment is before the notice; correct it.",
        ));
    }
    let document = word(known, "appointment.document");
    let reasons: Vec<&str> = exceptions.iter().map(|e| e.reason.as_str()).collect();
    let despite = Despite { reason: Some(reasons.join("；")).filter(|r| !r.is_empty()), seen: None };
    let mut made = Vec::new();
    for c in &of.candidates {
        leave(tx, c, from, document.clone())?;
        let holding = Holding {
            person: c.person.cast(),
            post: c.post,
            way: Way::Main,
            chosen: None,
            appointed_by: document.clone(),
            removed_by: None,
            reason: None,
            ordinal: 0,
            in_team: None,
            exceptional: None,
            printed: None,
        };
        let (tenure, overruled) =
            tenure::appoint_within(tx, &Appointment { from, to: None, holding }, &despite).map_err(spoken)?;
        if overruled.as_ref().is_some_and(|o| !o.only_numbers()) {
            return Err(Error::refused(
                "任职涉及亲属回避，职数例外不能覆盖，请先处理回避。",
                "A relative’s post rules this out, which an exception for the quota does not cover.",
            ));
        }
        store::take_off(tx, may, c.id)?;
        store::insert_candidate(tx, may, of.case, c.person, c.post, Some(tenure))?;
        made.push(serde_json::json!({ "tenure": tenure, "despite": overruled }));
    }
    Ok(serde_json::json!({ "appointed": made }))
}

/// The full-time post of one's own that does not go together with the new one ends on the day before.
fn leave(tx: &mut Write<'_>, c: &store::Candidate, from: Date, document: Option<String>) -> Result<()> {
    let today = tx.today();
    let full = |frames: &post::Whole| frames.frame.time == post::Time::Full;
    if !full(&post::whole(tx, c.post, today)?) {
        return Ok(());
    }
    let held = match tenure::of_person(tx, c.person.cast(), from) {
        // whoever holds nothing within reach leaves nothing
        Err(Error::NotFound) => Vec::new(),
        other => other?,
    };
    for row in held {
        let ends = row.span.holds(from) && row.span.value.way == Way::Main && row.frame.time == post::Time::Full;
        if ends && row.span.value.post != c.post && row.span.from < from {
            tenure::end_within(tx, row.tenure, from, document.clone(), None)?;
        }
    }
    Ok(())
}

/// The appointment by which somebody holds a post on a day; nothing where it is not held, or out of reach.
pub(crate) fn holding(
    tx: &mut db::Read<'_>,
    person: Id<people::Person>,
    post: Id<post::Post>,
    on: Date,
) -> Result<Option<Id<tenure::Tenure>>> {
    let held = match tenure::of_person(tx, person.cast(), on) {
        Err(Error::NotFound) => return Ok(None),
        other => other?,
    };
    Ok(held.iter().find(|row| row.span.value.post == post && row.span.holds(on)).map(|row| row.tenure))
}

/// Those named leave their posts on the day of removal, which is not before the decision.
fn removed(tx: &mut Write<'_>, may: &Permit<Act>, of: &Case, known: &Facts) -> Result<serde_json::Value> {
    let missing = || Error::refused("尚未登记免职日期。", "The day of the removal is not recorded.");
    let on = day(known, "removal.on").ok_or_else(missing)?;
    let meets = |step: &str| of.procedure.step(step).is_some_and(|s| s.effect == Some(Effect::Meeting));
    let decided = of.record.iter().rfind(|h| h.kind == store::Kind::Closed && meets(&h.step)).map(|h| h.day);
    if decided.is_some_and(|d| on < d) {
        return Err(Error::refused(
            "免职日期早于讨论决定，不能办理。",
            "The day of the removal is before the decision; correct it.",
        ));
    }
    let (document, reason) = (word(known, "removal.document"), word(known, "removal.reason"));
    let mut ended = Vec::new();
    for c in &of.candidates {
        let tenure = holding(tx, c.person, c.post, on)?.ok_or_else(|| {
            Error::refused(
                format!("有人选在{on}已不担任该岗位，请移出人选或更正日期。"),
                format!("Somebody named does not hold the post on {on}: take them off, or correct the day."),
            )
        })?;
        tenure::end_within(tx, tenure, on, document.clone(), reason.clone())?;
        store::take_off(tx, may, c.id)?;
        store::insert_candidate(tx, may, of.case, c.person, c.post, Some(tenure))?;
        ended.push(tenure);
    }
    Ok(serde_json::json!({ "ended": ended }))
}

/// What speaks against an appointment, in one sentence.
fn spoken(why: Error) -> Error {
    match why {
        Error::Invalid(fields) => {
            let says: Vec<&Say> = fields.iter().filter(|f| f.field != "despite").map(|f| &f.say).collect();
            let of = |lang| says.iter().map(|s| s.to(lang)).collect::<Vec<_>>();
            Error::refused(
                format!("不能任职。{}", of(base::Lang::Zh).concat()),
                format!("The appointment cannot be made. {}", of(base::Lang::En).join(" ")),
            )
        }
        other => other,
    }
}

/// Whoever did not pass the probation leaves the post today.
fn returned(tx: &mut Write<'_>, of: &Case, known: &Facts, remark: &str) -> Result<serde_json::Value> {
    let today = tx.today();
    let passed = |id: &str| {
        let one = known.group("candidates").iter().find(|s| s.id == id)?;
        match one.facts.get("probation.passed")?.value {
            Value::Yes(yes) => Some(yes),
            _ => None,
        }
    };
    let mut ended = Vec::new();
    for c in &of.candidates {
        let Some(tenure) = c.tenure.filter(|_| passed(&c.person.to_string()) != Some(true)) else { continue };
        tenure::end_within(tx, tenure, today, None, Some(remark.to_owned()))?;
        ended.push(tenure);
    }
    Ok(serde_json::json!({ "ended": ended }))
}
