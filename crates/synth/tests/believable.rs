//! The fiction holds together: dates agree, numbers are nobody's, and the same seed gives the same bytes.

use std::collections::HashSet;

use base::{CreditCode, Date, IdNumber};
use formats::sheet::{Book, Column, CsvStyle, Layout, Limits, csv, map, records, xlsx};
use synth::{Person, Sex, organisation, people, people_table};

fn as_of() -> Date {
    let (y, m, d) = synth::AS_OF;
    Date::new(y, m, d).unwrap()
}

/// FNV-1a: enough to notice a single changed byte.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_every_machine() {
    let bytes = csv(people_table(500, 42), CsvStyle::default()).unwrap();
    assert_eq!(bytes, csv(people_table(500, 42), CsvStyle::default()).unwrap());
    assert_ne!(bytes, csv(people_table(500, 43), CsvStyle::default()).unwrap());
    // a change here changes every recorded example: make it knowingly
    assert_eq!(fingerprint(&bytes), FINGERPRINT);
}
const FINGERPRINT: u64 = 1_896_486_058_575_140_940;

#[test]
fn a_person_is_the_same_however_many_are_asked_for() {
    let few: Vec<Person> = people(60, 9).collect();
    assert_eq!(few, people(3_000, 9).take(60).collect::<Vec<_>>());
    assert_eq!(few, organisation(9).people[..60]);
}

#[test]
fn every_number_is_right_unique_and_nobodys() {
    let mut seen = HashSet::new();
    for p in people(20_000, 1) {
        let Some(number) = &p.id_number else { continue };
        assert!(number.starts_with("99"), "province code 99 is assigned to nobody");
        assert!(seen.insert(number.clone()));
        let id: IdNumber = number.parse().unwrap();
        assert_eq!((id.birth(), id.is_male()), (p.birth, p.sex == Sex::Man));
    }
    assert!(seen.len() > 19_000);
}

#[test]
fn lives_are_in_order() {
    for p in people(20_000, 2) {
        let age = p.birth.years_to(as_of());
        assert!((22..60).contains(&age), "{p:?}");
        for e in &p.educations {
            assert!(e.entered < e.graduated && e.graduated.earliest() <= as_of(), "{p:?}");
        }
        if let Some(start) = p.work_start {
            assert!(p.birth.years_to(start.earliest()) >= 18 && start <= p.since, "{p:?}");
        }
        if let Some(joined) = p.joined {
            assert!(p.birth.plus_years(18) <= joined.latest() && joined.earliest() <= as_of(), "{p:?}");
        }
        assert!(p.periods.windows(2).all(|w| w[0].to.is_some_and(|to| to <= w[1].from)), "{p:?}");
        assert!(p.periods.last().is_some_and(|l| l.to.is_none() && l.from == p.since), "{p:?}");
        assert_eq!(p.grassroots_from.is_some(), p.periods.iter().any(|x| x.grassroots) || p.grassroots_years > 0);
    }
}

#[test]
fn the_organisation_is_what_a_demonstration_needs() {
    let o = organisation(1);
    println!("{} units, {} posts, {} people", o.units.len(), o.posts.len(), o.people.len());
    assert!((100..260).contains(&o.units.len()));
    assert!((280..420).contains(&o.posts.len()));
    assert!((1_050..1_350).contains(&o.people.len()));
    let units: HashSet<&str> = o.units.iter().map(|u| u.code.as_str()).collect();
    let posts: HashSet<&str> = o.posts.iter().map(|p| p.code.as_str()).collect();
    assert_eq!((units.len(), posts.len()), (o.units.len(), o.posts.len()), "codes are unique");
    for (i, u) in o.units.iter().enumerate() {
        assert!(u.parent.as_ref().is_none_or(|p| o.units[..i].iter().any(|x| x.code == *p)), "parents come first");
        assert!(u.credit_code.as_ref().is_none_or(|c| c.parse::<CreditCode>().is_ok()));
    }
    assert!(o.posts.iter().all(|p| units.contains(p.unit.as_str())));
    let holders = |code: &str| o.people.iter().filter(|p| p.post_code == code).count() as i64;
    let full_time = || o.posts.iter().filter(|p| p.full_time);
    assert!(full_time().any(|p| holders(&p.code) == 0), "some posts are vacant");
    assert!(full_time().any(|p| holders(&p.code) > p.quota), "some are over quota");
    let overdue = |p: synth::PartyOrgan| p.term_from.plus_years(p.term_years as i16) < as_of();
    assert!(o.units.iter().filter_map(|u| u.party).any(overdue), "some terms have run out");
    assert!(o.people.iter().any(|p| p.id_number.is_none()), "some files lack something");
    assert!(o.people.iter().any(|p| !p.kin.is_empty()));
    assert!(o.people.iter().all(|p| posts.contains(p.post_code.as_str()) && units.contains(p.unit_code.as_str())));
    assert!((3..40).contains(&o.people.iter().filter(|p| p.leaves.is_some()).count()), "a few are to leave");
    let former: Vec<_> = o.people.iter().flat_map(|p| p.former.iter().map(move |f| (p, f))).collect();
    assert!(
        former.len() > 10
            && former.iter().all(|(p, (code, from, to))| posts.contains(code.as_str()) && from < to && *to <= p.since)
    );
    let chiefs = o.people.iter().flat_map(|p| &p.concurrent).count();
    assert!(chiefs > 20, "{chiefs}");
}

#[test]
fn the_import_sheets_read_back() {
    const LAYOUT: Layout = Layout {
        columns: &[
            Column::required("number", &["人员编号"]),
            Column::required("name", &["姓名"]),
            Column::optional("birth", &["出生日期"]),
            Column::optional("id", &["身份证号"]),
            Column::optional("since", &["任现职时间"]),
        ],
    };
    let o = organisation(3);
    let bytes = xlsx(o.to_tables()).unwrap();
    let book = Book::read("演示.xlsx", &bytes, &Limits::default()).unwrap();
    let names: Vec<&str> = book.sheets.iter().map(|s| &*s.name).collect();
    assert_eq!(names, ["机构", "岗位", "人员", "学历", "简历", "年度考核", "奖惩", "证书", "能力", "亲属", "任职"]);
    let sheet = book.sheet("人员").unwrap();
    let mapping = map(sheet, &LAYOUT);
    assert_eq!(mapping.problems(&LAYOUT), []);
    let all = records(sheet, &mapping);
    assert_eq!(all.len(), o.people.len());
    for (r, p) in all.iter().zip(&o.people) {
        assert_eq!(r.text("number").unwrap().as_deref(), Some(p.number.as_str()));
        assert_eq!(r.day("birth").unwrap(), Some(p.birth));
        assert_eq!(r.text("id").unwrap().as_deref(), p.id_number.as_deref());
        assert_eq!(r.date("since").unwrap(), Some(p.since));
    }
}
