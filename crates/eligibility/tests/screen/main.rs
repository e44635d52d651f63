//! Compiled screening says what evaluating pair by pair says.

mod asked;
mod facts;

use eligibility::{Facts, People, Requirement, Screen, Truth};
use proptest::{collection::vec, prelude::*};

use asked::requirement;
use facts::facts;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn compiled_says_what_pair_by_pair_says(
        requirements in vec(requirement(), 1..6),
        some in vec(facts(), 0..40),
        // now and then so many people that blocks have edges
        copies in prop_oneof![9 => Just(1usize), 1 => 60usize..70],
    ) {
        let people: Vec<&Facts> = some.iter().cycle().take(some.len() * copies).collect();
        let screen = Screen::compile(&requirements);
        let columns = People::of(&screen, people.iter().copied());
        let tallies = screen.run(&columns);
        for (i, r) in requirements.iter().enumerate() {
            let bits = screen.one(i, &columns);
            let said: Vec<(Truth, bool)> = people.iter().map(|f| (r.eval(f), r.short_of(f) == 1)).collect();
            let compiled: Vec<(Truth, bool)> = (0..people.len()).map(|p| (bits.get(p), bits.is_near(p))).collect();
            prop_assert_eq!(&compiled, &said);
            let count = |t: Truth| said.iter().filter(|s| s.0 == t).count() as u32;
            let near = said.iter().filter(|s| s.1).count() as u32;
            let tally = tallies[i];
            let counted = (count(Truth::Yes), count(Truth::Unknown), count(Truth::No), near);
            prop_assert_eq!((tally.yes, tally.unknown, tally.no, tally.near), counted);
        }
        if let Some(last) = people.len().checked_sub(1) {
            let of_one = screen.of_person(last, &columns);
            for (r, verdict) in requirements.iter().zip(of_one) {
                prop_assert_eq!(verdict, (r.eval(people[last]), r.short_of(people[last]) == 1));
            }
        }
    }
    #[test]
    fn the_reasons_agree_with_the_verdict(r in requirement(), f in facts()) {
        let reason = r.explain(&f);
        prop_assert_eq!(reason.verdict, r.eval(&f));
        prop_assert_eq!(reason.failing().len(), r.short_of(&f));
        let text = serde_json::to_string(&r).unwrap();
        prop_assert_eq!(serde_json::from_str::<Requirement>(&text).unwrap(), r);
    }
}
