//! Harsh and mild raters brought level.
//!
//! For a rater with scores x₁…xₙ, S₁ = Σx and S₂ = Σx² give the variance without a division: V = n·S₂ − S₁². The distance from
//! the rater's mean in standard deviations is (n·x − S₁) ÷ √V (population), so the levelled score is
//! `mean ± spread·|n·x − S₁| ÷ √V`. Root and quotient are rounded **once**, half up at the sixth decimal, with integers alone:
//! the rounded k is the largest with (2k − 1)²·V ≤ 4·spread²·(n·x − S₁)², which is k = (⌊√⌊4·spread²·D² ÷ V⌋⌋ + 1) ÷ 2.
//! For the sample's standard deviation V is replaced by V·n ÷ (n − 1).

use super::Failure;
use crate::{
    Facts, Plan,
    exact::{DECIMALS, root, ten},
    plan::{LevelSet, Levelled},
    scheme::Divisor,
};

/// A rater's scores, summed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct RaterSums {
    pub(crate) n: i64,
    pub(crate) sum: i64,
    pub(crate) squares: i128,
}
impl RaterSums {
    /// Adds a score (or takes it back, `times` −1).
    #[inline]
    pub(crate) fn put(&mut self, x: i64, times: i64) {
        // scores fit 32 bits and there are fewer than 2³² of them: nothing here can overflow
        self.n += times;
        self.sum += times * x;
        self.squares += i128::from(times * x * x);
    }
}

/// Scores of that many raters at most.
const MAX_RATERS: usize = 1 << 26;

/// The sums of every rater of every set.
pub(super) fn sums(plan: &Plan, facts: &Facts, threads: usize) -> Result<Vec<Vec<RaterSums>>, Failure> {
    let sets: Vec<&LevelSet> = plan.levels.iter().collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let done = std::sync::Mutex::new(vec![None; sets.len()]);
    std::thread::scope(|scope| {
        let run = || loop {
            let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(set) = sets.get(i) else { return };
            let sums = of(plan, facts, set);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[i] = Some(sums);
        };
        for _ in 1..threads.min(sets.len()) {
            scope.spawn(run);
        }
        run();
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.into_iter().flatten().collect()
}

fn of(plan: &Plan, facts: &Facts, set: &LevelSet) -> Result<Vec<RaterSums>, Failure> {
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

/// The levelled score, in units of the sixth decimal; nothing where it does not fit. A rater with too few scores is left as is,
/// and one who gave everybody the same says nothing about differences: everybody gets the mean.
pub(crate) fn levelled(set: &LevelSet, rater: RaterSums, x: i64) -> Option<i64> {
    let as_is = x * ten(DECIMALS - set.decimals);
    if rater.n < i64::from(set.at_least) {
        return Some(as_is);
    }
    let n = i128::from(rater.n);
    let variance = n.checked_mul(rater.squares)?.checked_sub(i128::from(rater.sum).checked_mul(rater.sum.into())?)?;
    if variance == 0 {
        return Some(set.mean);
    }
    let distance = n * i128::from(x) - i128::from(rater.sum);
    let away = distance.unsigned_abs();
    let twice = (2 * set.spread) as u128;
    let top = away.checked_mul(twice)?;
    let (mut top, mut under) = (top.checked_mul(top)?, variance.unsigned_abs());
    if set.divisor == Divisor::Sample {
        top = top.checked_mul((rater.n - 1) as u128)?;
        under = under.checked_mul(rater.n as u128)?;
    }
    // wide division is slow, and most numbers fit
    let quotient = match (u64::try_from(top), u64::try_from(under)) {
        (Ok(top), Ok(under)) => u128::from(top / under),
        _ => top / under,
    };
    let k = i64::try_from(root(quotient).div_ceil(2)).ok()?;
    set.mean.checked_add(if distance < 0 { -k } else { k }).filter(|s| s.abs() < crate::exact::FACT_LIMIT)
}
