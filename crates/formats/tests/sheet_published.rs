//! The tables as they were published for Guangdong's 2026 recruitment, read from the original files.

use formats::sheet::{Book, Limits};

/// The published file, or nothing (with a line that says so) where the data folder is not there.
fn published(name: &str) -> Option<Vec<u8>> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cn-gd-posts-2026").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        println!("SKIPPED: ../shared/data/cn-gd-posts-2026/{name} is not here");
    }
    bytes
}

#[test]
fn the_post_table_has_its_six_sheets_and_every_row() {
    let Some(bytes) = published("gd2026_posts_original.xls") else { return };
    let book = Book::read("posts.xls", &bytes, &Limits::default()).unwrap();
    assert_eq!(book.sheets.len(), 6);
    let codes = book.sheets.iter().flat_map(|s| &s.rows).filter(|row| {
        row.iter().any(|c| c.exact().is_ok_and(|t| t.len() == 14 && t.bytes().all(|b| b.is_ascii_digit())))
    });
    assert_eq!(codes.count(), 9_344);
}

#[test]
fn the_catalogue_of_majors_has_its_merged_cells() {
    let Some(bytes) = published("gd2026_majors_original.xls") else { return };
    let book = Book::read("majors.xls", &bytes, &Limits::default()).unwrap();
    assert_eq!(book.sheets.iter().map(|s| s.merged.len()).collect::<Vec<_>>().last(), Some(&1_683));
}
