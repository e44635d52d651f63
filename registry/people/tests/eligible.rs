//! What a file says is what requirements read: with the fact a clause is met or not, without it the fact is named.

mod common;

use base::{Date, Id};
use common::*;
use eligibility::{Facts, Field, Truth, majors::Catalogue, pack::Post};
use people::{Entry, File, Section, Values, facts_in, facts_of, parse};

const ON: &str = "2025-10-20";

type Records<'a> = &'a [(Section, &'a [(&'a str, &'a str)])];

/// A file with these records, read as of the first day of registration.
fn facts(records: &[(Section, &[(&str, &str)])]) -> Facts {
    let person = Id::new();
    let entry = |values: Values| {
        let from: Date = values.natural_date().unwrap_or_else(|| day("2000-01-01"));
        Entry { id: Id::new(), person, from, to: None, values, corrects: None, made: Id::new() }
    };
    let read = |(section, pairs): &(Section, &[(&str, &str)])| entry(parse(*section, &written(pairs)).unwrap());
    let entries = records.iter().map(read).collect();
    facts_in(&File { person, entries, sealed: Vec::new(), identity: Default::default() }, day(ON))
}

/// Born in 1998, a bachelor of law, looked into and found to have no relative from whom recusal is due.
const LAWYER: Records<'_> = &[
    (Section::Basic, &[("name", "某甲"), ("sex", "男"), ("birth", "1998.05.01")]),
    (
        Section::Study,
        &[
            ("kind", "全日制"),
            ("level", "21"),
            ("degree", "403"),
            ("major", "法学"),
            ("major_code", "B030101"),
            ("school", "某大学"),
            ("ended", "2020.06.30"),
        ],
    ),
    (Section::Absent, &[("what", "recusal"), ("on", "2025.10"), ("source", "本人申报")]),
];

fn with(records: Records<'_>) -> Facts {
    facts(&[LAWYER, records].concat())
}

fn post(change: impl FnOnce(&mut Post)) -> Post {
    let mut post = Post {
        sheet: "县以上机关".into(),
        unit: "广州市某局".into(),
        unit_code: "1010001".into(),
        kind: "综合管理类职位".into(),
        level: "本科以上".into(),
        degree: "学士以上".into(),
        majors_postgraduate: "不限".into(),
        majors_bachelor: "不限".into(),
        grass_roots: "否".into(),
        fresh: "否".into(),
        ..Post::default()
    };
    change(&mut post);
    post
}

/// The verdict, and the facts that are missing for it.
fn verdict(post: &Post, facts: &Facts) -> (Truth, Vec<Field>) {
    let reason = rulepacks::gd_2026().build(post, &Catalogue::default()).requirement.explain(facts);
    (reason.verdict, reason.missing())
}

fn asks(words: &str) -> Post {
    post(|p| p.other = words.into())
}

#[test]
fn relatives_are_for_the_person_to_declare_and_a_declared_conflict_decides() {
    let told = |records: Records<'_>| verdict(&post(|_| {}), &facts(&[&LAWYER[..2], records].concat()));
    assert_eq!(told(&[]), (Truth::Yes, vec![]));
    assert_eq!(verdict(&post(|_| {}), &facts(LAWYER)).0, Truth::Yes);
    let there =
        |unit, finding| told(&[(Section::Recusal, &[("unit", unit), ("finding", finding), ("on", "2025.10")])]).0;
    assert_eq!(there("1010001", "conflict"), Truth::No);
    assert_eq!(there("1010001", "no_conflict"), Truth::Yes);
    assert_eq!(there("1990007", "conflict"), Truth::Yes);
}

/// The first certificate that a clause names, and its grade.
fn wanted(json: &serde_json::Value) -> Option<(String, Option<u64>)> {
    if let Some(one) = json.get("any_of").and_then(|a| a.get(0)) {
        let grade = one["grade"].as_u64().or_else(|| one["grades"].as_array().and_then(|g| g.last()?.as_u64()));
        return Some((one["kind"].as_str()?.to_owned(), grade));
    }
    match json {
        serde_json::Value::Object(map) => map.values().find_map(wanted),
        serde_json::Value::Array(all) => all.iter().find_map(wanted),
        _ => None,
    }
}

#[test]
fn every_clause_on_a_certificate_is_decided_by_the_file() {
    let pack = rulepacks::gd_2026();
    let mut seen = 0;
    for clause in &pack.clauses {
        let Some((kind, grade)) = wanted(&serde_json::to_value(&clause.effects).unwrap()) else { continue };
        seen += 1;
        let post = asks(&clause.words);
        let words = &clause.words;
        assert_eq!(verdict(&post, &with(&[])).1, [Field::Certificates], "{words}");
        let none = with(&[(Section::Absent, &[("what", "certificate"), ("on", "2025.10"), ("source", "档案")])]);
        assert_eq!(verdict(&post, &none).0, Truth::No, "{words}");
        let grade = grade.map(|g| format!("{}级", ["", "一", "二", "三", "四"][g as usize])).unwrap_or_default();
        let held = with(&[(Section::Certificate, &[("name", "某证书"), ("listed", &kind), ("grade", &grade)])]);
        // beyond the certificate, this clause asks a person about physical fitness
        let expected = if words.contains("残疾人证") { Truth::Unknown } else { Truth::Yes };
        assert_eq!(verdict(&post, &held).0, expected, "{words}");
        let other = with(&[(Section::Certificate, &[("name", "某证书"), ("listed", "other")])]);
        assert_eq!(verdict(&post, &other).0, Truth::No, "{words}");
        let unplaced = with(&[(Section::Certificate, &[("name", "某证书")])]);
        assert_eq!(verdict(&post, &unplaced).0, Truth::Unknown, "{words}");
        assert!(codes::CERTIFICATE.get(&kind).is_some(), "{kind} is in the list of certificates");
    }
    assert_eq!(seen, 25);
}

#[test]
fn a_law_certificate_without_its_class_needs_a_person() {
    let post = asks("通过法律职业资格考试");
    assert_eq!(verdict(&post, &with(&[])).1, [Field::Certificates]);
    let held = |name| verdict(&post, &with(&[(Section::Certificate, &[("name", name)])])).0;
    assert_eq!(held("法律职业资格证书（A类）"), Truth::Yes);
    assert_eq!(held("法律职业资格证书"), Truth::Unknown);
    assert_eq!(held("大学英语六级"), Truth::No);
}

#[test]
fn years_at_the_grass_roots_are_counted_from_the_resume() {
    let post = post(|p| p.grass_roots = "是".into());
    assert_eq!(verdict(&post, &with(&[])), (Truth::Unknown, vec![Field::Service]));
    let worked = |pairs: &[(&str, &str)]| {
        let all = [&[("began", "2021.07.01"), ("work", "某单位")], pairs].concat();
        verdict(&post, &facts(&[LAWYER, &[(Section::Career, &all)]].concat())).0
    };
    assert_eq!(worked(&[("service", "institution")]), Truth::Yes);
    assert_eq!(worked(&[("service", "higher_organ")]), Truth::No);
    assert_eq!(worked(&[("service", "institution"), ("at_school", "是")]), Truth::No);
    assert_eq!(worked(&[("service", "institution"), ("ended", "2022.07.01")]), Truth::No);
    assert_eq!(worked(&[]), Truth::Unknown, "the kind of service is not told");
    // an enterprise counts from the contract
    assert_eq!(worked(&[("service", "enterprise")]), Truth::Unknown);
    assert_eq!(worked(&[("service", "enterprise"), ("basis", "contract")]), Truth::Yes);
    assert_eq!(worked(&[("service", "enterprise"), ("basis", "contract"), ("evidence", "statement_only")]), Truth::No);
    let none = with(&[(Section::Absent, &[("what", "career"), ("on", "2025.10"), ("source", "档案")])]);
    assert_eq!(verdict(&post, &none).0, Truth::No);
}

#[test]
fn service_programmes_and_veterans_are_decided_by_the_file() {
    let post = asks("面向“服务基层项目人员和退役大学生士兵”专门职位");
    let (truth, missing) = verdict(&post, &with(&[]));
    assert_eq!(truth, Truth::Unknown);
    assert!(missing.contains(&Field::Programmes) && missing.contains(&Field::Military), "{missing:?}");
    let none = |what| (Section::Absent, [("what", what), ("on", "2025.10"), ("source", "档案")]);
    let (no_programme, no_service) = (none("programme"), none("military"));
    let neither: Records<'_> = &[(no_programme.0, &no_programme.1), (no_service.0, &no_service.1)];
    assert_eq!(verdict(&post, &with(neither)).0, Truth::No);
    let served = |passed: &str, area: &str| {
        let pairs = [
            ("kind", "three_supports"),
            ("began", "2021.08"),
            ("ended", "2023.07"),
            ("recruited_by", "广东省"),
            ("area", area),
            ("passed", passed),
        ];
        let home: &[(&str, &str)] = &[("household", "广西"), ("household_since", "2000"), ("origin", "广西")];
        let all: Records<'_> =
            &[(Section::Programme, &pairs), (Section::Residence, home), (no_service.0, &no_service.1)];
        verdict(&post, &with(all)).0
    };
    assert_eq!(served("是", "广州"), Truth::Yes);
    assert_eq!(served("是", "深圳市"), Truth::No);
    assert_eq!(served("否", "广州"), Truth::No);
    assert_eq!(served("", "广州"), Truth::Unknown);
    let soldier = |pairs: &[(&str, &str)]| {
        let all = [&[("began", "2018.09.01"), ("ended", "2020.09.01"), ("enlisted_in", "440100")], pairs].concat();
        let all = facts(&[LAWYER, &[(Section::Military, &all), (no_programme.0, &no_programme.1)]].concat());
        verdict(&post, &all).0
    };
    assert_eq!(soldier(&[("entered", "student")]), Truth::Yes);
    assert_eq!(soldier(&[("entered", "other")]), Truth::No);
    assert_eq!(soldier(&[]), Truth::Unknown);
}

#[test]
fn resettled_soldiers_and_residents_of_hong_kong_and_macao() {
    let resettled = asks("属安置地在我省的安排工作的退役军士和义务兵");
    let soldier = |pairs: &[(&str, &str)]| {
        let all = [&[("began", "2018.09"), ("ended", "2020.09")], pairs].concat();
        verdict(&resettled, &facts(&[LAWYER, &[(Section::Military, &all)]].concat())).0
    };
    assert_eq!(verdict(&resettled, &with(&[])).1, [Field::Military]);
    assert_eq!(soldier(&[("arranged", "是"), ("resettled_in", "广州")]), Truth::Yes);
    assert_eq!(soldier(&[("arranged", "否")]), Truth::No);
    assert_eq!(soldier(&[]), Truth::Unknown);
    let macao = asks("面向港澳人士招录");
    let flag = |told: &str| verdict(&macao, &with(&[(Section::Residence, &[("hong_kong_macao", told)])]));
    assert_eq!((flag("是").0, flag("否").0, flag("").0), (Truth::Yes, Truth::No, Truth::Unknown));
}

testkit::on_both_engines! {
    fn the_sections_are_kept_and_read_back(t: testkit::Bench) {
        let id = enter(t, unit(t, "0001/"), &[("name", "某甲")]);
        let put = |section, pairs: &[(&str, &str)]| {
            let w = written(pairs);
            t.db.write(&t.officer(), |tx| people::actions::record(tx, id, section, day("2026-06-01"), &w)).unwrap()
        };
        put(Section::Residence, &[("household", "广州市"), ("household_since", "2020.01")]);
        put(Section::Programme, &[("kind", "西部计划"), ("began", "2021.08")]);
        put(Section::Military, &[("began", "2018.09"), ("entered", "高校毕业后入伍")]);
        put(Section::Recusal, &[("unit", "1010001"), ("finding", "conflict"), ("on", "2026.05")]);
        let none = put(Section::Absent, &[("what", "certificate"), ("on", "2026.05"), ("source", "档案核查")]);
        put(Section::Study, &[("kind", "全日制"), ("form", "国（境）外"), ("certified", "是")]);
        let read = || t.db.read(&t.officer(), |tx| facts_of(tx, id, day("2026-06-01"))).unwrap();
        let facts = read();
        assert_eq!(facts.household.unwrap().value, "440100");
        assert_eq!((facts.programmes.unwrap().len(), facts.military.unwrap().len()), (1, 1));
        assert_eq!(facts.kin.unwrap()[0].unit, "1010001");
        assert_eq!(facts.educations.unwrap()[0].certified, Some(true));
        assert_eq!(facts.certificates, Some(Vec::new()));
        t.db.write(&t.officer(), |tx| people::actions::take_back(tx, id, Section::Absent, none)).unwrap();
        assert_eq!(read().certificates, None, "not recorded is not none");
        // a state changes from a date, and the past stays what it was
        let moved = written(&[("household", "深圳市")]);
        let change = |tx: &mut db::Write<'_>| people::actions::record(tx, id, Section::Residence, day("2026-06-10"), &moved);
        t.db.write(&t.officer(), change).unwrap();
        let on = |d: &str| t.db.read(&t.officer(), |tx| facts_of(tx, id, day(d))).unwrap().household.unwrap().value;
        assert_eq!((on("2026-06-09"), on("2026-06-10")), ("440100".to_owned(), "440300".to_owned()));
    }
}
