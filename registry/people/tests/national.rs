//! The national workbook, with either family of fields at the heads: out, and in again.

mod common;

use common::*;
use formats::sheet::{Book, Limits};
use intake::{Source, record};
use people::{People, Section, actions};
use testkit::client::Site;

/// The identity number of the standard's own example; nobody's.
const ID: &str = "11010519491231002X";

testkit::on_both_engines! {
    fn the_national_workbook_goes_out_and_comes_in_again(t: testkit::Bench) {
        let one = enter(t, unit(t, "0001/"), &[("name", "周强"), ("sex", "女"), ("birth", "1949.12"), ("ethnic", "汉"), ("id_number", ID)]);
        let put = |section, pairs: &[(&str, &str)]| {
            let w = written(pairs);
            t.db.write(&t.officer(), |tx| actions::record(tx, one, section, day("2026-06-01"), &w)).unwrap();
        };
        put(Section::Study, &[("kind", "全日制"), ("level", "21"), ("degree", "403"), ("school", "某大学"), ("ended", "1972.07")]);
        put(Section::Annual, &[("year", "2024"), ("result", "优秀")]);
        put(Section::Kin, &[("relation", "丈夫"), ("name", "于远"), ("birth", "1949.11")]);
        let officer = Site::of(t, vec![people::slice()]).as_actor(t.officer());
        for (form, heads, study) in [
            ("national", "A01001 A01085 A01004 A01007", "A01001 A01085 A08020 A08002A"),
            ("national-old", "A0101 A0184 A0104 A0107", "A0101 A0184 A08020 A08002A"),
        ] {
            let wish = [("form", form), ("groups", "identity"), ("groups", "family"), ("reason", "年度数据上报")];
            let bytes = officer.post("/people/export", &wish).ok().bytes;
            let book = Book::read("全国.xlsx", &bytes, &Limits::default()).unwrap();
            let names: Vec<&str> = book.sheets.iter().map(|s| &*s.name).collect();
            assert_eq!(names, ["A01", "A08", "A15", "A36"]);
            let row = |sheet: usize, row: u32, n: u32, joint: &str| {
                (0..n).map(|c| book.sheets[sheet].cell(row, c).text().to_string()).collect::<Vec<_>>().join(joint)
            };
            let first = row(0, 0, 20, " ");
            assert!(heads.split(' ').all(|h| first.split(' ').any(|f| f == h)), "{first}");
            assert_eq!(row(1, 0, 4, " "), study);
            assert_eq!(row(1, 1, 2, "|"), format!("周强|{ID}"));

            let file = intake::File { name: "全国.xlsx".into(), bytes: bytes.into() };
            let mut source = Source { files: vec![file], ..Source::default() };
            let report = record(&t.db, &t.officer(), &People, &mut source, &|_, _| {}).unwrap();
            assert_eq!((report.figure("unchanged"), report.figure("changed"), report.figure("new")), (1, 0, 0), "{report:?}");
        }
    }
}
