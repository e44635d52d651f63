//! Models from files: tables of people, posts and locks, and rules as JSON.

mod people;
mod posts;
mod rules;
mod table;

use std::collections::HashMap;

use base::Say;
pub use table::{Problem, Table};

use crate::{
    fit::{self, Term, Weights},
    model::{Builder, Fault, Model, PersonId, PostId, Rule, Thing, Tiers, Track, UnitId},
};

/// What files say, with the names of everything.
#[derive(Clone, Debug)]
pub struct Input {
    /// The model.
    pub model: Model,
    /// The names of the people, in the model's order.
    pub people: Vec<String>,
    /// The names of the posts.
    pub posts: Vec<String>,
    /// The names of the units: the path from the top, with slashes.
    pub units: Vec<String>,
    /// What each tier weighs, where the rules ask for tiers.
    pub tiers: Option<Tiers>,
    fits: Fits,
}

/// What costs were made from.
#[derive(Clone, Debug)]
struct Fits {
    weights: Weights,
    people: Vec<people::One>,
    places: Vec<posts::Place>,
}

/// No more arcs than this are read from files.
const MOST_ARCS: usize = 40_000_000;

/// Names in the order in which they came.
#[derive(Default)]
pub(crate) struct Known {
    pub names: Vec<String>,
    at: HashMap<String, u32>,
}
impl Known {
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.at.get(name).copied()
    }
    pub(crate) fn add(&mut self, name: &str) -> u32 {
        if let Some(at) = self.find(name) {
            return at;
        }
        let at = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.at.insert(name.to_owned(), at);
        at
    }
}

/// What is known while files are read.
#[derive(Default)]
pub(crate) struct Names {
    pub units: Known,
    pub posts: Known,
    pub people: Known,
    pub tracks: Known,
    pub traits: Known,
    pub fields: Known,
}
impl Names {
    /// The unit of a path, with the units above it.
    pub(crate) fn unit(&mut self, builder: &mut Builder, path: &str) -> UnitId {
        if let Some(at) = self.units.find(path) {
            return UnitId(at);
        }
        let above = path.rsplit_once('/').map(|(above, _)| above.trim()).filter(|a| !a.is_empty());
        let above = above.map(|a| self.unit(builder, a));
        self.units.add(path);
        builder.unit(above)
    }
    pub(crate) fn track(&mut self, name: &str) -> Option<Track> {
        u8::try_from(self.tracks.add(name)).ok().map(Track)
    }
    /// What errors call things.
    fn thing(&self, rules: &[Rule], thing: Thing) -> String {
        let name = |known: &Known, at: u32| known.names.get(at as usize).cloned().unwrap_or_default();
        match thing {
            Thing::Unit(UnitId(u)) => name(&self.units, u),
            Thing::Post(PostId(p)) => name(&self.posts, p),
            Thing::Person(PersonId(p)) => name(&self.people, p),
            Thing::Rule(r) => {
                let named = rules.get(r).map(|rule| self.rule(rule)).unwrap_or_default();
                format!("#{} {named}", r + 1)
            }
        }
    }
    fn rule(&self, rule: &Rule) -> String {
        let t = |thing| self.thing(&[], thing);
        let about = match rule {
            Rule::MovesOut { unit, .. }
            | Rule::MovesIn { unit, .. }
            | Rule::Backbone { unit, .. }
            | Rule::Team { unit, .. }
            | Rule::Exchange { within: unit, .. } => t(Thing::Unit(*unit)),
            Rule::Kin { people: all } | Rule::OnePerson { entries: all } => {
                all.iter().map(|p| t(Thing::Person(*p))).collect::<Vec<_>>().join(", ")
            }
            Rule::Headcount { of, .. } => match of {
                crate::Scope::Post(p) => t(Thing::Post(*p)),
                crate::Scope::Unit(u) | crate::Scope::Level(u, _) | crate::Scope::Subtree(u) => t(Thing::Unit(*u)),
            },
            Rule::Rotate { person } => t(Thing::Person(*person)),
            Rule::Lock { person, post: None } => t(Thing::Person(*person)),
            Rule::Lock { person, post: Some(post) } | Rule::Forbid { person, post } => {
                format!("{} – {}", t(Thing::Person(*person)), t(Thing::Post(*post)))
            }
            Rule::Time { post, .. } => t(Thing::Post(*post)),
        };
        format!("{} ({about})", rule.word())
    }
}

impl Input {
    /// The cost of a person at a post, term by term; `None` where the person is not eligible.
    pub fn terms(&self, person: PersonId, post: PostId) -> Option<Vec<(Term, i64)>> {
        let given = self.model.cost(person, post)?;
        let (one, place) = (self.fits.people.get(person.at())?, self.fits.places.get(post.at())?);
        let terms = one.terms(&self.fits.weights, place, post);
        Some(if fit::cost(&terms) == given { terms } else { vec![(Term::Given, given)] })
    }
    /// What a sentence calls something of the model.
    pub fn name(&self, thing: Thing) -> String {
        let known = |names: &[String]| Known { names: names.to_vec(), at: HashMap::new() };
        match thing {
            Thing::Unit(u) => self.units.get(u.at()).cloned().unwrap_or_default(),
            Thing::Post(p) => self.posts.get(p.at()).cloned().unwrap_or_default(),
            Thing::Person(p) => self.people.get(p.at()).cloned().unwrap_or_default(),
            Thing::Rule(_) => {
                let names = Names {
                    units: known(&self.units),
                    posts: known(&self.posts),
                    people: known(&self.people),
                    ..Names::default()
                };
                names.thing(self.model.rules(), thing)
            }
        }
    }
}

/// Reads a model from tables of people and posts, the text of the rules, and tables of locks.
///
/// # Errors
/// Everything that cannot be read, by table, row and column, up to a hundred; then everything that contradicts itself.
pub fn read(people: &Table, posts: &Table, rules: &str, locks: Option<&Table>) -> Result<Input, Vec<Problem>> {
    let mut problems = table::Problems::default();
    let asked = rules::parse(rules, &mut problems);
    let (mut names, mut builder) = (Names::default(), Builder::new());
    let places = posts::read(posts, &asked, &mut names, &mut builder, &mut problems);
    let (folk, everybody) = people::read(people, &asked, &places, &mut names, &mut builder, &mut problems);
    let made = rules::make(&asked, &folk, &mut names, &mut problems);
    let locked = locks.map(|t| rules::locks(t, &names, &mut problems)).unwrap_or_default();
    let all: Vec<Rule> = made.into_iter().chain(locked).collect();
    problems.done()?;
    for rule in &all {
        builder.rule(rule.clone());
    }
    let wrong = |faults: Vec<Fault>| {
        let say = |f: &Fault| f.say(&|t| names.thing(&all, t));
        faults.iter().take(table::MOST_PROBLEMS).map(|f| Problem::of_model(say(f))).collect::<Vec<_>>()
    };
    let mut model = builder.finish().map_err(wrong)?;
    let mut tiers = None;
    if asked.tiers {
        let (tiered, weights) = model.in_tiers().map_err(wrong)?;
        (model, tiers) = (tiered, Some(weights));
    }
    let (people, posts, units) = (names.people.names, names.posts.names, names.units.names);
    let fits = Fits { weights: asked.fit, people: everybody, places };
    Ok(Input { model, people, posts, units, tiers, fits })
}

/// A problem of a whole file.
pub(crate) fn say(zh: impl Into<String>, en: impl Into<String>) -> Say {
    Say::new(zh, en)
}
