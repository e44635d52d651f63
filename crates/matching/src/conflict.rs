//! Which rules cannot be kept together: a smallest set in the sense that any one of them less would do.

use crate::{
    model::{Model, PersonId, Rule},
    solve::{
        Options, Watch,
        ascent::{Effort, ascend},
        exact::prove,
        improve::improve,
        parts::{Lookup, split},
        program::compile,
        relaxed::Relaxed,
        trial::Trial,
    },
};

/// Rules that cannot all be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// The rules, by their place in the model. With any one of them left out, a plan was found.
    pub rules: Vec<usize>,
    /// Where no rule at all is needed for it: people for whom there are not enough places.
    pub people: Vec<PersonId>,
    /// Whether it is proved that they cannot be kept together; otherwise no plan was found in the time given.
    pub proved: bool,
}

#[derive(PartialEq)]
enum Kept {
    Yes,
    No,
    Unknown,
}

/// Looks for rules that cannot be kept together; `None` where all can.
pub fn conflict(model: &Model, options: &Options, watch: &dyn Watch) -> Option<Conflict> {
    let free = without_costs(model);
    let mut lookup = Lookup::new(&free);
    let parts = split(&free, &mut lookup);
    for part in &parts {
        let small = Small { model: &free, people: &part.people, options, watch };
        // rules that narrow single people come last, so that they are the first to be left out
        let mut rules: Vec<usize> = part.rules.clone();
        let first = small.kept(&rules);
        if first == Kept::Yes {
            continue;
        }
        if small.kept(&[]) == Kept::No {
            return Some(Conflict { rules: Vec::new(), people: small.short(), proved: true });
        }
        let mut proved = first == Kept::No;
        // halves and quarters first: most rules have nothing to do with it
        let mut step = rules.len().div_ceil(2);
        while step > 0 {
            let mut at = 0;
            while at < rules.len() {
                let mut fewer = rules.clone();
                fewer.drain(at..(at + step).min(rules.len()));
                match small.kept(&fewer) {
                    Kept::No => {
                        rules = fewer;
                        proved = true;
                    }
                    Kept::Unknown if !proved => rules = fewer,
                    _ => at += step,
                }
            }
            step = if step == 1 { 0 } else { step.div_ceil(2) };
        }
        rules.sort_unstable();
        return Some(Conflict { rules, people: Vec::new(), proved });
    }
    None
}

/// Whether there is a plan does not depend on what it costs.
fn without_costs(model: &Model) -> Model {
    let mut free = model.clone();
    free.arc_costs.fill(0);
    free.people.iter_mut().for_each(|p| p.bench = p.bench.map(|_| 0));
    free.widest = 0;
    free
}

struct Small<'a> {
    model: &'a Model,
    people: &'a [PersonId],
    options: &'a Options,
    watch: &'a dyn Watch,
}

impl Small<'_> {
    /// Whether the people of the part can be placed with these rules only.
    fn kept(&self, rules: &[usize]) -> Kept {
        let hard = |r: &&usize| !matches!(self.model.rules[**r], Rule::Team { price: Some(_), .. });
        let some =
            Model { rules: rules.iter().filter(hard).map(|r| self.model.rules[*r].clone()).collect(), ..self.sub() };
        let mut lookup = Lookup::new(&some);
        let mut all = Kept::Yes;
        for part in split(&some, &mut lookup) {
            let program = compile(&some, &lookup, &part);
            let stop = || self.watch.stop(1, 1);
            let Some(mut relaxed) = Relaxed::new(&program) else { return Kept::No };
            // without costs, a bound above 0 proves that there is no plan
            let bound = ascend(&mut relaxed, Effort::cold(300, 300, 0), None, &stop);
            if bound > 0 {
                return Kept::No;
            }
            let mut trial = Trial::new(relaxed, self.options.seed);
            let mut found = improve(&mut trial, 0, 0, 0, &stop);
            if found.is_some() {
                continue;
            }
            trial.release();
            let complete = prove(&mut trial.it, &mut found, self.options.prove.max(300), &stop);
            match (found, complete) {
                (Some(_), _) => {}
                (None, true) => return Kept::No,
                (None, false) => all = Kept::Unknown,
            }
        }
        all
    }
    /// The model with the people of the part only; posts and units keep their numbers, people too.
    fn sub(&self) -> Model {
        let mut starts = vec![0u32];
        let (mut arc_posts, mut at) = (Vec::new(), self.people.iter().peekable());
        let mut people = self.model.people.clone();
        for (i, person) in people.iter_mut().enumerate() {
            let id = PersonId(i as u32);
            if at.next_if(|p| **p == id).is_some() {
                arc_posts.extend(self.model.arcs_of(id).map(|a| a.0));
            } else {
                // somebody of another part: without a post and without a home that rules could look at
                person.bench = Some(0);
                person.post = None;
                person.unit = None;
            }
            starts.push(arc_posts.len() as u32);
        }
        Model {
            parents: self.model.parents.clone(),
            posts: self.model.posts.clone(),
            people,
            starts,
            arc_costs: vec![0; arc_posts.len()],
            arc_posts,
            rules: Vec::new(),
            widest: 0,
        }
    }
    /// People among whom somebody is left over, however they are placed: those whom the chains from somebody left over reach.
    fn short(&self) -> Vec<PersonId> {
        let sub = self.sub();
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); sub.posts()];
        let mut reached: Vec<PersonId> = Vec::new();
        for i in self.people.iter().map(|p| p.at()) {
            if sub.people[i].bench.is_some() {
                continue;
            }
            let mut from: Vec<Option<(usize, usize)>> = vec![None; sub.posts()];
            let mut queue = vec![i];
            let mut end = None;
            let mut seen = vec![i];
            while let Some(k) = queue.pop() {
                for (post, _) in sub.arcs_of(PersonId(k as u32)) {
                    let j = post.at();
                    if from[j].is_some() {
                        continue;
                    }
                    from[j] = Some((k, j));
                    if held[j].len() < sub.posts[j].quota as usize {
                        end = Some(j);
                        break;
                    }
                    queue.extend(&held[j]);
                    seen.extend(&held[j]);
                }
                if end.is_some() {
                    break;
                }
            }
            let Some(mut j) = end else {
                seen.sort_unstable();
                seen.dedup();
                reached.extend(seen.into_iter().map(|k| PersonId(k as u32)));
                break;
            };
            while let Some((k, _)) = from[j] {
                let before = held.iter().position(|h| h.contains(&k));
                held[j].push(k);
                match before {
                    Some(b) if b != j => {
                        held[b].retain(|x| *x != k);
                        j = b;
                    }
                    _ => break,
                }
            }
        }
        reached
    }
}
