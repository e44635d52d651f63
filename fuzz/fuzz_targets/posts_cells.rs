//! The cells of a post table through the pack: nothing panics, no clause is lost.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| formats::posts::trial::cells(&rulepacks::gd_2026(), input));
