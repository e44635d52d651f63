//! The full-process record (全程纪实): everything that happened, in its order, on the page, as a table and on paper.

use std::collections::{BTreeSet, HashMap};

use base::{Date, Id, Say, Timestamp};
use maud::{Markup, html};
use people::Person;
use procedure::{Event, Exception, Happening, Reason};
use public_log::Proven;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Row, Sheet, SheetCell, Table, Tone};
use web::{At, Cx, Lang, Page, Reply, View};

use super::case::tree;
use crate::{
    Case, Matter, See, Text,
    store::{self, Happened, Kind},
};

/// One line of the record.
#[derive(Serialize)]
struct Line {
    ordinal: i64,
    day: Date,
    at: Option<Timestamp>,
    step: String,
    kind: Kind,
    title: Say,
    /// What happened, in words.
    says: Say,
    /// The ledger entry's number and who made it.
    entry: Option<i64>,
    actor: String,
    /// The gates as they were when the step was closed.
    gates: Vec<Reason>,
    exceptions: Vec<Exception>,
}

/// The record of a case.
#[derive(Serialize)]
struct Record {
    #[serde(flatten)]
    case: Case,
    lines: Vec<Line>,
    /// Where the decision stands in the public log.
    proof: Proven,
    #[serde(skip)]
    ledger: Option<(String, String)>,
    #[serde(skip)]
    on_paper: bool,
}

/// What the events hold beside what decides.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Kept {
    remark: String,
    told: Vec<Told>,
    papers: Vec<File>,
    person: Option<Id<Person>>,
    post: Option<Id<post::Post>>,
    reason: String,
    until: Option<Date>,
    why: Option<Say>,
    own: bool,
    /// Whether it is about the ballot of a step, which has this title, and had a result.
    #[serde(deserialize_with = "some")]
    ballot: bool,
    title: String,
    counted: bool,
}
/// Whether there is anything.
fn some<'d, D: serde::Deserializer<'d>>(from: D) -> Result<bool, D::Error> {
    Ok(Option::<serde::de::IgnoredAny>::deserialize(from)?.is_some())
}
#[derive(Deserialize)]
struct Told {
    title: Say,
    subject: String,
    value: Say,
}
#[derive(Deserialize)]
struct File {
    name: String,
}

async fn load(cx: &Cx, id: Id<Matter>, on_paper: bool) -> db::Result<Record> {
    let today = cx.today();
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let case = store::case(tx, &may, id)?;
        let entries = store::entries(tx, &may, &case.record)?;
        let kept: Vec<Kept> = case.record.iter().map(|h| serde_json::from_str(&h.event).unwrap_or_default()).collect();
        let persons: BTreeSet<Id<Person>> = kept.iter().filter_map(|k| k.person).collect();
        let called = people::called(tx, &may, &persons.into_iter().collect::<Vec<_>>())?;
        let mut posts = HashMap::new();
        for post in kept.iter().filter_map(|k| k.post) {
            posts.insert(post, crate::facts::post_name(tx, &may, post, today)?);
        }
        let mut actors: HashMap<String, String> = HashMap::new();
        for actor in entries.values().map(|e| e.actor.clone()).collect::<BTreeSet<_>>() {
            let called = account::called(tx, &may, &actor)?;
            actors.insert(actor, called);
        }
        let last = case.record.last().and_then(|h| entries.get(&h.made));
        let ledger = last.map(|e| (e.seq.to_string(), e.hash_shown()));
        let line = |(h, k): (&Happened, &Kept)| {
            let entry = entries.get(&h.made);
            let step = case.procedure.step(&h.step);
            let (gates, exceptions) = match serde_json::from_str::<Event>(&h.event).map(|e| e.what) {
                Ok(Happening::Closed { reasons, exceptions, .. }) => (reasons, exceptions),
                _ => (vec![], vec![]),
            };
            Line {
                ordinal: h.ordinal,
                day: h.day,
                at: entry.map(|e| e.at),
                step: h.step.clone(),
                kind: h.kind,
                title: step.map_or_else(|| Say::new("—", "—"), |s| s.title.clone()),
                says: Say::each(|lang| says(&case, h, k, &called, &posts, &exceptions, lang)),
                entry: entry.map(|e| e.seq),
                actor: entry.and_then(|e| actors.get(&e.actor).cloned()).unwrap_or_default(),
                gates,
                exceptions: exceptions.clone(),
            }
        };
        let lines = case.record.iter().zip(&kept).map(line).collect();
        let proof = Proven::of(tx, &may, &["decision.published"], &id.to_string(), origin)?;
        Ok(Record { lines, proof, ledger, case, on_paper })
    })
    .await
}

