//! Text that is written as csv and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| formats::sheet::trial::round_trip(input));
