//! Reasons read as sentences, in both languages.

use base::Lang;
use eligibility::{
    Cite, Facts, Known, Requirement, Rule, Test, Verified,
    facts::{Degree, DegreeLevel, Education, Level, Major, Standing, Status, StudyKind},
    say,
    test::{EducationTest, Expected, MajorWant},
};

fn post() -> Requirement {
    let cell = |column: &str, words: &str| Cite::Cell {
        sheet: "县以上机关".into(),
        row: 7,
        column: column.into(),
        words: words.into(),
    };
    let study = Test::Education(Box::new(EducationTest {
        levels: vec![Level::Bachelor],
        degrees: vec![DegreeLevel::Bachelor],
        majors: Some(vec![MajorWant::code("B0301"), MajorWant::code("B020301")]),
        ..EducationTest::default()
    }));
    let age = Test::Age { min: Some(18), max: Some(38), on: "2025-10-20".parse().unwrap() };
    Requirement::all(vec![
        Requirement::from(study).citing(cell("本科专业名称及代码", "法学类（B0301）")),
        Requirement::from(Test::Political(vec!["01".into()])).citing(cell("其他要求", "中共党员")),
        Requirement::from(age).citing(Cite::Rule {
            pack: "cn/gd-2026".into(),
            rule: "age".into(),
            article: base::Say::new("公告", "The announcement"),
            verified: Verified::M,
            from: None,
            to: None,
        }),
        Rule::NeedsPerson { words: "符合本系统政审要求".into() }.into(),
    ])
}
fn person() -> Facts {
    Facts {
        birth: Some(Known::from("1990-05".parse::<base::PartialDate>().unwrap())),
        political: Some(Known::from("03".to_owned())),
        educations: Some(vec![Education {
            level: Some(Level::Bachelor),
            kind: Some(StudyKind::Ordinary),
            status: Some(Status::Graduated),
            graduated: Some("2012-07".parse().unwrap()),
            degree: Some(Degree { level: DegreeLevel::Bachelor, code: None }),
            major: Some(Major {
                name: "会计学".into(),
                direction: None,
                standing: Standing::Listed,
                codes: vec!["B120203".into()],
            }),
            ..Education::default()
        }]),
        ..Facts::default()
    }
}

#[test]
fn a_reason_names_clause_and_fact() {
    let reason = post().explain(&person());
    let zh = say::sentence(&reason, Lang::Zh);
    assert_eq!(
        zh,
        "不符合：本科专业名称及代码“法学类（B0301）”、其他要求“中共党员”。另外无法判定：需人工认定：符合本系统政审要求。"
    );
    let en = say::sentence(&reason, Lang::En);
    assert_eq!(
        en,
        "Does not meet: 本科专业名称及代码“法学类（B0301）”, 其他要求“中共党员”. Besides, cannot be told: A person has to judge: \
         符合本系统政审要求."
    );

    let study = &reason.children[0];
    assert_eq!(say::found(&study.found[0], Lang::Zh), "本科，学士，会计学（B120203），2012-07（专业不符）");
    assert_eq!(
        say::found(&study.found[0], Lang::En),
        "bachelor's, bachelor, 会计学（B120203）, 2012-07 (major does not fit)"
    );
    assert_eq!(say::cite(&study.cite[0], Lang::En), "县以上机关, row 7, “本科专业名称及代码”: 法学类（B0301）");

    let age = &reason.children[2];
    assert_eq!(say::asks(&age.what, Lang::Zh), "18 周岁以上、38 周岁以下（截至 2025-10-20）");
    assert_eq!(say::asks(&age.what, Lang::En), "Aged 18 to 38 (on 2025-10-20)");
    assert_eq!(say::cite(&age.cite[0], Lang::Zh), "公告（设定值，待核实）");
    assert_eq!(say::found(&age.found[0], Lang::Zh), "35 周岁");

    let judge = &reason.children[3];
    assert_eq!(say::asks(&judge.what, Lang::En), "A person has to judge: 符合本系统政审要求");
}

#[test]
fn what_is_missing_is_named() {
    let reason = post().explain(&Facts::default());
    assert_eq!(
        say::sentence(&reason, Lang::Zh),
        "无法判定：本科专业名称及代码“法学类（B0301）”（学历学位未记载）、其他要求“中共党员”（政治面貌未记载）、公告（设定值，待核实）（出生日期未记载）、需人工认定：符合本系统政审要求。"
    );
    assert_eq!(say::found(&reason.children[1].found[0], Lang::En), "political standing: not recorded");
}

#[test]
fn what_a_study_must_be_is_said_side_by_side() {
    let test = |asked| say::test(&Test::Education(Box::new(asked)), Lang::Zh);
    let english = |asked| say::test(&Test::Education(Box::new(asked)), Lang::En);
    let abroad = || EducationTest {
        kinds: vec![StudyKind::Overseas],
        statuses: vec![Status::Studying, Status::Expected],
        ..EducationTest::default()
    };
    assert_eq!(test(abroad()), "以同一学历：学习形式为国（境）外，学业状态为在读、应届");
    assert_eq!(english(abroad()), "One and the same diploma: form of study: abroad; standing: studying, expected");
    let asked = || EducationTest { ask_kinds: vec![StudyKind::Overseas], ..EducationTest::default() };
    assert_eq!(test(asked()), "以同一学历：学习形式为国（境）外的，是否计入由人工认定");
    assert_eq!(english(asked()), "One and the same diploma: whether abroad counts is for a person to judge");
    let finished = || EducationTest {
        finished_by: Some("2025-10-20".parse().unwrap()),
        expected: Some(Expected { kinds: vec![StudyKind::Ordinary], by: "2026-12-31".parse().unwrap() }),
        school_area: Some("44".into()),
        ..EducationTest::default()
    };
    assert_eq!(
        test(finished()),
        "以同一学历：2025-10-20 前取得毕业证书（或普通全日制预计 2026-12-31 前取得），学校在广东省"
    );
    assert_eq!(
        english(finished()),
        "One and the same diploma: diploma by 2025-10-20 (or expected by 2026-12-31 for ordinary full-time); school in Guangdong"
    );
}
