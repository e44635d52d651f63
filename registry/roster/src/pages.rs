//! Designing a roster: choose, look, keep the design, take the spreadsheet.

use std::collections::BTreeMap;

use base::{Id, Lang, Say};
use formats::sheet::{self, Value};
use maud::{Markup, html};
use people::{Filter, Keep, Unit, actions, actions::Taken};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column as Head, Field, Notice, Table, Tone};
use web::{At, Cx, Form, Page, Query, Reply, Routes, View};

use crate::{
    Column, Design, Group, Text,
    store::{self, Saved, Template},
    table::{self, Block},
};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(Keep, "/people/roster", ("名册设计", "Design a roster"), show)
        .asks::<Asked>()
        .post(Keep, "/people/roster", ("按设计预览、保存或导出名册", "Look at, keep or take a roster"), make)
        .takes::<BTreeMap<String, String>>()
        .post(Keep, "/people/roster/{id}/remove", ("删除名册模板", "Remove a kept design"), remove)
        .takes_nothing()
}

/// What is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    template: Option<Id<Template>>,
}

/// A roster among the ways in which a list of people goes out.
pub fn outlet() -> people::Outlet {
    people::Outlet {
        label: Say::each(|lang| Text::of(lang).designer().to_string()),
        href: "/people/roster",
        icon: ui::Icon::Document,
        allows: |actor| actor.may::<Keep>().is_ok(),
    }
}

/// How many rows are shown before the spreadsheet is taken.
const SHOWN: usize = 20;

