//! A small catalogue, posts and a person to change.

use eligibility::{
    Cite, Facts, Reason, Truth,
    facts::{Degree, DegreeLevel, Education, Level, Status, StudyKind},
    majors::{Catalogue, Discipline, Group, Listed},
    pack::Post,
};

pub fn catalogue() -> Catalogue {
    let mut c = Catalogue::default();
    for (code, name) in [
        ("A02", "经济学"),
        ("A0201", "理论经济学"),
        ("A0202", "应用经济学"),
        ("A0301", "法学"),
        ("A0306", "公安学"),
        ("A1202", "工商管理"),
        ("B01", "哲学"),
        ("B0203", "金融学类"),
        ("B0301", "法学类"),
        ("B0306", "公安学类"),
        ("B0809", "计算机类"),
    ] {
        c.disciplines.insert(code.into(), Discipline { name: name.into() });
    }
    for (code, name, former) in [
        ("A020104", "西方经济学", &[][..]),
        ("A020208", "统计学（部分）", &[]),
        ("A030104", "刑法学", &[]),
        ("A120202", "企业管理（含∶财务管理、市场营销、人力资源管理）", &[]),
        ("B010101", "哲学", &[]),
        ("B020301", "金融学", &["国际金融", "投资经济（部分）"]),
        ("B030101", "法学", &["经济法"]),
        ("B030601", "治安学", &[]),
        ("B080901", "计算机科学与技术", &[]),
    ] {
        let former = former.iter().map(|f| (*f).to_owned()).collect();
        c.majors.insert(code.into(), Listed { name: name.into(), former });
    }
    c.groups.insert(
        "03".into(),
        Group { name: "经济金融类".into(), codes: vec!["A0201".into(), "A0202".into(), "B0203".into()] },
    );
    c
}

/// A post of a city organ in Guangzhou (unit codes `x01…`) that asks for little.
pub fn post() -> Post {
    Post {
        sheet: "县以上机关".into(),
        row: 4,
        unit: "广州市某局".into(),
        unit_code: "1010001".into(),
        title: "一级科员".into(),
        code: "10100012601001".into(),
        kind: "综合管理类职位".into(),
        openings: 1,
        level: "本科以上".into(),
        degree: "学士以上".into(),
        majors_postgraduate: "不限".into(),
        majors_bachelor: "不限".into(),
        grass_roots: "否".into(),
        fresh: "否".into(),
        district: "广州".into(),
        ..Post::default()
    }
}

pub fn with(change: impl FnOnce(&mut Post)) -> Post {
    let mut p = post();
    change(&mut p);
    p
}

/// A full-time course of study, in hand since June of `year` (expected where that is 2026), with the degree of its level.
pub fn study(level: Level, major: &str, year: u16) -> Education {
    let degree = match level {
        Level::Postgraduate => Some((DegreeLevel::Master, "303")),
        Level::Bachelor => Some((DegreeLevel::Bachelor, "403")),
        _ => Some((DegreeLevel::None, "")),
    };
    Education {
        level: Some(level),
        kind: Some(StudyKind::Ordinary),
        in_service: Some(false),
        status: Some(if year >= 2026 { Status::Expected } else { Status::Graduated }),
        graduated: Some(format!("{year}-06-30").parse().unwrap()),
        degree: degree.map(|(level, code)| Degree { level, code: Some(code.to_owned()).filter(|c| !c.is_empty()) }),
        major: Some(catalogue().resolve(level, major, None)),
        school: Some("某大学".into()),
        directed: Some(false),
        ..Education::default()
    }
}

/// Born in 1998, with these studies, no relatives in office.
pub fn person(educations: Vec<Education>) -> Facts {
    Facts {
        birth: Some("1998-05-01".parse::<base::PartialDate>().unwrap().into()),
        educations: Some(educations),
        kin: Some(Vec::new()),
        ..Facts::default()
    }
}

pub fn lawyer() -> Facts {
    person(vec![study(Level::Bachelor, "法学", 2020)])
}

pub fn explain(post: &Post, facts: &Facts) -> Reason {
    let built = rulepacks::gd_2026().build(post, &catalogue());
    assert_eq!(built.unresolved, []);
    assert!(built.clauses.iter().all(|c| c.understood), "{:?}", built.clauses);
    let reason = built.requirement.explain(facts);
    assert_eq!(reason.verdict, built.requirement.eval(facts));
    reason
}

pub fn verdict(post: &Post, facts: &Facts) -> Truth {
    explain(post, facts).verdict
}

/// Whether a clause that is certainly not met cites this question of the guide.
pub fn fails_by(post: &Post, facts: &Facts, question: &str) -> bool {
    let cites = |r: &&Reason| {
        r.cite.iter().any(|c| matches!(c, Cite::Rule { article, .. } if article.zh.contains(&format!("第{question}"))))
    };
    explain(post, facts).failing().iter().any(cites)
}
