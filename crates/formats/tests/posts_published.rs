//! The Guangdong 2026 table as published: every row read, every clause understood, every major resolved.

use std::collections::BTreeMap;

use eligibility::Rule;
use formats::{
    posts::{self, NoteKind, Report},
    sheet::{Book, Limits},
};

/// The published file, or nothing (with a line that says so) where the data folder is not there.
fn published(name: &str) -> Option<Book> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cn-gd-posts-2026").join(name);
    let Ok(bytes) = std::fs::read(path) else {
        println!("SKIPPED: ../shared/data/cn-gd-posts-2026/{name} is not here");
        return None;
    };
    Some(Book::read(name, &bytes, &Limits::default()).unwrap())
}

#[test]
fn every_post_is_read_and_understood() {
    let (Some(table), Some(majors)) = (published("gd2026_posts_original.xls"), published("gd2026_majors_original.xls"))
    else {
        return;
    };
    let majors = posts::read_majors(&majors).unwrap();
    let table = posts::read(&table);
    let pack = rulepacks::gd_2026();
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    let report = Report::make(&table, &pack, &majors.catalogue, |_, built| {
        built.requirement.walk(&mut |r| {
            if let Rule::NeedsPerson { words } = &r.rule {
                *asked.entry(words.clone()).or_default() += 1;
            }
        });
    });
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
    println!("asked of a person: {asked:#?}");
    assert_eq!((report.posts, report.openings), (9_344, 11_779));
    assert_eq!(report.rejected, []);
    assert_eq!((report.clauses.understood, report.clauses.unknown.as_slice()), (65, &[][..]));
    assert_eq!(report.majors.unresolved, []);
    // What is asked of a person is asked by the pack: no column's word, no direction and no major is left over.
    let allowed =
        ["具有正常履行岗位职责的身体条件", "法律职业资格证书的类别", "医师资格的类别", "是否属于“等服务基层项目”"];
    assert!(asked.keys().all(|words| allowed.iter().any(|a| words.starts_with(a))), "{asked:?}");
}

#[test]
fn the_catalogue_is_read_with_what_is_out_of_the_ordinary() {
    let Some(book) = published("gd2026_majors_original.xls") else { return };
    let majors = posts::read_majors(&book).unwrap();
    for note in &majors.notes {
        println!("{:?} {}", note.kind, note.say);
    }
    let catalogue = &majors.catalogue;
    println!(
        "{} groups, {} disciplines, {} majors",
        catalogue.groups.len(),
        catalogue.disciplines.len(),
        catalogue.majors.len()
    );
    let members: usize = catalogue.groups.values().map(|g| g.codes.len()).sum();
    assert_eq!((catalogue.groups.len(), members), (21, 395));
    let count = |kind| majors.notes.iter().filter(|n| n.kind == kind).count();
    assert_eq!(count(NoteKind::Continued), 26);
    assert_eq!(count(NoteKind::Inferred), 1);
}
