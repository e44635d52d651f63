//! The command line: `import people`, `export people`, `generate people`.

use base::{Lang, Say};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use formats::sheet::{self, CsvStyle};
use web::{Console, Terminal};

use crate::{Filter, actions, export};

/// The most people that are made up at once.
const MOST: u64 = 1_000_000;

fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::En { en } else { zh }
}

pub(crate) fn import(console: &Console, args: &ArgMatches) -> db::Result<()> {
    ::intake::run_command(console, args, "people")
}

pub(crate) fn export_args(command: Command, lang: Lang) -> Command {
    command
        .arg(Arg::new("file").required(true).value_name("FILE").help(say(lang, "写入的文件", "The file to write")))
        .arg(Arg::new("format").long("format").value_parser(["xlsx", "csv"]).default_value("xlsx").help(say(
            lang,
            "格式",
            "The format",
        )))
        .arg(Arg::new("q").long("find").value_name("TEXT").help(say(lang, "姓名、拼音或职务", "Name, pinyin or post")))
}

/// Writes the roster as the list shows it. Restricted columns are never in it.
pub(crate) fn export_people(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let lang = console.lang;
    let filter = Filter { q: args.get_one::<String>("q").cloned().unwrap_or_default(), ..Filter::default() };
    let format = args.get_one::<String>("format").map(String::as_str);
    let taken = console.db.read(&console.actor, |tx| actions::take(tx, &filter, false))?;
    let count = taken.lines.len();
    let failed = |e: sheet::WriteError| db::Error::Refused(Say::each(|l| e.say(l).to_owned()));
    let bytes = match format {
        Some("csv") => sheet::csv(export::roster(&taken, &[], lang), CsvStyle::default()),
        _ => sheet::xlsx(vec![export::roster(&taken, &[], lang)]),
    };
    save(args, &bytes.map_err(failed)?)?;
    console.say(&Say::new(format!("已导出{count}人。"), format!("{count} people are exported.")))
}

pub(crate) fn generate_args(command: Command, lang: Lang) -> Command {
    command
        .arg(Arg::new("file").required(true).value_name("FILE").help(say(
            lang,
            "写入的 xlsx 文件",
            "The xlsx file to write",
        )))
        .arg(
            Arg::new("count")
                .long("count")
                .default_value("1000")
                .value_parser(value_parser!(u64).range(1..=MOST))
                .help(say(lang, "人数", "How many people")),
        )
        .arg(Arg::new("seed").long("seed").default_value("1").value_parser(value_parser!(u64)).help(say(
            lang,
            "种子：相同的种子得到相同的人员",
            "The seed: the same seed gives the same people",
        )))
        .arg(Arg::new("brief").long("brief").action(ArgAction::SetTrue).help(say(
            lang,
            "只写机构和人员两个工作表",
            "Write the sheets of units (机构) and people (人员) only",
        )))
}

/// Writes fictional people with the units and posts that they are in, for trials.
pub(crate) fn generate(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let count = args.get_one::<u64>("count").copied().unwrap_or(1000);
    let seed = args.get_one::<u64>("seed").copied().unwrap_or(1);
    let people = usize::try_from(count).unwrap_or(usize::MAX);
    let failed = |e: sheet::WriteError| db::Error::Refused(Say::each(|l| e.say(l).to_owned()));
    let sheets = if args.get_flag("brief") { synth::brief_workbook } else { synth::workbook };
    save(args, &sheet::xlsx(sheets(people, seed)).map_err(failed)?)?;
    terminal.say(&Say::new(
        format!("已生成{count}名虚构人员及其机构。先“import units”，再“import people”导入同一文件。"),
        format!(
            "{count} fictional people and their units are written. Take the file in with “import units”, then with \
             “import people”."
        ),
    ))
}

/// Writes the file that the arguments name.
fn save(args: &ArgMatches, bytes: &[u8]) -> db::Result<()> {
    web::new_file(args.get_one::<String>("file").map(String::as_str).unwrap_or_default(), bytes)
}
