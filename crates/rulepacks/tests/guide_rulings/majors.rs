//! Question 10: majors against the catalogue.

use eligibility::{
    Facts, Truth,
    facts::{Education, Level},
    pack::Post,
};

use crate::world::{catalogue, person, study, verdict, with};

fn asks(bachelor: &str) -> Post {
    with(|p| (p.majors_bachelor, p.majors_postgraduate) = (bachelor.into(), String::new()))
}
fn asks_higher(postgraduate: &str) -> Post {
    with(|p| (p.majors_bachelor, p.majors_postgraduate) = (String::new(), postgraduate.into()))
}
fn of(level: Level, major: &str, direction: Option<&str>) -> Facts {
    let major = Some(catalogue().resolve(level, major, direction));
    person(vec![Education { major, ..study(level, "", 2020) }])
}
fn bachelor(major: &str) -> Facts {
    of(Level::Bachelor, major, None)
}
fn higher(major: &str) -> Facts {
    of(Level::Postgraduate, major, None)
}

#[test]
fn question_10_1_the_same_name() {
    assert_eq!(verdict(&asks("哲学(B010101)"), &bachelor("哲学")), Truth::Yes);
    assert_eq!(verdict(&asks("哲学(B010101)"), &bachelor("金融学")), Truth::No);
}
#[test]
fn question_10_1_a_former_name_counts_as_the_major_it_became() {
    assert_eq!(verdict(&asks("金融学(B020301)"), &bachelor("国际金融")), Truth::Yes);
    assert_eq!(verdict(&asks("法学(B030101)"), &bachelor("国际金融")), Truth::No);
}
#[test]
fn question_10_1_what_is_only_partly_the_major_is_for_the_organ_to_say() {
    assert_eq!(verdict(&asks("金融学(B020301)"), &bachelor("投资经济")), Truth::Unknown);
    assert_eq!(verdict(&asks("法学(B030101)"), &bachelor("投资经济")), Truth::No);
    assert_eq!(verdict(&asks_higher("统计学（部分）(A020208)"), &higher("统计学")), Truth::Unknown);
}
#[test]
fn question_10_1_an_unlisted_major_is_compared_by_a_person() {
    assert_eq!(verdict(&asks("金融学(B020301)"), &bachelor("数字普惠金融")), Truth::Unknown);
}
#[test]
fn question_10_1_the_name_of_a_discipline_is_decided_by_its_direction() {
    let wants = asks_higher("西方经济学(A020104)");
    assert_eq!(verdict(&wants, &higher("理论经济学")), Truth::Unknown);
    assert_eq!(verdict(&wants, &of(Level::Postgraduate, "理论经济学", Some("西方经济学"))), Truth::Yes);
    assert_eq!(verdict(&wants, &higher("应用经济学")), Truth::No);
    assert_eq!(verdict(&asks_higher("理论经济学(A0201)"), &higher("理论经济学")), Truth::Yes);
}
#[test]
fn question_10_2_groups_disciplines_and_majors_take_in_what_is_below_them() {
    for cell in ["经济金融类(03)", "03经济金融类", "经济学(A02)", "理论经济学(A0201)", "西方经济学(A020104)"]
    {
        assert_eq!(verdict(&asks_higher(cell), &higher("西方经济学")), Truth::Yes, "{cell}");
        assert_eq!(verdict(&asks_higher(cell), &higher("刑法学")), Truth::No, "{cell}");
    }
    assert_eq!(verdict(&asks("经济金融类(03)"), &bachelor("金融学")), Truth::Yes);
}
#[test]
fn question_10_3_a_direction_that_the_post_names_must_be_the_one_studied() {
    let finance = with(|p| {
        (p.majors_bachelor, p.majors_postgraduate) =
            (String::new(), "企业管理（含：财务管理、市场营销、人力资源管理）(A120202)".into());
        p.other = "企业管理（限：财务管理）（A120202）".into();
    });
    let who = |direction| of(Level::Postgraduate, "企业管理", direction);
    assert_eq!(verdict(&finance, &who(Some("财务管理"))), Truth::Yes);
    assert_eq!(verdict(&finance, &who(Some("市场营销"))), Truth::No);
    assert_eq!(verdict(&finance, &who(None)), Truth::Unknown);
    let without = Post { other: "企业管理（A120202），不包含市场营销".into(), ..finance };
    assert_eq!(verdict(&without, &who(Some("财务管理"))), Truth::Yes);
    assert_eq!(verdict(&without, &who(Some("市场营销"))), Truth::No);
}
#[test]
fn question_10_3_a_direction_that_the_catalogue_does_not_print_is_no_ground() {
    assert_eq!(verdict(&asks("法学(B030101)"), &bachelor("法学（知识产权方向）")), Truth::Yes);
    assert_eq!(catalogue().resolve(Level::Bachelor, "法学（知识产权方向）", None).direction, None);
}
#[test]
fn question_10_4_a_minor_is_no_ground() {
    let minor = Education { auxiliary: true, ..study(Level::Bachelor, "金融学", 2020) };
    let both = person(vec![study(Level::Bachelor, "法学", 2020), minor]);
    assert_eq!(verdict(&asks("金融学(B020301)"), &both), Truth::No);
    assert_eq!(verdict(&asks("法学(B030101)"), &both), Truth::Yes);
}
