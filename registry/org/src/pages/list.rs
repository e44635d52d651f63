//! The list of units.

use base::{Date, Id};
use clap::{Arg, ArgMatches, Command};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, FilterBar, Table};
use web::{Console, Cx, Lang, Page, PageOf, Paging, Query, Reply, View};

use crate::{Change, Filter, Kind, Row, Sort, Text, Unit, Wanted, count, list, names, pick, unit_field, written};

/// What stands after the `?` of the list.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    kind: String,
    rank: String,
    /// A unit, as [`pick`] reads one.
    under: String,
}

impl Asked {
    fn filter(&self, under: Option<Id<Unit>>) -> Filter {
        let some = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        Filter { text: some(&self.q), kind: self.kind.parse().ok(), rank: some(&self.rank), under }
    }
}

#[derive(Serialize)]
struct Units {
    filter: Asked,
    units: PageOf<Row>,
    on: Date,
    #[serde(skip)]
    paging: Paging,
    #[serde(skip)]
    here: String,
    /// What is wrong with the unit to look under.
    #[serde(skip)]
    wrong: String,
}

pub(crate) async fn show(cx: Cx, Query(asked): Query<Asked>, paging: Paging) -> Reply {
    let on = cx.on();
    let (mut filled, wanted) = (asked.clone(), wanted(&paging));
    let found = cx
        .read(move |tx| {
            let under = pick(tx, "under", &filled.under, on)?;
            if let Some(name) = under.map(|id| names_of(tx, id, on)).transpose()?.flatten() {
                filled.under = name;
            }
            let filter = filled.filter(under);
            Ok((list(tx, on, &filter, wanted)?, count(tx, on, &filter)?, filled))
        })
        .await;
    match found {
        Ok((rows, total, filled)) => cx.show(page(filled, rows, total, paging, cx.here().to_owned(), on)),
        Err(why) => cx.again(why, |errors| {
            let mut page = page(asked, vec![], 0, paging, cx.here().to_owned(), on);
            page.wrong = errors.into_iter().map(|(_, says)| says).collect::<Vec<_>>().join(" ");
            page
        }),
    }
}

/// What stands in the box for a unit that the address names by its id.
fn names_of(tx: &mut db::Read<'_>, unit: Id<Unit>, on: Date) -> db::Result<Option<String>> {
    let may = tx.may::<crate::See>()?;
    let root = tx.root();
    Ok(names(tx.with(&may), root, &[unit], on)?.remove(&unit).map(|n| written(&n.code, &n.name)))
}

fn sort(paging: &Paging) -> (Sort, bool) {
    let asked = paging.sort(&["code", "name"]);
    let by = asked.and_then(|s| s.key.parse().ok()).unwrap_or(Sort::Code);
    (by, asked.is_some_and(|s| s.descending))
}
fn wanted(paging: &Paging) -> Wanted {
    let (sort, turned) = sort(paging);
    let edge = paging.edge().and_then(|[value, id]: [&str; 2]| Some((value.to_owned(), id.parse().ok()?)));
    Wanted { sort, descending: turned != paging.backwards(), edge, most: i64::from(paging.fetch()) }
}
fn page(filter: Asked, rows: Vec<Row>, total: i64, paging: Paging, here: String, on: Date) -> Units {
    let by = sort(&paging).0;
    let key = |r: &Row| {
        let value = if by == Sort::Code { &r.name.code } else { &r.name.name };
        [value.clone(), r.unit.to_string()]
    };
    let units = paging.page(rows, key, u64::try_from(total).ok());
    Units { filter, units, on, paging, here, wrong: String::new() }
}

pub(crate) fn rank(code: Option<&str>, lang: Lang) -> String {
    code.map(|c| codes::UNIT_RANK.label(c, lang).to_owned()).unwrap_or_default()
}
pub(crate) fn kinds(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Kind::ALL.iter().map(|k| (k.word(), k.label(lang))).collect()
}
pub(crate) fn ranks(lang: Lang) -> Vec<(&'static str, &'static str)> {
    codes::UNIT_RANK.codes().iter().map(|c| (c.code, c.label(lang))).collect()
}
/// A table of units, for the list and for what stands below one.
pub(crate) fn table(caption: String, rows: &[Row], sorts: bool, lang: Lang) -> Table {
    let t = Text::of(lang);
    let may_sort = |column: Column| if sorts { column.sortable() } else { column };
    let columns = vec![
        may_sort(Column::text("code", t.code().to_string())),
        may_sort(Column::link("name", t.name().to_string())).width(40),
        Column::text("kind", t.kind().to_string()),
        Column::text("rank", t.rank().to_string()).width(20),
        Column::number("approved", t.establishments().to_string()),
        Column::number("staff", t.staff().to_string()),
        Column::number("leading", t.quotas().to_string()),
        Column::number("below", t.below().to_string()),
    ];
    let line = |r: &Row| {
        let cells: Vec<Cell> = vec![
            Cell::new(&r.name.code),
            Cell::new(&r.name.name).href(format!("/units/{}", r.unit)),
            Cell::new(r.name.kind.label(lang)),
            Cell::new(rank(r.name.rank.as_deref(), lang)),
            Cell::new(r.approved.to_string()),
            Cell::new(r.staff.to_string()),
            Cell::new(r.leading.to_string()),
            Cell::new(r.below.to_string()),
        ];
        ui::Row::from(cells).id(r.unit)
    };
    Table::new(caption, columns).rows(rows.iter().map(line))
}

