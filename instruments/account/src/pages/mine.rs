//! My account: password, language, browsers, tokens.

use base::{Date, Id, Lang};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, Form as Questions, Table};
use web::{At, Cx, Form, Reply, Routes, Someone, View};

use super::{Screen, group_name, keeper, minute, role_name, yes};
use crate::{
    SessionKey, Text, TokenKey,
    actions::{own::Mine, tokens::TokenForm},
    store::facts::GrantRow,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(Someone, "/account", ("我的账户", "My account"), mine)
        .post(Someone, "/account/password", ("修改密码", "Change the password"), password)
        .takes::<Password>()
        .post(Someone, "/account/language", ("设定界面语言", "Set the language"), language)
        .takes::<Language>()
        .post(Someone, "/account/sessions/{id}/end", ("退出一台设备", "Sign out one browser"), end_session)
        .takes_nothing()
        .post(Someone, "/account/sessions/end", ("全部退出", "Sign out everywhere"), end_all)
        .takes_nothing()
        .post(Someone, "/account/tokens", ("新建接口令牌", "Make an API token"), make_token)
        .takes::<NewToken>()
        .post(Someone, "/account/tokens/{id}/revoke", ("撤销接口令牌", "Revoke an API token"), revoke)
        .takes_nothing()
}

#[derive(Serialize)]
struct MyAccount {
    name: String,
    display: String,
    language: String,
    password_at: base::Timestamp,
    second_factor: bool,
    recovery_left: i64,
    roles: Vec<auth::Role>,
    sessions: Vec<crate::actions::own::SignedInBrowser>,
    tokens: Vec<crate::actions::tokens::Token>,
    #[serde(skip)]
    grants: Vec<GrantRow>,
    #[serde(skip)]
    names: Names,
}
impl From<Mine> for MyAccount {
    fn from(m: Mine) -> Self {
        Self {
            name: m.account.name,
            display: m.account.display,
            language: m.account.lang,
            password_at: m.password_at,
            second_factor: m.second,
            recovery_left: m.recovery_left,
            roles: m.grants.iter().map(|g| g.role).collect(),
            sessions: m.sessions,
            tokens: m.tokens,
            grants: m.grants,
            names: m.names,
        }
    }
}

/// The restricted columns of a grant, by name.
pub(super) fn shown(grant: &GrantRow, lang: Lang) -> String {
    let shows = grant.columns().unwrap_or_default();
    let groups = auth::ColumnGroup::ALL.iter().filter(|c| shows.has(**c)).map(|c| group_name(*c, lang));
    groups.collect::<Vec<_>>().join(" · ")
}
/// What units are called.
pub(super) type Names = std::collections::HashMap<Id<org::Unit>, String>;
/// The unit of a grant by its name, by its path where it has none any more.
pub(super) fn over(grant: &GrantRow, names: &Names, t: &Text) -> String {
    match grant.unit {
        Some(unit) => names.get(&unit).unwrap_or(&grant.place).clone(),
        None if grant.place.is_empty() => t.whole_tree().to_string(),
        None => grant.place.clone(),
    }
}

fn grants_table(grants: &[GrantRow], names: &Names, lang: Lang) -> Table {
    let t = Text::of(lang);
    let columns = vec![
        Column::text("role", t.role().to_string()),
        Column::text("place", t.place().to_string()),
        Column::text("shows", t.shows().to_string()),
        Column::date("from", t.from().to_string()),
        Column::date("until", t.until().to_string()),
    ];
    let rows = grants.iter().map(|g| {
        let (role, place) = (role_name(g.role, lang), over(g, names, &t));
        vec![
            Cell::new(role),
            Cell::new(place),
            Cell::new(shown(g, lang)),
            Cell::from(g.valid_from),
            Cell::of(g.valid_to),
        ]
    });
    Table::new(t.grants().to_string(), columns).rows(rows).empty(t.no_roles().to_string(), "")
}

