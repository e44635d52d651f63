//! Replaying the ledger against the records.

use std::collections::{BTreeMap, BTreeSet};

use auth::Root;
use base::Id;
use diesel::{
    ExpressionMethods, QueryDsl, QueryableByName, RunQueryDsl, SelectableHelper, sql_query,
    sql_types::{Binary, Text},
};

use crate::{
    Conn, Db, Entry, Result,
    catalog::{Catalog, Kind},
    ledger::{self, Head, Touched, commit, digest_ids, digest_rows, hex},
};

/// What a replay found in one root's data.
#[derive(Debug, serde::Serialize)]
pub struct Verdict {
    /// The root organisation.
    pub root: Id<Root>,
    /// Entries read.
    pub entries: i64,
    /// The hash of the last entry, hex: compare it with a copy kept elsewhere.
    pub head: String,
    /// Facts compared with what the ledger committed to.
    pub facts: u64,
    /// What is wrong. Empty when all is as it was written.
    pub findings: Vec<Finding>,
}

/// Something that is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub enum Finding {
    /// Entry `seq` is missing or out of order.
    Gap {
        /// The number that was expected.
        seq: i64,
    },
    /// The hash of entry `seq` does not follow from its content or its predecessor.
    Chain {
        /// The entry's number.
        seq: i64,
    },
    /// The payload of entry `seq` is not the one committed to.
    Payload {
        /// The entry's number.
        seq: i64,
    },
    /// The head does not stand at the last entry.
    Head,
    /// The rows of `table` that entry `seq` made or took back are not those it committed to.
    Facts {
        /// The entry's number.
        seq: i64,
        /// The table.
        table: String,
    },
    /// `table` holds `rows` rows whose entry does not exist or does not mention the table.
    Stray {
        /// The table.
        table: String,
        /// How many rows.
        rows: u64,
    },
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    entry: String,
    #[diesel(sql_type = Text)]
    line: String,
}

/// Per table and entry: rows made, ids taken back.
type Found = BTreeMap<String, (Vec<String>, Vec<String>)>;

impl Db {
    /// Replays every root's chain and compares the facts with it. Reads one consistent state; others may go on working.
    pub fn verify(&self) -> Result<Vec<Verdict>> {
        let catalog = self.catalog();
        self.snapshot(|conn| ledger::roots(conn)?.into_iter().map(|(root, _)| replay(conn, &catalog, root)).collect())
    }
}

fn replay(conn: &mut Conn, catalog: &Catalog, root: Id<Root>) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut head = Head { seq: 0, hash: vec![0; 32] };
    let mut promised: BTreeMap<String, BTreeMap<String, (i64, Touched)>> = BTreeMap::new();
    loop {
        let page: Vec<Entry> = ledger::ledger::table
            .filter(ledger::ledger::root.eq(root))
            .filter(ledger::ledger::seq.gt(head.seq))
            .order(ledger::ledger::seq)
            .limit(1000)
            .select(Entry::as_select())
            .load(conn)?;
        if page.is_empty() {
            break;
        }
        for e in page {
            if e.seq != head.seq + 1 {
                findings.push(Finding::Gap { seq: head.seq + 1 });
            }
            if e.prev != head.hash || e.computed_hash(root) != e.hash {
                findings.push(Finding::Chain { seq: e.seq });
            }
            if let (Some(salt), Some(payload)) = (&e.salt, &e.payload)
                && commit(salt, payload) != e.commitment
            {
                findings.push(Finding::Payload { seq: e.seq });
            }
            let facts: BTreeMap<String, Touched> = serde_json::from_str(&e.facts).unwrap_or_default();
            for (table, touched) in facts {
                promised.entry(table).or_default().insert(hex(e.entry.as_bytes()), (e.seq, touched));
            }
            head = Head { seq: e.seq, hash: e.hash };
        }
    }
    if ledger::head(conn, root)? != head {
        findings.push(Finding::Head);
    }
    let mut count = 0;
    for table in catalog.fact_tables() {
        count += compare(conn, catalog, table, root, promised.remove(table).unwrap_or_default(), &mut findings)?;
    }
    for (table, entries) in promised {
        findings.extend(entries.values().map(|(seq, _)| Finding::Facts { seq: *seq, table: table.clone() }));
    }
    Ok(Verdict { root, entries: head.seq, head: hex(&head.hash), facts: count, findings })
}

fn compare(
    conn: &mut Conn,
    catalog: &Catalog,
    table: &str,
    root: Id<Root>,
    promised: BTreeMap<String, (i64, Touched)>,
    findings: &mut Vec<Finding>,
) -> Result<u64> {
    let pg = conn.is_pg();
    let text = catalog.row_text(table, pg).unwrap_or_default();
    let (made, unmade, id) =
        (Kind::Bytes.as_text("made", pg), Kind::Bytes.as_text("unmade", pg), Kind::Bytes.as_text("id", pg));
    let mut found = Found::new();
    let mut lines = |entry: &str, line: &str, only: &str| -> Result<Vec<Line>> {
        let query = format!("SELECT {entry} AS entry, {line} AS line FROM \"{table}\" WHERE root = $1{only}");
        Ok(sql_query(query).bind::<Binary, _>(root).load(conn)?)
    };
    let mut count = 0;
    for l in lines(&made, &text, "")? {
        count += 1;
        found.entry(l.entry).or_default().0.push(l.line);
    }
    for l in lines(&unmade, &id, " AND unmade IS NOT NULL")? {
        found.entry(l.entry).or_default().1.push(l.line);
    }
    let strays: BTreeSet<&String> = found.keys().filter(|e| !promised.contains_key(*e)).collect();
    let stray_rows: usize = strays.iter().map(|e| found[*e].0.len() + found[*e].1.len()).sum();
    if stray_rows > 0 {
        findings.push(Finding::Stray { table: table.to_owned(), rows: stray_rows as u64 });
    }
    for (entry, (seq, touched)) in promised {
        let (rows, ids) = found.remove(&entry).unwrap_or_default();
        let now = Touched {
            made: rows.len() as u64,
            rows: digest_rows(&rows),
            unmade: ids.len() as u64,
            ids: digest_ids(ids),
        };
        if now != touched {
            findings.push(Finding::Facts { seq, table: table.to_owned() });
        }
    }
    Ok(count)
}
