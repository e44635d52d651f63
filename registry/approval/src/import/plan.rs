//! Who each form is about, where a new person belongs, and what becomes of what is recorded.

use std::collections::HashMap;

use auth::Permit;
use base::{Id, IdNumber, Say};
use db::Read;
use formats::approval::{Extra, Photo};
use intake::{Change as Changed, Question, Report, Source};
use people::{Agreement, Change, Clue, Entry, Fact, File, Person, Section, Unit, Values, actions::Brought};

use super::{
    differ::{self, Differs},
    read::{self, Came},
};
use crate::{heard::month, wording::Wording};

/// One person's form as it is to be recorded.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) brought: Brought,
    pub(super) replaces: Vec<(Section, Id<Fact>)>,
    pub(super) photo: Option<Photo>,
    pub(super) wording: Wording,
    pub(super) extras: Vec<Extra>,
}

/// Reads the forms and settles everything against what is recorded.
pub(super) fn plan(
    tx: &mut Read<'_>,
    may: &Permit<Change>,
    source: &Source,
    report: &mut Report,
) -> db::Result<Vec<Planned>> {
    let today = tx.today();
    let came = read::read(source, today, report);
    twice(&came, report);
    let whose = whose(tx, may, &came, source, report)?;
    let known: Vec<Id<Person>> = whose.iter().flatten().copied().collect();
    let files: HashMap<Id<Person>, File> =
        people::files_of(tx, may, &known)?.into_iter().map(|f| (f.person, f)).collect();
    let kin = |c: &Came| c.heard.entries.iter().filter(|v| v.section() == Section::Kin).cloned().collect::<Vec<_>>();
    let lists: Vec<(Id<Person>, Vec<Values>)> =
        came.iter().zip(&whose).filter_map(|(c, w)| Some(((*w)?, kin(c)))).collect();
    let families = people::family(tx, may, &lists)?;
    let place = place(tx, may, &came, &whose, source, report)?;
    // nothing is overwritten before a human has seen what and said so
    let theirs = source.choices.get("overwrite").map(String::as_str);
    let mut asks = false;
    let mut planned = Vec::with_capacity(came.len());
    for ((came, whose), unit) in came.into_iter().zip(whose).zip(place) {
        let Some(mut basic) = came.heard.basic.clone() else { continue };
        let id = whose.unwrap_or_else(Id::new);
        let file = whose.and_then(|w| files.get(&w));
        let mut replaces = Vec::new();
        let mut entries = Vec::new();
        if let Some(file) = file {
            let differs = differ::basic(file, &mut basic);
            let mut beside = differ::lists(file, &came.heard.entries);
            let theirs = theirs == Some("file");
            if !theirs {
                differs.iter().for_each(|(key, _)| basic.set(key, None));
            }
            let mut all: Vec<Differs> = differs.into_iter().map(|d| d.1).collect();
            all.append(&mut beside.differs);
            if theirs {
                entries.append(&mut beside.take);
                replaces.append(&mut beside.replaces);
            } else {
                entries.append(&mut beside.add);
            }
            relatives(&came, families.get(&id), theirs, &mut entries, &mut replaces, &mut all);
            asks |= !all.is_empty();
            for d in all {
                report.change(Changed { place: came.place.clone(), what: d.what, was: d.was, becomes: d.becomes });
            }
        } else {
            entries.clone_from(&came.heard.entries);
        }
        checks(&came, id, file, &basic, &entries, &replaces, today, report)?;
        let brought = Brought { id, known: whose.is_some(), unit, from: today, basic, entries };
        planned.push(Planned { brought, replaces, photo: came.photo, wording: came.wording, extras: came.extras });
    }
    if asks && theirs.is_none() {
        report.questions.push(Question {
            key: "overwrite".into(),
            place: String::new(),
            say: Say::new(
                "上面列出的不同之处，以哪个为准？",
                "Which stands where the files differ from the records, as listed above?",
            ),
            answers: vec![
                ("keep".into(), Say::new("以系统为准：只补充空缺", "The records: only what is missing is added")),
                (
                    "file".into(),
                    Say::new(
                        "以文件为准：更新（原记录保留在台账中）",
                        "The files: bring up to date (the ledger keeps what was)",
                    ),
                ),
            ],
            suggest: None,
        });
    }
    Ok(planned)
}

