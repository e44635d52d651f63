//! Another exact solver for models without rules, by the book: people come one at a time, and each takes the cheapest chain of
//! shifts that Bellman and Ford find. It shares nothing with the crate.
#![allow(dead_code)]

use std::collections::VecDeque;

use matching::{Model, PersonId, PostId};

/// The cheapest known way to each post, "no post" last: what it costs, and who takes the post at which cost.
struct Ways {
    dist: Vec<i64>,
    from: Vec<Option<(usize, i64)>>,
    queue: VecDeque<usize>,
    queued: Vec<bool>,
}
impl Ways {
    fn reach(&mut self, person: usize, outcomes: &[(usize, i64)], base: i64) {
        for (j, c) in outcomes {
            if base + c < self.dist[*j] {
                self.dist[*j] = base + c;
                self.from[*j] = Some((person, *c));
                if !std::mem::replace(&mut self.queued[*j], true) {
                    self.queue.push_back(*j);
                }
            }
        }
    }
}

/// The least cost of a model without rules; `None` where not everybody can be placed.
pub fn least(model: &Model) -> Option<i64> {
    let (n, p) = (model.people(), model.posts());
    let outcomes = |i: usize| {
        let person = PersonId(i as u32);
        let bench = model.person(person).bench.map(|b| (p, b));
        model.arcs_of(person).map(|(j, c)| (j.at(), c)).chain(bench).collect::<Vec<_>>()
    };
    let outcomes: Vec<Vec<(usize, i64)>> = (0..n).map(outcomes).collect();
    let quota: Vec<usize> = (0..p).map(|j| model.post(PostId(j as u32)).quota as usize).collect();
    let mut at: Vec<Option<(usize, i64)>> = vec![None; n];
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); p + 1];
    for new in 0..n {
        let mut ways = Ways {
            dist: vec![i64::MAX; p + 1],
            from: vec![None; p + 1],
            queue: VecDeque::new(),
            queued: vec![false; p + 1],
        };
        ways.reach(new, &outcomes[new], 0);
        while let Some(j) = ways.queue.pop_front() {
            ways.queued[j] = false;
            // whoever goes without a post, or is at one with room, need not go on
            if j < p && held[j].len() == quota[j] {
                for i in &held[j] {
                    let base = ways.dist[j] - at[*i]?.1;
                    ways.reach(*i, &outcomes[*i], base);
                }
            }
        }
        let open = (0..=p).filter(|j| ways.dist[*j] < i64::MAX && (*j == p || held[*j].len() < quota[*j]));
        let mut end = open.min_by_key(|j| ways.dist[*j])?;
        loop {
            let (i, c) = ways.from[end]?;
            let old = at[i].replace((end, c));
            held[end].push(i);
            let Some((before, _)) = old else { break };
            held[before].retain(|k| *k != i);
            end = before;
        }
    }
    at.iter().map(|a| a.map(|a| a.1)).sum()
}
