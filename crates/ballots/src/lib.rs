//! Secret ballots: what a voter chose is encrypted before it leaves the voter, each ballot proves that it is a valid one, only
//! sums are ever opened, and only by all trustees together.
//!
//! Everything here is pure: bytes in, values out; no clock, no I/O; chance is passed in ([`Chance`]).
//!
//! | what | where |
//! |---|---|
//! | [`belenios`] | the formats of Belenios 2.0 in the group BELENIOS-2048: the `belenios-tool` that others wrote reads what is made here |
//! | [`fast`] | large ballots over ristretto255: voter classes with weights, a tally plan fixed before opening |
//!
//! What is read here may come from a stranger: what is refused is refused with a reason in both languages ([`Refused`]).

pub mod belenios;
mod chance;
pub mod fast;
mod refused;

pub use chance::Chance;
pub use refused::{Refused, Why};
