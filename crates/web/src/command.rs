//! The command-line face of a slice.

use std::{
    io::Write,
    ops::Deref,
    sync::{Mutex, PoisonError},
};

use auth::Actor;
use base::{Lang, Say};
use clap::ArgMatches;
use db::Db;
use ui::Table;

use crate::{Page, Parts, export, to_terminal};

/// A command: `xianneng import people FILE…`.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its words: `import people`. The first words may be shared with other slices.
    pub words: &'static str,
    /// What it does.
    pub about: Say,
    /// Adds its arguments. Their help is in the reader's language.
    pub args: fn(clap::Command, Lang) -> clap::Command,
    /// Does it.
    pub run: Run,
}

/// What a command works on.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// The installation's data, which is opened for it.
    Data(fn(&Console, &ArgMatches) -> db::Result<()>),
    /// The files that it names alone: no database is opened, and none is made.
    Files(fn(&Terminal, &ArgMatches) -> db::Result<()>),
}

/// Where a command writes, and how whoever called it wants to read it.
pub struct Terminal {
    /// The reader's language.
    pub lang: Lang,
    /// Output for a script.
    pub json: bool,
    /// Width of the terminal, in half-width characters.
    pub width: usize,
    out: Mutex<Box<dyn Write + Send>>,
}

/// Whoever sits at the machine: everything but restricted columns is theirs, and each change is in the ledger. It is a
/// terminal with the data behind it.
pub struct Console {
    /// The data.
    pub db: Db,
    /// The actor.
    pub actor: Actor,
    terminal: Terminal,
    parts: Parts,
}
impl Deref for Console {
    type Target = Terminal;
    fn deref(&self) -> &Terminal {
        &self.terminal
    }
}

impl Console {
    /// The console of that database, which must have a root organisation, at that terminal.
    pub fn new(db: Db, terminal: Terminal) -> db::Result<Self> {
        let (root, _) = db.roots()?.into_iter().next().ok_or(db::Error::NotFound)?;
        Ok(Self { db, actor: Actor::console(root), terminal, parts: Parts::new() })
    }
    /// With a value that commands get by its type, as handlers do from [`crate::App::part`].
    pub fn with<T: Send + Sync + 'static>(mut self, part: T) -> Self {
        self.parts = self.parts.with(part);
        self
    }
    /// With all of these values.
    pub fn with_parts(mut self, parts: &Parts) -> Self {
        self.parts = self.parts.and(parts);
        self
    }
    /// The value of that type, if there is one.
    pub fn part<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.parts.get()
    }
}

impl Terminal {
    /// A terminal of that width that writes to `out`.
    pub fn new(lang: Lang, json: bool, width: usize, out: impl Write + Send + 'static) -> Self {
        Self { lang, json, width, out: Mutex::new(Box::new(out)) }
    }
    /// Shows a page: its table or an outline, or JSON.
    pub fn show(&self, page: &impl Page) -> db::Result<()> {
        self.write(&to_terminal(page, self.lang, self.json, self.width)?)
    }
    /// Says a sentence; a script gets `{"message": …}`.
    pub fn say(&self, say: &Say) -> db::Result<()> {
        let text = say.to(self.lang);
        if self.json {
            return self.write(&format!("{}\n", serde_json::json!({ "message": text })));
        }
        self.write(&format!("{text}\n"))
    }
    /// Writes a list into a new file, as its page exports it: comma-separated text where `csv`, else a spreadsheet.
    ///
    /// # Errors
    /// A file that is there already is never overwritten; what the file system says.
    pub fn export(&self, table: &Table, path: &str, csv: bool) -> db::Result<()> {
        let bytes = export::bytes(table, &table.caption, csv, false)?;
        crate::new_file(path, &bytes)
    }
    /// Writes text as it is.
    pub fn write(&self, text: &str) -> db::Result<()> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // whoever reads has seen enough (`| head`)
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            Err(e) => Err(db::Error::Storage(format!("the output cannot be written: {e}"))),
            Ok(()) => Ok(()),
        }
    }
}
