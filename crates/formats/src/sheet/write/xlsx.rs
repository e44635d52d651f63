//! A workbook written straight into its archive, row by row.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use base::Precision;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    super::{At, Number},
    Head, Print, Table, Value, WriteError, looks_like_formula,
    parts::{self, MAIN, XML, push_escaped, style},
    width_of,
};

type Archive = ZipWriter<Cursor<Vec<u8>>>;

/// Writes each table as a sheet: title, header (frozen, and repeated on every printed page), rows with lines round the
/// cells, landscape A4 fitted to the paper's width unless the table says otherwise. The same tables give the same bytes.
///
/// # Errors
/// Where a table has more rows or columns than Excel holds.
pub fn xlsx(tables: Vec<Table<'_>>) -> Result<Vec<u8>, WriteError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut sheets: Vec<(String, u32)> = Vec::new();
    for table in tables {
        if table.columns.len() > 16_384 {
            return Err(WriteError::TooManyColumns);
        }
        let name = sheet_name(&table.name, &sheets);
        let top = 1 + u32::from(table.title.is_some());
        sheets.push((name, top));
        begin(&mut archive, &format!("xl/worksheets/sheet{}.xml", sheets.len()))?;
        sheet(&mut archive, table, sheets.len() == 1)?;
    }
    for (path, text) in [
        ("[Content_Types].xml", parts::content_types(sheets.len())),
        ("_rels/.rels", parts::root_rels()),
        ("xl/_rels/workbook.xml.rels", parts::workbook_rels(sheets.len())),
        ("xl/workbook.xml", parts::workbook(&sheets)),
        ("xl/styles.xml", parts::styles()),
    ] {
        begin(&mut archive, path)?;
        put(&mut archive, &text)?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|_| WriteError::TooLarge)
}

fn begin(archive: &mut Archive, path: &str) -> Result<(), WriteError> {
    let options = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Deflated)
        // twice as fast as the usual level, a fifth larger
        .compression_level(Some(3));
    archive.start_file(path, options).map_err(|_| WriteError::TooLarge)
}

fn put(archive: &mut Archive, text: &str) -> Result<(), WriteError> {
    archive.write_all(text.as_bytes()).map_err(|_| WriteError::TooLarge)
}

/// At most 31 characters, none of `[]:*?/\`, not used before.
fn sheet_name(wanted: &str, used: &[(String, u32)]) -> String {
    let allowed = |c: char| if "[]:*?/\\".contains(c) || c.is_control() { '_' } else { c };
    let clean: String = wanted.trim_matches(['\'', ' ']).chars().map(allowed).take(28).collect();
    let clean = if clean.is_empty() { "Sheet".to_owned() } else { clean };
    let mut name = clean.clone();
    let mut n = 2;
    while used.iter().any(|(u, _)| u.to_lowercase() == name.to_lowercase()) {
        name = format!("{clean}{n}");
        n += 1;
    }
    name
}

/// How many rows are looked at to choose the columns' widths.
const SAMPLE: usize = 200;

