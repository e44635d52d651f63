//! One opening: who qualifies, who lacks which fact, who is one requirement short; and why.

use base::{Id, Lang};
use eligibility::{Cite, Reason, Truth, say};
use maud::{Markup, html};
use people::Person;
use serde::Serialize;
use ui::{Cell, Column, Notice, Table, Tone};
use web::{At, Cx, Page, Paging, Query, Reply, View};

use super::{
    people::{Judged, Line, Show, Verdicts},
    ready,
};
use crate::{Call, CallRow, OpeningRow, Text, read};

#[derive(Serialize)]
struct Opening {
    call: CallRow,
    code: String,
    title: String,
    unit: String,
    places: i64,
    cells: serde_json::Value,
    needs_person: Option<String>,
    #[serde(flatten)]
    judged: Judged,
    #[serde(skip)]
    asks: eligibility::Requirement,
    #[serde(skip)]
    here: String,
}
pub(super) async fn show(
    cx: Cx,
    At((id, code)): At<(Id<Call>, String)>,
    Query(show): Query<Show>,
    paging: Paging,
) -> Reply {
    let call = cx.read(move |tx| read::call(tx, id)).await?;
    let ready = ready(&cx, id).await?;
    let at = ready.call.place(&code).ok_or(db::Error::NotFound)?;
    let (lang, on, here) = (cx.lang(), cx.on(), cx.here().to_owned());
    let page = cx
        .read(move |tx| {
            let bits = ready.verdicts(at);
            let of = Verdicts { staff: &ready.staff, bits: &bits, tally: ready.tallies()[at] };
            let judged = Judged::of(tx, &of, &show, &paging, on, |p| ready.sentence(at, p, lang))?;
            let OpeningRow { code, title, unit_name: unit, places, cells, needs_person, .. } =
                ready.call.openings[at].clone();
            let cells = serde_json::from_str(&cells).unwrap_or_default();
            let asks = ready.call.requirements[at].clone();
            Ok(Opening { call, code, title, unit, places, cells, needs_person, judged, asks, here })
        })
        .await?;
    cx.show(page)
}

/// Where a citation is shown: a rule in the rulebook, a cell where the table is.
fn shown_at(cite: &Cite) -> Option<String> {
    match cite {
        Cite::Rule { pack, rule, .. } if rule.is_empty() => Some(format!("/rules/{pack}")),
        Cite::Rule { pack, rule, .. } => Some(rulepacks::rules::href(pack, rule)),
        Cite::Cell { .. } => None,
    }
}

fn parts(r: &eligibility::Requirement) -> &[eligibility::Requirement] {
    use eligibility::Rule;
    match &r.rule {
        Rule::All(of) | Rule::Any(of) | Rule::None(of) | Rule::AtLeast { of, .. } => of,
        Rule::Test(_) | Rule::NeedsPerson { .. } | Rule::Notice { .. } => &[],
    }
}

/// What a requirement asks, without anybody's facts.
pub fn asked(r: &eligibility::Requirement, lang: Lang) -> Markup {
    let parts = match &r.rule {
        // that all of them must hold goes without saying
        eligibility::Rule::All(of) => of.as_slice(),
        _ => std::slice::from_ref(r),
    };
    html! { ul.reasons { @for part in parts { (clause(part, lang)) } } }
}

fn clause(r: &eligibility::Requirement, lang: Lang) -> Markup {
    let parts = parts(r);
    html! {
        li.reason {
            div.reason-line {
                span.reason-asks {
                    (say::requirement(&r.rule, lang))
                    @for cite in &r.cite {
                        @match shown_at(cite) {
                            Some(href) => a.reason-clause href=(href) { (say::cite(cite, lang)) },
                            None => span.reason-clause { (say::cite(cite, lang)) },
                        }
                    }
                }
            }
            @if !parts.is_empty() { ul { @for part in parts { (clause(part, lang)) } } }
        }
    }
}

impl Page for Opening {
    fn title(&self, _: Lang) -> String {
        format!("{} {}", self.unit, self.title)
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let why = |p: &Line| format!("/calls/{}/{}/{}", self.call.id, ui::link::encode(&self.code), p.id);
        let advice = Text::of(lang).advice().to_string();
        Some(self.judged.table(self.title(lang), &self.here, advice, lang, why))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @if let Some(words) = &self.needs_person {
                (Notice::new(Tone::Warning, t.judge(words.as_str()).to_string()).html(lang))
            }
            p.hint { (t.advice()) }
            (self.judged.tabs(&self.here, lang))
            @if let Some(table) = self.table(lang) { (table.html(lang)) }
            section {
                h2 { (t.requirement()) }
                (asked(&self.asks, lang))
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
            lead: t.opening_lead(self.code.as_str(), self.places).to_string(),
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
    let place = ready.place(person).ok_or(db::Error::NotFound)?;
    let on = cx.on();
    let name = cx.read(move |tx| people::names(tx, &[person], on)).await?;
    let name = name.into_values().next().ok_or(db::Error::NotFound)?.name;
    let reason = ready.explain(at, place);
    let sentence = base::Say::each(|lang| say::sentence(&reason, lang));
    let o = &ready.call.openings[at];
    let title = format!("{} {}", o.unit_name, o.title);
    cx.show(Why { call, code, title, person, name, reason, sentence })
}

/// A verdict with its reasons as a tree to be shown.
pub fn tree(r: &Reason, lang: Lang) -> ui::Reason {
    let tone = match r.verdict {
        Truth::Yes => Tone::Yes,
        Truth::Unknown => Tone::Unknown,
        Truth::No => Tone::No,
    };
    let fact = lang.clauses(r.found.iter().map(|f| say::found(f, lang)));
    // of several facts each says its own dates
    let date = match r.found.as_slice() {
        [one] => one.on.map(|d| d.to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    let reason = ui::Reason::new(tone, say::asks(&r.what, lang)).fact(fact, date);
    let reason = r.cite.iter().fold(reason, |shown, cite| shown.clause_at(say::cite(cite, lang), shown_at(cite)));
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
