//! From files to a report, without pages: what the command line and tests use.

use auth::Actor;
use db::Db;
use formats::sheet::Limits;

use crate::{Intake, Progress, Report, Source, SourceError};

/// Why nothing was recorded.
#[derive(Debug)]
pub enum RunError {
    /// The files themselves.
    Source(SourceError),
    /// The database, the policy or a rule.
    Db(db::Error),
    /// The report says what is wrong; nothing was recorded.
    Wrong(Box<Report>),
}
impl From<SourceError> for RunError {
    fn from(e: SourceError) -> Self {
        Self::Source(e)
    }
}
impl From<db::Error> for RunError {
    fn from(e: db::Error) -> Self {
        Self::Db(e)
    }
}

/// Says what each sheet is, where nobody has said it, and checks everything. Writes nothing.
///
/// # Errors
/// Files that cannot be read or do not fit; the database; the policy. What is wrong inside stands in the report.
pub fn dry_run(db: &Db, actor: &Actor, intake: &dyn Intake, source: &mut Source) -> Result<Report, RunError> {
    if !intake.parts().is_empty() {
        source.keep_open(&Limits::default())?;
    }
    understand(intake, source)?;
    let mut report = db.read(actor, |tx| intake.check(tx, source))?;
    source.say_unused(intake.parts(), &mut report);
    Ok(report)
}

/// Says what each sheet is, checks everything and records it when nothing is wrong. The files are read once and checked
/// once, in the transaction that records; only where something is wrong are they checked again, for the report.
///
/// # Errors
/// As [`dry_run`]; and the report itself where something is wrong.
pub fn record(
    db: &Db,
    actor: &Actor,
    intake: &dyn Intake,
    source: &mut Source,
    progress: Progress<'_>,
) -> Result<Report, RunError> {
    if !intake.parts().is_empty() {
        source.keep_open(&Limits::default())?;
    }
    understand(intake, source)?;
    let why = match db.write(actor, |tx| intake.apply(tx, source, progress)) {
        Ok(mut report) => {
            source.say_unused(intake.parts(), &mut report);
            // what came in is recorded whether or not the engine has looked at it
            let _ = db.take_stock();
            return Ok(report);
        }
        Err(why) => why,
    };
    if matches!(why, db::Error::Invalid(_)) {
        let mut report = db.read(actor, |tx| intake.check(tx, source))?;
        source.say_unused(intake.parts(), &mut report);
        if !report.is_clean() {
            return Err(RunError::Wrong(Box::new(report)));
        }
    }
    Err(why.into())
}

/// Fills in what each sheet is.
fn understand(intake: &dyn Intake, source: &mut Source) -> Result<(), SourceError> {
    if intake.parts().is_empty() || !source.sheets.is_empty() {
        return Ok(());
    }
    let opened = source.open(&Limits::default())?;
    let uses = opened.guess(intake.parts(), &Default::default());
    opened.tables(intake.parts(), &uses)?;
    source.sheets = uses;
    Ok(())
}
