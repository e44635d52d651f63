//! What people see.

mod lists;
mod opening;
mod own;
mod people;
mod person;

use web::Routes;

pub use opening::{asked, tree};
pub use own::post_part;
pub(crate) use people::verdict;

use crate::See;

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/calls", ("公布的职位表", "Published post tables"), lists::calls)
        .get(See, "/calls/{call}", ("职位与符合条件的人数", "Openings, and how many qualify"), lists::openings)
        .asks::<lists::Filter>()
        .paged()
        .get(See, "/calls/{call}/people/{person}", ("一个人可报的职位", "The openings for one person"), person::show)
        .asks::<people::Show>()
        .paged()
        .get(See, "/calls/{call}/{code}", ("谁符合一个职位", "Who qualifies for an opening"), opening::show)
        .asks::<people::Show>()
        .paged()
        .get(See, "/calls/{call}/{code}/{person}", ("逐项理由", "Why, clause by clause"), opening::why)
        .get(
            See,
            "/posts/{id}/people",
            ("谁符合本单位的一个岗位", "Who qualifies for a post of the organisation"),
            own::show,
        )
        .asks::<people::Show>()
        .paged()
}

/// The comparison that a page rests on.
pub(crate) async fn ready(cx: &web::Cx, call: base::Id<crate::Call>) -> db::Result<std::sync::Arc<crate::Ready>> {
    let shelf = cx.app().part::<crate::Shelf>().cloned().unwrap_or_default();
    let on = cx.on();
    cx.read(move |tx| shelf.ready(tx, call, on)).await
}
