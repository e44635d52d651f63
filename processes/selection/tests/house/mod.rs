//! A published table, a recruitment, and applicants who do not exist.
#![allow(dead_code, reason = "each file of stories uses some of it")]

use std::{sync::Arc, thread, time::Duration};

use base::{Date, Id};
use formats::sheet::{Table, Value, xlsx};
use org::{Founding, Kind, Name, Quota, Unit};
use post::{Class, Content, Frame, Post, Time};
use testkit::{
    Bench,
    client::{Answer, Client, Site},
};

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj";

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn site(t: &Bench, outside: Option<inbox::Outside>) -> Site {
    let slices = vec![
        org::slice(),
        post::slice(),
        people::slice(),
        tenure::slice(),
        notice::slice(),
        decision::slice(),
        public_log::slice(),
        rulebook::slice(),
        screening::slice(),
        selection::slice(),
        selection::recruit::slice(),
        intake::slice(),
        portal::slice(),
    ];
    let kinds: Vec<Arc<dyn intake::Intake>> =
        vec![Arc::new(screening::Calls), Arc::new(selection::recruit::WrittenMarks)];
    Site::with(t, slices, |app| {
        let app = app
            .with(intake::Desk::new(kinds))
            .with(screening::Shelf::default())
            .with(portal::Sources::new([selection::recruit::news as portal::Source]));
        match outside {
            Some(outside) => app.with(outside),
            None => app,
        }
    })
}

const HEAD: [&str; 15] = [
    "招考单位",
    "单位代码",
    "招考职位",
    "职位代码",
    "职位类型",
    "录用人数",
    "学历",
    "学位",
    "研究生专业名称及代码",
    "本科专业名称及代码",
    "大专专业名称及代码",
    "是否要求2年以上基层工作经历",
    "是否限应届毕业生报考",
    "其他要求",
    "考区",
];
const MAJORS: &str = "学科门类代码及名称,学科代码,学科名称,专业代码,专业名称,旧专业名称\n\
    B02经济学,B0203,金融学类,B020301,金融学,国际金融\n\
    B03法学,B0301,法学类,B030101,法学,经济法\n";

/// Takes a table with one post for one lawyer in the Party in.
pub fn call(client: &Client) -> String {
    let row = [
        "海晏局",
        "1010001",
        "一级科员",
        "10100011",
        "综合管理类职位",
        "1",
        "本科以上",
        "学士以上",
        "",
        "法学类(B0301)",
        "",
        "否",
        "否",
        "中共党员",
        "广州",
    ];
    let row: Vec<Value> = row.iter().map(|c| Value::text((*c).to_owned())).collect();
    let table = xlsx(vec![Table::new("县以上机关", HEAD, vec![row])]).unwrap();
    import(client, "calls", &[("职位表.xlsx", &table), ("专业目录.csv", MAJORS.as_bytes())]);
    client.json("/calls")["calls"][0]["id"].as_str().unwrap().to_owned()
}

