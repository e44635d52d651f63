//! A whole file, read.

use std::sync::Arc;

use super::{
    Area, At, Cell, Limits, Measure, Place, Problem, SheetError,
    kind::{Form, form},
    text, xls, xlsx_read,
};

/// The sheets of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Book {
    /// In the order of the file; empty and hidden ones too.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// The sheet's name; for delimited text the file's name without its ending.
    pub name: Arc<str>,
    /// Whether Excel hides it.
    pub hidden: bool,
    /// Rows from the first, each as long as its last cell that holds something. Merged areas are filled.
    pub rows: Vec<Vec<Cell>>,
    /// The areas that were merged.
    pub merged: Vec<Area>,
}

impl Book {
    /// Reads xlsx (macros are ignored), xls of Excel 97 and later, and delimited text in UTF-8, UTF-16 with its mark, or
    /// GB18030. The content decides which; `file_name` only names the sheet of a text file.
    ///
    /// # Errors
    /// What the file is instead, or what is wrong with it and where; nothing of it is given then.
    pub fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Self, SheetError> {
        if bytes.is_empty() {
            return Err(Problem::EmptyFile.into());
        }
        if bytes.len() as u64 > limits.bytes {
            return Err(Problem::too_much(Measure::Bytes, limits.bytes).into());
        }
        let sheets = match form(bytes) {
            Form::Zip => xlsx_read::read(bytes, limits)?,
            Form::Compound => xls::read(bytes, limits)?,
            Form::Text => vec![text::read(file_name, bytes, limits)?],
            Form::Other(kind) => return Err(Problem::Kind(kind).into()),
        };
        if sheets.iter().all(Sheet::is_empty) {
            return Err(Problem::NothingInIt.into());
        }
        Ok(Self { sheets })
    }
    /// The sheet of this name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|s| &*s.name == name)
    }
    /// The sheets that a person sees and that hold something.
    pub fn visible(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(|s| !s.hidden && !s.is_empty())
    }
}

impl Sheet {
    /// The cell, empty where the sheet does not reach.
    pub fn cell(&self, row: u32, col: u32) -> &Cell {
        self.rows.get(row as usize).and_then(|r| r.get(col as usize)).unwrap_or(&Cell::Empty)
    }
    /// Whether nothing but blanks is in it.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().flatten().all(Cell::is_blank)
    }
    /// How many columns the longest row has.
    pub fn width(&self) -> u32 {
        self.rows.iter().map(Vec::len).max().unwrap_or(0) as u32
    }
    /// The merged area that covers the cell.
    pub fn area_of(&self, at: At) -> Option<&Area> {
        self.merged.iter().find(|a| a.contains(at))
    }
    /// The cell's full name, for a message.
    pub fn place(&self, row: u32, col: u32) -> Place {
        Place { sheet: self.name.clone(), at: At { row, col } }
    }
}
