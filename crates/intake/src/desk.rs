//! Uploads that are being worked on. Kept in memory only: a file may hold what must not lie about on a disk.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use auth::Actor;
use base::{Id, Say, Timestamp};
use db::Db;
use formats::sheet::{Limits, Mapping};

use crate::{Intake, Opened, Report, Source, SourceError};

/// An upload that is being worked on.
pub struct Upload;

/// What can be taken in, and what is being taken in. Handed to the installation as a part (`App::with`).
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    kinds: Vec<Arc<dyn Intake>>,
    waiting: Mutex<HashMap<Id<Upload>, Waiting>>,
}

struct Waiting {
    owner: String,
    kind: &'static str,
    since: Timestamp,
    source: Source,
    stage: Stage,
    progress: Arc<Counter>,
}

/// How far the running work has come.
#[derive(Default, Debug)]
pub(crate) struct Counter {
    pub(crate) done: AtomicU64,
    pub(crate) total: AtomicU64,
}

/// Where an upload stands.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// The columns are to be looked at.
    Columns,
    /// Being checked, or recorded where the flag says so.
    Running {
        /// Recording, not only checking.
        recording: bool,
    },
    /// Checked.
    Checked(Arc<Report>),
    /// Recorded.
    Recorded(Arc<Report>),
    /// It could not be done at all.
    Failed(Say),
}

/// What a page needs to know of an upload.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) source: Source,
    pub(crate) stage: Stage,
    pub(crate) progress: Arc<Counter>,
}

/// How long an upload waits, in microseconds: an hour.
const PATIENCE: i64 = 3_600_000_000;
/// How many uploads of one account may wait.
pub(crate) const MOST: usize = 3;

