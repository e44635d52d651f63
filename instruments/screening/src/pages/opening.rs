//! One opening: who qualifies, who lacks which fact, who is one requirement short; and why.

use base::{Id, Lang};
use eligibility::{Reason, Truth, say};
use maud::{Markup, html};
use people::Person;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Notice, Table, Tone};
use web::{At, Cx, Page, Query, Reply, Shape, View};

use super::ready;
use crate::{Call, CallRow, OpeningRow, Text, read};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Show {
    pub(super) show: String,
}

#[derive(Serialize)]
struct Opening {
    call: CallRow,
    code: String,
    title: String,
    unit: String,
    places: i64,
    cells: serde_json::Value,
    needs_person: Option<String>,
    tally: eligibility::Tally,
    show: &'static str,
    people: Vec<Line>,
    #[serde(skip)]
    all: u64,
    #[serde(skip)]
    requirement: ui::Reason,
    #[serde(skip)]
    here: String,
}
#[derive(Serialize)]
struct Line {
    id: Id<Person>,
    name: String,
    unit: String,
    verdict: Truth,
    why: String,
}

/// People on a page; an export has all.
pub(super) const SHOWN: usize = 200;

pub(super) async fn show(cx: Cx, At((id, code)): At<(Id<Call>, String)>, Query(show): Query<Show>) -> Reply {
    let call = cx.read(move |tx| read::call(tx, id)).await?;
    let ready = ready(&cx, id).await?;
    let at = ready.call.place(&code).ok_or(db::Error::NotFound)?;
    let show = ["yes", "unknown", "near", "no"].into_iter().find(|s| *s == show.show).unwrap_or("yes");
    let (lang, on, here) = (cx.lang(), cx.on(), cx.here().to_owned());
    let most = if cx.shape() == Shape::Page || cx.shape() == Shape::Part { SHOWN } else { usize::MAX };
    let page = cx
        .read(move |tx| {
            let bits = ready.verdicts(at);
            let fits = |p: &usize| match show {
                "yes" => bits.get(*p) == Truth::Yes,
                "unknown" => bits.get(*p) == Truth::Unknown,
                "near" => bits.is_near(*p),
                _ => bits.get(*p) == Truth::No,
            };
            let chosen: Vec<usize> = (0..ready.people.len()).filter(fits).collect();
            let all = chosen.len() as u64;
            let ids: Vec<Id<Person>> = chosen.iter().take(most).map(|p| ready.people[*p]).collect();
            let names = people::names(tx, &ids, on)?;
            let mut people: Vec<Line> = Vec::new();
            for p in chosen.into_iter().take(most) {
                let id = ready.people[p];
                let Some(named) = names.get(&id) else { continue };
                let (name, unit) = (named.name.clone(), named.post.clone());
                people.push(Line { id, name, unit, verdict: bits.get(p), why: ready.sentence(at, p, lang) });
            }
            let OpeningRow { code, title, unit_name, places, cells, needs_person, .. } =
                ready.call.openings[at].clone();
            let cells = serde_json::from_str(&cells).unwrap_or_default();
            let requirement = outline(&ready.call.requirements[at], lang);
            let (tally, unit) = (ready.tallies()[at], unit_name);
            Ok(Opening {
                call,
                code,
                title,
                unit,
                places,
                cells,
                needs_person,
                tally,
                show,
                people,
                all,
                requirement,
                here,
            })
        })
        .await?;
    cx.show(page)
}

/// A requirement as a tree of what it asks, without anybody's facts.
fn outline(r: &eligibility::Requirement, lang: Lang) -> ui::Reason {
    use eligibility::Rule;
    let parts: &[eligibility::Requirement] = match &r.rule {
        Rule::All(of) | Rule::Any(of) | Rule::None(of) | Rule::AtLeast { of, .. } => of,
        Rule::Test(_) | Rule::NeedsPerson { .. } | Rule::Notice { .. } => &[],
    };
    let clause = r.cite.iter().map(|c| say::cite(c, lang)).collect::<Vec<_>>().join("；");
    let reason = ui::Reason::new(Tone::Plain, say::requirement(&r.rule, lang)).clause(clause);
    reason.parts(parts.iter().map(|p| outline(p, lang)))
}

