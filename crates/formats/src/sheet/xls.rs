//! xls workbooks.

use std::io::Cursor;

use calamine::{Data, Reader, Xls, XlsError};

use super::{
    Area, At, Cell, FileKind, Limits, Number, Problem, Sheet, SheetError,
    builder::Builder,
    style::{self, Shape},
};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if named("EncryptedPackage") {
        return Err(Problem::Encrypted.into());
    }
    if named("WordDocument") {
        return Err(Problem::Kind(FileKind::Word).into());
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => Problem::Encrypted,
        _ => Problem::Damaged("xls"),
    })?;
    let mut builder = Builder::new(limits);
    let mut sheets = Vec::new();
    let meta = book.sheets_metadata().to_vec();
    for m in meta {
        let range = book.worksheet_range(&m.name).map_err(|_| Problem::Damaged("sheet"))?;
        let (r0, c0) = range.start().unwrap_or((0, 0));
        for (r, c, v) in range.used_cells() {
            let at = At { row: r as u32 + r0, col: c as u32 + c0 };
            let cell = match v {
                Data::Empty => Cell::Empty,
                Data::String(s) => Cell::of(s.as_str()),
                Data::Int(i) => Number::from_stored(&i.to_string()).map_or(Cell::Empty, Cell::Number),
                Data::Float(f) => Number::from_binary(*f).map_or(Cell::Empty, Cell::Number),
                Data::Bool(b) => Cell::Bool(*b),
                Data::Error(e) => Cell::Error(e.to_string().into()),
                Data::DateTime(d) => match Number::from_binary(d.as_f64()) {
                    Some(n) => style::cell(n, Shape::Date { date: Some(base::Precision::Day), time: true }, false),
                    None => Cell::Empty,
                },
                other => Cell::of(other.to_string()),
            };
            builder.put(at, cell)?;
        }
        for d in book.merge_cells_by_sheet_name(&m.name).unwrap_or_default() {
            builder.merge(Area {
                first: At { row: d.start.0, col: d.start.1 },
                last: At { row: d.end.0, col: d.end.1 },
            })?;
        }
        sheets.push(builder.finish(&m.name, m.visible != calamine::SheetVisible::Visible)?);
    }
    Ok(sheets)
}
