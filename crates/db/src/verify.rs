//! Replaying the ledger against the records.

use std::collections::{BTreeMap, BTreeSet};

use auth::Root;
use base::Id;
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};

use crate::{
    Conn, Db, Entry, Result,
    catalog::{Catalog, listed},
    digest::{Rows, Side, Touched},
    ledger::{self, Head, commit, hex},
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

/// By entry.
type Promises = BTreeMap<Vec<u8>, Promise>;

impl Db {
    /// Replays every root's chain and compares the facts with it. Reads one consistent state; others may go on working.
    /// Memory grows with the number of entries (some 200 bytes for each table that one touched), not with the rows.
    pub fn verify(&self) -> Result<Vec<Verdict>> {
        let catalog = self.catalog();
        self.snapshot(|conn| replay_all(conn, &catalog))
    }
}

impl Db {
    /// The text of each row that entries commit to, without column `but`: for tests that compare the engines.
    #[doc(hidden)]
    pub fn canonical(&self, table: &str, but: &str) -> Result<Vec<String>> {
        let mut catalog = (*self.catalog()).clone();
        for columns in catalog.tables.values_mut() {
            columns.remove(but);
        }
        self.snapshot(|conn| {
            let mut lines = Vec::new();
            let columns = catalog.committed(table);
            let query = format!("SELECT NULL, {} FROM \"{table}\" ORDER BY id", listed(&columns));
            conn.each_line(&query, None, None, |l| {
                lines.push(l.text(&columns));
                Ok(())
            })?;
            Ok(lines)
        })
    }
}

pub(crate) fn replay_all(conn: &mut Conn, catalog: &Catalog) -> Result<Vec<Verdict>> {
    ledger::roots(conn)?.into_iter().map(|(root, _)| replay(conn, catalog, root)).collect()
}

fn replay(conn: &mut Conn, catalog: &Catalog, root: Id<Root>) -> Result<Verdict> {
    let mut findings = Vec::new();
    let mut head = Head { seq: 0, hash: vec![0; 32] };
    let mut promised: BTreeMap<String, Promises> = BTreeMap::new();
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
            let as_committed = match (&e.salt, &e.payload) {
                (Some(salt), Some(payload)) => commit(salt, payload) == e.commitment,
                // both erased; half of the two would be a payload that nothing vouches for
                (None, None) => true,
                _ => false,
            };
            if !as_committed {
                findings.push(Finding::Payload { seq: e.seq });
            }
            let facts: BTreeMap<String, Touched> = serde_json::from_str(&e.facts).unwrap_or_default();
            for (table, touched) in facts {
                let promise = Promise::new(e.seq, touched);
                promised.entry(table).or_default().insert(e.entry.as_bytes().to_vec(), promise);
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
        findings.extend(entries.values().map(|p| Finding::Facts { seq: p.seq, table: table.clone() }));
    }
    Ok(Verdict { root, entries: head.seq, head: hex(&head.hash), facts: count, findings })
}

/// What an entry promised about one table and has not been found yet: its number, and per side how many and their digest.
struct Promise {
    seq: i64,
    made: Option<(u64, String)>,
    unmade: Option<(u64, String)>,
}
impl Promise {
    fn new(seq: i64, t: Touched) -> Self {
        let some = |count, digest| (count > 0).then_some((count, digest));
        Self { seq, made: some(t.made, t.rows), unmade: some(t.unmade, t.ids) }
    }
    fn side(&mut self, side: Side) -> &mut Option<(u64, String)> {
        if side == Side::Made { &mut self.made } else { &mut self.unmade }
    }
}

/// Compares a table with what was promised. Rows come ordered by their entry, so that only one entry's hashes are held.
fn compare(
    conn: &mut Conn,
    catalog: &Catalog,
    table: &str,
    root: Id<Root>,
    mut promised: Promises,
    findings: &mut Vec<Finding>,
) -> Result<u64> {
    let (mut facts, mut stray) = (0, 0);
    let mut wrong = BTreeSet::new();
    for side in [Side::Made, Side::Unmade] {
        let column = side.column();
        let columns = side.columns(catalog, table);
        let query = format!("{} AND \"{column}\" IS NOT NULL ORDER BY \"{column}\"", side.select(table, &columns));
        let (mut entry, mut rows, mut text) = (Vec::new(), Rows::default(), String::new());
        let mut close = |entry: &[u8], rows: &mut Rows| {
            let found = rows.digest();
            match promised.get_mut(entry) {
                _ if found.0 == 0 => {}
                None => stray += found.0,
                Some(promise) => {
                    if promise.side(side).take() != Some(found) {
                        wrong.insert(promise.seq);
                    }
                }
            }
        };
        conn.each_line(&query, Some(root.as_bytes()), None, |l| {
            l.write(&columns, &mut text);
            let next = l.entry.unwrap_or_default();
            if next != entry {
                close(&entry, &mut rows);
                entry = next;
            }
            facts += u64::from(side == Side::Made);
            rows.add(side, &text);
            Ok(())
        })?;
        close(&entry, &mut rows);
    }
    wrong.extend(promised.values().filter(|p| p.made.is_some() || p.unmade.is_some()).map(|p| p.seq));
    if stray > 0 {
        findings.push(Finding::Stray { table: table.to_owned(), rows: stray });
    }
    findings.extend(wrong.into_iter().map(|seq| Finding::Facts { seq, table: table.to_owned() }));
    Ok(facts)
}
