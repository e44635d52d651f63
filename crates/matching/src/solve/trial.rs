//! Trials on a priced part: restrictions of single people, what the placing then costs in truth, and the way back.

use super::{
    chance::{Chance, Pool},
    relaxed::Relaxed,
};
use crate::{
    kernel::{Change, NONE, OPEN},
    plan::SCALE,
};

/// A restriction: a person must be outside of a row, or within it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ban {
    pub person: u32,
    pub row: u32,
    pub outside: bool,
}

pub(crate) struct Trial<'p> {
    pub it: Relaxed<'p>,
    pub bans: Vec<Ban>,
    /// What a count beyond its figure costs here: its price, or for hard rows a weight that grows.
    pub weight: Vec<i64>,
    /// The true scaled cost with what is beyond the figures.
    pub merit: i64,
    /// Hard rows that are broken.
    pub broken: Pool,
    /// Rows that are beyond their figure, or below it though they are worth something.
    pub loose: Pool,
    /// Rows to look at.
    pub agenda: Pool,
    pub chance: Chance,
    /// How much of the log is counted already.
    counted: usize,
    pub trials: u64,
    /// The choices that staying near the plan favours.
    near: Vec<u32>,
}

impl<'p> Trial<'p> {
    pub(crate) fn new(mut it: Relaxed<'p>, seed: u64) -> Self {
        it.recount();
        let rows = it.program.rows.len();
        let firm = (it.program.widest / 32 + 1) * SCALE;
        let weight = it.program.rows.iter().zip(&it.lambda);
        let weight = weight.map(|(row, l)| row.price.map_or(l * 3 / 2 + firm, |p| p * SCALE)).collect();
        let mut trial = Self {
            bans: Vec::new(),
            weight,
            merit: 0,
            broken: Pool::new(rows),
            loose: Pool::new(rows),
            agenda: Pool::new(rows),
            chance: Chance::new(seed),
            counted: 0,
            trials: 0,
            near: Vec::new(),
            it,
        };
        trial.weigh();
        trial
    }
    /// Counts everything anew; the log is forgotten.
    pub(crate) fn reset(&mut self) {
        self.it.recount();
        self.counted = 0;
        self.weigh();
    }
    /// Computes merit and pools from the counts.
    pub(crate) fn weigh(&mut self) {
        self.merit = self.it.cost;
        for r in 0..self.weight.len() {
            let excess = self.it.excess(r);
            self.merit += excess.max(0) * self.weight[r];
            self.pool(r, excess);
        }
    }
    #[inline]
    fn pool(&mut self, r: usize, excess: i64) {
        self.broken.set(r, excess > 0 && self.it.program.rows[r].price.is_none());
        self.loose.set(r, excess > 0 || (excess < 0 && self.it.lambda[r] > 0));
    }
    #[inline]
    fn count(&mut self, change: Change, sign: i64) {
        let (v, sign) = match change {
            Change::Took(_, v) => (v, sign),
            Change::Left(_, v) => (v, -sign),
            Change::Price(..) => return,
        };
        let program = self.it.program;
        self.it.cost += sign * program.cost[v as usize];
        self.merit += sign * program.cost[v as usize];
        for (r, w) in program.rows_of(v) {
            let r = *r as usize;
            let before = self.it.excess(r).max(0);
            self.it.count[r] += sign * i64::from(*w);
            let excess = self.it.excess(r);
            self.merit += (excess.max(0) - before) * self.weight[r];
            self.pool(r, excess);
        }
    }
    /// Counts what the log has since the last time.
    pub(crate) fn settle(&mut self) {
        for k in self.counted..self.it.kernel.log.len() {
            self.count(self.it.kernel.log[k], 1);
        }
        self.counted = self.it.kernel.log.len();
    }
    pub(crate) fn mark(&self) -> usize {
        self.it.kernel.log.len()
    }
    /// Takes back everything after `mark`.
    pub(crate) fn rewind(&mut self, mark: usize) {
        while self.it.kernel.log.len() > mark {
            let Some(change) = self.it.kernel.log.pop() else { break };
            if self.it.kernel.log.len() < self.counted {
                self.counted = self.it.kernel.log.len();
                self.count(change, -1);
            }
            self.it.kernel.undo(&self.it.program.net, change);
        }
    }
    /// Makes everything since the last time stand.
    pub(crate) fn keep(&mut self) {
        self.settle();
        self.it.kernel.log.clear();
        self.counted = 0;
    }
    /// Puts the rows of all choices changed since `mark` on the agenda.
    pub(crate) fn note(&mut self, mark: usize) {
        for k in mark..self.it.kernel.log.len() {
            if let Change::Took(_, v) | Change::Left(_, v) = self.it.kernel.log[k] {
                for (r, _) in self.it.program.rows_of(v) {
                    self.agenda.set(*r as usize, true);
                }
            }
        }
    }
    #[inline]
    pub(crate) fn counts(&self, choice: u32, row: u32) -> bool {
        self.it.program.rows_of(choice).iter().any(|(r, _)| *r == row)
    }
    /// Closes what a restriction closes, or opens it again.
    pub(crate) fn set(&mut self, ban: Ban, on: bool) {
        for v in self.it.choices(ban.person) {
            if self.counts(v, ban.row) != ban.outside {
                continue;
            }
            self.it.close(v, on);
        }
    }
    /// Places everybody anew after these people's choices were opened or closed. False where that cannot be.
    pub(crate) fn replace(&mut self, people: &[u32]) -> bool {
        let done = self.it.kernel.restore(&self.it.program.net, &mut self.it.search, people);
        if done {
            self.settle();
        }
        done
    }
    /// Who could be brought out of a row, or into it, for the least; with what it would cost at present prices.
    pub(crate) fn candidates(&mut self, row: u32, outside: bool, most: usize) -> Vec<(i64, u32)> {
        let program = self.it.program;
        let all = program.choices_of(row as usize);
        const WINDOW: usize = 1500;
        let from = if all.len() > WINDOW { self.chance.below(all.len() - WINDOW) } else { 0 };
        let mut found: Vec<(i64, u32)> = Vec::new();
        let mut last = u32::MAX;
        for (v, _) in all.iter().skip(from).take(WINDOW) {
            let i = program.person[*v as usize];
            if i == last {
                continue;
            }
            last = i;
            let now = self.it.kernel.choice[i as usize];
            if self.counts(now, row) != outside {
                continue;
            }
            let mut other = i64::MAX;
            for v in self.it.choices(i) {
                let value = self.it.kernel.value(&program.net, v);
                if value < other && self.counts(v, row) != outside {
                    other = value;
                }
            }
            if other < OPEN {
                found.push((other - self.it.kernel.value(&program.net, now), i));
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|f| f.1);
        found.truncate(most);
        found
    }
    /// Makes it worth so much, scaled, that people stay where they are now.
    pub(crate) fn stay_near(&mut self, worth: i64) {
        let mut changed = Vec::new();
        for i in 0..self.it.kernel.choice.len() {
            let (was, now) = (self.near.get(i).copied().unwrap_or(NONE), self.it.kernel.choice[i]);
            if was != now {
                if was != NONE {
                    self.it.kernel.cost[was as usize] += worth;
                }
                self.it.kernel.cost[now as usize] -= worth;
                changed.push(i as u32);
            }
        }
        self.near.clone_from(&self.it.kernel.choice);
        // whoever stays stays all the more, so that nobody moves by this; prices follow
        self.replace(&changed);
        self.keep();
    }
    /// The choices that are favoured.
    pub(crate) fn near(&self) -> &[u32] {
        &self.near
    }
    /// Nobody is favoured where they are any more; what was favoured is given back for [`Trial::favour`].
    pub(crate) fn favour_nobody(&mut self, worth: i64) -> Vec<u32> {
        let near = std::mem::take(&mut self.near);
        for choice in &near {
            self.it.kernel.cost[*choice as usize] += worth;
        }
        near
    }
    /// Favours these choices again, without placing anew.
    pub(crate) fn favour(&mut self, near: Vec<u32>, worth: i64) {
        for choice in &near {
            self.it.kernel.cost[*choice as usize] -= worth;
        }
        self.near = near;
    }
    /// Lifts the restrictions that hold nobody back: with what they close opened, everybody stays where they are.
    pub(crate) fn prune(&mut self) {
        let mut k = 0;
        while k < self.bans.len() {
            let ban = self.bans[k];
            self.set(ban, false);
            let now = self.it.kernel.choice[ban.person as usize];
            let least = self.it.kernel.best(&self.it.program.net, ban.person as usize).0;
            if self.it.kernel.value(&self.it.program.net, now) == least {
                self.bans.swap_remove(k);
            } else {
                self.set(ban, true);
                k += 1;
            }
        }
    }
    /// Frees everybody of all restrictions, and places everybody anew.
    pub(crate) fn release(&mut self) {
        let bans = std::mem::take(&mut self.bans);
        let people: Vec<u32> = bans.iter().map(|b| b.person).collect();
        for ban in bans {
            self.set(ban, false);
        }
        self.replace(&people);
        self.keep();
    }
}
