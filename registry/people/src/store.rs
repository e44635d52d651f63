//! Rows of the file and of what is computed from it.

pub(crate) mod files;
pub(crate) mod kept;
pub(crate) mod links;
pub(crate) mod now;
pub(crate) mod sealed;
pub(crate) mod whole;
