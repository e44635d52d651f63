//! `/rules/{country}/{pack}/rule/{rule}`: one rule, through time, with the stricter figures of the organisation.

use std::collections::HashMap;

use base::{Date, Id, Lang, Say};
use maud::{Markup, html};
use rulepacks::rules::{Parameter, Rule, Stricter, Value};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Fact, Field, Form as Questions, Notice, Table, Tone};
use web::{At, Cx, Form, Page, Reply, View};

use super::{day, invalid, pack_of};
use crate::{Depart, Departing, Departure, Figure, InForce, Look, Text, actions, in_force, store};

/// A rule on a day.
#[derive(Serialize)]
pub(super) struct RulePage {
    on: Date,
    pack: String,
    title: Say,
    built_in: bool,
    in_force: Option<Rule>,
    versions: Vec<Rule>,
    figures: Vec<Placed>,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// A stricter figure with the name of the part of the organisation it is for.
#[derive(Serialize)]
struct Placed {
    figure: Figure,
    called: Say,
    says: Say,
    unit: Option<String>,
}

/// A stricter figure as a form sends it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    name: String,
    value: String,
    unit: String,
    from: String,
    document: String,
}

async fn load(cx: &Cx, pack: &str, rule: &str) -> db::Result<RulePage> {
    let (on, pack, id) = (cx.on(), pack.to_owned(), rule.to_owned());
    cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let InForce { pack: rules, .. } =
            in_force::in_force_in(tx, &may, &pack, on, None)?.ok_or(db::Error::NotFound)?;
        let versions: Vec<Rule> = rules.rules.iter().filter(|r| r.id == id).cloned().collect();
        if versions.is_empty() {
            return Err(db::Error::NotFound);
        }
        let mine = store::figures(tx, &may, &pack, on)?.into_iter().filter(|f| f.rule == id);
        let mine: Vec<Figure> = mine.collect();
        let units: Vec<Id<org::Unit>> = mine.iter().filter_map(|f| f.unit).collect();
        let names: HashMap<_, _> = org::names(tx.with(&may), may.root(), &units, on)?;
        let figures = mine.into_iter().map(|figure| Placed {
            called: called(&versions, &figure),
            says: said(&versions, &figure),
            unit: figure.unit.and_then(|u| names.get(&u)).map(|n| n.name.clone()),
            figure,
        });
        let in_force = versions.iter().find(|r| r.holds(on)).cloned();
        let figures = figures.collect();
        Ok(RulePage {
            on,
            pack,
            title: rules.title,
            built_in: rules.built_in,
            in_force,
            versions,
            figures,
            sent: Sent::default(),
            errors: Vec::new(),
        })
    })
    .await
}

fn parameter<'r>(versions: &'r [Rule], figure: &Figure) -> Option<&'r Parameter> {
    versions.iter().find_map(|r| r.parameters.get(&figure.name))
}
fn called(versions: &[Rule], figure: &Figure) -> Say {
    parameter(versions, figure).map_or_else(|| Say::new(&*figure.name, &*figure.name), Parameter::called)
}
/// The value of a figure as people write it.
fn said(versions: &[Rule], figure: &Figure) -> Say {
    match (serde_json::from_str::<Value>(&figure.value), parameter(versions, figure)) {
        (Ok(value), Some(p)) => {
            let ours = Parameter { value, ..p.clone() };
            Say::each(|lang| ours.say(lang))
        }
        _ => Say::new(figure.value.clone(), figure.value.clone()),
    }
}

pub(super) async fn show(cx: Cx, At((country, pack, rule)): At<(String, String, String)>) -> Reply {
    let page = load(&cx, &pack_of(&country, &pack), &rule).await?;
    cx.show(page)
}

pub(super) async fn depart(
    cx: Cx,
    At((country, pack, rule)): At<(String, String, String)>,
    Form(sent): Form<Sent>,
) -> Reply {
    let id = pack_of(&country, &pack);
    let here = crate::href(&id, &rule);
    let mut wrong = Vec::new();
    let from = day("from", &sent.from, &mut wrong);
    let (wanted, of, asked) = (sent.clone(), id.clone(), rule.clone());
    let done = match from {
        None => Err(invalid(wrong)),
        Some(from) => {
            cx.write(move |tx| {
                let unit = match wanted.unit.trim() {
                    "" => None,
                    typed => org::pick(tx, "unit", typed, from)?,
                };
                let Sent { name, value, document, .. } = wanted;
                actions::depart(tx, &Departing { pack: of, rule: asked, name, value, unit, from, document })
            })
            .await
        }
    };
    match done {
        Ok(()) => cx.done(here, Notice::new(Tone::Yes, Text::of(cx.lang()).departed().to_string())),
        Err(why) => {
            let page = load(&cx, &id, &rule).await?;
            cx.again(why, |errors| RulePage { sent, errors, ..page })
        }
    }
}

