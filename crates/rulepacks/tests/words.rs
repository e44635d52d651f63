//! No word of a table is ever dropped, whatever it says.

use eligibility::{
    Cite, Facts, Requirement, Rule, Truth,
    facts::Level,
    majors::{Catalogue, CellMajors, Discipline, Listed},
    pack::{Pack, Post},
};
use proptest::prelude::*;

fn catalogue() -> Catalogue {
    let mut c = Catalogue::default();
    c.disciplines.insert("A1202".into(), Discipline { name: "工商管理".into() });
    let former = vec!["工商行政管理".into()];
    c.majors.insert("A120202".into(), Listed { name: "企业管理（含：财务管理、市场营销）".into(), former });
    c
}

/// The words that a requirement shows: of people's questions and notices, and of the cells it cites.
fn shown(requirement: &Requirement) -> (Vec<String>, Vec<String>) {
    let (mut asked, mut cited) = (Vec::new(), Vec::new());
    requirement.walk(&mut |r| {
        if let Rule::NeedsPerson { words } = &r.rule {
            asked.push(words.clone());
        }
        cited.extend(r.cite.iter().filter_map(|c| match c {
            Cite::Cell { words, .. } => Some(words.clone()),
            Cite::Rule { .. } => None,
        }));
    });
    (asked, cited)
}

/// Words, whole clauses of the pack, and what looks like them.
fn clause() -> impl Strategy<Value = String> {
    let known: Vec<String> = rulepacks::gd_2026().clauses.into_iter().map(|c| c.words).collect();
    prop_oneof![
        "\\PC{0,20}",
        "[男女性限含不（）()、，, {}A-C0-9]{0,30}",
        proptest::sample::select(known),
        Just("企业管理（限：财务管理）（A120202）".to_owned()),
    ]
}

fn post(other: String, majors: String, words: [String; 4]) -> Post {
    let [level, degree, fresh, grass_roots] = words;
    Post {
        sheet: "县以上机关".into(),
        row: 7,
        unit: "某局".into(),
        unit_code: "1010001".into(),
        title: "科员".into(),
        code: "1".into(),
        openings: 1,
        level,
        degree,
        fresh,
        grass_roots,
        other,
        majors_postgraduate: majors.clone(),
        majors_bachelor: majors,
        ..Post::default()
    }
}

fn word() -> impl Strategy<Value = String> {
    let pick = |list: &'static [&'static str]| proptest::sample::select(list).prop_map(str::to_owned);
    prop_oneof![pick(&["本科以上", "学士以上", "不限", "否", "是", "应届毕业生", "2026届高校毕业生", ""]), "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
    #[test]
    fn every_clause_is_understood_or_asks_a_person_in_its_own_words(
        clauses in prop::collection::vec(clause(), 0..4),
        majors in prop_oneof!["\\PC{0,40}", Just("企业管理(A120202)".to_owned()), Just("不限".to_owned())],
        level in word(), degree in word(), fresh in word(), grass_roots in word(),
    ) {
        let pack: Pack = rulepacks::gd_2026();
        let post = post(clauses.join(";"), majors, [level, degree, fresh, grass_roots]);
        let built = pack.build(&post, &catalogue());
        let (asked, cited) = shown(&built.requirement);
        let parts: Vec<&str> = post.other.split([';', '；']).map(str::trim).filter(|p| !p.is_empty()).collect();
        prop_assert_eq!(built.clauses.iter().map(|c| c.words.as_str()).collect::<Vec<_>>(), parts);
        for clause in &built.clauses {
            if !clause.understood {
                prop_assert!(asked.contains(&clause.words), "{} is not shown to a person", clause.words);
                prop_assert!(cited.contains(&clause.words));
            }
        }
        // whatever is not understood keeps everybody from a plain yes
        if built.clauses.iter().any(|c| !c.understood) {
            prop_assert!(built.requirement.eval(&Facts::default()) != Truth::Yes);
        }
        for (column, words, known) in [
            ("学历", &post.level, pack.words.levels.contains_key(post.level.trim())),
            ("学位", &post.degree, pack.words.degrees.contains_key(post.degree.trim())),
            ("是否限应届毕业生报考", &post.fresh, pack.words.fresh.contains_key(post.fresh.trim())),
            ("是否要求2年以上基层工作经历", &post.grass_roots, pack.words.grass_roots.contains_key(post.grass_roots.trim())),
        ] {
            prop_assert!(known || asked.iter().any(|a| a.contains(words.trim())), "{column}: {words}");
        }
    }
    #[test]
    fn every_part_of_a_cell_of_majors_is_resolved_or_named(cell in "[企业管理工商（）()、，,;A-C0-9 限含:：不类\n]{0,60}|\\PC{0,60}") {
        let (majors, unresolved) = catalogue().read_cell(Level::Postgraduate, &cell);
        let blank = eligibility::majors::normal(&cell).chars().all(|c| matches!(c, ',' | ';' | '、'));
        let nothing = matches!(&majors, CellMajors::Of(w) if w.is_empty()) || majors == CellMajors::Empty;
        prop_assert!(!nothing || blank || !unresolved.is_empty(), "{cell:?} left no trace");
    }
}
