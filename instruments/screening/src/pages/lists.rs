//! The calls, and the openings of one.

use base::{Id, Lang};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, FilterBar, Table, Tone};
use web::{At, Cx, Page, PageOf, Paging, Query, Reply, View};

use super::ready;
use crate::{Call, CallRow, Import, Text, read};

#[derive(Serialize)]
struct Calls {
    calls: Vec<One>,
}
#[derive(Serialize)]
struct One {
    #[serde(flatten)]
    call: CallRow,
    openings: i64,
    places: i64,
}

pub(super) async fn calls(cx: Cx) -> Reply {
    let calls = cx.read(read::calls).await?;
    let calls = calls.into_iter().map(|(call, openings, places)| One { call, openings, places }).collect();
    cx.show(Calls { calls })
}

impl Page for Calls {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).calls().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.call().to_string()),
            Column::date("day", t.day().to_string()),
            Column::number("openings", t.openings().to_string()),
            Column::number("places", t.places().to_string()),
        ];
        let rows = self.calls.iter().map(|c| {
            vec![
                Cell::new(c.call.name.clone()).href(format!("/calls/{}", c.call.id)),
                Cell::new(c.call.day.to_string()),
                Cell::new(c.openings.to_string()),
                Cell::new(c.places.to_string()),
            ]
        });
        let table = Table::new(t.calls().to_string(), columns).rows(rows);
        Some(table.empty(t.no_calls().to_string(), t.no_calls_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        html! { @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) } }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let actions = if view.can::<Import>() {
            ui::button_link(&t.import().to_string(), "/import/calls", Some(ui::Icon::Import))
        } else {
            html! {}
        };
        ui::Shell { lead: t.calls_lead().to_string(), actions, ..shell }
    }
}

/// What a list of openings is filtered by.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    q: String,
    only: String,
}

#[derive(Serialize)]
struct Openings {
    call: CallRow,
    people: usize,
    openings: usize,
    filter: Filter,
    #[serde(flatten)]
    page: PageOf<Row>,
    #[serde(skip)]
    here: String,
}
#[derive(Serialize)]
struct Row {
    code: String,
    unit: String,
    title: String,
    places: i64,
    #[serde(flatten)]
    tally: eligibility::Tally,
    needs_person: Option<String>,
}

pub(super) async fn openings(cx: Cx, At(id): At<Id<Call>>, Query(filter): Query<Filter>, paging: Paging) -> Reply {
    let call = cx.read(move |tx| read::call(tx, id)).await?;
    let ready = ready(&cx, id).await?;
    let here = cx.here().to_owned();
    let page = cx
        .work(move || {
            let tallies = ready.tallies();
            let wanted = |i: &usize| {
                let (o, t) = (&ready.call.openings[*i], &tallies[*i]);
                let text = filter.q.trim();
                let found = [&o.unit_name, &o.title, &o.code].iter().any(|s| s.contains(text));
                found
                    && match filter.only.as_str() {
                        "yes" => t.yes > 0,
                        "near" => t.near > 0,
                        "person" => o.needs_person.is_some(),
                        _ => true,
                    }
            };
            let all: Vec<usize> = (0..ready.call.openings.len()).filter(wanted).collect();
            let part = paging.part(all, |i| [ready.call.openings[*i].code.clone()]);
            let row = |i: usize| {
                let o = &ready.call.openings[i];
                let (code, unit, title) = (o.code.clone(), o.unit_name.clone(), o.title.clone());
                Row { code, unit, title, places: o.places, tally: tallies[i], needs_person: o.needs_person.clone() }
            };
            let page = part.map(row);
            let (people, openings) = (ready.staff.people.len(), ready.call.openings.len());
            Ok(Openings { call, people, openings, filter, page, here })
        })
        .await?;
    cx.show(page)
}

impl Page for Openings {
    fn title(&self, _: Lang) -> String {
        self.call.name.clone()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("unit", t.unit().to_string()),
            Column::link("title", t.title().to_string()),
            Column::text("code", t.code().to_string()),
            Column::number("places", t.places().to_string()),
            Column::number("yes", t.yes().to_string()),
            Column::number("unknown", t.unknown().to_string()),
            Column::number("near", t.near().to_string()),
        ];
        let rows = self.page.rows.iter().map(|r| {
            let to = |show: &str| format!("/calls/{}/{}?show={show}", self.call.id, ui::link::encode(&r.code));
            let count = |n: u32, show: &str, tone| {
                let cell = Cell::new(n.to_string());
                if n == 0 { cell } else { cell.href(to(show)).tone(tone) }
            };
            vec![
                Cell::new(r.unit.clone()),
                Cell::new(r.title.clone()).href(to("yes")),
                Cell::new(r.code.clone()),
                Cell::new(r.places.to_string()),
                count(r.tally.yes, "yes", Tone::Yes),
                count(r.tally.unknown, "unknown", Tone::Unknown),
                count(r.tally.near, "near", Tone::Warning),
            ]
        });
        let table = Table::new(self.call.name.clone(), columns).rows(rows).at(&self.here, None);
        Some(table.pager(self.page.pager(&self.here)).exported())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let only = [
            ("", t.any_opening().to_string()),
            ("yes", t.with_yes().to_string()),
            ("near", t.with_near().to_string()),
            ("person", t.with_person().to_string()),
        ];
        let filter = FilterBar::new(&self.here)
            .field(Field::text("q", t.find().to_string()).value(&self.filter.q))
            .field(Field::select("only", t.only().to_string(), only).value(&self.filter.only));
        html! {
            (filter.html(lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let pairs = self.people as u64 * self.openings as u64;
        ui::Shell {
            lead: t.openings_lead(ui::figure(self.people), ui::figure(self.openings), ui::figure(pairs)).to_string(),
            breadcrumbs: vec![(t.calls().to_string(), "/calls".to_owned())],
            ..shell
        }
    }
}
