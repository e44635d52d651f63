//! Which parts a workbook has: its sheets with their names, its strings and its styles.

use std::{collections::HashMap, io::BufRead};

use quick_xml::events::Event;

use super::{
    super::{
        SheetError,
        xml::{Broken, Xml, attribute, raw},
        zipped::Package,
    },
    on_part,
};

/// The workbook's table of contents.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) sheets: Vec<Entry>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) from_1904: bool,
}

pub(super) struct Entry {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) path: String,
}

/// The path of the workbook part; nothing where the archive is no xlsx workbook.
pub(super) fn main_part(package: &mut Package<'_>) -> Result<Option<String>, SheetError> {
    let links = on_part(package, "_rels/.rels", "rels", |part| relations(part, ""))?.unwrap_or_default();
    let main = links.into_values().find(|l| l.kind == "officeDocument").map(|l| l.target);
    let main = main.unwrap_or_else(|| "xl/workbook.xml".into());
    let lower = main.to_lowercase();
    let is_workbook = lower.ends_with(".xml") && !lower.starts_with("word/") && !lower.starts_with("ppt/");
    Ok((is_workbook && package.has(&lower)).then_some(main))
}

/// Reads the contents of the workbook part.
pub(super) fn read(package: &mut Package<'_>, main: &str) -> Result<Outline, SheetError> {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let path = format!("{folder}/_rels/{file}.rels");
    let links = on_part(package, &path, "rels", |part| relations(part, folder))?.unwrap_or_default();
    let one = |kind: &str| links.values().find(|l| l.kind == kind).map(|l| l.target.clone());
    let outline = on_part(package, main, "workbook", |part| contents(part, &links))?.unwrap_or_default();
    Ok(Outline { strings: one("sharedStrings"), styles: one("styles"), ..outline })
}

struct Link {
    kind: String,
    target: String,
}

fn relations(part: impl BufRead, folder: &str) -> Result<HashMap<String, Link>, Broken> {
    let (mut xml, mut buffer, mut links) = (Xml::new(part), Vec::new(), HashMap::new());
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&e, "Id"), attribute(&e, "Type"), attribute(&e, "Target"))
                else {
                    continue;
                };
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                links.insert(id, Link { kind, target: resolve(folder, &target) });
            }
            Event::Eof => return Ok(links),
            _ => {}
        }
    }
}

/// A target is relative to the folder of the part that names it, unless it begins with a slash.
fn resolve(folder: &str, target: &str) -> String {
    let full = match target.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in full.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn contents(part: impl BufRead, links: &HashMap<String, Link>) -> Result<Outline, Broken> {
    let (mut xml, mut buffer, mut outline) = (Xml::new(part), Vec::new(), Outline::default());
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "workbookPr" => {
                    outline.from_1904 = raw(&e, "date1904").is_some_and(|v| matches!(&*v, "1" | "true"));
                }
                "sheet" => {
                    let Some(link) = raw(&e, "id").and_then(|id| links.get(&*id)) else { continue };
                    // charts and dialogs are sheets too, but hold no cells
                    if link.kind == "worksheet" {
                        outline.sheets.push(Entry {
                            name: attribute(&e, "name").unwrap_or_default(),
                            hidden: raw(&e, "state").is_some_and(|s| s != "visible"),
                            path: link.target.clone(),
                        });
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(outline),
            _ => {}
        }
    }
}