/// Uploads files, confirms the check and waits until all is recorded; the report's entry.
pub fn import(client: &Client, kind: &str, files: &[(&str, &[u8])]) -> String {
    let at = check(client, kind, files).0;
    client.submit(&at, &[]);
    settle(client, &at).shows("已入库");
    client.json(&at)["report"]["entry"].as_str().unwrap().to_owned()
}
/// Uploads files and waits for the check.
pub fn check(client: &Client, kind: &str, files: &[(&str, &[u8])]) -> (String, Answer) {
    let sent = client.upload_all(&format!("/import/{kind}"), "files", files, &[]);
    let at = sent.location().unwrap_or_else(|| panic!("not taken: {}", sent.text));
    let mut page = settle(client, &at);
    if client.json(&at)["stage"] == "columns" {
        client.submit(&at, &[]);
        page = settle(client, &at);
    }
    (at, page)
}
pub fn settle(client: &Client, at: &str) -> Answer {
    for _ in 0..6000 {
        let stage = client.json(at)["stage"].as_str().unwrap_or_default().to_owned();
        if !["checking", "recording"].contains(&stage.as_str()) {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    client.get(at)
}

pub fn unit(t: &Bench) -> Id<Unit> {
    let name = Name {
        code: "HY".into(),
        name: "海晏局".into(),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let f = Founding {
        on: day("2010-01-01"),
        name,
        parent: None,
        position: 0,
        establishments: vec![],
        quotas: vec![Quota { level: "1A32".into(), approved: 1 }],
        party: None,
    };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
pub fn post(t: &Bench, unit: Id<Unit>) -> Id<Post> {
    let f = Frame {
        unit,
        code: "P1".into(),
        name: "一级科员".into(),
        level: None,
        leading: false,
        class: Class::Administration,
        time: Time::Full,
        managed_by: None,
        openings: 1,
        term_years: None,
        position: 0,
    };
    t.db.write(&t.officer(), |tx| post::create(tx, day("2010-01-01"), &f, &Content::default(), &[])).unwrap()
}

/// Somebody with a file and a staff number.
pub fn person(t: &Bench, unit: Id<Unit>, name: &str, number: &str) -> Id<people::Person> {
    let basic = [("name".to_owned(), name.to_owned()), ("number".to_owned(), number.to_owned())].into();
    t.db.write(&t.officer(), |tx| people::actions::enter(tx, Some(unit), day("2015-01-01"), &basic)).unwrap()
}
pub fn record(t: &Bench, person: Id<people::Person>, section: people::Section, pairs: &[(&str, &str)]) {
    let written: people::Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    t.db.write(&t.officer(), |tx| people::actions::record(tx, person, section, day("2026-01-15"), &written)).unwrap();
}

/// The answers of an applicant: name, sex, born, standing, major.
pub fn answers<'a>(
    name: &'a str,
    sex: &'a str,
    birth: &'a str,
    political: &'a str,
    major: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("opening", "10100011"),
        ("basic.0.name", name),
        ("basic.0.sex", sex),
        ("basic.0.birth", birth),
        ("basic.0.political", political),
        ("study.0.kind", "全日制"),
        ("study.0.level", "大学"),
        ("study.0.degree", "法学学士"),
        ("study.0.school", "海晏大学"),
        ("study.0.major", major),
        ("study.0.ended", "2017.06.30"),
    ]
}

/// An identity number of nobody: born that day, with the check digit.
pub fn number(birth: &str, order: u32) -> String {
    let first = format!("110105{}{order:03}", birth.replace('-', ""));
    let digits: [u8; 17] = first.as_bytes().try_into().unwrap();
    format!("{first}{}", base::IdNumber::check_digit(&digits))
}

/// A bureau that recruits from 1 to 10 June 2026, and its officer.
pub struct Bureau {
    pub site: Site,
    pub officer: Client,
    pub unit: Id<Unit>,
    pub post: Id<Post>,
    pub at: String,
}

impl Bureau {
    pub fn new(t: &Bench, outside: Option<inbox::Outside>) -> Self {
        let site = site(t, outside);
        t.on("2026-06-01");
        let unit = unit(t);
        let post = post(t, unit);
        let officer = site.as_actor(t.officer());
        let call = call(&officer);
        let sent = [
            ("title", "海晏局2026年公开招聘"),
            ("unit", "HY"),
            ("call", call.as_str()),
            ("text", "公开招聘一级科员一名。同分的，笔试成绩高者在前。"),
            ("opens", "2026-06-01"),
            ("closes", "2026-06-10"),
        ];
        let at = officer.post("/recruitments/new", &sent).is(303).location().unwrap();
        Self { site, officer, unit, post, at }
    }
    pub fn publish(&self) {
        self.officer.post(&format!("{}/publish", self.at), &[]).is(303);
    }
    pub fn open(&self) -> String {
        format!("/open{}", self.at)
    }
    /// The applications as the office lists them, handed in or not.
    pub fn lines(&self, show: &str) -> Vec<serde_json::Value> {
        let page = self.officer.json(&format!("{}?show={show}", self.at));
        page["applications"].as_array().unwrap().clone()
    }
    /// Somebody's application, begun on the open site; the link is handed out by the office. Its address, and where the office sees it.
    pub fn begin(&self, who: &Client, email: &str) -> (String, String) {
        who.post(&self.open(), &[("email", email)]).is(303);
        let id = self.lines("draft").iter().find(|l| l["email"] == email).unwrap()["application"]
            .as_str()
            .unwrap()
            .to_owned();
        let one = format!("{}/applications/{id}", self.at);
        let page = self.officer.post(&format!("{one}/link"), &[]).ok().text;
        let link = page.split("href=\"/apply/").nth(1).unwrap().split('"').next().unwrap();
        (format!("/apply/{link}"), one)
    }
    /// An application that is handed in.
    pub fn apply(&self, who: &Client, email: &str, answers: &[(&str, &str)], number: &str) -> (String, String) {
        let (link, one) = self.begin(who, email);
        who.post(&link, answers).is(303);
        let handing = [("id_number", number), ("phone", "13800000000"), ("truthful", "true")];
        who.post(&format!("{link}/submit"), &handing).is(303);
        (link, one)
    }
}
