//! What people see: the list of notices, a notice with its objections, its sheet, and the forms.

mod forms;
mod open;
mod sheet;

use base::{Date, Id};
use maud::{Markup, html};
use public_log::Proven;
use serde::Serialize;
use ui::{Cell, Column, Row, Table, Tone};
use web::{At, Cx, Lang, Page, Public, Reply, Routes, View};

use crate::{Edition, Hear, Heard, Notice, Publish, Reveal, See, Standing, Text, rules::Shown, store};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/notices", ("公示列表", "The notices"), list)
        .get(Publish, "/notices/new", ("发布公示的表单", "The form to publish a notice"), forms::new_form)
        .post(Publish, "/notices/new", ("发布公示", "Publish a notice"), forms::publish)
        .takes::<forms::Sent>()
        .get(See, "/notices/{id}", ("一份公示及其意见", "A notice and its objections"), show)
        .get(Public, "/open/notices/{id}", ("公开的公示", "A notice as everybody sees it"), open::show)
        .post(Public, "/open/notices/{id}", ("对公示提出意见", "Object to a notice"), open::object)
        .takes::<open::Sent>()
        .get(See, "/notices/{id}/sheet", ("公示的打印件", "A notice on paper"), sheet::show)
        .post(
            Publish,
            "/notices/{id}/correct",
            ("更正公示或延长期限", "Correct a notice or make its period longer"),
            forms::correct,
        )
        .takes::<forms::Sent>()
        .post(Publish, "/notices/{id}/withdraw", ("撤回公示", "Withdraw a notice"), forms::withdraw)
        .takes::<forms::Why>()
        .post(Publish, "/notices/{id}/objections", ("登记收到的意见", "Record an objection"), forms::object)
        .takes::<forms::Sent>()
        .post(Publish, "/objections/{id}/answer", ("答复意见", "Answer an objection"), forms::answer)
        .takes::<forms::Sent>()
        .post(Reveal, "/objections/{id}/who", ("说明原因后查看意见人", "Who objected, with a reason"), forms::reveal)
        .takes::<forms::Why>()
}

/// What goes into the public log of a notice.
pub(crate) const KINDS: [&str; 2] = ["notice", "correction"];

/// At most so many notices are listed.
const MOST: i64 = 500;

/// A notice in a list.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    edition: Edition,
    standing: Standing,
}

#[derive(Serialize)]
struct List {
    on: Date,
    notices: Vec<Listed>,
}

async fn list(cx: Cx) -> Reply {
    let on = cx.on();
    let notices = cx
        .read(move |tx| {
            let may = tx.may::<See>()?;
            let all = store::list(tx, &may, MOST)?.into_iter().filter(|e| e.published <= on || e.edition > 1);
            let all: Vec<Edition> = all.collect();
            let listed = |edition: Edition| {
                let standing = store::standing(tx, &may, edition.notice, on)?;
                Ok(Listed { edition, standing })
            };
            all.into_iter().map(listed).collect::<db::Result<Vec<_>>>()
        })
        .await?;
    cx.show(List { on, notices })
}

/// How a notice stands, in a word.
pub(crate) fn state(standing: &Standing, on: Date, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match () {
        () if standing.withdrawn => (Tone::No, t.is_withdrawn().to_string()),
        () if !standing.over(on) => (Tone::Info, t.days_left(u64::from(standing.left)).to_string()),
        () if standing.grave => (Tone::No, t.is_grave().to_string()),
        () if !standing.blocked_by.is_empty() => {
            (Tone::Warning, t.is_blocked(standing.blocked_by.len() as u64).to_string())
        }
        () => (Tone::Yes, t.is_over().to_string()),
    }
}

impl Page for List {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).notices().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("title", t.name().to_string()).width(40),
            Column::date("published", t.published().to_string()),
            Column::date("until", t.until().to_string()),
            Column::number("days", t.working_days().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let row = |n: &Listed| {
            let (tone, word) = state(&n.standing, self.on, lang);
            let cells = vec![
                Cell::new(&n.edition.title).href(format!("/notices/{}", n.edition.notice)),
                n.standing.published.into(),
                n.standing.until.into(),
                n.standing.whole.into(),
                Cell::new(word).tone(tone),
            ];
            Row::from(cells).id(n.edition.notice)
        };
        let table =
            Table::new(t.notices().to_string(), columns).rows(self.notices.iter().map(row)).at("/notices", None);
        Some(table.exported().empty(t.nothing().to_string(), t.nothing_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        html! { @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) } }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.lead().to_string();
        if view.can::<Publish>() {
            shell.actions = ui::primary_link(&t.publish().to_string(), "/notices/new", None);
        }
        shell
    }
}

/// A notice with all that belongs to it.
#[derive(Serialize)]
pub(crate) struct One {
    pub(crate) on: Date,
    /// The editions, the latest first.
    pub(crate) editions: Vec<Edition>,
    pub(crate) withdrawn: Option<(Date, String)>,
    pub(crate) standing: Standing,
    /// Where it stands in the public log.
    pub(crate) proof: Proven,
    /// The objections, where the reader may look at them.
    pub(crate) objections: Option<Vec<Heard>>,
    #[serde(skip)]
    pub(crate) sent: forms::Sent,
    #[serde(skip)]
    pub(crate) errors: Vec<(String, String)>,
    /// Which form the errors belong to.
    #[serde(skip)]
    pub(crate) form: &'static str,
}

