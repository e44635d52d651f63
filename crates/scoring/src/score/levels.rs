//! Harsh and mild raters brought level.
//!
//! For a rater with scores x₁…xₙ, S₁ = Σx and S₂ = Σx² give the variance without a division: V = n·S₂ − S₁². The distance from
//! the rater's mean in standard deviations is (n·x − S₁) ÷ √V (population), so the levelled score is
//! `mean ± spread·|n·x − S₁| ÷ √V`. Root and quotient are rounded **once**, half up at the sixth decimal, with integers alone:
//! the rounded k is the largest with (2k − 1)²·V ≤ 4·spread²·(n·x − S₁)², which is k = (⌊√⌊4·spread²·D² ÷ V⌋⌋ + 1) ÷ 2.
//! For the sample's standard deviation V is replaced by V·n ÷ (n − 1).
//!
//! A root for each score would be most of the work. So each rater has c = ⌊2ˢ·2·spread ÷ √V⌋, and ⌊D·c ÷ 2ˢ⌋ is the root
//! unless a whole number lies between D·c ÷ 2ˢ and D·(c + 1) ÷ 2ˢ, which is so once in many millions; then it is taken exactly.

use super::{Failure, share::share};
use crate::{
    Facts, Plan,
    exact::{DECIMALS, FACT_LIMIT, root, ten},
    plan::{LevelSet, Levelled},
    scheme::Divisor,
};

/// A rater's scores, summed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct RaterSums {
    n: i64,
    sum: i64,
    squares: i128,
}
impl RaterSums {
    /// Adds a score (or takes it back, `times` −1).
    #[inline]
    fn put(&mut self, x: i64, times: i64) {
        // scores fit 32 bits and there are fewer than 2³² of them: nothing here can overflow
        self.n += times;
        self.sum += times * x;
        self.squares += i128::from(times * x * x);
    }
}

/// What a rater's scores become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum How {
    /// Too few scores: they are left as they are.
    AsIs,
    /// The same for everybody says nothing about differences: everybody gets the mean.
    Mean,
    /// By c and s.
    Scaled(u8),
    /// c does not fit: a root for each score.
    Root,
}

#[derive(Clone, Copy, Debug)]
struct Ready {
    n: i64,
    sum: i64,
    c: u64,
    how: How,
}

/// The raters of one set of scores.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    sums: Vec<RaterSums>,
    ready: Vec<Ready>,
}

/// Scores of that many raters at most.
const MAX_RATERS: usize = 1 << 26;

/// The raters of every set.
pub(super) fn levels(plan: &Plan, facts: &Facts, threads: usize) -> Result<Vec<Levels>, Failure> {
    let mut all = vec![Levels::default(); plan.levels.len()];
    let work = all.iter_mut().zip(&plan.levels).collect();
    share(
        threads,
        work,
        || (),
        |(), (levels, set): (&mut Levels, &LevelSet)| {
            levels.sums = sums(plan, facts, set)?;
            levels.ready = levels.sums.iter().map(|s| ready(set, *s)).collect();
            Ok(())
        },
    )?;
    Ok(all)
}

fn sums(plan: &Plan, facts: &Facts, set: &LevelSet) -> Result<Vec<RaterSums>, Failure> {
    let mut sums: Vec<RaterSums> = Vec::new();
    let mut put = |row: usize, rater: usize, x: i64, name: &str, good: bool| {
        if rater >= MAX_RATERS || !good {
            return Err(Failure::Fact { row, name: name.to_owned() });
        }
        if rater >= sums.len() {
            sums.resize(rater + 1, RaterSums::default());
        }
        sums[rater].put(x, 1);
        Ok(())
    };
    match set.of {
        Levelled::Leader(score, rater) => {
            let def = &plan.columns[score];
            let (score, rater) = (&facts.columns[score], &facts.columns[rater]);
            for row in 0..facts.people() {
                if let (Some(x), Some(r)) = (score.get(row), rater.get(row)) {
                    put(row, usize::try_from(r).unwrap_or(usize::MAX), x, &def.name, (def.min..=def.max).contains(&x))?;
                }
            }
        }
        Levelled::Ratings(list) => {
            let (def, list) = (&plan.scheme.ratings[list], &facts.ratings[list]);
            let step = ten(DECIMALS - def.decimals);
            let (min, max) = (def.min.units() / step, def.max.units() / step);
            for row in 0..facts.people() {
                for at in list.of(row) {
                    let x = i64::from(list.value[at]);
                    put(row, list.rater[at] as usize, x, &def.id, (min..=max).contains(&x))?;
                }
            }
        }
    }
    Ok(sums)
}

