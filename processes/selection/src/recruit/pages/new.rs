//! Writing an announcement.

use base::Id;
use maud::Markup;
use screening::CallRow;
use serde::Serialize;
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use crate::{
    Text,
    recruit::{
        Conduct, Recruitment,
        office::{self, Announcing},
    },
};

/// The form.
#[derive(Serialize)]
struct New {
    calls: Vec<CallRow>,
    #[serde(skip)]
    sent: Announcing,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// The tables of posts that there are.
pub(super) async fn calls(cx: &Cx) -> db::Result<Vec<CallRow>> {
    cx.read(|tx| {
        let may = tx.may::<Conduct>()?;
        screening::named(tx, &may)
    })
    .await
}

pub(super) async fn form(cx: Cx) -> Reply {
    let calls = calls(&cx).await?;
    cx.show(New { calls, sent: Announcing::default(), errors: Vec::new() })
}

pub(super) async fn write(cx: Cx, Form(sent): Form<Announcing>) -> Reply {
    let asked = sent.clone();
    match cx.write(move |tx| office::announce(tx, None, &asked)).await {
        Ok(id) => {
            let says = Text::of(cx.lang()).rec_written().to_string();
            cx.done(format!("/recruitments/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let calls = calls(&cx).await?;
            cx.again(why, |errors| New { calls, sent, errors })
        }
    }
}

pub(super) async fn rewrite(cx: Cx, At(id): At<Id<Recruitment>>, Form(sent): Form<Announcing>) -> Reply {
    let asked = sent.clone();
    match cx.write(move |tx| office::announce(tx, Some(id), &asked)).await {
        Ok(id) => {
            let says = Text::of(cx.lang()).rec_written().to_string();
            cx.done(format!("/recruitments/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let calls = calls(&cx).await?;
            cx.again(why, |errors| New { calls, sent, errors })
        }
    }
}

/// The questions of an announcement.
pub(super) fn questions(
    action: &str,
    calls: &[CallRow],
    s: &Announcing,
    errors: &[(String, String)],
    view: &View,
) -> Markup {
    let (lang, t) = (view.lang, Text::of(view.lang));
    let choices = calls.iter().map(|c| (c.id.to_string(), c.name.clone()));
    let opens = if s.opens.is_empty() { view.today.to_string() } else { s.opens.clone() };
    ui::Form::post(action, &view.csrf)
        .field(Field::text("title", t.title().to_string()).value(&s.title).limit(100).required())
        .field(org::unit_field("unit", t.rec_unit().to_string(), lang).value(&s.unit).required())
        .field(
            Field::select("call", t.rec_call().to_string(), choices)
                .value(&s.call)
                .hint(t.rec_call_hint().to_string())
                .required(),
        )
        .field(Field::day("opens", t.rec_opens().to_string()).value(opens).required())
        .field(Field::day("closes", t.rec_closes().to_string()).value(&s.closes).required())
        .field(
            Field::area("text", t.rec_text().to_string())
                .value(&s.text)
                .hint(t.rec_text_hint().to_string())
                .limit(4000)
                .required(),
        )
        .errors(errors.to_vec())
        .submit(t.rec_save().to_string())
        .html(lang)
}

impl Page for New {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).rec_write().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        questions("/recruitments/new", &self.calls, &self.sent, &self.errors, view)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).recruitments().to_string(), "/recruitments".to_owned())];
        shell
    }
}
