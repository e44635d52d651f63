//! Questions 15, 17, 18, 19 and 21: the law examination, police colleges, recusal, hired elsewhere, Hong Kong and Macao.

use eligibility::{
    Facts, Flag, Truth,
    facts::{Certificate, Education, Kin, Level},
    pack::Post,
};

use crate::world::{fails_by, lawyer, person, post, study, verdict, with};

fn holds(kind: &str) -> Facts {
    let one = Certificate { kind: kind.into(), grade: None, on: None, source: None };
    Facts { certificates: Some(vec![one]), ..lawyer() }
}
fn law_post(unit: &str) -> Post {
    with(|p| {
        p.unit = unit.into();
        p.other = "通过法律职业资格考试".into();
    })
}

#[test]
fn question_15_classes_a_and_b_everywhere_class_c_in_three_counties() {
    let counties = ["连山壮族瑶族自治县人民法院", "连南瑶族自治县公安局", "乳源瑶族自治县司法局"];
    for unit in counties.into_iter().chain(["广州市中级人民法院"]) {
        for class in ["law_a", "law_b"] {
            assert_eq!(verdict(&law_post(unit), &holds(class)), Truth::Yes);
        }
        let class_c = if counties.contains(&unit) { Truth::Yes } else { Truth::No };
        assert_eq!(verdict(&law_post(unit), &holds("law_c")), class_c, "{unit}");
        assert_eq!(verdict(&law_post(unit), &holds("law")), Truth::Unknown, "class not recorded");
        assert_eq!(verdict(&law_post(unit), &holds("tem8")), Truth::No);
    }
    assert_eq!(verdict(&law_post("广州市中级人民法院"), &lawyer()), Truth::Unknown, "nobody asked for certificates");
}
#[test]
fn question_15_who_sat_the_examination_of_2025_may_apply() {
    assert_eq!(verdict(&law_post("广州市中级人民法院"), &holds("law_exam_2025")), Truth::Yes);
}
#[test]
fn a_law_graduate_needs_the_examination_where_only_law_graduates_do() {
    let mixed = with(|p| {
        (p.majors_bachelor, p.majors_postgraduate) = ("法学类(B0301),计算机类(B0809)".into(), String::new());
        p.other = "法学专业报考者须通过法律职业资格考试".into();
    });
    let without = |major| Facts { certificates: Some(Vec::new()), ..person(vec![study(Level::Bachelor, major, 2020)]) };
    assert_eq!(verdict(&mixed, &without("法学")), Truth::No);
    assert_eq!(verdict(&mixed, &without("计算机科学与技术")), Truth::Yes);
    assert_eq!(verdict(&mixed, &holds("law_a")), Truth::Yes);
}
#[test]
fn question_17_this_years_graduates_of_police_colleges_take_the_national_examination() {
    let police = with(|p| (p.sheet, p.kind) = ("公安".into(), "公安机关执法勤务职位".into()));
    let student = |school: &str, major: &str, year: u16, origin: &str| Facts {
        origin: Some(origin.to_owned().into()),
        ..person(vec![Education { school: Some(school.into()), ..study(Level::Bachelor, major, year) }])
    };
    assert!(fails_by(&police, &student("广东警官学院", "治安学", 2026, "440100"), "17问"));
    assert_eq!(verdict(&police, &student("广东警官学院", "治安学", 2025, "440100")), Truth::Yes, "an earlier year");
    assert_eq!(verdict(&police, &student("某大学", "治安学", 2026, "440100")), Truth::Yes, "not a police college");
    assert_eq!(verdict(&police, &student("广东警官学院", "法学", 2026, "440100")), Truth::Yes, "not a police major");
    assert_eq!(verdict(&post(), &student("广东警官学院", "治安学", 2026, "440100")), Truth::Yes, "not a police post");
}
#[test]
fn question_18_no_post_where_a_relative_leads_or_would_be_superior() {
    let relative =
        |unit: &str, conflicting| Facts { kin: Some(vec![Kin { unit: unit.into(), conflicting }]), ..lawyer() };
    assert!(fails_by(&post(), &relative("1010001", Some(true)), "18、24问"));
    assert_eq!(verdict(&post(), &relative("1010001", Some(false))), Truth::Yes);
    assert_eq!(verdict(&post(), &relative("1010001", None)), Truth::Unknown);
    assert_eq!(verdict(&post(), &relative("1010002", Some(true))), Truth::Yes, "another unit");
    assert_eq!(verdict(&post(), &Facts { kin: None, ..lawyer() }), Truth::Yes, "question 24: nothing is declared");
}
#[test]
fn question_19_who_is_hired_elsewhere_meanwhile_is_out_once_that_is_reported() {
    let mut hired = lawyer();
    hired.flags.insert(Flag::HiredElsewhere, true.into());
    assert!(fails_by(&post(), &hired, "19问"));
    assert_eq!(verdict(&post(), &lawyer()), Truth::Yes, "nothing reported");
}
#[test]
fn question_21_posts_for_residents_of_hong_kong_and_macao() {
    let wanted = with(|p| p.other = "面向港澳人士招录".into());
    let mut resident = lawyer();
    assert_eq!(verdict(&wanted, &resident), Truth::Unknown);
    resident.flags.insert(Flag::HongKongMacao, true.into());
    assert_eq!(verdict(&wanted, &resident), Truth::Yes);
    assert_eq!(verdict(&post(), &resident), Truth::Yes);
    resident.flags.insert(Flag::HongKongMacao, false.into());
    assert_eq!(verdict(&wanted, &resident), Truth::No);
}
