//! A small generator of integers, the same on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014): one multiplication chain, no float, no platform.
#[derive(Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    /// A stream of its own for each purpose and each index.
    pub(crate) fn new(seed: u64, purpose: u64, index: u64) -> Self {
        let mut rng = Self(seed ^ purpose.rotate_left(32) ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        rng.next();
        rng
    }
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// A number below `n` (0 where `n` is 0).
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        (((self.next() >> 32) * u64::from(n)) >> 32) as u32
    }
    /// A number from `low` to `high`, both included.
    pub(crate) fn range(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }
    /// True in so many of a thousand cases.
    pub(crate) fn permille(&mut self, n: u32) -> bool {
        self.below(1000) < n
    }
    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u32) as usize]
    }
    /// One of them by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, all: &[(T, u32)]) -> T {
        let mut n = self.below(all.iter().map(|(_, w)| w).sum());
        for (value, weight) in all {
            if n < *weight {
                return *value;
            }
            n -= weight;
        }
        all[all.len() - 1].0
    }
}
