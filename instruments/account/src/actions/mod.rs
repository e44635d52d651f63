//! What is done: signing in, setting up, one's own account, and keeping accounts and roles.

pub mod accounts;
pub mod grants;
pub mod own;
pub mod reveals;
pub mod second;
pub mod set_up;
pub mod sign_in;
pub mod tokens;
