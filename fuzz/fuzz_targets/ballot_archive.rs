//! Archives from strangers: what is read is written back byte for byte; verifying never panics.
#![no_main]
use ballots::belenios::{Board, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(board) = Board::read(bytes) {
        assert!(board.write() == bytes);
        let _ = verify(bytes);
    }
});
