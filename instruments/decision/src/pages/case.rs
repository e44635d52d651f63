//! A case: where it stands, and what is to be done now.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Id, Say};
use maud::{Markup, html};
use people::Person;
use procedure::{Facts, Leads, Reason, Stage, Step, Truth};
use public_log::Proven;
use serde::Serialize;
use ui::{Cell, Column, Row, Table, Tone};
use web::{At, Cx, Lang, Page, Reply, View};

use crate::{
    Call, Case, Heard, Matter, See, Stand, Text, actions,
    facts::{self, roll_of, views_of},
    polled::Standing,
    stand, store,
};

/// A step of the case.
#[derive(Serialize)]
pub(super) struct StepShown {
    id: String,
    title: Say,
    by: Say,
    stage: Stage,
}

/// A case with what is to be done.
#[derive(Serialize)]
pub(super) struct Shown {
    #[serde(flatten)]
    pub(super) case: Case,
    pub(super) procedure: String,
    pub(super) version: String,
    pub(super) steps: Vec<StepShown>,
    /// The step that is being carried out.
    pub(super) now: Option<String>,
    /// Until when it is to be done.
    pub(super) due: Option<Date>,
    /// Its gates as they are today.
    pub(super) gates: Vec<Reason>,
    pub(super) notice: Option<Id<notice::Notice>>,
    pub(super) fulfilled: bool,
    /// Where the case leaves those named.
    pub(super) stands: BTreeMap<Id<Person>, Stand>,
    /// What is known today.
    pub(super) facts: Facts,
    pub(super) roll: Call,
    #[serde(skip)]
    pub(super) views: HashMap<Id<Person>, Vec<Heard>>,
    #[serde(skip)]
    pub(super) posts: Vec<(Id<post::Post>, String)>,
    #[serde(skip)]
    pub(super) earliest: Option<Date>,
    /// The ballot of the step that is being carried out, if one is named.
    pub(super) ballot: Option<Standing>,
    /// Ballots that can be named, with their titles.
    #[serde(skip)]
    pub(super) ballots: Vec<(String, String)>,
    /// Where the ballot's result stands in the public log.
    #[serde(skip)]
    pub(super) proof: Proven,
    /// What was sent by the form that came back.
    #[serde(skip)]
    pub(super) sent: BTreeMap<String, String>,
    #[serde(skip)]
    pub(super) form: &'static str,
    #[serde(skip)]
    pub(super) errors: Vec<(String, String)>,
}

/// The latest ballots of a kind within reach, for whoever may see ballots.
fn choices(tx: &mut db::Read<'_>, kind: &str) -> db::Result<Vec<(String, String)>> {
    let Ok(see) = tx.may::<ballot::See>() else { return Ok(Vec::new()) };
    let all = ballot::within_reach(tx, &see, 100)?.into_iter();
    let fits = all.filter(|h| h.kind.word() == kind && h.state != ballot::rules::State::Cancelled);
    Ok(fits.map(|h| (h.ballot.to_string(), h.title)).collect())
}

