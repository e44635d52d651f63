//! Branches for a run of people: the weighted mean of what is there, adjustments, one rounding.

use super::{
    Failure, Flags,
    frame::{Frame, Scene},
};
use crate::{
    exact::{DECIMALS, MISSING, half_up, ten},
    formula::Value,
    plan::{AdjustEffect, Child},
};

impl Frame {
    pub(super) fn all_branches(&mut self, scene: &Scene) -> Result<(), Failure> {
        let people = scene.rows.len();
        let mut weights = vec![0i64; people];
        for (b, branch) in scene.plan.branches.iter().enumerate() {
            let mut sums = std::mem::take(&mut self.branch[b]);
            sums.clear();
            sums.resize(people, 0);
            weights.fill(0);
            for (child, weight) in &branch.children {
                let part = match child {
                    Child::Leaf(l) => &self.leaf[*l],
                    Child::Branch(o) => &self.branch[*o],
                };
                // figures are within a million points and weights are 10,000 together: a sum is below 10¹⁶ units
                for ((sum, total), x) in sums.iter_mut().zip(&mut weights).zip(part) {
                    let (w, x) = if *x == MISSING { (0, 0) } else { (*weight, *x) };
                    *sum += w * x;
                    *total += w;
                }
            }
            for adjust in &branch.adjust {
                if let AdjustEffect::Points(sign, at_most) = adjust.effect {
                    for i in 0..people {
                        match self.formula(scene.plan, &adjust.formula, i) {
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
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum = if *weight == 0 {
                    MISSING
                } else {
                    (half_up(*sum, weight * step) * step).clamp(branch.floor, branch.cap)
                };
            }
            for adjust in &branch.adjust {
                if let AdjustEffect::Veto(becomes) = adjust.effect {
                    for (i, figure) in sums.iter_mut().enumerate() {
                        match self.formula(scene.plan, &adjust.formula, i) {
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
        Ok(())
    }
}

fn overflow(scene: &Scene, i: usize, name: &str) -> Failure {
    Failure::Overflow { row: scene.rows.at(i), name: name.to_owned() }
}
