//! What the office does: announce, review, number, draw interviews up, open what is sealed, delete what is no longer needed.

use auth::{Action, ColumnGroup, Path, Permit};
use base::{Date, Id, Say};
use base64::{Engine, prelude::BASE64_STANDARD};
use db::{Error, Event, Read, Recorded, Result, Whose, Write};
use public_log::rules::Publication;
use screening::{Judge, OpeningRow};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Application, Attachment, Conduct, Open, Recruitment,
    apply::{self, Own, Private},
    rules::{self, Clause},
    store::{self, Announced, FACTS, Handed, Review, Standing, Verdict},
};

/// The pack in which the rules on recruitment stand.
pub(crate) const PACK: &str = "cn/selection";

/// The figures of the rules on recruitment, as they hold for a unit on a day.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Figures {
    /// Interviewed for each place.
    pub(crate) ratio: u32,
    /// The pass line of the written test.
    pub(crate) pass: i64,
    /// Working days to supplement an application.
    pub(crate) supplement: u32,
    /// Months for which applications are kept after the deadline.
    pub(crate) kept: i32,
}

/// Those figures.
///
/// # Errors
/// A pack that lacks one of them; the database.
pub(crate) fn figures<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: &Announced, on: Date) -> Result<Figures> {
    let held = rulebook::in_force_in(tx, may, PACK, on, Some(of.unit))?;
    let figure = |rule: &str, name: &str| {
        let found = held.as_ref().and_then(|h| h.pack.rule(rule, on)?.whole(name));
        found.ok_or_else(|| {
            Error::refused(format!("规则包“{PACK}”中没有“{rule}”。"), format!("The rule pack “{PACK}” lacks “{rule}”."))
        })
    };
    let small = |n: i64| u32::try_from(n).unwrap_or(1);
    Ok(Figures {
        ratio: small(figure("interview-shortlist", "ratio")?),
        pass: figure("interview-shortlist", "pass")?,
        supplement: small(figure("recruitment-supplement", "days")?),
        kept: i32::try_from(figure("applications-kept", "months")?).unwrap_or(i32::MAX),
    })
}

/// An announcement as a form sends it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Announcing {
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) call: String,
    pub(crate) text: String,
    pub(crate) opens: String,
    pub(crate) closes: String,
}

fn day(field: &str, text: &str) -> std::result::Result<Date, db::FieldError> {
    text.trim().parse().map_err(|_| rules::wrong(field, "请填写日期。", "Give a day."))
}

