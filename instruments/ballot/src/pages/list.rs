//! `/ballots`.

use base::{Id, Lang, Say};
use db::Error;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, Notice, Table, Tone};
use web::{Cx, Form, Page, Reply, View};

use crate::{
    Run, See, Text,
    actions::{self, Draft},
    rules::{Kind, State},
    store::{self, Head},
};

/// The most ballots listed.
const MOST: i64 = 500;

/// A new ballot as the form sends it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    title: String,
    unit: String,
    kind: String,
}

#[derive(Serialize)]
struct List {
    ballots: Vec<Listed>,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// A ballot with the name of its unit.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    head: Head,
    of: String,
}

async fn load(cx: &Cx) -> db::Result<List> {
    cx.read(|tx| {
        let may = tx.may::<See>()?;
        let (heads, today) = (store::within_reach(tx, &may, MOST)?, tx.today());
        let units: Vec<Id<org::Unit>> = heads.iter().map(|h| h.unit).collect();
        let names = org::names(tx.with(&may), may.root(), &units, today)?;
        let listed =
            |head: Head| Listed { of: names.get(&head.unit).map(|n| n.name.clone()).unwrap_or_default(), head };
        let ballots = heads.into_iter().map(listed).collect();
        Ok(List { ballots, sent: Sent::default(), errors: Vec::new() })
    })
    .await
}

pub(super) async fn show(cx: Cx) -> Reply {
    let list = load(&cx).await?;
    cx.show(list)
}

pub(super) async fn draw_up(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let (of, lang) = (sent.clone(), cx.lang());
    let done = cx.write(move |tx| {
        let today = tx.today();
        let unit: Option<Id<org::Unit>> = org::pick(tx, "unit", &of.unit, today)?;
        let unit = unit.ok_or_else(|| Error::field("unit", Say::new("请填写机构。", "Name the unit.")))?;
        let kind =
            of.kind.parse().map_err(|_| Error::field("kind", Say::new("请选择类型。", "Choose what it is for.")))?;
        let draft = Draft { unit, title: of.title, kind, lang, questions: Vec::new(), about: None };
        actions::draw_up_alone(tx, &draft)
    });
    match done.await {
        Ok(id) => cx.done(format!("/ballots/{id}"), Notice::new(Tone::Yes, Text::of(cx.lang()).drawn_up().to_string())),
        Err(why) => {
            let list = load(&cx).await?;
            cx.again(why, |errors| List { sent, errors, ..list })
        }
    }
}

/// How a state looks.
pub(super) fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Keys | State::Slips | State::Fixed => Tone::Plain,
        State::Open | State::Counting => Tone::Info,
        State::Closed => Tone::Warning,
        State::Counted => Tone::Yes,
        State::Cancelled => Tone::No,
    }
}

impl Page for List {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).ballots().to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("title", t.name().to_string()).width(40),
            Column::text("unit", t.unit().to_string()),
            Column::text("kind", t.kind().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let rows = self.ballots.iter().map(|Listed { head: h, of }| {
            vec![
                Cell::new(&h.title).href(format!("/ballots/{}", h.ballot)),
                Cell::new(of),
                Cell::new(h.kind.label(lang)),
                Cell::new(h.standing(lang)).tone(tone(h.state)),
            ]
        });
        let table = Table::new(t.ballots().to_string(), columns).rows(rows).at("/ballots", None).exported();
        Some(table.empty(t.nothing().to_string(), t.nothing_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, s) = (view.lang, Text::of(view.lang), &self.sent);
        let kinds = Kind::ALL.iter().map(|k| (k.word(), k.label(lang)));
        html! {
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
            @if view.can::<Run>() {
                section.no-print {
                    h2 { (t.draw_up()) }
                    p.hint { (t.draw_up_hint()) }
                    (ui::Form::post("/ballots", &view.csrf)
                        .field(Field::text("title", t.name().to_string()).value(&s.title).limit(200).required().hint(t.name_hint().to_string()))
                        .field(org::unit_field("unit", t.unit().to_string(), lang).value(&s.unit).required())
                        .field(Field::select("kind", t.kind().to_string(), kinds).value(&s.kind).required())
                        .errors(self.errors.clone())
                        .submit(t.draw_up().to_string())
                        .html(lang))
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).lead().to_string();
        shell
    }
}
