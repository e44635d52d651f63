//! Where items wait, and what the database remembers of the log's files.

use auth::{Action, Permit};
use base::{Id, Say, Timestamp};
use db::{Books, Read, Result, Write};
use diesel::prelude::*;
use tlog::{Field, Hash, Head};

use crate::{Item, rules::Publication};

diesel::table! {
    log_item (root, item) {
        root -> Binary,
        item -> Binary,
        at -> BigInt,
        kind -> Text,
        subject -> Text,
        reference -> Binary,
        rule -> Nullable<Binary>,
        commitments -> Text,
        supersedes -> Nullable<Binary>,
        position -> Nullable<BigInt>,
    }
}
diesel::table! {
    log_open (root, item, place) {
        root -> Binary,
        item -> Binary,
        place -> BigInt,
        name -> Text,
        value -> Text,
        salt -> Binary,
        shown -> Bool,
    }
}
diesel::table! {
    log_head (root) {
        root -> Binary,
        size -> BigInt,
        hash -> Binary,
        shown -> BigInt,
        at -> BigInt,
        trouble_zh -> Text,
        trouble_en -> Text,
    }
}

/// An item as kept.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = log_item)]
pub(crate) struct Row {
    pub(crate) item: Id<Item>,
    pub(crate) at: Timestamp,
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) reference: Vec<u8>,
    pub(crate) rule: Option<Vec<u8>>,
    pub(crate) commitments: String,
    pub(crate) supersedes: Option<Id<Item>>,
    pub(crate) position: Option<i64>,
}

/// A field that is kept open.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = log_open)]
pub(crate) struct Open {
    pub(crate) item: Id<Item>,
    pub(crate) place: i64,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) salt: Vec<u8>,
    pub(crate) shown: bool,
}

/// What the database remembers of the files.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = log_head)]
pub(crate) struct Remembered {
    pub(crate) size: i64,
    pub(crate) hash: Vec<u8>,
    pub(crate) at: Timestamp,
    pub(crate) trouble_zh: String,
    pub(crate) trouble_en: String,
}
impl Remembered {
    pub(crate) fn head(&self) -> Option<Head> {
        let hash = self.hash.clone().try_into().ok()?;
        Some(Head { size: u64::try_from(self.size).ok()?, root: Hash(hash) })
    }
    pub(crate) fn trouble(&self) -> Option<Say> {
        Some(Say::new(&self.trouble_zh, &self.trouble_en)).filter(|say| !say.en.is_empty())
    }
}

/// The commitments of an item's fields as they are kept: in hexadecimal, apart by blanks.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn lines<A: Action>(
    may: &Permit<A>,
    now: Timestamp,
    new: &Publication,
    fields: &[Field],
    reference: [u8; 16],
    supersedes: Option<Id<Item>>,
    conn: &mut db::Conn,
) -> Result<Id<Item>> {
    let item = Id::<Item>::new();
    let commitments: Vec<String> = fields.iter().map(|f| hex(&f.commitment())).collect();
    diesel::insert_into(log_item::table)
        .values((
            log_item::root.eq(may.root()),
            log_item::item.eq(item),
            log_item::at.eq(now),
            log_item::kind.eq(new.kind),
            log_item::subject.eq(&new.subject),
            log_item::reference.eq(reference.to_vec()),
            log_item::rule.eq(new.rule.map(|r| r.to_vec())),
            log_item::commitments.eq(commitments.join(" ")),
            log_item::supersedes.eq(supersedes),
        ))
        .execute(conn)?;
    for (place, (field, said)) in fields.iter().zip(&new.fields).enumerate() {
        diesel::insert_into(log_open::table)
            .values((
                log_open::root.eq(may.root()),
                log_open::item.eq(item),
                log_open::place.eq(place as i64),
                log_open::name.eq(&field.name),
                log_open::value.eq(&field.value),
                log_open::salt.eq(field.salt.to_vec()),
                log_open::shown.eq(said.shown),
            ))
            .execute(conn)?;
    }
    Ok(item)
}

/// Puts an item with its sealed fields in the queue.
pub(crate) fn insert<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    new: &Publication,
    fields: &[Field],
    reference: [u8; 16],
    supersedes: Option<Id<Item>>,
) -> Result<Id<Item>> {
    let now = tx.now();
    lines(may, now, new, fields, reference, supersedes, tx.with(may))
}

/// The same for what the program itself publishes, without an entry in the ledger.
pub(crate) fn insert_own<A: Action>(
    tx: &mut Books<'_>,
    may: &Permit<A>,
    new: &Publication,
    fields: &[Field],
    reference: [u8; 16],
) -> Result<Id<Item>> {
    let now = tx.now();
    lines(may, now, new, fields, reference, None, tx.with(may))
}

/// Items without a place, oldest first.
pub(crate) fn waiting<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, most: i64) -> Result<Vec<Row>> {
    let all = log_item::table.filter(log_item::root.eq(may.root())).filter(log_item::position.is_null());
    Ok(all.order(log_item::item).limit(most).select(Row::as_select()).load(tx.with(may))?)
}

/// The number of items that have a place.
pub(crate) fn next_position<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<u64> {
    let all = log_item::table.filter(log_item::root.eq(may.root()));
    let last: Option<i64> = all.select(diesel::dsl::max(log_item::position)).get_result(tx.with(may))?;
    Ok(last.map_or(0, |l| u64::try_from(l).unwrap_or(0) + 1))
}

