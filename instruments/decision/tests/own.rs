//! Members give their views from their own accounts; a candidate sees the own case and nothing of others.

mod common;

use auth::{Account, Actor, Columns, Door, Grant, Path, Role};
use base::Id;
use common::{Office, account, kin};
use testkit::Bench;

testkit::on_both_engines! {
    fn a_meeting_hears_each_member_from_the_own_account(t: Bench) {
        let o = Office::new(t);
        kin(t, o.people[0], "妻子", o.people[3]);
        o.motion();
        t.on("2026-06-02");
        o.recommendation();
        t.on("2026-06-03");
        o.inspection();
        t.on("2026-06-08");
        let member = |n: usize| account(t, &o, n);
        member(3).get("/cases/mine").ok().shows("没有需要您表态的会议");
        o.roll(1);
        let (who, at) = (o.people[0].to_string(), format!("{}/speak", o.case));
        let speak = |n: usize, view: &str| member(n).post(&at, &[("person", &who), ("view", view)]);
        member(3).get("/cases/mine").ok().shows("海晏局副局长选任").shows("林知远");
        member(2).get("/cases/mine").ok().shows("您是主要负责人，最后表态");
        speak(2, "agree").is(422).shows("主要负责人最后表态，还有成员未表态");
        speak(3, "agree").is(303);
        speak(3, "disagree").is(422).shows("您已对该人选表态");
        member(3).get("/cases/mine").ok().shows("同意").shows("不能更改");
        // a relative leaves, and cannot say anything else
        member(4).get("/cases/mine").ok().shows("应当回避离场");
        speak(4, "agree").is(422).shows("应当回避");
        speak(4, "left").is(303);
        speak(5, "disagree").is(303);
        speak(6, "agree").is(303);
        // who is away, or sits in no meeting, says nothing; nobody says nothing
        speak(7, "agree").is(404);
        speak(1, "agree").is(404);
        speak(2, "silent").is(422);
        speak(2, "agree").is(303);
        // what was said stands: the office cannot say it otherwise
        o.views(&[(3, "disagree"), (4, "left"), (5, "disagree"), (6, "agree"), (2, "agree")]).is(422).shows("不能代为更改");
        let record = o.officer.json(&o.case);
        assert_eq!(record["facts"]["groups"]["candidates"][0]["facts"]["meeting.agree"]["value"]["number"], 3);
        o.paper("decision", "minutes").is(303);
        // three of six is not more than half
        o.close("decision", "agreed").is(422).shows("同意");
    }

    fn a_candidate_sees_the_own_case_from_the_inspection_on(t: Bench) {
        let o = Office::new(t);
        o.motion();
        let (one, other) = (account(t, &o, 1), account(t, &o, 2));
        one.get("/cases/mine").ok().hides("海晏局副局长选任");
        t.on("2026-06-02");
        o.recommendation();
        one.get("/cases/mine").ok().shows("海晏局副局长选任").shows("有跑官、拉票等非组织行为").hides("周明德");
        other.get("/cases/mine").ok().hides("海晏局副局长选任");
        one.get(&o.case).is(404);
        t.on("2026-06-03");
        o.inspection();
        t.on("2026-06-08");
        o.decision();
        o.publish("2026-06-15").is(303);
        // what members said is not the candidate's to see
        let page = one.get("/cases/mine").ok().shows("干部档案审核通过").shows("公示期内可以提出意见").text;
        for hidden in ["陈望舒", "许承平", "disagree", "同意的成员"] {
            assert!(!page.contains(hidden), "{hidden}");
        }
        one.get("/cases/mine?lang=en").ok().shows("What is recorded of you").shows("look at your own file");
        o.site.as_actor(t.actor(Role::Administrator)).get("/cases/mine").is(404);
        // an account without a file is told so
        let grants = vec![Grant { role: Role::Cadre, over: Path::whole(), columns: Columns::NONE }];
        let nobody = o.site.as_actor(Actor::account(Door::Session, t.root, Id::<Account>::new(), None, grants));
        nobody.get("/cases/mine").is(422);
    }

    fn what_is_due_follows_the_case_and_its_notice(t: Bench) {
        let o = Office::new(t);
        let due = |until: &str| {
            let until = until.parse().unwrap();
            let all = t.db.read(&t.officer(), |tx| decision::due(tx, until)).unwrap();
            all.into_iter().map(|d| (d.by.to_string(), d.plain.zh, d.what.zh)).collect::<Vec<_>>()
        };
        o.motion();
        assert!(due("2030-01-01").is_empty(), "no deadline hangs on these steps");
        t.on("2026-06-02");
        o.recommendation();
        t.on("2026-06-03");
        o.inspection();
        t.on("2026-06-08");
        o.decision();
        o.publish("2026-06-15").is(303);
        let line = |by: &str, step: &str| (by.to_owned(), format!("海晏局副局长选拔任用：{step}"), format!("海晏局副局长选任：{step}"));
        assert_eq!(due("2026-06-15"), [line("2026-06-15", "公示")]);
        assert!(due("2026-06-14").is_empty());
        t.on("2026-06-16");
        o.close("notice", "passed").is(303);
        o.act("facts", "appointment", &[("case:appointment.on", "2026-06-16")]).is(303);
        o.close("appointment", "appointed").is(303);
        assert_eq!(due("2027-06-16"), [line("2027-06-16", "试用期")]);
        o.officer.get("/cases").ok().shows("2027-06-16").shows("试用期");
        // whoever reaches another part of the tree has nothing to do with it
        let other = t.actor_over(Role::Officer, Path::whole().child(7).unwrap());
        assert!(t.db.read(&other, |tx| decision::due(tx, "2030-01-01".parse().unwrap())).unwrap().is_empty());
    }

    fn a_change_of_rules_names_the_cases_that_it_would_touch(t: Bench) {
        let o = Office::new(t);
        o.motion();
        let pack = rulepacks::rules::shipped().unwrap().into_iter().find(|p| p.id == "cn/selection").unwrap();
        let stricter = pack.clone();
        let touched = |new: &rulepacks::rules::Pack| {
            t.db.read(&t.officer(), |tx| decision::touched(tx, &pack, new, "2026-07-01".parse().unwrap())).unwrap()
        };
        assert!(touched(&stricter).is_empty());
        // the case stands in the recommendation: 20 of 30 came, which is two thirds and not three quarters
        let facts = [("case:recommendation.entitled", "30"), ("case:recommendation.attended", "20")];
        o.act("facts", "recommendation", &facts).is(303);
        let text = serde_json::to_string(&pack).unwrap();
        let at = text.find("recommendation-attendance").unwrap();
        let text = format!("{}{}", &text[..at], text[at..].replacen("\"2/3\"", "\"3/4\"", 1));
        let all = touched(&rulepacks::rules::Pack::read(&text).unwrap());
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].was.zh.starts_with("符合") && all[0].becomes.zh.starts_with("不符合"), "{all:?}");
        assert_eq!(all[0].name, "海晏局副局长选任");
    }
}
