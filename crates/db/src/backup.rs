//! Backup and restore: one file for both engines.
//!
//! Gzip over records, each a letter, its length in four bytes (big-endian) and its bytes: `H` what the backup is of (JSON),
//! `T` a table's name, `R` a row as the ledger writes it (`name=length:value;`, bytes in hexadecimal), `Z` the SHA-256 of all
//! records before it. Nothing follows `Z`.

use std::{
    fs,
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

use base::Timestamp;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Conn, Db, Error, Result, Verdict,
    catalog::{Catalog, listed},
    ledger::{self, hex},
    migrate, rows, seal, verify,
};

/// What a backup is of.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Manifest {
    format: String,
    /// When it was made.
    pub at: i64,
    /// The migrations that the data had, with their digests.
    pub migrations: Vec<(String, String)>,
    /// Where each root's ledger stood. Compare it with what was written down elsewhere: a backup that is older than the
    /// last head you know of lacks what was entered since.
    pub heads: Vec<Standing>,
    /// Rows in all.
    #[serde(skip)]
    pub rows: u64,
}

/// Where a root's ledger stands.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The root organisation.
    pub root: String,
    /// Its name.
    pub name: String,
    /// The number of entries.
    pub entries: i64,
    /// The hash of the last one, hex.
    pub head: String,
}

/// What to do with a backup whose facts do not agree with its ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnFindings {
    /// Keep nothing of it.
    Refuse,
    /// Take it in all the same, because it is all there is.
    Accept,
}

const FORMAT: &str = "xianneng backup 1";
/// Rows of these are not kept: whoever restores an old state must not revive sessions that were ended since.
const FLEETING: [&str; 2] = ["session", "sign_in_throttle"];
const MOST: u32 = 256 << 20;

impl Db {
    /// Writes everything, as it stands at one moment, while others go on working. Sealed columns stay sealed; the key
    /// file is not in it and must be kept elsewhere. Memory does not grow with the data.
    pub fn backup(&self, to: impl Write) -> Result<Manifest> {
        let (catalog, at) = (self.catalog(), self.now());
        self.snapshot(|conn| {
            let mut manifest = manifest(conn, at)?;
            let mut out = Records { to: GzEncoder::new(to, Compression::fast()), hash: Sha256::new() };
            out.put(b'H', serde_json::to_string(&manifest).map_err(internal)?.as_bytes())?;
            for table in migrate::in_order(&catalog) {
                out.put(b'T', table.as_bytes())?;
                if table == "migration" || FLEETING.contains(&table.as_str()) {
                    continue;
                }
                let columns = catalog.whole(&table);
                let query = format!("SELECT NULL, {} FROM \"{table}\"", listed(&columns));
                let mut text = String::new();
                conn.each_line(&query, None, None, |l| {
                    manifest.rows += 1;
                    l.write(&columns, &mut text);
                    out.put(b'R', text.as_bytes())
                })?;
            }
            let sum = out.hash.clone().finalize();
            out.put(b'Z', &sum)?;
            out.to.finish().and_then(|mut to| to.flush()).map_err(storage)?;
            Ok(manifest)
        })
    }

    /// Writes a backup to a file, which appears under its name only when it is whole and on the disk. Refuses to replace
    /// a file.
    pub fn backup_to(&self, path: &Path) -> Result<Manifest> {
        let named = |e: std::io::Error| Error::Storage(format!("{}: {e}", path.display()));
        if path.exists() {
            return Err(Error::Storage(format!("{} is there already; name another file", path.display())));
        }
        let part = path.with_added_extension("part");
        let done = (|| {
            let mut options = fs::OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&part).map_err(named)?;
            let manifest = self.backup(BufWriter::with_capacity(1 << 16, &file))?;
            file.sync_all().map_err(named)?;
            fs::rename(&part, path).map_err(named)?;
            Ok(manifest)
        })();
        if done.is_err() {
            let _ = fs::remove_file(&part);
        }
        done
    }

    /// Fills this database, which must be new and empty, from a backup made on either engine, in one transaction: all of
    /// it or nothing. Then brings it up to date and gives what a replay of the ledger found.
    pub fn restore(&self, from: impl Read, findings: OnFindings) -> Result<(Manifest, Vec<Verdict>)> {
        let mut records = Reader { from: GzDecoder::new(BufReader::new(from)), hash: Sha256::new(), begun: None };
        // one that begins as ours and breaks off within its first record is a backup, and damaged
        let first = records.next();
        let (letter, head) = first.map_err(|why| if records.begun == Some(b'H') { why } else { not_a_backup() })?;
        let header: Option<Manifest> = (letter == b'H').then(|| serde_json::from_slice(&head).ok()).flatten();
        let mut manifest = header.ok_or_else(not_a_backup)?;
        if manifest.format != FORMAT {
            return Err(Error::refused(
                format!(
                    "备份格式是“{}”，本程序只认识“{FORMAT}”；请使用制作该备份的程序或更新的版本。",
                    manifest.format
                ),
                format!(
                    "The backup's format is “{}”; this program knows “{FORMAT}”. Use the program that made it, or a newer one.",
                    manifest.format
                ),
            ));
        }
        let at = self.now();
        let verdicts = self.change(|conn| {
            if !Catalog::load(conn)?.tables.is_empty() {
                return Err(Error::refused(
                    "目标数据库不是空的；只能恢复到新建的空数据库，现有数据没有改动。",
                    "The database is not empty. Restore into a new, empty one; nothing here was changed.",
                ));
            }
            migrate::bring_to(conn, &manifest.migrations, at)?;
            let catalog = Catalog::load(conn)?;
            rows::hold_references(conn)?;
            manifest.rows = load(conn, &catalog, &mut records)?;
            if let Some(keys) = self.keys() {
                seal::fits(conn, keys)?;
            }
            let verdicts = verify::replay_all(conn, &catalog)?;
            let wrong = verdicts.iter().map(|v| v.findings.len()).sum::<usize>();
            if wrong > 0 && findings == OnFindings::Refuse {
                return Err(Error::refused(
                    format!("备份内的事实与台账不符（{wrong} 处），可能被改动过；未恢复任何内容。"),
                    format!("The facts in the backup do not agree with its ledger in {wrong} places: it may have been altered. Nothing was restored."),
                ));
            }
            Ok(verdicts)
        })?;
        self.migrate()?;
        Ok((manifest, verdicts))
    }

    /// Where each root's ledger stands now.
    pub fn heads(&self) -> Result<Vec<Standing>> {
        self.snapshot(heads)
    }
}

