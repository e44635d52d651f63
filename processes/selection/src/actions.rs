//! The verbs: each one transaction, one ledger entry.

use std::collections::{BTreeMap, BTreeSet};

use auth::{Action, Permit};
use base::{Date, Id, Say};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use db::{Books, Error, Event, FieldError, Read, Recorded, Result, Write};
use people::{Clue, Person, Whom};
use sha2::{Digest, Sha256};

use crate::{
    Candidate, Interview, Mark, Member, Run,
    rules::{self, Figures, Seated, Written},
    store::{self, Said, Sheet, State, Whole},
};

/// The pack in which the rules on panels stand.
const PACK: &str = "cn/selection";

/// That a permit reaches the whole organisation. An interview belongs to no unit: whoever is in charge of a part of the tree does
/// not see or run those of others, nor learn that there are any.
pub(crate) fn over_all<A: Action>(may: &Permit<A>) -> Result<()> {
    if may.whole() { Ok(()) } else { Err(Error::NotFound) }
}

/// The figures of the rules on panels in force on a day.
pub(crate) fn figures<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, on: Date) -> Result<Figures> {
    let held = rulebook::in_force_in(tx, may, PACK, on, None)?;
    let rule = |id: &str| {
        let rule = held.as_ref().and_then(|h| h.pack.rule(id, on));
        rule.ok_or_else(|| {
            Error::refused(format!("规则包“{PACK}”中没有“{id}”。"), format!("The rule pack “{PACK}” lacks “{id}”."))
        })
    };
    let whole = |id: &str, name: &str| Ok::<_, Error>(rule(id)?.whole(name).unwrap_or_default());
    let small = |n: i64| u32::try_from(n).unwrap_or_default();
    let decimals = |n: i64| u8::try_from(n).unwrap_or_default().min(6);
    Ok(Figures {
        least: small(whole("panel-members", "members")?).max(1),
        odd: rule("panel-members")?.list("parity").is_some_and(|words| words.iter().any(|w| w == "odd")),
        decimals: decimals(whole("panel-marks", "decimals")?),
        drop: small(whole("panel-marks", "drop")?),
        ends: small(whole("panel-level", "ends")?),
        coefficient: decimals(whole("panel-level", "decimals")?),
    })
}

pub(crate) fn head<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &Written,
) -> Result<(String, Date, rules::Scheme)> {
    let mut wrong: Vec<FieldError> = Vec::new();
    let title = of.title.trim().to_owned();
    if title.is_empty() || title.chars().count() > 100 || title.chars().any(char::is_control) {
        let say = Say::new("请填写名称，最多100个字。", "Give it a name of at most 100 characters.");
        wrong.push(FieldError { field: "title".into(), say });
    }
    let day: Option<Date> = of.day.trim().parse().ok();
    if day.is_none() {
        let say = Say::new("请填写日期，如2026-12-01。", "Give a day, such as 2026-12-01.");
        wrong.push(FieldError { field: "day".into(), say });
    }
    let today = tx.today();
    let by = figures(tx, may, day.unwrap_or(today))?;
    match (rules::scheme(of, by), day) {
        (Ok(scheme), Some(day)) if wrong.is_empty() => Ok((title, day, scheme)),
        (scheme, _) => {
            wrong.extend(scheme.err().into_iter().flatten());
            Err(Error::Invalid(wrong))
        }
    }
}

/// Draws an interview up as announced.
///
/// # Errors
/// What is wrong with the fields; the policy and the database.
pub fn draw_up(tx: &mut Write<'_>, of: &Written) -> Result<Recorded<Id<Interview>>> {
    let may = tx.may::<Run>()?;
    over_all(&may)?;
    let (title, day, scheme) = head(tx, &may, of)?;
    let id = Id::new();
    store::put_head(tx, &may, id, (&title, day), &scheme, State::Preparing)?;
    let event = Event::new("selection.drawn-up").about(id).facts(store::STATE);
    tx.record(event.with(serde_json::json!({ "title": title, "scheme": scheme }))?, id)
}

fn in_state(whole: &Whole, state: State) -> Result<()> {
    if whole.head.state == state {
        return Ok(());
    }
    Err(match whole.head.state {
        State::Preparing => Error::refused("面试尚未开始打分。", "Marking has not begun."),
        State::Open => Error::refused(
            "已开始打分，名单和规则不能再改。",
            "Marking has begun: lists and rules cannot be changed any more.",
        ),
        State::Closed => {
            Error::refused("面试已结束，分数不能再改。", "The interview is closed: marks cannot be changed any more.")
        }
    })
}

