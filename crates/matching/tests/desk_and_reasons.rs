//! Changes to a finished plan, reasons, and conflicts, beside all placings tried.

mod some;

use matching::{
    Builder, Change, Desk, Model, Options, Part, PersonId, PersonSpec, PostId, PostSpec, Prepared, Reason, Refusal,
    Rule, Unwatched, alternatives, check, conflict, priced, solve, why,
};
use some::{Chance, best, kinds, small, town};

#[test]
fn every_change_gives_a_plan_with_a_certificate_and_a_question_changes_nothing() {
    let (mut made, mut refused, mut exact, mut wrong) = (0, 0, 0, 0);
    for seed in 0..150 {
        let Ok(model) = small(seed, kinds(seed)) else { continue };
        let prepared = Prepared::new(model.clone());
        let Ok(mut desk) = Desk::new(&prepared, &Options::default(), 3, &Unwatched) else { continue };
        let c = &mut Chance(seed);
        for _ in 0..6 {
            let person = PersonId(c.below(model.people() as u32));
            let post = PostId(c.below(model.posts() as u32));
            let change = match c.below(5) {
                0 => Change::Lock(person, Some(post)),
                1 => Change::Lock(person, None),
                2 => Change::Forbid(person, post),
                3 => Change::Unlock(person),
                _ => Change::Vacancy(post),
            };
            let before = (desk.plan().clone(), desk.model().rules().to_vec());
            let asked = desk.what_if(change);
            assert_eq!((desk.plan(), desk.model().rules()), (&before.0, &before.1[..]), "seed {seed}: a question");
            check(desk.model(), desk.plan()).unwrap();
            match desk.change(change) {
                Ok(effect) => {
                    made += 1;
                    assert!(asked.is_ok(), "seed {seed}: {change:?}");
                    assert_eq!(effect.cost, desk.plan().cost - before.0.cost);
                    let checked = check(desk.model(), desk.plan()).unwrap();
                    let least = best(desk.model()).expect("there is a plan");
                    assert!(checked.bound <= i128::from(least) * 64, "seed {seed}: {change:?}");
                    exact += u32::from(desk.plan().cost == least);
                    for m in &effect.moves {
                        assert_eq!(desk.plan().places[m.person.at()], m.to);
                        assert_eq!(before.0.places[m.person.at()], m.from);
                    }
                }
                Err(_) => {
                    refused += 1;
                    assert_eq!(desk.plan(), &before.0);
                    check(desk.model(), desk.plan()).unwrap();
                    let rule = match change {
                        Change::Lock(person, post) => Rule::Lock { person, post },
                        Change::Forbid(person, post) => Rule::Forbid { person, post },
                        _ => continue,
                    };
                    let mut rules = desk.model().rules().to_vec();
                    rules.push(rule);
                    let there = desk.model().with_rules(rules).ok().and_then(|m| best(&m));
                    wrong += u32::from(there.is_some());
                }
            }
        }
    }
    assert!(made > 150 && refused > 20, "{made} {refused}");
    assert!(exact * 100 > made * 80, "{exact} of {made} are the best there is");
    assert!(wrong * 20 < made, "{wrong} refused though there is a plan, of {made}");
}
#[test]
fn what_is_taken_back_gives_the_plan_that_was_there() {
    let model = town(200, 3, true);
    let people = model.people() as u32;
    let prepared = Prepared::new(model);
    let mut desk = Desk::new(&prepared, &Options::default(), 300, &Unwatched).unwrap();
    let c = &mut Chance(5);
    let (mut back, mut moved) = (0, 0);
    for _ in 0..40 {
        let begun = desk.plan().clone();
        // one, or two whose order is turned round when they are taken back
        let two: Vec<PersonId> = (0..1 + c.below(2)).map(|_| PersonId(c.below(people))).collect();
        for person in &two {
            let Some(post) = desk.plan().places[person.at()] else { continue };
            if desk.change(Change::Forbid(*person, post)).is_ok() {
                moved += u32::from(desk.plan().places != begun.places);
            }
        }
        for person in &two {
            let before = desk.plan().clone();
            desk.what_if(Change::Unlock(*person)).unwrap();
            assert_eq!(desk.plan(), &before);
            let effect = desk.change(Change::Unlock(*person)).unwrap();
            assert_eq!(desk.plan().cost, before.cost + effect.cost);
        }
        assert!(desk.plan().cost <= begun.cost, "{} {}", desk.plan().cost, begun.cost);
        // the same people at the same posts, unless the search found something better on the way
        back += u32::from(desk.plan().places == begun.places || desk.plan().cost < begun.cost);
    }
    assert!(back >= 38 && moved > 30, "{back} {moved}");
}
#[test]
fn one_unit_more_of_a_rule_brings_what_solving_anew_brings() {
    let (mut asked, mut brought, mut exact) = (0, 0, 0);
    for seed in 0..150 {
        let Ok(model) = small(seed, kinds(seed)) else { continue };
        let prepared = Prepared::new(model.clone());
        let Ok(mut desk) = Desk::new(&prepared, &Options::default(), 0, &Unwatched) else { continue };
        let before = desk.plan().clone();
        let least = best(&model).unwrap();
        for r in 0..model.rules().len() {
            let mut rules = model.rules().to_vec();
            let part = match &mut rules[r] {
                Rule::MovesOut { at_most, .. } | Rule::MovesIn { at_most, .. } | Rule::Time { at_most, .. } => {
                    *at_most += 1;
                    Part::Most
                }
                Rule::Backbone { at_least, .. } | Rule::Exchange { at_least, .. } if *at_least > 0 => {
                    *at_least -= 1;
                    Part::Least
                }
                Rule::Headcount { at_most, .. } => {
                    *at_most += 1;
                    Part::Most
                }
                _ => continue,
            };
            let there = model.with_rules(rules).ok().and_then(|m| best(&m)).expect("the plan is still one");
            match desk.one_more(r, part) {
                Ok(effect) => {
                    asked += 1;
                    assert!(effect.cost <= 0);
                    // the bound holds for the wider rule too
                    let bound = before.certificate.bound + effect.bound;
                    assert!(bound <= there * 64, "seed {seed} rule {r}");
                    assert!(before.cost + effect.cost >= there, "seed {seed} rule {r}");
                    exact += u32::from(before.cost + effect.cost == there);
                    brought += u32::from(there < least);
                }
                Err(refusal) => assert_eq!((refusal, there), (Refusal::NoSuchRow, least), "seed {seed} rule {r}"),
            }
            assert_eq!(desk.plan(), &before, "a question changes nothing");
        }
        // and the desk goes on as before
        assert!(desk.change(Change::Unlock(PersonId(0))).is_ok());
    }
    assert!(asked > 100 && brought > 10, "{asked} {brought}");
    assert!(exact * 100 >= asked * 85, "{exact} of {asked}");
}
#[test]
fn the_terms_of_a_price_add_up_and_the_gap_is_theirs() {
    for seed in 0..80 {
        let Ok(model) = small(seed, kinds(seed)) else { continue };
        let Ok(plan) = solve(&model, &Options::default(), &Unwatched) else { continue };
        for i in 0..model.people() {
            let person = PersonId(i as u32);
            for (post, cost) in model.arcs_of(person) {
                let priced = priced(&model, &plan, person, Some(post)).unwrap();
                assert_eq!(priced.terms[0], (Reason::Fit, cost * 64));
                assert_eq!(priced.terms.iter().map(|t| t.1).sum::<i64>(), priced.total);
                let why = why(&model, &plan, person, post).unwrap();
                let sum: i64 = why.differences.iter().map(|d| d.1).sum();
                assert_eq!(sum, why.asked.total - why.planned.total);
            }
            let others = alternatives(&model, &plan, person, 3);
            assert!(others.len() <= 3 && others.windows(2).all(|w| w[0].total <= w[1].total));
        }
    }
}
fn two_people_of_one_unit(rules: impl Fn(PersonId, PersonId, PostId, PostId) -> Vec<Rule>) -> Model {
    let mut b = Builder::new();
    let (here, there) = (b.unit(None), b.unit(None));
    let (own, other) = (b.post(PostSpec { quota: 2, ..PostSpec::of(here) }), b.post(PostSpec::of(there)));
    let ann = b.person(PersonSpec::at(own), &[(own, 10), (other, 1)]);
    let bob = b.person(PersonSpec::at(own), &[(own, 10), (other, 2)]);
    for rule in rules(ann, bob, own, other) {
        b.rule(rule);
    }
    b.finish().unwrap()
}
#[test]
fn a_wish_list_that_cannot_be_is_explained_by_the_rules_that_matter() {
    let model = two_people_of_one_unit(|ann, bob, own, _| {
        vec![
            Rule::MovesOut { unit: some::unit(1), at_most: 0 },
            Rule::Kin { people: vec![ann, bob] },
            Rule::Headcount { of: matching::Scope::Post(own), at_least: 0, at_most: 2 },
            Rule::MovesOut { unit: some::unit(0), at_most: 0 },
        ]
    });
    let found = conflict(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((found.rules, found.proved), (vec![1, 3], true));
}
#[test]
fn more_people_than_places_are_named() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let (one, two) = (b.post(PostSpec::of(unit)), b.post(PostSpec::of(unit)));
    b.person(PersonSpec::at(two), &[(two, 1)]);
    for _ in 0..2 {
        b.person(PersonSpec::at(one), &[(one, 1)]);
    }
    let model = b.finish().unwrap();
    let found = conflict(&model, &Options::default(), &Unwatched).unwrap();
    assert_eq!((found.rules, found.people), (vec![], vec![PersonId(1), PersonId(2)]));
}
#[test]
fn a_conflict_is_smallest_and_there_is_one_exactly_where_there_is_no_plan() {
    let (mut conflicts, mut plans) = (0, 0);
    for seed in 0..120 {
        let Ok(model) = small(seed, kinds(seed) | 0x55) else { continue };
        let least = best(&model);
        match conflict(&model, &Options::default(), &Unwatched) {
            None => {
                assert!(least.is_some(), "seed {seed}");
                plans += 1;
            }
            Some(found) => {
                assert!(least.is_none(), "seed {seed}: {found:?}");
                assert!(found.proved);
                conflicts += 1;
                let with = |rules: &[usize]| {
                    let rules = rules.iter().map(|r| model.rules()[*r].clone()).collect();
                    model.with_rules(rules).ok().and_then(|m| best(&m))
                };
                assert_eq!(with(&found.rules), None, "seed {seed}: {found:?}");
                for skip in &found.rules {
                    let fewer: Vec<usize> = found.rules.iter().copied().filter(|r| r != skip).collect();
                    let part = found.people.is_empty().then(|| with(&fewer));
                    assert!(part.is_none_or(|p| p.is_some()), "seed {seed}: {found:?} without {skip}");
                }
            }
        }
    }
    assert!(conflicts > 8 && plans > 20, "{conflicts} {plans}");
}
