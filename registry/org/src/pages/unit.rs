//! One unit.

use base::Id;
use clap::{Arg, ArgMatches, Command};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Event, Fact, Notice, Stat, Table, Tone};
use web::{At, Console, Cx, Lang, Page, PagePart, PageParts, Reply, View};

use super::list::{on, on_arg, rank, table};
use crate::{Change, Closing, Figures, Row, Text, Unit, Whole, by_code, children, figures, names, whole, written};

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    whole: Whole,
    below: Vec<Row>,
    figures: Figures,
    /// What the units above were called, by the day on which the unit came under them.
    under: Vec<(base::Date, Option<base::Date>, Option<String>)>,
    /// What other slices show.
    #[serde(skip)]
    parts: Vec<PagePart>,
    more: Vec<serde_json::Value>,
}

/// The parts of a unit's page that other slices show: the team, vacancies.
pub type UnitParts = PageParts<Unit>;

fn shown(tx: &mut db::Read<'_>, id: Id<Unit>, on: base::Date, hooks: &UnitParts, lang: Lang) -> db::Result<Shown> {
    let whole = whole(tx, id, on)?;
    let (below, figures) = (children(tx, Some(id), on)?, figures(tx, id, on)?);
    let may = tx.may::<crate::See>()?;
    let (root, today) = (tx.root(), tx.today());
    let mut under = Vec::new();
    for place in &whole.places {
        let name = match place.value.parent {
            None => None,
            Some(parent) => {
                // what lies outside one's reach is not named
                let path = crate::path_of(tx.with(&may), root, parent, today)?;
                let name = names(tx.with(&may), root, &[parent], place.from)?.remove(&parent).map(|n| n.name);
                Some(name.filter(|_| path.is_some_and(|p| may.reaches(&p))).unwrap_or_else(|| "…".to_owned()))
            }
        };
        under.push((place.from, place.to, name));
    }
    let parts = hooks.load(tx, id, on, lang)?;
    let more = parts.iter().map(|p| p.json.clone()).collect();
    Ok(Shown { whole, below, figures, under, parts, more })
}

pub(crate) async fn show(cx: Cx, At(id): At<Id<Unit>>) -> Reply {
    let (on, lang) = (cx.on(), cx.lang());
    let hooks = cx.app().part::<UnitParts>().cloned().unwrap_or_default();
    let page = cx.read(move |tx| shown(tx, id, on, &hooks, lang)).await?;
    cx.show(page)
}

pub(crate) fn show_args(command: Command, lang: Lang) -> Command {
    let help = if lang == Lang::Zh { "机构编码" } else { "The unit's code" };
    on_arg(command, lang).arg(Arg::new("code").required(true).value_name("CODE").help(help))
}
pub(crate) fn show_command(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let code = args.get_one::<String>("code").cloned().unwrap_or_default();
    let hooks = console.part::<UnitParts>().cloned().unwrap_or_default();
    let page = console.db.read(&console.actor, |tx| {
        let on = on(args, tx.today())?;
        let id = by_code(tx, &code, on)?;
        shown(tx, id, on, &hooks, console.lang)
    })?;
    console.show(&page)
}

/// What held from a day until the day before another.
fn lasting(from: base::Date, to: Option<base::Date>, says: String) -> Event {
    let event = Event::since(from, says);
    match to {
        Some(to) => event.until(to.plus_days(-1)),
        None => event,
    }
}

impl Shown {
    fn history(&self, lang: Lang) -> Vec<Event> {
        let t = Text::of(lang);
        let mut events: Vec<(base::Date, Event)> = Vec::new();
        for span in &self.whole.names {
            let says = t.from_then(span.value.name.as_str(), span.value.kind.label(lang)).to_string();
            events.push((span.from, lasting(span.from, span.to, says)));
        }
        for (from, to, name) in &self.under {
            let says = match name {
                Some(name) => t.placed_under(name.as_str()).to_string(),
                None => t.placed_top().to_string(),
            };
            events.push((*from, lasting(*from, *to, says)));
        }
        if let Some(to) = self.whole.life.to {
            let says = match self.whole.life.value.closed_by {
                Some(Closing::Merged) => t.ended_merged().to_string(),
                _ => t.ended_closed().to_string(),
            };
            events.push((to, Event::since(to, says).tone(Tone::Warning)));
        }
        events.sort_by_key(|(day, _)| *day);
        events.into_iter().map(|(_, event)| event).collect()
    }
    fn approved(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let two = |caption: String, first: String| {
            Table::new(caption, vec![Column::text("kind", first), Column::number("approved", t.approved().to_string())])
        };
        let line = |label: &str, n: i64| -> Vec<Cell> { vec![Cell::new(label), Cell::new(n.to_string())] };
        html! {
            @if !self.whole.quotas.is_empty() {
                (two(t.quotas().to_string(), t.level().to_string())
                    .rows(self.whole.quotas.iter().map(|q| line(codes::LEVEL.label(&q.level, lang), q.approved)))
                    .plain(lang))
            }
            @if !self.whole.staff.is_empty() {
                (Table::new(t.staff().to_string(), vec![
                    Column::text("kind", t.establishment_kind().to_string()),
                    Column::number("counted", t.counted().to_string()),
                ]).rows(self.whole.staff.iter().map(|s| line(codes::ESTABLISHMENT.label(&s.kind, lang), s.counted))).plain(lang))
            }
            @if !self.whole.funds.is_empty() {
                (Table::new(t.funds().to_string(), vec![
                    Column::number("year", t.year().to_string()),
                    Column::text("purpose", t.purpose().to_string()),
                    Column::number("amount", t.amount().to_string()),
                ]).rows(self.whole.funds.iter().map(|f| -> Vec<Cell> {
                    vec![Cell::new(f.year.to_string()), Cell::new(f.purpose.label(lang)), Cell::new(f.amount.to_string())]
                })).plain(lang))
            }
            @if !self.whole.establishments.is_empty() {
                (two(t.establishments().to_string(), t.establishment_kind().to_string())
                    .rows(self.whole.establishments.iter().map(|e| line(codes::ESTABLISHMENT.label(&e.kind, lang), e.approved)))
                    .plain(lang))
            }
        }
    }
}

