//! Opening the data, and the two ways in.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use auth::{Actor, Root};
use base::Id;

use crate::{Clock, Conn, Error, Read, Recorded, Result, SystemClock, Write, catalog::Catalog, engine::Url, ledger};

/// The data of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    url: Url,
    clock: Box<dyn Clock>,
    readers: Pool,
    writers: Pool,
    catalog: Mutex<Arc<Catalog>>,
}

/// Idle connections and how many are lent out.
struct Pool {
    state: Mutex<(Vec<Conn>, usize)>,
    back: Condvar,
    most: usize,
    reader: bool,
}

impl Pool {
    fn new(most: usize, reader: bool) -> Self {
        Self { state: Mutex::new((Vec::new(), 0)), back: Condvar::new(), most, reader }
    }
    fn lock(&self) -> MutexGuard<'_, (Vec<Conn>, usize)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Lends a connection to `f`. One that broke, or whose user panicked, is not used again.
    fn lend<T>(&self, url: &Url, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut state = self.lock();
        while state.0.is_empty() && state.1 >= self.most {
            state = self.back.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let idle = state.0.pop();
        state.1 += 1;
        drop(state);
        let _place = Place(self);
        let mut conn = match idle {
            Some(conn) => conn,
            None => url.connect(self.reader)?,
        };
        let done = f(&mut conn);
        if !matches!(done, Err(Error::Busy(_) | Error::Storage(_) | Error::Internal(_) | Error::Corrupt(_))) {
            self.lock().0.push(conn);
        }
        done
    }
}

/// A place in the pool, given back however the borrower ends.
struct Place<'a>(&'a Pool);
impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.lock().1 -= 1;
        self.0.back.notify_one();
    }
}

impl Db {
    /// Opens the data at `url`: a file (made when missing) or `postgres://…`. Brings nothing up to date: see
    /// [`migrate`](Self::migrate).
    pub fn open(url: &str) -> Result<Self> {
        Self::open_with(url, SystemClock)
    }
    /// Opens the data with another clock.
    pub fn open_with(url: &str, clock: impl Clock) -> Result<Self> {
        let url = Url::parse(url);
        // SQLite has one writer at a time; waiting here is fair, waiting inside it is not.
        let writers = if matches!(url, Url::Sqlite(_)) { 1 } else { 8 };
        let db = Self(Arc::new(Shared {
            url,
            clock: Box::new(clock),
            readers: Pool::new(8, true),
            writers: Pool::new(writers, false),
            catalog: Mutex::default(),
        }));
        db.refresh_catalog()?;
        Ok(db)
    }

    /// Runs `f` in one read-only transaction over one consistent state.
    pub fn read<T>(&self, actor: &Actor, f: impl FnOnce(&mut Read<'_>) -> Result<T>) -> Result<T> {
        let now = self.0.clock.now();
        self.0.readers.lend(&self.0.url, |conn| {
            conn.begin_read()?;
            let done = f(&mut Read::new(conn, actor, now));
            conn.rollback()?;
            done
        })
    }

    /// Runs `f` in one transaction and commits what it recorded. When `f` fails, or does not come to its end, nothing
    /// is kept.
    pub fn write<T>(&self, actor: &Actor, f: impl FnOnce(&mut Write<'_>) -> Result<Recorded<T>>) -> Result<T> {
        let now = self.0.clock.now();
        let catalog = self.catalog();
        self.0.writers.lend(&self.0.url, |conn| {
            conn.begin_write()?;
            let run = |conn: &mut Conn| {
                let head = ledger::lock_head(conn, actor.root())?;
                f(&mut Write::new(conn, actor, now, head, catalog)).map(Recorded::into_inner)
            };
            match run(conn).and_then(|value| conn.commit().map(|()| value)) {
                Ok(value) => Ok(value),
                Err(why) => {
                    // the reason is what the caller must hear, even if the connection is gone by now
                    let _ = conn.rollback();
                    Err(why)
                }
            }
        })
    }

    /// Now, by this installation's clock.
    pub fn now(&self) -> base::Timestamp {
        self.0.clock.now()
    }

    /// The root organisations kept here.
    pub fn roots(&self) -> Result<Vec<(Id<Root>, String)>> {
        self.0.readers.lend(&self.0.url, ledger::roots)
    }

    /// Founds a root organisation with an empty chain.
    pub fn found_root(&self, name: &str) -> Result<Id<Root>> {
        let now = self.0.clock.now();
        self.raw(|conn| {
            conn.begin_write()?;
            let id = ledger::found_root(conn, name, now)?;
            conn.commit()?;
            Ok(id)
        })
    }

    /// Whether this is PostgreSQL, for messages and measurements.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0.url, Url::Pg(_))
    }

    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        self.0.catalog.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    pub(crate) fn refresh_catalog(&self) -> Result<()> {
        let catalog = self.raw(Catalog::load)?;
        *self.0.catalog.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalog);
        Ok(())
    }
    /// A writing connection without permit or ledger, for this crate's own upkeep.
    pub(crate) fn raw<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.0.writers.lend(&self.0.url, f)
    }
    /// A reading connection in one consistent state, for this crate's own checks and copies.
    pub(crate) fn snapshot<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.0.readers.lend(&self.0.url, |conn| {
            conn.begin_read()?;
            let done = f(conn);
            conn.rollback()?;
            done
        })
    }
}
