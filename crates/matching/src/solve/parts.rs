//! Parts of a model that have nothing to do with each other.

use std::collections::HashMap;

use crate::model::{Model, PersonId, PostId, Rule, Scope, UnitId};

/// A part: its people, posts and rules, each in the model's order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub people: Vec<PersonId>,
    pub posts: Vec<PostId>,
    pub rules: Vec<usize>,
}

/// What the split and the compilation ask of a model again and again.
pub(crate) struct Lookup {
    /// Rules that narrow one person's choices.
    pub narrowing: HashMap<PersonId, Vec<usize>>,
    /// The place of each post within its part, once the model is split.
    pub place: Vec<u32>,
    posts_of: Vec<Vec<u32>>,
    people_of: Vec<Vec<u32>>,
    below: Vec<Vec<u32>>,
}

impl Lookup {
    pub(crate) fn new(model: &Model) -> Self {
        let mut narrowing: HashMap<PersonId, Vec<usize>> = HashMap::new();
        for (r, rule) in model.rules.iter().enumerate() {
            if let Some(person) = rule.narrows() {
                narrowing.entry(person).or_default().push(r);
            }
        }
        let mut posts_of = vec![vec![]; model.units()];
        for (j, post) in model.posts.iter().enumerate() {
            posts_of[post.unit.at()].push(j as u32);
        }
        let mut people_of = vec![vec![]; model.units()];
        for i in 0..model.people() {
            if let Some(unit) = model.home(PersonId(i as u32)) {
                people_of[unit.at()].push(i as u32);
            }
        }
        let mut below = vec![vec![]; model.units()];
        for (u, parent) in model.parents.iter().enumerate() {
            if let Some(parent) = parent {
                below[parent.at()].push(u as u32);
            }
        }
        Self { narrowing, place: Vec::new(), posts_of, people_of, below }
    }
    /// Whether the rules leave a person this outcome.
    pub(crate) fn open(&self, model: &Model, person: PersonId, outcome: Option<PostId>) -> bool {
        self.narrowing
            .get(&person)
            .into_iter()
            .flatten()
            .all(|r| model.rules[*r].leaves(model.people[person.at()].post, outcome))
    }
    fn subtree(&self, unit: UnitId) -> Vec<u32> {
        let mut all = vec![unit.0];
        let mut at = 0;
        while at < all.len() {
            all.extend(&self.below[all[at] as usize]);
            at += 1;
        }
        all
    }
    /// The units where two or more of these people could have a post.
    pub(crate) fn shared_units(&self, model: &Model, people: &[PersonId]) -> Vec<UnitId> {
        self.shared(model, people, |post| model.post(post).unit)
    }
    /// The posts that two or more of these people could have.
    pub(crate) fn shared_posts(&self, model: &Model, people: &[PersonId]) -> Vec<PostId> {
        self.shared(model, people, |post| post)
    }
    fn shared<T: Ord + Copy>(&self, model: &Model, people: &[PersonId], of: impl Fn(PostId) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for person in people {
            let open = model.arcs_of(*person).filter(|(p, _)| self.open(model, *person, Some(*p)));
            let mut own: Vec<T> = open.map(|(p, _)| of(p)).collect();
            own.sort_unstable();
            own.dedup();
            all.extend(own);
        }
        all.sort_unstable();
        let mut shared: Vec<T> = all.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        shared.dedup();
        shared
    }
}

struct Union(Vec<u32>);
impl Union {
    fn find(&mut self, mut x: u32) -> u32 {
        while self.0[x as usize] != x {
            self.0[x as usize] = self.0[self.0[x as usize] as usize];
            x = self.0[x as usize];
        }
        x
    }
    fn join(&mut self, x: u32, y: u32) -> u32 {
        let (x, y) = (self.find(x), self.find(y));
        // the smaller number leads, so that parts come in the order of the model
        let (low, high) = (x.min(y), x.max(y));
        self.0[high as usize] = low;
        low
    }
}

