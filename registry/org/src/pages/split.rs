//! The form to split a unit: which new units come out of it, and what goes where.

use std::collections::BTreeMap;

use base::{Date, Id, Say};
use db::{Error, FieldError};
use maud::Markup;
use serde::Serialize;
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::list::{kinds, ranks};
use crate::{Name, Part, Text, Unit, actions, children, whole};

/// How many new units one form can make. More come out by the same form on the same day.
const MOST: usize = 3;

/// What the form sends: `on`; `code_1`, `name_1`, … of the new units; `to_<id>` with a new unit's number for each unit
/// below that leaves.
pub(crate) type Sent = BTreeMap<String, String>;

#[derive(Serialize)]
struct Asks {
    unit: Id<Unit>,
    name: String,
    /// What stands right below, which stays or goes.
    below: Vec<(Id<Unit>, String)>,
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

fn said<'s>(sent: &'s Sent, key: &str) -> &'s str {
    sent.get(key).map(|s| s.trim()).unwrap_or_default()
}

impl Page for Asks {
    fn title(&self, lang: Lang) -> String {
        format!("{} · {}", self.name, Text::of(lang).split())
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let value = |key: &str| said(&self.sent, key).to_owned();
        let mut form = ui::Form::post(format!("/units/{}/split", self.unit), &view.csrf);
        let on = Field::day("on", t.on_day().to_string()).value(value("on")).required();
        form = form.field(on.hint(t.split_hint().to_string()));
        for n in 1..=MOST {
            let key = |part: &str| format!("{part}_{n}");
            let text = |part: &str, label: String| Field::text(key(part), label).value(value(&key(part)));
            form = form.group(
                t.new_unit(n as u64).to_string(),
                [
                    text("code", t.code().to_string()).limit(40),
                    text("name", t.name().to_string()).limit(100),
                    text("short", t.short().to_string()).limit(40),
                    Field::select(key("kind"), t.kind().to_string(), kinds(lang)).value(value(&key("kind"))),
                    Field::select(key("rank"), t.rank().to_string(), ranks(lang)).value(value(&key("rank"))),
                ],
            );
        }
        let places = || {
            let goes = (1..=MOST).map(|n| (n.to_string(), t.new_unit(n as u64).to_string()));
            std::iter::once((String::new(), t.stays().to_string())).chain(goes).collect::<Vec<_>>()
        };
        if !self.below.is_empty() {
            let goes = self.below.iter().map(|(id, name)| {
                let key = format!("to_{id}");
                Field::select(key.clone(), name.clone(), places()).value(value(&key))
            });
            form = form.group(t.goes_where().to_string(), goes);
        }
        let back = format!("/units/{}", self.unit);
        form.errors(self.errors.clone()).submit(t.split().to_string()).cancel(back).html(lang)
    }
}

fn wrong(field: String, f: impl Fn(&Text) -> String) -> FieldError {
    FieldError { field, say: Say::each(|lang| f(&Text::of(lang))) }
}

/// What was filled in, or what is wrong with it at each box.
fn read(sent: &Sent) -> db::Result<(Date, Vec<(usize, Part)>)> {
    let mut errors = Vec::new();
    let on = said(sent, "on").parse().map_err(|_| errors.push(wrong("on".into(), |t| t.day_needed().to_string())));
    let mut parts = Vec::new();
    for n in 1..=MOST {
        let get = |part: &str| said(sent, &format!("{part}_{n}")).to_owned();
        if ["code", "name", "short", "rank"].iter().all(|part| get(part).is_empty()) {
            continue;
        }
        let Ok(kind) = get("kind").parse() else {
            errors.push(wrong(format!("kind_{n}"), |t| t.unknown_kind().to_string()));
            continue;
        };
        let rank = Some(get("rank")).filter(|r| !r.is_empty());
        let name = Name { code: get("code"), name: get("name"), short: get("short"), kind, rank, credit_code: None };
        errors.extend(name.problems().into_iter().map(|e| FieldError { field: format!("{}_{n}", e.field), ..e }));
        parts.push((n, Part { name, children: vec![] }));
    }
    for (key, to) in sent.iter().filter(|(_, to)| !to.trim().is_empty()) {
        let Some(child) = key.strip_prefix("to_").and_then(|id| id.parse().ok()) else { continue };
        match parts.iter_mut().find(|(n, _)| to.trim() == n.to_string()) {
            Some((_, part)) => part.children.push(child),
            None => errors.push(wrong(key.clone(), |t| t.goes_nowhere().to_string())),
        }
    }
    for (i, (n, part)) in parts.iter().enumerate() {
        if !part.name.code.is_empty() && parts[..i].iter().any(|(_, other)| other.name.code == part.name.code) {
            errors.push(wrong(format!("code_{n}"), |t| t.code_twice().to_string()));
        }
    }
    if parts.is_empty() && errors.is_empty() {
        errors.push(wrong("code_1".into(), |t| t.one_new_unit().to_string()));
    }
    match on {
        Ok(on) if errors.is_empty() => Ok((on, parts)),
        _ => Err(Error::Invalid(errors)),
    }
}

async fn page(cx: &Cx, unit: Id<Unit>, sent: Sent) -> db::Result<Asks> {
    let on = said(&sent, "on").parse().unwrap_or(cx.on());
    let (name, below) = cx
        .read(move |tx| {
            let below = children(tx, Some(unit), on)?;
            Ok((whole(tx, unit, on)?.name.name, below.into_iter().map(|r| (r.unit, r.name.name)).collect()))
        })
        .await?;
    Ok(Asks { unit, name, below, sent, errors: vec![] })
}

pub(crate) async fn form(cx: Cx, At(id): At<Id<Unit>>) -> Reply {
    let sent = Sent::from([("on".to_owned(), cx.today().to_string())]);
    let page = page(&cx, id, sent).await?;
    cx.show(page)
}

pub(crate) async fn act(cx: Cx, At(id): At<Id<Unit>>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let (on, parts) = read(&asked)?;
            let (numbers, parts): (Vec<usize>, Vec<Part>) = parts.into_iter().unzip();
            actions::split(tx, id, on, &parts).map_err(|why| at_its_box(why, &numbers, &parts))
        })
        .await;
    match done {
        Ok(_) => {
            let says = Text::of(cx.lang()).done(said(&sent, "on")).to_string();
            cx.done(format!("/units/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = page(&cx, id, sent).await?;
            cx.again(why, |errors| Asks { errors, ..page })
        }
    }
}

/// A code that is taken is said by the action for `code`; here it stands at the box of the unit that has it.
fn at_its_box(why: Error, numbers: &[usize], parts: &[Part]) -> Error {
    let Error::Invalid(mut fields) = why else { return why };
    for field in fields.iter_mut().filter(|f| f.field == "code") {
        let taken = parts.iter().position(|p| field.say.zh.contains(&format!("“{}”", p.name.code)));
        if let Some(n) = taken.and_then(|i| numbers.get(i)) {
            field.field = format!("code_{n}");
        }
    }
    Error::Invalid(fields)
}
