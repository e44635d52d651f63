//! What fuzzing runs: every reader on any bytes, and what must be true whatever they are. Plain functions, so that the
//! ordinary tests run them too.

use super::{Book, Cell, CellProblem, Column, CsvStyle, Layout, Limits, Sheet, Table, Value, builder::Builder, csv};

/// Small limits, so that many inputs are tried in a second.
fn limits() -> Limits {
    Limits { bytes: 1 << 20, inflated: 4 << 20, cells: 50_000, rows: 70_000, merged: 500, ..Limits::default() }
}

const LAYOUT: Layout = Layout {
    columns: &[
        Column::required("name", &["姓名", "name"]),
        Column::optional("birth", &["出生日期", "birth"]),
        Column::optional("id", &["身份证号", "id"]),
    ],
};

/// Any file: read, mapped, every cell asked for all it can be asked for.
pub fn file(bytes: &[u8]) {
    if let Ok(book) = Book::read("试.csv", bytes, &limits()) {
        book.sheets.iter().for_each(sheet);
    }
}

/// The workbook stream of an xls file, without its container.
pub fn biff(stream: &[u8]) {
    if let Ok(sheets) = super::xls::read_stream(stream, &limits()) {
        sheets.iter().for_each(sheet);
    }
}

/// The XML of one worksheet, without its container: read whole, and in stretches that say the same.
///
/// # Panics
/// Where they do not.
pub fn sheet_xml(xml: &[u8]) {
    let limits = limits();
    let read = |stretch| {
        let mut builder = Builder::new(&limits);
        super::xlsx_read::read_sheet(xml, &mut builder, stretch).ok()?;
        builder.finish("试", false).ok()
    };
    let Some(whole) = read(None) else { return };
    sheet(&whole);
    // XML that is not well formed may be refused in stretches where the reader would have let it pass, or be read otherwise
    // where a quotation mark within a tag reaches beyond it
    if let Some(in_stretches) = read(Some(16)).filter(|_| tags_are_whole(xml)) {
        assert_eq!(in_stretches.rows, whole.rows);
        assert_eq!(in_stretches.merged, whole.merged);
    }
}

/// Whether no tag begins within another: in well-formed XML none does, but within comments and the like.
fn tags_are_whole(xml: &[u8]) -> bool {
    let mut within = false;
    xml.iter().all(|b| match b {
        b'<' => !std::mem::replace(&mut within, true),
        b'>' => {
            within = false;
            true
        }
        _ => true,
    })
}

/// Text written as csv and read again is the same text.
///
/// # Panics
/// Where it is not.
pub fn round_trip(text: &str) {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let table = Table::new("t", ["a", "b"], [vec![Value::text(text.clone()), Value::text("x")]]);
    let Ok(bytes) = csv(table, CsvStyle::default()) else { return };
    match Book::read("t.csv", &bytes, &Limits::default()) {
        Ok(book) => assert_eq!(book.sheets[0].cell(1, 0).text(), text),
        Err(e) => assert!(text.chars().count() > Limits::default().text, "{e}"),
    }
}

fn sheet(sheet: &Sheet) {
    for cell in sheet.rows.iter().flatten() {
        let _ = (cell.date(), cell.day());
        if let Err(CellProblem::LostDigits(_)) = cell.exact() {
            assert!(matches!(cell, Cell::Number(_) | Cell::Text(_)));
        }
    }
    let mapping = super::map(sheet, &LAYOUT);
    let _ = mapping.problems(&LAYOUT);
    let records = super::records(sheet, &mapping);
    for record in records.iter() {
        assert!(record.row >= mapping.header_row + mapping.header_rows);
        let _ = (record.text("name"), record.date("birth"), record.text("id"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,60}") {
            file(&bytes);
            for start in [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n"] {
                file(&[start, &bytes].concat());
            }
            let bof = [9, 8, 8, 0, 0, 6, 5, 0, 0, 0, 0, 0];
            biff(&[&bof[..], &bytes].concat());
            sheet_xml(&[b"<worksheet><sheetData><row><c>", &bytes[..]].concat());
            round_trip(&text);
        }
        /// Records of plausible kinds with any content, where random bytes would hardly ever get.
        #[test]
        fn no_records_make_the_xls_reader_panic(records in prop::collection::vec(
            (prop::sample::select(vec![
                0x06u16, 0x0a, 0x22, 0x3c, 0x85, 0xbd, 0xd6, 0xe0, 0xe5, 0xfc, 0xfd, 0x203, 0x204, 0x205, 0x207, 0x27e, 0x41e, 0x809,
            ]), prop::collection::vec(any::<u8>(), 0..40)), 0..30)) {
            let mut stream = vec![9, 8, 8, 0, 0, 6, 5, 0, 0, 0, 0, 0];
            for (kind, data) in records {
                stream.extend(kind.to_le_bytes());
                stream.extend((data.len() as u16).to_le_bytes());
                stream.extend(data);
            }
            biff(&stream);
            // the same as a sheet that the globals point to
            let start = 12 + 4 + 11 + 4u32;
            let mut whole = vec![9, 8, 8, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0x85, 0, 11, 0];
            whole.extend(start.to_le_bytes());
            whole.extend([0, 0, 3, 0, b'a', b'b', b'c', 0x0a, 0, 0, 0]);
            whole.extend(&stream);
            biff(&whole);
        }
    }
}
