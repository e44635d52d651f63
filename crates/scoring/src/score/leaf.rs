//! One indicator for a run of people: its value, its normalisation, its floor and cap.

use super::{
    Failure, Flags,
    frame::{Frame, Scene, load},
    levels::levelled,
};
use crate::{
    exact::{DECIMALS, MISSING, ONE, half_up, mul_div, ten},
    formula::{Formula, Value},
    plan::{BallotClass, Levelled, Norm, Raw},
    scheme::{Best, Missing, Ties},
};

/// A hundred points.
const FULL: i64 = 100 * ONE;

impl Frame {
    pub(super) fn one_leaf(&mut self, scene: &Scene, i: usize, out: &mut Vec<i64>) -> Result<(), Failure> {
        let leaf = &scene.plan.leaves[i];
        let overflow = |at: usize| Failure::Overflow { row: scene.rows.at(at), name: leaf.id.clone() };
        match &leaf.raw {
            Raw::Fact(column) => load(scene, *column, !matches!(leaf.norm, Norm::Level(_)), out)?,
            Raw::Rate(fact, target) => {
                let [targets, ..] = &mut self.room;
                load(scene, *fact, true, out)?;
                load(scene, *target, true, targets)?;
                for (at, (x, t)) in out.iter_mut().zip(targets).enumerate() {
                    *x = if *x == MISSING || *t == MISSING || *t == 0 {
                        MISSING
                    } else {
                        mul_div(*x, FULL, *t).ok_or_else(|| overflow(at))?
                    };
                }
            }
            Raw::Graded(column, points) => {
                load(scene, *column, false, out)?;
                out.iter_mut().filter(|x| **x != MISSING).for_each(|x| *x = points[*x as usize]);
            }
            Raw::Ballot(classes, decimals) => self.ballot(scene, classes, *decimals, out)?,
            Raw::Ratings { .. } => self.ratings(scene, i, out)?,
            Raw::Formula(formula) => self.formulas(scene, formula, out).map_err(overflow)?,
        }
        self.normalise(scene, &leaf.norm, out).map_err(overflow)?;
        let (floor, cap) = (leaf.floor, leaf.cap);
        let instead = match leaf.missing {
            Missing::Points(points) => points.units(),
            Missing::LeaveOut | Missing::NoResult => MISSING,
        };
        for (x, gap) in out.iter_mut().zip(&mut self.gaps) {
            *x = if *x == MISSING { instead } else { (*x).clamp(floor, cap) };
            *gap |= *x == MISSING;
        }
        Ok(())
    }
    fn formulas(&mut self, scene: &Scene, formula: &Formula, out: &mut Vec<i64>) -> Result<(), usize> {
        out.clear();
        for i in 0..scene.rows.len() {
            out.push(match self.formula(scene.plan, formula, i) {
                Value::Number(n) => n.round(DECIMALS).filter(|u| *u != MISSING).ok_or(i)?,
                Value::Overflow => return Err(i),
                _ => MISSING,
            });
        }
        Ok(())
    }
    fn ballot(
        &mut self,
        scene: &Scene,
        classes: &[BallotClass],
        decimals: u8,
        out: &mut Vec<i64>,
    ) -> Result<(), Failure> {
        let people = scene.rows.len();
        let step = ten(DECIMALS - decimals);
        let mut counts = std::mem::take(&mut self.room[0]);
        let [_, sums, valid, all] = &mut self.room;
        let mut weights = vec![0i64; people];
        out.clear();
        out.resize(people, 0);
        for class in classes {
            for buffer in [&mut *sums, &mut *valid, &mut *all] {
                buffer.clear();
                buffer.resize(people, 0);
            }
            for (column, points) in &class.counts {
                load(scene, *column, false, &mut counts)?;
                let (points, counted) = points.map_or((0, 0), |p| (p, 1));
                for (i, n) in counts.iter().enumerate() {
                    let n = (*n).max(0);
                    sums[i] += n * points;
                    valid[i] += n * counted;
                    all[i] += n;
                }
            }
            for i in 0..people {
                if all[i] >= class.at_least && valid[i] > 0 {
                    out[i] += class.weight * (half_up(sums[i], valid[i] * step) * step);
                    weights[i] += class.weight;
                } else if class.weight > 0 {
                    self.flags[i] = self.flags[i] | Flags::RENORMALISED;
                }
            }
        }
        for (x, weight) in out.iter_mut().zip(&weights) {
            *x = if *weight == 0 { MISSING } else { half_up(*x, *weight) };
        }
        self.room[0] = counts;
        Ok(())
    }
    fn ratings(&mut self, scene: &Scene, leaf: usize, out: &mut Vec<i64>) -> Result<(), Failure> {
        let Raw::Ratings { list, classes, trim, level, decimals } = &scene.plan.leaves[leaf].raw else { return Ok(()) };
        let (def, list) = (&scene.plan.scheme.ratings[*list], &scene.facts.ratings[*list]);
        let unit = ten(DECIMALS - def.decimals);
        let (min, max) = (def.min.units() / unit, def.max.units() / unit);
        let step = ten(DECIMALS - decimals);
        let mut scores: Vec<i64> = Vec::new();
        out.clear();
        for i in 0..scene.rows.len() {
            let row = scene.rows.at(i);
            let (mut sum, mut weights) = (0, 0);
            for (c, class) in classes.iter().enumerate().filter(|(_, c)| c.weight > 0) {
                scores.clear();
                for at in list.of(row).filter(|at| usize::from(list.class[*at]) == c) {
                    let x = i64::from(list.value[at]);
                    if x < min || x > max {
                        return Err(Failure::Fact { row, name: def.id.clone() });
                    }
                    let levelled = match level {
                        Some(set) => levelled(&scene.plan.levels[*set], scene.levels[*set][list.rater[at] as usize], x),
                        None => Some(x * unit),
                    };
                    scores.push(levelled.ok_or_else(|| Failure::Overflow { row, name: def.id.clone() })?);
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
                let total: i64 = kept
                    .iter()
                    .try_fold(0i64, |s, x| s.checked_add(*x))
                    .ok_or_else(|| Failure::Overflow { row, name: def.id.clone() })?;
                let mean = half_up(total, kept.len() as i64 * step) * step;
                sum += i128::from(class.weight) * i128::from(mean);
                weights += class.weight;
            }
            out.push(if weights == 0 {
                MISSING
            } else {
                let mean = crate::exact::half_up_wide(sum, weights.into()).and_then(|m| i64::try_from(m).ok());
                mean.ok_or_else(|| Failure::Overflow { row, name: def.id.clone() })?
            });
        }
        Ok(())
    }
    fn normalise(&mut self, scene: &Scene, norm: &Norm, out: &mut [i64]) -> Result<(), usize> {
        match norm {
            Norm::None => {}
            Norm::Range { zero, full } => {
                let span = full - zero;
                for (i, x) in out.iter_mut().enumerate().filter(|(_, x)| **x != MISSING) {
                    *x = mul_div(*x - zero, FULL, span).ok_or(i)?;
                }
            }
            Norm::Target(target) => {
                for (i, x) in out.iter_mut().enumerate().filter(|(_, x)| **x != MISSING) {
                    *x = mul_div(*x, FULL, *target).ok_or(i)?;
                }
            }
            Norm::MinMax { best, equal } => {
                for group in &scene.groups {
                    let known = || out[group.clone()].iter().copied().filter(|x| *x != MISSING);
                    let (Some(low), Some(high)) = (known().min(), known().max()) else { continue };
                    let (zero, span) = if *best == Best::High { (low, high - low) } else { (high, low - high) };
                    for i in group.clone().filter(|i| out[*i] != MISSING).collect::<Vec<_>>() {
                        out[i] = if span == 0 { *equal } else { mul_div(out[i] - zero, FULL, span).ok_or(i)? };
                    }
                }
            }
            Norm::Rank { best, ties, alone } => {
                for group in &scene.groups {
                    self.rank(&mut out[group.clone()], *best, *ties, *alone);
                }
            }
            Norm::Level(set) => {
                let (plan, sums) = (&scene.plan.levels[*set], &scene.levels[*set]);
                let Levelled::Leader(_, rater) = plan.of else { return Ok(()) };
                let [raters, ..] = &mut self.room;
                load(scene, rater, false, raters).map_err(|_| 0usize)?;
                for (i, (x, rater)) in out.iter_mut().zip(raters).enumerate() {
                    *x = if *x == MISSING || *rater == MISSING {
                        MISSING
                    } else {
                        levelled(plan, sums[*rater as usize], *x).ok_or(i)?
                    };
                }
            }
        }
        Ok(())
    }
    /// 100 × (n − r) ÷ (n − 1) for the rank r among the n who have a value.
    fn rank(&mut self, group: &mut [i64], best: Best, ties: Ties, alone: i64) {
        self.pairs.clear();
        let sign = if best == Best::High { -1 } else { 1 };
        self.pairs.extend(group.iter().enumerate().filter(|(_, x)| **x != MISSING).map(|(i, x)| (sign * x, i as u32)));
        self.pairs.sort_unstable();
        let n = self.pairs.len() as i64;
        let mut from = 0;
        while from < self.pairs.len() {
            let value = self.pairs[from].0;
            let equal = self.pairs[from..].iter().take_while(|p| p.0 == value).count();
            let (first, last) = (from as i64 + 1, (from + equal) as i64);
            // ranks in halves, so that a mean rank is whole
            let twice = match ties {
                Ties::Best => 2 * first,
                Ties::Mean => first + last,
                Ties::Worst => 2 * last,
            };
            let points = if n == 1 { alone } else { half_up(FULL * (2 * n - twice), 2 * (n - 1)) };
            for (_, i) in &self.pairs[from..from + equal] {
                group[*i as usize] = points;
            }
            from += equal;
        }
    }
}
