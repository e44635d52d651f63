//! The site by itself: what is published is there, and nothing else answers.

use base::Say;
use portal::{News, Sources, adoptions};
use testkit::{Bench, client::Site};

fn notices(tx: &mut db::Read<'_>, _: usize) -> db::Result<Vec<News>> {
    assert!(!tx.actor().signed_in(), "asked for in a visitor's name");
    Ok(vec![News {
        day: "2026-05-20".parse().unwrap(),
        id: "018f0000-0000-7000-8000-000000000001".to_owned(),
        kind: Say::new("公示", "Notice"),
        title: Say::new("任前公示", "Notice of an appointment"),
        summary: Say::new("公示期五个工作日。", "Five working days."),
        href: "/notices/1".to_owned(),
    }])
}

fn site(t: &Bench) -> Site {
    let slices = vec![portal::slice().public(), rulebook::slice().public()];
    Site::with(t, slices, |app| app.with(Sources::new([adoptions as portal::Source, notices])))
}

testkit::on_both_engines! {
    fn what_is_published_is_there_without_signing_in(t: Bench) {
        let site = site(t);
        let stranger = site.stranger();
        stranger.get("/open?lang=zh-CN").ok().shows("任前公示").shows("现行规则").shows("公示期五个工作日");
        let edition = rulebook::shipped().iter().find(|e| e.pack.id == "cn/selection").unwrap();
        let now = t.db.now().date_at(8);
        let wanted = rulebook::Adopting {
            pack: "cn/selection".into(), hash: edition.hash.clone(), from: now, document: "清组发〔2026〕3号".into(), decided_on: now,
        };
        t.db.write(&t.officer(), |tx| rulebook::adopt(tx, &wanted)).unwrap();
        let page = stranger.get("/open").ok().shows("清组发〔2026〕3号").text;
        assert!(page.find("清组发").unwrap() < page.find("任前公示").unwrap(), "the newest first");
        let atom = stranger.get("/open/feed.atom").ok();
        assert!(atom.header("content-type").starts_with("application/atom+xml"));
        assert_eq!(atom.text.matches("<entry>").count(), 2);
        let feed = stranger.json("/open/feed.json");
        assert_eq!(feed["items"].as_array().unwrap().len(), 2);
    }

    fn by_itself_it_answers_nothing_that_needs_a_sign_in(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        officer.get("/rules").ok();
        // not even for somebody whose role would let them
        officer.post("/rules/cn/selection/rule/notice-days", &[("name", "days"), ("value", "9")]).is(405);
        officer.get("/rules/cn/selection/edition/0").is(404);
    }
}
