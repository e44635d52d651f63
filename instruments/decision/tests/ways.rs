//! Competition and open recruitment as whole cases, with members' statements; and the whole way by a program.

mod common;

use auth::{Account, Actor, Columns, Door, Grant, Path, Role};
use base::Id;
use common::{Office, PDF};
use serde_json::json;
use testkit::{Bench, client::Client};

/// The account of somebody whose file the register has.
fn account(t: &Bench, o: &Office, who: usize) -> Client {
    let grants = vec![Grant { role: Role::Cadre, over: Path::whole(), columns: Columns::NONE }];
    let person = o.people[who - 1].cast();
    o.site.as_actor(Actor::account(Door::Session, t.root, Id::<Account>::new(), Some(person), grants))
}
/// Another unit, below that one where one is given.
fn part(t: &Bench, code: &str, parent: Option<Id<org::Unit>>) -> Id<org::Unit> {
    let (credit_code, rank) = (None, None);
    let name = org::Name {
        code: code.into(),
        name: code.into(),
        short: String::new(),
        kind: org::Kind::Other,
        rank,
        credit_code,
    };
    let (on, establishments, quotas, party) = (common::day("2010-01-01"), vec![], vec![], None);
    let f = org::Founding { on, name, parent, position: 0, establishments, quotas, party };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
/// An office whose case follows another procedure.
fn office(t: &Bench, procedure: &str, title: &str) -> Office {
    let o = Office::new(t);
    let sent = [("title", title), ("procedure", procedure), ("unit", "HY"), ("posts", "P1")];
    let case = o.officer.post("/cases/new", &sent).is(303).location().unwrap();
    Office { case, ..o }
}
/// From the decision to the confirmed appointment, alike in every procedure.
fn to_the_end(t: &Bench, o: &Office) {
    o.roll(0);
    for (n, view) in [(3, "agree"), (4, "agree"), (5, "postpone"), (6, "agree"), (7, "agree"), (2, "agree")] {
        let fields = [("person", o.people[0].to_string()), ("view", view.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        account(t, o, n).post(&format!("{}/speak", o.case), &fields).is(303);
    }
    o.paper("decision", "minutes").is(303);
    o.close("decision", "agreed").is(303);
    o.publish("2026-06-15").is(303);
    t.on("2026-06-16");
    o.close("notice", "passed").is(303);
    o.act(
        "facts",
        "appointment",
        &[("case:appointment.on", "2026-06-16"), ("case:appointment.document", "海委干〔2026〕7号")],
    )
    .is(303);
    o.close("appointment", "appointed").is(303);
    o.officer.get("/appointments").ok().shows("林知远").shows("海委干〔2026〕7号");
    t.on("2027-06-16");
    let who = o.people[0].to_string();
    o.act("facts", "probation", &[(&format!("{who}:probation.passed"), "yes")]).is(303);
    o.paper("probation", "review").is(303);
    o.close("probation", "confirmed").is(303);
    o.get().shows("事项已办结。");
    assert!(o.record().contains("同意的成员：5"));
}

testkit::on_both_engines! {
    fn a_competition_goes_from_the_announcement_to_a_confirmed_appointment(t: Bench) {
        let o = office(t, "cn/competition", "海晏局副局长竞争上岗");
        let who = o.people[0].to_string();
        o.act("facts", "announcement", &[("case:announcement.on", "2026-06-01"), ("case:announcement.tie_rule", "yes")]).is(303);
        o.paper("announcement", "plan").is(303);
        o.close("announcement", "done").is(422).shows("报名范围");
        o.act("facts", "announcement", &[("case:announcement.reach", "unit")]).is(303);
        o.close("announcement", "done").is(303);
        assert!(o.record().contains("本机构人员"));
        // whoever has an account registers oneself, and may take it back while registrations are taken
        let (register, withdraw) = (format!("{}/register", o.case), format!("{}/withdraw", o.case));
        let post = o.post.to_string();
        let other = account(t, &o, 2);
        other.get("/cases/mine").ok().shows("可以报名的竞争上岗").shows("海晏局副局长竞争上岗").shows("报名范围：海晏局的人员");
        other.post(&register, &[("post", "")]).is(422).shows("请选择岗位");
        other.post(&register, &[("post", &post)]).is(303);
        other.post(&register, &[("post", &post)]).is(422).shows("您已报名");
        o.get().shows("周明德");
        assert!(o.record().contains("本人报名"));
        other.post(&withdraw, &[]).is(303);
        other.post(&withdraw, &[]).is(404);
        other.get("/cases/mine").ok().shows("可以报名的竞争上岗");
        o.site.as_actor(t.actor(Role::Administrator)).post(&register, &[("post", &post)]).is(403);
        account(t, &o, 1).post(&register, &[("post", &post)]).is(303);
        // the competitor hands the statement in from the own account
        let one = account(t, &o, 1);
        one.get("/cases/mine").ok().shows("海晏局副局长竞争上岗").shows("竞职陈述");
        let at = format!("{}/statement", o.case);
        one.upload(&at, "file", "陈述.exe", b"MZ\x90\x00", &[]).is(422).shows("按文件内容识别");
        one.upload(&at, "file", "陈述.pdf", PDF, &[]).is(303);
        one.get("/cases/mine").ok().shows("已提交 1 份");
        account(t, &o, 2).upload(&at, "file", "陈述.pdf", PDF, &[]).is(404);
        o.get().shows("林知远");
        let bars = ["political", "recognition", "canvassing", "emigration", "other"].map(|b| format!("{who}:bar.{b}"));
        let admonition = format!("{who}:admonition");
        let mut facts = vec![("case:applications.received", "1"), (admonition.as_str(), "无")];
        facts.extend(bars.iter().map(|b| (b.as_str(), "no")));
        o.act("facts", "registration", &facts).is(303);
        o.close("registration", "done").is(303);
        one.upload(&at, "file", "陈述.pdf", PDF, &[]).is(422).shows("现在不收竞职陈述材料");
        // two tellers, each alone: a count holds when they agree
        let count = |second: &str| {
            let (a, b) = (format!("{who}:ballot.first"), format!("{who}:ballot.second"));
            let facts = [("case:ballot.on", "2026-06-02"), ("case:ballot.entitled", "30"), ("case:ballot.attended", "28"), (a.as_str(), "25"), (b.as_str(), second)];
            o.act("facts", "ballot", &facts).is(303);
        };
        t.on("2026-06-02");
        o.paper("ballot", "count").is(303);
        count("24");
        o.close("ballot", "done").is(422).shows("计票人");
        count("25");
        o.close("ballot", "done").is(303);
        t.on("2026-06-03");
        o.inspection();
        t.on("2026-06-08");
        to_the_end(t, &o);
    }

    fn a_competition_is_open_to_those_whom_its_announcement_names(t: Bench) {
        let mut o = Office::new(t);
        for (n, code, parent) in [(8, "HY-1", Some(o.unit)), (9, "LH", None)] {
            let unit = part(t, code, parent);
            o.people.push(common::person(t, unit, n));
        }
        let post = o.post.to_string();
        // number 2 works in the bureau, 8 in an office of it, 9 elsewhere
        for (reach, open_to) in [("unit", vec![2]), ("below", vec![2, 8]), ("whole", vec![2, 8, 9])] {
            let sent = [("title", "副局长竞争上岗"), ("procedure", "cn/competition"), ("unit", "HY"), ("posts", "P1")];
            o.case = o.officer.post("/cases/new", &sent).is(303).location().unwrap();
            let facts = [("case:announcement.on", "2026-06-01"), ("case:announcement.tie_rule", "yes"), ("case:announcement.reach", reach)];
            o.act("facts", "announcement", &facts).is(303);
            o.paper("announcement", "plan").is(303);
            o.close("announcement", "done").is(303);
            let register = format!("{}/register", o.case);
            for n in [2, 8, 9] {
                let who = account(t, &o, n);
                if open_to.contains(&n) {
                    who.get("/cases/mine").ok().shows(&register);
                    who.post(&register, &[("post", &post)]).is(303);
                } else {
                    who.get("/cases/mine").ok().hides(&register);
                    let answer = who.post(&register, &[("post", &post)]).is(422);
                    answer.shows("公告规定的报名范围是海晏局").shows("请联系组织（人事）部门更正");
                }
            }
        }
    }

    fn a_recruitment_is_decided_announced_and_comes_into_force(t: Bench) {
        let o = office(t, "cn/recruitment", "海晏局公开遴选");
        o.act("facts", "announcement", &[("case:announcement.on", "2026-06-01"), ("case:announcement.tie_rule", "no")]).is(303);
        for kind in ["plan", "announcement"] {
            o.paper("announcement", kind).is(303);
        }
        o.close("announcement", "done").is(422).shows("同分时的排名办法应在公告中写明");
        o.act("facts", "announcement", &[("case:announcement.tie_rule", "yes")]).is(303);
        o.close("announcement", "done").is(303);
        o.name("qualification", 1).is(303);
        o.act("facts", "qualification", &[("case:applications.received", "12"), ("case:applications.qualified", "9")]).is(303);
        o.paper("qualification", "list").is(303);
        o.close("qualification", "done").is(303);
        o.act("facts", "examination", &[("case:panel.members", "8"), ("case:exam.on", "2026-06-02")]).is(303);
        o.paper("examination", "scores").is(303);
        o.close("examination", "done").is(422).shows("单数");
        o.act("facts", "examination", &[("case:panel.members", "7")]).is(303);
        o.close("examination", "done").is(303);
        t.on("2026-06-03");
        let admonition = format!("{}:admonition", o.people[0]);
        o.act("facts", "inspection", &[(admonition.as_str(), "无")]).is(303);
        o.inspection();
        t.on("2026-06-08");
        to_the_end(t, &o);
    }

    fn a_program_carries_a_case_to_the_appointment(t: Bench) {
        let o = Office::new(t);
        let program = o.site.as_program(t.officer());
        let who = o.people[0].to_string();
        let post = |verb: &str, body: serde_json::Value| program.post_json(&format!("{}/{verb}", o.case), &body);
        let paper = |step: &str, kind: &str| {
            program.upload(&format!("{}/papers", o.case), "file", "a.pdf", PDF, &[("step", step), ("kind", kind)]);
        };
        let now = || program.json(&o.case)["now"].as_str().unwrap_or_default().to_owned();
        post("facts", json!({"step": "motion", "case:motion.on": "2026-06-01"}));
        paper("motion", "proposal");
        post("candidates", json!({"step": "motion", "person": "A001", "post": o.post.to_string()}));
        post("close", json!({"step": "motion", "outcome": "done"}));
        assert_eq!(now(), "recommendation");
        // what is refused comes back with the rule, the fact and what would satisfy it
        let refused = post("close", json!({"step": "recommendation", "outcome": "done"}));
        assert_eq!(refused.status.as_u16(), 422);
        t.on("2026-06-02");
        let mut facts = json!({"step": "recommendation", "case:recommendation.on": "2026-06-02", "case:recommendation.entitled": "30",
            "case:recommendation.attended": "20", format!("{who}:admonition"): "无",
            format!("{who}:promotion"): "none", format!("{who}:promotion.exceptional"): "no"});
        for bar in ["political", "recognition", "canvassing", "emigration", "other"] {
            facts[format!("{who}:bar.{bar}")] = json!("no");
        }
        post("facts", facts);
        paper("recommendation", "result");
        post("close", json!({"step": "recommendation", "outcome": "done"}));
        assert_eq!(now(), "inspection");
        t.on("2026-06-03");
        let mut facts = json!({"step": "inspection", "case:inspection.announced": "2026-06-02"});
        for check in ["file", "matters", "discipline", "letters"] {
            facts[format!("{who}:check.{check}")] = json!("yes");
        }
        post("facts", facts);
        paper("inspection", "report");
        post("close", json!({"step": "inspection", "outcome": "done"}));
        t.on("2026-06-08");
        o.roll(1);
        o.views(&[(3, "agree"), (4, "agree"), (5, "agree"), (6, "disagree"), (2, "agree")]).is(303);
        paper("decision", "minutes");
        post("close", json!({"step": "decision", "outcome": "agreed"}));
        post("notice", json!({"step": "notice", "until": "2026-06-15", "text": "现将拟任职人选予以公示。"}));
        assert_eq!(now(), "notice");
        t.on("2026-06-16");
        post("close", json!({"step": "notice", "outcome": "passed"}));
        post("facts", json!({"step": "appointment", "case:appointment.on": "2026-06-16"}));
        post("close", json!({"step": "appointment", "outcome": "appointed"}));
        assert_eq!(now(), "probation");
        let record = program.json(&format!("{}/record", o.case));
        assert_eq!(record["lines"].as_array().unwrap().iter().filter(|l| l["kind"] == "closed").count(), 6);
        assert_eq!(program.json("/cases")["cases"]["rows"][0]["due"], "2027-06-16");
    }
}
