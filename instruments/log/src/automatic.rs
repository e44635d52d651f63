//! What goes into the log by itself: the ledger's head from time to time, and each version of the rules.

use auth::{Action, Permit};
use base::Timestamp;
use db::{Books, Result};
use sha2::{Digest, Sha256};

use crate::{actions::seal, rules::Publication, store};

/// Puts the ledger's head in the queue when it has grown since it was logged last and that is at least `pause` ago, in
/// microseconds. Whoever rewrites the database afterwards has another head at that number than the log says.
pub(crate) fn ledger_head<A: Action>(tx: &mut Books<'_>, may: &Permit<A>, pause: i64) -> Result<bool> {
    let number = tx.entries_so_far(may)?;
    let last = store::newest(tx, may, "ledger.head", None)?;
    let since = last.as_ref().map_or(Timestamp(i64::MIN / 2), |row| row.at);
    if number == 0 || last.is_some_and(|row| row.subject == number.to_string()) || tx.now().0 - since.0 < pause {
        return Ok(false);
    }
    let Some(entry) = tx.entry_at(may, number)? else { return Ok(false) };
    let new = Publication::new("ledger.head", number).shown("number", number).shown("hash", entry.hash_shown());
    let (fields, reference) = seal(&new)?;
    store::insert_own(tx, may, &new, &fields, reference)?;
    Ok(true)
}

/// Puts each file of the rule packs of this program in the queue that the log does not have in this version yet.
pub(crate) fn rules<A: Action>(tx: &mut Books<'_>, may: &Permit<A>) -> Result<usize> {
    let mut count = 0;
    for (name, text) in rulepacks::FILES {
        let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let subject = format!("{name} {}", store::hex(&digest));
        if store::newest(tx, may, "rule.version", Some(&subject))?.is_some() {
            continue;
        }
        let new = Publication::new("rule.version", subject).under(digest);
        let new = new.shown("name", name).shown("digest", store::hex(&digest));
        let (fields, reference) = seal(&new)?;
        store::insert_own(tx, may, &new, &fields, reference)?;
        count += 1;
    }
    Ok(count)
}
