//! Saved lists: one's own, shared with a part of the tree, renamed and removed.

mod common;

use auth::{Account, Actor, Columns, Door, Grant, Role};
use base::Id;
use common::*;
use people::{List, lists, remove_list, rename_list, save_list};
use testkit::client::Site;

fn officer(t: &testkit::Bench, over: &str) -> Actor {
    let grants = vec![Grant { role: Role::Officer, over: over.parse().unwrap(), columns: Columns::NONE }];
    Actor::account(Door::Session, t.root, Id::<Account>::new(), None, grants)
}
fn seen(t: &testkit::Bench, actor: &Actor) -> Vec<(String, bool)> {
    t.db.read(actor, lists).unwrap().into_iter().map(|l| (l.name, l.own)).collect()
}

testkit::on_both_engines! {
    fn a_list_is_ones_own_unless_it_is_shared_with_a_part_of_the_tree(t: testkit::Bench) {
        let (u, below) = (unit(t, "0001/0002/"), unit(t, "0001/0002/0003/"));
        let (mine, above, within, beside) =
            (officer(t, "0001/0002/"), officer(t, "0001/"), officer(t, "0001/0002/0003/"), officer(t, "0001/0004/"));
        let keep = |name: &str, unit| t.db.keep_books(&mine, |tx| save_list(tx, name, "sex=2&after=x", unit));
        let own: Id<List> = keep("女干部", None).unwrap();
        keep("本单位", Some(u)).unwrap();
        assert!(matches!(keep("女干部", None), Err(db::Error::Invalid(_))), "two lists of one name");
        assert!(matches!(keep(" ", None), Err(db::Error::Invalid(_))));
        let far = t.db.keep_books(&beside, |tx| save_list(tx, "远", "", Some(below)));
        assert!(matches!(far, Err(db::Error::Invalid(_))), "shared beyond one's reach");
        assert_eq!(seen(t, &mine), [("女干部".to_owned(), true), ("本单位".to_owned(), true)]);
        for actor in [&above, &within] {
            assert_eq!(seen(t, actor), [("本单位".to_owned(), false)]);
        }
        assert_eq!(seen(t, &beside), []);
        // only its owner changes it
        assert!(matches!(t.db.keep_books(&above, |tx| rename_list(tx, own, "x")), Err(db::Error::NotFound)));
        t.db.keep_books(&mine, |tx| rename_list(tx, own, "女")).unwrap();
        assert!(t.db.keep_books(&above, |tx| remove_list(tx, own)).is_err());
        t.db.keep_books(&mine, |tx| remove_list(tx, own)).unwrap();
        assert_eq!(seen(t, &mine), [("本单位".to_owned(), true)]);
    }

    fn a_filter_is_saved_opened_renamed_and_removed_on_the_page(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        enter(t, u, &[("name", "周强"), ("sex", "男")]);
        let mine = Site::of(t, vec![people::slice()]).as_actor(officer(t, ""));
        mine.get("/people?sex=1").ok().shows("保存这个名册");
        mine.post("/people/lists", &[("name", ""), ("query", "sex=1")]).is(422).shows("请填写名称");
        mine.post("/people/lists", &[("name", "男干部<b>"), ("query", "sex=1&format=csv")]).is(303);
        let json = mine.json("/people/lists");
        assert_eq!((&json["lists"][0]["name"], &json["lists"][0]["query"]), (&"男干部<b>".into(), &"sex=1".into()));
        let id = json["lists"][0]["id"].as_str().unwrap().to_owned();
        mine.get("/people/lists").ok().shows("/people?sex=1").hides("干部<b>");
        mine.post(&format!("/people/lists/{id}"), &[("name", "男")]).is(303);
        mine.post(&format!("/people/lists/{id}/remove"), &[]).is(303);
        assert_eq!(mine.json("/people/lists")["lists"].as_array().unwrap().len(), 0);
        // a unit is asked for by its code and kept in the address by its id
        let nowhere = Id::<people::Unit>::from_bytes([0; 16]);
        mine.get("/people?unit_code=NONE&sex=1").is(303).leads_to(&format!("/people?sex=1&unit={nowhere}"));
        mine.get(&format!("/people?unit={nowhere}")).ok().shows("没有这个单位").hides("周强");
    }

    fn people_stand_in_the_order_of_their_units_page_by_page_and_those_of_none_last(t: testkit::Bench) {
        let (b, a) = (unit(t, "0001/0003/"), unit(t, "0001/0002/"));
        let far = unit(t, "0001/0004/");
        let who = |unit, name: &str, sex: &str| {
            let w = written(&[("name", name), ("sex", sex)]);
            t.db.write(&t.officer(), |tx| people::actions::enter(tx, unit, day("2020-01-01"), &w)).unwrap();
        };
        who(None, "安静", "女");
        who(Some(b), "白云", "女");
        who(Some(far), "陈晨", "男");
        who(Some(b), "丁宁", "女");
        who(Some(a), "赵红", "女");
        let by_unit = |filter: &people::Filter, descending, on: &str| {
            let (mut all, mut edge) = (Vec::new(), None);
            loop {
                let wanted = people::Wanted { order: people::Order::Unit, descending, edge, limit: 2 };
                let listed = t.db.read(&t.officer(), |tx| people::list(tx, filter, &wanted, day(on))).unwrap();
                all.extend(listed.rows.iter().map(|l| l.name.clone()));
                let Some(last) = listed.rows.last() else { return (all.join(" "), listed.total) };
                edge = Some((wanted.order.of(last, &listed.places), last.person));
            }
        };
        let (everyone, women) = (people::Filter::default(), people::Filter { sex: "2".into(), ..people::Filter::default() });
        for on in ["2026-06-01", "2026-05-01"] {
            assert_eq!(by_unit(&everyone, false, on), ("赵红 白云 丁宁 陈晨 安静".to_owned(), 5), "{on}");
            assert_eq!(by_unit(&everyone, true, on), ("安静 陈晨 丁宁 白云 赵红".to_owned(), 5), "{on}");
            assert_eq!(by_unit(&women, false, on), ("赵红 白云 丁宁 安静".to_owned(), 4), "{on}");
        }
        let near = officer(t, "0001/0003/");
        let site = Site::of(t, vec![people::slice()]);
        site.as_actor(near).get("/people?sort=-unit").ok().shows("白云").hides("陈晨");
        let first = site.as_actor(t.officer()).json("/people?sort=unit&limit=2");
        assert_eq!(first["people"]["rows"][1]["name"], "白云");
        let next = first["people"]["next"].as_str().unwrap().to_owned();
        let second = site.as_actor(t.officer()).json(&format!("/people?sort=unit&limit=2&after={next}"));
        assert_eq!(second["people"]["rows"][0]["name"], "丁宁");
    }
}
