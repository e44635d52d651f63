//! Any file taken for a post table and for a catalogue of majors.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| formats::posts::trial::file(input));
