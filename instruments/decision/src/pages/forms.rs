//! What the forms of a case do. A try that a rule refuses goes on the record before it is answered.

use std::collections::BTreeMap;

use base::{Date, Id, Say};
use db::{Error, FieldError, Read, Recorded, Result, Write};
use people::{Clue, Person};
use procedure::{Answer, Exception, Incident, Step, Value};
use ui::{Notice, Tone};
use web::{At, Cx, Form, Reply, Upload};

use super::case::{Shown, load};
use crate::{Attached, Call, Heard, Matter, Member, Stance, Text, actions, papers, store};

pub(super) type Fields = BTreeMap<String, String>;

pub(super) fn get<'a>(sent: &'a Fields, key: &str) -> &'a str {
    sent.get(key).map_or("", |v| v.trim())
}
fn wrong(field: &str, zh: &str, en: &str) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::new(zh, en) }
}
fn day(field: &str, text: &str) -> std::result::Result<Date, FieldError> {
    text.parse().map_err(|_| wrong(field, "请写成 2026-06-01。", "Write the day as 2026-06-01."))
}

/// Does it; what a rule refuses goes on the record.
pub(super) async fn attempt<T: Send + 'static>(
    cx: &Cx,
    case: Id<Matter>,
    step: &str,
    what: &'static str,
    f: impl FnOnce(&mut Write<'_>) -> Result<Recorded<T>> + Send + 'static,
) -> Result<T> {
    match cx.write(f).await {
        Err(Error::Refused(say)) => {
            let (why, step) = (say.clone(), step.to_owned());
            cx.write(move |tx| actions::tried(tx, case, &step, what, &why)).await?;
            Err(Error::Refused(say))
        }
        other => other,
    }
}

/// Back to the case, or the case again with what is wrong.
pub(super) async fn answer<T>(
    cx: &Cx,
    case: Id<Matter>,
    done: Result<T>,
    form: &'static str,
    sent: Fields,
    says: String,
) -> Reply {
    match done {
        Ok(_) => cx.done(format!("/cases/{case}"), Notice::new(Tone::Yes, says)),
        Err(why) => {
            let page = load(cx, case).await?;
            // a form of a step that is not the present one is not there to come back
            let here = page.now.as_deref() == sent.get("step").map(String::as_str) || form == "back";
            let form = if here { form } else { "" };
            cx.again(why, |errors| Shown { form, sent, errors, ..page })
        }
    }
}

/// What the facts of a step say, read by how each is answered. What is left empty is not recorded.
fn read_facts(step: &Step, sent: &Fields) -> Result<Vec<actions::Answered>> {
    let (mut told, mut errors) = (Vec::new(), Vec::new());
    for (key, text) in sent {
        let Some((whose, fact)) = key.split_once(':') else { continue };
        let Some(ask) = step.asks.iter().find(|a| a.fact == fact) else { continue };
        let person = if whose == "case" { None } else { whose.parse().ok() };
        let text = text.trim();
        if text.is_empty() || (whose != "case" && person.is_none()) {
            continue;
        }
        let value = match &ask.answer {
            Answer::Yes => match text {
                "yes" => Ok(Value::Yes(true)),
                "no" => Ok(Value::Yes(false)),
                _ => Err(wrong(key, "请选择是或否。", "Choose yes or no.")),
            },
            Answer::Number => match text.parse::<i64>() {
                Ok(n) if (0..=1_000_000).contains(&n) => Ok(Value::Number(n)),
                _ => Err(wrong(key, "请填写整数。", "Write a whole number.")),
            },
            Answer::Day => day(key, text).map(Value::Day),
            Answer::Choice(all) if all.iter().any(|c| c.id == text) => Ok(Value::Word(text.to_owned())),
            Answer::Choice(_) => Err(wrong(key, "请选择其中一项。", "Choose one of them.")),
            Answer::Text if text.chars().count() <= 200 => Ok(Value::Word(text.to_owned())),
            Answer::Text => Err(wrong(key, "最多200个字。", "At most 200 characters.")),
            Answer::Incident(kind) => match text {
                "无" | "没有" | "none" | "None" => Ok(Value::Incidents(vec![])),
                _ => day(key, text).map(|on| Value::Incidents(vec![Incident { kind: kind.clone(), on, until: None }])),
            },
        };
        match value {
            Ok(value) => told.push((fact.to_owned(), person, value)),
            Err(e) => errors.push(e),
        }
    }
    if errors.is_empty() { Ok(told) } else { Err(Error::Invalid(errors)) }
}

