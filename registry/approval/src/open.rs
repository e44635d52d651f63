//! Form files as they are opened to look at, print or convert: nothing is recorded. Pure.

use std::io::{Cursor, Write};

use base::{Date, Lang, Say};
use formats::approval::{self, Entry, Form, FormError, Limits, Photo};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::actions::{self, Format};

/// A form that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The name of its file, without the end.
    pub stem: String,
    /// The form, with the photograph that lay beside it.
    pub form: Form,
    /// What was odd in it.
    pub notes: Vec<Say>,
}

/// The files of an archive, or the file itself.
///
/// # Errors
/// An archive that cannot be read.
pub fn entries(name: &str, bytes: Vec<u8>) -> Result<Vec<Entry>, FormError> {
    if bytes.starts_with(b"PK") {
        return approval::entries(&bytes, &Limits::default());
    }
    Ok(vec![Entry { name: name.to_owned(), bytes }])
}

/// The forms among these files, each with the photograph of its name.
///
/// # Errors
/// Every file that is none, by its name.
pub fn opened(entries: &[Entry]) -> Result<Vec<Opened>, Vec<(String, Say)>> {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|e| !is_photo(e) && !is_other(e)) {
        match read(entry) {
            Ok(read) => {
                let mut one = Opened { stem: entry.stem().to_owned(), form: read.form, notes: read.notes };
                beside(&mut one, entry, entries);
                all.push(one);
            }
            Err(why) => wrong.push((entry.name.clone(), why)),
        }
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

/// Whether it is a picture beside a form.
pub(crate) fn is_photo(entry: &Entry) -> bool {
    ["pic", "jpg", "jpeg", "png", "bmp"].contains(&entry.extension().as_str())
}

/// Whether it is something else that lies in a folder of forms, such as a note or what a system puts there: not called a form,
/// and none. An archive within an archive is not passed over: its forms would be missed.
pub(crate) fn is_other(entry: &Entry) -> bool {
    let called = ["lrmx", "lrm", "zip", ""].contains(&entry.extension().as_str());
    !called && approval::read(&entry.bytes, &Limits::default()).is_err()
}

/// Reads the form of a file.
///
/// # Errors
/// What the file is instead, or where it is broken, with what to do.
pub(crate) fn read(entry: &Entry) -> Result<approval::Read, Say> {
    if entry.extension() == "zip" {
        return Err(Say::new(
            "压缩包里还有压缩包，请先解开，把其中的文件一起压缩。",
            "This is an archive within an archive; unpack it and put its files into one archive.",
        ));
    }
    approval::read(&entry.bytes, &Limits::default()).map_err(|why| Say::each(|l| why.say(l)))
}

/// The photograph that lies beside an `.lrm` file under the same name.
fn beside(one: &mut Opened, of: &Entry, entries: &[Entry]) {
    if one.form.photo.is_some() {
        return;
    }
    let path = |e: &Entry| e.name.rsplit_once('.').map(|(path, _)| path.to_owned());
    if let Some(photo) = entries.iter().find(|e| is_photo(e) && path(e) == path(of)) {
        match Photo::new(&photo.bytes, Limits::default().photo) {
            Ok(photo) => one.form.photo = Some(photo),
            Err(why) => one.notes.push(why),
        }
    }
}

impl Opened {
    /// Its files in a format, by their names. What the format cannot hold goes to the notes.
    ///
    /// # Errors
    /// For PDF: no Chinese font on this machine, with how to get one.
    pub fn files(&mut self, format: Format, lang: Lang, today: Date) -> Result<Vec<(String, Vec<u8>)>, Say> {
        let made = actions::files(&self.form, format, lang, today)?;
        self.notes.extend(made.notes);
        Ok(made.files.into_iter().map(|(end, bytes)| (format!("{}.{end}", self.stem), bytes)).collect())
    }
}

/// One archive of files. Two of one name get a number.
///
/// # Errors
/// The archive's.
pub fn packed(files: Vec<(String, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names = std::collections::HashSet::new();
    for (name, bytes) in files {
        let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
        let mut free = name.clone();
        for n in 2.. {
            if names.insert(free.clone()) {
                break;
            }
            free = format!("{stem}（{n}）.{end}");
        }
        zip.start_file(free, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
