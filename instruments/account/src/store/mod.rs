//! Tables and rows: facts about accounts and their roles, the books of what proves who signs in, and the reveal log.

pub(crate) mod books;
pub(crate) mod facts;
pub(crate) mod reveals;
