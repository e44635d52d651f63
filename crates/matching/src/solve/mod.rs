//! From a model to a certified plan.

pub(crate) mod ascent;
mod chance;
pub(crate) mod cuts;
pub(crate) mod exact;
pub(crate) mod improve;
pub(crate) mod parts;
pub(crate) mod program;
pub(crate) mod relaxed;
pub(crate) mod trial;

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use self::{
    ascent::{Beside, Effort, Shares, climb},
    chance::Chance,
    exact::prove,
    improve::{Found, improve},
    parts::{Lookup, Part, split},
    program::{Program, compile},
    relaxed::Relaxed,
    trial::Trial,
};
use crate::{
    check::{Breach, check},
    kernel::{Kernel, Search},
    model::{Model, PersonId, PostId, Rule},
    plan::{Certificate, Cut, Multiplier, Plan, SCALE},
};

/// How to solve. The same options give the same plan, whatever the number of threads, unless the solver is told to stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Where chance begins.
    pub seed: u64,
    /// Parts are solved side by side on so many threads.
    pub threads: usize,
    /// The most steps for the bound.
    pub steps: u32,
    /// So many rounds of looking for rules that hold together ([`Cut`]).
    pub cuts: u32,
    /// Trials of the local search for each 1,000 people of a part.
    pub trials: u64,
    /// A part whose gap is at most so many millionths of its bound is good enough, and the search goes no further there.
    pub enough: u32,
    /// So many nodes of a search for the proof that a part's plan is the best there is; 0: none.
    pub prove: u64,
}
impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, threads: 1, steps: 400, cuts: 5, trials: 12_000, enough: 0, prove: 0 }
    }
}

/// Who watches the solver: hears of progress, and may stop it. Nothing here reads a clock; the watcher may.
pub trait Watch: Sync {
    /// Asked often. `reached` of `all` people are in parts that are done or being worked on by the asking thread.
    fn stop(&self, reached: usize, all: usize) -> bool;
    /// A part is done: so many people of all, the cost and the bound (in parts of a cost unit) so far.
    fn progress(&self, _done: usize, _all: usize, _cost: i64, _bound: i64) {}
}
/// Watches nothing.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;
impl Watch for Unwatched {
    fn stop(&self, _: usize, _: usize) -> bool {
        false
    }
}

/// Why there is no plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoPlan {
    /// These people cannot all be placed, whatever the rules that count.
    Places(Vec<PersonId>),
    /// No plan that keeps these rules was found; whether there is one is not settled by it
    /// ([`conflict`](crate::conflict()) looks for a proof).
    Rules(Vec<usize>),
    /// The plan did not pass the checker: a fault of the solver.
    Refused(Vec<Breach>),
}

/// A part, solved.
pub(crate) struct Solved {
    pub found: Option<Found>,
    pub prices: Vec<i64>,
    pub lambda: Vec<i64>,
    /// Cuts that are worth something, and what.
    pub cuts: Vec<(cuts::Cut, i64)>,
    pub bound: i64,
    /// Whether nothing better, or nothing at all, is proved to be there.
    pub searched: bool,
}

pub(crate) fn solve_part(program: &Program, options: &Options, seed: u64, stop: &dyn Fn() -> bool) -> Option<Solved> {
    let relaxed = Relaxed::new(program)?;
    let hurry = stop();
    let steps = if hurry { options.steps.min(60) } else { options.steps };
    let never = || false;
    let stop_now: &dyn Fn() -> bool = if hurry { &never } else { stop };
    let rounds = if hurry { 0 } else { options.cuts };
    // where cuts are looked for differs from part to part and not from seed to seed: chance has no part in the bound
    let order = seed.wrapping_sub(options.seed).wrapping_add(1);
    let (relaxed, worth, bound) = priced(relaxed, program, steps, rounds, order, stop_now);
    let trials = if hurry { 0 } else { options.trials * program.net.people() as u64 / 1000 + 50 };
    let (prices, lambda) = (relaxed.kernel.price.clone(), relaxed.lambda.clone());
    let mut trial = Trial::new(relaxed, seed);
    let mut found = improve(&mut trial, bound, trials, options.enough, stop);
    let mut searched = found.as_ref().is_some_and(|f| bound > f.cost - SCALE);
    if options.prove > 0 && !searched {
        trial.release();
        searched = prove(&mut trial.it, &mut found, options.prove, stop);
    }
    Some(Solved { found, prices, lambda, cuts: worth, bound, searched })
}

