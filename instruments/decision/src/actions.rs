//! The verbs: each one transaction, one ledger entry. What a rule refuses comes back as [`Error::Refused`]; [`tried`] then puts the
//! try on the record.

use std::collections::BTreeSet;

use auth::{Action, Permit, Role};
use base::{Date, Id, Say};
use db::{Error, Event as Entry, Read, Recorded, Result, Write};
use people::Person;
use post::Post;
use procedure::{Check, Effect, Event, Exception, Happening, Leads, Procedure, Setting, Step, Truth, Value, closing};
use serde::Serialize;

use crate::{
    Act, Call, Case, FACTS, Heard, Matter, Opening, effects,
    facts::{ROLL, VIEWS, facts, roll_of, views_of, with_ballots},
    polled, rules,
    store::{self, Kind},
};

pub(crate) fn refused(why: procedure::Refusal) -> Error {
    Error::Refused(why.say())
}

/// The rules of a procedure as they hold for a unit on a day, with its stricter figures.
///
/// # Errors
/// No such pack; the database.
pub(crate) fn rules_of<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &Procedure,
    unit: Id<org::Unit>,
    on: Date,
) -> Result<rulebook::InForce> {
    rulebook::in_force_in(tx, may, &of.pack, on, Some(unit))?.ok_or_else(|| {
        Error::refused(format!("没有规则包“{}”。", of.pack), format!("There is no rule pack “{}”.", of.pack))
    })
}

pub(crate) fn line(field: &str, text: &str, least: usize, most: usize) -> Result<String> {
    notice::rules::line(field, text, least, most).map_err(|wrong| Error::Invalid(vec![wrong]))
}

/// Opens a case.
///
/// # Errors
/// What is wrong by field; a unit or post out of reach.
pub fn open(tx: &mut Write<'_>, of: &Opening) -> Result<Recorded<Id<Matter>>> {
    let may = tx.may::<Act>()?;
    org::reach(tx, &may, of.unit)?;
    let title = line("title", &of.title, 2, 100)?;
    if of.posts.is_empty() || of.posts.len() > rules::MANY {
        return Err(Error::field("posts", Say::new("请填写岗位代码。", "Give the codes of the posts.")));
    }
    let procedure = procedure::all().iter().find(|p| p.id == of.procedure);
    let procedure =
        procedure.ok_or_else(|| Error::field("procedure", Say::new("请选择程序。", "Choose a procedure.")))?;
    let today = tx.today();
    let in_force = rules_of(tx, &may, procedure, of.unit, today)?;
    procedure.fits(&in_force.pack).map_err(|e| Error::Refused(e.why))?;
    let case = Id::<Matter>::new();
    let by = store::procedure_row(tx, &may, procedure)?;
    store::insert_case(tx, &may, case, &Opening { title, ..of.clone() }, by)?;
    let note = serde_json::json!({ "procedure": procedure.id, "version": procedure.version });
    let first = procedure.steps.first().map(|s| s.id.clone()).unwrap_or_default();
    store::happen(tx, &may, case, &first, Kind::Opened, &note)?;
    store::stands(tx, &may, case)?;
    tx.record(Entry::new("decision.opened").about(case).facts(FACTS).with(note)?, case)
}

/// The case and its step, if that is the one that is being carried out and the actor's role carries it out.
pub(crate) fn acting(tx: &mut Write<'_>, may: &Permit<Act>, case: Id<Matter>, step: &str) -> Result<(Case, Step)> {
    let case = store::case(tx, may, case)?;
    let step = case.state()?.open(&case.procedure, step).map_err(refused)?.1.clone();
    let role = step.by.role.parse::<Role>().ok();
    if !tx.actor().grants().iter().any(|g| Some(g.role) == role) {
        let by = &step.by.title;
        return Err(Error::refused(
            format!("此步骤由{}办理。", by.zh),
            format!("This step is carried out by: {}.", by.en),
        ));
    }
    Ok((case, step))
}

/// A fact with its name: of the case, or of one candidate.
pub type Answered = (String, Option<Id<Person>>, Value);

