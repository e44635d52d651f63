//! What goes into the log: who says what kind of thing, by a commitment that tells nothing until it is opened.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::{
    Refused, Why,
    refused::{decimal, form, hex, unhex},
};

const FIRST: &str = "sunshine/1";

/// The most fields of a record.
pub const MAX_FIELDS: usize = 64;

/// A field of a record, open: its name, its value, and the 32 bytes of chance that keep the value from being guessed.
///
/// Whoever destroys value and salt makes the field unrecoverable, and nobody can test a guess; the record stays provable
/// by the field's commitment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The salt, of this field alone.
    pub salt: [u8; 32],
}
impl Field {
    /// What the record commits to instead of the field.
    pub fn commitment(&self) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.salt).unwrap_or_else(|_| unreachable!("any length is a key"));
        mac.update(self.name.as_bytes());
        mac.update(&[0]);
        mac.update(self.value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// The commitment of a record from those of its fields, in their order.
pub(crate) fn commit(fields: impl IntoIterator<Item = [u8; 32]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"sunshine/1 record");
    for field in fields {
        hash.update(field);
    }
    hash.finalize().into()
}

/// An entry of the log: less than a kilobyte of plain text without anything personal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What kind of thing it is: words of small letters with dots between, such as `decision.published`.
    pub kind: String,
    /// A random number by which later entries and files speak of it.
    pub reference: [u8; 16],
    /// The SHA-256 of the rules that applied.
    pub rule: Option<[u8; 32]>,
    /// The commitment of the record's fields.
    pub commit: [u8; 32],
    /// The entry that this one takes the place of.
    pub supersedes: Option<u64>,
}
impl Entry {
    /// The entry of a record.
    pub fn new(kind: &str, reference: [u8; 16], fields: &[Field]) -> Result<Self, Refused> {
        if !is_kind(kind) {
            return Err(form(
                format!("“{kind}”不是条目类别：小写字母，以点分隔，最长 40 字节"),
                format!("“{kind}” is no kind of entry: small letters with dots between, at most 40 bytes"),
            ));
        }
        if fields.len() > MAX_FIELDS || fields.iter().any(|f| f.name.is_empty() || f.name.contains(char::is_whitespace))
        {
            return Err(Refused::new(
                Why::Limit,
                format!("字段最多 {MAX_FIELDS} 个，名称不能为空或含空白"),
                format!("at most {MAX_FIELDS} fields, whose names are not empty and hold no spaces"),
            ));
        }
        let commit = commit(fields.iter().map(Field::commitment));
        Ok(Self { kind: kind.to_owned(), reference, rule: None, commit, supersedes: None })
    }
    /// What an entry commits to, from the commitments of its fields in their order.
    pub fn commitment(fields: impl IntoIterator<Item = [u8; 32]>) -> [u8; 32] {
        commit(fields)
    }
    /// The bytes that are logged.
    pub fn text(&self) -> String {
        let rule = self.rule.map_or_else(|| "-".to_owned(), |r| hex(&r));
        let supersedes = self.supersedes.map_or_else(|| "-".to_owned(), |s| s.to_string());
        format!(
            "{FIRST}\nkind {}\nref {}\nrule {rule}\ncommit {}\nsupersedes {supersedes}\n",
            self.kind,
            hex(&self.reference),
            hex(&self.commit),
        )
    }
    /// Reads what [`Entry::text`] writes, and nothing else.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let text = std::str::from_utf8(bytes).ok().filter(|t| t.len() <= 1024).unwrap_or_default();
        let read = || -> Option<Self> {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            (lines.next()? == FIRST).then_some(())?;
            let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
            let kind = field("kind").filter(|kind| is_kind(kind))?.to_owned();
            let reference = unhex(field("ref")?)?.try_into().ok()?;
            let rule = match field("rule")? {
                "-" => None,
                text => Some(unhex(text)?.try_into().ok()?),
            };
            let commit = unhex(field("commit")?)?.try_into().ok()?;
            let supersedes = match field("supersedes")? {
                "-" => None,
                text => Some(decimal(text)?),
            };
            lines.next().is_none().then_some(Self { kind, reference, rule, commit, supersedes })
        };
        read().ok_or_else(|| {
            form(
                "不是本系统的日志条目：应有 sunshine/1、kind、ref、rule、commit、supersedes 六行",
                "not an entry of this kind of log: six lines sunshine/1, kind, ref, rule, commit, supersedes",
            )
        })
    }
}

fn is_kind(kind: &str) -> bool {
    kind.len() <= 40 && kind.split('.').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}
