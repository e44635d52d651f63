//! A finished plan on the desk: locks, bans and vacancies change it at once, each time with a new certificate; and what would
//! be if can be asked without changing it.

use crate::{
    check::check,
    kernel::Snapshot,
    model::{COUNT_LIMIT, Model, PersonId, PostId, Rule},
    plan::{self, Certificate, Multiplier, Plan, SCALE},
    solve::{
        NoPlan, Options, Watch,
        ascent::{Effort, ascend},
        improve::improve,
        multipliers,
        parts::{Lookup, Part, split},
        program::{Program, Row, compile},
        relaxed::Relaxed,
        trial::{Ban, Trial},
    },
};

/// A model made ready to be solved and changed.
pub struct Prepared {
    model: Model,
    parts: Vec<Part>,
    programs: Vec<Program>,
    /// The part of each person and of each post, and the place within it.
    person: Vec<(u32, u32)>,
    post: Vec<Option<(u32, u32)>>,
}

impl Prepared {
    /// Splits and compiles a model.
    pub fn new(model: Model) -> Self {
        let mut lookup = Lookup::new(&model);
        let parts = split(&model, &mut lookup);
        let programs = parts.iter().map(|p| compile(&model, &lookup, p)).collect();
        let (mut person, mut post) = (vec![(0, 0); model.people()], vec![None; model.posts()]);
        for (k, part) in parts.iter().enumerate() {
            part.people.iter().enumerate().for_each(|(i, p)| person[p.at()] = (k as u32, i as u32));
            part.posts.iter().enumerate().for_each(|(j, p)| post[p.at()] = Some((k as u32, j as u32)));
        }
        Self { model, parts, programs, person, post }
    }
}

/// A change to a finished plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The person gets this post, or none.
    Lock(PersonId, Option<PostId>),
    /// The person does not get this post.
    Forbid(PersonId, PostId),
    /// What was locked or forbidden for the person on the desk is free again.
    Unlock(PersonId),
    /// One place more at the post; up to four.
    Vacancy(PostId),
}

/// Somebody who is elsewhere than before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Move {
    /// Who.
    pub person: PersonId,
    /// Where by the plan before.
    pub from: Option<PostId>,
    /// Where now.
    pub to: Option<PostId>,
}

/// What a change brings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effect {
    /// The chain of people who shift, beginning with whom it is about; then others.
    pub moves: Vec<Move>,
    /// By how much the plan costs more, in cost units.
    pub cost: i64,
    /// By how much the bound rises, in parts of a cost unit: no plan with the change is cheaper than that.
    pub bound: i64,
}

/// Why a change cannot be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The person is not eligible for the post, or may not be without one.
    NotEligible,
    /// No plan was found with it.
    NoPlan,
    /// No more places can be added at the post without solving anew.
    NoSpare,
    /// There is no such rule, or that side of it holds nobody back whatever the plan.
    NoSuchRow,
}

struct Side<'p> {
    relaxed: Relaxed<'p>,
    trial: Trial<'p>,
    bound: i64,
    /// Plans under what was changed before, the latest last: whoever takes a change back gets the plan that was there.
    known: Vec<Known>,
}

/// So many plans are kept of each part.
const KEPT: usize = 16;

/// A plan of a part, with what was changed on the desk when it was made.
struct Known {
    rules: Vec<Rule>,
    quota: Vec<u32>,
    merit: i64,
    bans: Vec<Ban>,
    near: Vec<u32>,
    places: Snapshot,
}

/// A plan that can be changed.
pub struct Desk<'p> {
    prepared: &'p Prepared,
    model: Model,
    /// From here on the rules of the model were added on the desk.
    added: usize,
    sides: Vec<Side<'p>>,
    multipliers: Vec<Multiplier>,
    plan: Plan,
    near: i64,
}

