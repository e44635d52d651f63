//! What a scheme must keep to, and the list of what it does not.

use std::collections::HashSet;

use base::{Say, Weight};

use super::{SchemeError, build::share, leaf::Leaf};
use crate::{
    Fixed, Scheme,
    exact::{DECIMALS, FACT_LIMIT, ONE, POINTS_LIMIT, ten},
    formula::FormulaError,
    ratio::Ratio,
    scheme::{Fact, Grades, Node, Quota},
};

/// Faults, with the way to each.
#[derive(Default)]
pub(crate) struct Faults {
    found: Vec<SchemeError>,
    way: Vec<String>,
}

impl Faults {
    pub(crate) fn enter(&mut self, step: &str) {
        self.way.push(step.chars().take(60).collect());
    }
    pub(crate) fn leave(&mut self) {
        self.way.pop();
    }
    pub(crate) fn add(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.found.push(SchemeError { at: self.way.join(" › "), say: Say::new(zh, en), picture: None });
    }
    pub(crate) fn unknown(&mut self, what: &str, what_zh: &str, id: &str) {
        self.add(format!("没有{what_zh}“{id}”"), format!("there is no {what} “{id}”"));
    }
    pub(super) fn formula<T>(&mut self, read: Result<T, FormulaError>) -> Option<T> {
        read.map_err(|e| {
            let picture = Some(e.picture());
            self.found.push(SchemeError { at: self.way.join(" › "), say: e.say, picture });
        })
        .ok()
    }
    pub(crate) fn done(self) -> Result<(), Vec<SchemeError>> {
        if self.found.is_empty() { Ok(()) } else { Err(self.found) }
    }
    /// Words that name things are words, and name one thing each.
    pub(super) fn words(&mut self, scheme: &Scheme) {
        let mut seen = HashSet::new();
        let mut word = |faults: &mut Self, id: &str| {
            if id.is_empty()
                || id.chars().count() > 60
                || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            {
                faults.add(format!("“{id}”应为一个词"), format!("“{id}” must be one word of letters, digits, _ and -"));
            }
            if !seen.insert(id.to_owned()) {
                faults.add(format!("“{id}”用了两次"), format!("“{id}” is used twice"));
            }
        };
        for id in scheme.facts.iter().map(|f| &f.id) {
            word(self, id);
        }
        for id in scheme.ballots.iter().map(|x| &x.id).chain(scheme.ratings.iter().map(|x| &x.id)) {
            word(self, id);
        }
        let mut nodes = vec![&scheme.root];
        while let Some(node) = nodes.pop() {
            word(self, &node.id);
            nodes.extend(&node.of);
        }
        for class in
            scheme.ballots.iter().flat_map(|b| &b.classes).chain(scheme.ratings.iter().flat_map(|r| &r.classes))
        {
            if !scheme.classes.iter().any(|c| c.id == *class) {
                self.unknown("class", "类别", class);
            }
        }
        for rating in &scheme.ratings {
            let wide = |f: Fixed| f.units().abs() / ONE >= 100_000;
            if rating.decimals > 4 || wide(rating.min) || wide(rating.max) || rating.min >= rating.max {
                let (zh, en) = (
                    "评分至多四位小数，最低小于最高，均小于十万",
                    "ratings have at most 4 decimals, min < max, below 100,000",
                );
                self.add(format!("{}：{zh}", rating.id), format!("{}: {en}", rating.id));
            }
            if rating.classes.len() > 200 {
                self.add("评分人类别过多", "too many classes of raters");
            }
        }
        for option in scheme.ballots.iter().flat_map(|b| &b.options) {
            self.points(option.points.unwrap_or_default());
        }
        if scheme.coverage.units() < 0 || scheme.coverage > Weight::WHOLE {
            self.add("coverage 应在 0 与 1 之间", "coverage is between 0 and 1");
        }
    }
    pub(super) fn fact(&mut self, fact: &Fact) {
        let step = ten(DECIMALS - fact.decimals.min(DECIMALS));
        let whole = |f: Fixed| f.units() % step == 0 && f.units().abs() <= FACT_LIMIT;
        if fact.decimals > DECIMALS || !whole(fact.min) || !whole(fact.max) || fact.min > fact.max {
            self.add(
                "数据至多六位小数；min 不大于 max，位数与之相符，绝对值不超过十亿",
                "a fact has at most 6 decimals; min is not above max, both have its decimals and are within one milliard",
            );
        }
    }
    /// What facts are compared with is no larger than they may be.
    pub(super) fn limit(&mut self, value: Fixed) {
        if value.units().unsigned_abs() > FACT_LIMIT.unsigned_abs() {
            self.add("数值绝对值不超过十亿", "values are within one milliard");
        }
    }
    pub(super) fn points(&mut self, points: Fixed) {
        if points.units().abs() > POINTS_LIMIT {
            self.add("分数绝对值不超过一百万", "points are within one million");
        }
    }
    pub(super) fn branch(&mut self, node: &Node) {
        if !node.of.is_empty() {
            let sum: i128 = node.of.iter().map(|n| i128::from(n.weight.units())).sum();
            if sum != i128::from(Weight::WHOLE.units()) {
                let sum = format!("{}.{:02} %", sum / 100, sum.abs() % 100);
                self.add(
                    format!("下级权重合计 {sum}，应恰为 100 %"),
                    format!("the weights below add up to {sum}; they must be exactly 100 %"),
                );
            }
        }
        if node.of.iter().any(|n| n.weight.units() < 0) {
            self.add("权重不得为负", "a weight cannot be negative");
        }
        if node.source.is_some() || node.work.is_some() || node.from.is_some() {
            self.add("有下级的一级不能有 source、work、from", "what has parts has no source, work or from");
        }
        if node.decimals.is_some_and(|d| d > DECIMALS) {
            self.add("至多六位小数", "at most 6 decimals");
        }
        self.bounds(node);
    }
    pub(super) fn bounds(&mut self, node: &Node) {
        for bound in [node.floor, node.cap].into_iter().flatten() {
            self.points(bound);
        }
        if let (Some(floor), Some(cap)) = (node.floor, node.cap)
            && floor > cap
        {
            self.add("下限高于上限", "the floor is above the cap");
        }
    }
    pub(super) fn grades(&mut self, scheme: &Scheme, grades: &Grades) {
        let ids: HashSet<&str> = grades.of.iter().map(|g| g.id.as_str()).collect();
        if ids.len() != grades.of.len() || grades.of.len() > 60 || scheme.outcomes.len() > 60 {
            self.add("等次的代号不得重复，且不超过 60 个", "grades have different ids, and there are at most 60");
        }
        for (i, grade) in grades.of.iter().enumerate() {
            self.enter(&grade.id);
            let last = i + 1 == grades.of.len();
            match grade.from {
                None if !last => self.add("只有末等可以没有最低分", "only the last grade has no least figure"),
                Some(_) if last => {
                    self.add("末等不设最低分，否则有人没有等次", "the last grade has no least figure, or some get none")
                }
                _ => {}
            }
            self.points(grade.from.unwrap_or_default());
            self.leave();
        }
        let known = |id: &str| ids.contains(id) || scheme.outcomes.iter().any(|o| o.id == id);
        for c in &scheme.consequences {
            if !known(&c.grade) {
                self.unknown("grade or outcome", "等次或结论", &c.grade);
            }
            if c.years == 0 {
                self.add("年数至少为 1", "years is at least 1");
            }
        }
    }
    pub(super) fn quota(&mut self, quota: &Quota, last: bool) {
        let outside = |w: Weight| w.units() < 0 || w > Weight::WHOLE;
        // where there is none, that was said
        let share = quota.share.unwrap_or_default();
        if outside(share) || quota.approved.is_some_and(|a| outside(a) || a < share) {
            self.add(
                "比例应在 0 与 1 之间，经批准的不低于一般的",
                "shares are between 0 and 1, the approved one not below the usual",
            );
        }
        if last {
            self.add("末等之下再无等次，不能限额", "there is no grade below the last, so it has no quota");
        }
    }
    /// No single job decides: the shares of the final figure as the scheme has them.
    pub(super) fn shares(&mut self, scheme: &Scheme, leaves: &[Leaf], sources: &[String]) {
        let above = |x: Ratio, cap: Weight| {
            x.compare(share(cap)) != Some(std::cmp::Ordering::Less)
                && x.compare(share(cap)) != Some(std::cmp::Ordering::Equal)
        };
        let percent = |x: Ratio| Fixed::from_units(x.round(6).unwrap_or_default().saturating_mul(100));
        for leaf in leaves.iter().filter(|l| above(l.share, scheme.no_single.indicator)) {
            let (is, cap) = (percent(leaf.share), percent(share(scheme.no_single.indicator)));
            self.add(
                format!("指标“{}”占总分 {is} %，单项不得超过 {cap} %", leaf.id),
                format!("indicator “{}” is {is} % of the final figure; one indicator is at most {cap} %", leaf.id),
            );
        }
        for (i, source) in sources.iter().enumerate() {
            let mut of = leaves.iter().filter(|l| l.source == i);
            let sum = of.try_fold(Ratio::ZERO, |sum, l| sum.add(l.share)).unwrap_or(Ratio::ZERO);
            if above(sum, scheme.no_single.source) {
                let (is, cap) = (percent(sum), percent(share(scheme.no_single.source)));
                self.add(
                    format!("来源“{source}”占总分 {is} %，同一来源不得超过 {cap} %"),
                    format!("source “{source}” is {is} % of the final figure; one source is at most {cap} %"),
                );
            }
        }
    }
}