fn says(
    case: &Case,
    h: &Happened,
    k: &Kept,
    called: &HashMap<Id<Person>, String>,
    posts: &HashMap<Id<post::Post>, String>,
    exceptions: &[Exception],
    lang: Lang,
) -> String {
    let t = Text::of(lang);
    let who = k.person.and_then(|p| called.get(&p)).cloned().unwrap_or_default();
    let post = k.post.and_then(|p| posts.get(&p)).cloned().unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    let mut say = |text: String| {
        if !text.trim().is_empty() {
            all.push(text);
        }
    };
    match h.kind {
        Kind::Opened => say(t.kind_opened().to_string()),
        Kind::Named if k.ballot => say(t.kind_polled(k.title.as_str()).to_string()),
        Kind::TakenOff if k.ballot => {
            let counted =
                if k.counted { t.kind_result_aside(k.title.as_str()) } else { t.kind_poll_off(k.title.as_str()) };
            say(counted.to_string());
            say(k.reason.clone());
        }
        Kind::Named => {
            say(lang.pair(t.kind_named(), format!("{who} {post}")));
            say(if k.own { t.own_registered().to_string() } else { String::new() });
        }
        Kind::TakenOff => {
            say(lang.pair(t.kind_taken_off(), &who));
            say(if k.own { t.own_withdrawn().to_string() } else { k.reason.clone() });
        }
        Kind::Published => {
            say(format!("{} {}", t.kind_published(), k.until.map(|d| d.to_string()).unwrap_or_default()))
        }
        Kind::Refused => {
            say(t.kind_refused().to_string());
            say(k.why.as_ref().map(|w| w.to(lang).to_owned()).unwrap_or_default());
        }
        Kind::Closed | Kind::SentBack => match serde_json::from_str::<Event>(&h.event).map(|e| e.what) {
            Ok(Happening::Closed { outcome, .. }) => {
                let title = case.procedure.step(&h.step).and_then(|s| s.outcome(&outcome)).map(|o| o.title.clone());
                say(title.map_or(outcome, |t| t.to(lang).to_owned()));
                say(k.remark.clone());
                // what is said of one person stands together
                for of_one in k.told.chunk_by(|a, b| a.subject == b.subject) {
                    let facts = of_one.iter().map(|told| lang.pair(told.title.to(lang), told.value.to(lang)));
                    let facts = lang.clauses(facts.collect::<Vec<_>>());
                    let whose = of_one.first().map(|told| told.subject.as_str()).unwrap_or_default();
                    say(if whose.is_empty() { facts } else { lang.aside(whose, facts) });
                }
                let files: Vec<&str> = k.papers.iter().map(|p| p.name.as_str()).collect();
                if !files.is_empty() {
                    say(lang.pair(t.papers(), lang.list(files)));
                }
                for e in exceptions {
                    say(lang.pair(t.kind_exception(), format!("{} {}", e.approver, e.reason)));
                }
            }
            Ok(Happening::SentBack { to, reason }) => {
                let title = case.procedure.step(&to).map(|s| s.title.to(lang).to_owned()).unwrap_or(to);
                say(format!("{} {title}", t.kind_sent_back()));
                say(reason);
            }
            Err(_) => {}
        },
    }
    lang.clauses(all)
}

