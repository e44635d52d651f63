//! Fill before law before fit, and one person at several posts.

mod some;

use matching::{
    Builder, Fault, Model, Options, PersonId, PersonSpec, PostId, PostSpec, Rule, Trait, Unwatched, check, solve,
};
use some::{kinds, small};

/// The least in tiers over all placings, as tiers.
fn best_in_tiers(model: &Model, tiers: matching::Tiers) -> Option<(i64, i64, i64)> {
    let mut least = None;
    some::each(model, &mut |places| {
        if let Some(cost) = some::cost(model, places) {
            let split = tiers.split(cost);
            let without = places.iter().filter(|p| p.is_none()).count() as i64;
            assert_eq!(split.0, without, "the first tier counts people without a post");
            assert_eq!(tiers.base + split.0 * tiers.fill + split.1 * tiers.law + split.2, cost);
            least = Some(least.map_or(split, |l: (i64, i64, i64)| l.min(split)));
        }
    });
    least
}
/// The model with 1 for each person without a post, and prices up to 3.
fn counted(model: &Model) -> Model {
    let mut b = Builder::new();
    for u in 0..model.units() {
        b.unit(model.parent(some::unit(u as u32)));
    }
    for j in 0..model.posts() {
        b.post(model.post(PostId(j as u32)).clone());
    }
    for i in 0..model.people() {
        let person = PersonId(i as u32);
        let spec = model.person(person).clone();
        let arcs: Vec<_> = model.arcs_of(person).collect();
        b.person(PersonSpec { bench: spec.bench.map(|_| 1), ..spec }, &arcs);
    }
    for rule in model.rules() {
        b.rule(match rule.clone() {
            Rule::Team { unit, of, at_least, at_most, price } => {
                Rule::Team { unit, of, at_least, at_most, price: price.map(|p| p % 4) }
            }
            other => other,
        });
    }
    b.finish().unwrap()
}

#[test]
fn no_gain_of_a_lower_tier_outweighs_one_unit_of_a_higher_one() {
    let mut tried = 0;
    for seed in 0..120 {
        let Ok(model) = small(seed, kinds(seed) | 1 << 5) else { continue };
        let (model, tiers) = counted(&model).in_tiers().unwrap();
        let Some(least) = best_in_tiers(&model, tiers) else { continue };
        let plan = solve(&model, &Options { prove: 100_000, ..Options::default() }, &Unwatched).unwrap();
        assert_eq!(tiers.split(plan.cost), least, "seed {seed}");
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}
#[test]
fn tiers_that_would_leave_the_limits_are_refused() {
    let mut b = Builder::new();
    let unit = b.unit(None);
    let post = b.post(PostSpec { quota: 3000, leading: true, ..PostSpec::of(unit) });
    for _ in 0..3000 {
        b.person(PersonSpec { bench: Some(1), ..PersonSpec::at(post) }, &[(post, 0)]);
    }
    let other = b.post(PostSpec::of(unit));
    b.person(PersonSpec { bench: Some(1), ..PersonSpec::at(post) }, &[(post, 0), (other, 4_000_000)]);
    let price = |price| Rule::Team { unit, of: Trait(0), at_least: 100, at_most: 200, price: Some(price) };
    let model = b.clone().finish().unwrap().with_rules(vec![price(1)]).unwrap();
    let (tiered, tiers) = model.in_tiers().unwrap();
    // the fit spans 4 million; the rule counts 100 too few, or 2800 too many
    assert_eq!((tiers.law, tiers.fill), (4_000_001, 4_000_001 * 2801));
    assert_eq!(tiered.person(PersonId(0)).bench, Some(tiers.fill));
    let dear = model.with_rules(vec![price(1000)]).unwrap();
    assert_eq!(dear.in_tiers().unwrap_err(), [Fault::TooWide]);
    let mut b = Builder::new();
    b.person(PersonSpec { bench: Some(-1), ..PersonSpec::default() }, &[]);
    assert_eq!(b.finish().unwrap().in_tiers().unwrap_err(), [Fault::BadBench(PersonId(0))]);
}
#[test]
fn one_person_works_at_several_posts_and_never_twice_at_the_same() {
    let mut b = Builder::new();
    let (party, school) = (b.unit(None), b.unit(None));
    let secretary = b.post(PostSpec::of(party));
    let teacher = b.post(PostSpec { quota: 3, ..PostSpec::of(school) });
    let dean = b.post(PostSpec::of(school));
    // Ann works two fifths as secretary and may teach beside it, for what is left of the time
    let main = PersonSpec { time: 2, ..PersonSpec::at(secretary) };
    let beside = PersonSpec { time: 3, bench: Some(50), unit: Some(party), ..PersonSpec::default() };
    let ann = b.person(main, &[(secretary, 0), (dean, 5), (teacher, 9)]);
    let also = b.person(beside, &[(teacher, 4), (dean, 1)]);
    b.person(PersonSpec { time: 5, ..PersonSpec::at(teacher) }, &[(teacher, 0), (secretary, 90)]);
    b.rule(Rule::OnePerson { entries: vec![ann, also] });
    b.rule(Rule::Time { post: teacher, at_most: 8 });
    let model = b.clone().finish().unwrap();
    let proof = Options { prove: 1000, ..Options::default() };
    let plan = solve(&model, &proof, &Unwatched).unwrap();
    check(&model, &plan).unwrap();
    assert_eq!((plan.places[0], plan.places[1], plan.cost), (Some(secretary), Some(dean), 1));
    // with the dean's post locked for the main entry, the other one cannot have it too
    b.rule(Rule::Lock { person: ann, post: Some(dean) });
    b.rule(Rule::Headcount { of: matching::Scope::Post(secretary), at_least: 1, at_most: 1 });
    let model = b.clone().finish().unwrap();
    let plan = solve(&model, &proof, &Unwatched).unwrap();
    assert_eq!((plan.places[0], plan.places[1]), (Some(dean), Some(teacher)));
    b.rule(Rule::Lock { person: also, post: Some(dean) });
    let faults = b.finish().unwrap_err();
    assert!(faults.contains(&Fault::Together { rule: 0, by: vec![2, 4] }), "{faults:?}");
}
