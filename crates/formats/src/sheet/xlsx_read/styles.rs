//! The number format of each cell style.

use std::{collections::HashMap, io::BufRead};

use quick_xml::events::Event;

use super::super::{
    style::{Shape, builtin, shape},
    xml::{Broken, Xml, attribute, raw},
};

/// The shape of every cell style, in the order in which cells name them.
pub(super) fn read(part: impl BufRead) -> Result<Vec<Shape>, Broken> {
    let (mut xml, mut buffer) = (Xml::new(part), Vec::new());
    let (mut codes, mut shapes, mut inside) = (HashMap::<u16, Shape>::new(), Vec::new(), false);
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let id = raw(&e, "numFmtId").and_then(|v| v.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&e, "formatCode")) {
                        codes.insert(id, shape(&code));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let id: u16 = raw(&e, "numFmtId").and_then(|v| v.parse().ok()).unwrap_or(0);
                    shapes.push(codes.get(&id).copied().unwrap_or_else(|| shape(builtin(id))));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => inside = false,
            Event::Eof => return Ok(shapes),
            _ => {}
        }
    }
}
