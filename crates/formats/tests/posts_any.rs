//! Whatever stands in a post table or a catalogue, its reader answers and loses no row.

use formats::{
    posts,
    sheet::{Book, CsvStyle, Limits, Table, Value, csv},
};
use proptest::prelude::*;

const HEAD: [&str; 10] = [
    "招考单位",
    "单位代码",
    "招考职位",
    "职位代码",
    "录用人数",
    "学历",
    "学位",
    "是否限应届毕业生报考",
    "其他要求",
    "本科专业名称及代码",
];

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[0-9]{1,4}",
        "[ABC][0-9]{2,6}",
        Just(String::new()),
        Just("不限".into()),
        Just("职位代码".into())
    ]
}

fn book(head: &[&'static str], rows: Vec<Vec<String>>) -> Option<Book> {
    let rows = rows.into_iter().map(|r| r.into_iter().map(Value::text).collect());
    let bytes = csv(Table::new("t", head.to_vec(), rows.collect::<Vec<_>>()), CsvStyle::default()).ok()?;
    Book::read("t.csv", &bytes, &Limits::default()).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn every_row_is_a_post_or_rejected_or_noted(rows in prop::collection::vec(prop::collection::vec(cell(), 10), 0..8)) {
        let Some(book) = book(&HEAD, rows) else { return Ok(()) };
        let table = posts::read(&book);
        let filled = book.sheets[0].rows.iter().skip(1).filter(|r| r.iter().any(|c| !c.is_blank())).count();
        let header_again = book.sheets[0].rows.iter().skip(1).filter(|r| r.first().is_some_and(|c| c.text() == HEAD[0])).count();
        let told = table.posts.len() + table.rejected.len() + table.notes.len();
        prop_assert!(told + header_again >= filled, "{told} of {filled}");
        let mut codes: Vec<&str> = table.posts.iter().map(|p| p.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        prop_assert_eq!(codes.len(), table.posts.len());
        let pack = rulepacks::gd_2026();
        posts::Report::make(&table, &pack, &Default::default(), |_, _| {});
    }
    #[test]
    fn no_catalogue_makes_the_reader_panic(rows in prop::collection::vec(prop::collection::vec(cell(), 6), 0..12)) {
        let head = ["学科门类代码及名称", "学科代码", "学科名称", "专业代码", "专业名称", "旧专业名称"];
        let Some(book) = book(&head, rows) else { return Ok(()) };
        let read = posts::read_majors(&book);
        prop_assert!(read.is_ok());
    }
    #[test]
    fn any_file_and_any_cells_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..300), cells in "(\\PC{0,12}\n){0,5}") {
        posts::trial::file(&bytes);
        posts::trial::file(&[HEAD.join(",").as_bytes(), b"\n", &bytes].concat());
        posts::trial::cells(&rulepacks::gd_2026(), &cells);
    }
}
