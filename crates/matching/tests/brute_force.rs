//! Every placing of small models tried, beside the solver.

mod some;

use matching::{NoPlan, Options, Unwatched, check, solve};
use some::{KINDS, best, kinds, small};

/// How many models were solved, had no plan, and were solved to the best there is.
fn tried(seeds: std::ops::Range<u64>, prove: u64, kinds: impl Fn(u64) -> u32) -> (u32, u32, u32) {
    let (mut solved, mut none, mut exact) = (0, 0, 0);
    for seed in seeds {
        let kinds = kinds(seed);
        let Ok(model) = small(seed, kinds) else { continue };
        let least = best(&model);
        match solve(&model, &Options { prove, ..Options::default() }, &Unwatched) {
            Ok(plan) => {
                let least =
                    least.unwrap_or_else(|| panic!("seed {seed} {kinds:b}: a plan where there is none: {plan:?}"));
                let checked = check(&model, &plan).unwrap();
                assert!(checked.bound <= i128::from(least) * 64, "seed {seed} {kinds:b}: the bound is above the best");
                assert!(plan.cost >= least, "seed {seed} {kinds:b}");
                assert!(!plan.certificate.searched || plan.cost == least, "seed {seed} {kinds:b}: no proof");
                solved += 1;
                exact += u32::from(plan.cost == least);
            }
            Err(NoPlan::Refused(breaches)) => panic!("seed {seed} {kinds:b}: {breaches:?}"),
            Err(_) => none += u32::from(least.is_some()),
        }
    }
    (solved, none, exact)
}

#[test]
fn without_rules_every_plan_is_the_best_one() {
    let (solved, none, exact) = tried(0..200, 0, |_| 0);
    assert!(solved > 150);
    assert_eq!((none, exact), (0, solved));
}
#[test]
fn each_rule_alone_gives_what_trying_everything_gives() {
    for kind in 0..KINDS {
        let (solved, none, exact) = tried(0..80, 0, |_| 1 << kind);
        assert!(solved > 30, "rule {kind}: {solved}");
        assert!(none * 50 <= solved, "rule {kind}: {none} of {solved} not found");
        assert!(exact * 100 >= solved * 95, "rule {kind}: {exact} of {solved}");
    }
}
#[test]
fn all_rules_together_keep_the_bound_and_the_rules() {
    let (solved, none, exact) = tried(0..400, 0, kinds);
    assert!(solved > 100, "{solved}");
    assert!(none * 20 <= solved, "{none} of {solved} not found");
    assert!(exact * 100 >= solved * 85, "{exact} of {solved}");
}
#[test]
fn a_proof_that_is_asked_for_gives_the_best_there_is() {
    let (solved, none, exact) = tried(400..600, 100_000, kinds);
    assert!(solved > 50, "{solved}");
    assert_eq!((none, exact), (0, solved));
}
