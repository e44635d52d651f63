//! `xianneng import KIND FILE… [--dry-run]` and `xianneng import undo ENTRY`.

use std::{path::Path, sync::Arc};

use base::{Id, Lang, Say};
use clap::{Arg, ArgAction, ArgMatches};
use web::{Command, Console};

use crate::{Desk, File, Intake, Report, RunError, Source, dry_run, record};

/// The commands of a kind; `words` is `import people`.
pub fn command(words: &'static str, about: (&str, &str), run: fn(&Console, &ArgMatches) -> db::Result<()>) -> Command {
    Command { words, about: Say::new(about.0, about.1), args, run }
}

/// The arguments of an import.
pub fn args(command: clap::Command, lang: Lang) -> clap::Command {
    let help = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    command
        .arg(
            Arg::new("files")
                .required(true)
                .num_args(1..)
                .value_name("FILE")
                .help(help("要导入的文件", "Files to take in")),
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help(help("只检查，不入库", "Check only, record nothing")),
        )
        .arg(
            Arg::new("set")
                .long("set")
                .value_name("KEY=VALUE")
                .action(ArgAction::Append)
                .help(help("设置或回答问题", "A setting, or the answer to a question")),
        )
}

/// Runs an import from the command line: the report goes to the output, wrong cells make it fail.
///
/// # Errors
/// Files that cannot be read, what is wrong in them, and what the database says.
pub fn run(console: &Console, args: &ArgMatches, kind: &str) -> db::Result<()> {
    run_with(console, args, kind, None)
}

/// The same with one more file.
///
/// # Errors
/// As [`run`].
pub fn run_with(console: &Console, args: &ArgMatches, kind: &str, more: Option<File>) -> db::Result<()> {
    let desk = console.part::<Desk>().ok_or(db::Error::NotFound)?;
    let intake = desk.kind(kind).ok_or(db::Error::NotFound)?;
    let mut source = Source::default();
    for path in args.get_many::<String>("files").into_iter().flatten() {
        source.files.push(read(path)?);
    }
    source.files.extend(more);
    for pair in args.get_many::<String>("set").into_iter().flatten() {
        let (key, value) = pair
            .split_once('=')
            .ok_or_else(|| db::Error::refused("--set 的写法是 KEY=VALUE。", "Write --set KEY=VALUE."))?;
        source.choices.insert(key.to_owned(), value.to_owned());
        source.settings.insert(key.to_owned(), value.to_owned());
    }
    with_source(console, intake, source, args.get_flag("dry-run"))
}

/// The same with files read already.
///
/// # Errors
/// As [`run`].
pub fn with_source(console: &Console, intake: Arc<dyn Intake>, mut source: Source, dry: bool) -> db::Result<()> {
    let done = if dry {
        dry_run(&console.db, &console.actor, intake.as_ref(), &mut source)
    } else {
        record(&console.db, &console.actor, intake.as_ref(), &mut source, &|_, _| {})
    };
    match done {
        Ok(report) => {
            tell(console, &report)?;
            if report.is_clean() { Ok(()) } else { Err(stopped()) }
        }
        Err(RunError::Wrong(report)) => {
            tell(console, &report)?;
            Err(stopped())
        }
        Err(RunError::Source(why)) => Err(why.into()),
        Err(RunError::Db(why)) => Err(why),
    }
}

/// Takes back what an entry recorded; the kind is tried from those on the desk.
///
/// # Errors
/// What has been built on it since, or no such entry.
pub fn undo(console: &Console, kind: &str, entry: &str) -> db::Result<()> {
    let desk = console.part::<Desk>().ok_or(db::Error::NotFound)?;
    let intake = desk.kind(kind).ok_or(db::Error::NotFound)?;
    let entry: Id<db::LedgerEntry> = entry.parse().map_err(|_| db::Error::NotFound)?;
    let report = console.db.write(&console.actor, |tx| intake.undo(tx, entry))?;
    tell(console, &report)
}

fn stopped() -> db::Error {
    db::Error::refused("有错误或待定问题，没有任何内容入库。", "Something is wrong or open; nothing was recorded.")
}

/// Reads a file within the limit of an upload.
///
/// # Errors
/// A file that is not there, is not a file, or is too large.
pub fn read(path: &str) -> db::Result<File> {
    let name = Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let refuse = |why: std::io::Error| {
        db::Error::refused(format!("无法读取“{path}”：{why}"), format!("“{path}” cannot be read: {why}"))
    };
    let size = std::fs::metadata(path).map_err(refuse)?.len();
    let most = formats::sheet::Limits::default().bytes;
    if size > most {
        let mb = most >> 20;
        return Err(db::Error::refused(format!("“{path}”超过 {mb} MB。"), format!("“{path}” is larger than {mb} MB.")));
    }
    Ok(File { name, bytes: std::fs::read(path).map_err(refuse)?.into() })
}

fn tell(console: &Console, report: &Report) -> db::Result<()> {
    if console.json {
        let text = serde_json::to_string_pretty(report).map_err(|e| db::Error::Internal(e.to_string()))?;
        return console.write(&format!("{text}\n"));
    }
    let lang = console.lang;
    let mut text = String::new();
    for c in &report.counts {
        text += &format!("{}: {}\n", c.label.to(lang), c.n);
    }
    for (mark, list, all) in [("✗", &report.wrong, report.wrong_in_all), ("!", &report.odd, report.odd_in_all)] {
        for w in list.iter().take(50) {
            text += &format!("{mark} {} {}\n", w.place, w.say.to(lang));
        }
        if all > 50 {
            text += &format!("{mark} … {all}\n");
        }
    }
    for q in &report.questions {
        text += &format!("? {} {}  --set {}=…\n", q.place, q.say.to(lang), q.key);
        for (word, label) in &q.answers {
            text += &format!("    {word}: {}\n", label.to(lang));
        }
    }
    if let Some(entry) = &report.entry {
        text += &format!("{entry}\n");
    }
    console.write(&text)
}
