//! A worksheet in stretches of rows, read on all processors: understanding the XML of 100,000 rows takes two seconds on one.
//!
//! The XML is cut behind `</row>`, which in well-formed XML can be nothing else but within a comment, `CDATA` or an
//! instruction. Where one of those is met, and in any encoding but UTF-8, the rest is read in one piece.

use std::{
    io::Read,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use memchr::memmem;

use super::{
    super::{
        Area, At, Cell, SheetError,
        builder::Builder,
        xml::{Streamed, Xml},
        zipped::{Ahead, block, inflate},
    },
    Shared, cells,
    cells::{Here, Takes},
};

/// About how long a stretch is, in bytes. A sheet that is no longer is read in one piece.
pub(super) const LENGTH: usize = 1 << 20;
/// So many stretches may wait to be read, or to be taken.
const AHEAD: usize = 4;
/// A stretch that has no end of a row within so many times its length is none.
const LONGEST: usize = 8;

/// Reads a worksheet into the builder, as [`cells::read`] does.
pub(super) fn read(
    mut part: impl Read + Send,
    shared: &Shared,
    builder: &mut Builder<'_>,
    length: usize,
) -> Result<(), Option<SheetError>> {
    let first = block(&mut part, length).map_err(|_| None)?;
    if first.len() < length {
        return cells::read(Xml::new(&first[..]), shared, &mut Here::first(), builder);
    }
    let (give, take) = sync_channel::<Work>(AHEAD);
    let work = Mutex::new(take);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| while work_on(&work, shared) {});
        }
        let (order, ordered) = sync_channel(AHEAD);
        scope.spawn(move || cut(part, first, length, &order, &give));
        collect(&ordered, shared, builder)
    })
}

/// One stretch and who waits for it.
struct Work {
    xml: Vec<u8>,
    here: Here,
    done: SyncSender<Stretch>,
}

/// What comes next in the order of the file.
enum Next {
    /// A stretch that is being read.
    Stretch(Receiver<Stretch>),
    /// All that is left.
    Rest(Ahead),
    /// It could not be inflated to its end.
    Broken,
}

/// What a stretch says.
struct Stretch {
    cells: Vec<(At, Cell)>,
    merged: Vec<Area>,
    /// The rows of so many cells are counted from where the stretch begins.
    floating: usize,
    here: Here,
    fault: Option<Option<SheetError>>,
}
impl Takes for Stretch {
    fn cell(&mut self, here: &Here, cell: Cell) -> Result<(), SheetError> {
        if cell != Cell::Empty {
            self.floating += usize::from(!here.placed);
            self.cells.push((here.at(), cell));
        }
        Ok(())
    }
    fn merged(&mut self, area: Area) -> Result<(), SheetError> {
        self.merged.push(area);
        Ok(())
    }
}

/// Cuts the part into stretches, in order.
fn cut(mut part: impl Read, first: Vec<u8>, length: usize, order: &SyncSender<Next>, give: &SyncSender<Work>) {
    let (mut held, mut from_top) = (first, true);
    loop {
        let end = memmem::rfind(&held, b"</row>").map(|at| at + b"</row>".len());
        let more = match end {
            Some(end) if plain(&held[..end], from_top) => {
                let rest = held.split_off(end);
                let here = if from_top { Here::first() } else { Here::between() };
                if !hand_out(std::mem::replace(&mut held, rest), here, order, give) {
                    return;
                }
                from_top = false;
                true
            }
            Some(_) => false,
            None => held.len() < LONGEST * length,
        };
        if !more {
            let (give, take) = sync_channel(AHEAD);
            if order.send(Next::Rest(Ahead::new(held, take))).is_ok() {
                inflate(part, &give);
            }
            return;
        }
        match block(&mut part, length) {
            Ok(some) if some.is_empty() => {
                // what stands behind the last row: merged areas
                let (give, take) = sync_channel(1);
                let _ = give.send(Ok(Vec::new()));
                let _ = order.send(Next::Rest(Ahead::new(held, take)));
                return;
            }
            Ok(some) => held.extend_from_slice(&some),
            Err(_) => {
                let _ = order.send(Next::Broken);
                return;
            }
        }
    }
}

fn hand_out(xml: Vec<u8>, here: Here, order: &SyncSender<Next>, give: &SyncSender<Work>) -> bool {
    let (done, ready) = sync_channel(1);
    order.send(Next::Stretch(ready)).is_ok() && give.send(Work { xml, here, done }).is_ok()
}

/// Whether `</row>` can be nothing but the end of a row here.
fn plain(xml: &[u8], from_top: bool) -> bool {
    let mut rest = xml;
    if from_top {
        rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
        if rest.starts_with(b"<?xml") {
            let Some(end) = memmem::find(rest, b"?>") else { return false };
            let said = rest[..end].to_ascii_lowercase();
            if memmem::find(&said, b"encoding").is_some() && memmem::find(&said, b"utf-8").is_none() {
                return false;
            }
            rest = &rest[end..];
        }
    }
    memmem::find(rest, b"<!").is_none() && memmem::find(rest, b"<?").is_none()
}

/// Reads one stretch; whether there may be more.
fn work_on(work: &Mutex<Receiver<Work>>, shared: &Shared) -> bool {
    let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let Ok(Work { xml, mut here, done }) = next else { return false };
    let mut stretch = Stretch { cells: Vec::new(), merged: Vec::new(), floating: 0, here: Here::first(), fault: None };
    stretch.fault = cells::read(Xml::new(&xml[..]), shared, &mut here, &mut stretch).err();
    stretch.here = here;
    // whoever found a fault before waits for no more
    let _ = done.send(stretch);
    true
}