/// Enters members and candidates in the place of those that were there.
///
/// # Errors
/// The line that is not understood; an interview whose marking has begun; the policy and the database.
pub fn reform(tx: &mut Write<'_>, id: Id<Interview>, members: &str, candidates: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    over_all(&may)?;
    let whole = store::one(tx, &may, id)?;
    in_state(&whole, State::Preparing)?;
    let scheme = whole.head.scheme()?;
    let (m, c) = (rules::members(members), rules::candidates(candidates, scheme.written > 0));
    let (Ok(members), Ok(candidates)) = (&m, &c) else {
        return Err(Error::Invalid(m.err().into_iter().chain(c.err()).collect()));
    };
    let members = seated(tx, members)?;
    store::take_lists(tx, &may, id)?;
    store::put_lists(tx, &may, id, &members, candidates)?;
    let event = Event::new("selection.reformed").about(id).facts(store::ALL);
    tx.record(event.with(serde_json::json!({ "members": members.len(), "candidates": candidates.len() }))?, ())
}

/// Who in the register each member is: by the staff number where one is written, else by a name that one person alone has.
fn seated(tx: &mut Read<'_>, members: &[Seated]) -> Result<Vec<(Seated, Option<Id<Person>>)>> {
    let clue = |m: &Seated| Clue { number: m.number.clone(), name: Some(m.name.clone()), ..Clue::default() };
    let clues: Vec<Clue> = members.iter().map(clue).collect();
    let found = people::whom(tx, &clues)?;
    let one = |(m, whom): (&Seated, Whom)| match whom {
        _ if m.outside => Ok((m.clone(), None)),
        Whom::One(person) => Ok((m.clone(), Some(person))),
        Whom::Nobody if m.number.is_none() => Ok((m.clone(), None)),
        other => {
            let why = other.one().err().unwrap_or_else(|| Say::new("", ""));
            let zh = format!("{}：{}外单位的，在姓名后写“外聘”。", m.name, why.zh);
            let en = format!("{}: {} For a member from outside write “external” after the name.", m.name, why.en);
            Err(Error::field("members", Say::new(zh, en)))
        }
    };
    members.iter().zip(found).map(one).collect()
}

/// Which members are relatives of which candidates, as the register says: of candidates who have a file, by the number of the
/// written test and the identity number that they applied with.
fn tied(tx: &mut Read<'_>, may: &Permit<Run>, whole: &Whole) -> Result<Vec<(Id<Member>, Id<Candidate>)>> {
    let today = tx.today();
    let exams: Vec<String> = whole.candidates.iter().filter_map(|c| c.exam.clone()).collect();
    let known = crate::recruit::known(tx, may, &exams)?;
    let mut all = Vec::new();
    for c in &whole.candidates {
        let Some(person) = c.exam.as_ref().and_then(|e| known.get(e)) else { continue };
        let panel: Vec<(Id<Member>, Id<Person>)> =
            whole.table(c.panel).filter_map(|m| Some((m.member, m.person?))).collect();
        let among: Vec<_> = panel.iter().map(|(_, p)| p.cast()).collect();
        let kin = tenure::tied(tx, may, person.cast(), &among, today)?;
        let away = panel.iter().filter(|(_, p)| p == person || kin.contains(&p.cast()));
        all.extend(away.map(|(m, _)| (*m, c.candidate)));
    }
    Ok(all)
}

/// Lets members mark. From now on neither lists nor rules can be changed.
///
/// # Errors
/// A panel that is not formed as the rule says, or has no candidates; the policy and the database.
pub fn open_marks(tx: &mut Write<'_>, id: Id<Interview>) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    over_all(&may)?;
    let whole = store::one(tx, &may, id)?;
    in_state(&whole, State::Preparing)?;
    let scheme = whole.head.scheme()?;
    let panels: BTreeSet<i64> =
        whole.members.iter().map(|m| m.panel).chain(whole.candidates.iter().map(|c| c.panel)).collect();
    if whole.candidates.is_empty() {
        return Err(Error::refused("还没有考生名单。", "There are no candidates yet."));
    }
    for panel in panels {
        if let Err(why) = scheme.rule.formed(whole.table(panel).count()) {
            let why = rules::say(&why);
            return Err(Error::refused(format!("第{panel}考场：{}", why.zh), format!("Panel {panel}: {}", why.en)));
        }
    }
    // who is a relative is away before anybody marks
    for (member, candidate) in tied(tx, &may, &whole)? {
        let sheet = Sheet { interview: id, member };
        store::put_mark(tx, &may, sheet, candidate, &Said::Away("亲属回避".to_owned()))?;
    }
    turn(tx, &may, &whole, State::Open, "selection.opened")
}

fn turn(tx: &mut Write<'_>, may: &Permit<Run>, whole: &Whole, to: State, event: &'static str) -> Result<Recorded<()>> {
    let (head, scheme) = (&whole.head, whole.head.scheme()?);
    store::take_head(tx, may, head.interview)?;
    store::put_head(tx, may, head.interview, (&head.title, head.day), &scheme, to)?;
    tx.record(Event::new(event).about(head.interview).facts(store::STATE).facts(store::MARKS), ())
}

