//! Solves a made corps, measures, and can write it for others: `bench KIND PEOPLE SEED [STEPS TRIALS [FOLDER]]`.
#![allow(missing_docs)]

mod corps;
#[path = "../../tests/some/published.rs"]
mod published;
mod raw;

use corps::{Wish, corps, random};
use matching::{Change, Desk, Options, PersonId, Prepared, Unwatched, check, solve};

/// Processor seconds of this process, and its largest memory in megabytes.
fn spent() -> (f64, u64) {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let ran = tasks.filter_map(|t| std::fs::read_to_string(t.path().join("schedstat")).ok());
    let nanos: f64 = ran.filter_map(|s| s.split(' ').next()?.parse::<f64>().ok()).sum();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find(|l| l.starts_with("VmHWM")).and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok());
    (nanos / 1e9, peak.unwrap_or(0) / 1024)
}

/// Counts the largest memory from here on, so that what making the corps took is not in it.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Locks people out of their planned post one at a time, each on the finished plan, and measures until the checker has passed.
fn locks(model: matching::Model, options: &Options) {
    let people = model.people();
    let prepared = Prepared::new(model);
    let mut desk = Desk::new(&prepared, options, 300, &Unwatched).expect("there is a plan");
    let chance = &mut corps::Chance::new(9);
    let (mut micros, mut moved, mut refused) = (Vec::new(), Vec::new(), 0);
    for _ in 0..300 {
        let person = PersonId(chance.below(people) as u32);
        let Some(post) = desk.plan().places[person.at()] else { continue };
        let begun = spent().0;
        match desk.change(Change::Forbid(person, post)) {
            Ok(effect) => {
                micros.push(((spent().0 - begun) * 1e6) as u64);
                moved.push(effect.moves.len());
            }
            Err(_) => refused += 1,
        }
        let _ = desk.change(Change::Unlock(person));
    }
    micros.sort_unstable();
    moved.sort_unstable();
    let n = micros.len();
    let plan = desk.plan();
    println!(
        "{{\"kind\":\"locks\",\"people\":{people},\"locks\":{n},\"refused\":{refused},\"median_us\":{},\"p90_us\":{},\"p99_us\":{},\"moved_median\":{},\"moved_p90\":{},\"cost\":{},\"gap_ppm\":{},\"cpu\":{:.2}}}",
        micros[n / 2],
        micros[n * 9 / 10],
        micros[n * 99 / 100],
        moved[n / 2],
        moved[n * 9 / 10],
        plan.cost,
        plan.gap_ppm().unwrap_or(0),
        spent().0,
    );
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
        rules: matches!(kind, "full" | "ex65" | "locks"),
        exchange: if kind == "ex65" { 65 } else { 40 },
    };
    let model = match kind {
        "uniform" | "low" | "product" => random(kind, people),
        "published" => {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cn-gd-posts-2026");
            let Some(found) = published::corps(&folder, 8, people, false) else {
                println!("{{\"kind\":\"published\",\"absent\":true}}");
                return;
            };
            found.model
        }
        _ => corps(wish),
    };
    let usual = Options::default();
    let options = Options {
        steps: number(4, u64::from(usual.steps)) as u32,
        trials: number(5, usual.trials),
        threads: number(7, 1) as usize,
        prove: number(8, 0),
        enough: number(10, 0) as u32,
        cuts: number(9, u64::from(usual.cuts)) as u32,
        ..usual
    };
    if let Some(folder) = args.get(6).filter(|f| *f != "-") {
        raw::write(&model, folder);
        raw::write_rules(&model, folder);
    }
    if kind == "locks" {
        return locks(model, &options);
    }
    forget_peak();
    let before = spent();
    let plan = solve(&model, &options, &Unwatched);
    let after = spent();
    match plan {
        Ok(plan) => {
            check(&model, &plan).expect("the checker passes what the solver gives");
            let checked = spent();
            println!(
                "{{\"kind\":\"{kind}\",\"people\":{people},\"arcs\":{},\"rules\":{},\"cost\":{},\"bound\":{:.2},\"gap_ppm\":{},\"proved\":{},\"cpu\":{:.2},\"check_cpu\":{:.2},\"peak_mb\":{},\"model_mb\":{}}}",
                model.arcs(),
                model.rules().len(),
                plan.cost,
                plan.certificate.bound as f64 / 64.0,
                plan.gap_ppm().unwrap_or(0),
                plan.certificate.searched,
                after.0 - before.0,
                checked.0 - after.0,
                checked.1,
                before.1,
            );
        }
        Err(why) => println!(
            "{{\"kind\":\"{kind}\",\"people\":{people},\"none\":\"{}\",\"cpu\":{:.2}}}",
            format!("{why:?}").chars().take(60).collect::<String>(),
            after.0 - before.0
        ),
    }
}
