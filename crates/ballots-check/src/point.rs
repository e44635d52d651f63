//! The group ristretto255 (RFC 9496), over the curve −x² + y² = 1 + d·x²·y² in extended coordinates.

use crate::{
    field::{D, Field, INVERSE_ROOT_OF_A_MINUS_D, ROOT_OF_MINUS_ONE},
    scalar::Scalar,
};

/// An element.
#[derive(Clone, Copy)]
pub(crate) struct Point {
    x: Field,
    y: Field,
    z: Field,
    t: Field,
}

/// The generator, as RFC 9496 (A.1) writes it.
const GENERATOR: [u8; 32] = [
    0xe2, 0xf2, 0xae, 0x0a, 0x6a, 0xbc, 0x4e, 0x71, 0xa8, 0x84, 0xa9, 0x61, 0xc5, 0x00, 0x51, 0x5f, 0x58, 0xe3, 0x0b,
    0x6a, 0xa5, 0x82, 0xdd, 0x8d, 0xb6, 0xa6, 0x59, 0x45, 0xe0, 0x8d, 0x2d, 0x76,
];

impl Point {
    pub(crate) const ZERO: Self = Self { x: Field::ZERO, y: Field::ONE, z: Field::ONE, t: Field::ZERO };

    pub(crate) fn generator() -> Self {
        Self::read(&GENERATOR).expect("RFC 9496 writes a point")
    }
    /// RFC 9496, 4.3.1: the element that bytes encode, if they are the one encoding of one.
    pub(crate) fn read(bytes: &[u8; 32]) -> Option<Self> {
        let s = Field::read(bytes);
        if s.bytes() != *bytes || s.is_negative() {
            return None;
        }
        let ss = s.squared();
        let u1 = Field::ONE.minus(&ss);
        let u2 = Field::ONE.plus(&ss);
        let u2_squared = u2.squared();
        let v = D.times(&u1.squared()).negated().minus(&u2_squared);
        let (square, root) = Field::inverse_root(&v.times(&u2_squared));
        let den_x = root.times(&u2);
        let den_y = root.times(&den_x).times(&v);
        let x = s.plus(&s).times(&den_x).absolute();
        let y = u1.times(&den_y);
        let t = x.times(&y);
        (square && !t.is_negative() && !y.is_zero()).then_some(Self { x, y, z: Field::ONE, t })
    }
    /// RFC 9496, 4.3.2: the bytes that encode the element.
    pub(crate) fn bytes(&self) -> [u8; 32] {
        let u1 = self.z.plus(&self.y).times(&self.z.minus(&self.y));
        let u2 = self.x.times(&self.y);
        let (_, root) = Field::inverse_root(&u1.times(&u2.squared()));
        let den1 = root.times(&u1);
        let den2 = root.times(&u2);
        let z_inverse = den1.times(&den2).times(&self.t);
        let rotate = self.t.times(&z_inverse).is_negative();
        let (x, mut y, den) = if rotate {
            let den = den1.times(&INVERSE_ROOT_OF_A_MINUS_D);
            (self.y.times(&ROOT_OF_MINUS_ONE), self.x.times(&ROOT_OF_MINUS_ONE), den)
        } else {
            (self.x, self.y, den2)
        };
        if x.times(&z_inverse).is_negative() {
            y = y.negated();
        }
        den.times(&self.z.minus(&y)).absolute().bytes()
    }
    /// RFC 9496, 4.3.3.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.x.times(&other.y).equals(&self.y.times(&other.x)) || self.y.times(&other.y).equals(&self.x.times(&other.x))
    }
    pub(crate) fn is_zero(&self) -> bool {
        self.equals(&Self::ZERO)
    }
    /// The sum; the formula holds for equal points too.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let a = self.y.minus(&self.x).times(&other.y.minus(&other.x));
        let b = self.y.plus(&self.x).times(&other.y.plus(&other.x));
        let c = self.t.times(&other.t).times(&D.plus(&D));
        let d = self.z.times(&other.z);
        let d = d.plus(&d);
        let (e, f, g, h) = (b.minus(&a), d.minus(&c), d.plus(&c), b.plus(&a));
        Self { x: e.times(&f), y: g.times(&h), z: f.times(&g), t: e.times(&h) }
    }
    pub(crate) fn negated(&self) -> Self {
        Self { x: self.x.negated(), y: self.y, z: self.z, t: self.t.negated() }
    }
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }
    /// The point as often as the number says, four bits at a time.
    pub(crate) fn times(&self, number: &Scalar) -> Self {
        let mut table = [Self::ZERO; 16];
        for i in 1..16 {
            table[i] = table[i - 1].plus(self);
        }
        let mut out = Self::ZERO;
        for at in (0..64).rev() {
            for _ in 0..4 {
                out = out.plus(&out);
            }
            out = out.plus(&table[number.nibble(at)]);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_of_the_generator_are_those_of_rfc_9496() {
        // A.1, the multiples 0, 1, 2 and 15
        let hex = |bytes: [u8; 32]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        for (n, expected) in [
            (0, "0000000000000000000000000000000000000000000000000000000000000000"),
            (1, "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"),
            (2, "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919"),
            (15, "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"),
        ] {
            assert_eq!(hex(Point::generator().times(&Scalar::small(n)).bytes()), expected, "{n}");
        }
    }

    #[test]
    fn encodings_that_rfc_9496_calls_invalid_are_refused() {
        // A.3: above the modulus, negative, not a square
        let mut above = [0xff; 32];
        above[31] = 0x7f;
        let mut negative = [0; 32];
        negative[0] = 1;
        for bytes in [above, [0xff; 32], negative] {
            assert!(Point::read(&bytes).is_none());
        }
    }
}
