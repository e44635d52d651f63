//! Restricted columns, encrypted at rest.
//!
//! A value is sealed with XChaCha20-Poly1305 under a key that is not in the database, and bound to its place (root,
//! table, row, column): a box copied to another row does not open. Its bytes: version (1), key number (4), nonce (24),
//! ciphertext with tag.

use auth::{Action, ColumnGroup, Kind, Path, Permit, PersonKey, Root};
use base::{Id, Say};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use diesel::{
    QueryableByName, RunQueryDsl,
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_query,
    sql_types::Binary,
};

use crate::{Books, Conn, Db, Error, Keys, Read, Result, Write, keys::Key, ledger::hex};

/// A sealed value as it lies in its column (`BYTEA`). Shows nothing of what is in it but its approximate length.
#[derive(AsExpression, FromSqlRow, Clone, PartialEq, Eq)]
#[diesel(sql_type = Binary)]
pub struct Sealed(Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sealed")
    }
}
impl<DB: Backend> ToSql<Binary, DB> for Sealed
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(&self.0, out)
    }
}
impl<DB: Backend> FromSql<Binary, DB> for Sealed
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(b: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Vec::from_sql(b)?))
    }
}

/// The place of a sealed value: table, row and column. The row is the fact's id, or another id that never changes.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    table: &'static str,
    column: &'static str,
    row: [u8; 16],
}
impl Cell {
    /// Column `column` of row `row` of `table`.
    pub fn new<T>(table: &'static str, column: &'static str, row: Id<T>) -> Self {
        Self { table, column, row: *row.as_bytes() }
    }
}

/// Whose restricted value it is, for the policy.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The group the column belongs to.
    pub group: ColumnGroup,
    /// Where that person is in the unit tree.
    pub place: &'a Path,
    /// The person, so that one may see one's own.
    pub person: Id<PersonKey>,
}

/// Makes keyed fingerprints of values.
pub trait Prints {
    /// A keyed fingerprint of a value, to be kept beside its box: equal values of the same `index` have equal
    /// fingerprints, and without the key nothing can be guessed from one. For exact search of identity numbers.
    ///
    /// # Errors
    /// No key.
    fn blind(&self, index: &'static str, plain: &str) -> Result<[u8; 32]>;
}

/// Seals and fingerprints values of one organisation without the transaction's connection, so that many can be prepared
/// on other threads while it writes.
#[derive(Clone, Copy)]
pub struct Sealer<'a> {
    keys: Option<&'a Keys>,
    root: Id<Root>,
}
impl Sealer<'_> {
    /// The organisation.
    pub fn root(&self) -> Id<Root> {
        self.root
    }
    /// Seals a value for its place. Seeing it again needs a permit to reveal.
    ///
    /// # Errors
    /// No key.
    pub fn seal(&self, cell: Cell, plain: &str) -> Result<Sealed> {
        let key = self.keys.ok_or_else(|| no_key(None))?.newest()?;
        let mut nonce = [0u8; 24];
        getrandom::fill(&mut nonce).map_err(|e| Error::Internal(e.to_string()))?;
        let payload = Payload { msg: plain.as_bytes(), aad: &place(self.root, &cell) };
        let sealed = cipher(key)?
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Error::Internal("a value could not be sealed".to_owned()))?;
        Ok(Sealed([&[VERSION][..], &key.id, &nonce, &sealed].concat()))
    }
}
impl Prints for Sealer<'_> {
    fn blind(&self, index: &'static str, plain: &str) -> Result<[u8; 32]> {
        blind(self.keys.ok_or_else(|| no_key(None))?, self.root, index, plain)
    }
}
impl Prints for Read<'_> {
    fn blind(&self, index: &'static str, plain: &str) -> Result<[u8; 32]> {
        blind(self.keys()?, self.root(), index, plain)
    }
}
impl Prints for Write<'_> {
    fn blind(&self, index: &'static str, plain: &str) -> Result<[u8; 32]> {
        (**self).blind(index, plain)
    }
}

