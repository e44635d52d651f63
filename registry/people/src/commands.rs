//! The command line: `import people`, `export people`, `generate people`.

use std::{fs, io::Write};

use base::{Lang, Say};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use formats::sheet::{self, CsvStyle, Table, Value};
use web::Console;

use crate::{Filter, Line, Order, Wanted, pages, read, section::education_label};

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
pub(crate) fn export(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let lang = console.lang;
    let filter = Filter { q: args.get_one::<String>("q").cloned().unwrap_or_default(), ..Filter::default() };
    let wanted = Wanted { order: Order::Name, descending: false, edge: None, limit: u32::MAX };
    let lines = console.db.read(&console.actor, |tx| {
        let today = tx.today();
        read::list(tx, &filter, &wanted, today)
    })?;
    let count = lines.rows.len();
    let table = roster(&lines.rows, lang);
    let failed = |e: sheet::WriteError| db::Error::Refused(Say::each(|l| e.say(l).to_owned()));
    let bytes = match args.get_one::<String>("format").map(String::as_str) {
        Some("csv") => sheet::csv(table, CsvStyle::default()),
        _ => sheet::xlsx(vec![table]),
    };
    save(args, &bytes.map_err(failed)?)?;
    console.say(&Say::new(format!("已导出{count}人。"), format!("{count} people are exported.")))
}

fn roster(lines: &[Line], lang: Lang) -> Table<'_> {
    let keys = [
        "number",
        "name",
        "sex",
        "birth",
        "ethnic",
        "political",
        "work_start",
        "post_title",
        "level",
        "category",
        "state",
    ];
    let mut heads: Vec<String> = keys.iter().map(|k| pages::label(k, lang).to_owned()).collect();
    heads.extend(
        [say(lang, "学历", "Education"), say(lang, "学位", "Degree"), say(lang, "完整度", "Complete")]
            .map(str::to_owned),
    );
    let rows = lines.iter().map(move |l| {
        let shown = |key: &str, value: &str| Value::text(pages::shown(key, value, lang));
        let date = |value: &str| value.parse().map_or_else(|_| Value::text(value.to_owned()), Value::Date);
        vec![
            Value::text(l.number.clone().unwrap_or_default()),
            Value::text(l.name.clone()),
            shown("sex", &l.sex),
            date(&l.birth),
            shown("ethnic", &l.ethnic),
            shown("political", &l.political),
            date(&l.work_start),
            Value::text(l.post_title.clone()),
            shown("level", &l.level),
            shown("category", &l.category),
            shown("state", &l.state),
            Value::text(education_label(&l.study, lang).to_owned()),
            Value::text(codes::DEGREE.label(&l.degree, lang).to_owned()),
            Value::Count(l.complete),
        ]
    });
    Table::new(say(lang, "人员", "People"), heads, rows)
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
pub(crate) fn generate(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let count = args.get_one::<u64>("count").copied().unwrap_or(1000);
    let seed = args.get_one::<u64>("seed").copied().unwrap_or(1);
    let people = usize::try_from(count).unwrap_or(usize::MAX);
    let failed = |e: sheet::WriteError| db::Error::Refused(Say::each(|l| e.say(l).to_owned()));
    let sheets = if args.get_flag("brief") { synth::brief_workbook } else { synth::workbook };
    save(args, &sheet::xlsx(sheets(people, seed)).map_err(failed)?)?;
    console.say(&Say::new(
        format!("已生成{count}名虚构人员及其机构。先“import units”，再“import people”导入同一文件。"),
        format!(
            "{count} fictional people and their units are written. Take the file in with “import units”, then with \
             “import people”."
        ),
    ))
}

/// Writes a new file; one that is there is never overwritten.
fn save(args: &ArgMatches, bytes: &[u8]) -> db::Result<()> {
    let path = args.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let refuse = |e: std::io::Error| {
        db::Error::refused(format!("无法写入“{path}”：{e}"), format!("“{path}” cannot be written: {e}"))
    };
    let mut file = fs::File::create_new(path).map_err(refuse)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(refuse)
}
