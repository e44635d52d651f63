use super::{
    super::{
        Grade,
        plan::tests::{choose, plan, threshold},
    },
    *,
};

fn urn(name: &str, weight: u32, size: u64, voters: u64, sums: &[&[u64]]) -> UrnCount {
    UrnCount {
        name: name.into(),
        weight,
        size,
        voters,
        valid: voters,
        sums: Some(sums.iter().map(|s| s.to_vec()).collect()),
    }
}
fn election(votes: &[u64], places: u32, entitled: u64, voters: u64) -> Outcome {
    let names = ["甲", "乙", "丙", "丁", "戊"];
    let mut p = plan(&[("代表", 9, 1)], vec![choose(&names[..votes.len()], places)]);
    p.quorum = Some(threshold("4/5", Needed::OfEntitled));
    p.majority = Some(threshold("1/2", Needed::OfEntitled));
    outcome(Kind::Election, &p, vec![urn("代表", 1, entitled, voters, &[votes])], None)
}
fn elected(votes: &[u64], places: u32) -> Elected {
    election(votes, places, 10, 10).questions[0].elected.clone().unwrap()
}

#[test]
fn who_has_more_than_half_of_all_entitled_is_elected() {
    let all = election(&[6, 5, 9], 2, 10, 9);
    assert_eq!(all.quorum, Some((true, "9 ÷ 10 ≥ 4/5".into())));
    let lines = &all.questions[0].lines;
    assert_eq!(lines[0].passed, Some((true, "6 ÷ 10 > 1/2".into())));
    assert_eq!(lines[1].passed, Some((false, "5 ÷ 10 ≤ 1/2".into())), "half is not more than half");
    assert_eq!(all.questions[0].elected.clone().unwrap().elected, [2, 0]);
}
#[test]
fn too_few_at_the_meeting_elect_nobody() {
    let all = election(&[7, 0], 1, 10, 7);
    assert_eq!(all.quorum, Some((false, "7 ÷ 10 < 4/5".into())));
    assert!(!all.holds() && all.questions[0].elected.is_none() && all.questions[0].lines[0].passed.is_none());
    // eight came, one of them gave no ballot: the meeting holds
    let mut p = plan(&[("代表", 9, 1)], vec![choose(&["甲"], 1)]);
    p.quorum = Some(threshold("4/5", Needed::OfEntitled));
    assert!(outcome(Kind::Election, &p, vec![urn("代表", 1, 10, 7, &[&[7]])], Some(8)).holds());
}
#[test]
fn equal_votes_are_voted_on_again_where_they_decide() {
    assert_eq!(elected(&[9, 8, 7, 6], 2), Elected { elected: vec![0, 1], ..Elected::default() });
    let tie = elected(&[9, 7, 7, 6], 2);
    assert_eq!((tie.elected, tie.tied, tie.places, tie.unfilled), (vec![0], vec![1, 2], 1, 0));
    let tie = elected(&[7, 7, 7], 2);
    assert_eq!((tie.elected, tie.tied, tie.places), (vec![], vec![0, 1, 2], 2));
    // equal votes above the last place decide nothing
    assert_eq!(elected(&[8, 8, 7], 2), Elected { elected: vec![0, 1], ..Elected::default() });
    let few = elected(&[9, 5, 4], 2);
    assert_eq!((few.elected, few.unfilled), (vec![0], 1));
}
#[test]
fn a_score_is_exact_and_shows_its_working() {
    let grade = |name: &str, value| Grade { name: name.into(), value: Some(value) };
    let ask = Ask::Grade {
        text: "甲".into(), grades: vec![grade("优秀", 100), grade("称职", 80), grade("不称职", 0)]
    };
    let p = plan(&[("班子", 7, 40), ("职工", 30, 60)], vec![ask]);
    let urns = vec![urn("班子", 40, 7, 7, &[&[3, 3, 0, 1]]), urn("职工", 60, 30, 20, &[&[5, 10, 3, 2]])];
    let all = outcome(Kind::Assessment, &p, urns, None);
    let q = &all.questions[0];
    let score = q.score.clone().unwrap();
    assert_eq!(
        score.working,
        "班子：(100×3 + 80×3) ÷ 6 = 90；职工：(100×5 + 80×10 + 0×3) ÷ 18 = 650/9；(40×90 + 60×650/9) ÷ 100 = 238/3"
    );
    assert_eq!((score.exact.shown(3), q.of), ("79.333".into(), 24));
    let told: Vec<(u64, Option<String>)> = q.lines.iter().map(|l| (l.votes, l.rate.map(Fraction::percent))).collect();
    assert_eq!(told, [(8, Some("33.33%".into())), (13, Some("54.17%".into())), (3, Some("12.50%".into())), (3, None)]);
    // 40 × 3/6 + 60 × 5/18 = 20 + 50/3
    assert_eq!(q.lines[0].weighted.as_ref().unwrap().1, "(40×3/6 + 60×5/18) ÷ 100 = 11/30");
}
#[test]
fn an_urn_that_is_not_shown_has_no_part_in_rates_and_weights() {
    let p = plan(&[("班子", 7, 40), ("职工", 30, 60)], vec![choose(&["甲", "乙"], 1)]);
    let hidden = UrnCount { sums: None, ..urn("班子", 40, 7, 3, &[]) };
    let all = outcome(Kind::Recommendation, &p, vec![hidden, urn("职工", 60, 30, 20, &[&[15, 5]])], None);
    let line = &all.questions[0].lines[0];
    assert_eq!((all.voters, all.questions[0].of), (23, 20));
    assert_eq!((line.by_urn.clone(), line.rate.unwrap().percent()), (vec![None, Some(15)], "75.00%".into()));
    assert_eq!(line.weighted.as_ref().unwrap().1, "(60×15/20) ÷ 60 = 3/4");
}
#[test]
fn votes_that_are_not_shown_are_not_taken_for_votes_against() {
    let passed = |votes: u64| {
        let mut p = plan(&[("班子", 7, 40), ("职工", 30, 60)], vec![choose(&["甲", "乙"], 1)]);
        p.majority = Some(threshold("1/2", Needed::OfVoters));
        let hidden = UrnCount { sums: None, ..urn("班子", 40, 7, 4, &[]) };
        let all = outcome(Kind::Other, &p, vec![hidden, urn("职工", 60, 30, 10, &[&[votes, 0]])], None);
        all.questions[0].lines[0].passed.clone()
    };
    // of fourteen, four are not shown: eight pass and three do not whatever they chose, and six nobody can tell
    assert_eq!(passed(8), Some((true, "8 ÷ 14 > 1/2".into())));
    assert_eq!(passed(3), Some((false, "3 ÷ 14 ≤ 1/2".into())));
    assert_eq!(passed(6), None);
}
#[test]
fn nobody_voted_is_a_result_too() {
    let p = plan(&[("职工", 30, 1)], vec![choose(&["甲", "乙"], 1)]);
    let all = outcome(Kind::Other, &p, vec![UrnCount { sums: None, ..urn("职工", 1, 30, 0, &[]) }], None);
    assert_eq!((all.voters, all.questions[0].lines[0].votes, all.questions[0].lines[0].rate), (0, 0, None));
}
