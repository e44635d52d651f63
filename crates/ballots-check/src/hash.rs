//! Hashes of a context: fields with their lengths.

use hmac_sha512::Hash;

use crate::scalar::Scalar;

/// SHA-512.
pub(crate) fn plain(bytes: &[u8]) -> [u8; 64] {
    Hash::hash(bytes)
}
/// The number that the named hash of these fields is.
pub(crate) fn challenge(name: &str, fields: &[&[u8]]) -> Scalar {
    let name = format!("xianneng-ballot/1 {name}");
    let mut hash = Hash::new();
    for field in [name.as_bytes()].iter().chain(fields) {
        hash.update((field.len() as u32).to_le_bytes());
        hash.update(field);
    }
    Scalar::reduce(&hash.finalize())
}
/// A number as a field.
pub(crate) fn number(n: usize) -> [u8; 4] {
    (n as u32).to_le_bytes()
}
