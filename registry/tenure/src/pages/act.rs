//! The forms by which people are appointed, removed and appointments put right.

use base::{Date, Id, Say};
use db::{Error, FieldError, Read, Result};
use maud::{Markup, html};
use people::Clue;
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Query, Reply, View};

use super::list::ways;
use crate::{Appointment, Despite, Holding, Row, Tenure, Text, Way, actions, view};

base::words! {
    /// What a form does.
    pub(crate) enum Verb {
        /// Appoint.
        New = "new",
        /// End.
        End = "end",
        /// Correct.
        Correct = "correct",
        /// Take back.
        TakeBack = "take-back",
    }
}

/// What a form sends; what it does not ask for stays empty.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    person: String,
    post: String,
    way: String,
    from: String,
    to: String,
    chosen: String,
    appointed_by: String,
    ordinal: String,
    in_team: String,
    exceptional: String,
    printed: String,
    on: String,
    removed_by: String,
    reason: String,
    /// Why it is done in spite of what speaks against it.
    despite: String,
    /// What spoke against it when the form was shown.
    seen: String,
}

/// What stands after the `?` of the form to appoint: whom and to which post, by id.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    person: String,
    post: String,
}

#[derive(Serialize)]
struct Asks {
    verb: Verb,
    tenure: Option<Id<Tenure>>,
    /// What the person and the post are called, where they are settled.
    about: Vec<String>,
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl Asks {
    fn fields(&self, lang: Lang) -> Vec<Field> {
        let (t, s) = (Text::of(lang), &self.sent);
        let chosen = codes::SELECTION.codes().iter().map(|c| (c.code, c.label(lang)));
        let suggest = |name: &str, label: String, value: &str| {
            Field::suggest(name, label, "/appointments/suggest").value(value).required().limit(60)
        };
        let removal = || {
            vec![
                Field::text("removed_by", t.removed_by().to_string()).value(&s.removed_by).limit(200),
                Field::text("reason", t.reason().to_string()).value(&s.reason).limit(200),
            ]
        };
        let said = |name: &str, label: String, value: &str| {
            let answers = codes::YES_NO.codes().iter().map(|c| (c.code, c.label(lang)));
            Field::select(name, label, answers).value(value)
        };
        let whole = || {
            vec![
                suggest("person", t.person().to_string(), &s.person).hint(t.person_hint().to_string()),
                suggest("post", t.post_code().to_string(), &s.post).hint(t.post_hint().to_string()),
                Field::select("way", t.way().to_string(), ways(lang)).value(&s.way).required(),
                Field::day("from", t.since().to_string()).value(&s.from).required().hint(t.from_hint().to_string()),
                Field::day("to", t.until().to_string()).value(&s.to).hint(t.to_hint().to_string()),
                Field::select("chosen", t.chosen().to_string(), chosen.clone()).value(&s.chosen),
                Field::text("appointed_by", t.appointed_by().to_string()).value(&s.appointed_by).limit(200),
                Field::number("ordinal", t.ordinal().to_string()).value(&s.ordinal).hint(t.ordinal_hint().to_string()),
                said("in_team", t.in_team().to_string(), &s.in_team),
                said("exceptional", t.exceptional().to_string(), &s.exceptional),
                said("printed", t.printed().to_string(), &s.printed),
            ]
        };
        let mut fields = match self.verb {
            Verb::New => whole(),
            Verb::Correct => [whole(), removal()].concat(),
            Verb::End => {
                let on = Field::day("on", t.ends_on().to_string()).value(&s.on).required();
                [vec![on.hint(t.ends_hint().to_string())], removal()].concat()
            }
            Verb::TakeBack => {
                vec![Field::text("reason", t.take_back_why().to_string()).value(&s.reason).required().limit(200)]
            }
        };
        // asked for only where something speaks against it
        if !s.despite.is_empty() || self.errors.iter().any(|(field, _)| field == "despite") {
            fields.push(
                Field::text("despite", t.despite().to_string())
                    .value(&s.despite)
                    .required()
                    .limit(200)
                    .hint(t.despite_hint().to_string()),
            );
        }
        fields
    }
    fn label(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match self.verb {
            Verb::New => t.appoint().to_string(),
            Verb::End => t.end().to_string(),
            Verb::Correct => t.correct().to_string(),
            Verb::TakeBack => t.take_back().to_string(),
        }
    }
}

impl Page for Asks {
    fn title(&self, lang: Lang) -> String {
        self.label(lang)
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (back, action) = match self.tenure {
            None => ("/appointments".to_owned(), "/appointments/new".to_owned()),
            Some(id) => (format!("/appointments/{id}"), format!("/appointments/{id}/{}", self.verb)),
        };
        let fields = self.fields(lang).into_iter();
        let mut form = fields.fold(ui::Form::post(action, &view.csrf), ui::Form::field);
        if !self.sent.seen.is_empty() {
            form = form.hidden("seen", &self.sent.seen);
        }
        // what speaks against it is no mistake in the form: it stands above, and the reason is asked for below
        let (cautions, errors): (Vec<_>, Vec<_>) =
            self.errors.iter().cloned().partition(|(field, _)| field == "caution");
        form = form.errors(errors).submit(self.label(lang)).cancel(back);
        if matches!(self.verb, Verb::End | Verb::TakeBack) {
            form = form.dangerous();
        }
        html! {
            @if self.verb == Verb::Correct { p.muted { (t.correct_lead().to_string()) } }
            @if self.verb == Verb::TakeBack { p.muted { (t.take_back_lead().to_string()) } }
            @for (_, says) in &cautions { (Notice::new(Tone::Warning, says).html(lang)) }
            (form.html(lang))
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = self.about.join(if view.lang == Lang::Zh { "，" } else { ", " });
        shell.breadcrumbs = vec![(Text::of(view.lang).appointments().to_string(), "/appointments".to_owned())];
        shell
    }
}

fn wrong(field: &str, f: impl Fn(&Text) -> String) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::each(|lang| f(&Text::of(lang))) }
}
/// An answer of yes or no, as the form keeps it; nothing where none is given.
fn said(text: &str) -> Option<bool> {
    codes::YES_NO.find(text.trim()).map(|code| code == "是")
}
fn written(said: Option<bool>) -> String {
    said.map_or_else(String::new, |is| if is { "是" } else { "否" }.to_owned())
}
fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

