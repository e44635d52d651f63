//! The XML of one worksheet.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| formats::sheet::trial::sheet_xml(input));
