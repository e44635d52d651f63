//! Measurements beside their peers.

use anyhow::{Result, bail};

use crate::run::{command, root, run};

/// `cargo xtask bench NAME [ARGS…]` runs `bench/NAME/run`, which builds what it measures in release mode, runs the peer in
/// the same run, and prints ratios, sizes and versions.
pub fn bench(args: &[String]) -> Result<()> {
    let mut known: Vec<String> = std::fs::read_dir(root().join("bench"))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|e| e.path().join("run").is_file())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    known.sort();
    match args.first() {
        Some(name) if known.contains(name) => {
            let script = root().join("bench").join(name).join("run");
            run(command("bash", &[&script.display().to_string()]).args(&args[1..]))
        }
        _ => bail!("name one of: {}", known.join(", ")),
    }
}
