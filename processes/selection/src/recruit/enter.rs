//! From a written test to an interview, and from there into a case.

use std::collections::BTreeMap;

use auth::{Action, ColumnGroup, Path, Permit};
use base::{Date, Id, Say};
use db::{Error, Event, Read, Recorded, Result, Whose, Write};
use people::{Person, Section};
use scoring::Fixed;
use serde::Serialize;

use super::{
    Application, Conduct, Open, Recruitment,
    apply::{self, Private},
    office, rules,
    store::{self, Announced, FACTS, Handed, Stood, Verdict},
};
use crate::{
    Interview, actions,
    rules::{Line, Listed, Written, outcome},
    store::{self as panels, State},
};

/// Somebody on the list of one opening.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Placed {
    pub(crate) application: Id<Application>,
    pub(crate) number: String,
    pub(crate) mark: Option<Fixed>,
    pub(crate) away: Option<String>,
    pub(crate) place: Option<u32>,
    pub(crate) on: bool,
}

/// What is known of one opening after the test.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OfOpening {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) places: u32,
    /// Everybody with a number, the best first.
    pub(crate) list: Vec<Placed>,
    /// How many of them have neither a mark nor a reason for having none.
    pub(crate) missing: usize,
    pub(crate) interview: Option<Id<Interview>>,
}

/// The lists of all openings with their lines drawn by the rules.
pub(crate) fn lists<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &Announced,
    stood: &Stood,
    on: Date,
) -> Result<Vec<OfOpening>> {
    let by = office::figures(tx, may, of, on)?;
    let interviews = store::interviews(tx, may, of.recruitment)?;
    let (_, openings) = screening::published(tx, may, of.call_id)?;
    let pass = i32::try_from(by.pass).ok().map(Fixed::whole);
    let mut all = Vec::new();
    for o in openings {
        let sits = stood.filed.iter().filter(|f| f.opening == o.code && f.state == Handed::Submitted);
        let (mut marked, mut others) = (Vec::new(), Vec::new());
        for f in sits {
            let Some((_, number)) = stood.numbers.iter().find(|n| n.0 == f.application) else { continue };
            let mark = stood.marks.iter().find(|m| m.0 == f.application);
            let one = Placed {
                application: f.application,
                number: number.clone(),
                mark: mark.and_then(|m| m.1).map(Fixed::from_units),
                away: mark.and_then(|m| m.2.clone()),
                place: None,
                on: false,
            };
            if one.mark.is_some() { marked.push(one) } else { others.push(one) }
        }
        // equals stand in the order of their numbers
        marked.sort_by(|a, b| a.number.cmp(&b.number));
        let places = u32::try_from(o.places).unwrap_or(1);
        let marks: Vec<Fixed> = marked.iter().filter_map(|p| p.mark).collect();
        let placed = rules::shortlist(&marks, places, by.ratio, pass);
        let list = placed.into_iter().map(|(who, place, on)| Placed { place: Some(place), on, ..marked[who].clone() });
        let missing = others.iter().filter(|p| p.away.is_none()).count();
        all.push(OfOpening {
            title: format!("{} {}", o.unit_name, o.title),
            places,
            list: list.chain(others).collect(),
            missing,
            interview: interviews.iter().find(|i| i.0 == o.code).map(|i| i.1),
            code: o.code,
        });
    }
    Ok(all)
}

/// Draws the interview of an opening up, with everybody who is shortlisted and the written marks. Who marks is entered there.
///
/// # Errors
/// Marks that are missing; nobody on the list; what is wrong with the scheme.
pub(crate) fn interview(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    code: &str,
    written: &Written,
) -> Result<Recorded<Id<Interview>>> {
    let may = tx.may::<Conduct>()?;
    let announced = store::of_office(tx, &may, of)?;
    let today = tx.today();
    let stood = store::stood(tx, &may, of, None)?;
    let lists = lists(tx, &may, &announced, &stood, today)?;
    let one = lists.iter().find(|o| o.code == code).ok_or(Error::NotFound)?;
    if one.interview.is_some() {
        return Err(Error::refused("该职位的面试已建立。", "The interview of this post is drawn up already."));
    }
    if one.missing > 0 {
        return Err(Error::refused(
            format!("还有{}人没有笔试成绩，也未注明缺考。", one.missing),
            format!("{} have neither a mark nor a note that they were absent.", one.missing),
        ));
    }
    let mut candidates = Vec::new();
    for (i, p) in one.list.iter().filter(|p| p.on).enumerate() {
        let draft = store::draft(tx, &may, p.application)?.ok_or(Error::NotFound)?;
        let name = name_of(&draft)?;
        candidates.push(Listed {
            panel: 1,
            number: i as i64 + 1,
            name: name.split_whitespace().collect::<Vec<_>>().join("·"),
            written: p.mark,
            exam: Some(p.number.clone()),
        });
    }
    if candidates.is_empty() {
        return Err(Error::refused("没有人进入面试。", "Nobody is shortlisted."));
    }
    let (title, day, scheme) = actions::head(tx, &may, written)?;
    if scheme.written == 0 {
        candidates.iter_mut().for_each(|c| c.written = None);
    }
    let id = Id::new();
    panels::put_head(tx, &may, id, (&title, day), &scheme, State::Preparing)?;
    panels::put_lists(tx, &may, id, &[], &candidates)?;
    store::interview(tx, &may, of, code, id)?;
    let note = serde_json::json!({ "interview": id, "candidates": candidates.len() });
    tx.record(Event::new("recruitment.shortlisted").about(of).facts(FACTS).with(note)?, id)
}

