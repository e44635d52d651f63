//! Taking people in from spreadsheets.

mod layout;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use auth::{Action, Actor, Permit};
use base::{Id, Say};
use db::{Event, LedgerEntry, Read, Recorded, Write};
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use formats::sheet::{Limits, Place};
use intake::{Intake, Part, Progress, Question, Report, Source};
use org::store::unit_name;

use crate::{
    Change, Unit,
    actions::{self, Brought},
    file::Person,
    reach,
    store::{
        kept::TABLES,
        now::{self, people_now},
        sealed,
    },
};
use rows::Row;

/// People from spreadsheets: one sheet of people, and optional sheets of what belongs to them.
pub struct People;

pub use layout::PARTS;

impl Intake for People {
    fn kind(&self) -> &'static str {
        "people"
    }
    fn title(&self) -> Say {
        Say::new("人员", "People")
    }
    fn hint(&self) -> Say {
        Say::new(
            "一个“人员”工作表，可另有学历、简历、年度考核、奖惩、证书、能力、服务基层项目、服役经历、志趣特长、岗位身体条件、亲属、回避申报、经核实没有的事项等工作表，按人员编号、身份证号或姓名对应。\
             已有的人按身份证号或人员编号识别并更新；空白单元格不会清除已有内容。",
            "A sheet of people (人员), and where there are any, sheets of education, résumé, annual results, rewards and \
             sanctions, certificates, competences, programmes, military service, interests, physical suitability, family,
             recusal and what was confirmed as none, tied by staff number, identity number or name. People already \
             known are recognised by identity or staff number and brought up to date; an empty cell clears nothing.",
        )
    }
    fn allows(&self, actor: &Actor) -> bool {
        actor.may::<Change>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        (RECORDED, UNDONE)
    }
    fn parts(&self) -> &'static [Part] {
        &layout::PARTS
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> db::Result<Report> {
        let may = tx.may::<Change>()?;
        let mut report = Report::default();
        let people = plan(tx, &may, source, &mut report)?;
        figures(&mut report, &people);
        Ok(report)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> db::Result<Recorded<Report>> {
        let may = tx.may::<Change>()?;
        let mut report = Report::default();
        let people = plan(tx, &may, source, &mut report)?;
        report.or_refuse()?;
        let entry = tx.entry();
        let done = actions::bring(tx, &may, people, progress)?;
        report.count("new", "新增人员", "New people", done.new);
        report.count("changed", "更新人员", "People brought up to date", done.changed);
        report.count("unchanged", "无变化", "Unchanged", done.unchanged);
        report.count("entries", "写入条目", "Entries recorded", done.entries);
        report.recorded(entry, &may);
        tx.record(Event::new(RECORDED).facts(TABLES).with(&report)?, report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> db::Result<Recorded<Report>> {
        Ok(actions::undo_as(tx, entry, UNDONE)?.map(|n| {
            let mut report = Report::default();
            report.count("undone", "撤销涉及人员", "People taken back or restored", n);
            report
        }))
    }
}

const RECORDED: &str = "people.imported";
const UNDONE: &str = "people.import_undone";

fn figures(report: &mut Report, people: &[Brought]) {
    let known = people.iter().filter(|p| p.known).count() as u64;
    report.count("people", "人员", "People", people.len() as u64);
    report.count("new", "新增", "New", people.len() as u64 - known);
    report.count("known", "已有", "Known already", known);
    let entries: usize = people.iter().map(|p| p.entries.len()).sum();
    report.count("entries", "各类条目", "Entries", entries as u64);
}

fn plan<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    source: &Source,
    report: &mut Report,
) -> db::Result<Vec<Brought>> {
    let opened = source.open(&Limits::default())?;
    let tables = opened.tables(&layout::PARTS, &source.sheets)?;
    Ok(planned(tx, may, &tables, source, &HashMap::new(), report)?.into_iter().map(|(_, person)| person).collect())
}

/// Reads the sheets and settles, against what is recorded, who each person is and where; each with the cell where the row
/// begins. `more` are units that the same file founds, by code and by name.
///
/// # Errors
/// The database; a missing key where identity numbers are given. What is wrong in the sheets goes into the report.
pub fn planned<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    tables: &[intake::Table<'_>],
    source: &Source,
    more: &HashMap<String, Id<Unit>>,
    report: &mut Report,
) -> db::Result<Vec<(Place, Brought)>> {
    let mut rows = rows::read(tables, report);
    rows::studies_in_line(tables, &mut rows, report);
    let mut units = units(tx, may)?;
    units.extend(more.iter().map(|(written, unit)| (written.clone(), *unit)));
    let default: Option<Id<Unit>> = source.settings.get("unit").and_then(|u| u.parse().ok());
    let mut numbers: HashMap<String, Id<Person>> = HashMap::new();
    let known = if now::fewer(tx.with(may), may.root(), 1)? && !sealed::any(tx.with(may), may.root())? {
        // nobody is recorded yet: nobody need be looked for
        vec![None; rows.len()]
    } else {
        numbers = self::numbers(tx, may, &rows)?;
        known(tx, may, &rows, &numbers, source, report)?
    };
    let ids: Vec<Id<Person>> = known.iter().map(|known| known.unwrap_or_else(Id::new)).collect();
    for (row, id) in rows.iter().zip(&ids) {
        if let Some(number) = row.basic.get("number") {
            numbers.insert(number.to_owned(), *id);
        }
    }
    let today = tx.today();
    let mut people = Vec::with_capacity(rows.len());
    for ((mut row, id), known) in rows.into_iter().zip(ids).zip(known) {
        let unit = match &row.unit {
            Some(code) => match units.get(code.trim()) {
                Some(unit) => Some(*unit),
                // a setting may say where people of unknown units go
                None if default.is_some() => default,
                None => {
                    report.wrong(
                        &row.unit_place,
                        Say::new(
                            "没有这个编码或名称的单位，或不在管理范围内。请先导入机构。",
                            "There is no unit of this code or name within your reach. Import the units first.",
                        ),
                    );
                    None
                }
            },
            None => default,
        };
        if unit.is_none() && row.unit.is_none() && known.is_none() && !may.whole() {
            let say = Say::new(
                "请填写单位编码：没有单位的人员不在你的管理范围内。",
                "Give the unit's code: people of no unit are out of your reach.",
            );
            report.wrong(&row.unit_place, say);
        }
        for (at, number) in std::mem::take(&mut row.relatives) {
            if let (Some(other), Some(kin)) = (numbers.get(&number), row.entries.get_mut(at)) {
                kin.set("other", Some(other.to_string()));
            }
        }
        let from = row.since.filter(|d| *d <= today).unwrap_or(today);
        let person = Brought { id, known: known.is_some(), unit, from, basic: row.basic, entries: row.entries };
        people.push((row.place, person));
    }
    Ok(people)
}

/// The units within reach, by their code, and by their name where one alone bears it.
fn units<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> db::Result<HashMap<String, Id<Unit>>> {
    let today = tx.today();
    let within: Option<BTreeSet<Id<Unit>>> = reach::units(tx, may, None, today)?.map(|u| u.into_iter().collect());
    let rows: Vec<(String, String, Id<Unit>)> = unit_name::table
        .filter(unit_name::root.eq(may.root()).and(unit_name::unmade.is_null()).and(unit_name::valid_from.le(today)))
        .filter(unit_name::valid_to.is_null().or(unit_name::valid_to.assume_not_null().gt(today)))
        .select((unit_name::code, unit_name::name, unit_name::unit))
        .load(tx.with(may))?;
    let reached = || rows.iter().filter(|(.., u)| within.as_ref().is_none_or(|w| w.contains(u)));
    let mut names: HashMap<String, Vec<Id<Unit>>> = HashMap::new();
    reached().for_each(|(_, name, unit)| names.entry(name.clone()).or_default().push(*unit));
    let mut found: HashMap<String, Id<Unit>> =
        names.into_iter().filter(|(_, units)| units.len() == 1).map(|(name, units)| (name, units[0])).collect();
    found.extend(reached().map(|(code, _, unit)| (code.clone(), *unit)));
    Ok(found)
}

/// The persons of these staff numbers, those of relatives included.
fn numbers<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, rows: &[Row]) -> db::Result<HashMap<String, Id<Person>>> {
    let own = rows.iter().filter_map(|r| r.basic.get("number"));
    let kin = rows.iter().flat_map(|r| r.relatives.iter().map(|(_, n)| &**n));
    let all: BTreeSet<&str> = own.chain(kin).collect();
    let all: Vec<String> = all.into_iter().map(str::to_owned).collect();
    let mut found = HashMap::new();
    for part in all.chunks(1000) {
        let rows: Vec<(String, Id<Person>)> = people_now::table
            .filter(people_now::root.eq(may.root()))
            .filter(people_now::number.assume_not_null().eq_any(part.to_vec()))
            .select((people_now::number.assume_not_null(), people_now::person))
            .load(tx.with(may))?;
        found.extend(rows);
    }
    Ok(found)
}

