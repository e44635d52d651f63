//! Headers wherever they stand, and what their columns mean.

use formats::sheet::{
    Area, At, Book, Cell, Column, Layout, Limits, Mapping, MappingProblem, Sheet, Skip, map, map_again, records,
};

const PEOPLE: Layout = Layout {
    columns: &[
        Column::required("name", &["姓名", "Name"]),
        Column::optional("birth", &["出生日期", "出生年月", "Date of birth"]),
        Column::optional("id", &["身份证号", "公民身份号码", "ID number"]),
        Column::optional("degree_ft", &["全日制学历", "全日制教育学历"]),
        Column::optional("degree_sv", &["在职学历", "在职教育学历"]),
    ],
};

fn csv(text: &str) -> Sheet {
    Book::read("人员.csv", text.as_bytes(), &Limits::default()).unwrap().sheets.remove(0)
}
fn keys(m: &Mapping) -> Vec<(&str, u32)> {
    m.matched().collect()
}

#[test]
fn titles_and_blank_rows_stand_above_the_header() {
    let sheet =
        csv("干部花名册,,\n\n填报单位：某单位,,\n 姓 名 ,出生年月（如1980.05）,＊公民身份号码：\n甲一,1980.05,1\n");
    let m = map(&sheet, &PEOPLE);
    assert_eq!((m.header_row, m.header_rows), (3, 1));
    assert_eq!(keys(&m), [("name", 0), ("birth", 1), ("id", 2)]);
    assert_eq!(m.problems(&PEOPLE), []);
    let all = records(&sheet, &m);
    let r = all.iter().next().unwrap();
    assert_eq!(r.text("name").unwrap().as_deref(), Some("甲一"));
    assert_eq!(r.date("birth").unwrap().unwrap().as_str(), "1980-05");
    assert_eq!(r.place("birth").to_string(), "人员!B5");
    assert!(r.cell("degree_ft").is_blank());
}

#[test]
fn a_group_header_and_its_columns_are_read_together() {
    let mut sheet = csv("姓名,全日制教育,,在职教育,\n,学历,学位,学历,学位\n甲一,大学,学士,研究生,硕士\n");
    // as the reader leaves merged cells: filled
    sheet.rows[0][2] = Cell::of("全日制教育");
    sheet.rows[0].push(Cell::of("在职教育"));
    let m = map(&sheet, &PEOPLE);
    assert_eq!((m.header_row, m.header_rows), (0, 2));
    assert_eq!(keys(&m), [("name", 0), ("degree_ft", 1), ("degree_sv", 3)]);
    assert_eq!(m.unmatched().map(|h| h.text.as_str()).collect::<Vec<_>>(), ["全日制教育 / 学位", "在职教育 / 学位"]);
    assert_eq!(records(&sheet, &m).len(), 1);
}

#[test]
fn the_same_header_twice_is_for_a_person_to_decide() {
    let sheet = csv("姓名,出生日期,出生日期\n甲一,1980.05,1980.06\n");
    let mut m = map(&sheet, &PEOPLE);
    assert_eq!(m.problems(&PEOPLE), [MappingProblem::Ambiguous { key: "birth".into(), cols: vec![1, 2] }]);
    assert_eq!(m.problems(&PEOPLE)[0].say(&PEOPLE, base::Lang::Zh), "B、C 列都可能是“出生日期”，请选定其中一列。");
    m.assign(2, Some("birth"));
    assert_eq!(m.problems(&PEOPLE), []);
    assert_eq!(m.col("birth"), Some(2));
    m.assign(1, Some("birth"));
    assert!(matches!(m.problems(&PEOPLE)[..], [MappingProblem::Twice { .. }]));
}

#[test]
fn a_saved_mapping_is_used_again_wherever_the_header_reads_the_same() {
    let sheet = csv("编号,人名,备注\n1,甲一,x\n");
    let mut m = map(&sheet, &PEOPLE);
    assert_eq!(m.problems(&PEOPLE), [MappingProblem::Missing { key: "name" }]);
    m.assign(1, Some("name"));
    let saved: Mapping = serde_json::from_str(&serde_json::to_string(&m).unwrap()).unwrap();
    let next = csv("表\n\n备注,人 名,编号\nx,乙二,2\n");
    let m = map_again(&next, &PEOPLE, Some(&saved));
    assert_eq!((m.header_row, keys(&m)), (2, vec![("name", 1)]));
}

#[test]
fn notes_repeated_headers_and_foreign_rows_are_passed_over_with_a_word() {
    let mut sheet = csv("姓名,出生日期,其他\n甲一,1980,\n姓名,出生日期,其他\n说明,说明,说明\n,,x\n\n乙二,1981,\n");
    sheet.merged.push(Area { first: At { row: 3, col: 0 }, last: At { row: 3, col: 2 } });
    let m = map(&sheet, &PEOPLE);
    let all = records(&sheet, &m);
    assert_eq!(all.iter().map(|r| r.row).collect::<Vec<_>>(), [1, 6]);
    assert_eq!(all.skipped, [(2, Skip::HeaderAgain), (3, Skip::Note), (4, Skip::NothingUsed)]);
}

#[test]
fn a_sheet_with_only_a_header_has_no_records_and_no_error() {
    let sheet = csv("姓名,出生日期\n");
    let m = map(&sheet, &PEOPLE);
    assert_eq!(m.problems(&PEOPLE), []);
    assert!(records(&sheet, &m).is_empty());
}

#[test]
fn a_sheet_without_a_header_says_so() {
    let sheet = csv("甲\n\n乙\n");
    assert_eq!(map(&sheet, &PEOPLE).problems(&PEOPLE), [MappingProblem::NoHeader]);
}

#[test]
fn every_error_names_its_cell() {
    let sheet = csv("姓名,出生日期,身份证号\n甲一,1980.13,4.40101E+17\n");
    let m = map(&sheet, &PEOPLE);
    let all = records(&sheet, &m);
    let r = all.iter().next().unwrap();
    assert_eq!(
        r.date("birth").unwrap_err().say(base::Lang::Zh),
        "工作表“人员”单元格 B2：“1980.13”不是日期。请写成 1980-05-12；只知道年月时写 1980-05，只知道年份时写 1980。"
    );
    let lost = r.text("id").unwrap_err().say(base::Lang::En);
    assert!(lost.starts_with("Sheet “人员”, cell C2:") && !lost.contains("4.4"), "{lost}");
}
