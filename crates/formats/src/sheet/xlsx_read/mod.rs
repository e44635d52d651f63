//! xlsx workbooks (ECMA-376, transitional and strict; macro-enabled ones too: the macros are never opened).

mod cells;
mod stretches;
mod strings;
mod styles;
mod workbook;

use super::{
    Limits, Problem, Sheet, SheetError,
    builder::Builder,
    xml::Streamed,
    zipped::{Package, Part},
};

/// What every sheet of a book shares.
pub(crate) struct Shared {
    strings: Vec<std::sync::Arc<str>>,
    shapes: Vec<super::style::Shape>,
    from_1904: bool,
}

/// Reads all worksheets.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let mut package = Package::open(bytes, limits)?;
    let Some(main) = workbook::main_part(&mut package)? else {
        return Err(Problem::Kind(package.other_kind()).into());
    };
    let outline = workbook::read(&mut package, &main)?;
    if outline.sheets.len() > limits.sheets {
        return Err(Problem::too_much(super::Measure::Sheets, limits.sheets as u64).into());
    }
    let strings = match &outline.strings {
        Some(path) => on_part(&mut package, path, "sharedStrings", |p| strings::read(p))?.unwrap_or_default(),
        None => Vec::new(),
    };
    let shapes = match &outline.styles {
        Some(path) => on_part(&mut package, path, "styles", |p| styles::read(p))?.unwrap_or_default(),
        None => Vec::new(),
    };
    let shared = Shared { strings, shapes, from_1904: outline.from_1904 };
    let mut builder = Builder::new(limits);
    let mut sheets = Vec::with_capacity(outline.sheets.len());
    for entry in &outline.sheets {
        let name = |e: SheetError| e.on(&entry.name);
        let part = package.part(&entry.path)?.ok_or(Problem::Damaged("sheet")).map_err(|p| name(p.into()))?;
        let done = stretches::read(part, &shared, &mut builder, stretches::LENGTH);
        done.map_err(|e| name(e.unwrap_or_else(|| package.failure("sheet").into())))?;
        sheets.push(builder.finish(&entry.name, entry.hidden).map_err(name)?);
    }
    Ok(sheets)
}

/// Reads the XML of one worksheet alone, without texts or styles to share: whole, or in stretches of about so many bytes.
pub(super) fn read_sheet(
    xml: &[u8],
    builder: &mut Builder<'_>,
    stretch: Option<usize>,
) -> Result<(), Option<SheetError>> {
    let shared = Shared { strings: vec![], shapes: vec![], from_1904: false };
    match stretch {
        Some(length) => stretches::read(xml, &shared, builder, length),
        None => cells::read(Streamed::new(xml), &shared, &mut cells::Here::first(), builder),
    }
}

/// Reads one part to its end; nothing where the archive has none such.
fn on_part<T>(
    package: &mut Package<'_>,
    path: &str,
    what: &'static str,
    read: impl FnOnce(Part<'_, '_>) -> Result<T, super::xml::Broken>,
) -> Result<Option<T>, SheetError> {
    let Some(part) = package.part(path)? else { return Ok(None) };
    match read(part) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(package.failure(what).into()),
    }
}
