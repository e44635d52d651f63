//! Where posts are kept.

use std::collections::HashMap;

use auth::Root;
use base::{Date, Id};
use db::{Conn, Result};
use diesel::prelude::*;
use org::{
    Kept, Unit, kept,
    timeline::{Fact, Span},
};

use crate::{Content, Frame, Post, Requirement};

/// The tables; the migrations say what each column means.
#[allow(missing_docs, reason = "the migrations say what each column means")]
pub mod tables {
    macro_rules! fact_table {
        ($table:ident { $($(#[$meta:meta])* $col:ident -> $type:ty,)+ }) => {
            diesel::table! {
                $table (root, id) {
                    root -> Binary, id -> Binary, post -> Binary, valid_from -> Text, valid_to -> Nullable<Text>,
                    $($(#[$meta])* $col -> $type,)+
                    made -> Binary, unmade -> Nullable<Binary>,
                }
            }
        };
    }
    fact_table!(post_frame {
        unit -> Binary, code -> Text, name -> Text, level -> Nullable<Text>,
        // LEADING is a word of SQL
        #[sql_name = "is_leading"]
        leading -> Bool,
        class -> Text, time -> Text,
        managed_by -> Nullable<Text>, openings -> BigInt, term_years -> Nullable<BigInt>, position -> BigInt,
    });
    fact_table!(post_content { duties -> Text, work -> Text, role -> Text, status -> Text, pay -> Text, });
    fact_table!(post_requirement {
        dimension -> Text, hard -> Bool, weight -> Nullable<BigInt>, words -> Text, condition -> Nullable<Text>,
        condition_version -> Nullable<BigInt>, position -> BigInt,
    });
}
pub use tables::*;

kept! { post_frame.post: Post => Frame {
    unit, code, name, level, leading, class, time, managed_by, openings, term_years, position
} }
kept! { post_content.post: Post => Content { duties, work, role, status, pay } }
kept! { post_requirement.post: Post => Requirement {
    dimension, hard, weight, words, condition, condition_version, position
} }

/// The tables of this slice that hold facts.
pub const FACTS: &[&str] = &["post_frame", "post_content", "post_requirement"];

/// The unit that a post belongs to on a day, or that it belonged to last or will belong to first.
pub fn unit_of(spans: &[Span<Frame>], on: Date) -> Option<Id<Unit>> {
    let now = org::timeline::on(spans, on);
    let near = || if spans.first().is_some_and(|s| on < s.from) { spans.first() } else { spans.last() };
    now.or_else(near).map(|s| s.value.unit)
}

/// What these posts were, are and will be, in order of time.
///
/// # Errors
/// The database's.
pub fn frames(conn: &mut Conn, root: Id<Root>, posts: &[Id<Post>]) -> Result<HashMap<Id<Post>, Vec<Span<Frame>>>> {
    type Row = (Id<Post>, Id<Fact>, Date, Option<Date>, Frame);
    let mut all: HashMap<Id<Post>, Vec<Span<Frame>>> = HashMap::new();
    for some in posts.chunks(500) {
        let rows: Vec<Row> = post_frame::table
            .filter(post_frame::root.eq(root))
            .filter(post_frame::post.eq_any(some.to_vec()))
            .filter(post_frame::unmade.is_null())
            .order((post_frame::post, post_frame::valid_from))
            .select((post_frame::post, post_frame::id, post_frame::valid_from, post_frame::valid_to, Frame::columns()))
            .load(conn)?;
        for (post, id, from, to, value) in rows {
            all.entry(post).or_default().push(Span { id: Some(id), from, to, value });
        }
    }
    Ok(all)
}