pub(super) async fn record(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "facts", move |tx| {
        let may = tx.may::<crate::Act>()?;
        let of = store::case(tx, &may, case)?;
        let told = match of.procedure.step(&step) {
            Some(s) => read_facts(s, &asked)?,
            None => Vec::new(),
        };
        actions::record(tx, case, &step, &told)
    })
    .await;
    let says = Text::of(cx.lang()).done_recorded().to_string();
    answer(&cx, case, done, "record", sent, says).await
}

/// The person that was meant: an id, a number or a name.
fn person(tx: &mut Read<'_>, field: &str, text: &str) -> Result<Id<Person>> {
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    let whom = people::whom(tx, &[Clue::written(text)])?.pop().unwrap_or(people::Whom::Nobody);
    whom.one().map_err(|say| {
        let which: String = text.trim().chars().take(40).collect();
        Error::field(field, Say::new(format!("{which}：{}", say.zh), format!("{which}: {}", say.en)))
    })
}

pub(super) async fn name(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "name", move |tx| {
        let who = person(tx, "person", get(&asked, "person"))?;
        let post = get(&asked, "post").parse();
        let post = post.map_err(|_| Error::field("post", Say::new("请选择岗位。", "Choose the post.")))?;
        actions::name(tx, case, &step, who, post)
    })
    .await;
    let says = Text::of(cx.lang()).done_named().to_string();
    answer(&cx, case, done, "name", sent, says).await
}

pub(super) async fn take_off(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "take_off", move |tx| {
        let who = get(&asked, "who_off").parse().map_err(|_| Error::NotFound)?;
        actions::take_off(tx, case, &step, who, get(&asked, "reason_off"))
            .map_err(|e| renamed(e, "reason", "reason_off"))
    })
    .await;
    let says = Text::of(cx.lang()).done_taken_off().to_string();
    answer(&cx, case, done, "take_off", sent, says).await
}

/// The same errors under the name that a field has on this page.
pub(super) fn renamed(why: Error, from: &str, to: &str) -> Error {
    match why {
        Error::Invalid(fields) => Error::Invalid(
            fields
                .into_iter()
                .map(|f| if f.field == from { FieldError { field: to.to_owned(), ..f } } else { f })
                .collect(),
        ),
        other => other,
    }
}

pub(super) async fn roll(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "roll", move |tx| {
        let mut lines = |field: &str| -> Result<Vec<Id<Person>>> {
            let all: Vec<&str> =
                get(&asked, field).lines().map(str::trim).filter(|l| !l.is_empty()).take(100).collect();
            all.into_iter().map(|l| person(tx, field, l)).collect()
        };
        let (members, absent, head) = (lines("members")?, lines("absent")?, lines("head")?);
        if absent.iter().chain(&head).any(|p| !members.contains(p)) {
            let say = Say::new(
                "缺席人员和主要负责人须在应到会成员之中。",
                "Those absent and the head are among the members.",
            );
            return Err(Error::field("absent", say));
        }
        let member = |p: &Id<Person>| Member { person: *p, attended: !absent.contains(p), head: head.contains(p) };
        let call: Call = members.iter().map(member).collect();
        actions::roll(tx, case, &step, &call)
    })
    .await;
    let says = Text::of(cx.lang()).done_roll().to_string();
    answer(&cx, case, done, "roll", sent, says).await
}

