//! What a lent connection may be used for: each statement is looked at before it runs.
//!
//! A permit lends the connection itself, so that queries stay plain Diesel. What must not happen on it is refused here:
//! ending the transaction, reaching the ledger, changing a table's shape, changing facts that no entry names, or overwriting
//! a fact.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use diesel::{
    Connection,
    connection::{Instrumentation, InstrumentationEvent},
};

use crate::{Conn, Error, Result, catalog::Catalog, ddl};

/// What has been seen on a connection since the watch began.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    offence: Option<String>,
    /// Fact tables that were written to.
    facts: BTreeSet<String>,
    recorded: bool,
    /// This crate's own statements are not looked at.
    trusted: bool,
}

impl Seen {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Runs this crate's own statements.
    pub(crate) fn trusting<T>(&self, f: impl FnOnce() -> T) -> T {
        self.state().trusted = true;
        let done = f();
        self.state().trusted = false;
        done
    }
    /// The entry names these tables: are they all that was written to? Gives those of them that were: of the others there
    /// is nothing to commit to.
    pub(crate) fn record<'t>(&self, named: &[&'t str]) -> Result<Vec<&'t str>> {
        let mut state = self.state();
        state.recorded = true;
        match state.facts.iter().find(|t| !named.contains(&t.as_str())) {
            Some(table) => Err(Error::Internal(format!(
                "rows of “{table}” were changed and the ledger entry does not name it: add it to Event::facts"
            ))),
            None => Ok(named.iter().copied().filter(|t| state.facts.contains(*t)).collect()),
        }
    }
    fn offence(&self) -> Result<()> {
        self.state().offence.take().map_or(Ok(()), |what| Err(Error::Internal(what)))
    }
}

/// Lends the connection to `f` and refuses the whole when a statement reached too far. `books` may change what is neither
/// fact nor ledger; others may change facts too, until their entry is recorded.
pub(crate) fn watched<T>(
    conn: &mut Conn,
    catalog: &Arc<Catalog>,
    books: bool,
    f: impl FnOnce(&mut Conn, &Seen) -> Result<T>,
) -> Result<T> {
    let seen = Seen::default();
    conn.set_instrumentation(Watch { catalog: catalog.clone(), books, seen: seen.clone() });
    let done = f(conn, &seen);
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    seen.offence().and(done)
}

struct Watch {
    catalog: Arc<Catalog>,
    books: bool,
    seen: Seen,
}
impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        if self.seen.state().trusted {
            return;
        }
        let mut sql = Sql(String::new());
        let _ = write!(sql, "{query}");
        if sql.0.contains(';') {
            ddl::statements(&sql.0).for_each(|s| self.look(&s));
        } else {
            self.look(&sql.0);
        }
    }
}
impl Watch {
    fn look(&self, sql: &str) {
        let statement = classify(sql);
        let mut state = self.seen.state();
        let fault = match statement {
            Statement::Looks => return,
            Statement::Changes(t) | Statement::Overwrites(t) if self.catalog.is_books(&t) => return,
            Statement::Changes(t) if !self.books && self.catalog.is_facts(&t) => {
                state.facts.insert(t.clone());
                if !state.recorded {
                    return;
                }
                format!("rows of “{t}” were changed after the entry that commits to them was recorded")
            }
            Statement::Overwrites(t) if !self.books && self.catalog.is_facts(&t) => {
                format!("facts of “{t}” are not overwritten: take the old row back (unmade) and make a new one")
            }
            Statement::Changes(t) | Statement::Overwrites(t) if self.books => {
                format!("“{t}” holds facts or the ledger: change it through Db::write")
            }
            Statement::Changes(t) | Statement::Overwrites(t) => format!("“{t}” is not changed by hand"),
            Statement::Other => {
                format!("only SELECT, INSERT, UPDATE and DELETE are run here, not “{}”", first_word(sql))
            }
            // Undoing afterwards would be too late, and there is no other way to keep a statement from running. The
            // connection is thrown away as after any panic, and with it the transaction.
            Statement::Ends => {
                drop(state);
                panic!("“{}” would end a transaction that is not the caller's to end", first_word(sql))
            }
        };
        state.offence.get_or_insert(fault);
    }
}

/// The statement without the values bound to it, which Diesel prints after a mark.
struct Sql(String);
impl fmt::Write for Sql {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        if let Some(at) = s.find("-- binds") {
            self.0.push_str(&s[..at]);
            return Err(fmt::Error);
        }
        self.0.push_str(s);
        Ok(())
    }
}

