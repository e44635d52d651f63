//! One of the organisation's own posts: who meets its hard requirements, as far as files can be asked.

use base::{Date, Id, Lang};
use eligibility::{Requirement, Screen, say};
use maud::{Markup, html};
use post::Post;
use serde::Serialize;
use ui::{Notice, Table, Tone};
use web::{At, Cx, Page, PagePart, Paging, Query, Reply, View};

use super::people::{Judged, Line, Show, Verdicts};
use crate::{See, Shelf, Text};

/// What a post asks of files, and what is left to people.
struct Asked {
    /// Every hard requirement that has a condition.
    all: Requirement,
    /// How many there are.
    conditions: usize,
    /// The words of hard requirements without one.
    left: Vec<String>,
}

fn asked(whole: &post::Whole, on: Date) -> db::Result<Asked> {
    let (mut all, mut left) = (Vec::new(), Vec::new());
    for r in whole.requirements.iter().filter(|r| r.hard) {
        match &r.condition {
            Some(condition) => {
                let read = post::condition::read(condition, on);
                all.push(read.map_err(|say| db::Error::Corrupt(format!("a post's condition: {}", say.en)))?);
            }
            None => left.push(r.words.clone()),
        }
    }
    Ok(Asked { conditions: all.len(), all: Requirement::all(all), left })
}

/// Leads from a post's page to who qualifies for it, where files can be asked. For [`post::PostParts`].
///
/// # Errors
/// A post that is not within reach, or the database's.
pub fn post_part(tx: &mut db::Read<'_>, post: Id<Post>, on: Date, lang: Lang) -> db::Result<Option<PagePart>> {
    tx.may::<See>()?;
    let t = Text::of(lang);
    let whole = post::whole(tx, post, on)?;
    if !whole.there || asked(&whole, on)?.conditions == 0 {
        return Ok(None);
    }
    let href = format!("/posts/{post}/people");
    let at = if on == tx.today() { href.clone() } else { format!("{href}?on={on}") };
    let body = html! { p.buttons { (ui::button_link(&t.who_qualifies().to_string(), &at, Some(ui::Icon::Scales))) } };
    let json = serde_json::json!({ "qualified": { "href": href } });
    Ok(Some(PagePart { title: t.calls().to_string(), body, json }))
}

#[derive(Serialize)]
struct Qualified {
    post: Id<Post>,
    title: String,
    on: Date,
    #[serde(flatten)]
    judged: Option<Judged>,
    /// Hard requirements that files cannot be asked.
    left: Vec<String>,
    conditions: usize,
    #[serde(skip)]
    here: String,
}
pub(super) async fn show(cx: Cx, At(id): At<Id<Post>>, Query(show): Query<Show>, paging: Paging) -> Reply {
    let (lang, on, here) = (cx.lang(), cx.on(), cx.here().to_owned());
    let shelf = cx.app().part::<Shelf>().cloned().unwrap_or_default();
    let page = cx
        .read(move |tx| {
            tx.may::<See>()?;
            let whole = post::whole(tx, id, on)?;
            let Asked { all: requirement, conditions, left } = asked(&whole, on)?;
            let title = format!("{} {}", whole.unit_name, whole.frame.name);
            if conditions == 0 {
                return Ok(Qualified { post: id, title, on, judged: None, left, conditions, here });
            }
            let staff = shelf.staff(tx, on)?;
            let screen = Screen::compile([&requirement]);
            let columns = eligibility::People::of(&screen, staff.facts());
            let bits = screen.one(0, &columns);
            let of = Verdicts { staff: &staff, bits: &bits, tally: screen.run(&columns)[0] };
            let why = |p: usize| say::sentence(&requirement.explain(&staff.facts()[p]), lang);
            let judged = Some(Judged::of(tx, &of, &show, &paging, on, why)?);
            Ok(Qualified { post: id, title, on, judged, left, conditions, here })
        })
        .await?;
    cx.show(page)
}

impl Page for Qualified {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).qualified_for(self.title.as_str()).to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let advice = Text::of(lang).advice_own().to_string();
        let file = |p: &Line| format!("/people/{}", p.id);
        self.judged.as_ref().map(|j| j.table(self.title(lang), &self.here, advice, lang, file))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let Some(judged) = &self.judged else {
            return Notice::new(Tone::Info, t.nothing_to_ask().to_string()).html(lang);
        };
        let left = self.left.join(if lang == Lang::Zh { "；" } else { "; " });
        html! {
            @if !left.is_empty() { (Notice::new(Tone::Warning, t.left_to_people(left.as_str()).to_string()).html(lang)) }
            p.hint { (t.advice_own()) }
            (judged.tabs(&self.here, lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(self.title.clone(), format!("/posts/{}", self.post))];
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
