//! Opening the data, and the two ways in.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, Thread},
};

use auth::{Actor, Root};
use base::Id;
use diesel::connection::SimpleConnection;

use crate::{
    Clock, Conn, Error, Keys, Read, Recorded, Result, SystemClock, Write, catalog::Catalog, checkpoint::Mover,
    engine::Url, ledger, watch::watched,
};

/// The data of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    url: Url,
    clock: Box<dyn Clock>,
    readers: Pool,
    writers: Pool,
    mover: Mover,
    keys: Option<Keys>,
    catalog: Mutex<Arc<Catalog>>,
}

/// Connections that are opened when needed and used again. Whoever waits for one is served in the order of coming: with a
/// bare condition variable a busy thread overtakes, and under load the last waits for seconds.
struct Pool {
    state: Mutex<State>,
    most: usize,
    reader: bool,
}
#[derive(Default)]
struct State {
    idle: Vec<Conn>,
    lent: usize,
    waiting: VecDeque<(Thread, Arc<AtomicBool>)>,
}

impl Pool {
    fn new(most: usize, reader: bool) -> Self {
        Self { state: Mutex::default(), most, reader }
    }
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Waits for a place.
    fn place(&self) -> Place<'_> {
        let mut state = self.lock();
        if state.lent < self.most && state.waiting.is_empty() {
            state.lent += 1;
        } else {
            let turn = Arc::new(AtomicBool::new(false));
            state.waiting.push_back((thread::current(), turn.clone()));
            drop(state);
            while !turn.load(Ordering::Acquire) {
                thread::park();
            }
        }
        Place(self)
    }
    /// Lends a connection with a transaction begun on it. One that broke, or whose user panicked, is not used again; one
    /// that broke while it lay idle (the server was restarted) is replaced.
    fn lend<T>(&self, url: &Url, mover: &Mover, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let _place = self.place();
        let idle = self.lock().idle.pop();
        let mut conn = match idle.map(|mut conn| conn.begin(self.reader).map(|()| conn)) {
            Some(Ok(conn)) => conn,
            Some(Err(why)) if matches!(url, Url::Sqlite(_)) => return Err(why),
            Some(Err(_)) | None => {
                let mut conn = url.connect(self.reader)?;
                conn.begin(self.reader)?;
                conn
            }
        };
        let done = f(&mut conn);
        let ended = if done.is_ok() && !self.reader { conn.commit() } else { conn.rollback() };
        match (done, ended) {
            (Ok(value), Ok(())) => {
                if !self.reader {
                    mover.committed(&mut conn, url);
                }
                self.lock().idle.push(conn);
                Ok(value)
            }
            (Ok(_), Err(why)) => {
                // a commit that failed (disk full) leaves the transaction open
                if conn.rollback().is_ok() && !matches!(why, Error::Busy(_)) {
                    self.lock().idle.push(conn);
                }
                Err(why)
            }
            // the reason is what the caller must hear, even if the connection is gone by now
            (Err(why), Err(_)) => Err(why),
            (Err(why), Ok(())) => {
                if !matches!(why, Error::Busy(_) | Error::Storage(_) | Error::Internal(_) | Error::Corrupt(_)) {
                    self.lock().idle.push(conn);
                }
                Err(why)
            }
        }
    }
}

/// A place in the pool, given back however the borrower ends.
struct Place<'a>(&'a Pool);
impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        match state.waiting.pop_front() {
            // the place goes to the next as it is
            Some((thread, turn)) => {
                turn.store(true, Ordering::Release);
                thread.unpark();
            }
            None => state.lent -= 1,
        }
    }
}

/// How to open the data.
pub struct Options {
    clock: Box<dyn Clock>,
    keys: Option<Keys>,
}
impl Default for Options {
    fn default() -> Self {
        Self { clock: Box::new(SystemClock), keys: None }
    }
}
impl Options {
    /// By the machine's clock and without keys.
    pub fn new() -> Self {
        Self::default()
    }
    /// By another clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }
    /// With the keys of restricted columns. Without them everything works but what is sealed.
    pub fn keys(mut self, keys: impl Into<Option<Keys>>) -> Self {
        self.keys = keys.into();
        self
    }
    /// Opens the data at `url`: a file (made when missing) or `postgres://…`. Brings nothing up to date: see
    /// [`Db::migrate`]. Refuses keys that are not this database's.
    pub fn open(self, url: &str) -> Result<Db> {
        let url = Url::parse(url);
        // SQLite has one writer at a time; waiting here is fair, waiting inside it is not.
        let writers = if matches!(url, Url::Sqlite(_)) { 1 } else { 8 };
        let db = Db(Arc::new(Shared {
            url,
            clock: self.clock,
            readers: Pool::new(8, true),
            writers: Pool::new(writers, false),
            mover: Mover::default(),
            keys: self.keys,
            catalog: Mutex::default(),
        }));
        db.refresh_catalog()?;
        db.settle_keys()?;
        Ok(db)
    }
}

