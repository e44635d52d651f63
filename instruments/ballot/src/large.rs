//! `xianneng ballot large …`: ballots of tens of thousands over the fast profile, on files alone. Each role works on a machine of its own
//! and hands files on: scrutineers make keys, whoever keeps the roll makes codes, whoever keeps the urn sets up and takes ballots, voters
//! seal them, scrutineers open the sums, and anybody verifies the folder.

mod folder;
mod rehearsal;
mod verbs;

use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command, value_parser};
use web::{Slice, Terminal};

type Tool = fn(&Terminal, &ArgMatches) -> db::Result<()>;
type Dress = fn(Command, Lang) -> Command;

/// An argument with its help.
fn arg(name: &'static str, value: &'static str, lang: Lang, zh: &str, en: &str) -> Arg {
    Arg::new(name).value_name(value).help(Say::new(zh, en).to(lang).to_owned())
}
fn folder(lang: Lang) -> Arg {
    arg("folder", "FOLDER", lang, "表决的文件夹", "The ballot’s folder").required(true)
}

fn key(command: Command, lang: Lang) -> Command {
    command
        .arg(
            arg("poll", "ID", lang, "表决编号，与方案中的 id 相同", "The ballot’s id, that of the plan").required(true),
        )
        .arg(
            arg("secret", "FILE", lang, "私钥文件，由监票人保存", "Where the secret key is kept")
                .long("secret")
                .default_value("key.secret"),
        )
        .arg(
            arg("public", "FILE", lang, "公钥文件，交给保管票箱的人", "The public key, for whoever keeps the urn")
                .long("public")
                .default_value("key.public"),
        )
}
fn codes(command: Command, lang: Lang) -> Command {
    command
        .arg(arg("plan", "PLAN", lang, "表决方案", "The plan").required(true))
        .arg(
            arg(
                "codes",
                "FILE",
                lang,
                "投票码，逐个发给投票人后销毁",
                "The voting codes: give one to each voter, then destroy it",
            )
            .long("codes")
            .default_value("codes.csv"),
        )
        .arg(
            arg("roll", "FILE", lang, "公开凭证名册，交给保管票箱的人", "The public roll, for whoever keeps the urn")
                .long("roll")
                .default_value("roll.txt"),
        )
}
fn set_up(command: Command, lang: Lang) -> Command {
    command
        .arg(arg("plan", "PLAN", lang, "表决方案", "The plan").required(true))
        .arg(arg("roll", "FILE", lang, "公开凭证名册", "The public roll").long("roll").default_value("roll.txt"))
        .arg(
            arg("key", "FILE", lang, "监票人的公钥，每位一份", "A scrutineer’s public key; once for each")
                .long("key")
                .required(true)
                .action(clap::ArgAction::Append),
        )
        .arg(arg("folder", "FOLDER", lang, "新建的文件夹", "The folder to be made").long("folder").required(true))
}
fn seal(command: Command, lang: Lang) -> Command {
    command
        .arg(folder(lang))
        .arg(arg("code", "FILE", lang, "存有投票码的文件", "The file that holds the voting code").long("code").required(true))
        .arg(
            arg("choose", "NUMBERS", lang, "一题所选的选项编号，如 1 或 2,3；不选写 0；每题一次，依次填写", "The options chosen in a question by number, such as 1 or 2,3; 0 for none. Once for each question, in order")
                .long("choose")
                .required(true)
                .action(clap::ArgAction::Append),
        )
        .arg(arg("again", "N", lang, "第几次投票，从 0 起，最大的一次有效", "Which ballot of this code it is, from 0; the highest counts").long("again").default_value("0").value_parser(value_parser!(u32)))
        .arg(arg("ballot", "FILE", lang, "写出的选票", "Where the ballot is written").long("ballot").default_value("ballot.bin"))
}
fn take(command: Command, lang: Lang) -> Command {
    command.arg(folder(lang)).arg(arg("ballot", "BALLOT", lang, "选票文件", "Ballots").required(true).num_args(1..))
}
fn rehearse(command: Command, lang: Lang) -> Command {
    command
        .arg(folder(lang))
        .arg(arg("codes", "FILE", lang, "投票码", "The voting codes").long("codes").default_value("codes.csv"))
        .arg(
            arg("voters", "N", lang, "投票人数，省略则全部", "How many vote; all unless said")
                .long("voters")
                .value_parser(value_parser!(usize)),
        )
}
fn open(command: Command, lang: Lang) -> Command {
    command.arg(folder(lang)).arg(
        arg("secret", "FILE", lang, "监票人的私钥", "The scrutineer’s secret key")
            .long("secret")
            .default_value("key.secret"),
    )
}
fn alone(command: Command, lang: Lang) -> Command {
    command.arg(folder(lang))
}
fn check(command: Command, lang: Lang) -> Command {
    let help = Say::new(
        "再用另一套独立编写的程序核验（慢得多）",
        "Verify once more with a second verifier that was written independently; much slower",
    );
    command
        .arg(folder(lang))
        .arg(Arg::new("twice").long("twice").action(clap::ArgAction::SetTrue).help(help.to(lang).to_owned()))
}

/// The commands.
pub(crate) fn tools(slice: Slice) -> Slice {
    let all: [(&'static str, (&str, &str), Dress, Tool); 9] = [
        ("ballot large key", ("监票人制作密钥", "A scrutineer makes a key"), key, verbs::key),
        ("ballot large codes", ("制作投票码和公开名册", "Make voting codes and the public roll"), codes, verbs::codes),
        (
            "ballot large set-up",
            ("固定方案，建立文件夹", "Fix the manifest and make the folder"),
            set_up,
            verbs::set_up,
        ),
        ("ballot large seal", ("投票人加密一张选票", "A voter seals a ballot"), seal, verbs::seal),
        ("ballot large take", ("核验并收下选票", "Check ballots and take them into the urn"), take, verbs::take),
        (
            "ballot large rehearse",
            ("演练：随机投票，并另行清点", "Rehearse: random ballots, counted in plain beside"),
            rehearse,
            rehearsal::rehearse,
        ),
        ("ballot large open", ("监票人解密合计", "A scrutineer opens the sums"), open, verbs::open),
        (
            "ballot large count",
            ("全体监票人解密后得出结果", "The result, once all scrutineers have opened the sums"),
            alone,
            verbs::count,
        ),
        ("ballot large verify", ("核验整个文件夹", "Verify the whole folder"), check, verbs::verify),
    ];
    all.into_iter().fold(slice, |slice, (words, about, dress, run)| slice.tool(words, about, dress, run))
}
