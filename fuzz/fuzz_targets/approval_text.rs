//! The fields of an approval form that have a grammar: résumé, dates, parties, annual results.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| formats::approval::trial::text(input));
