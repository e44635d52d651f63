//! What fuzzing runs: the readers on any bytes, and what must be true whatever they are.

use super::{Joined, Limits, Resume, date, entries, form::Kind, lrm, lrmx, read, results, text::clean};

fn limits() -> Limits {
    Limits { bytes: 1 << 20, text: 20_000, archive: 1 << 20, inflated: 4 << 20, files: 100, ..Limits::default() }
}

/// Any file taken for a form. What was read is written back byte for byte, and its meaning survives both formats.
pub fn file(bytes: &[u8]) {
    let Ok(read_once) = read(bytes, &limits()) else { return };
    let form = read_once.form;
    match form.origin.as_ref().map(|o| o.kind) {
        Some(Kind::Lrmx) => assert_eq!(lrmx(&form), bytes, "an unchanged file is written as it was"),
        Some(Kind::Lrm) => assert_eq!(lrm(&form).lrm, bytes, "an unchanged file is written as it was"),
        None => unreachable!("a form that was read has a file"),
    }
    let fresh = form.fresh();
    let again = read(&lrmx(&fresh), &Limits::unbounded()).expect("what is written can be read");
    for field in super::Field::ALL {
        let (a, b) = (fresh.text(*field).trim(), again.form.text(*field).trim());
        assert!(a == b || settled(a) == settled(b) || b.is_empty() || a.is_empty(), "{field:?}: {a:?} became {b:?}");
    }
    assert_eq!(again.form.family, fresh.family);
    assert_eq!(again.form.photo, fresh.photo);
    read(&lrm(&fresh).lrm, &Limits::unbounded()).expect("what is written can be read");
}

/// A text that was escaped more than twice loses one layer each time that it is read.
fn settled(text: &str) -> String {
    let (mut text, mut next) = (text.to_owned(), clean(text));
    while next != text {
        text = std::mem::take(&mut next);
        next = clean(&text);
    }
    text
}

/// Any text taken for each of the fields with a grammar.
pub fn text(text: &str) {
    let _ = date(text);
    let _ = results(text);
    let joined = Joined::read(text);
    assert_eq!(Joined::read(&joined.write()), joined);
    let resume = Resume::read(text);
    let again = Resume::read(&resume.write());
    assert_eq!(again.periods.len(), resume.periods.len(), "{text:?}");
}

/// Any bytes taken for an archive.
pub fn archive(bytes: &[u8]) {
    for entry in entries(bytes, &limits()).unwrap_or_default() {
        let _ = (entry.stem().len(), entry.extension());
        let _ = read(&entry.bytes, &limits());
    }
}