/// Two files about one person.
fn twice(came: &[Came], report: &mut Report) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for one in came {
        let id = one.heard.entries.iter().find_map(|v| v.get("id_number").map(str::to_owned));
        let name = one.heard.basic.as_ref().and_then(|b| Some(format!("{} {}", b.get("name")?, month(b)?)));
        let Some(key) = id.or(name) else { continue };
        if let Some(other) = seen.insert(key, &one.place) {
            let say = Say::new(
                format!("与“{other}”是同一个人的表，请只保留一份。"),
                format!("It is the same person's form as “{other}”; keep one of them."),
            );
            report.wrong_at(one.place.clone(), say);
        }
    }
}

/// Whom each form is about: nobody known, or this person.
fn whose(
    tx: &mut Read<'_>,
    may: &Permit<Change>,
    came: &[Came],
    source: &Source,
    report: &mut Report,
) -> db::Result<Vec<Option<Id<Person>>>> {
    let clue = |c: &Came| Clue {
        id_number: c.heard.entries.iter().find_map(|v| v.get("id_number").map(str::to_owned)),
        number: None,
        name: c.heard.basic.as_ref().and_then(|b| b.get("name").map(str::to_owned)),
        birth: c.heard.basic.as_ref().and_then(|b| b.date("birth")),
    };
    let clues: Vec<Clue> = came.iter().map(clue).collect();
    let mut found = Vec::with_capacity(came.len());
    for (c, met) in came.iter().zip(people::recognise(tx, may, &clues)?) {
        if met.elsewhere {
            let say =
                Say::new("这个人由其他单位管理，不在你的范围内。", "This person is kept by a unit out of your reach.");
            report.wrong_at(c.place.clone(), say);
        }
        if met.sure.is_some() || met.perhaps.is_empty() {
            found.push(met.sure);
            continue;
        }
        let key = format!("same:{}", c.place);
        let chosen = source.choices.get(&key).map(String::as_str);
        let one = met.perhaps.iter().find(|(p, _)| chosen == Some(p.to_string().as_str())).map(|p| p.0);
        found.push(one);
        if one.is_some() || chosen == Some("new") {
            continue;
        }
        let mut answers: Vec<(String, Say)> = met
            .perhaps
            .iter()
            .map(|(person, post)| {
                let at = |zh: &str, en: &str| if post.is_empty() { String::new() } else { format!("{zh}{post}{en}") };
                let zh = format!("是已有的这个人，更新{}", at("（", "）"));
                (person.to_string(), Say::new(zh, format!("This person: bring up to date{}", at(" (", ")"))))
            })
            .collect();
        answers.push(("new".into(), Say::new("是另一个人，新增", "Another person: enter anew")));
        let who = c.heard.basic.as_ref().and_then(|b| b.get("name")).unwrap_or_default();
        let born = c.heard.basic.as_ref().and_then(month).unwrap_or_default();
        report.questions.push(Question {
            key,
            place: c.place.clone(),
            say: Say::new(
                format!("系统中已有{who}（{born}出生）。是同一个人吗？"),
                format!("{who}, born {born}, is known already. Is this the same person?"),
            ),
            answers,
            suggest: None,
        });
    }
    Ok(found)
}

/// The word for no unit at all, which only those may give who reach the whole tree.
const NOWHERE: [&str; 2] = ["无", "none"];

