//! The five columns of quotas, on the screen and on paper, and the people behind each number.

use std::collections::BTreeMap;

use base::{Date, Id};
use clap::{Arg, ArgMatches, Command};
use maud::{Markup, html};
use org::Unit;
use serde::{Deserialize, Serialize};
use ui::{Cell, Field, FilterBar, Sheet, Table, Tone};
use web::{Console, Cx, Lang, Page, PageOf, Paging, Query, Reply, View};

use super::shared::{But, Within, day_arg, level, scope_args, table, tabs, unit_arg, within};
use crate::{Behind, Check, Column, Line, Row, Text, rules::pack, view};

/// What stands after the `?` of the table.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    unit: String,
    until: String,
    show: String,
}

#[derive(Serialize)]
struct Quotas {
    filter: Asked,
    within: Within,
    checks: PageOf<Check>,
    totals: Vec<Line>,
    on: Date,
    until: Date,
    #[serde(skip)]
    here: String,
}

/// Until when plans are looked at: the end of the year.
fn year_end(on: Date) -> Date {
    Date::new(on.year(), 12, 31).unwrap_or(on)
}

impl Asked {
    /// The last day looked at; never before the first.
    fn until(&self, on: Date) -> Date {
        self.until.trim().parse().unwrap_or_else(|_| year_end(on)).max(on)
    }
    fn keeps(&self, line: &Line) -> bool {
        match self.show.as_str() {
            "exceeded" => line.exceeded > 0,
            "changing" => line.to_vacate > 0 || line.to_fill > 0,
            "unset" => line.approved.is_none(),
            _ => true,
        }
    }
}

fn found(
    tx: &mut db::Read<'_>,
    filter: Asked,
    within: Within,
    paging: &Paging,
    on: Date,
    here: String,
) -> db::Result<Quotas> {
    let until = filter.until(on);
    let tops: Vec<Id<Unit>> = match &within {
        Within::One(unit, _) => vec![*unit],
        Within::Nowhere => vec![],
        Within::All => org::children(tx, None, on)?.into_iter().map(|r| r.unit).collect(),
    };
    let all = view::quotas(tx, &tops, on, until)?;
    let kept = |check: &Check| {
        let lines: Vec<Line> = check.lines.iter().filter(|line| filter.keeps(line)).cloned().collect();
        (!lines.is_empty()).then(|| Check { lines, ..check.clone() })
    };
    let checks: Vec<Check> = all.iter().filter_map(kept).collect();
    let totals = totals(&checks);
    let checks = paging.part(checks, |c| [c.code.clone(), c.unit.to_string()]);
    Ok(Quotas { filter, within, checks, totals, on, until, here })
}

/// The sums by level. Where a number is not recorded in some unit, only the recorded ones are added up.
fn totals(checks: &[Check]) -> Vec<Line> {
    let mut sums: BTreeMap<&str, Line> = BTreeMap::new();
    for line in checks.iter().flat_map(|c| &c.lines) {
        let sum = sums.entry(&line.level).or_insert_with(|| Line {
            level: line.level.clone(),
            approved: None,
            filled: 0,
            to_vacate: 0,
            to_fill: 0,
            exceeded: 0,
        });
        sum.approved = match (sum.approved, line.approved) {
            (None, n) | (n, None) => n,
            (Some(a), Some(b)) => Some(a + b),
        };
        sum.filled += line.filled;
        sum.to_vacate += line.to_vacate;
        sum.to_fill += line.to_fill;
        sum.exceeded += line.exceeded;
    }
    let mut all: Vec<Line> = sums.into_values().collect();
    all.sort_by_key(|l| codes::level_rank(&l.level).unwrap_or(usize::MAX));
    all
}

async fn asked(cx: &Cx, filter: Asked, paging: Paging) -> db::Result<Quotas> {
    let (on, here) = (cx.on(), cx.here().to_owned());
    cx.read(move |tx| {
        let within = within(tx, &filter.unit, on)?;
        found(tx, filter, within, &paging, on, here)
    })
    .await
}

pub(crate) async fn show(cx: Cx, Query(filter): Query<Asked>, paging: Paging) -> Reply {
    let page = asked(&cx, filter, paging).await?;
    cx.show(page)
}

