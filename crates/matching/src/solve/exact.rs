//! The proof: a search through all that the bound leaves open, with the same bound at every node.

use super::{
    ascent::{Effort, ascend},
    improve::Found,
    relaxed::Relaxed,
};
use crate::{kernel::OPEN, plan::SCALE};

/// Searches until nothing is left or `nodes` were looked at. `best` becomes better where something better is found; true where
/// nothing was left, so that `best` (or that there is nothing) is proved.
pub(crate) fn prove(it: &mut Relaxed<'_>, best: &mut Option<Found>, nodes: u64, stop: &dyn Fn() -> bool) -> bool {
    let mut search = Exact { it, best, nodes, stop };
    search.narrow();
    search.node()
}

struct Exact<'a, 'p> {
    it: &'a mut Relaxed<'p>,
    best: &'a mut Option<Found>,
    nodes: u64,
    stop: &'a dyn Fn() -> bool,
}

impl Exact<'_, '_> {
    /// Whether a bound leaves nothing better open; costs are whole.
    fn hopeless(&self, bound: i64) -> bool {
        self.best.as_ref().is_some_and(|b| bound > b.cost - SCALE)
    }
    /// Closes for good what would cost more than the plan at hand.
    fn narrow(&mut self) {
        let Some(best) = self.best.as_ref().map(|b| b.cost) else { return };
        let room = best - self.it.bound();
        let net = &self.it.program.net;
        for i in 0..net.people() {
            let least = self.it.kernel.best(net, i).0;
            for v in net.of(i).chain([net.arcs() + i]) {
                let over = self.it.kernel.value(net, v as u32) - least;
                if over > room && over < OPEN {
                    self.it.close(v as u32, true);
                }
            }
        }
    }
    fn restore(&mut self, people: &[u32]) -> bool {
        let done = self.it.kernel.restore(&self.it.program.net, &mut self.it.search, people);
        if done {
            self.it.settle();
        }
        done
    }
    /// Searches below what is closed now; true where nothing is left.
    fn node(&mut self) -> bool {
        if self.nodes == 0 || (self.stop)() {
            return false;
        }
        self.nodes -= 1;
        self.it.moved.fill(0);
        let upper = self.best.as_ref().map(|b| b.cost);
        let bound = ascend(self.it, Effort::cold(120, 80, 1), upper, self.stop);
        if self.hopeless(bound) {
            return true;
        }
        let rows = 0..self.it.lambda.len();
        let kept = rows.clone().all(|r| self.it.excess(r) <= 0 || self.it.program.rows[r].price.is_some());
        let soft = |r: usize| self.it.excess(r).max(0) * self.it.program.rows[r].price.unwrap_or(0) * SCALE;
        let cost = self.it.cost + rows.map(soft).sum::<i64>();
        if kept && self.best.as_ref().is_none_or(|b| cost < b.cost) {
            *self.best = Some(Found { cost, choice: self.it.kernel.choice.clone() });
            if self.hopeless(bound) {
                return true;
            }
        }
        let Some(person) = self.branch() else { return kept && self.hopeless(bound) };
        // first what the person has now, then all else
        let lambda = self.it.lambda.clone();
        let now = self.it.kernel.choice[person as usize];
        let others: Vec<u32> = self.it.choices(person).filter(|v| *v != now).collect();
        let mut complete = true;
        for close in [others, vec![now]] {
            for v in &close {
                self.it.close(*v, true);
            }
            complete &= !self.restore(&[person]) || self.node();
            for v in &close {
                self.it.close(*v, false);
            }
            let everybody: Vec<u32> = (0..self.it.program.net.people() as u32).collect();
            self.it.kernel.restore(&self.it.program.net, &mut self.it.search, &everybody);
            self.it.settle();
            self.it.price(&lambda);
        }
        complete
    }
    /// Who to decide upon: whoever moved most under the changing prices and still has a choice.
    fn branch(&self) -> Option<u32> {
        let net = &self.it.program.net;
        let free = |i: &usize| {
            let all = net.of(*i).chain([net.arcs() + *i]);
            all.filter(|v| self.it.kernel.cost[*v] < OPEN).count() > 1
        };
        (0..net.people()).filter(free).max_by_key(|i| (self.it.moved[*i], std::cmp::Reverse(*i))).map(|i| i as u32)
    }
}
