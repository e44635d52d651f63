//! Branches of one person, in words.

use base::Weight;

use super::{Found, Reference};
use crate::{
    Fixed,
    exact::{half_up_wide, ten},
    formula::Value,
    plan::{AdjustEffect, Child},
    trace::{Step, percent},
};

impl Reference<'_> {
    /// Every branch from the leaves up; `steps` are the leaves'.
    pub(super) fn branches(
        &self,
        row: usize,
        figures: &mut Vec<Option<i64>>,
        mut steps: Vec<Option<Step>>,
        untold: &mut bool,
    ) -> Found<Step> {
        let leaves = self.plan.leaves.len();
        let mut root = Step::new("", &self.plan.scheme.name);
        for branch in &self.plan.branches {
            let mut step = Step::new(&branch.id, &branch.name);
            let (mut sum, mut total, mut text, mut gaps) = (0i128, 0i64, Vec::new(), false);
            for (child, weight) in &branch.children {
                let at = match child {
                    Child::Leaf(l) => *l,
                    Child::Branch(b) => leaves + b,
                };
                match figures[at] {
                    Some(figure) => {
                        sum += i128::from(*weight) * i128::from(figure);
                        total += weight;
                        text.push(format!("{} × {}", percent(*weight), Fixed::from_units(figure)));
                    }
                    None => gaps = true,
                }
                if let Some(mut part) = steps[at].take() {
                    part.weight = Some(Weight::from_units(*weight));
                    step.parts.push(part);
                }
            }
            let mut veto = None;
            let mut formula = text.join(" + ");
            if total != 10_000 && total > 0 {
                formula = format!("({formula}) ÷ {}", percent(total));
            }
            for adjust in &branch.adjust {
                let mut part = Step::new("", &adjust.name);
                part.say(adjust.formula.text(), adjust.formula.text());
                match (adjust.effect, self.formula(row, &adjust.formula, &[], &branch.id)?) {
                    (AdjustEffect::Points(sign, at_most), Value::Number(n)) => {
                        let points = n.round(6).ok_or_else(|| Self::overflow(row, &branch.id))?.clamp(0, at_most);
                        sum += i128::from(sign * points) * i128::from(total);
                        let sign_word = if sign < 0 { "−" } else { "+" };
                        formula.push_str(&format!(" {sign_word} {}", Fixed::from_units(points)));
                        part.figure = Some(Fixed::from_units(sign * points));
                    }
                    (AdjustEffect::Veto(becomes), Value::Truth(true)) => {
                        veto = Some(becomes);
                        part.figure = Some(Fixed::from_units(becomes));
                    }
                    (AdjustEffect::Veto(_), Value::Truth(false)) => part.say("未发生", "did not happen"),
                    _ => {
                        *untold = true;
                        part.say("缺少数据，未适用", "not applied: what it needs is not recorded");
                    }
                }
                step.parts.push(part);
            }
            let figure = if total == 0 {
                step.say("全部无记录", "nothing is recorded");
                None
            } else {
                let decimals = ten(6 - branch.decimals);
                let exact = half_up_wide(sum, i128::from(total) * i128::from(decimals));
                let rounded = exact.and_then(|e| i64::try_from(e * i128::from(decimals)).ok());
                let rounded = rounded.ok_or_else(|| Self::overflow(row, &branch.id))?;
                let clamped = rounded.min(branch.cap).max(branch.floor);
                let shown = Fixed::from_units(rounded);
                let d = branch.decimals;
                step.say(
                    format!("{formula} = {shown}（四舍五入至 {d} 位小数）"),
                    format!("{formula} = {shown} (rounded half up to {d} decimals)"),
                );
                if gaps {
                    step.say(
                        "缺项不计，其余权重按比例放大",
                        "what is missing is left out and the other weights raised in proportion",
                    );
                }
                if clamped != rounded {
                    let bound = Fixed::from_units(clamped);
                    step.say(format!("超出上下限，计 {bound}"), format!("beyond its bounds, counts {bound}"));
                }
                if let Some(becomes) = veto {
                    let becomes = Fixed::from_units(becomes);
                    step.say(format!("一票否决，计 {becomes}"), format!("vetoed, counts {becomes}"));
                }
                Some(veto.unwrap_or(clamped))
            };
            step.figure = figure.map(Fixed::from_units);
            figures.push(figure);
            steps.push(Some(step.clone()));
            root = step;
        }
        Ok(root)
    }
}
