//! What a lent connection cannot be used for.
#![allow(missing_docs, reason = "tables of a test")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use base::Id;
use db::{Error, Event};
use diesel::{Connection, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Binary};
use testkit::Bench;

auth::actions! {
    /// Change.
    Change: Change "lent.change" [Officer];
}

const DDL: &str = "CREATE TABLE thing (root BYTEA NOT NULL, id BYTEA NOT NULL, made BYTEA NOT NULL, unmade BYTEA, \
                   PRIMARY KEY (root, id))";

fn put(tx: &mut db::Write<'_>) -> db::Result<()> {
    let may = tx.may::<Change>()?;
    let (root, entry) = (tx.root(), tx.entry());
    sql_query("INSERT INTO thing (root, id, made) VALUES ($1, $2, $3)")
        .bind::<Binary, _>(root)
        .bind::<Binary, _>(Id::<()>::new())
        .bind::<Binary, _>(entry)
        .execute(tx.with(&may))?;
    Ok(())
}

testkit::on_both_engines! {
    fn a_fact_in_a_table_that_is_not_named_is_refused(t: Bench) {
        t.table(DDL);
        let quiet = t.db.write(&t.officer(), |tx| {
            put(tx)?;
            tx.record(Event::new("lent.put"), ())
        });
        assert!(matches!(&quiet, Err(Error::Internal(why)) if why.contains("“thing”")), "{quiet:?}");
        let late = t.db.write(&t.officer(), |tx| {
            let done = tx.record(Event::new("lent.put").facts(&["thing"]), ())?;
            put(tx)?;
            Ok(done)
        });
        assert!(matches!(&late, Err(Error::Internal(why)) if why.contains("after the entry")), "{late:?}");
        assert_eq!(t.db.verify().unwrap()[0].entries, 0);
        t.db.write(&t.officer(), |tx| {
            put(tx)?;
            tx.record(Event::new("lent.put").facts(&["thing"]), ())
        }).unwrap();
        assert_eq!(t.db.verify().unwrap()[0].facts, 1);
    }

    fn facts_are_not_overwritten(t: Bench) {
        t.table(DDL);
        t.db.write(&t.officer(), |tx| {
            put(tx)?;
            tx.record(Event::new("lent.put").facts(&["thing"]), ())
        }).unwrap();
        for far in ["UPDATE thing SET id = root", "DELETE FROM thing", "UPDATE thing SET unmade = made, id = root"] {
            let done = t.db.write(&t.officer(), |tx| {
                let may = tx.may::<Change>()?;
                tx.with(&may).batch_execute(far)?;
                tx.record(Event::new("lent.far").facts(&["thing"]), ())
            });
            assert!(matches!(&done, Err(Error::Internal(why)) if why.contains("not overwritten")), "{far}: {done:?}");
        }
        assert_eq!(t.db.verify().unwrap()[0].entries, 1);
    }

    fn the_ledger_and_the_shape_of_tables_are_out_of_reach(t: Bench) {
        t.table(DDL);
        for far in ["DELETE FROM ledger", "UPDATE ledger_head SET seq = 9", "DELETE FROM sealing", "DROP TABLE thing", "SELECT 1; DELETE FROM root"] {
            let done = t.db.write(&t.officer(), |tx| {
                let may = tx.may::<Change>()?;
                tx.with(&may).batch_execute(far)?;
                tx.record(Event::new("lent.far"), ())
            });
            assert!(matches!(done, Err(Error::Internal(_))), "{far}: {done:?}");
        }
        assert_eq!(t.db.verify().unwrap()[0].entries, 0);
    }

    fn nobody_ends_the_transaction_but_the_door(t: Bench) {
        t.table(DDL);
        for end in ["COMMIT", "END", "ROLLBACK", "SELECT 1; COMMIT; BEGIN"] {
            let caught = catch_unwind(AssertUnwindSafe(|| t.db.write(&t.officer(), |tx| {
                put(tx)?;
                let may = tx.may::<Change>()?;
                tx.with(&may).batch_execute(end)?;
                tx.record(Event::new("lent.ended").facts(&["thing"]), ())
            })));
            assert!(caught.is_err(), "{end}");
        }
        let verdict = &t.db.verify().unwrap()[0];
        assert_eq!((verdict.entries, verdict.findings.len()), (0, 0));
    }

    fn a_permit_of_another_organisation_lends_nothing(t: Bench) {
        let other = auth::Actor::console(Id::new()).may::<Change>().unwrap();
        let caught = catch_unwind(AssertUnwindSafe(|| t.db.read(&t.officer(), |tx| Ok(tx.with(&other).batch_execute("SELECT 1")?))));
        assert!(caught.is_err());
    }

    fn a_reader_stays_one_whatever_it_ends(t: Bench) {
        t.table(DDL);
        let done = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<Change>()?;
            Ok(tx.with(&may).batch_execute("COMMIT; DELETE FROM root")?)
        });
        assert!(done.is_err(), "{done:?}");
        assert_eq!(t.db.roots().unwrap().len(), 1);
    }

    fn a_transaction_inside_is_a_savepoint(t: Bench) {
        t.table(DDL);
        t.db.write(&t.officer(), |tx| {
            put(tx)?;
            let may = tx.may::<Change>()?;
            let undone: Result<(), diesel::result::Error> = tx.with(&may).transaction(|conn| {
                sql_query("UPDATE thing SET unmade = made").execute(conn)?;
                Err(diesel::result::Error::RollbackTransaction)
            });
            assert!(undone.is_err());
            tx.record(Event::new("lent.put").facts(&["thing"]), ())
        }).unwrap();
        assert_eq!(t.db.verify().unwrap()[0].facts, 1);
    }
}
