//! Post tables and catalogues made here, so that the readers are tested without any published file.

use base::Lang;
use formats::{
    posts::{self, NoteKind, PostTable, Report},
    sheet::{Book, CsvStyle, Limits, Table, Value, csv, xlsx},
};

const HEAD: [&str; 15] = [
    "招考单位",
    "单位代码",
    "招考职位",
    "职位代码",
    "职位简介",
    "职位类型",
    "录用人数",
    "学历",
    "学位",
    "研究生专业\n名称及代码",
    "本科专业\n名称及代码",
    "大专专业\n名称及代码",
    "是否限应届毕业生报考",
    "其他要求",
    "考区",
];

fn row(code: &'static str, openings: &'static str, other: &'static str) -> Vec<Value> {
    [
        "某镇政府",
        "6010001",
        "科员",
        code,
        "综合工作",
        "综合管理类职位",
        openings,
        "本科以上",
        "学士以上",
        "",
        "不限",
        "",
        "否",
        other,
        "广州",
    ]
    .into_iter()
    .map(Value::text)
    .collect()
}

fn book(rows: Vec<Vec<Value>>) -> Book {
    let mut table = Table::new("乡镇机关", HEAD, rows);
    table.title = Some("某省乡镇机关职位表".into());
    Book::read("posts.xlsx", &xlsx(vec![table]).unwrap(), &Limits::default()).unwrap()
}

fn read(rows: Vec<Vec<Value>>) -> PostTable {
    posts::read(&book(rows))
}

#[test]
fn a_sheet_without_some_columns_is_read_below_its_title() {
    let table = read(vec![row("60100012601001", "2", "男性;会飞")]);
    assert_eq!(table.rejected, []);
    let post = &table.posts[0];
    assert_eq!((post.sheet.as_str(), post.row, post.openings), ("乡镇机关", 3, 2));
    assert_eq!(
        (post.code.as_str(), post.grass_roots.as_str(), post.majors_bachelor.as_str()),
        ("60100012601001", "", "不限")
    );
    assert_eq!(table.notes.len(), 1, "the title: {:?}", table.notes);
    let report = Report::make(&table, &rulepacks::gd_2026(), &Default::default(), |_, built| {
        assert_eq!(built.clauses.len(), 2);
    });
    assert_eq!((report.posts, report.openings, report.clauses.understood), (1, 2, 1));
    let unknown = &report.clauses.unknown[0];
    assert_eq!(
        (unknown.words.as_str(), unknown.posts, unknown.sheet.as_str(), unknown.row),
        ("会飞", 1, "乡镇机关", 3)
    );
}
#[test]
fn a_code_that_stands_twice_names_both_rows() {
    let table = read(vec![row("1", "1", ""), row("2", "1", ""), row("1", "1", "")]);
    assert_eq!(table.posts.len(), 2);
    let [twice] = table.rejected.as_slice() else { panic!("{:?}", table.rejected) };
    assert_eq!((twice.row, twice.cell.as_deref()), (Some(5), Some("D5")));
    for lang in [Lang::Zh, Lang::En] {
        assert!(
            twice.why.to(lang).contains("乡镇机关!D5") && twice.why.to(lang).contains("乡镇机关!D3"),
            "{}",
            twice.why
        );
    }
}
#[test]
fn rows_without_code_or_with_openings_that_are_no_number_are_rejected_with_their_cell() {
    let table = read(vec![
        row("", "1", ""),
        row("2", "两名", ""),
        row("3", "0", ""),
        row("4", "1.5", ""),
        row("5", "", ""),
        row("6", "10000", ""),
        row("7", "3", ""),
    ]);
    assert_eq!(table.posts.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["7"]);
    let cells: Vec<&str> = table.rejected.iter().filter_map(|r| r.cell.as_deref()).collect();
    assert_eq!(cells, ["D3", "G4", "G5", "G6", "G7", "G8"]);
    assert!(table.rejected[1].why.zh.contains("两名") && table.rejected[1].why.en.contains("两名"));
}
#[test]
fn a_book_that_is_no_post_table_says_what_is_missing() {
    let bytes =
        csv(Table::new("x", ["姓名", "性别"], [vec![Value::text("某甲"), Value::text("男")]]), CsvStyle::default());
    let table = posts::read(&Book::read("staff.csv", &bytes.unwrap(), &Limits::default()).unwrap());
    assert_eq!(table.posts, []);
    assert!(!table.rejected.is_empty() && table.rejected.iter().all(|r| r.sheet == "staff" && r.row.is_none()));
}
#[test]
fn a_column_that_is_not_known_is_noted_and_not_dropped_unseen() {
    let head: Vec<&str> = HEAD.into_iter().chain(["身高要求"]).collect();
    let mut one = row("1", "1", "");
    one.push(Value::text("170厘米以上"));
    let bytes = xlsx(vec![Table::new("公安", head, [one])]).unwrap();
    let table = posts::read(&Book::read("posts.xlsx", &bytes, &Limits::default()).unwrap());
    assert_eq!(table.posts.len(), 1);
    assert!(
        table.notes.iter().any(|n| n.words == "170厘米以上" && n.what.zh.contains("身高要求")),
        "{:?}",
        table.notes
    );
}
#[test]
fn terms_above_the_header_hold_for_every_post() {
    let mut lines = "配套措施,最低服务年限为5年,,,,,,,,,,,,,\n".to_owned();
    lines += &HEAD.map(|h| h.replace('\n', "")).join(",");
    lines += "\n某镇政府,6010001,科员,1,,综合管理类职位,1,本科,学士,,不限,,否,,广州\n";
    let table = posts::read(&Book::read("乡镇.csv", lines.as_bytes(), &Limits::default()).unwrap());
    assert_eq!(table.posts[0].terms, "配套措施：最低服务年限为5年");
}

