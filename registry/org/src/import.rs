//! Taking units in from sheets: 机构, one row a unit, in any order.

mod plan;
mod sheet;

use std::collections::BTreeMap;

use base::{Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};
use formats::sheet::Limits;
use intake::{Intake, Part, Progress, Report, Source};

pub(crate) use sheet::ESTABLISHMENTS;
pub use sheet::{PARTS, UNIT_COLUMNS};

use crate::{
    Affiliation, Change, Establishment, Founding, Funds, Kept, Life, Name, Party, Quota, Staff, Unit,
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

/// What sheets of units mean against what is recorded, to be put in place by [`put`].
#[derive(Debug)]
pub struct UnitsPlan(Plan);

impl UnitsPlan {
    /// The units that are new: id, code, name, rank, first day.
    pub fn founded(&self) -> impl Iterator<Item = (Id<Unit>, &Name, base::Date)> {
        self.0.new.iter().map(|p| (p.unit, &p.founding.name, p.founding.on))
    }
    /// How many are new, change, and stand as recorded.
    pub fn counts(&self) -> (u64, u64, u64) {
        (self.0.new.len() as u64, self.0.changed.len() as u64, self.0.same as u64)
    }
}

/// Reads sheets of units against what is recorded. A new unit that does not say when it was founded was so `since`.
///
/// # Errors
/// The policy and the database. What is wrong in the sheets goes into the report.
pub fn planned(
    tx: &mut Read<'_>,
    tables: &[intake::Table<'_>],
    since: base::Date,
    report: &mut Report,
) -> Result<UnitsPlan> {
    let whole = tx.may::<Change>()?.whole();
    let mut rows = Vec::new();
    for table in tables {
        rows.extend(sheet::read(&table.records, report));
    }
    let (known, tree) = known(tx)?;
    Ok(UnitsPlan(plan(rows, &known, &tree, whole, tx.today(), since, report)))
}

/// Puts in place what [`planned`] found, under the caller's ledger entry, whose event names [`tables`](crate::tables).
///
/// # Errors
/// A tree that would not hold together; the database.
pub fn put(tx: &mut Write<'_>, plan: &UnitsPlan, progress: Progress<'_>) -> Result<()> {
    let (today, plan) = (tx.today(), &plan.0);
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
    work.settle()
}

/// Takes back what an entry did to units, under the caller's. Gives how many facts it had made.
///
/// # Errors
/// What has been built on it since; the database.
pub fn undo(tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<usize> {
    let may = tx.may::<Change>()?;
    let (root, now) = (tx.root(), tx.entry());
    let mut n = 0;
    macro_rules! undo {
        ($($t:ty),+) => {$( n += <$t as Kept>::undo(tx.with(&may), root, entry, now)?; )+};
    }
    undo!(Life, Name, Stand, Establishment, Quota, Staff, Funds, Party, Affiliation);
    Work::begin(tx)?.settle()?;
    Ok(n)
}

fn read(tx: &mut Read<'_>, source: &Source) -> Result<(UnitsPlan, Report)> {
    let opened = source.open(&Limits::default())?;
    let tables = opened.tables(PARTS, &source.sheets)?;
    let mut report = Report::default();
    let today = tx.today();
    let plan = planned(tx, &tables, today, &mut report)?;
    let (new, changed, same) = plan.counts();
    report.count("rows", "读取行数", "rows read", plan.0.rows as u64);
    report.count("new", "新机构", "new units", new);
    report.count("changed", "有变化的机构", "units that change", changed);
    report.count("unchanged", "无变化的机构", "units as recorded", same);
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
        read(tx, source).map(|(_, report)| report)
    }

    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let (plan, report) = read(tx, source)?;
        report.or_refuse()?;
        let may = tx.may::<Change>()?;
        put(tx, &plan, progress)?;
        let (event, report) = intake::recording(self, tx.entry(), &may, report)?;
        tx.record(event.facts(crate::tables()), report)
    }

    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        let may = tx.may::<Change>()?;
        intake::undoes_whole(&may)?;
        let n = undo(tx, entry)?;
        let (event, report) = intake::taking_back(self, entry, tx.entry(), n)?;
        tx.record(event.facts(crate::tables()), report)
    }
}

/// From a day on the staff, the funds and the affiliation are what a sheet says.
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
    if let Some(said) = &of.affiliation {
        let spans = work.spans::<Affiliation>(unit)?;
        let was = timeline::on(&spans, on).map(|s| s.value.clone()).unwrap_or_default();
        // what the sheet leaves empty stays
        let (area, belongs) = (said.area.clone().or(was.area), said.belongs.clone().or(was.belongs));
        work.turn(unit, &timeline::state(&spans, on, Affiliation { area, belongs }))?;
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