pub(crate) async fn load(cx: &Cx, notice: Id<Notice>) -> db::Result<One> {
    let on = cx.on();
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let (editions, withdrawn) = store::one(tx, &may, notice)?;
        let standing = store::standing(tx, &may, notice, on)?;
        let unit = editions.first().map(|e| e.unit).ok_or(db::Error::NotFound)?;
        let objections = match tx.may::<Hear>() {
            Ok(hear) if org::reach(tx, &hear, unit).is_ok() => Some(store::heard(tx, &hear, notice)?),
            _ => None,
        };
        let proof = Proven::of(tx, &may, &KINDS, &notice.to_string(), origin)?;
        Ok(One {
            on,
            editions,
            withdrawn,
            standing,
            proof,
            objections,
            sent: forms::Sent::default(),
            errors: vec![],
            form: "",
        })
    })
    .await
}

async fn show(cx: Cx, At(notice): At<Id<Notice>>) -> Reply {
    let page = load(&cx, notice).await?;
    cx.show(page)
}

/// The people of a notice: the permitted fields and no other.
pub(crate) fn people_table(people: &[Shown], lang: Lang) -> Table {
    let t = Text::of(lang);
    let columns = vec![
        Column::text("name", t.person_name().to_string()).whole(),
        Column::text("sex", t.sex().to_string()),
        Column::text("ethnic", t.ethnic().to_string()),
        Column::text("birth", t.birth().to_string()),
        Column::text("native_place", t.native_place().to_string()),
        Column::text("political", t.political().to_string()),
        Column::text("education", t.education().to_string()),
        Column::text("work_start", t.work_start().to_string()),
        Column::text("post", t.present_post().to_string()),
        Column::text("proposed", t.proposed_post().to_string()),
    ];
    let row = |p: &Shown| {
        let all = [
            &p.name,
            &p.sex,
            &p.ethnic,
            &p.birth,
            &p.native_place,
            &p.political,
            &p.education,
            &p.work_start,
            &p.post,
            &p.proposed,
        ];
        Row::from(all.map(|c| Cell::new(c.as_str())).to_vec())
    };
    Table::new(t.people().to_string(), columns).rows(people.iter().map(row))
}

impl One {
    pub(crate) fn last(&self) -> Option<&Edition> {
        self.editions.first()
    }
    fn text(edition: &Edition) -> Markup {
        html! { @for line in edition.text.lines() { p { (line) } } }
    }
    fn earlier(&self, lang: Lang) -> Markup {
        Self::earlier_of(&self.editions, lang)
    }
    fn earlier_of(editions: &[Edition], lang: Lang) -> Markup {
        let t = Text::of(lang);
        html! {
            @for (i, edition) in editions.iter().enumerate().skip(1) {
                details {
                    summary { (t.edition(edition.edition as u64)) " · " (edition.published) " – " (edition.until) }
                    @if let Some(reason) = &editions[i - 1].reason { p.hint { (t.replaced_because(reason)) } }
                    h3 { (edition.title) }
                    (Self::text(edition))
                }
            }
        }
    }
}

impl Page for One {
    fn title(&self, lang: Lang) -> String {
        self.last().map_or_else(|| Text::of(lang).notices().to_string(), |e| e.title.clone())
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        self.last().map(|e| people_table(&e.people, lang))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (tone, word) = state(&self.standing, self.on, lang);
        let Some(last) = self.last() else { return html! {} };
        html! {
            @if let Some((day, reason)) = &self.withdrawn {
                (ui::Notice::new(Tone::No, format!("{} {reason}", t.withdrawn_on(day.to_string()))).html(lang))
                // there is no form left to say it in
                @for (_, says) in &self.errors { (ui::Notice::new(Tone::No, says).html(lang)) }
            }
            @if !self.standing.settled { (ui::Notice::new(Tone::Warning, t.unsettled().to_string()).html(lang)) }
            (ui::facts(lang, [
                ui::Fact::markup(t.state().to_string(), ui::badge(tone, &word)),
                ui::Fact::new(t.published().to_string(), self.standing.published),
                ui::Fact::new(t.until().to_string(), self.standing.until).note(t.whole_period(u64::from(self.standing.whole)).to_string()),
            ]))
            section { h2 { (t.text_of_notice()) } (Self::text(last)) }
            (self.proof.html(lang))
            @if !last.people.is_empty() { section { h2 { (t.people()) } div.list { (people_table(&last.people, lang).plain(lang)) } } }
            @if self.editions.len() > 1 { section { h2 { (t.earlier_editions()) } (self.earlier(lang)) } }
            @if let Some(all) = &self.objections { (self.objections_html(all, view)) }
            @if view.can::<Publish>() && self.withdrawn.is_none() { (self.changes(last, view)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![(t.notices().to_string(), "/notices".to_owned())];
        if let Some(last) = self.last() {
            shell.actions = ui::button_link(
                &t.print_sheet().to_string(),
                &format!("/notices/{}/sheet", last.notice),
                Some(ui::Icon::Print),
            );
        }
        shell
    }
}
