//! From figures to what is known of each person before grades are given: outcomes, gaps, bars.

use super::{
    BLOCK, Failure, Flags,
    frame::{Frame, Rows, Scene},
    levels::Levels,
    order::Order,
    peers::Peers,
    share::share,
};
use crate::{
    Facts, Plan,
    backing::{Backing, backing},
    exact::MISSING,
    formula::{Formula, Value},
    grade::Candidate,
};

/// Everybody, in the order of the facts.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) people: Vec<Candidate>,
    /// The figures that tell equals apart, in the order of [`Plan::tie_slots`], one person's after another's.
    pub(super) ties: Vec<i64>,
}

pub(super) fn everybody(
    plan: &Plan,
    facts: &Facts,
    order: &Order,
    levels: &[Levels],
    peers: &Peers,
    threads: usize,
) -> Result<Judged, Failure> {
    let (people, width) = (facts.people(), plan.tie_slots().len());
    let mut judged = Judged { people: vec![Candidate::NOBODY; people], ties: vec![MISSING; people * width] };
    let mut rest = &mut judged.ties[..];
    let mut work = Vec::new();
    for (block, out) in judged.people.chunks_mut(BLOCK).enumerate() {
        let (ties, later) = rest.split_at_mut(out.len() * width);
        rest = later;
        work.push((block * BLOCK, out, ties));
    }
    share(
        threads,
        work,
        || Frame::new(plan, plan.formulas()),
        |frame, (from, out, ties)| {
            let scene = Scene { plan, facts, levels, rows: Rows::Straight(from..from + out.len()) };
            frame.judge(&scene, (peers, order), out, ties)
        },
    )?;
    Ok(judged)
}

impl Frame {
    /// Computes a block into `out`, and what tells equals apart into `ties`.
    pub(super) fn judge(
        &mut self,
        scene: &Scene,
        (peers, order): (&Peers, &Order),
        out: &mut [Candidate],
        ties: &mut [i64],
    ) -> Result<(), Failure> {
        self.begin(scene)?;
        self.flags.iter_mut().enumerate().for_each(|(i, flags)| *flags = peers.flags(scene.rows.at(i)));
        self.leaves(scene, &|i, k| peers.of(order.place(scene.rows.at(i)), k))?;
        self.branches(scene)?;
        let plan = scene.plan;
        let root = plan.branches.len() - 1;
        let mut without = std::mem::take(&mut self.room[0]);
        without.clear();
        without.resize(out.len(), MISSING);
        for (o, formula) in plan.outcomes.iter().enumerate() {
            let name = &plan.scheme.outcomes[o].id;
            self.conditions(scene, formula, name, &mut without, &|was| was == MISSING, o as i64)?;
        }
        let mut at_best = std::mem::take(&mut self.room[1]);
        at_best.clear();
        at_best.resize(out.len(), 0);
        for (b, (formula, grade)) in plan.bars.iter().enumerate() {
            let (name, grade) = (&plan.scheme.bars[b].id, i64::from(*grade));
            self.conditions(scene, formula, name, &mut at_best, &|was| was < grade, grade)?;
        }
        for (i, out) in out.iter_mut().enumerate() {
            let mut figure = Some(self.branch[root][i]).filter(|f| *f != MISSING);
            let mut withheld = false;
            if self.gaps[i] {
                let verdict = self.pattern(plan, i);
                self.flags[i] = self.flags[i] | Flags::RENORMALISED;
                withheld = verdict == Backing::Single;
                figure = figure.filter(|_| verdict == Backing::Enough);
            }
            let without = (without[i] != MISSING).then_some(without[i] as u8);
            *out = Candidate::new(figure, without).with(withheld, at_best[i] as u8, self.flags[i]);
        }
        for (t, slot) in plan.tie_slots().iter().enumerate() {
            let column = self.slot(*slot);
            ties.chunks_mut(plan.tie_slots().len()).zip(column).for_each(|(ties, x)| ties[t] = *x);
        }
        (self.room[0], self.room[1]) = (without, at_best);
        Ok(())
    }
    /// Writes `then` for whom a condition holds, of those whom it still concerns. What cannot be told does not hold, and is
    /// flagged.
    fn conditions(
        &mut self,
        scene: &Scene,
        formula: &Formula,
        name: &str,
        of: &mut [i64],
        concerns: &dyn Fn(i64) -> bool,
        then: i64,
    ) -> Result<(), Failure> {
        for (i, was) in of.iter_mut().enumerate() {
            if !concerns(*was) {
                continue;
            }
            match self.formula(formula, i) {
                Value::Truth(true) => *was = then,
                Value::Truth(false) => {}
                Value::Overflow => return Err(super::leaf::overflow(scene, i, name)),
                _ => self.flags[i] = self.flags[i] | Flags::UNTOLD,
            }
        }
        Ok(())
    }
    /// A formula's points for everybody.
    pub(super) fn numbers(
        &mut self,
        scene: &Scene,
        formula: &Formula,
        name: &str,
        out: &mut Vec<i64>,
    ) -> Result<(), Failure> {
        let overflow = |i: usize| super::leaf::overflow(scene, i, name);
        out.clear();
        for i in 0..scene.rows.len() {
            out.push(match self.formula(formula, i) {
                Value::Number(n) => n.round(6).filter(|u| *u != MISSING).ok_or_else(|| overflow(i))?,
                Value::Overflow => return Err(overflow(i)),
                _ => MISSING,
            });
        }
        Ok(())
    }
    /// What the recorded indicators of the person back; people miss the same ones again and again.
    fn pattern(&mut self, plan: &Plan, i: usize) -> Backing {
        self.missing.fill(0);
        for (l, figures) in self.leaf.iter().enumerate() {
            if !self.whole.0[l] {
                self.missing[l / 64] |= u64::from(figures[i] == MISSING) << (l % 64);
            }
        }
        if let Some(verdict) = self.patterns.get(&self.missing) {
            return *verdict;
        }
        let verdict = backing(plan, &|l: usize| self.missing[l / 64] >> (l % 64) & 1 == 0);
        if self.patterns.len() < 100_000 {
            self.patterns.insert(self.missing.clone(), verdict);
        }
        verdict
    }
}
