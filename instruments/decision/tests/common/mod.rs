//! An office with a post to fill, a meeting, and people who do not exist.
#![allow(dead_code, reason = "each story uses some of it")]

use auth::{Account, Actor, Columns, Door, Grant, Path, Role};
use base::{Date, Id};
use org::{Founding, Kind, Name, Quota, Unit};
use people::{Person, Section, Written};
use post::{Class, Content, Frame, Post, Time};
use testkit::{
    Bench,
    client::{Answer, Client, Site},
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}
pub fn site(t: &Bench) -> Site {
    let slices = vec![
        org::slice(),
        post::slice(),
        people::slice(),
        tenure::slice(),
        notice::slice(),
        ballot::slice(),
        decision::slice(),
        public_log::slice(),
        rulebook::slice(),
    ];
    Site::of(t, slices)
}

/// A bureau with room for one deputy, seven people, and a case opened on 1 June 2026.
pub struct Office {
    pub site: Site,
    pub officer: Client,
    pub unit: Id<Unit>,
    pub post: Id<Post>,
    pub people: Vec<Id<Person>>,
    pub case: String,
}

/// The account of somebody whose file the register has.
pub fn account(t: &Bench, o: &Office, who: usize) -> Client {
    let grants = vec![Grant { role: Role::Cadre, over: Path::whole(), columns: Columns::NONE }];
    let person = o.people[who - 1].cast();
    o.site.as_actor(Actor::account(Door::Session, t.root, Id::<Account>::new(), Some(person), grants))
}

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj";

