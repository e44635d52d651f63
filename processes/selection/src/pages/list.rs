//! `/interviews`.

use base::{Date, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Field, Notice, Table, Tone};
use web::{Cx, Form, Page, Reply, View};

use crate::{
    Run, See, Text, actions,
    rules::{Figures, Written},
    store::{self, Head, State},
};

/// All interviews.
#[derive(Serialize)]
pub(super) struct List {
    interviews: Vec<Head>,
    #[serde(skip)]
    by: Option<Figures>,
    #[serde(skip)]
    sent: Written,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx) -> db::Result<List> {
    cx.read(|tx| {
        let may = tx.may::<See>()?;
        actions::over_all(&may)?;
        let today: Date = tx.today();
        let by = actions::figures(tx, &may, today)?;
        Ok(List { interviews: store::heads(tx, &may)?, by: Some(by), sent: Written::default(), errors: Vec::new() })
    })
    .await
}

pub(super) async fn show(cx: Cx) -> Reply {
    let list = load(&cx).await?;
    cx.show(list)
}

pub(super) async fn draw_up(cx: Cx, Form(sent): Form<Written>) -> Reply {
    let of = sent.clone();
    match cx.write(move |tx| actions::draw_up(tx, &of)).await {
        Ok(id) => {
            let done = Text::of(cx.lang()).drawn_up().to_string();
            cx.done(format!("/interviews/{id}"), Notice::new(Tone::Yes, done))
        }
        Err(why) => {
            let list = load(&cx).await?;
            cx.again(why, |errors| List { sent, errors, ..list })
        }
    }
}

/// What a state is called.
pub(super) fn state(of: State, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match of {
        State::Preparing => (Tone::Plain, t.preparing().to_string()),
        State::Open => (Tone::Warning, t.open().to_string()),
        State::Closed => (Tone::Yes, t.closed().to_string()),
    }
}

impl List {
    fn form(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let or = |sent: &str, usual: &str| if sent.is_empty() { usual.to_owned() } else { sent.to_owned() };
        let s = &self.sent;
        ui::Form::post("/interviews", &view.csrf)
            .field(Field::text("title", t.title().to_string()).value(&s.title).limit(100).required())
            .field(Field::day("day", t.day().to_string()).value(or(&s.day, &view.today.to_string())).required())
            .field(Field::number("places", t.places().to_string()).value(or(&s.places, "1")).required())
            .field(
                Field::number("ratio", t.ratio().to_string())
                    .value(or(&s.ratio, "1"))
                    .hint(t.ratio_hint().to_string())
                    .required(),
            )
            .field(
                Field::number("out", t.out().to_string())
                    .value(or(&s.out, &self.by.map_or_else(String::new, |b| b.drop.to_string())))
                    .hint(t.out_hint(u64::from(self.by.map_or(0, |b| b.least))).to_string())
                    .required(),
            )
            .field(Field::number("highest", t.highest().to_string()).value(or(&s.highest, "100")).required())
            .field(
                Field::number("written", t.written_weight().to_string())
                    .value(or(&s.written, "50"))
                    .hint(t.written_hint().to_string())
                    .required(),
            )
            .field(Field::text("pass", t.pass().to_string()).value(&s.pass))
            .field(Field::number("level", t.level().to_string()).value(&s.level).hint(t.level_hint().to_string()))
            .field(
                Field::text("ties", t.ties().to_string())
                    .value(&s.ties)
                    .hint(t.ties_hint().to_string())
                    .limit(200)
                    .required(),
            )
            .errors(self.errors.clone())
            .submit(t.draw_up().to_string())
            .html(lang)
    }
}

impl Page for List {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).interviews().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("title", t.title().to_string()).width(40),
            Column::date("day", t.day().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let rows = self.interviews.iter().map(|h| {
            let (tone, word) = state(h.state, lang);
            vec![
                Cell::new(h.title.clone()).href(format!("/interviews/{}", h.interview)),
                Cell::new(h.day.to_string()),
                Cell::new(word).tone(tone),
            ]
        });
        let table = Table::new(t.interviews().to_string(), columns).rows(rows).at("/interviews", None).exported();
        Some(table.empty(t.nothing().to_string(), t.nothing_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) }
            @if view.can::<Run>() {
                section.no-print { h2 { (t.draw_up()) } p.hint { (t.draw_up_hint()) } (self.form(view)) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).lead().to_string();
        shell
    }
}
