//! `/sheet/{secret}`: a member's own sheet, for a phone: numbers and no names.

use std::collections::BTreeMap;

use base::{Id, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Page, Reply, View};

use crate::{
    Candidate, Mark, Text, actions,
    store::{self, MemberRow, Said, State},
};

/// A sheet: what its member sees.
#[derive(Serialize)]
struct SheetPage {
    title: String,
    state: State,
    member: MemberRow,
    lines: Vec<Line>,
    #[serde(skip)]
    secret: String,
    #[serde(skip)]
    highest: String,
    #[serde(skip)]
    sent: BTreeMap<String, String>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}
#[derive(Serialize)]
struct Line {
    candidate: Id<Candidate>,
    number: i64,
    said: Option<Said>,
}

async fn load(cx: &Cx, secret: String) -> db::Result<SheetPage> {
    cx.read(move |tx| {
        let may = tx.may::<Mark>()?;
        let sheet = store::of_secret(tx, &may, &actions::hash(&secret))?.ok_or(db::Error::NotFound)?;
        let whole = store::one(tx, &may, sheet.interview)?;
        let member = whole.members.iter().find(|m| m.member == sheet.member).ok_or(db::Error::NotFound)?.clone();
        let line = |c: &store::CandidateRow| Line {
            candidate: c.candidate,
            number: c.number,
            said: whole.said.get(&(c.candidate, member.member)).cloned(),
        };
        let lines = whole.candidates.iter().filter(|c| c.panel == member.panel).map(line).collect();
        let highest = whole.head.scheme()?.rule.to.to_string();
        let (title, state) = (whole.head.title.clone(), whole.head.state);
        Ok(SheetPage { title, state, member, lines, secret, highest, sent: BTreeMap::new(), errors: Vec::new() })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(secret): At<String>) -> Reply {
    let page = load(&cx, secret).await?;
    cx.show(page)
}

pub(super) async fn give(cx: Cx, At(secret): At<String>, Form(sent): Form<BTreeMap<String, String>>) -> Reply {
    let mut said: BTreeMap<Id<Candidate>, (String, String)> = BTreeMap::new();
    for (field, value) in &sent {
        if let Some(id) = field.strip_prefix("mark-").and_then(|id| id.parse().ok()) {
            said.entry(id).or_default().0.clone_from(value);
        }
        if let Some(id) = field.strip_prefix("away-").and_then(|id| id.parse().ok()) {
            said.entry(id).or_default().1.clone_from(value);
        }
    }
    let holder = secret.clone();
    match cx.write(move |tx| actions::mark(tx, &holder, &said)).await {
        Ok(n) => {
            let says = Text::of(cx.lang()).marked(n as u64).to_string();
            cx.done(format!("/sheet/{secret}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, secret).await?;
            cx.again(why, |errors| SheetPage { sent, errors, ..page })
        }
    }
}

impl SheetPage {
    fn value(&self, field: &str, said: Option<String>) -> String {
        self.sent.get(field).cloned().or(said).unwrap_or_default()
    }
    fn form(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut form = ui::Form::post(format!("/sheet/{}", self.secret), &view.csrf);
        for line in &self.lines {
            let (mark, away) = (format!("mark-{}", line.candidate), format!("away-{}", line.candidate));
            let (m, a) = match &line.said {
                Some(Said::Mark(mark)) => (Some(mark.to_string()), None),
                Some(Said::Away(why)) => (None, Some(why.clone())),
                None => (None, None),
            };
            form = form.group(
                t.number_is(line.number).to_string(),
                [
                    Field::text(mark.clone(), t.mark().to_string()).value(self.value(&mark, m)).limit(7),
                    Field::text(away.clone(), t.away_why().to_string()).value(self.value(&away, a)).limit(100),
                ],
            );
        }
        form.errors(self.errors.clone()).submit(t.give().to_string()).html(lang)
    }
}

impl Page for SheetPage {
    fn title(&self, _: Lang) -> String {
        self.title.clone()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            p { strong { (t.at_seat(self.member.panel, self.member.seat)) " " (self.member.name) } }
            @if self.state == State::Open {
                p.hint { (t.sheet_hint(self.highest.as_str())) }
                (self.form(view))
            } @else {
                @for (_, why) in &self.errors { (Notice::new(Tone::No, why.clone()).html(lang)) }
                (Notice::new(Tone::Info, t.sheet_closed().to_string()).html(lang))
                ul { @for line in &self.lines {
                    li { (t.number_is(line.number)) " " @match &line.said {
                        Some(Said::Mark(mark)) => { (mark) }
                        Some(Said::Away(why)) => { (t.away(why.as_str())) }
                        None => { "—" }
                    } }
                } }
            }
        }
    }
}
