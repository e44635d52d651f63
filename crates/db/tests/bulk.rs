//! Many rows at once.
#![allow(missing_docs, reason = "tables of a test")]

use auth::{Grant, Role, Root};
use base::Id;
use db::{Event, LedgerEntry};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use testkit::Bench;

auth::actions! {
    /// Look.
    See: See "bulk.see" [Officer, Cadre];
    /// Change.
    Change: Change "bulk.change" [Officer];
}

diesel::table! {
    thing (root, id) {
        root -> Binary, id -> Binary, place -> Text, name -> Nullable<Text>, size -> Nullable<BigInt>,
        open -> Nullable<Bool>, data -> Nullable<Binary>, made -> Binary, unmade -> Nullable<Binary>,
    }
}
const DDL: &str = "CREATE TABLE thing (root BYTEA NOT NULL, id BYTEA NOT NULL, place TEXT NOT NULL, name TEXT, size BIGINT, \
                   open BOOLEAN, data BYTEA, made BYTEA NOT NULL, unmade BYTEA, PRIMARY KEY (root, id))";

struct Thing;

#[derive(diesel::Insertable, diesel::Queryable, Clone, PartialEq, Debug)]
#[diesel(table_name = thing, treat_none_as_default_value = false)]
struct Row {
    root: Id<Root>,
    id: Id<Thing>,
    place: String,
    name: Option<String>,
    size: Option<i64>,
    open: Option<bool>,
    data: Option<Vec<u8>>,
    made: Id<LedgerEntry>,
    unmade: Option<Id<LedgerEntry>>,
}

fn put(t: &Bench, rows: impl Fn(Id<Root>, Id<LedgerEntry>) -> Vec<Row>) -> db::Result<usize> {
    t.db.write(&t.officer(), |tx| {
        let may = tx.may::<Change>()?;
        let rows = rows(tx.root(), tx.entry());
        let count = db::bulk!(tx, &may, thing::table, rows)?;
        tx.record(Event::new("bulk.put").facts(&["thing"]), count)
    })
}

fn row(root: Id<Root>, made: Id<LedgerEntry>, name: Option<&str>, n: i64) -> Row {
    let name = name.map(str::to_owned);
    let (open, data) = (Some(n % 2 == 0), Some(n.to_be_bytes().to_vec()));
    Row { root, id: Id::new(), place: format!("{n:04x}/"), name, size: Some(n), open, data, made, unmade: None }
}

