//! Signed notes: a text and the signatures below it.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{Refused, VerifyKey, Why, refused::form};

/// The longest note that is read: room for 64 signatures of the kinds to come.
pub const MAX_NOTE: usize = 256 * 1024;

/// The most signatures that a note may carry.
pub const MAX_SIGNATURES: usize = 64;

/// One line below a note: who says to have signed, and what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The key's name.
    pub name: String,
    /// The key's number: four bytes that tell keys of one name apart.
    pub id: u32,
    /// The signature.
    pub bytes: Vec<u8>,
}
impl Signature {
    /// Reads `— name base64`, without the end of the line.
    pub fn read(line: &str) -> Result<Self, Refused> {
        let wrong = || form("签名行应为“— 名称 base64”", "a signature's line reads “— name base64”");
        let (name, text) = line.strip_prefix("— ").ok_or_else(wrong)?.split_once(' ').ok_or_else(wrong)?;
        let raw = STANDARD.decode(text).map_err(|_| wrong())?;
        let (id, bytes) = raw.split_first_chunk::<4>().filter(|(_, rest)| !rest.is_empty()).ok_or_else(wrong)?;
        if !is_name(name) {
            return Err(wrong());
        }
        Ok(Self { name: name.to_owned(), id: u32::from_be_bytes(*id), bytes: bytes.to_vec() })
    }
    /// The line, with its end.
    pub fn line(&self) -> String {
        let mut raw = self.id.to_be_bytes().to_vec();
        raw.extend_from_slice(&self.bytes);
        format!("— {} {}\n", self.name, STANDARD.encode(raw))
    }
}

/// Whether a key may have this name: not empty, without spaces, plus signs and control characters.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c == '+' || c < ' ')
}

/// A text with signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The text that is signed, with its last end of line.
    pub text: String,
    /// The signatures, known or not.
    pub signatures: Vec<Signature>,
}
impl Note {
    /// Reads a note; nothing in it is trusted until [`Note::signers`] says who signed.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > MAX_NOTE {
            return Err(Refused::new(
                Why::Limit,
                format!("签名文本有 {} 字节，最多 {MAX_NOTE} 字节", bytes.len()),
                format!("the note has {} bytes, at most {MAX_NOTE} are read", bytes.len()),
            ));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| form("签名文本不是 UTF-8", "the note is not UTF-8"))?;
        if text.chars().any(|c| c < ' ' && c != '\n') {
            return Err(form("签名文本含有控制字符", "the note holds control characters"));
        }
        let unsigned = || {
            form(
                "签名文本末尾没有以空行隔开的签名；文件可能被截断，请重新取得",
                "the note does not end in signatures after an empty line; it may be cut off, fetch it again",
            )
        };
        let cut = text.rfind("\n\n").ok_or_else(unsigned)?;
        let (body, below) = (&text[..=cut], &text[cut + 2..]);
        let lines = below.strip_suffix('\n').ok_or_else(unsigned)?;
        if lines.split('\n').count() > MAX_SIGNATURES {
            return Err(Refused::new(
                Why::Limit,
                format!("签名超过 {MAX_SIGNATURES} 个"),
                format!("more than {MAX_SIGNATURES} signatures"),
            ));
        }
        let signatures = lines.split('\n').map(Signature::read).collect::<Result<_, _>>()?;
        Ok(Self { text: body.to_owned(), signatures })
    }
    /// The note as a file.
    pub fn file(&self) -> String {
        let lines: String = self.signatures.iter().map(Signature::line).collect();
        format!("{}\n{lines}", self.text)
    }
    /// Which of the known keys have signed, by their place in `keys`, with the time where the signature carries one. A false
    /// signature of a known key refuses the whole note; unknown signatures are passed over.
    pub fn signers(&self, keys: &[&VerifyKey]) -> Result<Vec<(usize, Option<u64>)>, Refused> {
        let mut found: Vec<(usize, Option<u64>)> = Vec::new();
        for signature in &self.signatures {
            for (at, key) in keys.iter().enumerate().filter(|(_, key)| key.made(signature)) {
                let time = key.check(&self.text, signature)?;
                if found.iter().all(|(known, _)| *known != at) {
                    found.push((at, time));
                }
            }
        }
        Ok(found)
    }
}
