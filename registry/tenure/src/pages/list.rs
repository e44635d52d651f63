//! The list of appointments.

use base::Date;
use clap::{Arg, ArgMatches, Command};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Field, FilterBar, Table};
use web::{Console, Cx, Lang, Page, PageOf, Paging, Query, Reply, View};

use super::shared::{But, Within, day_arg, scope_args, table, tabs, unit_arg, within};
use crate::{Change, Filter, Row, Sort, Survey, Text, Wanted, Way, When, list};

/// What stands after the `?` of the list.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    unit: String,
    way: String,
    when: String,
    ending: String,
}

impl Asked {
    fn filter(&self, within: &Within) -> Filter {
        Filter {
            text: Some(self.q.clone()).filter(|q| !q.trim().is_empty()),
            unit: within.unit(),
            way: self.way.parse().ok(),
            when: self.when.parse().ok(),
            ending: self.ending.parse().ok().filter(|n| (0..=120).contains(n)),
        }
    }
}

#[derive(Serialize)]
struct Appointments {
    filter: Asked,
    within: Within,
    appointments: PageOf<Row>,
    on: Date,
    #[serde(skip)]
    paging: Paging,
    #[serde(skip)]
    here: String,
}

const SORTS: &[&str] = &["since", "term"];

fn wanted(paging: &Paging, ending: bool) -> Wanted {
    let asked = paging.sort(SORTS);
    let sort = asked.and_then(|s| s.key.parse().ok()).unwrap_or(if ending { Sort::Term } else { Sort::Since });
    // without a wish the latest come first; terms that are over the longest come first
    let turned = asked.map_or(sort == Sort::Since, |s| s.descending);
    let edge = paging.edge().and_then(|[day, id]: [&str; 2]| Some((day.parse().ok()?, id.parse().ok()?)));
    Wanted { sort, descending: turned != paging.backwards(), edge, most: paging.fetch() as usize }
}

fn found(
    tx: &mut db::Read<'_>,
    asked: &Asked,
    within: &Within,
    wanted: &Wanted,
    on: Date,
) -> db::Result<(Vec<Row>, u64)> {
    if *within == Within::Nowhere {
        return Ok((Vec::new(), 0));
    }
    list(tx, on, &asked.filter(within), wanted)
}

pub(crate) async fn show(cx: Cx, Query(filter): Query<Asked>, paging: Paging) -> Reply {
    let on = cx.on();
    let wanted = wanted(&paging, !filter.ending.is_empty());
    let (asked, by) = (filter.clone(), wanted.clone());
    let (within, (rows, total)) = cx
        .read(move |tx| {
            let within = within(tx, &asked.unit, on)?;
            let rows = found(tx, &asked, &within, &by, on)?;
            Ok((within, rows))
        })
        .await?;
    let appointments = paging.page(rows, |r| [wanted.key(r).to_string(), r.tenure.to_string()], Some(total));
    let here = cx.here().to_owned();
    cx.show(Appointments { filter, within, appointments, on, paging, here })
}

pub(crate) fn list_args(command: Command, lang: Lang) -> Command {
    let help = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let ways: Vec<&str> = Way::ALL.iter().map(|w| w.word()).collect();
    let whens: Vec<&str> = When::ALL.iter().map(|w| w.word()).collect();
    scope_args(command, lang)
        .arg(Arg::new("way").long("way").value_parser(ways).help(help("任职方式", "How the post is held")))
        .arg(Arg::new("when").long("when").value_parser(whens).help(help("在任、拟任或已免", "Held, planned or over")))
        .arg(
            Arg::new("ending")
                .long("ending")
                .value_name("MONTHS")
                .value_parser(clap::value_parser!(u8).range(0..=120))
                .help(help("任期在几个月内届满；0为已届满", "Terms over within so many months; 0: over already")),
        )
}

pub(crate) fn list_command(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let get = |name: &str| args.get_one::<String>(name).cloned().unwrap_or_default();
    let ending = args.get_one::<u8>("ending").map(u8::to_string).unwrap_or_default();
    let filter = Asked { way: get("way"), when: get("when"), ending, ..Asked::default() };
    let paging = Paging::whole();
    let wanted = wanted(&paging, !filter.ending.is_empty());
    let (within, (rows, total), on) = console.db.read(&console.actor, |tx| {
        let on = day_arg(args, "on", tx.today())?;
        let within = unit_arg(tx, args, on)?;
        let rows = found(tx, &filter, &within, &wanted, on)?;
        Ok((within, rows, on))
    })?;
    let appointments = paging.page(rows, |r| [wanted.key(r).to_string(), r.tenure.to_string()], Some(total));
    console.show(&Appointments { filter, within, appointments, on, paging, here: String::new() })
}

fn whens(lang: Lang) -> Vec<(&'static str, String)> {
    let t = Text::of(lang);
    vec![("planned", t.planned().to_string()), ("ended", t.ended().to_string())]
}
fn endings(lang: Lang) -> Vec<(&'static str, String)> {
    let t = Text::of(lang);
    let within = |n: i64| t.ending_within(n).to_string();
    vec![("0", t.ending_now().to_string()), ("3", within(3)), ("6", within(6)), ("12", within(12))]
}
pub(super) fn ways(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Way::ALL.iter().map(|w| (w.word(), w.label(lang))).collect()
}

impl Page for Appointments {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).appointments().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let sort = self.paging.sort(SORTS).cloned();
        let all = table(t.appointments().to_string(), &self.appointments.rows, But::Nothing, true, self.on, lang);
        let all = all.at(&self.here, sort).pager(self.appointments.pager(&self.here)).exported();
        Some(all.empty(t.no_appointments().to_string(), t.no_appointments_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, f) = (view.lang, Text::of(view.lang), &self.filter);
        let mut bar =
            FilterBar::new(&self.here).field(Field::text("q", t.filter_text().to_string()).value(&f.q).limit(60));
        if view.can::<Survey>() {
            bar = bar.field(org::unit_field("unit", t.filter_unit().to_string(), lang).hint("").value(&f.unit));
        }
        bar = bar
            .field(Field::select("way", t.way().to_string(), ways(lang)).value(&f.way))
            .field(Field::select("when", t.when().to_string(), whens(lang)).value(&f.when))
            .field(Field::select("ending", t.ending().to_string(), endings(lang)).value(&f.ending));
        if !f.q.trim().is_empty() {
            bar = bar.active("q", f.q.clone());
        }
        if let Some(says) = self.within.says(lang) {
            bar = bar.active("unit", says);
        }
        if let Ok(way) = f.way.parse::<Way>() {
            bar = bar.active("way", way.label(lang));
        }
        for (name, value, all) in [("when", &f.when, whens(lang)), ("ending", &f.ending, endings(lang))] {
            if let Some((_, label)) = all.into_iter().find(|(v, _)| v == value) {
                bar = bar.active(name, label);
            }
        }
        html! {
            (tabs(view, "/appointments"))
            (bar.html(lang))
            @if !f.ending.is_empty() {
                p.muted { (t.term_note()) " " a href=(crate::rules::term_href()) { (t.the_rule()) } }
            }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = t.appointment_count(self.appointments.total.unwrap_or_default()).to_string();
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell.actions = html! {
            @if view.can::<Change>() {
                (ui::primary_link(&t.appoint().to_string(), "/appointments/new", Some(ui::Icon::Plus)))
                (ui::button_link(&t.import().to_string(), "/import/appointments", Some(ui::Icon::Import)))
            }
        };
        shell
    }
}
