//! One appointment, and what was said of it before.

use base::{Date, Id};
use maud::{Markup, html};
use org::Told;
use serde::Serialize;
use ui::{Event, Fact, Notice, Tone};
use web::{At, Cx, Lang, Page, Reply, View};

use super::shared::level;
use crate::{Change, Holding, Row, See, Survey, Tenure, Text, view};

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    row: Row,
    history: Vec<Told<Holding>>,
    on: Date,
}

pub(crate) async fn show(cx: Cx, At(id): At<Id<Tenure>>) -> Reply {
    let on = cx.on();
    let (row, history) = cx.read(move |tx| view::one(tx, id, on)).await?;
    cx.show(Shown { row, history, on })
}

/// The description of the post that is held: whoever sees the appointment, its holder above all, sees what the post is.
pub(crate) async fn post(cx: Cx, At(id): At<Id<Tenure>>) -> Reply {
    let on = cx.on();
    let page = cx
        .read(move |tx| {
            let (row, _) = view::one(tx, id, on)?;
            let may = tx.may::<See>()?;
            post::Description::for_holder(tx, &may, row.span.value.post, on)
        })
        .await?;
    cx.show(page)
}

impl Page for Shown {
    fn title(&self, lang: Lang) -> String {
        let name = if self.row.name.is_empty() { Text::of(lang).no_name().to_string() } else { self.row.name.clone() };
        format!("{name} · {}", self.row.frame.name)
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (r, h) = (&self.row, &self.row.span.value);
        let link = |href: String, text: &str| html! { a href=(href) { (text) } };
        // whoever sees the own appointments only has neither list to go to
        let (unit, post) = if view.can::<Survey>() {
            let unit = link(format!("/units/{}", r.frame.unit), &r.unit_name);
            (
                Fact::markup(t.unit().to_string(), unit),
                Fact::markup(t.post().to_string(), link(format!("/posts/{}", h.post), &r.frame.name)),
            )
        } else {
            (Fact::new(t.unit().to_string(), &r.unit_name), Fact::new(t.post().to_string(), &r.frame.name))
        };
        let mut term = match r.term_ends {
            Some(end) => Fact::markup(t.term_ends().to_string(), link(r.term_href(), &end.to_string())),
            None => Fact::new(t.term_ends().to_string(), ""),
        };
        if r.overdue(self.on) {
            term = term.note(t.term_over().to_string());
        }
        let said = |is: Option<bool>| is.map(|is| codes::YES_NO.label(if is { "是" } else { "否" }, lang));
        let facts = [
            Fact::markup(
                t.person().to_string(),
                link(format!("/people/{}", h.person), if r.name.is_empty() { "—" } else { &r.name }),
            ),
            unit,
            post.note(r.frame.code.clone()),
            Fact::of(t.level().to_string(), Some(level(r.frame.level.as_deref(), lang)).filter(|l| !l.is_empty())),
            Fact::new(t.way().to_string(), h.way.label(lang)),
            Fact::new(t.since().to_string(), r.span.from),
            Fact::of(t.until().to_string(), r.span.to),
            term,
            Fact::of(t.chosen().to_string(), h.chosen.as_deref().map(|c| codes::SELECTION.label(c, lang))),
            Fact::of(t.in_team().to_string(), said(h.in_team)),
            Fact::of(t.exceptional().to_string(), said(h.exceptional)),
            Fact::of(t.printed().to_string(), said(h.printed)),
            Fact::of(t.appointed_by().to_string(), h.appointed_by.as_ref()),
            Fact::of(t.removed_by().to_string(), h.removed_by.as_ref()),
            Fact::of(t.reason().to_string(), h.reason.as_ref()),
        ];
        let events: Vec<Event> = self
            .history
            .iter()
            .map(|told| {
                let s = &told.span;
                let says = match told.unmade {
                    None => t.stands(s.value.way.label(lang)).to_string(),
                    Some(_) => t.stood(s.value.way.label(lang)).to_string(),
                };
                let documents = [&s.value.appointed_by, &s.value.removed_by, &s.value.reason];
                let note: Vec<&str> = documents.into_iter().flatten().map(String::as_str).collect();
                let event = Event::since(s.from, says).note(note.join(" · "));
                match s.to {
                    Some(to) => event.until(to.plus_days(-1)),
                    None => event,
                }
            })
            .collect();
        html! {
            @if r.span.from > self.on { (Notice::new(Tone::Info, t.is_planned().to_string()).html(lang)) }
            (ui::facts(lang, facts))
            @if self.history.len() > 1 {
                h2 { (t.history().to_string()) }
                (ui::timeline(lang, &events))
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.lead = self.row.unit_name.clone();
        shell.breadcrumbs = vec![(t.appointments().to_string(), "/appointments".to_owned())];
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        let id = self.row.tenure;
        shell.actions = html! {
            (ui::button_link(&t.description().to_string(), &format!("/appointments/{id}/post"), Some(ui::Icon::Document)))
            @if view.can::<Change>() {
                @if self.row.span.to.is_none() {
                    (ui::primary_link(&t.end().to_string(), &format!("/appointments/{id}/end"), None))
                }
                (ui::button_link(&t.correct().to_string(), &format!("/appointments/{id}/correct"), Some(ui::Icon::Edit)))
                (ui::button_link(&t.take_back().to_string(), &format!("/appointments/{id}/take-back"), None))
            }
        };
        shell
    }
}
