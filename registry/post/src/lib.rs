//! Posts (岗位): to which unit they belong, what is done on them, what they ask for and what they offer.
//!
//! A post analysis gives a [`Frame`], a [`Content`] and [`Requirement`]s over the six dimensions; each changes from a day on.

mod actions;
mod follow;
mod import;
pub mod rules;
pub mod store;
mod view;

pub use actions::{close, create, describe, require, restate};
pub use follow::{Follower, PostsOfUnits, follow};
pub use import::{POST_COLUMNS, Posts};
pub use rules::{Class, Content, Dimension, Frame, Requirement, Time};
pub use view::*;

/// A post, as the target of an [`Id`](base::Id).
pub struct Post;

auth::actions! {
    /// Look at posts.
    See: See "post.see" [Officer, Leader, Inspector];
    /// Create, restate, describe and close posts.
    Change: Change "post.change" [Officer];
}
