//! Any bytes as a tile's path and as a bundle of entries.
#![no_main]

use tlog::{TilePath, bundle};

libfuzzer_sys::fuzz_target!(|input: (u16, &[u8])| {
    let (width, bytes) = input;
    if let Some(path) = std::str::from_utf8(bytes).ok().and_then(|t| t.parse::<TilePath>().ok()) {
        assert_eq!(path.to_string().as_bytes(), bytes);
    }
    if let Ok(entries) = bundle::entries(bytes, width % 257) {
        let mut again = Vec::new();
        for entry in entries {
            bundle::push(&mut again, entry).unwrap();
        }
        assert_eq!(again, bytes);
    }
});
