//! `/cases/mine`: the meetings in which one gives views, and the cases in which one is a candidate.

use std::collections::BTreeMap;

use base::Id;
use maud::{Markup, html};
use serde::Serialize;
use ui::{Fact, Field, Notice, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, Upload, View};

use super::{
    case::{says, tree},
    standing,
};
use crate::{
    Matter, Stance, Stand, Text,
    compete::{self, Offered},
    own::{self, Asked, Followed, Mine, Sitting},
};

type Fields = BTreeMap<String, String>;

/// What one has to do with cases.
#[derive(Serialize)]
struct Shown {
    meetings: Vec<Sitting>,
    cases: Vec<Mine>,
    offered: Vec<Offered>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx) -> db::Result<Shown> {
    cx.read(|tx| {
        let (meetings, cases, offered) = (own::sittings(tx)?, own::mine(tx)?, compete::offered(tx)?);
        Ok(Shown { meetings, cases, offered, errors: Vec::new() })
    })
    .await
}

pub(super) async fn show(cx: Cx) -> Reply {
    let page = load(&cx).await?;
    cx.show(page)
}

pub(super) async fn speak(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let get = |key: &str| sent.get(key).map(|v| v.trim().to_owned()).unwrap_or_default();
    let (person, view) = (get("person").parse(), get("view").parse::<Stance>());
    let done = match (person, view) {
        (Ok(person), Ok(view)) => cx.write(move |tx| own::speak(tx, case, person, view)).await,
        _ => Err(db::Error::field("view", base::Say::new("请选择表态。", "Choose your view."))),
    };
    match done {
        Ok(()) => {
            let says = Text::of(cx.lang()).done_spoken().to_string();
            cx.done("/cases/mine", Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx).await?;
            cx.again(why, |errors| Shown { errors, ..page })
        }
    }
}

pub(super) async fn state(cx: Cx, At(case): At<Id<Matter>>, mut upload: Upload) -> Reply {
    let done = match upload.file("file") {
        Ok(file) => cx.write(move |tx| own::state(tx, case, &file.bytes)).await.map(drop),
        Err(why) => Err(why),
    };
    match done {
        Ok(()) => {
            let says = Text::of(cx.lang()).done_stated().to_string();
            cx.done("/cases/mine", Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx).await?;
            cx.again(why, |errors| Shown { errors, ..page })
        }
    }
}

async fn after(cx: Cx, done: db::Result<()>, says: String) -> Reply {
    match done {
        Ok(()) => cx.done("/cases/mine", Notice::new(Tone::Yes, says)),
        Err(why) => {
            let page = load(&cx).await?;
            cx.again(why, |errors| Shown { errors, ..page })
        }
    }
}

pub(super) async fn register(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let done = match sent.get("post").map(|p| p.trim()).unwrap_or_default().parse() {
        Ok(post) => cx.write(move |tx| compete::register(tx, case, post)).await,
        Err(_) => Err(db::Error::field("post", base::Say::new("请选择岗位。", "Choose the post."))),
    };
    let says = Text::of(cx.lang()).done_registered().to_string();
    after(cx, done, says).await
}

pub(super) async fn withdraw(cx: Cx, At(case): At<Id<Matter>>) -> Reply {
    let done = cx.write(move |tx| compete::withdraw(tx, case)).await;
    let says = Text::of(cx.lang()).done_withdrawn().to_string();
    after(cx, done, says).await
}

fn offered(of: &Offered, view: &View) -> Markup {
    let t = Text::of(view.lang);
    let posts = of.posts.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let first = of.posts.first().filter(|_| of.posts.len() == 1).map(|(id, _)| id.to_string()).unwrap_or_default();
    // several competitions on one page must not share the ids of their fields
    html! {
        section {
            h3 { (of.title) }
            p { (view.lang.pair(t.reach(), of.reach.to(view.lang))) }
            form.form method="post" action=(format!("/cases/{}/register", of.case)) {
                input type="hidden" name="csrf" value=(view.csrf);
                div.field {
                    label for=(format!("post-{}", of.case)) { (t.post()) }
                    select id=(format!("post-{}", of.case)) name="post" required {
                        @if first.is_empty() { option value="" { (t.choose_post()) } }
                        @for (id, name) in posts { option value=(id) selected[id == first] { (name) } }
                    }
                }
                div.buttons { button.button.primary type="submit" { (t.register()) } }
            }
        }
    }
}

