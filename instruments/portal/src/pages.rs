//! What everybody sees.

use base::{Date, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Table};
use web::{Cx, Page, Public, Reply, Routes, View};

use crate::{Look, News, Sources, Text, feed};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(Public, "/open", ("阳光窗口：公开的内容", "The Sunshine site: what is published"), show)
        .get(Public, "/open/feed.atom", ("最新公开内容（Atom）", "What is new, as Atom"), atom)
        .get(Public, "/open/feed.json", ("最新公开内容（JSON Feed）", "What is new, as JSON Feed"), json)
}

/// How many things are shown, and in a feed.
const MOST: usize = 100;

/// What is published.
#[derive(Serialize)]
struct Open {
    on: Date,
    organisation: String,
    rules: usize,
    news: Vec<News>,
}

async fn load(cx: &Cx) -> db::Result<Open> {
    let sources = cx.app().part::<Sources>().cloned().unwrap_or_else(|| Sources::new([]));
    let (on, organisation) = (cx.today(), cx.app().organisation().to_owned());
    cx.read(move |tx| {
        tx.may::<Look>()?;
        let mut rules = 0;
        for pack in rulebook::packs(tx)? {
            let held = rulebook::in_force(tx, &pack, on, None)?;
            rules += held.map_or(0, |held| held.pack.on(on).count());
        }
        let news = sources.newest(tx, MOST)?;
        Ok(Open { on, organisation, rules, news })
    })
    .await
}

async fn show(cx: Cx) -> Reply {
    let page = load(&cx).await?;
    cx.show(page)
}

fn origin(cx: &Cx) -> String {
    cx.app().config().origin.clone().unwrap_or_default()
}

async fn atom(cx: Cx) -> Reply {
    let page = load(&cx).await?;
    let title = Text::of(cx.lang()).open().to_string();
    let text = feed::atom(&page.organisation, cx.root(), &origin(&cx), &page.news, cx.lang(), &title)
        .map_err(|e| db::Error::Internal(e.to_string()))?;
    cx.file("feed.atom", "application/atom+xml; charset=utf-8", text.into_bytes())
}

async fn json(cx: Cx) -> Reply {
    let page = load(&cx).await?;
    let title = Text::of(cx.lang()).open().to_string();
    let feed = feed::json(&page.organisation, &origin(&cx), &page.news, cx.lang(), &title);
    cx.file("feed.json", "application/feed+json; charset=utf-8", feed.to_string().into_bytes())
}

impl Page for Open {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).open().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::date("day", t.day().to_string()),
            Column::badge("kind", t.kind().to_string()),
            Column::link("title", t.title().to_string()).width(30),
            Column::text("summary", t.summary().to_string()).width(30),
        ];
        let rows = self.news.iter().map(|n| {
            vec![
                Cell::new(n.day.to_string()),
                Cell::new(n.kind.to(lang)),
                Cell::new(n.title.to(lang)).href(n.href.clone()),
                Cell::new(n.summary.to(lang)),
            ]
        });
        let table = Table::new(t.news().to_string(), columns).rows(rows).at("/open", None);
        Some(table.empty(t.no_news().to_string(), t.no_news_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            ul.choices {
                li { a href="/rules" { (t.rules()) } p.hint { (t.rules_hint(self.rules as u64)) } }
                li { a href="/log" { (t.log()) } p.hint { (t.log_hint()) } }
                li {
                    a href="/open/feed.atom" { "Atom" } " · " a href="/open/feed.json" { "JSON Feed" }
                    p.hint { (t.feed_hint()) }
                }
            }
            section {
                h2 { (t.news()) }
                @if let Some(table) = self.table(lang) { (table.html(lang)) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).lead(self.organisation.as_str()).to_string();
        shell
    }
}
