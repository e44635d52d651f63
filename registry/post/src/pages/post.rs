//! One post.

use base::{Date, Id};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Event, Fact, Notice, Table, Tone};
use web::{At, Cx, Lang, Page, PagePart, Reply, View};

use super::{
    PostParts,
    list::{managed_by, yes_no},
};
use crate::{
    Became, Change, Changed, Class, Post, Requirement, Step, Text, Time, Whole, condition, history, level_label, whole,
};

#[derive(Serialize)]
pub(crate) struct One {
    #[serde(flatten)]
    pub(crate) whole: Whole,
    /// The units above its unit, from the top.
    above: Vec<String>,
    history: Vec<Step>,
    /// What other slices show of the post.
    #[serde(skip)]
    parts: Vec<PagePart>,
    more: Vec<serde_json::Value>,
}

impl One {
    pub(crate) fn load(
        tx: &mut db::Read<'_>,
        post: Id<Post>,
        on: Date,
        hooks: &PostParts,
        lang: Lang,
    ) -> db::Result<Self> {
        let whole = whole(tx, post, on)?;
        let unit = org::whole(tx, whole.frame.unit, on)?;
        let above = unit.above.into_iter().map(|(_, name)| name).collect();
        let parts = hooks.load(tx, post, on, lang)?;
        let more = parts.iter().map(|p| p.json.clone()).collect();
        Ok(Self { above, history: history(tx, post)?, parts, more, whole })
    }
}

pub(crate) async fn show(cx: Cx, At(id): At<Id<Post>>) -> Reply {
    let (on, lang) = (cx.on(), cx.lang());
    let parts = cx.app().part::<PostParts>().cloned().unwrap_or_default();
    let page = cx.read(move |tx| One::load(tx, id, on, &parts, lang)).await?;
    cx.show(page)
}

/// Lines of a text as a list; one line as a paragraph.
pub(crate) fn lines(text: &str, lang: Lang) -> Markup {
    let all: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    html! {
        @match all.as_slice() {
            [] => p.muted { (Text::of(lang).not_described()) },
            [one] => p { (one) },
            several => ol { @for line in several { li { (line) } } },
        }
    }
}

/// What a post asks for, as a table; with what the files are asked as of a day, where one is given.
pub(crate) fn requirements(all: &[Requirement], checked: Option<Date>, lang: Lang) -> Table {
    let t = Text::of(lang);
    let mut columns = vec![
        Column::text("dimension", t.dimension().to_string()).width(12),
        Column::text("words", t.asks_for().to_string()).width(50),
        Column::text("hard", t.hard_or_soft().to_string()).width(8),
        Column::number("weight", t.weight().to_string()),
    ];
    if checked.is_some() {
        columns.push(Column::text("check", t.checked_by().to_string()).width(30));
    }
    let line = |r: &Requirement| -> Vec<Cell> {
        let mut cells = vec![
            Cell::new(r.dimension.label(lang)),
            Cell::new(&r.words),
            Cell::new(if r.hard { t.hard().to_string() } else { t.soft().to_string() }),
            Cell::new(r.weight.map(super::percent).unwrap_or_default()),
        ];
        cells.extend(checked.map(|on| Cell::of(r.condition.as_deref().map(|c| condition::says(c, on, lang)))));
        cells
    };
    Table::new(t.requirements().to_string(), columns).rows(all.iter().map(line))
}

/// A value of a frame as people read it.
fn shown(field: &str, value: Option<&str>, lang: Lang) -> String {
    let t = Text::of(lang);
    let Some(value) = value else { return t.nothing().to_string() };
    match field {
        "level" => level_label(value, lang).to_owned(),
        "leading" => yes_no(value == "true", lang),
        "class" => value.parse().map_or(value.to_owned(), |c: Class| c.label(lang).to_owned()),
        "time" => value.parse().map_or(value.to_owned(), |time: Time| time.label(lang).to_owned()),
        "managed_by" => managed_by(Some(value), lang),
        _ => value.to_owned(),
    }
}
fn label(field: &str, lang: Lang) -> String {
    let t = Text::of(lang);
    match field {
        "unit" => t.unit(),
        "code" => t.code(),
        "name" => t.name(),
        "level" => t.level(),
        "leading" => t.leading(),
        "class" => t.class(),
        "time" => t.time(),
        "managed_by" => t.managed_by(),
        "openings" => t.openings(),
        _ => t.term_years(),
    }
    .to_string()
}

