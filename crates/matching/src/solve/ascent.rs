//! The best multipliers: the volume algorithm with an adaptive step, in integers.
//!
//! Each step prices the rows, places everybody anew (warm), and moves the multipliers along the average of what the rows
//! counted lately. The step is what is hoped to be gained, divided by the square of the direction; the hope grows when a step
//! brings a better bound, and shrinks when several do not.

use super::relaxed::Relaxed;

/// Averages have so many bits behind the point.
const POINT: u32 = 12;

/// How hard to try.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    pub steps: u32,
    /// Stop when this many steps gained less than this many parts in 10 million.
    pub patience: u32,
    pub gain: i64,
}

/// Improves the multipliers and leaves the best ones set; their bound is returned. `stop` is asked before each step.
pub(crate) fn ascend(it: &mut Relaxed<'_>, effort: Effort, upper: Option<i64>, stop: &dyn Fn() -> bool) -> i64 {
    let rows = it.lambda.len();
    let mut best = it.bound();
    let mut centre = it.lambda.clone();
    let mut average: Vec<i64> = it.count.iter().map(|c| c << POINT).collect();
    let mut hope = best.abs() / 50 + 64;
    let mut next = vec![0i64; rows];
    let mut direction = vec![0i64; rows];
    let (mut idle, mut weight, mut last) = (0, 100i64, best);
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
        it.price(&next);
        let bound = it.bound();
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
            if idle >= 8 {
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
