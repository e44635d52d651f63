//! `xianneng import posts`, `xianneng eligible`.

use base::{Id, Lang, Say};
use clap::{Arg, ArgAction, ArgMatches};
use eligibility::{Reason, Truth, say};
use maud::Markup;
use serde::Serialize;
use ui::{Cell, Column, Table};
use web::{Console, Page, Slice, View};

use crate::{CallRow, Ready, Shelf, Text, pages, read};

pub(crate) fn commands(slice: Slice) -> Slice {
    slice
        .command("import posts", ("导入公布的招考职位表", "Take in a published post table"), import_args, import)
        .command(
            "eligible",
            (
                "谁符合一个职位，或一个人可报哪些职位",
                "Who qualifies for an opening, or which openings are open to a person",
            ),
            eligible_args,
            eligible,
        )
}

fn help(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

fn import_args(command: clap::Command, lang: Lang) -> clap::Command {
    intake::args(command, lang).arg(Arg::new("majors").long("majors").value_name("FILE").help(help(
        lang,
        "专业目录",
        "The catalogue of majors",
    )))
}

fn import(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let majors = args.get_one::<String>("majors").map(|m| intake::read(m)).transpose()?;
    intake::run_with(console, args, "calls", majors)
}

fn eligible_args(command: clap::Command, lang: Lang) -> clap::Command {
    command
        .arg(Arg::new("post").long("post").value_name("CODE").help(help(lang, "职位代码", "A post code")))
        .arg(
            Arg::new("person")
                .long("person")
                .value_name("ID")
                .conflicts_with("post")
                .required_unless_present("post")
                .help(help(lang, "人员编号（内部标识）", "A person's id")),
        )
        .arg(Arg::new("call").long("call").value_name("ID|NAME").help(help(
            lang,
            "哪次招考；默认为最近一次",
            "Which call; by default the latest",
        )))
        .arg(Arg::new("explain").long("explain").action(ArgAction::SetTrue).help(help(
            lang,
            "逐项列出理由",
            "List the reasons, clause by clause",
        )))
}

/// What the command shows: one line per pair.
#[derive(Serialize)]
struct Answer {
    call: CallRow,
    subject: String,
    lines: Vec<Line>,
}
#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    verdict: Truth,
    near_miss: bool,
    why: Say,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
}

impl Page for Answer {
    fn title(&self, _: Lang) -> String {
        format!("{} — {}", self.call.name, self.subject)
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("id", "ID"),
            Column::text("name", t.name().to_string()),
            Column::badge("verdict", t.verdict().to_string()),
            Column::text("why", t.why().to_string()),
        ];
        let rows = self.lines.iter().map(|l| {
            let (tone, word) = pages::verdict(l.verdict, lang);
            vec![
                Cell::new(l.id.clone()),
                Cell::new(l.name.clone()),
                Cell::new(word).tone(tone),
                Cell::new(l.why.to(lang)),
            ]
        });
        Some(Table::new(self.title(lang), columns).rows(rows))
    }
    fn body(&self, view: &View) -> Markup {
        maud::html! { @if let Some(table) = self.table(view.lang) { (table.html(view.lang)) } }
    }
}

fn eligible(console: &Console, args: &ArgMatches) -> db::Result<()> {
    let shelf = Shelf::default();
    let wanted = args.get_one::<String>("call");
    let explain = args.get_flag("explain");
    let answer = console.db.read(&console.actor, |tx| {
        let on = tx.today();
        let calls = read::calls(tx)?;
        let is = |c: &CallRow| wanted.is_none_or(|w| c.name == *w || c.id.to_string() == *w);
        let call = calls.into_iter().map(|c| c.0).find(is).ok_or(db::Error::NotFound)?;
        let ready = shelf.ready(tx, call.id, on)?;
        let line = |opening: usize, person: usize, id: String, name: String, verdict: Truth, near_miss: bool| {
            let reason = ready.explain(opening, person);
            let why = Say::each(|l| say::sentence(&reason, l));
            Line { id, name, verdict, near_miss, why, reason: explain.then_some(reason) }
        };
        let mut lines = Vec::new();
        let subject = match (args.get_one::<String>("post"), args.get_one::<String>("person")) {
            (Some(code), _) => {
                let at = ready.call.place(code).ok_or(db::Error::NotFound)?;
                let bits = ready.verdicts(at);
                let kept: Vec<usize> =
                    (0..ready.staff.people.len()).filter(|p| bits.get(*p) != Truth::No || bits.is_near(*p)).collect();
                let ids: Vec<_> = kept.iter().map(|p| ready.staff.people[*p]).collect();
                let names = people::names(tx, &ids, on)?;
                for p in kept {
                    let id = ready.staff.people[p];
                    let name = names.get(&id).map(|n| n.name.clone()).unwrap_or_default();
                    lines.push(line(at, p, id.to_string(), name, bits.get(p), bits.is_near(p)));
                }
                title(&ready, at)
            }
            (None, Some(person)) => {
                let id: Id<people::Person> = person.parse().map_err(|_| db::Error::NotFound)?;
                let place = ready.place(id).ok_or(db::Error::NotFound)?;
                let verdicts = ready.of_person(id).unwrap_or_default();
                for (at, (verdict, near)) in verdicts.into_iter().enumerate() {
                    if verdict != Truth::No || near {
                        let code = ready.call.openings[at].code.clone();
                        lines.push(line(at, place, code, title(&ready, at), verdict, near));
                    }
                }
                person.clone()
            }
            (None, None) => return Err(db::Error::NotFound),
        };
        Ok(Answer { call, subject, lines })
    })?;
    console.show(&answer)
}

fn title(ready: &Ready, at: usize) -> String {
    let o = &ready.call.openings[at];
    format!("{} {}", o.unit_name, o.title)
}
