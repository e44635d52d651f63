//! `xianneng match why`: why somebody is where a plan says, from the files and the certificate alone.

use base::{Lang, Say};
use clap::{Arg, ArgMatches};
use matching::{Input, PersonId, Plan, PostId, Priced, Reason, SCALE, Thing, fit::Term};
use serde_json::{Value, json};
use web::Terminal;

use super::{failed, files::Files, verify};

pub(super) fn args(command: clap::Command, lang: Lang) -> clap::Command {
    let arg = |name: &'static str, value: &'static str, zh: &str, en: &str| {
        Arg::new(name).value_name(value).help(Say::new(zh, en).to(lang).to_owned())
    };
    command
        .arg(arg("plan", "PLAN", "方案文件（--json 的输出）", "The plan (what --json wrote)").required(true))
        .arg(arg("person", "PERSON", "人员", "The person").required(true))
        .arg(arg(
            "post",
            "POST",
            "想问的岗位；不写则列出三个最接近的",
            "The post asked about; without it, the three nearest",
        ))
        .args(Files::args(lang, false))
}

pub(super) fn run(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let (path, input, plan) = verify::open(args)?;
    verify::hold(&path, &input, &plan)?;
    let named = |name: &str| args.get_one::<String>(name).map(String::as_str);
    let person = named("person").unwrap_or_default();
    let Some(at) = input.people.iter().position(|p| p == person) else {
        return Err(failed(&path, format!("人员表中没有“{person}”"), format!("{person} is not among the people")));
    };
    let person = PersonId(at as u32);
    let asked: Vec<Option<PostId>> = match named("post") {
        None => matching::alternatives(&input.model, &plan, person, 3).into_iter().map(|p| p.post).collect(),
        Some(name) => {
            let post = input.posts.iter().position(|p| p == name).map(|p| PostId(p as u32));
            let post = post.filter(|p| input.model.cost(person, *p).is_some()).ok_or_else(|| {
                let who = &input.people[at];
                failed(&path, format!("“{who}”不具备“{name}”的资格"), format!("{who} is not eligible for {name}"))
            })?;
            vec![Some(post)]
        }
    };
    let planned = plan.places[at];
    let all = [planned].into_iter().chain(asked.into_iter().filter(|p| *p != planned));
    let all: Vec<Priced> = all.filter_map(|p| matching::priced(&input.model, &plan, person, p)).collect();
    if terminal.json {
        let all: Vec<Value> = all.iter().map(|p| written(&input, &plan, person, p)).collect();
        return terminal
            .write(&format!("{}\n", json!({ "person": input.people[at], "planned": all[0], "others": all[1..] })));
    }
    let least = all.first().map_or(0, |p| p.total);
    let text: String = all.iter().map(|p| shown(&input, &plan, person, p, least, terminal.lang)).collect();
    terminal.write(&text)
}

fn post(input: &Input, post: Option<PostId>, lang: Lang) -> String {
    let none = Say::new("（无岗位）", "(no post)");
    post.map_or_else(|| none.to(lang).to_owned(), |p| input.name(Thing::Post(p)))
}
fn fit(input: &Input, person: PersonId, priced: &Priced) -> Vec<(Term, i64)> {
    priced.post.and_then(|p| input.terms(person, p)).unwrap_or_default()
}
fn holders(input: &Input, plan: &Plan, priced: &Priced) -> Vec<String> {
    let held = plan.places.iter().enumerate().filter(|(_, p)| p.is_some() && **p == priced.post);
    held.map(|(i, _)| input.people[i].clone()).collect()
}

fn written(input: &Input, plan: &Plan, person: PersonId, priced: &Priced) -> Value {
    let terms = priced.terms.iter().map(|(reason, value)| match reason {
        Reason::Rule(r, part) => {
            json!({ "rule": r + 1, "name": input.name(Thing::Rule(*r as usize)), "part": part, "value_64": value })
        }
        other => json!({ "reason": other, "value_64": value }),
    });
    json!({
        "post": priced.post.map(|p| input.name(Thing::Post(p))), "total_64": priced.total,
        "terms": terms.collect::<Vec<_>>(), "fit": fit(input, person, priced), "holders": holders(input, plan, priced),
    })
}

/// Parts of a cost unit with two decimals.
fn units(parts: i64) -> String {
    let hundredths = (i128::from(parts) * 100 / i128::from(SCALE)).unsigned_abs();
    format!("{}{}.{:02}", if parts < 0 { "-" } else { "" }, hundredths / 100, hundredths % 100)
}

fn shown(input: &Input, plan: &Plan, person: PersonId, priced: &Priced, planned: i64, lang: Lang) -> String {
    let say = |zh: String, en: String| Say::new(zh, en).to(lang).to_owned();
    let mut out = format!("{}\t{}", post(input, priced.post, lang), units(priced.total));
    if priced.total != planned {
        let more = units(priced.total - planned);
        out += &say(format!("\t比方案高 {more}"), format!("\t{more} above the plan"));
    }
    out.push('\n');
    for (reason, value) in &priced.terms {
        let name = match reason {
            Reason::Fit => say("适配".into(), "fit".into()),
            Reason::Place => {
                let who = holders(input, plan, priced).into_iter().take(3).collect::<Vec<_>>().join(", ");
                say(format!("岗位竞争（{who}）"), format!("competition for the post ({who})"))
            }
            Reason::Rule(r, _) => input.name(Thing::Rule(*r as usize)),
            Reason::Together(k) => {
                let sides = plan.certificate.cuts.get(*k as usize).map(|c| c.sides.as_slice()).unwrap_or_default();
                let mut rules: Vec<String> = sides.iter().map(|(r, _)| input.name(Thing::Rule(*r as usize))).collect();
                rules.dedup();
                say(format!("规则合并作用：{}", rules.join("、")), format!("rules together: {}", rules.join(", ")))
            }
        };
        out += &format!("  {name}\t{}\n", units(*value));
        if *reason == Reason::Fit {
            for (term, value) in fit(input, person, priced) {
                out += &format!("    {}\t{value}\n", word(&term).to(lang));
            }
        }
    }
    out
}

fn word(term: &Term) -> Say {
    match term {
        Term::Shortage(name) => Say::new(format!("不足：{name}"), format!("shortage of {name}")),
        Term::Interest => Say::new("意向", "interest"),
        Term::Promotion => Say::new("晋升", "promotion"),
        Term::Demotion => Say::new("降低", "demotion"),
        Term::Moving => Say::new("变动", "moving"),
        Term::OtherUnit => Say::new("到外单位", "to another unit"),
        Term::Overdue => Say::new("超期任职", "overdue"),
        Term::Given => Say::new("表中给定", "given in the table"),
    }
}
