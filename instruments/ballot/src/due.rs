//! What is due for whoever keeps an urn: a ballot whose complaint window is over waits to be counted.

use base::{Date, Say, Timestamp};
use db::{Read, Result};
use inbox::Due;

use crate::{See, actions, rules::State, store};

/// The most ballots looked at.
const MOST: i64 = 200;

/// Ballots that the reader keeps and whose count is due by a day.
///
/// # Errors
/// The database.
pub fn due(tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
    let Ok(may) = tx.may::<See>() else { return Ok(Vec::new()) };
    let me = actions::keeper(tx.actor());
    let mut all = Vec::new();
    for head in store::heads(tx, &may, MOST)?.into_iter().filter(|h| h.urn_keeper == me) {
        let Some(closed) = head.closed_at.filter(|_| head.state == State::Closed) else { continue };
        let by = Timestamp(closed.0 + i64::from(head.plan()?.complaint) * 60_000_000).date_at(8);
        if by > until {
            continue;
        }
        let kind = Say::new("表决计票", "Count of a ballot");
        let what = Say::new(format!("计票：{}", head.title), format!("Count the votes: {}", head.title));
        let key = format!("ballot/{}", head.ballot);
        all.push(Due { by, key, plain: kind.clone(), kind, what, href: format!("/ballots/{}", head.ballot) });
    }
    Ok(all)
}