/// A part without rows to price: the cheapest placing is the plan, and its prices prove it. The program's costs are used up.
fn place(program: &mut Program) -> Option<Solved> {
    let mut kernel = Kernel::new(&program.net, std::mem::take(&mut program.cost));
    if !kernel.cold(&program.net, &mut Search::new(&program.net)) {
        return None;
    }
    debug_assert_eq!(kernel.primal(), kernel.dual(&program.net), "prices prove the placing best");
    let cost = kernel.primal();
    let found = Some(Found { cost, choice: kernel.choice });
    Some(Solved { found, prices: kernel.price, lambda: Vec::new(), cuts: Vec::new(), bound: cost, searched: true })
}

/// The best prices, with so many rounds of cuts; with the cuts that are worth something, and the bound.
fn priced<'p>(
    mut relaxed: Relaxed<'p>,
    program: &'p Program,
    steps: u32,
    rounds: u32,
    seed: u64,
    stop: &dyn Fn() -> bool,
) -> (Relaxed<'p>, Vec<(cuts::Cut, i64)>, i64) {
    let mut shares = Shares::new(program.choices());
    let beside = Beside { shares: &mut shares, cuts: &[], plain: program };
    let mut bound = climb(&mut relaxed, Effort::cold(steps, 120, 2), None, Some(beside), stop);
    let mut worth: Vec<(cuts::Cut, i64)> = Vec::new();
    let (mut known, mut chance) = (std::collections::HashSet::new(), Chance::new(seed));
    for _ in 0..rounds {
        let most = program.net.people() / 20 + 20;
        let found = cuts::find(program, &shares, &mut known, most, &mut chance);
        if found.is_empty() || stop() {
            break;
        }
        worth.extend(found.into_iter().map(|cut| (cut, 0)));
        let (all, values): (Vec<cuts::Cut>, Vec<i64>) = worth.into_iter().unzip();
        let extended = cuts::with(program, &all);
        let mut under = relaxed.onto(&extended, 0, vec![0; extended.rows.len()]);
        under.lambda[program.rows.len()..].copy_from_slice(&values);
        let beside = Beside { shares: &mut shares, cuts: &all, plain: program };
        let effort = Effort { steps: steps.min(200), patience: 120, gain: 2, hope: 500 };
        let reached = climb(&mut under, effort, None, Some(beside), stop);
        bound = reached;
        let values;
        (relaxed, values) = cuts::folded(under, program, &all);
        worth = values.into_iter().map(|(k, value)| (all[k].clone(), value)).collect();
    }
    (relaxed, worth, bound)
}

/// Solves a model: the best plan found, with the certificate that the checker passed.
///
/// # Errors
/// [`NoPlan`].
pub fn solve(model: &Model, options: &Options, watch: &dyn Watch) -> Result<Plan, NoPlan> {
    let mut lookup = Lookup::new(model);
    let parts = split(model, &mut lookup);
    let all: usize = parts.iter().map(|p| p.people.len()).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|k| std::cmp::Reverse(parts[*k].people.len()));
    let mut upto = vec![0; parts.len()];
    let mut sum = 0;
    for k in &order {
        sum += parts[*k].people.len();
        upto[*k] = sum;
    }
    let next = AtomicUsize::new(0);
    let merge = Mutex::new(Merge::new(model, parts.len()));
    let work = || {
        while let Some(&k) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let part = &parts[k];
            let mut program = compile(model, &lookup, part);
            let stop = || watch.stop(upto[k], all);
            let seed = options.seed.wrapping_add((k as u64).wrapping_mul(0x9E37_79B9));
            let solved = match program.rows.is_empty() {
                true => place(&mut program),
                false => solve_part(&program, options, seed, &stop),
            };
            let mut merge = merge.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            merge.add(model, k, part, &program, solved);
            watch.progress(merge.done, all, merge.cost, merge.bound);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..options.threads.max(1).min(parts.len().max(1)) {
            scope.spawn(work);
        }
        work();
    });
    let merge = merge.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let plan = merge.plan()?;
    check(model, &plan).map_err(NoPlan::Refused)?;
    Ok(plan)
}

