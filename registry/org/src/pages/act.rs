//! The forms by which units change.

use base::{Date, Id, Say};
use db::{Error, FieldError};
use maud::Markup;
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Query, Reply, View};

use super::list::{kinds, ranks};
use crate::{Founding, Kind, Name, Text, Unit, actions, pick, unit_field, whole, written};

base::words! {
    /// What a form does.
    pub(crate) enum Verb {
        /// Found.
        New = "new",
        /// Rename or correct.
        Restate = "restate",
        /// Move.
        Move = "move",
        /// Merge into another.
        Merge = "merge",
        /// Close.
        Close = "close",
    }
}

/// What a form sends; what it does not ask for stays empty.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    on: String,
    code: String,
    name: String,
    short: String,
    kind: String,
    rank: String,
    credit_code: String,
    parent: String,
    position: String,
    heir: String,
    all_below: String,
}

/// What stands after the `?` of the form to found a unit.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Under {
    under: String,
}

#[derive(Serialize)]
struct Asks {
    verb: Verb,
    unit: Option<(Id<Unit>, String)>,
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl Asks {
    fn fields(&self, lang: Lang) -> Vec<Field> {
        let (t, s) = (Text::of(lang), &self.sent);
        let on = Field::day("on", t.on_day().to_string()).value(&s.on).required().hint(t.on_hint().to_string());
        let parent =
            unit_field("parent", t.parent().to_string(), lang).value(&s.parent).hint(t.parent_hint().to_string());
        let position = Field::number("position", t.position().to_string()).value(&s.position);
        let name = || {
            vec![
                Field::text("code", t.code().to_string()).value(&s.code).required().limit(40),
                Field::text("name", t.name().to_string()).value(&s.name).required().limit(100),
                Field::text("short", t.short().to_string()).value(&s.short).limit(40),
                Field::select("kind", t.kind().to_string(), kinds(lang)).value(&s.kind).required(),
                Field::select("rank", t.rank().to_string(), ranks(lang)).value(&s.rank),
                Field::text("credit_code", t.credit_code().to_string()).value(&s.credit_code).limit(18),
            ]
        };
        match self.verb {
            Verb::New => [name(), vec![parent, position, on]].concat(),
            Verb::Restate => [name(), vec![on]].concat(),
            Verb::Move => vec![parent, position, on],
            Verb::Merge => {
                let heir = unit_field("heir", t.heir().to_string(), lang).value(&s.heir).required();
                vec![heir.hint(t.heir_hint().to_string()), on.hint(t.close_hint().to_string())]
            }
            Verb::Close => vec![
                on.hint(t.close_hint().to_string()),
                Field::check("all_below", t.all_below().to_string()).value(&s.all_below),
            ],
        }
    }
    fn label(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match self.verb {
            Verb::New => t.found_unit().to_string(),
            Verb::Restate => t.restate().to_string(),
            Verb::Move => t.move_unit().to_string(),
            Verb::Merge => t.merge().to_string(),
            Verb::Close => t.close().to_string(),
        }
    }
}

impl Page for Asks {
    fn title(&self, lang: Lang) -> String {
        match &self.unit {
            None => self.label(lang),
            Some((_, name)) => format!("{name} · {}", self.label(lang)),
        }
    }
    fn body(&self, view: &View) -> Markup {
        let back = self.unit.as_ref().map_or("/units".to_owned(), |(id, _)| format!("/units/{id}"));
        let action = match &self.unit {
            None => "/units/new".to_owned(),
            Some((id, _)) => format!("/units/{id}/{}", self.verb),
        };
        let fields = self.fields(view.lang).into_iter();
        let mut form = fields.fold(ui::Form::post(action, &view.csrf), ui::Form::field);
        form = form.errors(self.errors.clone()).submit(Text::of(view.lang).save().to_string()).cancel(back);
        if matches!(self.verb, Verb::Close | Verb::Merge) {
            form = form.dangerous();
        }
        form.html(view.lang)
    }
}

fn wrong(field: &str, f: impl Fn(&Text) -> String) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::each(|lang| f(&Text::of(lang))) }
}

