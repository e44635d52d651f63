//! Delimited text as Excel in China opens it.

use encoding_rs::GB18030;

use super::{Table, Value, WriteError, is_plain_number, looks_like_formula};

/// How the text is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CsvEncoding {
    /// UTF-8 with the mark by which Excel knows it.
    #[default]
    Utf8,
    /// GB18030, for older programs.
    Gb18030,
}

/// How a csv file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CsvStyle {
    /// The encoding.
    pub encoding: CsvEncoding,
    /// For a program and not for Excel: long digits are written as they are, not as `="0012"`. Formulas stay defused.
    pub for_programs: bool,
}

/// Writes the header and the rows, lines ended by CR LF.
///
/// Text that a spreadsheet program would run as a formula gets an apostrophe in front; codes and long digits are written as
/// `="0012"`, which keeps Excel from making numbers of them. [`Book::read`](crate::sheet::Book::read) undoes both.
///
/// # Errors
/// Where a character cannot be written in the encoding.
pub fn csv(table: Table<'_>, style: CsvStyle) -> Result<Vec<u8>, WriteError> {
    let mut text = String::new();
    let width = table.columns.len();
    for (i, head) in table.columns.iter().enumerate() {
        field(&mut text, i, &head.name, style);
    }
    text.push_str("\r\n");
    for row in table.rows {
        for i in 0..width {
            match row.get(i).unwrap_or(&Value::Empty) {
                Value::Empty => field(&mut text, i, "", style),
                Value::Text(t) => field(&mut text, i, t, style),
                Value::Number(t) if is_plain_number(t) => number(&mut text, i, t),
                Value::Number(t) => field(&mut text, i, t, style),
                Value::Date(d) => number(&mut text, i, d.as_str()),
                Value::Count(n) => number(&mut text, i, &n.to_string()),
            }
        }
        text.push_str("\r\n");
    }
    match style.encoding {
        CsvEncoding::Utf8 => {
            text.insert(0, '\u{feff}');
            Ok(text.into_bytes())
        }
        CsvEncoding::Gb18030 => {
            let (bytes, _, failed) = GB18030.encode(&text);
            if failed { Err(WriteError::Encoding) } else { Ok(bytes.into_owned()) }
        }
    }
}

fn number(out: &mut String, i: usize, text: &str) {
    if i > 0 {
        out.push(',');
    }
    out.push_str(text);
}

fn field(out: &mut String, i: usize, text: &str, style: CsvStyle) {
    if i > 0 {
        out.push(',');
    }
    // digits that Excel would change: a leading zero, or more than it shows without powers of ten
    let digits = text.len() > 1 && text.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    let text = match () {
        () if digits && !style.for_programs && (text.starts_with('0') || text.len() > 11) => format!("=\"{text}\""),
        // the apostrophe is doubled too, so that reading the file again gives the very text
        () if looks_like_formula(text) || text.starts_with('\'') => format!("'{text}"),
        () => text.to_owned(),
    };
    if text.contains(['"', ',', '\n', '\r', ';', '\t', '|']) || text.starts_with(' ') || text.ends_with(' ') {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&text);
    }
}
