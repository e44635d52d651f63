//! The tally plan: nothing that can be computed from the published sums speaks of too few.

mod common;

use ballots::fast::{Contest, Manifest, Secret, Sum};
use common::{
    chance,
    poll::{Named, manifest},
};
use proptest::prelude::*;

fn plan(classes: &[Named<'_>], sums: &[&[usize]], least: u64) -> Result<(), String> {
    let key = Secret::new("poll-1", &mut chance(1)).1;
    let sums = sums.iter().map(|classes| Sum { question: Some(0), classes: classes.to_vec() }).collect();
    let manifest = manifest(vec![Contest::choose("?", &["a", "b"], 1, 1)], classes, sums, least, vec![key]);
    let checked = manifest.check().map_err(|r| r.say.en);
    assert_eq!(Manifest::read(&manifest.text()).is_ok(), checked.is_ok());
    checked
}

#[test]
fn the_whole_without_a_class_must_not_be_small() {
    let classes = [("leaders", 1, 3), ("staff", 1, 40)];
    assert_eq!(plan(&classes, &[&[0, 1]], 5), Ok(()));
    let refused = "these sums let anybody compute what “leaders” chose, who are 3, fewer than 5: merge them with other classes of the \
                   same weight";
    assert_eq!(plan(&classes, &[&[0, 1], &[1]], 5), Err(refused.into()));
    assert_eq!(plan(&classes, &[&[0], &[1]], 5), Err(refused.into()));
    // the number is the rule's, not the program's
    assert_eq!(plan(&classes, &[&[0, 1], &[1]], 3), Ok(()));
}

#[test]
fn three_sums_that_give_away_a_fourth_are_found() {
    // (0+1) + (0+2) − (1+2) is twice class 0
    let classes = [("a", 1, 4), ("b", 1, 4), ("c", 1, 4)];
    assert_eq!(plan(&classes, &[&[0, 1], &[0, 2]], 5), Ok(()));
    assert!(plan(&classes, &[&[0, 1], &[0, 2], &[1, 2]], 5).unwrap_err().contains("“a”"));
}

#[test]
fn a_small_class_does_not_hide_behind_another_weight() {
    // 10·a + b gives away a when b is below 10
    let classes = [("leaders", 10, 3), ("staff", 1, 9)];
    assert!(plan(&classes, &[&[0, 1]], 5).unwrap_err().contains("“leaders”"));
    assert_eq!(plan(&[("leaders", 10, 5), ("staff", 1, 9)], &[&[0, 1]], 5), Ok(()));
}

#[test]
fn a_plan_too_large_to_be_checked_is_refused_in_good_time() {
    let classes: Vec<Named<'_>> = (0..60).map(|_| ("c", 1, 1)).collect();
    let whole: Vec<usize> = (0..60).collect();
    let refused = plan(&classes, &[&whole], 40).unwrap_err();
    assert!(refused.contains("too many small classes"), "{refused}");
}

#[test]
fn a_sum_names_its_classes_in_order_and_once() {
    let classes = [("a", 1, 9), ("b", 1, 9)];
    for wrong in [&[1, 0][..], &[0, 0], &[2], &[]] {
        assert!(plan(&classes, &[wrong], 5).is_err(), "{wrong:?}");
    }
    assert!(plan(&classes, &[&[0], &[0]], 5).is_err());
}

/// All combinations with factors from −3 to 3: for four sums of four classes no others are needed.
fn attack(sizes: &[u64], sums: &[Vec<usize>], least: u64) -> bool {
    (0..7i64.pow(sums.len() as u32)).any(|mut code| {
        let mut total = vec![0i64; sizes.len()];
        for sum in sums {
            let factor = code % 7 - 3;
            code /= 7;
            sum.iter().for_each(|class| total[*class] += factor);
        }
        let seen: u64 = total.iter().zip(sizes).filter(|(t, _)| **t != 0).map(|(_, size)| size).sum();
        seen > 0 && seen < least
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_rule_finds_what_an_attack_finds_and_nothing_else(
        sizes in prop::collection::vec(1u64..7, 1..5),
        masks in prop::collection::btree_set(1usize..16, 1..5),
        least in 1u64..9,
    ) {
        let classes: Vec<Named<'_>> = sizes.iter().map(|size| ("c", 1, *size)).collect();
        let of = |mask: &usize| (0..sizes.len()).filter(|c| mask >> c & 1 == 1).collect::<Vec<_>>();
        let mut sums: Vec<Vec<usize>> = masks.iter().map(of).filter(|s| !s.is_empty()).collect();
        sums.sort();
        sums.dedup();
        prop_assume!(!sums.is_empty());
        let slices: Vec<&[usize]> = sums.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(plan(&classes, &slices, least).is_err(), attack(&sizes, &sums, least));
    }
}
