//! Two ways to the same figures: by columns and one by one. Random schemes, random facts, every figure, rank, grade and flag.

mod some;

use proptest::prelude::*;
use scoring::{Plan, explain, score};

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn columns_and_reference_agree(seed: u64) {
        let mut some = some::Seed::of(seed);
        let scheme = some.scheme();
        let plan = Plan::new(scheme, &[]).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        let facts = some.facts(&plan, 24);
        let one = score(&plan, &facts, 1);
        let three = score(&plan, &facts, 3);
        match (one, three) {
            (Ok(one), Ok(three)) => {
                prop_assert_eq!(&one.results, &three.results);
                for row in 0..facts.people() {
                    let slow = explain(&plan, &facts, row).map_err(|e| TestCaseError::fail(format!("{:?}", e)))?;
                    prop_assert_eq!(slow.result, one.results[row], "person {} of seed {}: {}", row, seed, slow.trace.root.outline(base::Lang::En));
                }
            }
            (a, b) => prop_assert_eq!(a.map(|s| s.results), b.map(|s| s.results)),
        }
    }

    #[test]
    fn a_change_gives_what_scoring_anew_gives(seed: u64) {
        let mut some = some::Seed::of(seed);
        let plan = Plan::new(some.scheme(), &[]).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        let mut facts = some.facts(&plan, 60);
        let Ok(mut scored) = score(&plan, &facts, 1) else { return Ok(()) };
        for _ in 0..5 {
            let (row, column) = (some.below(60) as usize, some.below(plan.columns().len() as u64) as usize);
            let value = some.value(&plan, column);
            if scored.change(&plan, &mut facts, row, column, value).is_ok() {
                let anew = score(&plan, &facts, 2).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
                prop_assert_eq!(&scored.results, &anew.results);
            }
        }
    }

    #[test]
    fn the_order_of_people_does_not_matter(seed: u64) {
        let mut some = some::Seed::of(seed);
        let plan = Plan::new(some.scheme(), &[]).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        let facts = some.facts(&plan, 50);
        let turned = some::turned(&facts);
        if let (Ok(a), Ok(b)) = (score(&plan, &facts, 1), score(&plan, &turned, 1)) {
            let back: Vec<_> = b.results.into_iter().rev().collect();
            prop_assert_eq!(a.results, back);
        }
    }
}
