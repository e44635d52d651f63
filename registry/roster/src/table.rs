//! The roster as rows, and as a spreadsheet that prints. Pure.

use std::collections::BTreeMap;

use base::{Date, Id, Lang};
use formats::sheet::{Head, Print, Table, Value};
use people::{File, Unit, actions::Taken};

use crate::{Column, Design, Group};

/// A part of the roster under its heading, which is empty where there is but one.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// What its people have in common.
    pub heading: String,
    /// Their rows.
    pub rows: Vec<Vec<Value>>,
}

/// The roster in its parts: by unit in the order of the tree's names, by level the highest first. `names` are the units'.
pub fn blocks(taken: &Taken, names: &BTreeMap<Id<Unit>, String>, design: &Design, lang: Lang, on: Date) -> Vec<Block> {
    let unit = |i: usize| taken.lines[i].unit.and_then(|u| names.get(&u).cloned()).unwrap_or_default();
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for i in 0..taken.files.len().min(taken.lines.len()) {
        let line = &taken.lines[i];
        let key = match design.group {
            Group::None => (String::new(), String::new()),
            Group::Unit => (unit(i), unit(i)),
            // the codes of levels are in order, the highest first; nobody's level comes last
            Group::Level if line.level.is_empty() => ("~".to_owned(), String::new()),
            Group::Level => (line.level.clone(), codes::LEVEL.label(&line.level, lang).to_owned()),
        };
        groups.entry(key).or_default().push(i);
    }
    let other = if lang == Lang::En { "Others" } else { "其他" };
    let mut ordinal = 0;
    groups
        .into_iter()
        .map(|((_, heading), people)| {
            let rows = people.into_iter().map(|i| {
                ordinal += 1;
                let file: &File = &taken.files[i];
                design.columns.iter().map(|c| c.value(file, &unit(i), ordinal, lang, on)).collect()
            });
            let rows = rows.collect();
            let empty = heading.is_empty() && design.group != Group::None;
            Block { heading: if empty { other.to_owned() } else { heading }, rows }
        })
        .collect()
}

/// The roster as a sheet: title above, heads on every printed page, each part under a line with its heading and how many.
pub fn sheet<'a>(blocks: Vec<Block>, design: &Design, lang: Lang) -> Table<'a> {
    let heads: Vec<String> = design.columns.iter().map(|c| c.label(lang)).collect();
    let at = design.columns.iter().position(|c| *c != Column::Ordinal).unwrap_or_default();
    let (grouped, width) = (design.group != Group::None, design.columns.len());
    let rows = blocks.into_iter().flat_map(move |block| {
        let n = block.rows.len();
        let said = if lang == Lang::En {
            format!("{} ({n})", block.heading)
        } else {
            format!("{}（{n}人）", block.heading)
        };
        let mut head = vec![Value::Empty; width];
        if let Some(place) = head.get_mut(at) {
            *place = Value::text(said);
        }
        grouped.then_some(head).into_iter().chain(block.rows)
    });
    let mut table = Table::new("名册", heads, rows);
    if !design.title.is_empty() {
        table = table.titled(design.title.clone());
    }
    for (head, column) in table.columns.iter_mut().zip(&design.columns) {
        *head = Head { width: Some(column.width()), ..head.clone() };
    }
    table.print = Print { a3: design.a3, portrait: design.portrait };
    table
}
