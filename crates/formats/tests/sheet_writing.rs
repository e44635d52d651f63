//! What is written is read back as it was, and no spreadsheet program runs any of it.

use std::io::Cursor;

use base::{Date, PartialDate};
use calamine::{Data, Reader};
use formats::sheet::{Book, Cell, CsvEncoding, CsvStyle, Limits, Print, Sheet, Table, Value, WriteError, csv, xlsx};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Sheet {
    Book::read("名单.csv", bytes, &Limits::default()).unwrap().sheets.remove(0)
}
fn text(s: &str) -> Value {
    Value::text(s.to_owned())
}
fn sample() -> Vec<Vec<Value>> {
    vec![
        vec![text("甲一"), text("990001198005120013"), Value::from(Date::new(1980, 5, 12)), Value::Count(3)],
        vec![
            text("=cmd|' /C calc'!A0"),
            text("0012"),
            Value::Date("1980-05".parse().unwrap()),
            Value::Number("85.50".into()),
        ],
        vec![text("a\"b,c\nd"), text("+86 1"), Value::Empty, Value::Number("12345678901234567".into())],
    ]
}
const HEADERS: [&str; 4] = ["姓名", "编号", "日期", "数"];

#[test]
fn a_workbook_reads_back_with_its_types() {
    let bytes = xlsx(vec![Table::new("名单", HEADERS, sample()).titled("二〇二六年名单")]).unwrap();
    let sheet = read(&bytes);
    assert_eq!(&*sheet.name, "名单");
    assert_eq!(sheet.cell(0, 3).text(), "二〇二六年名单", "the title spans the table");
    assert_eq!(sheet.cell(1, 1).text(), "编号");
    assert_eq!(sheet.cell(2, 1), &Cell::of("990001198005120013"));
    assert!(matches!(sheet.cell(2, 2), Cell::Date(_)));
    assert_eq!(sheet.cell(2, 2).text(), "1980-05-12");
    assert_eq!(sheet.cell(3, 0), &Cell::of("=cmd|' /C calc'!A0"));
    assert_eq!(sheet.cell(3, 2).date().unwrap().unwrap(), "1980-05".parse::<PartialDate>().unwrap());
    assert_eq!(sheet.cell(3, 3).text(), "85.5");
    assert_eq!(sheet.cell(4, 0).text(), "a\"b,c\nd");
    assert_eq!(sheet.cell(4, 3), &Cell::of("12345678901234567"), "what Excel would round is text");
}

#[test]
fn another_reader_sees_the_same_and_no_formula_and_no_author() {
    let bytes = xlsx(vec![Table::new("名单", HEADERS, sample()), Table::new("名单", HEADERS, vec![])]).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["名单", "名单2"]);
    let range = book.worksheet_range("名单").unwrap();
    assert_eq!(range.get_value((2, 0)), Some(&Data::String("=cmd|' /C calc'!A0".into())));
    assert_eq!(range.get_value((1, 3)), Some(&Data::Float(3.0)));
    assert!(matches!(range.get_value((1, 2)), Some(Data::DateTime(_))));
    assert!(book.worksheet_formula("名单").unwrap().is_empty());
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> =
        (0..archive.len()).map(|i| archive.by_index(i).unwrap().name().unwrap().into_owned()).collect();
    assert!(names.iter().all(|n| !n.contains("docProps")), "{names:?}");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let once = || xlsx(vec![Table::new("a", HEADERS, sample())]).unwrap();
    assert_eq!(once(), once());
}

#[test]
fn the_page_is_set_for_printing() {
    let table =
        Table { print: Print { a3: true, portrait: false }, ..Table::new("a'b", HEADERS, sample()).titled("t") };
    let bytes = xlsx(vec![table]).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    assert!(
        part("xl/worksheets/sheet1.xml")
            .contains("<pageSetup paperSize=\"8\" orientation=\"landscape\" fitToWidth=\"1\"")
    );
    assert!(part("xl/workbook.xml").contains(">'a''b'!$1:$2</definedName>"));
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""), "a text like a formula stays text when it is edited");
}

#[test]
fn a_csv_is_what_excel_in_china_opens() {
    let bytes = csv(Table::new("a", HEADERS, sample()), CsvStyle::default()).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert_eq!(
        text,
        "\u{feff}姓名,编号,日期,数\r\n\
         甲一,\"=\"\"990001198005120013\"\"\",1980-05-12,3\r\n\
         \"'=cmd|' /C calc'!A0\",\"=\"\"0012\"\"\",1980-05,85.50\r\n\
         \"a\"\"b,c\nd\",'+86 1,,12345678901234567\r\n"
    );
    let sheet = read(&bytes);
    assert_eq!(sheet.cell(1, 1), &Cell::of("990001198005120013"));
    assert_eq!(sheet.cell(2, 0).text(), "=cmd|' /C calc'!A0");
    assert_eq!(sheet.cell(3, 1).text(), "+86 1");
}

#[test]
fn gb18030_is_written_and_read() {
    let style = CsvStyle { encoding: CsvEncoding::Gb18030, ..CsvStyle::default() };
    let rows = || vec![vec![text("王㙓"), text("𠮷"), text("organisation"), text("二")]; 3];
    let bytes = csv(Table::new("a", HEADERS, rows()), style).unwrap();
    assert!(std::str::from_utf8(&bytes).is_err());
    assert_eq!(read(&bytes).cell(3, 1).text(), "𠮷");
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused() {
    let rows = std::iter::repeat_n(vec![Value::Empty], 1_048_576);
    assert_eq!(xlsx(vec![Table::new("a", ["x"], rows)]), Err(WriteError::TooManyRows));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@\\-'\t\r\n\"]{0,3}[ -~]{0,8}",
        "[0-9]{0,20}",
        "\\PC{0,12}",
        "[a-z_x0-9D]{0,12}",
        "[＝＋－＠甲乙,;|\u{1}\u{b}]{0,5}"
    ]
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_text_survives_both_formats(cells in prop::collection::vec(any_text(), 1..6)) {
        let headers: Vec<String> = (0..cells.len()).map(|i| format!("h{i}")).collect();
        let row: Vec<Value> = cells.iter().map(|t| text(t)).collect();
        let table = || Table::new("t", headers.clone(), vec![vec![text("x")], row.clone()]);
        let book = read(&xlsx(vec![table()]).unwrap());
        let lines = csv(table(), CsvStyle::default()).unwrap();
        for (i, expected) in cells.iter().enumerate() {
            prop_assert_eq!(book.cell(2, i as u32).text(), expected.as_str());
        }
        // control characters make a text file binary: only then is it refused
        if let Ok(book) = Book::read("t.csv", &lines, &Limits::default()) {
            for (i, expected) in cells.iter().enumerate() {
                prop_assert_eq!(book.sheets[0].cell(2, i as u32).text(), expected.as_str());
            }
        } else {
            prop_assert!(cells.iter().any(|t| t.chars().any(char::is_control)));
        }
    }
}
