//! Marks of the written test from a spreadsheet: number and mark, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use base::{Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};
use formats::sheet::{CellError, Column, Layout, Limits, Place};
use intake::{Intake, Part, Progress, Report, Source};
use scoring::Fixed;

use super::{
    Application, Conduct, Recruitment,
    store::{self, FACTS, Mark},
};
use crate::rules;

/// The columns of the sheet.
const COLUMNS: Layout = Layout {
    columns: &[
        Column::required("number", &["准考证号", "考号", "Number"]),
        Column::optional("mark", &["笔试成绩", "成绩", "分数", "Mark"]),
        Column::optional("away", &["备注", "缺考", "Remark"]),
    ],
};
const PARTS: &[Part] = &[Part { key: "marks", names: &["笔试成绩", "成绩", "Marks"], layout: &COLUMNS }];

/// The import of marks of a written test.
#[derive(Debug)]
pub struct WrittenMarks;

type Planned = Vec<((Id<Application>, Id<Recruitment>), Mark)>;

/// What the sheet says, against what is recorded.
fn planned(tx: &mut Read<'_>, source: &Source) -> Result<(Planned, Report)> {
    let may = tx.may::<Conduct>()?;
    let opened = source.open(&Limits::default())?;
    let tables = opened.tables(PARTS, &source.sheets)?;
    let mut report = Report::default();
    let mut written: Vec<(String, Place, Mark)> = Vec::new();
    let (mut rows, mut seen) = (0u64, BTreeSet::new());
    for record in tables.iter().flat_map(|t| t.records.iter()) {
        rows += 1;
        let before = report.wrong_in_all;
        let mut text = |key: &str| {
            let read = record.text(key).map_err(|e: CellError| report.unreadable(&e)).ok().flatten();
            read.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
        };
        let (number, mark, away) = (text("number").unwrap_or_default(), text("mark"), text("away"));
        let at = record.place("number");
        if !seen.insert(number.clone()) {
            report.wrong(&at, Say::new("这个准考证号出现两次。", "This number stands there twice."));
        }
        let read = mark.as_deref().and_then(rules::mark);
        let entry = match (&mark, read, away) {
            (Some(_), Some(read), _) => (Some(read.units()), None),
            (None, _, Some(away)) if away.chars().count() <= 40 => (None, Some(away)),
            // many offices write the word in the place of the mark
            (Some(word), None, _) if ["缺考", "违纪", "absent"].contains(&word.as_str()) => {
                (None, Some(word.clone()))
            }
            (Some(_), None, _) => {
                let say = Say::new(
                    "请填写分数，最多两位小数；缺考的写“缺考”。",
                    "Give a mark of at most two decimals, or “absent”.",
                );
                report.wrong(&record.place("mark"), say);
                continue;
            }
            _ => {
                let say = Say::new(
                    "没有成绩：请填写分数或“缺考”。缺考不等于零分。",
                    "No mark: give one, or “absent”. Absent is no mark of zero.",
                );
                report.wrong(&record.place("mark"), say);
                continue;
            }
        };
        if report.wrong_in_all == before {
            written.push((number, at, entry));
        }
    }
    let numbers: Vec<String> = written.iter().map(|w| w.0.clone()).collect();
    let known: BTreeMap<String, (Id<Application>, Id<Recruitment>)> =
        store::numbered(tx, &may, &numbers)?.into_iter().map(|(n, a, r)| (n, (a, r))).collect();
    let recruitments: BTreeSet<Id<Recruitment>> = known.values().map(|(_, r)| *r).collect();
    let (mut marked, mut numbered) = (BTreeMap::new(), BTreeMap::new());
    for of in &recruitments {
        store::of_office(tx, &may, *of)?;
        if !store::interviews(tx, &may, *of)?.is_empty() {
            let say = Say::new(
                "面试名单已产生，笔试成绩不能再改。",
                "An interview is drawn up; marks of the written test are not changed any more.",
            );
            report.wrong_at(String::new(), say);
        }
        let stood = store::stood(tx, &may, *of, None)?;
        marked.extend(stood.marks.into_iter().map(|(a, m, w)| (a, (m, w))));
        numbered.extend(stood.numbers);
    }
    let (mut all, mut new, mut changed, mut same) = (Vec::new(), 0, 0, 0);
    for (number, at, entry) in written {
        let Some(of) = known.get(&number) else {
            let say = Say::new(
                format!("没有准考证号“{number}”。"),
                format!("Nobody sits the test under the number “{number}”."),
            );
            report.wrong(&at, say);
            continue;
        };
        match marked.get(&of.0) {
            Some(old) if *old == entry => same += 1,
            Some(old) => {
                changed += 1;
                let shown =
                    |m: &Mark| m.0.map_or(m.1.clone().unwrap_or_default(), |u| Fixed::from_units(u).to_string());
                report.change(intake::Change {
                    place: at.to_string(),
                    what: Say::new(format!("{number} 笔试成绩"), format!("{number} mark")),
                    was: Say::new(shown(old), shown(old)),
                    becomes: Say::new(shown(&entry), shown(&entry)),
                });
                all.push((*of, entry));
            }
            None => {
                new += 1;
                all.push((*of, entry));
            }
        }
        numbered.remove(&of.0);
    }
    for number in numbered.iter().filter(|(a, _)| !marked.contains_key(a)).map(|(_, n)| n) {
        let say = Say::new(format!("{number} 还没有成绩。"), format!("{number} has no mark yet."));
        report.odd_at(String::new(), say);
    }
    report.count("rows", "读取行数", "rows read", rows);
    report.count("new", "新成绩", "new marks", new);
    report.count("changed", "有变化的成绩", "marks that change", changed);
    report.count("unchanged", "无变化的成绩", "marks as recorded", same);
    Ok((all, report))
}

impl Intake for WrittenMarks {
    fn kind(&self) -> &'static str {
        "written-marks"
    }
    fn title(&self) -> Say {
        Say::new("笔试成绩", "marks of a written test")
    }
    fn hint(&self) -> Say {
        Say::new(
            "一行一人：准考证号和成绩；缺考的在成绩或备注栏写“缺考”。姓名不需要。",
            "One person a row: number and mark; “absent” in the mark or remark column where there is none. Names are not needed.",
        )
    }
    fn allows(&self, actor: &auth::Actor) -> bool {
        actor.may::<Conduct>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        ("recruitment.marked", "recruitment.marks-undone")
    }
    fn parts(&self) -> &'static [Part] {
        PARTS
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report> {
        Ok(planned(tx, source)?.1)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let (all, report) = planned(tx, source)?;
        report.or_refuse()?;
        let may = tx.may::<Conduct>()?;
        let most = all.len() as u64;
        for (i, (of, entry)) in all.into_iter().enumerate() {
            store::mark(tx, &may, of, entry)?;
            progress(i as u64 + 1, most);
        }
        let (event, report) = intake::recording(self, tx.entry(), &may, report)?;
        tx.record(event.facts(FACTS), report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        let may = tx.may::<Conduct>()?;
        intake::undoes_whole(&may)?;
        let now = tx.entry();
        let (n, of) = store::take_marks(tx, &may, entry)?;
        for recruitment in of {
            if !store::interviews(tx, &may, recruitment)?.is_empty() {
                return Err(db::Error::refused(
                    "面试名单已产生，笔试成绩不能撤销。",
                    "An interview is drawn up; the marks cannot be taken back.",
                ));
            }
        }
        let (event, report) = intake::taking_back(self, entry, now, n)?;
        tx.record(event.facts(FACTS), report)
    }
}
