//! The append-only public log: anyone can check it with software that is not ours.
//!
//! Everything here is pure: bytes in, values out; no clock, no chance, no I/O. Files come through [`Store`] and [`Fetch`].
//!
//! | what | format |
//! |---|---|
//! | [`tree`], [`Hash`] | RFC 6962 hashing, inclusion and consistency proofs |
//! | [`TilePath`], [`Tiles`], [`bundle`] | C2SP tlog-tiles: tiles of 256 hashes, bundles of entries |
//! | [`Note`], [`VerifyKey`], [`SignKey`] | C2SP signed-note with Ed25519, and cosignature/v1 of tlog-cosignature |
//! | [`Checkpoint`] | C2SP tlog-checkpoint: origin, size, root |
//! | [`witness`] | C2SP tlog-witness: the request, the answers, what a witness must check |
//! | [`Proof`], [`Policy`] | C2SP tlog-proof and tlog-policy: what a person holds, whom the person trusts |
//! | [`Entry`], [`Field`] | what goes in: salted commitments; fields are opened beside them and can be erased |
//! | [`Writer`] | entries → tiles → flushed → checkpoint → witnesses → shown, through faults at every step |
//! | [`audit`] | a whole log read from its files |
//!
//! Everything read here may come from a stranger: what is refused is refused with a reason in both languages ([`Refused`]).

pub mod audit;
pub mod bundle;
mod checkpoint;
mod entry;
mod hash;
mod key;
pub mod memory;
mod note;
mod opened;
mod policy;
mod policy_text;
mod proof;
mod refused;
mod store;
mod tile;
mod tiles;
pub mod tree;
pub mod witness;
mod writer;
mod writer_edge;

pub use checkpoint::{Checkpoint, Head};
pub use entry::{Entry, Field, MAX_FIELDS};
pub use hash::Hash;
pub use key::{KeyKind, SignKey, VerifyKey};
pub use memory::Memory;
pub use note::{MAX_NOTE, MAX_SIGNATURES, Note, Signature};
pub use opened::{Opened, Shown};
pub use policy::{Policy, Verdict};
pub use proof::Proof;
pub use refused::{Refused, Why};
pub use store::{CHECKPOINT, Fetch, SIGNED, Store};
pub use tile::{Level, TilePath};
pub use tiles::{TileCache, Tiles};
pub use writer::Writer;