impl Page for Shown {
    fn title(&self, _: Lang) -> String {
        self.whole.name.name.clone()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (w, name) = (&self.whole, &self.whole.name);
        let mut facts = vec![
            Fact::new(t.code().to_string(), &name.code),
            Fact::of(t.short().to_string(), Some(&name.short).filter(|s| !s.is_empty())),
            Fact::new(t.kind().to_string(), name.kind.label(lang)),
            Fact::of(t.rank().to_string(), name.rank.as_deref().map(|r| rank(Some(r), lang))),
            Fact::of(t.credit_code().to_string(), name.credit_code.as_ref()),
            Fact::new(t.founded().to_string(), w.life.from),
        ];
        if let Some(said) = &w.affiliation {
            facts.push(Fact::of(t.area().to_string(), said.area.as_ref()));
            let belongs = said.belongs.as_deref().map(|b| codes::SUBORDINATION.label(b, lang));
            facts.push(Fact::of(t.belongs().to_string(), belongs));
        }
        if let Some(party) = &w.party {
            let (from, to, years) = (party.started.to_string(), party.ends(), party.years.to_string());
            let ends = to.to_string();
            let says =
                t.party_term_is(party.kind.label(lang), from.as_str(), years.as_str(), ends.as_str()).to_string();
            let mut fact = Fact::new(t.party_term().to_string(), says);
            if to <= w.on {
                fact = fact.note(t.party_overdue().to_string());
            }
            facts.push(fact);
        }
        let sum = |all: &std::collections::BTreeMap<String, i64>| all.values().sum::<i64>();
        let here = format!("/units?under={}", w.unit);
        let tiles = [
            Stat::new(t.unit_figure().to_string(), self.figures.units).note(t.subtree().to_string()).href(here),
            Stat::new(t.establishments().to_string(), sum(&self.figures.establishments)).note(t.subtree().to_string()),
            Stat::new(t.staff().to_string(), sum(&self.figures.staff)).note(t.subtree().to_string()),
            Stat::new(t.quotas().to_string(), sum(&self.figures.quotas)).note(t.subtree().to_string()),
        ];
        let on = w.on.to_string();
        html! {
            @if !w.there { (Notice::new(Tone::Warning, t.not_there(on.as_str()).to_string()).html(lang)) }
            (ui::facts(lang, facts))
            (ui::stats(&tiles))
            (self.approved(lang))
            @if view.can::<Change>() && w.there {
                div.page-actions {
                    @for figure in super::set::Figure::ALL {
                        (ui::button_link(&figure.label(lang), &format!("/units/{}/set/{figure}", w.unit), Some(ui::Icon::Plus))) " "
                    }
                }
            }
            (super::course::table(&w.course, None, lang))
            @for part in &self.parts { (part.html()) }
            h2 { (t.below().to_string()) }
            @if self.below.is_empty() { p { (t.nothing_below().to_string()) } }
            @else { (table(t.below().to_string(), &self.below, false, lang).plain(lang)) }
            h2 { (t.history().to_string()) }
            (ui::timeline(lang, &self.history(lang)))
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let (id, name) = (self.whole.unit, &self.whole.name);
        shell.lead = self.whole.above.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" › ");
        shell.as_of = Some(ui::AsOf { date: self.whole.on.to_string(), today: view.today.to_string() });
        shell.actions = html! {
            (ui::button_link(&t.chart().to_string(), &format!("/units/{id}/chart"), Some(ui::Icon::Unit)))
            @if view.can::<Change>() && self.whole.there {
                (ui::primary_link(&t.found_unit().to_string(), &ui::link::with("/units/new", "under", &written(&name.code, &name.name)), Some(ui::Icon::Plus)))
                @for (verb, label) in [
                    ("restate", t.restate().to_string()),
                    ("move", t.move_unit().to_string()),
                    ("split", t.split().to_string()),
                    ("merge", t.merge().to_string()),
                    ("close", t.close().to_string()),
                ] {
                    (ui::button_link(&label, &format!("/units/{id}/{verb}"), None))
                }
            }
        };
        shell
    }
}
