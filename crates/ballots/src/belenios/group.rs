//! The group BELENIOS-2048: the subgroup of order q of the integers modulo p (section 5.1).

use crypto_bigint::{U2048, const_monty_params, modular::ConstMontyForm};

use super::{number, scalar::Scalar};
use crate::{Refused, Why};

/// The name of the group in an election.
pub(crate) const NAME: &str = "BELENIOS-2048";

/// p, which is 1 more than a multiple of q. (p − 1)/q is 6 times a number without a factor below a million: that 2 and 3 divide it
/// is why each element's membership is checked for itself (see `docs/why/ballots.md`).
pub(crate) const P: &str = "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c\
06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d1\
07435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b4\
6b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a\
0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d70730\
1e59e0e6351e051ed9cec4157646e64f";
const G: &str = "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31\
d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8\
643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c\
1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f\
22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c0\
41e1c91fe3823f4bcf284308f1d7e653";

const_monty_params!(Modulus, U2048, P, "The modulus p.");
/// A number modulo p in the form in which the library multiplies; takes the same time for every value unless a name says
/// `vartime`.
pub(crate) type Residue = ConstMontyForm<Modulus, { U2048::LIMBS }>;

/// A number from 1 to p − 1, and how it is written. Whether it is a member of the group is a question of its own: answering it
/// costs as much as checking a proof, so it is asked once for each place where it matters.
#[derive(Clone, PartialEq, Eq)]
pub struct Element {
    value: U2048,
    text: Box<str>,
}
impl Element {
    /// The generator g.
    pub fn generator() -> Self {
        Self::of_value(U2048::from_be_hex(G))
    }
    /// The number written in base 10, from 1 to p − 1 (section 4.2, 𝔾).
    ///
    /// # Errors
    ///
    /// If it is not so written.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let value = number::parse(text).filter(|n| *n < U2048::from_be_hex(P) && *n != U2048::ZERO);
        value.map(|value| Self { value, text: text.into() }).ok_or_else(|| {
            Refused::new(
                Why::Form,
                "此处应为小于群模数的十进制正整数",
                "a positive whole number in base 10 below the modulus of the group is expected here",
            )
        })
    }
    /// In base 10.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Whether it is in the group, that is, whether its q-th power is 1. Takes a time that depends on the number.
    pub fn is_member(&self) -> bool {
        self.residue().pow_vartime(Scalar::order()) == Residue::ONE
    }
    /// The element raised to a power that may be secret.
    pub fn power(&self, exponent: &Scalar) -> Self {
        Self::of(&self.residue().pow(exponent.number()))
    }
    /// The product.
    pub fn times(&self, other: &Self) -> Self {
        Self::of(&self.residue().mul(&other.residue()))
    }
    pub(crate) fn of_value(value: U2048) -> Self {
        Self { value, text: number::text(&value).into() }
    }
    pub(crate) fn of(residue: &Residue) -> Self {
        Self::of_value(residue.retrieve())
    }
    pub(crate) fn value(&self) -> &U2048 {
        &self.value
    }
    pub(crate) fn residue(&self) -> Residue {
        Residue::new(&self.value)
    }
}
impl std::fmt::Debug for Element {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Element({}…)", &self.text[..self.text.len().min(12)])
    }
}
/// The generator as the library multiplies it.
pub(crate) fn generator() -> Residue {
    const FORM: Residue = Residue::new(&U2048::from_be_hex(G));
    FORM
}
