//! Texts as these files hold them.

use std::borrow::Cow;

use encoding_rs::{GB18030, GBK, UTF_16BE, UTF_16LE};

use super::{FormError, Problem};

/// How a file writes its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Utf8 { mark: bool },
    Gb18030,
    Utf16 { little: bool },
}

impl Encoding {
    /// The text in this encoding again; nothing where a character has no place in it.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 { mark } => {
                let mark: &[u8] = if mark { b"\xef\xbb\xbf" } else { b"" };
                Some([mark, text.as_bytes()].concat())
            }
            Self::Gb18030 => {
                let (bytes, _, lost) = GB18030.encode(text);
                (!lost).then(|| bytes.into_owned())
            }
            Self::Utf16 { little } => {
                let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
                Some([0xfeff].into_iter().chain(text.encode_utf16()).flat_map(bytes).collect())
            }
        }
    }
}

/// The text of a file: by its byte order mark, as UTF-8 where it is valid, else as GB18030.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), FormError> {
    for (mark, encoding, little) in [(b"\xff\xfe", UTF_16LE, true), (b"\xfe\xff", UTF_16BE, false)] {
        if let Some(body) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(body);
            return Ok((text.ok_or(Problem::Encoding)?, Encoding::Utf16 { little }));
        }
    }
    let (mark, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    match std::str::from_utf8(body) {
        Ok(text) => Ok((text.into(), Encoding::Utf8 { mark })),
        Err(wrong) if mark => Err(FormError {
            problem: Problem::Encoding,
            line: Some(body[..wrong.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1),
        }),
        Err(_) => {
            let text = GB18030.decode_without_bom_handling_and_without_replacement(body).ok_or(Problem::Encoding)?;
            Ok((text, Encoding::Gb18030))
        }
    }
}

/// The text in GBK, and the characters that have no place in it and were replaced by question marks.
pub(super) fn gbk(text: &str) -> (Vec<u8>, Vec<char>) {
    let (bytes, _, lost) = GBK.encode(text);
    if !lost {
        return (bytes.into_owned(), vec![]);
    }
    let (mut out, mut missing) = (Vec::with_capacity(text.len()), Vec::new());
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        let (bytes, _, lost) = GBK.encode(c.encode_utf8(&mut buffer));
        if lost {
            out.push(b'?');
            if !missing.contains(&c) {
                missing.push(c);
            }
        } else {
            out.extend_from_slice(&bytes);
        }
    }
    (out, missing)
}

/// A value as people mean it: line ends as `\n`, no characters that no document may hold, no entities that a careless program
/// escaped twice.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let twice = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\''), ("&nbsp;", ' ')];
        if c == '&'
            && let Some((entity, means)) = twice.into_iter().find(|(entity, _)| rest.starts_with(entity))
        {
            out.push(means);
            rest = &rest[entity.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '\r' => {
                out.push('\n');
                rest = rest.strip_prefix('\n').unwrap_or(rest);
            }
            '\n' | '\t' => out.push(c),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A text without its blanks, ideographic ones among them: what two writings of one name have in common.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{3000}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_careless_programs_left_is_cleaned() {
        for (raw, clean_text) in [
            ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"),
            ("甲\u{0}\u{b}乙", "甲乙"),
            ("研究生&lt;在职&gt;", "研究生<在职>"),
            ("科员&nbsp;副科长", "科员 副科长"),
            ("A&B", "A&B"),
            ("\u{feff}甲", "甲"),
        ] {
            assert_eq!(clean(raw), clean_text);
        }
    }
    #[test]
    fn a_name_is_the_same_with_and_without_its_blanks() {
        assert_eq!(key("张　三"), key(" 张 三"));
    }
    #[test]
    fn what_gbk_cannot_hold_is_named() {
        assert_eq!(
            gbk("李㐱𬱖"),
            ("李??".chars().flat_map(|c| GBK.encode(&c.to_string()).0.into_owned()).collect(), vec!['㐱', '𬱖'])
        );
    }
}
