//! What an entry commits to: digests over the facts that it made and took back.

use std::sync::mpsc::sync_channel;

use auth::Root;
use base::Id;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Conn, Error, LedgerEntry, Result,
    catalog::{Catalog, listed},
    ledger::hex,
    line::{Line, Lines},
};

/// What one entry did in one table.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Touched {
    /// Rows made.
    pub(crate) made: u64,
    /// SHA-256 over the made rows' own SHA-256s in ascending order, hex.
    pub(crate) rows: String,
    /// Rows taken back.
    pub(crate) unmade: u64,
    /// SHA-256 over the ids of the rows taken back in ascending order, hex.
    pub(crate) ids: String,
}

/// What `entry` did in `table`, as the rows stand now.
pub(crate) fn touched(
    conn: &mut Conn,
    catalog: &Catalog,
    table: &str,
    of: Id<Root>,
    entry: Id<LedgerEntry>,
) -> Result<Touched> {
    if !catalog.is_facts(table) {
        return Err(Error::Internal(format!("“{table}” is not a fact table")));
    }
    let mut side = |side: Side| {
        let columns = side.columns(catalog, table);
        let query = format!("{} AND \"{}\" = $2", side.select(table, &columns), side.column());
        hashed(side, &columns, |each| conn.each_line(&query, Some(of.as_bytes()), Some(entry.as_bytes()), each))
    };
    let ((made, rows), (unmade, ids)) = (side(Side::Made)?, side(Side::Unmade)?);
    Ok(Touched { made, rows, unmade, ids })
}

/// The digest over the lines that `read` gives. The texts of many rows are put together and hashed on a thread of its own
/// while the connection reads on; those of a few are not worth one.
fn hashed(
    side: Side,
    columns: &[String],
    read: impl FnOnce(&mut dyn FnMut(Line) -> Result<()>) -> Result<()>,
) -> Result<(u64, String)> {
    let mut rows = std::thread::scope(|scope| {
        let (mut batch, mut hashing) = (Lines::default(), None);
        read(&mut |line| {
            batch.push(&line);
            if batch.len() == BATCH {
                let (give, _) = hashing.get_or_insert_with(|| {
                    let (give, take) = sync_channel::<Lines>(4);
                    let hash = move || {
                        let mut rows = Rows::default();
                        let done = take.iter().try_for_each(|batch| rows.take(side, columns, &batch));
                        done.map(|()| rows)
                    };
                    (give, scope.spawn(hash))
                });
                // one that found something wrong takes no more, and says it at the end
                let _ = give.send(std::mem::take(&mut batch));
            }
            Ok(())
        })?;
        let mut rows = Rows::default();
        if let Some((give, hash)) = hashing {
            drop(give);
            rows = hash.join().map_err(|_| Error::Internal("hashing the rows of an entry broke off".to_owned()))??;
        }
        rows.take(side, columns, &batch)?;
        Ok::<_, Error>(rows)
    })?;
    Ok(rows.digest())
}
const BATCH: usize = 1000;

/// The two things that an entry does to facts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Made,
    Unmade,
}
impl Side {
    /// The column that names the entry.
    pub(crate) fn column(self) -> &'static str {
        if self == Self::Made { "made" } else { "unmade" }
    }
    /// The rows of one root, each with the entry and these columns.
    pub(crate) fn select(self, table: &str, columns: &[String]) -> String {
        format!("SELECT \"{}\" AS entry, {} FROM \"{table}\" WHERE root = $1", self.column(), listed(columns))
    }
    /// What the entry commits to of a row: all of it, or the id of one taken back.
    pub(crate) fn columns(self, catalog: &Catalog, table: &str) -> Vec<String> {
        if self == Self::Made { catalog.committed(table) } else { vec!["id".to_owned()] }
    }
}

/// The hashes of an entry's rows in one table: 32 bytes for each, not the rows.
#[derive(Default)]
pub(crate) struct Rows(Vec<[u8; 32]>);
impl Rows {
    fn take(&mut self, side: Side, columns: &[String], batch: &Lines) -> Result<()> {
        batch.each(columns, |text| {
            if text.contains('\0') {
                return Err(Error::nul());
            }
            self.add(side, text);
            Ok(())
        })
    }
    pub(crate) fn add(&mut self, side: Side, line: &str) {
        match side {
            Side::Made => self.0.push(Sha256::digest(line.as_bytes()).into()),
            // an id is 32 hexadecimal digits, and stands for itself
            Side::Unmade => {
                let line = line.strip_prefix("id=32:").unwrap_or(line);
                let mut id = [b' '; 32];
                let len = line.len().min(32);
                id[..len].copy_from_slice(&line.as_bytes()[..len]);
                self.0.push(id);
            }
        }
    }
    /// How many, and the SHA-256 over them in ascending order, hex.
    pub(crate) fn digest(&mut self) -> (u64, String) {
        self.0.sort_unstable();
        let mut all = Sha256::new();
        self.0.iter().for_each(|h| all.update(h));
        let count = self.0.len() as u64;
        self.0.clear();
        (count, hex(&all.finalize()))
    }
}
