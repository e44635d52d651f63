//! One person at a time, by the plainest means: exact fractions, counting instead of sorting, searching instead of roots. It
//! keeps every step. It is what the columns are tested against, and what people are shown.

mod branch;
mod normalise;
mod source;

use std::{cell::RefCell, collections::HashMap};

use crate::{
    Facts, Failure, Fixed, Flags, Plan,
    backing::{Backing, backing},
    exact::MISSING,
    formula::{Formula, Value},
    grade::Candidate,
    scheme::{Missing, Work},
    trace::Step,
};

type Found<T> = std::result::Result<T, Failure>;

pub(crate) struct Reference<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) facts: &'a Facts,
    /// People of the peer group that is looked at.
    pub(crate) peers: Vec<usize>,
    /// What a person would have instead of what was computed, for an indicator: to ask "what if".
    pub(crate) instead: Option<(usize, usize, i64)>,
    values: RefCell<HashMap<(usize, usize), Option<i64>>>,
}

/// One person's figures, in slots as formulas see them.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Indicators, then branches.
    pub(crate) figures: Vec<Option<i64>>,
    pub(crate) candidate: Candidate,
    pub(crate) root: Step,
    /// The outcomes, bars and conditions that held, for the trace.
    pub(crate) bars: Vec<usize>,
}

impl<'a> Reference<'a> {
    pub(crate) fn new(plan: &'a Plan, facts: &'a Facts, row: usize) -> Self {
        let group = facts.group[row];
        let peers = (0..facts.people()).filter(|r| facts.group[*r] == group).collect();
        Self { plan, facts, peers, instead: None, values: RefCell::new(HashMap::new()) }
    }
    pub(crate) fn fact(&self, row: usize, column: usize) -> Found<Option<i64>> {
        let def = &self.plan.columns[column];
        match self.facts.columns[column].get(row) {
            Some(x) if x < def.min || x > def.max => Err(Failure::Fact { row, name: def.name.clone() }),
            other => Ok(other),
        }
    }
    pub(crate) fn units(&self, row: usize, column: usize) -> Found<Option<i64>> {
        let scale = 10i64.pow(u32::from(6 - self.plan.columns[column].decimals));
        Ok(self.fact(row, column)?.map(|x| x * scale))
    }
    pub(crate) fn overflow(row: usize, name: &str) -> Failure {
        Failure::Overflow { row, name: name.to_owned() }
    }
    /// A formula over a person's facts and figures.
    pub(crate) fn formula(&self, row: usize, formula: &Formula, figures: &[Option<i64>], name: &str) -> Found<Value> {
        let mut values = HashMap::new();
        for slot in formula.slots() {
            let at = usize::from(slot);
            let value = match at.checked_sub(self.plan.columns.len()) {
                None => self.units(row, at)?,
                Some(figure) => figures[figure],
            };
            values.insert(slot, value.unwrap_or(MISSING));
        }
        match formula.value(&mut Vec::new(), |slot| values[&slot]) {
            Value::Overflow => Err(Self::overflow(row, name)),
            value => Ok(value),
        }
    }
    /// An indicator's value before normalisation, remembered: peers are asked again and again.
    pub(crate) fn value(&self, row: usize, leaf: usize) -> Found<Option<i64>> {
        if let Some(value) = self.values.borrow().get(&(row, leaf)) {
            return Ok(*value);
        }
        let value = self.source(row, leaf, &mut Step::new("", &self.plan.leaves[leaf].name), &mut false)?;
        self.values.borrow_mut().insert((row, leaf), value);
        Ok(value)
    }
    fn leaf(&self, row: usize, leaf: usize, renormalised: &mut bool) -> Found<Step> {
        let plan = &self.plan.leaves[leaf];
        let mut step = Step::new(&plan.id, &plan.name);
        if plan.work == Work::Random {
            step.say("专项（临时）工作", "ad-hoc work");
        }
        let value = self.source(row, leaf, &mut step, renormalised)?;
        let points = self.normalise(row, leaf, value, &mut step)?;
        let figure = match (points, plan.missing) {
            (Some(points), _) if points > plan.cap => {
                let cap = Fixed::from_units(plan.cap);
                step.say(format!("超出上限，计 {cap}"), format!("above the cap, counts {cap}"));
                Some(plan.cap)
            }
            (Some(points), _) if points < plan.floor => {
                let floor = Fixed::from_units(plan.floor);
                step.say(format!("低于下限，计 {floor}"), format!("below the floor, counts {floor}"));
                Some(plan.floor)
            }
            (Some(points), _) => Some(points),
            (None, Missing::Points(points)) => {
                step.say(format!("无记录，按方案计 {points}"), format!("not recorded, counts {points} by the scheme"));
                Some(points.units())
            }
            (None, Missing::LeaveOut) => {
                step.say("无记录，不计入", "not recorded, left out");
                None
            }
            (None, Missing::NoResult) => {
                step.say("无记录，因而没有总分", "not recorded, so there is no final figure");
                None
            }
        };
        let figure = match self.instead {
            Some((r, l, points)) if (r, l) == (row, leaf) => Some(points),
            _ => figure,
        };
        step.figure = figure.map(Fixed::from_units);
        Ok(step)
    }
    pub(crate) fn person(&self, row: usize) -> Found<Person> {
        let plan = self.plan;
        let (mut renormalised, mut untold) = (false, false);
        let mut figures = Vec::new();
        let mut steps = Vec::new();
        for leaf in 0..plan.leaves.len() {
            let step = self.leaf(row, leaf, &mut renormalised)?;
            figures.push(step.figure.map(Fixed::units));
            steps.push(Some(step));
        }
        let root = self.branches(row, &mut figures, steps, &mut untold)?;
        let mut holds = |formula: &Formula, name: &str| -> Found<bool> {
            Ok(match self.formula(row, formula, &figures, name)? {
                Value::Truth(t) => t,
                _ => {
                    untold = true;
                    false
                }
            })
        };
        let mut without = None;
        for (o, formula) in plan.outcomes.iter().enumerate() {
            if holds(formula, &plan.scheme.outcomes[o].id)? {
                without = Some(o as u8);
                break;
            }
        }
        let mut figure = root.figure.map(Fixed::units);
        let (mut at_best, mut bars, mut withheld) = (0, Vec::new(), false);
        for (b, (formula, grade)) in plan.bars.iter().enumerate() {
            if *grade > at_best && holds(formula, &plan.scheme.bars[b].id)? {
                at_best = *grade;
                bars.push(b);
            }
        }
        if figures[..plan.leaves.len()].contains(&None) {
            renormalised = true;
            let verdict = backing(plan, &|l| figures[l].is_some());
            withheld = verdict == Backing::Single;
            figure = figure.filter(|_| verdict == Backing::Enough);
        }
        let mut flags = Flags::NONE;
        for (is, flag) in [(renormalised, Flags::RENORMALISED), (untold, Flags::UNTOLD)] {
            flags = if is { flags | flag } else { flags };
        }
        let candidate = Candidate::new(figure, without).with(withheld, at_best, flags);
        Ok(Person { figures, candidate, root, bars })
    }
}
