//! What people see: the cases, a case with what is to be done in it, its record, and its record on paper.

mod case;
mod forms;
mod opening;
mod own;
mod polled;
mod record;
mod step;
mod unfiled;

use std::collections::BTreeMap;

use base::Date;
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Row, Table, Tone};
use web::{Cx, Lang, Page, PageOf, Paging, Reply, Routes, View};

use crate::{Act, Fetch, Own, See, Speak, Text, rules, store};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    type Fields = BTreeMap<String, String>;
    Routes::new()
        .get(See, "/cases", ("事项列表", "The cases"), list)
        .get(Act, "/cases/new", ("开启事项的表单", "The form to open a case"), opening::form)
        .post(Act, "/cases/new", ("开启事项", "Open a case"), opening::open)
        .takes::<opening::Sent>()
        .get(Own, "/cases/mine", ("本人的会议和事项", "One's own meetings and cases"), own::show)
        .post(Speak, "/cases/{id}/speak", ("用本人账号表态", "Give one's own view"), own::speak)
        .takes::<Fields>()
        .post(
            Speak,
            "/cases/{id}/register",
            ("用本人账号报名竞争上岗", "Register in a competition for posts"),
            own::register,
        )
        .takes::<Fields>()
        .post(Speak, "/cases/{id}/withdraw", ("撤回本人的报名", "Take the own registration back"), own::withdraw)
        .takes_nothing()
        .post(Speak, "/cases/{id}/statement", ("提交本人的竞职陈述", "Hand the own statement in"), own::state)
        .takes::<Fields>()
        .files(&["file"])
        .up_to(rules::LARGEST + 64 * 1024)
        .get(See, "/cases/{id}", ("一个事项及待办步骤", "A case and what is to be done in it"), case::show)
        .get(See, "/cases/{id}/record", ("全程纪实", "The full-process record"), record::show)
        .get(See, "/cases/{id}/sheet", ("全程纪实的打印件", "The full-process record on paper"), record::sheet)
        .post(Act, "/cases/{id}/facts", ("登记本步骤的事实", "Record facts of the step"), forms::record)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/candidates", ("确定人选", "Name a candidate"), forms::name)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/take-off", ("移出人选", "Take a candidate off"), forms::take_off)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/roll", ("登记会议到会情况", "Record who attended the meeting"), forms::roll)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/views", ("登记对人选的表态", "Record the views on a candidate"), forms::hear)
        .takes::<Fields>()
        .post(
            Act,
            "/cases/{id}/ballot",
            ("关联或解除本步骤的表决", "Name the step’s ballot, or take it off"),
            polled::poll,
        )
        .takes::<Fields>()
        .post(Act, "/cases/{id}/ballot/new", ("按人选建立表决", "Draw the step’s ballot up"), polled::draw_up)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/notice", ("发布公示", "Publish the notice"), forms::publish)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/papers", ("上传材料", "Attach a paper"), forms::attach)
        .takes::<Fields>()
        .files(&["file"])
        .up_to(rules::LARGEST + 64 * 1024)
        .post(Fetch, "/cases/{id}/papers/{paper}", ("说明原因后打开材料", "Open a paper, with a reason"), forms::fetch)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/close", ("办结步骤", "Close the step"), forms::close)
        .takes::<Fields>()
        .post(Act, "/cases/{id}/back", ("退回到先前的步骤", "Send the case back"), forms::back)
        .takes::<Fields>()
}

#[derive(Serialize)]
struct List {
    on: Date,
    cases: PageOf<store::Head>,
    #[serde(skip)]
    here: String,
}

async fn list(cx: Cx, paging: Paging) -> Reply {
    let (on, here) = (cx.today(), cx.here().to_owned());
    let cases = cx
        .read(move |tx| {
            let may = tx.may::<See>()?;
            let edge = paging.edge().and_then(|[day, id]: [&str; 2]| Some((day.parse().ok()?, id.parse().ok()?)));
            let (backwards, most) = (paging.backwards() && edge.is_some(), i64::from(paging.fetch()));
            let mut cases = store::heads(tx, &may, &store::Wanted { running: false, edge, backwards, most })?;
            crate::ahead::dues(tx, &may, &mut cases, on)?;
            let total = store::count(tx, &may)?;
            Ok(paging.page(cases, |c| [c.opened.to_string(), c.case.to_string()], Some(total)))
        })
        .await?;
    cx.show(List { on, cases, here })
}

/// Where a case stands, in a word.
fn standing(step: Option<&base::Say>, fulfilled: bool, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match step {
        Some(step) => (Tone::Info, step.to(lang).to_owned()),
        None if fulfilled => (Tone::Yes, t.fulfilled().to_string()),
        None => (Tone::No, t.stopped().to_string()),
    }
}

impl Page for List {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).cases().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("title", t.case_name().to_string()).width(40),
            Column::text("procedure", t.procedure().to_string()),
            Column::date("opened", t.opened().to_string()),
            Column::badge("step", t.present_step().to_string()),
            Column::date("due", t.due().to_string()),
        ];
        let row = |c: &store::Head| {
            let (tone, word) = standing(c.now().map(|s| &s.title), c.fulfilled, lang);
            let late = c.due.is_some_and(|d| d < self.on);
            let cells = vec![
                Cell::new(&c.title).href(format!("/cases/{}", c.case)),
                Cell::new(c.procedure.title.to(lang)),
                c.opened.into(),
                Cell::new(word).tone(tone),
                Cell::of(c.due).tone(if late { Tone::Warning } else { Tone::Plain }),
            ];
            Row::from(cells).id(c.case)
        };
        let table = Table::new(t.cases().to_string(), columns).rows(self.cases.rows.iter().map(row));
        let table = table.at(&self.here, None).pager(self.cases.pager(&self.here));
        Some(table.exported().empty(t.no_cases().to_string(), t.no_cases_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        html! { @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) } }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.lead().to_string();
        if view.can::<Act>() {
            shell.actions = ui::primary_link(&t.open_case().to_string(), "/cases/new", None);
        }
        shell
    }
}
