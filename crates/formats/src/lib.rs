//! File formats of the field, read and written without I/O: bytes in, values out.
//!
//! Every reader here is meant for files from strangers: what it takes is bounded by stated limits, and what it refuses
//! it refuses with the place and the reason, in both languages.

pub mod approval;
pub mod posts;
pub mod sheet;
