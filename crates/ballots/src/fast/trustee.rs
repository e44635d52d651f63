//! Trustees: each has a key, all must act to open a sum.

use curve25519_dalek::{RistrettoPoint, Scalar, traits::IsIdentity};

use super::{
    bytes::{Bytes, hex, unhex},
    transcript::{Encoded, Transcript, random},
};
use crate::{Chance, Refused, Why};

/// A trustee's public key with the proof that the trustee knows the private one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    pub(crate) encoded: Encoded,
    pub(crate) point: RistrettoPoint,
    proof: [u8; 64],
}
impl Key {
    /// A key from its two fields in a manifest.
    ///
    /// # Errors
    ///
    /// If they are not such, or the proof does not hold for a poll with this id.
    pub fn read(id: &str, key: &str, proof: &str) -> Result<Self, Refused> {
        let form =
            || Refused::new(Why::Form, "密钥或证明的写法不对", "the key or its proof is not written as it should be");
        let encoded = Encoded(unhex(key).ok_or_else(form)?);
        let point = encoded.point().filter(|p| !p.is_identity()).ok_or_else(form)?;
        let proof: [u8; 64] = unhex(proof).ok_or_else(form)?;
        let mut bytes = Bytes(&proof);
        let (commitment, response) = bytes.point().zip(bytes.scalar()).ok_or_else(form)?;
        let challenge = challenge(id, &encoded, &commitment);
        if commitment.point() != Some(RistrettoPoint::mul_base(&response) - point * challenge) {
            return Err(Refused::new(
                Why::Proof,
                "不能证明持有人掌握对应的私钥",
                "the proof that its holder knows the private key does not hold",
            ));
        }
        Ok(Self { encoded, point, proof })
    }
    /// The key as it stands in a manifest.
    pub fn text(&self) -> String {
        format!("{} {}", hex(&self.encoded.0), hex(&self.proof))
    }
}
fn challenge(id: &str, key: &Encoded, commitment: &Encoded) -> Scalar {
    Transcript::new("trustee").text(id).point(key).point(commitment).challenge()
}

/// A trustee's private key.
pub struct Secret(pub(crate) Scalar);
impl Secret {
    /// A new key drawn by chance for the poll with this id, and what the trustee publishes.
    pub fn new(id: &str, chance: &mut impl Chance) -> (Self, Key) {
        let (x, w) = (random(chance), random(chance));
        let point = RistrettoPoint::mul_base(&x);
        let (encoded, commitment) = (Encoded::of(&point), Encoded::of(&RistrettoPoint::mul_base(&w)));
        let response = w + challenge(id, &encoded, &commitment) * x;
        let mut proof = [0; 64];
        proof[..32].copy_from_slice(&commitment.0);
        proof[32..].copy_from_slice(response.as_bytes());
        (Self(x), Key { encoded, point, proof })
    }
    /// A key that was kept: 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// If they are not.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let scalar = unhex(text).and_then(|b| Scalar::from_canonical_bytes(b).into_option());
        scalar.map(Self).ok_or_else(|| {
            Refused::new(Why::Form, "应为 64 位十六进制的私钥", "64 hexadecimal digits of a private key are expected")
        })
    }
    /// The form in which the key is kept.
    pub fn text(&self) -> String {
        hex(self.0.as_bytes())
    }
}
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}
