//! Solves a made corps, measures, and can write it for others: `bench KIND PEOPLE SEED [STEPS TRIALS [FOLDER]]`.
#![allow(missing_docs)]

mod corps;
mod raw;

use corps::{Wish, corps};
use matching::{Options, Unwatched, check, solve};

/// Processor seconds of this process, and its largest memory in megabytes.
fn spent() -> (f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let ticks = |k: usize| fields.get(k).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find(|l| l.starts_with("VmHWM")).and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok());
    ((ticks(11) + ticks(12)) / 100.0, peak.unwrap_or(0) / 1024)
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |k: usize, or: u64| args.get(k).and_then(|a| a.parse().ok()).unwrap_or(or);
    let kind = args.get(1).map_or("full", String::as_str);
    let people = number(2, 1000) as usize;
    let wish = Wish {
        people,
        arcs: 30,
        seed: number(3, 1),
        quotas: kind != "perm",
        rules: kind == "full" || kind == "ex65",
        exchange: if kind == "ex65" { 65 } else { 40 },
    };
    let model = corps(wish);
    let usual = Options::default();
    let options = Options {
        steps: number(4, u64::from(usual.steps)) as u32,
        trials: number(5, usual.trials),
        threads: number(7, 1) as usize,
        ..usual
    };
    if let Some(folder) = args.get(6).filter(|f| *f != "-") {
        raw::write(&model, folder);
    }
    let before = spent();
    let plan = solve(&model, &options, &Unwatched);
    let after = spent();
    match plan {
        Ok(plan) => {
            check(&model, &plan).expect("the checker passes what the solver gives");
            let checked = spent();
            println!(
                "{{\"kind\":\"{kind}\",\"people\":{people},\"arcs\":{},\"rules\":{},\"cost\":{},\"bound\":{:.2},\"gap_ppm\":{},\"cpu\":{:.2},\"check_cpu\":{:.2},\"peak_mb\":{},\"model_mb\":{}}}",
                model.arcs(),
                model.rules().len(),
                plan.cost,
                plan.certificate.bound as f64 / 64.0,
                plan.gap_ppm().unwrap_or(0),
                after.0 - before.0,
                checked.0 - after.0,
                checked.1,
                before.1,
            );
        }
        Err(why) => println!(
            "{{\"kind\":\"{kind}\",\"people\":{people},\"none\":\"{why:?}\",\"cpu\":{:.2}}}",
            after.0 - before.0
        ),
    }
}
