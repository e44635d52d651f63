//! Hashes of a whole context.

use curve25519_dalek::{RistrettoPoint, Scalar, ristretto::CompressedRistretto};
use sha2::{Digest, Sha512};

/// What every hash begins with.
pub(crate) const NAME: &str = "xianneng-ballot/1";

/// A hash as it grows: fields with their lengths, so that no two contexts run together.
#[derive(Clone)]
pub(crate) struct Transcript(Sha512);
impl Transcript {
    pub(crate) fn new(name: &str) -> Self {
        Self(Sha512::new()).text(&format!("{NAME} {name}"))
    }
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u32).to_le_bytes());
        self.0.update(bytes);
        self
    }
    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }
    pub(crate) fn number(self, number: usize) -> Self {
        self.bytes(&(number as u32).to_le_bytes())
    }
    pub(crate) fn point(self, point: &Encoded) -> Self {
        self.bytes(&point.0)
    }
    pub(crate) fn output(self) -> [u8; 64] {
        self.0.finalize().into()
    }
    pub(crate) fn challenge(self) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.output())
    }
}

/// A point as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Encoded(pub(crate) [u8; 32]);
impl Encoded {
    pub(crate) fn of(point: &RistrettoPoint) -> Self {
        Self(point.compress().0)
    }
    pub(crate) fn point(&self) -> Option<RistrettoPoint> {
        CompressedRistretto(self.0).decompress()
    }
}

/// A scalar drawn by chance.
pub(crate) fn random(chance: &mut impl crate::Chance) -> Scalar {
    let mut bytes = [0; 64];
    chance.fill(&mut bytes);
    Scalar::from_bytes_mod_order_wide(&bytes)
}
