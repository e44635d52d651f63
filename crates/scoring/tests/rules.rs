//! The example scheme, rule by rule, and what must hold whatever the scheme.

mod some;

use base::Lang;
use proptest::prelude::*;
use scoring::*;

const ANNUAL: &str = include_str!("../schemes/annual.json");

/// The pack that the example keeps to.
fn packs() -> [RulePack; 1] {
    let text = include_str!("../../../rulepacks/cn/assessment.json");
    [RulePack::read(text).unwrap_or_else(|e| panic!("{e:?}"))]
}

fn table(text: &str) -> Table {
    let mut lines = text.trim().lines().map(|l| l.split(',').map(|c| c.trim().to_owned()).collect::<Vec<_>>());
    Table { name: "people".into(), head: lines.next().unwrap(), rows: lines.collect() }
}
const HEAD: &str = "person,group,tasks_done,tasks_due,visits,special,study_hours,leader_score,leader,late_reports,days_absent,on_probation,admonished,appraisal.A.excellent,appraisal.A.competent,appraisal.B.excellent,appraisal.B.competent,appraisal.C.excellent,appraisal.C.competent";

fn office() -> (Plan, Input) {
    let plan = Plan::read(ANNUAL, &packs()).unwrap_or_else(|e| panic!("{e:?}"));
    let mut text = format!("{HEAD}\n");
    for i in 0..12 {
        let (admonished, probation) = (u8::from(i == 0), u8::from(i == 11));
        let special = ["good", "fair", "", "poor"][i % 4];
        text += &format!(
            "p{i},g,{},100,{},{special},{},{},L,0,{},{probation},{admonished},8,2,9,1,{},1\n",
            100 - i,
            20 - i,
            120 - 5 * i,
            95 - i,
            10 * i,
            8 - (i % 3) * 3
        );
    }
    let input = read(&plan, &[table(&text)]).unwrap_or_else(|e| panic!("{e:?}"));
    (plan, input)
}

#[test]
fn an_office_is_graded() {
    let (plan, input) = office();
    let scored = score(&plan, &input.facts, 1).unwrap();
    let excellent = scored.results.iter().filter(|r| r.standing == Standing::Grade(0)).count();
    // 11 people get a grade: 20 % of 11 is 2.2, and the floor is 2
    assert_eq!(excellent, 2, "{:?}", scored.results);
    assert_eq!(scored.results[0].standing, Standing::Grade(1), "admonished");
    assert!(scored.results[0].flags.has(Flags::BARRED));
    assert_eq!(scored.results[11].standing, Standing::Without(0), "on probation");
    assert!(scored.results[2].flags.has(Flags::RENORMALISED), "no special task");
}

#[test]
fn a_figure_unfolds_in_both_languages() {
    let (plan, input) = office();
    let why = explain(&plan, &input.facts, 1).unwrap().trace;
    let zh = why.root.outline(Lang::Zh);
    for part in [
        "99 ÷ 应完成任务 100 × 100 = 99",
        "比较组 12 人中第 2：100 × (12 − 2) ÷ (12 − 1) = 90.909091",
        "(8 × 100 + 2 × 80",
        "四舍五入至 2 位小数",
    ] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    assert!(why.sentence.zh.starts_with("年度考核（示例）总分 "), "{}", why.sentence.zh);
    assert!(why.sentence.en.contains("grade: "), "{}", why.sentence.en);
    let small = explain(&plan, &input.facts, 2).unwrap().trace.root.outline(Lang::En);
    assert!(small.contains("3 ballots, fewer than 5: not counted"), "{small}");
    assert!(small.contains("not recorded, left out"), "{small}");
}

#[test]
fn what_would_change_a_grade_is_more_of_an_indicator() {
    let (plan, input) = office();
    let scored = score(&plan, &input.facts, 1).unwrap();
    let row =
        scored.results.iter().position(|r| r.standing == Standing::Grade(1) && !r.flags.has(Flags::BARRED)).unwrap();
    let changes = what_would_change(&plan, &input.facts, row).unwrap();
    assert_eq!(changes.len(), plan.indicators().count());
    assert!(changes.iter().any(|c| c.needed.is_some()), "{changes:?}");
    for change in changes.iter().filter(|c| c.needed.is_some()) {
        assert!(change.needed > change.now, "{change:?}");
        assert!(change.say.zh.contains("优秀"), "{change:?}");
    }
}

