//! The skeleton of a slice.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::run::root;

/// Makes `FLOOR/NAME` with the files every slice has.
pub fn new_slice(args: &[String]) -> Result<()> {
    let place = args.first().context("say where: registry/NAME, instruments/NAME or processes/NAME")?;
    let (floor, name) =
        place.split_once('/').context("say where: registry/NAME, instruments/NAME or processes/NAME")?;
    ensure!(["registry", "instruments", "processes"].contains(&floor), "“{floor}” is not a floor of slices");
    let fits =
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    ensure!(fits, "“{name}” is not a name: small letters and underscores");
    let folder = root().join(floor).join(name);
    ensure!(!folder.exists(), "{place} is there already");
    for (file, text) in files(floor, name) {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    println!(
        "{place} is made. Next: list it in crates/xianneng/src/slices.rs, and its floor under `members` in Cargo.toml if it is the first there."
    );
    Ok(())
}

fn files(_floor: &str, name: &str) -> Vec<(&'static str, String)> {
    let fill = |t: &str| t.replace("NAME", name);
    vec![
        ("Cargo.toml", fill(include_str!("slice/Cargo.toml.txt"))),
        ("README.md", fill("# NAME\n\nThe rules in the words of those who live by them, with their sources.\n")),
        ("src/lib.rs", fill(include_str!("slice/lib.rs.txt"))),
    ]
}
