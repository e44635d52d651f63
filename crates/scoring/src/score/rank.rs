//! Ranks within a group: by counting where the values are few, by sorting otherwise.

use crate::exact::{MISSING, Reciprocal};

/// Room for ranking, used again.
#[derive(Default)]
pub(super) struct Ranker {
    counts: Vec<u32>,
    points: Vec<i64>,
    packed: Vec<u64>,
    pairs: Vec<(i64, u32)>,
}

impl Ranker {
    /// Puts `of(ahead, equal)` in place of each value, where `ahead` are better and `equal` are the same, the value's own
    /// among them. What is missing stays. All values are multiples of `step`.
    pub(super) fn ranks(&mut self, values: &mut [i64], step: i64, high: bool, of: &mut dyn FnMut(usize, usize) -> i64) {
        let known = || values.iter().copied().filter(|x| *x != MISSING);
        let (Some(low), Some(top)) = (known().min(), known().max()) else { return };
        let span = low.abs_diff(top);
        let bits = usize::BITS - values.len().leading_zeros();
        if span / step.unsigned_abs() <= 4 * values.len() as u64 + 64 {
            self.count(values, (low, top), step, high, of);
        } else if span >> (63 - bits) == 0 {
            // the distance from the best, then who: one number to sort by
            let far = |x: i64| if high { top.abs_diff(x) } else { low.abs_diff(x) };
            self.packed.clear();
            let all = values.iter().enumerate().filter(|(_, x)| **x != MISSING);
            self.packed.extend(all.map(|(i, x)| far(*x) << bits | i as u64));
            self.packed.sort_unstable();
            let mask = (1 << bits) - 1;
            runs(&self.packed, |p| p >> bits, of, |p, points| values[(p & mask) as usize] = points);
        } else {
            self.pairs.clear();
            let all = values.iter().enumerate().filter(|(_, x)| **x != MISSING);
            self.pairs.extend(all.map(|(i, x)| (if high { -*x } else { *x }, i as u32)));
            self.pairs.sort_unstable();
            runs(&self.pairs, |p| p.0, of, |p, points| values[p.1 as usize] = points);
        }
    }
    fn count(
        &mut self,
        values: &mut [i64],
        (low, top): (i64, i64),
        step: i64,
        high: bool,
        of: &mut dyn FnMut(usize, usize) -> i64,
    ) {
        let by = Reciprocal::of(step);
        let place = |x: i64| by.half_up(if high { top - x } else { x - low }) as usize;
        self.counts.clear();
        self.counts.resize(place(if high { low } else { top }) + 1, 0);
        values.iter().filter(|x| **x != MISSING).for_each(|x| self.counts[place(*x)] += 1);
        let mut ahead = 0;
        self.points.clear();
        for n in &self.counts {
            let equal = *n as usize;
            self.points.push(if equal > 0 { of(ahead, equal) } else { 0 });
            ahead += equal;
        }
        values.iter_mut().filter(|x| **x != MISSING).for_each(|x| *x = self.points[place(*x)]);
    }
}

/// Each run of equals in a sorted list.
fn runs<T: Copy, K: PartialEq>(
    sorted: &[T],
    key: impl Fn(T) -> K,
    of: &mut dyn FnMut(usize, usize) -> i64,
    mut put: impl FnMut(T, i64),
) {
    let mut from = 0;
    while from < sorted.len() {
        let value = key(sorted[from]);
        let equal = sorted[from..].iter().take_while(|p| key(**p) == value).count();
        let points = of(from, equal);
        sorted[from..from + equal].iter().for_each(|p| put(*p, points));
        from += equal;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_rank_is_how_many_are_better(
            seeds in proptest::collection::vec(0u64.., 1..80), kind in 0usize..5, step in 1i64..1_000_000, high: bool,
        ) {
            let span = [2u64, 200, 1 << 30, 1 << 40, 1 << 55][kind];
            let limit = 1i64 << 56;
            let given: Vec<i64> = seeds.iter().map(|s| match s % span {
                0 => MISSING,
                x => ((x as i64 - (span / 2) as i64) * step.min(limit / span as i64)).clamp(-limit, limit),
            }).collect();
            let mut ranked = given.clone();
            Ranker::default().ranks(&mut ranked, step.min(limit / span as i64), high, &mut |ahead, equal| (1000 * ahead + equal) as i64);
            for (x, is) in given.iter().zip(ranked) {
                let count = |f: &dyn Fn(i64) -> bool| given.iter().filter(|g| **g != MISSING && f(**g)).count();
                let ahead = count(&|g| if high { g > *x } else { g < *x });
                let expected = if *x == MISSING { MISSING } else { (1000 * ahead + count(&|g| g == *x)) as i64 };
                prop_assert_eq!(is, expected);
            }
        }
    }
}