impl Sent {
    fn day(&self, field: &str, text: &str) -> Result<Date> {
        text.trim().parse().map_err(|_| Error::Invalid(vec![wrong(field, |t| t.day_needed().to_string())]))
    }
    fn despite(&self) -> Despite {
        Despite { reason: some(&self.despite), seen: some(&self.seen) }
    }
    /// The person that was meant: an id, a number or a name.
    fn person(&self, tx: &mut Read<'_>) -> Result<Id<crate::Person>> {
        if let Ok(id) = self.person.trim().parse() {
            return Ok(id);
        }
        if self.person.trim().is_empty() {
            return Err(Error::Invalid(vec![wrong("person", |t| t.person_needed().to_string())]));
        }
        let whom = people::whom(tx, &[Clue::written(&self.person)])?.pop().unwrap_or(people::Whom::Nobody);
        whom.one().map(Id::cast).map_err(|say| Error::field("person", say))
    }
    fn post(&self, tx: &mut Read<'_>, on: Date) -> Result<Id<post::Post>> {
        if let Ok(id) = self.post.trim().parse() {
            return Ok(id);
        }
        match post::by_code(tx, self.post.trim(), on) {
            Err(Error::NotFound) => Err(Error::Invalid(vec![wrong("post", |t| t.no_such_post().to_string())])),
            other => other,
        }
    }
    /// All that is wrong at once, so that nobody is sent back twice.
    fn appointment(&self, tx: &mut Read<'_>) -> Result<Appointment> {
        let mut errors = Vec::new();
        let mut keep = |e: Error| match e {
            Error::Invalid(fields) => {
                errors.extend(fields);
                Ok(())
            }
            other => Err(other),
        };
        let from = match self.day("from", &self.from) {
            Ok(day) => Some(day),
            Err(e) => keep(e).map(|()| None)?,
        };
        let to = match some(&self.to).map(|to| self.day("to", &to)).transpose() {
            Ok(to) => to,
            Err(e) => keep(e).map(|()| None)?,
        };
        let person = match self.person(tx) {
            Ok(id) => Some(id),
            Err(e) => keep(e).map(|()| None)?,
        };
        let post = match self.post(tx, from.unwrap_or_else(|| tx.today())) {
            Ok(id) => Some(id),
            Err(e) => keep(e).map(|()| None)?,
        };
        let way = match self.way.parse::<Way>() {
            Ok(way) => Some(way),
            Err(_) => keep(Error::Invalid(vec![wrong("way", |t| t.way_needed().to_string())])).map(|()| None)?,
        };
        let ordinal = match some(&self.ordinal).map(|n| n.parse::<i64>().ok().filter(|n| (0..=10_000).contains(n))) {
            None => Some(0),
            Some(Some(n)) => Some(n),
            Some(None) => {
                keep(Error::Invalid(vec![wrong("ordinal", |t| t.ordinal_hint().to_string())])).map(|()| None)?
            }
        };
        let (Some(from), Some(person), Some(post), Some(way), Some(ordinal)) = (from, person, post, way, ordinal)
        else {
            return Err(Error::Invalid(errors));
        };
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let holding = Holding {
            person,
            post,
            way,
            chosen: some(&self.chosen),
            appointed_by: some(&self.appointed_by),
            removed_by: some(&self.removed_by),
            reason: some(&self.reason),
            ordinal,
            in_team: said(&self.in_team),
            exceptional: said(&self.exceptional),
            printed: said(&self.printed),
        };
        Ok(Appointment { from, to, holding })
    }
}

