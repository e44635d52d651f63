//! Files from strangers: each is refused with its place and reason, or read for what it is; none takes more than its share.

mod craft;

use base::Lang;
use craft::*;
use formats::sheet::{At, Book, Cell, CellProblem, FileKind, Limits, Measure, Problem, SheetError};

fn read(bytes: &[u8]) -> Result<Book, SheetError> {
    Book::read("名单.xlsx", bytes, &Limits::default())
}
fn problem(bytes: &[u8]) -> Problem {
    read(bytes).unwrap_err().problem
}
fn within(bytes: &[u8], limits: Limits) -> SheetError {
    Book::read("名单.csv", bytes, &limits).unwrap_err()
}

#[test]
fn a_wrong_file_is_called_by_its_name() {
    use FileKind::*;
    let docx = zip(&[("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<t/>")]);
    let slides = zip(&[("ppt/presentation.xml", b"<p/>")]);
    let ods = zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<o/>")]);
    let binary = zip(&[("xl/workbook.bin", b"x")]);
    let doc = compound(&[("WordDocument", b"x")]);
    let old = compound(&[("Book", b"x")]);
    let mail = compound(&[("__properties_version1.0", b"x")]);
    for (bytes, kind) in [
        (&b"%PDF-1.7 \xe2\xe3"[..], Pdf),
        (b"\x89PNG\r\n\x1a\n\0\0", Image),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Image),
        (b"BM\x36\0\0\0\0\0", Image),
        (b"Rar!\x1a\x07\x01\0", Archive),
        (b"\x1f\x8b\x08\0", Archive),
        (b"MZ\x90\0\x03\0", Program),
        (b"SQLite format 3\0", Database),
        (b"\n <!DOCTYPE html><table>", Html),
        (b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", Html),
        (b"<?xml version=\"1.0\"?><Workbook/>", Xml),
        (b"\0\x01\x02\x03\x04", Binary),
        (b"\x09\x08\x04\0\0\x05", OldExcel),
        (&zip(&[("readme.txt", b"x")]), Zip),
        (&docx, Word),
        (&slides, Slides),
        (&ods, Ods),
        (&binary, Xlsb),
        (&doc, Word),
        (&old, OldExcel),
        (&mail, Compound),
    ] {
        assert_eq!(problem(bytes), Problem::Kind(kind));
        let said = read(bytes).unwrap_err();
        assert!(said.say(Lang::Zh).contains(kind.name(Lang::Zh)) && said.say(Lang::En).contains(kind.name(Lang::En)));
    }
    assert_eq!(problem(b""), Problem::EmptyFile);
    assert!(read("BM,姓名\n1,甲\n".as_bytes()).is_ok(), "text that begins like a picture is text");
}

#[test]
fn a_locked_workbook_says_so() {
    let xlsx = compound(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"y")]);
    let xls = compound(&[("Workbook", &biff(&record(0x002f, &words(&[1, 1, 1])), &[label(0, 0, "甲")]))]);
    assert_eq!(problem(&xlsx), Problem::Encrypted);
    assert_eq!(problem(&xls), Problem::Encrypted);
    assert_eq!(read(&xls).unwrap_err().say(Lang::Zh), "工作簿设有打开密码。请在 Excel 中去掉密码后再上传。");
}

#[test]
fn a_zip_bomb_is_not_inflated() {
    let zeros = vec![b'0'; 40 << 20];
    let parts = xlsx_parts("");
    let mut parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (*n, b.as_slice())).collect();
    parts[4].1 = &zeros;
    let bomb = zip(&parts);
    assert!(bomb.len() < 100_000);
    let too_much = Problem::TooMuch { what: Measure::Ratio, limit: 200 };
    assert_eq!(problem(&bomb), too_much);
    // a directory that lies about the size is found out while inflating
    let mut liar = bomb.clone();
    let size = (40u32 << 20).to_le_bytes();
    for i in 0..liar.len() - 4 {
        if liar[i..i + 4] == size {
            liar[i..i + 4].copy_from_slice(&1000u32.to_le_bytes());
        }
    }
    assert_ne!(liar, bomb);
    assert!(matches!(problem(&liar), Problem::TooMuch { .. } | Problem::Damaged(_)));
    let small = Limits { inflated: 1 << 20, ratio: u64::MAX, ..Limits::default() };
    assert_eq!(within(&bomb, small).problem, Problem::TooMuch { what: Measure::Inflated, limit: 1 << 20 });
}

