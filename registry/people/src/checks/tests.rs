use base::Id;
use proptest::prelude::*;

use super::*;
use crate::{
    file::Entry,
    values::{Written, parse},
};

fn entry(section: Section, pairs: &[(&str, &str)]) -> Entry {
    let written: Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let values = parse(section, &written).expect("a good entry");
    let from = "2000-01-01".parse().unwrap();
    Entry { id: Id::new(), person: Id::new(), from, to: None, values, corrects: None, made: Id::new() }
}
fn file(entries: Vec<Entry>) -> File {
    let sealed = entries.iter().map(|e| e.section()).filter(|s| s.group().is_some()).collect();
    File { person: Id::new(), entries, sealed, identity: Default::default() }
}
fn found(entries: Vec<Entry>) -> Vec<Check> {
    let on = "2026-06-01".parse().unwrap();
    findings(&file(entries), Pack::current().unwrap(), on).into_iter().map(|f| f.check).collect()
}

#[test]
fn the_pack_can_be_read_and_every_number_has_its_source() {
    let pack = Pack::current().unwrap();
    for rule in pack.rules() {
        let of = Check::ALL.iter().find(|c| c.word().replace('_', "-") == rule.id);
        let n = of.and_then(|c| pack.number(c.word())).unwrap_or_else(|| panic!("{} is used by no check", rule.id));
        assert!(n.value > 0 && n.rule.id == rule.id && pack.href(rule).ends_with(&rule.id));
    }
    for part in &pack.completeness {
        let (section, key) = part.what.split_once('.').unwrap_or((&part.what, ""));
        let section: Section = section.parse().unwrap();
        assert!(key.is_empty() || section.place(key).is_some(), "{}", part.what);
    }
}
#[test]
fn an_identity_number_must_agree_with_birth_and_sex() {
    let on = "2026-06-01".parse().unwrap();
    let mut file = file(vec![entry(Section::Basic, &[("name", "甲")])]);
    assert_eq!(findings(&file, Pack::current().unwrap(), on), []);
    file.identity = crate::file::Agreement { birth: Some(false), sex: Some(false) };
    let found: Vec<Check> = findings(&file, Pack::current().unwrap(), on).iter().map(|f| f.check).collect();
    assert_eq!(found, [Check::IdBirth, Check::IdSex]);
}
#[test]
fn ages_are_decided_only_where_the_dates_leave_no_doubt() {
    let basic = |birth, joined| {
        entry(Section::Basic, &[("name", "甲"), ("birth", birth), ("political", "党员"), ("joined", joined)])
    };
    assert_eq!(found(vec![basic("1980.05", "1998.05")]), []);
    assert_eq!(found(vec![basic("1980.05", "1998.04")]), [Check::JoiningAge]);
    assert_eq!(found(vec![basic("1980", "1998.01")]), []);
    assert_eq!(found(vec![entry(Section::Basic, &[("name", "甲"), ("political", "党员")])]), [Check::Joining]);
}
#[test]
fn gaps_and_missing_years_are_listed() {
    let basic = || entry(Section::Basic, &[("name", "甲"), ("work_start", "2002.07")]);
    let career = |began, ended| entry(Section::Career, &[("began", began), ("ended", ended), ("work", "某局科员")]);
    let annual = |y| entry(Section::Annual, &[("year", y), ("result", "称职")]);
    let years = || vec![annual("2023"), annual("2024"), annual("2025")];
    let with = |mut more: Vec<Entry>| {
        more.push(basic());
        found(more.into_iter().chain(years()).collect())
    };
    assert_eq!(with(vec![career("2002.07", "2010.03"), career("2010.07", "")]), []);
    assert_eq!(with(vec![career("2002.07", "2010.03"), career("2010.08", "")]), [Check::ResumeGap]);
    // an overlapping longer period covers the gap
    assert_eq!(with(vec![career("2002.07", "2012.01"), career("2003.01", "2004.01"), career("2012.02", "")]), []);
    assert_eq!(found(vec![basic(), annual("2025")]), [Check::Annual]);
}
#[test]
fn completeness_says_what_is_missing() {
    let pack = Pack::current().unwrap();
    let c = completeness(&file(vec![entry(Section::Basic, &[("name", "甲"), ("political", "党员")])]), pack);
    assert_eq!(c.score, 16);
    assert!(c.missing.iter().any(|m| m.say.zh == "入党时间"));
    assert!(c.missing.windows(2).all(|w| w[0].weight >= w[1].weight));
}
proptest! {
    #[test]
    fn the_more_is_there_the_more_complete(keys in proptest::collection::vec(0usize..22, 0..12)) {
        let pack = Pack::current().unwrap();
        let mut values = crate::values::Values::none(Section::Basic);
        let mut last = 0;
        for k in keys {
            values.set(Section::Basic.fields()[k].key, Some("13".into()));
            let e = Entry { values: values.clone(), ..entry(Section::Basic, &[("name", "甲")]) };
            let score = completeness(&file(vec![e]), pack).score;
            prop_assert!(score >= last && score <= 100);
            last = score;
        }
    }
}