/// Puts what is read into the builder, in order.
fn collect(ordered: &Receiver<Next>, shared: &Shared, builder: &mut Builder<'_>) -> Result<(), Option<SheetError>> {
    let (mut row, mut from_top) = (0u32, true);
    for next in ordered {
        let mut stretch = match next {
            Next::Stretch(ready) => ready.recv().map_err(|_| None)?,
            Next::Rest(rest) => {
                let mut here = if from_top { Here::first() } else { Here::before(row) };
                return cells::read(Streamed::new(rest), shared, &mut here, builder);
            }
            Next::Broken => return Err(None),
        };
        from_top = false;
        let moved = |at: At| At { row: at.row.saturating_add(row), ..at };
        for (i, (at, cell)) in stretch.cells.drain(..).enumerate() {
            builder.put(if i < stretch.floating { moved(at) } else { at }, cell)?;
        }
        for area in stretch.merged {
            builder.merge(area)?;
        }
        if let Some(fault) = stretch.fault {
            let placed = stretch.here.placed;
            return Err(fault.map(|e| SheetError { at: e.at.map(|at| if placed { at } else { moved(at) }), ..e }));
        }
        let next = stretch.here.next_row();
        row = if stretch.here.placed { next } else { row.saturating_add(next) };
    }
    // the last of the order is what stands behind the last row: without it somebody broke off
    Err(None)
}

#[cfg(test)]
mod tests {
    use super::super::super::{At, Cell, Limits, Sheet, SheetError, builder::Builder};
    use super::super::read_sheet;

    fn read(xml: &str, stretch: Option<usize>) -> Result<Sheet, Option<SheetError>> {
        let limits = Limits { rows: 5000, ..Limits::default() };
        let mut builder = Builder::new(&limits);
        read_sheet(xml.as_bytes(), &mut builder, stretch)?;
        Ok(builder.finish("表", false)?)
    }
    /// A sheet of so many rows, each as `row` writes it.
    fn sheet(rows: u32, row: impl Fn(u32) -> String) -> String {
        let rows: String = (0..rows).map(row).collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><sheetData>{rows}</sheetData>\
             <mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells></worksheet>"
        )
    }
    fn cell(i: u32) -> String {
        format!("<c t=\"str\"><v>甲&amp;{i}</v></c>")
    }

    #[test]
    fn a_sheet_says_the_same_in_stretches() {
        let numbered = |i| format!("<row r=\"{}\">{}</row>", i + 1, cell(i));
        let apart = |i| format!("<row r=\"{}\">{}</row>", i * 3 + 1, cell(i));
        let unnumbered = |i| format!("<row>{}</row>", cell(i));
        let sometimes = |i| if i % 50 == 7 { numbered(i) } else { unnumbered(i) };
        let by_cell = |i| format!("<row><c r=\"B{}\"><v>{i}</v></c>{}</row>", i + 1, cell(i));
        let noted = |i| match i {
            300 => format!("<row><!-- </row> -->{}</row>", cell(i)),
            310 => "<row><c t=\"str\"><v><![CDATA[</row>]]></v></c></row>".to_owned(),
            _ => unnumbered(i),
        };
        let instructed = |i| format!("{}{}", if i == 200 { "<?x </row>?>" } else { "" }, unnumbered(i));
        let rows: [&dyn Fn(u32) -> String; 7] =
            [&numbered, &apart, &unnumbered, &sometimes, &by_cell, &noted, &instructed];
        for (which, row) in rows.iter().enumerate() {
            let xml = sheet(1000, row);
            let whole = read(&xml, None).unwrap();
            assert_eq!(whole.merged.len(), 1, "what stands behind the rows counts");
            for length in [1, 30, 1000, 4096, 1 << 20] {
                assert!(read(&xml, Some(length)).unwrap() == whole, "{which} in {length}");
            }
        }
    }

    #[test]
    fn a_fault_is_told_with_its_place() {
        let damaged =
            |i| if i == 900 { "<row><c t=\"s\"><v>7</v></c></row>".into() } else { format!("<row>{}</row>", cell(i)) };
        let too_many = |i| format!("<row>{}</row>", cell(i));
        for (xml, row) in [(sheet(1000, damaged), 900), (sheet(6000, too_many), 5000)] {
            for stretch in [None, Some(2000)] {
                let why = read(&xml, stretch).unwrap_err().unwrap();
                assert_eq!(why.at, Some(At { row, col: 0 }));
            }
        }
    }

    #[test]
    fn what_is_broken_or_cut_off_is_refused() {
        let whole = sheet(1000, |i| format!("<row>{}</row>", cell(i)));
        let broken = whole.replace("甲&amp;700</v>", "甲&amp;700</w>");
        let cut = &whole[..whole.len() - 40 - 30_000];
        assert!(cut.ends_with(|c: char| c != '>'), "it ends within an element");
        for xml in [&broken, cut] {
            assert_eq!(read(xml, Some(2000)).unwrap_err(), None);
        }
        assert!(matches!(
            read(&sheet(3, |i| format!("<row>{}</row>", cell(i))), Some(64)).unwrap().cell(2, 0),
            Cell::Text(_)
        ));
    }
}
