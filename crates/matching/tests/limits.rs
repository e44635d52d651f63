//! The stated limits, reached and passed, and inputs that nobody would wish for.

mod some;

use matching::{
    Builder, Fault, Model, NoPlan, Options, PersonId, PersonSpec, PostId, PostSpec, Rule, SIZE_LIMIT, Scope, Track,
    Trait, UnitId, Unwatched, check, conflict, solve,
};
use some::Chance;

fn plain(b: &mut Builder, unit: UnitId, quota: u32) -> PostId {
    b.post(PostSpec { quota, leading: true, ..PostSpec::of(unit) })
}

/// Two districts under all rules, with costs up to `widest` either way.
fn wide(people: u32, widest: i64) -> Result<Model, Vec<Fault>> {
    let c = &mut Chance(3);
    let mut b = Builder::new();
    let top = b.unit(None);
    let units = [b.unit(Some(top)), b.unit(Some(top))];
    let posts: Vec<PostId> = (0..people / 3 + 1)
        .map(|k| {
            let track = Track((k % 2) as u8);
            b.post(PostSpec { quota: 4, leading: k < 6, track, ..PostSpec::of(units[(k % 2) as usize]) })
        })
        .collect();
    let mut all = Vec::new();
    for i in 0..people {
        let own = posts[(i as usize / 3) % posts.len()];
        let spec = PersonSpec {
            track: Track((i % 2) as u8),
            traits: u64::from(i % 4),
            backbone: i % 3 == 0,
            bench: Some(widest),
            ..PersonSpec::at(own)
        };
        let costs = [widest, -widest, 0, 1, widest - 1];
        let mut arcs: Vec<(PostId, i64)> = vec![(own, costs[c.below(5) as usize])];
        for post in &posts {
            if *post != own && c.below(4) == 0 {
                arcs.push((*post, costs[c.below(5) as usize]));
            }
        }
        all.push(b.person(spec, &arcs));
    }
    for unit in units {
        b.rule(Rule::MovesOut { unit, at_most: people / 4 });
        b.rule(Rule::MovesIn { unit, at_most: people / 5 });
        b.rule(Rule::Backbone { unit, at_least: people / 20 });
        b.rule(Rule::Team { unit, of: Trait(0), at_least: 2, at_most: 3, price: Some(widest) });
        b.rule(Rule::Headcount { of: Scope::Unit(unit), at_least: people / 4, at_most: people });
    }
    b.rule(Rule::Exchange { within: top, from: Track(0), to: Track(1), at_least: people / 20 });
    b.rule(Rule::Kin { people: vec![all[0], all[1]] });
    b.finish()
}

