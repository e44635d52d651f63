//! Reading bytes of fixed sizes, and hexadecimal digits.

use curve25519_dalek::Scalar;

use super::transcript::Encoded;

/// What is left of some bytes.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);
impl Bytes<'_> {
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }
    pub(crate) fn point(&mut self) -> Option<Encoded> {
        self.take().map(Encoded)
    }
    /// A scalar, which must be below the group's order.
    pub(crate) fn scalar(&mut self) -> Option<Scalar> {
        Scalar::from_canonical_bytes(self.take()?).into_option()
    }
    pub(crate) fn points(&mut self, n: usize) -> Option<Vec<Encoded>> {
        (0..n).map(|_| self.point()).collect()
    }
    pub(crate) fn scalars(&mut self, n: usize) -> Option<Vec<Scalar>> {
        (0..n).map(|_| self.scalar()).collect()
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
/// The bytes that lower-case hexadecimal digits stand for.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    if text.len() != 2 * N {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(text.chunks(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}
