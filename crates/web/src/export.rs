//! Lists as files: comma-separated text and spreadsheets.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use rust_xlsxwriter::{Format, Workbook};
use ui::{Kind, Table};

use crate::{Reply, Shape};

pub(crate) fn response(table: &Table, shape: Shape, title: &str) -> Reply {
    match shape {
        Shape::Csv => Ok(file(&format!("{title}.csv"), "text/csv; charset=utf-8", csv(table).into_bytes())),
        _ => {
            let bytes = xlsx(table).map_err(|e| db::Error::Internal(format!("xlsx: {e}")))?;
            let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(file(&format!("{title}.xlsx"), mime, bytes))
        }
    }
}

/// A download with that name (RFC 6266).
pub(crate) fn file(name: &str, mime: &str, bytes: Vec<u8>) -> Response {
    let mut response = Body::from(bytes).into_response();
    let name: String = name.chars().filter(|c| !c.is_control() && !"/\\:*?\"<>|".contains(*c)).take(100).collect();
    let end = name.rsplit('.').next().filter(|e| e.is_ascii()).unwrap_or("bin");
    let line = format!("attachment; filename=\"file.{end}\"; filename*=UTF-8''{}", ui::link::encode(&name));
    let mut put = |key, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(key, value);
        }
    };
    put(header::CONTENT_DISPOSITION, &line);
    put(header::CONTENT_TYPE, mime);
    response
}

/// With a byte order mark, without which Excel reads Chinese as something else.
fn csv(table: &Table) -> String {
    let mut out = String::from("\u{FEFF}");
    let mut line = |cells: &mut dyn Iterator<Item = (&str, Kind)>| {
        let cells: Vec<String> = cells.map(|(text, kind)| quoted(text, kind)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    line(&mut table.columns.iter().map(|c| (c.label.as_str(), Kind::Text)));
    for row in &table.rows {
        let texts = row.cells.iter().map(|c| c.text.as_str()).chain(std::iter::repeat(""));
        line(&mut texts.zip(&table.columns).map(|(text, column)| (text, column.kind)));
    }
    out
}

/// A spreadsheet runs what begins with `= + - @` or a tab as a formula; an apostrophe makes it text again. A plain
/// figure may begin with its sign.
fn quoted(text: &str, kind: Kind) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !(kind == Kind::Number && figure(text));
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}
fn figure(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let dots = digits.bytes().filter(|b| *b == b'.').count();
    !digits.is_empty() && dots <= 1 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits != "."
}

fn xlsx(table: &Table) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let head = Format::new().set_bold();
    sheet.set_freeze_panes(1, 0)?;
    for (i, column) in (0u16..).zip(&table.columns) {
        sheet.set_column_width(i, f64::from(column.width.unwrap_or(18).clamp(6, 60)))?;
        sheet.write_string_with_format(0, i, &column.label, &head)?;
    }
    for (r, row) in (1u32..).zip(&table.rows) {
        for (c, (cell, column)) in (0u16..).zip(row.cells.iter().zip(&table.columns)) {
            // a figure of more than 15 digits (a code, an identity number) would lose its end as a number
            let number = (column.kind == Kind::Number && figure(&cell.text) && cell.text.len() <= 15)
                .then(|| cell.text.parse::<f64>().ok())
                .flatten();
            match number {
                Some(n) => sheet.write_number(r, c, n)?,
                // Excel's longest text
                None => sheet.write_string(r, c, cell.text.chars().take(32_767).collect::<String>())?,
            };
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ui::{Cell, Column};

    #[test]
    fn a_cell_is_never_a_formula() {
        let columns = vec![Column::text("a", "甲"), Column::number("n", "数")];
        let rows = [
            vec![Cell::new("=cmd|' /C calc'!A0"), Cell::new("-3.5")],
            vec![Cell::new("+86, \"x\""), Cell::new("-3+cmd")],
            vec![Cell::new("@SUM(A1)")],
        ];
        let table = Table::new("t", columns).rows(rows);
        assert_eq!(
            csv(&table),
            "\u{FEFF}甲,数\r\n'=cmd|' /C calc'!A0,-3.5\r\n\"'+86, \"\"x\"\"\",'-3+cmd\r\n'@SUM(A1),\r\n"
        );
        assert!(xlsx(&table).unwrap().starts_with(b"PK"));
    }
    #[test]
    fn a_file_name_cannot_break_the_header() {
        let response = file("名\r\n册/\"x\".csv", "text/csv", vec![]);
        let line = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(line, "attachment; filename=\"file.csv\"; filename*=UTF-8''%E5%90%8D%E5%86%8Cx.csv");
    }
}