/// Writes an announcement: anew, or in the place of one that is not published yet.
///
/// # Errors
/// What is wrong by field; a unit out of reach.
pub(crate) fn announce(
    tx: &mut Write<'_>,
    of: Option<Id<Recruitment>>,
    sent: &Announcing,
) -> Result<Recorded<Id<Recruitment>>> {
    let may = tx.may::<Conduct>()?;
    let today = tx.today();
    if let Some(of) = of
        && store::of_office(tx, &may, of)?.state != Standing::Draft
    {
        return Err(Error::refused(
            "公告已发布，不能改写；可以延期或取消。",
            "It is published and not rewritten; its deadline can be moved, or it can be called off.",
        ));
    }
    let mut errors = Vec::new();
    let title = notice::rules::line("title", &sent.title, 2, 100).map_err(|e| errors.push(e)).unwrap_or_default();
    let text = notice::rules::text("text", &sent.text, 4).map_err(|e| errors.push(e)).unwrap_or_default();
    let opens = day("opens", &sent.opens).map_err(|e| errors.push(e)).unwrap_or(today);
    let closes = day("closes", &sent.closes).map_err(|e| errors.push(e)).unwrap_or(opens);
    if closes < opens || closes < today {
        errors.push(rules::wrong(
            "closes",
            "截止日期不能早于开始日期和今天。",
            "The last day is not before the first, nor before today.",
        ));
    }
    let call = sent.call.parse().ok().filter(|c| screening::published(tx, &may, *c).is_ok());
    if call.is_none() {
        errors.push(rules::wrong("call", "请选择职位表。", "Choose the table of posts."));
    }
    let unit = match org::pick(tx, "unit", &sent.unit, today) {
        Ok(Some(unit)) => Some(unit),
        Ok(None) => {
            errors.push(rules::wrong("unit", "请填写机构。", "Name the unit."));
            None
        }
        Err(Error::Invalid(why)) => {
            errors.extend(why);
            None
        }
        Err(other) => return Err(other),
    };
    let (Some(unit), Some(call_id), true) = (unit, call, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    org::reach(tx, &may, unit)?;
    let recruitment = of.unwrap_or_else(Id::new);
    let new = Announced {
        recruitment,
        unit,
        call_id,
        title,
        text,
        opens,
        closes,
        state: Standing::Draft,
        reason: None,
        day: today,
    };
    store::announce(tx, &may, &new)?;
    tx.record(Event::new("recruitment.written").about(recruitment).facts(FACTS), recruitment)
}

/// What goes into the public log of an announcement: all of it is everybody's.
fn publication(of: &Announced) -> Publication {
    Publication::new("recruitment.published", of.recruitment)
        .shown("title", &of.title)
        .shown("text", public_log::rules::fitting(&of.text))
        .shown("opens", of.opens)
        .shown("closes", of.closes)
        .shown("state", of.state)
        .shown("reason", of.reason.clone().unwrap_or_default())
}

/// Publishes an announcement.
///
/// # Errors
/// One that was published; one without openings; one whose deadline is over.
pub(crate) fn publish(tx: &mut Write<'_>, of: Id<Recruitment>) -> Result<Recorded<()>> {
    let may = tx.may::<Conduct>()?;
    let old = store::of_office(tx, &may, of)?;
    let today = tx.today();
    let (_, openings) = screening::published(tx, &may, old.call_id)?;
    if old.state != Standing::Draft || openings.is_empty() || old.closes < today {
        return Err(Error::refused(
            "只有未发布、有职位、未过截止日期的公告可以发布。",
            "Only an announcement that is not published, has posts and a deadline ahead can be published.",
        ));
    }
    // the rules it goes by must be there before anybody relies on it
    figures(tx, &may, &old, today)?;
    let new = Announced { state: Standing::Published, day: today, ..old };
    store::announce(tx, &may, &new)?;
    public_log::enter(tx, &may, &publication(&new))?;
    tx.record(Event::new("recruitment.published").about(of).facts(FACTS), ())
}

/// Moves the deadline later, or calls the recruitment off; the edition before stays readable.
///
/// # Errors
/// One that is not published; an earlier deadline; no reason.
pub(crate) fn amend(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    closes: Option<&str>,
    reason: &str,
) -> Result<Recorded<()>> {
    let may = tx.may::<Conduct>()?;
    let old = store::of_office(tx, &may, of)?;
    let today = tx.today();
    let reason = notice::rules::line("reason", reason, 4, 200).map_err(|e| Error::Invalid(vec![e]))?;
    if old.state != Standing::Published {
        return Err(Error::refused("公告未发布或已取消。", "It is not published, or was called off."));
    }
    let mut new = Announced { reason: Some(reason), day: today, ..old.clone() };
    match closes {
        Some(text) => {
            new.closes = day("closes", text).map_err(|e| Error::Invalid(vec![e]))?;
            if new.closes <= old.closes || new.closes < today {
                return Err(Error::field(
                    "closes",
                    Say::new("只能延后，且不早于今天。", "It can only be moved later, and not before today."),
                ));
            }
        }
        None => new.state = Standing::Cancelled,
    }
    store::announce(tx, &may, &new)?;
    public_log::enter(tx, &may, &publication(&new))?;
    tx.record(Event::new("recruitment.amended").about(of).facts(FACTS), ())
}

/// What the requirement says of an application by itself: the reason, or nothing where it does not read.
pub(crate) fn judged(judge: &Judge, opening: &OpeningRow, own: &Own) -> Result<Option<eligibility::Reason>> {
    let Ok(values) = rules::read(&own.draft.answers()?) else { return Ok(None) };
    let on = own.filed.as_ref().map_or(own.announced.closes, |f| f.day);
    judge.judge(opening, &rules::facts(&values, on)).map(Some)
}

/// An application that was handed in, with its opening.
fn handed(
    tx: &mut Read<'_>,
    may: &Permit<Conduct>,
    of: Id<Recruitment>,
    application: Id<Application>,
) -> Result<(Own, OpeningRow)> {
    store::of_office(tx, may, of)?;
    let own = apply::whole(tx, may, application)?;
    let filed = own.filed.as_ref().filter(|f| f.state == Handed::Submitted && f.recruitment == of);
    let code = filed.map(|f| f.opening.clone()).ok_or(Error::NotFound)?;
    let (_, openings) = screening::published(tx, may, own.announced.call_id)?;
    let opening = openings.into_iter().find(|o| o.code == code).ok_or(Error::NotFound)?;
    Ok((own, opening))
}

/// What the reviewer says.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub(crate) verdict: String,
    pub(crate) says: String,
    pub(crate) until: String,
}