/// Records facts in the step that is being carried out: of the case, or of one candidate each.
///
/// # Errors
/// A step that is closed or whose turn has not come; a fact that the step does not ask for.
pub fn record(tx: &mut Write<'_>, case: Id<Matter>, step: &str, told: &[Answered]) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    let kept = store::kept(tx, &may, case)?;
    let polled = step.ballot.as_ref().filter(|_| polled::of_step(&kept, &step.id).is_some());
    for (name, person, value) in told {
        if polled.is_some_and(|p| p.answers().any(|fact| fact == name)) {
            let title = of.procedure.called(name);
            return Err(Error::refused(
                format!("“{}”由本步骤的表决结果给出，不另行登记。", title.zh),
                format!("“{}” comes from the result of this step’s ballot and is not recorded by hand.", title.en),
            ));
        }
        let asked = step.asks.iter().any(|a| a.fact == *name && a.each.is_some() == person.is_some());
        if !asked || person.is_some_and(|p| !of.candidates.iter().any(|c| c.person == p)) {
            return Err(refused(procedure::Refusal::NoSuch(name.clone())));
        }
        store::keep(tx, &may, case, &step.id, *person, name, value)?;
    }
    let names: BTreeSet<&String> = told.iter().map(|(name, ..)| name).collect();
    let note = serde_json::json!({ "step": step.id, "facts": names });
    tx.record(Entry::new("decision.recorded").about(case).facts(FACTS).with(note)?, ())
}

/// Names a candidate for a post of the case.
///
/// # Errors
/// A step in which nobody is named; a post that the case is not about; a person out of reach or named already.
pub fn name(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    person: Id<Person>,
    post: Id<Post>,
) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    let today = tx.today();
    people::file(tx, person, today)?;
    if !step.names {
        return Err(Error::refused("此步骤不确定人选。", "Nobody is named in this step."));
    }
    if !of.posts.contains(&post) {
        return Err(Error::field("post", Say::new("此事项不涉及该岗位。", "The case is not about this post.")));
    }
    if of.candidates.iter().any(|c| c.person == person) || of.candidates.len() >= rules::MANY {
        return Err(Error::field("person", Say::new("此人已在人选中。", "This person is named already.")));
    }
    if of.procedure.removes() && effects::holding(tx, person, post, today)?.is_none() {
        let says = Say::new(
            "此人现未担任该岗位，不能办理免职。",
            "This person does not hold the post, and so cannot leave it.",
        );
        return Err(Error::field("person", says));
    }
    store::insert_candidate(tx, &may, case, person, post, None)?;
    let note = serde_json::json!({ "person": person, "post": post });
    store::happen(tx, &may, case, &step.id, Kind::Named, &note)?;
    tx.record(Entry::new("decision.named").about(case).facts(FACTS).with(note)?, ())
}

/// Takes a candidate off, in any step before the appointment.
///
/// # Errors
/// No reason; someone who is no candidate, or whose appointment is in force.
pub fn take_off(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    person: Id<Person>,
    reason: &str,
) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    let reason = line("reason", reason, 4, 200)?;
    let one = of.candidates.iter().find(|c| c.person == person).ok_or(Error::NotFound)?;
    if one.tenure.is_some() {
        return Err(Error::refused("任职已生效，不能移出。", "The appointment is in force."));
    }
    store::take_off(tx, &may, one.id)?;
    let note = serde_json::json!({ "person": person, "reason": reason });
    store::happen(tx, &may, case, &step.id, Kind::TakenOff, &note)?;
    tx.record(Entry::new("decision.taken-off").about(case).facts(FACTS).with(note)?, ())
}

fn meeting(step: &Step) -> Result<()> {
    let is = step.effect == Some(Effect::Meeting);
    if is { Ok(()) } else { Err(Error::refused("此步骤没有会议。", "There is no meeting in this step.")) }
}

