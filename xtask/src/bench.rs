//! Measurements beside their peers.

use anyhow::{Result, bail};

use crate::{
    need,
    postgres::Server,
    run::{command, root, run},
};

/// The variable that tells a bench which PostgreSQL server it may fill. A bench whose script names it gets one.
const POSTGRES: &str = "XIANNENG_BENCH_POSTGRES";

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
    let Some(name) = args.first().filter(|name| known.contains(name)) else {
        bail!("name one of: {}", known.join(", "));
    };
    let script = root().join("bench").join(name).join("run");
    let mut bench = command("bash", &[&script.display().to_string()]);
    bench.args(&args[1..]);
    if !std::fs::read_to_string(&script)?.contains(POSTGRES) {
        return run(&mut bench);
    }
    need::packages()?;
    let server = Server::durable()?;
    run(bench.env(POSTGRES, &server.url))
}
