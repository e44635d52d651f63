//! RFC 6962, section 2.1: the hash of a leaf, of a node, of nothing.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// A SHA-256 hash of the tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of the tree without leaves.
    pub fn empty() -> Self {
        Self(Sha256::digest(b"").into())
    }
    /// The hash of an entry as a leaf.
    pub fn leaf(entry: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update([0]);
        hash.update(entry);
        Self(hash.finalize().into())
    }
    /// The hash of the node above two.
    pub fn node(left: &Self, right: &Self) -> Self {
        let mut both = [1; 65];
        both[1..33].copy_from_slice(&left.0);
        both[33..].copy_from_slice(&right.0);
        Self(Sha256::digest(both).into())
    }
    /// The hash as the text formats write it.
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }
    /// Reads what [`Hash::base64`] writes, and nothing else.
    pub fn from_base64(text: &str) -> Option<Self> {
        // 44 characters hold 32 bytes; longer text is not worth decoding
        (text.len() == 44).then(|| STANDARD.decode(text).ok()?.try_into().ok().map(Self)).flatten()
    }
    /// The hash in hexadecimal digits.
    pub fn hex(&self) -> String {
        crate::refused::hex(&self.0)
    }
}
impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base64())
    }
}
