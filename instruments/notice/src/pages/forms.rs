//! Publishing, correcting, withdrawing; objections and answers.

use base::{Date, Id, Say};
use db::{Error, Result};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Field, Notice as Told, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::{One, load};
use crate::{Draft, Edition, Finding, Heard, Notice, Objection, Reveal, Text, actions, rules};

/// What the forms send; what a form does not ask for stays empty.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    title: String,
    text: String,
    unit: String,
    until: String,
    reason: String,
    day: String,
    who: String,
    finding: String,
    answer: String,
}

/// Why.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Why {
    reason: String,
}

fn day(field: &str, text: &str) -> Result<Date> {
    let needed = || Error::field(field, Say::new("请写成 2026-06-01。", "Write the day as 2026-06-01."));
    text.trim().parse().map_err(|_| needed())
}

/// The form of a notice that belongs to nothing else.
#[derive(Serialize)]
struct New {
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

pub(super) async fn new_form(cx: Cx) -> Reply {
    // as long as the rule asks for at least
    let on = cx.today();
    let in_force = cx.read(move |tx| rulebook::in_force(tx, "cn/selection", on, None)).await?;
    let days = in_force.and_then(|f| f.pack.rule("notice-days", on)?.whole("days"));
    let until = days.and_then(|n| u32::try_from(n).ok()).map(|n| rulepacks::workdays().after(cx.today(), n).last);
    let sent = Sent { until: until.map(|d| d.to_string()).unwrap_or_default(), ..Sent::default() };
    cx.show(New { sent, errors: vec![] })
}

pub(super) async fn publish(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let today = tx.today();
            let unit = org::pick(tx, "unit", &asked.unit, today)?;
            let unit = unit.ok_or_else(|| Error::field("unit", Say::new("请填写机构。", "Name the unit.")))?;
            let until = day("until", &asked.until)?;
            let draft = Draft { unit, about: None, title: asked.title, text: asked.text, people: vec![], until };
            actions::publish_alone(tx, &draft)
        })
        .await;
    match done {
        Ok(notice) => {
            let told = Told::new(Tone::Yes, Text::of(cx.lang()).done_published().to_string());
            cx.done(format!("/notices/{notice}"), told)
        }
        Err(why) => cx.again(why, |errors| New { sent, errors }),
    }
}

impl Page for New {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).publish().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, s) = (view.lang, Text::of(view.lang), &self.sent);
        ui::Form::post("/notices/new", &view.csrf)
            .field(
                Field::text("title", t.name().to_string())
                    .value(&s.title)
                    .required()
                    .limit(100)
                    .hint(t.title_hint().to_string()),
            )
            .field(org::unit_field("unit", t.unit().to_string(), lang).value(&s.unit).required())
            .field(
                Field::area("text", t.text_of_notice().to_string())
                    .value(&s.text)
                    .required()
                    .limit(rules::LONGEST as u32),
            )
            .field(
                Field::day("until", t.until().to_string()).value(&s.until).required().hint(t.until_hint().to_string()),
            )
            .errors(self.errors.clone())
            .submit(t.publish().to_string())
            .cancel("/notices")
            .html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).notices().to_string(), "/notices".to_owned())];
        shell
    }
}

async fn again(cx: &Cx, notice: Id<Notice>, why: Error, sent: Sent, form: &'static str) -> Reply {
    let page = load(cx, notice).await?;
    cx.again(why, |errors| One { sent, errors, form, ..page })
}

pub(super) async fn correct(cx: Cx, At(notice): At<Id<Notice>>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let until = day("until", &asked.until)?;
            actions::correct(tx, notice, &asked.title, &asked.text, until, &asked.reason)
        })
        .await;
    match done {
        Ok(()) => {
            let told = Told::new(Tone::Yes, Text::of(cx.lang()).done_corrected().to_string());
            cx.done(format!("/notices/{notice}"), told)
        }
        Err(why) => again(&cx, notice, why, sent, "correct").await,
    }
}