/// The item with this reference gets its place.
pub(crate) fn place<A: Action>(tx: &mut Books<'_>, may: &Permit<A>, reference: &[u8], position: u64) -> Result<bool> {
    let one = log_item::table
        .filter(log_item::root.eq(may.root()))
        .filter(log_item::reference.eq(reference.to_vec()))
        .filter(log_item::position.is_null());
    Ok(diesel::update(one).set(log_item::position.eq(Some(position as i64))).execute(tx.with(may))? > 0)
}

/// The items with these numbers in the log, and their open fields.
pub(crate) fn at<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    from: u64,
    until: u64,
) -> Result<Vec<(Row, Vec<Open>)>> {
    let rows: Vec<Row> = log_item::table
        .filter(log_item::root.eq(may.root()))
        .filter(log_item::position.ge(from as i64).and(log_item::position.lt(until as i64)))
        .order(log_item::position.desc())
        .select(Row::as_select())
        .load(tx.with(may))?;
    with_fields(tx, may, rows)
}

fn with_fields<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, rows: Vec<Row>) -> Result<Vec<(Row, Vec<Open>)>> {
    let ids: Vec<Id<Item>> = rows.iter().map(|r| r.item).collect();
    let open: Vec<Open> = log_open::table
        .filter(log_open::root.eq(may.root()).and(log_open::item.eq_any(ids)))
        .order((log_open::item, log_open::place))
        .select(Open::as_select())
        .load(tx.with(may))?;
    let of = |row: Row| {
        let fields = open.iter().filter(|o| o.item == row.item).cloned().collect();
        (row, fields)
    };
    Ok(rows.into_iter().map(of).collect())
}

/// The item, with its open fields.
pub(crate) fn find<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, item: Id<Item>) -> Result<Option<(Row, Vec<Open>)>> {
    let one = log_item::table.filter(log_item::root.eq(may.root()).and(log_item::item.eq(item)));
    let rows: Vec<Row> = one.select(Row::as_select()).load(tx.with(may))?;
    Ok(with_fields(tx, may, rows)?.pop())
}

/// The newest item of that kind about that subject.
pub(crate) fn newest<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    kind: &str,
    subject: Option<&str>,
) -> Result<Option<Row>> {
    let mut all =
        log_item::table.filter(log_item::root.eq(may.root()).and(log_item::kind.eq(kind.to_owned()))).into_boxed();
    if let Some(subject) = subject {
        all = all.filter(log_item::subject.eq(subject.to_owned()));
    }
    let newest = all.order(log_item::item.desc()).limit(1).select(Row::as_select());
    Ok(newest.get_result(tx.with(may)).optional()?)
}

/// The kinds and places of what was published about a subject, the latest first.
pub(crate) fn places<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    kinds: &[&str],
    subject: &str,
) -> Result<Vec<(String, Option<u64>)>> {
    let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
    let all = log_item::table
        .filter(log_item::root.eq(may.root()).and(log_item::kind.eq_any(kinds)))
        .filter(log_item::subject.eq(subject.to_owned()))
        .order(log_item::item.desc())
        .select((log_item::kind, log_item::position));
    let rows: Vec<(String, Option<i64>)> = all.load(tx.with(may))?;
    Ok(rows.into_iter().map(|(kind, at)| (kind, at.and_then(|at| u64::try_from(at).ok()))).collect())
}

/// How many items wait.
pub(crate) fn count_waiting<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<i64> {
    let all = log_item::table.filter(log_item::root.eq(may.root())).filter(log_item::position.is_null());
    Ok(all.count().get_result(tx.with(may))?)
}

/// Destroys value and salt of fields; gives the places that there were.
pub(crate) fn destroy<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    item: Id<Item>,
    names: &[String],
) -> Result<usize> {
    let gone = log_open::table
        .filter(log_open::root.eq(may.root()).and(log_open::item.eq(item)))
        .filter(log_open::name.eq_any(names.to_vec()));
    Ok(diesel::delete(gone).execute(tx.with(may))?)
}

/// What the database remembers.
pub(crate) fn remembered<A: Action>(tx: &mut Read<'_>, may: &Permit<A>) -> Result<Option<Remembered>> {
    let one = log_head::table.filter(log_head::root.eq(may.root())).select(Remembered::as_select());
    Ok(one.get_result(tx.with(may)).optional()?)
}

/// Remembers the head that was signed, the size that is shown, and what went wrong.
pub(crate) fn remember<A: Action>(
    tx: &mut Books<'_>,
    may: &Permit<A>,
    head: Head,
    shown: u64,
    trouble: Option<&Say>,
) -> Result<()> {
    let now = tx.now();
    let (zh, en) = trouble.map_or(("", ""), |say| (say.zh.as_str(), say.en.as_str()));
    diesel::delete(log_head::table.filter(log_head::root.eq(may.root()))).execute(tx.with(may))?;
    diesel::insert_into(log_head::table)
        .values((
            log_head::root.eq(may.root()),
            log_head::size.eq(head.size as i64),
            log_head::hash.eq(head.root.0.to_vec()),
            log_head::shown.eq(shown as i64),
            log_head::at.eq(now),
            log_head::trouble_zh.eq(zh),
            log_head::trouble_en.eq(en),
        ))
        .execute(tx.with(may))?;
    Ok(())
}

auth::actions! {
    /// Keep the log's queue: the program itself.
    Keep: See "log.keep" [Administrator];
}
