//! The two engines.

use diesel::{
    Connection, PgConnection, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
};

use crate::Result;

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Pg(PgConnection),
    /// SQLite, bundled.
    Sqlite(SqliteConnection),
}

/// The backend of [`Conn`]: what boxed queries are generic over.
pub type Engine = <Conn as Connection>::Backend;

/// Where the data is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Url {
    /// A PostgreSQL URL.
    Pg(String),
    /// A file.
    Sqlite(String),
}

impl Url {
    pub(crate) fn parse(url: &str) -> Self {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::Pg(url.to_owned())
        } else {
            Self::Sqlite(url.strip_prefix("sqlite://").unwrap_or(url).to_owned())
        }
    }

    /// Opens a connection. A reader of SQLite cannot write, whatever it is asked to do.
    pub(crate) fn connect(&self, reader: bool) -> Result<Conn> {
        Ok(match self {
            Self::Pg(url) => {
                let mut conn = PgConnection::establish(url)?;
                // a plan that was made while a table was empty, and kept, reads the whole table once it is full: an import of
                // 14,000 units took eight times as long. Compiling a plan takes longer than any page may; and the rows of an
                // organisation lie in memory or on disks without heads, where any page is as near as the next
                conn.batch_execute(
                    "SET client_min_messages = warning; SET lock_timeout = '60s'; SET TIME ZONE 'UTC'; \
                     SET plan_cache_mode = force_custom_plan; \
                     SET jit = off; SET random_page_cost = 1.1",
                )?;
                if reader {
                    conn.batch_execute("SET default_transaction_read_only = on")?;
                }
                Conn::Pg(conn)
            }
            Self::Sqlite(file) => {
                let mut conn = SqliteConnection::establish(file)?;
                // FULL: an acknowledged ledger entry must survive a power cut, not only a crash of this program.
                conn.batch_execute(
                    "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;",
                )?;
                // a large import touches its pages many times: the one that writes may hold 128 MB of them. When its log
                // is moved into the file is said by `checkpoint`
                conn.batch_execute(if reader {
                    "PRAGMA query_only = ON"
                } else {
                    "PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 0"
                })?;
                Conn::Sqlite(conn)
            }
        })
    }
}

impl Conn {
    pub(crate) fn is_pg(&self) -> bool {
        matches!(self, Self::Pg(_))
    }
    /// Begins a transaction, and tells Diesel so: a `transaction` inside it becomes a savepoint.
    pub(crate) fn begin(&mut self, reader: bool) -> Result<()> {
        match self {
            Self::Pg(conn) => AnsiTransactionManager::begin_transaction_sql(
                conn,
                if reader {
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                } else {
                    // Writers of one root queue at the lock on its ledger head, which is the first thing a write does;
                    // every statement after it sees what the writer before committed.
                    "BEGIN ISOLATION LEVEL READ COMMITTED"
                },
            )?,
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(
                conn,
                if reader { "BEGIN DEFERRED" } else { "BEGIN IMMEDIATE" },
            )?,
        }
        Ok(())
    }
    pub(crate) fn commit(&mut self) -> Result<()> {
        Ok(match self {
            Self::Pg(conn) => AnsiTransactionManager::commit_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        }?)
    }
    pub(crate) fn rollback(&mut self) -> Result<()> {
        Ok(match self {
            Self::Pg(conn) => AnsiTransactionManager::rollback_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        }?)
    }
}