impl Office {
    pub fn new(t: &Bench) -> Self {
        let site = site(t);
        t.on("2026-06-01");
        let unit = unit(t, 1);
        let post = create(t, unit);
        let people: Vec<Id<Person>> = (1..=7).map(|n| person(t, unit, n)).collect();
        let officer = site.as_actor(t.officer());
        let sent = [("title", "海晏局副局长选任"), ("procedure", "cn/appointment"), ("unit", "HY"), ("posts", "P1")];
        let case = officer.post("/cases/new", &sent).is(303).location().unwrap();
        Self { site, officer, unit, post, people, case }
    }
    pub fn get(&self) -> Answer {
        self.officer.get(&self.case).ok()
    }
    pub fn act(&self, verb: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
        let all: Vec<(&str, &str)> = fields.iter().copied().chain([("step", step)]).collect();
        self.officer.post(&format!("{}/{verb}", self.case), &all)
    }
    pub fn paper(&self, step: &str, kind: &str) -> Answer {
        let fields = [("step", step), ("kind", kind)];
        self.officer.upload(&format!("{}/papers", self.case), "file", "材料.pdf", PDF, &fields)
    }
    pub fn close(&self, step: &str, outcome: &str) -> Answer {
        self.act("close", step, &[("outcome", outcome)])
    }
    pub fn name(&self, step: &str, who: usize) -> Answer {
        self.act("candidates", step, &[("person", &format!("A00{who}")), ("post", &self.post.to_string())])
    }
    /// Motion, with the first person named.
    pub fn motion(&self) {
        self.act("facts", "motion", &[("case:motion.on", "2026-06-01")]).is(303);
        self.paper("motion", "proposal").is(303);
        self.name("motion", 1).is(303);
        self.close("motion", "done").is(303);
    }
    pub fn recommendation(&self) {
        let who = self.people[0].to_string();
        let key = |fact: &str| format!("{who}:{fact}");
        let bars = ["bar.political", "bar.recognition", "bar.canvassing", "bar.emigration", "bar.other"].map(&key);
        let (admonition, promotion) = (key("admonition"), key("promotion"));
        let exceptional = key("promotion.exceptional");
        let mut facts = vec![
            (promotion.as_str(), "none"),
            (exceptional.as_str(), "no"),
            ("case:recommendation.on", "2026-06-02"),
            ("case:recommendation.entitled", "30"),
            ("case:recommendation.attended", "20"),
            (admonition.as_str(), "无"),
        ];
        facts.extend(bars.iter().map(|b| (b.as_str(), "no")));
        self.act("facts", "recommendation", &facts).is(303);
        self.paper("recommendation", "result").is(303);
        self.close("recommendation", "done").is(303);
    }
    pub fn inspection(&self) {
        let who = self.people[0].to_string();
        let checks = ["file", "matters", "discipline", "letters"].map(|c| format!("{who}:check.{c}"));
        let mut facts = vec![("case:inspection.announced", "2026-06-02")];
        facts.extend(checks.iter().map(|c| (c.as_str(), "yes")));
        self.act("facts", "inspection", &facts).is(303);
        self.paper("inspection", "report").is(303);
        self.close("inspection", "done").is(303);
    }
    /// People 2 to 7 are the members; 2 heads; so many of the last are away.
    pub fn roll(&self, away: usize) {
        let all: Vec<String> = (2..=7).map(|n| format!("A00{n}")).collect();
        let absent = all[all.len() - away..].join("\n");
        let fields = [("members", all.join("\n")), ("absent", absent), ("head", "A002".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.act("roll", "decision", &fields).is(303);
    }
    /// Each member's view, in the order of speaking: who and what.
    pub fn views(&self, said: &[(usize, &str)]) -> Answer {
        let who = self.people[0].to_string();
        let mut fields = vec![("person".to_owned(), who.clone())];
        for (i, (n, view)) in said.iter().enumerate() {
            let member = self.people[n - 1];
            fields.push((format!("view:{who}:{member}"), (*view).to_owned()));
            fields.push((format!("at:{who}:{member}"), (i + 1).to_string()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        self.act("views", "decision", &fields)
    }
    pub fn decision(&self) {
        self.roll(1);
        self.views(&[(3, "agree"), (4, "agree"), (5, "agree"), (6, "disagree"), (2, "agree")]).is(303);
        self.paper("decision", "minutes").is(303);
        self.close("decision", "agreed").is(303);
    }
    pub fn publish(&self, until: &str) -> Answer {
        self.act("notice", "notice", &[("until", until), ("text", "现将拟任职人选予以公示。")])
    }
    /// The record as text.
    pub fn record(&self) -> String {
        self.officer.get(&format!("{}/record", self.case)).ok().text
    }
    pub fn refused(&self) -> usize {
        let record = self.officer.json(&format!("{}/record", self.case));
        record["lines"].as_array().unwrap().iter().filter(|l| l["kind"] == "refused").count()
    }
}

pub fn unit(t: &Bench, deputies: i64) -> Id<Unit> {
    let name = Name {
        code: "HY".into(),
        name: "海晏局".into(),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let quotas = vec![Quota { level: "1A32".into(), approved: deputies }];
    let f = Founding {
        on: day("2010-01-01"),
        name,
        parent: None,
        position: 0,
        establishments: vec![],
        quotas,
        party: None,
    };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
pub fn create(t: &Bench, unit: Id<Unit>) -> Id<Post> {
    let f = Frame {
        unit,
        code: "P1".into(),
        name: "副局长".into(),
        level: Some("1A32".into()),
        leading: true,
        class: Class::Administration,
        time: Time::Full,
        managed_by: None,
        openings: 1,
        term_years: Some(5),
        position: 0,
    };
    t.db.write(&t.officer(), |tx| post::create(tx, day("2010-01-01"), &f, &Content::default(), &[])).unwrap()
}
fn record(t: &Bench, person: Id<Person>, section: Section, pairs: &[(&str, &str)]) {
    let written: Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    t.db.write(&t.officer(), |tx| people::actions::record(tx, person, section, day("2026-01-15"), &written)).unwrap();
}
pub fn person(t: &Bench, unit: Id<Unit>, n: usize) -> Id<Person> {
    let names = ["林知远", "周明德", "陈望舒", "许承平", "何静安", "赵思齐", "孙怀瑾"];
    let basic =
        [("name".to_owned(), names[(n - 1) % names.len()].to_owned()), ("number".to_owned(), format!("A00{n}"))].into();
    let person =
        t.db.write(&t.officer(), |tx| people::actions::enter(tx, Some(unit), day("2015-01-01"), &basic)).unwrap();
    if n == 1 {
        clean(t, person);
    }
    person
}
/// The last appraisal, and that somebody looked and found no sanction.
pub fn clean(t: &Bench, person: Id<Person>) {
    record(t, person, Section::Annual, &[("year", "2025"), ("result", "称职")]);
    record(t, person, Section::Absent, &[("what", "award"), ("on", "2026-01-15"), ("source", "奖惩台账")]);
}
pub fn kin(t: &Bench, of: Id<Person>, relation: &str, other: Id<Person>) {
    record(t, of, Section::Kin, &[("relation", relation), ("name", "亲属"), ("other", &other.to_string())]);
}
pub fn sanction(t: &Bench, of: Id<Person>, name: &str, on: &str) {
    record(t, of, Section::Award, &[("name", name), ("on", on)]);
}
/// What the basic information of a file says beside name and number.
pub fn basic(t: &Bench, of: Id<Person>, pairs: &[(&str, &str)]) {
    let same = [("name", "林知远"), ("number", "A001")];
    record(t, of, Section::Basic, &[&same[..], pairs].concat());
}
pub fn study(t: &Bench, of: Id<Person>, pairs: &[(&str, &str)]) {
    record(t, of, Section::Study, pairs);
}
