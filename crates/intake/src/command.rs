//! `xianneng import KIND FILE… [--dry-run]` and `xianneng import undo ENTRY`.

use std::{path::Path, sync::Arc};

use base::{Id, Lang, Say};
use clap::{Arg, ArgAction, ArgMatches};
use web::{Command, Console, Run};

use crate::{Desk, File, Intake, Report, RunError, Source, dry_run, pages::See, record};

/// The commands of a kind; `words` is `import people`.
pub fn command(words: &'static str, about: (&str, &str), run: fn(&Console, &ArgMatches) -> db::Result<()>) -> Command {
    Command { words, about: Say::new(about.0, about.1), args, run: Run::Data(run) }
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
    let most = desk.kinds().iter().map(|k| k.most()).max().unwrap_or_default();
    let mut source = Source::default();
    for path in args.get_many::<String>("files").into_iter().flatten() {
        source.files.push(read_up_to(path, most)?);
    }
    let names: Vec<&str> = source.files.iter().map(|f| f.name.as_str()).collect();
    let intake = desk.kind_for(kind, names.iter().copied()).ok_or(db::Error::NotFound)?;
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

pub(crate) fn undo_args(command: clap::Command, lang: Lang) -> clap::Command {
    let help =
        if lang == Lang::Zh { "导入时给出的台账条目" } else { "The ledger entry that the import gave" };
    command.arg(Arg::new("entry").required(true).value_name("ENTRY").help(help))
}

/// `xianneng import undo ENTRY`: takes back what an entry recorded, whatever kind of import it was.
///
/// # Errors
/// What has been built on it since, or no such entry.
pub(crate) fn undo(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let written = args.get_one::<String>("entry").map(String::as_str).unwrap_or_default();
    let none = || {
        db::Error::refused(
            format!("没有台账条目为“{written}”的导入。请用导入结束时给出的条目，或到“数据导入”页查看。"),
            format!(
                "No import has the ledger entry “{written}”. Give the entry that the import gave at its end, or look under “Imports”."
            ),
        )
    };
    let desk = console.part::<Desk>().ok_or(db::Error::NotFound)?;
    let entry: Id<db::LedgerEntry> = written.parse().map_err(|_| none())?;
    let event = console.db.read(&console.actor, |tx| {
        let may = tx.may::<See>()?;
        Ok(tx.entries_of(&may, &[entry])?.pop().map(|e| e.event))
    })?;
    let kind = desk.kinds().iter().find(|k| event.as_deref() == Some(k.events().0)).ok_or_else(none)?;
    let report = console.db.write(&console.actor, |tx| kind.undo(tx, entry))?;
    tell(console, &report)
}

fn stopped() -> db::Error {
    db::Error::refused(
        "请按上面列出的位置改正，或用 --set 回答问题，再重新导入。",
        "Mend what is listed above at its place, or answer the questions with --set, and import again.",
    )
}

/// Reads a file within the limit of an upload.
///
/// # Errors
/// A file that is not there, is not a file, or is too large.
pub fn read(path: &str) -> db::Result<File> {
    read_up_to(path, formats::sheet::Limits::default().bytes)
}

fn read_up_to(path: &str, most: u64) -> db::Result<File> {
    let name = Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let refuse = |why: std::io::Error| match why.kind() {
        std::io::ErrorKind::NotFound => db::Error::refused(
            format!("没有文件“{path}”。请检查路径。"),
            format!("There is no file “{path}”. Check its path."),
        ),
        _ => db::Error::refused(format!("无法读取“{path}”：{why}"), format!("“{path}” cannot be read: {why}")),
    };
    let found = std::fs::metadata(path).map_err(refuse)?;
    if found.is_dir() {
        return Err(db::Error::refused(
            format!("“{path}”是文件夹。请写出其中的文件。"),
            format!("“{path}” is a folder. Name the files in it."),
        ));
    }
    let size = found.len();
    if size > most {
        let mb = most >> 20;
        return Err(db::Error::refused(
            format!("“{path}”超过 {mb} MB。请拆成几个文件分别导入。"),
            format!("“{path}” is larger than {mb} MB. Split it and take the parts in one by one."),
        ));
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
    for c in report.changes.iter().take(50) {
        text += &format!("~ {} {}: {} → {}\n", c.place, c.what.to(lang), c.was.to(lang), c.becomes.to(lang));
    }
    if report.changes_in_all > 50 {
        text += &format!("~ … {}\n", report.changes_in_all);
    }
    for q in &report.questions {
        text += &format!("? {} {}  --set {}=…\n", q.place, q.say.to(lang), q.key);
        for (word, label) in &q.answers {
            text += &format!("    {word}: {}\n", label.to(lang));
        }
    }
    if let Some(entry) = &report.entry {
        let line = Say::new(
            format!("台账条目 {entry}；撤销：xianneng import undo {entry}\n"),
            format!("Ledger entry {entry}; to undo: xianneng import undo {entry}\n"),
        );
        text += line.to(lang);
    }
    console.write(&text)
}
