//! The forms by which posts are created, restated, described and closed.

use base::{Date, Id};
use db::{Error, FieldError, Read};
use maud::Markup;
use serde::{Deserialize, Serialize};
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Query, Reply, View};

use super::{
    list::{authorities, classes, levels, times},
    wrong,
};
use crate::{Content, Frame, Post, Text, Whole, actions, whole};

base::words! {
    /// What a form does.
    pub(crate) enum Verb {
        /// Create.
        New = "new",
        /// Rename, put under another unit, or change what the post is.
        Restate = "restate",
        /// Write down duties, role, status and pay.
        Describe = "describe",
        /// Close.
        Close = "close",
    }
}

/// What a form sends; what it does not ask for stays empty.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    on: String,
    unit: String,
    code: String,
    name: String,
    level: String,
    leading: bool,
    class: String,
    time: String,
    managed_by: String,
    openings: String,
    term_years: String,
    position: String,
    duties: String,
    work: String,
    role: String,
    status: String,
    pay: String,
    all: bool,
}

/// What stands after the `?` of the form to create a post.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct In {
    unit: String,
}

#[derive(Serialize)]
struct Asks {
    verb: Verb,
    post: Option<(Id<Post>, String)>,
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl Sent {
    /// What the forms begin with.
    fn of(whole: Whole, today: Date) -> Self {
        let (f, c) = (whole.frame, whole.content);
        Self {
            on: today.to_string(),
            unit: whole.unit_code,
            code: f.code,
            name: f.name,
            level: f.level.unwrap_or_default(),
            leading: f.leading,
            class: f.class.to_string(),
            time: f.time.to_string(),
            managed_by: f.managed_by.unwrap_or_default(),
            openings: f.openings.to_string(),
            term_years: f.term_years.map(|y| y.to_string()).unwrap_or_default(),
            position: f.position.to_string(),
            duties: c.duties,
            work: c.work,
            role: c.role,
            status: c.status,
            pay: c.pay,
            all: false,
        }
    }
    fn content(&self) -> Content {
        let kept = |text: &String| text.replace("\r\n", "\n").trim().to_owned();
        Content {
            duties: kept(&self.duties),
            work: kept(&self.work),
            role: kept(&self.role),
            status: kept(&self.status),
            pay: kept(&self.pay),
        }
    }
    /// What the form says the post is; everything that is wrong with it at once.
    fn frame(&self, tx: &mut Read<'_>, on: Date) -> db::Result<Frame> {
        let mut errors: Vec<FieldError> = Vec::new();
        let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let unit = match org::pick(tx, "unit", &self.unit, on) {
            Err(Error::Invalid(wrong)) => {
                errors.extend(wrong);
                None
            }
            Ok(None) => {
                errors.push(wrong("unit", |t| t.unit_needed().to_string()));
                None
            }
            found => found?,
        };
        let mut number = |field: &str, text: &str, empty: Option<i64>| match some(text) {
            None => empty.or_else(|| {
                errors.push(wrong(field, |t| t.number_needed().to_string()));
                None
            }),
            Some(written) => written.parse().ok().or_else(|| {
                errors.push(wrong(field, |t| t.number_needed().to_string()));
                None
            }),
        };
        let openings = number("openings", &self.openings, None).unwrap_or(1);
        let term_years = number("term_years", &self.term_years, Some(0)).filter(|y| *y != 0);
        let position = number("position", &self.position, Some(0)).unwrap_or(0);
        let class = self.class.parse().map_err(|_| errors.push(wrong("class", |t| t.class_needed().to_string())));
        let time = self.time.parse().map_err(|_| errors.push(wrong("time", |t| t.time_needed().to_string())));
        let frame = Frame {
            // never kept: without a unit there is an error
            unit: unit.unwrap_or_else(Id::new),
            code: self.code.trim().to_owned(),
            name: self.name.trim().to_owned(),
            level: some(&self.level),
            leading: self.leading,
            class: class.unwrap_or(crate::Class::Professional),
            time: time.unwrap_or(crate::Time::Full),
            managed_by: some(&self.managed_by),
            openings,
            term_years,
            position,
        };
        errors.extend(frame.problems());
        if errors.is_empty() { Ok(frame) } else { Err(Error::Invalid(errors)) }
    }
}

/// The day that a form gives.
pub(super) fn day(text: &str) -> db::Result<Date> {
    text.trim().parse().map_err(|_| Error::Invalid(vec![wrong("on", |t| t.day_needed().to_string())]))
}
/// The question from which day on something holds.
pub(super) fn on_field(value: &str, lang: Lang) -> Field {
    let t = Text::of(lang);
    Field::day("on", t.on_day().to_string()).value(value).required().hint(t.on_hint().to_string())
}

impl Asks {
    fn what(&self, lang: Lang) -> Vec<Field> {
        let (t, s) = (Text::of(lang), &self.sent);
        vec![
            org::unit_field("unit", t.unit_code().to_string(), lang)
                .value(&s.unit)
                .required()
                .hint(t.unit_hint().to_string()),
            Field::text("code", t.code().to_string()).value(&s.code).required().limit(40),
            Field::text("name", t.name().to_string()).value(&s.name).required().limit(100),
            Field::select("level", t.level().to_string(), levels(lang)).value(&s.level),
            Field::check("leading", t.leading_hint().to_string()).value(s.leading),
            Field::select("class", t.class().to_string(), classes(lang)).value(&s.class).required(),
            Field::select("time", t.time().to_string(), times(lang)).value(&s.time).required(),
            Field::select("managed_by", t.managed_by().to_string(), authorities(lang)).value(&s.managed_by),
            Field::number("openings", t.openings().to_string()).value(&s.openings).required().limit(5),
            Field::number("term_years", t.term_years().to_string())
                .value(&s.term_years)
                .limit(2)
                .hint(t.term_hint().to_string()),
            Field::number("position", t.position().to_string())
                .value(&s.position)
                .limit(6)
                .hint(t.position_hint().to_string()),
        ]
    }
    fn done_there(&self, lang: Lang) -> Vec<Field> {
        let (t, s) = (Text::of(lang), &self.sent);
        let area = |name: &str, label: String, hint: String, value: &str| {
            Field::area(name, label).hint(hint).value(value).limit(10_000)
        };
        vec![
            area("duties", t.duties().to_string(), t.duties_hint().to_string(), &s.duties),
            area("work", t.work().to_string(), t.work_hint().to_string(), &s.work),
            area("role", t.role().to_string(), t.role_hint().to_string(), &s.role),
            area("status", t.status().to_string(), t.status_hint().to_string(), &s.status),
            area("pay", t.pay().to_string(), t.pay_hint().to_string(), &s.pay),
        ]
    }
    fn label(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        match self.verb {
            Verb::New => t.create(),
            Verb::Restate => t.restate(),
            Verb::Describe => t.describe(),
            Verb::Close => t.close(),
        }
        .to_string()
    }
}

impl Page for Asks {
    fn title(&self, lang: Lang) -> String {
        match &self.post {
            None => self.label(lang),
            Some((_, name)) => format!("{name} · {}", self.label(lang)),
        }
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let (action, back) = match &self.post {
            None => ("/posts/new".to_owned(), "/posts".to_owned()),
            Some((id, _)) => (format!("/posts/{id}/{}", self.verb), format!("/posts/{id}")),
        };
        let form = ui::Form::post(action, &view.csrf);
        let on = on_field(&self.sent.on, lang);
        let form = match self.verb {
            Verb::New => form
                .group(t.what_it_is().to_string(), [self.what(lang), vec![on]].concat())
                .group(t.description_later().to_string(), self.done_there(lang)),
            Verb::Restate => form.group(t.what_it_is().to_string(), [self.what(lang), vec![on]].concat()),
            Verb::Describe => form.group(t.description().to_string(), [self.done_there(lang), vec![on]].concat()),
            Verb::Close => form
                .field(on.hint(t.close_hint().to_string()))
                .field(Field::check("all", t.close_all().to_string()).value(self.sent.all))
                .dangerous(),
        };
        let submit = if self.verb == Verb::Close { t.close().to_string() } else { t.save().to_string() };
        form.errors(self.errors.clone()).submit(submit).cancel(back).html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = super::crumbs(self.post.as_ref(), view.lang);
        shell
    }
}

pub(crate) async fn new_form(cx: Cx, Query(asked): Query<In>) -> Reply {
    let sent = Sent { on: cx.today().to_string(), unit: asked.unit, openings: "1".to_owned(), ..Sent::default() };
    cx.show(Asks { verb: Verb::New, post: None, sent, errors: vec![] })
}

pub(crate) async fn create(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let on = day(&asked.on)?;
            let frame = asked.frame(tx, on)?;
            actions::create(tx, on, &frame, &asked.content(), &[])
        })
        .await;
    match done {
        Ok(id) => {
            let says = Text::of(cx.lang()).done_created(sent.name.trim()).to_string();
            cx.done(format!("/posts/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => cx.again(why, |errors| Asks { verb: Verb::New, post: None, sent, errors }),
    }
}

pub(crate) async fn form(cx: Cx, At((id, verb)): At<(Id<Post>, Verb)>) -> Reply {
    if verb == Verb::New {
        return Err(Error::NotFound.into());
    }
    let on = cx.on();
    let whole = cx.read(move |tx| whole(tx, id, on)).await?;
    let post = Some((id, whole.frame.name.clone()));
    let sent = Sent::of(whole, cx.today());
    cx.show(Asks { verb, post, sent, errors: vec![] })
}

pub(crate) async fn act(cx: Cx, At((id, verb)): At<(Id<Post>, Verb)>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            // whoever may not see the post learns nothing from what is wrong with the form
            let today = tx.today();
            whole(tx, id, today)?;
            let on = day(&asked.on)?;
            match verb {
                Verb::New => Err(Error::NotFound),
                Verb::Restate => {
                    let frame = asked.frame(tx, on)?;
                    actions::restate(tx, id, on, &frame)
                }
                Verb::Describe => actions::describe(tx, id, on, &asked.content()),
                Verb::Close => actions::close(tx, id, on, asked.all),
            }
        })
        .await;
    match done {
        Ok(()) => {
            let says = Text::of(cx.lang()).done(sent.on.trim()).to_string();
            cx.done(format!("/posts/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let on = cx.on();
            let name = cx.read(move |tx| Ok(whole(tx, id, on)?.frame.name)).await?;
            cx.again(why, |errors| Asks { verb, post: Some((id, name)), sent, errors })
        }
    }
}
