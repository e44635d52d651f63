//! One box: names, posts, units.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::Suggestion;
use web::{Cx, Lang, Page, Query, Reply, View};

use super::list::shown;
use crate::{Line, Text, read};

/// What was asked.
#[derive(Deserialize)]
pub(super) struct Asked {
    q: String,
}

/// What was found.
#[derive(Serialize)]
pub(super) struct Found {
    q: String,
    people: Vec<Line>,
    units: Vec<read::UnitFound>,
    #[serde(skip)]
    brief: bool,
}

pub(super) async fn show(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let found = find(&cx, asked.q, 50, false).await?;
    cx.show(found)
}
pub(super) async fn suggest(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let found = find(&cx, asked.q, 8, true).await?;
    cx.show(found)
}

async fn find(cx: &Cx, q: String, most: usize, brief: bool) -> db::Result<Found> {
    let text: String = q.chars().take(60).collect();
    let (people, units) = cx
        .read(move |tx| {
            let on = tx.today();
            Ok((read::search(tx, &text, most)?, read::units_named(tx, &text, most, on)?))
        })
        .await?;
    Ok(Found { q, people, units, brief })
}

impl Found {
    fn all(&self, lang: Lang) -> Vec<Suggestion> {
        let people = self.people.iter().map(|l| Suggestion {
            href: format!("/people/{}", l.person),
            text: l.name.clone(),
            note: [shown("birth", &l.birth, lang), l.post_title.clone()]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            value: None,
        });
        let units = self.units.iter().map(|u| Suggestion {
            href: format!("/people?unit={}", u.unit),
            text: u.name.clone(),
            note: Text::of(lang).units().to_string(),
            value: None,
        });
        people.chain(units).collect()
    }
}

impl Page for Found {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).find().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let lang = view.lang;
        let all = self.all(lang);
        if self.brief {
            return ui::suggestions(lang, &all);
        }
        html! {
            @if all.is_empty() { p.muted { (Text::of(lang).nothing_found().to_string()) } }
            ul.plain {
                @for one in &all {
                    li { a href=(one.href) { (one.text) } @if !one.note.is_empty() { " " small.muted { (one.note) } } }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).find_lead().to_string();
        shell
    }
}
