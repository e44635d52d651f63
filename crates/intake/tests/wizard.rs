//! The whole way from a file to records and back, with a kind that keeps nothing but its ledger entry.

use std::sync::Arc;

use base::{Id, Say};
use db::{Event, LedgerEntry, Read, Recorded, Result, Write};
use formats::sheet::{Column, Layout, Limits};
use intake::{Desk, Intake, Part, Progress, Report, Source};
use testkit::{Bench, client::Site};

auth::actions! {
    /// Take notes in.
    Note: Change "notes.import" [Officer];
}

const LAYOUT: Layout =
    Layout { columns: &[Column::required("name", &["姓名", "Name"]), Column::optional("day", &["日期", "Day"])] };

struct Notes;
impl Notes {
    fn look(source: &Source) -> Result<Report> {
        let opened = source.open(&Limits::default())?;
        let mut report = Report::default();
        for table in opened.tables(Self.parts(), &source.sheets)? {
            report.count("rows", "行", "Rows", table.records.len() as u64);
            for row in table.records.iter() {
                if let Err(why) = row.date("day") {
                    report.unreadable(&why);
                }
            }
        }
        Ok(report)
    }
}
impl Intake for Notes {
    fn kind(&self) -> &'static str {
        "notes"
    }
    fn title(&self) -> Say {
        Say::new("便笺", "Notes")
    }
    fn hint(&self) -> Say {
        Say::new("一份便笺表。", "A sheet of notes.")
    }
    fn allows(&self, actor: &auth::Actor) -> bool {
        actor.may::<Note>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        ("notes.imported", "notes.import-undone")
    }
    fn parts(&self) -> &'static [Part] {
        &[Part { key: "notes", names: &["便笺", "Notes"], layout: &LAYOUT }]
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> Result<Report> {
        tx.may::<Note>()?;
        Self::look(source)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> Result<Recorded<Report>> {
        let may = tx.may::<Note>()?;
        let mut report = Self::look(source)?;
        report.or_refuse()?;
        progress(1, 1);
        report.recorded(tx.entry(), &may);
        tx.record(Event::new("notes.imported").with(&report)?, report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> Result<Recorded<Report>> {
        tx.may::<Note>()?;
        tx.record(Event::new("notes.import-undone").about(entry), Report::default())
    }
}

fn site(t: &Bench) -> Site {
    Site::with(t, vec![intake::slice()], |app| app.with(Desk::new(vec![Arc::new(Notes)])))
}

/// Follows a running import to its end.
fn settle(client: &testkit::client::Client, path: &str) -> testkit::client::Answer {
    for _ in 0..200 {
        let stage = client.json(path)["stage"].as_str().unwrap_or_default().to_owned();
        if !["checking", "recording"].contains(&stage.as_str()) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    client.get(path)
}

testkit::on_both_engines! {
    fn a_file_is_checked_recorded_and_undone(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        officer.get("/import").ok().shows("便笺").shows("还没有导入过");
        officer.get("/import/notes").ok().shows("姓名").shows("必填");
        // the header is in the third row, under a title
        let csv = "便笺汇总,\n,\n姓名,日期,备注\n张三,2025-01-02,x\n李四,1980.13,\n";
        let at = officer.upload("/import/notes", "files", "a.csv", csv.as_bytes(), &[]).location().unwrap();
        officer.get(&at).ok().shows("张三").shows("备注");
        officer.submit(&at, &[]);
        settle(&officer, &at).shows("1 处错误").shows("B5").hides("入库</button>");

        let good = csv.replace("1980.13", "1980.12");
        let at = officer.upload("/import/notes", "files", "a.csv", good.as_bytes(), &[]).location().unwrap();
        officer.submit(&at, &[]);
        settle(&officer, &at).shows("检查通过");
        assert_eq!(t.db.verify().unwrap()[0].entries, 0, "checking records nothing");
        officer.submit(&at, &[]);
        settle(&officer, &at).shows("已入库。");
        assert_eq!(t.db.verify().unwrap()[0].entries, 1);
        let entry = officer.json(&at)["report"]["entry"].as_str().unwrap().to_owned();
        officer.get("/import").ok().shows("已入库");
        officer.get(&format!("/import/notes/past/{entry}")).ok().shows("撤销这次导入");
        officer.post(&format!("/import/notes/past/{entry}/undo"), &[]);
        officer.get("/import").ok().shows("已撤销");
        assert_eq!(t.db.verify().unwrap()[0].entries, 2);
    }

    fn what_a_column_means_is_remembered_for_the_next_file(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let csv = "姓名,哪天,日期\n张三,2025-01-02,无\n";
        let upload = || officer.upload("/import/notes", "files", "a.csv", csv.as_bytes(), &[]).location().unwrap();
        let keys = |at: &str| -> Vec<String> {
            let headings = officer.json(at)["sheets"][0]["mapping"]["headings"].as_array().unwrap().clone();
            headings.iter().map(|h| h["key"].as_str().unwrap_or("-").to_owned()).collect()
        };
        let at = upload();
        assert_eq!(keys(&at), ["name", "-", "day"], "by their names alone");
        officer.get("/import/notes").ok().hides("您自己对应过的列");
        officer.submit(&at, &[("key-0-1", "day"), ("key-0-2", "")]);
        settle(&officer, &at).shows("检查通过");
        officer.get("/import/notes").ok().shows("您自己对应过的列").shows("哪天");
        assert_eq!(keys(&upload()), ["name", "day", "-"], "as decided last time");
        let other = site.as_actor(t.officer());
        let theirs = other.upload("/import/notes", "files", "a.csv", csv.as_bytes(), &[]).location().unwrap();
        let heading = &other.json(&theirs)["sheets"][0]["mapping"]["headings"][2];
        assert_eq!(heading["key"], "day", "a matter of one account");
        officer.post("/import/notes/forget", &[]);
        officer.get("/import/notes").ok().hides("您自己对应过的列");
        assert_eq!(keys(&upload()), ["name", "-", "day"]);
    }

    fn a_past_import_is_seen_by_who_reaches_all_that_it_could_touch(t: Bench) {
        let site = site(t);
        let over = |path: &str| t.actor_over(auth::Role::Officer, path.parse().unwrap());
        let college = over("0001/000a/");
        let one = site.as_actor(college.clone());
        let at = one.upload("/import/notes", "files", "a.csv", "姓名\n张三\n".as_bytes(), &[]).location().unwrap();
        one.submit(&at, &[]);
        settle(&one, &at);
        one.submit(&at, &[]);
        settle(&one, &at).shows("已入库。");
        let entry = one.json(&at)["report"]["entry"].as_str().unwrap().to_owned();
        let sees = |who: &testkit::client::Client| who.json("/import")["past"].as_array().unwrap().len();
        let past = format!("/import/notes/past/{entry}");
        for who in [college, over("0001/000a/"), over("0001/"), t.officer()] {
            let who = site.as_actor(who);
            assert_eq!(sees(&who), 1);
            who.get(&past).ok();
        }
        for who in [over("0001/000a/000c/"), over("0001/000b/")] {
            let who = site.as_actor(who);
            assert_eq!(sees(&who), 0);
            who.get(&past).is(404);
            who.post(&format!("{past}/undo"), &[]).is(404);
        }
    }

    fn what_is_no_table_is_refused_at_once(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let pdf = officer.upload("/import/notes", "files", "a.xlsx", b"%PDF-1.7 ...", &[]);
        pdf.is(422).shows("PDF");
        let other = officer.upload("/import/notes", "files", "a.csv", b"x,y\n1,2\n", &[]).location().unwrap();
        officer.submit(&other, &[]).is(422).shows("没有一个工作表");
        for _ in 0..5 {
            officer.upload("/import/notes", "files", "a.csv", b"x,y\n1,2\n", &[]);
        }
        officer.upload("/import/notes", "files", "a.csv", b"x,y\n1,2\n", &[]).is(422).shows("等待处理");
    }

    fn an_upload_is_its_senders_alone(t: Bench) {
        let site = site(t);
        let (one, other) = (site.as_actor(t.officer()), site.as_actor(t.officer()));
        let at = one.upload("/import/notes", "files", "a.csv", "姓名\n张三\n".as_bytes(), &[]).location().unwrap();
        one.get(&at).ok().shows("张三");
        other.get(&at).hides("张三");
        site.as_actor(t.actor(auth::Role::Cadre)).get("/import/notes").is(404);
        site.stranger().get("/import").asks_to_sign_in();
    }
}
