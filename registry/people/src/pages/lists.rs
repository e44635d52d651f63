//! Saved lists: open, save, rename, remove.

use base::Id;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use crate::{
    Text,
    lists::{self, List, Saved},
};

/// What is saved.
#[derive(Deserialize, Clone, Default)]
pub(super) struct Wish {
    name: String,
    query: String,
    unit_code: String,
}

/// The lists, and the form to save one.
#[derive(Serialize)]
struct Lists {
    lists: Vec<Saved>,
    #[serde(skip)]
    wish: Wish,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(super) async fn show(cx: Cx) -> Reply {
    let lists = cx.read(lists::lists).await?;
    cx.show(Lists { lists, wish: Wish::default(), errors: Vec::new() })
}

pub(super) async fn save(cx: Cx, Form(wish): Form<Wish>) -> Reply {
    let asked = wish.clone();
    let done = cx
        .keep_books(move |tx| {
            let today = tx.today();
            let unit = org::pick(tx, "unit_code", &asked.unit_code, today)?;
            lists::save(tx, &asked.name, &asked.query, unit)?;
            Ok(())
        })
        .await;
    match done {
        Ok(()) => {
            let said = Text::of(cx.lang()).list_saved().to_string();
            cx.done("/people/lists", Notice::new(Tone::Yes, said))
        }
        Err(why) => {
            let lists = cx.read(lists::lists).await?;
            cx.again(why, |errors| Lists { lists, wish, errors })
        }
    }
}

pub(super) async fn rename(cx: Cx, At(id): At<Id<List>>, Form(wish): Form<Wish>) -> Reply {
    cx.keep_books(move |tx| lists::rename(tx, id, &wish.name)).await?;
    cx.done("/people/lists", Notice::new(Tone::Yes, Text::of(cx.lang()).list_saved().to_string()))
}

pub(super) async fn remove(cx: Cx, At(id): At<Id<List>>) -> Reply {
    cx.keep_books(move |tx| lists::remove(tx, id)).await?;
    cx.done("/people/lists", Notice::new(Tone::Yes, Text::of(cx.lang()).list_deleted().to_string()))
}

/// The form to save a filter.
pub(super) fn form(lang: Lang, csrf: &str, query: &str, wish: &[(&str, &str)], errors: &[(String, String)]) -> Markup {
    let t = Text::of(lang);
    let value = |key: &str| wish.iter().find(|w| w.0 == key).map_or("", |w| w.1);
    ui::Form::post("/people/lists", csrf)
        .hidden("query", query)
        .field(Field::text("name", t.list_name().to_string()).required().limit(60).value(value("name")))
        .field(
            org::unit_field("unit_code", t.list_shared().to_string(), lang)
                .hint(t.list_shared_hint().to_string())
                .value(value("unit_code")),
        )
        .errors(errors.to_vec())
        .submit(t.save_list().to_string())
        .html(lang)
}

impl Page for Lists {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).saved_lists().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let w = &self.wish;
        html! {
            @if !self.errors.is_empty() {
                (form(lang, &view.csrf, &w.query, &[("name", &w.name), ("unit_code", &w.unit_code)], &self.errors))
            }
            @if self.lists.is_empty() { p { (t.no_lists().to_string()) } }
            @for list in &self.lists {
                section.panel {
                    h2 { a href={ "/people?" (list.query) } { (list.name) } }
                    @if !list.own { p.muted { (t.list_of_others().to_string()) } }
                    @else {
                        @if list.unit.is_some() { p.muted { (t.list_is_shared().to_string()) } }
                        details.no-print {
                            summary.button { (t.rename_list().to_string()) }
                            form.confirm-box method="post" action={ "/people/lists/" (list.id) } {
                                input type="hidden" name="csrf" value=(view.csrf);
                                label for={ "name-" (list.id) } { (t.list_name().to_string()) }
                                input type="text" id={ "name-" (list.id) } name="name" value=(list.name) required maxlength="60";
                                button.button type="submit" { (t.save().to_string()) }
                            }
                        }
                        (ui::confirm(lang, &t.delete_list().to_string(), &t.delete_list_asks().to_string(), &format!("/people/lists/{}/remove", list.id), &view.csrf))
                    }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).people_list().to_string(), "/people".to_owned())];
        shell
    }
}