pub(super) async fn end(cx: Cx, At(figure): At<Id<Departure>>) -> Reply {
    let back = cx
        .read(move |tx| {
            let may = tx.may::<Depart>()?;
            let (pack, f) = store::figure(tx, &may, figure)?.ok_or(db::Error::NotFound)?;
            Ok(crate::href(&pack, &f.rule))
        })
        .await?;
    cx.write(move |tx| actions::take_back(tx, figure)).await?;
    cx.done(back, Notice::new(Tone::Yes, Text::of(cx.lang()).ended().to_string()))
}

impl RulePage {
    fn rule(&self) -> Option<&Rule> {
        self.in_force.as_ref().or_else(|| self.versions.last())
    }
    fn about(&self, rule: &Rule, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let mut facts = vec![
            Fact::new(t.cite().to_string(), rule.cite().to(lang)),
            Fact::new(t.made_by().to_string(), rule.scope.label(lang)),
            Fact::new(t.established().to_string(), rule.status.label(lang)),
            Fact::new(
                t.below().to_string(),
                match rule.stricter {
                    Stricter::Min => t.below_more().to_string(),
                    Stricter::Max => t.below_less().to_string(),
                    Stricter::None => t.below_none().to_string(),
                },
            ),
        ];
        facts.extend(rule.parameters.values().map(|p| Fact::new(p.called().to(lang), p.say(lang))));
        ui::facts(lang, facts)
    }
    fn through_time(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let columns = vec![
            Column::date("from", t.from().to_string()),
            Column::date("until", t.until().to_string()),
            Column::text("figures", t.figures().to_string()),
            Column::text("cite", t.cite().to_string()),
        ];
        let rows = self.versions.iter().map(|r| {
            vec![
                Cell::new(r.from.to_string()),
                Cell::of(r.until),
                Cell::new(super::figures(r, lang)),
                Cell::new(r.cite().to(lang)),
            ]
        });
        html! { (Table::new(t.versions().to_string(), columns).rows(rows).plain(lang)) }
    }
    fn ours(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            ul.choices { @for p in &self.figures {
                li {
                    strong { (p.called.to(lang)) " " (p.says.to(lang)) }
                    p.hint {
                        (p.unit.as_deref().unwrap_or(&t.whole().to_string())) " · "
                        (t.from_by(p.figure.valid_from.to_string(), p.figure.document.as_str()))
                    }
                    @if view.can::<Depart>() && p.figure.valid_to.is_none() {
                        (ui::confirm(lang, &t.end().to_string(), &t.end_sure().to_string(),
                            &format!("/rules/figures/{}/end", p.figure.id), &view.csrf))
                    }
                }
            } }
        }
    }
    fn form(&self, rule: &Rule, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let names = rule
            .parameters
            .iter()
            .map(|(n, p)| (n.clone(), t.figure_now(p.called().to(lang), p.say(lang)).to_string()));
        let from = if self.sent.from.is_empty() { view.today.to_string() } else { self.sent.from.clone() };
        Questions::post(crate::href(&self.pack, &rule.id), &view.csrf)
            .field(Field::select("name", t.figure().to_string(), names).value(&self.sent.name))
            .field(
                Field::text("value", t.ours().to_string())
                    .value(&self.sent.value)
                    .hint(t.ours_hint().to_string())
                    .required(),
            )
            .field(
                org::unit_field("unit", t.unit().to_string(), lang)
                    .value(&self.sent.unit)
                    .hint(t.unit_hint().to_string()),
            )
            .field(Field::day("from", t.from().to_string()).value(from).required())
            .field(Field::text("document", t.document().to_string()).value(&self.sent.document).limit(100).required())
            .errors(self.errors.clone())
            .submit(t.depart().to_string())
            .html(lang)
    }
}

impl Page for RulePage {
    fn title(&self, lang: Lang) -> String {
        self.rule().map(|r| r.text.to(lang).to_owned()).unwrap_or_default()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let Some(rule) = self.rule() else { return html! {} };
        let settable = !self.built_in && rule.stricter != Stricter::None && !rule.parameters.is_empty();
        html! {
            @if self.in_force.is_none() { (Notice::new(Tone::Warning, t.not_on_day().to_string()).html(lang)) }
            @if self.built_in { p.hint { (t.built_in_lead()) } }
            (self.about(rule, lang))
            @if !self.figures.is_empty() { section { h2 { (t.our_figures()) } (self.ours(view)) } }
            section { h2 { (t.versions()) } (self.through_time(lang)) }
            @if settable && view.can::<Depart>() {
                section.no-print { h2 { (t.depart()) } p.hint { (t.depart_hint()) } (self.form(rule, view)) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![
            (Text::of(view.lang).rulebook().to_string(), "/rules".to_owned()),
            (self.title.to(view.lang).to_owned(), format!("/rules/{}", self.pack)),
        ];
        shell.as_of = Some(ui::AsOf { date: self.on.to_string(), today: view.today.to_string() });
        shell
    }
}
