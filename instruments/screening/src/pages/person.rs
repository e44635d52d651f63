//! One person: every opening that is open, and those one requirement away.

use base::{Id, Lang};
use eligibility::Truth;
use maud::{Markup, html};
use people::Person;
use serde::Serialize;
use ui::{Cell, Column, Table};
use web::{At, Cx, Page, PageOf, Paging, Query, Reply, View};

use super::{
    people::{Show, tabs, verdict},
    ready,
};
use crate::{Call, CallRow, Text, read};

#[derive(Serialize)]
struct For {
    call: CallRow,
    person: Id<Person>,
    name: String,
    yes: u32,
    unknown: u32,
    near: u32,
    show: &'static str,
    openings: PageOf<Line>,
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

pub(super) async fn show(
    cx: Cx,
    At((id, person)): At<(Id<Call>, Id<Person>)>,
    Query(show): Query<Show>,
    paging: Paging,
) -> Reply {
    let call = cx.read(move |tx| read::call(tx, id)).await?;
    let ready = ready(&cx, id).await?;
    let place = ready.place(person).ok_or(db::Error::NotFound)?;
    let show = ["yes", "unknown", "near"].into_iter().find(|s| *s == show.show).unwrap_or("yes");
    let (lang, on, here) = (cx.lang(), cx.on(), cx.here().to_owned());
    let name = cx.read(move |tx| people::names(tx, &[person], on)).await?;
    let name = name.into_values().next().ok_or(db::Error::NotFound)?.name;
    let page = cx
        .work(move || {
            let verdicts = ready.of_person(person).ok_or(db::Error::NotFound)?;
            let count = |f: &dyn Fn(&(Truth, bool)) -> bool| verdicts.iter().filter(|v| f(v)).count() as u32;
            let (yes, unknown) = (count(&|v| v.0 == Truth::Yes), count(&|v| v.0 == Truth::Unknown));
            let near = count(&|v| v.1);
            let fits = |v: &(Truth, bool)| match show {
                "yes" => v.0 == Truth::Yes,
                "unknown" => v.0 == Truth::Unknown,
                _ => v.1,
            };
            let line = |i: usize| {
                let o = &ready.call.openings[i];
                Line {
                    code: o.code.clone(),
                    unit: o.unit_name.clone(),
                    title: o.title.clone(),
                    places: o.places,
                    verdict: verdicts[i].0,
                    why: ready.sentence(i, place, lang),
                }
            };
            let all = (0..verdicts.len()).filter(|i| fits(&verdicts[*i])).collect();
            let openings = paging.part(all, |i| [ready.call.openings[*i].code.clone()]).map(line);
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
        let rows = self.openings.rows.iter().map(|o| {
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
        let table = Table::new(self.title(lang), columns)
            .rows(rows)
            .at(&self.here, None)
            .pager(self.openings.pager(&self.here))
            .exported();
        Some(table.empty(t.no_opening().to_string(), t.advice().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let all = [
            ("yes", t.yes().to_string(), self.yes),
            ("unknown", t.unknown().to_string(), self.unknown),
            ("near", t.near().to_string(), self.near),
        ];
        html! {
            p.hint { (t.advice()) }
            (tabs(&self.here, self.show, &all, lang))
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
