//! The ledger: one hash-chained entry for each transaction that changed anything.
//!
//! An entry commits to its payload with a random salt, so that payload and salt can be erased and the chain still be
//! proved; and it commits to the facts it made and took back (`facts`: per table their number and a digest over the
//! rows), so that a row changed behind the program's back is found. `docs/why/ledger.md` gives the exact bytes.

use std::collections::BTreeMap;

use auth::{Actor, Root};
use base::{Id, Timestamp};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName, RunQueryDsl, SelectableHelper, sql_query,
    sql_types::Binary,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{Conn, Error, LedgerEntry, Result, catalog::Catalog, digest::touched};

diesel::table! {
    root (id) { id -> Binary, name -> Text, made_at -> BigInt, }
}
diesel::table! {
    ledger_head (root) { root -> Binary, seq -> BigInt, hash -> Binary, }
}
diesel::table! {
    ledger (root, seq) {
        root -> Binary,
        seq -> BigInt,
        entry -> Binary,
        at -> BigInt,
        actor -> Text,
        event -> Text,
        subject -> Nullable<Text>,
        facts -> Text,
        salt -> Nullable<Binary>,
        payload -> Nullable<Text>,
        commitment -> Binary,
        prev -> Binary,
        hash -> Binary,
    }
}

/// What happened, for the ledger.
#[derive(Debug)]
pub struct Event {
    name: &'static str,
    subject: Option<String>,
    tables: Vec<&'static str>,
    payload: serde_json::Value,
}

impl Event {
    /// An event with its name, `slice.happened`, such as `org.moved`.
    pub fn new(name: &'static str) -> Self {
        Self { name, subject: None, tables: Vec::new(), payload: serde_json::Value::Null }
    }
    /// Whom or what it is about: an id, never a name.
    pub fn about(mut self, subject: impl ToString) -> Self {
        self.subject = Some(subject.to_string());
        self
    }
    /// The fact tables in which this transaction may make rows or take them back. The entry commits to those rows; a
    /// transaction that changed facts of a table not named here is refused.
    pub fn facts(mut self, tables: &'static [&'static str]) -> Self {
        self.tables.extend(tables);
        self
    }
    pub(crate) fn tables(&self) -> &[&'static str] {
        &self.tables
    }
    /// More about it, kept under a salted commitment. Nothing from restricted columns.
    pub fn with(mut self, payload: impl Serialize) -> Result<Self> {
        self.payload = serde_json::to_value(payload).map_err(|e| Error::Internal(e.to_string()))?;
        Ok(self)
    }
}

/// Where a root's chain stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The number of entries.
    pub seq: i64,
    /// The hash of the last one; 32 zero bytes before the first.
    pub hash: Vec<u8>,
}

/// One entry as stored.
#[derive(diesel::Queryable, diesel::Selectable, Clone, Debug)]
#[diesel(table_name = ledger)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// Its id, which the facts that it made or took back carry.
    pub entry: Id<LedgerEntry>,
    /// When.
    pub at: Timestamp,
    /// Who: door and account id.
    pub actor: String,
    /// What.
    pub event: String,
    /// About whom or what.
    pub subject: Option<String>,
    /// What it made and took back, per table, as JSON.
    pub facts: String,
    /// The salt, unless erased.
    pub salt: Option<Vec<u8>>,
    /// The payload as JSON, unless erased.
    pub payload: Option<String>,
    /// The commitment to the payload.
    pub commitment: Vec<u8>,
    /// The hash of the entry before.
    pub prev: Vec<u8>,
    /// The hash of this entry.
    pub hash: Vec<u8>,
}

pub(crate) fn lock_head(conn: &mut Conn, of: Id<Root>) -> Result<Head> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        seq: i64,
        #[diesel(sql_type = Binary)]
        hash: Vec<u8>,
    }
    // SQLite's write lock is taken already by BEGIN IMMEDIATE.
    let lock = if conn.is_pg() { " FOR UPDATE" } else { "" };
    let row: Option<Row> = sql_query(format!("SELECT seq, hash FROM ledger_head WHERE root = $1{lock}"))
        .bind::<Binary, _>(of)
        .get_result(conn)
        .optional()?;
    row.map(|r| Head { seq: r.seq, hash: r.hash }).ok_or(Error::NotFound)
}

pub(crate) fn roots(conn: &mut Conn) -> Result<Vec<(Id<Root>, String)>> {
    Ok(root::table.select((root::id, root::name)).order(root::id).load(conn)?)
}

pub(crate) fn found_root(conn: &mut Conn, name: &str, now: Timestamp) -> Result<Id<Root>> {
    let id = Id::<Root>::new();
    diesel::insert_into(root::table)
        .values((root::id.eq(id), root::name.eq(name), root::made_at.eq(now)))
        .execute(conn)?;
    diesel::insert_into(ledger_head::table)
        .values((ledger_head::root.eq(id), ledger_head::seq.eq(0i64), ledger_head::hash.eq(vec![0u8; 32])))
        .execute(conn)?;
    Ok(id)
}