fn asked(case: Id<Matter>, c: &Asked, view: &View) -> Markup {
    let (lang, t) = (view.lang, Text::of(view.lang));
    let choices = Stance::ALL.iter().filter(|s| s.counts() || **s == Stance::Left);
    let choices = choices.filter(|s| c.tied != Some(true) || **s == Stance::Left).map(|s| (s.word(), s.label(lang)));
    html! {
        h3 { (c.name) " " small.muted { (c.post) } }
        @if c.tied == Some(true) { (Notice::new(Tone::Warning, t.you_leave().to_string()).html(lang)) }
        @match c.mine {
            Some(said) => p { (ui::badge(Tone::Info, said.label(lang))) " " (t.it_stands()) },
            None => {
                // two candidates of one case have forms of their own, with names of their own for the labels
                (ui::Form::post(format!("/cases/{case}/speak"), &view.csrf)
                    .hidden("person", c.person)
                    .other(html! {
                        fieldset.field {
                            legend { (t.your_view()) }
                            div.choices { @for (word, label) in choices {
                                label.choice for=(format!("{word}-{}", c.person)) {
                                    input id=(format!("{word}-{}", c.person)) type="radio" name="view" value=(word) required;
                                    span { (label) }
                                }
                            } }
                        }
                    })
                    .submit(t.speak().to_string())
                    .html(lang))
            }
        }
    }
}

impl Followed {
    /// The steps, where the case stands and what follows.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let names: Vec<&str> = self.steps.iter().map(|s| s.to(lang)).collect();
        let (tone, word) = match self.stand {
            Stand::Named => standing(self.now.as_ref(), self.fulfilled, lang),
            other => says(other, lang),
        };
        html! {
            (ui::steps(lang, &names, self.closed))
            (ui::facts(lang, [
                Fact::new(t.post().to_string(), &self.post),
                Fact::markup(t.state().to_string(), ui::badge(tone, &word)),
            ]))
            @if let Some(follows) = &self.follows { p { (follows.to(lang)) } }
        }
    }
}

fn case(m: &Mine, view: &View) -> Markup {
    let (lang, t) = (view.lang, Text::of(view.lang));
    html! {
        section {
            h2 { (m.of.title) }
            (m.of.html(lang))
            @if m.registers {
                p { (ui::post_button(&t.withdraw().to_string(), &format!("/cases/{}/withdraw", m.of.case), &view.csrf, Some(&t.withdraw_sure().to_string()))) }
            }
            @if m.states {
                h3 { (t.statement()) }
                @if m.stated > 0 { p { (ui::badge(Tone::Yes, &t.there().to_string())) " " (t.stated(m.stated as u64)) } }
                (ui::Form::post(format!("/cases/{}/statement", m.of.case), &view.csrf)
                    .field(Field::file("file", t.file().to_string(), ".pdf,.docx").required().hint(t.file_hint().to_string()))
                    .submit(t.hand_in().to_string())
                    .html(lang))
            }
            h3 { (t.recorded_of_me()) }
            @if m.facts.is_empty() { p { (t.nothing_of_me()) } } @else {
                (ui::facts(lang, m.facts.iter().map(|f| Fact::new(f.title.to(lang), f.value.to(lang)).note(format!("{} · {}", f.step.to(lang), f.day)))))
            }
            @if !m.reasons.is_empty() {
                h3 { (t.found_of_me()) }
                @for reason in &m.reasons { (tree(reason, lang).html(lang)) }
            }
            h3 { (t.my_rights()) }
            ul {
                li { a href="/people/me" { (t.right_file()) } }
                li { (t.right_facts()) }
                @if let Some(notice) = m.of.notice { li { a href=(format!("/open/notices/{notice}")) { (t.right_notice()) } } }
            }
        }
    }
}

impl Page for Shown {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).my_cases().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @for (_, why) in &self.errors { (Notice::new(Tone::No, why.clone()).html(lang)) }
            @for m in &self.meetings {
                section {
                    h2 { (t.meeting_on()) (m.title) }
                    @if m.head { p.hint { (t.head_waits()) } }
                    @for c in &m.candidates { (asked(m.case, c, view)) }
                }
            }
            @for m in &self.cases { (case(m, view)) }
            @if !self.offered.is_empty() {
                section { h2 { (t.offered()) } p.hint { (t.offered_hint()) } @for of in &self.offered { (offered(of, view)) } }
            }
            @if self.meetings.is_empty() && self.cases.is_empty() && self.offered.is_empty() { p { (t.none_of_mine()) } }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.lead = Text::of(view.lang).my_cases_lead().to_string();
        shell
    }
}