/// The office has the last word on an application. Where it departs from what the requirement says by itself, refuses, or asks for
/// more, it says why.
///
/// # Errors
/// What is wrong by field; an application that takes part in the test already.
pub(crate) fn review(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    application: Id<Application>,
    said: &Said,
) -> Result<Recorded<()>> {
    let may = tx.may::<Conduct>()?;
    let (own, opening) = handed(tx, &may, of, application)?;
    if own.mark.is_some() {
        return Err(Error::refused(
            "笔试成绩已录入，不能再改审查结论。",
            "The written test is marked; the review stands.",
        ));
    }
    let today = tx.today();
    let verdict: Verdict = said
        .verdict
        .parse()
        .map_err(|_| Error::field("verdict", Say::new("请选择审查结论。", "Choose what the review found.")))?;
    let judge = Judge::of(tx, &may, own.announced.call_id)?;
    let reason = judged(&judge, &opening, &own)?;
    let computed = reason.as_ref().map_or("unknown", |r| rules::word(r.verdict));
    let agrees = verdict == Verdict::Qualified && computed == "yes";
    let says = match said.says.trim() {
        "" if agrees => String::new(),
        text => notice::rules::line("says", text, 4, 300).map_err(|e| Error::Invalid(vec![e]))?,
    };
    let until = match verdict {
        Verdict::Supplement => {
            let least = figures(tx, &may, &own.announced, today)?.supplement;
            let last = rulepacks::workdays().after(today, least).last;
            let until = day("until", &said.until).map_err(|e| Error::Invalid(vec![e]))?;
            if until < last {
                let say = Say::new(
                    format!("补充期限不少于{least}个工作日，最早到{last}。"),
                    format!("At least {least} working days are given: {last} at the earliest."),
                );
                return Err(Error::field("until", say));
            }
            Some(until)
        }
        _ => None,
    };
    let clauses: Vec<Clause> = reason.as_ref().map(rules::clauses).unwrap_or_default();
    let filed = own.filed.clone().ok_or(Error::NotFound)?;
    store::review(tx, &may, &filed, &Review::new(verdict, computed, &says, until, today), &clauses)?;
    apply::tell(tx, &may, &own.announced, &own.draft)?;
    let note = serde_json::json!({ "verdict": verdict, "computed": computed });
    tx.record(Event::new("recruitment.reviewed").about(application).facts(FACTS).with(note)?, ())
}