fn event(step: &Step, post: Id<Post>, lang: Lang) -> Event {
    let t = Text::of(lang);
    let changed = |c: &Changed| {
        let (from, to) = (shown(c.field, c.from.as_deref(), lang), shown(c.field, c.to.as_deref(), lang));
        t.changed(label(c.field, lang), from, to).to_string()
    };
    let says = match step.what {
        Became::Created => t.became_created().to_string(),
        Became::Restated => {
            step.changed.iter().map(changed).collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " })
        }
        Became::Described => t.became_described().to_string(),
        Became::Required => t.became_required(step.requirements.unwrap_or_default() as u64).to_string(),
        Became::Closed => t.became_closed().to_string(),
    };
    let event = Event::on(step.on, says).href(format!("/posts/{post}?on={}", step.on));
    let event = match (step.entry, step.recorded) {
        (Some(entry), Some(day)) => event.note(t.recorded(day.to_string(), entry).to_string()),
        _ => event,
    };
    if step.what == Became::Closed { event.tone(Tone::Warning) } else { event }
}

impl Page for One {
    fn title(&self, _: Lang) -> String {
        self.whole.frame.name.clone()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (w, f, c) = (&self.whole, &self.whole.frame, &self.whole.content);
        let unit = html! { a href={ "/units/" (f.unit) } { (w.unit_name) } };
        let facts = [
            Fact::new(t.code().to_string(), &f.code),
            Fact::markup(t.unit().to_string(), unit),
            Fact::of(t.level().to_string(), f.level.as_deref().map(|l| level_label(l, lang))),
            Fact::new(t.leading().to_string(), yes_no(f.leading, lang)),
            Fact::new(t.class().to_string(), f.class.label(lang)),
            Fact::new(t.time().to_string(), f.time.label(lang)),
            Fact::new(t.managed_by().to_string(), managed_by(f.managed_by.as_deref(), lang)),
            Fact::new(t.openings().to_string(), f.openings),
            Fact::new(
                t.term().to_string(),
                f.term_years.map_or_else(|| t.no_term().to_string(), |y| t.years(y).to_string()),
            ),
        ];
        let change = view.can::<Change>() && w.there;
        let edit = |verb: &str, label: String| {
            html! {
                @if change { p.buttons.no-print { (ui::button_link(&label, &format!("/posts/{}/{verb}", w.post), Some(ui::Icon::Edit))) } }
            }
        };
        let events: Vec<Event> = self.history.iter().map(|step| event(step, w.post, lang)).collect();
        html! {
            @if !w.there { (Notice::new(Tone::Warning, t.not_there(w.on.to_string()).to_string()).html(lang)) }
            (ui::facts(lang, facts))
            section {
                h2 { (t.description()) }
                @for (heading, text) in [
                    (t.duties().to_string(), &c.duties),
                    (t.work().to_string(), &c.work),
                    (t.role().to_string(), &c.role),
                    (t.status().to_string(), &c.status),
                    (t.pay().to_string(), &c.pay),
                ] {
                    h3 { (heading) }
                    (lines(text, lang))
                }
                (edit("describe", t.describe().to_string()))
            }
            section {
                h2 { (t.requirements()) }
                @if w.requirements.is_empty() { p.muted { (t.asks_nothing()) } }
                @else { (requirements(&w.requirements, Some(w.on), lang).html(lang)) }
                (edit("require", t.require().to_string()))
            }
            @for part in &self.parts { (part.html()) }
            section {
                h2 { (t.history()) }
                (ui::timeline(lang, &events))
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let w = &self.whole;
        let path = self.above.iter().map(String::as_str).chain([w.unit_name.as_str()]);
        shell.lead = path.collect::<Vec<_>>().join(" › ");
        let of_unit = (w.unit_name.clone(), format!("/posts?unit={}", w.frame.unit));
        shell.breadcrumbs = vec![(t.posts().to_string(), "/posts".to_owned()), of_unit];
        shell.as_of = Some(ui::AsOf { date: w.on.to_string(), today: view.today.to_string() });
        shell.actions = html! {
            @if w.there {
                @let sheet = format!("/posts/{}/sheet", w.post);
                @let sheet = if w.on == view.today { sheet } else { format!("{sheet}?on={}", w.on) };
                (ui::primary_link(&t.sheet_title().to_string(), &sheet, Some(ui::Icon::Print)))
            }
            @if view.can::<Change>() && w.there {
                @for (verb, label) in [("restate", t.restate().to_string()), ("close", t.close().to_string())] {
                    (ui::button_link(&label, &format!("/posts/{}/{verb}", w.post), None))
                }
            }
        };
        shell
    }
}
