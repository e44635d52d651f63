//! What people see of recruitments.

mod application;
mod apply;
mod form;
mod lists;
mod new;
mod one;
mod open;

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Table, Tone};
use web::{Cx, Lang, Page, Public, Reply, Routes, View};

use super::{
    Conduct, Open, See,
    apply::Handing,
    office::{Announcing, Said},
    rules,
    store::{self, Announced, Review, Standing, Verdict},
};
use crate::Text;

/// Answers by name.
type Fields = BTreeMap<String, String>;

/// Where the slice answers.
pub(super) fn routes() -> Routes {
    const ONE: &str = "/recruitments/{id}/applications/{application}";
    let office = Routes::new()
        .get(See, "/recruitments", ("招聘列表", "The recruitments"), list)
        .get(Conduct, "/recruitments/new", ("起草公告的表单", "The form to write an announcement"), new::form)
        .post(Conduct, "/recruitments/new", ("起草公告", "Write an announcement"), new::write)
        .takes::<Announcing>()
        .get(See, "/recruitments/{id}", ("一次招聘及其报名", "A recruitment with its applications"), one::show)
        .asks::<one::Filter>()
        .post(Conduct, "/recruitments/{id}/edit", ("改写未发布的公告", "Rewrite an announcement"), new::rewrite)
        .takes::<Announcing>()
        .post(Conduct, "/recruitments/{id}/publish", ("发布公告", "Publish the announcement"), one::publish)
        .takes_nothing()
        .post(
            Conduct,
            "/recruitments/{id}/amend",
            ("延长报名时间或取消", "Move the deadline, or call it off"),
            one::amend,
        )
        .takes::<one::Amending>()
        .post(
            Conduct,
            "/recruitments/{id}/confirm",
            ("确认系统判定符合的", "Confirm who qualifies by the rules"),
            one::confirm,
        )
        .takes_nothing()
        .post(
            Conduct,
            "/recruitments/{id}/numbers",
            ("编排准考证号", "Give numbers for the written test"),
            one::numbers,
        )
        .takes_nothing()
        .post(Conduct, "/recruitments/{id}/erase", ("删除保存期满的报名材料", "Delete applications"), one::erase)
        .takes_nothing()
        .get(See, ONE, ("一份报名及逐项审查", "An application, clause by clause"), application::show)
        .post(
            Conduct,
            "/recruitments/{id}/applications/{application}/review",
            ("作出审查结论", "Review an application"),
            application::review,
        )
        .takes::<Said>()
        .post(
            Conduct,
            "/recruitments/{id}/applications/{application}/link",
            ("当面交付新的报名链接", "Hand out a new link"),
            application::hand_out,
        )
        .takes_nothing()
        .post(
            Open,
            "/recruitments/{id}/applications/{application}/private",
            ("说明原因后查看证件号和电话", "Open identity number and telephone, with a reason"),
            application::reveal,
        )
        .takes::<application::Why>()
        .post(
            Open,
            "/recruitments/{id}/applications/{application}/files/{file}",
            ("说明原因后打开附件", "Open an attachment, with a reason"),
            application::fetch,
        )
        .takes::<application::Why>()
        .get(See, "/recruitments/{id}/lists", ("笔试排名与面试名单", "Places and shortlists"), lists::show)
        .post(Conduct, "/recruitments/{id}/interview", ("建立面试", "Draw the interview up"), lists::interview)
        .takes::<Fields>()
        .post(
            Conduct,
            "/recruitments/{id}/case",
            ("人选进入选任事项", "Bring candidates into a case"),
            lists::into_case,
        )
        .takes::<lists::Entering>();
    office
        .get(Public, "/open/recruitments/{id}", ("公开的招聘公告", "A recruitment as everybody sees it"), open::show)
        .post(Public, "/open/recruitments/{id}", ("开始报名", "Begin an application"), open::begin)
        .takes::<open::Sent>()
        .get(Public, "/apply/{secret}", ("本人的报名", "One's own application"), apply::show)
        .post(Public, "/apply/{secret}", ("保存报名草稿", "Save the draft"), apply::save)
        .takes::<Fields>()
        .post(Public, "/apply/{secret}/files", ("添加附件", "Attach a paper"), apply::attach)
        .takes::<Fields>()
        .files(&["file"])
        .up_to(rules::LARGEST + 64 * 1024)
        .post(Public, "/apply/{secret}/files/{file}/remove", ("移除附件", "Remove an attachment"), apply::detach)
        .takes_nothing()
        .post(Public, "/apply/{secret}/submit", ("提交报名", "Hand the application in"), apply::submit)
        .takes::<Handing>()
        .post(Public, "/apply/{secret}/withdraw", ("撤回报名", "Take the application back"), apply::withdraw)
        .takes_nothing()
}

/// At most so many recruitments are listed.
const MOST: i64 = 200;

#[derive(Serialize)]
struct List {
    on: base::Date,
    recruitments: Vec<Announced>,
}

async fn list(cx: Cx) -> Reply {
    let recruitments = cx
        .read(|tx| {
            let may = tx.may::<See>()?;
            store::within_reach(tx, &may, MOST)
        })
        .await?;
    cx.show(List { on: cx.today(), recruitments })
}

/// Where a recruitment stands, in a word.
fn standing(of: &Announced, on: base::Date, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match of.state {
        Standing::Draft => (Tone::Plain, t.rec_draft().to_string()),
        Standing::Cancelled => (Tone::No, t.rec_cancelled().to_string()),
        Standing::Published if on < of.opens => (Tone::Info, t.rec_ahead().to_string()),
        Standing::Published if on <= of.closes => (Tone::Yes, t.rec_open().to_string()),
        Standing::Published => (Tone::Info, t.rec_closed().to_string()),
    }
}

/// What a review found, in a word; without one that it is not reviewed.
fn found(of: Option<&Review>, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match of.map(|r| r.verdict) {
        None => (Tone::Unknown, t.rec_unreviewed().to_string()),
        Some(Verdict::Qualified) => (Tone::Yes, t.rec_qualified().to_string()),
        Some(Verdict::Unqualified) => (Tone::No, t.rec_unqualified().to_string()),
        Some(Verdict::Supplement) => (Tone::Warning, t.rec_supplement().to_string()),
    }
}

/// What the requirement says by itself, in a word.
fn computed(word: &str, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match word {
        "yes" => (Tone::Yes, t.rec_meets().to_string()),
        "no" => (Tone::No, t.rec_fails().to_string()),
        _ => (Tone::Unknown, t.rec_unknown().to_string()),
    }
}

impl Page for List {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).recruitments().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("title", t.title().to_string()).width(40),
            Column::date("opens", t.rec_opens().to_string()),
            Column::date("closes", t.rec_closes().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let rows = self.recruitments.iter().map(|a| {
            let (tone, word) = standing(a, self.on, lang);
            vec![
                Cell::new(a.title.clone()).href(format!("/recruitments/{}", a.recruitment)),
                a.opens.into(),
                a.closes.into(),
                Cell::new(word).tone(tone),
            ]
        });
        let table = Table::new(t.recruitments().to_string(), columns).rows(rows).at("/recruitments", None).exported();
        Some(table.empty(t.rec_nothing().to_string(), t.rec_nothing_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        html! { @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) } }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.rec_lead().to_string();
        if view.can::<Conduct>() {
            shell.actions = ui::primary_link(&t.rec_write().to_string(), "/recruitments/new", None);
        }
        shell
    }
}
