//! What is known of a case, for the gates: what was recorded in its steps, and what the registry knows.

use std::collections::HashMap;

use auth::{Action, Permit};
use base::{Date, Id, Lang, Say};
use db::{Error, Read, Result};
use people::{Person, Section};
use procedure::{Fact, Facts, Incident, Subject, Value};

use crate::{
    Call, Case, Heard, Stance,
    polled::{self, Standing},
    store::{self, Kept, Kind},
};

pub(crate) const ROLL: &str = "meeting.roll";
pub(crate) const VIEWS: &str = "meeting.views";

fn from_file() -> Say {
    Say::new("干部档案", "Personnel file")
}
fn computed() -> Say {
    Say::new("系统计算", "Computed")
}
fn words(ids: impl IntoIterator<Item = Id<Person>>) -> Value {
    Value::Words(ids.into_iter().map(|p| p.to_string()).collect())
}

/// What is known of a case today.
///
/// # Errors
/// The policy and the database.
pub fn facts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: &Case) -> Result<Facts> {
    Ok(with_ballots(tx, may, case)?.0)
}

/// The same, and how the ballots of the case's steps stand.
pub(crate) fn with_ballots<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    case: &Case,
) -> Result<(Facts, Vec<(String, Standing)>)> {
    let kept = store::kept(tx, may, case.case)?;
    let mut facts = of_case(tx, may, case, &kept)?;
    let roll = roll_of(&kept);
    members(tx, may, &roll, &mut facts)?;
    candidates(tx, may, case, &kept, &roll, &mut facts)?;
    posts(tx, may, case, &mut facts)?;
    let ballots = polled::answer(tx, may, case, &kept, &mut facts)?;
    appraised(&mut facts);
    Ok((facts, ballots))
}

/// The rates of an appraisal, of the valid ballots: what the tellers counted is recorded, the rates are computed.
fn appraised(facts: &mut Facts) {
    let number = |fact: Option<&Fact>| match fact?.value {
        Value::Number(n) => Some(n),
        _ => None,
    };
    let Some(valid) = number(facts.case.get("review.valid")) else { return };
    let rate = |of: Option<&Fact>| {
        let rate = crate::rules::percent(number(of)?, valid)?;
        let fact: Fact = Value::Word(rate).into();
        Some(fact.from(computed()))
    };
    if let Some(rate) = rate(facts.case.get("review.work_good")) {
        facts.case.insert("review.work_rate".to_owned(), rate);
    }
    for one in facts.groups.get_mut("candidates").into_iter().flatten() {
        for (counted, name) in
            [("review.accepted", "review.accepted_rate"), ("review.rejected", "review.rejected_rate")]
        {
            if let Some(rate) = rate(one.facts.get(counted)) {
                one.facts.insert(name.to_owned(), rate);
            }
        }
    }
}

/// What is known of the case itself, which deadlines hang on, without its people.
pub(crate) fn days<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: &Case) -> Result<Facts> {
    let kept = store::kept(tx, may, case.case)?;
    of_case(tx, may, case, &kept)
}

fn of_case<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: &Case, kept: &[Kept]) -> Result<Facts> {
    let today = tx.today();
    let mut facts = Facts::default();
    for k in kept.iter().filter(|k| k.subject.is_none() && k.name != ROLL && !polled::is_ballot(&k.name)) {
        if let Some(fact) = recorded(k) {
            facts.case.insert(k.name.clone(), fact);
        }
    }
    if let Some(id) = case.notice() {
        let standing = notice::standing(tx, may, id, today)?;
        facts.put("notice.published", Fact::on(Value::Day(standing.published), standing.published));
        facts.put("notice.until", Fact::on(Value::Day(standing.until), standing.published));
        let answered = standing.blocked_by.is_empty() && !standing.grave;
        facts.put("notice.answered", Fact::on(Value::Yes(answered), today));
        facts.put("notice.standing", Fact::on(Value::Yes(!standing.withdrawn), today));
    }
    if let Some(fact) = facts.case.get("appointment.on").cloned() {
        facts.put("probation.began", fact);
    }
    Ok(facts)
}

