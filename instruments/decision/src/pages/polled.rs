//! The ballot of the step that is being carried out: named, drawn up, and what its result answers.

use base::{Id, Say};
use maud::{Markup, html};
use procedure::Step;
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Reply, View};

use super::{
    case::Shown,
    forms::{Fields, answer, attempt, get, renamed},
};
use crate::{Act, Matter, Text, polled};

pub(super) async fn poll(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (asked, step) = (sent.clone(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "ballot", move |tx| {
        let none = || db::Error::field("ballot", Say::new("请选择一次表决。", "Choose a ballot."));
        let ballot = match get(&asked, "ballot") {
            "" => None,
            id => Some(id.parse().map_err(|_| none())?),
        };
        polled::poll(tx, case, &step, ballot, get(&asked, "reason_poll"))
            .map_err(|e| renamed(e, "reason", "reason_poll"))
    })
    .await;
    let says = Text::of(cx.lang()).done_polled().to_string();
    answer(&cx, case, done, "poll", sent, says).await
}

pub(super) async fn draw_up(cx: Cx, At(case): At<Id<Matter>>, Form(sent): Form<Fields>) -> Reply {
    let (lang, step) = (cx.lang(), get(&sent, "step").to_owned());
    let done = attempt(&cx, case, &step.clone(), "ballot", move |tx| polled::draw_up(tx, case, &step, lang)).await;
    match done {
        Ok(ballot) => {
            cx.done(format!("/ballots/{ballot}"), Notice::new(Tone::Yes, Text::of(lang).done_drawn_up().to_string()))
        }
        Err(why) => answer(&cx, case, Err::<(), _>(why), "poll", sent, String::new()).await,
    }
}

impl Shown {
    /// Whether a fact comes from the ballot of the present step: then nobody types it.
    pub(super) fn told_by_ballot(&self, step: &Step, fact: &str) -> bool {
        self.ballot.is_some() && step.ballot.iter().flat_map(|b| b.answers()).any(|f| f == fact)
    }

    pub(super) fn poll(&self, step: &Step, view: &View) -> Markup {
        let (lang, t, may) = (view.lang, Text::of(view.lang), view.can::<Act>());
        let at = self.at("ballot");
        html! {
            h3 { (t.ballot()) }
            @match &self.ballot {
                Some(ballot) => {
                    @let here = format!("/ballots/{}", ballot.ballot);
                    p {
                        a href=(here) { (ballot.title) } " "
                        (ui::badge(if ballot.digest.is_some() { Tone::Yes } else { Tone::Info }, &ballot.state.label(lang)))
                        @if ballot.digest.is_some() { " " a href={ (here) "/result" } { (t.ballot_result()) } " · " a href={ (here) "/sheet" } { (t.ballot_sheet()) } }
                    }
                    @if ballot.digest.is_some() { p.hint { (t.ballot_answers()) } (self.counted(step, lang)) (self.proof.html(lang)) }
                    @else { p.hint { (t.ballot_waits()) } }
                    @for want in &ballot.wants { (Notice::new(Tone::Warning, want.to(lang)).html(lang)) }
                    @if may {
                        details open[self.form == "poll"] {
                            summary.button { (t.take_ballot_off()) }
                            (ui::Form::post(at, &view.csrf).hidden("step", &step.id).hidden("ballot", "")
                                .other(html! { p { (t.take_ballot_off_ask()) } })
                                .field(self.why_aside(ballot.digest.is_some(), &t))
                                .errors(self.errors("poll")).submit(t.take_ballot_off().to_string()).html(lang))
                        }
                    }
                }
                None if may => {
                    p.hint { (t.ballot_hint()) }
                    (ui::Form::post(self.at("ballot/new"), &view.csrf).hidden("step", &step.id).submit(t.draw_ballot_up().to_string()).html(lang))
                    @if !self.ballots.is_empty() {
                        details open[self.form == "poll"] {
                            summary.button { (t.name_ballot()) }
                            (ui::Form::post(at, &view.csrf).hidden("step", &step.id)
                                .field(Field::select("ballot", t.ballot().to_string(), self.ballots.clone()).value(self.value("poll", "ballot", "")).required())
                                .errors(self.errors("poll")).submit(t.name_ballot().to_string()).html(lang))
                        }
                    } @else { @for (_, says) in self.errors("poll") { (Notice::new(Tone::No, says).html(lang)) } }
                }
                None => p.muted { (t.no_ballot()) },
            }
        }
    }

    /// Why a ballot is put aside: needed once it has a result.
    fn why_aside(&self, counted: bool, t: &Text) -> Field {
        let field = Field::text("reason_poll", t.reason().to_string()).value(self.value("poll", "reason_poll", ""));
        let field = field.limit(200).hint(t.aside_hint().to_string());
        if counted { field.required() } else { field }
    }

    /// What the result answers, fact by fact.
    fn counted(&self, step: &Step, lang: base::Lang) -> Markup {
        let procedure = &self.case.procedure;
        let mut all: Vec<ui::Fact> = Vec::new();
        for name in step.ballot.iter().flat_map(|b| b.answers()) {
            let called = procedure.called(name).to(lang).to_owned();
            if let Some(fact) = self.facts.case.get(name) {
                all.push(ui::Fact::new(called.clone(), fact.value.say(lang, &self.facts)));
            }
            for one in self.facts.group("candidates") {
                if let Some(fact) = one.facts.get(name) {
                    all.push(ui::Fact::new(format!("{} · {called}", one.name), fact.value.say(lang, &self.facts)));
                }
            }
        }
        ui::facts(lang, all)
    }
}