pub(super) async fn load(cx: &Cx, id: Id<Matter>) -> db::Result<Shown> {
    let (on, origin) = (cx.today(), cx.app().config().origin.clone());
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let case = store::case(tx, &may, id)?;
        let kept = store::kept(tx, &may, id)?;
        let (known, mut standing) = facts::with_ballots(tx, &may, &case)?;
        let state = case.state()?;
        let in_force = actions::rules_of(tx, &may, &case.procedure, case.unit, on)?;
        let pack = &in_force.pack;
        let setting =
            procedure::Setting { procedure: &case.procedure, pack, calendar: rulepacks::workdays(), on, facts: &known };
        let now = state.now(&case.procedure);
        let on_outcome = now.and_then(|s| s.outcomes.iter().find(|o| o.leads == Leads::On).map(|o| (s, o)));
        let gates = on_outcome.map(|(step, outcome)| setting.gates(step, outcome)).unwrap_or_default();
        let due = now.and_then(|s| setting.due(s));
        // the earliest end of a notice published today, by the rule of the step
        let days = now.into_iter().flat_map(|s| &s.gates).find_map(|g| match &g.check {
            procedure::Check::WorkingDays { days, .. } => pack.rule(&g.rule, on)?.whole(days),
            _ => None,
        });
        let earliest = days.and_then(|n| u32::try_from(n).ok()).map(|n| rulepacks::workdays().after(on, n).last);
        let stages = case.procedure.steps.iter().zip(state.stages());
        let steps = stages
            .map(|(s, stage)| StepShown {
                id: s.id.clone(),
                title: s.title.clone(),
                by: s.by.title.clone(),
                stage: stage.clone(),
            })
            .collect();
        let ballot = now.and_then(|s| standing.iter().position(|(step, _)| *step == s.id));
        let ballot = ballot.map(|at| standing.swap_remove(at).1);
        let polled = now.and_then(|s| s.ballot.as_ref()).filter(|_| ballot.is_none());
        let ballots = polled.map(|p| choices(tx, &p.kind)).transpose()?.unwrap_or_default();
        let proof = match &ballot {
            Some(ballot) => Proven::of(tx, &may, &["ballot.result"], &ballot.ballot.to_string(), origin)?,
            None => Proven::default(),
        };
        let now = now.map(|s| s.id.clone());
        let mut posts = Vec::with_capacity(case.posts.len());
        for post in &case.posts {
            posts.push((*post, facts::post_name(tx, &may, *post, on)?));
        }
        let passed = |person: Id<Person>| {
            let person = person.to_string();
            match known.group("candidates").iter().find(|s| s.id == person)?.facts.get("probation.passed")?.value {
                procedure::Value::Yes(yes) => Some(yes),
                _ => None,
            }
        };
        let stands =
            case.candidates.iter().map(|c| (c.person, stand::of(&case, &state, c, passed(c.person)))).collect();
        let views = case.candidates.iter().map(|c| (c.person, views_of(&kept, c.person))).collect();
        Ok(Shown {
            procedure: case.procedure.id.clone(),
            version: case.procedure.version.clone(),
            notice: case.notice(),
            fulfilled: state.fulfilled(),
            roll: roll_of(&kept),
            steps,
            now,
            due,
            gates,
            stands,
            facts: known,
            views,
            posts,
            earliest,
            ballot,
            ballots,
            proof,
            case,
            sent: BTreeMap::new(),
            form: "",
            errors: Vec::new(),
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(case): At<Id<Matter>>) -> Reply {
    let page = load(&cx, case).await?;
    cx.show(page)
}

/// A gate's reasons as a tree.
pub(super) fn tree(reason: &Reason, lang: Lang) -> ui::Reason {
    let tone = match reason.verdict {
        Truth::Yes => Tone::Yes,
        Truth::No => Tone::No,
        Truth::Unknown => Tone::Unknown,
    };
    let asks = match (&reason.subject, &reason.rule) {
        (Some(name), _) => name.clone(),
        (None, Some(rule)) => rule.text.to(lang).to_owned(),
        (None, None) => reason.says.to(lang).to_owned(),
    };
    let mut fact = reason.says.to(lang).to_owned();
    if let Some(needs) = &reason.needs {
        fact = format!("{fact}{}{}", if lang == Lang::Zh { "" } else { " " }, needs.to(lang));
    }
    let date = reason.found.iter().filter_map(|f| f.on).max().map(|d| d.to_string()).unwrap_or_default();
    let mut shown = ui::Reason::new(tone, asks).fact(fact, date);
    if let (Some(rule), None) = (&reason.rule, &reason.subject) {
        let clause = format!("{} · {}", rule.cite.to(lang), rule.status.label(lang));
        shown = shown.clause_at(clause, Some(rulebook::href(&rule.pack, &rule.id)));
    }
    shown.parts(reason.children.iter().map(|c| tree(c, lang)))
}

/// Where somebody named stands, in words.
pub(super) fn says(of: Stand, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    let (tone, says) = match of {
        Stand::Named => (Tone::Info, t.candidate()),
        Stand::NotAppointed => (Tone::No, t.not_appointed()),
        Stand::OnProbation => (Tone::Yes, t.on_probation()),
        Stand::Appointed => (Tone::Yes, t.in_force()),
        Stand::Confirmed => (Tone::Yes, t.confirmed()),
        Stand::NotPassed => (Tone::No, t.not_passed()),
        Stand::Removed => (Tone::Yes, t.removed()),
    };
    (tone, says.to_string())
}

impl Shown {
    /// The step that is being carried out.
    pub(super) fn step(&self) -> Option<&Step> {
        self.case.procedure.step(self.now.as_deref()?)
    }
    pub(super) fn at(&self, verb: &str) -> String {
        format!("/cases/{}/{verb}", self.case.case)
    }
    /// What the form that came back had in a field, else what is known.
    pub(super) fn value(&self, form: &str, field: &str, known: impl Into<String>) -> String {
        if self.form == form { self.sent.get(field).cloned().unwrap_or_default() } else { known.into() }
    }
    pub(super) fn errors(&self, form: &str) -> Vec<(String, String)> {
        if self.form == form { self.errors.clone() } else { Vec::new() }
    }
    pub(super) fn candidates(&self, lang: Lang) -> Table {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.person().to_string()).whole(),
            Column::text("post", t.post().to_string()),
            Column::badge("state", t.state().to_string()),
        ];
        let row = |c: &store::Candidate| {
            let id = c.person.to_string();
            let post = self.posts.iter().find(|(p, _)| *p == c.post).map(|(_, name)| name.clone()).unwrap_or_default();
            let state = says(self.stands.get(&c.person).copied().unwrap_or(Stand::Named), lang);
            let cells = vec![
                Cell::new(self.facts.called(&id)).href(format!("/people/{id}")),
                Cell::new(post),
                Cell::new(state.1).tone(state.0),
            ];
            Row::from(cells).id(&id)
        };
        Table::new(t.candidates().to_string(), columns)
            .rows(self.case.candidates.iter().map(row))
            .empty(t.no_candidates().to_string(), t.no_candidates_hint().to_string())
    }
    /// What went wrong with a form that is not there any more, such as one of a step that is closed.
    fn loose(&self, view: &View) -> Markup {
        html! {
            @for (_, says) in &self.errors { (ui::Notice::new(Tone::No, says).next(Text::of(view.lang).on_record().to_string()).html(view.lang)) }
        }
    }
}

