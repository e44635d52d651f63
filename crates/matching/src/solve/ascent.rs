//! The best multipliers: the volume algorithm with an adaptive step, in integers.
//!
//! Each step prices the rows, places everybody anew (warm), and moves the multipliers along the average of what the rows
//! counted lately. The step is what is hoped to be gained, divided by the square of the direction; the hope grows when a step
//! brings a better bound, and shrinks when several do not.

use super::{
    cuts::{self, Cut},
    program::Program,
    relaxed::Relaxed,
};

/// Averages have so many bits behind the point.
const POINT: u32 = 12;

/// How hard to try.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    pub steps: u32,
    /// Stop when this many steps gained less than this many parts in 10 million.
    pub patience: u32,
    pub gain: i64,
    /// What is hoped to be gained at first, in parts per million of the bound; 5,000 where nothing is known.
    pub hope: i64,
}
impl Effort {
    /// So many steps, from prices of which nothing is known.
    pub(crate) fn cold(steps: u32, patience: u32, gain: i64) -> Self {
        Self { steps, patience, gain, hope: 5_000 }
    }
}

/// How often each choice was taken lately, on average.
pub(crate) struct Shares {
    of: Vec<i32>,
    seen: Vec<u32>,
    known: Vec<bool>,
}
impl Shares {
    /// Always.
    pub(crate) const ONE: i64 = 1 << 16;
    pub(crate) fn new(choices: usize) -> Self {
        Self { of: vec![0; choices], seen: Vec::new(), known: vec![false; choices] }
    }
    #[inline]
    pub(crate) fn of(&self, choice: u32) -> i64 {
        i64::from(self.of[choice as usize])
    }
    /// The choices that were ever taken.
    pub(crate) fn seen(&self) -> &[u32] {
        &self.seen
    }
    fn take(&mut self, chosen: &[u32], weight: i64) {
        for v in chosen {
            if !std::mem::replace(&mut self.known[*v as usize], true) {
                self.seen.push(*v);
            }
        }
        for v in &self.seen {
            let x = &mut self.of[*v as usize];
            *x -= (i64::from(*x) * weight / 1000) as i32;
        }
        for v in chosen {
            self.of[*v as usize] += (Self::ONE * weight / 1000) as i32;
        }
    }
}

/// What an ascent looks at beside the rows: where it takes down averages, and the cuts that are its last rows, with the program
/// without them.
pub(crate) struct Beside<'a> {
    pub shares: &'a mut Shares,
    pub cuts: &'a [Cut],
    pub plain: &'a Program,
}

/// Improves the multipliers and leaves the best ones set; their bound is returned. `stop` is asked before each step.
pub(crate) fn ascend(it: &mut Relaxed<'_>, effort: Effort, upper: Option<i64>, stop: &dyn Fn() -> bool) -> i64 {
    climb(it, effort, upper, None, stop)
}

/// The same, with averages and cuts.
pub(crate) fn climb(
    it: &mut Relaxed<'_>,
    effort: Effort,
    upper: Option<i64>,
    mut beside: Option<Beside<'_>>,
    stop: &dyn Fn() -> bool,
) -> i64 {
    let rows = it.lambda.len();
    let mut best = it.bound();
    let mut centre = it.lambda.clone();
    let mut average: Vec<i64> = it.count.iter().map(|c| c << POINT).collect();
    let warm = beside.as_ref().is_some_and(|b| !b.shares.seen.is_empty());
    if let Some(beside) = beside.as_ref().filter(|_| warm) {
        for (r, mean) in average.iter_mut().enumerate() {
            let all = it.program.choices_of(r).iter();
            *mean = all.map(|(v, w)| i64::from(*w) * beside.shares.of(*v)).sum::<i64>() >> (16 - POINT);
        }
    }
    let mut hope = (i128::from(best.abs()) * i128::from(effort.hope) / 1_000_000) as i64 + 64;
    let mut next = vec![0i64; rows];
    let mut direction = vec![0i64; rows];
    let (mut idle, mut weight, mut last) = (0, if warm { 30i64 } else { 100 }, best);
    let caps: Vec<i64> = (0..rows).map(|r| it.cap(r)).collect();
    let mut steps = 0;
    while steps < effort.steps && !stop() {
        steps += 1;
        let mut square = 0i128;
        for r in 0..rows {
            let row = &it.program.rows[r];
            let mut x = (average[r] - (it.figure[r] << POINT)) * row.sense;
            if (x < 0 && centre[r] == 0) || (x > 0 && centre[r] >= caps[r]) {
                x = 0;
            }
            direction[r] = x;
            square += i128::from(x) * i128::from(x);
        }
        if square == 0 {
            break;
        }
        if let Some(upper) = upper {
            hope = hope.min((upper - best).max(64));
        }
        // hope / |g|^2 with g = x / 2^POINT, kept with 24 more bits
        let step = (i128::from(hope) << (POINT + 24)) / square;
        for r in 0..rows {
            let change = (step * i128::from(direction[r]) + (1 << 23)) >> 24;
            next[r] = (i128::from(centre[r]) + change).clamp(0, i128::from(caps[r])) as i64;
        }
        if let Some(beside) = &beside {
            cuts::fit(beside.plain, beside.cuts, &mut next);
        }
        it.price(&next);
        let bound = it.bound();
        if let Some(beside) = &mut beside {
            beside.shares.take(&it.kernel.choice, weight);
        }
        for (mean, count) in average.iter_mut().zip(&it.count) {
            *mean += ((count << POINT) - *mean) * weight / 1000;
        }
        if bound > best {
            best = bound;
            centre.copy_from_slice(&next);
            idle = 0;
            hope += hope / 20;
        } else {
            idle += 1;
            if idle >= 5 {
                hope = (hope * 7 / 10).max(1);
                idle = 0;
            }
        }
        if steps % 40 == 0 {
            let gained = best - last;
            if gained < best.abs() / 10_000 {
                weight = (weight * 7 / 10).max(10);
            }
            if steps >= effort.patience
                && i128::from(gained) * 10_000_000 < i128::from(effort.gain) * i128::from(best.abs())
            {
                break;
            }
            last = best;
        }
    }
    it.price(&centre);
    best
}