pub(crate) fn quota_args(command: Command, lang: Lang) -> Command {
    let help = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    scope_args(command, lang)
        .arg(
            Arg::new("until")
                .long("until")
                .value_name("DATE")
                .help(help("拟免、拟配看到哪一天", "Plans are looked at until then")),
        )
        .arg(
            Arg::new("exceeded")
                .long("exceeded")
                .action(clap::ArgAction::SetTrue)
                .help(help("只列超配的", "Only what is exceeded")),
        )
}

pub(crate) fn quota_command(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let show = if args.get_flag("exceeded") { "exceeded".to_owned() } else { String::new() };
    let page = console.db.read(&console.actor, |tx| {
        let on = day_arg(args, "on", tx.today())?;
        let until = day_arg(args, "until", year_end(on))?.to_string();
        let within = unit_arg(tx, args, on)?;
        found(tx, Asked { until, show, ..Asked::default() }, within, &Paging::whole(), on, String::new())
    })?;
    console.show(&page)
}

impl Quotas {
    /// The five columns; the numbers are links where there is somewhere to follow them.
    fn columns(&self, links: bool, lang: Lang) -> Table {
        let t = Text::of(lang);
        let columns = vec![
            ui::Column::link("unit", t.unit().to_string()).width(36),
            ui::Column::text("level", t.level().to_string()).width(20),
            ui::Column::number("approved", t.approved().to_string()),
            ui::Column::number("filled", t.filled().to_string()),
            ui::Column::number("to_vacate", t.to_vacate().to_string()),
            ui::Column::number("to_fill", t.to_fill().to_string()),
            ui::Column::number("exceeded", t.exceeded().to_string()),
        ];
        let cells = |name: Cell, line: &Line, whose: Option<Id<Unit>>| {
            let number = |column: Column, n: i64| {
                let cell = Cell::from(n);
                match whose.filter(|_| links && n > 0) {
                    Some(unit) => {
                        let (level, until) = (&line.level, self.until);
                        let to = format!("/quotas/people?unit={unit}&level={level}&column={column}&until={until}");
                        cell.href(if self.here.contains("on=") { format!("{to}&on={}", self.on) } else { to })
                    }
                    None => cell,
                }
            };
            let exceeded = number(Column::Exceeded, line.exceeded);
            let cells = vec![
                name,
                Cell::new(level(Some(&line.level), lang)),
                // what nobody approved a number of is not zero
                line.approved.map_or_else(|| Cell::new(t.not_set().to_string()), Cell::from),
                number(Column::Filled, line.filled),
                number(Column::ToVacate, line.to_vacate),
                number(Column::ToFill, line.to_fill),
                if line.exceeded > 0 { exceeded.tone(Tone::Warning) } else { exceeded },
            ];
            let row = ui::Row::from(cells);
            if line.exceeded > 0 { row.tone(Tone::Warning) } else { row }
        };
        let mut rows = Vec::new();
        for check in &self.checks.rows {
            for line in &check.lines {
                let name = Cell::new(&check.name);
                let name = if links { name.href(format!("/units/{}", check.unit)) } else { name };
                rows.push(cells(name, line, Some(check.unit)));
            }
        }
        for line in self.totals.iter().filter(|_| self.checks.total.unwrap_or_default() > 1) {
            rows.push(cells(Cell::new(t.total().to_string()), line, None));
        }
        Table::new(t.quotas().to_string(), columns).rows(rows)
    }
    fn shows(lang: Lang) -> Vec<(&'static str, String)> {
        let t = Text::of(lang);
        vec![
            ("exceeded", t.only_exceeded().to_string()),
            ("changing", t.only_changing().to_string()),
            ("unset", t.only_unset().to_string()),
        ]
    }
    /// The place in the list of units; how many rows there are is not what is counted.
    fn pager(&self) -> ui::Pager {
        ui::Pager { total: None, ..self.checks.pager(&self.here) }
    }
    fn lead(&self, lang: Lang) -> String {
        let exceeded: i64 = self.totals.iter().map(|l| l.exceeded).sum();
        Text::of(lang).quota_lead(self.on.to_string(), self.until.to_string(), exceeded).to_string()
    }
}

