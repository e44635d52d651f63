//! The list of vacancies.

use base::Date;
use clap::{ArgMatches, Command};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, FilterBar, Table};
use web::{Console, Cx, Lang, Page, PageOf, Paging, Query, Reply, View};

use super::shared::{Within, day_arg, level, scope_args, tabs, unit_arg, within};
use crate::{Change, Text, Vacancy, view};

/// What stands after the `?` of the list.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    unit: String,
    leading: String,
}

#[derive(Serialize)]
struct Vacancies {
    filter: Asked,
    within: Within,
    vacancies: PageOf<Vacancy>,
    /// Open places in all.
    open: i64,
    on: Date,
    #[serde(skip)]
    here: String,
}

fn found(
    tx: &mut db::Read<'_>,
    asked: &Asked,
    within: &Within,
    paging: &Paging,
    on: Date,
) -> db::Result<(PageOf<Vacancy>, i64)> {
    let key = |v: &Vacancy| [v.row.frame.code.clone(), v.row.post.to_string()];
    if *within == Within::Nowhere {
        return Ok((paging.page(vec![], key, Some(0)), 0));
    }
    let filter = post::Filter {
        text: Some(asked.q.clone()).filter(|q| !q.trim().is_empty()),
        unit: within.unit(),
        below: true,
        leading: (asked.leading == "leading").then_some(true),
        ..post::Filter::default()
    };
    let edge = paging.edge().and_then(|[code, id]: [&str; 2]| Some((code.to_owned(), id.parse().ok()?)));
    let (sort, most) = (post::Sort::Code, i64::from(paging.fetch()));
    let wanted = post::Wanted { sort, descending: paging.backwards(), edge, most };
    let all = view::vacant_in_all(tx, &filter, on)?;
    let rows = view::vacancies(tx, &filter, on, wanted)?;
    Ok((paging.page(rows, key, Some(all.posts)), all.places))
}

pub(crate) async fn show(cx: Cx, Query(filter): Query<Asked>, paging: Paging) -> Reply {
    let on = cx.on();
    let asked = filter.clone();
    let (within, (vacancies, open)) = cx
        .read(move |tx| {
            let within = within(tx, &asked.unit, on)?;
            let part = found(tx, &asked, &within, &paging, on)?;
            Ok((within, part))
        })
        .await?;
    let here = cx.here().to_owned();
    cx.show(Vacancies { filter, within, vacancies, open, on, here })
}

pub(crate) fn vacancy_args(command: Command, lang: Lang) -> Command {
    scope_args(command, lang)
}

pub(crate) fn vacancy_command(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let filter = Asked::default();
    let (within, (vacancies, open), on) = console.db.read(&console.actor, |tx| {
        let on = day_arg(args, "on", tx.today())?;
        let within = unit_arg(tx, args, on)?;
        let all = found(tx, &filter, &within, &Paging::whole(), on)?;
        Ok((within, all, on))
    })?;
    console.show(&Vacancies { filter, within, vacancies, open, on, here: String::new() })
}

impl Page for Vacancies {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).vacancies().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("code", t.post_code().to_string()),
            Column::link("post", t.post().to_string()).width(24),
            Column::link("unit", t.unit().to_string()).width(32),
            Column::text("level", t.level().to_string()).width(20),
            Column::number("places", t.places().to_string()),
            Column::number("held", t.held().to_string()),
            Column::number("open", t.open().to_string()),
        ];
        let line = |v: &Vacancy| {
            let f = &v.row.frame;
            let cells: Vec<Cell> = vec![
                Cell::new(&f.code),
                Cell::new(&f.name).href(format!("/posts/{}", v.row.post)),
                Cell::new(&v.row.unit_name).href(format!("/units/{}", f.unit)),
                Cell::new(level(f.level.as_deref(), lang)),
                Cell::from(f.openings),
                Cell::from(v.held),
                Cell::from(v.open),
            ];
            ui::Row::from(cells).id(v.row.post)
        };
        let table = Table::new(t.vacancies().to_string(), columns).rows(self.vacancies.rows.iter().map(line));
        Some(
            table
                .at(&self.here, None)
                .pager(self.vacancies.pager(&self.here))
                .exported()
                .empty(t.no_vacancies().to_string(), t.no_vacancies_hint().to_string()),
        )
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, f) = (view.lang, Text::of(view.lang), &self.filter);
        let leading = [("leading", t.leading_only().to_string())];
        let mut bar = FilterBar::new(&self.here)
            .field(Field::text("q", t.filter_post().to_string()).value(&f.q).limit(60))
            .field(org::unit_field("unit", t.filter_unit().to_string(), lang).hint("").value(&f.unit))
            .field(Field::select("leading", t.leading().to_string(), leading).value(&f.leading));
        if !f.q.trim().is_empty() {
            bar = bar.active("q", f.q.clone());
        }
        if let Some(says) = self.within.says(lang) {
            bar = bar.active("unit", says);
        }
        if f.leading == "leading" {
            bar = bar.active("leading", t.leading_only().to_string());
        }
        html! {
            (tabs(view, "/vacancies"))
            (bar.html(lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let posts = self.vacancies.total.unwrap_or_default();
        shell.lead = t.vacancy_count(posts, self.open).to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell.actions = html! {
            @if view.can::<Change>() {
                (ui::primary_link(&t.appoint().to_string(), "/appointments/new", Some(ui::Icon::Plus)))
            }
        };
        shell
    }
}