/// The roll of the meeting as recorded; empty before.
pub(crate) fn roll_of(kept: &[Kept]) -> Call {
    kept.iter().find(|k| k.name == ROLL).and_then(|k| serde_json::from_str(&k.value).ok()).unwrap_or_default()
}
/// The views on a candidate as recorded, in the order of speaking; empty before.
pub(crate) fn views_of(kept: &[Kept], person: Id<Person>) -> Vec<Heard> {
    let found = kept.iter().find(|k| k.name == VIEWS && k.subject == Some(person));
    found.and_then(|k| serde_json::from_str(&k.value).ok()).unwrap_or_default()
}

fn recorded(kept: &Kept) -> Option<Fact> {
    let value: Value = serde_json::from_str(&kept.value).ok()?;
    Some(Fact::on(value, kept.day))
}

fn members<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, roll: &Call, facts: &mut Facts) -> Result<()> {
    if roll.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id<Person>> = roll.iter().map(|m| m.person).collect();
    let called = people::called(tx, may, &ids)?;
    let subject = |p: &Id<Person>| Subject {
        id: p.to_string(),
        name: called.get(p).cloned().unwrap_or_default(),
        ..Subject::default()
    };
    facts.groups.insert("members".to_owned(), ids.iter().map(subject).collect());
    facts.put("meeting.members", Value::Number(roll.len() as i64));
    facts.put("meeting.attended", Value::Number(roll.iter().filter(|m| m.attended).count() as i64));
    if let Some(head) = roll.iter().find(|m| m.head) {
        facts.put("meeting.head", Value::Word(head.person.to_string()));
    }
    Ok(())
}

fn candidates<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    case: &Case,
    kept: &[Kept],
    roll: &Call,
    facts: &mut Facts,
) -> Result<()> {
    let today = tx.today();
    let ids: Vec<Id<Person>> = case.candidates.iter().map(|c| c.person).collect();
    let called = people::called(tx, may, &ids)?;
    let mut all = Vec::with_capacity(ids.len());
    for person in ids {
        let mut one = Subject {
            id: person.to_string(),
            name: called.get(&person).cloned().unwrap_or_default(),
            ..Subject::default()
        };
        match people::file(tx, person, today) {
            Ok(file) => of_file(&file, today, &mut one),
            // whose file is out of reach is not judged by it
            Err(Error::NotFound) | Err(Error::Denied(_)) => {}
            Err(other) => return Err(other),
        }
        for k in kept.iter().filter(|k| k.subject == Some(person) && k.name != VIEWS) {
            if let Some(fact) = recorded(k) {
                one.facts.insert(k.name.clone(), fact);
            }
        }
        if !roll.is_empty() {
            let members: Vec<_> = roll.iter().map(|m| m.person.cast()).collect();
            match tenure::tied(tx, may, person.cast(), &members, today) {
                Ok(tied) => {
                    let own = roll.iter().map(|m| m.person).filter(|m| *m == person);
                    let tied = words(tied.into_iter().map(Id::cast).chain(own));
                    one.facts.insert("recusal.tied".to_owned(), Fact::on(tied, today).from(computed()));
                }
                // without the key of sealed families nobody can tell who has to leave
                Err(Error::Refused(_)) => {}
                Err(other) => return Err(other),
            }
        }
        let heard = views_of(kept, person);
        if !heard.is_empty() {
            let of = |f: fn(Stance) -> bool| words(heard.iter().filter(|h| f(h.view)).map(|h| h.person));
            let agree = heard.iter().filter(|h| h.view == Stance::Agree).count() as i64;
            for (name, value) in [
                ("meeting.present", of(|s| s != Stance::Left)),
                ("meeting.voted", of(Stance::counts)),
                ("meeting.order", of(Stance::counts)),
                ("meeting.agree", Value::Number(agree)),
            ] {
                one.facts.insert(name.to_owned(), value.into());
            }
        }
        all.push(one);
    }
    if !all.is_empty() {
        facts.groups.insert("candidates".to_owned(), all);
    }
    Ok(())
}

/// Since when somebody works and how far the education goes; nothing where the file does not say.
fn qualified(file: &people::File, one: &mut Subject) {
    // the last day that a date known in part can mean: nobody is let in too early
    if let Some(began) = file.basic().and_then(|v| v.date("work_start")) {
        let fact: Fact = Value::Day(began.latest()).into();
        one.facts.insert("work.began".to_owned(), fact.from(from_file()));
    }
    if let Some(grade) = file.highest_study(None).and_then(|v| codes::education_grade(v.get("level")?)) {
        let fact: Fact = Value::Word(grade.zh.to_owned()).into();
        one.facts.insert("education.level".to_owned(), fact.from(from_file()));
    }
}