/// Confirms at once all applications of which the requirement says yes by itself and that nobody has reviewed; gives how many.
///
/// # Errors
/// The policy and the database.
pub(crate) fn confirm(tx: &mut Write<'_>, of: Id<Recruitment>) -> Result<Recorded<usize>> {
    let may = tx.may::<Conduct>()?;
    let announced = store::of_office(tx, &may, of)?;
    let today = tx.today();
    let judge = Judge::of(tx, &may, announced.call_id)?;
    let stood = store::stood(tx, &may, of, None)?;
    let mut done = 0;
    for filed in stood.filed.iter().filter(|f| f.state == Handed::Submitted) {
        if stood.reviews.iter().any(|r| r.application == filed.application) {
            continue;
        }
        let (own, opening) = handed(tx, &may, of, filed.application)?;
        let Some(reason) = judged(&judge, &opening, &own)?.filter(|r| r.verdict == eligibility::Truth::Yes) else {
            continue;
        };
        let new = Review::new(Verdict::Qualified, "yes", "", None, today);
        store::review(tx, &may, filed, &new, &rules::clauses(&reason))?;
        apply::tell(tx, &may, &own.announced, &own.draft)?;
        done += 1;
    }
    let note = serde_json::json!({ "confirmed": done });
    tx.record(Event::new("recruitment.confirmed").about(of).facts(FACTS).with(note)?, done)
}

/// Gives everybody who qualifies and has none a number for the written test: the day of publication and a running number.
///
/// # Errors
/// Applications are still taken, or some are not reviewed.
pub(crate) fn number(tx: &mut Write<'_>, of: Id<Recruitment>) -> Result<Recorded<usize>> {
    let may = tx.may::<Conduct>()?;
    let announced = store::of_office(tx, &may, of)?;
    let today = tx.today();
    let stood = store::stood(tx, &may, of, None)?;
    let found = |f: &store::Filed| stood.reviews.iter().find(|r| r.application == f.application);
    let handed: Vec<&store::Filed> = stood.filed.iter().filter(|f| f.state == Handed::Submitted).collect();
    let open = handed.iter().any(|f| {
        found(f).is_none_or(|r| r.verdict == Verdict::Supplement && r.until.is_some_and(|until| today <= until))
    });
    if today <= announced.closes || open {
        return Err(Error::refused(
            "报名截止、全部审查完毕后编排准考证号。",
            "Numbers are given when the deadline is over and every application reviewed.",
        ));
    }
    let begins = announced.opens.to_string().replace('-', "");
    let last = store::last_number(tx, &may, &begins)?.and_then(|n| n[begins.len()..].parse::<u32>().ok()).unwrap_or(0);
    let mut qualified: Vec<&&store::Filed> = handed
        .iter()
        .filter(|f| found(f).is_some_and(|r| r.verdict == Verdict::Qualified))
        .filter(|f| !stood.numbers.iter().any(|n| n.0 == f.application))
        .collect();
    // by post, and within it by an order that has nothing to do with when somebody applied
    qualified.sort_by_cached_key(|f| (f.opening.clone(), Sha256::digest(f.application.as_bytes()).to_vec()));
    for (i, filed) in qualified.iter().enumerate() {
        let next = last + u32::try_from(i).unwrap_or(u32::MAX) + 1;
        store::number(tx, &may, (filed.application, of), &format!("{begins}{next:05}"))?;
    }
    let done = qualified.len();
    let note = serde_json::json!({ "numbers": done });
    tx.record(Event::new("recruitment.numbered").about(of).facts(FACTS).with(note)?, done)
}

/// A new link for an applicant in the place of all earlier ones, to be handed out where no mail is sent.
///
/// # Errors
/// No such application within reach.
pub(crate) fn hand_out(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    application: Id<Application>,
) -> Result<Recorded<String>> {
    let may = tx.may::<Conduct>()?;
    store::of_office(tx, &may, of)?;
    let draft = store::draft(tx, &may, application)?.filter(|d| d.recruitment == of).ok_or(Error::NotFound)?;
    store::drop_links(tx, &may, draft.application)?;
    let secret = apply::link(tx, &may, draft.application)?;
    tx.record(Event::new("recruitment.link-handed-out").about(application), secret)
}

