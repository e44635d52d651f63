//! Any text as people, posts, rules and locks, apart by lines of `---`: refused with a place, or read and solved, and then the
//! checker passes the plan.
#![no_main]

use matching::{NoPlan, Options, Table, Unwatched, read, solve};

libfuzzer_sys::fuzz_target!(|input: &str| {
    let mut parts = input.split("\n---\n");
    let mut table = |name: &str| {
        let text = parts.next()?;
        let rows = text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect();
        Some(Table { name: name.to_owned(), rows })
    };
    let (Some(people), Some(posts)) = (table("people"), table("posts")) else { return };
    let Some(rules) = input.split("\n---\n").nth(2) else { return };
    let _ = table("rules");
    let locks = table("locks");
    let Ok(input) = read(&people, &posts, rules, locks.as_ref()) else { return };
    if input.model.people() > 40 || input.model.arcs() > 400 {
        return;
    }
    let options = Options { steps: 60, trials: 100, ..Options::default() };
    if let Err(NoPlan::Refused(breaches)) = solve(&input.model, &options, &Unwatched) {
        panic!("{breaches:?}");
    }
});
