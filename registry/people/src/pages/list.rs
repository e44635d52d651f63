//! The roster.

use std::collections::BTreeMap;

use base::{Date, Id};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Field, FilterBar, Row, Table, Tone};
use web::{Cx, Lang, Page, PageOf, Paging, Query, Reply, View};

use crate::{
    Change, Filter, Keep, Line, Order, Outlet, Outlets, Reveal, Section, Text, Unit, Wanted,
    checks::Check,
    read,
    section::{Field as Piece, education_label},
};

/// The roster as filtered.
#[derive(Serialize)]
pub(super) struct People {
    filter: Filter,
    people: PageOf<Line>,
    /// Names of the units in sight.
    units: BTreeMap<Id<Unit>, String>,
    #[serde(skip)]
    paging: Paging,
    #[serde(skip)]
    here: String,
    /// Other ways to take the list out that the reader's roles include.
    #[serde(skip)]
    outlets: Vec<Outlet>,
    on: Date,
}

/// What the form of filters asks by code and the address keeps by id.
#[derive(serde::Deserialize)]
pub(super) struct Asked {
    unit_code: Option<String>,
}

pub(super) async fn show(cx: Cx, Query(filter): Query<Filter>, Query(asked): Query<Asked>, paging: Paging) -> Reply {
    if let Some(code) = asked.unit_code.filter(|c| !c.trim().is_empty()) {
        let here = ui::link::without(cx.here(), &["unit_code", "unit", "after", "before"]);
        let on = cx.on();
        let unit = match cx.read(move |tx| org::pick(tx, "unit_code", &code, on)).await {
            Err(db::Error::Invalid(_)) => None,
            found => found?,
        };
        // what names no unit within reach finds nobody, as any other filter that nothing fits
        let id = unit.map_or_else(|| Id::<Unit>::from_bytes([0; 16]).to_string(), |u| u.to_string());
        return cx.go(ui::link::with(&here, "unit", &id));
    }
    let (on, order) = (cx.on(), order(&paging));
    let wanted = wanted(&paging, order);
    let asked = filter.clone();
    let (listed, units) = cx
        .read(move |tx| {
            let listed = read::list(tx, &asked, &wanted, on)?;
            let ids = listed.rows.iter().filter_map(|l| l.unit).chain(asked.unit).collect();
            Ok((listed, read::unit_names(tx, ids, on)?))
        })
        .await?;
    let key = |l: &Line| [order.of(l, &listed.places), l.person.to_string()];
    let people = paging.page(listed.rows, key, Some(listed.total));
    let here = cx.here().to_owned();
    let mut outlets = cx.app().part::<Outlets>().cloned().unwrap_or_default().0;
    outlets.retain(|o| (o.allows)(cx.actor()));
    cx.show(People { filter, people, units, paging, here, outlets, on })
}

fn order(paging: &Paging) -> Order {
    let words: Vec<&str> = Order::ALL.iter().map(|o| o.word()).collect();
    paging.sort(&words).and_then(|s| s.key.parse().ok()).unwrap_or(Order::Name)
}

fn wanted(paging: &Paging, order: Order) -> Wanted {
    let turned = paging.sort(&[order.word()]).is_some_and(|s| s.descending);
    let edge = paging.edge().and_then(|[value, id]: [&str; 2]| Some((value.to_owned(), id.parse().ok()?)));
    Wanted { order, descending: turned != paging.backwards(), edge, limit: paging.fetch() }
}

/// A field of the basic information by its key, for its label and its codes.
pub(super) fn piece(key: &str) -> Option<&'static Piece> {
    Section::Basic.fields().iter().find(|f| f.key == key)
}
pub(crate) fn label(key: &str, lang: Lang) -> &'static str {
    piece(key).map_or("", |f| f.label(lang))
}
pub(crate) fn shown(key: &str, value: &str, lang: Lang) -> String {
    piece(key).filter(|_| !value.is_empty()).map(|f| f.shown(value, lang)).unwrap_or_default()
}

