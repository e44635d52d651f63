//! Appointments from spreadsheets.

mod common;

use common::*;
use formats::sheet::{Table, Value, xlsx};
use intake::{RunError, Source, dry_run, record};
use tenure::{Appointments, Way};
use testkit::Bench;

const HEADS: &[&str] =
    &["人员编号", "姓名", "出生年月", "岗位编码", "任职方式", "任职时间", "免职时间", "任职文号", "免职文号"];

fn book(rows: &[&[&str]]) -> Source {
    let cell = |c: &&str| if c.is_empty() { Value::Empty } else { Value::text((*c).to_owned()) };
    let rows: Vec<Vec<Value>> = rows.iter().map(|r| r.iter().map(cell).collect()).collect();
    let bytes = xlsx(vec![Table::new("任职", HEADS.iter().copied(), rows)]).unwrap();
    let file = intake::File { name: "任职.xlsx".into(), bytes: bytes.into() };
    Source { files: vec![file], ..Source::default() }
}

testkit::on_both_engines! {
    fn appointments_come_in_whole_or_not_at_all_and_go_again(t: Bench) {
        let u = unit(t, "A", None, 3);
        create(t, u, "P1", 3, true);
        create(t, u, "P2", 3, false);
        let (first, second) = (person(t, u, "R1", "林知远"), person(t, u, "R2", "周明"));
        let third = person(t, u, "R3", "周明");
        let held = |who| t.db.read(&t.officer(), |tx| tenure::of_person(tx, who, day("2026-06-01"))).map(|rows| rows.len()).unwrap_or(0);
        let rows: &[&[&str]] = &[
            &["R1", "林知远", "", "P1", "主职", "2020.03", "", "海委干〔2020〕3号", ""],
            &["R1", "", "", "P2", "兼任", "2021-05-01", "", "", ""],
            &["R2", "周明", "", "P1", "", "2019.06.01", "2023.06.01", "", ""],
        ];
        let report = dry_run(&t.db, &t.officer(), &Appointments, &mut book(rows)).unwrap();
        assert_eq!((report.figure("rows"), report.figure("new"), report.is_clean(), held(first)), (3, 3, true, 0));
        let many: &[&[&str]] = &[rows[0], &["R2", "", "", "P1", "", "2024.01", "", "", ""], &["R3", "", "", "P1", "", "2024.01", "", "", ""], &["R4", "", "", "P1", "", "2024.01", "", "", ""]];
        person(t, u, "R4", "单雄");
        let report = dry_run(&t.db, &t.officer(), &Appointments, &mut book(many)).unwrap();
        assert!(report.is_clean() && report.odd[0].place == "任职!D2" && report.odd[0].say.zh.contains("核定3人，导入后为4人"), "{:?}", report.odd);
        let report = record(&t.db, &t.officer(), &Appointments, &mut book(rows), &|_, _| {}).unwrap();
        let entry = report.entry.unwrap();
        assert_eq!((held(first), held(second)), (2, 1));
        // the same again changes nothing; a document that was missing is added
        let again: &[&[&str]] = &[rows[0], rows[1], &["R2", "周明", "", "P1", "主职", "2019.06.01", "", "", "海委干〔2023〕7号"]];
        let report = dry_run(&t.db, &t.officer(), &Appointments, &mut book(again)).unwrap();
        assert_eq!((report.figure("new"), report.figure("changed"), report.figure("unchanged")), (0, 1, 2));
        record(&t.db, &t.officer(), &Appointments, &mut book(again), &|_, _| {}).unwrap();
        let row = t.db.read(&t.officer(), |tx| tenure::of_person(tx, second, day("2026-06-01"))).unwrap().remove(0);
        assert_eq!((row.span.to, row.span.value.removed_by.as_deref()), (Some(day("2023-06-01")), Some("海委干〔2023〕7号")));
        // what was built upon is not taken back under it
        let undo = |entry| t.db.write(&t.officer(), |tx| intake::Intake::undo(&Appointments, tx, entry)).map(|r| r.figure("taken_back"));
        assert!(matches!(undo(entry), Err(db::Error::Refused(_))));
        let more = book(&[&["R3", "周明", "", "P2", "", "2024.01", "", "", ""]]);
        let entry = record(&t.db, &t.officer(), &Appointments, &mut { more }, &|_, _| {}).unwrap().entry.unwrap();
        assert_eq!(held(third), 1);
        assert_eq!(undo(entry).unwrap(), 1);
        assert_eq!((held(third), held(first)), (0, 2));
    }

    fn what_is_wrong_is_said_by_its_cell_and_nothing_is_kept(t: Bench) {
        let u = unit(t, "A", None, 3);
        let (p, _) = (create(t, u, "P1", 3, true), create(t, u, "P2", 3, true));
        let first = person(t, u, "R1", "林知远");
        person(t, u, "R2", "周明");
        person(t, u, "R3", "周明");
        appoint(t, &of(first, p, Way::Main, "2020-01-01", None));
        let rows: &[&[&str]] = &[
            &["R1", "", "", "P2", "主职", "2021.01", "", "", ""],
            &["R9", "", "", "P1", "主职", "2020.01", "", "", ""],
            &["", "周明", "", "P1", "主职", "2020.01", "", "", ""],
            &["R2", "林知远", "", "P1", "主职", "2020.01", "", "", ""],
            &["R2", "", "", "P8", "主职", "2020.01", "", "", ""],
            &["R3", "", "", "P1", "顾问", "2020.13", "", "", ""],
            &["R3", "", "", "P1", "主职", "2009.01", "", "", ""],
            &["R3", "", "", "P1", "主职", "2020.01", "2019.01", "", ""],
        ];
        let report = dry_run(&t.db, &t.officer(), &Appointments, &mut book(rows)).unwrap();
        let mut wrong: Vec<_> = report.wrong.iter().map(|w| (w.place.as_str(), w.say.zh.as_str())).collect();
        wrong.sort();
        let expected = [
            ("任职!D2", "岗位P1"), ("任职!A3", "找不到此人"), ("任职!B4", "有2人同名"), ("任职!A5", "不是同一个人"),
            ("任职!D6", "P8"), ("任职!E7", "不认识的任职方式"), ("任职!F7", ""), ("任职!D8", "不存在"), ("任职!D9", "晚于"),
        ];
        for (place, part) in expected {
            assert!(wrong.iter().any(|(at, say)| *at == place && say.contains(part)), "{place} {part}: {wrong:#?}");
        }
        assert_eq!(wrong.len(), expected.len());
        let done = record(&t.db, &t.officer(), &Appointments, &mut book(rows), &|_, _| {});
        assert!(matches!(done, Err(RunError::Wrong(_))));
        let count = t.db.read(&t.officer(), |tx| tenure::count(tx, day("2026-06-01"), &tenure::Filter::default())).unwrap();
        assert_eq!(count, 1);
    }
}
