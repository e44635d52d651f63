//! `xianneng match`: people, posts and rules in files, a plan with its certificate out; `match verify` recomputes one. Nothing is
//! recorded.

mod files;
mod verify;
mod why;

use std::time::{Duration, Instant};

use base::{Lang, Say};
use clap::{Arg, ArgMatches, value_parser};
use matching::{Input, NoPlan, Options, PersonId, Plan, SCALE, Thing, Watch};
use serde_json::json;
use web::{Slice, Terminal};

use self::files::{Files, refused};

/// The command, which needs no action: it reads files of whoever runs it and no data of the organisation.
pub(crate) fn slice() -> Slice {
    let again = ("重新核算方案的每条规则、成本与下界", "Recompute every rule, the cost and the bound of a plan");
    let why = ("说明某人为何在方案所定的岗位", "Say why somebody is where a plan has them");
    let slice = Slice::new("match", &[]).tool("match verify", again, verify::args, verify::run);
    slice.tool("match why", why, why::args, why::run).tool(
        "match",
        ("按规则作人岗匹配方案", "Match people and posts under rules"),
        args,
        run,
    )
}

fn args(command: clap::Command, lang: Lang) -> clap::Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    let number = |name: &'static str, zh: &str, en: &str| {
        Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u32).range(1..=86_400)).help(say(zh, en))
    };
    command
        .args(Files::args(lang, true))
        .arg(number(
            "seconds",
            "最多计算多少秒，到时给出当时最好的方案",
            "Stop after so many seconds with the best plan so far",
        ))
        .arg(number(
            "seed",
            "随机种子，默认 1：相同的种子得到相同的方案",
            "The seed, 1 unless given: the same seed gives the same plan",
        ))
        .arg(number(
            "prove",
            "再用至多 N 个节点的搜索证明最优",
            "Search up to N nodes for the proof that the plan is the best",
        ))
        // stands by itself, beside `match verify`
        .subcommand_required(false)
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
}

/// Stops each part when its share of the time is over.
struct Clock {
    begun: Instant,
    limit: Option<Duration>,
}
impl Watch for Clock {
    fn stop(&self, reached: usize, all: usize) -> bool {
        let share = |limit: Duration| limit.mul_f64(reached as f64 / all.max(1) as f64);
        self.limit.is_some_and(|limit| self.begun.elapsed() > share(limit))
    }
}

fn run(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let files = Files::of(args)?;
    let input = files.read()?;
    let number = |name: &str| args.get_one::<u32>(name).copied();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut options = Options { seed: u64::from(number("seed").unwrap_or(1)), threads, ..Options::default() };
    options.prove = u64::from(number("prove").unwrap_or(0));
    let limit = number("seconds").map(|s| Duration::from_secs(u64::from(s)));
    if limit.is_some() {
        options.trials = u64::MAX >> 24; // the clock decides
    }
    let clock = Clock { begun: Instant::now(), limit };
    let plan = matching::solve(&input.model, &options, &clock).map_err(|why| no_plan(&input, &why, &options))?;
    if terminal.json {
        return terminal.write(&format!("{}\n", written(&files, &input, &plan, &options)));
    }
    terminal.write(&shown(&input, &plan, terminal.lang))
}

/// The plan as JSON, which `match verify` reads.
fn written(files: &Files, input: &Input, plan: &Plan, options: &Options) -> serde_json::Value {
    let places = plan.places.iter().zip(&input.people);
    let places: Vec<_> = places.map(|(p, name)| json!([name, p.map(|p| &input.posts[p.at()])])).collect();
    json!({
        "format": verify::FORMAT, "inputs": files.digests(), "seed": options.seed, "cost": plan.cost,
        "gap_ppm": plan.gap_ppm().map(|g| g.to_string()), "places": places, "certificate": plan.certificate,
    })
}

fn shown(input: &Input, plan: &Plan, lang: Lang) -> String {
    let none = Say::new("（无岗位）", "(no post)");
    let mut out = String::new();
    let mut moves = 0;
    for (i, to) in plan.places.iter().enumerate() {
        let from = input.model.person(PersonId(i as u32)).post;
        if from != *to {
            let name = |p: Option<matching::PostId>| p.map_or(none.to(lang), |p| &input.posts[p.at()]).to_owned();
            out += &format!("{}\t{}\t{}\n", input.people[i], name(from), name(*to));
            moves += 1;
        }
    }
    let (n, cost, bound) = (plan.places.len(), plan.cost, plan.certificate.bound);
    let bound = bound.div_euclid(SCALE);
    let gap = plan.gap_ppm().map_or_else(|| "—".to_owned(), percent);
    let zh = format!("共 {n} 人，其中 {moves} 人变动。成本 {cost}，任何方案不低于 {bound}，差距至多 {gap}。\n");
    let en = format!("{n} people, {moves} move. Cost {cost}; no plan is below {bound}; the gap is at most {gap}.\n");
    out += Say::new(zh, en).to(lang);
    if let Some(tiers) = input.tiers {
        let (without, law, fit) = tiers.split(cost);
        let zh = format!("分层：无岗位 {without}，规则 {law}，适配 {fit}。\n");
        out += Say::new(zh, format!("In tiers: {without} without a post, rules {law}, fit {fit}.\n")).to(lang);
    }
    out
}

/// Millionths as a percentage with four decimals.
fn percent(ppm: i128) -> String {
    format!("{}.{:04} %", ppm / 10_000, ppm % 10_000)
}

fn no_plan(input: &Input, why: &NoPlan, options: &Options) -> db::Error {
    if let NoPlan::Refused(_) = why {
        return db::Error::refused(
            "方案未通过核验，不予输出；请反馈此问题。",
            "The plan did not pass the checker and is not given; please report this.",
        );
    }
    let clock = Clock { begun: Instant::now(), limit: Some(Duration::from_secs(60)) };
    let Some(found) = matching::conflict(&input.model, options, &clock) else {
        return db::Error::refused(
            "未能找到满足全部规则的方案，但并未证明不存在；请延长 --seconds 再试。",
            "No plan that keeps every rule was found, though there may be one; try again with more --seconds.",
        );
    };
    let named = |things: Vec<Thing>| things.into_iter().map(|t| format!("\n  {}", input.name(t))).collect::<String>();
    if found.rules.is_empty() {
        let people = named(found.people.into_iter().map(Thing::Person).collect());
        return db::Error::refused(
            format!("以下人员可任的岗位不够，无法全部安排：{people}"),
            format!("There are not enough places for these people: {people}"),
        );
    }
    let rules = named(found.rules.into_iter().map(Thing::Rule).collect());
    if found.proved {
        return db::Error::refused(
            format!("以下规则不能同时满足，去掉其中任何一条即可：{rules}"),
            format!("These rules cannot be kept together; without any one of them there is a plan: {rules}"),
        );
    }
    db::Error::refused(
        format!("限定时间内未能同时满足以下规则：{rules}"),
        format!("No plan that keeps these rules together was found in the time given: {rules}"),
    )
}

fn failed(path: &str, zh: impl Into<String>, en: impl Into<String>) -> db::Error {
    refused(path, &Say::new(zh, en))
}