fn choices(table: codes::Table, lang: Lang) -> Vec<(String, String)> {
    table.codes().iter().map(|c| (c.code.to_owned(), c.label(lang).to_owned())).collect()
}

/// What a kind of finding is called.
pub(super) fn check_label(check: Check, lang: Lang) -> &'static str {
    let (zh, en) = match check {
        Check::IdBirth => ("身份号码与出生年月", "Identity number and birth"),
        Check::IdSex => ("身份号码与性别", "Identity number and sex"),
        Check::JoiningAge => ("入党年龄", "Age when joining the Party"),
        Check::Joining => ("入党时间", "Date of joining the Party"),
        Check::WorkAge => ("参加工作年龄", "Age when beginning work"),
        Check::Future => ("日期在将来", "Date in the future"),
        Check::ResumeGap => ("简历间断", "Gap in the résumé"),
        Check::Annual => ("缺年度考核", "Annual results missing"),
    };
    if lang == Lang::En { en } else { zh }
}

impl People {
    fn bar(&self, lang: Lang) -> FilterBar {
        let t = Text::of(lang);
        let f = &self.filter;
        let levels = [
            ("5", t.postgraduate().to_string()),
            ("4", t.undergraduate().to_string()),
            ("3", t.junior_college().to_string()),
        ];
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let mut checks = vec![("any".to_owned(), t.any_finding().to_string())];
        checks.extend(Check::ALL.iter().map(|c| (c.word().to_owned(), check_label(*c, lang).to_owned())));
        let mut bar = FilterBar::new(&self.here)
            .field(Field::text("q", t.filter_text().to_string()).value(&f.q).limit(60))
            .field(org::unit_field("unit_code", t.filter_unit_code().to_string(), lang))
            .field(Field::select("sex", label("sex", lang), choices(codes::SEX, lang)).value(&f.sex))
            .field(Field::number("age_from", t.filter_age_from().to_string()).value(number(f.age_from.map(i64::from))))
            .field(Field::number("age_to", t.filter_age_to().to_string()).value(number(f.age_to.map(i64::from))))
            .field(
                Field::select("political", label("political", lang), choices(codes::POLITICAL, lang))
                    .value(&f.political),
            )
            .field(
                Field::select("education", t.filter_education().to_string(), levels.clone()).value(number(f.education)),
            )
            .field(Field::select("level", label("level", lang), choices(codes::LEVEL, lang)).value(&f.level))
            .field(Field::select("state", label("state", lang), choices(codes::STATE, lang)).value(&f.state))
            .field(Field::number("complete_below", t.filter_complete().to_string()).value(number(f.complete_below)))
            .field(Field::select("check", t.filter_check().to_string(), checks.clone()).value(&f.check));
        let mut active = |name: &str, what: &str, value: String| {
            if !value.is_empty() {
                bar = std::mem::take(&mut bar).active(name, format!("{what}：{value}"));
            }
        };
        active(
            "unit",
            &t.filter_unit().to_string(),
            f.unit
                .map(|u| self.units.get(&u).cloned().unwrap_or_else(|| t.no_such_unit().to_string()))
                .unwrap_or_default(),
        );
        for (name, value) in [
            ("sex", &f.sex),
            ("political", &f.political),
            ("level", &f.level),
            ("state", &f.state),
            ("category", &f.category),
        ] {
            active(name, label(name, lang), shown(name, value, lang));
        }
        active("q", &t.filter_text().to_string(), f.q.clone());
        active("age_from", &t.filter_age_from().to_string(), number(f.age_from.map(i64::from)));
        active("age_to", &t.filter_age_to().to_string(), number(f.age_to.map(i64::from)));
        let level = levels.iter().find(|(l, _)| f.education.is_some_and(|e| e.to_string() == *l));
        active("education", &t.filter_education().to_string(), level.map(|l| l.1.clone()).unwrap_or_default());
        active("complete_below", &t.filter_complete().to_string(), number(f.complete_below));
        active(
            "check",
            &t.filter_check().to_string(),
            checks.iter().find(|c| c.0 == f.check).map(|c| c.1.clone()).unwrap_or_default(),
        );
        bar
    }
    fn row(&self, line: &Line, lang: Lang) -> Row {
        let education: Vec<String> = [
            (!line.study.is_empty()).then(|| education_label(&line.study, lang).to_owned()),
            (!line.degree.is_empty()).then(|| codes::DEGREE.label(&line.degree, lang).to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let checks: Vec<&str> = line.checks().map(|c| check_label(c, lang)).collect();
        let tone = if line.found > 0 { Tone::Warning } else { Tone::Plain };
        let unit = line.unit.and_then(|u| self.units.get(&u).cloned()).unwrap_or_default();
        Row::from(vec![
            Cell::new(&line.name)
                .href(format!("/people/{}", line.person))
                .note(line.number.clone().unwrap_or_default()),
            shown("sex", &line.sex, lang).into(),
            Cell::new(&line.birth),
            shown("ethnic", &line.ethnic, lang).into(),
            shown("political", &line.political, lang).into(),
            education.join(if lang == Lang::En { ", " } else { " " }).into(),
            Cell::new(&line.post_title).note(unit),
            shown("level", &line.level, lang).into(),
            Cell::new(line.complete.to_string()),
            Cell::new(checks.join(if lang == Lang::En { ", " } else { "、" })).tone(tone),
        ])
        .id(line.person)
    }
}

impl Page for People {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).people_list().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.name().to_string()).whole().sortable().width(14),
            Column::text("sex", label("sex", lang)).width(8),
            Column::date("birth", label("birth", lang)).sortable(),
            Column::text("ethnic", label("ethnic", lang)).width(10),
            Column::text("political", label("political", lang)).width(14),
            Column::text("education", t.education().to_string()).width(18),
            Column::text("unit", label("post_title", lang)).sortable().width(30),
            Column::text("level", label("level", lang)).sortable().width(16),
            Column::number("complete", t.completeness().to_string()),
            Column::badge("findings", t.findings().to_string()).not_printed().width(16),
        ];
        let sort = self.paging.sort(&["name", "birth", "level", "unit"]).cloned();
        Some(
            Table::new(t.people_list().to_string(), columns)
                .rows(self.people.rows.iter().map(|l| self.row(l, lang)))
                .at(&self.here, sort)
                .pager(self.people.pager(&self.here))
                .exported()
                .empty(t.nobody().to_string(), t.nobody_hint().to_string()),
        )
    }
    fn body(&self, view: &View) -> Markup {
        let lang = view.lang;
        html! {
            (self.bar(lang).html(lang))
            @if view.can::<Keep>() {
                div.no-print {
                    @let query = self.here.split_once('?').map_or("", |(_, q)| q);
                    details {
                        summary.button { (Text::of(lang).save_list().to_string()) }
                        (super::lists::form(lang, &view.csrf, query, &[], &[]))
                    }
                }
            }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.person_count(self.people.total.unwrap_or_default()).to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        let export = self.here.replacen("/people", "/people/export", 1);
        shell.actions = html! {
            @if view.can::<Keep>() { (ui::button_link(&t.saved_lists().to_string(), "/people/lists", Some(ui::Icon::List))) }
            @if view.can::<Reveal>() { (ui::button_link(&t.export_title().to_string(), &export, Some(ui::Icon::Export))) }
            @for o in &self.outlets {
                (ui::button_link(o.label.to(view.lang), &self.here.replacen("/people", o.href, 1), Some(o.icon)))
            }
            @if view.can::<Change>() {
                (ui::primary_link(&t.enter_person().to_string(), "/people/new", Some(ui::Icon::Plus)))
                (ui::button_link(&t.duplicates().to_string(), "/people/duplicates", Some(ui::Icon::Copy)))
            }
        };
        shell
    }
}
