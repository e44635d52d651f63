//! Between which figures a scheme can come out, from what the facts can be.

use super::child_range;
use crate::{
    Plan,
    exact::{ONE, POINTS_LIMIT, half_up, mul_div, round_to, ten},
    formula::Range,
    plan::{AdjustEffect, AdjustPlan, Leaf, Norm, Raw},
    scheme::Missing,
};

/// Lowest and highest, in units.
pub(crate) struct Reach {
    /// Of each indicator before floor and cap, where it can be told.
    pub(crate) before: Vec<Option<Range>>,
    /// Of each indicator.
    pub(crate) leaves: Vec<Range>,
    pub(crate) branches: Vec<Range>,
    pub(crate) figure: Range,
}

impl Reach {
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut reach = Self { before: Vec::new(), leaves: Vec::new(), branches: Vec::new(), figure: (0, 0) };
        for leaf in &plan.leaves {
            let before = normalised(plan, leaf);
            let (low, high) = before.unwrap_or((leaf.floor, leaf.cap));
            let (mut low, mut high) = (low.clamp(leaf.floor, leaf.cap), high.clamp(leaf.floor, leaf.cap));
            if let Missing::Points(points) = leaf.missing {
                (low, high) = (low.min(points.units()), high.max(points.units()));
            }
            reach.before.push(before);
            reach.leaves.push((low, high));
        }
        for branch in &plan.branches {
            let (mut low, mut high) = (0i64, 0i64);
            for (child, weight) in &branch.children {
                let (a, b) = child_range(&reach, *child);
                low += a * weight;
                high += b * weight;
            }
            let (mut low, mut high) = (half_up(low, 10_000), half_up(high, 10_000));
            // what may be left out raises the rest: then the parts alone bound the mean
            let any_left_out = (0..plan.leaves.len()).any(|l| plan.leaves_out(l));
            if any_left_out {
                let ranges = branch.children.iter().filter(|(_, w)| *w > 0).map(|(c, _)| child_range(&reach, *c));
                low = ranges.clone().map(|r| r.0).min().unwrap_or(low).min(low);
                high = ranges.map(|r| r.1).max().unwrap_or(high).max(high);
            }
            for adjust in &branch.adjust {
                if let AdjustEffect::Points(sign, at_most) = adjust.effect {
                    let most = reach.adjust(plan, adjust).map_or(at_most, |(_, b)| b.clamp(0, at_most));
                    if sign < 0 { low -= most } else { high += most }
                }
            }
            let bound = |x: i64| round_to(x, branch.decimals).clamp(branch.floor, branch.cap);
            let (mut low, mut high) = (bound(low), bound(high));
            for adjust in &branch.adjust {
                if let AdjustEffect::Veto(becomes) = adjust.effect {
                    (low, high) = (low.min(becomes), high.max(becomes));
                }
            }
            reach.branches.push((low, high));
            reach.figure = (low, high);
        }
        reach
    }
    /// The range of an adjustment's points.
    pub(crate) fn adjust(&self, plan: &Plan, adjust: &AdjustPlan) -> Option<Range> {
        adjust.formula.range(&|slot| column(plan, usize::from(slot)))
    }
}

fn column(plan: &Plan, column: usize) -> Option<Range> {
    let def = plan.columns.get(column)?;
    let by = ten(6 - def.decimals);
    Some((def.min.checked_mul(by)?, def.max.checked_mul(by)?))
}

fn raw(plan: &Plan, leaf: &Leaf) -> Option<Range> {
    let ends = |points: &mut dyn Iterator<Item = i64>| {
        let all: Vec<i64> = points.collect();
        Some((*all.iter().min()?, *all.iter().max()?))
    };
    match &leaf.raw {
        Raw::Fact(c) => column(plan, *c),
        Raw::Rate(fact, target) => {
            let ((a, b), (c, d)) = (column(plan, *fact)?, column(plan, *target)?);
            let smallest = c.max(ten(6 - plan.columns[*target].decimals));
            if d < smallest {
                // no target is ever above 0: there is never a rate
                return None;
            }
            let most = mul_div(b, 100 * ONE, smallest).unwrap_or(POINTS_LIMIT);
            Some((if a >= 0 { mul_div(a, 100 * ONE, d)? } else { -POINTS_LIMIT }, most))
        }
        Raw::Graded(_, points) => ends(&mut points.iter().copied()),
        Raw::Ballot(classes, _) => ends(&mut classes.iter().flat_map(|c| c.counts.iter().filter_map(|(_, p)| *p))),
        Raw::Ratings { list, level: None, .. } => {
            let def = &plan.scheme.ratings[*list];
            Some((def.min.units(), def.max.units()))
        }
        Raw::Ratings { .. } => None,
        Raw::Formula(formula) => formula.range(&|slot| column(plan, usize::from(slot))),
    }
}

fn normalised(plan: &Plan, leaf: &Leaf) -> Option<Range> {
    let hundred = 100 * ONE;
    let (low, high) = raw(plan, leaf)?;
    match &leaf.norm {
        Norm::None => Some((low, high)),
        Norm::Range { zero, full } => {
            let of = |x: i64| mul_div(x.checked_sub(*zero)?, hundred, full - zero);
            let (a, b) = (of(low)?, of(high)?);
            Some((a.min(b), a.max(b)))
        }
        Norm::Target(target) => Some((mul_div(low, hundred, *target)?, mul_div(high, hundred, *target)?)),
        Norm::MinMax { equal, .. } if low == high => Some((*equal, *equal)),
        Norm::MinMax { equal, .. } => Some((0.min(*equal), hundred.max(*equal))),
        Norm::Rank { alone, .. } => Some((0.min(*alone), hundred.max(*alone))),
        Norm::Level(_) => None,
    }
}
