//! A sheet while it is read, with the limits kept at every cell.

use std::sync::Arc;

use super::{Area, At, Cell, Limits, Measure, Problem, Sheet, SheetError};

/// Collects the cells of one sheet after another; what is counted over the whole book is counted here.
pub(crate) struct Builder<'a> {
    limits: &'a Limits,
    slots: u64,
    rows: Vec<Vec<Cell>>,
    merged: Vec<Area>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, slots: 0, rows: Vec::new(), merged: Vec::new() }
    }

    /// Puts a cell. Blank cells take no room: a format that reaches to the sheet's end costs nothing.
    pub(crate) fn put(&mut self, at: At, cell: Cell) -> Result<(), SheetError> {
        if cell == Cell::Empty {
            return Ok(());
        }
        let beyond = |what, limit: u64| Err(SheetError::at(Problem::too_much(what, limit), at));
        if at.row >= self.limits.rows {
            return beyond(Measure::Rows, self.limits.rows.into());
        }
        if at.col >= self.limits.columns {
            return beyond(Measure::Columns, self.limits.columns.into());
        }
        if let Cell::Text(t) | Cell::Error(t) = &cell
            && t.len() > self.limits.text
            && t.chars().count() > self.limits.text
        {
            return beyond(Measure::Text, self.limits.text as u64);
        }
        let (row, col) = (at.row as usize, at.col as usize);
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= col {
            self.slots += (col + 1 - cells.len()) as u64;
            if self.slots > self.limits.cells {
                return beyond(Measure::Cells, self.limits.cells);
            }
            cells.resize(col + 1, Cell::Empty);
        }
        cells[col] = cell;
        Ok(())
    }

    /// Notes a merged area.
    pub(crate) fn merge(&mut self, area: Area) -> Result<(), SheetError> {
        if self.merged.len() >= self.limits.merged {
            return Err(Problem::too_much(Measure::Merged, self.limits.merged as u64).into());
        }
        if area.first != area.last {
            self.merged.push(area);
        }
        Ok(())
    }

    /// Ends the sheet: every cell of a merged area, as far as the sheet is used, gets what its first cell says.
    pub(crate) fn finish(&mut self, name: &str, hidden: bool) -> Result<Sheet, SheetError> {
        let merged = std::mem::take(&mut self.merged);
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0) as u32;
        let height = self.rows.len() as u32;
        let mut visits = 0u64;
        for area in &merged {
            let Some(cell) = self.rows.get(area.first.row as usize).and_then(|r| r.get(area.first.col as usize)) else {
                continue;
            };
            if cell.is_blank() {
                continue;
            }
            let cell = cell.clone();
            for row in area.first.row..(area.last.row + 1).min(height) {
                for col in area.first.col..(area.last.col + 1).min(width) {
                    visits += 1;
                    if visits > self.limits.cells {
                        return Err(Problem::too_much(Measure::Merged, self.limits.cells).into());
                    }
                    let there = self.rows[row as usize].get(col as usize);
                    if there.is_none_or(Cell::is_blank) {
                        self.put(At { row, col }, cell.clone())?;
                    }
                }
            }
        }
        let rows = std::mem::take(&mut self.rows);
        Ok(Sheet { name: Arc::from(name), hidden, rows, merged })
    }
}
