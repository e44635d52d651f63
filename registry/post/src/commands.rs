//! The command line: `posts list`, `posts show`, `export posts`, `import own-posts`.

use base::{Date, Lang, Say};
use clap::{Arg, ArgAction, ArgMatches, Command};
use web::{Console, Paging};

use crate::{
    Text, by_code,
    pages::{
        PostParts,
        list::{Asked, Posts},
        post::One,
    },
};

fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

fn on_arg(command: Command, lang: Lang) -> Command {
    let help = say(lang, "截至日期，如2025-12-31", "As of that day, such as 2025-12-31");
    command.arg(Arg::new("on").long("on").value_name("DATE").help(help))
}
fn on(args: &ArgMatches, today: Date) -> db::Result<Date> {
    let Some(text) = args.get_one::<String>("on") else { return Ok(today) };
    text.parse().map_err(|_| db::Error::field("on", Say::each(|l| Text::of(l).day_needed().to_string())))
}

/// The filters of the list, as arguments.
pub(crate) fn list_args(command: Command, lang: Lang) -> Command {
    let text = |key: &'static str, value: &'static str, help: &'static str| {
        Arg::new(key).long(key).value_name(value).help(help)
    };
    on_arg(command, lang)
        .arg(text(
            "find",
            "TEXT",
            say(lang, "名称的一部分，或编码的开头", "Part of the name, or the beginning of the code"),
        ))
        .arg(text("unit", "CODE", say(lang, "机构编码", "The unit's code")))
        .arg(Arg::new("below").long("below").action(ArgAction::SetTrue).help(say(
            lang,
            "包括下级机构",
            "With the units below it",
        )))
        .arg(text("class", "WORD", say(lang, "岗位类别，如 党务", "The class of post, such as party_affairs")))
        .arg(text("level", "CODE", say(lang, "职务层次或职级，如 正科级", "The level or grade, such as 1A41")))
        .arg(
            text(
                "leading",
                "yes|no",
                say(lang, "只看领导职务，或只看其他岗位", "Leading posts only, or the others only"),
            )
            .value_parser(["yes", "no"]),
        )
}

fn asked(args: &ArgMatches) -> db::Result<Asked> {
    let text = |key: &str| args.get_one::<String>(key).cloned().unwrap_or_default();
    let unknown = |key: &'static str| db::Error::field(key, Say::each(|l| Text::of(l).unknown_word().to_string()));
    let class = match text("class").as_str() {
        "" => String::new(),
        written => crate::Class::find(written).ok_or_else(|| unknown("--class"))?.to_string(),
    };
    let level = match text("level").as_str() {
        "" => String::new(),
        written => {
            let found = codes::LEVEL.find(written).or_else(|| codes::GRADE.find(written));
            found.ok_or_else(|| unknown("--level"))?.to_owned()
        }
    };
    let leading = match text("leading").as_str() {
        "yes" => "true",
        "no" => "false",
        _ => "",
    };
    let (q, unit, below) = (text("find"), text("unit"), args.get_flag("below"));
    Ok(Asked { q, unit, below, class, level, leading: leading.to_owned() })
}

fn all(console: &Console, args: &ArgMatches) -> db::Result<Posts> {
    let asked = asked(args)?;
    console.db.read(&console.actor, |tx| {
        let on = on(args, tx.today())?;
        Posts::load(tx, asked, Paging::whole(), String::new(), on)
    })
}

pub(crate) fn list(console: &Console, args: &ArgMatches) -> db::Result<()> {
    console.show(&all(console, args)?)
}

pub(crate) fn show_args(command: Command, lang: Lang) -> Command {
    let help = say(lang, "岗位编码", "The post's code");
    on_arg(command, lang).arg(Arg::new("code").required(true).value_name("CODE").help(help))
}
pub(crate) fn show(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let code = args.get_one::<String>("code").cloned().unwrap_or_default();
    let parts = console.part::<PostParts>().cloned().unwrap_or_default();
    let page = console.db.read(&console.actor, |tx| {
        let on = on(args, tx.today())?;
        let post = by_code(tx, &code, on)?;
        One::load(tx, post, on, &parts, console.lang)
    })?;
    console.show(&page)
}

pub(crate) fn export_args(command: Command, lang: Lang) -> Command {
    list_args(command, lang)
        .arg(Arg::new("file").required(true).value_name("FILE").help(say(lang, "写入的文件", "The file to write")))
        .arg(Arg::new("format").long("format").value_parser(["xlsx", "csv"]).default_value("xlsx").help(say(
            lang,
            "格式",
            "The format",
        )))
}
/// Writes the list as the page exports it. A file that is there is never overwritten.
pub(crate) fn export(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let table = all(console, args)?.whole(console.lang);
    let text = |key: &str| args.get_one::<String>(key).map(String::as_str).unwrap_or_default();
    console.export(&table, text("file"), text("format") == "csv")?;
    let n = table.rows.len();
    console.say(&Say::new(format!("已导出{n}个岗位。"), format!("{n} posts are exported.")))
}

pub(crate) fn import(console: &Console, args: &ArgMatches) -> db::Result<()> {
    intake::run_command(console, args, "own-posts")
}
