//! Lists as files: comma-separated text and spreadsheets.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base::Say;
use formats::sheet::{self, CsvStyle, Head, Value};
use ui::{Kind, Table};

use crate::{Reply, Shape};

/// `for_programs`: digits are written as they are, not guarded against Excel.
pub(crate) fn response(table: &Table, shape: Shape, title: &str, for_programs: bool) -> Reply {
    let csv = shape == Shape::Csv;
    let (end, mime) = match csv {
        true => ("csv", "text/csv; charset=utf-8"),
        false => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    Ok(file(&format!("{title}.{end}"), mime, bytes(table, title, csv, for_programs)?))
}

/// The list as comma-separated text or as a spreadsheet.
pub(crate) fn bytes(table: &Table, title: &str, csv: bool, for_programs: bool) -> db::Result<Vec<u8>> {
    let written = written(table, title);
    let bytes = match csv {
        true => sheet::csv(written, CsvStyle { for_programs, ..CsvStyle::default() }),
        false => sheet::xlsx(vec![written]),
    };
    bytes.map_err(|e| db::Error::Refused(Say::each(|lang| e.say(lang).to_owned())))
}

/// The list as a table to write. Figures and dates keep their kind; everything else is text, whatever it looks like.
fn written<'a>(table: &'a Table, title: &str) -> sheet::Table<'a> {
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&table.columns);
        cells.map(|(cell, column)| value(&cell.text, column.kind)).collect()
    });
    let heads = table.columns.iter().map(|c| c.label.clone());
    let mut out = sheet::Table::new(title, heads, rows);
    for (head, column) in out.columns.iter_mut().zip(&table.columns) {
        let width = column.width.and_then(|w| u8::try_from(w.clamp(6, 60)).ok());
        *head = Head { width, ..head.clone() };
    }
    out
}

fn value(text: &str, kind: Kind) -> Value {
    match kind {
        Kind::Number => Value::Number(text.to_owned().into()),
        Kind::Date => text.parse().map_or_else(|_| Value::text(text.to_owned()), Value::Date),
        _ => Value::text(text.to_owned()),
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
            String::from_utf8(sheet::csv(written(&table, "t"), CsvStyle::default()).unwrap()).unwrap(),
            "\u{FEFF}甲,数\r\n\"'=cmd|' /C calc'!A0\",-3.5\r\n\"'+86, \"\"x\"\"\",'-3+cmd\r\n'@SUM(A1),\r\n"
        );
        let bytes = sheet::xlsx(vec![written(&table, "t")]).unwrap();
        let book = sheet::Book::read("t.xlsx", &bytes, &sheet::Limits::default()).unwrap();
        let seen = |row, col| book.sheets[0].cell(row, col).clone();
        assert_eq!(seen(1, 0), sheet::Cell::of("=cmd|' /C calc'!A0"));
        assert!(matches!(seen(1, 1), sheet::Cell::Number(n) if n.as_str() == "-3.5"));
        assert_eq!(seen(2, 1), sheet::Cell::of("-3+cmd"));
    }
    #[test]
    fn a_file_name_cannot_break_the_header() {
        let response = file("名\r\n册/\"x\".csv", "text/csv", vec![]);
        let line = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(line, "attachment; filename=\"file.csv\"; filename*=UTF-8''%E5%90%8D%E5%86%8Cx.csv");
    }
}