#[derive(Serialize)]
struct Designer {
    design: Design,
    people: usize,
    templates: Vec<Saved>,
    #[serde(skip)]
    lists: Vec<people::Saved>,
    #[serde(skip)]
    blocks: Vec<Block>,
    #[serde(skip)]
    sent: BTreeMap<String, String>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// The people who are meant: of a saved list, below a unit.
fn filter(tx: &mut db::Read<'_>, sent: &BTreeMap<String, String>) -> db::Result<Filter> {
    // the list that one came from; a saved list that is chosen stands in its place
    let mut filter = kept(sent.get("people").map_or("", String::as_str)).map_err(|_| db::Error::NotFound)?;
    if let Some(id) = sent.get("list").filter(|l| !l.is_empty()) {
        let list = people::lists(tx)?.into_iter().find(|l| l.id.to_string() == *id).ok_or(db::Error::NotFound)?;
        filter = kept(&list.query)?;
    }
    let today = tx.today();
    if let Some(unit) = org::pick(tx, "unit", sent.get("unit").map_or("", String::as_str), today)? {
        filter.unit = Some(unit);
    }
    Ok(filter)
}

/// A filter as it was kept: an address.
fn kept(query: &str) -> db::Result<Filter> {
    let value = |key: &str, text: String| match key {
        "age_from" | "age_to" | "education" | "complete_below" => {
            text.parse::<i64>().map_or(serde_json::Value::Null, Into::into)
        }
        _ => text.into(),
    };
    let pairs = web::read_pairs(query).into_iter().map(|(k, v)| (k.clone(), value(&k, v)));
    serde_json::from_value(serde_json::Value::Object(pairs.collect())).map_err(|e| db::Error::Corrupt(e.to_string()))
}

type Found = (Taken, BTreeMap<Id<Unit>, String>);

fn take(tx: &mut db::Read<'_>, sent: &BTreeMap<String, String>) -> db::Result<Found> {
    let filter = filter(tx, sent)?;
    let taken = actions::take(tx, &filter, true)?;
    let may = tx.may::<people::See>()?;
    let (root, today) = (may.root(), tx.today());
    let units: std::collections::BTreeSet<Id<Unit>> = taken.lines.iter().filter_map(|l| l.unit).collect();
    let units: Vec<Id<Unit>> = units.into_iter().collect();
    let names = org::names(tx.with(&may), root, &units, today)?.into_iter().map(|(u, n)| (u, n.name)).collect();
    Ok((taken, names))
}

/// The design as fields of the form.
fn fields(design: &Design) -> BTreeMap<String, String> {
    let places = design.columns.iter().enumerate().map(|(i, c)| (format!("at_{c}"), (i + 1).to_string()));
    let rest = [
        ("title", design.title.clone()),
        ("group", design.group.word().to_owned()),
        ("paper", design.paper().to_owned()),
    ];
    places.chain(rest.map(|(k, v)| (k.to_owned(), v))).collect()
}

fn read(sent: &BTreeMap<String, String>) -> Result<Design, Vec<db::FieldError>> {
    let get = |key: &str| sent.get(key).map(String::as_str).unwrap_or_default();
    let places: Vec<(Column, String)> = Column::ALL.iter().map(|c| (*c, get(&format!("at_{c}")).to_owned())).collect();
    Design::read(get("title"), &places, get("group"), get("paper"))
}

async fn page(cx: &Cx, design: Design, sent: BTreeMap<String, String>, found: Option<Found>) -> db::Result<Designer> {
    let (templates, lists) = cx.read(|tx| Ok((store::templates(tx)?, people::lists(tx)?))).await?;
    let (lang, on) = (cx.lang(), cx.today());
    let people = found.as_ref().map_or(0, |f| f.0.lines.len());
    let blocks = found.map(|(taken, names)| table::blocks(&taken, &names, &design, lang, on)).unwrap_or_default();
    Ok(Designer { design, people, templates, lists, blocks, sent, errors: Vec::new() })
}

async fn show(cx: Cx, Query(asked): Query<Asked>, Query(filter): Query<Filter>) -> Reply {
    let design = match asked.template {
        None => Design::default(),
        Some(id) => {
            let all = cx.read(store::templates).await?;
            all.into_iter().find(|s| s.id == id).ok_or(db::Error::NotFound)?.design
        }
    };
    let mut sent = fields(&design);
    if filter != Filter::default() {
        let query = cx.here().split_once('?').map_or("", |(_, query)| query);
        sent.insert("people".to_owned(), query.to_owned());
    }
    let page = page(&cx, design, sent, None).await?;
    cx.show(page)
}

async fn make(cx: Cx, Form(sent): Form<BTreeMap<String, String>>) -> Reply {
    let asked = sent.clone();
    let design = match read(&sent) {
        Ok(design) => design,
        Err(wrong) => {
            let page = page(&cx, Design::default(), sent, None).await?;
            return cx.again(db::Error::Invalid(wrong), |errors| Designer { errors, ..page });
        }
    };
    let what = sent.get("do").map(String::as_str).unwrap_or_default();
    if what == "save" {
        let (name, kept) = (sent.get("name").cloned().unwrap_or_default(), design.clone());
        return match cx.keep_books(move |tx| store::save(tx, &name, &kept)).await {
            Ok(id) => cx.done(
                format!("/people/roster?template={id}"),
                Notice::new(Tone::Yes, Text::of(cx.lang()).saved().to_string()),
            ),
            Err(why) => {
                let page = page(&cx, design, sent, None).await?;
                cx.again(why, |errors| Designer { errors, ..page })
            }
        };
    }
    let found = match cx.read(move |tx| take(tx, &asked)).await {
        Ok(found) => found,
        Err(why) => {
            let page = page(&cx, design, sent, None).await?;
            return cx.again(why, |errors| Designer { errors, ..page });
        }
    };
    if what != "take" {
        let page = page(&cx, design, sent, Some(found)).await?;
        return cx.show(page);
    }
    let (lang, on) = (cx.lang(), cx.today());
    let name = if design.title.is_empty() { Text::of(lang).roster().to_string() } else { design.title.clone() };
    let bytes = cx
        .work(move || {
            let blocks = table::blocks(&found.0, &found.1, &design, lang, on);
            let bytes = sheet::xlsx(vec![table::sheet(blocks, &design, lang)]);
            bytes.map_err(|e| db::Error::Refused(Say::each(|l| e.say(l).to_owned())))
        })
        .await?;
    cx.file(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
}

async fn remove(cx: Cx, At(id): At<Id<Template>>) -> Reply {
    cx.keep_books(move |tx| store::remove(tx, id)).await?;
    cx.done("/people/roster", Notice::new(Tone::Yes, Text::of(cx.lang()).removed().to_string()))
}

fn text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(t) | Value::Number(t) => t.to_string(),
        Value::Date(d) => d.to_string(),
        Value::Count(n) => n.to_string(),
    }
}

