//! Any text as a formula: it is refused at a character, or it has a value whatever the facts are.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    if let Err(why) = scoring::formula::trial(input) {
        assert!(why.at <= input.chars().count());
        let _ = why.to_string();
    }
});
