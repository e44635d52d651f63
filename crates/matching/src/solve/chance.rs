//! Chance from a seed, and sets that chance can draw from.

/// The same numbers for the same seed.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }
    /// A number below `n`, which must not be 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((u128::from(z) * n as u128) >> 64) as usize
    }
}

/// A set of small numbers that is drawn from, added to and taken from at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    items: Vec<u32>,
    at: Vec<u32>,
}

impl Pool {
    pub(crate) fn new(size: usize) -> Self {
        Self { items: Vec::new(), at: vec![u32::MAX; size] }
    }
    #[inline]
    pub(crate) fn set(&mut self, x: usize, held: bool) {
        let at = self.at[x];
        if held && at == u32::MAX {
            self.at[x] = self.items.len() as u32;
            self.items.push(x as u32);
        } else if !held && at != u32::MAX {
            self.items.swap_remove(at as usize);
            if let Some(moved) = self.items.get(at as usize) {
                self.at[*moved as usize] = at;
            }
            self.at[x] = u32::MAX;
        }
    }
    pub(crate) fn holds(&self, x: usize) -> bool {
        self.at[x] != u32::MAX
    }
    pub(crate) fn items(&self) -> &[u32] {
        &self.items
    }
    pub(crate) fn draw(&self, chance: &mut Chance) -> Option<u32> {
        (!self.items.is_empty()).then(|| self.items[chance.below(self.items.len())])
    }
}
