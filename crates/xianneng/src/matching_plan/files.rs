//! The files of a matching.

use std::{fs, io::Read, path::Path};

use base::{Lang, Say};
use clap::{Arg, ArgMatches};
use formats::sheet::{Book, Limits};
use matching::{Input, Problem, Table};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The names of the files, in the order in which they are read.
const NAMES: [&str; 4] = ["people", "posts", "rules", "lock"];

/// Paths and contents.
pub(super) struct Files {
    of: Vec<(&'static str, String, Vec<u8>)>,
}

impl Files {
    pub(super) fn args(lang: Lang, required: bool) -> Vec<Arg> {
        let help = [
            ("人员表（csv、xlsx、xls）", "The table of people (csv, xlsx, xls)"),
            ("岗位表", "The table of posts"),
            ("规则（JSON）", "The rules (JSON)"),
            ("锁定表", "The table of locks"),
        ];
        let arg = |(name, (zh, en)): (&'static str, (&str, &str))| {
            let must = required && name != "lock";
            Arg::new(name).long(name).value_name("FILE").required(must).help(Say::new(zh, en).to(lang).to_owned())
        };
        NAMES.into_iter().zip(help).map(arg).collect()
    }
    /// Reads the files that were named.
    pub(super) fn of(args: &ArgMatches) -> db::Result<Self> {
        Self::open(|name| args.get_one::<String>(name).cloned())
    }
    pub(super) fn open(path: impl Fn(&str) -> Option<String>) -> db::Result<Self> {
        let named = NAMES.into_iter().filter_map(|name| path(name).map(|p| (name, p)));
        let of = named.map(|(name, path)| bytes(&path).map(|b| (name, path, b))).collect::<db::Result<_>>()?;
        Ok(Self { of })
    }
    fn get(&self, name: &str) -> Option<(&str, &[u8])> {
        self.of.iter().find(|f| f.0 == name).map(|f| (f.1.as_str(), f.2.as_slice()))
    }
    /// The path and the digest of each file.
    pub(super) fn digests(&self) -> Value {
        let one = |(name, path, bytes): &(&str, String, Vec<u8>)| {
            ((*name).to_owned(), json!({ "file": path, "sha256": hex(bytes) }))
        };
        Value::Object(self.of.iter().map(one).collect())
    }
    /// The digest of one file.
    pub(super) fn digest(&self, name: &str) -> Option<String> {
        self.get(name).map(|(_, bytes)| hex(bytes))
    }
    /// The model.
    pub(super) fn read(&self) -> db::Result<Input> {
        let table = |name: &str| self.get(name).map(|(path, bytes)| table(path, bytes)).transpose();
        let (path, rules) = self.get("rules").unwrap_or(("", b""));
        let rules =
            std::str::from_utf8(rules).map_err(|_| refused(path, &Say::new("不是 UTF-8 文本", "is not UTF-8 text")))?;
        let (people, posts) = (table("people")?.unwrap_or_default(), table("posts")?.unwrap_or_default());
        matching::read(&people, &posts, rules, table("lock")?.as_ref()).map_err(|problems| {
            let all = |lang: Lang| problems.iter().map(|p| said(p, lang)).collect::<Vec<_>>().join("\n");
            db::Error::refused(all(Lang::Zh), all(Lang::En))
        })
    }
}

fn said(problem: &Problem, lang: Lang) -> String {
    let row = if problem.row > 0 { problem.row.to_string() } else { String::new() };
    let at: Vec<&str> = [problem.table.as_str(), &row, &problem.column].into_iter().filter(|s| !s.is_empty()).collect();
    let colon = if at.is_empty() { "" } else { ": " };
    format!("{}{colon}{}", at.join(" "), problem.say.to(lang))
}

/// The first sheet that is shown.
fn table(path: &str, bytes: &[u8]) -> db::Result<Table> {
    let name = Path::new(path).file_name().map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned());
    let book = Book::read(&name, bytes, &Limits::default())
        .map_err(|e| refused(path, &Say::new(e.say(Lang::Zh), e.say(Lang::En))))?;
    let sheet = book.visible().next().ok_or_else(|| refused(path, &Say::new("没有工作表", "has no sheet")))?;
    let rows = sheet.rows.iter().map(|r| r.iter().map(|c| c.text().into_owned()).collect());
    Ok(Table { name, rows: rows.collect() })
}

/// A file, up to what a sheet may have.
pub(super) fn bytes(path: &str) -> db::Result<Vec<u8>> {
    let limit = Limits::default().bytes + 1;
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|f| f.take(limit).read_to_end(&mut bytes));
    read.map_err(|e| refused(path, &Say::new(format!("无法读取（{e}）"), format!("cannot be read ({e})"))))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

pub(super) fn refused(path: &str, why: &Say) -> db::Error {
    db::Error::refused(format!("{path}：{}", why.zh), format!("{path}: {}", why.en))
}
