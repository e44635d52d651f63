//! Screens many people for every published post, a phase at a time, and writes the same people and rules for the peer.
//!
//! `bench-eligibility DATA OUT PEOPLE PEER`: the folder of the published tables, the folder for the peer's files, how many
//! people are screened, for how many of them the peer counts every post.

mod columns;
mod people;
mod sql;

use std::{error::Error, fs, path::Path, time::Instant};

use eligibility::{Facts, People, Requirement, Screen, Tally};
use formats::{
    posts::{self, Report},
    sheet::{Book, Limits},
};

const RUNS: usize = 5;
const EXPLANATIONS: usize = 1_000;
/// The peer times this many stretches of the table, of so many posts each: neighbours have more in common.
const SAMPLES: usize = 8;
const TOGETHER: usize = 48;

/// Milliseconds by the clock and on the processor: other work on the machine lengthens the first, not the second.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    cpu: f64,
}
/// Nanoseconds that this process (of one thread) has had a processor.
fn on_cpu() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(f64::NAN)
}
fn timed<T>(work: impl FnOnce() -> T) -> (Took, T) {
    let (wall, cpu) = (Instant::now(), on_cpu());
    let value = work();
    (Took { wall: wall.elapsed().as_secs_f64() * 1e3, cpu: (on_cpu() - cpu) / 1e6 }, value)
}
fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}
fn middle(of: &[Took]) -> Took {
    Took { wall: median(of.iter().map(|t| t.wall).collect()), cpu: median(of.iter().map(|t| t.cpu).collect()) }
}
/// Largest resident size so far, in MiB.
fn peak() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// Compiles, makes columns and screens, each several times. The medians of the three, and of their sum.
fn screen(requirements: &[Requirement], people: &[Facts]) -> ([Took; 4], Vec<Tally>, Screen) {
    let mut phases = [const { Vec::new() }; 4];
    let mut last = None;
    for _ in 0..RUNS {
        let (compiling, screen) = timed(|| Screen::compile(requirements));
        let (columns, sorted) = timed(|| People::of(&screen, people));
        let (running, tallies) = timed(|| screen.run(&sorted));
        let sum = |of: fn(&Took) -> f64| [compiling, columns, running].iter().map(of).sum::<f64>();
        let all = Took { wall: sum(|t| t.wall), cpu: sum(|t| t.cpu) };
        for (phase, took) in phases.iter_mut().zip([compiling, columns, running, all]) {
            phase.push(took);
        }
        last = Some((tallies, screen));
    }
    let (tallies, screen) = last.unwrap_or_default();
    (phases.map(|p| middle(&p)), tallies, screen)
}

