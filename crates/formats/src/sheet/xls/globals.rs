//! What the sheets of a workbook share: names and places of the sheets, texts, number formats.

use std::{collections::HashMap, sync::Arc};

use super::{
    super::{
        FileKind, Limits, Measure, Problem,
        style::{Shape, builtin, shape},
    },
    DAMAGED, Records, le16, le32, record,
    strings::{Pieces, text_at},
};

/// The first part of the workbook's stream.
#[derive(Default)]
pub(super) struct Globals {
    pub(super) sheets: Vec<Entry>,
    pub(super) strings: Vec<Arc<str>>,
    pub(super) shapes: Vec<Shape>,
    pub(super) from_1904: bool,
}

pub(super) struct Entry {
    pub(super) name: Arc<str>,
    pub(super) hidden: bool,
    pub(super) start: u32,
}

pub(super) fn read(stream: &[u8], limits: &Limits) -> Result<Globals, Problem> {
    let mut records = Records { rest: stream };
    match records.next()? {
        Some((record::BOF, data)) if le16(data, 0)? == 0x0600 => {}
        Some((record::BOF, _)) => return Err(Problem::Kind(FileKind::OldExcel)),
        _ => return Err(DAMAGED),
    }
    let mut globals = Globals::default();
    let (mut codes, mut formats) = (HashMap::<u16, Shape>::new(), Vec::new());
    while let Some((kind, data)) = records.next()? {
        match kind {
            record::FILE_PASS => return Err(Problem::Encrypted),
            record::DATE_MODE => globals.from_1904 = le16(data, 0)? == 1,
            record::BOUND_SHEET => {
                let (start, state, sort) = (le32(data, 0)?, le16(data, 4)? & 3, le16(data, 4)? >> 8);
                // charts and macro sheets hold no cells of ours
                if sort == 0 {
                    // two sheets in one place would only be read twice
                    if globals.sheets.iter().any(|s| s.start == start) {
                        return Err(DAMAGED);
                    }
                    let name = text_at(data, 6, true)?;
                    globals.sheets.push(Entry { name, hidden: state != 0, start });
                }
                if globals.sheets.len() > limits.sheets {
                    return Err(Problem::too_much(Measure::Sheets, limits.sheets as u64));
                }
            }
            record::FORMAT => {
                codes.insert(le16(data, 0)?, shape(&text_at(data, 2, false)?));
            }
            record::XF => formats.push(le16(data, 2)?),
            record::SST => {
                let pieces = records.with_continuations(data)?;
                let mut pieces = Pieces::new(&pieces);
                let _uses = pieces.u32()?;
                for _ in 0..pieces.u32()? {
                    globals.strings.push(pieces.text(false)?);
                }
            }
            record::EOF => break,
            _ => {}
        }
    }
    globals.shapes = formats.iter().map(|f| codes.get(f).copied().unwrap_or_else(|| shape(builtin(*f)))).collect();
    Ok(globals)
}