fn draw(a: &MyAccount, view: &View, errors: &[(String, String)]) -> Markup {
    let (t, lang, csrf) = (Text::of(view.lang), view.lang, view.csrf.as_str());
    let of = |names: &[&str]| -> Vec<(String, String)> {
        errors.iter().filter(|(n, _)| names.contains(&n.as_str())).cloned().collect()
    };
    // a message that belongs to no question stands at the top
    let known = ["old", "new", "again", "name", "scope", "expires_on", "confirm"];
    let other = errors.iter().filter(|(n, _)| !known.contains(&n.as_str()));
    html! {
        @for (_, message) in other { (ui::Notice::new(ui::Tone::No, message).html(lang)) }
        p { strong { (a.display) } " · " (a.name) }
        section { h2 { (t.my_roles()) } (grants_table(&a.grants, &a.names, lang).html(lang)) }
        section { h2 { (t.change_password()) } (password_form(&t, lang, csrf, of(&["old", "new", "again"]))) }
        section { h2 { (t.second_step()) } (second_part(a, &t, lang, csrf)) }
        section { h2 { (t.sessions()) } (sessions_part(a, &t, csrf)) }
        section { h2 { (t.tokens()) } (tokens_part(a, &t, view, of(&["name", "scope", "expires_on", "confirm"]))) }
        section {
            h2 { (t.language()) }
            (Questions::post("/account/language", csrf)
                .field(Field::select("language", t.language().to_string(), Lang::ALL.map(|l| (l.tag(), l.name()))).value(&a.language).required())
                .html(lang))
        }
    }
}
fn password_form(t: &Text, lang: Lang, csrf: &str, errors: Vec<(String, String)>) -> Markup {
    let new = |name, label| Field::password(name, label).required().autocomplete("new-password").limit(1024);
    Questions::post("/account/password", csrf)
        .field(Field::password("old", t.old_password().to_string()).required().autocomplete("current-password"))
        .field(new("new", t.new_password().to_string()).hint(t.password_hint().to_string()))
        .field(new("again", t.again().to_string()))
        .errors(errors)
        .submit(t.change_password().to_string())
        .html(lang)
}
/// The password once more, under an id of its own because the page asks several times.
fn confirm(name: &str, t: &Text) -> Field {
    Field::password(name, t.confirm_password().to_string()).required().autocomplete("current-password").limit(1024)
}
fn second_part(a: &MyAccount, t: &Text, lang: Lang, csrf: &str) -> Markup {
    let form = |to: &str, field: &str, label: String| Questions::post(to, csrf).field(confirm(field, t)).submit(label);
    html! {
        @if a.second_factor {
            p { (t.second_on(a.recovery_left)) }
            details { summary { (t.new_codes()) } (form("/account/codes", "codes_password", t.new_codes().to_string()).html(lang)) }
            details {
                summary { (t.second_drop()) }
                (form("/account/second/drop", "drop_password", t.second_drop().to_string()).dangerous().html(lang))
            }
        } @else {
            p { (t.second_off()) }
            (form("/account/second", "second_password", t.second_begin().to_string()).html(lang))
        }
    }
}
fn sessions_part(a: &MyAccount, t: &Text, csrf: &str) -> Markup {
    html! {
        div.table-wrap role="region" aria-label=(t.sessions()) tabindex="0" { table {
            thead { tr {
                th scope="col" { (t.browser()) } th scope="col" { (t.since()) } th scope="col" { (t.last_seen()) }
                th scope="col" { (t.end_session()) }
            } }
            tbody { @for s in &a.sessions { tr {
                td { (s.agent) @if s.here { " (" (t.session_here()) ")" } }
                td { (minute(s.made_at)) }
                td { (minute(s.seen_at)) }
                td { (ui::post_button(&t.end_session().to_string(), &format!("/account/sessions/{}/end", s.id), csrf, None)) }
            } } }
        } }
        (ui::post_button(&t.end_all().to_string(), "/account/sessions/end", csrf, None))
    }
}
fn tokens_part(a: &MyAccount, t: &Text, view: &View, errors: Vec<(String, String)>) -> Markup {
    html! {
        p.hint { (t.tokens_lead()) }
        @if !a.tokens.is_empty() {
            div.table-wrap role="region" aria-label=(t.tokens()) tabindex="0" { table {
                thead { tr {
                    th scope="col" { (t.token_name()) } th scope="col" { (t.token_scope()) } th scope="col" { (t.made_on()) }
                    th scope="col" { (t.token_expires()) } th scope="col" { (t.last_seen()) } th scope="col" { (t.token_revoke()) }
                } }
                tbody { @for k in &a.tokens { tr {
                    td { (k.name) }
                    td { (k.scope) }
                    td { (k.made_on) }
                    td { (k.expires_on) }
                    td { @match k.seen_on { Some(day) => (day), None => (t.never()) } }
                    td { (ui::post_button(&t.token_revoke().to_string(), &format!("/account/tokens/{}/revoke", k.id), &view.csrf, None)) }
                } } }
            } }
        }
        (Questions::post("/account/tokens", &view.csrf)
            .field(Field::text("name", t.token_name().to_string()).required().limit(60))
            .field(Field::text("scope", t.token_scope().to_string()).hint(t.token_scope_hint().to_string()).required().limit(400))
            .field(Field::day("expires_on", t.token_expires().to_string()).value(view.today.plus_days(90)).required())
            .field(confirm("confirm", t))
            .errors(errors)
            .submit(t.token_make().to_string())
            .html(view.lang))
    }
}

