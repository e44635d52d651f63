//! Branches for a block of people: the weighted mean of what is there, adjustments, one rounding.

use super::{
    Failure, Flags,
    frame::{Frame, Scene},
    leaf::overflow,
};
use crate::{
    exact::{DECIMALS, MISSING, Reciprocal, half_up, ten},
    formula::Value,
    plan::{AdjustEffect, Child},
};

/// All weights together.
const WHOLE: i64 = 10_000;

impl Frame {
    pub(super) fn branches(&mut self, scene: &Scene) -> Result<(), Failure> {
        let people = scene.rows.len();
        let mut weights = std::mem::take(&mut self.weights);
        for (b, branch) in scene.plan.branches.iter().enumerate() {
            let mut sums = std::mem::take(&mut self.branch[b]);
            sums.clear();
            sums.resize(people, 0);
            weights.clear();
            weights.resize(people, 0);
            let mut always = 0;
            for (child, weight) in &branch.children {
                let (part, whole) = match child {
                    Child::Leaf(l) => (&self.leaf[*l], self.whole.0[*l]),
                    Child::Branch(o) => (&self.branch[*o], self.whole.1[*o]),
                };
                // figures are within a million points and weights are 10,000 together: a sum is below 10¹⁶ units
                if whole {
                    always += weight;
                    sums.iter_mut().zip(part).for_each(|(sum, x)| *sum += weight * x);
                    continue;
                }
                for ((sum, total), x) in sums.iter_mut().zip(&mut weights).zip(part) {
                    let (w, x) = if *x == MISSING { (0, 0) } else { (*weight, *x) };
                    *sum += w * x;
                    *total += w;
                }
            }
            weights.iter_mut().for_each(|w| *w += always);
            for adjust in &branch.adjust {
                if let AdjustEffect::Points(sign, at_most) = adjust.effect {
                    for i in 0..people {
                        match self.formula(&adjust.formula, i) {
                            Value::Number(n) => {
                                let points = n.round(DECIMALS).ok_or_else(|| overflow(scene, i, &branch.id))?;
                                sums[i] += sign * points.clamp(0, at_most) * weights[i];
                            }
                            Value::Overflow => return Err(overflow(scene, i, &branch.id)),
                            _ => self.flags[i] = self.flags[i] | Flags::UNTOLD,
                        }
                    }
                }
            }
            let step = ten(DECIMALS - branch.decimals);
            let by = Reciprocal::of(WHOLE * step);
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                let mean = match *weight {
                    0 => MISSING,
                    WHOLE => by.half_up(*sum) * step,
                    part => half_up(*sum, part * step) * step,
                };
                *sum = if *weight == 0 { MISSING } else { mean.clamp(branch.floor, branch.cap) };
            }
            self.whole.1[b] = always > 0;
            for adjust in &branch.adjust {
                if let AdjustEffect::Veto(becomes) = adjust.effect {
                    for (i, figure) in sums.iter_mut().enumerate() {
                        match self.formula(&adjust.formula, i) {
                            Value::Truth(true) if *figure != MISSING => *figure = becomes,
                            Value::Truth(_) => {}
                            Value::Overflow => return Err(overflow(scene, i, &branch.id)),
                            _ => self.flags[i] = self.flags[i] | Flags::UNTOLD,
                        }
                    }
                }
            }
            self.branch[b] = sums;
        }
        self.weights = weights;
        Ok(())
    }
}
