//! A small published table with its catalogue, and four people.
#![allow(dead_code, reason = "each file of stories uses some of it")]

use std::{sync::Arc, thread, time::Duration};

use auth::{Path, Role};
use formats::sheet::{Table, Value, xlsx};
use testkit::{
    Bench,
    client::{Answer, Client, Site},
};

pub const HEAD: [&str; 15] = [
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

/// A post of a city organ that takes bachelors of law in the Party.
pub fn law(code: &'static str) -> [&'static str; 15] {
    [
        "某市司法局",
        "1010001",
        "一级科员",
        code,
        "综合管理类职位",
        "2",
        "本科以上",
        "学士以上",
        "",
        "法学类(B0301)",
        "",
        "否",
        "否",
        "中共党员",
        "广州",
    ]
}
/// A post for any major, with words that no rule understands.
pub fn odd(code: &'static str) -> [&'static str; 15] {
    let mut row = law(code);
    (row[2], row[9], row[13]) = ("四级主任科员", "不限", "会飞");
    row
}
pub fn table(rows: &[[&str; 15]]) -> Vec<u8> {
    let cells = |row: &[&str; 15]| row.iter().map(|c| Value::text((*c).to_owned())).collect();
    let rows: Vec<Vec<Value>> = rows.iter().map(cells).collect();
    xlsx(vec![Table::new("县以上机关", HEAD, rows)]).unwrap()
}
pub const MAJORS: &str = "学科门类代码及名称,学科代码,学科名称,专业代码,专业名称,旧专业名称\n\
    B02经济学,B0203,金融学类,B020301,金融学,国际金融\n\
    B03法学,B0301,法学类,B030101,法学,经济法\n";

pub fn site(t: &Bench) -> Site {
    let slices = vec![people::slice(), screening::slice(), intake::slice()];
    let kinds: Vec<Arc<dyn intake::Intake>> = vec![Arc::new(screening::Calls)];
    Site::with(t, slices, |app| {
        app.with(intake::Desk::new(kinds))
            .with(screening::Shelf::default())
            .with(web::PageParts::<people::Person>(vec![screening::calls_of_person]))
    })
}
/// Uploads a table with the catalogue and waits for the check; where the wizard is.
pub fn upload(client: &Client, table: &[u8]) -> (String, Answer) {
    upload_files(client, &[("职位表.xlsx", table), ("专业目录.csv", MAJORS.as_bytes())])
}
pub fn upload_files(client: &Client, files: &[(&str, &[u8])]) -> (String, Answer) {
    let sent = client.upload_all("/import/calls", "files", files, &[]);
    let at = sent.location().unwrap_or_else(|| panic!("not taken: {}", sent.text));
    let page = settle(client, &at);
    (at, page)
}
/// Waits until a check or a recording is done.
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
/// Confirms what was checked and waits until it is recorded; the entry.
pub fn record(client: &Client, at: &str) -> String {
    client.submit(at, &[]);
    settle(client, at).shows("已入库");
    client.json(at)["report"]["entry"].as_str().unwrap().to_owned()
}
/// A recorded call: its address.
pub fn call(client: &Client, rows: &[[&str; 15]]) -> String {
    let (at, checked) = upload(client, &table(rows));
    checked.shows("检查通过");
    record(client, &at);
    let calls = client.json("/calls");
    format!("/calls/{}", calls["calls"][0]["id"].as_str().unwrap())
}

/// 李明 qualifies for the law post, 孙丽 is not in the Party, of 王芳 no study is recorded, 赵强 is neither lawyer nor in
/// the Party.
pub fn staff(t: &Bench) {
    let heads = ["人员编号", "姓名", "性别", "出生日期", "身份证号", "民族", "政治面貌"];
    let rows = [
        ["A1", "李明", "男", "1995.05", "", "汉", "党员"],
        ["A2", "孙丽", "女", "1996.12", "", "汉", "群众"],
        ["A3", "王芳", "女", "1997.03", "", "汉", "党员"],
        ["A4", "赵强", "男", "1994.08", "", "汉", "群众"],
    ];
    let studied = ["人员编号", "姓名", "教育类别", "学历", "学位", "所学专业", "毕业时间"];
    let studies = [
        ["A1", "李明", "全日制", "大学", "法学学士", "法学", "2017.06.30"],
        ["A2", "孙丽", "全日制", "大学", "法学学士", "经济法", "2018.06.30"],
        ["A4", "赵强", "全日制", "大学", "经济学学士", "金融学", "2016.06.30"],
    ];
    let sheet = |name: &'static str, heads: [&'static str; 7], rows: &[[&'static str; 7]]| {
        let cell = |c: &&'static str| if c.is_empty() { Value::Empty } else { Value::text((*c).to_owned()) };
        let rows: Vec<Vec<Value>> = rows.iter().map(|r| r.iter().map(cell).collect()).collect();
        Table::new(name, heads, rows)
    };
    take_in(t, vec![sheet("人员", heads, &rows), sheet("学历", studied, &studies)]);
}
pub fn take_in(t: &Bench, sheets: Vec<Table>) {
    let file = intake::File { name: "人员.xlsx".into(), bytes: xlsx(sheets).unwrap().into() };
    let mut source = intake::Source { files: vec![file], ..intake::Source::default() };
    if let Err(why) = intake::record(&t.db, &t.officer(), &people::People, &mut source, &|_, _| {}) {
        panic!("{why:?}");
    }
}
/// An officer over one part of the tree.
pub fn part_officer(t: &Bench) -> auth::Actor {
    t.actor_over(Role::Officer, Path::whole().child(1).unwrap())
}
/// The names in a list, in its order.
pub fn names(client: &Client, path: &str) -> Vec<String> {
    let list = client.json(path);
    list["people"]["rows"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}