/// What the parts add up to.
struct Merge {
    places: Vec<Option<PostId>>,
    prices: Vec<i64>,
    multipliers: Vec<Vec<Multiplier>>,
    cuts: Vec<Vec<Cut>>,
    unplaced: Vec<PersonId>,
    broken: Vec<usize>,
    cost: i64,
    bound: i64,
    done: usize,
    searched: bool,
}

impl Merge {
    fn new(model: &Model, parts: usize) -> Self {
        Self {
            places: vec![None; model.people()],
            prices: vec![0; model.posts()],
            multipliers: vec![Vec::new(); parts],
            cuts: vec![Vec::new(); parts],
            unplaced: Vec::new(),
            broken: Vec::new(),
            cost: 0,
            bound: 0,
            done: 0,
            searched: true,
        }
    }
    fn add(&mut self, model: &Model, k: usize, part: &Part, program: &Program, solved: Option<Solved>) {
        self.done += part.people.len();
        let Some(solved) = solved else {
            self.unplaced.extend(&part.people);
            return;
        };
        self.bound += solved.bound;
        self.searched &= solved.searched;
        for (post, price) in part.posts.iter().zip(&solved.prices) {
            self.prices[post.at()] = *price;
        }
        self.multipliers[k] = multipliers(program, &solved.lambda);
        self.cuts[k] = solved.cuts.iter().map(|(cut, value)| certified(model, part, program, cut, *value)).collect();
        let Some(found) = solved.found else {
            self.broken.extend(&part.rules);
            return;
        };
        self.cost += found.cost / SCALE;
        for (person, choice) in part.people.iter().zip(&found.choice) {
            self.places[person.at()] = program.post(*choice).map(|j| part.posts[j as usize]);
        }
    }
    fn plan(self) -> Result<Plan, NoPlan> {
        if !self.unplaced.is_empty() {
            let mut people = self.unplaced;
            people.sort_unstable();
            return Err(NoPlan::Places(people));
        }
        if !self.broken.is_empty() {
            let mut rules = self.broken;
            rules.sort_unstable();
            return Err(NoPlan::Rules(rules));
        }
        let (multipliers, cuts) = (self.multipliers.concat(), self.cuts.concat());
        let certificate =
            Certificate { prices: self.prices, multipliers, cuts, bound: self.bound, searched: self.searched };
        Ok(Plan { places: self.places, cost: self.cost, certificate })
    }
}

/// The multipliers of a part that are not 0.
pub(crate) fn multipliers(program: &Program, lambda: &[i64]) -> Vec<Multiplier> {
    let rows = program.rows.iter().zip(lambda).filter(|(_, l)| **l > 0);
    rows.map(|(row, l)| Multiplier { rule: row.rule as u32, part: row.part, value: *l }).collect()
}

/// A cut in the model's words. Moving out is counted by who stays here and by who moves there; the two are the same sum once each
/// of these people is placed once.
fn certified(model: &Model, part: &Part, program: &Program, cut: &cuts::Cut, value: i64) -> Cut {
    let mut people: std::collections::BTreeMap<PersonId, i32> =
        cut.people.iter().map(|i| (part.people[*i as usize], 1)).collect();
    let mut sides = Vec::with_capacity(cut.rows.len());
    for r in &cut.rows {
        let row = &program.rows[*r as usize];
        sides.push((row.rule as u32, row.part));
        if let Rule::MovesOut { unit, .. } = &model.rules[row.rule] {
            let here = |p: &&PersonId| model.home(**p) == Some(*unit) && model.person(**p).post.is_some();
            part.people.iter().filter(here).for_each(|p| *people.entry(*p).or_default() -= 1);
        }
    }
    let people = people.into_iter().filter(|(_, times)| *times != 0).collect();
    let posts = cut.posts.iter().map(|j| part.posts[*j as usize]).collect();
    let post = |v: u32| program.post(v).map(|j| part.posts[j as usize]);
    let once = cut.once.iter().map(|v| (part.people[program.person[*v as usize] as usize], post(*v))).collect();
    Cut { people, posts, sides, once, value }
}
