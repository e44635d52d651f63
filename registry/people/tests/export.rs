//! People taken out: masked unless a reason is given and the roles show them, and whole files that come in again.

mod common;

use auth::{ColumnGroup, Columns, Grant, Role};
use common::*;
use intake::{Source, record};
use people::{Filter, People, Section, actions};
use testkit::client::Site;

/// The identity number of the standard's own example; nobody's.
const ID: &str = "11010519491231002X";
const REASON: &str = "年度档案核对";

fn url(t: &testkit::Bench, actor: auth::Actor) -> testkit::client::Client {
    Site::of(t, vec![people::slice()]).as_actor(actor)
}

testkit::on_both_engines! {
    fn restricted_columns_go_out_with_a_reason_and_one_entry_that_names_whose(t: testkit::Bench) {
        let (here, there) = (unit(t, "0001/0002/"), unit(t, "0001/0003/"));
        let one = enter(t, here, &[("name", "周强"), ("number", "A1"), ("id_number", ID)]);
        enter(t, there, &[("name", "李娜"), ("number", "A2"), ("id_number", "110101199003074813")]);
        let officer = url(t, t.officer());
        officer.get("/people/export").ok().shows("共 2 人");
        let plain = officer.post("/people/export", &[("content", "roster"), ("form", "csv")]).ok();
        assert!(plain.text.contains("周强") && !plain.text.contains(ID));
        let groups = [("content", "roster"), ("form", "csv"), ("groups", "identity")];
        officer.post("/people/export", &[&groups[..], &[("reason", "看")]].concat()).is(422).hides(ID);
        assert!(entries(t).iter().all(|e| e.1 != "people.exported"), "a refused export leaves nothing");
        let with = [&groups[..], &[("reason", REASON)]].concat();
        assert!(officer.post("/people/export?q=周强", &with).ok().text.contains(ID));
        let log = entries(t);
        let said: Vec<&str> = log.iter().filter(|e| e.1 == "people.exported").filter_map(|e| e.2.as_deref()).collect();
        assert_eq!(said.len(), 1);
        assert!(said[0].contains(&one.to_string()) && said[0].contains(REASON) && !said[0].contains("1949"), "{said:?}");

        // whose columns the roles do not show stay masked
        let columns = Columns::NONE.with(ColumnGroup::Identity);
        let grants = vec![
            Grant { role: Role::Officer, over: "0001/0002/".parse().unwrap(), columns },
            Grant { role: Role::Officer, over: "0001/0003/".parse().unwrap(), columns: Columns::NONE },
        ];
        let partly = auth::Actor::account(auth::Door::Session, t.root, base::Id::new(), None, grants);
        let out = url(t, partly).post("/people/export", &with).ok().text;
        assert!(out.contains(ID) && out.contains("已隐藏") && !out.contains("110101199003074813"), "{out}");
        let blind = url(t, with_columns(t, Columns::NONE));
        blind.get("/people/export").ok().hides("查看原因");
        let out = blind.post("/people/export", &with).ok().text;
        assert!(!out.contains(ID) && out.contains("已隐藏"));
        blind.post("/people/export", &[("content", "files"), ("form", "csv")]).is(422).shows("只能导出为 xlsx");
    }

    fn whole_files_that_went_out_come_in_unchanged(t: testkit::Bench) {
        let one = enter(t, unit(t, "0001/"), &[("name", "周强"), ("number", "A1"), ("sex", "男"), ("birth", "1980.05"), ("level", "1A11")]);
        let wife = enter(t, unit(t, "0001/"), &[("name", "李娜"), ("number", "A2")]);
        let put = |section, pairs: &[(&str, &str)]| {
            let w = written(pairs);
            t.db.write(&t.officer(), |tx| actions::record(tx, one, section, day("2026-06-01"), &w)).unwrap();
        };
        put(Section::Study, &[("kind", "全日制"), ("level", "21"), ("degree", "403"), ("school", "=某大学"), ("ended", "2002.07"), ("form", "ordinary")]);
        put(Section::Career, &[("began", "2002.07"), ("work", "某局"), ("service", "local_organ"), ("grassroots", "是")]);
        put(Section::Award, &[("name", "记三等功"), ("on", "2024.03"), ("authority", "某局")]);
        put(Section::Annual, &[("year", "2024"), ("result", "优秀")]);
        put(Section::Certificate, &[("name", "某证书"), ("listed", "cet6"), ("grade", "中级"), ("on", "2020")]);
        put(Section::Ability, &[("dimension", "knowledge"), ("name", "写作"), ("level", "4"), ("on", "2025.01.02"), ("source", "测评")]);
        put(Section::Interest, &[("interest", "书法")]);
        put(Section::Residence, &[("household", "广州"), ("household_since", "2001"), ("unit_settled", "是")]);
        put(Section::Programme, &[("kind", "west"), ("began", "2003.08"), ("passed", "是")]);
        put(Section::Military, &[("began", "1999.09"), ("ended", "2001.09"), ("entered", "student")]);
        put(Section::Recusal, &[("unit", "U1"), ("finding", "no_conflict"), ("on", "2026.01")]);
        put(Section::Absent, &[("what", "award"), ("on", "2026.01"), ("source", "档案")]);
        put(Section::Fitness, &[("demand", "能夜间值班"), ("fits", "是"), ("on", "2026.01")]);
        put(Section::Kin, &[("relation", "妻子"), ("name", "李娜"), ("other", &wife.to_string())]);
        let all = [ColumnGroup::Identity, ColumnGroup::Health, ColumnGroup::Family];
        let groups: Vec<(&str, &str)> = all.iter().map(|g| ("groups", g.word())).collect();
        let wish = [&[("content", "files"), ("form", "xlsx"), ("reason", REASON)][..], &groups].concat();
        let bytes = url(t, t.officer()).post("/people/export", &wish).ok().bytes;
        let file = intake::File { name: "人员.xlsx".into(), bytes: bytes.into() };
        let mut source = Source { files: vec![file], ..Source::default() };
        let report = record(&t.db, &t.officer(), &People, &mut source, &|_, _| {}).unwrap();
        assert_eq!((report.figure("unchanged"), report.figure("changed"), report.figure("new")), (2, 0, 0), "{report:?}");
        let taken = t.db.read(&t.officer(), |tx| actions::take(tx, &Filter::default(), true)).unwrap();
        assert_eq!(taken.files.iter().map(|f| f.entries.len()).sum::<usize>(), 14);
    }
}
