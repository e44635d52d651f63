//! Units from sheets.

use std::collections::BTreeMap;

use base::Date;
use formats::sheet::Limits;
use intake::{File, Intake, Report, Source};
use org::Units;
use testkit::Bench;

const HEAD: &str = "机构编码,机构名称,上级机构编码,机构类别,机构级别,编制类型,核定编制数,正职职数,副职职数,统一社会信用代码,党组织任期起始,党组织任期年限,设立日期,撤销日期\n";

fn source(rows: &str) -> Source {
    let files = vec![File { name: "机构.csv".into(), bytes: format!("{HEAD}{rows}").into_bytes().into() }];
    let mut source = Source { files, ..Source::default() };
    let opened = source.open(&Limits::default()).unwrap();
    source.sheets = opened.guess(Units.parts(), &BTreeMap::new());
    source
}
fn check(t: &Bench, rows: &str) -> Report {
    t.db.read(&t.officer(), |tx| Units.check(tx, &source(rows))).unwrap()
}
fn apply(t: &Bench, rows: &str) -> Report {
    t.db.write(&t.officer(), |tx| Units.apply(tx, &source(rows), &|_, _| ())).unwrap()
}
fn by_code() -> org::Wanted {
    org::Wanted { sort: org::Sort::Code, descending: false, edge: None, most: 100 }
}
fn names(t: &Bench, on: &str) -> Vec<String> {
    let on: Date = on.parse().unwrap();
    let rows = t.db.read(&t.officer(), |tx| org::list(tx, on, &org::Filter::default(), by_code())).unwrap();
    rows.into_iter().map(|r| r.name.name).collect()
}

const GOOD: &str = "\
A11,教务处,A1,内设机构,正科级,,,1,2,,,,2001-09-01,\n\
A1,海晏职业学院,A,学校,县、处级,事业编制（其他）,320,1,4,,2021-03-01,5,2001-09-01,\n\
A,海晏市,,地方,,,,,,,,,1994-01-01,\n\
A2,市轻工业局,A,政府部门,正处级,行政编制,30,1,3,,,,1994-01-01,2018-11-30\n";