/// What the policy asks before something sealed is opened: where it belongs. It is nobody's own here.
fn place(tx: &mut Read<'_>, may: &Permit<Open>, of: Id<Recruitment>) -> Result<Path> {
    let announced = store::of_office(tx, may, of)?;
    let (root, today) = (tx.root(), tx.today());
    Ok(org::path_of(tx.with(may), root, announced.unit, today)?.unwrap_or_else(Path::whole))
}

/// Opens identity number and telephone of an applicant, with a reason that the ledger keeps.
///
/// # Errors
/// No reason; nothing given yet; a missing key.
pub(crate) fn reveal(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    application: Id<Application>,
    reason: &str,
) -> Result<Recorded<Private>> {
    let may = tx.may::<Open>()?;
    let place = place(tx, &may, of)?;
    let reason = notice::rules::line("reason", reason, 4, 200).map_err(|e| Error::Invalid(vec![e]))?;
    let draft = store::draft(tx, &may, application)?.filter(|d| d.recruitment == of).ok_or(Error::NotFound)?;
    let sealed = draft.sealed.ok_or(Error::NotFound)?;
    let whose = Whose { group: ColumnGroup::Identity, place: &place, person: Id::new() };
    let text = tx.unseal(&may, whose, apply::private_cell(application), &sealed)?;
    let private = serde_json::from_str(&text).map_err(|e| Error::Corrupt(format!("an application: {e}")))?;
    let note = serde_json::json!({ "reason": reason });
    tx.record(Event::new("recruitment.revealed").about(application).with(note)?, private)
}

/// Opens an attachment, with a reason that the ledger keeps.
///
/// # Errors
/// No reason; no such attachment; a missing key; content that is not what its hash says.
pub(crate) fn fetch(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    application: Id<Application>,
    file: Id<Attachment>,
    reason: &str,
) -> Result<Recorded<(String, String, Vec<u8>)>> {
    let may = tx.may::<Open>()?;
    let place = place(tx, &may, of)?;
    let reason = notice::rules::line("reason", reason, 4, 200).map_err(|e| Error::Invalid(vec![e]))?;
    store::draft(tx, &may, application)?.filter(|d| d.recruitment == of).ok_or(Error::NotFound)?;
    let (attached, sealed) = store::content(tx, &may, application, file)?;
    let whose = Whose { group: ColumnGroup::Identity, place: &place, person: Id::new() };
    let text = tx.unseal(&may, whose, apply::file_cell(file), &sealed)?;
    let damaged = || Error::Corrupt("an attachment is not what its hash says".to_owned());
    let bytes = BASE64_STANDARD.decode(text).map_err(|_| damaged())?;
    if Sha256::digest(&bytes).to_vec() != attached.hash {
        return Err(damaged());
    }
    let note = serde_json::json!({ "file": file, "reason": reason });
    let answer = (attached.name, attached.media, bytes);
    tx.record(Event::new("recruitment.fetched").about(application).with(note)?, answer)
}

/// The day from which applications are to be deleted.
pub(crate) fn kept_until(of: &Announced, figures: Figures) -> Date {
    of.closes.plus_months(figures.kept)
}

/// Deletes what the applications say, when it was kept long enough. Facts of the recruitment stay; what they commit to can no longer be
/// guessed.
///
/// # Errors
/// Too early, with the day.
pub(crate) fn erase(tx: &mut Write<'_>, of: Id<Recruitment>) -> Result<Recorded<usize>> {
    let may = tx.may::<Conduct>()?;
    let announced = store::of_office(tx, &may, of)?;
    let today = tx.today();
    let until = kept_until(&announced, figures(tx, &may, &announced, today)?);
    if today < until {
        return Err(Error::refused(
            format!("报名材料保存至{until}，届时删除。"),
            format!("Applications are kept until {until} and deleted then."),
        ));
    }
    let all = store::drafts(tx, &may, of)?;
    for draft in &all {
        store::erase(tx, &may, draft.application)?;
    }
    let note = serde_json::json!({ "deleted": all.len() });
    tx.record(Event::new("recruitment.erased").about(of).with(note)?, all.len())
}
