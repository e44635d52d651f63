//! Taking posts in from sheets: 岗位, one row a post.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};
use formats::sheet::{CellError, Column, Layout, Limits, Record};
use intake::{Intake, Part, Progress, Report, Source};
use org::{Kept, Unit, timeline};

use crate::{
    Change, Class, Content, Dimension, Frame, Post, Requirement, Time,
    actions::{by_code_anywhere, put},
    store::FACTS,
};

/// The columns of the sheet.
pub const POST_COLUMNS: Layout = Layout {
    columns: &[
        Column::required("code", &["岗位编码", "职位编码", "岗位代码", "post code", "code"]),
        Column::required("unit", &["机构编码", "单位编码", "unit code"]),
        Column::required("name", &["岗位名称", "职位名称", "职务名称", "post name", "name"]),
        Column::optional("level", &["职务层次", "职级", "岗位层次", "level"]),
        Column::optional("leading", &["领导职务", "是否领导职务", "leading post", "leading"]),
        Column::optional("class", &["岗位类别", "class"]),
        Column::optional("time", &["专职兼职", "专兼职", "full or part time", "time"]),
        Column::optional("managed_by", &["管理权限", "管理类别", "managing authority"]),
        Column::optional("openings", &["职数", "核定人数", "openings"]),
        Column::optional("term", &["任期年限", "任期", "term years"]),
        Column::optional("duties", &["岗位职责", "职责", "duties"]),
        Column::optional("requirements", &["任职条件", "任职资格", "requirements"]),
        Column::optional("founded", &["设立日期", "founded"]),
    ],
};
const PARTS: &[Part] = &[Part { key: "posts", names: &["岗位", "职位", "posts"], layout: &POST_COLUMNS }];

/// The import of an organisation's own posts.
#[derive(Debug)]
pub struct Posts;

struct Planned {
    post: Id<Post>,
    on: Date,
    frame: Frame,
    content: Content,
    requirements: Vec<Requirement>,
    known: bool,
}

