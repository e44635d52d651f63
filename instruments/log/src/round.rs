//! One round: what waits goes into the log, is signed, witnessed and shown.

use std::collections::HashMap;

use auth::{Actor, Root};
use base::{Id, Say};
use db::{Db, Result};
use tlog::{CHECKPOINT, Entry, Fetch, Head, Policy, Refused, Store, Why, Writer, audit};
use tlog_files::Folder;

use crate::{
    Item, Place, ask, automatic,
    place::told,
    store::{self, Keep, Row},
};

/// The most items of one round; more wait for the next.
const MOST: i64 = 20_000;

/// What a round did.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Outcome {
    /// Items that got their place.
    pub added: u64,
    /// Entries in the log.
    pub size: u64,
    /// Entries that readers are shown.
    pub shown: u64,
    /// Whether what readers are shown is signed by the witnesses that the policy asks for.
    pub witnessed: bool,
    /// What went wrong with witnesses, without stopping the round.
    pub trouble: Vec<Say>,
}

/// Carries a round out. The ledger's head goes in when it was logged last `pause` microseconds ago or more.
///
/// # Errors
/// No log here; another process that writes; files older than the database remembers; the disk, the database.
pub fn round(db: &Db, root: Id<Root>, place: &Place, pause: i64) -> Result<Outcome> {
    let remembered = look(db, root, store::remembered)?;
    if !place.begun() && remembered.is_none() {
        return Err(not_begun());
    }
    let known: Vec<Head> = remembered.iter().filter_map(|r| r.head()).collect();
    let mut writer = place.writer(&known).map_err(told)?;
    catch_up(db, root, &writer)?;
    keep(db, root, |tx, may| {
        automatic::ledger_head(tx, may, pause)?;
        automatic::rules(tx, may).map(drop)
    })?;
    let rows = look(db, root, |tx, may| store::waiting(tx, may, MOST))?;
    let added = append(db, root, &mut writer, &rows)?;
    let head = writer.sign().map_err(told)?;
    let mut outcome = Outcome { added, size: head.size, shown: writer.shown(), ..Outcome::default() };
    // what is signed is remembered before anybody outside hears of it
    keep(db, root, |tx, may| store::remember(tx, may, head, outcome.shown, None))?;
    catch_up(db, root, &writer)?;
    // witnesses may have been named since: what is shown already is witnessed then, without waiting for something new
    let shown = writer.store().read(CHECKPOINT).map_err(told)?;
    let policy = place.policy().map_err(told)?;
    outcome.witnessed = shown.is_some_and(|file| policy.check(&file, None).is_ok());
    if outcome.shown < head.size || !outcome.witnessed {
        show(db, &policy, &mut writer, &mut outcome).map_err(told)?;
    }
    let trouble = outcome.trouble.iter().fold(None, |all: Option<Say>, say| {
        Some(all.map_or_else(
            || say.clone(),
            |a| Say::new(format!("{}；{}", a.zh, say.zh), format!("{}; {}", a.en, say.en)),
        ))
    });
    keep(db, root, |tx, may| store::remember(tx, may, head, outcome.shown, trouble.as_ref()))?;
    Ok(outcome)
}

/// No log has been begun on this machine.
pub(crate) fn not_begun() -> db::Error {
    db::Error::refused(
        "公开日志尚未建立。请运行“xianneng log begin --name 单位网址/log”。",
        "The public log has not been begun. Run “xianneng log begin --name YOUR.ADDRESS/log”.",
    )
}

/// Asks the witnesses and shows the checkpoint when they suffice; otherwise it stays as it is until the next round.
fn show(
    db: &Db,
    policy: &Policy,
    writer: &mut Writer<Folder>,
    outcome: &mut Outcome,
) -> std::result::Result<(), Refused> {
    let (lines, trouble) = ask::witnesses(writer, policy, outcome.shown);
    outcome.trouble = trouble;
    let now = u64::try_from(db.now().0 / 1_000_000).unwrap_or(0);
    match writer.show(&lines, policy, Some(now)) {
        Ok(_) => (outcome.shown, outcome.witnessed) = (writer.shown(), true),
        Err(why) if why.why == Why::Storage => return Err(why),
        Err(why) => outcome.trouble.push(why.say),
    }
    Ok(())
}

/// The items' entries, in their order. One that takes another's place names its number.
fn append(db: &Db, root: Id<Root>, writer: &mut Writer<Folder>, rows: &[Row]) -> Result<u64> {
    let mut placed: HashMap<Id<Item>, u64> = HashMap::new();
    for row in rows {
        let supersedes = match row.supersedes {
            None => None,
            Some(of) => match placed.get(&of) {
                Some(at) => Some(*at),
                None => look(db, root, |tx, may| store::find(tx, may, of))?
                    .and_then(|(row, _)| row.position)
                    .and_then(|p| u64::try_from(p).ok()),
            },
        };
        let entry = entry(row, supersedes).ok_or_else(|| db::Error::Corrupt(format!("log item {}", row.item)))?;
        placed.insert(row.item, writer.append(entry.text().as_bytes()).map_err(told)?);
    }
    Ok(placed.len() as u64)
}

/// The entry of an item.
pub(crate) fn entry(row: &Row, supersedes: Option<u64>) -> Option<Entry> {
    let commitments = commitments(row)?;
    let commit = Entry::commitment(commitments.iter().copied());
    let reference = row.reference.clone().try_into().ok()?;
    let rule = match &row.rule {
        None => None,
        Some(rule) => Some(rule.clone().try_into().ok()?),
    };
    Some(Entry { kind: row.kind.clone(), reference, rule, commit, supersedes })
}

/// The commitments of an item's fields.
pub(crate) fn commitments(row: &Row) -> Option<Vec<[u8; 32]>> {
    let one = |text: &str| {
        let bytes: Option<Vec<u8>> =
            (0..32).map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()).collect();
        bytes?.try_into().ok()
    };
    row.commitments.split_whitespace().map(one).collect()
}

/// Reads the entries that the database does not know yet (the round before broke off) and gives their items their places.
fn catch_up(db: &Db, root: Id<Root>, writer: &Writer<Folder>) -> Result<()> {
    let from = look(db, root, store::next_position)?;
    let head = writer.signed();
    if from >= head.size {
        return Ok(());
    }
    let mut found = Vec::new();
    let files: &dyn Fetch = writer.store();
    audit::read(&files, head, from, |number, bytes| {
        if let Ok(entry) = Entry::read(bytes) {
            found.push((number, entry.reference));
        }
        Ok(())
    })
    .map_err(told)?;
    keep(db, root, |tx, may| {
        for (number, reference) in &found {
            store::place(tx, may, reference, *number)?;
        }
        Ok(())
    })
}

/// Looks, as the program itself.
pub(crate) fn look<T>(
    db: &Db,
    root: Id<Root>,
    f: impl FnOnce(&mut db::Read<'_>, &auth::Permit<Keep>) -> Result<T>,
) -> Result<T> {
    db.read(&Actor::console(root), |tx| {
        let may = tx.may::<Keep>()?;
        f(tx, &may)
    })
}

fn keep<T>(db: &Db, root: Id<Root>, f: impl FnOnce(&mut db::Books<'_>, &auth::Permit<Keep>) -> Result<T>) -> Result<T> {
    db.keep_books(&Actor::console(root), |tx| {
        let may = tx.may::<Keep>()?;
        f(tx, &may)
    })
}