impl Db {
    /// Opens the data at `url` as [`Options::open`] does, without keys.
    pub fn open(url: &str) -> Result<Self> {
        Options::new().open(url)
    }
    /// Opens the data with another clock.
    pub fn open_with(url: &str, clock: impl Clock) -> Result<Self> {
        Options::new().clock(clock).open(url)
    }

    /// Runs `f` in one read-only transaction over one consistent state.
    pub fn read<T>(&self, actor: &Actor, f: impl FnOnce(&mut Read<'_>) -> Result<T>) -> Result<T> {
        let now = self.0.clock.now();
        self.snapshot(|conn| f(&mut Read::new(conn, actor, now, self.keys())))
    }

    /// Runs `f` in one transaction and commits what it recorded. When `f` fails, or does not come to its end, nothing
    /// is kept.
    pub fn write<T>(&self, actor: &Actor, f: impl FnOnce(&mut Write<'_>) -> Result<Recorded<T>>) -> Result<T> {
        let now = self.0.clock.now();
        let catalog = self.catalog();
        self.change(|conn| {
            let head = ledger::lock_head(conn, actor.root())?;
            watched(conn, &catalog, false, |conn, seen| {
                let read = Read::new(conn, actor, now, self.keys());
                f(&mut Write::new(read, head, catalog.clone(), seen.clone())).map(Recorded::into_inner)
            })
        })
    }

    /// Now, by this installation's clock.
    pub fn now(&self) -> base::Timestamp {
        self.0.clock.now()
    }

    /// The root organisations kept here.
    pub fn roots(&self) -> Result<Vec<(Id<Root>, String)>> {
        self.snapshot(ledger::roots)
    }

    /// Founds a root organisation with an empty chain.
    pub fn found_root(&self, name: &str) -> Result<Id<Root>> {
        let now = self.0.clock.now();
        self.change(|conn| ledger::found_root(conn, name, now))
    }

    /// Whether this is PostgreSQL, for messages and measurements.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0.url, Url::Pg(_))
    }

    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        self.0.catalog.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    pub(crate) fn refresh_catalog(&self) -> Result<()> {
        let catalog = self.snapshot(Catalog::load)?;
        *self.0.catalog.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalog);
        Ok(())
    }
    pub(crate) fn keys(&self) -> Option<&Keys> {
        self.0.keys.as_ref()
    }
    /// One writing transaction without permit or ledger, for this crate's own upkeep.
    pub(crate) fn change<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.0.writers.lend(&self.0.url, &self.0.mover, f)
    }
    /// A reading connection in one consistent state, for this crate's own checks and copies.
    pub(crate) fn snapshot<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.0.readers.lend(&self.0.url, &self.0.mover, f)
    }
}

/// Faults, for tests: what a disk, a server or an administrator may do.
#[doc(hidden)]
impl Db {
    /// Lets an embedded database grow to so many pages and no further.
    pub fn set_page_limit(&self, pages: i64) -> Result<()> {
        self.change(|conn| Ok(conn.batch_execute(&format!("PRAGMA max_page_count = {pages}"))?))
    }
    /// Has the server end every idle connection of this pool, and says how many those were.
    pub fn end_idle_connections(&self) -> Result<usize> {
        let mut ended = 0;
        for pool in [&self.0.readers, &self.0.writers] {
            for conn in &mut pool.lock().idle {
                // the statement kills its own connection, so that its answer is an error
                ended += usize::from(conn.batch_execute("SELECT pg_terminate_backend(pg_backend_pid())").is_err());
            }
        }
        Ok(ended)
    }
    /// Whether there is such a table now.
    pub fn has_table(&self, name: &str) -> Result<bool> {
        Ok(self.snapshot(Catalog::load)?.tables.contains_key(name))
    }
}
