//! Polls over ristretto255.

mod common;

use ballots::{
    Why,
    fast::{Contest, Count, Manifest, Opening, Sealed, Sums},
};
use common::poll::{Hands, all};

fn contests() -> Vec<Contest> {
    vec![
        Contest::grade("李某", &["优秀", "称职", "基本称职", "不称职"], "不了解"),
        Contest::choose("委员", &["甲", "乙", "丙"], 1, 2),
        Contest::vote("Wang as director", ["for", "against", "abstain"], &["Zhao", "Qian"]),
    ]
}

#[test]
fn the_sums_of_the_plan_are_opened_by_all_trustees_and_equal_the_plain_count() {
    let sums = vec![all(&[0, 1]), all(&[1])];
    let mut hands = Hands::new(1, contests(), &[("领导", 3, 5), ("职工", 1, 6)], sums, 5);
    let choices = ["10000", "00001"];
    let mut ballots = Vec::new();
    for voter in 0..11 {
        let grade = choices[voter % 2];
        ballots.push(hands.seal(voter, &[grade, "110", "00010"], 1).bytes());
    }
    // changed their minds: the higher number counts, whatever the order on the board
    ballots.insert(0, hands.seal(10, &["01000", "001", "10000"], 7).bytes());
    let (count, sums, openings) = hands.count(&ballots);
    assert_eq!(sums.cast(), [5, 6]);
    let whole = vec![vec![11, 1, 0, 0, 9], vec![20, 20, 1], vec![1, 0, 0, 20, 0]];
    let staff = vec![vec![2, 1, 0, 0, 3], vec![5, 5, 1], vec![1, 0, 0, 5, 0]];
    assert_eq!(count, Count(vec![Some(whole), Some(staff)]));
    // without one trustee nothing opens
    assert_eq!(Count::of(&hands.poll, &sums, &openings[..2]).unwrap_err().why, Why::Missing);
    let swapped: Vec<Opening> = [1, 0, 2].map(|i| openings[i].clone()).into();
    let refused = Count::of(&hands.poll, &sums, &swapped).unwrap_err();
    assert_eq!(refused.say.en, "trustee 1: the trustee's part in opening the sums is not proved");
}

#[test]
fn a_sum_of_too_few_ballots_is_not_opened_after_casting() {
    let mut hands = Hands::new(2, contests(), &[("a", 1, 5), ("b", 1, 6)], vec![all(&[0, 1]), all(&[1])], 5);
    // all of b and two of a: the whole without b would be what the two chose
    let ballots: Vec<_> = (3..11).map(|v| hands.seal(v, &["10000", "110", "00010"], 0).bytes()).collect();
    let (count, sums, _) = hands.count(&ballots);
    assert_eq!(sums.cast(), [2, 6]);
    assert_eq!(sums.open(), [true, false]);
    assert_eq!(count.0[1], None);
}

#[test]
fn cheating_ballots_are_found_alone_and_in_a_batch() {
    let mut hands = Hands::new(3, contests(), &[("a", 1, 9)], vec![all(&[0])], 5);
    let honest = [vec![1, 0, 0, 0, 0], vec![1, 1, 0], vec![0, 0, 0, 1, 0]];
    let with = |q: usize, values: &[u64]| {
        let mut all = honest.clone();
        all[q] = values.to_vec();
        all
    };
    let cheats = [
        (with(1, &[2, 0, 0]), "question 2: it is not proved that value 1 is 0 or 1"),
        (with(0, &[1, 1, 0, 0, 0]), "question 1: it is not proved that as many are chosen as may be"),
        (with(0, &[0, 0, 0, 0, 0]), "question 1: it is not proved that as many are chosen as may be"),
        (with(1, &[1, 1, 1]), "question 2: it is not proved that as many are chosen as may be"),
    ];
    let mut ballots: Vec<Vec<u8>> = Vec::new();
    for (i, (values, why)) in cheats.iter().enumerate() {
        let bytes = hands.seal_any(i, values).bytes();
        assert_eq!(hands.poll.check(&bytes).unwrap_err().say.en, *why);
        ballots.push(bytes);
        ballots.push(hands.seal_any(i + 4, &honest).bytes());
    }
    // another voter's answers under the own signature: the answers' proofs speak of the other credential
    let mut copied = ballots[1].clone();
    copied[..32].copy_from_slice(&hands.seats[8].credential);
    assert_eq!(hands.poll.check(&copied).unwrap_err().why, Why::Signature);
    ballots.push(copied);
    let all: Vec<&[u8]> = ballots.iter().map(Vec::as_slice).collect();
    let good: Vec<bool> = hands.poll.check_all(&all).iter().map(Result::is_ok).collect();
    assert_eq!(good, [false, true, false, true, false, true, false, true, false]);
}

#[test]
fn every_byte_of_a_ballot_matters() {
    let mut hands = Hands::new(4, vec![Contest::choose("?", &["a", "b"], 0, 2)], &[("a", 1, 5)], vec![all(&[0])], 5);
    let bytes = hands.seal(0, &["10"], 1).bytes();
    hands.poll.check(&bytes).unwrap();
    // every third byte: all fields are touched, in each of their places
    for at in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(hands.poll.check(&changed).is_err(), "byte {at}");
        assert!(hands.poll.check_all(&[&bytes, &changed])[1].is_err(), "byte {at}");
    }
    for size in [0, 1, bytes.len() - 1] {
        assert_eq!(hands.poll.check(&bytes[..size]).unwrap_err().why, Why::Form);
    }
}

#[test]
fn two_ballots_with_one_number_are_refused() {
    let mut hands = Hands::new(5, vec![Contest::choose("?", &["a", "b"], 0, 2)], &[("a", 1, 5)], vec![all(&[0])], 5);
    let (one, two) = (hands.seal(0, &["10"], 1), hands.seal(0, &["01"], 1));
    assert_eq!(Sums::of(&hands.poll, [&one, &two]).unwrap_err().why, Why::Twice);
    // the same ballot delivered twice is one ballot
    let checked: Vec<Sealed> = vec![one.clone(), one];
    assert_eq!(Sums::of(&hands.poll, &checked).unwrap().cast(), [1]);
}

#[test]
fn a_manifest_is_read_in_one_spelling_only() {
    let hands = Hands::new(6, contests(), &[("a", 1, 9)], vec![all(&[0])], 5);
    let text = hands.poll.manifest().text();
    let refused = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        Manifest::read(&changed).unwrap_err().say.en
    };
    assert_eq!(refused("least 5\n", "least 05\n"), "the manifest is not written in the one way that is prescribed");
    assert_eq!(refused("least 5\n", "least 5"), "the manifest is not written in the one way that is prescribed");
    assert_eq!(
        refused("least 5\n", "many 5\n"),
        format!("line {} of the manifest: it cannot be read", text.lines().count())
    );
    assert_eq!(refused("question 1 2 ", "question 3 2 "), "question 2 has options or bounds that cannot be");
    assert!(refused("id poll-1", "id poll-2").contains("does not hold"), "a trustee's proof is of one poll");
    assert_eq!(
        refused("class 1 9 a", "class 1 4 a"),
        "these sums let anybody compute what “a” chose, who are 4, fewer than 5: merge them with other classes of the same weight"
    );
}