fn row(
    r: &Record<'_, '_>,
    units: &HashMap<String, (Id<Unit>, Date)>,
    position: i64,
    report: &mut Report,
) -> Option<Planned> {
    let before = report.wrong_in_all;
    let text = |key: &str, report: &mut Report| -> String {
        let read = r.text(key).map_err(|e: CellError| report.unreadable(&e)).ok().flatten();
        read.map(|t| t.trim().to_owned()).unwrap_or_default()
    };
    let unit_code = text("unit", report);
    let unit = units.get(&unit_code).copied();
    if unit.is_none() {
        let say = Say::new(
            format!("找不到编码为“{unit_code}”的机构。请先导入机构，或改正编码。"),
            format!("There is no unit with the code “{unit_code}”. Import units first, or correct the code."),
        );
        report.wrong(&r.place("unit"), say);
    }
    let unknown = |key: &str, report: &mut Report, zh: &str, en: &str| report.wrong(&r.place(key), Say::new(zh, en));
    let level = text("level", report);
    let level = match level.as_str() {
        "" => None,
        written => {
            let found = codes::LEVEL.find(written).or_else(|| codes::GRADE.find(written));
            if found.is_none() {
                unknown("level", report, "不认识的职务层次或职级。", "This level or grade is not known.");
            }
            found.map(str::to_owned)
        }
    };
    let leading = match text("leading", report).as_str() {
        "" | "否" | "no" | "No" => false,
        "是" | "yes" | "Yes" => true,
        _ => {
            unknown("leading", report, "应填“是”或“否”。", "Yes or no belongs here.");
            false
        }
    };
    let class = match text("class", report).as_str() {
        "" => Class::Professional,
        written => Class::find(written).unwrap_or_else(|| {
            let all: Vec<_> = Class::ALL.iter().map(|c| c.label(base::Lang::Zh)).collect();
            let zh = format!("不认识的岗位类别，可填：{}。", all.join("、"));
            unknown("class", report, &zh, "This class of post is not known.");
            Class::Professional
        }),
    };
    let time = match text("time", report).as_str() {
        "" => Time::Full,
        written => Time::find(written).unwrap_or_else(|| {
            unknown("time", report, "应填“专职”或“兼职”。", "Full time or part time belongs here.");
            Time::Full
        }),
    };
    let managed_by = match text("managed_by", report).as_str() {
        "" => None,
        written => {
            let found = codes::MANAGEMENT.find(written);
            if found.is_none() {
                unknown("managed_by", report, "不认识的管理权限。", "This managing authority is not known.");
            }
            found.map(str::to_owned)
        }
    };
    let number = |key: &str, report: &mut Report| -> Option<i64> {
        let text = r.text(key).map_err(|e| report.unreadable(&e)).ok().flatten()?;
        let n = text.trim().parse::<i64>().ok().filter(|n| (0..=10_000).contains(n));
        if n.is_none() {
            report
                .wrong(&r.place(key), Say::new("应为0至10000的整数。", "A whole number from 0 to 10000 belongs here."));
        }
        n
    };
    let (openings, term_years) = (number("openings", report).unwrap_or(1), number("term", report).filter(|n| *n > 0));
    let founded = r.day("founded").map_err(|e| report.unreadable(&e)).ok().flatten();
    let (code, name) = (text("code", report), text("name", report));
    let content = Content { duties: text("duties", report), ..Content::default() };
    let words = text("requirements", report);
    let (unit, unit_from) = unit?;
    let on = founded.unwrap_or(unit_from);
    if on < unit_from {
        let say = Say::new(
            format!("岗位设立日期{on}早于机构设立日期{unit_from}。"),
            format!("The post would exist from {on}, but its unit only from {unit_from}."),
        );
        report.wrong(&r.place("founded"), say);
    }
    let frame = Frame { unit, code, name, level, leading, class, time, managed_by, openings, term_years, position };
    let (dimension, hard) = (Dimension::Qualification, true);
    let one = |words| Requirement {
        dimension,
        hard,
        weight: None,
        words,
        condition: None,
        condition_version: None,
        position: 0,
    };
    let requirements: Vec<_> = Some(words).filter(|w| !w.is_empty()).map(one).into_iter().collect();
    for e in frame.problems() {
        report.wrong(&r.place(if e.field == "term_years" { "term" } else { &e.field }), e.say);
    }
    content.problems().into_iter().for_each(|e| report.wrong(&r.place("duties"), e.say));
    (report.wrong_in_all == before).then(|| Planned { post: Id::new(), on, frame, content, requirements, known: false })
}

