//! One of the organisation's own posts: who meets its hard requirements, as far as files can be asked.

use base::{Date, Id, Lang};
use eligibility::{Requirement, Truth, say};
use maud::{Markup, html};
use people::Person;
use post::Post;
use serde::Serialize;
use ui::{Cell, Column, Notice, Table, Tone};
use web::{At, Cx, Page, PagePart, Query, Reply, Shape, View};

use super::opening::{SHOWN, Show, verdict};
use crate::{See, Text};

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
    yes: usize,
    unknown: usize,
    near: usize,
    no: usize,
    show: &'static str,
    people: Vec<Line>,
    /// Hard requirements that files cannot be asked.
    left: Vec<String>,
    conditions: usize,
    #[serde(skip)]
    all: usize,
    #[serde(skip)]
    here: String,
}
#[derive(Serialize)]
struct Line {
    id: Id<Person>,
    name: String,
    /// The present post.
    now: String,
    verdict: Truth,
    why: String,
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Post>>, Query(show): Query<Show>) -> Reply {
    let show = ["yes", "unknown", "near", "no"].into_iter().find(|s| *s == show.show).unwrap_or("yes");
    let (lang, on, here) = (cx.lang(), cx.on(), cx.here().to_owned());
    let most = if matches!(cx.shape(), Shape::Page | Shape::Part) { SHOWN } else { usize::MAX };
    let page = cx
        .read(move |tx| {
            tx.may::<See>()?;
            let whole = post::whole(tx, id, on)?;
            let Asked { all: requirement, conditions, left } = asked(&whole, on)?;
            let mut page = Qualified {
                post: id,
                title: format!("{} {}", whole.unit_name, whole.frame.name),
                on,
                yes: 0,
                unknown: 0,
                near: 0,
                no: 0,
                show,
                people: vec![],
                left,
                conditions,
                all: 0,
                here,
            };
            if conditions == 0 {
                return Ok(page);
            }
            let mut chosen = Vec::new();
            for (person, facts) in people::facts_of_all(tx, on)? {
                let truth = requirement.eval(&facts);
                let near = truth == Truth::No && requirement.short_of(&facts) == 1;
                match truth {
                    Truth::Yes => page.yes += 1,
                    Truth::Unknown => page.unknown += 1,
                    Truth::No => page.no += 1,
                }
                page.near += usize::from(near);
                let fits = match show {
                    "yes" => truth == Truth::Yes,
                    "unknown" => truth == Truth::Unknown,
                    "near" => near,
                    _ => truth == Truth::No,
                };
                if fits {
                    page.all += 1;
                    if chosen.len() < most {
                        chosen.push((person, truth, say::sentence(&requirement.explain(&facts), lang)));
                    }
                }
            }
            let ids: Vec<Id<Person>> = chosen.iter().map(|c| c.0).collect();
            let names = people::names(tx, &ids, on)?;
            page.people = chosen
                .into_iter()
                .filter_map(|(id, verdict, why)| {
                    let named = names.get(&id)?;
                    Some(Line { id, name: named.name.clone(), now: named.post.clone(), verdict, why })
                })
                .collect();
            Ok(page)
        })
        .await?;
    cx.show(page)
}

impl Page for Qualified {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).qualified_for(self.title.as_str()).to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.name().to_string()).width(14),
            Column::text("now", t.who().to_string()).width(30),
            Column::badge("verdict", t.verdict().to_string()),
            Column::text("why", t.why().to_string()).width(60),
        ];
        let rows = self.people.iter().map(|p| {
            let (tone, word) = verdict(p.verdict, lang);
            vec![
                Cell::new(p.name.clone()).href(format!("/people/{}", p.id)),
                Cell::new(p.now.clone()),
                Cell::new(word).tone(tone),
                Cell::new(p.why.clone()),
            ]
        });
        let table = Table::new(self.title(lang), columns).rows(rows).at(&self.here, None).exported();
        Some(table.empty(t.nobody().to_string(), t.advice_own().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        if self.conditions == 0 {
            let notice = Notice::new(Tone::Info, t.nothing_to_ask().to_string());
            return notice.html(lang);
        }
        let to = |show: &str| ui::link::with(&self.here, "show", show);
        let tab = |show: &str, label: String, n: usize| (format!("{label} {n}"), to(show), self.show == show);
        let tabs = [
            tab("yes", t.yes().to_string(), self.yes),
            tab("unknown", t.unknown().to_string(), self.unknown),
            tab("near", t.near().to_string(), self.near),
            tab("no", t.no().to_string(), self.no),
        ];
        let left = self.left.join(if lang == Lang::Zh { "；" } else { "; " });
        html! {
            @if !left.is_empty() { (Notice::new(Tone::Warning, t.left_to_people(left.as_str()).to_string()).html(lang)) }
            p.hint { (t.advice_own()) }
            (ui::tabs(lang, &tabs))
            @if self.all > self.people.len() { p.hint { (t.first_rows(self.people.len() as u64, self.all as u64)) } }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(self.title.clone(), format!("/posts/{}", self.post))];
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
