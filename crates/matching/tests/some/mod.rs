//! Small models from a seed, and every placing of them.
#![allow(dead_code)]

use matching::{
    Breach, Builder, Certificate, Model, PersonId, PersonSpec, Plan, PostId, PostSpec, Rule, Scope, Track, Trait,
    UnitId, check,
};

/// Numbers from a seed.
pub struct Chance(pub u64);
impl Chance {
    pub fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((u128::from(z ^ (z >> 31)) * u128::from(n)) >> 64) as u32
    }
}

/// How many kinds of rules [`small`] knows.
pub const KINDS: u32 = 13;
/// About half of all kinds of rules but locks, by seed.
pub fn kinds(seed: u64) -> u32 {
    (seed.wrapping_mul(2_654_435_761) >> 7) as u32 & 0xFFF
}

/// Units in two levels, posts, people: small enough for all placings to be tried. `kinds` says which rules there may be.
pub fn small(seed: u64, kinds: u32) -> Result<Model, Vec<matching::Fault>> {
    let c = &mut Chance(seed);
    let mut b = Builder::new();
    let top = b.unit(None);
    let units = [top, b.unit(Some(top)), b.unit(Some(top))];
    let posts: Vec<PostId> = (0..3 + c.below(3))
        .map(|_| {
            b.post(PostSpec {
                unit: units[c.below(3) as usize],
                quota: 1 + c.below(2),
                leading: c.below(2) == 0,
                track: Track(c.below(2) as u8),
                level: c.below(2) as u8,
            })
        })
        .collect();
    let people: Vec<PersonId> = (0..2 + c.below(4))
        .map(|_| {
            let own = posts[c.below(posts.len() as u32) as usize];
            let spec = PersonSpec {
                post: (c.below(5) > 0).then_some(own),
                unit: (c.below(6) == 0).then_some(units[1]),
                track: Track(c.below(2) as u8),
                traits: u64::from(c.below(4)),
                backbone: c.below(2) == 0,
                time: 1 + c.below(2) as u16,
                bench: (c.below(6) > 0).then(|| 40 + i64::from(c.below(30))),
            };
            let eligible: Vec<PostId> = posts.iter().copied().filter(|_| c.below(3) > 0).collect();
            let mut arcs: Vec<(PostId, i64)> = eligible.into_iter().map(|p| (p, i64::from(c.below(50)) - 10)).collect();
            if arcs.is_empty() {
                arcs.push((own, 5));
            }
            b.person(spec, &arcs)
        })
        .collect();
    for kind in 0..KINDS {
        if kinds >> kind & 1 == 0 {
            continue;
        }
        let unit = units[c.below(3) as usize];
        let (who, post) = (people[c.below(people.len() as u32) as usize], posts[c.below(posts.len() as u32) as usize]);
        b.rule(match kind {
            0 => Rule::MovesOut { unit, at_most: c.below(2) },
            1 => Rule::MovesIn { unit, at_most: c.below(2) },
            2 => Rule::Backbone { unit, at_least: c.below(2) },
            3 => Rule::Exchange { within: top, from: Track(0), to: Track(1), at_least: c.below(3) },
            4 => Rule::Kin { people: people.iter().copied().filter(|_| c.below(2) == 0).collect() },
            5 => {
                Rule::Team { unit, of: Trait(0), at_least: c.below(2), at_most: 1, price: Some(i64::from(c.below(40))) }
            }
            6 => Rule::Team { unit, of: Trait(1), at_least: 0, at_most: 1, price: None },
            7 => {
                let of = [Scope::Post(post), Scope::Unit(unit), Scope::Level(unit, 1), Scope::Subtree(unit)];
                Rule::Headcount { of: of[c.below(4) as usize], at_least: c.below(2), at_most: 1 + c.below(3) }
            }
            8 => Rule::Rotate { person: who },
            9 => Rule::Forbid { person: who, post },
            10 => Rule::Time { post, at_most: 2 },
            11 => Rule::OnePerson { entries: people.iter().copied().filter(|_| c.below(3) > 0).collect() },
            _ => Rule::Lock { person: who, post: (c.below(4) > 0).then_some(post) },
        });
    }
    b.finish()
}

