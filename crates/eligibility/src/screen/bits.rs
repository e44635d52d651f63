//! Sets of people, and three-valued answers about them, as bits.

use crate::Truth;

/// People in a block: few enough that what a block needs stays near the processor.
pub(super) const BLOCK: usize = 2048;
const WORDS: usize = BLOCK / 64;

/// A set of the people of one block.
pub(super) type Words = [u64; WORDS];
pub(super) const NOBODY: Words = [0; WORDS];

/// The first `count` people of a block.
pub(super) fn first(count: usize) -> Words {
    std::array::from_fn(|w| match count.saturating_sub(w * 64) {
        left @ 0..64 => (1u64 << left) - 1,
        _ => !0,
    })
}
pub(super) fn join(a: &Words, b: &Words, op: impl Fn(u64, u64) -> u64) -> Words {
    std::array::from_fn(|w| op(a[w], b[w]))
}
pub(super) fn ones(words: &Words) -> u32 {
    words.iter().map(|w| w.count_ones()).sum()
}
pub(super) fn holds(words: &[u64], i: usize) -> bool {
    words.get(i / 64).is_some_and(|w| w >> (i % 64) & 1 == 1)
}

/// An answer about each person of a block: certainly yes, possibly yes. What is certain is possible.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub certain: Words,
    pub possible: Words,
}
impl Pair {
    pub const NO: Self = Self { certain: NOBODY, possible: NOBODY };

    pub fn yes(living: &Words) -> Self {
        Self { certain: *living, possible: *living }
    }
    /// The person's answer becomes at least this.
    pub fn raise(&mut self, i: usize, to: Truth) {
        self.certain[i / 64] |= u64::from(to == Truth::Yes) << (i % 64);
        self.possible[i / 64] |= u64::from(to != Truth::No) << (i % 64);
    }
    pub fn get(&self, i: usize) -> Truth {
        Truth::between(holds(&self.certain, i), holds(&self.possible, i))
    }
    pub fn and(&mut self, other: &Self) {
        self.certain = join(&self.certain, &other.certain, |a, b| a & b);
        self.possible = join(&self.possible, &other.possible, |a, b| a & b);
    }
    pub fn or(&mut self, other: &Self) {
        self.certain = join(&self.certain, &other.certain, |a, b| a | b);
        self.possible = join(&self.possible, &other.possible, |a, b| a | b);
    }
    pub fn not(&self, living: &Words) -> Self {
        let but = |words: &Words| join(living, words, |l, w| l & !w);
        Self { certain: but(&self.possible), possible: but(&self.certain) }
    }
}

/// Those who are in at least `n` of the sets: `reached[k]` is "in more than k of those seen so far".
pub(super) fn at_least<'a>(n: usize, living: &Words, of: impl Iterator<Item = &'a Words>) -> Words {
    let Some(last) = n.checked_sub(1) else { return *living };
    let mut reached: Vec<Words> = Vec::new();
    for set in of {
        reached.resize((reached.len() + 1).min(n), NOBODY);
        for k in (0..reached.len()).rev() {
            let more = if k == 0 { *set } else { join(&reached[k - 1], set, |below, s| below & s) };
            reached[k] = join(&reached[k], &more, |a, b| a | b);
        }
    }
    reached.get(last).copied().unwrap_or(NOBODY)
}
