//! An entry with what was put beside it: fields opened, and commitments of those that stay closed or were erased.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    Entry, Field, MAX_FIELDS, Refused, Why,
    entry::commit,
    refused::{form, hex, unhex},
};

const FIRST: &str = "sunshine/1 opened";

/// The longest that is read: 64 fields of 16 KiB.
const MAX_TEXT: usize = 1536 * 1024;

/// A field as it is handed out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Name, value and salt: anyone can check the value.
    Open(Field),
    /// The commitment alone: not shown, or erased.
    Closed([u8; 32]),
}
impl Shown {
    fn commitment(&self) -> [u8; 32] {
        match self {
            Self::Open(field) => field.commitment(),
            Self::Closed(commitment) => *commitment,
        }
    }
}

/// An entry and its fields, some open: what a [`crate::Proof`] carries in `extra`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The bytes that were logged.
    pub entry: String,
    /// The fields, in the record's order.
    pub fields: Vec<Shown>,
}
impl Opened {
    /// The text of it.
    pub fn text(&self) -> String {
        let mut text = format!("{FIRST}\nentry {}\n", STANDARD.encode(&self.entry));
        for field in &self.fields {
            text += &match field {
                Shown::Open(f) => format!("open {} {} {}\n", f.name, hex(&f.salt), STANDARD.encode(&f.value)),
                Shown::Closed(commitment) => format!("closed {}\n", hex(commitment)),
            };
        }
        text
    }
    /// Reads what [`Opened::text`] writes, and checks that the fields are those that the entry commits to.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > MAX_TEXT {
            return Err(Refused::new(Why::Limit, "附带的内容过长", "what travels beside the proof is too long"));
        }
        let wrong = || form("附带的内容无法读取", "what travels beside the proof cannot be read");
        let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
        let mut lines = text.strip_suffix('\n').ok_or_else(wrong)?.split('\n');
        if lines.next() != Some(FIRST) {
            return Err(wrong());
        }
        let base64 = |text: &str| String::from_utf8(STANDARD.decode(text).ok()?).ok();
        let entry = lines.next().and_then(|l| l.strip_prefix("entry ")).and_then(base64).ok_or_else(wrong)?;
        let field = |line: &str| -> Option<Shown> {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["closed", commitment] => Some(Shown::Closed(unhex(commitment)?.try_into().ok()?)),
                ["open", name, salt, value] if !name.is_empty() => Some(Shown::Open(Field {
                    name: name.to_owned(),
                    salt: unhex(salt)?.try_into().ok()?,
                    value: base64(value)?,
                })),
                _ => None,
            }
        };
        let fields = lines.map(field).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
        if fields.len() > MAX_FIELDS {
            return Err(Refused::new(Why::Limit, "字段过多", "too many fields"));
        }
        let opened = Self { entry, fields };
        opened.check()?;
        Ok(opened)
    }
    /// Checks that the fields are those that the entry commits to, and returns the entry.
    pub fn check(&self) -> Result<Entry, Refused> {
        let entry = Entry::read(self.entry.as_bytes())?;
        if commit(self.fields.iter().map(Shown::commitment)) == entry.commit {
            return Ok(entry);
        }
        Err(Refused::new(
            Why::Proof,
            "所示内容与日志中的承诺不符：某个字段被改动、增加或删除过",
            "what is shown does not fit the commitment in the log: a field was changed, added or left out",
        ))
    }
}
