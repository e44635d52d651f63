//! `xianneng match verify`: the files and the plan again, by the checker alone.

use std::collections::{BTreeMap, HashMap};

use base::{Lang, Say};
use clap::{Arg, ArgMatches};
use matching::{Breach, Certificate, Checked, Input, Plan, PostId, SCALE, Thing};
use serde::Deserialize;
use serde_json::json;
use web::Terminal;

use super::{
    failed,
    files::{Files, bytes},
    percent,
};

/// What a plan calls itself.
pub(super) const FORMAT: &str = "xianneng-match-1";
/// What is wrong beyond this number is counted, not listed.
const MOST_SHOWN: usize = 20;

#[derive(Deserialize)]
struct Written {
    format: String,
    inputs: BTreeMap<String, Source>,
    cost: i64,
    places: Vec<(String, Option<String>)>,
    certificate: Certificate,
}
#[derive(Deserialize)]
struct Source {
    file: String,
    sha256: String,
}

pub(super) fn args(command: clap::Command, lang: Lang) -> clap::Command {
    let help = Say::new("方案文件（--json 的输出）", "The plan (what --json wrote)").to(lang).to_owned();
    command.arg(Arg::new("plan").value_name("PLAN").required(true).help(help)).args(Files::args(lang, false))
}

/// The plan that was named, with the model that its files make.
pub(super) fn open(args: &ArgMatches) -> db::Result<(String, Input, Plan)> {
    let path = args.get_one::<String>("plan").map_or("", String::as_str);
    let written: Written = serde_json::from_slice(&bytes(path)?)
        .map_err(|e| failed(path, format!("不是方案文件（{e}）"), format!("is not a plan ({e})")))?;
    if written.format != FORMAT {
        return Err(failed(path, format!("不是 {FORMAT} 格式"), format!("is not of the format {FORMAT}")));
    }
    // files named here take the place of those that the plan names, and must be the same
    let files = Files::open(|name| {
        args.get_one::<String>(name).cloned().or_else(|| written.inputs.get(name).map(|s| s.file.clone()))
    })?;
    for (name, source) in &written.inputs {
        if files.digest(name).is_none_or(|d| d != source.sha256) {
            let file = &source.file;
            return Err(failed(
                path,
                format!("{file} 已不是作方案时的文件"),
                format!("{file} is not the file that the plan was made from"),
            ));
        }
    }
    let input = files.read()?;
    let plan = plan(path, &input, written)?;
    Ok((path.to_owned(), input, plan))
}

/// What the checker finds; a plan that is not what it says is refused.
pub(super) fn hold(path: &str, input: &Input, plan: &Plan) -> db::Result<Checked> {
    matching::check(&input.model, plan).map_err(|breaches| {
        let all = |lang: Lang| {
            let lines = breaches.iter().take(MOST_SHOWN).map(|b| format!("\n  {}", said(input, b).to(lang)));
            let more = breaches.len().saturating_sub(MOST_SHOWN);
            let more = (more > 0).then(|| Say::new(format!("\n  另有 {more} 处"), format!("\n  and {more} more")));
            lines.chain(more.map(|m| m.to(lang).to_owned())).collect::<String>()
        };
        failed(
            path,
            format!("方案与证书不符：{}", all(Lang::Zh)),
            format!("the plan is not what its certificate says: {}", all(Lang::En)),
        )
    })
}

pub(super) fn run(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let (path, input, plan) = open(args)?;
    let checked = hold(&path, &input, &plan)?;
    let gap = plan.gap_ppm();
    if terminal.json {
        let value = json!({
            "kept": true, "people": plan.places.len(), "rules": input.model.rules().len(), "cost": checked.cost.to_string(),
            "bound_64": checked.bound.to_string(), "gap_ppm": gap.map(|g| g.to_string()),
        });
        return terminal.write(&format!("{value}\n"));
    }
    let (cost, bound) = (checked.cost, checked.bound.div_euclid(i128::from(SCALE)));
    let (rules, gap) = (input.model.rules().len(), gap.map_or_else(|| "—".to_owned(), percent));
    let zh = format!("核算一致：{rules} 条规则全部满足，成本 {cost}，任何方案不低于 {bound}，差距至多 {gap}。\n");
    let en = format!(
        "It holds: all {rules} rules are kept, the cost is {cost}, no plan is below {bound}, the gap is at most {gap}.\n"
    );
    terminal.write(Say::new(zh, en).to(terminal.lang))
}

fn plan(path: &str, input: &Input, written: Written) -> db::Result<Plan> {
    let posts: HashMap<&str, u32> = input.posts.iter().enumerate().map(|(k, p)| (p.as_str(), k as u32)).collect();
    let same =
        written.places.len() == input.people.len() && written.places.iter().zip(&input.people).all(|(a, b)| a.0 == *b);
    if !same {
        return Err(failed(path, "人员与人员表不一致", "does not have the people of the table"));
    }
    let place = |(_, post): &(String, Option<String>)| match post {
        None => Ok(None),
        Some(name) => posts.get(name.as_str()).map(|p| Some(PostId(*p))).ok_or_else(|| {
            failed(path, format!("岗位表中没有“{name}”"), format!("names {name}, which is not among the posts"))
        }),
    };
    let places = written.places.iter().map(place).collect::<db::Result<_>>()?;
    Ok(Plan { places, cost: written.cost, certificate: written.certificate })
}

fn said(input: &Input, breach: &Breach) -> Say {
    match breach {
        Breach::Shape => Say::new("人员或岗位的数目不符", "the number of people or posts is another one"),
        Breach::Place(person) => {
            let name = input.name(Thing::Person(*person));
            Say::new(format!("“{name}”不能任此岗位"), format!("{name} may not be there"))
        }
        Breach::Quota(post) => {
            let name = input.name(Thing::Post(*post));
            Say::new(format!("“{name}”超过名额"), format!("{name} has more people than its quota"))
        }
        Breach::Broken { rule, by, .. } => {
            let name = input.name(Thing::Rule(*rule));
            Say::new(format!("违反 {name}，相差 {by}"), format!("{name} is not kept, by {by}"))
        }
        Breach::Cost(cost) => Say::new(format!("成本应为 {cost}"), format!("the cost is {cost}")),
        Breach::Multiplier => Say::new("证书中有不允许的价格", "the certificate has a price that may not be"),
        Breach::Bound(bound) => {
            Say::new(format!("下界（六十四分之一）应为 {bound}"), format!("the bound is {bound} sixty-fourths"))
        }
    }
}