impl Sent {
    fn day(&self) -> db::Result<Date> {
        self.on.trim().parse().map_err(|_| Error::Invalid(vec![wrong("on", |t| t.day_needed().to_string())]))
    }
    /// The day and the name, or all that is wrong with them at once, so that nobody is sent back twice.
    fn dated_name(&self) -> db::Result<(Date, Name)> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let kind = self.kind.parse::<Kind>().ok();
        let name = Name {
            code: self.code.trim().to_owned(),
            name: self.name.trim().to_owned(),
            short: self.short.trim().to_owned(),
            // of any kind the rest is checked alike
            kind: kind.unwrap_or(Kind::Department),
            rank: some(&self.rank),
            credit_code: some(&self.credit_code).map(|c| c.to_ascii_uppercase()),
        };
        let mut errors = name.problems();
        if kind.is_none() {
            errors.push(wrong("kind", |t| t.unknown_kind().to_string()));
        }
        match self.day() {
            Ok(on) if errors.is_empty() => Ok((on, name)),
            Err(Error::Invalid(day)) => Err(Error::Invalid([errors, day].concat())),
            Err(other) => Err(other),
            Ok(_) => Err(Error::Invalid(errors)),
        }
    }
    fn position(&self) -> i64 {
        self.position.trim().parse().unwrap_or(0)
    }
}

pub(crate) async fn new_form(cx: Cx, Query(asked): Query<Under>) -> Reply {
    let sent = Sent { on: cx.today().to_string(), parent: asked.under, ..Sent::default() };
    cx.show(Asks { verb: Verb::New, unit: None, sent, errors: vec![] })
}

pub(crate) async fn found(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let (on, name) = asked.dated_name()?;
            let parent = pick(tx, "parent", &asked.parent, on)?;
            let (establishments, quotas, party) = (vec![], vec![], None);
            let founding = Founding { on, name, parent, position: asked.position(), establishments, quotas, party };
            actions::found(tx, &founding)
        })
        .await;
    match done {
        Ok(id) => {
            let says = Text::of(cx.lang()).done_found(sent.name.trim()).to_string();
            cx.done(format!("/units/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => cx.again(why, |errors| Asks { verb: Verb::New, unit: None, sent, errors }),
    }
}

pub(crate) async fn form(cx: Cx, At((id, verb)): At<(Id<Unit>, Verb)>) -> Reply {
    if verb == Verb::New {
        return Err(Error::NotFound.into());
    }
    let on = cx.on();
    let (of, parent) = cx
        .read(move |tx| {
            let of = whole(tx, id, on)?;
            let above = of.above.last().map(|(id, _)| *id);
            let parent = above.map(|id| whole(tx, id, on)).transpose()?.map(|w| written(&w.name.code, &w.name.name));
            Ok((of, parent.unwrap_or_default()))
        })
        .await?;
    let (name, text) = (of.name, |t: Option<String>| t.unwrap_or_default());
    let position = crate::timeline::on(&of.places, on).map_or(0, |s| s.value.position).to_string();
    let unit = Some((id, name.name.clone()));
    let sent = Sent {
        on: cx.today().to_string(),
        code: name.code,
        name: name.name,
        short: name.short,
        kind: name.kind.to_string(),
        rank: text(name.rank),
        credit_code: text(name.credit_code),
        parent,
        position,
        ..Sent::default()
    };
    cx.show(Asks { verb, unit, sent, errors: vec![] })
}

pub(crate) async fn act(cx: Cx, At((id, verb)): At<(Id<Unit>, Verb)>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            if verb == Verb::Restate {
                let (on, name) = asked.dated_name()?;
                return actions::restate(tx, id, on, &name);
            }
            let on = asked.day()?;
            match verb {
                Verb::New | Verb::Restate => Err(Error::NotFound),
                Verb::Move => {
                    let parent = pick(tx, "parent", &asked.parent, on)?;
                    actions::move_to(tx, id, on, parent, asked.position())
                }
                Verb::Merge => {
                    let heir = pick(tx, "heir", &asked.heir, on)?
                        .ok_or_else(|| Error::Invalid(vec![wrong("heir", |t| t.heir_hint().to_string())]))?;
                    actions::merge(tx, id, heir, on)
                }
                Verb::Close => actions::close(tx, id, on, !asked.all_below.is_empty()).map(|r| r.map(|_| ())),
            }
        })
        .await;
    match done {
        Ok(()) => {
            let says = Text::of(cx.lang()).done(sent.on.trim()).to_string();
            cx.done(format!("/units/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let on = cx.on();
            let name = cx.read(move |tx| Ok(whole(tx, id, on)?.name.name)).await?;
            cx.again(why, |errors| Asks { verb, unit: Some((id, name)), sent, errors })
        }
    }
}
