//! Posts (岗位): to which unit they belong, what is done on them, what they ask for and what they offer.
//!
//! A post analysis gives a [`Frame`], a [`Content`] and [`Requirement`]s over the six dimensions; each changes from a day on.
//! Other slices show what they know of a post, such as who holds it, by [`PostParts`].

mod actions;
mod commands;
pub mod condition;
mod follow;
mod history;
mod import;
mod list;
mod of_unit;
mod pages;
pub mod rules;
pub mod store;
mod view;

pub use actions::{close, create, describe, put, require, restate};
pub use follow::{Follower, PostsOfUnits, follow};
pub use history::{Became, Changed, Step, entry_of, history};
pub use import::{POST_COLUMNS, Posts, undo as undo_posts};
pub use list::{Filter, Row, Shown, Sort, Wanted, count, list, page, page_of, shown};
pub use of_unit::posts_of_unit;
pub use pages::Description;
pub use pages::PostParts;
pub use rules::{Class, Content, Dimension, Frame, Requirement, Time, level_label};
pub use view::{Whole, by_code, whole};

/// A post, as the target of an [`Id`](base::Id).
pub struct Post;

auth::actions! {
    /// Look at posts.
    See: See "post.see" [Officer, Leader, Inspector];
    /// Create, restate, describe and close posts.
    Change: Change "post.change" [Officer];
}

ui::messages!(pub(crate) Text);

/// The slice. Posts end or change hands with their units.
pub fn slice() -> web::Slice {
    org::follow(&PostsOfUnits);
    let mut slice = web::Slice::new("post", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/posts", ("岗位", "Posts"), ui::Icon::Post, 20)
        .finds(See, ("岗位", "Posts"), 20, list::find)
        .command("posts list", ("列出岗位", "List posts"), commands::list_args, commands::list)
        .command("posts show", ("查看一个岗位", "Show a post"), commands::show_args, commands::show)
        .command("export posts", ("导出岗位名册", "Export the list of posts"), commands::export_args, commands::export);
    let about = ("从表格导入本单位岗位", "Take the organisation's own posts in from spreadsheets");
    slice.commands.push(intake::command("import own-posts", about, commands::import));
    slice
}
