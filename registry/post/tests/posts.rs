//! Posts as their officers live with them.

mod house;

use std::collections::BTreeMap;

use auth::Role;
use base::Id;
use db::Error;
use formats::sheet::Limits;
use house::*;
use intake::{File, Intake, Source};
use org::Unit;
use post::{Content, Filter};
use testkit::Bench;

fn codes(t: &Bench, unit: Option<Id<Unit>>, below: bool, on: &str) -> Vec<String> {
    let filter = Filter { unit, below, ..Filter::default() };
    let rows = t.db.read(&t.officer(), |tx| post::list(tx, day(on), &filter, None, 100)).unwrap();
    rows.into_iter().map(|r| r.frame.code).collect()
}

testkit::on_both_engines! {
    fn a_post_is_described_and_asks_for_what_it_asks_from_a_day_on(t: Bench) {
        let u = unit(t, "A", None);
        let p = create(t, &frame(u, "P1", "机关党委专职副书记"));
        let content = Content { duties: "抓好党支部建设\n组织党员教育".into(), pay: "按乡科级正职执行".into(), ..Content::default() };
        t.db.write(&t.officer(), |tx| post::describe(tx, p, day("2024-01-01"), &content)).unwrap();
        let first = [asked(6000, "熟悉党建业务"), asked(4000, "有基层党务经历")];
        t.db.write(&t.officer(), |tx| post::require(tx, p, day("2024-01-01"), &first)).unwrap();
        let second = [asked(6000, "熟悉党建业务"), asked(4000, "有三年基层党务经历")];
        t.db.write(&t.officer(), |tx| post::require(tx, p, day("2026-01-01"), &second)).unwrap();
        let at = |on: &str| t.db.read(&t.officer(), |tx| post::whole(tx, p, day(on))).unwrap();
        assert_eq!(at("2023-12-31").requirements.len(), 0);
        assert_eq!(at("2025-12-31").requirements[1].words, "有基层党务经历");
        assert_eq!(at("2026-01-01").requirements.iter().map(|r| r.words.as_str()).collect::<Vec<_>>(), ["熟悉党建业务", "有三年基层党务经历"]);
        assert_eq!(at("2026-01-01").content, content);
        let off = t.db.write(&t.officer(), |tx| post::require(tx, p, day("2026-01-01"), &second[..1]));
        assert!(matches!(off, Err(Error::Invalid(e)) if e[0].say.zh.contains("60.00%")));
        assert_eq!(at("2026-01-01").requirements.len(), 2);
    }

    fn posts_go_with_their_unit(t: Bench) {
        let city = unit(t, "A", None);
        let (old, new) = (unit(t, "A1", Some(city)), unit(t, "A2", Some(city)));
        create(t, &frame(old, "P1", "局长"));
        create(t, &frame(new, "P2", "局长"));
        let left = t.db.write(&t.officer(), |tx| org::close(tx, old, day("2026-06-01"), false));
        assert!(matches!(left, Err(Error::Refused(say)) if say.zh.contains("1个岗位")));
        t.db.write(&t.officer(), |tx| org::merge(tx, old, new, day("2026-07-01"))).unwrap();
        assert_eq!(codes(t, Some(new), false, "2026-06-30"), ["P2"]);
        assert_eq!(codes(t, Some(new), false, "2026-07-01"), ["P1", "P2"]);
        assert_eq!(codes(t, Some(city), true, "2026-06-30"), ["P1", "P2"]);
        t.db.write(&t.officer(), |tx| org::close(tx, new, day("2026-09-01"), true)).unwrap();
        assert_eq!(codes(t, None, false, "2026-08-31").len(), 2);
        assert_eq!(codes(t, None, false, "2026-09-01").len(), 0);
    }

    fn a_code_of_a_closed_post_may_be_used_again(t: Bench) {
        let u = unit(t, "A", None);
        let p = create(t, &frame(u, "P1", "科长"));
        let taken = t.db.write(&t.officer(), |tx| post::create(tx, day("2024-01-01"), &frame(u, "P1", "主任"), &Content::default(), &[]));
        assert!(matches!(taken, Err(Error::Invalid(e)) if e[0].field == "code"));
        t.db.write(&t.officer(), |tx| post::close(tx, p, day("2026-01-01"), false)).unwrap();
        t.db.write(&t.officer(), |tx| post::create(tx, day("2026-01-01"), &frame(u, "P1", "主任"), &Content::default(), &[])).unwrap();
        let name = |on: &str| t.db.read(&t.officer(), |tx| { let id = post::by_code(tx, "P1", day(on))?; post::whole(tx, id, day(on)) }).unwrap().frame.name;
        assert_eq!((name("2025-12-31"), name("2026-01-01")), ("科长".to_owned(), "主任".to_owned()));
        let early = t.db.write(&t.officer(), |tx| post::create(tx, day("2019-01-01"), &frame(u, "P9", "主任"), &Content::default(), &[]));
        assert!(matches!(early, Err(Error::Invalid(e)) if e[0].field == "unit"));
    }

    fn an_officer_of_a_part_neither_sees_nor_changes_the_rest(t: Bench) {
        let city = unit(t, "A", None);
        let (mine, other) = (unit(t, "A1", Some(city)), unit(t, "A2", Some(city)));
        let (p, hidden) = (create(t, &frame(mine, "P1", "处长")), create(t, &frame(other, "P2", "局长")));
        let clerk = over(t, Role::Officer, mine);
        let today = day("2026-06-01");
        assert_eq!(t.db.read(&clerk, |tx| post::count(tx, today, &Filter::default())).unwrap(), 1);
        for gone in [hidden, Id::new()] {
            assert!(matches!(t.db.read(&clerk, |tx| post::whole(tx, gone, today)), Err(Error::NotFound)));
            assert!(matches!(t.db.write(&clerk, |tx| post::close(tx, gone, today, true)), Err(Error::NotFound)));
            assert!(matches!(t.db.write(&clerk, |tx| post::restate(tx, gone, today, &frame(mine, "P3", "甲"))), Err(Error::NotFound)));
        }
        assert!(matches!(t.db.write(&clerk, |tx| post::restate(tx, p, today, &frame(other, "P1", "处长"))), Err(Error::NotFound)));
        assert!(t.db.read(&clerk, |tx| post::by_code(tx, "P2", today)).is_err());
        t.db.write(&clerk, |tx| post::restate(tx, p, today, &frame(mine, "P1", "教务处长"))).unwrap();
    }

    fn a_sheet_of_posts_is_taken_in_and_back(t: Bench) {
        unit(t, "A1", None);
        let head = "岗位编码,机构编码,岗位名称,职务层次,是否领导职务,岗位类别,专职兼职,职数,任期年限,岗位职责,任职条件,设立日期\n";
        let source = |rows: &str| {
            let files = vec![File { name: "岗位.csv".into(), bytes: format!("{head}{rows}").into_bytes().into() }];
            let mut source = Source { files, ..Source::default() };
            let opened = source.open(&Limits::default()).unwrap();
            source.sheets = opened.guess(post::Posts.parts(), &BTreeMap::new());
            source
        };
        let good = source("P1,A1,书记,正科级,是,党务,专职,1,5,主持全面工作,大学以上学历,\nP2,A1,干事,科员,否,业务,兼职,3,,,,2021-01-01\n");
        let entry = t.db.write(&t.officer(), |tx| post::Posts.apply(tx, &good, &|_, _| ())).unwrap().entry.unwrap();
        assert_eq!(codes(t, None, false, "2026-06-01"), ["P1", "P2"]);
        assert_eq!(codes(t, None, false, "2020-06-01"), ["P1"]);
        let again = t.db.read(&t.officer(), |tx| post::Posts.check(tx, &good)).unwrap();
        assert_eq!((again.figure("new"), again.figure("unchanged")), (0, 2));
        t.db.write(&t.officer(), |tx| post::Posts.undo(tx, entry)).unwrap();
        assert_eq!(codes(t, None, false, "2026-06-01").len(), 0);
        for (rows, place) in [
            ("P1,A9,书记,,,,,,,,,\n", "!B2"),
            ("P1,A1,书记,皇帝,,,,,,,,\n", "!D2"),
            ("P1,A1,书记,,也许,,,,,,,\n", "!E2"),
            ("P1,A1,书记,,是,,,,,,,\n", "!D2"),
            ("P1,A1,书记,,,玄学,,,,,,\n", "!F2"),
            ("P1,A1,书记,,,,,若干,,,,\n", "!H2"),
            ("P1,A1,书记,,,,,1,,,,\nP1,A1,副书记,,,,,1,,,,\n", "!A3"),
            ("P1,A1,书记,,,,,,,,,1999-01-01\n", "!L2"),
        ] {
            let report = t.db.read(&t.officer(), |tx| post::Posts.check(tx, &source(rows))).unwrap();
            assert!(report.wrong.iter().any(|w| w.place.contains(place)), "{rows}: {:?}", report.wrong);
        }
    }
}
