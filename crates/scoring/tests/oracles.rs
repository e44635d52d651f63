//! Published figures, and figures of other programs.

mod some;

use std::{collections::HashMap, path::PathBuf};

use scoring::*;
use some::{branch, fixed, say, weight};

fn shared(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if !path.is_dir() {
        eprintln!("SKIPPED: {} is not here", path.display());
        return None;
    }
    Some(path)
}
fn csv(path: PathBuf) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|l| l.split(',').map(str::to_owned).collect::<Vec<_>>());
    (lines.next().unwrap(), lines.collect())
}

/// A scheme whose only indicator is the mean of ratings.
fn of_ratings(min: &str, max: &str, decimals: u8, trim: Option<Trim>, level: Option<Level>, to: u8) -> Plan {
    let classes = vec![ClassWeight { class: "all".into(), weight: weight("1"), at_least: 1 }];
    let mut root = branch("total", weight("1"), Some(to));
    root.of.push(Node {
        work: Some(Work::Regular),
        from: Some("panel".into()),
        source: Some(Source::Ratings { ratings: "r".into(), classes, trim, level, decimals: to }),
        floor: Some(fixed("-1000")),
        cap: Some(fixed("1000")),
        ..branch("mean", weight("1"), None)
    });
    let scheme = Scheme {
        id: "ratings".into(),
        name: say("ratings"),
        basis: vec![],
        pack: None,
        facts: vec![],
        classes: vec![Named { id: "all".into(), name: say("all") }],
        ballots: vec![],
        ratings: vec![Ratings {
            id: "r".into(),
            name: say("r"),
            classes: vec!["all".into()],
            decimals,
            min: fixed(min),
            max: fixed(max),
        }],
        secrecy: 0,
        root,
        no_single: NoSingle { indicator: weight("1"), source: weight("1") },
        coverage: weight("0"),
        grades: None,
        outcomes: vec![],
        bars: vec![],
        consequences: vec![],
    };
    Plan::new(scheme, &[]).unwrap()
}

/// Ratings by person, each with its rater.
fn facts(people: &[Vec<(u32, i32)>]) -> Facts {
    let mut list = RatingList { start: vec![0], ..RatingList::default() };
    for ratings in people {
        for (rater, value) in ratings {
            list.rater.push(*rater);
            list.value.push(*value);
            list.class.push(0);
        }
        list.start.push(list.value.len() as u32);
    }
    Facts { group: vec![0; people.len()], approved: vec![false], columns: vec![], ratings: vec![list] }
}

/// The published rule: of the marks of the panel the highest and the lowest are left out, the mean of the rest has two decimals.
/// In 40 protocols a judge gave no mark, which the file writes 0.0: a mark that is missing is not the lowest.
#[test]
fn published_component_scores_come_out_to_the_last_digit() {
    let Some(folder) = shared("panel-skating-2016-2017") else { return };
    let (_, judged) = csv(folder.join("judged-aspects.csv"));
    let (_, wide) = csv(folder.join("judge-scores-wide.csv"));
    let marks: HashMap<&str, &[String]> = wide.iter().map(|r| (r[0].as_str(), &r[1..])).collect();
    let rows: Vec<&Vec<String>> = judged.iter().filter(|r| r[2] == "components").collect();
    assert_eq!(rows.len(), 8630);
    let mut without_zero = 0;
    let people: Vec<Vec<(u32, i32)>> = rows
        .iter()
        .map(|r| {
            let given = marks[r[0].as_str()].iter().enumerate().filter(|(_, m)| !m.is_empty());
            let all: Vec<(u32, i32)> = given.map(|(j, m)| (j as u32, decimal(m, 2).unwrap() as i32)).collect();
            without_zero += usize::from(all.iter().any(|(_, m)| *m == 0));
            all.into_iter().filter(|(_, m)| *m != 0).collect()
        })
        .collect();
    let plan = of_ratings("0.25", "10", 2, Some(Trim { when_more_than: 2, high: 1, low: 1 }), None, 2);
    let facts = facts(&people);
    let scored = score(&plan, &facts, 0).unwrap();
    for (row, (result, published)) in scored.results.iter().zip(&rows).enumerate() {
        assert_eq!(result.figure().unwrap(), fixed(published.last().unwrap()), "{}: {:?}", published[0], people[row]);
    }
    assert_eq!(without_zero, 40);
}

/// The means of InstEval's lecturers, and students brought level, against figures that NumPy and pandas gave for the same file
/// (`insteval.py` beside this test makes the list), lecturer by lecturer.
#[test]
fn lecture_ratings_come_out_as_in_numpy_and_pandas() {
    let Some(folder) = shared("evaluation-insteval-eth") else { return };
    let (_, rows) = csv(folder.join("insteval.csv"));
    let mut people: std::collections::BTreeMap<u32, Vec<(u32, i32)>> = std::collections::BTreeMap::new();
    for r in &rows {
        people.entry(r[1].parse().unwrap()).or_default().push((r[0].parse().unwrap(), r[6].parse().unwrap()));
    }
    let ratings: Vec<_> = people.values().cloned().collect();
    let facts = facts(&ratings);
    let expected =
        std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/insteval.tsv")).unwrap();
    let level = |divisor| Some(Level { mean: fixed("0"), spread: fixed("1"), divisor, at_least: 2 });
    let plans = [
        of_ratings("1", "5", 0, None, None, 6),
        of_ratings("1", "5", 0, None, level(Divisor::Population), 6),
        of_ratings("1", "5", 0, None, level(Divisor::Sample), 6),
    ];
    let all: Vec<Vec<Result>> = plans.iter().map(|p| score(p, &facts, 0).unwrap().results).collect();
    let mut compared = 0;
    for line in expected.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let at = people.keys().position(|d| *d == cells[0].parse::<u32>().unwrap()).unwrap();
        for (results, text) in all.iter().zip(&cells[1..]) {
            let (ours, theirs) = (results[at].figure().unwrap().units(), fixed(text).units());
            // theirs are means of unrounded floats, ours of z-scores that were each rounded to the sixth decimal
            let within = if text == &cells[1] { 0 } else { 1 };
            assert!((ours - theirs).abs() <= within, "{line}: {ours} {theirs}");
            compared += 1;
        }
    }
    assert_eq!(compared, 3 * people.len());
}
