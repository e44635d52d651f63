//! Who looked at restricted columns: what each reader may know of it.

use auth::{Action, Path, Permit, Role};
use base::{Id, Timestamp};
use db::{Read, Result};

use crate::{
    Reveals,
    store::{
        facts,
        reveals::{RevealRow, reveals},
    },
};

/// One reveal, as far as its reader may know.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Reveal {
    /// The entry in the ledger.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who: the account's purpose and name, or the door.
    pub by: String,
    /// Whose column.
    pub person: Option<String>,
    /// Which column.
    pub section: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// Reveals before entry `before`, latest first.
///
/// A leader or inspector reads those of the own part of the tree (all of them where that is the whole tree); a cadre
/// those of the own file; an administrator that, when and by which account, neither of whom nor why.
pub fn list(tx: &mut Read<'_>, before: i64, most: i64) -> Result<Vec<Reveal>> {
    let may = tx.may::<Reveals>()?;
    let places: Vec<Path> = readers(tx, Role::Leader).chain(readers(tx, Role::Inspector)).collect();
    let administrator = readers(tx, Role::Administrator).next().is_some();
    let own = may.own().map(|id| id.to_string());
    // whoever reads the own file only is asked for it by the database
    let only = (places.is_empty() && !administrator).then(|| own.clone().unwrap_or_default());
    let mut shown = Vec::new();
    let mut before = before;
    // what its reader may not know is passed over, so a page takes as many looks as it needs
    while (shown.len() as i64) < most {
        let rows = reveals(tx, &may, only.clone(), before, most)?;
        let Some(last) = rows.last() else { break };
        before = last.seq;
        let whole = rows.len() as i64 == most;
        for row in rows {
            if let Some(reveal) = as_known(tx, &may, row, &places, administrator, own.as_deref())? {
                shown.push(reveal);
            }
        }
        if !whole {
            break;
        }
    }
    shown.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(shown)
}

/// A reveal as its reader may know it; nothing where that is nothing.
fn as_known(
    tx: &mut Read<'_>,
    may: &Permit<Reveals>,
    row: RevealRow,
    places: &[Path],
    administrator: bool,
    own: Option<&str>,
) -> Result<Option<Reveal>> {
    let said: serde_json::Value = row.payload.as_deref().and_then(|p| serde_json::from_str(p).ok()).unwrap_or_default();
    let place: Option<Path> = said["place"].as_str().and_then(|p| p.parse().ok());
    // an export names many
    let named = |id: &str| said["people"].as_array().is_some_and(|all| all.iter().any(|p| p == id));
    let mine = own.is_some_and(|id| row.subject.as_deref() == Some(id) || named(id));
    let within = places.iter().any(|p| *p == Path::whole() || place.as_ref().is_some_and(|at| p.holds(at)));
    if !(mine || within || administrator) {
        return Ok(None);
    }
    let full = mine || within;
    let word = |key: &str| said[key].as_str().filter(|_| full).map(str::to_owned);
    Ok(Some(Reveal {
        by: by(tx, may, &row)?,
        person: row.subject.clone().filter(|_| full),
        section: word("section"),
        reason: word("reason"),
        seq: row.seq,
        at: row.at,
    }))
}

/// The parts of the tree over which the reader has that role.
fn readers(tx: &Read<'_>, role: Role) -> impl Iterator<Item = Path> + use<> {
    let grants: Vec<Path> = tx.actor().grants().iter().filter(|g| g.role == role).map(|g| g.over.clone()).collect();
    grants.into_iter()
}

fn by(tx: &mut Read<'_>, may: &Permit<Reveals>, row: &RevealRow) -> Result<String> {
    called(tx, may, &row.actor)
}

/// Whom an entry of the ledger names: what the account is for, its sign-in name, and the door by which it came. Where there is no such
/// account, the name as the ledger has it.
///
/// # Errors
/// The database.
pub fn called<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, actor: &str) -> Result<String> {
    let Some((door, id)) = actor.split_once(':') else { return Ok(actor.to_owned()) };
    let Ok(id) = id.parse::<Id<auth::Account>>() else { return Ok(actor.to_owned()) };
    let account = facts::account_now(tx, may, id)?;
    Ok(account.map_or_else(|| actor.to_owned(), |a| format!("{} ({}, {door})", a.display, a.name)))
}
