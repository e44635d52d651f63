//! The little of XML that a workbook needs.

use std::{borrow::Cow, io::BufRead};

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

/// Events of one part. Every error is the same to the caller: the part is damaged, or its limit was passed.
pub(crate) struct Xml<R> {
    reader: Reader<R>,
}

/// Events one after another, wherever they come from.
pub(crate) trait Events {
    /// The next one; an empty element comes as its start and its end.
    fn next(&mut self) -> Result<Event<'_>, Broken>;
    /// What is read begins within elements that are open already: their ends are none too many.
    fn within(&mut self);
}

/// Events of what is read while it comes.
pub(crate) struct Streamed<R>(Xml<R>, Vec<u8>);
impl<R: BufRead> Streamed<R> {
    pub(crate) fn new(source: R) -> Self {
        Self(Xml::new(source), Vec::new())
    }
}
impl<R: BufRead> Events for Streamed<R> {
    fn next(&mut self) -> Result<Event<'_>, Broken> {
        self.0.next(&mut self.1)
    }
    fn within(&mut self) {
        self.0.reader.config_mut().allow_unmatched_ends = true;
    }
}
/// Events of what is in memory, without copying it.
impl<'a> Events for Xml<&'a [u8]> {
    fn next(&mut self) -> Result<Event<'a>, Broken> {
        self.reader.read_event().map_err(|_| Broken)
    }
    fn within(&mut self) {
        self.reader.config_mut().allow_unmatched_ends = true;
    }
}

/// The XML is not well formed, or ended early.
#[derive(Debug)]
pub(crate) struct Broken;

impl<R: BufRead> Xml<R> {
    pub(crate) fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }
    /// The next event; an empty element comes as its start and its end.
    pub(crate) fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Broken> {
        buffer.clear();
        self.reader.read_event_into(buffer).map_err(|_| Broken)
    }
}

/// An attribute by its name without prefix, as written: for values without entities (numbers, places, ids).
pub(crate) fn raw<'a>(start: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut all = start.attributes();
    all.with_checks(false);
    all.flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| a.value)
}

/// An attribute with its entities resolved.
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = raw(start, name)?;
    match quick_xml::escape::unescape(&value) {
        Ok(text) => Some(text.into_owned()),
        Err(_) => Some(value.into_owned()),
    }
}

/// Adds what an entity stands for; an unknown one stands for nothing.
pub(crate) fn entity(entity: &BytesRef<'_>, out: &mut String) {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        out.push(c);
    } else if let Some(text) = quick_xml::escape::resolve_xml_entity(&entity.xml10_content()) {
        out.push_str(text);
    }
}
