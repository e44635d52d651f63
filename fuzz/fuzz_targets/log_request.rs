//! Any bytes as a log's request to a witness, and as a witness's answer.
#![no_main]

use tlog::{KeyKind, SignKey, witness::{AddCheckpoint, Answer, consider}};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = AddCheckpoint::read(bytes) {
        assert_eq!(read.body().as_bytes(), bytes);
    }
    let log = SignKey::new("a.example/log", KeyKind::Log, [7; 32]).unwrap();
    let witness = SignKey::new("w.example", KeyKind::Witness, [1; 32]).unwrap();
    let (answer, kept) = consider(bytes, |_| Some((log.public().clone(), None)), &witness, 5);
    assert_eq!(answer.status() == 200, kept.is_some());
    for status in [200, 409] {
        if let Ok(answer) = Answer::read(status, bytes) {
            assert_eq!(answer.body().as_bytes(), bytes);
        }
    }
});