/// What a placing costs by the checker's count; `None` where it breaks something.
pub fn cost(model: &Model, places: &[Option<PostId>]) -> Option<i64> {
    let certificate = Certificate { prices: vec![0; model.posts()], ..Certificate::default() };
    match check(model, &Plan { places: places.to_vec(), cost: i64::MIN, certificate }) {
        Ok(_) => None,
        Err(breaches) => {
            let mut cost = None;
            for breach in breaches {
                match breach {
                    Breach::Cost(c) => cost = Some(c as i64),
                    Breach::Bound(_) => {}
                    _ => return None,
                }
            }
            cost
        }
    }
}

/// The least that any placing costs.
pub fn best(model: &Model) -> Option<i64> {
    let mut least = None;
    each(model, &mut |places| {
        if let Some(c) = cost(model, places) {
            least = Some(least.map_or(c, |l: i64| l.min(c)));
        }
    });
    least
}
/// Shows every placing of everybody at a post that the person is eligible for, or without one where that may be.
pub fn each(model: &Model, see: &mut dyn FnMut(&[Option<PostId>])) {
    all(model, 0, &mut vec![None; model.people()], see);
}
fn all(model: &Model, i: usize, places: &mut Vec<Option<PostId>>, see: &mut dyn FnMut(&[Option<PostId>])) {
    if i == model.people() {
        return see(places);
    }
    let person = PersonId(i as u32);
    let arcs: Vec<PostId> = model.arcs_of(person).map(|a| a.0).collect();
    for place in arcs.into_iter().map(Some).chain(model.person(person).bench.map(|_| None)) {
        places[i] = place;
        all(model, i + 1, places, see);
    }
}

/// A unit by number.
pub fn unit(n: u32) -> UnitId {
    UnitId(n)
}

/// A town of several districts that have nothing to do with each other, each with units, posts of all kinds and people; with
/// all rules, or with none.
pub fn town(people: usize, seed: u64, rules: bool) -> Model {
    let c = &mut Chance(seed);
    let mut b = Builder::new();
    let mut all: Vec<PersonId> = Vec::new();
    while all.len() < people {
        let district = b.unit(None);
        let size = (60 + c.below(60) as usize).min(people - all.len());
        let units: Vec<UnitId> = (0..size.div_ceil(12)).map(|_| b.unit(Some(district))).collect();
        let mut posts: Vec<(PostId, UnitId)> = Vec::new();
        for unit in &units {
            for k in 0..6 {
                let (leading, quota) = (k < 2, if k < 2 { 1 } else { 3 });
                let track = Track(c.below(2) as u8);
                posts.push((b.post(PostSpec { unit: *unit, quota, leading, track, level: k }), *unit));
            }
        }
        let first = all.len();
        for i in 0..size {
            let own = (i % 12 / 2 + i / 12 * 6) % posts.len();
            // the first person of two is at a post; the second of a leadership post is not, it has one place
            let (own, held) = (posts[own].0, own % 6 > 1 || i % 2 == 0);
            let spec = PersonSpec {
                post: held.then_some(own),
                track: Track(c.below(2) as u8),
                traits: u64::from(c.below(4)),
                backbone: c.below(3) == 0,
                bench: Some(3000),
                ..PersonSpec::at(own)
            };
            let mut arcs: Vec<(PostId, i64)> = Vec::new();
            for (post, _) in &posts {
                if *post == own || c.below(3) == 0 {
                    arcs.push((*post, i64::from(c.below(900)) + if *post == own { 0 } else { 200 }));
                }
            }
            all.push(b.person(spec, &arcs));
        }
        if rules {
            for unit in &units {
                b.rule(Rule::MovesOut { unit: *unit, at_most: 3 });
                b.rule(Rule::MovesIn { unit: *unit, at_most: 4 });
                b.rule(Rule::Backbone { unit: *unit, at_least: 0 });
                for of in [Trait(0), Trait(1)] {
                    b.rule(Rule::Team { unit: *unit, of, at_least: 1, at_most: u32::MAX, price: Some(400) });
                }
            }
            for (from, to) in [(Track(0), Track(1)), (Track(1), Track(0))] {
                b.rule(Rule::Exchange { within: district, from, to, at_least: size as u32 / 12 });
            }
            for _ in 0..size / 20 {
                let (x, y) = (all[first + c.below(size as u32) as usize], all[first + c.below(size as u32) as usize]);
                if x != y {
                    b.rule(Rule::Kin { people: vec![x, y] });
                }
            }
        }
    }
    b.finish().unwrap_or_else(|faults| panic!("{faults:?}"))
}
