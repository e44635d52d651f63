//! Who qualifies for a post of the organisation itself.

use auth::Role;
use base::{Date, Id};
use org::{Founding, Kind, Name, Unit};
use people::Person;
use post::{Class, Content, Dimension, Frame, Post, Requirement, Time, condition::Check};
use testkit::{Bench, client::Site};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn site(t: &Bench) -> Site {
    Site::with(t, vec![org::slice(), post::slice(), people::slice(), screening::slice()], |app| {
        app.with(web::PageParts::<Post>(vec![screening::post_part]))
    })
}
fn unit(t: &Bench, code: &str, parent: Option<Id<Unit>>) -> Id<Unit> {
    let (code, name, short) = (code.to_owned(), format!("机构{code}"), String::new());
    let name = Name { code, name, short, kind: Kind::Other, rank: None, credit_code: None };
    let (on, position) = (day("2020-01-01"), 0);
    let f = Founding { on, name, parent, position, establishments: vec![], quotas: vec![], party: None };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
fn person(t: &Bench, unit: Id<Unit>, name: &str, birth: &str, political: &str) -> Id<Person> {
    let all = [("name", name), ("birth", birth), ("political", political)];
    let written = all.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    t.db.write(&t.officer(), |tx| people::actions::enter(tx, Some(unit), day("2020-01-01"), &written)).unwrap()
}
fn hard(words: &str, check: Option<Check>) -> Requirement {
    let condition = check.and_then(|c| c.condition(45));
    let condition_version = condition.as_ref().map(|_| post::condition::VERSION);
    let (dimension, hard, words) = (Dimension::Qualification, true, words.to_owned());
    Requirement { dimension, hard, weight: None, words, condition, condition_version, position: 0 }
}
fn post(t: &Bench, unit: Id<Unit>, asks: &[Requirement]) -> Id<Post> {
    let (class, time) = (Class::PartyAffairs, Time::Full);
    let frame = Frame {
        unit,
        code: "P1".into(),
        name: "专职书记".into(),
        level: None,
        leading: false,
        class,
        time,
        managed_by: None,
        openings: 1,
        term_years: None,
        position: 0,
    };
    t.db.write(&t.officer(), |tx| post::create(tx, day("2020-01-01"), &frame, &Content::default(), asks)).unwrap()
}

testkit::on_both_engines! {
    fn a_post_leads_to_who_meets_its_hard_requirements(t: Bench) {
        let u = unit(t, "A", None);
        let asks = [hard("中共党员", Some(Check::PartyMember)), hard("45周岁以下", Some(Check::AgeAtMost)), hard("公道正派", None)];
        let p = post(t, u, &asks);
        person(t, u, "甲一", "1985.03", "中共党员");
        person(t, u, "乙二", "1985.03", "群众");
        person(t, u, "丙三", "1985.03", "");
        person(t, u, "丁四", "1960.03", "群众");
        let officer = site(t).as_actor(t.officer());
        let at = format!("/posts/{p}/people");
        officer.get(&format!("/posts/{p}")).ok().shows(&at).shows("谁符合刚性条件");
        officer.get(&at).ok().shows("甲一").hides("乙二").shows("由人判断：公道正派").shows("符合 1").shows("无法判定 1").shows("差一项 1").shows("不符合 2");
        officer.get(&format!("{at}?show=near")).ok().shows("乙二").hides("丁四").shows("政治面貌为中共党员、中共预备党员");
        officer.get(&format!("{at}?show=unknown")).ok().shows("丙三").hides("甲一");
        // in ten years the first is too old
        assert_eq!(officer.json(&format!("{at}?on=2036-06-01"))["yes"], 0);
        officer.get(&format!("{at}?format=csv")).ok().shows("甲一");
    }

    fn a_post_that_asks_nothing_of_files_says_so(t: Bench) {
        let u = unit(t, "A", None);
        let p = post(t, u, &[hard("公道正派", None)]);
        let officer = site(t).as_actor(t.officer());
        officer.get(&format!("/posts/{p}")).ok().hides(&format!("/posts/{p}/people"));
        officer.get(&format!("/posts/{p}/people")).ok().shows("无法按档案查找");
    }

    fn people_and_posts_out_of_reach_are_in_no_answer(t: Bench) {
        let city = unit(t, "A", None);
        let (mine, other) = (unit(t, "A1", Some(city)), unit(t, "A2", Some(city)));
        let p = post(t, mine, &[hard("中共党员", Some(Check::PartyMember))]);
        person(t, mine, "甲一", "1985.03", "中共党员");
        person(t, other, "乙二", "1985.03", "中共党员");
        let path = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<org::See>()?;
            let (root, today) = (tx.root(), tx.today());
            org::path_of(tx.with(&may), root, mine, today)
        });
        let path = path.unwrap().unwrap();
        let at = format!("/posts/{p}/people");
        for role in [Role::Officer, Role::Leader, Role::Inspector] {
            let part = site(t).as_actor(t.actor_over(role, path.clone()));
            part.get(&at).ok().shows("甲一").hides("乙二");
        }
        site(t).as_actor(t.actor(Role::Cadre)).get(&at).is(404);
        site(t).as_actor(t.actor(Role::Administrator)).get(&at).is(404);
    }
}