/// The last annual result, and rewards and sanctions; nothing where nobody looked.
fn of_file(file: &people::File, today: Date, one: &mut Subject) {
    qualified(file, one);
    let annual = file.of(Section::Annual);
    if let Some(last) = annual.last() {
        let year = last.values.get("year").unwrap_or_default();
        let result = last.values.iter().find(|(f, _)| f.key == "result").and_then(|(f, v)| Some(f.shown(v?, Lang::Zh)));
        let source = Say::new(format!("干部档案，{year}年度"), format!("Personnel file, {year}"));
        if let Some(result) = result {
            one.facts.insert("annual.last".to_owned(), Fact::on(Value::Word(result), last.from).from(source));
        }
    }
    let awards = file.of(Section::Award);
    if awards.is_empty() && !file.confirmed_none(Section::Award) {
        return;
    }
    let incident = |e: &&people::Entry| {
        // a sanction that was lifted has no effect any more
        if e.values.date("lifted").is_some_and(|d| d.latest() <= today) {
            return None;
        }
        let until = e.values.date("effect_to").map(|d| d.latest());
        // the last day that the date can mean: nobody is let in too early by a date known in part
        Some(Incident { kind: e.values.get("name")?.to_owned(), on: e.values.date("on")?.latest(), until })
    };
    let all = awards.iter().filter_map(incident).collect();
    one.facts.insert("sanctions".to_owned(), Fact::on(Value::Incidents(all), today).from(from_file()));
}

fn posts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, case: &Case, facts: &mut Facts) -> Result<()> {
    let today = tx.today();
    let mut all = Vec::with_capacity(case.posts.len());
    for post in &case.posts {
        let of_post = case.candidates.iter().filter(|c| c.post == *post);
        let more = of_post.clone().filter(|c| c.tenure.is_none()).count() as i64;
        // before anybody is named there is room for one or there is none; once all are in force nobody more comes
        let more = if of_post.count() == 0 { 1 } else { more };
        let over = tenure::beyond(tx, may, *post, more, today)?;
        let mut one = Subject { id: post.to_string(), name: post_name(tx, may, *post, today)?, ..Subject::default() };
        one.facts.insert("quota.over".to_owned(), Fact::on(Value::Number(over), today).from(computed()));
        all.push(one);
    }
    facts.groups.insert("posts".to_owned(), all);
    Ok(())
}

/// Posts with their units, as papers name them.
pub(crate) fn post_names<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    posts: &[Id<post::Post>],
    on: Date,
) -> Result<HashMap<Id<post::Post>, String>> {
    let root = may.root();
    let frames = post::store::frames(tx.with(may), root, posts)?;
    let frame = |(post, spans): (Id<post::Post>, Vec<org::timeline::Span<post::Frame>>)| {
        let span = org::timeline::on(&spans, on).or(spans.last())?;
        Some((post, span.value.unit, span.value.name.clone()))
    };
    let frames: Vec<_> = frames.into_iter().filter_map(frame).collect();
    let units: Vec<Id<org::Unit>> = frames.iter().map(|(_, unit, _)| *unit).collect();
    let names = org::names(tx.with(may), root, &units, on)?;
    let unit = |unit| names.get(&unit).map(|n| n.name.as_str()).unwrap_or_default();
    Ok(frames.into_iter().map(|(post, of, name)| (post, format!("{}{name}", unit(of)))).collect())
}
/// A post with its unit, as papers name it.
pub(crate) fn post_name<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    post: Id<post::Post>,
    on: Date,
) -> Result<String> {
    Ok(post_names(tx, may, &[post], on)?.remove(&post).unwrap_or_default())
}

impl Case {
    /// The notice of the present round: the last one published since the case was last sent back.
    pub fn notice(&self) -> Option<Id<notice::Notice>> {
        let round = self.record.iter().rposition(|h| h.kind == Kind::SentBack).map_or(0, |at| at + 1);
        let last = self.record[round..].iter().rfind(|h| h.kind == Kind::Published)?;
        serde_json::from_str::<serde_json::Value>(&last.event).ok()?.get("notice")?.as_str()?.parse().ok()
    }
}