fn sheet(archive: &mut Archive, table: Table<'_>, first: bool) -> Result<(), WriteError> {
    let Table { title, columns, mut rows, print, .. } = table;
    let sample: Vec<Vec<Value>> = rows.by_ref().take(SAMPLE).collect();
    let top = 1 + u32::from(title.is_some());
    let mut out = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>\
         <sheetView workbookViewId=\"0\"{}><pane ySplit=\"{top}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>",
        if first { " tabSelected=\"1\"" } else { "" },
        top + 1
    );
    if !columns.is_empty() {
        out.push_str("<cols>");
        for (i, head) in columns.iter().enumerate() {
            let (n, width) = (i + 1, width(head, sample.iter().filter_map(|r| r.get(i))));
            let _ = write!(out, "<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>");
        }
        out.push_str("</cols>");
    }
    out.push_str("<sheetData>");
    if let Some(title) = &title {
        out.push_str("<row r=\"1\" ht=\"28\" customHeight=\"1\">");
        text_cell(&mut out, At { row: 0, col: 0 }, title, style::TITLE);
        out.push_str("</row>");
    }
    let _ = write!(out, "<row r=\"{top}\">");
    for (col, head) in (0..).zip(&columns) {
        text_cell(&mut out, At { row: top - 1, col }, &head.name, style::HEADER);
    }
    out.push_str("</row>");
    for (row, values) in (top..).zip(sample.into_iter().chain(rows)) {
        if row >= 1_048_576 {
            return Err(WriteError::TooManyRows);
        }
        let _ = write!(out, "<row r=\"{}\">", row + 1);
        for (col, value) in (0..).zip(&values).take(columns.len()) {
            cell(&mut out, At { row, col }, value);
        }
        out.push_str("</row>");
        if out.len() > 1 << 16 {
            put(archive, &out)?;
            out.clear();
        }
    }
    out.push_str("</sheetData>");
    if title.is_some() && columns.len() > 1 {
        let last = At::letters(columns.len() as u32 - 1);
        let _ = write!(out, "<mergeCells count=\"1\"><mergeCell ref=\"A1:{last}1\"/></mergeCells>");
    }
    out.push_str(&page(print));
    put(archive, &out)
}

/// Paper 9 is A4, 8 is A3 (ECMA-376 part 1, 18.3.1.63); as many pages down as it takes.
fn page(print: Print) -> String {
    let paper = if print.a3 { 8 } else { 9 };
    let direction = if print.portrait { "portrait" } else { "landscape" };
    format!(
        "<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" \
         header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"{paper}\" orientation=\"{direction}\" fitToWidth=\"1\" \
         fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )
}

fn width<'v>(head: &Head, values: impl Iterator<Item = &'v Value>) -> usize {
    let content = || values.map(Value::shown_width).chain([width_of(&head.name)]).max().unwrap_or(0);
    head.width.map_or_else(|| (content() + 2).clamp(6, 48), usize::from)
}

fn cell(out: &mut String, at: At, value: &Value) {
    match value {
        Value::Empty => empty(out, at),
        Value::Text(t) => text_cell(out, at, t, if looks_like_formula(t) { style::QUOTED } else { style::TEXT }),
        Value::Count(n) => number_cell(out, at, &n.to_string(), style::PLAIN),
        Value::Number(t) => match Number::from_stored(t).filter(|n| !n.lost_digits()) {
            Some(n) => number_cell(out, at, n.as_str(), style::PLAIN),
            None => text_cell(out, at, t, if looks_like_formula(t) { style::QUOTED } else { style::TEXT }),
        },
        // Excel counts no days before March 1900 rightly, and cannot hold a month without a day
        Value::Date(d) if d.precision() == Precision::Day && d.as_str() > "1900-02-28" => {
            let epoch = base::Date::new(1899, 12, 30).map(|e| e.civil());
            let days = epoch.and_then(|e| d.earliest().civil().since(e).ok()).map_or(0, |s| s.get_days());
            number_cell(out, at, &days.to_string(), style::DATE);
        }
        Value::Date(d) => text_cell(out, at, d.as_str(), style::TEXT),
    }
}

fn empty(out: &mut String, at: At) {
    let _ = write!(out, "<c r=\"{at}\" s=\"{}\"/>", style::PLAIN);
}

fn number_cell(out: &mut String, at: At, text: &str, style: u8) {
    let _ = write!(out, "<c r=\"{at}\" s=\"{style}\"><v>{text}</v></c>");
}

fn text_cell(out: &mut String, at: At, text: &str, style: u8) {
    if text.is_empty() {
        return empty(out, at);
    }
    let _ = write!(out, "<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    // what Excel cannot hold in one cell would make it refuse the whole file
    match text.char_indices().nth(32_767) {
        Some((end, _)) => push_escaped(out, &text[..end]),
        None => push_escaped(out, text),
    }
    out.push_str("</t></is></c>");
}