#[test]
fn every_limit_names_itself_and_its_place() {
    let of = |l: Limits, bytes: &[u8]| {
        let e = within(bytes, l);
        (e.problem, e.at.map(|a| a.to_string()))
    };
    let text = "姓名,编号\n甲,1\n乙,22222\n".as_bytes();
    let much = |what, limit| Problem::TooMuch { what, limit };
    assert_eq!(of(Limits { bytes: 10, ..Limits::default() }, text), (much(Measure::Bytes, 10), None));
    assert_eq!(of(Limits { rows: 2, ..Limits::default() }, text), (much(Measure::Rows, 2), Some("A3".into())));
    assert_eq!(of(Limits { columns: 1, ..Limits::default() }, text), (much(Measure::Columns, 1), Some("B1".into())));
    assert_eq!(of(Limits { cells: 5, ..Limits::default() }, text), (much(Measure::Cells, 5), Some("B3".into())));
    assert_eq!(of(Limits { text: 4, ..Limits::default() }, text), (much(Measure::Text, 4), Some("B3".into())));
    let two = xlsx("</sheetData>");
    assert_eq!(of(Limits { sheets: 0, ..Limits::default() }, &two).0, much(Measure::Sheets, 0));
    let said = within(text, Limits { text: 4, ..Limits::default() });
    assert_eq!(said.say(Lang::Zh), "工作表“名单”单元格 B3：单元格字数超过上限 4。请拆成几个文件，或删去多余内容。");
}

#[test]
fn two_cells_in_far_corners_take_little_room() {
    let bytes = xls(&[label(0, 0, "甲"), label(65_535, 255, "乙")]);
    let limits = Limits { cells: 300, ..Limits::default() };
    let book = Book::read("x.xls", &bytes, &limits).unwrap();
    assert_eq!(book.sheets[0].cell(65_535, 255), &Cell::of("乙"));
    let sparse: String = (1..2_000).map(|r| format!("<row r=\"{r}\"><c r=\"ALL{r}\"><v>1</v></c></row>")).collect();
    let e = within(&xlsx(&(sparse + "</sheetData>")), Limits { cells: 100_000, ..Limits::default() });
    assert!(matches!(e.problem, Problem::TooMuch { what: Measure::Cells, .. }), "{e}");
}

#[test]
fn merged_areas_over_one_another_do_not_stop_the_machine() {
    let merges = "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(50_000);
    let cells = "<row><c><v>1</v></c><c r=\"CV1\"><v>1</v></c></row><row r=\"900\"><c><v>1</v></c></row>";
    let e = read(&xlsx(&format!("{cells}</sheetData>{merges}"))).unwrap_err();
    assert!(matches!(e.problem, Problem::TooMuch { what: Measure::Merged, .. }), "{e}");
}

#[test]
fn encodings_are_told_apart_and_broken_ones_named() {
    let text = "姓名,单位\r\n王一,清樾市财政局\r\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        gb.to_vec(),
        [&b"\xff\xfe"[..], &wide].concat(),
        [&b"\xfe\xff"[..], &big].concat(),
    ] {
        assert_eq!(read(&bytes).unwrap().sheets[0].cell(1, 1), &Cell::of("清樾市财政局"));
    }
    let mut broken = format!("{text}{text}").into_bytes();
    let at = broken.len() - 8;
    broken[at] = b'x';
    let e = read(&broken).unwrap_err();
    assert_eq!((e.problem, e.at), (Problem::Encoding, Some(At { row: 3, col: 0 })));
    assert_eq!(problem(&[b"\xff\xfe".as_slice(), &wide[..wide.len() - 1]].concat()), Problem::Encoding);
    assert_eq!(problem(b"a,b\n\xff\xff\xff,1\n"), Problem::Encoding);
}

#[test]
fn a_file_cut_off_anywhere_is_an_error_and_nothing_else() {
    // the first few bytes alone might begin any text
    let whole = xlsx("<row><c t=\"s\"><v>0</v></c></row></sheetData>");
    assert!(read(&whole).is_ok());
    for end in 8..whole.len() {
        assert!(read(&whole[..end]).is_err(), "{end}");
    }
    let whole = xls(&[label(0, 0, "甲"), number(1, 0, 1, 29_353.0)]);
    assert_eq!(read(&whole).unwrap().sheets[0].cell(1, 0).text(), "1980-05-12");
    for end in (8..whole.len() - 4096).chain([whole.len() - 600]) {
        assert!(read(&whole[..end]).is_err(), "{end}");
    }
    // XML that ends in the middle of a cell
    let e = read(&xlsx("<row><c><v>1</v>")).unwrap_err();
    assert_eq!((e.problem, e.sheet.as_deref()), (Problem::Damaged("sheet"), Some("名单")));
}

