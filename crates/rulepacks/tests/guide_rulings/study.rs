//! Questions 1 to 6, 11, 12 and 14: kinds of study, degrees, fresh graduates, foreign diplomas, technical schools.

use eligibility::{
    Facts, Flag, Truth,
    facts::{Certificate, Education, Level, Programme, ProgrammeKind, Status, StudyKind},
};

use crate::world::{fails_by, lawyer, person, post, study, verdict, with};

fn bachelor(year: u16) -> Education {
    study(Level::Bachelor, "法学", year)
}
fn settled(mut facts: Facts, is: bool) -> Facts {
    facts.flags.insert(Flag::UnitSettled, is.into());
    facts.programmes.get_or_insert_default();
    facts
}

#[test]
fn question_1_other_forms_of_national_education_may_apply_once_the_diploma_is_there() {
    for kind in [StudyKind::SelfStudy, StudyKind::Adult, StudyKind::Network, StudyKind::Evening, StudyKind::Open] {
        let own = Education { kind: Some(kind), ..bachelor(2020) };
        assert_eq!(verdict(&post(), &person(vec![own.clone()])), Truth::Yes);
        let expected = Education { status: Some(Status::Expected), graduated: bachelor(2026).graduated, ..own };
        assert_eq!(verdict(&post(), &person(vec![expected])), Truth::No, "{kind:?} before the diploma");
    }
}
#[test]
fn question_1_part_time_postgraduates_of_the_state_plan_are_equal() {
    let degree = with(|p| (p.level, p.degree, p.majors_bachelor) = ("研究生".into(), "硕士".into(), String::new()));
    let kind = Some(StudyKind::PartTimePostgraduate);
    let own = Education { kind, in_service: Some(true), ..study(Level::Postgraduate, "刑法学", 2022) };
    assert_eq!(verdict(&degree, &person(vec![own])), Truth::Yes);
}
#[test]
fn question_2_who_is_bound_to_an_employer_may_not_apply_in_the_year_of_graduation() {
    let bound = |year, directed| person(vec![Education { directed, ..bachelor(year) }]);
    assert!(fails_by(&post(), &bound(2026, Some(true)), "2问"));
    assert_eq!(verdict(&post(), &bound(2026, None)), Truth::Unknown);
    assert_eq!(verdict(&post(), &bound(2026, Some(false))), Truth::Yes);
    assert_eq!(verdict(&post(), &bound(2020, Some(true))), Truth::Yes);
}
#[test]
fn question_3_degree_and_major_come_from_the_same_certificate() {
    let asked = with(|p| p.majors_bachelor = "计算机类(B0809)".into());
    let law_with_degree = bachelor(2020);
    let without = Education {
        degree: study(Level::College, "法学", 2020).degree,
        ..study(Level::Bachelor, "计算机科学与技术", 2021)
    };
    assert_eq!(verdict(&with(|p| p.majors_postgraduate = String::new()), &person(vec![without.clone()])), Truth::No);
    let both = person(vec![law_with_degree, without.clone()]);
    let only_bachelor = with(|p| {
        p.majors_postgraduate = String::new();
        p.majors_bachelor.clone_from(&asked.majors_bachelor);
    });
    assert_eq!(verdict(&only_bachelor, &both), Truth::No, "the degree is of one study, the major of the other");
    let free = with(|p| (p.degree, p.majors_bachelor) = ("不限".into(), asked.majors_bachelor.clone()));
    assert_eq!(verdict(&free, &person(vec![without])), Truth::Yes, "no degree asked, none needed");
}

#[test]
fn question_3_the_kind_of_degree_is_no_ground_for_a_major() {
    let law = with(|p| (p.majors_bachelor, p.majors_postgraduate) = ("法学类(B0301)".into(), String::new()));
    let degree = bachelor(2020).degree;
    let banker = person(vec![Education { degree, ..study(Level::Bachelor, "金融学", 2020) }]);
    assert_eq!(verdict(&law, &banker), Truth::No, "a bachelor of law by degree, of finance by major");
}
#[test]
fn questions_1_and_23_the_diploma_is_there_on_the_first_day_of_registration() {
    let on = |day: &str| {
        let graduated = Some(day.parse().unwrap());
        person(vec![Education { kind: Some(StudyKind::SelfStudy), graduated, ..bachelor(2025) }])
    };
    assert_eq!(verdict(&post(), &on("2025-10-20")), Truth::Yes);
    assert_eq!(verdict(&post(), &on("2025-10-21")), Truth::No);
    assert_eq!(verdict(&post(), &on("2025-10")), Truth::Unknown, "only the month is recorded");
}

fn this_year() -> eligibility::pack::Post {
    with(|p| p.fresh = "2026届高校毕业生".into())
}
fn fresh() -> eligibility::pack::Post {
    with(|p| p.fresh = "应届毕业生".into())
}

