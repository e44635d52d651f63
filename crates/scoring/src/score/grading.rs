//! Peer groups to grades and places.

use super::{Failure, Flags, Result, Standing, judge::Judged, order::Order, rank::Ranker, share::share};
use crate::{
    Facts, Plan,
    exact::{DECIMALS, MISSING, ten},
    grade::{Candidate, grade_group},
};

pub(super) fn everybody(
    plan: &Plan,
    facts: &Facts,
    order: &Order,
    judged: &Judged,
    threads: usize,
) -> std::result::Result<Vec<Result>, Failure> {
    let mut results = vec![Result::NOTHING; facts.people()];
    share(threads, order.runs(&mut results, 1), Grader::default, |grader, (groups, out)| {
        let mut rest = out;
        for group in groups {
            let (now, later) = rest.split_at_mut(order.people(group).len());
            rest = later;
            grader.group(plan, facts, order, judged, group, now);
        }
        Ok(())
    })?;
    order.back(results, threads)
}

/// Room for a group.
#[derive(Default)]
pub(super) struct Grader {
    people: Vec<Candidate>,
    figures: Vec<i64>,
    ranker: Ranker,
}

impl Grader {
    /// The results of a group, in its order.
    pub(super) fn group(
        &mut self,
        plan: &Plan,
        facts: &Facts,
        order: &Order,
        judged: &Judged,
        group: usize,
        out: &mut [Result],
    ) {
        let places = order.people(group);
        self.people.clear();
        self.people.extend(places.clone().map(|p| judged.people[order.row(p)]));
        // the place of each: 1 for the highest figure, equals share the better place
        self.figures.clear();
        self.figures.extend(self.people.iter().map(|p| p.ranked().unwrap_or(MISSING)));
        let step = plan.branches.last().map_or(1, |root| {
            let step = ten(DECIMALS - root.decimals);
            // a bound or a veto may stand between two figures that rounding leaves
            if self.figures.iter().all(|f| *f == MISSING || f % step == 0) { step } else { 1 }
        });
        self.ranker.ranks(&mut self.figures, step, true, &mut |ahead, _| ahead as i64 + 1);
        let slots = plan.tie_slots();
        let tie = |i: usize, slot: u16| {
            let at = slots.iter().position(|s| *s == slot).unwrap_or(0);
            judged.ties[order.row(places.start + i) * slots.len() + at]
        };
        let (people, ranks) = (&self.people, &self.figures);
        grade_group(plan, facts.approved[group], people, &tie, &mut |i, standing: Standing, flags: Flags| {
            let rank = if ranks[i] == MISSING { 0 } else { ranks[i] as u32 };
            out[i] = Result { figure: people[i].figure().unwrap_or(MISSING), rank, standing, flags };
        });
    }
}
