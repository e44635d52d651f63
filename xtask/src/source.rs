//! The invariants that a reader of the source can check and the compiler does not.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::run::root;

/// Reads every Rust source of the workspace and lists what breaks a rule.
pub fn rules() -> Result<()> {
    let mut files = Vec::new();
    for floor in ["crates", "registry", "instruments", "processes"] {
        collect(&root().join(floor), &mut files);
    }
    let mut broken = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file)?;
        let name = file.strip_prefix(root()).unwrap_or(file).display().to_string();
        broken.extend(breaks(&name, &text).into_iter().map(|why| format!("{name}: {why}")));
    }
    if !broken.is_empty() {
        bail!("{} rule(s) broken:\n  {}", broken.len(), broken.join("\n  "));
    }
    Ok(())
}

/// The rules that `text`, the file `name`, breaks.
fn breaks(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = without_comments(text);
    let within = |folders: &[&str]| folders.iter().any(|f| name.starts_with(f));
    if !within(&["crates/db/", "crates/testkit/"])
        && (code.contains("SqliteConnection") || code.contains("PgConnection"))
    {
        found.push("only `db` knows that there are two engines".to_owned());
    }
    let kernel = within(&[
        "crates/base/src",
        "crates/auth/src",
        "crates/ballots/src",
        "crates/ballots-check/src",
        "crates/eligibility/src",
        "crates/matching/src",
        "crates/procedure/src",
        "crates/scoring/src",
        "crates/tlog/src",
        "crates/tlog-check/src",
    ]);
    let pure = kernel || name.ends_with("/rules.rs") || name.contains("/rules/");
    if pure && has_word(&code, &["f32", "f64"]) {
        found.push("nothing that decides over a person is a float".to_owned());
    }
    for io in ["std::fs", "std::net", "std::env", "Timestamp::now", "SystemTime::now", "Instant::now", "Zoned::now"] {
        if (pure || within(&["crates/formats/src"])) && code.contains(io) {
            found.push(format!("`{io}`: kernels and rules do no I/O and read no clock"));
        }
    }
    if name.starts_with("processes/") {
        let own = name.split('/').nth(1).unwrap_or_default();
        for other in processes().iter().filter(|p| *p != own) {
            if has_word(&code, &[&format!("{other}::")]) {
                found.push(format!(
                    "imports the process `{other}`: what two processes need is an instrument or the registry's"
                ));
            }
        }
    }
    let door = within(&["crates/auth/", "crates/testkit/", "instruments/account/"]) || name.contains("/tests/");
    if code.contains("Actor::account(") && !door {
        found.push("makes an actor; only doors do".to_owned());
    }
    let lines = text.lines().count();
    if lines > 500 {
        found.push(format!("{lines} lines: give the second idea a room of its own"));
    }
    found
}

fn processes() -> Vec<String> {
    let entries = fs::read_dir(root().join("processes")).into_iter().flatten().flatten();
    entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
}

fn has_word(code: &str, words: &[&str]) -> bool {
    words.iter().any(|w| {
        code.match_indices(w).any(|(at, _)| {
            let before = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
            let after = code[at + w.len()..].chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
            !before && (!after || w.ends_with(':'))
        })
    })
}

/// The text without line comments, which may name what code may not use.
fn without_comments(text: &str) -> String {
    text.lines().map(|l| l.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_none_or(|n| n != "target") {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_a_rule_is_found_and_the_rest_is_not() {
        for (name, text, broken) in [
            ("registry/org/src/store.rs", "use diesel::PgConnection;", 1),
            ("crates/db/src/engine.rs", "use diesel::PgConnection;", 0),
            ("registry/org/src/rules.rs", "fn f(x: f64) {}", 1),
            ("registry/org/src/rules.rs", "// no f64 here\nfn buf64() {}", 0),
            ("registry/org/src/pages.rs", "let width: f64 = 1.0;", 0),
            ("crates/base/src/date.rs", "std::fs::read(x)", 1),
            ("registry/org/src/rules.rs", "jiff::Timestamp::now()", 1),
            ("registry/org/src/pages.rs", "Actor::account(door, root)", 1),
        ] {
            assert_eq!(breaks(name, text).len(), broken, "{name}: {text}");
        }
    }
}