pub(super) async fn show(cx: Cx, At(case): At<Id<Matter>>) -> Reply {
    let page = load(&cx, case, false).await?;
    cx.show(page)
}
pub(super) async fn sheet(cx: Cx, At(case): At<Id<Matter>>) -> Reply {
    let page = load(&cx, case, true).await?;
    cx.show(page)
}

fn tone(line: &Line) -> Tone {
    match line.kind {
        Kind::Refused => Tone::No,
        Kind::SentBack | Kind::TakenOff => Tone::Warning,
        Kind::Closed if !line.exceptions.is_empty() => Tone::Warning,
        Kind::Closed => Tone::Yes,
        Kind::Opened | Kind::Named | Kind::Published => Tone::Info,
    }
}

impl Record {
    fn rows(&self, lang: Lang, brief: bool) -> Table {
        let t = Text::of(lang);
        let mut columns = vec![
            Column::number("ordinal", t.ordinal().to_string()),
            Column::date("day", t.day().to_string()),
            Column::badge("step", t.step().to_string()),
            Column::text("says", t.what_happened().to_string()),
        ];
        if !brief {
            columns.push(Column::text("at", t.recorded_at().to_string()).whole());
            columns.push(Column::text("actor", t.recorded_by().to_string()));
            columns.push(Column::number("entry", t.ledger_entry().to_string()));
        }
        let row = |l: &Line| {
            let mut cells = vec![
                l.ordinal.into(),
                l.day.into(),
                Cell::new(l.title.to(lang)).tone(tone(l)),
                Cell::new(l.says.to(lang)),
            ];
            if !brief {
                cells.push(Cell::of(l.at.map(|at| at.minute_at(8))));
                cells.push(Cell::new(&l.actor));
                cells.push(Cell::of(l.entry));
            }
            Row::from(cells).id(l.ordinal)
        };
        let here = format!("/cases/{}/record", self.case.case);
        Table::new(t.record().to_string(), columns).rows(self.lines.iter().map(row)).at(here, None).exported()
    }
    fn paper(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let mut sheet = Sheet::new(t.record().to_string())
            .line([SheetCell::label(t.case_name().to_string()), SheetCell::value(&self.case.title).columns(3)])
            .line([
                SheetCell::label(t.procedure().to_string()),
                SheetCell::value(format!("{} {}", self.case.procedure.title.to(lang), self.case.procedure.version)),
                SheetCell::label(t.opened().to_string()),
                SheetCell::value(self.case.opened),
            ]);
        if !self.proof.is_empty() {
            sheet = sheet.line([
                SheetCell::label(t.proof().to_string()),
                SheetCell::markup(self.proof.on_paper(lang)).columns(3),
            ]);
        }
        sheet.tables.push(self.rows(lang, true));
        sheet.ledger.clone_from(&self.ledger);
        sheet.receipt(t.handled_by().to_string()).receipt(t.checked_by().to_string()).html(lang)
    }
}

impl Page for Record {
    fn title(&self, lang: Lang) -> String {
        lang.pair(&self.case.title, Text::of(lang).record())
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        Some(self.rows(lang, false))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        if self.on_paper {
            return self.paper(lang);
        }
        html! {
            (self.rows(lang, false).html(lang))
            (self.proof.html(lang))
            @for line in self.lines.iter().filter(|l| !l.gates.is_empty()) {
                section {
                    h2 { (line.ordinal) " " (lang.pair(line.title.to(lang), t.gates_then())) }
                    @for gate in &line.gates { (tree(gate, lang).html(lang)) }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![
            (t.cases().to_string(), "/cases".to_owned()),
            (self.case.title.clone(), format!("/cases/{}", self.case.case)),
        ];
        if !self.on_paper {
            let to = format!("/cases/{}/sheet", self.case.case);
            shell.actions = ui::button_link(&t.print_sheet().to_string(), &to, Some(ui::Icon::Print));
        }
        shell
    }
}