pub(super) async fn withdraw(cx: Cx, At(notice): At<Id<Notice>>, Form(why): Form<Why>) -> Reply {
    let reason = why.reason.clone();
    match cx.write(move |tx| actions::withdraw(tx, notice, &reason)).await {
        Ok(()) => {
            let told = Told::new(Tone::Yes, Text::of(cx.lang()).done_withdrawn().to_string());
            cx.done(format!("/notices/{notice}"), told)
        }
        Err(wrong) => again(&cx, notice, wrong, Sent { reason: why.reason, ..Sent::default() }, "withdraw").await,
    }
}

pub(super) async fn object(cx: Cx, At(notice): At<Id<Notice>>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let on = day("day", &asked.day)?;
            actions::object(tx, notice, on, &asked.text, &asked.who)
        })
        .await;
    match done {
        Ok(_) => {
            let told = Told::new(Tone::Yes, Text::of(cx.lang()).done_objected().to_string());
            cx.done(format!("/notices/{notice}"), told)
        }
        Err(why) => again(&cx, notice, why, sent, "object").await,
    }
}

/// The answer as it was sent, with what is wrong.
#[derive(Serialize)]
struct Answering {
    objection: Id<Objection>,
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}
impl Page for Answering {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).answer().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        answer_form(self.objection, &self.sent, &self.errors, view)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).notices().to_string(), "/notices".to_owned())];
        shell
    }
}

pub(super) async fn answer(cx: Cx, At(objection): At<Id<Objection>>, Form(sent): Form<Sent>) -> Reply {
    let asked = sent.clone();
    let done = cx
        .write(move |tx| {
            let finding = asked
                .finding
                .parse::<Finding>()
                .map_err(|_| Error::field("finding", Say::new("请选择核查结论。", "Choose what was found.")))?;
            actions::answer(tx, objection, finding, &asked.answer)
        })
        .await;
    match done {
        Ok(notice) => {
            let told = Told::new(Tone::Yes, Text::of(cx.lang()).done_answered().to_string());
            cx.done(format!("/notices/{notice}"), told)
        }
        Err(why) => cx.again(why, |errors| Answering { objection, sent, errors }),
    }
}

/// Who objected. Answered once; never kept.
#[derive(Serialize)]
struct Who {
    who: String,
    #[serde(skip)]
    objection: Id<Objection>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}
impl Page for Who {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).who().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @for (_, says) in &self.errors { (Told::new(Tone::No, says).html(lang)) }
            @if self.who.is_empty() {
                (ui::reveal(lang, &t.sealed().to_string(), &format!("/objections/{}/who", self.objection), &view.csrf))
            } @else {
                (ui::facts(lang, [ui::Fact::new(t.who().to_string(), &self.who)]))
            }
        }
    }
}

pub(super) async fn reveal(cx: Cx, At(objection): At<Id<Objection>>, Form(why): Form<Why>) -> Reply {
    match cx.write(move |tx| actions::reveal(tx, objection, &why.reason)).await {
        Ok(who) => cx.show(Who { who, objection, errors: vec![] }),
        Err(wrong) => cx.again(wrong, |errors| Who { who: String::new(), objection, errors }),
    }
}

fn answer_form(objection: Id<Objection>, sent: &Sent, errors: &[(String, String)], view: &View) -> Markup {
    let (lang, t) = (view.lang, Text::of(view.lang));
    let findings = Finding::ALL.iter().map(|f| (f.word(), f.label(lang)));
    ui::Form::post(format!("/objections/{objection}/answer"), &view.csrf)
        .field(Field::select("finding", t.finding().to_string(), findings).value(&sent.finding).required())
        .field(
            Field::area("answer", t.answer_text().to_string())
                .value(&sent.answer)
                .required()
                .limit(rules::LONGEST as u32),
        )
        .errors(errors.to_vec())
        .submit(t.answer().to_string())
        .html(lang)
}