const BANDS: &str = "专业参考目录,,,,,\n学科门类代码及名称,学科代码,学科名称,专业代码,专业名称,旧专业名称\n";

fn majors(lines: &str) -> posts::Majors {
    let text = format!("{BANDS}{lines}");
    posts::read_majors(&Book::read("目录.csv", text.as_bytes(), &Limits::default()).unwrap()).unwrap()
}

#[test]
fn former_names_are_joined_where_a_code_goes_on_after_a_page_break() {
    let read = majors(
        "B08工学,B0811,土木类,B081101,土木工程,建筑工程\nB08工学,B0811,土木类,B081101,土木工程,矿井建设\n,,,B081102,另一专业,\n",
    );
    let listed = &read.catalogue.majors["B081101"];
    assert_eq!(
        (listed.name.as_str(), listed.former.as_slice()),
        ("土木工程", &["建筑工程".to_owned(), "矿井建设".into()][..])
    );
    assert_eq!(read.catalogue.disciplines["B08"].name, "工学");
    assert_eq!(read.notes.iter().map(|n| n.kind).collect::<Vec<_>>(), [NoteKind::Continued]);
}
#[test]
fn a_lost_code_is_taken_only_where_its_neighbours_leave_no_other() {
    let read = majors(
        "B08工学,B0811,土木类,B081101,甲,\nB08工学,B0811,土木类,,乙,\nB08工学,B0811,土木类,B081103,丙,\nB08工学,B0811,土木类,,丁,\n",
    );
    assert_eq!(read.catalogue.majors["B081102"].name, "乙");
    let kinds: Vec<_> = read.notes.iter().map(|n| (n.kind, n.name.as_str())).collect();
    assert_eq!(kinds, [(NoteKind::Inferred, "乙"), (NoteKind::NoCode, "丁")]);
}
#[test]
fn one_code_with_two_names_keeps_the_first_and_says_so() {
    let read = majors("B08工学,B0811,土木类,B081101,甲,\n,,,B081101,乙,\n");
    assert_eq!(read.catalogue.majors["B081101"].name, "甲");
    assert_eq!(read.notes.iter().map(|n| n.kind).collect::<Vec<_>>(), [NoteKind::OtherName]);
}
#[test]
fn what_is_no_catalogue_is_refused_with_the_columns_it_needs() {
    let refused = posts::read_majors(&Book::read("x.csv", "甲,乙\n1,2\n".as_bytes(), &Limits::default()).unwrap());
    assert!(refused.unwrap_err().zh.contains("专业代码"));
}
