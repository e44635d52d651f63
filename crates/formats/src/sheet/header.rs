//! Finding the header of a sheet, wherever it is, and what its columns mean.

use std::{cmp::Reverse, collections::HashMap};

use super::{Book, Heading, Layout, Mapping, Sheet, fold};

/// The header is looked for in so many rows.
const DEEPEST: u32 = 60;
/// A header has at most so many rows: a group above its columns, and a title within the group.
const TALLEST: u32 = 3;

/// Finds the header and matches its columns. Where none is found the mapping has no header rows and no meanings.
pub fn map(sheet: &Sheet, layout: &Layout) -> Mapping {
    map_again(sheet, layout, None)
}

/// The same, with what a person decided for an earlier sheet taken over wherever a header reads the same.
pub fn map_again(sheet: &Sheet, layout: &Layout, earlier: Option<&Mapping>) -> Mapping {
    let names = Names::new(layout, earlier);
    let nothing = Mapping { sheet: sheet.name.to_string(), header_row: 0, header_rows: 0, headings: Vec::new() };
    // of two that tell as much, the one with fewer rows wins: what is joined from the title above it tells nothing more
    let mut best = ((0, Reverse(u32::MAX)), nothing);
    for row in 0..(sheet.rows.len() as u32).min(DEEPEST) {
        for height in 1..=TALLEST.min(sheet.rows.len() as u32 - row) {
            let headings = names.match_columns(&texts(sheet, row, height));
            let score = (names.score(&headings), Reverse(height));
            if score > best.0 {
                let sheet = sheet.name.to_string();
                best = (score, Mapping { sheet, header_row: row, header_rows: height, headings });
            }
        }
    }
    let enough = layout.columns.len().min(2) * 2;
    let ((score, _), mapping) = best;
    if score >= enough || (score > 0 && mapping.headings.len() == 1) { mapping } else { guess(sheet) }
}

/// A mapping for each visible sheet where a header is found, the best first.
pub fn map_book(book: &Book, layout: &Layout) -> Vec<Mapping> {
    let mut all: Vec<Mapping> = book.visible().map(|s| map(s, layout)).collect();
    all.retain(|m| m.matched().next().is_some());
    all.sort_by_key(|m| Reverse(m.matched().count()));
    all
}

/// Where no name is known: the first row with several different texts, so that a person can say what they mean.
fn guess(sheet: &Sheet) -> Mapping {
    let is_header = |row: &u32| {
        let mut seen: Vec<String> = texts(sheet, *row, 1).into_iter().filter_map(|t| t.into_iter().next()).collect();
        seen.sort();
        seen.dedup();
        seen.len() > 1
    };
    let found = (0..(sheet.rows.len() as u32).min(DEEPEST)).find(is_header);
    let columns = found.map(|row| texts(sheet, row, 1)).unwrap_or_default();
    let headings = columns.iter().enumerate().filter(|(_, t)| !t.is_empty());
    let headings = headings.map(|(col, t)| heading(col, t)).collect();
    let (header_row, header_rows) = (found.unwrap_or(0), u32::from(found.is_some()));
    Mapping { sheet: sheet.name.to_string(), header_row, header_rows, headings }
}

fn heading(col: usize, texts: &[String]) -> Heading {
    Heading { col: col as u32, text: texts.join(" / "), key: None, perhaps: Vec::new() }
}

/// The different texts above each column, from top to bottom. A cell merged over rows counts once.
fn texts(sheet: &Sheet, row: u32, height: u32) -> Vec<Vec<String>> {
    // of these rows alone: the width of the whole sheet would be looked for in all of them, time and again
    let these = sheet.rows.iter().skip(row as usize).take(height as usize);
    (0..these.map(Vec::len).max().unwrap_or(0) as u32)
        .map(|col| {
            let mut lines: Vec<String> = Vec::new();
            for r in row..row + height {
                let line: String = sheet.cell(r, col).text().split_whitespace().collect::<Vec<_>>().join(" ");
                if !line.is_empty() && lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
            lines
        })
        .collect()
}

/// How well a heading fits a name; less is better.
type Rank = (usize, usize);

/// The names of a layout, made comparable.
struct Names {
    known: HashMap<String, Vec<&'static str>>,
    chosen: HashMap<String, Option<String>>,
}

impl Names {
    fn new(layout: &Layout, earlier: Option<&Mapping>) -> Self {
        let mut known: HashMap<String, Vec<&'static str>> = HashMap::new();
        for column in layout.columns {
            for name in column.names.iter().chain([&column.key]) {
                let keys = known.entry(fold::header(name)).or_default();
                if !keys.contains(&column.key) {
                    keys.push(column.key);
                }
            }
        }
        let earlier = earlier.into_iter().flat_map(|m| &m.headings).filter(|h| h.perhaps.is_empty());
        let chosen = earlier
            .filter(|h| h.key.as_deref().is_none_or(|k| layout.column(k).is_some()))
            .map(|h| (fold::header(&h.text), h.key.clone()))
            .collect();
        Self { known, chosen }
    }

    /// What a heading may mean, and how well it fits: the whole of several rows before its last row alone, the text as it
    /// stands before the text without its notes.
    fn meanings(&self, lines: &[String]) -> Option<(Rank, &[&'static str])> {
        let joined = lines.concat();
        let ways = [Some(joined.as_str()), lines.last().map(String::as_str)];
        ways.iter().flatten().enumerate().find_map(|(way, text)| {
            let whole = self.known.get(&fold::header(text)).map(|k| ((way, 0), k.as_slice()));
            whole.or_else(|| self.known.get(&fold::header_without_notes(text)).map(|k| ((way, 1), k.as_slice())))
        })
    }

    /// How much a row looks like the header: what is clear counts twice what a person must choose.
    fn score(&self, headings: &[Heading]) -> usize {
        let of = |h: &Heading| match () {
            () if h.key.is_some() || self.chosen.contains_key(&fold::header(&h.text)) => 2,
            () if !h.perhaps.is_empty() => 1,
            () => 0,
        };
        headings.iter().map(of).sum()
    }

    fn match_columns(&self, columns: &[Vec<String>]) -> Vec<Heading> {
        let mut headings = Vec::new();
        let mut claims: HashMap<&str, Vec<(Rank, usize)>> = HashMap::new();
        for (col, lines) in columns.iter().enumerate().filter(|(_, l)| !l.is_empty()) {
            let mut heading = heading(col, lines);
            if let Some(choice) = self.chosen.get(&fold::header(&heading.text)) {
                heading.key.clone_from(choice);
            } else if let Some((rank, keys)) = self.meanings(lines) {
                for key in keys {
                    claims.entry(key).or_default().push((rank, headings.len()));
                }
            }
            headings.push(heading);
        }
        for (key, claims) in claims {
            if headings.iter().any(|h| h.key.as_deref() == Some(key)) {
                continue;
            }
            let best = claims.iter().map(|c| c.0).min();
            let mut first = claims.iter().filter(|c| Some(c.0) == best);
            match (first.next(), first.next()) {
                (Some((_, i)), None) => headings[*i].perhaps.push(key.into()),
                _ => claims.iter().filter(|c| Some(c.0) == best).for_each(|(_, i)| {
                    headings[*i].perhaps.extend([key.to_owned(), key.to_owned()]);
                }),
            }
        }
        // a heading that one key alone claims, and claims alone, is that key
        for heading in &mut headings {
            heading.perhaps.sort();
            if heading.perhaps.len() == 1 {
                heading.key = heading.perhaps.pop();
            }
            heading.perhaps.dedup();
        }
        headings
    }
}