/// The form again, with what spoke against it as it was shown.
fn again(cx: &Cx, why: Error, mut asks: Asks) -> Reply {
    if let Error::Invalid(fields) = &why {
        asks.sent.seen = actions::seen_in(fields);
    }
    cx.again(why, |errors| Asks { errors, ..asks })
}

pub(crate) async fn new_form(cx: Cx, Query(asked): Query<From>) -> Reply {
    let today = cx.today();
    // the boxes show what people read: a staff number or name, a code
    let (person, post) = cx
        .read(move |tx| {
            let person = match asked.person.parse::<Id<people::Person>>() {
                Ok(id) => match people::file(tx, id, today) {
                    Ok(file) => file.get("number").or(file.get("name")).unwrap_or_default().to_owned(),
                    Err(Error::NotFound) => String::new(),
                    Err(other) => return Err(other),
                },
                Err(_) => String::new(),
            };
            let post = match asked.post.parse::<Id<post::Post>>() {
                Ok(id) => match post::whole(tx, id, today) {
                    Ok(whole) => whole.frame.code,
                    Err(Error::NotFound) => String::new(),
                    Err(other) => return Err(other),
                },
                Err(_) => String::new(),
            };
            Ok((person, post))
        })
        .await?;
    let (way, from) = (Way::Main.to_string(), today.to_string());
    let sent = Sent { person, post, way, from, ..Sent::default() };
    cx.show(Asks { verb: Verb::New, tenure: None, about: vec![], sent, errors: vec![] })
}

pub(crate) async fn appoint(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let appointment = asked.appointment(tx)?;
            actions::appoint(tx, &appointment, &asked.despite())
        })
        .await;
    match done {
        Ok(id) => {
            let notice = Notice::new(Tone::Yes, Text::of(cx.lang()).done_appointed().to_string());
            cx.done(format!("/appointments/{id}"), notice)
        }
        Err(why) => again(&cx, why, Asks { verb: Verb::New, tenure: None, about: vec![], sent, errors: vec![] }),
    }
}

fn about(row: &Row) -> Vec<String> {
    let post = format!("{}{}", row.unit_name, row.frame.name);
    [row.name.clone(), post].into_iter().filter(|t| !t.is_empty()).collect()
}

pub(crate) async fn form(cx: Cx, At((id, verb)): At<(Id<Tenure>, Verb)>) -> Reply {
    if verb == Verb::New {
        return Err(Error::NotFound.into());
    }
    let (on, today) = (cx.on(), cx.today());
    let (row, person) = cx
        .read(move |tx| {
            let (row, _) = view::one(tx, id, on)?;
            let person = match people::file(tx, row.span.value.person.cast(), today) {
                Ok(file) => file.get("number").map(str::to_owned),
                Err(Error::NotFound) => None,
                Err(other) => return Err(other),
            };
            Ok((row, person))
        })
        .await?;
    let h = &row.span.value;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let sent = Sent {
        // the id where there is no number: a name may be several people's
        person: person.unwrap_or_else(|| h.person.to_string()),
        post: row.frame.code.clone(),
        way: h.way.to_string(),
        from: row.span.from.to_string(),
        to: row.span.to.map(|d| d.to_string()).unwrap_or_default(),
        chosen: text(&h.chosen),
        appointed_by: text(&h.appointed_by),
        ordinal: h.ordinal.to_string(),
        in_team: written(h.in_team),
        exceptional: written(h.exceptional),
        printed: written(h.printed),
        on: today.to_string(),
        removed_by: text(&h.removed_by),
        reason: if verb == Verb::TakeBack { String::new() } else { text(&h.reason) },
        ..Sent::default()
    };
    cx.show(Asks { verb, tenure: Some(id), about: about(&row), sent, errors: vec![] })
}

pub(crate) async fn act(cx: Cx, At((id, verb)): At<(Id<Tenure>, Verb)>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| match verb {
            Verb::New => Err(Error::NotFound),
            Verb::End => {
                let on = asked.day("on", &asked.on)?;
                actions::end(tx, id, on, some(&asked.removed_by), some(&asked.reason))
            }
            Verb::Correct => {
                let right = asked.appointment(tx)?;
                actions::correct(tx, id, &right, &asked.despite())
            }
            Verb::TakeBack => Ok(actions::take_back(tx, id, &asked.reason)?.map(drop)),
        })
        .await;
    let t = Text::of(cx.lang());
    match done {
        Ok(()) if verb == Verb::TakeBack => {
            cx.done("/appointments", Notice::new(Tone::Yes, t.done_taken_back().to_string()))
        }
        Ok(()) => {
            let says = if verb == Verb::End {
                t.done_ended(sent.on.trim()).to_string()
            } else {
                t.done_corrected().to_string()
            };
            cx.done(format!("/appointments/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let on = cx.on();
            let (row, _) = cx.read(move |tx| view::one(tx, id, on)).await?;
            again(&cx, why, Asks { verb, tenure: Some(id), about: about(&row), sent, errors: vec![] })
        }
    }
}