fn blind(keys: &Keys, root: Id<Root>, index: &str, plain: &str) -> Result<[u8; 32]> {
    keys.first()?.mac("xianneng blind index v1", &[root.as_bytes(), index.as_bytes(), plain.as_bytes()])
}

impl Books<'_> {
    /// What seals values that are no facts, such as the draft of an application.
    pub fn sealer<A: Action>(&self, _: &Permit<A>) -> Sealer<'_> {
        Sealer { keys: self.keys().ok(), root: self.root() }
    }
}
impl Prints for Books<'_> {
    fn blind(&self, index: &'static str, plain: &str) -> Result<[u8; 32]> {
        (**self).blind(index, plain)
    }
}

impl<'a> Write<'a> {
    /// What seals values for the holder of a permit to change.
    pub fn sealer<A: Action>(&self, _: &Permit<A>) -> Sealer<'a> {
        Sealer { keys: self.keys().ok(), root: self.root() }
    }

    /// Opens a sealed value. Only an action of [`Kind::Reveal`] may (another does not compile), only where the permit
    /// shows that group of columns or the value is the actor's own, and only in a transaction that writes, because a
    /// reveal leaves an entry in the ledger.
    ///
    /// ```compile_fail,E0080
    /// auth::actions! {
    ///     /// Look.
    ///     See: See "people.see" [Officer];
    /// }
    /// fn peep(tx: &db::Write<'_>, may: &auth::Permit<See>, of: db::Whose<'_>, cell: db::Cell, s: &db::Sealed) {
    ///     let _ = tx.unseal(may, of, cell, s); // looking is not revealing
    /// }
    /// fn main() {
    ///     let _ = peep as fn(&db::Write<'_>, &auth::Permit<See>, db::Whose<'_>, db::Cell, &db::Sealed);
    /// }
    /// ```
    pub fn unseal<A: Action>(&self, may: &Permit<A>, of: Whose<'_>, cell: Cell, sealed: &Sealed) -> Result<String> {
        const { assert!(matches!(A::KIND, Kind::Reveal), "only an action of Kind::Reveal opens a sealed value") };
        if !may.shows(of.group, of.place) && may.own() != Some(of.person) {
            return Err(auth::Denied { action: A::NAME }.into());
        }
        let damaged = || Error::Corrupt(format!("a sealed value of {}.{} does not open", cell.table, cell.column));
        let (head, rest) = sealed.0.split_at_checked(5).ok_or_else(damaged)?;
        let (nonce, ciphertext) = rest.split_at_checked(24).ok_or_else(damaged)?;
        if head[0] != VERSION {
            return Err(damaged());
        }
        let keys = self.keys()?;
        let key = keys.by_id(&head[1..]).ok_or_else(|| no_key(Some(&hex(&head[1..]))))?;
        let payload = Payload { msg: ciphertext, aad: &place(self.root(), &cell) };
        let plain = cipher(key)?.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| damaged())?;
        String::from_utf8(plain).map_err(|_| damaged())
    }
}

const VERSION: u8 = 1;

fn cipher(key: &Key) -> Result<XChaCha20Poly1305> {
    Ok(XChaCha20Poly1305::new(&key.mac("xianneng seal v1", &[])?.into()))
}

/// What a box is bound to.
fn place(root: Id<Root>, cell: &Cell) -> Vec<u8> {
    let mut all = Vec::new();
    for part in [root.as_bytes(), cell.table.as_bytes(), cell.row.as_slice(), cell.column.as_bytes()] {
        all.extend((part.len() as u64).to_be_bytes());
        all.extend(part);
    }
    all
}

