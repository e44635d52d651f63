//! Why somebody is not somewhere else: the price of moving there, split by what asks for it. From the model and the
//! certificate alone.

use serde::Serialize;

use crate::{
    check::{counts, side, weight},
    model::{Model, PersonId, PostId},
    plan::{Part, Plan, SCALE},
};

/// One term of a price.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The cost of the person at the post: shortage, interest, moving.
    Fit,
    /// The competition for the post: what a place there is worth to others.
    Place,
    /// What a rule is worth: the allowance it takes, or what it asks for and is given.
    Rule(u32, Part),
    /// What rules ask together, by the place of the cut in the certificate.
    Together(u32),
}

/// What one outcome of one person costs at the prices of the certificate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Priced {
    /// The post; `None`: without one.
    pub post: Option<PostId>,
    /// The terms that are not 0, the fit first, in parts of a cost unit.
    pub terms: Vec<(Reason, i64)>,
    /// Their sum.
    pub total: i64,
}

/// Why a person is where the plan says, and not at another post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Why {
    /// What the plan has.
    pub planned: Priced,
    /// What was asked about.
    pub asked: Priced,
    /// By how much each reason is dearer there (below 0: cheaper), in parts of a cost unit.
    pub differences: Vec<(Reason, i64)>,
    /// Who holds the post by the plan.
    pub holders: Vec<PersonId>,
    /// Whether the rules leave this outcome at all.
    pub open: bool,
}

/// What an outcome costs; `None` where the person is not eligible.
pub fn priced(model: &Model, plan: &Plan, person: PersonId, post: Option<PostId>) -> Option<Priced> {
    let cost = post.map_or(model.person(person).bench, |p| model.cost(person, p))?;
    let mut terms = vec![(Reason::Fit, cost * SCALE)];
    if let Some(price) = post.map(|p| plan.certificate.prices[p.at()]).filter(|p| *p != 0) {
        terms.push((Reason::Place, price));
    }
    for m in &plan.certificate.multipliers {
        let rule = model.rules().get(m.rule as usize)?;
        let (sense, _, _) = side(rule, m.part)?;
        let value = sense * i128::from(m.value) * counts(model, rule, m.part, person, post);
        if value != 0 {
            terms.push((Reason::Rule(m.rule, m.part), value as i64));
        }
    }
    for (k, cut) in plan.certificate.cuts.iter().enumerate() {
        let value = i128::from(cut.value) * weight(model, cut, person, post)?;
        if value != 0 {
            terms.push((Reason::Together(k as u32), value as i64));
        }
    }
    let total = terms.iter().map(|t| t.1).sum();
    Some(Priced { post, terms, total })
}

/// Why the person is not at `post`; `None` where the person is not eligible for it.
pub fn why(model: &Model, plan: &Plan, person: PersonId, post: PostId) -> Option<Why> {
    let planned = priced(model, plan, person, plan.places[person.at()])?;
    let asked = priced(model, plan, person, Some(post))?;
    let mut differences: Vec<(Reason, i64)> = asked.terms.clone();
    for (reason, value) in &planned.terms {
        match differences.iter_mut().find(|d| d.0 == *reason) {
            Some(found) => found.1 -= value,
            None => differences.push((*reason, -value)),
        }
    }
    differences.retain(|d| d.1 != 0);
    differences.sort_by_key(|d| std::cmp::Reverse(d.1.abs()));
    let holders = plan.places.iter().enumerate().filter(|(_, p)| **p == Some(post));
    let holders = holders.map(|(i, _)| PersonId(i as u32)).collect();
    Some(Why { planned, asked, differences, holders, open: open(model, person, Some(post)) })
}

/// The cheapest other outcomes of a person at the prices of the certificate, the best first.
pub fn alternatives(model: &Model, plan: &Plan, person: PersonId, most: usize) -> Vec<Priced> {
    let planned = plan.places[person.at()];
    let posts = model.arcs_of(person).map(|a| Some(a.0)).chain([None]);
    let others = posts.filter(|p| *p != planned && open(model, person, *p));
    let mut all: Vec<Priced> = others.filter_map(|p| priced(model, plan, person, p)).collect();
    all.sort_by_key(|p| p.total);
    all.truncate(most);
    all
}

/// What one unit more of a rule's allowance, or one less of what it asks for, would save at the margin, by side, in parts of a
/// cost unit; beside what the rule asks together with others ([`Cut`](crate::Cut)).
pub fn worth(plan: &Plan, rule: usize) -> Vec<(Part, i64)> {
    let of = plan.certificate.multipliers.iter().filter(|m| m.rule as usize == rule);
    of.map(|m| (m.part, m.value)).collect()
}

fn open(model: &Model, person: PersonId, outcome: Option<PostId>) -> bool {
    let own = model.person(person).post;
    model.rules().iter().filter(|r| r.narrows() == Some(person)).all(|r| r.leaves(own, outcome))
}
