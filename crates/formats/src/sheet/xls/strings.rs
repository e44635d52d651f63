//! Texts of BIFF8: one byte or two for each character, cut anywhere by the end of a record.

use std::sync::Arc;

use super::{super::Problem, DAMAGED};

/// Bytes over several records.
pub(super) struct Pieces<'a> {
    pieces: &'a [&'a [u8]],
    at: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(pieces: &'a [&'a [u8]]) -> Self {
        Self { pieces, at: 0 }
    }
    /// What is left of the piece, without going on to the next.
    fn here(&self) -> &'a [u8] {
        self.pieces.first().map_or(&[], |p| &p[self.at..])
    }
    fn turn(&mut self) -> Result<(), Problem> {
        self.pieces = self.pieces.get(1..).filter(|p| !p.is_empty()).ok_or(DAMAGED)?;
        self.at = 0;
        Ok(())
    }
    fn byte(&mut self) -> Result<u8, Problem> {
        while self.here().is_empty() {
            self.turn()?;
        }
        let b = self.here()[0];
        self.at += 1;
        Ok(b)
    }
    fn skip(&mut self, mut n: usize) -> Result<(), Problem> {
        while n > 0 {
            if self.here().is_empty() {
                self.turn()?;
            }
            let step = n.min(self.here().len());
            self.at += step;
            n -= step;
        }
        Ok(())
    }
    pub(super) fn u16(&mut self) -> Result<u16, Problem> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }
    pub(super) fn u32(&mut self) -> Result<u32, Problem> {
        Ok(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }
    /// Text whose length is given by 16 bits (or 8 where `short`), with what formatting follows it passed over.
    pub(super) fn text(&mut self, short: bool) -> Result<Arc<str>, Problem> {
        let count = if short { u16::from(self.byte()?) } else { self.u16()? };
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let phonetic = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let text = self.characters(usize::from(count), flags & 1 != 0)?;
        self.skip(runs * 4)?;
        self.skip(phonetic)?;
        Ok(text)
    }
    /// Characters; a record that continues them begins with a byte that says anew how wide they are.
    fn characters(&mut self, mut count: usize, mut wide: bool) -> Result<Arc<str>, Problem> {
        let mut units: Vec<u16> = Vec::with_capacity(count);
        while count > 0 {
            if self.here().is_empty() {
                self.turn()?;
                wide = self.byte()? & 1 != 0;
                continue;
            }
            let width = if wide { 2 } else { 1 };
            let step = count.min(self.here().len() / width);
            if step == 0 {
                return Err(DAMAGED);
            }
            let bytes = &self.here()[..step * width];
            if wide {
                units.extend(bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])));
            } else {
                units.extend(bytes.iter().map(|b| u16::from(*b)));
            }
            self.at += step * width;
            count -= step;
        }
        Ok(String::from_utf16_lossy(&units).into())
    }
}

/// Text within one record, from a place in it.
pub(super) fn text_at(data: &[u8], at: usize, short: bool) -> Result<Arc<str>, Problem> {
    let data = data.get(at..).ok_or(DAMAGED)?;
    Pieces::new(&[data]).text(short)
}
