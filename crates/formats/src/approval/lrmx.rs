//! Reads `.lrmx`.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use base::{Lang, Say};
use quick_xml::{Reader, events::Event};

use super::{
    Extra, Field, Form, FormError, Limits, Photo, Problem, Read, Relative,
    field::{FAMILY, MEMBER, MEMBER_PARTS, PHOTO},
    form::{Kind, Origin},
    text::{Encoding, clean},
};

/// Where things stand in the text of a file.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each child of the root that the form knows: its name, and the whole element.
    pub(super) children: Vec<(String, Range<usize>)>,
    /// Where the root's end tag begins.
    pub(super) end: usize,
}

/// Reads the form and keeps the file, so that what is not changed is written as it was.
pub(super) fn read(bytes: &[u8], text: &str, encoding: Encoding, limits: &Limits) -> Result<Read, FormError> {
    let (mut read, _) = parse(text, limits)?;
    read.form.origin = Some(Arc::new(Origin { kind: Kind::Lrmx, bytes: bytes.to_vec(), encoding }));
    Ok(read)
}

/// What the text says, and where.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<(Read, Places), FormError> {
    let mut xml = Xml::new(text, limits);
    xml.root()?;
    let (mut form, mut notes, mut places) = (Form::default(), Vec::new(), Places::default());
    let mut seen: BTreeMap<Field, usize> = BTreeMap::new();
    loop {
        let from = xml.position();
        match xml.next()? {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                let known = match name.as_str() {
                    FAMILY => {
                        form.family.extend(xml.family()?);
                        true
                    }
                    PHOTO => {
                        let written = xml.text_of(&name, limits.photo.saturating_mul(2))?;
                        match Photo::from_base64(&written, limits.photo) {
                            Ok(photo) => form.photo = photo,
                            Err(why) => notes.push(why),
                        }
                        true
                    }
                    _ => match Field::of(&name) {
                        Some(field) => {
                            let value = clean(&xml.text_of(field.label(Lang::Zh), limits.text)?);
                            *seen.entry(field).or_default() += 1;
                            // of two elements of one name the editor shows the last; an empty one says nothing
                            if seen[&field] == 1 || !value.trim().is_empty() {
                                form.set(field, value);
                            }
                            true
                        }
                        None => {
                            xml.skip()?;
                            false
                        }
                    },
                };
                let whole = from..xml.position();
                if known {
                    places.children.push((name, whole));
                } else {
                    let xml = text.get(whole).unwrap_or_default().to_owned();
                    form.extras.push(Extra { element: name, xml });
                }
            }
            Event::End(_) => {
                places.end = from;
                break;
            }
            _ => {}
        }
    }
    for field in seen.iter().filter(|(_, times)| **times > 1).map(|(field, _)| field) {
        let (zh, en) = (field.label(Lang::Zh), field.label(Lang::En));
        notes.push(Say::new(
            format!("“{zh}”在文件中出现多次，取最后一个有内容的。请核对。"),
            format!("“{en}” stands more than once in the file; the last one that says something was taken. Check it."),
        ));
    }
    if form.text(Field::Name).trim().is_empty() {
        notes.push(Say::new("没有姓名。", "There is no name."));
    }
    Ok((Read { form, notes }, places))
}

/// Events of the document, with its limits. An empty element comes as its start and its end.
struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    limits: &'a Limits,
}

impl<'a> Xml<'a> {
    fn new(text: &'a str, limits: &'a Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // a bare & is common in the names of firms
        config.allow_dangling_amp = true;
        Self { text, reader, depth: 0, limits }
    }
    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
    fn error(&self, problem: Problem) -> FormError {
        FormError::at(problem, self.text, self.position())
    }
    fn next(&mut self) -> Result<Event<'a>, FormError> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.error(Problem::DocumentType)),
            Ok(Event::Eof) | Err(_) => Err(self.error(Problem::BrokenXml)),
            Ok(event) => {
                match event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if self.depth > self.limits.depth {
                    return Err(self.error(Problem::TooDeep(self.limits.depth)));
                }
                Ok(event)
            }
        }
    }
    /// Comes to the inside of the outermost element, which is a person.
    fn root(&mut self) -> Result<(), FormError> {
        loop {
            if let Event::Start(start) = self.next()? {
                let name = start.name().as_ref().to_owned();
                if name == "Person" {
                    return Ok(());
                }
                return Err(self.error(Problem::OtherXml(name.chars().take(40).collect())));
            }
        }
    }
    /// The text within the element just begun, up to its end; elements in it count for what they hold.
    fn text_of(&mut self, label: &str, most: usize) -> Result<String, FormError> {
        let (inside, mut out) = (self.depth, String::new());
        loop {
            match self.next()? {
                Event::Text(t) => out.push_str(&t.xml10_content()),
                Event::CData(t) => out.push_str(&t.xml10_content()),
                Event::GeneralRef(r) => match r.resolve_char_ref() {
                    Ok(Some(c)) => out.push(c),
                    _ => match quick_xml::escape::resolve_xml_entity(&r.xml10_content()) {
                        Some(means) => out.push_str(means),
                        // one that XML does not know is left for `clean`, which knows the one that editors write
                        None => out.push_str(&format!("&{};", r.xml10_content())),
                    },
                },
                Event::End(_) if self.depth < inside => return Ok(out),
                _ => {}
            }
            // four bytes a character at most
            if out.len() > most.saturating_mul(4) || out.len() > most && out.chars().count() > most {
                let field = Field::ALL.iter().map(|f| f.label(Lang::Zh)).find(|l| *l == label).unwrap_or("照片");
                return Err(self.error(Problem::TooLong(field, most)));
            }
        }
    }
    /// Passes over the element just begun.
    fn skip(&mut self) -> Result<(), FormError> {
        let inside = self.depth;
        loop {
            if let Event::End(_) = self.next()?
                && self.depth < inside
            {
                return Ok(());
            }
        }
    }
    /// The members of the family, without the empty rows of a blank form.
    fn family(&mut self) -> Result<Vec<Relative>, FormError> {
        let mut family = Vec::new();
        let inside = self.depth;
        loop {
            match self.next()? {
                Event::Start(item) if item.name().as_ref() == MEMBER => {
                    let relative = self.member()?;
                    if !relative.is_empty() {
                        family.push(relative);
                    }
                    if family.len() > self.limits.family {
                        return Err(self.error(Problem::TooManyRelatives(self.limits.family)));
                    }
                }
                Event::Start(_) => self.skip()?,
                Event::End(_) if self.depth < inside => return Ok(family),
                _ => {}
            }
        }
    }
    fn member(&mut self) -> Result<Relative, FormError> {
        let mut parts: [String; 5] = Default::default();
        let inside = self.depth;
        loop {
            match self.next()? {
                Event::Start(part) => {
                    let place = MEMBER_PARTS.iter().position(|p| *p == part.name().as_ref());
                    let value = clean(&self.text_of("", self.limits.text)?);
                    if let Some(place) = place.and_then(|p| parts.get_mut(p)) {
                        *place = value;
                    }
                }
                Event::End(_) if self.depth < inside => return Ok(Relative::of(parts)),
                _ => {}
            }
        }
    }
}
