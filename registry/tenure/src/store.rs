//! Where appointments are kept.

use org::kept;

use crate::{Holding, Tenure};

/// The tables; the migrations say what each column means.
#[allow(missing_docs, reason = "the migrations say what each column means")]
pub mod tables {
    diesel::table! {
        tenure_fact (root, id) {
            root -> Binary, id -> Binary, tenure -> Binary, valid_from -> Text, valid_to -> Nullable<Text>,
            person -> Binary, post -> Binary, way -> Text, chosen -> Nullable<Text>, appointed_by -> Nullable<Text>,
            removed_by -> Nullable<Text>, reason -> Nullable<Text>, ordinal -> BigInt,
            in_team -> Nullable<Bool>, exceptional -> Nullable<Bool>, printed -> Nullable<Bool>,
            made -> Binary, unmade -> Nullable<Binary>,
        }
    }
}
pub use tables::*;

kept! { tenure_fact.tenure: Tenure => Holding {
    person, post, way, chosen, appointed_by, removed_by, reason, ordinal, in_team, exceptional, printed
} }

/// The tables of this slice that hold facts.
pub const FACTS: &[&str] = &["tenure_fact"];
