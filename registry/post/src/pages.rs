//! What people see.

pub(crate) mod list;
pub(crate) mod post;

use base::Weight;
use web::Routes;

use crate::{Post, See};

/// Parts of a post's page that other slices show: who holds it, whether it is vacant. The binary hands over the list.
pub type PostParts = web::PageParts<Post>;

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/posts", ("岗位名册：筛选、排序、导出", "The list of posts: filter, sort, export"), list::show)
        .asks::<list::Asked>()
        .paged()
        .get(See, "/posts/{id}", ("一个岗位", "A post"), post::show)
}

/// A weight as a share of 100: `12.5%`.
pub(crate) fn percent(weight: Weight) -> String {
    let (whole, part) = (weight.units() / 100, weight.units() % 100);
    let part = if part == 0 { String::new() } else { format!(".{part:02}").trim_end_matches('0').to_owned() };
    format!("{whole}{part}%")
}
