//! Values of one person's indicators, in words and exact fractions.

use base::{Say, Weight};

use super::{Found, Reference};
use crate::{
    Fixed,
    exact::{ONE, ten},
    formula::Value,
    plan::{LevelSet, Levelled, RatingClass, Raw},
    ratio::Ratio,
    scheme::{Divisor, Trim},
    trace::{Step, percent},
};

/// The mean of `sum` over `n`, rounded once.
fn mean(sum: i64, n: i64, decimals: u8) -> Option<i64> {
    Ratio::from_units(sum).div(Ratio::from_units(n.checked_mul(ONE)?))?.round(decimals)
}

impl Reference<'_> {
    pub(super) fn source(
        &self,
        row: usize,
        leaf: usize,
        step: &mut Step,
        renormalised: &mut bool,
    ) -> Found<Option<i64>> {
        let plan = &self.plan.leaves[leaf];
        let label = |column: usize| self.plan.columns[column].label.clone();
        let overflow = || Self::overflow(row, &plan.id);
        match &plan.raw {
            Raw::Fact(column) => {
                let value = self.units(row, *column)?;
                if let Some(v) = value {
                    let (name, v) = (label(*column), Fixed::from_units(v));
                    step.say(format!("{} = {v}", name.zh), format!("{} = {v}", name.en));
                }
                Ok(value)
            }
            Raw::Rate(fact, target) => {
                let (Some(x), Some(t)) = (self.units(row, *fact)?, self.units(row, *target)?) else { return Ok(None) };
                if t == 0 {
                    step.say("目标为 0，无法计算", "the target is 0, so there is no rate");
                    return Ok(None);
                }
                let rate =
                    Ratio::from_units(x).mul(Ratio::from_units(100 * ONE)).and_then(|n| n.div(Ratio::from_units(t)));
                let rate = rate.and_then(|r| r.round(6)).ok_or_else(overflow)?;
                let shown = |l: base::Lang| {
                    let (a, b) = (label(*fact), label(*target));
                    let (x, t, rate) = (Fixed::from_units(x), Fixed::from_units(t), Fixed::from_units(rate));
                    format!("{} {x} ÷ {} {t} × 100 = {rate}", a.to(l), b.to(l))
                };
                step.how.push(Say::each(shown));
                Ok(Some(rate))
            }
            Raw::Graded(column, points) => {
                let Some(place) = self.fact(row, *column)? else { return Ok(None) };
                let value = points[place as usize];
                let fact = self.plan.scheme.facts.iter().find(|f| f.id == self.plan.columns[*column].name);
                if let Some(word) = fact.and_then(|f| f.words.get(place as usize)) {
                    let v = Fixed::from_units(value);
                    step.say(format!("评为“{}”，计 {v}", word.name.zh), format!("graded “{}”, {v}", word.name.en));
                }
                Ok(Some(value))
            }
            Raw::Ballot(classes, decimals) => {
                let mut means = Vec::new();
                for class in classes {
                    let mut part = Step::new("", &class.name);
                    let (mut all, mut valid, mut sum, mut text) = (0, 0, 0, Vec::new());
                    for (column, points) in &class.counts {
                        let n = self.fact(row, *column)?.unwrap_or(0);
                        all += n;
                        if let Some(points) = points {
                            valid += n;
                            sum += n * points;
                            text.push(format!("{n} × {}", Fixed::from_units(*points)));
                        }
                    }
                    if all < class.at_least || valid == 0 {
                        let need = class.at_least;
                        part.say(
                            format!("收回 {all} 票，不足 {need} 票，不计"),
                            format!("{all} ballots, fewer than {need}: not counted"),
                        );
                    } else {
                        part.figure = Some(Fixed::from_units(mean(sum, valid, *decimals).ok_or_else(overflow)?));
                        let text = format!("({}) ÷ {valid}", text.join(" + "));
                        part.say(text.clone(), text);
                    }
                    part.weight = Some(Weight::from_units(class.weight));
                    means.push((class.weight, part.figure));
                    step.parts.push(part);
                }
                combine(&means, step, renormalised).ok_or_else(overflow)
            }
            Raw::Ratings { list, classes, trim, level, decimals } => {
                let mut means = Vec::new();
                for (c, class) in classes.iter().enumerate().filter(|(_, c)| c.weight > 0) {
                    let set = level.map(|l| &self.plan.levels[l]);
                    let scores = self.scores(row, *list, c, set)?;
                    let part = class_mean(class, scores, *trim, *decimals).ok_or_else(overflow)?;
                    means.push((class.weight, part.figure));
                    step.parts.push(part);
                }
                combine(&means, step, renormalised).ok_or_else(overflow)
            }
            Raw::Formula(formula) => {
                let text = formula.text().to_owned();
                let facts = formula.slots().map(|slot| {
                    let column = usize::from(slot);
                    let value = self.units(row, column).ok().flatten().map(Fixed::from_units);
                    format!("{} = {}", self.plan.columns[column].name, crate::trace::shown(value))
                });
                let facts = facts.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
                step.say(format!("{text}（{facts}）"), format!("{text} ({facts})"));
                match self.formula(row, formula, &[], &plan.id)? {
                    Value::Number(n) => n.round(6).map(Some).ok_or_else(overflow),
                    _ => Ok(None),
                }
            }
        }
    }
    /// A person's ratings by one class, brought level where the scheme says so.
    fn scores(&self, row: usize, list: usize, class: usize, level: Option<&LevelSet>) -> Found<Vec<i64>> {
        let (def, data) = (&self.plan.scheme.ratings[list], &self.facts.ratings[list]);
        let unit = ten(6 - def.decimals);
        let mut scores = Vec::new();
        for at in data.of(row).filter(|at| usize::from(data.class[*at]) == class) {
            let x = i64::from(data.value[at]);
            if x * unit < def.min.units() || x * unit > def.max.units() {
                return Err(crate::Failure::Fact { row, name: def.id.clone() });
            }
            scores.push(match level {
                None => x * unit,
                Some(set) => {
                    self.level(set, i64::from(data.rater[at]), x).ok_or_else(|| Self::overflow(row, &def.id))?
                }
            });
        }
        Ok(scores)
    }
    /// Everything that a rater gave, and a score brought level with it. The root is found by searching.
    pub(super) fn level(&self, set: &LevelSet, rater: i64, x: i64) -> Option<i64> {
        let given: Vec<i128> = match set.of {
            Levelled::Leader(score, who) => (0..self.facts.people())
                .filter(|r| self.facts.columns[who].get(*r) == Some(rater))
                .filter_map(|r| self.facts.columns[score].get(r))
                .map(i128::from)
                .collect(),
            Levelled::Ratings(list) => {
                let list = &self.facts.ratings[list];
                list.rater
                    .iter()
                    .zip(&list.value)
                    .filter(|(r, _)| i64::from(**r) == rater)
                    .map(|(_, v)| i128::from(*v))
                    .collect()
            }
        };
        let n = given.len() as i128;
        if n < i128::from(set.at_least) {
            return Some(x * ten(6 - set.decimals));
        }
        let total: i128 = given.iter().sum();
        // n² times the mean square distance from the mean
        let spread: i128 = given.iter().map(|g| (n * g - total).pow(2)).sum::<i128>() / n;
        if spread == 0 {
            return Some(set.mean);
        }
        let (over, under) = if set.divisor == Divisor::Sample { (n - 1, n) } else { (1, 1) };
        let distance = n * i128::from(x) - total;
        let limit = (2 * i128::from(set.spread) * distance.abs()).checked_pow(2)?.checked_mul(over)?;
        let fits = |k: i128| {
            (2 * k - 1)
                .checked_pow(2)
                .and_then(|s| s.checked_mul(spread)?.checked_mul(under))
                .is_some_and(|s| s <= limit)
        };
        let (mut k, mut stride) = (0i128, 1i128 << 50);
        while stride > 0 {
            if fits(k + stride) {
                k += stride;
            }
            stride /= 2;
        }
        let k = i64::try_from(k).ok()?;
        Some(set.mean + if distance < 0 { -k } else { k })
    }
}