/// Why a sealed value cannot be read or made.
pub(crate) fn no_key(id: Option<&str>) -> Error {
    let (zh, en) = id.map(|id| (format!("（编号 {id}）"), format!(" ({id})"))).unwrap_or_default();
    Error::Refused(Say::new(
        format!(
            "缺少密钥{zh}：身份证号、健康和家庭信息无法读写，其他内容不受影响。请把密钥文件放回原处（或用 --keys 指明位置）后重新启动；\
             密钥丢失则这些内容无法恢复，只能重新录入。"
        ),
        format!(
            "The key{en} is missing: identity numbers, health and family data can be neither read nor written; everything \
             else works. Put the key file back in its place (or name it with --keys) and start again. If it is lost, these \
             values cannot be recovered and must be entered anew."
        ),
    ))
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Binary)]
    key_id: Vec<u8>,
    #[diesel(sql_type = Binary)]
    proof: Vec<u8>,
}

impl Db {
    /// What is wrong with the keys, if anything: for `doctor` and the administrator's page.
    pub fn missing_keys(&self) -> Result<Option<Say>> {
        let known = self.snapshot(known)?;
        let has = |k: &Known| self.keys().is_some_and(|keys| keys.by_id(&k.key_id).is_some());
        Ok(match known.iter().find(|k| !has(k)) {
            Some(k) => Some(sentence(no_key(Some(&hex(&k.key_id))))),
            None if self.keys().is_none() => Some(sentence(no_key(None))),
            None => None,
        })
    }

    /// Compares the keys with the proofs kept in the database; proofs of new keys are added.
    pub(crate) fn settle_keys(&self) -> Result<()> {
        let (Some(keys), true) = (self.keys(), self.catalog().tables.contains_key("sealing")) else { return Ok(()) };
        if self.snapshot(|conn| unsettled(keys, &known(conn)?))?.is_empty() {
            return Ok(());
        }
        self.change(|conn| add_proofs(conn, keys))
    }
}

fn add_proofs(conn: &mut Conn, keys: &Keys) -> Result<()> {
    if conn.is_pg() {
        sql_query("LOCK TABLE sealing IN EXCLUSIVE MODE").execute(conn)?;
    }
    let known = known(conn)?;
    for key in unsettled(keys, &known)? {
        sql_query("INSERT INTO sealing (key_id, proof) VALUES ($1, $2)")
            .bind::<Binary, _>(key.id.to_vec())
            .bind::<Binary, _>(proof(key)?.to_vec())
            .execute(conn)?;
    }
    Ok(())
}

fn known(conn: &mut Conn) -> Result<Vec<Known>> {
    Ok(sql_query("SELECT key_id, proof FROM sealing ORDER BY key_id").load(conn)?)
}

/// The keys whose proofs are not in the database yet; refuses keys that are not this database's.
fn unsettled<'k>(keys: &'k Keys, known: &[Known]) -> Result<Vec<&'k Key>> {
    let mut new = Vec::new();
    for key in keys.all() {
        match known.iter().find(|k| k.key_id == key.id) {
            Some(k) if k.proof == proof(key)? => {}
            Some(_) => return Err(wrong_keys(known)),
            None => new.push(key),
        }
    }
    if new.len() == keys.all().len() && !known.is_empty() {
        return Err(wrong_keys(known));
    }
    Ok(new)
}

/// Refuses keys that are not this database's.
pub(crate) fn fits(conn: &mut Conn, keys: &Keys) -> Result<()> {
    unsettled(keys, &known(conn)?).map(drop)
}

fn proof(key: &Key) -> Result<[u8; 32]> {
    key.mac("xianneng key proof v1", &[])
}

fn wrong_keys(known: &[Known]) -> Error {
    let ids = known.iter().map(|k| hex(&k.key_id)).collect::<Vec<_>>().join(", ");
    Error::Refused(Say::new(
        format!(
            "密钥文件不是这个数据库的。数据库需要的密钥编号：{ids}。请指明正确的密钥文件；为免新旧混用，程序没有启动。"
        ),
        format!(
            "This key file does not belong to this database, which needs the keys {ids}. Name the right key file; the data was \
             not opened, so that nothing is sealed with a key that does not fit."
        ),
    ))
}

fn sentence(e: Error) -> Say {
    match e {
        Error::Refused(say) => say,
        other => Say::new(other.to_string(), other.to_string()),
    }
}
