//! What is to be matched: units, posts, people, eligible arcs with their costs, and the rules.

mod builder;
mod fault;
mod fault_counts;
mod rule;
mod tiers;

pub use builder::{Builder, PersonSpec, PostSpec};
pub use fault::{Fault, Names, Thing};
pub use rule::{Rule, Scope};
use serde::{Deserialize, Serialize};
pub use tiers::Tiers;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub struct $name(pub u32);
        impl $name {
            /// The place in the lists of the model.
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
ids!(
    /// A unit, in the order in which units were given.
    UnitId,
    /// A post, in the order in which posts were given.
    PostId,
    /// A person, in the order in which people were given.
    PersonId
);

/// One of the tracks between which people are exchanged, e.g. party work and business.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Track(pub u8);

/// One of up to 64 traits that team rules count, e.g. "woman" or "aged 45 or less".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Trait(pub u8);

/// The largest product of (people + 1) and (widest cost + 1). A million people may have costs up to 33 million; a thousand
/// people, costs up to 35 thousand million. Within it no sum of the kernel can leave 64 bits.
pub const SIZE_LIMIT: i128 = 1 << 45;
/// The most people, posts or units.
pub const COUNT_LIMIT: usize = 1 << 22;
/// The most arcs.
pub const ARC_LIMIT: usize = 1 << 30;

/// A model without contradictions that can be seen at once; made by a [`Builder`].
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) parents: Vec<Option<UnitId>>,
    pub(crate) posts: Vec<PostSpec>,
    pub(crate) people: Vec<PersonSpec>,
    pub(crate) starts: Vec<u32>,
    pub(crate) arc_posts: Vec<PostId>,
    pub(crate) arc_costs: Vec<i64>,
    pub(crate) rules: Vec<Rule>,
    /// The largest absolute cost, price or bench cost.
    pub(crate) widest: i64,
}

/// The largest absolute cost, price or bench cost.
fn widest(arcs: &[i64], people: &[PersonSpec], rules: &[Rule]) -> i64 {
    let benches = people.iter().filter_map(|p| p.bench);
    let prices = rules.iter().filter_map(|r| match r {
        Rule::Team { price, .. } => *price,
        _ => None,
    });
    let all = arcs.iter().copied().chain(benches).chain(prices);
    i64::try_from(all.map(i64::unsigned_abs).max().unwrap_or(0)).unwrap_or(i64::MAX)
}

impl Model {
    /// How many people there are.
    pub fn people(&self) -> usize {
        self.people.len()
    }
    /// How many posts there are.
    pub fn posts(&self) -> usize {
        self.posts.len()
    }
    /// How many units there are.
    pub fn units(&self) -> usize {
        self.parents.len()
    }
    /// How many eligible arcs there are.
    pub fn arcs(&self) -> usize {
        self.arc_posts.len()
    }
    /// The rules, in the order in which they were given.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
    /// A person as given.
    pub fn person(&self, id: PersonId) -> &PersonSpec {
        &self.people[id.at()]
    }
    /// A post as given.
    pub fn post(&self, id: PostId) -> &PostSpec {
        &self.posts[id.at()]
    }
    /// The posts that a person is eligible for, with the cost of each, by post.
    pub fn arcs_of(&self, id: PersonId) -> impl ExactSizeIterator<Item = (PostId, i64)> + '_ {
        let range = self.starts[id.at()] as usize..self.starts[id.at() + 1] as usize;
        self.arc_posts[range.clone()].iter().copied().zip(self.arc_costs[range].iter().copied())
    }
    /// The cost of a person at a post; `None` where the person is not eligible.
    pub fn cost(&self, person: PersonId, post: PostId) -> Option<i64> {
        let (from, to) = (self.starts[person.at()] as usize, self.starts[person.at() + 1] as usize);
        self.arc_posts[from..to].binary_search(&post).ok().map(|k| self.arc_costs[from + k])
    }
    /// The unit a person works in now.
    pub fn home(&self, person: PersonId) -> Option<UnitId> {
        let spec = self.person(person);
        spec.unit.or_else(|| spec.post.map(|p| self.post(p).unit))
    }
    /// The unit above a unit; `None` at the top.
    pub fn parent(&self, unit: UnitId) -> Option<UnitId> {
        self.parents[unit.at()]
    }
    /// Whether `unit` is `above` or lies below it.
    pub fn within(&self, unit: UnitId, above: UnitId) -> bool {
        let mut at = Some(unit);
        while let Some(u) = at {
            if u == above {
                return true;
            }
            at = self.parents[u.at()];
        }
        false
    }
    /// The same model with other rules; what contradicts what is looked for again.
    ///
    /// # Errors
    /// The contradictions.
    pub fn with_rules(&self, rules: Vec<Rule>) -> Result<Self, Vec<Fault>> {
        let widest = widest(&self.arc_costs, &self.people, &rules);
        let model = Self { rules, widest, ..self.clone() };
        let faults = fault::find(&model);
        if faults.is_empty() { Ok(model) } else { Err(faults) }
    }
}
