//! Taking forms in: `.lrmx`, `.lrm` with its `.pic`, and ZIP archives of them.

mod differ;
mod plan;
mod read;

use auth::Actor;
use base::{Id, Say};
use db::{Event, LedgerEntry, Read, Recorded, Write};
use intake::{Intake, Part, Progress, Report, Source};
use people::{Change, actions};

use crate::store;
use plan::Planned;

/// Forms, one person each.
pub struct Forms;

const RECORDED: &str = "approval.imported";
const UNDONE: &str = "approval.import_undone";

impl Intake for Forms {
    fn kind(&self) -> &'static str {
        "forms"
    }
    fn title(&self) -> Say {
        Say::new("干部任免审批表", "Approval forms")
    }
    fn hint(&self) -> Say {
        Say::new(
            "任免表编辑器的 .lrmx 或 .lrm 文件（照片为同名 .pic），或许多份压缩成的 ZIP。按身份证号识别已有的人，没有身份证号的按姓名和出生年月由您确认；\
             与已录入的不同之处逐项列出，由您决定是否以文件为准。",
            "Files of the form editor: .lrmx, or .lrm with its .pic beside it, or a ZIP of many. People already known are \
             recognised by identity number, else by name and month of birth as you confirm; what differs from the records is \
             listed field by field, and you decide which stands.",
        )
    }
    fn allows(&self, actor: &Actor) -> bool {
        actor.may::<Change>().is_ok()
    }
    fn events(&self) -> (&'static str, &'static str) {
        (RECORDED, UNDONE)
    }
    fn parts(&self) -> &'static [Part] {
        &[]
    }
    fn ends(&self) -> &'static [&'static str] {
        &["lrmx", "lrm", "pic", "jpg", "jpeg", "png", "zip"]
    }
    fn most(&self) -> u64 {
        256 << 20
    }
    fn stands_in_for(&self) -> Option<&'static str> {
        Some("people")
    }
    fn check(&self, tx: &mut Read<'_>, source: &Source) -> db::Result<Report> {
        let may = tx.may::<Change>()?;
        let mut report = Report::default();
        let people = plan::plan(tx, &may, source, &mut report)?;
        let known = people.iter().filter(|p| p.brought.known).count() as u64;
        report.count("forms", "审批表", "Forms", people.len() as u64);
        report.count("new", "新增人员", "New people", people.len() as u64 - known);
        report.count("known", "已有人员", "Known already", known);
        let photos = people.iter().filter(|p| p.photo.is_some()).count() as u64;
        report.count("photos", "照片", "Photographs", photos);
        Ok(report)
    }
    fn apply(&self, tx: &mut Write<'_>, source: &Source, progress: Progress<'_>) -> db::Result<Recorded<Report>> {
        let may = tx.may::<Change>()?;
        let mut report = Report::default();
        let people = plan::plan(tx, &may, source, &mut report)?;
        report.or_refuse()?;
        let entry = tx.entry();
        let mut replaced = Vec::new();
        let (mut brought, mut forms, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for Planned { brought: person, replaces, photo, wording, extras } in people {
            replaced.extend(replaces);
            if person.known {
                known.push(person.id);
            }
            forms.push((person.id, photo, wording, extras));
            brought.push(person);
        }
        let photos = forms.iter().filter(|f| f.1.is_some()).count() as u64;
        people::replace(tx, &may, &replaced)?;
        let done = actions::bring(tx, &may, brought, progress)?;
        store::bring(tx, &may, forms, &known)?;
        // what is told to whoever sent the files names people; the ledger counts them
        let mut told = Report::default();
        told.count("new", "新增人员", "New people", done.new);
        told.count("changed", "更新人员", "People brought up to date", done.changed);
        told.count("unchanged", "无变化", "Unchanged", done.unchanged);
        told.count("entries", "写入条目", "Entries recorded", done.entries);
        told.count("replaced", "替换条目", "Entries replaced", replaced.len() as u64);
        told.count("photos", "照片", "Photographs", photos);
        told.recorded(entry, &may);
        report.counts.clone_from(&told.counts);
        report.recorded(entry, &may);
        tx.record(Event::new(RECORDED).facts(people::tables()).with(&told)?, report)
    }
    fn undo(&self, tx: &mut Write<'_>, entry: Id<LedgerEntry>) -> db::Result<Recorded<Report>> {
        Ok(actions::undo_as(tx, entry, UNDONE)?.map(|n| {
            let mut report = Report::default();
            report.count("undone", "撤销涉及人员", "People taken back or restored", n);
            report
        }))
    }
}