#[derive(PartialEq, Eq, Debug)]
enum Statement {
    Looks,
    /// Adds rows, or takes rows back.
    Changes(String),
    /// Changes what stands in rows, or removes them.
    Overwrites(String),
    Ends,
    Other,
}

fn first_word(sql: &str) -> &str {
    sql.split_whitespace().next().unwrap_or_default()
}

/// What a statement does, by its first words. Whatever is not plainly of a known kind counts as reaching too far.
fn classify(sql: &str) -> Statement {
    let sql = ddl::statements(sql).next().unwrap_or_default();
    let mut words = sql.split(|c: char| c.is_whitespace() || "(),".contains(c)).filter(|w| !w.is_empty());
    let mut next = || words.next().unwrap_or_default().to_ascii_uppercase();
    let (first, second) = (next(), next());
    let table = match (first.as_str(), second.as_str()) {
        ("SELECT" | "VALUES" | "EXPLAIN" | "SAVEPOINT" | "RELEASE", _) | ("ROLLBACK", "TO") => return Statement::Looks,
        ("WITH", _) => {
            let mut writes = words.map(str::to_ascii_uppercase);
            let found = writes.any(|w| matches!(w.as_str(), "INSERT" | "UPDATE" | "DELETE" | "MERGE"));
            return if found { Statement::Other } else { Statement::Looks };
        }
        ("BEGIN" | "START" | "COMMIT" | "END" | "ROLLBACK" | "ABORT", _) | ("PREPARE", "TRANSACTION") => {
            return Statement::Ends;
        }
        ("INSERT", "INTO") | ("DELETE", "FROM") => next(),
        ("UPDATE" | "COPY", _) => second,
        _ => return Statement::Other,
    };
    let table = table.trim_matches(['"', '`']).to_ascii_lowercase();
    let keeps = match first.as_str() {
        "UPDATE" => takes_back(&sql),
        "DELETE" => false,
        _ => !sql.to_ascii_uppercase().contains(" DO UPDATE"),
    };
    if keeps { Statement::Changes(table) } else { Statement::Overwrites(table) }
}

/// Whether an `UPDATE` sets the column `unmade` and nothing else.
fn takes_back(update: &str) -> bool {
    let upper = update.to_ascii_uppercase();
    let Some((_, set)) = upper.split_once(" SET ") else { return false };
    let set = set.split(" WHERE ").next().unwrap_or_default();
    let column = set.split('=').next().unwrap_or_default().trim().trim_matches(['"', '`']);
    column == "UNMADE" && !set.contains(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_known_by_what_it_does() {
        let changes = |t: &str| Statement::Changes(t.to_owned());
        let overwrites = |t: &str| Statement::Overwrites(t.to_owned());
        for (sql, what) in [
            ("SELECT \"a\" FROM \"ledger\"", Statement::Looks),
            ("INSERT INTO \"session\" (\"root\") VALUES ($1)", changes("session")),
            ("insert into session(root) values (1)", changes("session")),
            ("/* x */ UPDATE a SET b = 1", Statement::Other),
            ("-- x\nUPDATE \"Session\" SET x = 1", overwrites("session")),
            ("DELETE  FROM `session` WHERE 1", overwrites("session")),
            ("UPDATE `unit` SET `unmade` = ? WHERE (`unit`.`id` = ?)", changes("unit")),
            ("UPDATE unit SET unmade = $1", changes("unit")),
            ("UPDATE unit SET unmade = $1, name = $2 WHERE id = $3", overwrites("unit")),
            ("UPDATE unit SET name = $1 WHERE unmade = $2", overwrites("unit")),
            ("INSERT INTO unit (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = 2", overwrites("unit")),
            ("INSERT INTO unit (a) VALUES ($1) ON CONFLICT DO NOTHING", changes("unit")),
            ("COPY \"unit\"(\"a\") FROM STDIN", changes("unit")),
            ("UPDATE main.unit SET name = ''", overwrites("main.unit")),
            ("UPDATE ONLY unit SET name = ''", overwrites("only")),
            ("WITH x AS (DELETE FROM unit RETURNING 1) SELECT * FROM x", Statement::Other),
            ("WITH x AS (SELECT 1) SELECT * FROM x", Statement::Looks),
            ("DROP TABLE unit", Statement::Other),
            ("INSERT OR REPLACE INTO unit VALUES (1)", Statement::Other),
            ("TRUNCATE unit", Statement::Other),
            ("commit", Statement::Ends),
            ("ROLLBACK", Statement::Ends),
            ("ROLLBACK TO SAVEPOINT a", Statement::Looks),
            ("", Statement::Other),
        ] {
            assert_eq!(classify(sql), what, "{sql}");
        }
    }
}
