//! The ZIP around an xlsx workbook, opened with care: a few kilobytes can claim to be gigabytes.

use std::{
    collections::HashMap,
    io::{self, BufRead, BufReader, Cursor, Read},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender},
    },
};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{FileKind, Limits, Measure, Problem};

/// The parts of an archive.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: HashMap<String, usize>,
    limits: Limits,
    inflated: AtomicU64,
    tripped: OnceLock<Measure>,
}

/// Small parts may compress as well as they like: below so many bytes the ratio is not asked.
const SMALL: u64 = 4 << 20;

impl<'a> Package<'a> {
    /// Opens the archive and adds up what its directory claims, before anything is inflated.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Problem> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::Damaged("ZIP"))?;
        let (mut names, mut total) = (HashMap::new(), 0u64);
        for i in 0..archive.len() {
            let part = archive.by_index_raw(i).map_err(|_| Problem::Damaged("ZIP"))?;
            if part.encrypted() {
                return Err(Problem::Encrypted);
            }
            total = total.saturating_add(part.size());
            if part.size() > SMALL && part.size() / part.compressed_size().max(1) > limits.ratio {
                return Err(Problem::too_much(Measure::Ratio, limits.ratio));
            }
            if let Ok(name) = part.name() {
                names.insert(name.trim_start_matches('/').replace('\\', "/").to_lowercase(), i);
            }
        }
        if total > limits.inflated {
            return Err(Problem::too_much(Measure::Inflated, limits.inflated));
        }
        Ok(Self { archive, names, limits: limits.clone(), inflated: AtomicU64::new(0), tripped: OnceLock::new() })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// What the archive is where it is not an xlsx workbook.
    pub(crate) fn other_kind(&self) -> FileKind {
        let any = |start: &str| self.names.keys().any(|n| n.starts_with(start));
        match () {
            () if self.has("xl/workbook.bin") => FileKind::Xlsb,
            () if any("word/") => FileKind::Word,
            () if any("ppt/") => FileKind::Slides,
            () if self.has("mimetype") && self.has("content.xml") => FileKind::Ods,
            () => FileKind::Zip,
        }
    }

    /// A part by its name, without regard to letter case; nothing where the archive has none such.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, Problem> {
        let Some(index) = self.names.get(&name.trim_start_matches('/').to_lowercase()).copied() else {
            return Ok(None);
        };
        let part = self.archive.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => Problem::Encrypted,
            _ => Problem::Damaged("ZIP"),
        })?;
        let stored = part.compressed_size();
        let guard =
            Guard { part, stored, read: 0, limits: &self.limits, total: &self.inflated, tripped: &self.tripped };
        Ok(Some(BufReader::with_capacity(64 << 10, guard)))
    }

    /// Why reading a part failed: a limit was passed, or the part is damaged.
    pub(crate) fn failure(&self, part: &'static str) -> Problem {
        match self.tripped.get().copied() {
            Some(Measure::Ratio) => Problem::too_much(Measure::Ratio, self.limits.ratio),
            Some(what) => Problem::too_much(what, self.limits.inflated),
            None => Problem::Damaged(part),
        }
    }
}

/// A part, inflated while it is read.
pub(crate) type Part<'p, 'a> = BufReader<Guard<'p, 'a>>;

/// Counts what is really inflated: the directory may have lied.
pub(crate) struct Guard<'p, 'a> {
    part: ZipFile<'p, Cursor<&'a [u8]>>,
    stored: u64,
    read: u64,
    limits: &'p Limits,
    total: &'p AtomicU64,
    tripped: &'p OnceLock<Measure>,
}

impl Read for Guard<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.part.read(buffer)?;
        self.read += n as u64;
        let total = self.total.fetch_add(n as u64, Ordering::Relaxed) + n as u64;
        let too_much = if total > self.limits.inflated {
            Some(Measure::Inflated)
        } else if self.read > SMALL && self.read / self.stored.max(1) > self.limits.ratio {
            Some(Measure::Ratio)
        } else {
            None
        };
        if let Some(what) = too_much {
            // the first limit that was passed is the one that is told
            let _ = self.tripped.set(what);
            return Err(io::Error::other("limit"));
        }
        Ok(n)
    }
}

/// Reads all that is left of `part` and gives it away block by block, the last one empty, until nobody takes it any more.
pub(crate) fn inflate(mut part: impl Read, give: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let block = block(&mut part, BLOCK);
        let last = block.as_ref().map_or(true, Vec::is_empty);
        if give.send(block).is_err() || last {
            return;
        }
    }
}
/// The next bytes of `part`, so many unless it ends before.
pub(crate) fn block(part: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(bytes);
    part.by_ref().take(bytes as u64).read_to_end(&mut block)?;
    Ok(block)
}
const BLOCK: usize = 256 << 10;

/// What was read ahead, block by block.
pub(crate) struct Ahead {
    take: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    at: usize,
}
impl Ahead {
    /// What begins with these bytes and goes on with what `take` gives.
    pub(crate) fn new(first: Vec<u8>, take: Receiver<io::Result<Vec<u8>>>) -> Self {
        Self { take, block: first, at: 0 }
    }
}
impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.block.len() {
            // the other end is gone after its last block, which is an empty one
            self.block = self.take.recv().unwrap_or_else(|_| Ok(Vec::new()))?;
            self.at = 0;
        }
        Ok(&self.block[self.at..])
    }
    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}
impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}
