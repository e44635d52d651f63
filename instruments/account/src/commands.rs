//! Whoever sits at the machine: the first link, the list, disabling.

pub(crate) mod tokens;

use auth::Role;
use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command};
use db::{Error, Result};
use web::Console;

use crate::{
    Keep,
    actions::accounts,
    pages::Accounts,
    rules::name,
    store::facts::{AccountRow, account_named},
};

pub(crate) fn invite_args(command: Command, lang: Lang) -> Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    command
        .arg(Arg::new("name").long("name").value_name("NAME").help(say(
            "为已有的账户重发链接（重设密码）",
            "A new link for the account of that name (sets a new password)",
        )))
        .arg(
            Arg::new("role")
                .long("role")
                .value_name("ROLE")
                .default_value("administrator")
                .value_parser(["administrator", "officer", "leader", "inspector"])
                .help(say("新账户的角色，范围为全部单位", "The new account's role, over all units")),
        )
}
pub(crate) fn invite(console: &Console, args: &ArgMatches) -> Result<()> {
    let link = match args.get_one::<String>("name") {
        Some(name) => {
            let account = named(console, name)?;
            console.db.write(&console.actor, |tx| accounts::invite(tx, account.account))?
        }
        None => {
            let role: Role =
                args.get_one::<String>("role").map_or("administrator", |r| r).parse().map_err(|_| Error::NotFound)?;
            console.db.write(&console.actor, |tx| accounts::invite_first(tx, role))?
        }
    };
    let path = format!("/set-up/{}", link.secret);
    if console.json {
        return console.write(&format!("{}\n", serde_json::json!({ "path": path, "hours": 24 })));
    }
    console.say(&Say::new(
        format!("在浏览器中打开（24 小时内有效，只能用一次）：\n  http://127.0.0.1:8080{path}\n地址不同时换成服务所用的地址。"),
        format!("Open in a browser (good for 24 hours, once):\n  http://127.0.0.1:8080{path}\nPut the server's own address in its place where it differs."),
    ))
}

pub(crate) fn no_args(command: Command, _: Lang) -> Command {
    command
}
pub(crate) fn list(console: &Console, _: &ArgMatches) -> Result<()> {
    let page = console.db.read(&console.actor, |tx| Accounts::load(tx, "", 100_000))?;
    console.show(&page)
}

pub(crate) fn name_arg(command: Command, lang: Lang) -> Command {
    let help = Say::new("登录名", "Sign-in name");
    command.arg(Arg::new("name").value_name("NAME").required(true).help(help.to(lang).to_owned()))
}
pub(crate) fn disable(console: &Console, args: &ArgMatches) -> Result<()> {
    let account = named(console, args.get_one::<String>("name").map_or("", |n| n))?;
    console.db.write(&console.actor, |tx| accounts::disable(tx, account.account, true))?;
    console.say(&Say::new("账户已停用，登录已全部结束。", "The account is disabled and signed out everywhere."))
}

fn named(console: &Console, typed: &str) -> Result<AccountRow> {
    let found = console.db.read(&console.actor, |tx| {
        let may = tx.may::<Keep>()?;
        account_named(tx, &may, &name::key(typed))
    })?;
    found.ok_or_else(|| Error::refused("没有这个登录名的账户。", "There is no account of that name."))
}
