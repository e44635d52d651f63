//! The command line: `export national`, `import national`.

use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command};
use formats::sheet::{self, Heads};
use people::{Filter, actions};
use web::Console;

fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::En { en } else { zh }
}

pub(crate) fn import(console: &Console, args: &ArgMatches) -> db::Result<()> {
    intake::run_command(console, args, "national")
}

pub(crate) fn args(command: Command, lang: Lang) -> Command {
    let (names, older, newer) = ("names", "older", "newer");
    command
        .arg(Arg::new("file").required(true).value_name("FILE").help(say(
            lang,
            "写入的 xlsx 文件；已存在的文件不会被覆盖",
            "The xlsx file to write; a file that is there is not overwritten",
        )))
        .arg(Arg::new("heads").long("heads").value_parser([names, older, newer]).default_value(names).help(say(
            lang,
            "表头：names 中文列名，older A0101 等旧字段，newer A01001 等数据元",
            "The heads: names for Chinese ones, older for A0101 and so on, newer for A01001 and so on",
        )))
        .arg(Arg::new("q").long("find").value_name("TEXT").help(say(lang, "姓名、拼音或职务", "Name, pinyin or post")))
}

/// The heads of a word; Chinese names where it is none.
pub(crate) fn heads(word: &str) -> Heads {
    match word {
        "older" => Heads::Older,
        "newer" => Heads::Newer,
        _ => Heads::Workbook,
    }
}

/// Writes the workbook of the people who are found. Restricted columns are never in it: they need a reason, which the page asks
/// for.
pub(crate) fn run(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let get = |name: &str| args.get_one::<String>(name).cloned().unwrap_or_default();
    let filter = Filter { q: get("q"), ..Filter::default() };
    let (tables, count) = console.db.read(&console.actor, |tx| {
        let taken = actions::take(tx, &filter, true)?;
        Ok((crate::workbook(tx, &taken, &[], heads(&get("heads")))?, taken.lines.len()))
    })?;
    let bytes = sheet::xlsx(tables).map_err(|e| db::Error::Refused(Say::each(|l| e.say(l).to_owned())))?;
    let path = get("file");
    web::new_file(&path, &bytes)?;
    console.say(&Say::new(
        format!("已写入：{path}（{count}人）。身份证号、健康状况和家庭成员不在其中，需要时请在网页上说明原因后导出。"),
        format!(
            "Written: {path} ({count} people). Identity numbers, health and family are not in it; take them out on the page, with a reason, where you need them."
        ),
    ))
}
