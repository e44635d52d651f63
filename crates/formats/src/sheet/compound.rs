//! Compound files (MS-CFB): the container of xls workbooks, and of encrypted xlsx ones.

use super::Problem;

const DAMAGED: Problem = Problem::Damaged("CFB");
/// No sector: the end of a chain, or a place that holds none.
const LAST: u32 = 0xffff_fffa;

/// A compound file, its directory read.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
}

impl<'a> Compound<'a> {
    /// Reads header, sector tables and directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        let head = |at| u32_at(bytes, at).ok_or(DAMAGED);
        let shift = u16_at(bytes, 30).filter(|s| matches!(s, 9 | 12)).ok_or(DAMAGED)?;
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        // the table of sectors is itself in sectors: 109 are named in the header, the others in a chain of their own
        let most = bytes.len() / file.sector + 1;
        let mut tables: Vec<u32> = words(bytes.get(76..512).ok_or(DAMAGED)?).filter(|s| *s < LAST).collect();
        let mut next = head(68)?;
        for _ in 0..most {
            if next >= LAST {
                break;
            }
            let mut all: Vec<u32> = words(file.sector(next)?).collect();
            next = all.pop().unwrap_or(LAST);
            tables.extend(all.into_iter().filter(|s| *s < LAST));
        }
        if tables.len() > most {
            return Err(DAMAGED);
        }
        for table in tables {
            let sector: Vec<u32> = words(file.sector(table)?).collect();
            file.fat.extend(sector);
        }
        let directory = file.chain(head(48)?, u64::MAX)?;
        for raw in directory.chunks_exact(128) {
            let length = usize::from(u16_at(raw, 64).unwrap_or(0)).clamp(2, 64) - 2;
            let name: Vec<u16> = raw[..length].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
            let size = u32_at(raw, 120).unwrap_or(0);
            let (kind, start) = (raw[66], u32_at(raw, 116).unwrap_or(LAST));
            if matches!(kind, 2 | 5) {
                file.entries.push(Entry { name: String::from_utf16_lossy(&name), start, size: size.into() });
            }
        }
        file.mini_fat = words(&file.chain(head(60)?, u64::MAX)?).collect();
        if let Some(root) = file.entries.first() {
            file.mini = file.chain(root.start, root.size)?;
        }
        Ok(file)
    }

    /// Whether it has a stream of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(crate) fn stream(&self, name: &str) -> Result<Vec<u8>, Problem> {
        let entry = self.entries.iter().find(|e| e.name.eq_ignore_ascii_case(name)).ok_or(DAMAGED)?;
        let small = entry.size < u64::from(u32_at(self.bytes, 56).ok_or(DAMAGED)?);
        let data = if small { self.mini_chain(entry.start, entry.size)? } else { self.chain(entry.start, entry.size)? };
        if (data.len() as u64) < entry.size { Err(DAMAGED) } else { Ok(data) }
    }

    /// A sector; the file's last one may be short.
    fn sector(&self, n: u32) -> Result<&'a [u8], Problem> {
        let start = (n as usize + 1).checked_mul(self.sector).ok_or(DAMAGED)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|s| !s.is_empty()).ok_or(DAMAGED)
    }

    fn chain(&self, start: u32, size: u64) -> Result<Vec<u8>, Problem> {
        let (mut data, mut next) = (Vec::new(), start);
        while next < LAST && (data.len() as u64) < size {
            // a chain longer than the file goes in a circle
            if data.len() > self.bytes.len() {
                return Err(DAMAGED);
            }
            data.extend_from_slice(self.sector(next)?);
            next = *self.fat.get(next as usize).ok_or(DAMAGED)?;
        }
        data.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(data)
    }

    fn mini_chain(&self, start: u32, size: u64) -> Result<Vec<u8>, Problem> {
        let (mut data, mut next) = (Vec::new(), start);
        while next < LAST && (data.len() as u64) < size {
            if data.len() > self.bytes.len() {
                return Err(DAMAGED);
            }
            let at = next as usize * 64;
            data.extend_from_slice(self.mini.get(at..(at + 64).min(self.mini.len())).ok_or(DAMAGED)?);
            next = *self.mini_fat.get(next as usize).ok_or(DAMAGED)?;
        }
        data.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(data)
    }
}