impl Page for Designer {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).designer().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @if !self.templates.is_empty() {
                section.no-print {
                    h2 { (t.templates().to_string()) }
                    ul { @for s in &self.templates {
                        li {
                            a href={ "/people/roster?template=" (s.id) } { (s.name) } " "
                            (ui::post_button(&t.remove().to_string(), &format!("/people/roster/{}/remove", s.id), &view.csrf, None))
                        }
                    } }
                }
            }
            div.no-print { (self.form(view)) }
            @if !self.blocks.is_empty() { (self.preview(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.lead().to_string();
        shell.breadcrumbs = vec![(t.people().to_string(), "/people".to_owned())];
        shell
    }
}

impl Designer {
    fn form(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let get = |key: &str| self.sent.get(key).cloned().unwrap_or_default();
        let lists = self.lists.iter().map(|l| (l.id.to_string(), l.name.clone()));
        let first = if get("people").is_empty() { t.everyone().to_string() } else { t.as_listed().to_string() };
        let lists = [(String::new(), first)].into_iter().chain(lists);
        let groups = [(Group::None, t.group_none()), (Group::Unit, t.group_unit()), (Group::Level, t.group_level())];
        let papers = [
            ("a3", t.large_across()),
            ("a4", t.small_across()),
            ("a3-upright", t.large_upright()),
            ("a4-upright", t.small_upright()),
        ];
        let columns = Column::ALL.iter().map(|c| {
            let key = format!("at_{c}");
            let value = get(&key);
            Field::number(key, c.label(lang)).value(value)
        });
        let acts = [("show", t.act_show()), ("take", t.act_take()), ("save", t.act_save())];
        ui::Form::post("/people/roster", &view.csrf)
            .hidden("people", get("people"))
            .group(
                t.whom().to_string(),
                [
                    Field::select("list", t.list().to_string(), lists).value(get("list")),
                    org::unit_field("unit", t.unit().to_string(), lang).value(get("unit")),
                ],
            )
            .group(
                t.layout().to_string(),
                [
                    Field::text("title", t.title().to_string()).limit(60).value(get("title")),
                    Field::select(
                        "group",
                        t.group().to_string(),
                        groups.map(|(g, l)| (g.word().to_owned(), l.to_string())),
                    )
                    .value(get("group")),
                    Field::select("paper", t.paper().to_string(), papers.map(|(p, l)| (p.to_owned(), l.to_string())))
                        .value(get("paper")),
                ],
            )
            .group(t.columns().to_string(), columns)
            .group(
                t.act().to_string(),
                [
                    Field::radios("do", t.act().to_string(), acts.map(|(a, l)| (a.to_owned(), l.to_string())))
                        .value(if get("do").is_empty() { "show".to_owned() } else { get("do") }),
                    Field::text("name", t.template_name().to_string()).limit(60).value(get("name")),
                ],
            )
            .errors(self.errors.clone())
            .submit(t.go().to_string())
            .html(lang)
    }
    fn preview(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let heads = || -> Vec<Head> {
            self.design.columns.iter().map(|c| Head::text(c.word(), c.label(lang)).width(c.width().into())).collect()
        };
        let mut left = SHOWN;
        let mut tables = Vec::new();
        for block in &self.blocks {
            let rows: Vec<Vec<Cell>> =
                block.rows.iter().take(left).map(|r| r.iter().map(|v| Cell::new(text(v))).collect()).collect();
            if rows.is_empty() {
                break;
            }
            left -= rows.len();
            let name = if block.heading.is_empty() { self.design.title.clone() } else { block.heading.clone() };
            tables.push((name.clone(), Table::new(name, heads()).rows(rows)));
        }
        let n = self.people as u64;
        html! {
            section {
                h2 { (t.preview(n).to_string()) }
                @if self.people > SHOWN { p.hint { (t.first_rows(SHOWN as u64).to_string()) } }
                @for (name, table) in &tables { h3 { (name) } div.list { (table.plain(lang)) } }
            }
        }
    }
}
