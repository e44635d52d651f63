//! From the priced placing to a plan that keeps every rule, and to a better one: local search over restrictions, where each
//! trial is an exact placing.

use super::trial::{Ban, Trial};
use crate::plan::SCALE;

/// A plan of a part: each person's choice, and what it costs, scaled, with the prices of soft rules.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub cost: i64,
    pub choice: Vec<u32>,
}

/// So many beginnings are searched alike, before the best of them is searched for half as long as all of them.
const BEGINNINGS: u64 = 8;

/// Looks for plans until so many trials were made, or `stop`, or the gap is so many millionths of the bound. `None` where none was
/// found that keeps all hard rules.
///
/// A search soon stands still, at a place that chance decides. So there are several beginnings; with trials left, there are as many
/// again, for twice as long.
pub(crate) fn improve(
    trial: &mut Trial<'_>,
    bound: i64,
    trials: u64,
    enough: u32,
    stop: &dyn Fn() -> bool,
) -> Option<Found> {
    // costs are whole, so nothing below the bound's next whole unit can be reached
    let whole = bound.div_euclid(SCALE) * SCALE + if bound.rem_euclid(SCALE) > 0 { SCALE } else { 0 };
    let goal = whole.max(bound + (i128::from(bound.abs()) * i128::from(enough) / 1_000_000) as i64);
    let mut best = begin(trial, stop)?;
    let until = trial.trials.saturating_add(trials);
    let mut each = (trial.it.program.net.people() as u64).min(trials / (BEGINNINGS + BEGINNINGS / 2)).max(1);
    let mut fresh = true;
    // where nothing is restricted and no row is loose, there is nothing to begin with: what is open then is between the cuts
    let idle = |trial: &Trial<'_>| trial.bans.is_empty() && trial.loose.items().is_empty();
    while trial.trials < until && best.cost > goal && !idle(trial) && !stop() {
        for _ in 0..BEGINNINGS {
            let most = each.min(until.saturating_sub(trial.trials));
            if most == 0 || best.cost <= goal || stop() {
                break;
            }
            if std::mem::take(&mut fresh) {
                trial.wander(&mut best, goal, most, stop);
                continue;
            }
            let standing = (trial.bans.clone(), trial.it.kernel.snapshot());
            trial.release();
            if let Some(mut other) = begin(trial, stop) {
                trial.wander(&mut other, goal, most, stop);
                if other.cost < best.cost {
                    best = other;
                    continue;
                }
            }
            trial.return_to(&standing.0);
            trial.it.kernel.load(&standing.1);
            trial.reset();
        }
        let most = (each.saturating_mul(BEGINNINGS) / 2).min(until.saturating_sub(trial.trials));
        trial.wander(&mut best, goal, most, stop);
        each = each.saturating_mul(2);
    }
    Some(best)
}

/// A plan that keeps the hard rules, from the priced placing.
fn begin(trial: &mut Trial<'_>, stop: &dyn Fn() -> bool) -> Option<Found> {
    for round in 0..6u64 {
        trial.all_loose();
        trial.descend(u64::MAX, stop);
        if trial.broken.items().is_empty() {
            trial.keep();
            return Some(trial.found());
        }
        if stop() && round > 0 {
            break;
        }
        trial.release();
    }
    trial.keep();
    None
}