/// Whom each row is about: by identity number, else by staff number, else by name and month of birth, which a person
/// decides.
fn known<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    rows: &[Row],
    by_number: &HashMap<String, Id<Person>>,
    source: &Source,
    report: &mut Report,
) -> db::Result<Vec<Option<Id<Person>>>> {
    let root = may.root();
    let prints = rows.iter().map(|r| r.id_number.as_deref().map(|n| sealed::fingerprint(tx, n)).transpose());
    let prints: Vec<Option<Vec<u8>>> = prints.collect::<db::Result<_>>()?;
    let all: Vec<Vec<u8>> = prints.iter().flatten().cloned().collect();
    let by_id: HashMap<Vec<u8>, Id<Person>> = sealed::by_identity(tx.with(may), root, &all)?.into_iter().collect();
    let mut found = Vec::with_capacity(rows.len());
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (row, print)) in rows.iter().zip(&prints).enumerate() {
        let id = print.as_ref().and_then(|p| by_id.get(p)).copied();
        let number = row.basic.get("number").and_then(|n| by_number.get(n)).copied();
        if let (Some(a), Some(b)) = (id, number)
            && a != b
        {
            let say = Say::new(
                "身份号码和人员编号分别属于系统中的两个人，请核对。",
                "The identity number and the staff number belong to two different people here; check them.",
            );
            report.wrong(&row.id_place, say);
        }
        let one = id.or(number);
        if let Some(person) = one
            && reach::place_of(tx, may, person).is_err()
        {
            let say =
                Say::new("这个人由其他单位管理，不在你的范围内。", "This person is kept by a unit out of your reach.");
            report.wrong(&row.place, say);
        }
        if one.is_none() && row.id_number.is_none() && row.basic.get("number").is_none() {
            named.entry(row.basic.get("name").unwrap_or_default()).or_default().push(i);
        }
        found.push(one);
    }
    let names: Vec<String> = named.keys().map(|n| (*n).to_owned()).collect();
    for part in names.chunks(1000) {
        let there: Vec<(String, String, Id<Person>)> = people_now::table
            .filter(people_now::root.eq(root).and(people_now::name.eq_any(part.to_vec())))
            .select((people_now::name, people_now::birth, people_now::person))
            .load(tx.with(may))?;
        for (name, birth, person) in there {
            if reach::place_of(tx, may, person).is_err() {
                continue;
            }
            for i in named.get(&*name).into_iter().flatten() {
                let row = &rows[*i];
                let mine = row.basic.get("birth").unwrap_or_default();
                if found[*i].is_some() || mine.len() < 7 || birth.len() < 7 || mine[..7] != birth[..7] {
                    continue;
                }
                let key = format!("same:{}", row.place);
                match source.choices.get(&key).map(String::as_str) {
                    Some("same") => found[*i] = Some(person),
                    Some("new") => {}
                    _ => report.questions.push(Question {
                        key,
                        place: row.place.to_string(),
                        say: Say::new(
                            format!("系统中已有{name}（{}出生）。是同一个人吗？", &birth[..7]),
                            format!("{name}, born {}, is known already. Is this the same person?", &birth[..7]),
                        ),
                        answers: vec![
                            ("same".into(), Say::new("是同一个人，更新", "The same person: bring up to date")),
                            ("new".into(), Say::new("是另一个人，新增", "Another person: enter anew")),
                        ],
                        suggest: None,
                    }),
                }
            }
        }
    }
    Ok(found)
}
