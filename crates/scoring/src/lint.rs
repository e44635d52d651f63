//! What is wrong with a scheme that can be computed: a grade that nobody can reach, a weight that changes nothing, a fact that
//! counts twice. To be read before the scheme is used.

mod reach;

use base::Say;
use serde::Serialize;

use crate::{
    Facts, Fixed, Plan,
    exact::ten,
    grade::room,
    plan::{AdjustEffect, Child, Raw},
    ratio::Ratio,
    scheme::QuotaBase,
};
use reach::Reach;

/// Something that whoever makes the scheme should look at.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Finding {
    /// Which check: `unreachable_grade`, `cannot_vary`, `no_effect`, `idle_cap`, `double_counting`, `small_class`, `single`.
    pub check: &'static str,
    /// The indicator, grade or class.
    pub at: String,
    /// What is the matter and what would help.
    pub say: Say,
}

/// Checks a scheme before use; with facts also against the sizes of peer groups and classes that there are.
pub fn lint(plan: &Plan, facts: Option<&Facts>) -> Vec<Finding> {
    let mut linter = Linter { plan, found: Vec::new(), reach: Reach::of(plan) };
    linter.indicators();
    linter.weights();
    linter.double_counting();
    linter.ratings_twice();
    linter.grades();
    linter.classes(facts);
    if let Some(facts) = facts {
        linter.quotas(facts);
    }
    linter.found
}

struct Linter<'a> {
    plan: &'a Plan,
    found: Vec<Finding>,
    reach: Reach,
}