fn report(name: &str, took: Took) {
    println!("  {name:<28} {:>9.1} ms by the clock {:>9.1} ms on the processor", took.wall, took.cpu);
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [data, out, count, for_peer] = args.as_slice() else {
        return Err("usage: bench-eligibility DATA OUT PEOPLE PEER".into());
    };
    let (count, for_peer): (usize, usize) = (count.parse()?, for_peer.parse()?);
    let book = |name: &str| -> Result<Book, Box<dyn Error>> {
        let bytes = fs::read(Path::new(data).join(name))?;
        Book::read(name, &bytes, &Limits::default()).map_err(|e| format!("{name}: {e:?}").into())
    };
    let pack = rulepacks::gd_2026();
    let majors = posts::read_majors(&book("gd2026_majors_original.xls")?).map_err(|say| say.to_string())?;
    let file = book("gd2026_posts_original.xls")?;
    let mut requirements = Vec::new();
    let (reading, _) = timed(|| {
        let table = posts::read(&file);
        Report::make(&table, &pack, &majors.catalogue, |_, built| requirements.push(built.requirement))
    });
    let areas = pack.settings.places.values().filter(|p| !p.provincial).map(|p| p.area.clone()).collect();
    let world = people::World::of(&requirements, &majors.catalogue, areas);
    let mut rng = people::Rng(2026);
    let everybody: Vec<Facts> = (0..count).map(|_| world.person(&mut rng)).collect();
    println!("Screening, one thread, medians of {RUNS}: {count} people × {} posts", requirements.len());
    report("table to requirements (once)", reading);

    let before = peak();
    let (full, tallies, compiled) = screen(&requirements, &everybody);
    let memory = peak();
    for (name, took) in ["compile", "columns", "run", "compile + columns + run"].into_iter().zip(full) {
        report(name, took);
    }
    let pairs = |people: usize| (people * requirements.len()) as f64;
    let per_pair = full[3].cpu * 1e6 / pairs(count);
    let total = |f: fn(&Tally) -> u32| tallies.iter().map(|t| u64::from(f(t))).sum::<u64>();
    println!("  {:.0} million pairs, {:.2} ns on the processor for each", pairs(count) / 1e6, per_pair);
    println!("  yes {}, cannot tell {}, no {}", total(|t| t.yes), total(|t| t.unknown), total(|t| t.no));
    println!("  parts (different requirements, nodes, tests, shapes of study, their sides, lists of majors): {:?}", compiled.parts());
    println!("  peak memory {memory} MiB, of which {before} MiB before screening (table, requirements and facts)");

    let mut one = Vec::new();
    for _ in 0..EXPLANATIONS {
        let (r, f) = (&requirements[rng.below(requirements.len())], &everybody[rng.below(count)]);
        let (took, reason) = timed(|| r.explain(f));
        assert_eq!(reason.verdict, r.eval(f));
        one.push(took.wall);
    }
    one.sort_by(f64::total_cmp);
    println!(
        "  explanation of one pair, {EXPLANATIONS} pairs, by the clock: median {:.3} ms, 99 of 100 under {:.3} ms, longest {:.3} ms",
        one[EXPLANATIONS / 2],
        one[EXPLANATIONS * 99 / 100],
        one[EXPLANATIONS - 1]
    );

    // every post for some people, to compare each count; everybody for some posts, to compare the times
    let some = &everybody[..for_peer.min(count)];
    let (took, tallies, _) = screen(&requirements, some);
    for_duckdb(&Path::new(out).join("every-post"), &requirements, some, &tallies, took[3], per_pair)?;
    let last = requirements.len().saturating_sub(TOGETHER);
    let sample: Vec<Requirement> =
        (0..SAMPLES).flat_map(|n| requirements.iter().skip(n * last / (SAMPLES - 1)).take(TOGETHER)).cloned().collect();
    let (took, tallies, _) = screen(&sample, &everybody);
    report(&format!("all three for {} posts", sample.len()), took[3]);
    for_duckdb(&Path::new(out).join("everybody"), &sample, &everybody, &tallies, took[3], per_pair)
}

/// Writes people, rules, counts and times for the peer.
fn for_duckdb(
    out: &Path,
    requirements: &[Requirement],
    people: &[Facts],
    tallies: &[Tally],
    took: Took,
    per_pair: f64,
) -> Result<(), Box<dyn Error>> {
    let sql = sql::Sql::of(requirements);
    let (table, types) = columns::table(people, &sql.services);
    fs::create_dir_all(out)?;
    fs::write(out.join("people.csv"), table)?;
    let rules = serde_json::json!({
        "people": people.len(),
        "types": types,
        "parts": sql.parts,
        "tests": sql.tests,
        "posts": sql.posts,
        "post_of": sql.post_of,
        "yes": tallies.iter().map(|t| t.yes).collect::<Vec<_>>(),
        "unknown": tallies.iter().map(|t| t.unknown).collect::<Vec<_>>(),
        "wall_ms": took.wall,
        "cpu_ms": took.cpu,
        "full_ns_per_pair": per_pair,
    });
    fs::write(out.join("rules.json"), rules.to_string())?;
    Ok(())
}