impl Page for Shown {
    fn title(&self, _: Lang) -> String {
        self.case.title.clone()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let names: Vec<&str> = self.steps.iter().map(|s| s.title.to(lang)).collect();
        let closed = self.steps.iter().filter(|s| matches!(s.stage, Stage::Closed(_))).count();
        let posts = lang.list(self.posts.iter().map(|(_, name)| name));
        let version = format!("{} {}", self.procedure, self.version);
        html! {
            (ui::steps(lang, &names, closed))
            @if !self.errors.is_empty() && (self.form.is_empty() || self.step().is_none()) { (self.loose(view)) }
            (ui::facts(lang, [
                ui::Fact::new(t.procedure().to_string(), self.case.procedure.title.to(lang)).note(version),
                ui::Fact::new(t.posts().to_string(), posts),
                ui::Fact::new(t.opened().to_string(), self.case.opened),
            ].into_iter().chain(self.due.map(|due| ui::Fact::new(t.due().to_string(), due)))))
            section {
                h2 { (t.candidates()) }
                div.list { (self.candidates(lang).plain(lang)) }
            }
            @match self.step() {
                Some(step) => (self.step_html(step, view)),
                None => {
                    @let (tone, says) = if self.fulfilled { (Tone::Yes, t.fulfilled_lead().to_string()) } else { (Tone::No, t.stopped_lead().to_string()) };
                    @let notice = ui::Notice::new(tone, says);
                    @match self.case.follows() {
                        Some(follows) => (notice.next(follows.to(lang)).html(lang)),
                        None => (notice.html(lang)),
                    }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![(t.cases().to_string(), "/cases".to_owned())];
        let record = ui::button_link(&t.record().to_string(), &self.at("record"), Some(ui::Icon::Document));
        let notice = self.notice.map(|n| ui::button_link(&t.notice().to_string(), &format!("/notices/{n}"), None));
        shell.actions = html! { (record) @if let Some(notice) = notice { (notice) } };
        shell
    }
}
