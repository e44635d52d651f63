//! Taking appointments in from sheets: 任职, one row a holding.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Id, Say};
use db::{LedgerEntry, Read, Recorded, Result, Write};
use diesel::prelude::*;
use formats::sheet::{CellError, Column, Layout, Limits, Place, Record};
use intake::{Intake, Part, Progress, Report, Source};
use org::Kept;
use people::Clue;
use post::{Post, store::post_frame};

use crate::{Appointment, Change, Holding, Way, actions, store::FACTS};

/// The columns of the sheet.
pub const COLUMNS: Layout = Layout {
    columns: &[
        Column::optional("number", &["人员编号", "工号", "编号", "职工号", "Staff number"]),
        Column::optional("id_number", &["身份证号", "公民身份号码", "身份号码", "身份证号码", "ID number"]),
        Column::optional("name", &["姓名", "Name"]),
        Column::optional("birth", &["出生日期", "出生年月", "Born"]),
        Column::required("post", &["岗位编码", "职位编码", "岗位代码", "Post code"]),
        Column::optional("way", &["任职方式", "任职类别", "任职形式", "Way"]),
        Column::required("from", &["任职时间", "任职日期", "任职起始", "Appointed on"]),
        Column::optional("to", &["免职时间", "免职日期", "任职终止", "Removed on"]),
        Column::optional("chosen", &["选拔任用方式", "How chosen"]),
        Column::optional("appointed_by", &["任职文号", "任职文件", "Document of appointment"]),
        Column::optional("removed_by", &["免职文号", "免职文件", "Document of removal"]),
        Column::optional("reason", &["变动原因", "免职原因", "Reason"]),
        Column::optional("ordinal", &["集体内排序", "排序", "Order"]),
    ],
};
const PARTS: &[Part] =
    &[Part { key: "tenure", names: &["任职", "任职信息", "A02", "Appointments"], layout: &COLUMNS }];

/// The import of appointments.
#[derive(Debug)]
pub struct Appointments;

/// A row as it is written, before persons and posts are known.
struct Written {
    clue: Clue,
    person_at: Place,
    post: String,
    post_at: Place,
    from: Date,
    to: Option<Date>,
    holding: Holding,
}

fn row(r: &Record<'_, '_>, report: &mut Report) -> Option<Written> {
    let before = report.wrong_in_all;
    let text = |key: &str, report: &mut Report| -> Option<String> {
        let read = r.text(key).map_err(|e: CellError| report.unreadable(&e)).ok().flatten();
        read.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
    };
    // offices often know no more than the month
    let date = |key: &str, report: &mut Report| r.date(key).map_err(|e| report.unreadable(&e)).ok().flatten();
    let clue = Clue {
        id_number: text("id_number", report).map(|t| t.to_ascii_uppercase()),
        number: text("number", report),
        name: text("name", report),
        birth: date("birth", report),
    };
    let who = ["number", "id_number", "name"].into_iter().find(|k| !r.cell(k).is_blank()).unwrap_or("name");
    let person_at = r.place(who);
    if clue == Clue::default() {
        let say = Say::new("请填写人员编号、身份证号或姓名。", "Give a staff number, an identity number or a name.");
        report.wrong(&person_at, say);
    }
    let post = text("post", report).unwrap_or_default();
    if post.is_empty() {
        report.wrong(&r.place("post"), Say::new("请填写岗位编码。", "Give the code of the post."));
    }
    let way = match text("way", report) {
        None => Way::Main,
        Some(written) => Way::find(&written).unwrap_or_else(|| {
            let all: Vec<_> = Way::ALL.iter().map(|w| w.label(base::Lang::Zh)).collect();
            let zh = format!("不认识的任职方式，可填：{}。", all.join("、"));
            report.wrong(&r.place("way"), Say::new(zh, "This way of holding a post is not known."));
            Way::Main
        }),
    };
    let from = date("from", report).map(|d| d.earliest());
    if from.is_none() && r.cell("from").is_blank() {
        report.wrong(&r.place("from"), Say::new("请填写任职时间。", "Say when it began."));
    }
    let to = date("to", report).map(|d| d.earliest());
    let chosen = match text("chosen", report) {
        None => None,
        Some(written) => {
            let found = codes::SELECTION.find(&written).map(str::to_owned);
            if found.is_none() {
                let say = Say::new("不认识的选拔任用方式。", "This way of selection is not known.");
                report.wrong(&r.place("chosen"), say);
            }
            found
        }
    };
    let ordinal = text("ordinal", report).map(|t| t.parse::<i64>().ok().filter(|n| (0..=10_000).contains(n)));
    if ordinal == Some(None) {
        let say = Say::new("应为0至10000的整数。", "A whole number from 0 to 10000 belongs here.");
        report.wrong(&r.place("ordinal"), say);
    }
    let holding = Holding {
        person: Id::new(),
        post: Id::new(),
        way,
        chosen,
        appointed_by: text("appointed_by", report),
        removed_by: text("removed_by", report),
        reason: text("reason", report),
        ordinal: ordinal.flatten().unwrap_or(0),
        in_team: None,
        exceptional: None,
        printed: None,
    };
    let (post_at, from) = (r.place("post"), from?);
    (report.wrong_in_all == before).then_some(Written { clue, person_at, post, post_at, from, to, holding })
}