impl Page for Opening {
    fn title(&self, _: Lang) -> String {
        format!("{} {}", self.unit, self.title)
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.name().to_string()),
            Column::text("unit", t.who().to_string()),
            Column::badge("verdict", t.verdict().to_string()),
            Column::text("why", t.why().to_string()),
        ];
        let rows = self.people.iter().map(|p| {
            let (tone, word) = verdict(p.verdict, lang);
            let why = format!("/calls/{}/{}/{}", self.call.id, ui::link::encode(&self.code), p.id);
            vec![
                Cell::new(p.name.clone()).href(why),
                Cell::new(p.unit.clone()),
                Cell::new(word).tone(tone),
                Cell::new(p.why.clone()),
            ]
        });
        let table = Table::new(self.title(lang), columns).rows(rows).at(&self.here, None).exported();
        Some(table.empty(t.nobody().to_string(), t.advice().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let to = |show: &str| ui::link::with(&self.here, "show", show);
        let tab = |show: &str, label: String, n: u32| (format!("{label} {n}"), to(show), self.show == show);
        let tabs = [
            tab("yes", t.yes().to_string(), self.tally.yes),
            tab("unknown", t.unknown().to_string(), self.tally.unknown),
            tab("near", t.near().to_string(), self.tally.near),
            tab("no", t.no().to_string(), self.tally.no),
        ];
        html! {
            @if let Some(words) = &self.needs_person {
                (Notice::new(Tone::Warning, t.judge(words.as_str()).to_string()).html(lang))
            }
            p.hint { (t.advice()) }
            (ui::tabs(lang, &tabs))
            @if self.all > self.people.len() as u64 { p.hint { (t.first_rows(self.people.len() as u64, self.all)) } }
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
            section {
                h2 { (t.requirement()) }
                (self.requirement.html(lang))
            }
            section {
                h2 { (t.published()) }
                (published(&self.cells, lang))
            }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let up = format!("/calls/{}", self.call.id);
        ui::Shell {
            lead: format!("{}：{}　{}：{}", t.code(), self.code, t.places(), self.places),
            breadcrumbs: vec![(t.calls().to_string(), "/calls".to_owned()), (self.call.name.clone(), up)],
            ..shell
        }
    }
}

/// The row of the table, cell by cell.
fn published(cells: &serde_json::Value, lang: Lang) -> Markup {
    let t = Text::of(lang);
    let columns =
        vec![Column::text("column", t.column().to_string()).width(16), Column::text("words", t.words().to_string())];
    let rows = crate::table::HEADINGS.iter().filter_map(|(key, heading)| {
        let text = match cells.get(*key)? {
            serde_json::Value::String(s) => s.clone(),
            other => other.to_string(),
        };
        (!text.is_empty()).then(|| vec![Cell::new(*heading), Cell::new(text)])
    });
    Table::new(t.published().to_string(), columns).rows(rows).plain(lang)
}

/// A verdict's tone and word.
pub(crate) fn verdict(truth: Truth, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match truth {
        Truth::Yes => (Tone::Yes, t.yes().to_string()),
        Truth::Unknown => (Tone::Unknown, t.unknown().to_string()),
        Truth::No => (Tone::No, t.no().to_string()),
    }
}

#[derive(Serialize)]
struct Why {
    call: CallRow,
    code: String,
    title: String,
    person: Id<Person>,
    name: String,
    reason: Reason,
    sentence: base::Say,
}

pub(super) async fn why(cx: Cx, At((id, code, person)): At<(Id<Call>, String, Id<Person>)>) -> Reply {
    let call = cx.read(move |tx| read::call(tx, id)).await?;
    let ready = ready(&cx, id).await?;
    let at = ready.call.place(&code).ok_or(db::Error::NotFound)?;
    let place = ready.people.iter().position(|p| *p == person).ok_or(db::Error::NotFound)?;
    let on = cx.on();
    let name = cx.read(move |tx| people::names(tx, &[person], on)).await?;
    let name = name.into_values().next().ok_or(db::Error::NotFound)?.name;
    let reason = ready.explain(at, place);
    let sentence = base::Say::each(|lang| say::sentence(&reason, lang));
    let o = &ready.call.openings[at];
    let title = format!("{} {}", o.unit_name, o.title);
    cx.show(Why { call, code, title, person, name, reason, sentence })
}

fn tree(r: &Reason, lang: Lang) -> ui::Reason {
    let tone = match r.verdict {
        Truth::Yes => Tone::Yes,
        Truth::Unknown => Tone::Unknown,
        Truth::No => Tone::No,
    };
    let clause = r.cite.iter().map(|c| say::cite(c, lang)).collect::<Vec<_>>().join("；");
    let fact = r.found.iter().map(|f| say::found(f, lang)).collect::<Vec<_>>().join("；");
    let date = r.found.iter().find_map(|f| f.on).map(|d| d.to_string()).unwrap_or_default();
    let reason = ui::Reason::new(tone, say::asks(&r.what, lang)).clause(clause).fact(fact, date);
    reason.parts(r.children.iter().map(|c| tree(c, lang)))
}

impl Page for Why {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).reason_of(self.name.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            p { strong { (self.sentence.to(lang)) } }
            p.hint { (t.advice()) }
            (tree(&self.reason, lang).html(lang))
            p {
                (ui::button_link(&t.to_person().to_string(), &format!("/people/{}", self.person), None))
                " "
                (ui::button_link(&t.for_person(self.name.as_str()).to_string(), &format!("/calls/{}/people/{}", self.call.id, self.person), None))
            }
        }
    }
    fn frame(&self, view: &View, shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let up = format!("/calls/{}", self.call.id);
        let opening = format!("{up}/{}", ui::link::encode(&self.code));
        ui::Shell {
            lead: self.title.clone(),
            breadcrumbs: vec![
                (t.calls().to_string(), "/calls".to_owned()),
                (self.call.name.clone(), up),
                (self.title.clone(), opening),
            ],
            ..shell
        }
    }
}
