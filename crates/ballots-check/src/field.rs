//! Numbers modulo 2²⁵⁵ − 19, as five limbs of 51 bits.

const MASK: u64 = (1 << 51) - 1;

/// A number; its limbs may be a little above 51 bits.
#[derive(Clone, Copy)]
pub(crate) struct Field([u64; 5]);

impl Field {
    pub(crate) const ZERO: Self = Self([0; 5]);
    pub(crate) const ONE: Self = Self([1, 0, 0, 0, 0]);

    /// The number of 32 bytes, little endian, the highest bit left out.
    pub(crate) const fn read(bytes: &[u8; 32]) -> Self {
        let mut limbs = [0u64; 5];
        let mut bit = 0;
        while bit < 255 {
            limbs[bit / 51] |= ((bytes[bit / 8] >> (bit % 8) & 1) as u64) << (bit % 51);
            bit += 1;
        }
        Self(limbs)
    }
    /// The number below 2²⁵⁵ − 19 in 32 bytes, little endian.
    pub(crate) fn bytes(&self) -> [u8; 32] {
        let mut l = self.carried().carried().0;
        // 19 more than the number passes 2²⁵⁵ exactly when the number is not below the modulus
        let mut over = 19;
        for limb in l {
            over = (limb + over) >> 51;
        }
        l[0] += 19 * over;
        for i in 0..4 {
            l[i + 1] += l[i] >> 51;
            l[i] &= MASK;
        }
        l[4] &= MASK;
        let mut out = [0u8; 32];
        for bit in 0..255 {
            out[bit / 8] |= ((l[bit / 51] >> (bit % 51) & 1) as u8) << (bit % 8);
        }
        out
    }
    fn carried(&self) -> Self {
        let mut l = self.0;
        for i in 0..4 {
            l[i + 1] += l[i] >> 51;
            l[i] &= MASK;
        }
        l[0] += 19 * (l[4] >> 51);
        l[4] &= MASK;
        Self(l)
    }
    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] + other.0[i])).carried()
    }
    pub(crate) fn minus(&self, other: &Self) -> Self {
        // 16 times the modulus first, so that nothing falls below zero
        const MORE: [u64; 5] = [16 * (MASK - 18), 16 * MASK, 16 * MASK, 16 * MASK, 16 * MASK];
        Self(std::array::from_fn(|i| self.0[i] + MORE[i] - other.0[i])).carried()
    }
    pub(crate) fn negated(&self) -> Self {
        Self::ZERO.minus(self)
    }
    pub(crate) fn times(&self, other: &Self) -> Self {
        let (a, b) = (&self.0, &other.0);
        let mut sums = [0u128; 5];
        for i in 0..5 {
            for j in 0..5 {
                let product = u128::from(a[i]) * u128::from(b[j]);
                // 2²⁵⁵ is 19
                sums[(i + j) % 5] += if i + j < 5 { product } else { 19 * product };
            }
        }
        let mut carry = 0;
        let mut limbs = [0u64; 5];
        for (limb, sum) in limbs.iter_mut().zip(sums) {
            let sum = sum + carry;
            *limb = sum as u64 & MASK;
            carry = sum >> 51;
        }
        let low = u128::from(limbs[0]) + 19 * carry;
        limbs[0] = low as u64 & MASK;
        limbs[1] += (low >> 51) as u64;
        Self(limbs)
    }
    pub(crate) fn squared(&self) -> Self {
        self.times(self)
    }
    /// The number to the power (p − 5)/8 = 2²⁵² − 3.
    fn root_power(&self) -> Self {
        // all bits from 251 to 0 are ones but bit 1
        let mut out = Self::ONE;
        for bit in (0..252).rev() {
            out = out.squared();
            if bit != 1 {
                out = out.times(self);
            }
        }
        out
    }
    /// RFC 9496, 4.1: whether the number as written is odd.
    pub(crate) fn is_negative(&self) -> bool {
        self.bytes()[0] & 1 == 1
    }
    pub(crate) fn is_zero(&self) -> bool {
        self.bytes() == [0; 32]
    }
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
    pub(crate) fn absolute(&self) -> Self {
        if self.is_negative() { self.negated() } else { *self }
    }
    /// RFC 9496, 4.2, SQRT_RATIO_M1(1, v): whether 1/v is a square, and its root or that of √−1 times it.
    pub(crate) fn inverse_root(v: &Self) -> (bool, Self) {
        let v3 = v.squared().times(v);
        let v7 = v3.squared().times(v);
        let mut r = v3.times(&v7.root_power());
        let check = v.times(&r.squared());
        let minus_one = Self::ONE.negated();
        let right = check.equals(&Self::ONE);
        let flipped = check.equals(&minus_one);
        if flipped || check.equals(&minus_one.times(&ROOT_OF_MINUS_ONE)) {
            r = r.times(&ROOT_OF_MINUS_ONE);
        }
        (right || flipped, r.absolute())
    }
}

/// The limbs of a number given by its four words, the lowest first.
const fn words(words: [u64; 4]) -> Field {
    let mut bytes = [0u8; 32];
    let mut i = 0;
    while i < 32 {
        bytes[i] = (words[i / 8] >> (8 * (i % 8))) as u8;
        i += 1;
    }
    Field::read(&bytes)
}
/// SQRT_M1 (RFC 9496, 4.1).
pub(crate) const ROOT_OF_MINUS_ONE: Field =
    words([0xc4ee1b274a0ea0b0, 0x2f431806ad2fe478, 0x2b4d00993dfbd7a7, 0x2b8324804fc1df0b]);
/// D (RFC 9496, 4.1).
pub(crate) const D: Field = words([0x75eb4dca135978a3, 0x00700a4d4141d8ab, 0x8cc740797779e898, 0x52036cee2b6ffe73]);
/// INVSQRT_A_MINUS_D (RFC 9496, 4.1).
pub(crate) const INVERSE_ROOT_OF_A_MINUS_D: Field =
    words([0x99c8fdaa805d40ea, 0x9d2f16175a4172be, 0x16c27b91fe01d840, 0x786c8905cfaffca2]);
