//! xls workbooks of Excel 97 and later (BIFF8, MS-XLS).

mod cells;
mod globals;
mod strings;

use super::{FileKind, Limits, Problem, Sheet, SheetError, builder::Builder, compound::Compound};

/// Numbers of the records that are read.
mod record {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000a;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002f;
    pub(super) const CONTINUE: u16 = 0x003c;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00bd;
    pub(super) const R_STRING: u16 = 0x00d6;
    pub(super) const XF: u16 = 0x00e0;
    pub(super) const MERGED_CELLS: u16 = 0x00e5;
    pub(super) const SST: u16 = 0x00fc;
    pub(super) const LABEL_SST: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_ERR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BOF: u16 = 0x0809;
}

const DAMAGED: Problem = Problem::Damaged("BIFF");

/// Reads all worksheets of a compound file.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let file = Compound::open(bytes)?;
    let other = |kind| Err(Problem::Kind(kind).into());
    match () {
        () if file.has("EncryptedPackage") => return Err(Problem::Encrypted.into()),
        () if file.has("Workbook") => {}
        () if file.has("Book") => return other(FileKind::OldExcel),
        () if file.has("WordDocument") => return other(FileKind::Word),
        () if file.has("PowerPoint Document") => return other(FileKind::Slides),
        () => return other(FileKind::Compound),
    }
    read_stream(&file.stream("Workbook")?, limits)
}

/// Reads all worksheets of the workbook stream.
pub(super) fn read_stream(stream: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let globals = globals::read(stream, limits)?;
    let mut builder = Builder::new(limits);
    let mut sheets = Vec::with_capacity(globals.sheets.len());
    for entry in &globals.sheets {
        let name = |e: SheetError| e.on(&entry.name);
        let from = stream.get(entry.start as usize..).ok_or(DAMAGED).map_err(|p| name(p.into()))?;
        cells::read(from, &globals, &mut builder).map_err(name)?;
        sheets.push(builder.finish(&entry.name, entry.hidden).map_err(name)?);
    }
    Ok(sheets)
}

/// The records of a stream, one after another.
#[derive(Clone)]
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// The next record's number and bytes; nothing at the end of the stream, an error where it is cut off.
    fn next(&mut self) -> Result<Option<(u16, &'a [u8])>, Problem> {
        if self.rest.len() < 4 {
            return if self.rest.iter().all(|b| *b == 0) { Ok(None) } else { Err(DAMAGED) };
        }
        let (kind, length) = (le16(self.rest, 0)?, usize::from(le16(self.rest, 2)?));
        let data = self.rest.get(4..4 + length).ok_or(DAMAGED)?;
        self.rest = &self.rest[4 + length..];
        Ok(Some((kind, data)))
    }
    /// The record's bytes and those of the records that continue it.
    fn with_continuations(&mut self, first: &'a [u8]) -> Result<Vec<&'a [u8]>, Problem> {
        let mut all = vec![first];
        loop {
            let mut ahead = self.clone();
            match ahead.next() {
                Ok(Some((record::CONTINUE, data))) => all.push(data),
                _ => return Ok(all),
            }
            *self = ahead;
        }
    }
}

fn le16(data: &[u8], at: usize) -> Result<u16, Problem> {
    let two = data.get(at..at + 2).and_then(|b| b.try_into().ok()).ok_or(DAMAGED)?;
    Ok(u16::from_le_bytes(two))
}
fn le32(data: &[u8], at: usize) -> Result<u32, Problem> {
    let four = data.get(at..at + 4).and_then(|b| b.try_into().ok()).ok_or(DAMAGED)?;
    Ok(u32::from_le_bytes(four))
}
