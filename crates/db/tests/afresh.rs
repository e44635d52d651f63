//! Indexes made when the rows are there.
#![allow(missing_docs, reason = "tables of a test")]

use auth::Root;
use base::Id;
use db::Event;
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use testkit::Bench;

auth::actions! {
    /// Change.
    Change: Change "afresh.change" [Officer];
}

diesel::table! {
    shelf (root, name) { root -> Binary, name -> Text, code -> Text, }
}
const DDL: &str = "CREATE TABLE shelf (root BYTEA NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (root, name)); \
                   CREATE UNIQUE INDEX shelf_code ON shelf (root, code); CREATE INDEX shelf_both ON shelf (root, code, name);";

#[derive(diesel::Insertable)]
#[diesel(table_name = shelf, treat_none_as_default_value = false)]
struct Row {
    root: Id<Root>,
    name: String,
    code: String,
}

/// Puts rows with these codes while the indexes are away; gives how many rows there are.
fn put(t: &Bench, afresh: bool, codes: &[&str]) -> db::Result<i64> {
    t.db.write(&t.officer(), |tx| {
        let may = tx.may::<Change>()?;
        let root = tx.root();
        let row = |code: &&str| Row { root, name: Id::<Root>::new().to_string(), code: (*code).to_owned() };
        let rows: Vec<Row> = codes.iter().map(row).collect();
        if afresh {
            tx.indexed_afterwards(&may, "shelf", |tx| db::bulk!(tx, &may, shelf::table, rows))?;
        } else {
            db::bulk!(tx, &may, shelf::table, rows)?;
        }
        let n = shelf::table.filter(shelf::root.eq(root)).count().get_result(tx.with(&may))?;
        tx.record(Event::new("afresh.put"), n)
    })
}

testkit::on_both_engines! {
    fn indexes_are_there_again_and_hold_what_they_held(t: Bench) {
        t.table(DDL);
        assert_eq!(put(t, true, &["a", "b", "c"]).unwrap(), 3);
        // the unique index came back: a code that is there is refused with and without it in the way
        assert!(put(t, false, &["c"]).is_err());
        assert!(put(t, true, &["d", "c"]).is_err());
        assert!(put(t, true, &["e", "e"]).is_err());
        assert_eq!(put(t, true, &["d"]).unwrap(), 4);
        assert!(put(t, false, &["d"]).is_err());
        assert_eq!(t.db.verify().unwrap()[0].findings, []);
    }

    fn only_bookkeeping_is_indexed_afterwards(t: Bench) {
        let refused = t.db.write(&t.officer(), |tx| {
            let may = tx.may::<Change>()?;
            tx.indexed_afterwards(&may, "ledger", |_| Ok(()))?;
            tx.record(Event::new("afresh.never"), ())
        });
        assert!(matches!(refused, Err(db::Error::Internal(_))));
    }
}
