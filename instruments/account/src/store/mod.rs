//! Tables and rows: facts about accounts and their roles, and the books of what proves who signs in.

pub mod books;
pub mod facts;
