//! The verbs: each one transaction, one ledger entry.

use auth::{ColumnGroup, Path, Permit};
use base::{Date, Id, Lang, Say};
use db::{Cell, Error, Event, Read, Recorded, Result, Whose, Write};
use people::Person;
use public_log::rules::{Publication, fitting};
use serde::Serialize;

use crate::{
    Draft, FACTS, Finding, Notice, Object, Objection, Publish, Reveal,
    rules::{self, Shown},
    store::{self, Row},
};

/// A value in the words of the paper that a notice is printed on.
fn said(values: &people::Values, key: &str) -> String {
    let field = values.iter().find(|(f, _)| f.key == key);
    field.and_then(|(f, v)| v.map(|v| f.shown(v, Lang::Zh))).unwrap_or_default()
}

/// What a notice may show of a person, as of a day, from the file.
///
/// # Errors
/// [`Error::NotFound`] for whoever is out of reach.
pub fn shown(tx: &mut Read<'_>, person: Id<Person>, on: Date, proposed: &str) -> Result<Shown> {
    let file = people::file(tx, person, on)?;
    let field = |key: &str| file.basic().map(|v| said(v, key)).unwrap_or_default();
    let study = file.highest_study(None).map(|v| {
        [said(v, "level"), said(v, "degree")].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("，")
    });
    let month = |text: String| text.chars().take(7).collect::<String>();
    Ok(Shown {
        name: field("name"),
        sex: field("sex"),
        ethnic: field("ethnic"),
        birth: month(field("birth")),
        native_place: field("native_place"),
        political: field("political"),
        education: study.unwrap_or_default(),
        work_start: month(field("work_start")),
        post: field("post_title"),
        proposed: proposed.to_owned(),
    })
}

/// What goes into the public log: the period open, the rest under a salted commitment.
fn publication(
    kind: &'static str,
    notice: Id<Notice>,
    edition: i64,
    draft: &Draft,
    published: Date,
) -> Result<Publication> {
    let people = serde_json::to_string(&draft.people).map_err(|e| Error::Internal(e.to_string()))?;
    let mut new = Publication::new(kind, notice)
        .shown("title", draft.title.trim())
        .shown("edition", edition)
        .shown("published", published)
        .shown("until", draft.until)
        .closed("text", fitting(&draft.text));
    if !draft.people.is_empty() {
        new = new.closed("people", fitting(&people));
    }
    Ok(new)
}

fn or_invalid(problems: Vec<db::FieldError>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}
fn one_wrong(wrong: db::FieldError) -> Error {
    Error::Invalid(vec![wrong])
}

/// Publishes a notice today, within the transaction of another action, which records with [`FACTS`].
///
/// # Errors
/// What is wrong by field; a unit that is not within reach; the policy.
pub fn publish(tx: &mut Write<'_>, draft: &Draft) -> Result<Id<Notice>> {
    let may = tx.may::<Publish>()?;
    org::reach(tx, &may, draft.unit)?;
    let today = tx.today();
    or_invalid(draft.problems(today))?;
    let notice = Id::<Notice>::new();
    let item = public_log::enter(tx, &may, &publication("notice", notice, 1, draft, today)?)?;
    store::insert(tx, &may, notice, 1, draft, today, None, item)?;
    Ok(notice)
}

/// Publishes a notice that belongs to nothing else.
///
/// # Errors
/// As [`publish`].
pub fn publish_alone(tx: &mut Write<'_>, draft: &Draft) -> Result<Recorded<Id<Notice>>> {
    let notice = publish(tx, draft)?;
    let note = serde_json::json!({ "until": draft.until, "people": draft.people.len() });
    tx.record(Event::new("notice.published").about(notice).facts(FACTS).with(note)?, notice)
}

/// The edition that stands, of a notice within reach that was not withdrawn.
fn standing_row(tx: &mut Write<'_>, may: &Permit<Publish>, notice: Id<Notice>) -> Result<Row> {
    let row = store::rows(tx, may, notice)?.into_iter().next().ok_or(Error::NotFound)?;
    org::reach(tx, may, row.unit)?;
    if store::withdrawal(tx, may, notice)?.is_some() {
        return Err(Error::refused(
            "该公示已撤回，不能再更改。请另行发布公示。",
            "This notice was withdrawn and cannot be changed; publish another one.",
        ));
    }
    Ok(row)
}

