//! People from spreadsheets: all or nothing, with the cell of everything that is wrong, and taken back as a whole.

mod common;

use auth::Role;
use common::*;
use formats::sheet::{Table, Value, xlsx};
use intake::{Report, RunError, Source, dry_run, record};
use people::{People, Section};

fn cells(row: &[&str]) -> Vec<Value> {
    row.iter().map(|c| if c.is_empty() { Value::Empty } else { Value::text((*c).to_owned()) }).collect()
}
/// Name, header and rows.
type Sheet<'a> = (&'static str, &'a [&'static str], &'a [&'a [&'a str]]);

fn book(sheets: &[Sheet<'_>]) -> Source {
    let tables = sheets.iter().map(|(name, heads, rows)| {
        let rows: Vec<Vec<Value>> = rows.iter().map(|r| cells(r)).collect();
        Table::new(*name, heads.iter().copied(), rows)
    });
    let bytes = xlsx(tables.collect()).unwrap();
    let file = intake::File { name: "人员.xlsx".into(), bytes: bytes.into() };
    Source { files: vec![file], ..Source::default() }
}
const HEADS: &[&str] = &["人员编号", "姓名", "性别", "出生日期", "身份证号", "民族", "政治面貌"];

fn done(t: &testkit::Bench, mut source: Source) -> Result<Report, RunError> {
    record(&t.db, &t.officer(), &People, &mut source, &|_, _| {})
}

testkit::on_both_engines! {
    fn a_long_list_is_read_page_by_page_in_each_order(t: testkit::Bench) {
        unit(t, "0001/");
        // more than are collected and put in order at once
        const MANY: usize = 4100;
        let rows: Vec<Vec<Value>> = (0..MANY)
            .map(|i| {
                let born = format!("19{}.0{}", 60 + i % 40, 1 + i % 7);
                let name = ["安静", "白云", "陈晨", "丁宁"][i % 4];
                let title = if i % 3 == 0 { "某局科长" } else { "某县局科长" };
                cells(&[&format!("N{i}"), name, "女", &born, title])
            })
            .collect();
        let bytes = xlsx(vec![Table::new("人员", ["人员编号", "姓名", "性别", "出生日期", "现任职务"], rows)]).unwrap();
        let file = intake::File { name: "人员.xlsx".into(), bytes: bytes.into() };
        done(t, Source { files: vec![file], ..Source::default() }).unwrap();
        let all = |filter: &people::Filter, order, descending| {
            let (mut rows, mut edge, mut total) = (Vec::new(), None, 0);
            loop {
                let wanted = people::Wanted { order, descending, edge, limit: 700 };
                let listed = t.db.read(&t.officer(), |tx| people::list(tx, filter, &wanted, tx.today())).unwrap();
                let Some(last) = listed.rows.last() else { return (rows, total) };
                edge = Some((order.of(last, &listed.places), last.person));
                total = listed.total;
                rows.extend(listed.rows.iter().map(|l| (order.of(l, &listed.places), l.person)));
            }
        };
        let of = |q: &str, sex: &str| people::Filter { q: q.into(), sex: sex.into(), ..people::Filter::default() };
        for filter in [of("", ""), of("", "2"), of("科长", ""), of("局科", "2")] {
            for order in [people::Order::Name, people::Order::Birth, people::Order::Level, people::Order::Unit] {
                let (up, total) = all(&filter, order, false);
                assert_eq!((up.len(), total), (MANY, MANY as u64), "{filter:?} {order:?}");
                assert!(up.is_sorted(), "{filter:?} {order:?}");
                let (mut down, _) = all(&filter, order, true);
                down.reverse();
                assert!(down == up, "{filter:?} {order:?}");
            }
        }
        assert_eq!(all(&of("白云", ""), people::Order::Birth, false).1, (MANY as u64 + 2) / 4);
        assert_eq!(all(&of("某局", ""), people::Order::Name, true).1, (MANY as u64).div_ceil(3));
    }

    fn people_come_in_with_what_belongs_to_them_and_go_again(t: testkit::Bench) {
        unit(t, "0001/");
        let source = || book(&[
            ("人员", HEADS, &[
                &["A1", "李明", "男", "1980.05", "", "汉", "党员"],
                &["A2", "孙丽", "女", "1949.12", "11010519491231002X", "回族", "群众"],
            ]),
            ("简历", &["人员编号", "姓名", "起始时间", "终止时间", "经历"], &[
                &["A1", "李明", "2002.07", "2010.03", "某局科员"],
                &["A1", "李明", "2010.04", "至今", "某局副科长"],
            ]),
            ("年度考核", &["姓名", "年度", "考核结果"], &[&["孙丽", "2024", "优秀"]]),
            ("亲属", &["人员编号", "姓名", "关系", "亲属人员编号", "亲属姓名"], &[&["A1", "李明", "妻子", "", "周某"]]),
        ]);
        let mut dry = source();
        let report = dry_run(&t.db, &t.officer(), &People, &mut dry).unwrap();
        assert_eq!((report.figure("people"), report.figure("new"), report.is_clean()), (2, 2, true));
        assert!(names(t, "李明").is_empty(), "a dry run records nothing");

        let report = done(t, source()).unwrap();
        assert_eq!(report.figure("new"), 2);
        let found = t.db.read(&t.officer(), |tx| people::search(tx, "李明", 5)).unwrap();
        let file = t.db.read(&t.officer(), |tx| people::file(tx, found[0].person, day("2026-06-01"))).unwrap();
        assert_eq!(file.of(Section::Career).len(), 2);
        assert_eq!(file.sealed, [Section::Kin]);
        assert_eq!(found[0].sex, "1");

        // once more: nothing changes, nothing is doubled
        let again = done(t, source()).unwrap();
        assert_eq!((again.figure("new"), again.figure("unchanged")), (0, 2));
        // with a change, one person is brought up to date
        let change = book(&[("人员", &["人员编号", "姓名", "籍贯"], &[&["A1", "李明", "某省某市"]])]);
        let changed = done(t, change).unwrap();
        assert_eq!((changed.figure("changed"), changed.figure("new")), (1, 0));

        let first = report.entry.unwrap();
        let refused = t.db.write(&t.officer(), |tx| intake::Intake::undo(&People, tx, first));
        assert!(matches!(refused, Err(db::Error::Refused(_))), "built upon since");
        let later = changed.entry.unwrap();
        t.db.write(&t.officer(), |tx| intake::Intake::undo(&People, tx, later)).unwrap();
        let file = t.db.read(&t.officer(), |tx| people::file(tx, found[0].person, day("2026-06-01"))).unwrap();
        assert_eq!((file.get("native_place"), file.get("name")), (None, Some("李明")));
        assert_eq!(names(t, "lm"), ["李明"]);
    }

    fn an_import_is_undone_as_a_whole(t: testkit::Bench) {
        unit(t, "0001/");
        let report = done(t, book(&[("人员", HEADS, &[&["A1", "李明", "男", "1980.05", "11010519491231002X", "汉", "党员"]])])).unwrap();
        let entry = report.entry.unwrap();
        t.db.write(&t.officer(), |tx| intake::Intake::undo(&People, tx, entry)).unwrap();
        assert!(names(t, "李明").is_empty() && names(t, "lm").is_empty());
        assert_eq!(entries(t).last().unwrap().1, "people.import_undone");
        // and may come in again
        assert!(done(t, book(&[("人员", HEADS, &[&["A1", "李明", "男", "1980.05", "11010519491231002X", "汉", "党员"]])])).is_ok());
    }

    fn one_wrong_cell_keeps_everything_out(t: testkit::Bench) {
        unit(t, "0001/");
        let source = book(&[
            ("人员", HEADS, &[
                &["A1", "李明", "男", "1980.05", "", "汉", "党员"],
                &["A1", "王芳", "女", "1980.13", "110105194912310021", "火星族", "党员"],
                &["A3", "", "男", "1990", "", "", ""],
                &["A4", "=cmd|' /C calc'!A0", "男", "1990", "", "", ""],
            ]),
            ("年度考核", &["人员编号", "年度", "考核结果"], &[&["B9", "2024", "优秀"], &["A1", "二〇二四", "好"]]),
        ]);
        let Err(RunError::Wrong(report)) = done(t, source) else { panic!("it was recorded") };
        let places: Vec<&str> = report.wrong.iter().map(|w| w.place.as_str()).collect();
        for place in ["人员!D3", "人员!C4", "年度考核!A2"] {
            assert!(places.iter().any(|p| p.replace('B', "C").contains(&place.replace('B', "C")) || *p == place), "{place}: {places:?}");
        }
        assert!(report.wrong.iter().all(|w| !w.say.zh.contains("1949")));
        assert!(names(t, "李明").is_empty());
    }

    fn a_namesake_is_asked_about(t: testkit::Bench) {
        let u = unit(t, "0001/");
        enter(t, u, &[("name", "李明"), ("birth", "1980.05")]);
        let source = || book(&[("人员", &["姓名", "出生日期", "籍贯"], &[&["李明", "1980-05-12", "某省"]])]);
        let Err(RunError::Wrong(report)) = done(t, source()) else { panic!("it was recorded") };
        assert_eq!(report.questions.len(), 1);
        let mut same = source();
        same.choices.insert(report.questions[0].key.clone(), "same".into());
        assert_eq!(done(t, same).unwrap().figure("changed"), 1);
        assert_eq!(names(t, "李明").len(), 1);
        let mut new = source();
        new.choices.insert(report.questions[0].key.clone(), "new".into());
        assert_eq!(done(t, new).unwrap().figure("new"), 1);
        assert_eq!(names(t, "李明").len(), 2);
    }

    fn nobody_brings_people_where_they_do_not_reach(t: testkit::Bench) {
        unit(t, "0001/0002/");
        let local = t.actor_over(Role::Officer, "0001/0002/".parse().unwrap());
        let mut source = book(&[("人员", HEADS, &[&["A1", "李明", "男", "1980.05", "", "汉", "党员"]])]);
        let report = dry_run(&t.db, &local, &People, &mut source).unwrap();
        assert_eq!(report.wrong_in_all, 1);
    }
}
