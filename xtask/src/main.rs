//! Automation on our machines. `cargo xtask` lists what there is.

mod bench;
mod ci;
mod need;
mod new_slice;
mod postgres;
mod run;
mod source;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask ci               what must pass before a change lands: format, source rules, lints, tests on both
                             engines, browser stories, parsers under random input, licences (under 40 minutes on 2 cores)
cargo xtask check [CRATE…]   the short loop while working: format, source rules, lints and tests of the crates named,
                             or of those with uncommitted changes (under a minute after an edit)
cargo xtask test [ARGS…]     cargo nextest with a PostgreSQL server of its own; ARGS go to nextest
cargo xtask bench NAME       a measurement beside its peer: ballots, cases, eligibility, forms, log, matching,
                             pages, scoring
cargo xtask new-slice FLOOR/NAME   the skeleton of a slice, such as processes/training, listed in the workspace and the binary
cargo xtask new-slice --try  makes one in a copy of the last commit, runs its story and the lints, and removes it";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("ci") => ci::ci(),
        Some("check") => ci::check(rest),
        Some("test") => ci::test(rest),
        Some("bench") => bench::bench(rest),
        Some("new-slice") if rest == ["--try"] => new_slice::trial(),
        Some("new-slice") => new_slice::new_slice(rest),
        _ => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why:#}");
            ExitCode::FAILURE
        }
    }
}
