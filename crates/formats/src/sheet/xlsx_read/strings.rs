//! The texts that cells share.

use std::{io::BufRead, sync::Arc};

use quick_xml::events::Event;

use super::super::xml::{Broken, Xml, entity};

/// Reads the table of shared texts. Phonetic guides are not part of a text.
pub(super) fn read(part: impl BufRead) -> Result<Vec<Arc<str>>, Broken> {
    let (mut xml, mut buffer) = (Xml::new(part), Vec::new());
    let (mut strings, mut text) = (Vec::new(), String::new());
    let (mut inside, mut phonetic) = (false, false);
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => text.clear(),
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "si" => strings.push(unescaped(&text)),
                "t" => inside = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Event::Text(t) if inside => text.push_str(&t.xml10_content()),
            Event::CData(t) if inside => text.push_str(&t.xml10_content()),
            Event::GeneralRef(e) if inside => entity(&e, &mut text),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// Undoes `_x000D_`, by which a workbook writes characters that XML cannot hold.
pub(super) fn unescaped(text: &str) -> Arc<str> {
    if !text.contains("_x") {
        return text.into();
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(i) = rest.find("_x") {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let code = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_"));
        let code = code.filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
        match code.and_then(|h| u32::from_str_radix(h, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_control_characters_are_undone() {
        for (stored, text) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xyz_", "_xyz_"),
            ("_x00", "_x00"),
            ("_x编码中_", "_x编码中_"),
        ] {
            assert_eq!(&*unescaped(stored), text);
        }
    }
    #[test]
    fn runs_are_joined_and_phonetic_guides_left_out() {
        let xml = "<sst><si><t>甲&amp;&#20057;</t></si><si><r><t>王</t></r><r><t xml:space=\"preserve\"> 五</t></r>\
                   <rPh><t>wang</t></rPh></si><si/></sst>";
        let read = read(xml.as_bytes()).unwrap();
        assert_eq!(read.iter().map(|s| &**s).collect::<Vec<_>>(), ["甲&乙", "王 五", ""]);
    }
}
