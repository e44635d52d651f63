//! Fills a log and makes proofs from it: `bench FOLDER ENTRIES BATCH`, for `cargo xtask bench log`.

use std::{error::Error, time::Instant};

use tlog::{Hash, KeyKind, Policy, SignKey, TileCache, Tiles, Writer, tree};
use tlog_files::Folder;

/// What an entry of this system looks like, about 200 bytes.
fn entry(number: u64) -> String {
    format!("sunshine/1\nkind decision.published\nref {number:032x}\nrule -\ncommit {number:064x}\nsupersedes -\n")
}

/// The most memory that the process has had, in kilobytes.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned()
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, entries, batch] = &args[..] else { return Err("bench FOLDER ENTRIES BATCH".into()) };
    let (entries, batch): (u64, u64) = (entries.parse()?, batch.parse()?);
    let key = SignKey::new("bench.example.org/log", KeyKind::Log, [7; 32])?;
    let policy = Policy::alone(key.public().clone());
    let all: Vec<String> = (0..batch).map(entry).collect();
    let mut writer = Writer::create(Folder::lock(folder)?, key)?;
    let begun = Instant::now();
    let mut early = None;
    while writer.size() < entries {
        for entry in &all {
            writer.append(entry.as_bytes())?;
        }
        writer.sign()?;
        writer.show(&[], &policy, None)?;
        if early.is_none() && writer.size() >= entries / 10 {
            early = Some(peak());
        }
    }
    let took = begun.elapsed();
    println!(
        "append {} {:.3} {} peak {} (at a tenth: {})",
        writer.size(),
        took.as_secs_f64(),
        writer.signed().root.hex(),
        peak(),
        early.unwrap_or_default()
    );
    let size = writer.size();
    let cache = TileCache::new(1 << 16);
    let tiles = Tiles::new(writer.store(), size, &cache);
    let step = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % size;
    for index in (0..size).step_by(128) {
        tree::inclusion(&tiles, index, size)?;
    }
    let mut times = Vec::new();
    for n in 0..100_000 {
        let begun = Instant::now();
        let proof = tree::inclusion(&tiles, step(n), size)?;
        times.push(begun.elapsed().as_nanos());
        if n % 1000 == 0 {
            let leaf = Hash::leaf(all[(step(n) % batch) as usize].as_bytes());
            tree::check_inclusion(step(n), size, &leaf, &proof, &writer.signed().root)?;
        }
    }
    times.sort_unstable();
    let mean = times.iter().sum::<u128>() / times.len() as u128;
    println!("proof {} {} {}", mean, times[times.len() / 2], times[times.len() * 99 / 100]);
    Ok(())
}
