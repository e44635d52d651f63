//! Ballots and ratings of a block of people, by class.

use super::{
    Failure, Flags,
    frame::{Frame, Scene, load, load_narrow},
};
use crate::{
    exact::{DECIMALS, MISSING, Reciprocal, half_up, half_up_wide, ten},
    plan::{BallotClass, Raw},
};

/// All weights together.
const WHOLE: i64 = 10_000;

fn common(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common(b, a % b) }
}

impl Frame {
    pub(super) fn ballot(
        &mut self,
        scene: &Scene,
        classes: &[BallotClass],
        decimals: u8,
        out: &mut Vec<i64>,
    ) -> Result<(), Failure> {
        let people = scene.rows.len();
        out.clear();
        out.resize(people, 0);
        self.weights.clear();
        self.weights.resize(people, 0);
        for class in classes {
            // points are mostly whole multiples of something: counted in it, 32 bits hold them
            let unit = class.counts.iter().filter_map(|(_, p)| *p).fold(0, |u, p| common(u, p.abs())).max(1);
            let most: i64 = class
                .counts
                .iter()
                .map(|(c, p)| (p.unwrap_or(0) / unit).abs().max(1).saturating_mul(scene.plan.columns[*c].max))
                .fold(0, i64::saturating_add);
            let small = most <= i64::from(i32::MAX) && self.count_narrow(scene, class, unit)?;
            if !small {
                self.count_wide(scene, class, unit)?;
            }
            let Self { room: [_, sums, valid, all], narrow: [_, few, ok, every], weights, flags, .. } = self;
            let mut close = |i: usize, sum: i64, valid: i64, all: i64| {
                if all >= class.at_least && valid > 0 {
                    let step = ten(DECIMALS - decimals);
                    out[i] += class.weight * (half_up(sum * unit, valid * step) * step);
                    weights[i] += class.weight;
                } else if class.weight > 0 {
                    flags[i] = flags[i] | Flags::RENORMALISED;
                }
            };
            if small {
                (0..people).for_each(|i| close(i, few[i].into(), ok[i].into(), every[i].into()));
            } else {
                (0..people).for_each(|i| close(i, sums[i], valid[i], all[i]));
            }
        }
        let whole = Reciprocal::of(WHOLE);
        for (x, weight) in out.iter_mut().zip(&self.weights) {
            *x = match *weight {
                0 => MISSING,
                WHOLE => whole.half_up(*x),
                part => half_up(*x, part),
            };
        }
        Ok(())
    }
    /// Sums, valid and all ballots of a class in 32 bits; false where a column is wide.
    fn count_narrow(&mut self, scene: &Scene, class: &BallotClass, unit: i64) -> Result<bool, Failure> {
        let [column, sums, valid, all] = &mut self.narrow;
        for buffer in [&mut *sums, &mut *valid, &mut *all] {
            buffer.clear();
            buffer.resize(scene.rows.len(), 0);
        }
        for (c, points) in &class.counts {
            let Some(counts) = load_narrow(scene, *c, column) else { return Ok(false) };
            let counts = counts?;
            // the check before this call bounds both
            let (points, counted) = points.map_or((0, 0), |p| ((p / unit) as i32, 1));
            for (((n, sum), valid), all) in counts.iter().zip(&mut *sums).zip(&mut *valid).zip(&mut *all) {
                let n = (*n).max(0);
                *sum += n * points;
                *valid += n * counted;
                *all += n;
            }
        }
        Ok(true)
    }
    fn count_wide(&mut self, scene: &Scene, class: &BallotClass, unit: i64) -> Result<(), Failure> {
        let [column, sums, valid, all] = &mut self.room;
        for buffer in [&mut *sums, &mut *valid, &mut *all] {
            buffer.clear();
            buffer.resize(scene.rows.len(), 0);
        }
        for (c, points) in &class.counts {
            load(scene, *c, false, column)?;
            let (points, counted) = points.map_or((0, 0), |p| (p / unit, 1));
            for (i, n) in column.iter().enumerate() {
                let n = (*n).max(0);
                sums[i] += n * points;
                valid[i] += n * counted;
                all[i] += n;
            }
        }
        Ok(())
    }
    pub(super) fn ratings(&mut self, scene: &Scene, leaf: usize, out: &mut Vec<i64>) -> Result<(), Failure> {
        let Raw::Ratings { list, classes, trim, level, decimals } = &scene.plan.leaves[leaf].raw else { return Ok(()) };
        let (def, list) = (&scene.plan.scheme.ratings[*list], &scene.facts.ratings[*list]);
        let unit = ten(DECIMALS - def.decimals);
        let (min, max) = (def.min.units() / unit, def.max.units() / unit);
        let step = ten(DECIMALS - decimals);
        let mut scores: Vec<i64> = Vec::new();
        out.clear();
        for i in 0..scene.rows.len() {
            let row = scene.rows.at(i);
            let overflow = || Failure::Overflow { row, name: def.id.clone() };
            let (mut sum, mut weights) = (0, 0);
            for (c, class) in classes.iter().enumerate().filter(|(_, c)| c.weight > 0) {
                scores.clear();
                for at in list.of(row).filter(|at| usize::from(list.class[*at]) == c) {
                    let x = i64::from(list.value[at]);
                    if x < min || x > max {
                        return Err(Failure::Fact { row, name: def.id.clone() });
                    }
                    let levelled = match level {
                        Some(set) => scene.levels[*set].levelled(&scene.plan.levels[*set], list.rater[at] as usize, x),
                        None => Some(x * unit),
                    };
                    scores.push(levelled.ok_or_else(overflow)?);
                }
                if scores.len() < class.at_least as usize {
                    self.flags[i] = self.flags[i] | Flags::RENORMALISED;
                    continue;
                }
                let mut kept = &scores[..];
                if let Some(t) = trim.filter(|t| scores.len() > t.when_more_than as usize) {
                    scores.sort_unstable();
                    kept = &scores[t.low as usize..scores.len() - t.high as usize];
                }
                let total = kept.iter().try_fold(0i64, |s, x| s.checked_add(*x)).ok_or_else(overflow)?;
                let mean = half_up(total, kept.len() as i64 * step) * step;
                sum += i128::from(class.weight) * i128::from(mean);
                weights += class.weight;
            }
            out.push(if weights == 0 {
                MISSING
            } else {
                let mean = half_up_wide(sum, weights.into()).and_then(|m| i64::try_from(m).ok());
                mean.ok_or_else(overflow)?
            });
        }
        Ok(())
    }
}
