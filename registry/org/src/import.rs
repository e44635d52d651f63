//! Taking units in from sheets: 机构, one row a unit, in any order.

mod plan;
mod sheet;

use std::collections::BTreeMap;

use base::{Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};
use formats::sheet::Limits;
use intake::{Intake, Part, Progress, Report, Source};

pub use sheet::{PARTS, UNIT_COLUMNS};

use crate::{
    Change, Establishment, Founding, Funds, Kept, Life, Name, Party, Quota, Staff, Unit,
    actions::{Work, add, next_number},
    store, timeline,
    tree::{Stand, Tree},
};
use plan::{Plan, Planned, plan};

/// The import of units.
pub struct Units;

/// What is recorded of a unit that a sheet may speak of.
pub(crate) struct Known {
    pub(crate) unit: Id<Unit>,
    pub(crate) name: Name,
    pub(crate) within: bool,
}

/// The units recorded today, by code.
fn known(tx: &mut Read<'_>) -> Result<(BTreeMap<String, Known>, Tree)> {
    let may = tx.may::<Change>()?;
    let (root, today) = (tx.root(), tx.today());
    let conn = tx.with(&may);
    let tree = store::tree(conn, root)?;
    let names: Vec<_> = Name::all(conn, root)?.into_iter().filter(|(_, s)| s.to.is_none_or(|to| to > today)).collect();
    let ids: Vec<Id<Unit>> = names.iter().map(|(id, _)| *id).collect();
    let paths = store::paths(conn, root, &ids, today)?;
    let known = names.into_iter().map(|(unit, span)| {
        let within = paths.get(&unit).is_some_and(|p| may.reaches(p));
        (span.value.code.clone(), Known { unit, name: span.value, within })
    });
    Ok((known.collect(), tree))
}

fn planned(tx: &mut Read<'_>, source: &Source) -> Result<(Plan, Report)> {
    let whole = tx.may::<Change>()?.whole();
    let opened = source.open(&Limits::default())?;
    let tables = opened.tables(PARTS, &source.sheets)?;
    let mut report = Report::default();
    let mut rows = Vec::new();
    for table in &tables {
        rows.extend(sheet::read(&table.records, &mut report));
    }
    let (known, tree) = known(tx)?;
    let plan = plan(rows, &known, &tree, whole, tx.today(), &mut report);
    report.count("rows", "读取行数", "rows read", plan.rows as u64);
    report.count("new", "新机构", "new units", plan.new.len() as u64);
    report.count("changed", "有变化的机构", "units that change", plan.changed.len() as u64);
    report.count("unchanged", "无变化的机构", "units as recorded", plan.same as u64);
    Ok((plan, report))
}

impl Intake for Units {
    fn kind(&self) -> &'static str {
        "units"
    }
    fn title(&self) -> Say {
        Say::new("机构", "Units")
    }
    fn hint(&self) -> Say {
        Say::new(
            "一行一个机构，用编码和上级机构编码表示隶属关系，顺序不限。已有编码的机构自今日起按表更新。",
            "One unit a row, in any order; codes and codes of the units above say what stands where. Units whose code is \
             recorded already change from today on.",
        )
    }
    fn allows(&self, actor: &auth::Actor) -> bool {
        actor.may::<Change>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        ("org.imported", "org.import-undone")
    }
    fn parts(&self) -> &'static [Part] {
        PARTS
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report> {
        planned(tx, source).map(|(_, report)| report)
    }

    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let (plan, report) = planned(tx, source)?;
        report.or_refuse()?;
        let today = tx.today();
        let mut work = Work::begin(tx)?;
        let total = (plan.new.len() + plan.changed.len()) as u64;
        for (number, (i, new)) in (next_number(&mut work)?..).zip(plan.new.iter().enumerate()) {
            add(&mut work, new.unit, number, &new.founding, new.closed)?;
            // what is counted is counted today; a unit that is closed or planned has nothing to count
            if new.founding.on <= today && new.closed.is_none() {
                counted(&mut work, new, today)?;
            }
            progress(i as u64 + 1, total);
        }
        for (i, change) in plan.changed.iter().enumerate() {
            restated(&mut work, change.unit, &change.founding, today)?;
            counted(&mut work, change, today)?;
            progress((plan.new.len() + i) as u64 + 1, total);
        }
        let (event, report) = intake::recording(self, work.tx.entry(), &work.may, report)?;
        work.finish(event, report)
    }

    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        let may = tx.may::<Change>()?;
        intake::undoes_whole(&may)?;
        let (root, now) = (tx.root(), tx.entry());
        let mut n = 0;
        macro_rules! undo {
            ($($t:ty),+) => {$( n += <$t as Kept>::undo(tx.with(&may), root, entry, now)?; )+};
        }
        undo!(Life, Name, Stand, Establishment, Quota, Staff, Funds, Party);
        let (event, report) = intake::taking_back(self, entry, now, n)?;
        let work = Work::begin(tx)?;
        work.finish(event, report)
    }
}

/// From a day on the staff and the funds are what a sheet says.
fn counted(work: &mut Work<'_, '_>, of: &Planned, on: base::Date) -> Result<()> {
    let unit = of.unit;
    if let Some(staff) = &of.staff {
        let spans: Vec<_> = work.spans::<Staff>(unit)?.into_iter().filter(|s| s.value.kind == staff.kind).collect();
        work.turn(unit, &timeline::state(&spans, on, staff.clone()))?;
    }
    for funds in &of.funds {
        let same = |f: &Funds| f.year == funds.year && f.purpose == funds.purpose;
        let spans: Vec<_> = work.spans::<Funds>(unit)?.into_iter().filter(|s| same(&s.value)).collect();
        work.turn(unit, &timeline::state(&spans, on, funds.clone()))?;
    }
    Ok(())
}

/// From a day on a recorded unit is what a sheet says of it; what the sheet leaves empty stays.
fn restated(work: &mut Work<'_, '_>, unit: Id<Unit>, f: &Founding, on: base::Date) -> Result<()> {
    let root = work.tx.root();
    let names = Name::spans(work.tx.with(&work.may), root, unit)?;
    work.turn(unit, &timeline::state(&names, on, f.name.clone()))?;
    let places = work.tree.units.get(&unit).map(|n| n.places.clone()).unwrap_or_default();
    let position = timeline::on(&places, on).map_or(f.position, |s| s.value.position);
    work.place(unit, timeline::state(&places, on, Stand { parent: f.parent, position }))?;
    let spans = Establishment::spans(work.tx.with(&work.may), root, unit)?;
    for e in &f.establishments {
        let same: Vec<_> = spans.iter().filter(|s| s.value.kind == e.kind).cloned().collect();
        work.turn(unit, &timeline::state(&same, on, e.clone()))?;
    }
    let spans = Quota::spans(work.tx.with(&work.may), root, unit)?;
    for q in &f.quotas {
        let same: Vec<_> = spans.iter().filter(|s| s.value.level == q.level).cloned().collect();
        work.turn(unit, &timeline::state(&same, on, q.clone()))?;
    }
    if let Some(party) = &f.party {
        let spans = Party::spans(work.tx.with(&work.may), root, unit)?;
        work.turn(unit, &timeline::state(&spans, on, party.clone()))?;
    }
    Ok(())
}
