//! What must hold of every table.

use std::collections::BTreeSet;

use base::Lang;
use codes::{ALL, Table};

/// Tables of which people see values on screens and which therefore have English labels throughout.
const IN_ENGLISH: &[Table] = &[
    codes::SEX,
    codes::ETHNIC,
    codes::EDUCATION,
    codes::EDUCATION_SHOWN,
    codes::DEGREE,
    codes::POLITICAL,
    codes::LEVEL,
    codes::GRADE,
    codes::SERVICE_GRADE,
    codes::TECHNICAL_RANK,
    codes::RANK_KIND,
    codes::PAY_LEVEL,
    codes::STUDY_KIND,
    codes::CATEGORY,
    codes::STATE,
    codes::MANAGEMENT,
    codes::ESTABLISHMENT,
    codes::AWARD,
    codes::AUTHORITY,
    codes::RESULT,
    codes::KIN,
    codes::YES_NO,
    codes::SELECTION,
    codes::TENURE_STATE,
    codes::UNIT_RANK,
    codes::CERTIFICATE,
    codes::CERTIFICATE_GRADE,
    codes::EDUCATION_GRADE,
];

#[test]
fn every_table_is_filled_and_named() {
    let lines = include_str!("../data/tables.tsv").lines().skip(1).count();
    assert_eq!(ALL.len(), lines, "a table in the data is not declared, or the other way round");
    for table in ALL {
        assert!(!table.codes().is_empty(), "{} is empty", table.slug());
        assert!(
            !table.standard().is_empty() && Lang::ALL.iter().all(|l| !table.name(*l).is_empty()),
            "{}",
            table.slug()
        );
    }
}

#[test]
fn no_code_twice_in_a_table() {
    for table in ALL {
        let codes: BTreeSet<&str> = table.codes().iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), table.codes().len(), "{}", table.slug());
    }
}

#[test]
fn every_label_resolves_to_its_value() {
    for table in ALL {
        for code in table.codes() {
            assert_eq!(table.find(code.code), Some(code.code), "{}", table.slug());
            let found = table.find(code.zh).and_then(|c| table.get(c)).map(|c| c.zh);
            assert_eq!(found, Some(code.zh), "{} {}", table.slug(), code.zh);
            assert_eq!(table.label(code.code, Lang::Zh), code.zh);
        }
    }
}

#[test]
fn every_alias_names_a_code() {
    for line in include_str!("../data/aliases.tsv").lines().skip(1) {
        let parts: Vec<&str> = line.split('\t').collect();
        let table = ALL.iter().find(|t| t.slug() == parts[0]).unwrap_or_else(|| panic!("no table {}", parts[0]));
        assert_eq!(table.find(parts[1]), Some(parts[2]), "{line}");
    }
}

#[test]
fn what_people_see_has_english() {
    for table in IN_ENGLISH {
        for code in table.codes() {
            assert!(!code.en.is_empty() && code.en.is_ascii() || code.en.contains('’'), "{} {}", table.slug(), code.zh);
        }
    }
}

#[test]
fn the_standards_have_as_many_values_as_they_have() {
    assert_eq!(codes::ETHNIC.codes().len(), 56);
    assert_eq!(codes::EDUCATION.codes().len(), 40);
    assert_eq!(codes::POLITICAL.codes().len(), 13);
    assert_eq!(codes::SEX.codes().len(), 4);
}

#[test]
fn what_is_not_in_the_table_is_shown_as_it_is() {
    assert_eq!(codes::EDUCATION.label("中央党校研究生", Lang::En), "中央党校研究生");
    assert_eq!(codes::EDUCATION_SHOWN.label("中央党校研究生", Lang::En), "Postgraduate, Central Party School");
}
