//! `xianneng score`: a scheme and facts in files, figures and grades out. Nothing is recorded.

use std::{fs, io::Read, path::Path};

use base::{Lang, Say};
use clap::{Arg, ArgAction, ArgMatches};
use formats::sheet::{Book, Limits};
use scoring::{Input, Plan, SchemeError, Standing, Table};
use serde_json::{Value, json};
use web::{Slice, Terminal};

/// The command, which needs no action: it reads files of whoever runs it and no data of the organisation.
pub(crate) fn slice() -> Slice {
    Slice::new("score", &[]).tool("score", ("按方案计算得分与等次", "Score people by a scheme"), args, run)
}

fn args(command: clap::Command, lang: Lang) -> clap::Command {
    let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
    let file = |name: &'static str, zh: &str, en: &str| {
        Arg::new(name).long(name).value_name("FILE").required(true).help(say(zh, en))
    };
    command
        .arg(file("scheme", "考核方案（JSON）", "The scheme (JSON)"))
        .arg(
            file("facts", "数据表（csv、xlsx、xls），可给多个", "Tables of facts (csv, xlsx, xls), one or more")
                .num_args(1..=32),
        )
        .arg(Arg::new("explain").long("explain").value_name("ID").help(say(
            "逐步说明此人的得分，并说明怎样才会改变等次",
            "Unfold this person's figure, and say what would change the grade",
        )))
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help(say("只检查方案，不计算", "Check the scheme only")),
        )
}

fn run(terminal: &Terminal, args: &ArgMatches) -> db::Result<()> {
    let path = args.get_one::<String>("scheme").map_or("", String::as_str);
    let text = String::from_utf8(bytes(path)?)
        .map_err(|_| refused(path, &Say::new("不是 UTF-8 文本", "is not UTF-8 text")))?;
    let wrong = |faults: Vec<SchemeError>| {
        let all = |lang: Lang| {
            let one = |f: &SchemeError| {
                let picture = f.picture.as_ref().map(|p| format!("\n{p}")).unwrap_or_default();
                format!("{}: {}{picture}", f.at, f.say.to(lang))
            };
            faults.iter().map(one).collect::<Vec<_>>().join("\n")
        };
        refused(path, &Say::new(all(Lang::Zh), all(Lang::En)))
    };
    let packs = rulepacks::read_assessment().map_err(wrong)?;
    let plan = Plan::read(&text, &packs).map_err(wrong)?;
    let mut tables = Vec::new();
    for file in args.get_many::<String>("facts").into_iter().flatten() {
        tables.extend(tables_of(file)?);
    }
    let input = scoring::read(&plan, &tables).map_err(|problems| {
        let all = |lang: Lang| {
            let one = |p: &scoring::Problem| format!("{} {} {}: {}", p.table, p.row + 1, p.column, p.say.to(lang));
            problems.iter().map(one).collect::<Vec<_>>().join("\n")
        };
        db::Error::refused(all(Lang::Zh), all(Lang::En))
    })?;
    let findings = scoring::lint(&plan, Some(&input.facts));
    if args.get_flag("check") {
        if terminal.json {
            return terminal.write(&format!("{}\n", json!({ "findings": findings })));
        }
        let lines: Vec<String> =
            findings.iter().map(|f| format!("{} {}: {}\n", f.check, f.at, f.say.to(terminal.lang))).collect();
        return terminal.write(&lines.concat());
    }
    match args.get_one::<String>("explain") {
        Some(person) => explain(terminal, &plan, &input, person),
        None => all(terminal, &plan, &input, &findings),
    }
}

/// Everybody.
fn all(terminal: &Terminal, plan: &Plan, input: &Input, findings: &[scoring::Finding]) -> db::Result<()> {
    let scored = scoring::score(plan, &input.facts, 0).map_err(failure)?;
    let mut out = String::new();
    let mut people = Vec::new();
    for (i, result) in scored.results.iter().enumerate() {
        let (person, group) = (&input.people[i], &input.groups[input.facts.group[i] as usize]);
        let (word, name) = standing(plan, result.standing);
        if terminal.json {
            people.push(json!({
                "person": person, "group": group, "figure": result.figure(), "rank": result.rank,
                "result": word, "name": name, "flags": result.flags.words(),
            }));
            continue;
        }
        let figure = result.figure().map_or_else(|| "—".to_owned(), |f| f.to_string());
        let flags = result.flags.words().join(" ");
        out += &format!("{person}\t{group}\t{figure}\t{}\t{}\t{flags}\n", result.rank, name.to(terminal.lang));
    }
    if terminal.json {
        out = format!("{}\n", json!({ "scheme": plan.scheme().id, "people": people, "findings": findings }));
    }
    terminal.write(&out)
}

