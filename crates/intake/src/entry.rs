//! The ledger entries of an import and of its undoing, alike for every kind.

use auth::{Action, Permit};
use base::Id;
use db::{Event, LedgerEntry, Result};

use crate::{Intake, Report};

/// The event by which an import is recorded under `entry`, with the report as its payload. The slice names the tables of
/// its facts.
///
/// # Errors
/// A report that cannot be written down.
pub fn recording<A: Action>(
    of: &dyn Intake,
    entry: Id<LedgerEntry>,
    may: &Permit<A>,
    mut report: Report,
) -> Result<(Event, Report)> {
    report.recorded(entry, may);
    Ok((Event::new(of.events().0).with(&report)?, report))
}

/// That the actor may undo an import as a whole, wherever its rows belong: only over the whole tree.
///
/// # Errors
/// [`db::Error::Refused`] for whoever reaches a part of it.
pub fn undoes_whole<A: Action>(may: &Permit<A>) -> Result<()> {
    if may.whole() {
        return Ok(());
    }
    Err(db::Error::refused(
        "只有管理全部机构的人才能撤销整次导入。",
        "Only who is in charge of the whole tree can undo an import.",
    ))
}

/// The event by which the import of `entry` is taken back under `by`, with the report of it. The slice names the tables.
///
/// # Errors
/// [`db::Error::NotFound`] where nothing was left to take back.
pub fn taking_back(
    of: &dyn Intake,
    entry: Id<LedgerEntry>,
    by: Id<LedgerEntry>,
    facts: usize,
) -> Result<(Event, Report)> {
    if facts == 0 {
        return Err(db::Error::NotFound);
    }
    let mut report = Report { entry: Some(by), ..Report::default() };
    report.count("taken_back", "撤销的记录", "facts taken back", facts as u64);
    Ok((Event::new(of.events().1).about(entry).with(&report)?, report))
}
