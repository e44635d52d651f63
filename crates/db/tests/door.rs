//! The door: permits, the ledger, and what happens when a closure fails.

use auth::Role;
use db::{Error, Event};
use diesel::RunQueryDsl;
use testkit::Bench;

auth::actions! {
    /// Look.
    See: See "door.see" [Officer];
    /// Change.
    Change: Change "door.change" [Officer];
}

fn raise(tx: &mut db::Write<'_>, by: i64) -> db::Result<db::Recorded<i64>> {
    tx.may::<Change>()?;
    tx.record(Event::new("door.raised").about("x").with(by)?, by)
}

testkit::on_both_engines! {
    fn a_write_is_chained(t: Bench) {
        for n in 0..20 {
            assert_eq!(t.db.write(&t.officer(), |tx| raise(tx, n)).unwrap(), n);
        }
        let verdict = &t.db.verify().unwrap()[0];
        assert_eq!((verdict.entries, verdict.findings.len()), (20, 0));
    }

    fn a_failed_write_leaves_nothing(t: Bench) {
        let refused = t.db.write(&t.officer(), |tx| {
            let _recorded = raise(tx, 1)?;
            Err::<db::Recorded<()>, _>(Error::refused("不行", "no"))
        });
        assert!(matches!(refused, Err(Error::Refused(_))));
        assert_eq!(t.db.verify().unwrap()[0].entries, 0);
    }

    fn a_panic_leaves_nothing_and_locks_nobody_out(t: Bench) {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = t.db.write(&t.officer(), |tx| {
                let _recorded = raise(tx, 1)?;
                panic!("a fault");
                #[allow(unreachable_code, reason = "gives the closure its type")]
                tx.record(Event::new("door.never"), ())
            });
        }));
        assert!(caught.is_err());
        assert_eq!(t.db.write(&t.officer(), |tx| raise(tx, 2)).unwrap(), 2);
        assert_eq!(t.db.verify().unwrap()[0].entries, 1);
    }

    fn the_policy_is_asked(t: Bench) {
        let denied = t.db.write(&t.actor(Role::Cadre), |tx| raise(tx, 1));
        assert!(matches!(denied, Err(Error::Denied(d)) if d.action == "door.change"));
        assert!(t.db.read(&t.actor(Role::Cadre), |tx| tx.may::<See>().map(drop)).is_err());
    }

    fn books_are_kept_without_an_entry_and_never_reach_further(t: Bench) {
        let counters = |sql: &'static str| {
            t.db.keep_books(&t.officer(), |tx| {
                let may = tx.may::<See>()?;
                Ok(diesel::sql_query(sql).execute(tx.with(&may))?)
            })
        };
        let hash = if t.db.is_postgres() { "'\\x01'::bytea" } else { "x'01'" };
        let insert = format!(
            "INSERT INTO sign_in_throttle (root, hash, failures, last_at, open_at) SELECT id, {hash}, 0, 0, 0 FROM root"
        );
        assert_eq!(counters(insert.leak()).unwrap(), 1);
        assert_eq!(counters("UPDATE sign_in_throttle SET failures = failures + 1").unwrap(), 1);
        for far in ["DELETE FROM ledger", "UPDATE ledger_head SET seq = 7", "UPDATE account SET name = ''", "DROP TABLE session"] {
            assert!(matches!(counters(far), Err(Error::Internal(_))), "{far}");
        }
        // the failed ones took nothing with them
        assert_eq!(counters("UPDATE sign_in_throttle SET failures = 2 WHERE failures = 1").unwrap(), 1);
        assert_eq!(t.db.verify().unwrap()[0].entries, 0);
    }

    fn a_reader_cannot_write(t: Bench) {
        let wrote = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<See>()?;
            Ok(diesel::sql_query("DELETE FROM ledger").execute(tx.with(&may))?)
        });
        assert!(wrote.is_err());
    }

    fn fifty_writers_lose_nothing(t: Bench) {
        std::thread::scope(|s| {
            for _ in 0..50 {
                s.spawn(|| {
                    for n in 0..4 {
                        t.db.write(&t.officer(), |tx| raise(tx, n)).unwrap();
                    }
                });
            }
        });
        assert_eq!(t.db.verify().unwrap()[0].entries, 200);
    }

    fn a_rewritten_past_is_found(t: Bench) {
        t.db.write(&t.officer(), |tx| raise(tx, 0)).unwrap();
        for (forgery, found) in [
            ("UPDATE ledger SET actor = 'nobody' WHERE seq = 2", "Chain { seq: 2 }"),
            ("UPDATE ledger SET payload = '7' WHERE seq = 1", "Payload { seq: 1 }"),
            ("UPDATE ledger SET payload = '7', salt = NULL WHERE seq = 1", "Payload { seq: 1 }"),
            ("DELETE FROM ledger WHERE seq = 3", "Head"),
            ("DELETE FROM ledger WHERE seq = 2", "Gap { seq: 2 }"),
        ] {
            let t2 = if t.db.is_postgres() { Bench::postgres().unwrap() } else { Bench::sqlite() };
            for n in 0..3 {
                t2.db.write(&t2.officer(), |tx| raise(tx, n)).unwrap();
            }
            t2.forge(forgery);
            let findings = format!("{:?}", t2.db.verify().unwrap()[0].findings);
            assert!(findings.contains(found), "{forgery}: {findings}");
        }
    }
}
