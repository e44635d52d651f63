//! Taking the workbook in: units, people, posts and appointments of one file, all or nothing.

use std::collections::HashMap;

use auth::Actor;
use base::{Id, Say};
use db::{Event, LedgerEntry, Read, Recorded, Write};
use formats::sheet::{Limits, Place};
use intake::{Intake, Part, Progress, Report, Source, Table};
use org::{Kept, Unit, UnitsPlan};
use people::actions::{self, Brought};
use tenure::{Holding, Outcome};

use crate::{held, posts, sheets, summary};

/// The national workbook.
#[derive(Debug)]
pub struct Workbook;

const RECORDED: &str = "national.imported";
const UNDONE: &str = "national.import_undone";

struct Planned {
    units: UnitsPlan,
    people: Vec<(Place, Brought)>,
    held: posts::Planned,
}

fn planned(tx: &mut Read<'_>, source: &Source, report: &mut Report) -> db::Result<Planned> {
    let may = tx.may::<people::Change>()?;
    let today = tx.today();
    let opened = source.open(&Limits::default())?;
    let (units, rest): (Vec<Table<'_>>, Vec<Table<'_>>) =
        opened.tables(&sheets::PARTS, &source.sheets)?.into_iter().partition(|t| t.part.key == "units");
    let (held, people): (Vec<Table<'_>>, Vec<Table<'_>>) = rest.into_iter().partition(|t| t.part.key == "held");
    let rows: Vec<held::Held> =
        held.iter().flat_map(|t| t.records.iter().filter_map(|r| held::row(&r, report)).collect::<Vec<_>>()).collect();
    // the workbook seldom says when a unit was founded: it was there when somebody was first appointed in it
    let since = rows.iter().map(|r| r.from).min().unwrap_or(today).min(today);
    let units = org::plan_units(tx, &units, since, report)?;
    let people = match people.iter().any(|t| t.part.key == "people") {
        true => people::planned(tx, &may, &people, source, &founded(&units), report).map(|mut found| {
            titles(&mut found);
            summary::fill(&people, &mut found, today, report);
            found
        })?,
        false => {
            if let Some(table) = people.first() {
                let say = Say::new(
                    "没有人员基本信息（A01）工作表，不知道本表中的人是谁。",
                    "There is no sheet of people (A01), so that nobody knows who is meant here.",
                );
                report.wrong(&table.sheet.place(0, 0), say);
            }
            Vec::new()
        }
    };
    let held = posts::plan(tx, rows, &units, &people, report)?;
    Ok(Planned { units, people, held })
}

/// A06 is the sheet of professional titles: what does not say what it is, is one.
fn titles(people: &mut [(Place, Brought)]) {
    let entries = people.iter_mut().flat_map(|(_, person)| &mut person.entries);
    for entry in entries.filter(|e| e.section() == people::Section::Certificate && e.get("kind").is_none()) {
        entry.set("kind", Some("title".to_owned()));
    }
}

/// The units that the file founds, by code, and by name where one alone bears it.
fn founded(units: &UnitsPlan) -> HashMap<String, Id<Unit>> {
    let mut names: HashMap<&str, Vec<Id<Unit>>> = HashMap::new();
    units.founded().for_each(|(unit, name, _)| names.entry(&name.name).or_default().push(unit));
    let alone =
        names.into_iter().filter(|(_, units)| units.len() == 1).map(|(name, units)| (name.to_owned(), units[0]));
    let codes = units.founded().map(|(unit, name, _)| (name.code.clone(), unit));
    alone.collect::<HashMap<_, _>>().into_iter().chain(codes).collect()
}

fn figures(report: &mut Report, planned: &Planned) {
    let (new, changed, _) = planned.units.counts();
    report.count("units_new", "新机构", "New units", new);
    report.count("units_changed", "有变化的机构", "Units that change", changed);
    let known = planned.people.iter().filter(|(_, p)| p.known).count() as u64;
    report.count("people", "人员", "People", planned.people.len() as u64);
    report.count("new", "其中新增", "Of them new", planned.people.len() as u64 - known);
    report.count("posts_new", "新岗位", "New posts", planned.held.posts.len() as u64);
}

