//! How fast it is: small here, at full size with
//! `cargo test --release -p db --test figures -- --nocapture --test-threads 1`.
#![allow(missing_docs, reason = "tables of a test")]

use std::time::{Duration, Instant};

use base::Id;
use db::Event;
use diesel::{RunQueryDsl, sql_query, sql_types::Binary};
use testkit::Bench;

auth::actions! {
    /// Change.
    Change: Change "figures.change" [Officer];
}

const FULL: bool = !cfg!(debug_assertions);
const DDL: &str = "CREATE TABLE thing (root BYTEA NOT NULL, id BYTEA NOT NULL, name TEXT NOT NULL, made BYTEA NOT NULL, \
                   unmade BYTEA, PRIMARY KEY (root, id))";

fn benches() -> impl Iterator<Item = (&'static str, Bench)> {
    [Some(Bench::sqlite_in(&std::env::temp_dir())), Bench::postgres()].into_iter().flatten().map(|t| {
        t.table(DDL);
        (if t.db.is_postgres() { "PostgreSQL" } else { "SQLite" }, t)
    })
}

/// A fact and its entry.
fn put(t: &Bench, actor: &auth::Actor) {
    t.db.write(actor, |tx| {
        let may = tx.may::<Change>()?;
        let (root, entry) = (tx.root(), tx.entry());
        sql_query("INSERT INTO thing (root, id, name, made) VALUES ($1, $2, '欧阳明', $3)")
            .bind::<Binary, _>(root)
            .bind::<Binary, _>(Id::<()>::new())
            .bind::<Binary, _>(entry)
            .execute(tx.with(&may))?;
        tx.record(Event::new("figures.put").about(entry).facts(&["thing"]), ())
    })
    .unwrap();
}

/// The most memory that this process has held, in megabytes, where Linux tells.
fn most_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

#[test]
fn fifty_writers_at_once() {
    let each = if FULL { 100 } else { 4 };
    for (engine, t) in benches() {
        let actor = t.officer();
        let begin = Instant::now();
        let mut took: Vec<Duration> = std::thread::scope(|s| {
            let one = || {
                (0..each)
                    .map(|_| {
                        let at = Instant::now();
                        put(&t, &actor);
                        at.elapsed()
                    })
                    .collect::<Vec<_>>()
            };
            let all: Vec<_> = (0..50).map(|_| s.spawn(one)).collect();
            all.into_iter().flat_map(|w| w.join().unwrap()).collect()
        });
        let rate = took.len() as f64 / begin.elapsed().as_secs_f64();
        took.sort();
        let at = |q: usize| took[(took.len() - 1) * q / 100];
        println!(
            "{engine}: 50 writers, {rate:.0} writes/s, median {:.1?}, p99 {:.1?}, longest {:.1?}",
            at(50),
            at(99),
            at(100)
        );
        assert_eq!(t.db.verify().unwrap()[0].entries, 50 * each);
        t.assert_ledger();
    }
}

#[test]
fn replay_at_size() {
    let count = if FULL { 100_000 } else { 500 };
    for (engine, t) in benches() {
        let actor = t.officer();
        let begin = Instant::now();
        (0..count).for_each(|_| put(&t, &actor));
        let wrote = begin.elapsed();
        let (before, begin) = (most_memory(), Instant::now());
        let verdict = &t.db.verify().unwrap()[0];
        let replayed = begin.elapsed();
        assert_eq!((verdict.entries, verdict.facts, verdict.findings.len()), (count, count as u64, 0));
        println!(
            "{engine}: {count} entries with a fact each, one writer {:.0}/s; replayed in {replayed:.2?}, {:.0} MB more memory",
            count as f64 / wrote.as_secs_f64(),
            most_memory() - before
        );
        let (begin, mut file) = (Instant::now(), Vec::new());
        t.db.backup(&mut file).unwrap();
        println!("{engine}: backed up in {:.2?}, {:.1} MB", begin.elapsed(), file.len() as f64 / 1e6);
    }
}

#[test]
fn a_fresh_database_for_a_test() {
    drop((Bench::sqlite(), Bench::postgres()));
    for (engine, make) in [("SQLite", (|| Some(Bench::sqlite())) as fn() -> _), ("PostgreSQL", Bench::postgres)] {
        let begin = Instant::now();
        let made: Vec<Bench> = (0..20).map_while(|_| make()).collect();
        if !made.is_empty() {
            println!("{engine}: {:.1?} to make a migrated database for a test", begin.elapsed() / made.len() as u32);
        }
        let begin = Instant::now();
        let count = made.len().max(1) as u32;
        drop(made);
        println!("{engine}: {:.1?} to throw it away", begin.elapsed() / count);
    }
}
