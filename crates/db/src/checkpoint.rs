//! Moving what commits wrote from the log of the embedded engine into its file.
//!
//! Left to itself SQLite does so within the commit that finds the log long: whoever imported a hundred thousand people
//! waited for 400 MB to be copied after they were safe on disk. Here a commit says how much waits; a little is moved at
//! once, as SQLite would, and much of it on a thread of its own, while the answer goes out.

use std::{
    sync::{Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::BigInt};

use crate::{Conn, engine::Url};

/// So many pages may wait: as many as SQLite itself lets wait.
const SOME: i64 = 1000;
/// So many are moved on a thread of their own: a commit would wait for 16 MB.
const MANY: i64 = 4000;

/// Moves pages, and is done when it is dropped: whoever copies the file of a database that nobody has open copies all of it.
#[derive(Default)]
pub(crate) struct Mover(Mutex<Option<JoinHandle<()>>>);

#[derive(QueryableByName)]
struct Log {
    #[diesel(sql_type = BigInt)]
    log: i64,
    #[diesel(sql_type = BigInt)]
    checkpointed: i64,
}

impl Mover {
    /// To be called after a commit on `conn`. Nothing of it is an error: what stays in the log is as safe there, and the
    /// next commit tries again.
    pub(crate) fn committed(&self, conn: &mut Conn, url: &Url) {
        if conn.is_pg() {
            return;
        }
        let Ok(Log { log, checkpointed }) = sql_query("PRAGMA wal_checkpoint(NOOP)").get_result::<Log>(conn) else {
            return;
        };
        match log - checkpointed {
            ..SOME => {}
            SOME..MANY => {
                let _ = conn.batch_execute(MOVE);
            }
            _ => self.beside(url.clone()),
        }
    }

    /// Moves on a thread of its own, one at a time.
    fn beside(&self, url: Url) {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.as_ref().is_some_and(|r| !r.is_finished()) {
            return;
        }
        let work = move || {
            if let Ok(mut conn) = url.connect(false) {
                let _ = conn.batch_execute(MOVE);
            }
        };
        *running = thread::Builder::new().name("checkpoint".to_owned()).spawn(work).ok();
    }
}

/// Whatever no reader needs any more, waiting for nobody.
const MOVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

impl Drop for Mover {
    fn drop(&mut self) {
        let running = self.0.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(running) = running {
            let _ = running.join();
        }
    }
}
