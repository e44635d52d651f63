//! Turning the second factor on and off, and the recovery codes, which are made to be printed.

use maud::{Markup, PreEscaped, html};
use serde::{Deserialize, Serialize};
use ui::{Field, Form as Questions};
use web::{Cx, Form, Reply, Routes, Someone, View};

use super::{Screen, keeper, mine::wrong, yes};
use crate::{Text, actions::second::Offer};

pub(super) fn routes() -> Routes {
    Routes::new()
        .post(Someone, "/account/second", ("开始启用第二验证", "Begin to turn on the second factor"), begin)
        .takes::<Begin>()
        .post(Someone, "/account/second/prove", ("启用第二验证", "Turn on the second factor"), prove)
        .takes::<Prove>()
        .post(Someone, "/account/second/drop", ("停用第二验证", "Turn off the second factor"), give_up)
        .takes::<GiveUp>()
        .post(Someone, "/account/codes", ("换一批恢复码", "Make new recovery codes"), codes)
        .takes::<Renew>()
}

// the page asks for the password in several forms, each with an id of its own
#[derive(Deserialize)]
struct Begin {
    second_password: String,
}
#[derive(Deserialize)]
struct Prove {
    code: String,
}
#[derive(Deserialize)]
struct GiveUp {
    drop_password: String,
}
#[derive(Deserialize)]
struct Renew {
    codes_password: String,
}

#[derive(Serialize)]
struct Offered {
    key: String,
    #[serde(skip)]
    picture: String,
}
impl From<Offer> for Offered {
    fn from(o: Offer) -> Self {
        Self { key: o.typed, picture: o.picture }
    }
}
fn draw_offer(o: &Offered, view: &View, errors: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    html! {
        p.lead { (t.second_scan()) }
        // drawn by us from modules: nothing in it comes from outside
        div role="img" aria-label=(t.second_picture().to_string()) { (PreEscaped(&o.picture)) }
        p { (t.second_key()) ": " code { (o.key) } }
        (Questions::post("/account/second/prove", &view.csrf)
            .field(Field::text("code", t.code().to_string()).required().autocomplete("one-time-code").limit(12))
            .errors(errors.to_vec())
            .submit(t.second_begin().to_string())
            .cancel("/account")
            .html(view.lang))
    }
}
#[derive(Serialize)]
struct Codes {
    codes: Vec<String>,
}
fn draw_codes(c: &Codes, view: &View, _: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    html! {
        p.lead { (t.codes_lead()) }
        ol { @for code in &c.codes { li { code { (code) } } } }
        p { (ui::button_link(&t.back_to_account().to_string(), "/account", None)) }
    }
}
fn codes_page(codes: Vec<String>) -> Screen<Codes> {
    Screen::new(|t| t.recovery_codes().to_string(), Codes { codes }, draw_codes)
}
fn offer_page(offer: Offer) -> Screen<Offered> {
    Screen::new(|t| t.second_begin().to_string(), offer.into(), draw_offer)
}

async fn begin(cx: Cx, Form(form): Form<Begin>) -> Reply {
    let (door, actor, issuer) = (keeper(&cx)?, cx.actor().clone(), cx.app().organisation().to_owned());
    let offered = cx.work(move || {
        let confirmed = door.confirm(&actor, "second_password", &form.second_password)?;
        door.offer_second(&actor, &confirmed, &issuer)
    });
    match offered.await {
        Ok(offer) => cx.show(offer_page(offer)),
        Err(why) => wrong(&cx, why).await,
    }
}
async fn prove(cx: Cx, Form(form): Form<Prove>) -> Reply {
    let (door, actor, issuer) = (keeper(&cx)?, cx.actor().clone(), cx.app().organisation().to_owned());
    let (again, by) = (door.clone(), actor.clone());
    match cx.work(move || door.prove_second(&actor, &form.code)).await {
        Ok(codes) => cx.show(codes_page(codes)),
        Err(why) => match cx.work(move || again.offered(&by, &issuer)).await? {
            Some(offer) => cx.again(why, |errors| offer_page(offer).errors(errors)),
            None => wrong(&cx, why).await,
        },
    }
}
async fn give_up(cx: Cx, Form(form): Form<GiveUp>) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    let dropped = cx.work(move || {
        let confirmed = door.confirm(&actor, "drop_password", &form.drop_password)?;
        door.drop_second(&actor, &confirmed)
    });
    match dropped.await {
        Ok(()) => cx.done("/account", yes(&cx, |t| t.second_dropped().to_string())),
        Err(why) => wrong(&cx, why).await,
    }
}
async fn codes(cx: Cx, Form(form): Form<Renew>) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    let made = cx.work(move || {
        let confirmed = door.confirm(&actor, "codes_password", &form.codes_password)?;
        door.new_codes(&actor, &confirmed)
    });
    match made.await {
        Ok(codes) => cx.show(codes_page(codes)),
        Err(why) => wrong(&cx, why).await,
    }
}
