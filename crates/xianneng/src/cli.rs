//! The command line: our own commands and those of the slices, merged by their words.

use std::{ffi::OsString, io::IsTerminal, path::PathBuf, process::ExitCode, sync::Arc};

use base::{Lang, Say};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use web::Slice;

use crate::{ballot_archive, data_folder::default_database, demo, public_record, run};

/// What every command is told.
#[derive(Clone)]
pub(crate) struct Global {
    pub(crate) database: String,
    /// Whether somebody said which database, rather than the default one.
    pub(crate) named: bool,
    /// Where the keys of restricted columns lie, if they have a place.
    pub(crate) keys: Option<PathBuf>,
    /// Where the public log's files lie, if they have a place.
    pub(crate) log: Option<PathBuf>,
    pub(crate) lang: Lang,
    pub(crate) json: bool,
    /// The clock of a demonstration, whose day can be moved on; else the machine's.
    pub(crate) clock: Option<Arc<db::MovedClock>>,
}

/// Runs the command line. 0: done. 1: not done, with the reason. 2: not understood.
pub fn main(args: impl IntoIterator<Item = OsString>, slices: Vec<Slice>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = language(&args, |name| std::env::var(name).ok());
    let matches = match command(lang, &slices).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(help) => {
            let _ = help.print();
            return if help.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let database = matches.get_one::<String>("database").cloned().unwrap_or_else(default_database);
    let global = Global {
        named: matches.get_one::<String>("database").is_some(),
        keys: matches.get_one::<PathBuf>("keys").cloned().or_else(|| db::Keys::beside(&database)),
        log: matches.get_one::<PathBuf>("log-folder").cloned().or_else(|| public_log::Place::beside(&database)),
        database,
        lang,
        json: matches.get_flag("json"),
        clock: None,
    };
    match run::run(&global, &matches, slices) {
        Ok(code) => code,
        Err(why) => {
            tell(&global, why);
            ExitCode::from(1)
        }
    }
}

/// Says why something was not done on standard error: in sentences, or as one JSON object for scripts. Standard output is
/// for what was asked for, which may have been written in part.
fn tell(global: &Global, why: db::Error) {
    // what the server keeps to its log is for whoever sits at the machine to read
    let detail = match &why {
        db::Error::Busy(w) | db::Error::Storage(w) | db::Error::Corrupt(w) | db::Error::Internal(w) => w.clone(),
        _ => String::new(),
    };
    let error = web::Error::from(why);
    let sentences = error.sentences(global.lang);
    if global.json {
        let fields = error.fields().iter();
        let fields: Vec<_> =
            fields.map(|e| serde_json::json!({ "field": e.field, "message": e.say.to(global.lang) })).collect();
        eprintln!("{}", serde_json::json!({ "error": sentences, "detail": detail, "errors": fields }));
        return;
    }
    let between = if global.lang == Lang::Zh { "" } else { " " };
    eprintln!("{}", [sentences.join(between), detail].join("\n").trim());
    for e in error.fields() {
        eprintln!("  {}: {}", e.field, e.say.to(global.lang));
    }
}

/// `--lang`, else the terminal's language. A terminal that names neither gets English: one set to `C` often cannot show
/// Chinese characters.
fn language(args: &[OsString], env: impl Fn(&str) -> Option<String>) -> Lang {
    let args: Vec<&str> = args.iter().filter_map(|a| a.to_str()).collect();
    let mut said = args.iter().enumerate().filter_map(|(i, a)| match a.strip_prefix("--lang") {
        Some("") => args.get(i + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    said.find_map(Lang::from_tag)
        .or_else(|| ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(env).and_then(|l| Lang::from_tag(&l)))
        .unwrap_or(Lang::En)
}

/// The whole command line in one language.
pub fn command(lang: Lang, slices: &[Slice]) -> Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    let leaf = |name: &'static str, zh: &str, en: &str| Command::new(name).about(say(zh, en));
    let mut root = Command::new("xianneng")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say("贤能：干部管理", "Xianneng: managing an organisation's cadres"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("database")
                .long("database")
                .value_name("URL")
                .env("XIANNENG_DATABASE")
                .hide_env_values(true)
                .global(true)
                .help(say(
                    "数据所在：文件，或 postgres://…；默认为本机数据目录中的文件",
                    "Where the data is: a file, or postgres://…; by default a file in the platform's data folder",
                )),
        )
        .arg(
            Arg::new("keys")
                .long("keys")
                .value_name("FILE")
                .env("XIANNENG_KEYS")
                .value_parser(value_parser!(PathBuf))
                .global(true)
                .help(say(
                    "受限信息（身份证号、健康、家庭）的密钥文件；默认在数据库文件旁",
                    "The key file of restricted data (identity numbers, health, family); by default beside the database file",
                )),
        )
        .arg(
            Arg::new("log-folder")
                .long("log-folder")
                .value_name("FOLDER")
                .env("XIANNENG_LOG_FOLDER")
                .value_parser(value_parser!(PathBuf))
                .global(true)
                .help(say(
                    "公开日志的文件夹；默认在数据库文件旁",
                    "The folder of the public log; by default beside the database file",
                )),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).global(true).help(say(
            "以 JSON 输出，供脚本使用",
            "Write JSON, for scripts",
        )))
        .arg(Arg::new("lang").long("lang").value_name("zh-CN|en").global(true).value_parser(["zh-CN", "zh", "en"]).help(
            say("界面语言；默认随终端", "Language; by default the terminal's"),
        ))
        .subcommand(
            serving(leaf("serve", "提供网页与接口服务", "Serve the pages and the API"), lang),
        )
        .subcommand(serving(
            leaf("portal", "只提供阳光窗口：不设登录，只有公开内容", "Serve the Sunshine site alone: what is published, no sign-in"),
            lang,
        ))
        .subcommand(
            leaf("migrate", "使数据库结构与本程序一致", "Bring the database up to this program's version").arg(
                Arg::new("organisation").long("organisation").value_name("NAME").help(say(
                    "数据库中还没有组织时，以此名称建立",
                    "Found an organisation of that name where the database has none yet",
                )),
            ),
        )
        .subcommand(
            leaf("backup", "备份全部数据（服务不停）", "Back up all data, while it is being served").arg(
                Arg::new("file").value_name("FILE").required(true).value_parser(value_parser!(PathBuf)).help(say(
                    "写入的文件；密钥文件不在其中，须另行保管",
                    "The file to write; the key file is not in it and must be kept elsewhere",
                )),
            ),
        )
        .subcommand(
            leaf("restore", "把备份恢复到新的空数据库", "Restore a backup into a new, empty database")
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required(true)
                        .value_parser(value_parser!(PathBuf))
                        .help(say("备份文件", "The backup's file")),
                )
                .arg(Arg::new("accept-findings").long("accept-findings").action(ArgAction::SetTrue).help(say(
                    "备份与其台账不符时仍然恢复",
                    "Restore it even where its facts do not agree with its ledger",
                ))),
        )
        .subcommand(demo::args(
            serving(
                leaf("demo", "建立并打开一个虚构单位的演示", "Make a fictional organisation to look around in, and serve it"),
                lang,
            ),
            lang,
        ))
        .subcommand(ballot_archive::args(public_record::verify_args(leaf(
            "verify",
            "核对台账与全部记录；或核验公开日志、证明文件、投票档案（不需要数据库）",
            "Replay the ledger against the records; or check a public log, a proof or a ballot, without the database",
        ), lang), lang))
        .subcommand(public_record::witness_args(leaf(
            "witness",
            "为其他单位的公开日志作见证（不需要数据库）",
            "Be a witness of others' public logs, without a database",
        ), lang))
        .subcommand(leaf("doctor", "检查本机还缺什么、如何补齐", "What is missing on this machine, and how to get it"));
    for command in slices.iter().flat_map(|s| &s.commands) {
        let words: Vec<&'static str> = command.words.split(' ').collect();
        root = graft(root, &words, &|leaf| (command.args)(leaf.about(command.about.to(lang).to_owned()), lang));
    }
    let groups: Vec<(String, String)> = root.get_subcommands().filter_map(|c| of_group(c, lang)).collect();
    groups.into_iter().fold(root, |root, (name, about)| root.mut_subcommand(name, |c| c.about(about)))
}

/// A word that several commands share, and what can follow it.
fn of_group(command: &Command, lang: Lang) -> Option<(String, String)> {
    let words: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let bare = command.get_about().is_none() && !words.is_empty();
    bare.then(|| (command.get_name().to_owned(), words.join(if lang == Lang::Zh { "、" } else { ", " })))
}

/// The arguments of whatever serves.
fn serving(command: Command, lang: Lang) -> Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    command
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name("ADDR")
                .default_value("127.0.0.1:8080")
                .env("XIANNENG_LISTEN")
                .help(say("监听的地址与端口", "Address and port to listen on")),
        )
        .arg(Arg::new("origin").long("origin").value_name("URL").env("XIANNENG_ORIGIN").help(say(
            "浏览器所用的地址（如 https://xn.example），前有代理时填写",
            "The address that browsers use (https://xn.example), where a proxy stands before it",
        )))
        .arg(Arg::new("behind-proxy").long("behind-proxy").action(ArgAction::SetTrue).help(say(
            "前有自己的代理：以其写入 X-Forwarded-For 的最后一个地址为来访地址",
            "Our own proxy stands before it: the caller's address is the last that it wrote into X-Forwarded-For",
        )))
        .arg(
            Arg::new("quiet")
                .long("quiet")
                .action(ArgAction::SetTrue)
                .help(say("不记录每个请求", "Write no line per request")),
        )
}

