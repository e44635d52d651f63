//! The two verifiers agree, about what is right and about every way of touching it.

#[path = "../../ballots/tests/common/poll.rs"]
mod poll;

use ballots::fast::{Contest, Manifest, Opening, Sealed};
use ballots_check::Poll;
use poll::{Hands, all};
use proptest::prelude::*;
use rand::{RngCore, SeedableRng, rngs::StdRng};

/// Chance in a test's hands.
pub type Dice = Box<dyn FnMut(&mut [u8])>;
/// Chance that repeats itself.
pub fn chance(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut rng = StdRng::seed_from_u64(seed);
    move |bytes| rng.fill_bytes(bytes)
}
/// The values as bits.
pub fn bits(text: &str) -> Vec<bool> {
    text.chars().map(|c| c == '1').collect()
}

fn hands(seed: u64) -> Hands {
    let contests = vec![Contest::grade("张", &["好", "中"], "不了解"), Contest::choose("?", &["a", "b", "c"], 0, 2)];
    Hands::new(seed, contests, &[("甲", 2, 5), ("乙", 1, 6)], vec![all(&[0, 1]), all(&[1])], 5)
}
fn second(hands: &Hands) -> Poll {
    let roll: Vec<_> = hands.seats.iter().map(|s| (s.credential, s.class)).collect();
    Poll::read(&hands.poll.manifest().text(), &roll).unwrap()
}

#[test]
fn a_whole_poll_is_verified_by_both() {
    let mut hands = hands(1);
    let second = second(&hands);
    let mut ballots: Vec<Vec<u8>> = Vec::new();
    for voter in 0..10 {
        ballots.push(hands.seal(voter, &[["100", "010", "001"][voter % 3], "110"], 0).bytes());
    }
    ballots.push(hands.seal(3, &["001", "000"], 2).bytes());
    let (count, _, openings) = hands.count(&ballots);
    let all: Vec<&[u8]> = ballots.iter().map(Vec::as_slice).collect();
    let parts: Vec<Vec<u8>> = openings.iter().map(Opening::bytes).collect();
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    assert_eq!(second.count(&all, &parts, &count.0), Ok(()));
    // one ballot less, one vote more, one sum more, one trustee less
    assert!(second.count(&all[1..], &parts, &count.0).is_err());
    let mut other = count.clone();
    other.0[0].as_mut().unwrap()[1][2] += 1;
    assert_eq!(second.count(&all, &parts, &other.0), Err("a sum opens to another number"));
    let mut other = count.clone();
    other.0[1] = None;
    assert_eq!(second.count(&all, &parts, &other.0), Err("a trustee opened more than is published"));
    assert!(second.count(&all, &parts[1..], &count.0).is_err());
    assert_eq!(second.count(&all, &[parts[1], parts[0], parts[2]], &count.0), Err("a trustee's part is not proved"));
}

#[test]
fn the_ballots_of_a_dishonest_voter_are_refused_by_both() {
    let mut hands = hands(2);
    let second = second(&hands);
    for (grade, choice, good) in [
        ([1, 0, 0], [1, 1, 0], true),
        ([1, 0, 0], [0, 0, 0], true),
        ([2, 0, 0], [0, 0, 0], false),
        ([1, 1, 0], [0, 0, 0], false),
        ([0, 0, 0], [0, 0, 0], false),
        ([1, 0, 0], [1, 1, 1], false),
        ([1, 0, 0], [0, 2, 0], false),
    ] {
        let bytes = hands.seal_any(0, &[grade.to_vec(), choice.to_vec()]).bytes();
        assert_eq!(hands.poll.check(&bytes).is_ok(), good, "{grade:?} {choice:?}");
        assert_eq!(second.ballot(&bytes).is_ok(), good, "{grade:?} {choice:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_ballot_that_was_touched_is_judged_alike(
        at in any::<prop::sample::Index>(),
        to in any::<u8>(),
        piece in prop::option::of((0usize..80, 0usize..80)),
        cut in prop::option::of(0usize..70),
    ) {
        thread_local!(static ONE: (Hands, Poll, Vec<u8>) = {
            let mut hands = hands(3);
            let bytes = hands.seal(0, &["010", "101"], 1).bytes();
            let second = second(&hands);
            (hands, second, bytes)
        });
        ONE.with(|(hands, second, bytes)| {
            let mut changed = bytes.clone();
            match piece {
                // one number put in another's place
                Some((from, into)) => {
                    let (from, into) = (from * 32 % (bytes.len() - 32), into * 32 % (bytes.len() - 32));
                    changed[into..into + 32].copy_from_slice(&bytes[from..from + 32]);
                }
                None => changed[at.index(bytes.len())] = to,
            }
            if let Some(cut) = cut {
                changed.truncate(changed.len() - cut);
            }
            let one = hands.poll.check(&changed).is_ok();
            assert_eq!(one, second.ballot(&changed).is_ok());
            assert_eq!(one, changed == *bytes);
            assert_eq!(one, hands.poll.check_all(&[&changed])[0].is_ok());
            let _: Vec<Result<Sealed, _>> = hands.poll.check_all(&[bytes, &changed]);
        });
    }

    #[test]
    fn a_manifest_that_was_touched_is_judged_alike(
        line in any::<prop::sample::Index>(),
        what in 0u8..6,
        text in "[0-9+ a-f-]{0,6}",
    ) {
        thread_local!(static ONE: Hands = hands(4));
        ONE.with(|hands| {
            let whole = hands.poll.manifest().text();
            let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
            let at = line.index(lines.len());
            match what {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at].clone()),
                2 => lines.swap(at, 0),
                3 => lines[at].push_str(&text),
                4 => lines[at] = lines[at].split(' ').next().unwrap().to_owned() + " " + &text,
                _ => lines.insert(at, text),
            }
            let changed = lines.join("\n") + "\n";
            let first = Manifest::read(&changed);
            let second = Poll::read(&changed, &[]);
            // the rule of least numbers is the first one's alone
            let by_rule = first.as_ref().is_err_and(|r| r.say.en.starts_with("these sums let anybody compute"));
            assert_eq!(first.is_ok() || by_rule, second.is_ok(), "{changed}\n{:?}", first.err());
        });
    }
}
