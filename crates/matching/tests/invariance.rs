//! What must not matter: the order of people, posts and rules, the unit in which costs are counted, the number of threads.

mod some;

use matching::{
    Builder, Model, Options, PersonId, PersonSpec, Plan, PostId, PostSpec, Rule, Scope, Unwatched, check, solve,
};
use some::{Chance, kinds, small, town};

fn proved(model: &Model) -> Option<Plan> {
    let plan = solve(model, &Options { prove: 100_000, ..Options::default() }, &Unwatched).ok()?;
    assert!(plan.certificate.searched);
    check(model, &plan).unwrap();
    Some(plan)
}

/// The same model with people, posts and rules in another order, and costs through `cost`.
fn shuffled(model: &Model, seed: u64, cost: impl Fn(PersonId, i64) -> i64, price: impl Fn(i64) -> i64) -> Model {
    let c = &mut Chance(seed);
    let mut order = |n: usize| {
        let mut all: Vec<usize> = (0..n).collect();
        (1..n).rev().for_each(|i| all.swap(i, c.below(i as u32 + 1) as usize));
        all
    };
    let (posts, people, rules) = (order(model.posts()), order(model.people()), order(model.rules().len()));
    let at = |order: &[usize], x: usize| order.iter().position(|k| *k == x).unwrap() as u32;
    let post = |p: PostId| PostId(at(&posts, p.at()));
    let person = |p: PersonId| PersonId(at(&people, p.at()));
    let mut b = Builder::new();
    for u in 0..model.units() {
        b.unit(model.parent(some::unit(u as u32)));
    }
    for p in &posts {
        b.post(model.post(PostId(*p as u32)).clone());
    }
    for i in &people {
        let id = PersonId(*i as u32);
        let spec = model.person(id);
        let spec = PersonSpec { post: spec.post.map(post), bench: spec.bench.map(|x| cost(id, x)), ..spec.clone() };
        let arcs: Vec<_> = model.arcs_of(id).map(|(p, x)| (post(p), cost(id, x))).collect();
        b.person(spec, &arcs);
    }
    for r in &rules {
        b.rule(match model.rules()[*r].clone() {
            Rule::Kin { people } => Rule::Kin { people: people.into_iter().map(person).collect() },
            Rule::OnePerson { entries } => Rule::OnePerson { entries: entries.into_iter().map(person).collect() },
            Rule::Headcount { of: Scope::Post(p), at_least, at_most } => {
                Rule::Headcount { of: Scope::Post(post(p)), at_least, at_most }
            }
            Rule::Rotate { person: p } => Rule::Rotate { person: person(p) },
            Rule::Lock { person: p, post: j } => Rule::Lock { person: person(p), post: j.map(post) },
            Rule::Forbid { person: p, post: j } => Rule::Forbid { person: person(p), post: post(j) },
            Rule::Time { post: p, at_most } => Rule::Time { post: post(p), at_most },
            Rule::Team { unit, of, at_least, at_most, price: p } => {
                Rule::Team { unit, of, at_least, at_most, price: p.map(&price) }
            }
            other => other,
        });
    }
    b.finish().unwrap()
}

