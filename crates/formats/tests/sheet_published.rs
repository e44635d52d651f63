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

/// Every cell against an independent reader.
#[test]
fn another_reader_sees_the_same_cells() {
    use calamine::{Data, Reader};
    for name in ["gd2026_posts_original.xls", "gd2026_majors_original.xls"] {
        let Some(bytes) = published(name) else { return };
        let book = Book::read(name, &bytes, &Limits::default()).unwrap();
        let mut other: calamine::Xls<_> = calamine::Xls::new(std::io::Cursor::new(&bytes)).unwrap();
        let mut compared = 0;
        for sheet in &book.sheets {
            let range = other.worksheet_range(&sheet.name).unwrap();
            let (top, left) = range.start().unwrap();
            for (row, col, value) in range.used_cells() {
                let (row, col) = (row as u32 + top, col as u32 + left);
                let expected = match value {
                    Data::String(s) => s.clone(),
                    Data::Float(f) => f.to_string(),
                    Data::Int(i) => i.to_string(),
                    other => panic!("{other:?} at {}", sheet.place(row, col)),
                };
                assert_eq!(sheet.cell(row, col).text(), expected, "{}", sheet.place(row, col));
                compared += 1;
            }
        }
        println!("{name}: {compared} cells alike");
        assert!(compared > 7_000);
    }
}
