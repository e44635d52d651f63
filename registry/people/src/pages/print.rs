//! A person's file on paper: an A4 form with the newest ledger entry that it shows.

use std::collections::HashMap;

use base::{Date, Id, Lang};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, Icon, Sheet, SheetCell, Table};
use web::{At, Cx, Form, Page, Reply, View};

use super::{file::table, list::shown, reveal::other};
use crate::{Entry, File, Named, Person, Reveal, Section, Text, Values, actions, read, section::education_label};

/// Which restricted sections are wanted, and why.
#[derive(Deserialize)]
pub(super) struct Wish {
    sections: Vec<String>,
    reason: String,
}

/// The file as it is printed.
#[derive(Serialize)]
struct Printed {
    person: Id<Person>,
    name: String,
    on: Date,
    unit_name: String,
    entries: Vec<serde_json::Value>,
    /// Restricted sections that have entries and were not opened.
    masked: Vec<Section>,
    ledger: Option<(String, String)>,
    #[serde(skip)]
    file: File,
    #[serde(skip)]
    opened: Vec<Entry>,
    #[serde(skip)]
    names: HashMap<Id<Person>, Named>,
    #[serde(skip)]
    wish: Option<Wish>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(super) async fn show(cx: Cx, At(person): At<Id<Person>>) -> Reply {
    let on = cx.on();
    let page = load(&cx, person, on, Vec::new()).await?;
    cx.show(page)
}

pub(super) async fn revealed(cx: Cx, At(person): At<Id<Person>>, Form(wish): Form<Wish>) -> Reply {
    let on = cx.today();
    let sections: Vec<Section> = wish.sections.iter().filter_map(|s| s.parse().ok()).collect();
    let reason = wish.reason.clone();
    if sections.is_empty() {
        return cx.go(format!("/people/{person}/print"));
    }
    match cx.write(move |tx| actions::reveal_all(tx, person, &sections, &reason)).await {
        Ok(opened) => {
            let page = load(&cx, person, on, opened.entries).await?;
            cx.show(page)
        }
        Err(why) => {
            let page = load(&cx, person, on, Vec::new()).await?;
            cx.again(why, |errors| Printed { errors, wish: Some(wish), ..page })
        }
    }
}

async fn load(cx: &Cx, person: Id<Person>, on: Date, opened: Vec<Entry>) -> db::Result<Printed> {
    cx.read(move |tx| {
        let file = read::file(tx, person, on)?;
        let home = read::home(tx, person, on)?;
        let unit_name = match home {
            Some((unit, _)) => read::unit_names(tx, [unit].into(), on)?.remove(&unit).unwrap_or_default(),
            None => String::new(),
        };
        let others: Vec<Id<Person>> = opened.iter().filter_map(|e| e.values.get("other")?.parse().ok()).collect();
        let names = crate::names(tx, &others, on)?;
        let ledger = read::newest_entry(tx, &file)?;
        let shown = |s: &Section| opened.iter().any(|e| e.section() == *s);
        let all = file.entries.iter().chain(&opened);
        Ok(Printed {
            person,
            name: file.get("name").unwrap_or_default().to_owned(),
            on,
            unit_name,
            entries: all.map(|e| serde_json::json!({ "section": e.section(), "values": e.values.to_json() })).collect(),
            masked: file.sealed.iter().copied().filter(|s| !shown(s)).collect(),
            ledger,
            file,
            opened,
            names,
            wish: None,
            errors: Vec::new(),
        })
    })
    .await
}

impl Printed {
    /// What a restricted section of one state says on paper.
    fn closed(&self, section: Section, key: &str, lang: Lang) -> String {
        match self.opened.iter().find(|e| e.section() == section) {
            Some(entry) => entry.values.get(key).unwrap_or_default().to_owned(),
            None if self.masked.contains(&section) => Text::of(lang).masked().to_string(),
            None => String::new(),
        }
    }
    fn study(&self, kind: &str, lang: Lang) -> String {
        let Some(v) = self.file.highest_study(Some(kind)) else { return String::new() };
        let parts = [
            v.get("level").map(|l| education_label(l, lang).to_owned()),
            v.get("degree").map(|d| codes::DEGREE.label(d, lang).to_owned()),
            v.get("school").map(str::to_owned),
            v.get("major").map(str::to_owned),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(if lang == Lang::En { ", " } else { " " })
    }
    fn sheet(&self, lang: Lang) -> Sheet {
        let t = Text::of(lang);
        let v = |key: &str| shown(key, self.file.get(key).unwrap_or_default(), lang);
        let label = |key: &str| SheetCell::label(super::label(key, lang));
        let pair = |key: &str| [label(key), SheetCell::value(v(key))];
        let broad = |label: SheetCell, text: String| [label, SheetCell::value(text).columns(5)];
        let birth = self.file.basic().and_then(|b| b.date("birth")).map(|b| b.earliest().years_to(self.on));
        let born = match birth.filter(|age| *age >= 0) {
            Some(age) => t.age_of(v("birth"), i64::from(age)).to_string(),
            None => v("birth"),
        };
        let title = |section: Section, key: &str| {
            SheetCell::label(section.fields().iter().find(|f| f.key == key).map_or("", |f| f.label(lang)))
        };
        let mut sheet = Sheet::new(t.file_sheet().to_string())
            .line([pair("name"), pair("sex"), [label("birth"), SheetCell::value(born)]].concat())
            .line([pair("ethnic"), pair("native_place"), pair("number")].concat())
            .line([pair("birthplace"), pair("growing_place"), pair("category")].concat())
            .line([pair("political"), pair("joined"), pair("work_start")].concat())
            .line(broad(SheetCell::label(t.full_time().to_string()), self.study("全日制", lang)))
            .line(broad(SheetCell::label(t.in_service().to_string()), self.study("在职", lang)))
            .line(broad(label("post_title"), v("post_title")))
            .line([pair("level"), pair("level_since"), pair("grade")].concat())
            .line([pair("state"), pair("management"), pair("establishment")].concat())
            .line(broad(label("specialty"), v("specialty")))
            .line([
                title(Section::Identity, "id_number"),
                SheetCell::value(self.closed(Section::Identity, "id_number", lang)).columns(3),
                title(Section::Health, "condition"),
                SheetCell::value(self.closed(Section::Health, "condition", lang)),
            ]);
        sheet.unit.clone_from(&self.unit_name);
        sheet.date = self.on.to_string();
        sheet.ledger.clone_from(&self.ledger);
        for section in Section::ALL {
            if matches!(section, Section::Basic | Section::Identity | Section::Health) {
                continue;
            }
            let entries = if section.group().is_some() { self.named(*section, lang) } else { self.open(*section) };
            if !entries.is_empty() {
                sheet.tables.push(table(*section, entries.iter().map(|v| (v, None)).collect(), lang));
            } else if self.masked.contains(section) {
                let masked = Cell::new(t.masked_entries().to_string());
                let column = Column::text("masked", t.masked().to_string());
                sheet.tables.push(Table::new(section.title(lang), vec![column]).rows([vec![masked]]));
            }
        }
        sheet.signature(t.prepared_by().to_string()).signature(t.checked_by().to_string())
    }
    fn open(&self, section: Section) -> Vec<Values> {
        self.file.of(section).into_iter().map(|e| e.values.clone()).collect()
    }
    /// Opened entries, a relative of this system by name.
    fn named(&self, section: Section, lang: Lang) -> Vec<Values> {
        let entries = self.opened.iter().filter(|e| e.section() == section).map(|e| {
            let mut values = e.values.clone();
            if let Some(id) = values.get("other").map(str::to_owned) {
                values.set("other", Some(other(&id, &self.names, lang)));
            }
            values
        });
        entries.collect()
    }
    /// Asks for what is masked.
    fn asks(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let choices = self.masked.iter().map(|s| (s.word(), s.title(lang)));
        let chosen = self.wish.iter().flat_map(|w| w.sections.clone());
        let reason = self.wish.as_ref().map(|w| w.reason.clone()).unwrap_or_default();
        ui::Form::post(format!("/people/{}/print", self.person), &view.csrf)
            .field(Field::checks("sections", t.print_with().to_string(), choices).values(chosen))
            .field(
                Field::text("reason", t.reveal_why().to_string())
                    .hint(t.reason_logged().to_string())
                    .limit(200)
                    .required()
                    .value(reason)
                    .autocomplete("off"),
            )
            .errors(self.errors.clone())
            .submit(t.reveal_go().to_string())
            .html(lang)
    }
}

impl Page for Printed {
    fn title(&self, lang: Lang) -> String {
        format!("{}：{}", self.name, Text::of(lang).file_sheet())
    }
    fn body(&self, view: &View) -> Markup {
        html! {
            @if view.can::<Reveal>() && !self.masked.is_empty() {
                details.no-print open[!self.errors.is_empty()] {
                    summary.button { (Icon::Eye) (Text::of(view.lang).print_restricted().to_string()) }
                    (self.asks(view))
                }
            }
            (self.sheet(view.lang).html(view.lang))
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.print_lead().to_string();
        shell.breadcrumbs = vec![
            (t.people_list().to_string(), "/people".to_owned()),
            (self.name.clone(), format!("/people/{}", self.person)),
        ];
        shell
    }
}