#[test]
fn costs_at_the_limit_are_added_up_without_a_loss_and_above_it_refused() {
    for people in [12, 40, 150] {
        let widest = i64::try_from(SIZE_LIMIT / (i128::from(people) + 1)).unwrap() - 1;
        let model = wide(people, widest).unwrap();
        let plan = solve(&model, &Options { prove: 20, ..Options::default() }, &Unwatched).unwrap();
        let checked = check(&model, &plan).unwrap();
        // the checker counts in 128 bits, and says the same
        assert_eq!((checked.cost, checked.bound), (plan.cost.into(), plan.certificate.bound.into()));
        assert!(plan.gap() >= 0);
        assert_eq!(wide(people, widest + 1).unwrap_err(), [Fault::TooWide], "{people} people");
    }
    assert_eq!(wide(12, i64::MAX).unwrap_err(), [Fault::TooWide]);
}
#[test]
fn a_cost_that_has_no_absolute_value_is_refused() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = plain(&mut b, unit, 1);
    b.person(PersonSpec::at(post), &[(post, i64::MIN)]);
    assert_eq!(b.finish().unwrap_err(), [Fault::TooWide]);
}
#[test]
fn a_quota_as_large_as_a_number_can_be_is_no_more_than_enough() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = plain(&mut b, unit, u32::MAX);
    for i in 0..5 {
        b.person(PersonSpec::at(post), &[(post, i)]);
    }
    b.rule(Rule::Headcount { of: Scope::Unit(unit), at_least: 5, at_most: u32::MAX });
    b.rule(Rule::MovesOut { unit, at_most: u32::MAX });
    let model = b.finish().unwrap();
    let plan = solve(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((plan.cost, plan.gap()), (10, 0));
}
#[test]
fn nobody_and_nothing_is_a_plan_of_nobody() {
    let model = Builder::new().finish().unwrap();
    let plan = solve(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((plan.places.len(), plan.cost, plan.gap()), (0, 0, 0));
    assert_eq!(plan.gap_ppm(), None);
    // an empty unit, with rules over it
    let mut b = Builder::new();
    let unit = b.unit(None);
    b.rule(Rule::MovesOut { unit, at_most: 0 });
    b.rule(Rule::Backbone { unit, at_least: 0 });
    b.rule(Rule::Headcount { of: Scope::Subtree(unit), at_least: 0, at_most: 0 });
    b.rule(Rule::Team { unit, of: Trait(0), at_least: 1, at_most: 2, price: Some(30) });
    let model = b.finish().unwrap();
    let plan = solve(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((plan.cost, plan.gap()), (30, 0), "a unit without a team pays for it");
}
#[test]
fn an_empty_unit_that_asks_for_people_is_refused_with_its_rule() {
    for rule in [
        Rule::Headcount { of: Scope::Unit(UnitId(0)), at_least: 1, at_most: 9 },
        Rule::Backbone { unit: UnitId(0), at_least: 1 },
    ] {
        let mut b = Builder::new();
        b.unit(None);
        b.rule(rule);
        assert_eq!(b.finish().unwrap_err(), [Fault::AsksTooMuch { rule: 0, asked: 1, there: 0 }]);
    }
}
#[test]
fn somebody_eligible_for_nothing_goes_without_a_post_or_is_named() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = plain(&mut b, unit, 1);
    b.person(PersonSpec { post: Some(post), bench: Some(7), ..PersonSpec::default() }, &[]);
    let plan = solve(&b.clone().finish().unwrap(), &Options::default(), &Unwatched).unwrap();
    assert_eq!((&plan.places[..], plan.cost), (&[None][..], 7));
    let who = b.person(PersonSpec::at(post), &[]);
    assert_eq!(b.finish().unwrap_err(), [Fault::NoChoice { person: who, by: vec![] }]);
}
#[test]
fn of_many_equal_people_for_one_post_as_many_get_it_as_there_are_places() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = plain(&mut b, unit, 3);
    for _ in 0..2000 {
        b.person(PersonSpec { bench: Some(10), ..PersonSpec::default() }, &[(post, 1)]);
    }
    let plan = solve(&b.finish().unwrap(), &Options::default(), &Unwatched).unwrap();
    assert_eq!(plan.places.iter().flatten().count(), 3);
    assert_eq!((plan.cost, plan.gap()), (3 + 1997 * 10, 0));
}
#[test]
fn one_post_for_all_without_enough_places_names_the_people() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = plain(&mut b, unit, 2);
    for _ in 0..3 {
        b.person(PersonSpec::at(post), &[(post, 1)]);
    }
    let model = b.finish().unwrap();
    let everybody: Vec<PersonId> = (0..3).map(PersonId).collect();
    assert_eq!(solve(&model, &Options::default(), &Unwatched), Err(NoPlan::Places(everybody.clone())));
    let found = conflict(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((found.rules, found.people, found.proved), (vec![], everybody, true));
}
#[test]
fn with_all_costs_equal_every_rule_is_kept_and_the_bound_is_the_cost() {
    let c = &mut Chance(21);
    let mut b = Builder::new();
    let top = b.unit(None);
    let units: Vec<UnitId> = (0..6).map(|_| b.unit(Some(top))).collect();
    let posts: Vec<PostId> = (0..60).map(|k| plain(&mut b, units[k % 6], 2)).collect();
    let mut all = Vec::new();
    for i in 0..100 {
        let arcs: Vec<(PostId, i64)> =
            posts.iter().filter(|p| **p == posts[i / 2] || c.below(3) == 0).map(|p| (*p, 5)).collect();
        all.push(b.person(PersonSpec { traits: i as u64 % 2, backbone: true, ..PersonSpec::at(posts[i / 2]) }, &arcs));
    }
    for unit in &units {
        b.rule(Rule::MovesOut { unit: *unit, at_most: 6 });
        b.rule(Rule::Backbone { unit: *unit, at_least: 8 });
        b.rule(Rule::Team { unit: *unit, of: Trait(0), at_least: 4, at_most: 12, price: None });
    }
    (0..20).for_each(|k| {
        b.rule(Rule::Kin { people: vec![all[k], all[k + 40]] });
        b.rule(Rule::Rotate { person: all[k * 2] });
    });
    let model = b.finish().unwrap();
    let plan = solve(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((plan.cost, plan.gap()), (500, 0));
}
/// Adds rules about two people and two posts.
type Said<'a> = &'a dyn Fn(&mut Builder, [PersonId; 2], [PostId; 2]);
#[test]
fn locks_that_contradict_each_other_a_quota_or_a_rule_are_named_on_both_sides() {
    let base = |rules: Said<'_>| {
        let mut b = Builder::new();
        let (here, there) = (b.unit(None), b.unit(None));
        let posts = [plain(&mut b, here, 2), plain(&mut b, there, 1)];
        let arcs = [(posts[0], 1), (posts[1], 2)];
        let people = [b.person(PersonSpec::at(posts[0]), &arcs), b.person(PersonSpec::at(posts[0]), &arcs)];
        rules(&mut b, people, posts);
        b.finish().map(|_| ())
    };
    let lock = |person, post| Rule::Lock { person, post: Some(post) };
    let two = base(&|b, people, posts| {
        b.rule(lock(people[0], posts[0]));
        b.rule(lock(people[0], posts[1]));
    });
    assert_eq!(two, Err(vec![Fault::Contradict(0, 1)]));
    let forbidden = base(&|b, people, posts| {
        b.rule(Rule::Forbid { person: people[0], post: posts[1] });
        b.rule(lock(people[0], posts[1]));
    });
    assert_eq!(forbidden, Err(vec![Fault::Contradict(1, 0)]));
    let rotated = base(&|b, people, posts| {
        b.rule(Rule::Rotate { person: people[0] });
        b.rule(lock(people[0], posts[0]));
    });
    assert_eq!(rotated, Err(vec![Fault::Contradict(1, 0)]));
    let full = base(&|b, people, posts| {
        b.rule(lock(people[0], posts[1]));
        b.rule(lock(people[1], posts[1]));
    });
    assert_eq!(full, Err(vec![Fault::AsksTooMuch { rule: 0, asked: 2, there: 1 }]));
    let kin = base(&|b, people, posts| {
        b.rule(Rule::Kin { people: people.to_vec() });
        b.rule(lock(people[0], posts[0]));
        b.rule(lock(people[1], posts[0]));
    });
    assert_eq!(kin, Err(vec![Fault::Together { rule: 0, by: vec![1, 2] }]));
    let nothing_left = base(&|b, people, posts| {
        for post in posts {
            b.rule(Rule::Forbid { person: people[1], post });
        }
    });
    assert_eq!(nothing_left, Err(vec![Fault::NoChoice { person: PersonId(1), by: vec![0, 1] }]));
    let without = base(&|b, people, _| {
        b.rule(Rule::Lock { person: people[0], post: None });
    });
    assert_eq!(without, Err(vec![Fault::NotEligible { rule: 0, person: PersonId(0), post: None }]));
}
#[test]
fn numbers_that_are_given_to_nobody_are_refused() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = plain(&mut b, unit, 1);
    b.person(PersonSpec::at(post), &[(post, 1), (PostId(9), 1)]);
    assert_eq!(b.clone().finish().unwrap_err(), [Fault::UnknownPost(PersonId(0))]);
    b.rule(Rule::Rotate { person: PersonId(5) });
    b.rule(Rule::Team { unit, of: Trait(64), at_least: 0, at_most: 1, price: None });
    b.rule(Rule::MovesIn { unit: UnitId(3), at_most: 1 });
    let faults = b.finish().unwrap_err();
    assert_eq!(faults[1..], [Fault::UnknownInRule(0), Fault::UnknownInRule(1), Fault::UnknownInRule(2)]);
}
