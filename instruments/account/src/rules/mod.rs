//! What may be chosen, how long one waits, what a code proves, who may grant what. Pure.

pub mod agent;
pub mod base32;
pub mod grant;
pub mod name;
pub mod password;
pub mod scope;
pub mod throttle;
pub mod token;
pub mod totp;