impl Page for Units {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).units().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let sort = self.paging.sort(&["code", "name"]).cloned();
        let table = table(t.units().to_string(), &self.units.rows, true, lang).at(&self.here, sort);
        let table = table.pager(self.units.pager(&self.here)).exported();
        Some(table.empty(t.no_units().to_string(), t.no_units_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut bar = FilterBar::new(&self.here)
            .field(Field::text("q", t.filter_text().to_string()).value(&self.filter.q).limit(100))
            .field(
                unit_field("under", t.filter_under().to_string(), lang)
                    .hint("")
                    .value(&self.filter.under)
                    .error(&self.wrong),
            )
            .field(Field::select("kind", t.kind().to_string(), kinds(lang)).value(&self.filter.kind))
            .field(Field::select("rank", t.rank().to_string(), ranks(lang)).value(&self.filter.rank));
        if let Ok(kind) = self.filter.kind.parse::<Kind>() {
            bar = bar.active("kind", kind.label(lang));
        }
        if !self.filter.rank.is_empty() {
            bar = bar.active("rank", rank(Some(&self.filter.rank), lang));
        }
        if !self.filter.under.is_empty() && self.wrong.is_empty() {
            bar = bar.active("under", format!("{}：{}", t.filter_under(), self.filter.under));
        }
        if !self.filter.q.is_empty() {
            bar = bar.active("q", self.filter.q.clone());
        }
        html! {
            (bar.html(lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.unit_count(self.units.total.unwrap_or_default()).to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell.actions = html! {
            @if view.can::<Change>() {
                (ui::primary_link(&t.found_unit().to_string(), "/units/new", Some(ui::Icon::Plus)))
            }
            (ui::button_link(&t.tree().to_string(), "/units/tree", Some(ui::Icon::Unit)))
        };
        shell
    }
}

pub(crate) fn on_arg(command: Command, lang: Lang) -> Command {
    let help = if lang == Lang::Zh { "截至日期，如2025-12-31" } else { "As of that day, such as 2025-12-31" };
    command.arg(Arg::new("on").long("on").value_name("DATE").help(help))
}
pub(crate) fn on(args: &ArgMatches, today: Date) -> db::Result<Date> {
    let Some(text) = args.get_one::<String>("on") else { return Ok(today) };
    text.parse().map_err(|_| db::Error::field("on", base::Say::each(|l| Text::of(l).day_needed().to_string())))
}
pub(crate) fn list_args(command: Command, lang: Lang) -> Command {
    on_arg(command, lang)
}
fn all(console: &Console, args: &ArgMatches) -> db::Result<Units> {
    let paging = Paging::whole();
    let wanted = wanted(&paging);
    console.db.read(&console.actor, |tx| {
        let on = on(args, tx.today())?;
        let filter = Filter::default();
        Ok(page(Asked::default(), list(tx, on, &filter, wanted)?, count(tx, on, &filter)?, paging, String::new(), on))
    })
}
pub(crate) fn list_command(console: &Console, args: &ArgMatches) -> db::Result<()> {
    console.show(&all(console, args)?)
}

pub(crate) fn export_args(command: Command, lang: Lang) -> Command {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    on_arg(command, lang)
        .arg(Arg::new("file").required(true).value_name("FILE").help(say("写入的文件", "The file to write")))
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["xlsx", "csv"])
                .default_value("xlsx")
                .help(say("格式", "The format")),
        )
}
/// Writes the list as the page exports it. A file that is there is never overwritten.
pub(crate) fn export_command(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let units = all(console, args)?;
    let text = |key: &str| args.get_one::<String>(key).map(String::as_str).unwrap_or_default();
    let Some(table) = units.table(console.lang) else { return Ok(()) };
    console.export(&table, text("file"), text("format") == "csv")?;
    let n = table.rows.len();
    console.say(&base::Say::new(format!("已导出{n}个机构。"), format!("{n} units are exported.")))
}
