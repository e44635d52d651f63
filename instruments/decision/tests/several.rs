//! Leaving a post, and several posts in one case.

mod common;

use base::Id;
use common::{Office, day};
use post::{Class, Content, Frame, Post, Time};
use tenure::{Appointment, Despite, Holding, Way};
use testkit::Bench;

fn holds(t: &Bench, o: &Office, who: usize) {
    let holding = Holding {
        person: o.people[who - 1].cast(),
        post: o.post,
        way: Way::Main,
        chosen: None,
        appointed_by: None,
        removed_by: None,
        reason: None,
        ordinal: 0,
        in_team: None,
        exceptional: None,
        printed: None,
    };
    let appointment = Appointment { from: day("2020-01-01"), to: None, holding };
    t.db.write(&t.officer(), |tx| tenure::appoint(tx, &appointment, &Despite::default())).unwrap();
}
/// An ordinary post beside the deputy's.
fn section(t: &Bench, o: &Office) -> Id<Post> {
    let f = Frame {
        unit: o.unit,
        code: "P2".into(),
        name: "综合科科员".into(),
        level: None,
        leading: false,
        class: Class::Administration,
        time: Time::Full,
        managed_by: None,
        openings: 1,
        term_years: None,
        position: 1,
    };
    t.db.write(&t.officer(), |tx| post::create(tx, day("2010-01-01"), &f, &Content::default(), &[])).unwrap()
}

testkit::on_both_engines! {
    fn whoever_is_removed_held_the_post_until_the_day_that_the_case_says(t: Bench) {
        let o = Office::new(t);
        holds(t, &o, 1);
        let sent = [("title", "林知远免职"), ("procedure", "cn/removal"), ("unit", "HY"), ("posts", "P1")];
        let case = o.officer.post("/cases/new", &sent).is(303).location().unwrap();
        let o = Office { case, ..o };
        o.act("facts", "motion", &[("case:motion.on", "2026-06-01")]).is(303);
        o.paper("motion", "proposal").is(303);
        // nobody leaves a post that they do not hold
        o.name("motion", 2).is(422).shows("此人现未担任该岗位，不能办理免职。");
        o.name("motion", 1).is(303);
        o.close("motion", "done").is(303);
        t.on("2026-06-03");
        o.decision();
        let facts = |on: &str| {
            let all = [("case:removal.on", on), ("case:removal.document", "海委干〔2026〕8号"), ("case:removal.reason", "到龄")];
            o.act("facts", "removal", &all).is(303);
        };
        facts("2026-06-02");
        o.close("removal", "removed").is(422).shows("免职日期早于讨论决定");
        facts("2026-06-03");
        o.close("removal", "removed").is(303);
        o.get().shows("事项已办结。").shows("已免职").hides("已任职");
        let held = t.db.read(&t.officer(), |tx| tenure::of_person(tx, o.people[0].cast(), day("2026-06-03"))).unwrap();
        let last = &held[0].span;
        assert_eq!((last.to, last.value.removed_by.as_deref(), last.value.reason.as_deref()), (Some(day("2026-06-03")), Some("海委干〔2026〕8号"), Some("到龄")));
        let record = o.record();
        assert!(record.contains("免职原因：到龄") && record.contains("未办成"), "{record}");
        t.assert_ledger();
    }

    fn two_posts_are_filled_in_one_case_and_each_in_its_own_way(t: Bench) {
        let o = Office::new(t);
        let second = section(t, &o);
        let sent = [("title", "海晏局两个岗位选任"), ("procedure", "cn/appointment"), ("unit", "HY"), ("posts", "P1，P2 P1")];
        let case = o.officer.post("/cases/new", &sent).is(303).location().unwrap();
        let o = Office { case, ..o };
        o.act("facts", "motion", &[("case:motion.on", "2026-06-01")]).is(303);
        o.paper("motion", "proposal").is(303);
        o.name("motion", 1).is(303);
        let other = |who: usize| o.act("candidates", "motion", &[("person", &format!("A00{who}")), ("post", &second.to_string())]);
        other(1).is(422).shows("此人已在人选中");
        other(7).is(303);
        // the deputy's post has room for one, the other is no leading post
        o.get().shows("海晏局副局长").shows("海晏局综合科科员").shows("共2项，2项符合。");
        o.close("motion", "done").is(303);
        t.on("2026-06-02");
        let who = [o.people[0].to_string(), o.people[6].to_string()];
        let each = |facts: &[(&str, &str)]| -> Vec<(String, String)> {
            who.iter().flat_map(|w| facts.iter().map(move |(k, v)| (format!("{w}:{k}"), (*v).to_owned()))).collect()
        };
        let send = |step: &str, case: &[(&str, &str)], of_each: &[(&str, &str)]| {
            let all: Vec<(String, String)> = case.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).chain(each(of_each)).collect();
            let all: Vec<(&str, &str)> = all.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            o.act("facts", step, &all).is(303);
        };
        let case = [("case:recommendation.on", "2026-06-02"), ("case:recommendation.entitled", "30"), ("case:recommendation.attended", "20")];
        send("recommendation", &case, &[("bar.political", "no"), ("bar.recognition", "no"), ("bar.canvassing", "no"), ("bar.emigration", "no"),
            ("bar.other", "no"), ("admonition", "无"), ("promotion", "none"), ("promotion.exceptional", "no")]);
        o.paper("recommendation", "result").is(303);
        // the file of the second says neither the last appraisal nor that nobody was sanctioned
        o.close("recommendation", "done").is(422).shows("未登记“上一年度考核结果”");
        common::clean(t, o.people[6]);
        o.close("recommendation", "done").is(303);
        send("inspection", &[("case:inspection.announced", "2026-06-02")], &[("check.file", "yes"), ("check.matters", "yes"), ("check.discipline", "yes"), ("check.letters", "yes")]);
        o.paper("inspection", "report").is(303);
        t.on("2026-06-03");
        o.close("inspection", "done").is(303);
        // the second sits in the meeting and leaves while the own case is heard
        t.on("2026-06-08");
        o.roll(0);
        o.views(&[(3, "agree"), (4, "agree"), (5, "agree"), (6, "agree"), (7, "agree"), (2, "agree")]).is(303);
        let heard = |seventh: &str| {
            let w = &who[1];
            let mut fields = vec![("person".to_owned(), w.clone())];
            for (i, n) in [7, 3, 4, 5, 6, 2].iter().enumerate() {
                let view = if *n == 7 { seventh } else { "agree" };
                fields.push((format!("view:{w}:{}", o.people[n - 1]), view.to_owned()));
                fields.push((format!("at:{w}:{}", o.people[n - 1]), (i + 1).to_string()));
            }
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            o.act("views", "decision", &fields).is(303);
        };
        o.paper("decision", "minutes").is(303);
        heard("agree");
        o.close("decision", "agreed").is(422).shows("应当回避而未回避");
        heard("left");
        o.close("decision", "agreed").is(303);
        o.publish("2026-06-15").is(303);
        t.on("2026-06-16");
        o.close("notice", "passed").is(303);
        o.act("facts", "appointment", &[("case:appointment.on", "2026-06-16")]).is(303);
        o.close("appointment", "appointed").is(303);
        for (person, post) in [(o.people[0], o.post), (o.people[6], second)] {
            let held = t.db.read(&t.officer(), |tx| tenure::of_person(tx, person.cast(), day("2026-06-16"))).unwrap();
            assert_eq!((held[0].span.value.post, held[0].span.from), (post, day("2026-06-16")));
        }
        t.assert_ledger();
    }
}