/// Records who should attend the meeting, who came, and who heads it.
///
/// # Errors
/// A roll that is none; a step without a meeting.
pub fn roll(tx: &mut Write<'_>, case: Id<Matter>, step: &str, call: &Call) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (_, step) = acting(tx, &may, case, step)?;
    meeting(&step)?;
    if let Some(wrong) = rules::wrong_roll(call) {
        return Err(Error::field("members", wrong));
    }
    store::keep(tx, &may, case, &step.id, None, ROLL, call)?;
    let came = call.iter().filter(|m| m.attended).count();
    let note = serde_json::json!({ "step": step.id, "members": call.len(), "attended": came });
    tx.record(Entry::new("decision.attendance").about(case).facts(FACTS).with(note)?, ())
}

/// Records each member's view of a candidate, in the order of speaking.
///
/// # Errors
/// Views that are not those of everyone who came; someone who is no candidate.
pub fn hear(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    person: Id<Person>,
    heard: &[Heard],
) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    meeting(&step)?;
    if !of.candidates.iter().any(|c| c.person == person) {
        return Err(Error::NotFound);
    }
    let kept = store::kept(tx, &may, case)?;
    let (call, before) = (roll_of(&kept), views_of(&kept, person));
    if let Some(wrong) = rules::wrong_views(&call, heard) {
        return Err(Error::field("views", wrong));
    }
    if !rules::own_kept(&before, heard) {
        return Err(Error::refused(
            "成员用本人账号作出的表态及其先后不能代为更改。",
            "What members said from their own accounts, and its order, is not changed by others.",
        ));
    }
    let own = |h: &Heard| before.iter().any(|b| b.own && b.person == h.person);
    let heard: Vec<Heard> = heard.iter().map(|h| Heard { own: own(h), ..h.clone() }).collect();
    store::keep(tx, &may, case, &step.id, Some(person), VIEWS, &heard)?;
    let note = serde_json::json!({ "step": step.id, "person": person });
    tx.record(Entry::new("decision.views").about(case).facts(FACTS).with(note)?, ())
}

/// Publishes the notice of the case, if its period is long enough.
///
/// # Errors
/// A step without a notice; a notice that stands already; a period that is too short, with the earliest end.
pub fn publish(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    until: Date,
    text: &str,
) -> Result<Recorded<Id<notice::Notice>>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    if step.effect != Some(Effect::Notice) {
        return Err(Error::refused("此步骤不发布公示。", "No notice is published in this step."));
    }
    let today = tx.today();
    if let Some(standing) = of.notice().map(|n| notice::standing(tx, &may, n, today)).transpose()?
        && !standing.withdrawn
    {
        return Err(Error::refused(
            "公示已发布。需要更改的，请在公示页更正或撤回。",
            "The notice is published. To change it, correct or withdraw it on its page.",
        ));
    }
    let mut known = facts(tx, &may, &of)?;
    known.put("notice.published", Value::Day(today));
    known.put("notice.until", Value::Day(until));
    let in_force = rules_of(tx, &may, &of.procedure, of.unit, today)?;
    let setting = Setting {
        procedure: &of.procedure,
        pack: &in_force.pack,
        calendar: rulepacks::workdays(),
        on: today,
        facts: &known,
    };
    let long = step.gates.iter().filter(|g| matches!(g.check, Check::WorkingDays { .. }));
    let short = long.map(|g| setting.explain(g)).find(|r| r.verdict != Truth::Yes);
    if let Some(reason) = short {
        return Err(refused(procedure::Refusal::Gates(vec![reason])));
    }
    let mut people = Vec::with_capacity(of.candidates.len());
    let names = crate::facts::post_names(tx, &may, &of.posts, today)?;
    for c in &of.candidates {
        let proposed = names.get(&c.post).cloned().unwrap_or_default();
        people.push(notice::shown(tx, c.person, today, &proposed)?);
    }
    // the posts for which somebody is proposed; a case may be about more of them
    let posts = of.posts.iter().filter(|p| people.is_empty() || of.candidates.iter().any(|c| c.post == **p));
    let posts: Vec<String> = posts.filter_map(|p| names.get(p).cloned()).collect();
    let draft = notice::Draft {
        unit: of.unit,
        about: Some(case.to_string()),
        title: crate::rules::notice_title(&posts, &of.procedure.title.zh, &step.title.zh),
        text: text.to_owned(),
        people,
        until,
    };
    let id = notice::publish(tx, &draft)?;
    let note = serde_json::json!({ "notice": id, "until": until });
    store::happen(tx, &may, case, &step.id, Kind::Published, &note)?;
    store::stands(tx, &may, case)?;
    tx.record(Entry::new("decision.notice").about(case).facts(FACTS).with(note)?, id)
}