/// The posts of these codes: the open one where there is one, else the one that was there on the first day asked for.
fn posts(tx: &mut Read<'_>, written: &[Written]) -> Result<HashMap<(String, Date), Id<Post>>> {
    let may = tx.may::<Change>()?;
    let (root, today) = (tx.root(), tx.today());
    let mut codes: Vec<(String, Date)> = written.iter().map(|w| (w.post.clone(), w.from)).collect();
    codes.sort();
    codes.dedup();
    let names: Vec<String> = codes.iter().map(|(code, _)| code.clone()).collect();
    type Stood = (Id<Post>, Date, Option<Date>);
    let mut known: BTreeMap<String, Vec<Stood>> = BTreeMap::new();
    for some in names.chunks(500) {
        let rows: Vec<(String, Id<Post>, Date, Option<Date>)> = post_frame::table
            .filter(post_frame::root.eq(root))
            .filter(post_frame::unmade.is_null())
            .filter(post_frame::code.eq_any(some.to_vec()))
            .select((post_frame::code, post_frame::post, post_frame::valid_from, post_frame::valid_to))
            .load(tx.with(&may))?;
        rows.into_iter().for_each(|(code, post, from, to)| known.entry(code).or_default().push((post, from, to)));
    }
    let mut found = HashMap::new();
    for (code, from) in codes {
        let Some(all) = known.get(&code) else { continue };
        let on = |day: Date| all.iter().find(|(_, f, t)| *f <= day && t.is_none_or(|t| day < t)).map(|p| p.0);
        if let Some(post) = on(from).or_else(|| on(today)).or_else(|| all.last().map(|p| p.0)) {
            found.insert((code, from), post);
        }
    }
    Ok(found)
}

/// What a file says: appointments, each with the cell of its post, and the report so far.
type Planned = (Vec<Appointment>, Vec<Place>, Report);

/// Reads everything and settles whom and which posts it means.
fn planned(tx: &mut Read<'_>, source: &Source) -> Result<Planned> {
    let opened = source.open(&Limits::default())?;
    let tables = opened.tables(PARTS, &source.sheets)?;
    let mut report = Report::default();
    let (mut written, mut rows) = (Vec::new(), 0u64);
    for table in &tables {
        for record in table.records.iter() {
            rows += 1;
            written.extend(row(&record, &mut report));
        }
    }
    report.count("rows", "读取行数", "rows read", rows);
    let clues: Vec<Clue> = written.iter().map(|w| w.clue.clone()).collect();
    let persons = people::whom(tx, &clues)?;
    let posts = posts(tx, &written)?;
    let (mut all, mut places) = (Vec::with_capacity(written.len()), Vec::with_capacity(written.len()));
    for (w, person) in written.into_iter().zip(persons) {
        let person = person.one().map_err(|say| report.wrong(&w.person_at, say)).ok();
        let post = posts.get(&(w.post.clone(), w.from)).copied();
        if post.is_none() {
            let say = Say::new(
                format!("找不到编码为“{}”的岗位。请先导入岗位，或改正编码。", w.post),
                format!("There is no post with the code “{}”. Import posts first, or correct the code.", w.post),
            );
            report.wrong(&w.post_at, say);
        }
        if let (Some(person), Some(post)) = (person, post) {
            let holding = Holding { person: person.cast(), post, ..w.holding };
            all.push(Appointment { from: w.from, to: w.to, holding });
            places.push(w.post_at);
        }
    }
    Ok((all, places, report))
}

fn settled(outcome: &actions::Outcome, places: &[Place], report: &mut Report) {
    for (i, say) in &outcome.wrong {
        if let Some(post) = places.get(*i) {
            report.wrong(post, say.clone());
        }
    }
    for (i, say) in &outcome.exceeded {
        if let Some(post) = places.get(*i) {
            report.odd(post, say.clone());
        }
    }
    let same = outcome.all.iter().filter(|b| b.same()).count() as u64;
    let known = outcome.all.iter().filter(|b| b.known.is_some()).count() as u64;
    report.count("new", "新任职", "new appointments", outcome.all.len() as u64 - known);
    report.count("changed", "有变化的任职", "appointments that change", known - same);
    report.count("unchanged", "无变化的任职", "appointments as recorded", same);
}

impl Intake for Appointments {
    fn kind(&self) -> &'static str {
        "appointments"
    }
    fn title(&self) -> Say {
        Say::new("导入任职", "Import appointments")
    }
    fn hint(&self) -> Say {
        Say::new(
            "一行一项任职：按人员编号、身份证号或姓名加出生年月识别人员，按岗位编码识别岗位。同一人同一岗位同一任职时间的，按表补充免职时间和文号。",
            "One appointment a row. People are recognised by staff number, identity number, or name and month of birth; posts \
             by their code. Where the same person holds the same post since the same day already, end and documents are added.",
        )
    }
    fn allows(&self, actor: &auth::Actor) -> bool {
        actor.may::<Change>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        ("tenure.imported", "tenure.import-undone")
    }
    fn parts(&self) -> &'static [Part] {
        PARTS
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report> {
        let (all, places, mut report) = planned(tx, source)?;
        settled(&actions::check_bulk(tx, &all, &[])?, &places, &mut report);
        Ok(report)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let (all, places, mut report) = planned(tx, source)?;
        report.or_refuse()?;
        let outcome = actions::appoint_bulk(tx, &all, progress)?;
        settled(&outcome, &places, &mut report);
        report.or_refuse()?;
        let may = tx.may::<Change>()?;
        let (event, report) = intake::recording(self, tx.entry(), &may, report)?;
        tx.record(event.facts(FACTS), report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        let may = tx.may::<Change>()?;
        intake::undoes_whole(&may)?;
        let (root, now) = (tx.root(), tx.entry());
        let n = Holding::undo(tx.with(&may), root, entry, now)?;
        let (event, report) = intake::taking_back(self, entry, now, n)?;
        tx.record(event.facts(FACTS), report)
    }
}
