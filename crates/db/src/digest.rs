//! What an entry commits to: digests over the facts that it made and took back.

use std::sync::mpsc::sync_channel;

use auth::Root;
use base::Id;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Conn, Error, LedgerEntry, Result, catalog::Catalog, ledger::hex};

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
        let query = format!("{} AND \"{}\" = $2", side.select(catalog, table), side.column());
        hashed(side, |each| conn.each_line(&query, Some(of.as_bytes()), Some(entry.as_bytes()), |l| each(l.line)))
    };
    let ((made, rows), (unmade, ids)) = (side(Side::Made)?, side(Side::Unmade)?);
    Ok(Touched { made, rows, unmade, ids })
}

/// The digest over the lines that `read` gives. The lines of many rows are hashed on a thread of their own while the
/// connection reads on; those of a few are not worth one.
fn hashed(side: Side, read: impl FnOnce(&mut dyn FnMut(String) -> Result<()>) -> Result<()>) -> Result<(u64, String)> {
    let check = |line: &String| if line.contains('\0') { Err(Error::nul()) } else { Ok(()) };
    std::thread::scope(|scope| {
        let (mut rows, mut batch, mut hashing) = (Rows::default(), Vec::new(), None);
        read(&mut |line| {
            check(&line)?;
            batch.push(line);
            if batch.len() == BATCH {
                let (give, _) = hashing.get_or_insert_with(|| {
                    let (give, take) = sync_channel::<Vec<String>>(4);
                    let hash = move || {
                        let mut rows = Rows::default();
                        take.iter().flatten().for_each(|line| rows.add(side, &line));
                        rows
                    };
                    (give, scope.spawn(hash))
                });
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                give.send(full).map_err(|_| broke_off())?;
            }
            Ok(())
        })?;
        if let Some((give, hash)) = hashing {
            drop(give);
            rows = hash.join().map_err(|_| broke_off())?;
        }
        batch.iter().for_each(|line| rows.add(side, line));
        Ok(rows.digest())
    })
}
const BATCH: usize = 1000;
fn broke_off() -> Error {
    Error::Internal("hashing the rows of an entry broke off".to_owned())
}

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
    /// The rows of one root with what the entry commits to: the whole row, or the id of one taken back.
    pub(crate) fn select(self, catalog: &Catalog, table: &str) -> String {
        let columns = if self == Self::Made { catalog.committed(table) } else { "\"id\"".to_owned() };
        format!("SELECT \"{}\" AS entry, {columns} FROM \"{table}\" WHERE root = $1", self.column())
    }
}

/// The hashes of an entry's rows in one table: 32 bytes for each, not the rows.
#[derive(Default)]
pub(crate) struct Rows(Vec<[u8; 32]>);
impl Rows {
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
