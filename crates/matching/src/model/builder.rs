//! Building a model.

use serde::{Deserialize, Serialize};

use super::{ARC_LIMIT, COUNT_LIMIT, Fault, Model, PersonId, PostId, Rule, Track, UnitId, fault, widest};

/// A post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostSpec {
    /// The unit it belongs to.
    pub unit: UnitId,
    /// How many people it can have.
    pub quota: u32,
    /// Whether it is one of the unit's leadership posts, which team rules look at.
    pub leading: bool,
    /// Its track, which exchange rules look at.
    pub track: Track,
    /// Its level, which headcounts of a level look at.
    pub level: u8,
}
impl PostSpec {
    /// A post for one person.
    pub const fn of(unit: UnitId) -> Self {
        Self { unit, quota: 1, leading: false, track: Track(0), level: 0 }
    }
}

/// A person.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PersonSpec {
    /// The own post now.
    pub post: Option<PostId>,
    /// The unit now, where it is not the own post's.
    pub unit: Option<UnitId>,
    /// The track of the work now.
    pub track: Track,
    /// Traits by bit.
    pub traits: u64,
    /// Whether the person belongs to the backbone of the unit.
    pub backbone: bool,
    /// Parts of working time, which [`Rule::Time`] adds up.
    pub time: u16,
    /// What it costs to leave the person without a post; `None` where that may not be.
    pub bench: Option<i64>,
}
impl PersonSpec {
    /// Somebody who holds a post and must have one.
    pub fn at(post: PostId) -> Self {
        Self { post: Some(post), time: 1, ..Self::default() }
    }
}

/// Takes units, posts, people with their eligible posts, and rules, in this order.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    parents: Vec<Option<UnitId>>,
    posts: Vec<PostSpec>,
    people: Vec<PersonSpec>,
    starts: Vec<u32>,
    arc_posts: Vec<PostId>,
    arc_costs: Vec<i64>,
    rules: Vec<Rule>,
    faults: Vec<Fault>,
}

fn next(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl Builder {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { starts: vec![0], ..Self::default() }
    }
    /// Adds a unit below one that was added before.
    pub fn unit(&mut self, parent: Option<UnitId>) -> UnitId {
        let id = UnitId(next(self.parents.len()));
        if parent.is_some_and(|p| p >= id) {
            self.faults.push(Fault::UnknownUnit(id));
        }
        self.parents.push(parent.filter(|p| *p < id));
        id
    }
    /// Adds a post.
    pub fn post(&mut self, spec: PostSpec) -> PostId {
        let id = PostId(next(self.posts.len()));
        self.posts.push(spec);
        id
    }
    /// Adds a person with the posts that the person is eligible for and what each costs (less is better).
    pub fn person(&mut self, spec: PersonSpec, eligible: &[(PostId, i64)]) -> PersonId {
        let id = PersonId(next(self.people.len()));
        let from = self.arc_posts.len();
        let mut sorted = eligible.to_vec();
        sorted.sort_unstable_by_key(|e| e.0);
        for pair in sorted.windows(2).filter(|w| w[0].0 == w[1].0) {
            self.faults.push(Fault::TwiceEligible { person: id, post: pair[0].0 });
        }
        if from + sorted.len() > ARC_LIMIT {
            self.faults.push(Fault::TooMany);
            sorted.clear();
        }
        self.arc_posts.extend(sorted.iter().map(|e| e.0));
        self.arc_costs.extend(sorted.iter().map(|e| e.1));
        self.starts.push(next(self.arc_posts.len()));
        self.people.push(spec);
        id
    }
    /// Adds a rule.
    pub fn rule(&mut self, rule: Rule) -> usize {
        self.rules.push(rule);
        self.rules.len() - 1
    }
    /// The model.
    ///
    /// # Errors
    /// Everything that is unknown, too large, or contradicts something else as it stands.
    pub fn finish(self) -> Result<Model, Vec<Fault>> {
        let mut faults = self.faults;
        if [self.parents.len(), self.posts.len(), self.people.len(), self.rules.len()].iter().any(|n| *n > COUNT_LIMIT)
        {
            faults.push(Fault::TooMany);
        }
        let widest = widest(&self.arc_costs, &self.people, &self.rules);
        let model = Model {
            parents: self.parents,
            posts: self.posts,
            people: self.people,
            starts: self.starts,
            arc_posts: self.arc_posts,
            arc_costs: self.arc_costs,
            rules: self.rules,
            widest,
        };
        if faults.is_empty() {
            faults = fault::find(&model);
        }
        if faults.is_empty() { Ok(model) } else { Err(faults) }
    }
}