pub(crate) fn name_of(draft: &store::Draft) -> Result<String> {
    Ok(draft.answers()?.remove(&rules::key(Section::Basic, 0, "name")).unwrap_or_default())
}

/// The interview of an opening, where there is one.
pub(crate) fn interview_of<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Recruitment>,
    code: &str,
) -> Result<Option<Id<Interview>>> {
    Ok(store::interviews(tx, may, of)?.into_iter().find(|i| i.0 == code).map(|i| i.1))
}

/// Whether who sits the test under a number is on the list of an interview.
pub(crate) fn called<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Interview>, number: &str) -> Result<bool> {
    Ok(panels::one(tx, may, of)?.candidates.iter().any(|c| c.exam.as_deref() == Some(number)))
}

/// The places of an interview that is closed, by the number of the written test.
pub(crate) fn placed<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Interview>,
) -> Result<BTreeMap<String, Line>> {
    let whole = panels::one(tx, may, of)?;
    if whole.head.state != State::Closed {
        return Ok(BTreeMap::new());
    }
    let lines = outcome(&whole.head.scheme()?, &whole.rows()).map(|o| o.lines).unwrap_or_default();
    let named = |l: Line| Some((whole.candidates.get(l.who)?.exam.clone()?, l));
    Ok(lines.into_iter().filter_map(named).collect())
}

/// Who in the register sits the test under each of these numbers: by the file that was made, or the identity number.
pub(crate) fn known<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    numbers: &[String],
) -> Result<BTreeMap<String, Id<Person>>> {
    let mut prints = BTreeMap::new();
    for (number, application, _) in store::numbered(tx, may, numbers)? {
        if let Some(print) = store::draft(tx, may, application)?.and_then(|d| d.print) {
            prints.insert(print, number);
        }
    }
    let all: Vec<Vec<u8>> = prints.keys().cloned().collect();
    let found = people::of_prints(tx, may, &all)?;
    Ok(found.into_iter().filter_map(|(print, person)| Some((prints.get(&print)?.clone(), person))).collect())
}

/// Gives applicants a personnel file, made of what they told; whoever has one keeps it. Gives the persons.
///
/// # Errors
/// Somebody who does not qualify, whose file is out of reach, or whose application does not read any more; a missing key.
pub(crate) fn files(
    tx: &mut Write<'_>,
    of: Id<Recruitment>,
    applications: &[Id<Application>],
) -> Result<Recorded<Vec<Id<Person>>>> {
    let (may, keep) = (tx.may::<Conduct>()?, tx.may::<people::Change>()?);
    let open = tx.may::<Open>()?;
    let announced = store::of_office(tx, &may, of)?;
    let (root, today) = (tx.root(), tx.today());
    let place = org::path_of(tx.with(&may), root, announced.unit, today)?.unwrap_or_else(Path::whole);
    let stood = store::stood(tx, &may, of, None)?;
    let (mut persons, mut new) = (Vec::new(), Vec::new());
    for application in applications {
        if let Some((_, person)) = stood.persons.iter().find(|p| p.0 == *application) {
            persons.push(*person);
            continue;
        }
        let qualified = stood.reviews.iter().any(|r| r.application == *application && r.verdict == Verdict::Qualified);
        let draft = store::draft(tx, &may, *application)?.filter(|d| d.recruitment == of && qualified);
        let draft = draft.ok_or(Error::NotFound)?;
        let name = name_of(&draft)?;
        let print = draft.print.clone().into_iter().collect::<Vec<_>>();
        let person = match people::of_prints(tx, &may, &print)?.into_values().next() {
            Some(person) => {
                people::file(tx, person, today).map_err(|why| match why {
                    Error::NotFound => Error::refused(
                        format!("{name}的干部档案不在管理范围内，请先办理调动。"),
                        format!("The personnel file of {name} is out of reach; have it moved first."),
                    ),
                    other => other,
                })?;
                person
            }
            None => {
                let mut values = rules::read(&draft.answers()?).map_err(Error::Invalid)?;
                let sealed = draft.sealed.as_ref().ok_or(Error::NotFound)?;
                let whose = Whose { group: ColumnGroup::Identity, place: &place, person: Id::new() };
                let text = tx.unseal(&open, whose, apply::private_cell(*application), sealed)?;
                let private: Private =
                    serde_json::from_str(&text).map_err(|e| Error::Corrupt(format!("an application: {e}")))?;
                let written = [("id_number".to_owned(), private.id_number)].into();
                values.push(people::parse(Section::Identity, &written).map_err(Error::Invalid)?);
                let at = values.iter().position(|v| v.section() == Section::Basic).ok_or(Error::NotFound)?;
                let basic = values.remove(at);
                let id = Id::new();
                new.push(people::actions::Brought {
                    id,
                    known: false,
                    unit: Some(announced.unit),
                    from: today,
                    basic,
                    entries: values,
                });
                id
            }
        };
        store::person(tx, &may, (*application, of), person)?;
        persons.push(person);
    }
    let entered = new.len();
    people::actions::bring(tx, &keep, new, &|_, _| {})?;
    let note = serde_json::json!({ "files": entered, "reason": "录入拟考察人选的干部档案" });
    tx.record(Event::new("recruitment.filed").about(of).facts(FACTS).facts(people::tables()).with(note)?, persons)
}

/// What is wrong with a case that candidates are to enter.
pub(crate) fn no_case() -> Error {
    Error::field("case", Say::new("请选择事项。", "Choose the case."))
}
