//! From a value to points, in words.

use super::{Found, Reference};
use crate::{
    Fixed,
    exact::ONE,
    plan::{Levelled, Norm},
    ratio::Ratio,
    scheme::{Best, Ties},
    trace::Step,
};

const FULL: i64 = 100 * ONE;

fn parts_of_hundred(part: i64, whole: i64) -> Option<i64> {
    Ratio::from_units(part).mul(Ratio::from_units(FULL))?.div(Ratio::from_units(whole))?.round(6)
}

impl Reference<'_> {
    pub(super) fn normalise(&self, row: usize, leaf: usize, value: Option<i64>, step: &mut Step) -> Found<Option<i64>> {
        let plan = &self.plan.leaves[leaf];
        let overflow = || Self::overflow(row, &plan.id);
        let Some(x) = value else { return Ok(None) };
        let show = Fixed::from_units;
        let points = match &plan.norm {
            Norm::None => return Ok(value),
            Norm::Range { zero, full } => {
                let points = parts_of_hundred(x - zero, full - zero).ok_or_else(overflow)?;
                let text = format!(
                    "({} − {}) ÷ ({} − {}) × 100 = {}",
                    show(x),
                    show(*zero),
                    show(*full),
                    show(*zero),
                    show(points)
                );
                step.say(text.clone(), text);
                points
            }
            Norm::Target(target) => {
                let points = parts_of_hundred(x, *target).ok_or_else(overflow)?;
                let text = format!("{} ÷ {} × 100 = {}", show(x), show(*target), show(points));
                step.say(format!("目标完成率 {text}"), format!("target attainment {text}"));
                points
            }
            Norm::MinMax { best, equal } => {
                let values = self.peer_values(leaf)?;
                let (low, high) =
                    (values.iter().min().copied().unwrap_or(x), values.iter().max().copied().unwrap_or(x));
                let (zero, top) = if *best == Best::High { (low, high) } else { (high, low) };
                if low == high {
                    step.say(
                        format!("比较组内全部相同，计 {}", show(*equal)),
                        format!("all peers are equal, {}", show(*equal)),
                    );
                    return Ok(Some(*equal));
                }
                let points = parts_of_hundred(x - zero, top - zero).ok_or_else(overflow)?;
                let text = format!(
                    "({} − {}) ÷ ({} − {}) × 100 = {}",
                    show(x),
                    show(zero),
                    show(top),
                    show(zero),
                    show(points)
                );
                step.say(
                    format!("比较组 {} 至 {}：{text}", show(low), show(high)),
                    format!("peers from {} to {}: {text}", show(low), show(high)),
                );
                points
            }
            Norm::Rank { best, ties, alone } => {
                let values = self.peer_values(leaf)?;
                let n = values.len() as i64;
                if n == 1 {
                    step.say(
                        format!("比较组内仅此一人，计 {}", show(*alone)),
                        format!("alone in the peer group, {}", show(*alone)),
                    );
                    return Ok(Some(*alone));
                }
                let ahead =
                    values.iter().filter(|v| if *best == Best::High { **v > x } else { **v < x }).count() as i64;
                let equal = values.iter().filter(|v| **v == x).count() as i64;
                let rank = Fixed::from_units(match ties {
                    Ties::Best => (ahead + 1) * ONE,
                    Ties::Worst => (ahead + equal) * ONE,
                    Ties::Mean => (2 * ahead + 1 + equal) * (ONE / 2),
                });
                let points = parts_of_hundred(n * ONE - rank.units(), (n - 1) * ONE).ok_or_else(overflow)?;
                let text = format!("100 × ({n} − {rank}) ÷ ({n} − 1) = {}", show(points));
                step.say(format!("比较组 {n} 人中第 {rank}：{text}"), format!("number {rank} of {n} peers: {text}"));
                points
            }
            Norm::Level(set) => {
                let plan = &self.plan.levels[*set];
                let Levelled::Leader(score, rater) = plan.of else { return Ok(None) };
                let (Some(raw), Some(rater)) = (self.fact(row, score)?, self.fact(row, rater)?) else {
                    return Ok(None);
                };
                let points = self.level(plan, rater, raw).ok_or_else(overflow)?;
                let (mean, spread) = (show(plan.mean), show(plan.spread));
                step.say(
                    format!("按评分人拉平宽严（均值 {mean}，标准差 {spread}）后为 {}", show(points)),
                    format!(
                        "brought level with other raters (mean {mean}, standard deviation {spread}): {}",
                        show(points)
                    ),
                );
                points
            }
        };
        Ok(Some(points))
    }
    fn peer_values(&self, leaf: usize) -> Found<Vec<i64>> {
        let values: Found<Vec<Option<i64>>> = self.peers.iter().map(|p| self.value(*p, leaf)).collect();
        Ok(values?.into_iter().flatten().collect())
    }
}
