//! Any text as a scheme: it is refused with a place, or it can be linted and computed.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    if let Ok(plan) = scoring::Plan::read(input, &[]) {
        let _ = scoring::lint(&plan, None);
        let head = plan.columns().iter().map(|c| c.name.clone());
        let head = ["person".to_owned(), "group".to_owned()].into_iter().chain(head).collect();
        let row = |p: &str| vec![p.to_owned(), "g".to_owned(), "1".to_owned(), "2".to_owned()];
        let table = scoring::Table { name: "t".to_owned(), head, rows: vec![row("a"), row("b")] };
        if let Ok(read) = scoring::read(&plan, &[table]) {
            let scored = scoring::score(&plan, &read.facts, 1);
            let slow = scoring::explain(&plan, &read.facts, 0);
            if let (Ok(scored), Ok(slow)) = (scored, slow) {
                assert_eq!(scored.results[0], slow.result);
            }
        }
    }
});
