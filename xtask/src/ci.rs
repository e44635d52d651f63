//! The whole check, and the short loop.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::{
    need, new_slice,
    postgres::Server,
    run::{Steps, command, output, root, run},
    source,
};

/// What must pass before a change lands.
pub fn ci() -> Result<()> {
    let mut steps = Steps::new();
    steps.step("packages", need::packages)?;
    steps.step("format", || run(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    steps.step("source rules", source::rules)?;
    steps.step("lints", || {
        run(&mut command("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    // before the tests, whose builds then find what both need
    steps.step("a new slice passes", || {
        need::cargo_tool("cargo-nextest", "0.9.143")?;
        new_slice::trial()
    })?;
    steps.step("licences and sources of dependencies", licences)?;
    steps.step("parsers under random input", fuzz)?;
    steps.step("examples in the documentation", || {
        run(&mut command("cargo", &["test", "--quiet", "--workspace", "--doc"]))
    })?;
    // last, so that the run closes on the tests' own summary
    steps.step("tests on both engines, and in the browser", || {
        need::cargo_tool("cargo-nextest", "0.9.143")?;
        test(&["--workspace".to_owned(), "--no-fail-fast".to_owned()])
    })?;
    steps.report();
    Ok(())
}

/// The short loop: the named crates, or those that differ from the last commit.
pub fn check(crates: &[String]) -> Result<()> {
    let crates = if crates.is_empty() { changed()? } else { crates.iter().cloned().collect() };
    let mut steps = Steps::new();
    steps.step("format", || run(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    steps.step("source rules", source::rules)?;
    if !crates.is_empty() {
        let named: Vec<&str> = crates.iter().flat_map(|c| ["-p", c.as_str()]).collect();
        steps.step("lints", || {
            let mut clippy = command("cargo", &["clippy", "--quiet", "--all-targets"]);
            run(clippy.args(&named).args(["--", "-D", "warnings"]))
        })?;
        steps.step("tests", || {
            // the engine that needs no server; `cargo xtask test` runs both
            run(command("cargo", &["nextest", "run"]).args(&named).arg("--no-tests=pass"))
        })?;
    }
    steps.report();
    Ok(())
}

/// nextest with a PostgreSQL server of its own.
pub fn test(args: &[String]) -> Result<()> {
    need::packages()?;
    let server = Server::start()?;
    let axe = need::npm("axe-core/axe.min.js")?;
    run(command("cargo", &["nextest", "run"])
        .args(args)
        .env("PATH", need::path())
        .env("XIANNENG_AXE", axe)
        .env("XIANNENG_MERKLE_VECTORS", need::merkle_vectors()?)
        .env("XIANNENG_TEST_POSTGRES", &server.url))
}

/// Every dependency comes from the registry under a licence that ours can live with.
fn licences() -> Result<()> {
    need::cargo_tool("cargo-deny", "0.20.2")?;
    run(command("cargo", &["deny", "--log-level", "error", "check", "licenses", "bans", "sources"])
        .env("PATH", need::path()))
}

/// Each fuzz target for a few seconds: enough to find that it broke, not to find what is rare.
fn fuzz() -> Result<()> {
    if !root().join("fuzz/Cargo.toml").is_file() {
        return Ok(());
    }
    need::cargo_tool("cargo-fuzz", "0.13.2")?;
    // cargo fuzz wants a nightly switch that this compiler has behind a variable
    let fuzz = |args: &[&str]| {
        let mut c = command("cargo", &["fuzz"]);
        c.args(args).env("RUSTC_BOOTSTRAP", "1").env("PATH", need::path());
        c
    };
    // the parsers are safe Rust: what can be found is a panic, an overflow or a hang, and needs no address sanitizer
    run(&mut fuzz(&["build", "--sanitizer", "none"]))?;
    let all = output(&mut fuzz(&["list"]))?;
    let targets: Vec<&str> = all.split_whitespace().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let shares: Vec<_> = targets
            .chunks(targets.len().div_ceil(threads).max(1))
            .map(|share| {
                scope.spawn(|| {
                    share.iter().try_for_each(|target| {
                        let bounds = ["--", "-max_total_time=5", "-rss_limit_mb=4096"];
                        run(&mut fuzz(&[&["run", "--sanitizer", "none", *target], &bounds[..]].concat()))
                    })
                })
            })
            .collect();
        shares.into_iter().try_for_each(|share| share.join().unwrap_or_else(|_| bail!("a fuzzing run broke off")))
    })
}

/// The crates whose files differ from the last commit.
fn changed() -> Result<BTreeSet<String>> {
    let list = output(&mut command("git", &["status", "--porcelain", "--untracked-files=all"]))?;
    let folders = list.lines().filter_map(|line| {
        let path = line.get(3..)?.rsplit(" -> ").next()?.trim_matches('"');
        path.split('/').take(2).collect::<Vec<_>>().get(..2).map(|f| f.join("/"))
    });
    let mut crates = BTreeSet::new();
    for folder in folders.collect::<BTreeSet<_>>() {
        let manifest = root().join(&folder).join("Cargo.toml");
        let Ok(text) = std::fs::read_to_string(manifest) else { continue };
        let name = text.lines().find_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"'));
        crates.extend(name.map(str::to_owned));
    }
    Ok(crates)
}