fn planned(tx: &mut Read<'_>, source: &Source) -> Result<(Vec<Planned>, Report)> {
    let may = tx.may::<Change>()?;
    let (root, today) = (tx.root(), tx.today());
    let opened = source.open(&Limits::default())?;
    let tables = opened.tables(PARTS, &source.sheets)?;
    let lives: HashMap<Id<Unit>, Date> =
        org::Life::all(tx.with(&may), root)?.into_iter().map(|(id, s)| (id, s.from)).collect();
    let names = org::Name::all(tx.with(&may), root)?;
    let ids: Vec<Id<Unit>> = names.iter().map(|(id, _)| *id).collect();
    let paths = org::paths(tx.with(&may), root, &ids, today)?;
    let units: HashMap<String, (Id<Unit>, Date)> = names
        .into_iter()
        .filter(|(id, s)| s.to.is_none_or(|to| to > today) && paths.get(id).is_some_and(|p| may.reaches(p)))
        .filter_map(|(id, s)| Some((s.value.code, (id, *lives.get(&id)?))))
        .collect();
    let mut report = Report::default();
    let (mut plan, mut seen, mut rows, mut same) = (Vec::new(), BTreeMap::<String, String>::new(), 0u64, 0u64);
    for table in &tables {
        for record in table.records.iter() {
            rows += 1;
            let Some(mut one) = row(&record, &units, rows as i64, &mut report) else { continue };
            let place = record.place("code");
            if let Some(first) = seen.insert(one.frame.code.clone(), place.to_string()) {
                let say =
                    Say::new(format!("编码重复：与 {first} 相同。"), format!("This code stands at {first} already."));
                report.wrong(&place, say);
                continue;
            }
            if let Some(known) = by_code_anywhere(tx, &may, &one.frame.code, today)? {
                let spans = Frame::spans(tx.with(&may), root, known)?;
                let now = timeline::on(&spans, today);
                let owner = now.map(|s| s.value.unit);
                if !owner.is_some_and(|u| paths.get(&u).is_some_and(|p| may.reaches(p))) {
                    report.wrong(&place, Say::new("该岗位编码已被占用。", "This code is taken."));
                    continue;
                }
                one.frame.position = now.map_or(one.frame.position, |s| s.value.position);
                if now.is_some_and(|s| s.value == one.frame) {
                    same += 1;
                    continue;
                }
                (one.post, one.known) = (known, true);
            }
            plan.push(one);
        }
    }
    report.count("rows", "读取行数", "rows read", rows);
    report.count("new", "新岗位", "new posts", plan.iter().filter(|p| !p.known).count() as u64);
    report.count("changed", "有变化的岗位", "posts that change", plan.iter().filter(|p| p.known).count() as u64);
    report.count("unchanged", "无变化的岗位", "posts as recorded", same);
    Ok((plan, report))
}

impl Intake for Posts {
    fn kind(&self) -> &'static str {
        "own-posts"
    }
    fn title(&self) -> Say {
        Say::new("本单位岗位", "The organisation's own posts")
    }
    fn hint(&self) -> Say {
        Say::new(
            "本单位设立的岗位，一行一个，用机构编码说明所在机构；已有编码的岗位自今日起按表更新。公布的招考职位请用“招考职位表”导入。",
            "The posts that the organisation has itself, one a row; the unit's code says where it belongs. Posts whose code is recorded already change from today on. A post table published for recruitment is taken in as “Published post table”.",
        )
    }
    fn allows(&self, actor: &auth::Actor) -> bool {
        actor.may::<Change>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        ("post.imported", "post.import-undone")
    }
    fn parts(&self) -> &'static [Part] {
        PARTS
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report> {
        planned(tx, source).map(|(_, report)| report)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let (plan, report) = planned(tx, source)?;
        report.or_refuse()?;
        let may = tx.may::<Change>()?;
        let (root, entry, today) = (tx.root(), tx.entry(), tx.today());
        let total = plan.len() as u64;
        for (i, one) in plan.iter().enumerate() {
            if one.known {
                let spans = Frame::spans(tx.with(&may), root, one.post)?;
                let turn = timeline::state(&spans, today, one.frame.clone());
                Frame::turn(tx.with(&may), root, entry, one.post, &turn)?;
            } else {
                put(tx, &may, one.post, one.on, &one.frame, &one.content, &one.requirements)?;
            }
            progress(i as u64 + 1, total);
        }
        let (event, report) = intake::recording(self, entry, &may, report)?;
        tx.record(event.facts(FACTS), report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        let may = tx.may::<Change>()?;
        intake::undoes_whole(&may)?;
        let n = undo(tx, entry)?;
        let (event, report) = intake::taking_back(self, entry, tx.entry(), n)?;
        tx.record(event.facts(FACTS), report)
    }
}

/// Takes back what an entry did to posts, under the caller's. Gives how many facts it had made.
///
/// # Errors
/// What has been built on it since; the database.
pub fn undo(tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<usize> {
    let may = tx.may::<Change>()?;
    let (root, now) = (tx.root(), tx.entry());
    let conn = tx.with(&may);
    Ok(Frame::undo(conn, root, entry, now)?
        + Content::undo(conn, root, entry, now)?
        + Requirement::undo(conn, root, entry, now)?)
}
