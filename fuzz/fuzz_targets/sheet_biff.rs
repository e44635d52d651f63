//! The workbook stream of an xls file.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| formats::sheet::trial::biff(input));
