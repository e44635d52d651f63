//! `xianneng rules …`.

use base::Lang;
use clap::{Arg, ArgMatches};
use web::{Console, Slice};

use crate::{actions, pages::listed};

pub(crate) fn commands(slice: Slice) -> Slice {
    slice
        .command("rules list", ("现行规则", "The rules in force"), on_args, list)
        .command(
            "rules bring",
            ("引入规则包的一个版本（未施行）", "Bring in an edition of a rule pack, without adopting it"),
            file_args,
            bring,
        )
        .command("rules adopt", ("自某日起施行一个版本", "Adopt an edition from a day on"), adopt_args, adopt)
}

fn on_args(command: clap::Command, lang: Lang) -> clap::Command {
    let help = base::Say::new("哪一天，默认今天", "On which day; today if not given");
    command.arg(Arg::new("on").long("on").value_name("DAY").help(help.to(lang).to_owned()))
}
fn file_args(command: clap::Command, _: Lang) -> clap::Command {
    command.arg(Arg::new("file").value_name("FILE").required(true))
}
fn adopt_args(command: clap::Command, lang: Lang) -> clap::Command {
    let help = |zh: &str, en: &str| base::Say::new(zh, en).to(lang).to_owned();
    let arg = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    command
        .arg(
            Arg::new("pack")
                .value_name("PACK")
                .required(true)
                .help(help("规则包，如 cn/selection", "The pack, such as cn/selection")),
        )
        .arg(Arg::new("hash").value_name("SHA-256").required(true))
        .arg(arg("from", "DAY").required(true).help(help("施行日期", "The first day on which it holds")))
        .arg(arg("document", "NUMBER").required(true).help(help("决定的文号", "The number of the decision")))
        .arg(arg("decided-on", "DAY").required(true).help(help("决定日期", "When it was decided")))
}

fn day(args: &ArgMatches, name: &str) -> db::Result<Option<base::Date>> {
    let Some(text) = args.get_one::<String>(name) else { return Ok(None) };
    let wrong = || {
        db::Error::refused(
            format!("--{name}：“{text}”不是日期，请写作2026-12-01。"),
            format!("--{name}: “{text}” is no day; write 2026-12-01."),
        )
    };
    text.parse().map(Some).map_err(|_| wrong())
}
fn text(args: &ArgMatches, name: &str) -> String {
    args.get_one::<String>(name).cloned().unwrap_or_default()
}

fn list(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let on = day(args, "on")?;
    let page = console.db.read(&console.actor, |tx| {
        let on = on.unwrap_or_else(|| tx.today());
        listed(tx, on)
    })?;
    console.show(&page)
}

fn bring(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let file = text(args, "file");
    let unreadable = |e: &dyn std::fmt::Display| {
        db::Error::refused(format!("无法读取“{file}”：{e}"), format!("“{file}” cannot be read: {e}"))
    };
    let size = std::fs::metadata(&file).map_err(|e| unreadable(&e))?.len();
    if size > 4 << 20 {
        return Err(db::Error::refused("文件超过4 MB。", "The file is larger than 4 MB."));
    }
    let read = std::fs::read_to_string(&file).map_err(|e| unreadable(&e))?;
    let edition = console.db.write(&console.actor, |tx| actions::bring(tx, &read))?;
    let (id, name, hash) = (&edition.pack.id, &edition.pack.edition, &edition.hash);
    console.say(&base::Say::new(
        format!("已引入 {id} 版本 {name}，尚未施行。\nSHA-256: {hash}"),
        format!("{id}, edition {name}, is brought in; it is not in force.\nSHA-256: {hash}"),
    ))
}

fn adopt(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let need = |name: &'static str| day(args, name)?.ok_or(db::Error::NotFound);
    let wanted = crate::Adopting {
        pack: text(args, "pack"),
        hash: text(args, "hash"),
        from: need("from")?,
        document: text(args, "document"),
        decided_on: need("decided-on")?,
    };
    if wanted.from < console.db.now().date_at(8) {
        console.db.write(&console.actor, |tx| actions::tried(tx, &wanted))?;
    }
    console.db.write(&console.actor, |tx| actions::adopt(tx, &wanted))?;
    let (pack, from) = (&wanted.pack, wanted.from);
    console.say(&base::Say::new(
        format!("{pack} 自{from}起按这一版本。"),
        format!("{pack} goes by this edition from {from} on."),
    ))
}
