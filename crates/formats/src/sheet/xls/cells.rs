//! The cells of one worksheet.

use super::{
    super::{
        Area, At, Cell, Number, Problem, SheetError,
        builder::Builder,
        style::{self, Shape},
    },
    DAMAGED, Records,
    globals::Globals,
    le16, le32, record,
    strings::{Pieces, text_at},
};

/// Reads the worksheet at the start of `stream` into the builder.
pub(super) fn read(stream: &[u8], globals: &Globals, builder: &mut Builder<'_>) -> Result<(), SheetError> {
    let mut records = Records { rest: stream };
    let Some((record::BOF, _)) = records.next()? else { return Err(DAMAGED.into()) };
    // a chart within the sheet is a stream within the stream
    let mut depth = 1;
    let mut formula: Option<At> = None;
    while let Some((kind, data)) = records.next()? {
        match kind {
            record::BOF => depth += 1,
            record::EOF => {
                depth -= 1;
                if depth == 0 {
                    return Ok(());
                }
            }
            _ if depth > 1 => {}
            record::STRING => {
                if let Some(at) = formula.take() {
                    let pieces = records.with_continuations(data)?;
                    builder.put(at, words(Pieces::new(&pieces).text(false)?))?;
                }
            }
            record::MUL_RK => {
                let last = data.len().checked_sub(2).ok_or(DAMAGED)?;
                let (row, first) = (le16(data, 0)?, le16(data, 2)?);
                for (n, pair) in data.get(4..last).ok_or(DAMAGED)?.chunks_exact(6).enumerate() {
                    let at = At { row: row.into(), col: u32::from(first) + n as u32 };
                    builder.put(at, number(rk(le32(pair, 2)?), le16(pair, 0)?, globals))?;
                }
            }
            record::MERGED_CELLS => {
                for area in data.get(2..).ok_or(DAMAGED)?.chunks_exact(8) {
                    let corner = |r, c| Ok::<_, Problem>(At { row: le16(area, r)?.into(), col: le16(area, c)?.into() });
                    let (first, last) = (corner(0, 4)?, corner(2, 6)?);
                    if first.row <= last.row && first.col <= last.col {
                        builder.merge(Area { first, last })?;
                    }
                }
            }
            record::NUMBER
            | record::RK
            | record::LABEL
            | record::R_STRING
            | record::LABEL_SST
            | record::BOOL_ERR
            | record::FORMULA => {
                let at = At { row: le16(data, 0)?.into(), col: le16(data, 2)?.into() };
                let cell = cell(kind, data, globals).map_err(|p| SheetError::at(p, at))?;
                // a formula's text follows in a record of its own
                formula = cell.is_none().then_some(at);
                builder.put(at, cell.unwrap_or_default())?;
            }
            _ => {}
        }
    }
    Err(DAMAGED.into())
}

/// The cell of a record; nothing where it is a formula whose text is still to come.
fn cell(kind: u16, data: &[u8], globals: &Globals) -> Result<Option<Cell>, Problem> {
    let style = le16(data, 4)?;
    Ok(Some(match kind {
        record::NUMBER => number(float(data, 6)?, style, globals),
        record::RK => number(rk(le32(data, 6)?), style, globals),
        record::LABEL | record::R_STRING => words(text_at(data, 6, false)?),
        record::LABEL_SST => words(globals.strings.get(le32(data, 6)? as usize).ok_or(DAMAGED)?.clone()),
        record::BOOL_ERR => {
            let pair = le16(data, 6)?;
            truth_or_error(pair >> 8 != 0, pair as u8)
        }
        _ if le16(data, 12)? == 0xffff => match data[6] {
            0 => return Ok(None),
            sort @ (1 | 2) => truth_or_error(sort == 2, data[8]),
            _ => Cell::Empty,
        },
        _ => number(float(data, 6)?, style, globals),
    }))
}

fn words(text: std::sync::Arc<str>) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn truth_or_error(error: bool, value: u8) -> Cell {
    match (error, value) {
        (false, v) => Cell::Bool(v != 0),
        (true, 0x00) => Cell::Error("#NULL!".into()),
        (true, 0x07) => Cell::Error("#DIV/0!".into()),
        (true, 0x0f) => Cell::Error("#VALUE!".into()),
        (true, 0x17) => Cell::Error("#REF!".into()),
        (true, 0x1d) => Cell::Error("#NAME?".into()),
        (true, 0x24) => Cell::Error("#NUM!".into()),
        (true, _) => Cell::Error("#N/A".into()),
    }
}

fn float(data: &[u8], at: usize) -> Result<Option<Number>, Problem> {
    let eight = data.get(at..at + 8).and_then(|b| b.try_into().ok()).ok_or(DAMAGED)?;
    Ok(Number::from_binary(f64::from_le_bytes(eight)))
}

/// A number in 30 bits: whole or the upper half of a binary one, perhaps in hundredths.
fn rk(raw: u32) -> Option<Number> {
    let hundredths = if raw & 1 != 0 { "E-2" } else { "" };
    if raw & 2 != 0 {
        return Number::from_stored(&format!("{}{hundredths}", (raw as i32) >> 2));
    }
    let value = f64::from_bits(u64::from(raw & !3) << 32);
    Number::from_binary(if raw & 1 != 0 { value / 100.0 } else { value })
}

fn number(number: Option<Number>, style: u16, globals: &Globals) -> Cell {
    let shape = globals.shapes.get(usize::from(style)).copied().unwrap_or(Shape::Plain);
    number.map_or(Cell::Empty, |n| style::cell(n, shape, globals.from_1904))
}