impl One {
    pub(super) fn objections_html(&self, all: &[Heard], view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        // the first that waits is answered here: two forms of the same names would share their anchors
        let waits = all.iter().find(|h| h.answer.is_none()).map(|h| h.objection);
        html! {
            section.no-print {
                h2 { (t.objections()) }
                @if all.is_empty() { p.muted { (t.no_objections()) } }
                @for heard in all {
                    article {
                        h3 { (heard.day) " " @if heard.answer.is_some() { (ui::badge(Tone::Yes, &t.is_answered().to_string())) } @else { (ui::badge(Tone::Warning, &t.waits().to_string())) } }
                        @for line in heard.text.lines() { p { (line) } }
                        @if heard.named {
                            @if view.can::<Reveal>() { (ui::reveal(lang, &t.sealed().to_string(), &format!("/objections/{}/who", heard.objection), &view.csrf)) }
                        } @else { p.hint { (t.without_name()) } }
                        @if let Some((day, finding, text)) = &heard.answer {
                            p { (day) " " strong { (finding.label(lang)) } " " (text) }
                        } @else if view.can::<crate::Publish>() && waits == Some(heard.objection) {
                            (answer_form(heard.objection, &Sent::default(), &[], view))
                        }
                    }
                }
            }
        }
    }

    pub(super) fn changes(&self, last: &Edition, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let at = |verb: &str| format!("/notices/{}/{verb}", last.notice);
        let open = |form: &str| self.form == form && !self.errors.is_empty();
        let errors = |form: &str| if self.form == form { self.errors.clone() } else { vec![] };
        let or = |sent: &String, was: &str| if self.form == "correct" { sent.clone() } else { was.to_owned() };
        let s = &self.sent;
        // one form at a time is open, so that labels and fields meet
        html! {
            section.no-print {
                h2 { (t.changes()) }
                details open[open("object") || (self.form.is_empty() && self.objections.is_some())] {
                    summary.button { (t.object()) }
                    (ui::Form::post(at("objections"), &view.csrf)
                        .field(Field::day("day", t.received_on().to_string()).value(if s.day.is_empty() { view.today.to_string() } else { s.day.clone() }).required())
                        .field(Field::text("who", t.who().to_string()).value(&s.who).limit(100).hint(t.who_hint().to_string()).autocomplete("off"))
                        .field(Field::area("text", t.objection_text().to_string()).value(if self.form == "object" { s.text.as_str() } else { "" }).required().limit(rules::LONGEST as u32))
                        .errors(errors("object"))
                        .submit(t.object().to_string())
                        .html(lang))
                }
                details open[open("correct")] {
                    summary.button { (t.correct()) }
                    (ui::Form::post(at("correct"), &view.csrf)
                        .other(html! { p.muted { (t.correct_lead()) } })
                        .field(Field::text("title", t.name().to_string()).value(or(&s.title, &last.title)).required().limit(100).nth(1))
                        .field(Field::area("text", t.text_of_notice().to_string()).value(or(&s.text, &last.text)).required().limit(rules::LONGEST as u32).nth(1))
                        .field(Field::day("until", t.until().to_string()).value(or(&s.until, last.until.as_str())).required().nth(1))
                        .field(Field::text("reason", t.reason().to_string()).value(or(&s.reason, "")).required().limit(200).nth(1))
                        .errors(errors("correct").into_iter().map(|(f, m)| (format!("{f}.1"), m)))
                        .submit(t.correct().to_string())
                        .html(lang))
                }
                details open[open("withdraw")] {
                    summary.button.danger { (t.withdraw()) }
                    (ui::Form::post(at("withdraw"), &view.csrf)
                        .other(html! { p.muted { (t.withdraw_lead()) } })
                        .field(Field::text("reason", t.reason().to_string()).value(if self.form == "withdraw" { s.reason.as_str() } else { "" }).required().limit(200))
                        .errors(errors("withdraw"))
                        .submit(t.withdraw().to_string())
                        .dangerous()
                        .html(lang))
                }
            }
        }
    }
}
