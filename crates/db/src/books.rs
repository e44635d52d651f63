//! Writing what is not a fact: sessions, counters, jobs, caches.
//!
//! Such rows come and go without a ledger entry, so this way in must never reach a fact or the ledger. The tables it
//! may change are those without `made` and `unmade`; each statement is looked at before it runs, and one that would
//! change anything else undoes the whole transaction.

use std::{
    collections::BTreeSet,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
};

use auth::Actor;
use base::Timestamp;
use diesel::{
    Connection,
    connection::{Instrumentation, InstrumentationEvent},
};

use crate::{Conn, Db, Error, Read, Result, catalog::Catalog};

/// A transaction that keeps books: it can do all that a [`Read`] can, and change tables that hold no facts.
pub struct Books<'a>(Read<'a>);

impl<'a> Deref for Books<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.0
    }
}
impl DerefMut for Books<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Db {
    /// Runs `f` in one transaction that may change bookkeeping tables only (sessions, counters, jobs, caches) and makes
    /// no ledger entry. When `f` fails, or tried to change a fact, the ledger or a table's shape, nothing is kept.
    ///
    /// Writers of the same root do not queue here: a check and the change that rests on it must be one statement
    /// (`UPDATE … WHERE used_at IS NULL`, then the number of rows).
    pub fn keep_books<T>(&self, actor: &Actor, f: impl FnOnce(&mut Books<'_>) -> Result<T>) -> Result<T> {
        let now = self.now();
        let catalog = self.catalog();
        self.raw(|conn| {
            conn.begin_write()?;
            match guarded(conn, actor, now, &catalog, f).and_then(|value| conn.commit().map(|()| value)) {
                Ok(value) => Ok(value),
                Err(why) => {
                    // the reason is what the caller must hear, even if the connection is gone by now
                    let _ = conn.rollback();
                    Err(why)
                }
            }
        })
    }
}

fn guarded<T>(
    conn: &mut Conn,
    actor: &Actor,
    now: Timestamp,
    catalog: &Catalog,
    f: impl FnOnce(&mut Books<'_>) -> Result<T>,
) -> Result<T> {
    let offence = Arc::new(Mutex::new(None));
    let open = catalog.tables.keys().filter(|t| catalog.is_books(t)).cloned().collect();
    conn.set_instrumentation(Watch { open, offence: offence.clone() });
    let done = f(&mut Books(Read::new(conn, actor, now)));
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    match offence.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(what) => Err(Error::Internal(what)),
        None => done,
    }
}

/// Looks at each statement before it runs and remembers the first that reaches too far.
struct Watch {
    open: BTreeSet<String>,
    offence: Arc<Mutex<Option<String>>>,
}
impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        let sql = query.to_string();
        let fault = match changed(&sql) {
            Statement::Looks => return,
            Statement::Changes(table) if self.open.contains(&table) => return,
            Statement::Changes(table) => format!("“{table}” holds facts or the ledger: change it through Db::write"),
            Statement::Other => "only SELECT, INSERT, UPDATE and DELETE can keep books".to_owned(),
        };
        self.offence.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
    }
}

#[derive(PartialEq, Eq, Debug)]
enum Statement {
    Looks,
    Changes(String),
    Other,
}

/// What a statement changes, by its first words. Whatever is not plainly one of four kinds counts as reaching too far.
fn changed(sql: &str) -> Statement {
    // diesel prints the bound values after this mark
    let sql = sql.split(" -- binds:").next().unwrap_or_default();
    let mut words = sql.split(|c: char| c.is_whitespace() || c == '(').filter(|w| !w.is_empty());
    let mut next = || words.next().unwrap_or_default().to_ascii_uppercase();
    let (first, second) = (next(), next());
    let table = match (first.as_str(), second.as_str()) {
        ("SELECT", _) => return if sql.contains(';') { Statement::Other } else { Statement::Looks },
        ("INSERT", "INTO") | ("DELETE", "FROM") => next(),
        ("UPDATE", _) => second,
        _ => return Statement::Other,
    };
    if sql.contains(';') {
        Statement::Other
    } else {
        Statement::Changes(table.trim_matches(['"', '`']).to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_known_by_what_it_changes() {
        let changes = |t: &str| Statement::Changes(t.to_owned());
        for (sql, what) in [
            ("SELECT \"a\" FROM \"ledger\" -- binds: [\"; DELETE\"]", Statement::Looks),
            ("INSERT INTO \"session\" (\"root\") VALUES ($1) -- binds: [1]", changes("session")),
            ("insert into session(root) values (1)", changes("session")),
            ("UPDATE \"Session\" SET x = 1", changes("session")),
            ("DELETE  FROM `session` WHERE 1", changes("session")),
            ("UPDATE main.unit SET name = ''", changes("main.unit")),
            ("DELETE FROM session; DELETE FROM unit", Statement::Other),
            ("WITH x AS (DELETE FROM unit RETURNING 1) SELECT * FROM x", Statement::Other),
            ("DROP TABLE unit", Statement::Other),
            ("INSERT OR REPLACE INTO unit VALUES (1)", Statement::Other),
            ("COMMIT", Statement::Other),
            ("", Statement::Other),
        ] {
            assert_eq!(changed(sql), what, "{sql}");
        }
    }
}
