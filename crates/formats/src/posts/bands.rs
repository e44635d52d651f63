//! The sheet of majors by level: bands of columns side by side, their cells merged over rows.

use crate::sheet::{At, Cell, Sheet};

/// Rows in which a header is looked for.
const DEEPEST: u32 = 40;
const CATEGORY: &str = "学科门类代码及名称";
const DISCIPLINE_CODE: &str = "学科代码";
const DISCIPLINE: &str = "学科名称";
const CODE: &str = "专业代码";
const NAME: &str = "专业名称";
const FORMER: &str = "旧专业名称";

/// The columns of one level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Band {
    pub category: u32,
    pub discipline_code: u32,
    pub discipline: u32,
    pub code: u32,
    pub name: u32,
    pub former: u32,
}

/// Text without any blanks and line breaks, which only come from narrow columns.
pub(super) fn text(cell: &Cell) -> String {
    cell.text().split_whitespace().collect()
}

/// The header row and the bands in it; nothing where the sheet is no such sheet.
pub(super) fn find(sheet: &Sheet) -> Option<(u32, Vec<Band>)> {
    (0..(sheet.rows.len() as u32).min(DEEPEST)).find_map(|row| {
        let heads: Vec<(u32, String)> = (0..sheet.width()).map(|c| (c, text(sheet.cell(row, c)))).collect();
        let starts: Vec<u32> = heads.iter().filter(|h| h.1 == CATEGORY).map(|h| h.0).collect();
        let ends = starts.iter().skip(1).copied().chain([sheet.width()]);
        let bands: Vec<Band> = starts
            .iter()
            .zip(ends)
            .filter_map(|(start, end)| {
                let at = |name: &str| heads.iter().find(|h| h.1 == name && (*start..end).contains(&h.0)).map(|h| h.0);
                Some(Band {
                    category: *start,
                    discipline_code: at(DISCIPLINE_CODE)?,
                    discipline: at(DISCIPLINE)?,
                    code: at(CODE)?,
                    name: at(NAME)?,
                    former: at(FORMER)?,
                })
            })
            .collect();
        (!bands.is_empty()).then_some((row, bands))
    })
}

/// The rows that one code cell covers, first and last.
pub(super) fn blocks(sheet: &Sheet, band: Band, header: u32) -> Vec<(u32, u32)> {
    let mut areas: Vec<(u32, u32)> = sheet
        .merged
        .iter()
        .filter(|a| a.contains(At { row: a.first.row, col: band.code }))
        .map(|a| (a.first.row, a.last.row))
        .collect();
    areas.sort_unstable();
    let (mut blocks, mut row) = (Vec::new(), header + 1);
    let mut areas = areas.into_iter().peekable();
    while row < sheet.rows.len() as u32 {
        while areas.next_if(|a| a.0 < row).is_some() {}
        let block = areas.next_if(|a| a.0 == row).unwrap_or((row, row));
        blocks.push(block);
        row = block.1 + 1;
    }
    blocks
}