/// V of the rater; nothing where it does not fit.
fn variance(rater: RaterSums) -> Option<u128> {
    let square = i128::from(rater.sum) * i128::from(rater.sum);
    let v = i128::from(rater.n).checked_mul(rater.squares)?.checked_sub(square)?;
    u128::try_from(v).ok()
}

fn ready(set: &LevelSet, rater: RaterSums) -> Ready {
    let of = |how, c| Ready { n: rater.n, sum: rater.sum, c, how };
    if rater.n < i64::from(set.at_least) {
        return of(How::AsIs, 0);
    }
    let v = variance(rater);
    if v == Some(0) {
        return of(How::Mean, 0);
    }
    let (top, under) = match set.divisor {
        Divisor::Population => (Some(1), Some(1)),
        Divisor::Sample => (u128::try_from(rater.n - 1).ok(), u128::try_from(rater.n).ok()),
    };
    let twice = 2 * u128::from(set.spread.unsigned_abs());
    let top = top.and_then(|t| twice.checked_mul(twice)?.checked_mul(t));
    let under = under.and_then(|u| v?.checked_mul(u));
    let (Some(top), Some(under)) = (top, under) else { return of(How::Root, 0) };
    let s = top.leading_zeros() / 2;
    match u64::try_from(root((top << (2 * s)) / under)) {
        Ok(c) => of(How::Scaled(s as u8), c),
        Err(_) => of(How::Root, 0),
    }
}

impl Levels {
    /// The levelled score, in units of the sixth decimal; nothing where it does not fit.
    #[inline]
    pub(super) fn levelled(&self, set: &LevelSet, rater: usize, x: i64) -> Option<i64> {
        let ready = self.ready[rater];
        let s = match ready.how {
            How::AsIs => return Some(x * ten(DECIMALS - set.decimals)),
            How::Mean => return Some(set.mean),
            How::Root => return by_root(set, self.sums[rater], x),
            How::Scaled(s) => s,
        };
        let Some(distance) = ready.n.checked_mul(x).and_then(|nx| nx.checked_sub(ready.sum)) else {
            return by_root(set, self.sums[rater], x);
        };
        let away = u128::from(distance.unsigned_abs());
        let low = away * u128::from(ready.c);
        // below D·(c + 1): the last number that the true one may reach
        let high = low + away.saturating_sub(1);
        if low >> s != high >> s {
            return by_root(set, self.sums[rater], x);
        }
        away_from(set, u64::try_from(low >> s).ok()?, distance < 0)
    }
    /// Adds a score to its rater's or takes it out (`times` −1).
    pub(super) fn count(&mut self, set: &LevelSet, rater: usize, x: i64, times: i64) {
        if rater >= self.sums.len() {
            self.sums.resize(rater + 1, RaterSums::default());
            self.ready.resize(rater + 1, ready(set, RaterSums::default()));
        }
        self.sums[rater].put(x, times);
        self.ready[rater] = ready(set, self.sums[rater]);
    }
}

/// `mean ± root ÷ 2`, half up.
#[inline]
fn away_from(set: &LevelSet, root: u64, below: bool) -> Option<i64> {
    let k = i64::try_from(root.div_ceil(2)).ok()?;
    set.mean.checked_add(if below { -k } else { k }).filter(|s| s.abs() < FACT_LIMIT)
}

fn by_root(set: &LevelSet, rater: RaterSums, x: i64) -> Option<i64> {
    let n = i128::from(rater.n);
    let distance = n * i128::from(x) - i128::from(rater.sum);
    let top = distance.unsigned_abs().checked_mul((2 * set.spread) as u128)?;
    let (mut top, mut under) = (top.checked_mul(top)?, variance(rater)?);
    if set.divisor == Divisor::Sample {
        top = top.checked_mul((rater.n - 1) as u128)?;
        under = under.checked_mul(rater.n as u128)?;
    }
    away_from(set, u64::try_from(root(top / under)).ok()?, distance < 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_raters_scale_gives_what_a_root_gives(
            scores in proptest::collection::vec(0i64..1_000, 2..12),
            wide: bool, sample: bool, spread in 1i64..1_000_000_000, narrow in 0u32..30,
        ) {
            let by = if wide { 2_000_000 } else { 1 };
            let mut all = RaterSums::default();
            scores.iter().for_each(|x| all.put(x * by, 1));
            let divisor = if sample { Divisor::Sample } else { Divisor::Population };
            let spread = (spread >> narrow).max(1);
            let set = LevelSet { of: Levelled::Ratings(0), mean: 80_000_000, spread, divisor, at_least: 2, decimals: 1 };
            let levels = Levels { sums: vec![all], ready: vec![ready(&set, all)] };
            for x in scores {
                let exact = if variance(all) == Some(0) { Some(set.mean) } else { by_root(&set, all, x * by) };
                prop_assert_eq!(levels.levelled(&set, 0, x * by), exact);
            }
        }
    }
}
