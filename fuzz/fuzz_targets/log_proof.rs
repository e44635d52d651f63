//! Any bytes as a proof and as what travels beside it: the two verifiers say the same.
#![no_main]

use tlog::{KeyKind, Opened, Policy, Proof, SignKey};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let key = SignKey::new("a.example/log", KeyKind::Log, [7; 32]).unwrap();
    let theirs = tlog_check::Key::read(&key.public().to_string()).unwrap();
    let policy = Policy::alone(key.public().clone());
    let read = Proof::read(bytes);
    let first = read.as_ref().is_ok_and(|p| p.check(b"entry", &policy, None).is_ok());
    let second = tlog_check::proof(bytes, b"entry", &theirs, &[], 0).is_ok();
    assert_eq!(first, second);
    if let Ok(proof) = read {
        assert_eq!(proof.file().as_bytes(), bytes);
    }
    match (Opened::read(bytes), tlog_check::opened_fields(bytes)) {
        (Ok(opened), theirs) => {
            assert_eq!(opened.text().as_bytes(), bytes);
            assert!(theirs.is_ok());
        }
        (Err(_), _) => {}
    }
});