fn settled(report: &mut Report, outcome: &Outcome, places: &[Place]) {
    for (i, say) in &outcome.wrong {
        places.get(*i).into_iter().for_each(|place| report.wrong(place, say.clone()));
    }
    for (i, say) in &outcome.exceeded {
        places.get(*i).into_iter().for_each(|place| report.odd(place, say.clone()));
    }
    let same = outcome.all.iter().filter(|b| b.same()).count() as u64;
    let known = outcome.all.iter().filter(|b| b.known.is_some()).count() as u64;
    report.count("held_new", "新任职", "New appointments", outcome.all.len() as u64 - known);
    report.count("held_changed", "有变化的任职", "Appointments that change", known - same);
    report.count("held_unchanged", "无变化的任职", "Appointments as recorded", same);
}

impl Intake for Workbook {
    fn kind(&self) -> &'static str {
        "national"
    }
    fn title(&self) -> Say {
        Say::new("全国干部信息表", "National workbook")
    }
    fn hint(&self) -> Say {
        Say::new(
            "B01 机构、A01 人员、A02 职务、A05 职务层次与职级、A06 专业技术资格、A08 学历学位、A14 奖惩、A15 考核、A17 简历、A36 家庭成员、\
             A99Z1 录用与选调，一个文件一次导入。列名可以是中文，也可以是 A0101 或 A01001 这样的字段。还没有的岗位按职务名称自动设立。",
            "B01 units, A01 people, A02 posts held, A05 levels and grades, A06 titles, A08 education, A14 rewards and sanctions, \
             A15 annual results, A17 résumé, A36 family, A99Z1 entry into the service: one file, taken in at once. Heads may be \
             Chinese names or fields such as A0101 and A01001. Posts that are not there yet are made by their names.",
        )
    }
    fn allows(&self, actor: &Actor) -> bool {
        actor.may::<people::Change>().is_ok()
            && actor.may::<org::Change>().is_ok()
            && actor.may::<post::Change>().is_ok()
            && actor.may::<tenure::Change>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        (RECORDED, UNDONE)
    }
    fn parts(&self) -> &'static [Part] {
        &sheets::PARTS
    }
    fn ends(&self) -> &'static [&'static str] {
        &["xlsx", "xls"]
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> db::Result<Report> {
        let mut report = Report::default();
        let planned = planned(tx, source, &mut report)?;
        figures(&mut report, &planned);
        let outcome = tenure::check_bulk(tx, &planned.held.appointments, &planned.held.posts)?;
        settled(&mut report, &outcome, &planned.held.places);
        Ok(report)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> db::Result<Recorded<Report>> {
        let mut report = Report::default();
        let planned = planned(tx, source, &mut report)?;
        report.or_refuse()?;
        let entry = tx.entry();
        let mut told = Report::default();
        figures(&mut told, &planned);
        org::put_units(tx, &planned.units, &|_, _| {})?;
        let may = tx.may::<post::Change>()?;
        for (post, span) in &planned.held.posts {
            post::put(tx, &may, *post, span.from, &span.value, &post::Content::default(), &[])?;
        }
        let may = tx.may::<people::Change>()?;
        let done = actions::bring(tx, &may, planned.people.into_iter().map(|(_, p)| p).collect(), progress)?;
        told.count("changed", "更新人员", "People brought up to date", done.changed);
        told.count("unchanged", "无变化的人员", "People unchanged", done.unchanged);
        told.count("entries", "写入条目", "Entries recorded", done.entries);
        let outcome = tenure::appoint_bulk(tx, &planned.held.appointments, progress)?;
        settled(&mut told, &outcome, &planned.held.places);
        told.or_refuse()?;
        told.odd.clear();
        told.recorded(entry, &may);
        // what is told to whoever sent the file names people; the ledger counts them
        report.counts.clone_from(&told.counts);
        report.recorded(entry, &may);
        let event = Event::new(RECORDED).facts(org::tables()).facts(post::store::FACTS).facts(people::tables());
        tx.record(event.facts(tenure::FACTS).with(&told)?, report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> db::Result<Recorded<Report>> {
        let may = tx.may::<tenure::Change>()?;
        intake::undoes_whole(&may)?;
        let now = tx.entry();
        // appointments go with the people of the file; a file without people may have some as well
        let people = match actions::undo_in(tx, entry) {
            Err(db::Error::NotFound) => {
                let root = tx.root();
                Holding::undo(tx.with(&may), root, entry, now)? as u64
            }
            done => done?,
        };
        let facts = post::undo_posts(tx, entry)? + org::undo_units(tx, entry)? + people as usize;
        let (event, report) = intake::taking_back(self, entry, now, facts)?;
        let event = event.facts(org::tables()).facts(post::store::FACTS).facts(people::tables());
        tx.record(event.facts(tenure::FACTS), report)
    }
}
