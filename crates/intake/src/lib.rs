//! Taking spreadsheets in.
//!
//! A slice says what it takes in by [`Intake`]: which columns, how to check, how to record, how to take back. The way
//! there is the same for all, on the page and on the command line: file → columns → check (nothing is written) → record
//! (all or nothing, one ledger entry) → undo of the whole.

mod command;
mod desk;
mod each;
mod entry;
mod memory;
mod pages;
mod report;
mod routes;
mod run;
mod source;

pub use command::{args, command, read, run as run_command, run_with, with_source};
pub use desk::Desk;
pub use each::each;
pub use entry::{recording, taking_back, undoes_whole};
pub use report::{Change, Count, Question, Report, Wrong};
pub use routes::slice;
pub use run::{RunError, dry_run, record};
pub use source::{File, Kept, Opened, Part, SheetUse, Source, SourceError, Table};

use auth::Actor;
use base::{Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};

/// How far a long piece of work has come: done, of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Something that can be taken in from files.
pub trait Intake: Send + Sync + 'static {
    /// The word that URLs and the command line use: `people`.
    fn kind(&self) -> &'static str;
    /// What is taken in, for the heading of the page.
    fn title(&self) -> Say;
    /// What files are expected, in a sentence or two for the first page.
    fn hint(&self) -> Say;
    /// Whether this actor's roles may record such files anywhere, so that it is offered.
    fn allows(&self, actor: &Actor) -> bool;
    /// The ledger's events for recording and for undoing: `("people.imported", "people.import-undone")`. The second is
    /// about the first one's entry id; the first one's payload is the report.
    fn events(&self) -> (&'static str, &'static str);
    /// The kinds of sheet it knows. Empty where it reads the files by itself, and no columns are to be matched.
    fn parts(&self) -> &'static [Part];
    /// The ends of the names of the files that it reads.
    fn ends(&self) -> &'static [&'static str] {
        &["xlsx", "xls", "csv", "tsv", "txt"]
    }
    /// The most bytes of one file.
    fn most(&self) -> u64 {
        formats::sheet::Limits::default().bytes
    }
    /// The kind for which it reads other files: who brings a form where people are brought means this kind.
    fn stands_in_for(&self) -> Option<&'static str> {
        None
    }
    /// Reads and checks everything against what is recorded. Writes nothing.
    ///
    /// # Errors
    /// Only what keeps it from checking at all; what is wrong in the files stands in the report.
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report>;
    /// Checks once more and records everything with one ledger entry.
    ///
    /// # Errors
    /// [`db::Error::Invalid`] with the cells where the report would have had something wrong; nothing is kept then.
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>>;
    /// Takes back everything that `entry` recorded.
    ///
    /// # Errors
    /// [`db::Error::Refused`] with what has been built on it since.
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>>;
}