#[test]
fn a_sector_chain_that_goes_in_a_circle_ends() {
    let mut bytes = xls(&[label(0, 0, "甲")]);
    // the directory's sector, the second of the file, is followed by itself
    bytes[512 + 4..512 + 8].copy_from_slice(&1u32.to_le_bytes());
    assert_eq!(problem(&bytes), Problem::Damaged("CFB"));
}

#[test]
fn an_open_quotation_mark_is_found_where_it_opens() {
    let e = read("姓名,备注\n甲,\"未完\n乙,x\n".as_bytes()).unwrap_err();
    assert_eq!((e.problem.clone(), e.at.map(|a| a.to_string())), (Problem::Quote, Some("B2".into())));
    assert!(e.say(Lang::Zh).starts_with("工作表“名单”单元格 B2："));
}

#[test]
fn an_empty_sheet_is_named_as_such() {
    assert_eq!(problem(&xlsx("</sheetData>")), Problem::NothingInIt);
    assert_eq!(problem("\u{feff}\r\n , \r\n".as_bytes()), Problem::NothingInIt);
    assert_eq!(problem(&xls(&[])), Problem::NothingInIt);
}

#[test]
fn macros_are_never_opened_and_the_rest_is_read() {
    let parts = xlsx_parts("<row><c t=\"s\"><v>1</v></c></row></sheetData>");
    let mut parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (*n, b.as_slice())).collect();
    parts.push(("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not really"));
    assert_eq!(read(&zip(&parts)).unwrap().sheets[0].cell(0, 0), &Cell::of("出生日期"));
}

#[test]
fn numbers_and_dates_are_what_a_person_saw() {
    let book = read(&xlsx(
        "<row r=\"2\"><c r=\"B2\"><v>990001198005120010</v></c><c><v>0.30000000000000004</v></c><c s=\"1\"><v>29353</v></c>\
         <c s=\"2\"><v>29342</v></c><c s=\"3\"><v>1980.1</v></c><c><v>1980.1</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>\
         <c t=\"inlineStr\"><is><r><t>王</t></r><r><t xml:space=\"preserve\"> 一</t></r></is></c></row></sheetData>",
    ))
    .unwrap();
    let s = &book.sheets[0];
    assert!(matches!(s.cell(1, 1).exact(), Err(CellProblem::LostDigits(_))));
    let seen: Vec<_> = (2..10).map(|c| s.cell(1, c).text().into_owned()).collect();
    assert_eq!(seen, ["0.3", "1980-05-12", "1980-05", "1980.10", "1980.1", "TRUE", "#N/A", "王 一"]);
    assert_eq!(s.cell(1, 5).date().unwrap().unwrap().as_str(), "1980-10");
    assert!(matches!(s.cell(1, 6).date(), Err(CellProblem::MonthUnclear(_))));
    assert!(matches!(s.cell(1, 8).exact(), Err(CellProblem::Formula(_))));
}

#[test]
fn a_merged_group_header_and_a_merged_note_are_read_from_a_real_file() {
    use formats::sheet::{Column, Layout, Skip, map, records};
    const LAYOUT: Layout = Layout {
        columns: &[
            Column::required("name", &["姓名"]),
            Column::optional("level", &["全日制教育学历"]),
            Column::optional("degree", &["全日制教育学位"]),
        ],
    };
    let cell = |t: &str| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>");
    let row =
        |n: u32, cells: &[&str]| format!("<row r=\"{n}\">{}</row>", cells.iter().map(|t| cell(t)).collect::<String>());
    let rows = [
        row(1, &["干部花名册"]),
        row(3, &["姓名", "全日制教育"]),
        row(4, &["", "学历", "学位"]),
        row(5, &["甲一", "大学", "学士"]),
        row(6, &["说明：本表一式两份"]),
    ];
    let merges = ["A1:C1", "A3:A4", "B3:C3", "A6:C6"].map(|a| format!("<mergeCell ref=\"{a}\"/>")).concat();
    let book = read(&xlsx(&format!("{}</sheetData><mergeCells>{merges}</mergeCells>", rows.concat()))).unwrap();
    let m = map(&book.sheets[0], &LAYOUT);
    assert_eq!((m.header_row, m.header_rows), (2, 2));
    assert_eq!(m.matched().collect::<Vec<_>>(), [("name", 0), ("level", 1), ("degree", 2)]);
    let all = records(&book.sheets[0], &m);
    assert_eq!(all.iter().map(|r| r.text("degree").unwrap().unwrap().into_owned()).collect::<Vec<_>>(), ["学士"]);
    assert_eq!(all.skipped, [(5, Skip::Note)]);
}