impl Page for Quotas {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).quotas().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let table = self.columns(true, lang).at(&self.here, None).pager(self.pager()).exported();
        Some(table.empty(t.no_quotas().to_string(), t.no_quotas_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, f) = (view.lang, Text::of(view.lang), &self.filter);
        let mut bar = FilterBar::new(&self.here)
            .field(org::unit_field("unit", t.filter_unit().to_string(), lang).hint("").value(&f.unit))
            .field(Field::day("until", t.look_until().to_string()).value(self.until))
            .field(Field::select("show", t.show().to_string(), Self::shows(lang)).value(&f.show));
        if let Some(says) = self.within.says(lang) {
            bar = bar.active("unit", says);
        }
        if let Some((_, label)) = Self::shows(lang).into_iter().find(|(v, _)| *v == f.show) {
            bar = bar.active("show", label);
        }
        html! {
            (tabs(view, "/quotas"))
            (bar.html(lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
            p.muted { (t.quota_note().to_string()) " " (rules_of_quotas(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = self.lead(view.lang);
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        let sheet = ui::link::without(&self.here, &["after", "before"]).replacen("/quotas", "/quotas/sheet", 1);
        shell.actions = html! { (ui::button_link(&t.print_sheet().to_string(), &sheet, Some(ui::Icon::Print))) };
        shell
    }
}

/// Leads to what the rules say of more than approved: of appointing, and of selecting.
fn rules_of_quotas(lang: Lang) -> Markup {
    let t = Text::of(lang);
    html! {
        a href=(pack::href("beyond-quota")) { (t.quota_rule()) } " "
        a href=(rulepacks::rules::href("cn/selection", "quota-review")) { (t.quota_review_rule()) }
    }
}

/// The same as an official form.
#[derive(Serialize)]
struct Printed(Quotas);

pub(crate) async fn sheet(cx: Cx, Query(filter): Query<Asked>) -> Reply {
    let page = asked(&cx, filter, Paging::whole()).await?;
    cx.show(Printed(page))
}

impl Page for Printed {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).sheet_title().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        Some(self.0.columns(false, lang))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut table = self.0.columns(false, lang);
        table.caption = self.0.lead(lang);
        let unit = match &self.0.within {
            Within::One(_, name) => name.clone(),
            _ => String::new(),
        };
        let mut sheet = Sheet::new(t.sheet_title().to_string())
            .signature(t.filled_in_by().to_string())
            .signature(t.checked_by().to_string());
        sheet.unit = unit;
        sheet.date = self.0.on.to_string();
        sheet.tables = vec![table];
        sheet.html(lang)
    }
}

/// Whose numbers are opened.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Whose {
    unit: String,
    level: String,
    column: String,
    until: String,
    below: bool,
}

#[derive(Serialize)]
struct People {
    unit_name: String,
    level: Option<String>,
    column: Column,
    people: Vec<Row>,
    on: Date,
    until: Date,
    #[serde(skip)]
    here: String,
}

pub(crate) async fn people(cx: Cx, Query(whose): Query<Whose>) -> Reply {
    let (on, here) = (cx.on(), cx.here().to_owned());
    let page = cx
        .read(move |tx| {
            let unit: Id<Unit> = whose.unit.parse().map_err(|_| db::Error::NotFound)?;
            let column: Column = whose.column.parse().unwrap_or(Column::Filled);
            let level = Some(whose.level.clone()).filter(|l| !l.is_empty());
            let until = Asked { until: whose.until.clone(), ..Asked::default() }.until(on);
            let of = Behind { unit, below: whose.below, level: level.clone(), column };
            let people = view::behind(tx, &of, on, until)?;
            let unit_name = org::whole(tx, unit, on)?.name.name;
            Ok(People { unit_name, level, column, people, on, until, here })
        })
        .await?;
    cx.show(page)
}

impl Page for People {
    fn title(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        let column = match self.column {
            Column::Filled => t.filled(),
            Column::ToVacate => t.to_vacate(),
            Column::ToFill => t.to_fill(),
            Column::Exceeded => t.exceeded(),
        };
        let parts = [self.unit_name.clone(), level(self.level.as_deref(), lang), column.to_string()];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let table = table(t.appointments().to_string(), &self.people, But::Nothing, false, self.on, lang);
        Some(table.at(&self.here, None).exported().empty(t.no_appointments().to_string(), String::new()))
    }
    fn body(&self, view: &View) -> Markup {
        let lang = view.lang;
        html! {
            @if self.column == Column::Exceeded {
                p.muted { (Text::of(lang).exceeded_note().to_string()) " " (rules_of_quotas(lang)) }
            }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![(t.quotas().to_string(), "/quotas".to_owned())];
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
