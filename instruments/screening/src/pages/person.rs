//! One person: every opening that is open, and those one requirement away.

use base::{Id, Lang};
use eligibility::Truth;
use maud::{Markup, html};
use people::Person;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Table};
use web::{At, Cx, Page, Query, Reply, View};

use super::{opening::verdict, ready};
use crate::{Call, CallRow, Text, read};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Show {
    show: String,
}

#[derive(Serialize)]
struct For {
    call: CallRow,
    person: Id<Person>,
    name: String,
    yes: u64,
    unknown: u64,
    near: u64,
    show: &'static str,
    openings: Vec<Line>,
    #[serde(skip)]
    here: String,
}
#[derive(Serialize)]
struct Line {
    code: String,
    unit: String,
    title: String,
    places: i64,
    verdict: Truth,
    why: String,
}

pub(super) async fn show(cx: Cx, At((id, person)): At<(Id<Call>, Id<Person>)>, Query(show): Query<Show>) -> Reply {
    let call = cx.read(move |tx| read::call(tx, id)).await?;
    let ready = ready(&cx, id).await?;
    let place = ready.people.iter().position(|p| *p == person).ok_or(db::Error::NotFound)?;
    let show = ["yes", "unknown", "near"].into_iter().find(|s| *s == show.show).unwrap_or("yes");
    let (lang, on, here) = (cx.lang(), cx.on(), cx.here().to_owned());
    let name = cx.read(move |tx| people::names(tx, &[person], on)).await?;
    let name = name.into_values().next().ok_or(db::Error::NotFound)?.name;
    let page = cx
        .work(move || {
            let verdicts = ready.of_person(person).ok_or(db::Error::NotFound)?;
            let count = |f: &dyn Fn(&(Truth, bool)) -> bool| verdicts.iter().filter(|v| f(v)).count() as u64;
            let (yes, unknown) = (count(&|v| v.0 == Truth::Yes), count(&|v| v.0 == Truth::Unknown));
            let near = count(&|v| v.1);
            let fits = |v: &(Truth, bool)| match show {
                "yes" => v.0 == Truth::Yes,
                "unknown" => v.0 == Truth::Unknown,
                _ => v.1,
            };
            let line = |(i, v): (usize, &(Truth, bool))| {
                let o = &ready.call.openings[i];
                Line {
                    code: o.code.clone(),
                    unit: o.unit_name.clone(),
                    title: o.title.clone(),
                    places: o.places,
                    verdict: v.0,
                    why: ready.sentence(i, place, lang),
                }
            };
            let openings = verdicts.iter().enumerate().filter(|(_, v)| fits(v)).map(line).collect();
            Ok(For { call, person, name, yes, unknown, near, show, openings, here })
        })
        .await?;
    cx.show(page)
}

impl Page for For {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).for_person(self.name.as_str()).to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("unit", t.unit().to_string()),
            Column::link("title", t.title().to_string()),
            Column::text("code", t.code().to_string()),
            Column::number("places", t.places().to_string()),
            Column::badge("verdict", t.verdict().to_string()),
            Column::text("why", t.why().to_string()),
        ];
        let rows = self.openings.iter().map(|o| {
            let (tone, word) = verdict(o.verdict, lang);
            let why = format!("/calls/{}/{}/{}", self.call.id, ui::link::encode(&o.code), self.person);
            vec![
                Cell::new(o.unit.clone()),
                Cell::new(o.title.clone()).href(why),
                Cell::new(o.code.clone()),
                Cell::new(o.places.to_string()),
                Cell::new(word).tone(tone),
                Cell::new(o.why.clone()),
            ]
        });
        let table = Table::new(self.title(lang), columns).rows(rows).at(&self.here, None).exported();
        Some(table.empty(t.nobody().to_string(), t.advice().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let to = |show: &str| ui::link::with(&self.here, "show", show);
        let tab = |show: &str, label: String, n: u64| (format!("{label} {n}"), to(show), self.show == show);
        let tabs = [
            tab("yes", t.yes().to_string(), self.yes),
            tab("unknown", t.unknown().to_string(), self.unknown),
            tab("near", t.near().to_string(), self.near),
        ];
        html! {
            p.hint { (t.advice()) }
            (ui::tabs(lang, &tabs))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let up = format!("/calls/{}", self.call.id);
        ui::Shell {
            breadcrumbs: vec![(t.calls().to_string(), "/calls".to_owned()), (self.call.name.clone(), up)],
            ..shell
        }
    }
}
