//! Running the steps. Both sides of an `if` are worked out, so that the cost does not depend on the facts; what goes wrong in
//! the side not taken does no harm.

use std::cmp::Ordering;

use super::{Formula, Op, Value};
use crate::{exact::MISSING, ratio::Ratio};

impl Formula {
    /// The value, where `slot` gives facts and figures in units of the sixth decimal. `stack` is room that is used again.
    pub(crate) fn value(&self, stack: &mut Vec<Value>, slot: impl Fn(u16) -> i64) -> Value {
        stack.clear();
        for op in &self.ops {
            match *op {
                Op::Number(n) => stack.push(Value::Number(n)),
                Op::Load(s) => stack.push(match slot(s) {
                    MISSING => Value::Missing,
                    units => Value::Number(Ratio::from_units(units)),
                }),
                Op::Known(s) => stack.push(Value::Truth(slot(s) != MISSING)),
                Op::Neg => one(stack, |a| Value::Number(a.neg())),
                Op::Abs => one(stack, |a| Value::Number(a.abs())),
                Op::Round(to) => {
                    one(stack, |a| a.round(to).map_or(Value::Overflow, |u| Value::Number(Ratio::from_units(u))))
                }
                Op::Add => two(stack, |a, b| number(a.add(b))),
                Op::Sub => two(stack, |a, b| number(a.sub(b))),
                Op::Mul => two(stack, |a, b| number(a.mul(b))),
                Op::Div => two(stack, |a, b| if b.is_zero() { Value::Missing } else { number(a.div(b)) }),
                Op::Min => two(stack, |a, b| pick(a, b, Ordering::Less)),
                Op::Max => two(stack, |a, b| pick(a, b, Ordering::Greater)),
                Op::Less => two(stack, |a, b| truth(a.compare(b).map(|o| o == Ordering::Less))),
                Op::LessOrEqual => two(stack, |a, b| truth(a.compare(b).map(|o| o != Ordering::Greater))),
                Op::Equal => two(stack, |a, b| truth(a.compare(b).map(|o| o == Ordering::Equal))),
                Op::And => both(stack, false),
                Op::Or => both(stack, true),
                Op::Not => {
                    if let Some(Value::Truth(t)) = stack.last_mut() {
                        *t = !*t;
                    }
                }
                Op::Otherwise => {
                    let instead = pop(stack);
                    if let Some(last @ Value::Missing) = stack.last_mut() {
                        *last = instead;
                    }
                }
                Op::If => {
                    let (no, yes, when) = (pop(stack), pop(stack), pop(stack));
                    stack.push(match when {
                        Value::Truth(true) => yes,
                        Value::Truth(false) => no,
                        unknown => unknown,
                    });
                }
            }
        }
        pop(stack)
    }
}

fn pop(stack: &mut Vec<Value>) -> Value {
    stack.pop().unwrap_or(Value::Missing)
}
fn number(n: Option<Ratio>) -> Value {
    n.map_or(Value::Overflow, Value::Number)
}
fn truth(t: Option<bool>) -> Value {
    t.map_or(Value::Overflow, Value::Truth)
}
fn pick(a: Ratio, b: Ratio, keep: Ordering) -> Value {
    number(a.compare(b).map(|o| if o == keep || o == Ordering::Equal { a } else { b }))
}
fn one(stack: &mut [Value], f: impl Fn(Ratio) -> Value) {
    if let Some(last) = stack.last_mut()
        && let Value::Number(a) = *last
    {
        *last = f(a);
    }
}
fn two(stack: &mut Vec<Value>, f: impl Fn(Ratio, Ratio) -> Value) {
    let (b, a) = (pop(stack), pop(stack));
    stack.push(match (a, b) {
        (Value::Number(a), Value::Number(b)) => f(a, b),
        (Value::Overflow, _) | (_, Value::Overflow) => Value::Overflow,
        _ => Value::Missing,
    });
}
/// `and` (decided by false) and `or` (decided by true): one side that decides is enough, whatever the other is.
fn both(stack: &mut Vec<Value>, decides: bool) {
    let (b, a) = (pop(stack), pop(stack));
    stack.push(match (a, b) {
        (Value::Truth(x), _) if x == decides => a,
        (_, Value::Truth(y)) if y == decides => b,
        (Value::Truth(_), Value::Truth(_)) => Value::Truth(!decides),
        (Value::Overflow, _) | (_, Value::Overflow) => Value::Overflow,
        _ => Value::Missing,
    });
}