#[test]
fn question_5_1_posts_for_this_year_take_this_years_full_time_graduates() {
    assert_eq!(verdict(&this_year(), &person(vec![bachelor(2026)])), Truth::Yes);
    assert_eq!(verdict(&this_year(), &settled(person(vec![bachelor(2025)]), false)), Truth::No);
    let in_service = Education { in_service: Some(true), ..bachelor(2026) };
    assert_eq!(verdict(&this_year(), &person(vec![in_service])), Truth::No);
}
#[test]
fn question_5_2_1_this_years_graduates_are_fresh() {
    assert_eq!(verdict(&fresh(), &person(vec![bachelor(2026)])), Truth::Yes);
}
#[test]
fn question_5_2_2_so_are_those_of_the_two_years_before_without_a_working_unit() {
    for year in [2024, 2025] {
        assert_eq!(verdict(&fresh(), &settled(person(vec![bachelor(year)]), false)), Truth::Yes);
        assert_eq!(verdict(&fresh(), &settled(person(vec![bachelor(year)]), true)), Truth::No);
    }
    assert_eq!(verdict(&fresh(), &settled(person(vec![bachelor(2023)]), false)), Truth::No);
    let served = settled(person(vec![bachelor(2025)]), true);
    assert_eq!(verdict(&fresh(), &Facts { programmes: None, ..served }), Truth::Unknown, "nobody asked for programmes");
    let untold = Facts { programmes: Some(Vec::new()), ..person(vec![bachelor(2025)]) };
    assert_eq!(verdict(&fresh(), &untold), Truth::Unknown, "nobody recorded whether a unit is settled");
}
#[test]
fn question_5_2_3_so_are_those_who_came_back_with_a_certified_foreign_degree_in_the_window() {
    let abroad = |day: &str, certified| {
        let graduated = Some(day.parse().unwrap());
        let one = Education { kind: Some(StudyKind::Overseas), graduated, certified, ..bachelor(2024) };
        settled(person(vec![one]), false)
    };
    assert_eq!(verdict(&fresh(), &abroad("2024-01-17", Some(true))), Truth::Yes);
    assert_eq!(verdict(&fresh(), &abroad("2025-10-20", Some(true))), Truth::Yes);
    assert_eq!(verdict(&fresh(), &abroad("2024-01-16", Some(true))), Truth::No);
    assert_eq!(verdict(&fresh(), &abroad("2025-01-17", Some(false))), Truth::No);
    assert_eq!(verdict(&fresh(), &abroad("2025-01-17", None)), Truth::Unknown);
    assert_eq!(verdict(&this_year(), &abroad("2025-01-17", Some(true))), Truth::No);
}
#[test]
fn question_5_2_4_so_are_those_who_serve_in_a_programme_or_passed_it_within_two_years() {
    let served = |end: Option<&str>, passed| {
        let one = Programme {
            kind: Some(ProgrammeKind::ThreeSupports),
            recruited_by: Some("440000".into()),
            area: None,
            start: Some("2021-08".parse().unwrap()),
            end: end.map(|e| e.parse().unwrap()),
            passed,
            source: None,
        };
        Facts { programmes: Some(vec![one]), ..settled(person(vec![bachelor(2021)]), true) }
    };
    assert_eq!(verdict(&fresh(), &served(None, None)), Truth::Yes, "serving");
    assert_eq!(verdict(&fresh(), &served(Some("2023-10-20"), Some(true))), Truth::Yes);
    assert_eq!(verdict(&fresh(), &served(Some("2023-10-19"), Some(true))), Truth::No, "longer than two years ago");
    assert_eq!(verdict(&fresh(), &served(Some("2024-08-01"), Some(false))), Truth::No, "not passed");
    assert_eq!(verdict(&fresh(), &served(Some("2024-08-01"), None)), Truth::Unknown);
}
#[test]
fn question_5_other_forms_and_lower_studies_do_not_open_a_post_for_fresh_graduates() {
    let serving = Programme {
        kind: Some(ProgrammeKind::West),
        recruited_by: Some("44".into()),
        area: None,
        start: Some("2024".parse().unwrap()),
        end: None,
        passed: None,
        source: None,
    };
    let in_programme =
        |educations| Facts { programmes: Some(vec![serving.clone()]), ..settled(person(educations), false) };
    let network = Education { kind: Some(StudyKind::Network), ..bachelor(2024) };
    assert_eq!(verdict(&fresh(), &in_programme(vec![network])), Truth::No);
    let only_bachelor = with(|p| (p.fresh, p.majors_postgraduate) = ("应届毕业生".into(), String::new()));
    let lower = in_programme(vec![bachelor(2023), study(Level::Postgraduate, "刑法学", 2026)]);
    assert_eq!(verdict(&only_bachelor, &lower), Truth::No);
}
#[test]
fn question_6_elsewhere_a_lower_study_may_be_used_and_then_age_is_not_relaxed() {
    let computing = study(Level::Bachelor, "计算机科学与技术", 2008);
    let both = |birth: &str| Facts {
        birth: Some(birth.parse::<base::PartialDate>().unwrap().into()),
        ..person(vec![computing.clone(), study(Level::Postgraduate, "刑法学", 2026)])
    };
    let by_lower = with(|p| {
        p.majors_bachelor = "计算机类(B0809)".into();
        p.majors_postgraduate = String::new();
    });
    let by_higher = with(|p| p.majors_postgraduate = "法学(A0301)".into());
    assert_eq!(verdict(&by_lower, &both("1990-01-01")), Truth::Yes);
    assert_eq!(verdict(&by_lower, &both("1984-01-01")), Truth::No, "41 years, applying with the lower study");
    assert_eq!(verdict(&by_higher, &both("1984-01-01")), Truth::Yes, "41 years, fresh master");
}
#[test]
fn question_11_a_foreign_diploma_is_certified() {
    let abroad = |certified| person(vec![Education { kind: Some(StudyKind::Overseas), certified, ..bachelor(2020) }]);
    assert_eq!(verdict(&post(), &abroad(Some(true))), Truth::Yes);
    assert_eq!(verdict(&post(), &abroad(Some(false))), Truth::No);
    assert_eq!(verdict(&post(), &abroad(None)), Truth::Unknown);
}
#[test]
fn question_12_who_still_studies_abroad_cannot_apply_with_any_diploma() {
    let abroad = |year| Education {
        kind: Some(StudyKind::Overseas),
        certified: None,
        ..study(Level::Postgraduate, "刑法学", year)
    };
    assert!(fails_by(&post(), &person(vec![bachelor(2020), abroad(2026)]), "12问"));
    let late =
        Education { status: Some(Status::Graduated), graduated: Some("2025-10-21".parse().unwrap()), ..abroad(2026) };
    assert!(fails_by(&post(), &person(vec![bachelor(2020), late]), "12问"));
    assert_eq!(verdict(&post(), &person(vec![bachelor(2020), abroad(2024)])), Truth::Yes);
}
#[test]
fn question_13_this_years_graduates_of_joint_programmes_at_home_have_until_the_end_of_the_year() {
    let expected = |day: &str| {
        let graduated = Some(day.parse().unwrap());
        person(vec![Education { status: Some(Status::Expected), graduated, ..bachelor(2026) }])
    };
    assert_eq!(verdict(&post(), &expected("2026-12-31")), Truth::Yes);
    assert_eq!(verdict(&post(), &expected("2027-01-01")), Truth::No);
}
#[test]
fn question_14_technical_schools_count_by_their_certificate_where_neither_degree_nor_major_is_asked() {
    let free = with(|p| {
        (p.level, p.degree, p.majors_college) = ("大专以上".into(), "不限".into(), "不限".into());
    });
    let bachelor_only = with(|p| (p.level, p.degree) = ("本科".into(), "不限".into()));
    let holder = |kind: &str, on: &str, area: &str| {
        let school = Education {
            kind: Some(StudyKind::Technical),
            school_area: Some(area.into()),
            ..study(Level::Vocational, "烹饪", 2018)
        };
        let one = Certificate { kind: kind.into(), grade: None, on: Some(on.parse().unwrap()), source: None };
        Facts { certificates: Some(vec![one]), ..person(vec![school]) }
    };
    assert_eq!(verdict(&free, &holder("senior_worker", "2019-03-01", "440100")), Truth::Yes);
    assert_eq!(verdict(&bachelor_only, &holder("senior_worker", "2019-03-01", "440100")), Truth::No);
    assert_eq!(verdict(&bachelor_only, &holder("technician", "2019-03-01", "440100")), Truth::Yes);
    assert_eq!(
        verdict(&free, &holder("senior_worker", "2019-03-01", "430100")),
        Truth::No,
        "another province's school"
    );
    assert_eq!(verdict(&free, &holder("senior_worker", "2025-10-20", "440100")), Truth::No, "not before the first day");
    assert_eq!(verdict(&post(), &holder("technician", "2019-03-01", "440100")), Truth::No, "a degree is asked for");
    let law = eligibility::pack::Post {
        majors_college: String::new(),
        majors_bachelor: "法学类(B0301)".into(),
        majors_postgraduate: String::new(),
        ..free
    };
    assert_eq!(verdict(&law, &holder("technician", "2019-03-01", "440100")), Truth::No, "a major is asked for");
}
#[test]
fn a_plain_graduate_meets_a_plain_post() {
    assert_eq!(verdict(&post(), &lawyer()), Truth::Yes);
}