/// Another edition takes the place of the one that stands, which stays visible. The period may grow and never shrinks.
///
/// # Errors
/// What is wrong by field; a shorter period; a notice that was withdrawn or is out of reach.
pub fn correct(
    tx: &mut Write<'_>,
    notice: Id<Notice>,
    title: &str,
    text: &str,
    until: Date,
    reason: &str,
) -> Result<Recorded<()>> {
    let may = tx.may::<Publish>()?;
    let row = standing_row(tx, &may, notice)?;
    let reason = rules::line("reason", reason, 4, 200).map_err(one_wrong)?;
    if until < row.until {
        return Err(Error::field(
            "until",
            Say::new(
                format!("公示期不能缩短，截止日期不早于{}。", row.until),
                format!("A period is never made shorter; the last day is not before {}.", row.until),
            ),
        ));
    }
    let today = tx.today();
    let was = row.edition();
    let draft = Draft {
        unit: was.unit,
        about: was.about,
        title: title.to_owned(),
        text: text.to_owned(),
        people: was.people,
        until,
    };
    or_invalid(draft.problems(row.published))?;
    let edition = row.edition + 1;
    let new = publication("correction", notice, edition, &draft, today)?;
    let item = public_log::enter_instead(tx, &may, &new, row.item)?;
    store::take_back(tx, &may, row.id)?;
    store::insert(tx, &may, notice, edition, &draft, today, Some(&reason), item)?;
    let note = serde_json::json!({ "edition": edition, "until": until, "reason": reason });
    tx.record(Event::new("notice.corrected").about(notice).facts(FACTS).with(note)?, ())
}

/// A notice no longer stands. It stays visible as withdrawn, with the reason.
///
/// # Errors
/// No reason; a notice that was withdrawn already or is out of reach.
pub fn withdraw(tx: &mut Write<'_>, notice: Id<Notice>, reason: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Publish>()?;
    let row = standing_row(tx, &may, notice)?;
    let reason = rules::line("reason", reason, 4, 200).map_err(one_wrong)?;
    let new = Publication::new("correction", notice).shown("title", &row.title).shown("withdrawn", tx.today());
    public_log::enter_instead(tx, &may, &new, row.item)?;
    store::withdraw(tx, &may, notice, &reason)?;
    let note = serde_json::json!({ "reason": reason });
    tx.record(Event::new("notice.withdrawn").about(notice).facts(FACTS).with(note)?, ())
}

fn cell(objection: Id<Objection>) -> Cell {
    Cell::new("notice_objection", "who", objection)
}

/// An objection came in: on which day, what it says, and from whom, where it was said. It counts whenever it came until the
/// notice has taken effect.
///
/// # Errors
/// What is wrong by field; a day before the publication or after today; a notice out of reach.
pub fn object(
    tx: &mut Write<'_>,
    notice: Id<Notice>,
    day: Date,
    text: &str,
    who: &str,
) -> Result<Recorded<Id<Objection>>> {
    let may = tx.may::<Publish>()?;
    let rows = store::rows(tx, &may, notice)?;
    let first = rows.last().ok_or(Error::NotFound)?;
    org::reach(tx, &may, first.unit)?;
    let text = rules::text("text", text, 4).map_err(one_wrong)?;
    let who = who.trim();
    if !who.is_empty() {
        rules::line("who", who, 1, 100).map_err(one_wrong)?;
    }
    if day < first.published || day > tx.today() {
        return Err(Error::field(
            "day",
            Say::new("收到日期应在公示发布之后，不晚于今天。", "It came after the publication and not after today."),
        ));
    }
    let objection = Id::<Objection>::new();
    let sealed = if who.is_empty() { None } else { Some(tx.sealer(&may).seal(cell(objection), who)?) };
    let named = sealed.is_some();
    store::object(tx, &may, objection, notice, day, &text, sealed)?;
    let note = serde_json::json!({ "objection": objection, "named": named });
    tx.record(Event::new("notice.objected").about(notice).facts(FACTS).with(note)?, objection)
}