/// Puts a command at its words, sharing those that are there already.
fn graft(parent: Command, words: &[&'static str], dress: &dyn Fn(Command) -> Command) -> Command {
    let Some((first, rest)) = words.split_first() else { return parent };
    let there = parent.get_subcommands().any(|c| c.get_name() == *first);
    let grow = |child: Command| {
        if rest.is_empty() { dress(child) } else { graft(child.subcommand_required(true), rest, dress) }
    };
    if there { parent.mut_subcommand(first, grow) } else { parent.subcommand(grow(Command::new(*first))) }
}

/// The words of the command that was given and its own arguments.
pub(crate) fn chosen(matches: &ArgMatches) -> (String, &ArgMatches) {
    let (mut words, mut at) = (Vec::new(), matches);
    while let Some((word, inner)) = at.subcommand() {
        words.push(word);
        at = inner;
    }
    (words.join(" "), at)
}

/// Half-width characters in a line of the terminal; wide where the output is a file.
pub(crate) fn width() -> usize {
    if !std::io::stdout().is_terminal() {
        return 200;
    }
    rustix::termios::tcgetwinsize(std::io::stdout()).map_or(100, |size| usize::from(size.ws_col).max(40))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_in_both_languages() {
        for lang in Lang::ALL {
            command(lang, &crate::slices()).debug_assert();
        }
    }
    #[test]
    fn commands_share_their_first_words() {
        fn nothing(_: &web::Console, _: &ArgMatches) -> db::Result<()> {
            Ok(())
        }
        let slice = |words| Slice::new("s", &[]).command(words, ("甲", "a"), |c, _| c.arg(Arg::new("file")), nothing);
        let slices = [slice("import people"), slice("import posts"), slice("eligible")];
        let built = command(Lang::En, &slices);
        built.clone().debug_assert();
        let matches = built.clone().try_get_matches_from(["xianneng", "import", "posts", "a.xls", "--json"]).unwrap();
        let (words, args) = chosen(&matches);
        let about = built.find_subcommand("import").and_then(Command::get_about).map(ToString::to_string);
        assert_eq!(about.as_deref(), Some("people, posts"), "a shared word says what can follow it");
        assert_eq!((words.as_str(), args.get_one::<String>("file").unwrap().as_str()), ("import posts", "a.xls"));
        assert!(built.try_get_matches_from(["xianneng", "import"]).is_err());
    }
    #[test]
    fn a_command_may_have_another_below_it() {
        let built = command(Lang::En, &crate::slices());
        let given = |line: &str| {
            let matches = built.clone().try_get_matches_from(line.split(' ')).ok()?;
            Some(chosen(&matches).0)
        };
        assert_eq!(given("xianneng match --people a --posts b --rules c --json").as_deref(), Some("match"));
        assert_eq!(given("xianneng match verify plan.json --json").as_deref(), Some("match verify"));
        assert_eq!(given("xianneng match"), None);
    }
    #[test]
    fn the_language_is_the_terminals_unless_said() {
        let of = |args: &[&str], env: &str| {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            language(&args, |name| (name == "LANG").then(|| env.to_owned()))
        };
        assert_eq!(of(&["xianneng"], "zh_CN.UTF-8"), Lang::Zh);
        assert_eq!(of(&["xianneng"], "C.UTF-8"), Lang::En);
        assert_eq!(of(&["xianneng", "--lang", "zh-CN"], "en_GB"), Lang::Zh);
        assert_eq!(of(&["xianneng", "--lang=en"], "zh_CN"), Lang::En);
    }
}