/// A step as it was closed, for the record: the event, what was recorded in it, and its papers.
#[derive(Serialize)]
struct Closing<'a> {
    #[serde(flatten)]
    event: &'a Event,
    remark: &'a str,
    told: Vec<Told>,
    papers: Vec<serde_json::Value>,
}
#[derive(Serialize)]
struct Told {
    fact: String,
    title: Say,
    subject: String,
    value: Say,
}

fn told(of: &Case, step: &Step, known: &procedure::Facts, ballot: Option<&polled::Standing>) -> Vec<Told> {
    let mut all = Vec::new();
    if let Some((standing, digest)) = ballot.and_then(|b| Some((b, b.digest.as_ref()?))) {
        let value = format!("{} /ballots/{}/result SHA-256 {digest}", standing.title, standing.ballot);
        let title = Say::new("表决结果", "Result of the ballot");
        let value = Say::new(value.clone(), value);
        all.push(Told { fact: "ballot".to_owned(), title, subject: String::new(), value });
    }
    let mut add = |fact: &str, subject: Option<&procedure::Subject>| {
        let value = subject.map_or_else(|| known.case.get(fact), |s| s.facts.get(fact));
        if let Some(found) = value {
            let value = of.procedure.says(fact, &found.value, known);
            let subject = subject.map(|s| s.name.clone()).unwrap_or_default();
            all.push(Told { fact: fact.to_owned(), title: of.procedure.called(fact), subject, value });
        }
    };
    let meeting = ["meeting.members", "meeting.attended", "meeting.head"].map(str::to_owned);
    let each = ["recusal.tied", "meeting.present", "meeting.order", "meeting.agree"].map(str::to_owned);
    let with = |all: &[String]| if step.effect == Some(Effect::Meeting) { all.to_vec() } else { vec![] };
    let asked = |each: bool| step.asks.iter().filter(move |a| a.each.is_some() == each).map(|a| a.fact.clone());
    let rates = |all: &[&str], asked: &str| {
        let counts = step.asks.iter().any(|a| a.fact == asked);
        all.iter().filter(|_| counts).map(|f| (*f).to_owned()).collect::<Vec<_>>()
    };
    // what a ballot answers beyond what the step asks for
    let counted = step.ballot.iter().filter(|_| ballot.is_some()).flat_map(|b| b.each.keys());
    let counted = counted.filter(|f| !step.asks.iter().any(|a| a.fact == **f) && !each.contains(f)).cloned();
    let counted: Vec<String> = counted.collect();
    let work = rates(&["review.work_rate"], "review.work_good");
    let person = rates(&["review.accepted_rate", "review.rejected_rate"], "review.accepted");
    for fact in asked(false).chain(with(&meeting)).chain(work) {
        add(&fact, None);
    }
    for subject in known.group("candidates") {
        for fact in asked(true).chain(with(&each)).chain(person.clone()).chain(counted.clone()) {
            add(&fact, Some(subject));
        }
    }
    all
}

