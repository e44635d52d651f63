//! Signing in, the second factor, setting up, signing out.

use db::Error;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Field, Form as Questions, Notice, Tone};
use web::{At, Cx, Form, Public, Query, Reply, Routes, Someone, View};

use super::{Screen, keeper, say, yes};
use crate::{
    Answer, Text,
    actions::{own::wait, set_up::SetUp},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(Public, "/sign-in", ("登录页", "The page to sign in"), sign_in)
        .asks::<Back>()
        .post(Public, "/sign-in", ("登录", "Sign in"), signed_in)
        .takes::<SignIn>()
        .get(Public, "/sign-in/code", ("第二验证页", "The page for the second factor"), code)
        .asks::<Back>()
        .post(Public, "/sign-in/code", ("提交第二验证", "Give the second factor"), coded)
        .takes::<Code>()
        .get(Public, "/set-up/{link}", ("账户设置页", "The page to set up an account"), set_up)
        .post(Public, "/set-up/{link}", ("设置账户", "Set up an account"), set_up_done)
        .takes::<Filled>()
        .post(Someone, "/sign-out", ("退出登录", "Sign out"), sign_out)
        .takes_nothing()
}

/// Where to go afterwards.
#[derive(Deserialize, Default)]
struct Back {
    to: String,
}
#[derive(Deserialize)]
struct SignIn {
    name: String,
    password: String,
    to: String,
}
#[derive(Deserialize)]
struct Code {
    code: String,
    to: String,
}
#[derive(Serialize, Default)]
struct Asked {
    name: String,
    to: String,
}

fn home(to: &str) -> String {
    web::local(to).unwrap_or("/").to_owned()
}

fn sign_in_form(asked: &Asked, view: &View, errors: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    html! {
        p.lead { (t.sign_in_lead()) }
        (Questions::post("/sign-in", &view.csrf)
            .hidden("to", &asked.to)
            .field(Field::text("name", t.name().to_string()).value(&asked.name).required().autocomplete("username").limit(40))
            .field(Field::password("password", t.password().to_string()).required().autocomplete("current-password").limit(1024))
            .errors(errors.to_vec())
            .submit(t.sign_in().to_string())
            .html(view.lang))
        p.hint { (t.forgot()) }
    }
}
fn sign_in_page(asked: Asked) -> Screen<Asked> {
    Screen::new(|t| t.sign_in().to_string(), asked, sign_in_form)
}
async fn sign_in(cx: Cx, Query(back): Query<Back>) -> Reply {
    if cx.actor().signed_in() {
        return cx.go(home(&back.to));
    }
    cx.show(sign_in_page(Asked { name: String::new(), to: back.to }))
}
async fn signed_in(cx: Cx, Form(form): Form<SignIn>) -> Reply {
    let SignIn { name, password, to } = form;
    let (door, caller, old) = (keeper(&cx)?, cx.caller().clone(), cx.session_secret().map(str::to_owned));
    let typed = name.clone();
    let tried = cx.work(move || door.sign_in(&typed, &password, caller.address, &caller.agent, old.as_deref()));
    let why = match tried.await? {
        Answer::In(ticket) => return Ok(cx.with_session(cx.go(home(&to))?, &ticket.0)),
        Answer::Second(ticket) => {
            let next = match web::local(&to) {
                Some(to) => format!("/sign-in/code?to={}", ui::link::encode(to)),
                None => "/sign-in/code".to_owned(),
            };
            return Ok(cx.with_session(cx.go(next)?, &ticket.0));
        }
        Answer::Wait(seconds) => wait(seconds),
        Answer::Wrong => say(|t| t.wrong().to_string()),
    };
    let name = name.chars().take(40).collect();
    cx.again(Error::Refused(why), |errors| sign_in_page(Asked { name, to }).errors(errors))
}

