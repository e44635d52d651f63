//! Any bytes as a note, a checkpoint, a key and an entry of the log: refused, or written again as they were.
#![no_main]

use tlog::{Checkpoint, Entry, Note, SignKey, Signature, VerifyKey};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::read(bytes) {
        assert_eq!(note.file().as_bytes(), bytes);
        if let Ok(read) = Checkpoint::read(&note.text) {
            assert_eq!(read.text(), note.text);
        }
    }
    if let Ok(entry) = Entry::read(bytes) {
        assert_eq!(entry.text().as_bytes(), bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = text.parse::<VerifyKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = text.parse::<SignKey>() {
        assert_eq!(key.secret(), text);
    }
    let _ = tlog_check::Key::read(text);
    let _ = Signature::read(text);
});
