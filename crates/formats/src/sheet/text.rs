//! Delimited text: csv, tsv and their kin, in the encodings that offices use.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::{At, Cell, Limits, Problem, Sheet, SheetError, builder::Builder};

/// Reads the one sheet of a text file.
pub(crate) fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Sheet, SheetError> {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let inner = || {
        let text = decode(bytes)?;
        let (delimiter, text) = delimiter(&text);
        let mut builder = Builder::new(limits);
        split(text, delimiter, limits.text, |at, field| builder.put(at, field))?;
        builder.finish(name, false)
    };
    inner().map_err(|e: SheetError| e.on(name))
}

/// The text, whatever it is encoded in.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let encoding = if bytes[0] == 0xff { UTF_16LE } else { UTF_16BE };
        return encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[2..])
            .ok_or_else(|| Problem::Encoding.into());
    }
    let (marked, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    let Err(wrong) = std::str::from_utf8(body) else {
        return Ok(String::from_utf8_lossy(body));
    };
    let row = body[..wrong.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u32;
    let broken = SheetError::at(Problem::Encoding, At { row, col: 0 });
    if marked || is_broken_utf8(body) {
        return Err(broken);
    }
    GB18030.decode_without_bom_handling_and_without_replacement(body).ok_or(broken)
}

/// Whether the bytes are UTF-8 with a few wrong ones, rather than another encoding. GB18030 text is hardly ever valid
/// UTF-8 by chance, while broken UTF-8 is often valid GB18030 that reads as nonsense.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| *c as u32 >= 0x800).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

/// The delimiter that most of the first lines have; a line `sep=;` says it outright.
fn delimiter(text: &str) -> (char, &str) {
    if let Some(rest) = text.strip_prefix("sep=") {
        let mut chars = rest.chars();
        if let Some(c) = chars.next().filter(|c| matches!(c, ',' | ';' | '\t' | '|')) {
            return (c, chars.as_str().trim_start_matches('\r').strip_prefix('\n').unwrap_or(chars.as_str()));
        }
    }
    let mut best = ((0, 0), ',');
    for candidate in ['\t', ',', ';', '|'] {
        let (mut lines, mut count) = (0, 0);
        for line in text.lines().filter(|l| !l.trim().is_empty()).take(20) {
            let mut quoted = false;
            let mut here = 0;
            for c in line.chars().take(20_000) {
                quoted ^= c == '"';
                here += usize::from(c == candidate && !quoted);
            }
            lines += usize::from(here > 0);
            count += here;
        }
        if (lines, count) > best.0 {
            best = ((lines, count), candidate);
        }
    }
    (best.1, text)
}

/// Splits into fields (RFC 4180; quotation marks inside an unquoted field are ordinary characters).
fn split(
    text: &str,
    delimiter: char,
    longest: usize,
    mut put: impl FnMut(At, Cell) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let mut at = At { row: 0, col: 0 };
    let mut rest = text;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(inside) => quoted(inside, longest).ok_or_else(|| SheetError::at(Problem::Quote, at))?,
            None => (Cow::Borrowed(""), rest),
        };
        // what stands between a closing quotation mark and the next delimiter belongs to the field
        let end = after.find([delimiter, '\n', '\r']).unwrap_or(after.len());
        let tail = &after[..end];
        let field = if field.is_empty() && !rest.starts_with('"') { Cow::Borrowed(tail) } else { field + tail };
        put(at, value(&field))?;
        rest = &after[end..];
        let Some(c) = rest.chars().next() else { return Ok(()) };
        rest = &rest[c.len_utf8()..];
        if c == delimiter {
            at.col = at.col.saturating_add(1);
        } else {
            if c == '\r' {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
            }
            if rest.is_empty() {
                return Ok(());
            }
            at = At { row: at.row.saturating_add(1), col: 0 };
        }
    }
}

/// A quoted field from behind its opening mark, and what follows its closing one; nothing where that is missing.
fn quoted(inside: &str, longest: usize) -> Option<(Cow<'_, str>, &str)> {
    let mut out = Cow::Borrowed("");
    let mut rest = inside;
    loop {
        let end = rest.find('"')?;
        // a mark left open swallows the file: stop where no cell can be that long
        if out.len() + end > longest.saturating_mul(4) {
            return None;
        }
        out += &rest[..end];
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                out += "\"";
                rest = more;
            }
            None => return Some((out, rest)),
        }
    }
}

/// The cell of a field. `="0012"`, by which a text file keeps Excel from reading a number, and the apostrophe that our own
/// writer puts before what Excel would take for a formula, are undone.
fn value(field: &str) -> Cell {
    let text = field.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(field);
    let text = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\'']) => {
            rest
        }
        _ => text,
    };
    if text.is_empty() { Cell::Empty } else { Cell::of(text) }
}