fn code_form(asked: &Asked, view: &View, errors: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    let code = Field::text("code", t.code().to_string())
        .hint(t.code_hint().to_string())
        .required()
        .autocomplete("one-time-code")
        .limit(40);
    Questions::post("/sign-in/code", &view.csrf)
        .hidden("to", &asked.to)
        .field(code)
        .errors(errors.to_vec())
        .submit(t.go_on().to_string())
        .cancel("/sign-in")
        .html(view.lang)
}
fn code_page(to: String) -> Screen<Asked> {
    Screen::new(|t| t.second_step().to_string(), Asked { to, ..Asked::default() }, code_form)
}
/// Whether the browser is half-way in.
async fn half_way(cx: &Cx) -> db::Result<bool> {
    let Some(secret) = cx.session_secret().map(str::to_owned) else { return Ok(false) };
    let door = keeper(cx)?;
    cx.work(move || Ok(door.session(&secret)?.is_some_and(|s| s.second))).await
}
async fn code(cx: Cx, Query(back): Query<Back>) -> Reply {
    if !half_way(&cx).await? {
        return cx.go("/sign-in");
    }
    cx.show(code_page(back.to))
}
async fn coded(cx: Cx, Form(form): Form<Code>) -> Reply {
    if !half_way(&cx).await? {
        return cx.done("/sign-in", Notice::new(Tone::Warning, Text::of(cx.lang()).code_over().to_string()));
    }
    let (door, agent) = (keeper(&cx)?, cx.caller().agent.clone());
    let secret = cx.session_secret().unwrap_or_default().to_owned();
    let typed = form.code;
    let why = match cx.work(move || door.second(&secret, &typed, &agent)).await {
        Ok(Answer::In(ticket)) => return Ok(cx.with_session(cx.go(home(&form.to))?, &ticket.0)),
        Ok(Answer::Wait(seconds)) => Error::field("code", wait(seconds)),
        Ok(Answer::Second(_) | Answer::Wrong) => Error::field("code", say(|t| t.code_wrong().to_string())),
        Err(why) => why,
    };
    cx.again(why, |errors| code_page(form.to).errors(errors))
}

async fn sign_out(cx: Cx) -> Reply {
    if let Some(secret) = cx.session_secret().map(str::to_owned) {
        let door = keeper(&cx)?;
        cx.work(move || door.sign_out(&secret)).await?;
    }
    Ok(cx.without_session(cx.done("/sign-in", yes(&cx, |t| t.signed_out().to_string()))?))
}

#[derive(Deserialize)]
struct Filled {
    name: String,
    display: String,
    password: String,
    again: String,
}
/// What the link is for. Its secret is the address itself and is not repeated.
#[derive(Serialize, Default)]
struct Link {
    #[serde(skip)]
    secret: String,
    name: String,
    display: String,
    known: bool,
}
fn set_up_form(link: &Link, view: &View, errors: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    let new = |name, label| Field::password(name, label).required().autocomplete("new-password").limit(1024);
    let mut form = Questions::post(format!("/set-up/{}", link.secret), &view.csrf);
    if !link.known {
        let name = Field::text("name", t.name().to_string())
            .hint(t.name_hint().to_string())
            .value(&link.name)
            .required()
            .limit(40);
        form = form
            .field(name.autocomplete("username"))
            .field(Field::text("display", t.display().to_string()).value(&link.display).required().limit(60));
    }
    html! {
        p.lead { (t.set_up_lead()) @if link.known { " " (t.name()) ": " strong { (link.name) } } }
        (form
            .field(new("password", t.password().to_string()).hint(t.password_hint().to_string()))
            .field(new("again", t.again().to_string()))
            .errors(errors.to_vec())
            .html(view.lang))
    }
}
fn set_up_page(link: Link) -> Screen<Link> {
    Screen::new(|t| t.set_up().to_string(), link, set_up_form)
}
async fn look(cx: &Cx, secret: String) -> web::Result<Link> {
    let door = keeper(cx)?;
    let asked = secret.clone();
    let invited = cx.work(move || door.invited(&asked)).await?;
    let Some(invited) = invited else {
        let next = say(|t| t.link_over_next().to_string());
        let happened = say(|t| t.link_over().to_string());
        return Err(web::Error::new(axum::http::StatusCode::NOT_FOUND, happened, Some(next)));
    };
    let name = invited.account.as_ref().map(|a| a.name.clone()).unwrap_or_default();
    Ok(Link { secret, name, display: String::new(), known: invited.account.is_some() })
}
async fn set_up(cx: Cx, At(secret): At<String>) -> Reply {
    let link = look(&cx, secret).await?;
    cx.show(set_up_page(link))
}
async fn set_up_done(cx: Cx, At(secret): At<String>, Form(form): Form<Filled>) -> Reply {
    let link = look(&cx, secret.clone()).await?;
    let door = keeper(&cx)?;
    let (name, display) = (form.name.clone(), form.display.clone());
    let Filled { name: typed, display: purpose, password, again } = form;
    let filled = SetUp { name: typed, display: purpose, password, again, lang: cx.lang() };
    match cx.work(move || door.set_up(&secret, &filled)).await {
        Ok(_) => Ok(cx.without_session(cx.done("/sign-in", yes(&cx, |t| t.is_set_up().to_string()))?)),
        Err(why) => {
            let name = if link.known { link.name } else { name };
            cx.again(why, |errors| set_up_page(Link { name, display, ..link }).errors(errors))
        }
    }
}
