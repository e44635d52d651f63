//! `xianneng convert`: approval forms from one of their file formats into the other, or onto paper. Nothing is recorded.

use std::{
    fs,
    path::{Path, PathBuf},
};

use approval::{
    Format,
    open::{self, Opened},
};
use base::{Lang, Say};
use clap::{Arg, ArgMatches};
use formats::approval::Entry;
use serde_json::json;
use web::{Slice, Terminal};

/// The command, which needs no action: it reads and writes files of whoever runs it.
pub(crate) fn slice() -> Slice {
    let about = (
        "转换干部任免审批表文件（.lrmx、.lrm，或它们的 ZIP），也可转为 .docx、.pdf",
        "Convert appointment and removal approval forms (.lrmx, .lrm, or a ZIP of them), also to .docx and .pdf",
    );
    Slice::new("convert", &[]).tool("convert", about, args, run)
}

fn args(command: clap::Command, lang: Lang) -> clap::Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    command
        .arg(Arg::new("from").value_name("FROM").required(true).help(say(
            "要读的文件：.lrmx、.lrm（照片在同名 .pic 中）或 .zip",
            "The file to read: .lrmx, .lrm (the photograph in the .pic beside it) or .zip",
        )))
        .arg(Arg::new("to").value_name("TO").required(true).help(say(
            "要写的文件：.lrmx、.lrm、.docx、.pdf 或 .zip；已存在的文件不会被覆盖",
            "The file to write: .lrmx, .lrm, .docx, .pdf or .zip; a file that is there is not overwritten",
        )))
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["lrmx", "lrm", "docx", "pdf"])
                .default_value("lrmx")
                .help(say("写入 ZIP 时采用的格式", "The format of the files in a ZIP")),
        )
}

fn run(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let get = |name: &str| args.get_one::<String>(name).cloned().unwrap_or_default();
    let (from, to) = (PathBuf::from(get("from")), PathBuf::from(get("to")));
    let mut sheets = sheets(&from)?;
    let (lang, today) = (terminal.lang, db::Clock::now(&db::SystemClock).date_at(8));
    let into = end(&to);
    let files = match into.as_str() {
        "zip" => {
            let format = get("format").parse().unwrap_or(Format::Lrmx);
            let mut files = Vec::new();
            for sheet in &mut sheets {
                files.extend(sheet.files(format, lang, today).map_err(db::Error::Refused)?);
            }
            vec![(to.clone(), open::packed(files).map_err(|e| db::Error::Internal(e.to_string()))?)]
        }
        "lrmx" | "lrm" | "docx" | "pdf" => {
            let format = into.parse().unwrap_or(Format::Lrmx);
            let [sheet] = sheets.as_mut_slice() else {
                return Err(refused(
                    &from,
                    &Say::new("里面不止一份表，请转换为 .zip", "holds more than one form: convert it to a .zip"),
                ));
            };
            sheet.stem = to.with_extension("").display().to_string();
            let files = sheet.files(format, lang, today).map_err(db::Error::Refused)?;
            files.into_iter().map(|(name, bytes)| (PathBuf::from(name), bytes)).collect()
        }
        _ => {
            let (zh, en) =
                ("应以 .lrmx、.lrm、.docx、.pdf 或 .zip 结尾", "should end in .lrmx, .lrm, .docx, .pdf or .zip");
            return Err(refused(&to, &Say::new(zh, en)));
        }
    };
    web::new_files(&files)?;
    tell(terminal, &sheets, &files)
}

/// The forms of a file, all of them or none.
fn sheets(from: &Path) -> db::Result<Vec<Opened>> {
    let bytes = fs::read(from)
        .map_err(|e| refused(from, &Say::new(format!("无法读取（{e}）"), format!("cannot be read ({e})"))))?;
    let stem = from.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let alone = !bytes.starts_with(b"PK");
    let mut entries =
        open::entries(&format!("{stem}.{}", end(from)), bytes).map_err(|e| refused(from, &Say::each(|l| e.say(l))))?;
    if alone {
        for beside in ["pic", "PIC", "jpg", "JPG"] {
            if let Ok(bytes) = fs::read(from.with_extension(beside)) {
                entries.push(Entry { name: format!("{stem}.pic"), bytes });
                break;
            }
        }
    }
    let sheets = open::opened(&entries).map_err(|wrong| {
        let more =
            |lang| wrong.iter().map(|(n, w)| format!("{n}: {}", w.to(lang))).take(20).collect::<Vec<_>>().join("\n");
        db::Error::refused(more(Lang::Zh), more(Lang::En))
    })?;
    if sheets.is_empty() {
        return Err(refused(from, &Say::new("里面没有任免审批表", "holds no approval form")));
    }
    Ok(sheets)
}

fn tell(terminal: &Terminal, sheets: &[Opened], files: &[(PathBuf, Vec<u8>)]) -> db::Result<()> {
    let lang = terminal.lang;
    if terminal.json {
        let notes: Vec<_> =
            sheets.iter().flat_map(|s| s.notes.iter().map(|n| json!({ "form": s.stem, "note": n.to(lang) }))).collect();
        let files: Vec<_> = files.iter().map(|(path, _)| path.display().to_string()).collect();
        return terminal.write(&format!("{}\n", json!({ "forms": sheets.len(), "files": files, "notes": notes })));
    }
    let mut out = String::new();
    for sheet in sheets {
        for note in &sheet.notes {
            out += &format!("{}: {}\n", sheet.stem, note.to(lang));
        }
    }
    let n = sheets.len();
    out += Say::new(
        format!("已转换 {n} 份。\n"),
        if n == 1 { "1 form converted.\n".to_owned() } else { format!("{n} forms converted.\n") },
    )
    .to(lang);
    terminal.write(&out)
}

fn end(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn refused(path: &Path, why: &Say) -> db::Error {
    let path = path.display();
    db::Error::refused(
        format!("{path}：{}。", why.zh.trim_end_matches('。')),
        format!("{path} {}.", why.en.trim_end_matches('.')),
    )
}
