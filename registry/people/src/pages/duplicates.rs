//! Records that may be one person.

use base::Id;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::list::shown;
use crate::{Change, Likeness, Line, Person, Text, actions, read};

/// At most so many pairs are shown at once; merging makes room for the next.
const MOST: usize = 100;

#[derive(Serialize)]
struct Duplicates {
    pairs: Vec<Both>,
    total: usize,
}
/// Two records.
#[derive(Serialize)]
struct Both {
    like: Likeness,
    one: Line,
    other: Line,
}

pub(super) async fn show(cx: Cx) -> Reply {
    let page = cx
        .read(|tx| {
            let pairs = read::duplicates(tx)?;
            let total = pairs.len();
            let ids: Vec<Id<Person>> = pairs.iter().take(MOST).flat_map(|p| [p.one, p.other]).collect();
            let lines = read::lines(tx, &ids)?;
            let both = pairs.into_iter().take(MOST).filter_map(|p| {
                Some(Both { like: p.like, one: lines.get(&p.one)?.clone(), other: lines.get(&p.other)?.clone() })
            });
            Ok(Duplicates { pairs: both.collect(), total })
        })
        .await?;
    cx.show(page)
}

/// Which record is kept, and which is found under it.
#[derive(Deserialize)]
pub(super) struct Which {
    person: Option<Id<Person>>,
    other: Option<Id<Person>>,
}

pub(super) async fn merge(cx: Cx, Form(which): Form<Which>) -> Reply {
    let (Some(person), Some(other)) = (which.person, which.other) else { return Err(db::Error::NotFound.into()) };
    let entry = cx
        .write(move |tx| {
            let entry = tx.entry();
            Ok(actions::merge(tx, person, other)?.map(|()| entry))
        })
        .await?;
    let t = Text::of(cx.lang());
    let notice = Notice::new(Tone::Yes, t.merged().to_string());
    cx.done(format!("/people/{person}?merged={entry}"), notice)
}

pub(super) async fn undo(cx: Cx, At(entry): At<Id<db::LedgerEntry>>) -> Reply {
    cx.write(move |tx| actions::undo(tx, entry)).await?;
    cx.done("/people", Notice::new(Tone::Yes, Text::of(cx.lang()).undone().to_string()))
}

impl Page for Duplicates {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).duplicates().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let record = |l: &Line| {
            html! {
                a href={ "/people/" (l.person) } { (l.name) } " "
                (shown("sex", &l.sex, lang)) " " (shown("birth", &l.birth, lang))
                br; small.muted { (l.post_title) }
            }
        };
        let button = |label: &str, keep: &Line, other: &Line| {
            html! {
                form method="post" action="/people/merge" {
                    input type="hidden" name="csrf" value=(view.csrf);
                    input type="hidden" name="person" value=(keep.person);
                    input type="hidden" name="other" value=(other.person);
                    button.button type="submit" { (label) }
                }
            }
        };
        html! {
            @if self.pairs.is_empty() {
                p { (t.no_duplicates().to_string()) } p.muted { (t.no_duplicates_hint().to_string()) }
            } @else {
                div.list { div.table-wrap role="region" aria-label=(t.duplicates().to_string()) tabindex="0" { table.table {
                    thead { tr {
                        th scope="col" { (t.likeness().to_string()) } th scope="col" { (t.first_record().to_string()) } th scope="col" { (t.second_record().to_string()) }
                        @if view.can::<Change>() { th { span.visually-hidden { (t.merge_head().to_string()) } } }
                    } }
                    tbody { @for b in &self.pairs { tr {
                        th scope="row" { (b.like.say().to(lang)) }
                        td data-label=(t.first_record().to_string()) { (record(&b.one)) }
                        td data-label=(t.second_record().to_string()) { (record(&b.other)) }
                        @if view.can::<Change>() {
                            td { div.buttons.no-print { (button(&t.keep_first().to_string(), &b.one, &b.other)) (button(&t.keep_second().to_string(), &b.other, &b.one)) } }
                        }
                    } } }
                } } }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.duplicates_lead().to_string();
        shell.breadcrumbs = vec![(t.people_list().to_string(), "/people".to_owned())];
        shell
    }
}
