//! `/rules`: all rules in force on a day.

use base::{Date, Lang};
use db::{Read, Result};
use maud::{Markup, html};
use rulepacks::rules::Rule;
use serde::Serialize;
use ui::{Field, Form, Table};
use web::{Cx, Page, Reply, View};

use super::rules_table;
use crate::{Adopt, InForce, Text, in_force, packs};

/// The rules of all packs on a day.
#[derive(Serialize)]
pub(crate) struct List {
    pub(crate) on: Date,
    pub(crate) packs: Vec<InForce>,
    #[serde(skip)]
    pub(crate) errors: Vec<(String, String)>,
}

/// What holds on that day.
pub(crate) fn load(tx: &mut Read<'_>, on: Date) -> Result<List> {
    let mut all = Vec::new();
    for id in packs(tx)? {
        if let Some(mut one) = in_force(tx, &id, on, None)? {
            one.pack.rules.retain(|r| r.holds(on));
            all.push(one);
        }
    }
    Ok(List { on, packs: all, errors: Vec::new() })
}

pub(super) async fn show(cx: Cx) -> Reply {
    let on = cx.on();
    let list = cx.read(move |tx| load(tx, on)).await?;
    cx.show(list)
}

impl List {
    fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.packs.iter().flat_map(|p| p.pack.rules.iter().map(|r| (p.pack.id.as_str(), r)))
    }
}

impl Page for List {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).rulebook().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let table = rules_table(lang, self.rules()).at("/rules", None).exported();
        Some(table.empty(t.no_rules().to_string(), t.no_rules_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            section {
                h2 { (t.packs()) }
                ul.choices { @for p in &self.packs {
                    li {
                        a href={ "/rules/" (p.pack.id) } { (p.pack.title.to(lang)) }
                        p.hint { (super::pack::standing(p, lang)) }
                    }
                } }
            }
            section {
                h2 { (t.rules()) }
                @if let Some(table) = self.table(lang) { (table.html(lang)) }
            }
            @if view.can::<Adopt>() {
                section.no-print {
                    h2 { (t.bring()) }
                    (Form::post("/rules", &view.csrf)
                        .field(Field::file("file", t.file().to_string(), ".json").hint(t.file_hint().to_string()).required())
                        .errors(self.errors.clone())
                        .submit(t.bring_in().to_string())
                        .html(lang))
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).lead().to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
