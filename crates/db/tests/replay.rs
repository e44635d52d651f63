//! The same rows have the same digest on both engines, whatever is in them; and changed facts are found.
#![allow(missing_docs, reason = "tables of a test")]

use auth::Root;
use base::Id;
use db::{Event, Finding, LedgerEntry};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use proptest::prelude::*;
use testkit::Bench;

auth::actions! {
    /// Look.
    See: See "replay.see" [Officer];
    /// Change.
    Change: Change "replay.change" [Officer];
}

diesel::table! {
    thing (root, id) {
        root -> Binary, id -> Binary, a -> Nullable<Text>, b -> Nullable<Text>, n -> Nullable<BigInt>,
        yes -> Nullable<Bool>, data -> Nullable<Binary>, made -> Binary, unmade -> Nullable<Binary>,
    }
}
const DDL: &str = "CREATE TABLE thing (root BYTEA NOT NULL, id BYTEA NOT NULL, a TEXT, b TEXT, n BIGINT, yes BOOLEAN, \
                   data BYTEA, made BYTEA NOT NULL, unmade BYTEA, PRIMARY KEY (root, id))";

#[derive(diesel::Insertable, Clone, Debug)]
#[diesel(table_name = thing, treat_none_as_default_value = false)]
struct Row {
    root: Id<Root>,
    id: Id<Row>,
    a: Option<String>,
    b: Option<String>,
    n: Option<i64>,
    yes: Option<bool>,
    data: Option<Vec<u8>>,
    made: Id<LedgerEntry>,
}

type Values = (Option<String>, Option<String>, Option<i64>, Option<bool>, Option<Vec<u8>>);

/// Puts the rows in under given ids and gives what the entry committed to.
fn put(t: &Bench, rows: &[Values]) -> String {
    let root = Id::from_bytes([1; 16]);
    let name = "INSERT INTO root (id, name, made_at) VALUES";
    let head = "INSERT INTO ledger_head (root, seq, hash) VALUES";
    let (id, zero) = if t.db.is_postgres() {
        (format!("'\\x{}'", "01".repeat(16)), format!("'\\x{}'", "00".repeat(32)))
    } else {
        (format!("x'{}'", "01".repeat(16)), format!("x'{}'", "00".repeat(32)))
    };
    t.forge(&format!("{name} ({id}, 'a', 0) ON CONFLICT DO NOTHING; {head} ({id}, 0, {zero}) ON CONFLICT DO NOTHING;"));
    t.db.write(&auth::Actor::console(root), |tx| {
        let may = tx.may::<Change>()?;
        let made = tx.entry();
        let rows = rows.iter().cloned().enumerate().map(|(i, (a, b, n, yes, data))| {
            let id = Id::from_bytes((i as u128).to_be_bytes());
            Row { root, id, a, b, n, yes, data, made }
        });
        db::bulk!(tx, &may, thing::table, rows)?;
        tx.record(Event::new("replay.put").facts(&["thing"]), ())
    })
    .unwrap();
    diesel::table! { ledger (root, seq) { root -> Binary, seq -> BigInt, facts -> Text, } }
    t.db.read(&auth::Actor::console(root), |tx| {
        let may = tx.may::<See>()?;
        let query = ledger::table.filter(ledger::root.eq(root)).order(ledger::seq.desc());
        Ok(query.select(ledger::facts).first(tx.with(&may))?)
    })
    .unwrap()
}

fn text() -> impl Strategy<Value = Option<String>> {
    let any = prop::collection::vec(any::<char>().prop_filter("refused on both", |c| *c != '\0'), 0..12);
    let awkward =
        prop_oneof![Just("b=1:x;"), Just("a=0:;"), Just("𠮷野家🈶"), Just("e\u{301}\u{200d}"), Just("'\"\\\t\r\n")];
    prop::option::of(prop_oneof![any.prop_map(|c| c.into_iter().collect()), awkward.prop_map(str::to_owned)])
}
fn integer() -> impl Strategy<Value = Option<i64>> {
    prop::option::of(prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), Just(-1), any::<i64>()])
}

/// The entry's id is chance, and part of each row's text; so what is compared leaves the column `made` out.
#[test]
fn the_engines_agree_on_every_value() {
    let (sqlite, Some(postgres)) = (Bench::sqlite(), Bench::postgres()) else { return };
    for t in [&sqlite, &postgres] {
        t.table(DDL);
        t.forge("CREATE TABLE seen (line TEXT)");
    }
    let row = (text(), text(), integer(), any::<Option<bool>>(), any::<Option<Vec<u8>>>());
    proptest!(ProptestConfig::with_cases(60), |(rows in prop::collection::vec(row, 1..8))| {
        let lines = [&sqlite, &postgres].map(|t| {
            put(t, &rows);
            let lines = t.db.canonical("thing", "made").unwrap();
            t.forge("DELETE FROM thing");
            lines
        });
        prop_assert_eq!(&lines[0], &lines[1]);
        // and rows carried over as text are the same rows
        for t in [&sqlite, &postgres] {
            let lines: Vec<String> = lines[0].iter().map(|l| format!("{l}made=2:00;")).collect();
            t.db.put_lines("thing", &lines).unwrap();
            prop_assert_eq!(&t.db.canonical("thing", "made").unwrap(), &lines.iter().map(|l| l.replace("made=2:00;", "")).collect::<Vec<_>>());
            t.forge("DELETE FROM thing");
        }
        prop_assert_eq!(lines[0].len(), rows.len());
        // different rows have different texts
        let mut all = lines[0].clone();
        all.sort();
        all.dedup();
        prop_assert_eq!(all.len(), rows.len());
    });
}

testkit::on_both_engines! {
    fn a_changed_added_or_removed_fact_is_found(t: Bench) {
        t.table(DDL);
        let fine = |b: &Bench| b.db.verify().unwrap().iter().all(|v| v.findings.is_empty());
        let rows: Vec<Values> = (0..5).map(|n| (Some(format!("名{n}")), None, Some(n), None, None)).collect();
        put(t, &rows);
        assert!(fine(t));
        for (forgery, mend) in [
            ("UPDATE thing SET a = '改' WHERE n = 1", "UPDATE thing SET a = '名1' WHERE n = 1"),
            ("UPDATE thing SET b = '' WHERE n = 2", "UPDATE thing SET b = NULL WHERE n = 2"),
            ("UPDATE thing SET n = NULL WHERE n = 3", "UPDATE thing SET n = 3 WHERE n IS NULL"),
            ("UPDATE thing SET unmade = made WHERE n = 1", "UPDATE thing SET unmade = NULL"),
            ("UPDATE thing SET made = id WHERE n = 1", "UPDATE thing SET made = (SELECT made FROM thing WHERE n = 2) WHERE n = 1"),
        ] {
            t.forge(forgery);
            let findings: Vec<Finding> = t.db.verify().unwrap().into_iter().flat_map(|v| v.findings).collect();
            assert!(matches!(&findings[..], [.., Finding::Facts { seq: 1, .. }]), "{forgery}: {findings:?}");
            t.forge(mend);
            assert!(fine(t), "{mend}");
        }
        t.forge("DELETE FROM thing WHERE n = 4");
        assert!(!fine(t));
        t.forge("DELETE FROM thing; DELETE FROM ledger; UPDATE ledger_head SET seq = 0, hash = (SELECT hash FROM ledger_head WHERE seq = 0 LIMIT 1)");
    }
}