#[test]
fn years_lead_to_proposals_with_their_article() {
    let plan = Plan::read(ANNUAL, &packs()).unwrap();
    let of = |list: &[(i16, &str)]| {
        let history: Vec<Year> = list.iter().map(|(year, r)| Year { year: *year, result: (*r).into() }).collect();
        let last = list.last().unwrap().0;
        proposals(plan.scheme(), &history, last).into_iter().map(|p| p.id).collect::<Vec<_>>()
    };
    assert_eq!(
        of(&[(2023, "excellent"), (2024, "excellent"), (2025, "excellent")]),
        ["commendation", "merit"],
        "two years in total were rewarded in 2024"
    );
    assert_eq!(
        of(&[(2022, "excellent"), (2024, "excellent"), (2025, "excellent")]),
        ["commendation"],
        "2023 breaks the row"
    );
    assert_eq!(of(&[(2025, "incompetent")]), ["demotion"]);
    assert_eq!(of(&[(2024, "incompetent"), (2025, "incompetent")]), ["demotion", "dismissal"]);
    assert_eq!(
        of(&[(2022, "competent"), (2023, "basic"), (2025, "excellent")]),
        ["commendation", "pay_step"],
        "two in total, or better"
    );
    let five = [2021, 2022, 2023, 2024, 2025].map(|year| (year, "competent"));
    assert_eq!(of(&five), ["pay_level"]);
    assert_eq!(of(&[(2025, "basic")]), ["admonition"]);
    let history =
        [Year { year: 2024, result: "incompetent".into() }, Year { year: 2025, result: "incompetent".into() }];
    assert!(proposals(plan.scheme(), &history, 2025)[1].why.zh.contains("公务员法第八十八条"));
}