/// The unit that keeps each new person's file: the one whose name the present post begins with, else the one that is given.
fn place(
    tx: &mut Read<'_>,
    may: &Permit<Change>,
    came: &[Came],
    whose: &[Option<Id<Person>>],
    source: &Source,
    report: &mut Report,
) -> db::Result<Vec<Option<Id<Unit>>>> {
    let today = tx.today();
    let said = source.choices.get("unit").or_else(|| source.settings.get("unit")).map(|t| t.trim());
    let nowhere = said.is_some_and(|t| NOWHERE.contains(&t)) && may.whole();
    let mut why = None;
    let given = match said.filter(|_| !nowhere) {
        Some(text) => match org::pick(tx, "unit", text, today) {
            Ok(unit) => unit,
            Err(db::Error::Invalid(wrong)) => {
                why = wrong.into_iter().next().map(|w| w.say);
                None
            }
            Err(db::Error::NotFound) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    let names = people::units_by_name(tx, may)?;
    let longest = names.keys().map(|n| n.chars().count()).max().unwrap_or_default();
    let by_post = |post: &str| {
        let ends: Vec<usize> = post.char_indices().map(|(i, c)| i + c.len_utf8()).take(longest).collect();
        ends.into_iter().rev().find_map(|end| names.get(&post[..end]).copied().flatten())
    };
    let mut homeless = 0;
    let mut out = Vec::with_capacity(came.len());
    for (c, known) in came.iter().zip(whose) {
        if known.is_some() {
            out.push(None);
            continue;
        }
        let post = c.heard.basic.as_ref().and_then(|b| b.get("post_title")).unwrap_or_default();
        let unit = by_post(post).or(given);
        homeless += usize::from(unit.is_none());
        out.push(unit);
    }
    if homeless > 0 && !nowhere {
        let none = may.whole();
        let zh = format!(
            "{}有{homeless}名新增人员看不出由哪个单位管理，请指定管理单位{}。",
            why.as_ref().map(|w| w.zh.clone()).unwrap_or_default(),
            if none { "，暂不归属单位的填“无”" } else { "" }
        );
        let en = format!(
            "{}Nobody can tell which unit keeps the files of {homeless} new people. Name the unit{}.",
            why.as_ref().map(|w| format!("{} ", w.en)).unwrap_or_default(),
            if none { ", or write “none”" } else { "" }
        );
        report.questions.push(Question {
            key: "unit".into(),
            place: String::new(),
            say: Say::new(zh, en),
            answers: vec![],
            suggest: Some("/units/suggest"),
        });
    }
    Ok(out)
}

/// The family is told as a whole. It is restricted: what differs is counted, not shown.
fn relatives(
    came: &Came,
    family: Option<&people::Family>,
    theirs: bool,
    entries: &mut Vec<Values>,
    replaces: &mut Vec<(Section, Id<Fact>)>,
    all: &mut Vec<Differs>,
) {
    let told: Vec<&Values> = came.heard.entries.iter().filter(|v| v.section() == Section::Kin).collect();
    let Some(family) = family.filter(|_| !told.is_empty()) else { return };
    let new: Vec<&Values> =
        told.iter().enumerate().filter(|(i, _)| !family.known.contains(i)).map(|(_, v)| *v).collect();
    let recorded = family.known.len() + family.gone.len() + family.linked;
    if recorded == 0 {
        entries.extend(new.into_iter().cloned());
        return;
    }
    if new.is_empty() && family.gone.is_empty() {
        return;
    }
    all.push(Differs {
        what: Say::each(|l| Section::Kin.title(l).to_owned()),
        was: Say::new(
            format!("{}条与文件不同（受限信息，不显示）", family.gone.len() + family.linked),
            format!("{} that differ (restricted, not shown)", family.gone.len() + family.linked),
        ),
        becomes: Say::new(format!("{}条", new.len()), format!("{} rows", new.len())),
    });
    if theirs {
        entries.extend(new.into_iter().cloned());
        replaces.extend(family.gone.iter().map(|fact| (Section::Kin, *fact)));
    }
}

/// What is at odds in the file as it will be: a list of work, which holds nothing up.
#[allow(clippy::too_many_arguments, reason = "private; the parts of one person's plan")]
fn checks(
    came: &Came,
    person: Id<Person>,
    file: Option<&File>,
    basic: &Values,
    entries: &[Values],
    replaces: &[(Section, Id<Fact>)],
    today: base::Date,
    report: &mut Report,
) -> db::Result<()> {
    let made = Id::new();
    let entry = |values: Values| Entry {
        id: Id::new(),
        person,
        from: values.natural_date().unwrap_or(today),
        to: None,
        values,
        corrects: None,
        made,
    };
    let mut will = File { person, entries: Vec::new(), sealed: Vec::new(), identity: Agreement::default() };
    let mut state = basic.clone();
    if let Some(file) = file {
        will.identity = file.identity;
        will.sealed.clone_from(&file.sealed);
        let stays = |e: &&Entry| e.section() != Section::Basic && !replaces.iter().any(|(_, fact)| *fact == e.id);
        will.entries.extend(file.entries.iter().filter(stays).cloned());
        for (field, value) in file.basic().into_iter().flat_map(Values::iter) {
            if state.get(field.key).is_none() {
                state.set(field.key, value.map(str::to_owned));
            }
        }
    }
    let number = came.heard.entries.iter().find_map(|v| v.get("id_number")?.parse::<IdNumber>().ok());
    if let Some(number) = number {
        let birth = state.date("birth");
        will.identity.birth = birth.map(|b| number.birth().to_string().starts_with(b.as_str()));
        will.identity.sex =
            state.get("sex").filter(|s| matches!(*s, "1" | "2")).map(|s| (s == "1") == number.is_male());
    }
    will.entries.push(entry(state));
    will.entries.extend(entries.iter().filter(|v| v.section().group().is_none()).cloned().map(entry));
    let (_, findings) = people::findings_of(&will, today)?;
    for finding in findings {
        report.odd_at(came.place.clone(), finding.say);
    }
    Ok(())
}