impl<'p> Desk<'p> {
    /// Solves, and keeps everything that changes need. `near` is what it is worth, in cost units, that somebody stays where the
    /// plan has them when it is changed.
    ///
    /// # Errors
    /// [`NoPlan`].
    pub fn new(prepared: &'p Prepared, options: &Options, near: i64, watch: &dyn Watch) -> Result<Self, NoPlan> {
        let all: usize = prepared.model.people();
        let (mut sides, mut rows, mut done) = (Vec::new(), Vec::new(), 0);
        for (k, program) in prepared.programs.iter().enumerate() {
            let part = &prepared.parts[k];
            done += part.people.len();
            let stop = || watch.stop(done, all);
            let mut relaxed = Relaxed::new(program).ok_or_else(|| NoPlan::Places(part.people.clone()))?;
            let bound = ascend(&mut relaxed, Effort::cold(options.steps, 120, 2), None, &stop);
            let mut trial = Trial::new(relaxed.clone(), options.seed.wrapping_add(k as u64));
            let trials = options.trials * part.people.len() as u64 / 1000 + 50;
            improve(&mut trial, bound, trials, options.enough, &stop)
                .ok_or_else(|| NoPlan::Rules(part.rules.clone()))?;
            rows.extend(multipliers(program, &relaxed.lambda));
            sides.push(Side { relaxed, trial, bound, known: Vec::new() });
        }
        let certificate = Certificate { prices: vec![0; prepared.model.posts()], bound: 0, ..Certificate::default() };
        let plan = Plan { places: vec![None; all], cost: 0, certificate };
        let model = prepared.model.clone();
        let added = model.rules.len();
        let mut desk = Self { prepared, model, added, sides, multipliers: rows, plan, near: near.max(0) };
        for k in 0..desk.sides.len() {
            desk.write(k);
        }
        desk.plan.certificate.multipliers.clone_from(&desk.multipliers);
        desk.sum();
        check(&desk.model, &desk.plan).map_err(NoPlan::Refused)?;
        Ok(desk)
    }
    /// The plan as it is now.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
    /// The model with what was changed; the plan is checked against it.
    pub fn model(&self) -> &Model {
        &self.model
    }
    /// Makes a change.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn change(&mut self, change: Change) -> Result<Effect, Refusal> {
        self.attempt(change, true)
    }
    /// What a change would bring; nothing is changed.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn what_if(&mut self, change: Change) -> Result<Effect, Refusal> {
        self.attempt(change, false)
    }
    /// What one unit more of a rule would bring: one more that may, or one fewer that must; by an exact placing of everybody it
    /// reaches, and a search near it. Nothing is changed.
    ///
    /// # Errors
    /// [`Refusal::NoSuchRow`] where that side of the rule holds nobody back here whatever the plan.
    pub fn one_more(&mut self, rule: usize, part: plan::Part) -> Result<Effect, Refusal> {
        let is = |r: &Row| r.rule == rule && r.part == part;
        let found = self.prepared.programs.iter().enumerate();
        let mut found = found.filter_map(|(k, p)| p.rows.iter().position(is).map(|r| (k, r)));
        let (side, row) = found.next().ok_or(Refusal::NoSuchRow)?;
        let s = &mut self.sides[side];
        let (merit, bound, bans) = (s.trial.merit, s.bound, s.trial.bans.clone());
        let sense = s.trial.it.program.rows[row].sense;
        s.trial.it.figure[row] += sense;
        s.relaxed.figure[row] += sense;
        s.trial.weigh();
        // whoever was kept in or out for this rule is free to go
        let freed: Vec<Ban> = s.trial.bans.iter().copied().filter(|b| b.row as usize == row).collect();
        let people: Vec<u32> = freed.iter().map(|b| b.person).collect();
        for ban in &freed {
            s.trial.set(*ban, false);
        }
        s.trial.bans.retain(|b| b.row as usize != row);
        if s.trial.replace(&people) {
            s.trial.note(0);
            s.trial.agenda.set(row, true);
            s.trial.descend(600, &|| false);
        }
        // the plan as it stands keeps the rule all the more
        let better = s.trial.broken.items().is_empty() && s.trial.merit < merit;
        let moves = if better { chain(&self.plan, &self.prepared.parts[side], s, None) } else { Vec::new() };
        let cost = if better { (s.trial.merit - merit) / SCALE } else { 0 };
        s.trial.rewind(0);
        s.trial.return_to(&bans);
        let lambda = s.relaxed.lambda.clone();
        let least = ascend(&mut s.relaxed, Effort::cold(60, 60, 0), None, &|| false);
        s.trial.it.figure[row] -= sense;
        s.relaxed.figure[row] -= sense;
        s.trial.weigh();
        s.relaxed.price(&lambda);
        Ok(Effect { moves, cost, bound: least - bound })
    }
    fn attempt(&mut self, change: Change, stays: bool) -> Result<Effect, Refusal> {
        let (side, first) = self.about(change)?;
        let now = self.remember(side);
        let rules = self.model.rules.clone().split_off(self.added);
        let closes = self.closes(change, side);
        self.shift(change, side, &closes, true);
        let bans = self.sides[side].trial.bans.clone();
        let before = (self.sides[side].trial.merit, self.sides[side].bound);
        let unlocks = matches!(change, Change::Unlock(_));
        let worth = self.near * SCALE;
        // what was taken back must be able to go back: then nobody is favoured where they are
        let near = if unlocks { self.sides[side].trial.favour_nobody(worth) } else { Vec::new() };
        let people: Vec<u32> = if unlocks {
            (0..self.prepared.parts[side].people.len() as u32).collect()
        } else {
            first.map(|p| self.prepared.person[p.at()].1).into_iter().collect()
        };
        let placed = self.settle(change, side, &people);
        if !placed {
            self.sides[side].trial.rewind(0);
            self.sides[side].trial.return_to(&bans);
            if unlocks {
                self.sides[side].trial.favour(near, worth);
            }
            self.shift(change, side, &closes, false);
            self.model.rules.truncate(self.added);
            self.model.rules.extend(rules);
            return Err(Refusal::NoPlan);
        }
        let recalled = self.recall(side);
        let s = &mut self.sides[side];
        let moves = chain(&self.plan, &self.prepared.parts[side], s, first);
        let mark = s.relaxed.kernel.snapshot();
        if let Change::Vacancy(post) = change {
            let j = self.prepared.post[post.at()].map_or(0, |p| p.1);
            s.relaxed.search.note_hole(j);
        }
        s.relaxed.kernel.restore(&s.relaxed.program.net, &mut s.relaxed.search, &people);
        s.relaxed.settle();
        let bound = s.relaxed.bound();
        let effect = Effect { moves, cost: (s.trial.merit - before.0) / SCALE, bound: bound - before.1 };
        if stays {
            s.trial.keep();
            s.bound = bound;
            self.write(side);
            self.sum();
            if check(&self.model, &self.plan).is_ok() {
                return Ok(effect);
            }
            return Err(Refusal::NoPlan);
        }
        if !recalled {
            s.trial.rewind(0);
            s.trial.return_to(&bans);
            if unlocks {
                s.trial.favour(near, worth);
            }
        }
        s.relaxed.kernel.load(&mark);
        s.relaxed.recount();
        self.shift(change, side, &closes, false);
        self.model.rules.truncate(self.added);
        self.model.rules.extend(rules);
        if recalled {
            self.load(side, now);
        }
        Ok(effect)
    }
    /// What was changed on the desk about people of a part.
    fn changed(&self, side: usize) -> Vec<Rule> {
        let here = |r: &&Rule| r.narrows().is_some_and(|p| self.prepared.person[p.at()].0 as usize == side);
        self.model.rules[self.added..].iter().filter(here).cloned().collect()
    }
    /// Keeps the plan of a part as it is; gives its place among those that are kept.
    fn remember(&mut self, side: usize) -> usize {
        let rules = self.changed(side);
        let s = &mut self.sides[side];
        let now = Known {
            rules,
            quota: s.trial.it.kernel.quota.clone(),
            merit: s.trial.merit,
            bans: s.trial.bans.clone(),
            near: s.trial.near().to_vec(),
            places: s.trial.it.kernel.snapshot(),
        };
        s.known.retain(|k| !(k.same(&now.rules, &now.quota)));
        if s.known.len() == KEPT {
            s.known.remove(0);
        }
        s.known.push(now);
        s.known.len() - 1
    }
    /// Takes the plan that was there under the same changes, where it is better than the one that was found now.
    fn recall(&mut self, side: usize) -> bool {
        let rules = self.changed(side);
        let s = &self.sides[side];
        let quota = &s.trial.it.kernel.quota;
        let found = s.known.iter().position(|k| k.same(&rules, quota) && k.merit < s.trial.merit);
        if let Some(at) = found {
            self.load(side, at);
        }
        found.is_some()
    }
    /// Puts a plan that was kept in the place of the present one. What was changed on the desk must be what it was then.
    fn load(&mut self, side: usize, at: usize) {
        let worth = self.near * SCALE;
        let s = &mut self.sides[side];
        let known = &s.known[at];
        s.trial.return_to(&known.bans);
        s.trial.favour_nobody(worth);
        s.trial.favour(known.near.clone(), worth);
        s.trial.it.kernel.load(&known.places);
        s.trial.reset();
    }
    /// The part that a change is about, and the person.
    fn about(&self, change: Change) -> Result<(usize, Option<PersonId>), Refusal> {
        let person = match change {
            Change::Vacancy(post) => {
                let (k, j) = self.prepared.post[post.at()].ok_or(Refusal::NotEligible)?;
                let quota = self.prepared.model.post(post).quota;
                let now = self.sides[k as usize].trial.it.kernel.quota[j as usize];
                return if quota < COUNT_LIMIT as u32 && now < quota + crate::kernel::SPARE {
                    Ok((k as usize, None))
                } else {
                    Err(Refusal::NoSpare)
                };
            }
            Change::Lock(person, post) => {
                let cost = post.map_or(self.model.person(person).bench, |p| self.model.cost(person, p));
                cost.ok_or(Refusal::NotEligible)?;
                person
            }
            Change::Forbid(person, _) | Change::Unlock(person) => person,
        };
        Ok((self.prepared.person[person.at()].0 as usize, Some(person)))
    }
    /// The choices that a change closes (or opens, for what is unlocked).
    fn closes(&self, change: Change, side: usize) -> Vec<u32> {
        let of = |person: PersonId, rule: &Rule| -> Vec<u32> {
            let it = &self.sides[side].trial.it;
            let own = self.model.person(person).post;
            let post = |v: u32| it.program.post(v).map(|j| self.prepared.parts[side].posts[j as usize]);
            it.choices(self.prepared.person[person.at()].1).filter(|v| !rule.leaves(own, post(*v))).collect()
        };
        match change {
            Change::Lock(person, post) => of(person, &Rule::Lock { person, post }),
            Change::Forbid(person, post) => of(person, &Rule::Forbid { person, post }),
            Change::Unlock(person) => {
                let mine = self.model.rules[self.added..].iter().filter(|r| r.narrows() == Some(person));
                mine.flat_map(|r| of(person, r)).collect()
            }
            Change::Vacancy(_) => Vec::new(),
        }
    }
    /// Writes a change into the model and the kernels, or takes it back; the model's rules are the caller's to take back.
    fn shift(&mut self, change: Change, side: usize, closes: &[u32], on: bool) {
        let opens = matches!(change, Change::Unlock(_));
        let s = &mut self.sides[side];
        for v in closes {
            s.trial.it.close(*v, on != opens);
            s.relaxed.close(*v, on != opens);
        }
        match change {
            Change::Vacancy(post) => {
                let j = self.prepared.post[post.at()].map_or(0, |p| p.1 as usize);
                for kernel in [&mut s.trial.it.kernel, &mut s.relaxed.kernel] {
                    kernel.quota[j] = if on { kernel.quota[j] + 1 } else { kernel.quota[j] - 1 };
                }
                self.model.posts[post.at()].quota = s.trial.it.kernel.quota[j];
            }
            Change::Lock(person, post) if on => self.model.rules.push(Rule::Lock { person, post }),
            Change::Forbid(person, post) if on => self.model.rules.push(Rule::Forbid { person, post }),
            Change::Unlock(person) if on => {
                let tail = self.model.rules.split_off(self.added);
                self.model.rules.extend(tail.into_iter().filter(|r| r.narrows() != Some(person)));
            }
            _ => {}
        }
    }
    /// Works the plan out again near what changed.
    fn settle(&mut self, change: Change, side: usize, people: &[u32]) -> bool {
        let trial = &mut self.sides[side].trial;
        if let Change::Vacancy(post) = change {
            let j = self.prepared.post[post.at()].map_or(0, |p| p.1);
            trial.it.search.note_hole(j);
        }
        // restrictions of the person itself give way
        let own = if let Change::Unlock(p) = change { vec![self.prepared.person[p.at()].1] } else { people.to_vec() };
        let own: Vec<_> = trial.bans.iter().copied().filter(|b| own.contains(&b.person)).collect();
        for ban in &own {
            trial.set(*ban, false);
        }
        trial.bans.retain(|b| !own.contains(b));
        if !trial.replace(people) {
            return false;
        }
        trial.note(0);
        trial.descend(600, &|| false);
        trial.broken.items().is_empty()
    }
    /// Writes one part of the plan.
    fn write(&mut self, k: usize) {
        let part = &self.prepared.parts[k];
        let s = &mut self.sides[k];
        for (j, post) in part.posts.iter().enumerate() {
            self.plan.certificate.prices[post.at()] = s.relaxed.kernel.price[j];
        }
        for (i, person) in part.people.iter().enumerate() {
            let choice = s.trial.it.kernel.choice[i];
            self.plan.places[person.at()] = s.trial.it.program.post(choice).map(|j| part.posts[j as usize]);
        }
        s.trial.stay_near(self.near * SCALE);
    }
    fn sum(&mut self) {
        self.plan.cost = self.sides.iter().map(|s| s.trial.merit).sum::<i64>() / SCALE;
        self.plan.certificate.bound = self.sides.iter().map(|s| s.bound).sum();
    }
}

impl Known {
    fn same(&self, rules: &[Rule], quota: &[u32]) -> bool {
        self.quota == quota && self.rules.len() == rules.len() && rules.iter().all(|r| self.rules.contains(r))
    }
}

/// Who is elsewhere than the plan has them: first the person asked about, then whoever made room, and so on.
fn chain(plan: &Plan, part: &Part, side: &Side<'_>, first: Option<PersonId>) -> Vec<Move> {
    let it = &side.trial.it;
    let mut rest: Vec<Move> = Vec::new();
    for (person, choice) in part.people.iter().zip(&it.kernel.choice) {
        let to = it.program.post(*choice).map(|j| part.posts[j as usize]);
        let from = plan.places[person.at()];
        if from != to {
            rest.push(Move { person: *person, from, to });
        }
    }
    let mut moves: Vec<Move> = Vec::new();
    while !rest.is_empty() {
        let follows = |m: &Move| match moves.last() {
            None => Some(m.person) == first,
            Some(last) => last.to.is_some() && m.from == last.to,
        };
        let at = rest.iter().position(follows).unwrap_or(0);
        moves.push(rest.remove(at));
    }
    moves
}
