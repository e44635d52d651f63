//! Any text as a policy: refused with its line, or written and read again as the same.
#![no_main]

use tlog::Policy;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(policy) = text.parse::<Policy>() {
        assert_eq!(policy.to_string().parse::<Policy>().unwrap(), policy);
        let _ = policy.check(text.as_bytes(), Some(0));
    }
});
