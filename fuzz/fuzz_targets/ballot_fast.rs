//! What strangers send to a large poll: manifests, ballots, trustees' parts. Two verifiers judge alike.
#![no_main]
use ballots::fast::{Manifest, Opening, Poll, Sealed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(opening) = Opening::read(bytes) {
        assert_eq!(opening.bytes(), bytes);
    }
    // a manifest, a zero byte, a ballot
    let mut parts = bytes.splitn(2, |b| *b == 0);
    let (text, ballot) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Ok(text) = std::str::from_utf8(text) else { return };
    let second = ballots_check::Poll::read(text, &[]);
    let Ok(manifest) = Manifest::read(text) else { return };
    assert_eq!(manifest.text(), text);
    let second = second.expect("the second verifier takes what the first does");
    if let Ok(sealed) = Sealed::read(&manifest, ballot) {
        assert_eq!(sealed.bytes(), ballot);
    }
    if let Ok(poll) = Poll::new(manifest, &[]) {
        assert_eq!(poll.check(ballot).is_ok(), second.ballot(ballot).is_ok());
    }
});
