//! The whole organisation, and people one by one.

use crate::{
    life,
    person::Person,
    plan::{Plan, Post, Unit},
};

/// Units, posts and the people who hold them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// Parents before their children.
    pub units: Vec<Unit>,
    /// In the order of their units.
    pub posts: Vec<Post>,
    /// In the order of their numbers.
    pub people: Vec<Person>,
}

/// The city of 清樾 (which does not exist) with its 32 departments and its vocational college: about 350 posts and 1,200
/// people. Some posts are vacant, some are over quota, some terms have run out, some files lack something.
pub fn organisation(seed: u64) -> Organisation {
    Organisation::of(0, seed)
}

/// People one by one; the first 1,200 or so are those of [`organisation`], the others belong to counties round it.
pub fn people(count: usize, seed: u64) -> impl Iterator<Item = Person> + Clone {
    let plan = std::sync::Arc::new(Plan::new(seed, count));
    (0..count as u64).map(move |i| life::person(&plan, seed, i))
}

impl Organisation {
    /// The city, and as many counties round it as are needed for so many people.
    pub fn of(people: usize, seed: u64) -> Self {
        let plan = Plan::new(seed, people);
        let count = if people == 0 { plan.seats.len() } else { people };
        let people = (0..count as u64).map(|i| life::person(&plan, seed, i)).collect();
        Self { units: plan.units, posts: plan.posts, people }
    }
}
