//! Any file taken for an approval form, recorded as entries of a personnel file and told as a form again: it goes out word for
//! word as it came, and means the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    approval::trial::record(input, "2026-06-01".parse().expect("a day"));
});
