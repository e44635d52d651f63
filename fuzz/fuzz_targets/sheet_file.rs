//! Any file: xlsx, xls, text, or something else.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| formats::sheet::trial::file(input));
