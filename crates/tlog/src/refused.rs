//! Why something was refused.

use std::fmt;

use base::Say;

/// The kinds of reason, for programs that act on them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// It is not in the form that its format demands.
    Form,
    /// It is larger than is taken.
    Limit,
    /// Bytes are missing.
    Truncated,
    /// A file is missing.
    Missing,
    /// It belongs to another log.
    Origin,
    /// The key is not one that can be used here.
    Key,
    /// A signature of a known key is false.
    Signature,
    /// No known key has signed.
    Unsigned,
    /// Something older is offered again as if it were new.
    Replayed,
    /// Its time lies in the future.
    Future,
    /// A proof does not prove.
    Proof,
    /// Too few of the witnesses have signed.
    Quorum,
    /// What is here is older than what has been shown before.
    Older,
    /// The storage failed.
    Storage,
}

/// A refusal: the kind, and the sentence that says where, why and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The kind of reason.
    pub why: Why,
    /// The sentence for people.
    pub say: Say,
}
impl Refused {
    /// A refusal with its sentence in Chinese and in English.
    pub fn new(why: Why, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { why, say: Say::new(zh, en) }
    }
    /// The same refusal, with the place put before it.
    pub fn at(self, place: &str) -> Self {
        Self { why: self.why, say: Say::new(format!("{place}：{}", self.say.zh), format!("{place}: {}", self.say.en)) }
    }
}
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.say.fmt(f)
    }
}
impl std::error::Error for Refused {}

pub(crate) fn form(zh: impl Into<String>, en: impl Into<String>) -> Refused {
    Refused::new(Why::Form, zh, en)
}

/// A number as the formats write it: decimal, no sign, no leading zero, at most 2⁶³ − 1 (what Go's readers hold).
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten().filter(|n| *n <= i64::MAX as u64)
}

/// Bytes of hexadecimal digits in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The bytes that lower-case hexadecimal digits stand for.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes.chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}
