//! The rows below the header, each cell by the meaning of its column.

use std::{borrow::Cow, collections::HashMap};

use base::{Date, Lang, PartialDate};

use super::{At, Cell, CellProblem, Mapping, Place, Sheet, fold};

/// The rows of a sheet as a mapping reads them.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    sheet: &'a Sheet,
    cols: HashMap<&'a str, u32>,
    rows: Vec<u32>,
    /// Rows that were passed over, and why: nothing is dropped unseen.
    pub skipped: Vec<(u32, Skip)>,
}

/// Why a row below the header is not a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// The header again, as on every printed page.
    HeaderAgain,
    /// One cell over several columns: a note, a subtitle, a signature line.
    Note,
    /// Nothing in any column that is used.
    NothingUsed,
}

/// One row. Cells are asked for by key; every answer can be placed.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r, 'a> {
    of: &'r Records<'a>,
    /// The row, 0 is the sheet's first.
    pub row: u32,
}

/// What is wrong with a cell, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellError {
    /// The cell.
    pub place: Place,
    /// What is wrong.
    pub problem: CellProblem,
}
impl CellError {
    /// The sentence for a person, with the place.
    pub fn say(&self, lang: Lang) -> String {
        let (sheet, at, what) = (&self.place.sheet, self.place.at, self.problem.say(lang));
        match lang {
            Lang::Zh => format!("工作表“{sheet}”单元格 {at}：{what}"),
            Lang::En => format!("Sheet “{sheet}”, cell {at}: {what}"),
        }
    }
}
impl std::fmt::Display for CellError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}
impl std::error::Error for CellError {}

/// Reads the rows below the header. Blank rows are passed over without a word, others with one.
pub fn records<'a>(sheet: &'a Sheet, mapping: &'a Mapping) -> Records<'a> {
    let cols: HashMap<&str, u32> = mapping.matched().collect();
    let headers: Vec<(u32, String)> = mapping
        .matched()
        .map(|(_, col)| {
            let last = mapping.header_row + mapping.header_rows.saturating_sub(1);
            (col, fold::header(&sheet.cell(last, col).text()))
        })
        .collect();
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    let start = mapping.header_row.saturating_add(mapping.header_rows) as usize;
    for (row, cells) in sheet.rows.iter().enumerate().skip(start) {
        let filled = || cells.iter().enumerate().filter(|(_, c)| !c.is_blank());
        let row = row as u32;
        let Some((first, _)) = filled().next() else { continue };
        let header_again =
            headers.len() > 1 && headers.iter().all(|(col, text)| fold::header(&sheet.cell(row, *col).text()) == *text);
        // only a row with little in it is worth looking up among the merged areas
        let last = filled().next_back().map_or(first, |(i, _)| i);
        let alike = last > first && cells[first..=last].iter().all(|c| c == &cells[first]);
        let note = alike && sheet.area_of(At { row, col: first as u32 }).is_some_and(|a| a.last.col >= last as u32);
        let used = || headers.iter().any(|(col, _)| !sheet.cell(row, *col).is_blank());
        match () {
            () if header_again => skipped.push((row, Skip::HeaderAgain)),
            () if note => skipped.push((row, Skip::Note)),
            () if !used() => skipped.push((row, Skip::NothingUsed)),
            () => rows.push(row),
        }
    }
    Records { sheet, cols, rows, skipped }
}

impl<'a> Records<'a> {
    /// The records, from top to bottom.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Record<'_, 'a>> {
        self.rows.iter().map(|row| Record { of: self, row: *row })
    }
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// Whether the sheet has a column for this key.
    pub fn has(&self, key: &str) -> bool {
        self.cols.contains_key(key)
    }
}

impl<'a> Record<'_, 'a> {
    /// The cell; empty where the sheet has no such column.
    pub fn cell(&self, key: &str) -> &'a Cell {
        self.of.cols.get(key).map_or(&Cell::Empty, |col| self.of.sheet.cell(self.row, *col))
    }
    /// Where the cell stands; the row's first cell where the sheet has no such column.
    pub fn place(&self, key: &str) -> Place {
        self.of.sheet.place(self.row, self.of.cols.get(key).copied().unwrap_or(0))
    }
    /// The text without surrounding blanks; nothing where it is blank.
    ///
    /// # Errors
    /// Lost digits and formula errors, with their place.
    pub fn text(&self, key: &str) -> Result<Option<Cow<'a, str>>, CellError> {
        let text = self.cell(key).exact().map_err(|p| self.wrong(key, p))?;
        Ok(Some(text).filter(|t| !t.is_empty()))
    }
    /// The date, as far as it is known; nothing where it is blank.
    ///
    /// # Errors
    /// What is no date, with its place.
    pub fn date(&self, key: &str) -> Result<Option<PartialDate>, CellError> {
        self.cell(key).date().map_err(|p| self.wrong(key, p))
    }
    /// The whole day; nothing where it is blank.
    ///
    /// # Errors
    /// What is no day, with its place.
    pub fn day(&self, key: &str) -> Result<Option<Date>, CellError> {
        self.cell(key).day().map_err(|p| self.wrong(key, p))
    }
    fn wrong(&self, key: &str, problem: CellProblem) -> CellError {
        CellError { place: self.place(key), problem }
    }
}