#[test]
fn a_scheme_may_be_stricter_than_its_rule_pack() {
    let rule = &packs()[0].shares[0];
    let quota = |with: &str| {
        let text = ANNUAL.replacen(r#""rule": "excellent_share""#, &format!(r#""rule": "excellent_share"{with}"#), 1);
        let plan = Plan::read(&text, &packs()).unwrap_or_else(|e| panic!("{e:?}"));
        plan.scheme().grades.as_ref().unwrap().quotas[0].clone()
    };
    let of = |q: &Quota| (q.share.unwrap(), q.approved);
    assert_eq!(of(&quota("")), (rule.share, rule.approved));
    assert_eq!(quota("").basis.as_ref(), Some(&rule.basis), "the article is the rule's");
    let own = |s: &str| some::weight(s);
    assert_eq!(of(&quota(r#", "share": "0.15""#)), (own("0.15"), None), "no more with approval than the scheme says");
    assert_eq!(of(&quota(r#", "share": "0.15", "approved": "0.2""#)), (own("0.15"), Some(own("0.2"))));
}

#[test]
fn a_wrong_scheme_is_refused_with_its_places() {
    for (from, to, part) in [
        (r#""weight": "0.45""#, r#""weight": "0.44""#, "99.00 %"),
        ("study_hours / 90 hours", "study_hours / 90 tasks", "hours/tasks"),
        ("study_hours / 90 hours", "studyhours / 90 hours", "^^^^^^^^^^"),
        (r#""indicator": "0.30""#, r#""indicator": "0.20""#, "25 %"),
        (r#""source": "0.45""#, r#""source": "0.25""#, "“records”"),
        (r#""at_best": "competent" }"#, r#""at_best": "fair" }"#, "“fair”"),
        (r#""secrecy": 5"#, r#""secrecy": 5.5"#, "5.5"),
        (r#""from": "85""#, r#""from": 85.0"#, "85"),
        (r#""rule": "excellent_share""#, r#""rule": "excellent_share", "share": "0.30""#, "30% is above 20%"),
        (r#""rule": "excellent_share""#, r#""rule": "best_share""#, "“best_share”"),
        (r#""rule": "excellent_share", "#, "", "give a share"),
        (r#""pack": "cn/civil-servants-2020""#, r#""pack": "cn/unknown""#, "there are: cn/civil-servants-2020"),
        (
            r#""consequences": []"#,
            r#""consequences": [{ "id": "merit", "name": { "zh": "", "en": "" }, "grade": "excellent", "years": 2, "pattern": "running", "basis": { "rule": "", "article": "" } }]"#,
            "“merit”",
        ),
        (r#""id": "visits", "#, r#""id": "absence_limit", "#, "“absence_limit” is a number of the rule pack"),
        ("days_absent > absence_limit", "days_absent > admonition_months", "months"),
    ] {
        let faults = Plan::read(&ANNUAL.replacen(from, to, 1), &packs()).unwrap_err();
        let text = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(text.contains(part), "{to}: {text}");
    }
}

#[test]
fn each_check_finds_its_fault_and_the_example_has_few() {
    let checks = |text: &str| {
        lint(&Plan::read(text, &packs()).unwrap_or_else(|e| panic!("{e:?}")), None)
            .into_iter()
            .map(|f| f.check)
            .collect::<Vec<_>>()
    };
    let sound = checks(ANNUAL);
    for (from, to, check) in [
        (r#""from": "85""#, r#""from": "100.01""#, "unreachable_grade"),
        (r#""points": ["100", "80", "40"]"#, r#""points": ["80", "80", "80"]"#, "cannot_vary"),
        (
            r#""floor": "0", "cap": "100", "missing": { "points": "0" }"#,
            r#""floor": "0", "cap": "120", "missing": { "points": "0" }"#,
            "idle_cap",
        ),
        ("late_reports * 0.5 points / 1 reports", "visits * 0.5 points / 1 visits", "double_counting"),
        (
            r#""class": "A", "weight": "0.40", "at_least": 5"#,
            r#""class": "A", "weight": "0.40", "at_least": 3"#,
            "small_class",
        ),
        (r#""at_most": "5""#, r#""at_most": "0""#, "no_effect"),
        (r#""at_most": "5""#, r#""at_most": "50""#, "single"),
    ] {
        let text = ANNUAL.replacen(from, to, 1);
        assert_ne!(text, ANNUAL, "{from}");
        let found = checks(&text);
        let count = |list: &[&str]| list.iter().filter(|c| **c == check).count();
        assert!(count(&found) > count(&sound), "{to}: {found:?}, before {sound:?}");
    }
}

#[test]
fn a_target_that_is_never_above_zero_is_no_rate_and_no_crash() {
    let text = ANNUAL.replacen(
        r#""unit": "tasks", "min": "0", "max": "500" },
    { "id": "visits""#,
        r#""unit": "tasks", "min": "0", "max": "0" },
    { "id": "visits""#,
        1,
    );
    assert_ne!(text, ANNUAL);
    let plan = Plan::read(&text, &packs()).unwrap_or_else(|e| panic!("{e:?}"));
    lint(&plan, None);
    let input = read(&plan, &[table("person,group,tasks_done,tasks_due\na,g,5,0")]).unwrap();
    assert_eq!(score(&plan, &input.facts, 1).unwrap().results[0].standing, Standing::NoResult);
}

#[test]
fn cells_that_cannot_be_are_named() {
    let plan = Plan::read(ANNUAL, &packs()).unwrap();
    let bad = "person,group,visits,special,hourz\na,g,1.5,good,1\na,g,2,fine,1\n,g,,,\nb,g,999,,\nc,g,1,fine,1";
    let problems = read(&plan, &[table(bad)]).unwrap_err();
    let places: Vec<(usize, &str)> = problems.iter().map(|p| (p.row, p.column.as_str())).collect();
    for place in [(2, "person"), (3, "person"), (0, "hourz"), (1, "visits"), (4, "visits"), (5, "special")] {
        assert!(places.contains(&place), "{place:?}: {problems:?}");
    }
}

#[test]
fn who_has_too_little_from_too_few_gets_no_figure() {
    let text = ANNUAL.replacen(r#""coverage": "0.60""#, r#""coverage": "0""#, 1);
    let plan = Plan::read(&text, &packs()).unwrap();
    // only tasks and the ballot: together they would be everything, and each more than it may
    let row = "a,g,90,100,,,,,,,0,0,0,8,2,9,1,8,1";
    let input = read(&plan, &[table(&format!("{HEAD}\n{row}"))]).unwrap();
    let result = score(&plan, &input.facts, 1).unwrap().results[0];
    assert_eq!((result.standing, result.figure()), (Standing::Withheld, None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// No quota is ever exceeded, whatever the facts, ties and roundings.
    #[test]
    fn a_quota_is_never_exceeded(seed: u64) {
        let mut some = some::Seed::of(seed);
        let plan = Plan::new(some.scheme(), &[]).unwrap();
        let facts = some.facts(&plan, 80);
        let Ok(scored) = score(&plan, &facts, 2) else { return Ok(()) };
        let quota = &plan.scheme().grades.as_ref().unwrap().quotas[0];
        for group in 0..facts.approved.len() as u32 {
            let of: Vec<_> = scored.results.iter().zip(&facts.group).filter(|(_, g)| **g == group).map(|(r, _)| r).collect();
            let graded = of.iter().filter(|r| matches!(r.standing, Standing::Grade(_))).count() as i64;
            let base = if quota.base == QuotaBase::Graded { graded } else { of.len() as i64 };
            let share = if facts.approved[group as usize] { quota.approved.unwrap() } else { quota.share.unwrap() }.units();
            let best = of.iter().filter(|r| r.standing == Standing::Grade(0)).count() as i64;
            let room = match quota.rounding {
                Rounding::Floor => base * share / 10_000,
                Rounding::HalfUp => (2 * base * share + 10_000) / 20_000,
                Rounding::Ceil => (base * share + 9_999) / 10_000,
            };
            prop_assert!(best <= room, "{best} of {base}, room for {room}");
        }
    }
    /// More of what is good never lowers the figure.
    #[test]
    fn more_is_never_less(done in 0i64..100, visits in 0i64..30, score_ in 0i64..900) {
        let (plan, input) = office();
        for (column, value) in [("tasks_done", done), ("visits", visits), ("study_hours", score_)] {
            let column = plan.column(column).unwrap();
            let figure = |v: i64| {
                let mut facts = input.facts.clone();
                assert!(facts.columns[column].set(3, Some(v)));
                score(&plan, &facts, 1).unwrap().results[3].figure()
            };
            prop_assert!(figure(value) <= figure(value + 1));
        }
    }
    /// Raters have no order.
    #[test]
    fn raters_may_come_in_any_order(seed: u64) {
        let mut some = some::Seed::of(seed);
        let plan = Plan::new(some.scheme(), &[]).unwrap();
        let facts = some.facts(&plan, 30);
        let mut turned = facts.clone();
        for list in &mut turned.ratings {
            for w in list.start.clone().windows(2) {
                let of = w[0] as usize..w[1] as usize;
                list.value[of.clone()].reverse();
                list.rater[of.clone()].reverse();
                list.class[of].reverse();
            }
        }
        prop_assert_eq!(score(&plan, &facts, 1).map(|s| s.results), score(&plan, &turned, 2).map(|s| s.results));
    }
    /// The same shares written over one more level are the same figure where nothing is rounded between.
    #[test]
    fn weights_scaled_by_a_level_change_nothing(done in 0i64..100, visits in 0i64..200) {
        let scheme: Scheme = serde_json::from_str(ANNUAL).unwrap();
        let (plan, input) = office();
        let mut deeper = scheme.clone();
        let parts = std::mem::take(&mut deeper.root.of);
        let inner = Node { of: parts, ..some::branch("inner", some::weight("1"), None) };
        deeper.root.of.push(inner);
        let deeper = Plan::new(deeper, &packs()).unwrap();
        let mut facts = input.facts;
        assert!(facts.columns[plan.column("tasks_done").unwrap()].set(1, Some(done)));
        assert!(facts.columns[plan.column("visits").unwrap()].set(1, Some(visits)));
        let figures = |p: &Plan| score(p, &facts, 1).unwrap().results.iter().map(|r| r.figure().map(|f| f.units())).collect::<Vec<_>>();
        for (a, b) in figures(&plan).into_iter().zip(figures(&deeper)) {
            // one rounding more, at the sixth decimal, before the second decimal is rounded
            prop_assert!((a.unwrap_or(0) - b.unwrap_or(0)).abs() <= 10_000);
        }
    }
    #[test]
    fn any_text_is_a_formula_or_is_refused_at_a_character(text in "[a-z0-9 .()+*/<=%,学时-]{0,60}") {
        if let Err(why) = formula::trial(&text) {
            prop_assert!(why.at <= text.chars().count());
            prop_assert_eq!(why.picture().lines().count(), 2);
        }
    }
}

#[test]
fn carets_stand_under_what_is_wrong() {
    for (text, picture) in [
        ("hours + people", "hours + people\n        ^^^^^^"),
        ("学时 + 人数", "学时 + 人数\n\u{3000}\u{3000}   ^^^^"),
        ("min(hours, 3 people)", "min(hours, 3 people)\n           ^^^^^^^^"),
        ("hours +", "hours +\n       ^"),
        ("hours # 2", "hours # 2\n      ^"),
        ("if hours then 1 else 2", "if hours then 1 else 2\n   ^^^^^"),
        ("1. + 2", "1. + 2\n ^"),
    ] {
        assert_eq!(formula::trial(text).unwrap_err().picture(), picture, "{text}");
    }
    assert!(formula::trial(&"(".repeat(900)).is_err());
    assert!(formula::trial(&"1+".repeat(900)).is_err());
}
