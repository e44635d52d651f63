//! A relative who is a person of this system: named in one file, told in both, opened by whoever may.

mod common;

use auth::{ColumnGroup, Columns, Grant, Role};
use common::*;
use people::{Section, actions};
use testkit::client::Site;

const REASON: &str = "任职回避审查";

fn says(error: Result<impl Sized, db::Error>) -> String {
    match error {
        Err(db::Error::Invalid(wrong)) => wrong[0].say.zh.clone(),
        Err(e) => panic!("{e:?}"),
        Ok(_) => panic!("it was recorded"),
    }
}

testkit::on_both_engines! {
    fn a_relative_is_chosen_by_name_or_number_and_both_files_tell(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        let one = enter(t, u, &[("name", "周强")]);
        let wife = enter(t, u, &[("name", "李娜"), ("number", "A7")]);
        enter(t, u, &[("name", "李娜"), ("number", "A8"), ("birth", "1980.05")]);
        let kin = |other: &str| {
            let w = written(&[("relation", "妻子"), ("name", "李娜"), ("other", other)]);
            t.db.write(&t.officer(), |tx| actions::record(tx, one, Section::Kin, day("2020-06-01"), &w))
        };
        assert!(says(kin("李娜")).contains("有2人同名"));
        assert!(says(kin("王某")).contains("找不到此人"));
        assert_eq!(says(kin("周强")), "不能是本人。");
        let fact = kin("李娜 A7").unwrap();
        let open = |person| t.db.write(&t.officer(), |tx| actions::reveal(tx, person, Section::Kin, REASON)).unwrap();
        assert_eq!(open(one).entries[0].values.get("other"), Some(wife.to_string().as_str()));
        let there = open(wife);
        assert_eq!((there.entries.len(), there.elsewhere.len(), there.hidden), (0, 1, 0));
        assert_eq!(there.elsewhere[0].person, one);
        let related = |person, on: &str| {
            let pair = t.db.read(&t.officer(), |tx| {
                let may = tx.may::<people::See>()?;
                people::related(tx, &may, Some(person), &["妻子".to_owned()], day(on))
            });
            pair.unwrap().len()
        };
        assert_eq!(related(one, "2026-06-01"), 1);
        assert_eq!(related(wife, "2026-06-01"), 1);

        // ended from a day, told of before, and undone
        t.db.write(&t.officer(), |tx| actions::end(tx, one, Section::Kin, fact, day("2026-05-01"))).unwrap();
        assert_eq!((related(wife, "2026-06-01"), related(wife, "2026-04-30")), (0, 1));
        let entry = last(t, "people.ended");
        t.db.write(&t.officer(), |tx| actions::undo(tx, entry)).unwrap();
        assert_eq!(related(wife, "2026-06-01"), 1);
        let early = t.db.write(&t.officer(), |tx| actions::end(tx, one, Section::Kin, fact, day("2020-06-01")));
        assert!(matches!(early, Err(db::Error::NotFound)), "the fact was taken back when it ended");
    }

    fn who_may_not_see_the_other_file_learns_only_that_there_is_one(t: testkit::Bench) {
        let (here, there) = (unit(t, "0001/0002/"), unit(t, "0001/0003/"));
        let (one, wife) = (enter(t, here, &[("name", "周强")]), enter(t, there, &[("name", "李娜")]));
        let w = written(&[("relation", "妻子"), ("name", "李娜"), ("other", &wife.to_string())]);
        t.db.write(&t.officer(), |tx| actions::record(tx, one, Section::Kin, day("2020-06-01"), &w)).unwrap();
        let columns = Columns::NONE.with(ColumnGroup::Family);
        let grants = vec![Grant { role: Role::Officer, over: "0001/0003/".parse().unwrap(), columns }];
        let local = auth::Actor::account(auth::Door::Session, t.root, base::Id::new(), None, grants);
        let opened = t.db.write(&local, |tx| actions::reveal(tx, wife, Section::Kin, REASON)).unwrap();
        assert_eq!((opened.elsewhere.len(), opened.hidden), (0, 1));
        // nobody out of reach can be named
        let husband = written(&[("relation", "丈夫"), ("name", "周强"), ("other", &one.to_string())]);
        let named = t.db.write(&local, |tx| actions::record(tx, wife, Section::Kin, day("2020-06-01"), &husband));
        assert!(says(named).contains("找不到此人"));
        let site = Site::of(t, vec![people::slice()]).as_actor(local);
        site.get(&format!("/people/{wife}")).ok().shows("另有 1 份他人档案").hides("周强");
        site.post(&format!("/people/{wife}/reveal/kin"), &[("reason", REASON)]).ok().shows("不在您的查看范围内").hides("周强");
    }

    fn a_merge_keeps_relations_and_one_state_at_a_time(t: testkit::Bench) {
        let u = unit(t, "0001/");
        let one = enter(t, u, &[("name", "周强")]);
        let (wife, again) = (enter(t, u, &[("name", "李娜")]), enter(t, u, &[("name", "李娜")]));
        let record = |person, section, pairs: &[(&str, &str)]| {
            let w = written(pairs);
            t.db.write(&t.officer(), |tx| actions::record(tx, person, section, day("2020-06-01"), &w)).unwrap();
        };
        record(one, Section::Kin, &[("relation", "妻子"), ("name", "李娜"), ("other", &again.to_string())]);
        for person in [wife, again] {
            record(person, Section::Kin, &[("relation", "父亲"), ("name", "李某")]);
            record(person, Section::Residence, &[("household", "广州")]);
        }
        record(again, Section::Residence, &[("household", "广州"), ("origin", "深圳")]);
        t.db.write(&t.officer(), |tx| actions::merge(tx, wife, again)).unwrap();
        let opened = t.db.write(&t.officer(), |tx| actions::reveal(tx, wife, Section::Kin, REASON)).unwrap();
        assert_eq!((opened.entries.len(), opened.elsewhere.len()), (2, 1), "nothing is lost, and the husband's file still tells");
        let file = t.db.read(&t.officer(), |tx| people::file(tx, wife, day("2026-06-01"))).unwrap();
        let residence = file.of(Section::Residence);
        assert_eq!(residence.len(), 1, "one state at a time");
        assert_eq!(residence[0].values.get("origin"), Some("440300"));
        let merged = last(t, "people.merged");
        t.db.write(&t.officer(), |tx| actions::undo(tx, merged)).unwrap();
        let opened = t.db.write(&t.officer(), |tx| actions::reveal(tx, again, Section::Kin, REASON)).unwrap();
        assert_eq!((opened.entries.len(), opened.elsewhere.len()), (1, 1));
    }

    fn a_file_is_printed_masked_and_opened_with_a_reason(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        let one = enter(t, u, &[("name", "周强"), ("birth", "1980.05"), ("id_number", "11010519491231002X")]);
        let wife = enter(t, u, &[("name", "李娜")]);
        let site = Site::of(t, vec![people::slice()]).as_actor(t.officer());
        site.post(&format!("/people/{one}/kin/new"), &[("relation", "妻子"), ("name", "李娜"), ("other", "李娜")]).is(303);
        let print = format!("/people/{one}/print");
        site.get(&print).ok().shows("干部基本情况表").shows("1980.05").hides("11010519491231002X").hides("李娜");
        let wish = [("sections", "identity"), ("sections", "kin"), ("reason", "看")];
        site.post(&print, &wish).is(422).hides("11010519491231002X");
        let wish = [("sections", "identity"), ("sections", "kin"), ("reason", REASON)];
        site.post(&print, &wish).ok().shows("11010519491231002X").shows("李娜");
        let log = entries(t);
        let opened: Vec<_> = log.iter().filter(|e| e.1 == "people.revealed").collect();
        assert_eq!(opened.len(), 1);
        assert!(opened[0].2.as_deref().is_some_and(|p| p.contains("identity,kin") && !p.contains("1949")));
        let blind = Site::of(t, vec![people::slice()]).as_actor(with_columns(t, Columns::NONE));
        blind.post(&print, &wish).is(404).hides("11010519491231002X");
        // the page names both ends, by link
        site.get(&format!("/people/{wife}")).ok().shows("另有 1 份他人档案");
        site.post(&format!("/people/{wife}/reveal/kin"), &[("reason", REASON)]).ok().shows("周强").shows("本人是其妻子");
        site.get("/people/suggest?other=李").ok().shows("李娜");
    }
}