/// The views on one candidate, sorted by the order of speaking.
fn read_views(sent: &Fields, candidate: &str) -> Result<Vec<Heard>> {
    let (mut all, mut errors) = (Vec::new(), Vec::new());
    for (key, text) in sent {
        let Some(who) = key.strip_prefix(&format!("view:{candidate}:")) else { continue };
        let at = format!("at:{candidate}:{who}");
        let place = get(sent, &at).parse::<u32>().ok().filter(|n| (1..=1000).contains(n));
        match (who.parse(), text.trim().parse::<Stance>(), place) {
            (Ok(person), Ok(view), Some(place)) => all.push((place, Heard { person, view, own: false })),
            (_, Err(_), _) => errors.push(wrong(key, "请选择表态。", "Choose the view.")),
            _ => errors.push(wrong(&at, "请填写顺序号。", "Write the place in the order.")),
        }
    }
    let mut places: Vec<u32> = all.iter().map(|(p, _)| *p).collect();
    places.sort_unstable();
    if places.windows(2).any(|w| w[0] == w[1]) {
        let first = sent.keys().find(|k| k.starts_with(&format!("at:{candidate}:"))).cloned().unwrap_or_default();
        errors.push(wrong(&first, "顺序号不能相同。", "No two have the same place."));
    }
    all.sort_by_key(|(place, _)| *place);
    if errors.is_empty() { Ok(all.into_iter().map(|(_, h)| h).collect()) } else { Err(Error::Invalid(errors)) }
}

pub(super) async fn hear(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "views", move |tx| {
        let candidate = get(&asked, "person").to_owned();
        let who = candidate.parse().map_err(|_| Error::NotFound)?;
        let heard = read_views(&asked, &candidate)?;
        actions::hear(tx, case, &step, who, &heard)
    })
    .await;
    let says = Text::of(cx.lang()).done_views().to_string();
    answer(&cx, case, done, "hear", sent, says).await
}

pub(super) async fn publish(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "notice", move |tx| {
        let until = day("until", get(&asked, "until")).map_err(|w| Error::Invalid(vec![w]))?;
        actions::publish(tx, case, &step, until, get(&asked, "text"))
    })
    .await;
    let says = Text::of(cx.lang()).done_published().to_string();
    answer(&cx, case, done, "publish", sent, says).await
}

pub(super) async fn attach(cx: Cx, At(case): At<Id<Matter>>, mut upload: Upload) -> Reply {
    let sent: Fields = upload.fields.iter().cloned().collect();
    let step = get(&sent, "step").to_owned();
    let kind = get(&sent, "kind").to_owned();
    let done = match upload.file("file") {
        Err(why) => Err(why),
        Ok(file) => {
            attempt(&cx, case, &step.clone(), "paper", move |tx| {
                papers::attach(tx, case, &step, &kind, &file.name, &file.bytes)
            })
            .await
        }
    };
    let says = Text::of(cx.lang()).done_attached().to_string();
    answer(&cx, case, done, "attach", sent, says).await
}

pub(super) async fn fetch(
    cx: Cx,
    At((case, paper)): At<(Id<Matter>, Id<Attached>)>,
    Form(sent): Form<Fields>,
) -> Reply {
    let reason = get(&sent, "reason").to_owned();
    match cx.write(move |tx| papers::fetch(tx, case, paper, &reason)).await {
        Ok((name, media, bytes)) => cx.file(&name, &media, bytes),
        Err(why) => answer(&cx, case, Err::<(), _>(why), "fetch", sent, String::new()).await,
    }
}

pub(super) async fn close(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "close", move |tx| {
        let mut exceptions = Vec::new();
        for (key, approver) in &asked {
            let Some(gate) = key.strip_prefix("approver:") else { continue };
            let reason = get(&asked, &format!("reason:{gate}"));
            if !approver.trim().is_empty() || !reason.is_empty() {
                let approver = approver.trim().to_owned();
                exceptions.push(Exception { gate: gate.to_owned(), approver, reason: reason.to_owned() });
            }
        }
        actions::close(tx, case, &step, get(&asked, "outcome"), &exceptions, get(&asked, "remark"))
    })
    .await;
    let says = Text::of(cx.lang()).done_closed().to_string();
    answer(&cx, case, done, "close", sent, says).await
}

pub(super) async fn back(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let asked = sent.clone();
    let done = attempt(&cx, case, "", "back", move |tx| {
        actions::back(tx, case, get(&asked, "to"), get(&asked, "reason_back"))
            .map_err(|e| renamed(e, "reason", "reason_back"))
    })
    .await;
    let says = Text::of(cx.lang()).done_back().to_string();
    answer(&cx, case, done, "back", sent, says).await
}