/// Somebody objects on the open site, today, while the period runs; with a name, which is sealed, or without.
///
/// # Errors
/// What is wrong by field; a notice that was withdrawn, whose period is over, or that has more objections than a day can bring.
pub fn object_openly(tx: &mut Write<'_>, notice: Id<Notice>, text: &str, who: &str) -> Result<Recorded<Id<Objection>>> {
    let may = tx.may::<Object>()?;
    let today = tx.today();
    let standing = store::standing(tx, &may, notice, today)?;
    if standing.withdrawn || standing.over(today) {
        return Err(Error::refused("公示期已结束或公示已撤回。", "The period is over, or the notice was withdrawn."));
    }
    // a flood from outside must not bury what people have to say
    let so_far = store::heard(tx, &may, notice)?.iter().filter(|h| h.day == today).count();
    if so_far >= MOST_A_DAY {
        return Err(Error::refused(
            "今天在网上收到的意见已满，请以书面形式提出，或明天再来。",
            "No more objections are taken here today: write a letter, or come back tomorrow.",
        ));
    }
    let text = rules::text("text", text, 4).map_err(one_wrong)?;
    let who = who.trim();
    if !who.is_empty() {
        rules::line("who", who, 1, 100).map_err(one_wrong)?;
    }
    let objection = Id::<Objection>::new();
    let sealed = if who.is_empty() { None } else { Some(tx.sealer(&may).seal(cell(objection), who)?) };
    let named = sealed.is_some();
    store::object(tx, &may, objection, notice, today, &text, sealed)?;
    let note = serde_json::json!({ "objection": objection, "named": named });
    tx.record(Event::new("notice.objected").about(notice).facts(FACTS).with(note)?, objection)
}

/// How many objections to one notice the open site takes a day.
const MOST_A_DAY: usize = 200;

/// An objection was looked into and answered. An answer stands; it is not changed.
///
/// # Errors
/// What is wrong by field; an objection that is answered already or out of reach.
pub fn answer(
    tx: &mut Write<'_>,
    objection: Id<Objection>,
    finding: Finding,
    text: &str,
) -> Result<Recorded<Id<Notice>>> {
    let may = tx.may::<Publish>()?;
    let (notice, _) = store::objection(tx, &may, objection)?;
    let rows = store::rows(tx, &may, notice)?;
    org::reach(tx, &may, rows.first().ok_or(Error::NotFound)?.unit)?;
    let text = rules::text("answer", text, 4).map_err(one_wrong)?;
    if store::heard(tx, &may, notice)?.iter().any(|h| h.objection == objection && h.answer.is_some()) {
        return Err(Error::refused("该意见已答复。", "This objection is answered already."));
    }
    store::answer(tx, &may, objection, finding, &text)?;
    let note = serde_json::json!({ "objection": objection, "finding": finding });
    tx.record(Event::new("notice.answered").about(notice).facts(FACTS).with(note)?, notice)
}

#[derive(Serialize)]
struct Opened<'a> {
    objection: Id<Objection>,
    reason: &'a str,
}

/// Who objected, opened with a reason that the ledger keeps.
///
/// # Errors
/// No reason; an objection without a name or out of reach; a missing key.
pub fn reveal(tx: &mut Write<'_>, objection: Id<Objection>, reason: &str) -> Result<Recorded<String>> {
    let may = tx.may::<Reveal>()?;
    let (notice, sealed) = store::objection(tx, &may, objection)?;
    let unit = store::rows(tx, &may, notice)?.first().ok_or(Error::NotFound)?.unit;
    org::reach(tx, &may, unit)?;
    let (root, today) = (tx.root(), tx.today());
    let place = org::path_of(tx.with(&may), root, unit, today)?.unwrap_or_else(Path::whole);
    let reason = rules::line("reason", reason, 4, 200).map_err(one_wrong)?;
    let sealed = sealed.ok_or(Error::NotFound)?;
    // nobody's own: who objected is no person of this system
    let whose = Whose { group: ColumnGroup::Identity, place: &place, person: Id::new() };
    let who = tx.unseal(&may, whose, cell(objection), &sealed)?;
    let note = Opened { objection, reason: &reason };
    tx.record(Event::new("notice.revealed").about(notice).with(note)?, who)
}