/// One class's mean, with what was left out.
fn class_mean(class: &RatingClass, mut scores: Vec<i64>, trim: Option<Trim>, decimals: u8) -> Option<Step> {
    let mut part = Step::new("", &class.name);
    part.weight = Some(Weight::from_units(class.weight));
    scores.sort_unstable();
    let n = scores.len();
    if n < class.at_least as usize {
        let need = class.at_least;
        part.say(format!("{n} 人评分，不足 {need} 人，不计"), format!("{n} raters, fewer than {need}: not counted"));
        return Some(part);
    }
    let list = |s: &[i64]| s.iter().map(|x| Fixed::from_units(*x).to_string()).collect::<Vec<_>>().join(" + ");
    let mut kept = scores.clone();
    if let Some(t) = trim.filter(|t| n > t.when_more_than as usize) {
        kept.drain(n - t.high as usize..);
        kept.drain(..t.low as usize);
        part.say(
            format!("{n} 人评分，去掉最高 {} 个、最低 {} 个", t.high, t.low),
            format!("{n} raters, highest {} and lowest {} left out", t.high, t.low),
        );
    }
    let sum = kept.iter().try_fold(0i64, |s, x| s.checked_add(*x))?;
    part.figure = Some(Fixed::from_units(mean(sum, kept.len() as i64, decimals)?));
    let text = format!("({}) ÷ {}", list(&kept), kept.len());
    part.say(text.clone(), text);
    Some(part)
}

/// The weighted mean of those classes that have one.
fn combine(means: &[(i64, Option<Fixed>)], step: &mut Step, renormalised: &mut bool) -> Option<Option<i64>> {
    let known: Vec<(i64, i64)> = means.iter().filter_map(|(w, m)| Some((*w, m.as_ref()?.units()))).collect();
    let total: i64 = known.iter().map(|(w, _)| w).sum();
    let gap = means.iter().any(|(w, m)| *w > 0 && m.is_none());
    *renormalised |= gap;
    if total == 0 {
        return Some(None);
    }
    let sum: i128 = known.iter().map(|(w, m)| i128::from(*w) * i128::from(*m)).sum();
    let value = i64::try_from(crate::exact::half_up_wide(sum, total.into())?).ok()?;
    let text = known
        .iter()
        .map(|(w, m)| format!("{} × {}", percent(*w), Fixed::from_units(*m)))
        .collect::<Vec<_>>()
        .join(" + ");
    let whole = if total == 10_000 { text } else { format!("({text}) ÷ {}", percent(total)) };
    let is = Fixed::from_units(value);
    if gap {
        step.say(
            format!("有类别不计，其余按比例放大：{whole} = {is}"),
            format!("a class is not counted, the others are raised in proportion: {whole} = {is}"),
        );
    } else {
        step.say(format!("{whole} = {is}"), format!("{whole} = {is}"));
    }
    Some(Some(value))
}
