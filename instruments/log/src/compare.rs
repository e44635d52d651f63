//! The ledger against the log: whoever rewrote the database has other entries than the log remembers.

use auth::{Action, Permit};
use base::Say;
use db::{Read, Result};
use tlog::{Entry, Opened, Shown, audit};

use crate::{Place, place::told, read, store};

/// An entry of the log that the database does not bear out.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Difference {
    /// Its number in the log.
    pub index: u64,
    /// What differs.
    pub say: Say,
}

/// Reads the whole log, checks it against its root, and holds each logged head of the ledger against the ledger. Gives how
/// many heads were held against it, and the differences.
///
/// # Errors
/// Files that are missing or changed; the policy and the database.
pub fn compare<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, place: &Place) -> Result<(u64, Vec<Difference>)> {
    let Some((checkpoint, _)) = place.shown().map_err(told)? else { return Ok((0, Vec::new())) };
    let mut heads = Vec::new();
    audit::read(&place.files(), checkpoint.head, 0, |index, bytes| {
        heads.extend(Entry::read(bytes).ok().filter(|e| e.kind == "ledger.head").map(|e| (index, e)));
        Ok(())
    })
    .map_err(told)?;
    let mut found = Vec::new();
    let count = heads.len() as u64;
    for (index, entry) in heads {
        let say = against(tx, may, index, &entry)?;
        found.extend(say.map(|say| Difference { index, say }));
    }
    Ok((count, found))
}

fn against<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, index: u64, entry: &Entry) -> Result<Option<Say>> {
    let rows = store::at(tx, may, index, index + 1)?;
    let Some((row, open)) = rows.first() else {
        return Ok(Some(Say::new(
            "数据库没有这一条：可能恢复了较早的备份",
            "the database has no such item: an older backup may have been restored",
        )));
    };
    let changed = Say::new("数据库中的内容与日志的承诺不符", "what the database has does not fit the log's commitment");
    let Some(fields) = read::fields(row, open) else { return Ok(Some(changed)) };
    let opened = Opened { entry: entry.text(), fields };
    if opened.check().is_err() {
        return Ok(Some(changed));
    }
    let value = |name: &str| {
        opened.fields.iter().find_map(|f| match f {
            Shown::Open(f) if f.name == name => Some(f.value.clone()),
            _ => None,
        })
    };
    let (Some(number), Some(hash)) = (value("number").and_then(|n| n.parse().ok()), value("hash")) else {
        return Ok(Some(changed));
    };
    let stands = tx.entry_at(may, number)?;
    Ok(match stands {
        Some(stands) if stands.hash_shown() == hash => None,
        Some(_) => Some(Say::new(
            format!("台账第 {number} 条与日志所记不同：数据库在公布之后被改写"),
            format!("entry {number} of the ledger differs from what the log says: the database was rewritten since"),
        )),
        None => Some(Say::new(
            format!("台账没有第 {number} 条：数据库被截短，或恢复了较早的备份"),
            format!("the ledger has no entry {number}: it was cut short, or an older backup was restored"),
        )),
    })
}