testkit::on_both_engines! {
    fn whatever_is_put_in_comes_out(t: Bench) {
        t.table(DDL);
        let awkward = ["", "\t", "a\nb\r\n", r"\N \. \\ \x41", "'; DROP TABLE thing; --", "\"", "𠮷野家 🈶", "\u{1}\u{7f}", "e\u{301}"];
        let sizes = [0, -1, i64::MAX, i64::MIN];
        let mut kept = Vec::new();
        let made = t.db.write(&t.officer(), |tx| {
            let may = tx.may::<Change>()?;
            for (n, text) in awkward.iter().enumerate() {
                let mut r = row(tx.root(), tx.entry(), Some(text), n as i64);
                r.size = Some(sizes[n % 4]);
                kept.push(r);
            }
            let id = Id::new();
            let (root, made) = (tx.root(), tx.entry());
            kept.push(Row { root, id, place: String::new(), name: None, size: None, open: None, data: None, made, unmade: None });
            assert_eq!(db::bulk!(tx, &may, thing::table, kept.clone())?, kept.len());
            tx.record(Event::new("bulk.put").facts(&["thing"]), made)
        });
        let made = made.unwrap();
        let found: Vec<Row> = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<See>()?;
            Ok(thing::table.filter(thing::made.eq(made)).order(thing::id).load(tx.with(&may))?)
        }).unwrap();
        assert_eq!(found, kept);
    }

    fn a_nul_character_is_refused_and_nothing_is_kept(t: Bench) {
        t.table(DDL);
        let why = put(t, |root, made| (0..1500).map(|n| row(root, made, Some(if n == 1400 { "a\0b" } else { "a" }), n)).collect());
        assert!(matches!(why, Err(db::Error::Refused(_))), "{why:?}");
        assert_eq!(t.db.verify().unwrap()[0].facts, 0);
    }

    fn rows_that_the_entry_does_not_name_are_refused(t: Bench) {
        t.table(DDL);
        let quiet = t.db.write(&t.officer(), |tx| {
            let may = tx.may::<Change>()?;
            let rows = [row(tx.root(), tx.entry(), None, 1)];
            db::bulk!(tx, &may, thing::table, rows)?;
            tx.record(Event::new("bulk.quiet"), ())
        });
        assert!(matches!(quiet, Err(db::Error::Internal(_))), "{quiet:?}");
    }

    fn one_bad_row_undoes_all(t: Bench) {
        t.table(DDL);
        let id = Id::new();
        let twice = put(t, |root, made| (0..2500).map(|n| Row { id: if n % 2400 == 0 { id } else { Id::new() }, ..row(root, made, None, n) }).collect());
        assert!(matches!(twice, Err(db::Error::Conflict)), "{twice:?}");
        assert_eq!(t.db.verify().unwrap()[0].facts, 0);
        assert_eq!(put(t, |root, made| (0..2500).map(|n| row(root, made, None, n)).collect()).unwrap(), 2500);
    }

    fn only_rows_within_reach_are_found(t: Bench) {
        t.table(DDL);
        put(t, |root, made| (0..20).map(|n| row(root, made, None, n)).collect()).unwrap();
        let places = |grants: &[(Role, &str)]| -> Vec<String> {
            let grants = grants.iter().map(|(role, over)| Grant { role: *role, over: over.parse().unwrap(), columns: auth::Columns::NONE });
            let actor = auth::Actor::account(auth::Door::Session, t.root, Id::new(), None, grants.collect());
            t.db.read(&actor, |tx| {
                let may = tx.may::<See>()?;
                let query = thing::table.filter(thing::root.eq(may.root())).filter(db::within(&may, thing::place));
                Ok(query.order(thing::place).select(thing::place).load(tx.with(&may))?)
            }).unwrap()
        };
        assert_eq!(places(&[(Role::Officer, "")]).len(), 20);
        assert_eq!(places(&[(Role::Officer, "0003/"), (Role::Officer, "000a/")]), ["0003/", "000a/"]);
        assert!(places(&[(Role::Cadre, "")]).is_empty());
    }
}

/// Rows a second, printed by `cargo nextest run -p db --release bulk_rate --no-capture`.
#[test]
fn bulk_rate() {
    const ROWS: usize = if cfg!(debug_assertions) { 5_000 } else { 400_000 };
    for t in [Some(Bench::sqlite()), Bench::postgres()].into_iter().flatten() {
        t.table(DDL);
        let begin = std::time::Instant::now();
        let mut put_in = None;
        let count = t.db.write(&t.officer(), |tx| {
            let may = tx.may::<Change>()?;
            let (root, made) = (tx.root(), tx.entry());
            let rows = (0..ROWS).map(|n| row(root, made, Some("欧阳明"), n as i64));
            let count = db::bulk!(tx, &may, thing::table, rows)?;
            put_in = Some(begin.elapsed());
            tx.record(Event::new("bulk.put").facts(&["thing"]), count)
        });
        assert_eq!(count.unwrap(), ROWS);
        let (put_in, all) = (put_in.unwrap().as_secs_f64(), begin.elapsed().as_secs_f64());
        let checked = std::time::Instant::now();
        t.assert_ledger();
        let engine = if t.db.is_postgres() { "PostgreSQL" } else { "SQLite" };
        let (rate, verify) = (ROWS as f64 / put_in, checked.elapsed().as_secs_f64());
        println!(
            "{engine}: {ROWS} rows in {put_in:.2} s ({rate:.0}/s), recorded and committed after {all:.2} s, verified in {verify:.2} s"
        );
    }
}
