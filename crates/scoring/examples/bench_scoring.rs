//! The measured side of `bench/scoring`: makes the facts of many people, scores them, writes both for the peers, and then
//! measures what it is told on its input, a line each: a number of threads, `read`, `changes`. So the peers' runs can take turns
//! with ours. Usage: bench FOLDER PEOPLE GROUPS

use std::{
    io::Write,
    time::{Duration, Instant},
};

use scoring::{Column, Facts, Plan, Scored, Standing, score};

/// SplitMix64.
struct Seed(u64);
impl Seed {
    fn below(&mut self, n: u64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n) as i64
    }
}

/// Forty indicators from five sources: eight facts on a range, eight rates, eight scores of a scale, six ranks, five ballots of
/// three classes and four options, five leaders' scores brought level.
fn scheme() -> String {
    let say = |s: &str| format!(r#"{{ "zh": "{s}", "en": "{s}" }}"#);
    let (mut facts, mut branches) = (Vec::new(), Vec::new());
    let fact = |id: &str, decimals: u8, max: i64| {
        format!(
            r#"{{ "id": "{id}", "name": {}, "unit": "points", "decimals": {decimals}, "min": "0", "max": "{max}" }}"#,
            say(id)
        )
    };
    let leaf = |id: &str, weight: &str, from: &str, rest: &str| {
        format!(
            r#"{{ "id": "{id}", "name": {}, "weight": "{weight}", "work": "regular", "from": "{from}", {rest}, "floor": "0", "cap": "100" }}"#,
            say(id)
        )
    };
    let branch = |id: &str, weight: &str, of: Vec<String>| {
        format!(r#"{{ "id": "{id}", "name": {}, "weight": "{weight}", "of": [{}] }}"#, say(id), of.join(","))
    };
    let each = |n: usize, f: &mut dyn FnMut(usize) -> String| (0..n).map(f).collect::<Vec<_>>();
    branches.push(branch("records", "0.20", each(8, &mut |i| {
        facts.push(fact(&format!("rec{i}"), 1, 500));
        leaf(&format!("record{i}"), "0.125", "records", &format!(r#""source": {{ "kind": "fact", "fact": "rec{i}" }}, "normalise": {{ "by": "range", "zero": "0", "full": "400" }}"#))
    })));
    branches.push(branch(
        "targets",
        "0.20",
        each(8, &mut |i| {
            facts.push(fact(&format!("done{i}"), 0, 1000));
            facts.push(fact(&format!("due{i}"), 0, 1000));
            leaf(
                &format!("target{i}"),
                "0.125",
                "targets",
                &format!(r#""source": {{ "kind": "rate", "fact": "done{i}", "target": "due{i}" }}"#),
            )
        }),
    ));
    branches.push(branch(
        "inspection",
        "0.20",
        each(8, &mut |i| {
            facts.push(format!(
                r#"{{ "id": "grade{i}", "name": {}, "words": [{}] }}"#,
                say(&format!("grade{i}")),
                ["a", "b", "c", "d"].map(|w| format!(r#"{{ "id": "{w}", "name": {} }}"#, say(w))).join(",")
            ));
            leaf(
                &format!("inspect{i}"),
                "0.125",
                "inspection",
                &format!(
                    r#""source": {{ "kind": "graded", "fact": "grade{i}", "points": ["100", "85", "70", "40"] }}"#
                ),
            )
        }),
    ));
    branches.push(branch("ranks", "0.10", each(6, &mut |i| {
        facts.push(fact(&format!("rank{i}"), 0, 100));
        let weight = if i < 4 { "0.1667" } else { "0.1666" };
        leaf(&format!("ranked{i}"), weight, "records", &format!(r#""source": {{ "kind": "fact", "fact": "rank{i}" }}, "normalise": {{ "by": "rank", "best": "high", "ties": "best", "alone": "80" }}"#))
    })));
    branches.push(branch(
        "votes",
        "0.15",
        each(5, &mut |i| {
            let class = |c, w| format!(r#"{{ "class": "{c}", "weight": "{w}", "at_least": 5 }}"#);
            let classes = [class("A", "0.4"), class("B", "0.35"), class("C", "0.25")].join(",");
            leaf(
                &format!("ballot{i}"),
                "0.2",
                "voters",
                &format!(
                    r#""source": {{ "kind": "ballot", "ballot": "vote{i}", "classes": [{classes}], "decimals": 6 }}"#
                ),
            )
        }),
    ));
    branches.push(branch("leaders", "0.15", each(5, &mut |i| {
        facts.push(fact(&format!("score{i}"), 1, 100));
        leaf(&format!("leader{i}"), "0.2", "leader", &format!(r#""source": {{ "kind": "leader", "fact": "score{i}", "rater": "leader" }}, "normalise": {{ "by": "level", "mean": "80", "spread": "8", "divisor": "population", "at_least": 5 }}"#))
    })));
    facts.push(format!(r#"{{ "id": "leader", "name": {}, "unit": "rater" }}"#, say("leader")));
    facts.push(
        r#"{ "id": "absent", "name": { "zh": "absent", "en": "absent" }, "unit": "days", "min": "0", "max": "366" }"#
            .to_owned(),
    );
    let options = [("o0", "100"), ("o1", "80"), ("o2", "60"), ("o3", "0")]
        .map(|(o, p)| format!(r#"{{ "id": "{o}", "name": {}, "points": "{p}" }}"#, say(o)));
    let ballots: Vec<String> = (0..5)
        .map(|i| {
            format!(
                r#"{{ "id": "vote{i}", "name": {}, "options": [{}], "classes": ["A","B","C"] }}"#,
                say("vote"),
                options.join(",")
            )
        })
        .collect();
    format!(
        r#"{{ "id": "bench", "name": {}, "facts": [{}], "classes": [{}], "ballots": [{}], "secrecy": 5,
        "root": {{ "id": "total", "name": {}, "weight": "1", "decimals": 2, "of": [{}] }},
        "no_single": {{ "indicator": "0.05", "source": "0.35" }}, "coverage": "0.5",
        "grades": {{ "of": [ {{ "id": "excellent", "name": {}, "from": "62" }}, {{ "id": "competent", "name": {}, "from": "50" }}, {{ "id": "incompetent", "name": {} }} ],
          "quotas": [ {{ "grade": "excellent", "share": "0.20", "base": "graded", "then": "below" }} ] }},
        "outcomes": [ {{ "id": "absent_long", "name": {}, "when": "absent > 183 days" }} ] }}"#,
        say("bench"),
        facts.join(","),
        ["A", "B", "C"].map(|c| format!(r#"{{ "id": "{c}", "name": {} }}"#, say(c))).join(","),
        ballots.join(","),
        say("total"),
        branches.join(","),
        say("excellent"),
        say("competent"),
        say("incompetent"),
        say("absent"),
    )
}

fn facts(plan: &Plan, people: usize, groups: usize) -> Facts {
    let mut seed = Seed(6);
    let mut facts = Facts {
        group: (0..people).map(|_| seed.below(groups as u64) as u32).collect(),
        approved: vec![false; groups],
        ..Facts::default()
    };
    for def in plan.columns() {
        let gap = matches!(def.name.as_str(), "rec0" | "grade0" | "grade1");
        let column = (0..people).map(|_| {
            let x = match def.name.as_str() {
                name if name.starts_with("vote") => seed.below(12),
                name if name.starts_with("due") => 1 + seed.below(999),
                "leader" => seed.below(people as u64 / 25 + 1),
                _ => seed.below(def.max as u64 + 1),
            };
            if gap && seed.below(20) == 0 { i32::MIN } else { x as i32 }
        });
        facts.columns.push(Column::Narrow(column.collect()));
    }
    facts
}

fn bytes(column: &Column) -> Vec<u8> {
    match column {
        Column::Narrow(v) => v.iter().flat_map(|x| x.to_le_bytes()).collect(),
        Column::Wide(v) => v.iter().flat_map(|x| x.to_le_bytes()).collect(),
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Processor time of this process so far, in seconds.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |n: usize| after_name.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or_default();
    // hundredths of a second: user and system
    (ticks(11) + ticks(12)) / 100.0
}

/// What the machine can read: the same columns, summed by two threads.
fn read_once(facts: &Facts) -> Duration {
    let from = Instant::now();
    let (left, right) = facts.columns.split_at(facts.columns.len() / 2);
    let sum = |columns: &[Column]| {
        let of = |c: &Column| match c {
            Column::Narrow(v) => v.iter().fold(0i32, |s, x| s.wrapping_add(*x)),
            Column::Wide(v) => v.iter().fold(0i64, |s, x| s.wrapping_add(*x)) as i32,
        };
        columns.iter().map(of).fold(0i32, i32::wrapping_add)
    };
    std::thread::scope(|s| {
        s.spawn(|| std::hint::black_box(sum(left)));
        std::hint::black_box(sum(right));
    });
    from.elapsed()
}

/// Changes one fact after another; the times in microseconds, of plain facts and of levelled scores.
fn changes(plan: &Plan, facts: &mut Facts) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    let (rec, leader) = (plan.column("rec3").ok_or("rec3")?, plan.column("score1").ok_or("score1")?);
    let mut scored = score(plan, facts, 0).map_err(|e| e.say().en)?;
    let (mut plain, mut levelled, mut seed) = (Vec::new(), Vec::new(), Seed(9));
    for i in 0..401 {
        let (row, column) = (seed.below(facts.people() as u64) as usize, if i % 2 == 0 { rec } else { leader });
        let value = Some(seed.below(500) + 1);
        let from = Instant::now();
        scored.change(plan, facts, row, column, value).map_err(|e| e.say().en)?;
        let took = from.elapsed().as_secs_f64() * 1e6;
        if i % 2 == 0 { plain.push(took) } else { levelled.push(took) }
    }
    assert!(
        scored.results == score(plan, facts, 0).map_err(|e| e.say().en)?.results,
        "a change is not what scoring anew gives"
    );
    Ok((median(plain), median(levelled)))
}

fn write(folder: &str, plan: &Plan, facts: &Facts, scored: &Scored) -> std::io::Result<()> {
    for (def, column) in plan.columns().iter().zip(&facts.columns) {
        std::fs::write(format!("{folder}/{}.i32", def.name), bytes(column))?;
    }
    let groups: Vec<u8> = facts.group.iter().flat_map(|x| x.to_le_bytes()).collect();
    std::fs::write(format!("{folder}/group.i32"), groups)?;
    let mut out = std::io::BufWriter::new(std::fs::File::create(format!("{folder}/ours.i64"))?);
    for r in &scored.results {
        let grade = match r.standing {
            Standing::Grade(g) => i64::from(g),
            Standing::Without(_) => 10,
            _ => 11,
        };
        for x in [r.figure().map_or(-1, |f| f.units()), i64::from(r.rank), grade] {
            out.write_all(&x.to_le_bytes())?;
        }
    }
    out.flush()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let (folder, people, groups) = (args[1].clone(), args[2].parse::<usize>()?, args[3].parse::<usize>()?);
    let plan = Plan::read(&scheme(), &[]).map_err(|e| format!("{e:?}"))?;
    let mut facts = facts(&plan, people, groups);
    let [one, two, four] = [1, 2, 4].map(|threads| score(&plan, &facts, threads));
    let one = one.map_err(|e| e.say().en)?;
    for other in [two, four] {
        assert!(one.results == other.map_err(|e| e.say().en)?.results, "the number of threads changes results");
    }
    write(&folder, &plan, &facts, &one)?;
    drop(one);
    let data: usize = facts.columns.iter().map(|c| bytes(c).len()).sum();
    println!(
        r#"{{"people":{people},"groups":{groups},"indicators":{},"columns":{},"bytes":{data}}}"#,
        plan.indicators().count(),
        plan.columns().len(),
    );
    for line in std::io::stdin().lines() {
        match line?.trim() {
            "read" => println!("{:.6}", read_once(&facts).as_secs_f64()),
            "changes" => {
                let (plain, levelled) = changes(&plan, &mut facts)?;
                let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
                let peak = memory.lines().find_map(|l| l.strip_prefix("VmHWM:")).map_or("?", str::trim).to_owned();
                println!(r#"{{"plain_us":{plain:.1},"levelled_us":{levelled:.1},"peak":"{peak}"}}"#);
            }
            threads => {
                let (threads, from, used) = (threads.parse()?, Instant::now(), processor());
                let scored = score(&plan, &facts, threads).map_err(|e| e.say().en)?;
                let (took, used) = (from.elapsed().as_secs_f64(), processor() - used);
                println!(r#"{{"wall":{took:.4},"processor":{used:.2},"graded":{}}}"#, scored.results.len());
            }
        }
    }
    Ok(())
}
