//! Counting rules that the rules about single people break already.

use std::collections::BTreeMap;

use super::{Fault, Model, PersonId, PostSpec, Rule, Scope};

impl Scope {
    /// Whether the headcount is taken over this post; not for [`Scope::Post`].
    pub(crate) fn holds(&self, model: &Model, post: &PostSpec) -> bool {
        match self {
            Self::Post(_) => false,
            Self::Unit(u) => post.unit == *u,
            Self::Level(u, level) => post.unit == *u && post.level == *level,
            Self::Subtree(u) => model.within(post.unit, *u),
        }
    }
}

pub(super) fn find(model: &Model, narrowing: &BTreeMap<PersonId, Vec<usize>>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let lock_of = |p: &PersonId| {
        narrowing.get(p).into_iter().flatten().find_map(|r| match model.rules[*r] {
            Rule::Lock { post: Some(post), .. } => Some((*r, post)),
            _ => None,
        })
    };
    // who leaves the own post whatever the plan, and by which rule
    let mut leaving: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (person, rules) in narrowing {
        let own = model.people[person.at()].post;
        let Some(unit) = model.home(*person) else { continue };
        if let Some(r) = rules.iter().find(|r| own.is_some() && !model.rules[**r].leaves(own, own)) {
            leaving.entry(unit.0).or_default().push(*r);
        }
    }
    let mut backbone: BTreeMap<u32, u32> = BTreeMap::new();
    for i in 0..model.people.len() {
        if let Some(unit) = model.home(PersonId(i as u32)).filter(|_| model.people[i].backbone) {
            *backbone.entry(unit.0).or_default() += 1;
        }
    }
    for (r, rule) in model.rules.iter().enumerate() {
        match rule {
            Rule::MovesOut { unit, at_most } => {
                if let Some(by) = leaving.get(&unit.0).filter(|by| by.len() > *at_most as usize) {
                    let mut by = by.clone();
                    by.sort_unstable();
                    faults.push(Fault::Together { rule: r, by });
                }
            }
            Rule::Backbone { unit, at_least } => {
                let there = backbone.get(&unit.0).copied().unwrap_or(0);
                if *at_least > there {
                    faults.push(Fault::AsksTooMuch { rule: r, asked: *at_least, there });
                }
            }
            Rule::Kin { people: all } | Rule::OnePerson { entries: all } => {
                let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
                for (lock, post) in all.iter().filter_map(lock_of) {
                    let kin = matches!(rule, Rule::Kin { .. });
                    let place = if kin { model.posts[post.at()].unit.0 } else { post.0 };
                    if let Some(other) = seen.insert(place, lock) {
                        faults.push(Fault::Together { rule: r, by: vec![other, lock] });
                    }
                }
            }
            _ => {}
        }
    }
    faults
}
