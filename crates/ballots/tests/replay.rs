//! Real votes cast again as encrypted ballots: the sums that the trustees open are those that a plain count gives.

mod common;

use std::{collections::BTreeMap, fs, path::PathBuf};

use ballots::fast::{Contest, Sum};
use common::poll::{Hands, all};

fn data(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if !path.exists() {
        println!("SKIPPED: ../shared/data/{folder} is not here");
        return None;
    }
    Some(path)
}

/// About `most` votes spread over the whole list, or all where XIANNENG_REPLAY is set, which takes minutes.
fn part<T>(votes: Vec<T>, most: usize) -> Vec<T> {
    let all = std::env::var_os("XIANNENG_REPLAY").is_some();
    if !all {
        println!("IN PART: XIANNENG_REPLAY=all replays every vote");
    }
    let step = if all { 1 } else { votes.len().div_ceil(most).max(1) };
    votes.into_iter().step_by(step).collect()
}

/// An election of the Electoral Reform Society: for how many voters each order of (some) candidates.
struct Election {
    candidates: usize,
    orders: Vec<(usize, Vec<usize>)>,
}
fn elections() -> Option<Vec<Election>> {
    let folder = data("ballots-preflib/ers")?;
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "soi"));
    files.sort();
    assert_eq!(files.len(), 87);
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        let (head, body): (Vec<&str>, Vec<&str>) = text.lines().partition(|l| l.starts_with('#'));
        let candidates = head.iter().find_map(|l| l.strip_prefix("# NUMBER ALTERNATIVES: ")).unwrap();
        let order = |line: &&str| {
            let (count, order) = line.split_once(':').unwrap();
            (count.parse().unwrap(), order.split(',').map(|c| c.trim().parse::<usize>().unwrap() - 1).collect())
        };
        Election { candidates: candidates.parse().unwrap(), orders: body.iter().map(order).collect() }
    };
    Some(files.iter().map(read).collect())
}

/// Casts `votes`, each (class, values), in one poll and compares what each sum opens to with the plain count.
fn replay(seed: u64, contest: Contest, weights: &[u64], sums: &[&[usize]], votes: &[(usize, Vec<bool>)]) {
    let size = |class: usize| votes.iter().filter(|v| v.0 == class).count() as u64;
    let names = ["a", "b", "c", "d"];
    let classes: Vec<_> = weights.iter().enumerate().map(|(i, w)| (names[i], *w, size(i))).collect();
    let planned: Vec<Sum> = sums.iter().map(|s| all(s)).collect();
    let mut hands = Hands::new(seed, vec![contest], &classes, planned, 5);
    // seats stand class by class
    let mut next: Vec<usize> = (0..weights.len()).map(|c| (0..c).map(|c| size(c) as usize).sum()).collect();
    let mut ballots = Vec::with_capacity(votes.len());
    for (class, values) in votes {
        ballots.push(hands.seal_bits(next[*class], std::slice::from_ref(values), 0).bytes());
        next[*class] += 1;
    }
    let (count, ..) = hands.count(&ballots);
    for (sum, opened) in sums.iter().zip(&count.0) {
        let mut plain = vec![0u64; votes[0].1.len()];
        for (class, values) in votes.iter().filter(|v| sum.contains(&v.0)) {
            values.iter().enumerate().for_each(|(i, v)| plain[i] += u64::from(*v) * weights[*class]);
        }
        assert_eq!(opened.as_ref().unwrap(), &[plain]);
    }
}

#[test]
fn the_first_choices_of_87_elections_are_counted_alike() {
    let Some(elections) = elections() else { return };
    let mut voters = 0;
    for (i, election) in elections.iter().enumerate() {
        let names: Vec<String> = (0..election.candidates).map(|c| format!("candidate {}", c + 1)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut votes = Vec::new();
        for (count, order) in &election.orders {
            let first: Vec<bool> = (0..election.candidates).map(|c| c == order[0]).collect();
            votes.extend(std::iter::repeat_n((0, first), *count));
        }
        voters += votes.len();
        let votes = part(votes, 12);
        replay(i as u64, Contest::choose("first choice", &names, 1, 1), &[1], &[&[0]], &votes);
    }
    assert_eq!(voters, 35_610);
}

#[test]
fn the_sets_of_candidates_that_voters_named_are_counted_alike() {
    let Some(elections) = elections() else { return };
    // proofs for “any number of n” grow with n: the elections of up to seven candidates
    let mut replayed = 0;
    for (i, election) in elections.iter().enumerate().filter(|(_, e)| e.candidates <= 7) {
        let names: Vec<String> = (0..election.candidates).map(|c| format!("candidate {}", c + 1)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut votes = Vec::new();
        for (count, order) in &election.orders {
            let set: Vec<bool> = (0..election.candidates).map(|c| order.contains(&c)).collect();
            votes.extend(std::iter::repeat_n((0, set), *count));
        }
        let votes = part(votes, 12);
        replay(100 + i as u64, Contest::choose("approved", &names, 0, election.candidates), &[1], &[&[0]], &votes);
        replayed += 1;
    }
    assert_eq!(replayed, 47);
}

#[test]
fn ratings_by_classes_of_students_are_weighted_alike() {
    let Some(file) = data("evaluation-insteval-eth/insteval.csv") else { return };
    let text = fs::read_to_string(file).unwrap();
    // by department: the class of the student (semesters 2, 4, 6, 8) and the grade
    let mut departments: BTreeMap<u32, Vec<(usize, Vec<bool>)>> = BTreeMap::new();
    let mut ratings = 0;
    for line in text.lines().skip(1) {
        let fields: Vec<u32> = line.split(',').map(|f| f.parse().unwrap()).collect();
        let [_, _, age, _, _, department, grade] = fields[..] else { panic!("{line}") };
        let values = (1..=6).map(|g| g == grade).collect();
        departments.entry(department).or_default().push((age as usize / 2 - 1, values));
        ratings += 1;
    }
    assert_eq!((ratings, departments.len()), (73_421, 14));
    let contest = || Contest::grade("teaching", &["1", "2", "3", "4", "5"], "no opinion");
    for (department, votes) in &departments {
        let mut votes = votes.clone();
        votes.sort_by_key(|v| v.0);
        let votes = &part(votes, 40);
        let sums: [&[usize]; 3] = [&[0, 1, 2, 3], &[0], &[1]];
        replay(200 + u64::from(*department), contest(), &[1, 2, 3, 4], &sums, votes);
    }
}
