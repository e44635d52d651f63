//! API tokens from the command line: made for an account, listed, revoked.

use auth::ActionRow;
use base::{Id, Lang, Say};
use clap::{Arg, ArgMatches, Command};
use db::{Error, Result};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Cell, Column, Table};
use web::{Console, Page, View};

use super::named;
use crate::{
    Keep, Text,
    actions::tokens::{self, Token, TokenForm},
};

/// The policy of all slices, which says what a scope may name. The binary gives it to the console.
#[derive(Clone, Debug, Default)]
pub struct KnownActions(pub Vec<ActionRow>);

fn account(command: Command, lang: Lang) -> Command {
    super::name_arg(command, lang)
}
fn typed<'a>(args: &'a ArgMatches, key: &str) -> &'a str {
    args.get_one::<String>(key).map_or("", |t| t)
}

pub(crate) fn make_args(command: Command, lang: Lang) -> Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    let arg = |name: &'static str, value: &'static str, help: String| {
        Arg::new(name).long(name).value_name(value).required(true).help(help)
    };
    account(command, lang)
        .arg(arg("for", "TEXT", say("用途，如“考勤系统同步”", "What it is for")))
        .arg(arg(
            "scope",
            "SCOPE",
            say(
                "可以做什么：see（全部查看）、people.*、org.see 等",
                "What it may do: see (all reading), people.*, org.see …",
            ),
        ))
        .arg(arg("until", "DATE", say("从哪天起失效，最长一年", "From when it is worthless, a year at most")))
}
pub(crate) fn make(console: &Console, args: &ArgMatches) -> Result<()> {
    let of = named(console, typed(args, "name"))?;
    let expires_on = typed(args, "until").parse().map_err(|_| {
        Error::field("until", Say::new("请填写完整日期，如2026-12-31", "Give the whole date, such as 2026-12-31"))
    })?;
    let form = TokenForm {
        name: typed(args, "for").to_owned(),
        scope: typed(args, "scope").to_owned(),
        expires_on: Some(expires_on),
    };
    let known = console.part::<KnownActions>().cloned().unwrap_or_default();
    let secret = console.db.write(&console.actor, |tx| tokens::make_for(tx, of.account, &form, &known.0))?;
    if console.json {
        return console.write(&format!("{}\n", serde_json::json!({ "token": secret, "expires_on": expires_on })));
    }
    console.say(&Say::new(
        format!("令牌（只显示这一次）：\n  {secret}\n用法：Authorization: Bearer 令牌"),
        format!("The token, shown this once:\n  {secret}\nUse it as: Authorization: Bearer TOKEN"),
    ))
}

#[derive(Serialize)]
struct Tokens {
    account: String,
    tokens: Vec<Token>,
}
impl Page for Tokens {
    fn title(&self, lang: Lang) -> String {
        format!("{} · {}", self.account, Text::of(lang).tokens())
    }
    fn body(&self, view: &View) -> Markup {
        html! { (self.table(view.lang).unwrap_or_default().html(view.lang)) }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("id", "ID"),
            Column::text("name", t.token_name().to_string()),
            Column::text("scope", t.token_scope().to_string()),
            Column::date("expires_on", t.token_expires().to_string()),
            Column::date("seen_on", t.last_seen().to_string()),
        ];
        let row = |k: &Token| -> Vec<Cell> {
            let (id, expires) = (k.id.to_string(), k.expires_on);
            vec![id.into(), Cell::new(&k.name), Cell::new(&k.scope), Cell::from(expires), Cell::of(k.seen_on)]
        };
        Some(Table::new(t.tokens().to_string(), columns).rows(self.tokens.iter().map(row)))
    }
}
pub(crate) fn list_args(command: Command, lang: Lang) -> Command {
    account(command, lang)
}
pub(crate) fn list(console: &Console, args: &ArgMatches) -> Result<()> {
    let of = named(console, typed(args, "name"))?;
    let tokens = console.db.read(&console.actor, |tx| {
        let may = tx.may::<Keep>()?;
        tokens::of(tx, &may, of.account)
    })?;
    console.show(&Tokens { account: of.name, tokens })
}

pub(crate) fn revoke_args(command: Command, lang: Lang) -> Command {
    let help = Say::new("令牌的 ID，见 admin token list", "The token's id, from admin token list");
    let id = Arg::new("token").value_name("ID").required(true).help(help.to(lang).to_owned());
    account(command, lang).arg(id)
}
pub(crate) fn revoke(console: &Console, args: &ArgMatches) -> Result<()> {
    let of = named(console, typed(args, "name"))?;
    let token: Id<crate::TokenKey> = typed(args, "token").parse().map_err(|_| {
        Error::refused("这不是令牌的 ID；用 admin token list 查看。", "This is no token's id; see admin token list.")
    })?;
    console.db.write(&console.actor, |tx| tokens::revoke_of(tx, of.account, token))?;
    console.say(&Say::new("令牌已撤销。", "The token is revoked."))
}
