//! Many forms in a ZIP archive, whose names are often in GBK.

use std::io::{Cursor, Read};

use encoding_rs::GBK;
use zip::{ZipArchive, result::ZipError};

use super::{FormError, Limits, Problem};

/// A file of an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name, with the folders before it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// The name without folders and without its end: what a photograph beside an `.lrm` file shares with it.
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
    /// The end of the name, in small letters: `lrmx`, `lrm`, `pic`.
    pub fn extension(&self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
    }
}

/// The files of an archive in its order, without folders and without what a Mac adds.
///
/// # Errors
/// An archive that is damaged, locked, or larger than the limits.
pub fn entries(archive: &[u8], limits: &Limits) -> Result<Vec<Entry>, FormError> {
    if archive.len() as u64 > limits.archive {
        return Err(Problem::ArchiveTooLarge.into());
    }
    let mut zip = ZipArchive::new(Cursor::new(archive)).map_err(|_| Problem::BrokenArchive)?;
    if zip.len() > limits.files {
        return Err(Problem::ArchiveTooLarge.into());
    }
    let mut total = 0u64;
    let mut entries = Vec::new();
    for i in 0..zip.len() {
        let file = zip.by_index(i).map_err(|e| match e {
            ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => Problem::Encrypted,
            _ => Problem::BrokenArchive,
        })?;
        let name = name(file.name_raw());
        if file.is_dir()
            || name.starts_with("__MACOSX/")
            || name.rsplit('/').next().is_some_and(|n| n.starts_with("._"))
        {
            continue;
        }
        // the directory may lie about the size: what comes out is counted
        let most = limits.bytes.min(limits.inflated.saturating_sub(total));
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Problem::BrokenArchive)?;
        if bytes.len() as u64 > most {
            return Err(Problem::ArchiveTooLarge.into());
        }
        total += bytes.len() as u64;
        entries.push(Entry { name, bytes });
    }
    Ok(entries)
}

/// UTF-8 where it is valid, whatever the flag says; else GBK, which Chinese Windows writes without saying so.
fn name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.replace('\\', "/"),
        // a backslash is also the second byte of some GBK characters: decoded first
        Err(_) => GBK.decode_without_bom_handling(raw).0.replace('\\', "/"),
    }
}
