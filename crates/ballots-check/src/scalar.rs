//! Numbers modulo the group's order ℓ = 2²⁵² + 27742317777372353535851937790883648493.

/// ℓ, the lowest word first.
const ORDER: [u64; 4] = [0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000];

/// A number below ℓ, the lowest word first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Scalar([u64; 4]);

impl Scalar {
    pub(crate) const ZERO: Self = Self([0; 4]);

    pub(crate) fn small(n: u64) -> Self {
        Self([n, 0, 0, 0])
    }
    /// The number of 32 bytes, little endian, if it is below ℓ.
    pub(crate) fn read(bytes: &[u8; 32]) -> Option<Self> {
        let words = std::array::from_fn(|i| u64::from_le_bytes(bytes[8 * i..8 * i + 8].try_into().expect("eight")));
        (!not_below(&words)).then_some(Self(words))
    }
    /// The number of 64 bytes, little endian, modulo ℓ: bit by bit from the highest.
    pub(crate) fn reduce(bytes: &[u8; 64]) -> Self {
        let mut rest = [0u64; 4];
        for bit in (0..512).rev() {
            for i in (1..4).rev() {
                rest[i] = rest[i] << 1 | rest[i - 1] >> 63;
            }
            rest[0] = rest[0] << 1 | u64::from(bytes[bit / 8] >> (bit % 8) & 1);
            if not_below(&rest) {
                rest = less(&rest, &ORDER);
            }
        }
        Self(rest)
    }
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut carry = 0;
        let sum = std::array::from_fn(|i| {
            let sum = u128::from(self.0[i]) + u128::from(other.0[i]) + carry;
            carry = sum >> 64;
            sum as u64
        });
        Self(if not_below(&sum) { less(&sum, &ORDER) } else { sum })
    }
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self(less(&ORDER, &other.0)))
    }
    /// Four bits.
    pub(crate) fn nibble(&self, at: usize) -> usize {
        (self.0[at / 16] >> (4 * (at % 16)) & 15) as usize
    }
}
fn not_below(words: &[u64; 4]) -> bool {
    words.iter().rev().cmp(ORDER.iter().rev()).is_ge()
}
fn less(a: &[u64; 4], b: &[u64; 4]) -> [u64; 4] {
    let mut borrow = false;
    std::array::from_fn(|i| {
        let (first, one) = a[i].overflowing_sub(b[i]);
        let (second, two) = first.overflowing_sub(u64::from(borrow));
        borrow = one || two;
        second
    })
}