#[test]
fn the_order_of_people_posts_and_rules_does_not_matter() {
    let mut tried = 0;
    for seed in 0..150 {
        let Ok(model) = small(seed, kinds(seed)) else { continue };
        let other = shuffled(&model, seed, |_, x| x, |x| x);
        assert_eq!(proved(&model).map(|p| p.cost), proved(&other).map(|p| p.cost), "seed {seed}");
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}
#[test]
fn costs_in_another_unit_give_the_same_plan_in_that_unit() {
    let mut tried = 0;
    for seed in 0..150 {
        let Ok(model) = small(seed, kinds(seed)) else { continue };
        let times = [2, 7, 1000, 1_000_003][seed as usize % 4];
        let other = shuffled(&model, seed, |_, x| x * times, |x| x * times);
        assert_eq!(proved(&model).map(|p| p.cost * times), proved(&other).map(|p| p.cost), "seed {seed}");
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}
#[test]
fn what_all_choices_of_a_person_have_in_common_shifts_the_cost_by_as_much() {
    let mut tried = 0;
    for seed in 0..150 {
        let Ok(model) = small(seed, kinds(seed)) else { continue };
        let more = |p: PersonId| 17 * (p.at() as i64) - 30;
        let other = shuffled(&model, seed, |p, x| x + more(p), |x| x);
        let all: i64 = (0..model.people()).map(|i| more(PersonId(i as u32))).sum();
        assert_eq!(proved(&model).map(|p| p.cost + all), proved(&other).map(|p| p.cost), "seed {seed}");
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}
#[test]
fn a_town_without_rules_in_any_order_and_unit_has_one_cost_to_the_last_digit() {
    let model = town(400, 7, false);
    let plan = solve(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!(plan.gap(), 0, "the prices prove it best");
    for seed in 1..4 {
        let other = solve(&shuffled(&model, seed, |_, x| x * 13, |x| x), &Options::default(), &Unwatched).unwrap();
        assert_eq!((other.cost, other.gap()), (plan.cost * 13, 0));
    }
}
#[test]
fn the_plan_is_the_same_whatever_the_number_of_threads() {
    let model = town(300, 3, true);
    let options = |threads| Options { threads, trials: 500, steps: 150, ..Options::default() };
    let one = solve(&model, &options(1), &Unwatched).unwrap();
    assert!(!one.certificate.multipliers.is_empty(), "the rules matter here");
    for threads in [2, 4, 8] {
        assert_eq!(solve(&model, &options(threads), &Unwatched).unwrap(), one, "{threads} threads");
    }
    let other = solve(&model, &Options { seed: 2, ..options(1) }, &Unwatched).unwrap();
    assert_eq!(other.certificate.bound, one.certificate.bound, "chance has no part in the bound");
}
#[test]
fn a_solver_that_is_stopped_gives_the_plan_it_has() {
    struct After(std::sync::atomic::AtomicU32, u32);
    impl matching::Watch for After {
        fn stop(&self, _: usize, _: usize) -> bool {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= self.1
        }
    }
    let model = town(300, 3, true);
    let whole = solve(&model, &Options::default(), &Unwatched).unwrap();
    for after in [0, 1, 20, 200] {
        let plan = solve(&model, &Options::default(), &After(0.into(), after)).unwrap();
        let checked = check(&model, &plan).unwrap();
        assert!(plan.cost >= whole.cost && checked.bound <= i128::from(whole.cost) * 64, "stopped after {after}");
    }
}
#[test]
fn progress_is_told_part_by_part_and_ends_with_everybody() {
    struct Told(std::sync::Mutex<Vec<(usize, usize, i64, i64)>>);
    impl matching::Watch for Told {
        fn stop(&self, _: usize, _: usize) -> bool {
            false
        }
        fn progress(&self, done: usize, all: usize, cost: i64, bound: i64) {
            self.0.lock().unwrap().push((done, all, cost, bound));
        }
    }
    let model = town(300, 3, true);
    let told = Told(std::sync::Mutex::default());
    let plan = solve(&model, &Options { threads: 2, ..Options::default() }, &told).unwrap();
    let told = told.0.into_inner().unwrap();
    assert!(told.len() > 1 && told.windows(2).all(|w| w[0].0 <= w[1].0), "{told:?}");
    assert_eq!(told.last(), Some(&(300, 300, plan.cost, plan.certificate.bound)));
}
#[test]
fn a_post_for_each_of_many_people_is_bid_for_and_proved_by_prices() {
    // costs without structure, and all equal ones, which a bid cannot tell apart
    for widest in [1_000_000, 3, 1] {
        let c = &mut Chance(11);
        let mut b = Builder::new();
        let unit = b.unit(None);
        let posts: Vec<PostId> = (0..500).map(|_| b.post(PostSpec::of(unit))).collect();
        for own in &posts {
            let mut arcs = vec![(*own, i64::from(c.below(widest)))];
            for _ in 0..8 {
                let post = posts[c.below(500) as usize];
                if arcs.iter().all(|a| a.0 != post) {
                    arcs.push((post, i64::from(c.below(widest))));
                }
            }
            b.person(PersonSpec::at(*own), &arcs);
        }
        let plan = solve(&b.finish().unwrap(), &Options::default(), &Unwatched).unwrap();
        assert_eq!(plan.gap(), 0, "costs below {widest}");
    }
}
