//! Where posts are kept.

use org::{Unit, kept};

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
pub fn unit_of(spans: &[org::timeline::Span<Frame>], on: base::Date) -> Option<base::Id<Unit>> {
    let now = org::timeline::on(spans, on);
    let near = || if spans.first().is_some_and(|s| on < s.from) { spans.first() } else { spans.last() };
    now.or_else(near).map(|s| s.value.unit)
}
