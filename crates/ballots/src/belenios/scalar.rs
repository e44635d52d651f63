//! Exponents: the integers modulo the order q of the group.

use crypto_bigint::{U256, const_monty_params, modular::ConstMontyForm};
use sha2::{Digest, Sha256, digest::Output};

use super::number;
use crate::{Chance, Refused, Why};

const Q: &str = "adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491";
const_monty_params!(Order, U256, Q, "The order q.");
type Form = ConstMontyForm<Order, { U256::LIMBS }>;

/// 2²⁵⁶ mod q, to reduce 512 random bits.
const FOLD: Form = Form::new(&U256::MAX).add(&Form::ONE);

/// An integer modulo the order q of the group (section 4.2, ℤ_q). Arithmetic takes the same time for every value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Scalar(U256);

impl Scalar {
    /// Zero.
    pub const ZERO: Self = Self(U256::ZERO);

    /// The order q of the group, which is itself no scalar.
    pub(crate) fn order() -> &'static U256 {
        const ORDER: U256 = U256::from_be_hex(Q);
        &ORDER
    }
    /// A small number.
    pub fn small(n: u64) -> Self {
        Self(U256::from_u64(n))
    }
    /// A number drawn by chance, every one as likely as another (to 2⁻²⁵⁶).
    pub fn random(chance: &mut impl Chance) -> Self {
        let mut bytes = [0; 64];
        chance.fill(&mut bytes);
        let (high, low) = bytes.split_at(32);
        let form = Form::new(&U256::from_be_slice(high)).mul(&FOLD).add(&Form::new(&U256::from_be_slice(low)));
        Self(form.retrieve())
    }
    /// The 256-bit big-endian number that a hash is, modulo q.
    pub(crate) fn of_hash(hash: &Output<Sha256>) -> Self {
        Self(Form::new(&U256::from_be_slice(hash)).retrieve())
    }
    /// The hash of all `parts` one after another (section 4.5, ℋ: SHA-256 as a big-endian number, modulo q).
    pub fn hash(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self::of_hash(&hash.finalize())
    }
    /// The number written in base 10, which must be below q.
    ///
    /// # Errors
    ///
    /// If it is not so written.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let number = number::parse(text).filter(|n| n < Self::order());
        number.map(Self).ok_or_else(|| {
            Refused::new(
                Why::Form,
                "此处应为小于群阶的十进制整数",
                "a whole number in base 10 below the order of the group is expected here",
            )
        })
    }
    /// In base 10.
    pub fn text(&self) -> String {
        number::text(&self.0)
    }
    pub(crate) fn number(&self) -> &U256 {
        &self.0
    }
    fn form(&self) -> Form {
        Form::new(&self.0)
    }
    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self(self.form().add(&other.form()).retrieve())
    }
    /// The difference.
    pub fn minus(self, other: Self) -> Self {
        Self(self.form().sub(&other.form()).retrieve())
    }
    /// The product.
    pub fn times(self, other: Self) -> Self {
        Self(self.form().mul(&other.form()).retrieve())
    }
    /// The number that adds to zero with this one.
    pub fn negated(self) -> Self {
        Self::ZERO.minus(self)
    }
}
impl std::fmt::Debug for Scalar {
    /// A scalar may be a secret: it is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scalar")
    }
}