fn heads(conn: &mut Conn) -> Result<Vec<Standing>> {
    let roots = ledger::roots(conn)?;
    let standing = |(root, name)| {
        let head = ledger::head(conn, root)?;
        Ok(Standing { root: root.to_string(), name, entries: head.seq, head: hex(&head.hash) })
    };
    roots.into_iter().map(standing).collect()
}

fn manifest(conn: &mut Conn, at: Timestamp) -> Result<Manifest> {
    let heads = heads(conn)?;
    Ok(Manifest { format: FORMAT.to_owned(), at: at.0, migrations: migrate::done(conn)?, heads, rows: 0 })
}

/// Puts the rows in and compares the sum at the end.
fn load(conn: &mut Conn, catalog: &Catalog, records: &mut Reader<impl Read>) -> Result<u64> {
    let (mut count, mut table) = (0, None::<String>);
    let mut batch = rows::Batch::default();
    loop {
        let sum = records.hash.clone().finalize();
        let (letter, bytes) = records.next()?;
        if letter != b'R' || batch.full() {
            batch.put(conn, catalog, table.as_deref())?;
        }
        let text = || String::from_utf8(bytes.clone()).map_err(|_| damaged("a record is not text"));
        match letter {
            b'T' => table = Some(text()?),
            b'R' => {
                count += 1;
                batch.add(&text()?).ok_or_else(|| damaged("a row cannot be read"))?;
            }
            b'Z' if bytes == sum.as_slice() && records.at_end() => return Ok(count),
            b'Z' => return Err(damaged("its sum (SHA-256) does not agree with its content")),
            _ => return Err(damaged("a record of an unknown kind")),
        }
    }
}

struct Records<W: Write> {
    to: W,
    hash: Sha256,
}
impl<W: Write> Records<W> {
    fn put(&mut self, letter: u8, bytes: &[u8]) -> Result<()> {
        let len = u32::try_from(bytes.len()).ok().filter(|len| *len <= MOST);
        let len = len.ok_or_else(|| Error::Storage("a row is too large for a backup (256 MiB)".to_owned()))?;
        let mut head = [letter, 0, 0, 0, 0];
        head[1..].copy_from_slice(&len.to_be_bytes());
        for part in [&head[..], bytes] {
            self.hash.update(part);
            self.to.write_all(part).map_err(storage)?;
        }
        Ok(())
    }
}

struct Reader<R: Read> {
    from: R,
    hash: Sha256,
    /// The letter of the record that was last begun.
    begun: Option<u8>,
}
impl<R: Read> Reader<R> {
    fn next(&mut self) -> Result<(u8, Vec<u8>)> {
        let cut = |e: std::io::Error| damaged(&format!("it ends too early or is not whole ({e})"));
        let mut head = [0; 5];
        self.from.read_exact(&mut head).map_err(cut)?;
        let [letter, len @ ..] = head;
        let len = u32::from_be_bytes(len);
        if len > MOST {
            return Err(damaged("a record is too long"));
        }
        self.begun = Some(letter);
        // grows as bytes arrive, so that a forged length costs nothing
        let mut bytes = Vec::new();
        self.from.by_ref().take(u64::from(len)).read_to_end(&mut bytes).map_err(cut)?;
        if bytes.len() as u64 != u64::from(len) {
            return Err(damaged("it ends too early"));
        }
        self.hash.update(head);
        self.hash.update(&bytes);
        Ok((letter, bytes))
    }
    fn at_end(&mut self) -> bool {
        matches!(self.from.read(&mut [0]), Ok(0))
    }
}

fn internal(e: impl ToString) -> Error {
    Error::Internal(e.to_string())
}
fn storage(e: std::io::Error) -> Error {
    Error::Storage(format!("the backup cannot be written: {e}"))
}
fn not_a_backup() -> Error {
    Error::refused("这个文件不是本系统的备份。", "This file is not a backup of this system.")
}
fn damaged(why: &str) -> Error {
    Error::refused(
        format!("备份文件已损坏或不完整（{why}）；未恢复任何内容，请使用另一份备份。"),
        format!("The backup is damaged or not whole: {why}. Nothing was restored; use another copy."),
    )
}
