//! Any archive of approval forms.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| formats::approval::trial::archive(input));