impl Linter<'_> {
    fn find(&mut self, check: &'static str, at: &str, zh: String, en: String) {
        self.found.push(Finding { check, at: at.to_owned(), say: Say::new(zh, en) });
    }
    fn indicators(&mut self) {
        let plan = self.plan;
        for (i, leaf) in plan.leaves.iter().enumerate() {
            let (low, high) = self.reach.leaves[i];
            if low == high {
                let v = Fixed::from_units(low);
                self.find(
                    "cannot_vary",
                    &leaf.id,
                    format!("“{}”对谁都是 {v}，不能区分", leaf.name.zh),
                    format!("“{}” is {v} for everybody and tells nobody apart", leaf.name.en),
                );
            }
            let Some((before_low, before_high)) = self.reach.before[i] else { continue };
            if leaf.cap > before_high {
                let (cap, most) = (Fixed::from_units(leaf.cap), Fixed::from_units(before_high));
                self.find(
                    "idle_cap",
                    &leaf.id,
                    format!("“{}”的上限 {cap} 永远用不上：最多只能到 {most}", leaf.name.zh),
                    format!("the cap {cap} of “{}” can never bind: at most {most} can be reached", leaf.name.en),
                );
            }
            if leaf.floor < before_low {
                let (floor, least) = (Fixed::from_units(leaf.floor), Fixed::from_units(before_low));
                self.find(
                    "idle_cap",
                    &leaf.id,
                    format!("“{}”的下限 {floor} 永远用不上：最少也有 {least}", leaf.name.zh),
                    format!("the floor {floor} of “{}” can never bind: nobody is below {least}", leaf.name.en),
                );
            }
        }
    }
    /// An indicator whose whole range does not move the final figure by half of its last decimal cannot change a result.
    fn weights(&mut self) {
        let plan = self.plan;
        let decimals = plan.branches.last().map_or(6, |b| b.decimals);
        let half = Ratio::from_units(ten(6 - decimals));
        let two = Ratio::from_units(2_000_000);
        for (i, leaf) in plan.leaves.iter().enumerate() {
            let (low, high) = self.reach.leaves[i];
            let moves = Ratio::from_units(high - low).mul(leaf.share).and_then(|m| m.mul(two));
            let small = moves.and_then(|m| m.compare(half)).is_some_and(|o| o.is_lt());
            if small && low != high {
                self.find(
                    "no_effect",
                    &leaf.id,
                    format!("“{}”从最低到最高也不改变总分", leaf.name.zh),
                    format!("“{}” from its lowest to its highest does not change the final figure", leaf.name.en),
                );
            }
        }
        for branch in &plan.branches {
            for adjust in &branch.adjust {
                let still = match adjust.effect {
                    AdjustEffect::Points(_, at_most) => {
                        at_most <= 0 || self.reach.adjust(plan, adjust).is_some_and(|(_, high)| high <= 0)
                    }
                    AdjustEffect::Veto(_) => adjust.formula.constant(),
                };
                if still {
                    self.find(
                        "no_effect",
                        &branch.id,
                        format!("“{}”从不起作用，或总是起作用", adjust.name.zh),
                        format!("“{}” never has an effect, or always", adjust.name.en),
                    );
                }
                if let AdjustEffect::Points(_, at_most) = adjust.effect {
                    let most = Ratio::from_units(100_000_000).mul(plan.indicator_cap);
                    if most.and_then(|m| Ratio::from_units(at_most).compare(m)).is_some_and(|o| o.is_gt()) {
                        let most = Fixed::from_units(at_most);
                        self.find(
                            "single",
                            &branch.id,
                            format!("“{}”最多可达 {most} 分，超过单项上限", adjust.name.zh),
                            format!("“{}” can be {most} points, more than one indicator may count", adjust.name.en),
                        );
                    }
                }
            }
        }
    }
    fn double_counting(&mut self) {
        let plan = self.plan;
        for (c, column) in plan.columns.iter().enumerate() {
            let mut users: Vec<&str> =
                plan.leaves.iter().filter(|l| reads(&l.raw).contains(&c)).map(|l| l.id.as_str()).collect();
            let adjusts = plan.branches.iter().flat_map(|b| &b.adjust);
            users
                .extend(adjusts.filter(|a| a.formula.slots().any(|s| usize::from(s) == c)).map(|a| a.name.zh.as_str()));
            users.dedup();
            if users.len() > 1 {
                let list = users.join("、");
                self.find(
                    "double_counting",
                    &column.name,
                    format!("“{}”被计算多次：{list}", column.label.zh),
                    format!("“{}” is counted more than once: {list}", column.label.en),
                );
            }
        }
    }
    fn ratings_twice(&mut self) {
        let plan = self.plan;
        for (l, ratings) in plan.scheme.ratings.iter().enumerate() {
            let of = |leaf: &&crate::plan::Leaf| matches!(leaf.raw, Raw::Ratings { list, .. } if list == l);
            let users: Vec<&str> = plan.leaves.iter().filter(of).map(|leaf| leaf.id.as_str()).collect();
            if users.len() > 1 {
                let list = users.join("、");
                self.find(
                    "double_counting",
                    &ratings.id,
                    format!("“{}”被计算多次：{list}", ratings.name.zh),
                    format!("“{}” is counted more than once: {list}", ratings.name.en),
                );
            }
        }
    }
    fn grades(&mut self) {
        let plan = self.plan;
        let Some(grades) = &plan.scheme.grades else { return };
        let (low, high) = self.reach.figure;
        for (i, grade) in grades.of.iter().enumerate() {
            let from = plan.from[i].max(low);
            let below = plan.from[..i].iter().copied().min().unwrap_or(i64::MAX);
            let bar = plan.bars.iter().any(|(f, best)| f.constant() && usize::from(*best) > i);
            let closed = plan.quotas.iter().any(|q| usize::from(q.grade) == i && q.approved == 0);
            // a place that only a quota or a bar pushes people into is reached as well
            let pushed = i > 0
                && (plan.quotas.iter().any(|q| usize::from(q.grade) + 1 == i)
                    || plan.bars.iter().any(|(_, best)| usize::from(*best) == i));
            if bar || closed || ((plan.from[i] > high || from >= below || below <= low) && !pushed) {
                self.find(
                    "unreachable_grade",
                    &grade.id,
                    format!(
                        "无人能得“{}”：总分在 {} 至 {} 之间",
                        grade.name.zh,
                        Fixed::from_units(low),
                        Fixed::from_units(high)
                    ),
                    format!(
                        "nobody can get “{}”: final figures are between {} and {}",
                        grade.name.en,
                        Fixed::from_units(low),
                        Fixed::from_units(high)
                    ),
                );
            }
        }
    }
    fn classes(&mut self, facts: Option<&Facts>) {
        let plan = self.plan;
        let secrecy = i64::from(plan.scheme.secrecy);
        for node in leaves_of(&plan.scheme.root) {
            if let Some(crate::Source::Ballot { ballot, classes, .. }) = &node.source {
                for class in classes.iter().filter(|c| i64::from(c.at_least) < secrecy.max(2)) {
                    self.find(
                        "small_class",
                        &format!("{ballot}.{}", class.class),
                        format!("{} 票就公布，少于保密所需的 {}", class.at_least, secrecy.max(2)),
                        format!(
                            "{} ballots are enough to be shown, fewer than secrecy needs ({})",
                            class.at_least,
                            secrecy.max(2)
                        ),
                    );
                }
            }
        }
        let Some(facts) = facts else { return };
        for leaf in &plan.leaves {
            let Raw::Ballot(classes, _) = &leaf.raw else { continue };
            for class in classes {
                let cast =
                    |row: usize| class.counts.iter().map(|(c, _)| facts.columns[*c].get(row).unwrap_or(0)).sum::<i64>();
                let small = (0..facts.people()).filter(|r| (1..class.at_least).contains(&cast(*r))).count();
                if small > 0 {
                    self.find(
                        "small_class",
                        &leaf.id,
                        format!("“{}”有 {small} 人的{}不足 {} 票，不计", leaf.name.zh, class.name.zh, class.at_least),
                        format!(
                            "“{}”: {small} people have fewer than {} ballots of {}, not counted",
                            leaf.name.en, class.at_least, class.name.en
                        ),
                    );
                }
            }
        }
    }
    fn quotas(&mut self, facts: &Facts) {
        let plan = self.plan;
        let mut sizes = vec![0i64; facts.approved.len()];
        facts.group.iter().for_each(|g| sizes[*g as usize] += 1);
        for quota in plan.quotas.iter().filter(|q| matches!(q.base, QuotaBase::Graded | QuotaBase::Everybody)) {
            let closed =
                sizes.iter().zip(&facts.approved).filter(|(n, a)| **n > 0 && room(quota, **a, **n) == 0).count();
            if closed > 0 {
                let name = plan.grade_name(quota.grade);
                self.find(
                    "unreachable_grade",
                    &name.zh,
                    format!("{closed} 个比较组人数太少，“{}”的名额为 0；可合并比较组", name.zh),
                    format!("{closed} peer groups are so small that “{}” has no place: merge groups", name.en),
                );
            }
        }
    }
}

fn leaves_of(node: &crate::Node) -> Vec<&crate::Node> {
    if node.of.is_empty() { vec![node] } else { node.of.iter().flat_map(leaves_of).collect() }
}

/// The columns that count in an indicator.
fn reads(raw: &Raw) -> Vec<usize> {
    match raw {
        Raw::Fact(c) | Raw::Graded(c, _) => vec![*c],
        Raw::Rate(a, b) => vec![*a, *b],
        Raw::Ballot(classes, _) => classes.iter().flat_map(|c| c.counts.iter().map(|(c, _)| *c)).collect(),
        Raw::Ratings { .. } => Vec::new(),
        Raw::Formula(f) => f.slots().map(usize::from).collect(),
    }
}

pub(crate) fn child_range(reach: &Reach, child: Child) -> (i64, i64) {
    match child {
        Child::Leaf(l) => reach.leaves[l],
        Child::Branch(b) => reach.branches[b],
    }
}
