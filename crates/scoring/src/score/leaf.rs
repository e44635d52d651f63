//! One indicator for a block of people: its value, its points where they need no peers, its floor and cap.

use super::{
    Failure,
    frame::{Frame, Scene, load},
};
use crate::{
    exact::{MISSING, ONE, Reciprocal, mul_div, ten},
    plan::{Levelled, Norm, Raw},
    scheme::Missing,
};

/// A hundred points.
pub(super) const FULL: i64 = 100 * ONE;

impl Frame {
    /// The values of an indicator before they become points.
    pub(super) fn value(&mut self, scene: &Scene, i: usize, out: &mut Vec<i64>) -> Result<(), Failure> {
        let leaf = &scene.plan.leaves[i];
        match &leaf.raw {
            Raw::Fact(column) => load(scene, *column, !matches!(leaf.norm, Norm::Level(_)), out),
            Raw::Rate(fact, target) => self.rate(scene, &leaf.id, (*fact, *target), out),
            Raw::Graded(column, points) => {
                load(scene, *column, false, out)?;
                out.iter_mut().for_each(|x| *x = if *x == MISSING { MISSING } else { points[*x as usize] });
                Ok(())
            }
            Raw::Ballot(classes, decimals) => self.ballot(scene, classes, *decimals, out),
            Raw::Ratings { .. } => self.ratings(scene, i, out),
            Raw::Formula(formula) => self.numbers(scene, formula, &leaf.id, out),
        }
    }
    fn rate(
        &mut self,
        scene: &Scene,
        id: &str,
        (fact, target): (usize, usize),
        out: &mut Vec<i64>,
    ) -> Result<(), Failure> {
        let [targets, ..] = &mut self.room;
        load(scene, fact, false, out)?;
        load(scene, target, false, targets)?;
        // both have decimals of their own: the quotient of what is recorded is raised by their difference
        let decimals = |column: usize| scene.plan.columns[column].decimals;
        let times = FULL * ten(decimals(target).saturating_sub(decimals(fact)));
        let under = ten(decimals(fact).saturating_sub(decimals(target)));
        for (at, (x, t)) in out.iter_mut().zip(targets).enumerate() {
            *x = if *x == MISSING || *t == MISSING || *t == 0 {
                MISSING
            } else {
                let under = t.checked_mul(under);
                under.and_then(|t| mul_div(*x, times, t)).ok_or_else(|| overflow(scene, at, id))?
            };
        }
        Ok(())
    }
    /// Values to points by what is the same for everybody.
    pub(super) fn points(&mut self, scene: &Scene, i: usize, out: &mut [i64]) -> Result<(), Failure> {
        let leaf = &scene.plan.leaves[i];
        let linear = |out: &mut [i64], zero: i64, span: i64| {
            let (by, sign) = (Reciprocal::of(span.abs()), span.signum());
            for (at, x) in out.iter_mut().enumerate() {
                if *x != MISSING {
                    let above = x.checked_sub(zero).and_then(|above| by.mul_div(sign * above, FULL));
                    *x = above.ok_or_else(|| overflow(scene, at, &leaf.id))?;
                }
            }
            Ok(())
        };
        match &leaf.norm {
            // peers were looked at before
            Norm::None | Norm::MinMax { .. } | Norm::Rank { .. } => Ok(()),
            Norm::Range { zero, full } => linear(out, *zero, full - zero),
            Norm::Target(target) => linear(out, 0, *target),
            Norm::Level(set) => {
                let (plan, levels) = (&scene.plan.levels[*set], &scene.levels[*set]);
                let Levelled::Leader(_, rater) = plan.of else { return Ok(()) };
                let [raters, ..] = &mut self.room;
                load(scene, rater, false, raters)?;
                for (at, (x, rater)) in out.iter_mut().zip(raters).enumerate() {
                    *x = if *x == MISSING || *rater == MISSING {
                        MISSING
                    } else {
                        let points = levels.levelled(plan, *rater as usize, *x);
                        points.ok_or_else(|| overflow(scene, at, &leaf.id))?
                    };
                }
                Ok(())
            }
        }
    }
    /// Floor, cap, and what stands where nothing is recorded.
    pub(super) fn bound(&mut self, scene: &Scene, i: usize, out: &mut [i64]) {
        let leaf = &scene.plan.leaves[i];
        let instead = match leaf.missing {
            Missing::Points(points) => points.units(),
            Missing::LeaveOut | Missing::NoResult => MISSING,
        };
        let gap = out.iter().fold(false, |gap, x| gap | (*x == MISSING));
        for x in out.iter_mut() {
            *x = if *x == MISSING { instead } else { (*x).clamp(leaf.floor, leaf.cap) };
        }
        self.whole.0[i] = !gap || instead != MISSING;
        if !self.whole.0[i] {
            self.gaps.iter_mut().zip(out).for_each(|(gap, x)| *gap |= *x == MISSING);
        }
    }
    /// All indicators; `peers` gives the points of those that need peers, by their number among such.
    pub(super) fn leaves(&mut self, scene: &Scene, peers: &dyn Fn(usize, usize) -> i64) -> Result<(), Failure> {
        let relative = scene.plan.relative();
        for i in 0..scene.plan.leaves.len() {
            let mut figures = std::mem::take(&mut self.leaf[i]);
            match relative.iter().position(|r| *r == i) {
                Some(k) => {
                    figures.clear();
                    figures.extend((0..scene.rows.len()).map(|at| peers(at, k)));
                }
                None => {
                    self.value(scene, i, &mut figures)?;
                    self.points(scene, i, &mut figures)?;
                }
            }
            self.bound(scene, i, &mut figures);
            self.leaf[i] = figures;
        }
        Ok(())
    }
}

pub(super) fn overflow(scene: &Scene, i: usize, name: &str) -> Failure {
    Failure::Overflow { row: scene.rows.at(i), name: name.to_owned() }
}
