//! What the open site tells of recruitments.

use base::Say;
use db::{Read, Result};
use portal::News;

use super::{Look, store};

/// The latest recruitments, for the Sunshine site.
///
/// # Errors
/// The policy and the database.
pub fn news(tx: &mut Read<'_>, most: usize) -> Result<Vec<News>> {
    let may = tx.may::<Look>()?;
    let all = store::all_open(tx, &may, i64::try_from(most).unwrap_or(i64::MAX))?;
    let one = |a: store::Announced| {
        let cancelled = a.state == store::Standing::Cancelled;
        let summary = if cancelled {
            Say::new("已取消。", "It was called off.")
        } else {
            Say::new(
                format!("报名时间：{} 至 {}。", a.opens, a.closes),
                format!("Applications are taken from {} to {}.", a.opens, a.closes),
            )
        };
        News {
            day: a.day,
            id: a.recruitment.to_string(),
            kind: Say::new("公开招聘", "Recruitment"),
            title: Say::new(a.title.clone(), a.title),
            summary,
            href: format!("/open/recruitments/{}", a.recruitment),
        }
    };
    Ok(all.into_iter().map(one).collect())
}