/// The people and posts (behind the people) that a rule ties together.
fn tied(model: &Model, lookup: &Lookup, rule: &Rule) -> Vec<u32> {
    let n = model.people() as u32;
    let posts = |u: &UnitId| lookup.posts_of[u.at()].iter().map(move |j| n + j);
    let people = |u: &UnitId| lookup.people_of[u.at()].iter().copied();
    match rule {
        Rule::MovesOut { unit, .. } => people(unit).collect(),
        Rule::MovesIn { unit, .. } => posts(unit).collect(),
        Rule::Backbone { unit, .. } => posts(unit).chain(people(unit)).collect(),
        Rule::Exchange { within, at_least, .. } if *at_least > 0 => {
            lookup.subtree(*within).into_iter().flat_map(|u| lookup.people_of[u as usize].clone()).collect()
        }
        Rule::Kin { people } if lookup.shared_units(model, people).is_empty() => Vec::new(),
        Rule::OnePerson { entries } if lookup.shared_posts(model, entries).is_empty() => Vec::new(),
        Rule::Kin { people: all } | Rule::OnePerson { entries: all } => all.iter().map(|p| p.0).collect(),
        Rule::Team { unit, .. } => posts(unit).filter(|j| model.posts[(j - n) as usize].leading).collect(),
        Rule::Headcount { of, .. } => match of {
            Scope::Post(p) => vec![n + p.0],
            Scope::Unit(u) => posts(u).collect(),
            Scope::Level(u, level) => posts(u).filter(|j| model.posts[(j - n) as usize].level == *level).collect(),
            Scope::Subtree(u) => lookup
                .subtree(*u)
                .into_iter()
                .flat_map(|u| lookup.posts_of[u as usize].clone())
                .map(|j| n + j)
                .collect(),
        },
        Rule::Rotate { person } | Rule::Lock { person, .. } | Rule::Forbid { person, .. } => vec![person.0],
        Rule::Time { post, .. } => vec![n + post.0],
        Rule::Exchange { .. } => Vec::new(),
    }
}

/// Splits a model into its parts. Posts that nobody may have belong to no part, unless a rule ties them to others.
pub(crate) fn split(model: &Model, lookup: &mut Lookup) -> Vec<Part> {
    let (n, p) = (model.people(), model.posts());
    let mut union = Union((0..(n + p) as u32).collect());
    for i in 0..n {
        let person = PersonId(i as u32);
        let narrowed = lookup.narrowing.contains_key(&person);
        let mut root = i as u32;
        for (post, _) in model.arcs_of(person) {
            let x = n as u32 + post.0;
            // most posts are known to belong here already
            if union.0[x as usize] != root && (!narrowed || lookup.open(model, person, Some(post))) {
                root = union.join(root, x);
            }
        }
    }
    let mut anchors = Vec::with_capacity(model.rules.len());
    for rule in &model.rules {
        let nodes = tied(model, lookup, rule);
        for pair in nodes.windows(2) {
            union.join(pair[0], pair[1]);
        }
        anchors.push(nodes.first().copied());
    }
    let mut at = vec![usize::MAX; n + p];
    let mut parts: Vec<Part> = Vec::new();
    let mut of = |union: &mut Union, parts: &mut Vec<Part>, x: u32| {
        let root = union.find(x);
        let k = &mut at[root as usize];
        if *k == usize::MAX {
            *k = parts.len();
            parts.push(Part::default());
        }
        *k
    };
    for i in 0..n as u32 {
        let k = of(&mut union, &mut parts, i);
        parts[k].people.push(PersonId(i));
    }
    let mut place = Vec::with_capacity(p);
    for j in 0..p as u32 {
        let k = of(&mut union, &mut parts, n as u32 + j);
        place.push(parts[k].posts.len() as u32);
        parts[k].posts.push(PostId(j));
    }
    // rules that count nothing of anybody: what they ask for is missing, or paid for, whatever the plan
    let mut nobody = Part::default();
    for (r, anchor) in anchors.iter().enumerate() {
        match anchor {
            Some(x) => {
                let k = of(&mut union, &mut parts, *x);
                parts[k].rules.push(r);
            }
            None => nobody.rules.push(r),
        }
    }
    parts.push(nobody);
    lookup.place = place;
    parts.retain(|p| !p.people.is_empty() || !p.rules.is_empty());
    parts
}
