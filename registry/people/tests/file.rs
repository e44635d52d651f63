//! A file from its first entry on: enter, change, correct, take back, merge, reveal.

mod common;

use auth::{ColumnGroup, Columns, Role};
use common::*;
use people::{Section, actions};

testkit::on_both_engines! {
    fn a_person_is_entered_changed_from_a_date_and_corrected(t: testkit::Bench) {
        let unit = unit(t, "0001/0002/");
        let id = enter(t, unit, &[("name", "李　明"), ("sex", "男"), ("birth", "1980.05"), ("political", "群众")]);
        let change = written(&[("name", "李明"), ("sex", "男"), ("birth", "1980.05"), ("political", "中共党员"), ("joined", "2026.05.20")]);
        t.db.write(&t.officer(), |tx| actions::record(tx, id, Section::Basic, day("2026-05-20"), &change)).unwrap();

        let on = |d: &str| t.db.read(&t.officer(), |tx| people::file(tx, id, day(d))).unwrap();
        assert_eq!(on("2026-05-19").get("political"), Some("13"));
        assert_eq!(on("2026-05-20").get("political"), Some("01"));

        let fact = on("2026-05-20").of(Section::Basic)[0].id;
        let right = written(&[("name", "李铭"), ("sex", "男"), ("birth", "1980.05"), ("political", "中共党员"), ("joined", "2026.05.20")]);
        t.db.write(&t.officer(), |tx| actions::correct(tx, id, Section::Basic, fact, &right)).unwrap();
        let now = on("2026-06-01");
        assert_eq!((now.get("name"), now.of(Section::Basic)[0].corrects), (Some("李铭"), Some(fact)));
        // what was corrected cannot be corrected again
        let again = t.db.write(&t.officer(), |tx| actions::correct(tx, id, Section::Basic, fact, &right));
        assert!(matches!(again, Err(db::Error::NotFound)));
        assert_eq!(names(t, "liming"), ["李铭"]);
        assert_eq!(names(t, "李明"), [] as [&str; 0], "a name that nobody has is forgotten");
    }

    fn entries_are_listed_and_taken_back(t: testkit::Bench) {
        let id = enter(t, unit(t, "0001/"), &[("name", "王芳")]);
        let award = written(&[("name", "三等功"), ("on", "2024.3"), ("authority", "某市人民政府")]);
        let fact = t.db.write(&t.officer(), |tx| actions::record(tx, id, Section::Award, day("2026-06-01"), &award)).unwrap();
        let file = t.db.read(&t.officer(), |tx| people::file(tx, id, day("2026-06-01"))).unwrap();
        assert_eq!(file.of(Section::Award)[0].from, day("2024-03-01"), "an award holds from its own date");
        t.db.write(&t.officer(), |tx| actions::take_back(tx, id, Section::Award, fact)).unwrap();
        let file = t.db.read(&t.officer(), |tx| people::file(tx, id, day("2026-06-01"))).unwrap();
        assert!(file.of(Section::Award).is_empty());
        let basic = file.of(Section::Basic)[0].id;
        let refused = t.db.write(&t.officer(), |tx| actions::take_back(tx, id, Section::Basic, basic));
        assert!(matches!(refused, Err(db::Error::Refused(_))));
        t.db.write(&t.officer(), |tx| actions::forget(tx, id)).unwrap();
        assert!(names(t, "王芳").is_empty());
    }

    fn out_of_reach_is_not_found(t: testkit::Bench) {
        let (here, there) = (unit(t, "0001/0002/"), unit(t, "0001/0003/"));
        let (one, other) = (enter(t, here, &[("name", "赵一")]), enter(t, there, &[("name", "赵二")]));
        let local = t.actor_over(Role::Officer, "0001/0002/".parse().unwrap());
        assert!(t.db.read(&local, |tx| people::file(tx, one, day("2026-06-01"))).is_ok());
        let denied = t.db.read(&local, |tx| people::file(tx, other, day("2026-06-01")));
        assert!(matches!(denied, Err(db::Error::NotFound)));
        let found = t.db.read(&local, |tx| people::search(tx, "赵", 10)).unwrap();
        assert_eq!(found.iter().map(|l| &*l.name).collect::<Vec<_>>(), ["赵一"]);
        let listed = t.db.read(&local, |tx| people::list(tx, &Default::default(), &first(), day("2026-06-01"))).unwrap();
        assert_eq!((listed.total, &*listed.rows[0].name), (1, "赵一"));
        let write = t.db.write(&local, |tx| actions::enter(tx, Some(there), day("2026-06-01"), &written(&[("name", "赵三")])));
        assert!(matches!(write, Err(db::Error::Invalid(_))));
    }

    fn restricted_values_are_opened_with_a_reason_and_only_where_they_may(t: testkit::Bench) {
        let id = enter(t, unit(t, "0001/0002/"), &[("name", "孙丽"), ("sex", "女"), ("birth", "1949.12"), ("id_number", "11010519491231002X")]);
        let kin = written(&[("relation", "丈夫"), ("name", "周强"), ("work", "某厂工人")]);
        t.db.write(&t.officer(), |tx| actions::record(tx, id, Section::Kin, day("2026-06-01"), &kin)).unwrap();
        let short = t.db.write(&t.officer(), |tx| actions::reveal(tx, id, Section::Identity, " 看 "));
        assert!(matches!(short, Err(db::Error::Invalid(_))));
        let opened = t.db.write(&t.officer(), |tx| actions::reveal(tx, id, Section::Identity, "办理任职手续")).unwrap();
        assert_eq!(opened.entries[0].values.get("id_number"), Some("11010519491231002X"));
        let kin = t.db.write(&t.officer(), |tx| actions::reveal(tx, id, Section::Kin, "任职回避审查")).unwrap();
        assert_eq!(kin.entries[0].values.get("name"), Some("周强"));

        let blind = with_columns(t, Columns::NONE);
        let refused = t.db.write(&blind, |tx| actions::reveal(tx, id, Section::Identity, "办理任职手续"));
        assert!(matches!(refused, Err(db::Error::NotFound)));
        let family = with_columns(t, Columns::NONE.with(ColumnGroup::Family));
        assert!(t.db.write(&family, |tx| actions::reveal(tx, id, Section::Kin, "任职回避审查")).is_ok());
        // whoever may not see a column may not fill it
        let write = t.db.write(&family, |tx| {
            actions::record(tx, id, Section::Identity, day("2026-06-01"), &written(&[("id_number", "11010519491231002X")]))
        });
        assert!(matches!(write, Err(db::Error::Denied(_))));

        let log = entries(t);
        let opened: Vec<_> = log.iter().filter(|e| e.1 == "people.revealed").collect();
        assert_eq!(opened.len(), 3);
        assert!(opened[0].2.as_deref().is_some_and(|p| p.contains("办理任职手续")));
        assert!(log.iter().all(|e| e.2.as_deref().is_none_or(|p| !p.contains("1949"))));
    }

    fn a_cadre_sees_the_own_file_and_nothing_else(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        let me = enter(t, u, &[("name", "钱进"), ("id_number", "11010519491231002X")]);
        let other = enter(t, u, &[("name", "钱出")]);
        let cadre = own(t, me);
        assert_eq!(t.db.read(&cadre, |tx| people::file(tx, me, day("2026-06-01"))).unwrap().get("name"), Some("钱进"));
        assert!(t.db.read(&cadre, |tx| people::file(tx, other, day("2026-06-01"))).is_err());
        let data = t.db.write(&cadre, actions::own_data).unwrap();
        assert_eq!(data["identity"][0]["values"]["id_number"], "11010519491231002X");
        assert!(t.db.read(&cadre, |tx| people::list(tx, &Default::default(), &first(), day("2026-06-01"))).unwrap().rows.is_empty());
    }

    fn an_identity_or_staff_number_is_one_persons(t: testkit::Bench) {
        let u = unit(t, "0001/");
        enter(t, u, &[("name", "甲"), ("number", "A1"), ("id_number", "11010519491231002X")]);
        let twice = |pairs: &[(&str, &str)]| {
            let w = written(pairs);
            t.db.write(&t.officer(), |tx| actions::enter(tx, Some(u), day("2026-06-01"), &w))
        };
        let Err(db::Error::Invalid(wrong)) = twice(&[("name", "乙"), ("number", "A1")]) else { panic!() };
        assert_eq!(wrong[0].field, "number");
        let Err(db::Error::Invalid(wrong)) = twice(&[("name", "乙"), ("id_number", "11010519491231002x")]) else { panic!() };
        assert_eq!(wrong[0].field, "id_number");
        assert!(!format!("{wrong:?}").contains("1949"));
    }

    fn two_records_of_one_person_are_merged_and_parted_again(t: testkit::Bench) {
        let u = unit(t, "0001/");
        let keep = enter(t, u, &[("name", "吴勇"), ("sex", "男"), ("birth", "1975.03")]);
        let other = enter(t, u, &[("name", "吴勇"), ("birth", "1975.03"), ("native_place", "某省某市"), ("id_number", "11010519491231002X")]);
        let annual = |y: &str| written(&[("year", y), ("result", "称职")]);
        for (p, y) in [(keep, "2024"), (other, "2024"), (other, "2025")] {
            t.db.write(&t.officer(), |tx| actions::record(tx, p, Section::Annual, day("2026-06-01"), &annual(y))).unwrap();
        }
        let pairs = t.db.read(&t.officer(), people::duplicates).unwrap();
        assert_eq!(pairs.iter().map(|p| p.like).collect::<Vec<_>>(), [people::Likeness::Name]);
        t.db.write(&t.officer(), |tx| actions::merge(tx, keep, other)).unwrap();
        let file = t.db.read(&t.officer(), |tx| people::file(tx, keep, day("2026-06-01"))).unwrap();
        assert_eq!(file.of(Section::Annual).len(), 2, "the same result is not kept twice");
        assert_eq!((file.get("native_place"), file.get("sex")), (Some("某省某市"), Some("1")));
        let id = t.db.write(&t.officer(), |tx| actions::reveal(tx, keep, Section::Identity, "办理任职手续")).unwrap();
        assert_eq!(id.entries[0].values.get("id_number"), Some("11010519491231002X"));
        assert!(t.db.read(&t.officer(), |tx| people::file(tx, other, day("2026-06-01"))).is_err());
        assert_eq!(t.db.read(&t.officer(), |tx| people::kept_as(tx, other)).unwrap(), Some(keep));

        let entry = last(t, "people.merged");
        t.db.write(&t.officer(), |tx| actions::undo(tx, entry)).unwrap();
        let file = t.db.read(&t.officer(), |tx| people::file(tx, other, day("2026-06-01"))).unwrap();
        assert_eq!(file.of(Section::Annual).len(), 2);
        let file = t.db.read(&t.officer(), |tx| people::file(tx, keep, day("2026-06-01"))).unwrap();
        assert_eq!((file.of(Section::Annual).len(), file.get("native_place")), (1, None));
        // an entry is undone once
        assert!(matches!(t.db.write(&t.officer(), |tx| actions::undo(tx, entry)), Err(db::Error::Refused(_))));
    }
}
