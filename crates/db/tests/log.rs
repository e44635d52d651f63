//! The log of the embedded engine: what a commit wrote gets into the file without the commit waiting for much of it.

use std::time::{Duration, Instant};

use db::Event;
use testkit::Bench;

fn wrote(t: &Bench, size: usize) {
    t.db.write(&t.officer(), |tx| tx.record(Event::new("log.wrote").with("x".repeat(size))?, ())).unwrap();
}

fn size(file: &str) -> u64 {
    std::fs::metadata(file).map_or(0, |m| m.len())
}

#[test]
fn a_long_log_is_moved_into_the_file_while_the_database_is_open() {
    let t = Bench::sqlite();
    (0..10).for_each(|_| wrote(&t, 100));
    let before = size(&t.url);
    wrote(&t, 24 << 20);
    let begun = Instant::now();
    while size(&t.url) < before + (24 << 20) {
        assert!(begun.elapsed() < Duration::from_secs(30), "the file has {} bytes", size(&t.url));
        std::thread::sleep(Duration::from_millis(5));
    }
    // and the next commits begin the log again from its start
    wrote(&t, 100);
    t.assert_ledger();
}

#[test]
fn the_log_does_not_grow_with_the_number_of_commits() {
    let t = Bench::sqlite();
    (0..60).for_each(|_| wrote(&t, 500_000));
    let log = size(&format!("{}-wal", t.url));
    assert!(log < 8 << 20, "{log} bytes of 30 million");
    t.assert_ledger();
}

#[test]
fn a_database_that_nobody_has_open_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.sqlite").display().to_string();
    {
        let db = db::Db::open(&file).unwrap();
        db.migrate().unwrap();
        let root = db.found_root("x").unwrap();
        let actor = auth::Actor::console(root);
        db.write(&actor, |tx| tx.record(Event::new("log.wrote").with("x".repeat(24 << 20))?, ())).unwrap();
    }
    assert!(size(&file) > 24 << 20);
    assert_eq!(size(&format!("{file}-wal")), 0, "the log was moved and taken away");
    assert_eq!(db::Db::open(&file).unwrap().verify().unwrap()[0].findings, []);
}