testkit::on_both_engines! {
    fn a_sheet_in_any_order_is_taken_in_and_back(t: Bench) {
        let report = check(t, GOOD);
        assert!(report.is_clean(), "{:?}", report.wrong);
        assert_eq!((report.figure("rows"), report.figure("new")), (4, 4));
        assert!(names(t, "2026-06-01").is_empty());
        let entry = apply(t, GOOD).entry.unwrap();
        assert_eq!(names(t, "2026-06-01"), ["海晏市", "海晏职业学院", "教务处"]);
        assert_eq!(names(t, "2018-01-01").len(), 4);
        let on = "2026-06-01".parse().unwrap();
        let college = t.db.read(&t.officer(), |tx| { let id = org::by_code(tx, "A1", on)?; org::whole(tx, id, on) }).unwrap();
        assert_eq!(college.quotas.iter().map(|q| (q.level.as_str(), q.approved)).collect::<Vec<_>>(), [("1A31", 1), ("1A32", 4)]);
        assert_eq!(college.party.map(|p| p.ends().to_string()).as_deref(), Some("2026-03-01"));
        // the same sheet again changes nothing that it does not say anew
        let again = check(t, "A11,教务处,A1,内设机构,正科级,,,,,,,,2001-09-01,\nA,海晏市,,地方,,,,,,,,,1994-01-01,\n");
        assert_eq!((again.figure("new"), again.figure("changed"), again.figure("unchanged")), (0, 0, 2));
        t.db.write(&t.officer(), |tx| Units.undo(tx, entry)).unwrap();
        assert!(names(t, "2026-06-01").is_empty());
        assert!(apply(t, GOOD).entry.is_some());
    }

    fn staff_and_funds_come_in_with_their_units(t: Bench) {
        const HEAD: &str = "机构编码,机构名称,编制类型,核定编制数,实有人数,经费年度,党建经费,培训经费\n";
        let source = |row: &str| {
            let files = vec![File { name: "机构.csv".into(), bytes: format!("{HEAD}{row}").into_bytes().into() }];
            let mut source = Source { files, ..Source::default() };
            let opened = source.open(&Limits::default()).unwrap();
            source.sheets = opened.guess(Units.parts(), &BTreeMap::new());
            source
        };
        for (row, place, says) in [
            ("A,甲,,,30,,,\n", "!C2", "还应填编制类型"),
            ("A,甲,行政编制,30,二十,,,\n", "!E2", "整数"),
            ("A,甲,,,,,1000,\n", "!F2", "经费年度"),
            ("A,甲,,,,2026,一千,\n", "!G2", "两位小数"),
            ("A,甲,,,,26,1000,\n", "!F2", "四位数"),
        ] {
            let report = t.db.read(&t.officer(), |tx| Units.check(tx, &source(row))).unwrap();
            let told: Vec<_> = report.wrong.iter().map(|w| format!("{} {}", w.place, w.say.zh)).collect();
            assert!(told.iter().any(|w| w.contains(place) && w.contains(says)), "{row}: {told:?}");
        }
        let row = source("A,甲,行政编制,30,27,2026年,\"120,000\",8000.5\n");
        let entry = t.db.write(&t.officer(), |tx| Units.apply(tx, &row, &|_, _| ())).unwrap().entry.unwrap();
        let on: Date = "2026-06-01".parse().unwrap();
        let unit = t.db.read(&t.officer(), |tx| { let id = org::by_code(tx, "A", on)?; org::whole(tx, id, on) }).unwrap();
        assert_eq!(unit.staff.iter().map(|s| s.counted).collect::<Vec<_>>(), [27]);
        assert_eq!(unit.funds.iter().map(|f| f.amount.to_string()).collect::<Vec<_>>(), ["120000.00", "8000.50"]);
        t.db.write(&t.officer(), |tx| Units.undo(tx, entry)).unwrap();
        assert!(names(t, "2026-06-01").is_empty());
    }

    fn an_import_that_was_built_upon_is_not_undone(t: Bench) {
        let entry = apply(t, GOOD).entry.unwrap();
        apply(t, "A11,教务与科研处,A1,内设机构,正科级,,,1,2,,,,2001-09-01,\n");
        assert!(matches!(t.db.write(&t.officer(), |tx| Units.undo(tx, entry)), Err(db::Error::Refused(_))));
        assert_eq!(names(t, "2026-06-01")[2], "教务与科研处");
        assert_eq!(names(t, "2026-05-31")[2], "教务处");
    }

    fn what_is_wrong_is_said_with_its_cell_and_nothing_is_kept(t: Bench) {
        for (rows, place, says) in [
            ("A,甲,,,,,,,,,,,,\nA,乙,,,,,,,,,,,,\n", "!A3", "编码重复"),
            ("A,甲,B,,,,,,,,,,,\n", "!C2", "找不到编码为“B”"),
            ("A,甲,A,,,,,,,,,,,\n", "!C2", "不能是自己"),
            ("A,甲,B,,,,,,,,,,,\nB,乙,A,,,,,,,,,,,\n", "!C", "成为自己的上级"),
            ("A,甲,,朝廷,,,,,,,,,,\n", "!D2", "机构类别"),
            ("A,甲,,,九品,,,,,,,,,\n", "!E2", "机构级别"),
            ("A,甲,,,,行政编制,很多,,,,,,,\n", "!G2", "整数"),
            ("A,甲,,,,,30,,,,,,,\n", "!F2", "编制类型"),
            ("A,甲,,,,,,1,,,,,,\n", "!E2", "机构级别"),
            ("A,甲,,,,,,,,91350100M000100Y44,,,,\n", "!J2", "统一社会信用代码"),
            ("A,甲,,,,,,,,,2021-03-01,,,\n", "!K2", "同时填写"),
            ("A,甲,,,,,,,,,,,1980.13,\n", "!M2", ""),
            ("A,甲,,,,,,,,,,,2020-01-01,2019-01-01\n", "!N2", "应晚于"),
            (",甲,,,,,,,,,,,,\n", "!A2", "请填写"),
            ("A,甲,,,,,,,,,,,2020-01-01,\nB,乙,A,,,,,,,,,,2019-01-01,\n", "!C3", "当日不存在"),
        ] {
            let report = check(t, rows);
            let told: Vec<_> = report.wrong.iter().map(|w| format!("{} {}", w.place, w.say.zh)).collect();
            assert!(told.iter().any(|w| w.contains(place) && w.contains(says)), "{rows}: {told:?}");
            assert!(t.db.write(&t.officer(), |tx| Units.apply(tx, &source(rows), &|_, _| ())).is_err());
            assert!(names(t, "2026-06-01").is_empty());
        }
    }
}