impl Trial<'_> {
    pub(crate) fn found(&self) -> Found {
        Found { cost: self.merit, choice: self.it.kernel.choice.clone() }
    }
    pub(crate) fn all_loose(&mut self) {
        for k in 0..self.loose.items().len() {
            self.agenda.set(self.loose.items()[k] as usize, true);
        }
    }
    /// Makes the best restriction for one row that makes the whole better, if there is one.
    fn better(&mut self, row: u32, most: usize) -> bool {
        let r = row as usize;
        let broken = self.it.program.rows[r].price.is_none() && self.it.excess(r) > 0;
        let outside = self.it.count[r] > self.it.figure[r];
        let far = self.it.program.widest / 6 * SCALE;
        let mut best: Option<(i64, Ban)> = None;
        for (apparent, person) in self.candidates(row, outside, most) {
            if apparent > far && !broken {
                continue;
            }
            let ban = Ban { person, row, outside };
            let mark = self.mark();
            self.trials += 1;
            self.set(ban, true);
            if self.replace(&[person]) && best.is_none_or(|b| self.merit < b.0) {
                best = Some((self.merit, ban));
            }
            self.set(ban, false);
            self.rewind(mark);
        }
        let Some((merit, ban)) = best else { return false };
        let even = merit == self.merit && self.chance.below(3) == 0;
        if merit < self.merit || even {
            let (mark, before) = (self.mark(), self.merit);
            self.set(ban, true);
            self.bans.push(ban);
            self.replace(&[ban.person]);
            self.note(mark);
            return self.merit < before;
        }
        false
    }
    /// Works through the agenda; where hard rows stay broken, their weight grows and they are tried again.
    pub(crate) fn descend(&mut self, limit: u64, stop: &dyn Fn() -> bool) {
        let until = self.trials.saturating_add(limit);
        let usual = self.weight.clone();
        let mut raised = 0;
        let mut even = 0;
        loop {
            while self.trials < until && even < 400 {
                let broken = self.chance.below(3) > 0;
                let urgent = if broken { self.broken.draw(&mut self.chance) } else { None };
                let urgent = urgent.filter(|r| self.agenda_holds(*r));
                let Some(row) = urgent.or_else(|| self.agenda.draw(&mut self.chance)) else { break };
                self.agenda.set(row as usize, false);
                if !self.loose.items().is_empty() && self.is_loose(row) {
                    even = if self.better(row, if raised > 0 { 10 } else { 5 }) { 0 } else { even + 1 };
                }
                if self.trials & 63 == 0 && stop() {
                    break;
                }
            }
            even = 0;
            if self.broken.items().is_empty() || raised >= 25 || self.trials >= until {
                break;
            }
            raised += 1;
            for k in 0..self.broken.items().len() {
                let r = self.broken.items()[k] as usize;
                self.weight[r] = (self.weight[r] * 3 / 2 + 200 * SCALE).min(i64::MAX >> 24);
                self.agenda.set(r, true);
            }
            self.weigh();
            if raised > 2 {
                self.loosen();
            }
        }
        while let Some(r) = self.agenda.items().last().copied() {
            self.agenda.set(r as usize, false);
        }
        if raised > 0 {
            self.weight = usual;
            self.weigh();
        }
    }
    /// Lifts about half of the restrictions on people whom broken rows could count: what was asked of them for other rows may
    /// be what leaves nobody to be brought in.
    fn loosen(&mut self) {
        let program = self.it.program;
        let rows = self.broken.items().iter().flat_map(|r| program.choices_of(*r as usize));
        let mut near: Vec<u32> = rows.map(|(v, _)| program.person[*v as usize]).collect();
        near.sort_unstable();
        near.dedup();
        let (mut freed, mut k) = (Vec::new(), 0);
        while k < self.bans.len() {
            let ban = self.bans[k];
            if near.binary_search(&ban.person).is_ok() && self.chance.below(2) == 0 {
                self.bans.swap_remove(k);
                self.set(ban, false);
                freed.push(ban.person);
            } else {
                k += 1;
            }
        }
        let mark = self.mark();
        self.replace(&freed);
        self.note(mark);
    }
    fn is_loose(&self, row: u32) -> bool {
        let excess = self.it.excess(row as usize);
        excess > 0 || (excess < 0 && self.it.lambda[row as usize] > 0)
    }
    fn agenda_holds(&self, row: u32) -> bool {
        self.agenda.holds(row as usize)
    }
    /// Takes back some restrictions near each other, or forces a new one, and works the rest out again; what is not worse
    /// stands.
    fn wander(&mut self, best: &mut Found, goal: i64, trials: u64, stop: &dyn Fn() -> bool) {
        let (begun, until) = (self.trials, self.trials + trials);
        let widest = self.it.program.widest * SCALE / 20;
        let mut last: Vec<Ban> = self.bans.clone();
        let mut best_bans = last.clone();
        let mut snapshot = self.it.kernel.snapshot();
        while self.trials < until && best.cost > goal && !stop() {
            self.trials += 1;
            let mut people = Vec::new();
            let kick = self.bans.is_empty() || self.chance.below(3) == 0;
            let row = if kick { self.loose.draw(&mut self.chance) } else { None };
            if row.is_none() && self.bans.is_empty() {
                break;
            }
            if let Some(row) = row {
                let outside = self.it.count[row as usize] > self.it.figure[row as usize];
                let found = self.candidates(row, outside, 6);
                if !found.is_empty() {
                    let (_, person) = found[self.chance.below(found.len())];
                    let ban = Ban { person, row, outside };
                    self.set(ban, true);
                    self.bans.push(ban);
                    people.push(person);
                }
            } else {
                let pivot = self.bans[self.chance.below(self.bans.len())];
                let most = 1 + self.chance.below(8);
                let wide = [0, 30, 100, u32::MAX][self.chance.below(4)];
                let mut k = 0;
                while k < self.bans.len() && people.len() < most {
                    let ban = self.bans[k];
                    let near = ban.row == pivot.row || ban.person.abs_diff(pivot.person) < wide;
                    let often = if wide == u32::MAX { self.bans.len() / most + 1 } else { 2 };
                    if ban == pivot || (near && self.chance.below(often) == 0) {
                        self.bans.swap_remove(k);
                        self.set(ban, false);
                        people.push(ban.person);
                    } else {
                        k += 1;
                    }
                }
            }
            let placed = self.replace(&people);
            if placed {
                self.note(0);
                self.descend(300, stop);
            }
            // at first what is somewhat worse than the best may stand, later less and less
            let left = (until.saturating_sub(self.trials) * 1000 / (until - begun).max(1)) as i64;
            let slack = widest / 1000 * left / 1000 * self.chance.below(1000) as i64;
            if placed && self.broken.items().is_empty() && self.merit <= best.cost + slack {
                if self.merit < best.cost {
                    *best = self.found();
                }
                self.keep();
                self.prune();
                last.clone_from(&self.bans);
                if self.merit == best.cost {
                    best_bans.clone_from(&last);
                    snapshot = self.it.kernel.snapshot();
                }
            } else {
                self.rewind(0);
                self.return_to(&last);
            }
        }
        self.return_to(&best_bans);
        self.it.kernel.load(&snapshot);
        self.reset();
    }
    /// Sets the restrictions to those that were, without placing anew.
    pub(crate) fn return_to(&mut self, bans: &[Ban]) {
        for ban in std::mem::take(&mut self.bans) {
            self.set(ban, false);
        }
        for ban in bans {
            self.set(*ban, true);
        }
        self.bans = bans.to_vec();
    }
}
