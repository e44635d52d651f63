//! What the open site tells of notices.

use base::Say;
use db::{Read, Result};
use portal::News;

use crate::{Look, store};

/// The latest notices, for the Sunshine site: titles, which name nobody, and periods.
///
/// # Errors
/// The policy and the database.
pub fn news(tx: &mut Read<'_>, most: usize) -> Result<Vec<News>> {
    let may = tx.may::<Look>()?;
    let all = store::list(tx, &may, i64::try_from(most).unwrap_or(i64::MAX))?;
    let one = |e: store::Edition| {
        let (from, until) = (e.published, e.until);
        News {
            day: from,
            id: e.notice.to_string(),
            kind: Say::new("公示", "Notice"),
            title: Say::new(e.title.clone(), e.title),
            summary: Say::new(
                format!("公示期：{from} 至 {until}。期间可以提出意见。"),
                format!("From {from} to {until}; objections are taken in this time."),
            ),
            href: format!("/open/notices/{}", e.notice),
        }
    };
    Ok(all.into_iter().map(one).collect())
}