#[allow(clippy::too_many_arguments, reason = "private; each is one field of the entry")]
pub(crate) fn append(
    conn: &mut Conn,
    actor: &Actor,
    now: Timestamp,
    entry: Id<LedgerEntry>,
    head: &mut Head,
    catalog: &Catalog,
    event: Event,
    touched_tables: &[&str],
) -> Result<()> {
    let mut facts = BTreeMap::new();
    for table in touched_tables {
        facts.insert(table, touched(conn, catalog, table, actor.root(), entry)?);
    }
    let facts = serde_json::to_string(&facts).map_err(|e| Error::Internal(e.to_string()))?;
    let payload = event.payload.to_string();
    let mut salt = vec![0u8; 32];
    getrandom::fill(&mut salt).map_err(|e| Error::Internal(e.to_string()))?;
    let mut new = Entry {
        seq: head.seq + 1,
        entry,
        at: now,
        actor: actor.ledger_name(),
        event: event.name.to_owned(),
        subject: event.subject,
        facts,
        commitment: commit(&salt, &payload),
        salt: Some(salt),
        payload: Some(payload),
        prev: head.hash.clone(),
        hash: Vec::new(),
    };
    new.hash = new.computed_hash(actor.root());
    diesel::insert_into(ledger::table)
        .values((
            ledger::root.eq(actor.root()),
            ledger::seq.eq(new.seq),
            ledger::entry.eq(new.entry),
            ledger::at.eq(new.at),
            ledger::actor.eq(&new.actor),
            ledger::event.eq(&new.event),
            ledger::subject.eq(&new.subject),
            ledger::facts.eq(&new.facts),
            ledger::salt.eq(&new.salt),
            ledger::payload.eq(&new.payload),
            ledger::commitment.eq(&new.commitment),
            ledger::prev.eq(&new.prev),
            ledger::hash.eq(&new.hash),
        ))
        .execute(conn)?;
    *head = Head { seq: new.seq, hash: new.hash };
    diesel::update(ledger_head::table.filter(ledger_head::root.eq(actor.root())))
        .set((ledger_head::seq.eq(head.seq), ledger_head::hash.eq(&head.hash)))
        .execute(conn)?;
    Ok(())
}

/// The commitment to a payload: SHA-256 over a label, the salt and the payload's bytes.
pub(crate) fn commit(salt: &[u8], payload: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(b"xianneng ledger payload v1\0");
    field(&mut hash, salt);
    field(&mut hash, payload.as_bytes());
    hash.finalize().to_vec()
}

impl Entry {
    /// Its hash as people compare it: 64 hexadecimal digits.
    pub fn hash_shown(&self) -> String {
        hex(&self.hash)
    }
    /// The hash that this entry should have.
    pub(crate) fn computed_hash(&self, of: Id<Root>) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(b"xianneng ledger entry v1\0");
        field(&mut hash, of.as_bytes());
        field(&mut hash, &self.seq.to_be_bytes());
        field(&mut hash, self.entry.as_bytes());
        field(&mut hash, &self.at.0.to_be_bytes());
        field(&mut hash, self.actor.as_bytes());
        field(&mut hash, self.event.as_bytes());
        field(&mut hash, self.subject.as_deref().unwrap_or_default().as_bytes());
        field(&mut hash, self.facts.as_bytes());
        field(&mut hash, &self.commitment);
        field(&mut hash, &self.prev);
        hash.finalize().to_vec()
    }
}

/// A field of a hashed message: its length in eight bytes, then itself.
fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Where the chain of a root stands.
pub(crate) fn head(conn: &mut Conn, of: Id<Root>) -> Result<Head> {
    let (seq, hash) = ledger_head::table
        .filter(ledger_head::root.eq(of))
        .select((ledger_head::seq, ledger_head::hash))
        .first(conn)?;
    Ok(Head { seq, hash })
}

/// The entry with that number.
pub(crate) fn by_number(conn: &mut Conn, of: Id<Root>, number: i64) -> Result<Option<Entry>> {
    let one = ledger::table.filter(ledger::root.eq(of)).filter(ledger::seq.eq(number)).select(Entry::as_select());
    Ok(one.get_result(conn).optional()?)
}

/// Entries by their ids, newest first.
pub(crate) fn by_id(conn: &mut Conn, of: Id<Root>, ids: &[Id<LedgerEntry>]) -> Result<Vec<Entry>> {
    let mut all: Vec<Entry> = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let rows: Vec<Entry> = ledger::table
            .filter(ledger::root.eq(of))
            .filter(ledger::entry.eq_any(some.to_vec()))
            .select(Entry::as_select())
            .load(conn)?;
        all.extend(rows);
    }
    all.sort_by_key(|e| std::cmp::Reverse(e.seq));
    Ok(all)
}

/// The latest entries with one of these events, newest first.
pub(crate) fn by_event(conn: &mut Conn, of: Id<Root>, events: &[&str], limit: i64) -> Result<Vec<Entry>> {
    let events: Vec<String> = events.iter().map(|e| (*e).to_owned()).collect();
    Ok(ledger::table
        .filter(ledger::root.eq(of))
        .filter(ledger::event.eq_any(events))
        .order(ledger::seq.desc())
        .limit(limit)
        .select(Entry::as_select())
        .load(conn)?)
}
