//! Between which values a formula stays, for the checks before a scheme is used. Wider than the truth is allowed, narrower not.

use super::{Formula, Op};
use crate::ratio::Ratio;
use std::cmp::Ordering;

/// From and to, inclusive, in units of the sixth decimal.
pub(crate) type Range = (i64, i64);

#[derive(Clone, Copy)]
enum Span {
    Number(Ratio, Ratio),
    /// A condition, or nothing is known.
    Any,
}

impl Formula {
    /// The range of the value where every slot stays in its own; nothing where it cannot be told.
    pub(crate) fn range(&self, slot: &dyn Fn(u16) -> Option<Range>) -> Option<Range> {
        let mut stack: Vec<Span> = Vec::new();
        for op in &self.ops {
            let next = match *op {
                Op::Number(n) => Span::Number(n, n),
                Op::Load(s) => {
                    slot(s).map_or(Span::Any, |(a, b)| Span::Number(Ratio::from_units(a), Ratio::from_units(b)))
                }
                Op::Known(_) => Span::Any,
                Op::Neg => one(&mut stack, |a, b| Some((b.neg(), a.neg()))),
                Op::Abs => one(&mut stack, |a, b| {
                    let high = larger(a.abs(), b.abs())?;
                    let crosses =
                        a.compare(Ratio::ZERO)? == Ordering::Less && b.compare(Ratio::ZERO)? == Ordering::Greater;
                    Some((if crosses { Ratio::ZERO } else { smaller(a.abs(), b.abs())? }, high))
                }),
                Op::Round(to) => {
                    one(&mut stack, |a, b| Some((Ratio::from_units(a.round(to)?), Ratio::from_units(b.round(to)?))))
                }
                Op::Add => two(&mut stack, |(a, b), (c, d)| Some((a.add(c)?, b.add(d)?))),
                Op::Sub => two(&mut stack, |(a, b), (c, d)| Some((a.sub(d)?, b.sub(c)?))),
                Op::Mul => two(&mut stack, |x, y| corners(x, y, Ratio::mul)),
                Op::Div => two(&mut stack, |x, (c, d)| {
                    let apart =
                        c.compare(Ratio::ZERO)? == Ordering::Greater || d.compare(Ratio::ZERO)? == Ordering::Less;
                    if apart { corners(x, (c, d), Ratio::div) } else { None }
                }),
                Op::Min => two(&mut stack, |(a, b), (c, d)| Some((smaller(a, c)?, smaller(b, d)?))),
                Op::Max => two(&mut stack, |(a, b), (c, d)| Some((larger(a, c)?, larger(b, d)?))),
                Op::Otherwise => two(&mut stack, |(a, b), (c, d)| Some((smaller(a, c)?, larger(b, d)?))),
                Op::If => {
                    let either = two(&mut stack, |(a, b), (c, d)| Some((smaller(a, c)?, larger(b, d)?)));
                    stack.pop();
                    either
                }
                Op::Less | Op::LessOrEqual | Op::Equal | Op::And | Op::Or => two(&mut stack, |_, _| None),
                Op::Not => one(&mut stack, |_, _| None),
            };
            stack.push(next);
        }
        match stack.pop()? {
            Span::Number(a, b) => Some((a.round(6)?, b.round(6)?)),
            Span::Any => None,
        }
    }
    /// Whether the value is the same whatever the facts are.
    pub(crate) fn constant(&self) -> bool {
        self.slots().next().is_none()
    }
}

fn one(stack: &mut Vec<Span>, f: impl Fn(Ratio, Ratio) -> Option<(Ratio, Ratio)>) -> Span {
    match stack.pop() {
        Some(Span::Number(a, b)) => f(a, b).map_or(Span::Any, |(a, b)| Span::Number(a, b)),
        _ => Span::Any,
    }
}
fn two(stack: &mut Vec<Span>, f: impl Fn((Ratio, Ratio), (Ratio, Ratio)) -> Option<(Ratio, Ratio)>) -> Span {
    match (stack.pop(), stack.pop()) {
        (Some(Span::Number(c, d)), Some(Span::Number(a, b))) => {
            f((a, b), (c, d)).map_or(Span::Any, |(a, b)| Span::Number(a, b))
        }
        _ => Span::Any,
    }
}
fn smaller(a: Ratio, b: Ratio) -> Option<Ratio> {
    Some(if a.compare(b)? == Ordering::Greater { b } else { a })
}
fn larger(a: Ratio, b: Ratio) -> Option<Ratio> {
    Some(if a.compare(b)? == Ordering::Less { b } else { a })
}
fn corners(
    (a, b): (Ratio, Ratio),
    (c, d): (Ratio, Ratio),
    f: impl Fn(Ratio, Ratio) -> Option<Ratio>,
) -> Option<(Ratio, Ratio)> {
    let all = [f(a, c)?, f(a, d)?, f(b, c)?, f(b, d)?];
    let (mut low, mut high) = (all[0], all[0]);
    for x in all {
        low = smaller(low, x)?;
        high = larger(high, x)?;
    }
    Some((low, high))
}
