//! Writes `.lrmx`: a changed file with only the change, a new one as the editor's template has it.

use std::borrow::Cow;

use super::{
    Field, Form, Limits, Relative,
    field::{FAMILY, MEMBER, MEMBER_PARTS, PHOTO},
    form::{Kind, Origin},
    lrmx,
    text::decode,
};

/// The version that a new file claims: the editor refuses files without one.
const VERSION: &str = "3.2.1.6";

pub(super) fn write(form: &Form) -> Vec<u8> {
    if let Some(origin) = form.origin.as_deref().filter(|o| o.kind == Kind::Lrmx)
        && let Some(bytes) = changed(form, origin)
    {
        return bytes;
    }
    let mut folded = form.clone();
    folded.fold_schools();
    if folded.text(Field::Version).is_empty() {
        folded.set(Field::Version, VERSION);
    }
    let mark: &[u8] = b"\xef\xbb\xbf";
    [mark, anew(&folded).as_bytes()].concat()
}

/// The elements of the template in its order: fields, with the family before the one who submits and the photograph before
/// the version.
fn template() -> Vec<&'static str> {
    let mut order: Vec<&str> = Field::ALL.iter().map(|f| f.element()).collect();
    for (element, before) in [(FAMILY, Field::Submitter), (PHOTO, Field::Version)] {
        if let Some(at) = order.iter().position(|e| *e == before.element()) {
            order.insert(at, element);
        }
    }
    order
}

fn anew(form: &Form) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Person>\r\n");
    for element in template() {
        if element == Field::Version.element() {
            for extra in &form.extras {
                out.push_str(&format!("  {}\r\n", extra.xml));
            }
        }
        out.push_str(&format!("  {}\r\n", whole(form, element)));
    }
    out.push_str("</Person>\r\n");
    out
}

/// One element with what the form says in it.
fn whole(form: &Form, element: &str) -> String {
    let tagged = |inner: &str| {
        if inner.is_empty() { format!("<{element} />") } else { format!("<{element}>{inner}</{element}>") }
    };
    match element {
        FAMILY => {
            let mut inner = String::new();
            for relative in &form.family {
                inner.push_str(&member(relative));
            }
            if !inner.is_empty() {
                inner.push_str("\r\n  ");
            }
            tagged(&inner)
        }
        PHOTO => tagged(&form.photo.as_ref().map(|p| p.to_base64()).unwrap_or_default()),
        _ => tagged(&escaped(Field::of(element).map(|f| form.text(f)).unwrap_or_default())),
    }
}

fn member(relative: &Relative) -> String {
    let mut out = format!("\r\n    <{MEMBER}>\r\n");
    for (element, text) in MEMBER_PARTS.into_iter().zip(relative.parts()) {
        let text = escaped(text);
        if text.is_empty() {
            out.push_str(&format!("      <{element} />\r\n"));
        } else {
            out.push_str(&format!("      <{element}>{text}</{element}>\r\n"));
        }
    }
    out.push_str(&format!("    </{MEMBER}>"));
    out
}

/// A text inside an element. A line ends in CR LF, the CR as a reference: a parser would drop a bare one.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&', '\n', '\r']) && !text.chars().any(|c| c.is_control()) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("&#13;\n"),
            '\t' => out.push('\t'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.into()
}

/// The file that the form was read from, with what has changed since put in its place. Nothing where that cannot be written
/// in the file's encoding.
fn changed(form: &Form, origin: &Origin) -> Option<Vec<u8>> {
    let (text, _) = decode(&origin.bytes).ok()?;
    let (was, places) = lrmx::parse(&text, &Limits::unbounded()).ok()?;
    let was = was.form;
    if was == *form {
        return Some(origin.bytes.clone());
    }
    if was.extras != form.extras {
        return None;
    }
    let differs = |element: &str| match element {
        FAMILY => was.family != form.family,
        PHOTO => was.photo != form.photo,
        _ => Field::of(element).is_some_and(|f| was.text(f) != form.text(f)),
    };
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    let mut written: Vec<&str> = Vec::new();
    for (element, place) in &places.children {
        if !differs(element) {
            continue;
        }
        out.push_str(text.get(done..place.start)?);
        // an element that stood twice is written once
        if !written.contains(&element.as_str()) {
            out.push_str(&whole(form, element));
            written.push(element);
        }
        done = place.end;
    }
    out.push_str(text.get(done..places.end)?);
    for element in template() {
        if differs(element) && places.children.iter().all(|(there, _)| there != element) {
            out.push_str(&format!("  {}\r\n", whole(form, element)));
        }
    }
    out.push_str(text.get(places.end..)?);
    origin.encoding.encode(&out)
}
