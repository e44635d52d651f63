//! The ZIP around an xlsx workbook, opened with care: a few kilobytes can claim to be gigabytes.

use std::{
    cell::Cell,
    collections::HashMap,
    io::{self, BufReader, Cursor, Read},
};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{FileKind, Limits, Measure, Problem};

/// The parts of an archive.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: HashMap<String, usize>,
    limits: Limits,
    inflated: Cell<u64>,
    tripped: Cell<Option<Measure>>,
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
        Ok(Self { archive, names, limits: limits.clone(), inflated: Cell::new(0), tripped: Cell::new(None) })
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
        match self.tripped.get() {
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
    total: &'p Cell<u64>,
    tripped: &'p Cell<Option<Measure>>,
}

impl Read for Guard<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.part.read(buffer)?;
        self.read += n as u64;
        self.total.set(self.total.get() + n as u64);
        let too_much = if self.total.get() > self.limits.inflated {
            Some(Measure::Inflated)
        } else if self.read > SMALL && self.read / self.stored.max(1) > self.limits.ratio {
            Some(Measure::Ratio)
        } else {
            None
        };
        if too_much.is_some() {
            self.tripped.set(too_much);
            return Err(io::Error::other("limit"));
        }
        Ok(n)
    }
}