async fn page(cx: &Cx) -> db::Result<Screen<MyAccount>> {
    let (door, actor) = (keeper(cx)?, cx.actor().clone());
    let secret = cx.session_secret().unwrap_or_default().to_owned();
    let mine = cx.work(move || door.mine(&actor, &secret)).await?;
    Ok(Screen::new(|t| t.my_account().to_string(), mine.into(), draw))
}
async fn mine(cx: Cx) -> Reply {
    let page = page(&cx).await?;
    cx.show(page)
}
/// The page again with what was wrong.
pub(super) async fn wrong(cx: &Cx, why: db::Error) -> Reply {
    let page = page(cx).await?;
    cx.again(why, |errors| page.errors(errors))
}

#[derive(Deserialize)]
struct Password {
    old: String,
    new: String,
    again: String,
}
async fn password(cx: Cx, Form(form): Form<Password>) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    let secret = cx.session_secret().unwrap_or_default().to_owned();
    match cx.work(move || door.change_password(&actor, &secret, &form.old, &form.new, &form.again)).await {
        Ok(()) => {
            let kept = Text::of(cx.lang()).others_ended().to_string();
            cx.done("/account", yes(&cx, |t| t.password_changed().to_string()).kept(kept))
        }
        Err(why) => wrong(&cx, why).await,
    }
}
#[derive(Deserialize)]
struct Language {
    language: String,
}
async fn language(cx: Cx, Form(form): Form<Language>) -> Reply {
    let Some(lang) = Lang::from_tag(&form.language) else { return Err(db::Error::NotFound.into()) };
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    cx.work(move || door.set_lang(&actor, lang)).await?;
    cx.done(format!("/account?lang={lang}"), yes(&cx, |t| t.language_set().to_string()))
}
async fn end_session(cx: Cx, At(id): At<Id<SessionKey>>) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    cx.work(move || door.end_session(&actor, id)).await?;
    cx.done("/account", yes(&cx, |t| t.session_ended().to_string()))
}
async fn end_all(cx: Cx) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    cx.work(move || door.end_all_sessions(&actor)).await?;
    Ok(cx.without_session(cx.done("/sign-in", yes(&cx, |t| t.signed_out().to_string()))?))
}
#[derive(Deserialize)]
struct NewToken {
    name: String,
    scope: String,
    expires_on: Option<Date>,
    confirm: String,
}
#[derive(Serialize)]
struct Made {
    token: String,
}
fn draw_token(made: &Made, view: &View, _: &[(String, String)]) -> Markup {
    let t = Text::of(view.lang);
    html! {
        p.lead { (t.token_once()) }
        p { code { (made.token) } " " (ui::copy_button(view.lang, &made.token)) }
        p { (ui::button_link(&t.back_to_account().to_string(), "/account", None)) }
    }
}
async fn make_token(cx: Cx, Form(form): Form<NewToken>) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    let known: Vec<auth::ActionRow> = cx.app().slices().iter().flat_map(|s| s.actions.iter().copied()).collect();
    let made = cx.work(move || {
        let confirmed = door.confirm(&actor, "confirm", &form.confirm)?;
        let wanted = TokenForm { name: form.name, scope: form.scope, expires_on: form.expires_on };
        door.make_token(&actor, &confirmed, &wanted, &known)
    });
    match made.await {
        Ok(token) => cx.show(Screen::new(|t| t.token_made().to_string(), Made { token }, draw_token)),
        Err(why) => wrong(&cx, why).await,
    }
}
async fn revoke(cx: Cx, At(id): At<Id<TokenKey>>) -> Reply {
    let (door, actor) = (keeper(&cx)?, cx.actor().clone());
    cx.work(move || door.revoke_token(&actor, id)).await?;
    cx.done("/account", yes(&cx, |t| t.token_revoked().to_string()))
}