impl Desk {
    /// A desk that takes in these kinds.
    pub fn new(kinds: Vec<Arc<dyn Intake>>) -> Self {
        Self(Arc::new(Inner { kinds, waiting: Mutex::default() }))
    }
    /// The kinds, in the order in which they were given.
    pub fn kinds(&self) -> &[Arc<dyn Intake>] {
        &self.0.kinds
    }
    /// The kind of that word.
    pub fn kind(&self, word: &str) -> Option<Arc<dyn Intake>> {
        self.0.kinds.iter().find(|k| k.kind() == word).cloned()
    }
    /// The kind that reads these files where those of `word` are expected: itself, or one that stands in for it.
    pub fn kind_for<'f>(
        &self,
        word: &str,
        names: impl IntoIterator<Item = &'f str> + Clone,
    ) -> Option<Arc<dyn Intake>> {
        let reads = |k: &Arc<dyn Intake>| {
            let end = |name: &str| name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
            names.clone().into_iter().all(|name| k.ends().contains(&end(name).as_str()))
        };
        let stand_in = self.0.kinds.iter().find(|k| k.stands_in_for() == Some(word) && reads(k));
        stand_in.cloned().or_else(|| self.kind(word))
    }
    fn waiting(&self) -> MutexGuard<'_, HashMap<Id<Upload>, Waiting>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts an upload on the desk. Refused while too many of the same account wait.
    pub(crate) fn put(&self, actor: &Actor, now: Timestamp, kind: &'static str, source: Source) -> Option<Id<Upload>> {
        let mut waiting = self.waiting();
        waiting.retain(|_, w| now.0 - w.since.0 < PATIENCE);
        let owner = actor.ledger_name();
        if waiting.values().filter(|w| w.owner == owner && !matches!(w.stage, Stage::Recorded(_))).count() >= MOST {
            return None;
        }
        let id = Id::new();
        let stage = Stage::Columns;
        waiting.insert(id, Waiting { owner, kind, since: now, source, stage, progress: Arc::default() });
        Some(id)
    }
    /// The upload as it stands, for its owner.
    pub(crate) fn see(&self, actor: &Actor, kind: &str, id: Id<Upload>) -> Option<Seen> {
        let waiting = self.waiting();
        let w = waiting.get(&id).filter(|w| w.owner == actor.ledger_name() && w.kind == kind)?;
        Some(Seen { source: w.source.clone(), stage: w.stage.clone(), progress: w.progress.clone() })
    }
    /// Changes the upload, unless something is running on it.
    pub(crate) fn change(&self, actor: &Actor, id: Id<Upload>, f: impl FnOnce(&mut Source, &mut Stage)) -> bool {
        let mut waiting = self.waiting();
        let mine = waiting.get_mut(&id).filter(|w| w.owner == actor.ledger_name());
        match mine.filter(|w| !matches!(w.stage, Stage::Running { .. })) {
            Some(w) => {
                f(&mut w.source, &mut w.stage);
                true
            }
            None => false,
        }
    }
    /// Gives the upload up.
    pub(crate) fn drop_upload(&self, actor: &Actor, id: Id<Upload>) {
        let owner = actor.ledger_name();
        self.waiting().retain(|i, w| *i != id || w.owner != owner || matches!(w.stage, Stage::Running { .. }));
    }

    /// Checks (or records) the upload on a thread of its own; the page shows how far it has come.
    pub(crate) fn run(&self, db: Db, actor: &Actor, kind: Arc<dyn Intake>, id: Id<Upload>, recording: bool) {
        let mut taken = None;
        self.change(actor, id, |source, stage| {
            *stage = Stage::Running { recording };
            taken = Some(source.clone());
        });
        let Some(mut source) = taken else { return };
        let progress = self.waiting().get(&id).map(|w| w.progress.clone()).unwrap_or_default();
        let (desk, actor) = (self.clone(), actor.in_job());
        std::thread::spawn(move || {
            let work = || {
                let tell = |done: u64, total: u64| {
                    progress.done.store(done, Ordering::Relaxed);
                    progress.total.store(total, Ordering::Relaxed);
                };
                if !kind.parts().is_empty() {
                    source.keep_open(&Limits::default())?;
                }
                if recording {
                    let done = db.write(&actor, |tx| kind.apply(tx, &source, &tell));
                    // what came in is recorded whether or not the engine has looked at it
                    let _ = done.is_ok().then(|| db.take_stock());
                    done
                } else {
                    let mut report = db.read(&actor, |tx| kind.check(tx, &source))?;
                    source.say_unused(kind.parts(), &mut report);
                    Ok(report)
                }
            };
            // a fault in a slice must not leave the page waiting for ever
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
                .unwrap_or_else(|_| Err(db::Error::Internal("the import stopped at a fault".to_owned())));
            let stage = match done {
                Ok(report) if recording => Stage::Recorded(Arc::new(report)),
                Ok(report) => Stage::Checked(Arc::new(report)),
                Err(why) => Stage::Failed(sentence(&why)),
            };
            let mut waiting = desk.waiting();
            if let Some(w) = waiting.get_mut(&id) {
                if matches!(stage, Stage::Recorded(_)) {
                    w.source.files.clear();
                }
                w.stage = stage;
            }
        });
    }
}

/// The reason as a sentence in both languages.
pub(crate) fn sentence(why: &db::Error) -> Say {
    match why {
        db::Error::Refused(say) => say.clone(),
        db::Error::Invalid(fields) => Say::each(|lang| {
            let all: Vec<String> = fields.iter().take(20).map(|f| format!("{}: {}", f.field, f.say.to(lang))).collect();
            all.join("; ")
        }),
        db::Error::Denied(_) => Say::new("您的权限不包括这项操作。", "Your roles do not include this."),
        db::Error::Busy(_) => Say::new("数据库正忙，请稍后再试。", "The database is busy; try again shortly."),
        db::Error::Storage(_) => Say::new("存储空间不足或不可写。", "The disk is full or cannot be written."),
        _ => Say::new("程序出错，已停止。", "It stopped at a fault in the program."),
    }
}

/// Opens the files and guesses what their sheets are, by what their columns meant `earlier`.
pub(crate) fn recognise(
    kind: &dyn Intake,
    source: &mut Source,
    earlier: &BTreeMap<String, Mapping>,
) -> Result<Option<Arc<Opened>>, SourceError> {
    if kind.parts().is_empty() {
        return Ok(None);
    }
    let opened = source.open(&Limits::default())?;
    if source.sheets.is_empty() {
        source.sheets = opened.guess(kind.parts(), earlier);
    }
    Ok(Some(opened))
}