/// Closes a step with an outcome, if its gates are open or excepted; what it brings about happens in the same transaction.
///
/// # Errors
/// Everything that stands in the way, with rules, facts and what would satisfy them.
pub fn close(
    tx: &mut Write<'_>,
    case: Id<Matter>,
    step: &str,
    outcome: &str,
    exceptions: &[Exception],
    remark: &str,
) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let (of, step) = acting(tx, &may, case, step)?;
    let (known, ballots) = with_ballots(tx, &may, &of)?;
    let today = tx.today();
    let in_force = rules_of(tx, &may, &of.procedure, of.unit, today)?;
    let setting = Setting {
        procedure: &of.procedure,
        pack: &in_force.pack,
        calendar: rulepacks::workdays(),
        on: today,
        facts: &known,
    };
    let state = of.state()?;
    let papers = of.papers.iter().filter(|p| p.step == step.id);
    let kinds: BTreeSet<String> = papers.clone().map(|p| p.kind.clone()).collect();
    let leads = step
        .outcome(outcome)
        .map(|o| o.leads)
        .ok_or_else(|| Error::field("outcome", Say::new("请选择办理结果。", "Choose how the step ends.")))?;
    let remark = match leads {
        Leads::On if remark.trim().is_empty() => String::new(),
        _ => line("remark", remark, 4, 200)?,
    };
    let reasons = closing(&setting, &state, &step.id, outcome, &kinds, exceptions).map_err(refused)?;
    let event = Event {
        step: step.id.clone(),
        what: Happening::Closed { outcome: outcome.to_owned(), reasons, exceptions: exceptions.to_vec() },
    };
    let file =
        |p: &store::Paper| serde_json::json!({ "kind": p.kind, "name": p.name, "sha256": store::shown(&p.hash) });
    let ballot = ballots.iter().find(|(of, _)| *of == step.id).map(|(_, standing)| standing);
    let told = told(&of, &step, &known, ballot);
    let closed = Closing { event: &event, remark: &remark, told, papers: papers.map(file).collect() };
    store::happen(tx, &may, case, &step.id, Kind::Closed, &closed)?;
    store::stands(tx, &may, case)?;
    let did = effects::bring_about(tx, &may, &of, &step, leads, &known, &in_force.hash, exceptions, &remark)?;
    let note = serde_json::json!({ "step": step.id, "outcome": outcome, "exceptions": exceptions, "effect": did });
    tx.record(Entry::new("decision.closed").about(case).facts(FACTS).with(note)?, ())
}

/// Sends the case back to an earlier step. What was recorded after it is taken back and stays on the record.
///
/// # Errors
/// No reason; a step that is not before the present one; a case whose appointment is in force.
pub fn back(tx: &mut Write<'_>, case: Id<Matter>, to: &str, reason: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let of = store::case(tx, &may, case)?;
    let state = of.state()?;
    let now = state.now(&of.procedure).ok_or_else(|| refused(procedure::Refusal::Over))?.id.clone();
    acting(tx, &may, case, &now)?;
    let at = state.back(&of.procedure, to).map_err(refused)?;
    let reason = line("reason", reason, 4, 200)?;
    if of.candidates.iter().any(|c| c.tenure.is_some()) {
        return Err(Error::refused(
            "任职已生效，不能退回；需要免职的，另行办理。",
            "The appointment is in force; to undo it, another case is opened.",
        ));
    }
    let event = Event { step: now.clone(), what: Happening::SentBack { to: to.to_owned(), reason: reason.clone() } };
    let after: Vec<String> = of.procedure.steps[at + 1..].iter().map(|s| s.id.clone()).collect();
    store::clear(tx, &may, case, &after)?;
    store::happen(tx, &may, case, &now, Kind::SentBack, &event)?;
    store::stands(tx, &may, case)?;
    let note = serde_json::json!({ "from": now, "to": to, "reason": reason });
    tx.record(Entry::new("decision.sent-back").about(case).facts(FACTS).with(note)?, ())
}

/// Puts on the record that something was tried and refused, and why. The rule's sentence names no restricted column.
///
/// # Errors
/// The policy and the database.
pub fn tried(tx: &mut Write<'_>, case: Id<Matter>, step: &str, what: &str, why: &Say) -> Result<Recorded<()>> {
    let may = tx.may::<Act>()?;
    let of = store::case(tx, &may, case)?;
    let step = of.procedure.step(step).map_or("", |s| s.id.as_str()).to_owned();
    let note = serde_json::json!({ "tried": what, "why": why });
    store::happen(tx, &may, case, &step, Kind::Refused, &note)?;
    let short = serde_json::json!({ "step": step, "tried": what });
    tx.record(Entry::new("decision.refused").about(case).facts(FACTS).with(short)?, ())
}