/// One person, step by step.
fn explain(terminal: &Terminal, plan: &Plan, input: &Input, person: &str) -> db::Result<()> {
    let row = input.people.iter().position(|p| p == person).ok_or_else(|| {
        db::Error::refused(
            format!("数据中没有“{person}”。"),
            format!("“{person}” is not among the people of the facts."),
        )
    })?;
    let why = scoring::explain(plan, &input.facts, row).map_err(failure)?;
    let changes = scoring::what_would_change(plan, &input.facts, row).map_err(failure)?;
    let (word, name) = standing(plan, why.result.standing);
    if terminal.json {
        let value: Value = json!({
            "person": person, "figure": why.result.figure(), "rank": why.result.rank, "result": word, "name": name,
            "flags": why.result.flags.words(), "trace": why.trace, "changes": changes,
        });
        return terminal.write(&format!("{value}\n"));
    }
    let lines: Vec<&str> = changes.iter().map(|c| c.say.to(terminal.lang)).collect();
    terminal.write(&format!(
        "{}\n\n{}\n{}\n",
        why.trace.sentence.to(terminal.lang),
        why.trace.root.outline(terminal.lang),
        lines.join("\n")
    ))
}

/// A word for scripts and the name.
fn standing(plan: &Plan, standing: Standing) -> (String, Say) {
    let scheme = plan.scheme();
    let none = |word: &str, zh: &str, en: &str| (word.to_owned(), Say::new(zh, en));
    match standing {
        Standing::Grade(g) => {
            let grade = scheme.grades.as_ref().and_then(|s| s.of.get(usize::from(g)));
            grade.map_or_else(|| none("", "", ""), |g| (g.id.clone(), g.name.clone()))
        }
        Standing::Without(o) => {
            let outcome = scheme.outcomes.get(usize::from(o));
            outcome.map_or_else(|| none("", "", ""), |o| (o.id.clone(), o.name.clone()))
        }
        Standing::NoResult => none("no_result", "数据不足", "too little recorded"),
        Standing::Withheld => {
            none("withheld", "单项或单一来源占比过大，不给出总分", "withheld: one source would decide")
        }
        Standing::Ungraded => none("ungraded", "不分等次", "no grades"),
    }
}

fn tables_of(path: &str) -> db::Result<Vec<Table>> {
    let name = Path::new(path).file_name().map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned());
    let book = Book::read(&name, &bytes(path)?, &Limits::default())
        .map_err(|e| refused(path, &Say::new(e.say(Lang::Zh), e.say(Lang::En))))?;
    let table = |sheet: &formats::sheet::Sheet| {
        let mut rows = sheet.rows.iter().map(|r| r.iter().map(|c| c.text().into_owned()).collect::<Vec<_>>());
        Table { name: format!("{name} {}", sheet.name), head: rows.next().unwrap_or_default(), rows: rows.collect() }
    };
    Ok(book.visible().map(table).collect())
}

/// A file, up to what a sheet may have.
fn bytes(path: &str) -> db::Result<Vec<u8>> {
    let limit = Limits::default().bytes + 1;
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|f| f.take(limit).read_to_end(&mut bytes));
    read.map_err(|e| refused(path, &Say::new(format!("无法读取（{e}）"), format!("cannot be read ({e})"))))?;
    Ok(bytes)
}

fn refused(path: &str, why: &Say) -> db::Error {
    db::Error::refused(format!("{path}：{}", why.zh), format!("{path}: {}", why.en))
}
fn failure(why: scoring::Failure) -> db::Error {
    let say = why.say();
    db::Error::refused(say.zh, say.en)
}
