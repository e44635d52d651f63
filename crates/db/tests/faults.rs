//! What happens when the disk is full, the database is busy, newer, older or half upgraded.

use std::sync::Barrier;

use auth::Actor;
use base::Id;
use db::{Db, Error, Event};
use diesel::{Connection, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Binary};
use testkit::Bench;

auth::actions! {
    /// Look.
    See: See "faults.see" [Officer];
    /// Change.
    Change: Change "faults.change" [Officer];
}

fn wrote(db: &Db, actor: &Actor, size: usize) -> db::Result<()> {
    db.write(actor, |tx| tx.record(Event::new("faults.wrote").with("x".repeat(size))?, ()))
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_done() {
    let t = Bench::sqlite();
    let officer = t.officer();
    wrote(&t.db, &officer, 10).unwrap();
    t.db.set_page_limit(1).unwrap(); // SQLite takes the present size instead: not one page more
    let mut kept = 1;
    let why = loop {
        match wrote(&t.db, &officer, 20_000) {
            Ok(()) => kept += 1,
            Err(why) => break why,
        }
        assert!(kept < 100, "the disk never filled");
    };
    assert!(matches!(why, Error::Storage(_)), "{why:?}");
    assert_eq!(t.db.verify().unwrap()[0].entries, kept);
    t.assert_ledger();
    // the limit went with the connection that met it
    wrote(&t.db, &officer, 200_000).unwrap();
    assert_eq!(t.db.verify().unwrap()[0].entries, kept + 1);
    t.assert_ledger();
}

/// A file system of four megabytes; needs the right to mount one.
#[test]
fn a_really_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display().to_string();
    let run = |program: &str, args: &[&str]| {
        std::process::Command::new(program)
            .args(args)
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    if !run("mount", &["-t", "tmpfs", "-o", "size=4m", "tmpfs", &place]) {
        eprintln!("SKIPPED: no right to mount a small file system here");
        return;
    }
    let outcome = std::panic::catch_unwind(|| {
        let db = Db::open(&format!("{place}/data.sqlite")).unwrap();
        db.migrate().unwrap();
        let root = db.found_root("海晏市").unwrap();
        let actor = Actor::console(root);
        let mut kept = 0;
        let why = loop {
            match wrote(&db, &actor, 50_000) {
                Ok(()) => kept += 1,
                Err(why) => break why,
            }
        };
        assert!(matches!(why, Error::Storage(_)), "{why:?}");
        let full = db.backup_to(&folder.path().join("one.backup"));
        assert!(matches!(full, Err(Error::Storage(_))), "{full:?}");
        assert!(run("mount", &["-o", "remount,size=16m", &place]));
        wrote(&db, &actor, 50_000).unwrap();
        let verdict = &db.verify().unwrap()[0];
        assert_eq!((verdict.entries, verdict.findings.len()), (kept + 1, 0));
    });
    assert!(run("umount", &[&place]));
    outcome.unwrap();
}

testkit::on_both_engines! {
    fn an_older_filled_database_is_brought_up_to_date(t: Bench) {
        t.empty();
        let db = Db::open(&t.url).unwrap();
        assert_eq!(db.migrate_to(3).unwrap().len(), 3);
        let later = db.pending().unwrap();
        assert!(!later.is_empty());
        let root = db.found_root("海晏市").unwrap();
        let actor = Actor::console(root);
        db.write(&actor, |tx| {
            let may = tx.may::<Change>()?;
            let entry = tx.entry();
            sql_query(
                "INSERT INTO account (root, id, account, name, name_key, name_look, display, lang, disabled, valid_from, made) \
                 VALUES ($1, $2, $2, 'a', 'a', 'a', 'a', 'en', false, '2026-01-01', $3)",
            )
            .bind::<Binary, _>(root)
            .bind::<Binary, _>(Id::<()>::new())
            .bind::<Binary, _>(entry)
            .execute(tx.with(&may))?;
            tx.record(Event::new("faults.filled").facts(&["account"]), ())
        }).unwrap();
        let newer = Db::open(&t.url).unwrap();
        assert_eq!(newer.migrate().unwrap(), later);
        let verdict = &newer.verify().unwrap()[0];
        assert_eq!((verdict.entries, verdict.facts, verdict.findings.len()), (1, 1, 0));
        assert!(newer.pending().unwrap().is_empty() && newer.migrate().unwrap().is_empty());
    }

    fn a_migration_that_fails_leaves_the_version_before(t: Bench) {
        t.empty();
        let db = Db::open(&t.url).unwrap();
        db.migrate_to(2).unwrap();
        let before = db.pending().unwrap();
        // the third migration makes role_grant after account; a table of that name is in its way
        t.forge("CREATE TABLE role_grant (a TEXT)");
        let why = db.migrate().unwrap_err().to_string();
        assert!(why.contains("0010-account") && why.contains("undone"), "{why}");
        assert_eq!(db.pending().unwrap(), before);
        assert!(!db.has_table("account").unwrap());
        t.forge("DROP TABLE role_grant");
        assert_eq!(db.migrate().unwrap(), before);
    }

    fn a_newer_or_different_database_is_refused(t: Bench) {
        t.forge("INSERT INTO migration (name, digest, at) VALUES ('9999-future', 'x', 0)");
        let db = Db::open(&t.url).unwrap();
        assert!(db.migrate().unwrap_err().to_string().contains("newer program"));
        t.forge("DELETE FROM migration WHERE name = '9999-future'; UPDATE migration SET digest = 'x' WHERE name = '0001-ledger'");
        assert!(db.migrate().unwrap_err().to_string().contains("0001-ledger"));
    }

    fn two_that_migrate_at_once_apply_each_migration_once(t: Bench) {
        t.empty();
        let (start, all) = (Barrier::new(4), Db::open(&t.url).unwrap().pending().unwrap().len());
        let applied: usize = std::thread::scope(|s| {
            let each = [(); 4].map(|()| s.spawn(|| {
                let db = Db::open(&t.url).unwrap();
                start.wait();
                db.migrate().unwrap().len()
            }));
            each.into_iter().map(|e| e.join().unwrap()).sum()
        });
        assert_eq!(applied, all);
        assert!(Db::open(&t.url).unwrap().pending().unwrap().is_empty());
    }
}

#[test]
fn a_busy_database_is_waited_for() {
    let t = Bench::sqlite();
    let mut other = diesel::SqliteConnection::establish(&t.url).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|s| {
        let waiting = s.spawn(|| wrote(&t.db, &t.officer(), 1));
        // readers are not held up meanwhile
        t.db.read(&t.officer(), |tx| tx.may::<See>().map(drop)).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(!waiting.is_finished());
        other.batch_execute("COMMIT").unwrap();
        waiting.join().unwrap().unwrap();
    });
}

#[test]
fn connections_that_the_server_closed_are_replaced() {
    let Some(t) = Bench::postgres() else { return };
    std::thread::scope(|s| {
        for _ in 0..6 {
            s.spawn(|| wrote(&t.db, &t.officer(), 1).unwrap());
        }
    });
    t.db.read(&t.officer(), |tx| tx.may::<See>().map(drop)).unwrap();
    let ended = t.db.end_idle_connections().unwrap();
    assert!(ended >= 2, "{ended}");
    for _ in 0..8 {
        wrote(&t.db, &t.officer(), 1).unwrap();
        t.db.read(&t.officer(), |tx| tx.may::<See>().map(drop)).unwrap();
    }
    t.assert_ledger();
}
