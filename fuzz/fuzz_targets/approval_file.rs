//! Any file taken for an approval form: nothing panics, an unchanged form is written byte for byte.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| formats::approval::trial::file(input));
