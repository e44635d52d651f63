//! The command line: `export person`.

use std::path::Path;

use base::{Lang, Say};
use clap::{Arg, ArgMatches, Command};
use formats::approval::Field;
use people::Clue;
use web::{Check, Console};

use crate::actions::{self, Format, Wish};

fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::En { en } else { zh }
}

/// Options that fill in what is about the appointment.
const ASKED: [(&str, Field); 7] = [
    ("to-hold", Field::ToHold),
    ("to-leave", Field::ToLeave),
    ("why", Field::Reason),
    ("submitter", Field::Submitter),
    ("age-on", Field::AgeOn),
    ("filled-on", Field::FilledOn),
    ("filled-by", Field::FilledBy),
];

pub(crate) fn args(mut command: Command, lang: Lang) -> Command {
    command = command
        .arg(Arg::new("person").required(true).value_name("PERSON").help(say(
            lang,
            "人员编号、身份证号，或没有同名者时的姓名",
            "Staff number, identity number, or the name where nobody else has it",
        )))
        .arg(Arg::new("file").value_name("FILE").help(say(
            lang,
            "写入的文件；不填则以姓名命名。已存在的文件不会被覆盖",
            "The file to write, else one of the person's name; a file that is there is not overwritten",
        )))
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["lrmx", "lrm", "docx", "pdf"])
                .default_value("lrmx")
                .help(say(lang, "格式", "The format")),
        );
    for (name, field) in ASKED {
        command = command.arg(Arg::new(name).long(name).value_name("TEXT").help(field.label(lang)));
    }
    command
}

/// Writes the approval form of a person. Restricted columns are never in it: they need a reason, which the page asks for.
pub(crate) fn run(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let get = |name: &str| args.get_one::<String>(name).cloned();
    let clue = Clue::written(&get("person").unwrap_or_default());
    let format: Format = get("format").unwrap_or_default().parse().unwrap_or(Format::Lrmx);
    let proposal = ASKED.into_iter().filter_map(|(name, field)| Some((field, get(name)?))).collect();
    let (made, today) = console.db.read(&console.actor, |tx| {
        let whom = people::whom(tx, &[clue])?.pop();
        let person = whom.ok_or(db::Error::NotFound)?.one().map_err(db::Error::Refused)?;
        Ok((actions::open(tx, person, &Wish { proposal })?, tx.today()))
    })?;
    let files = actions::files(&made.form, format, console.lang, today).map_err(db::Error::Refused)?;
    let asked = get("file").unwrap_or_else(|| format!("{}.{}", made.form.name(), format.word()));
    let paths = files.files.iter().enumerate().map(|(i, (end, bytes))| {
        let path = if i == 0 { asked.clone() } else { Path::new(&asked).with_extension(end).display().to_string() };
        (path, bytes)
    });
    let named: Vec<(String, &Vec<u8>)> = paths.collect();
    web::new_files(&named)?;
    let written: Vec<String> = named.into_iter().map(|(path, _)| path).collect();
    let mut notes = files.notes;
    if !made.masked.is_empty() {
        let list = |lang: Lang| made.masked.iter().map(|s| s.title(lang)).collect::<Vec<_>>().join(between(lang));
        notes.push(Say::new(
            format!("未写入受限信息：{}。需要时请在网页上说明原因后导出。", list(Lang::Zh)),
            format!(
                "Restricted columns are not in it: {}. Take it out on the page, with a reason, where you need them.",
                list(Lang::En)
            ),
        ));
    }
    let files = |lang| written.join(between(lang));
    let said = Say::each(|lang| {
        let first =
            if lang == Lang::En { format!("Written: {}", files(lang)) } else { format!("已写入：{}", files(lang)) };
        std::iter::once(first).chain(notes.iter().map(|n| n.to(lang).to_owned())).collect::<Vec<_>>().join("\n")
    });
    console.say(&said)
}

/// What stands between the things of a list.
fn between(lang: Lang) -> &'static str {
    if lang == Lang::En { ", " } else { "、" }
}

/// Whether PDFs can be made here.
pub(crate) fn fonts(_: &Console) -> db::Result<Vec<Check>> {
    let what = Say::new("审批表 PDF 的字体", "Fonts for forms as PDF");
    Ok(vec![match paper::Fonts::of_machine() {
        Ok(fonts) => {
            let file = fonts.text.file.display().to_string();
            Check { what, state: ui::Tone::Yes, found: Say::new(file.clone(), file), next: Say::new("", "") }
        }
        Err(next) => {
            Check { what, state: ui::Tone::Warning, found: Say::new("没有中文字体", "No Chinese font"), next }
        }
    }])
}