/// Closes an interview: marks are final and are seen from now on.
///
/// # Errors
/// Marks that are missing, with seat and number; the policy and the database.
pub fn close(tx: &mut Write<'_>, id: Id<Interview>) -> Result<Recorded<()>> {
    let may = tx.may::<Run>()?;
    over_all(&may)?;
    let whole = store::one(tx, &may, id)?;
    in_state(&whole, State::Open)?;
    let scheme = whole.head.scheme()?;
    if let Err(why) = rules::outcome(&scheme, &whole.rows()) {
        return Err(Error::Refused(not_yet(&whole, &why)));
    }
    turn(tx, &may, &whole, State::Closed, "selection.closed")
}

/// What is missing, by panel and number; no mark is told.
pub(crate) fn not_yet(whole: &Whole, why: &[(Option<usize>, Say)]) -> Say {
    let one = |(who, say): &(Option<usize>, Say)| match who.and_then(|i| whole.candidates.get(i)) {
        Some(c) => Say::new(
            format!("{}考场{}号：{}", c.panel, c.number, say.zh),
            format!("Panel {}, number {}: {}", c.panel, c.number, say.en),
        ),
        None => say.clone(),
    };
    let all: Vec<Say> = why.iter().take(10).map(one).collect();
    let join = |f: fn(&Say) -> &str, sep: &str| all.iter().map(f).collect::<Vec<_>>().join(sep);
    Say::new(join(|s| &s.zh, ""), join(|s| &s.en, " "))
}

/// The hash by which a sheet's secret is kept.
pub(crate) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Makes new sheets for all members in the place of those that were handed out; gives each member's secret.
///
/// # Errors
/// The policy and the database.
pub fn hand_out(tx: &mut Books<'_>, id: Id<Interview>) -> Result<Vec<(Id<Member>, String)>> {
    let may = tx.may::<Run>()?;
    over_all(&may)?;
    let whole = store::one(tx, &may, id)?;
    in_state(&whole, State::Open)?;
    let mut all = Vec::new();
    for member in &whole.members {
        let mut bytes = [0u8; 18];
        getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string()))?;
        all.push((member.member, BASE64_URL_SAFE_NO_PAD.encode(bytes)));
    }
    let kept: Vec<(Id<Member>, Vec<u8>)> = all.iter().map(|(m, s)| (*m, hash(s))).collect();
    store::put_sheets(tx, &may, id, &kept)?;
    Ok(all)
}

/// Records what a sheet says: by candidate a mark as written, or why the member is away. What is left empty stays as it was.
///
/// # Errors
/// The fields with what is wrong; an interview that is not open; a secret that opens nothing.
pub fn mark(
    tx: &mut Write<'_>,
    secret: &str,
    said: &BTreeMap<Id<Candidate>, (String, String)>,
) -> Result<Recorded<usize>> {
    let may = tx.may::<Mark>()?;
    let sheet: Sheet = store::of_secret(tx, &may, &hash(secret))?.ok_or(Error::NotFound)?;
    let whole = store::one(tx, &may, sheet.interview)?;
    in_state(&whole, State::Open)?;
    let scheme = whole.head.scheme()?;
    let member = whole.members.iter().find(|m| m.member == sheet.member).ok_or(Error::NotFound)?;
    let (mut wrong, mut new) = (Vec::new(), Vec::new());
    for c in whole.candidates.iter().filter(|c| c.panel == member.panel) {
        let Some((mark, away)) = said.get(&c.candidate) else { continue };
        let (mark, away) = (mark.trim(), away.trim());
        let field = format!("mark-{}", c.candidate);
        let tied = Said::Away("亲属回避".to_owned());
        let read = match (mark, away) {
            ("", "") => continue,
            // what the register says is not overruled on a sheet
            (_, "") if whole.said.get(&(c.candidate, member.member)) == Some(&tied) => None,
            (_, "") => rules::mark(mark).filter(|m| (scheme.rule.from..=scheme.rule.to).contains(m)).map(Said::Mark),
            ("", why) if why.chars().count() <= 100 => Some(Said::Away(why.to_owned())),
            _ => None,
        };
        match read {
            Some(read) if whole.said.get(&(c.candidate, member.member)) == Some(&read) => {}
            Some(read) => new.push((c.candidate, read)),
            None => {
                let (from, to) = (scheme.rule.from, scheme.rule.to);
                let say = Say::new(
                    format!("{}号：请填写 {from} 到 {to} 的分数，最多两位小数；或只写回避原因。", c.number),
                    format!(
                        "Number {}: give a mark from {from} to {to} of at most two decimals, or only why you are away.",
                        c.number
                    ),
                );
                wrong.push(FieldError { field, say });
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    for (candidate, read) in &new {
        store::put_mark(tx, &may, sheet, *candidate, read)?;
    }
    let event = Event::new("selection.marked").about(sheet.member).facts(store::MARKS);
    tx.record(event.with(serde_json::json!({ "marks": new.len() }))?, new.len())
}
