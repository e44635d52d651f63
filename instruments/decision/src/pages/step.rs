//! The forms of the step that is being carried out.

use base::Lang;
use maud::{Markup, html};
use procedure::{Answer, Ask, Effect, Gate, Leads, Step, Subject, Truth, Value};
use ui::{Field, Form, Tone};
use web::View;

use super::case::{Shown, tree};
use crate::{Act, Fetch, Heard, Stance, Text};

/// How a fact that is known is written into its box.
fn written(value: &Value, lang: Lang) -> String {
    match value {
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Word(word) => word.clone(),
        Value::Incidents(all) => all.last().map_or_else(|| Text::of(lang).none().to_string(), |i| i.on.to_string()),
        Value::Words(_) => String::new(),
    }
}

impl Shown {
    pub(super) fn step_html(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let may = view.can::<Act>();
        // before that there is nothing to judge
        let unpublished = step.effect == Some(Effect::Notice) && self.notice.is_none();
        let asks_first = |o: &&procedure::Outcome| o.leads == Leads::On;
        let goes_on = step.outcomes.iter().find(asks_first).map(|o| o.title.to(lang)).unwrap_or_default();
        html! {
            section {
                h2 { (t.now(step.title.to(lang))) }
                p.muted { (t.carried_out_by(step.by.title.to(lang))) }
                @if may && step.names { (self.naming(step, view)) }
                @if may && !self.case.candidates.is_empty() { (self.taking_off(step, view)) }
                @if step.ballot.is_some() { (self.poll(step, view)) }
                @if may && !step.asks.is_empty() { h3 { (t.facts()) } (self.asking(step, view)) }
                @if step.effect == Some(Effect::Meeting) && may { (self.meeting(step, view)) }
                @if step.effect == Some(Effect::Notice) && may && self.notice.is_none() { (self.publishing(step, view)) }
                h3 { (t.papers()) }
                (self.papers(step, view))
                h3 { (t.gates()) }
                @if unpublished { p.hint { (t.gates_wait()) } }
                @else if self.gates.is_empty() { p.muted { (t.no_gates()) } } @else { p.hint { (t.gates_hint(goes_on)) } }
                @if may { (self.unfiled(step, view)) }
                @for gate in self.gates.iter().filter(|_| !unpublished) { (tree(gate, lang).html(lang)) }
                @if may { (self.closing(step, view)) (self.sending_back(step, view)) }
            }
        }
    }

    fn naming(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let posts = self.posts.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let first =
            self.posts.first().filter(|_| self.posts.len() == 1).map(|(id, _)| id.to_string()).unwrap_or_default();
        html! {
            details open[self.case.candidates.is_empty() || self.form == "name"] {
                summary.button { (t.name_candidate()) }
                (Form::post(self.at("candidates"), &view.csrf)
                    .hidden("step", &step.id)
                    .field(Field::suggest("person", t.person().to_string(), "/appointments/suggest").value(self.value("name", "person", "")).required().limit(60).hint(t.person_hint().to_string()))
                    .field(Field::select("post", t.post().to_string(), posts).value(self.value("name", "post", first)).required())
                    .errors(self.errors("name"))
                    .submit(t.name_candidate().to_string())
                    .html(lang))
            }
        }
    }

    fn taking_off(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let open = self.case.candidates.iter().filter(|c| c.tenure.is_none());
        let choices: Vec<(String, String)> =
            open.map(|c| c.person.to_string()).map(|id| (id.clone(), self.facts.called(&id).to_owned())).collect();
        html! {
            @if !choices.is_empty() {
                details open[self.form == "take_off"] {
                    summary.button { (t.take_off()) }
                    (Form::post(self.at("take-off"), &view.csrf)
                        .hidden("step", &step.id)
                        .field(Field::select("who_off", t.person().to_string(), choices).value(self.value("take_off", "who_off", "")).required())
                        .field(Field::text("reason_off", t.reason().to_string()).value(self.value("take_off", "reason_off", "")).required().limit(200))
                        .errors(self.errors("take_off"))
                        .submit(t.take_off().to_string())
                        .html(lang))
                }
            }
        }
    }

    fn ask(&self, ask: &Ask, of: Option<&Subject>, lang: Lang) -> Field {
        let t = Text::of(lang);
        let name = format!("{}:{}", of.map_or("case", |s| s.id.as_str()), ask.fact);
        let title = self.case.procedure.called(&ask.fact);
        let label = title.to(lang).to_owned();
        let known = of.map_or_else(|| self.facts.case.get(&ask.fact), |s| s.facts.get(&ask.fact));
        let known = known.map(|f| written(&f.value, lang)).unwrap_or_default();
        let value = self.value("record", &name, known);
        match &ask.answer {
            Answer::Yes => {
                let choices = [("yes", t.yes().to_string()), ("no", t.no().to_string())];
                Field::radios(name, label, choices).value(value)
            }
            Answer::Number => Field::number(name, label).value(value),
            Answer::Day => Field::day(name, label).value(value),
            Answer::Text => Field::text(name, label).value(value).limit(200),
            Answer::Choice(all) => {
                Field::select(name, label, all.iter().map(|c| (c.id.clone(), c.title.to(lang).to_owned()))).value(value)
            }
            Answer::Incident(_) => Field::text(name, label).value(value).limit(20).hint(t.incident_hint().to_string()),
        }
    }

    fn asking(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut form = Form::post(self.at("facts"), &view.csrf).hidden("step", &step.id);
        let typed = |a: &&Ask| !self.told_by_ballot(step, &a.fact);
        for ask in step.asks.iter().filter(|a| a.each.is_none()).filter(typed) {
            form = form.field(self.ask(ask, None, lang));
        }
        for subject in self.facts.group("candidates") {
            let asks = step.asks.iter().filter(|a| a.each.is_some()).filter(typed);
            let fields: Vec<Field> = asks.map(|a| self.ask(a, Some(subject), lang)).collect();
            if !fields.is_empty() {
                form = form.group(subject.name.clone(), fields);
            }
        }
        form.errors(self.errors("record")).submit(t.save_facts().to_string()).html(lang)
    }

    fn papers(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mine = || self.case.papers.iter().filter(|p| p.step == step.id);
        html! {
            ul {
                @for paper in &step.papers {
                    @let there = mine().any(|p| p.kind == paper.id);
                    li {
                        (paper.title.to(lang)) " "
                        @if there { (ui::badge(Tone::Yes, &t.there().to_string())) }
                        @else if paper.required { (ui::badge(Tone::No, &t.needed().to_string())) }
                        @else { (ui::badge(Tone::Plain, &t.optional().to_string())) }
                        @for p in mine().filter(|p| p.kind == paper.id) {
                            div {
                                (p.name) " " small.muted { "SHA-256 " (crate::store::shown(&p.hash).chars().take(16).collect::<String>()) "…" }
                                @if view.can::<Fetch>() {
                                    (ui::reveal(lang, &t.open_paper().to_string(), &self.at(&format!("papers/{}", p.paper)), &view.csrf))
                                }
                            }
                        }
                    }
                }
            }
            @if view.can::<Act>() && !step.papers.is_empty() {
                @let kinds = step.papers.iter().map(|p| (p.id.clone(), p.title.to(lang).to_owned()));
                (Form::post(self.at("papers"), &view.csrf)
                    .hidden("step", &step.id)
                    .field(Field::select("kind", t.which_paper().to_string(), kinds).value(self.value("attach", "kind", "")).required())
                    .field(Field::file("file", t.file().to_string(), ".pdf,.png,.jpg,.jpeg,.docx,.xlsx").required().hint(t.file_hint().to_string()))
                    .errors(self.errors("attach"))
                    .submit(t.attach().to_string())
                    .html(lang))
            }
        }
    }

    fn meeting(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let name = |p: &base::Id<people::Person>| self.facts.called(&p.to_string()).to_owned();
        let lines = |f: &dyn Fn(&crate::Member) -> bool| {
            let of = self.roll.iter().filter(|m| f(m)).map(|m| m.person.to_string());
            of.collect::<Vec<_>>().join("\n")
        };
        let came: Vec<_> = self.roll.iter().filter(|m| m.attended).collect();
        html! {
            h3 { (t.attendance()) }
            @if !self.roll.is_empty() {
                ul { @for m in &self.roll {
                    li { (name(&m.person)) " " @if m.head { "· " (t.head()) " " } @if m.attended { (ui::badge(Tone::Yes, &t.came().to_string())) } @else { (ui::badge(Tone::Plain, &t.away().to_string())) } }
                } }
            }
            details open[self.roll.is_empty() || self.form == "roll"] {
                summary.button { @if self.roll.is_empty() { (t.attendance()) } @else { (t.correct_roll()) } }
                (Form::post(self.at("roll"), &view.csrf)
                    .hidden("step", &step.id)
                    .field(Field::area("members", t.members().to_string()).value(self.value("roll", "members", lines(&|_| true))).required().hint(t.members_hint().to_string()))
                    .field(Field::area("absent", t.absent().to_string()).value(self.value("roll", "absent", lines(&|m| !m.attended))))
                    .field(Field::text("head", t.head().to_string()).value(self.value("roll", "head", lines(&|m| m.head))).required().limit(60))
                    .errors(self.errors("roll"))
                    .submit(t.save_roll().to_string())
                    .html(lang))
            }
            @for c in self.case.candidates.iter().filter(|_| !came.is_empty()) {
                @let id = c.person.to_string();
                @let subject = self.facts.group("candidates").iter().find(|s| s.id == id);
                @let tied = subject.and_then(|s| match &s.facts.get("recusal.tied")?.value { Value::Words(all) => Some(all.clone()), _ => None });
                @let heard = self.views.get(&c.person).cloned().unwrap_or_default();
                h3 { (t.views_on(self.facts.called(&id))) }
                @match &tied {
                    None => p.hint { (t.tied_unknown()) },
                    Some(all) if all.is_empty() => p.hint { (t.nobody_tied()) },
                    Some(all) => p { (ui::badge(Tone::Warning, &t.has_to_leave().to_string())) " " (lang.list(all.iter().map(|p| self.facts.called(p)))) },
                }
                @let form = came.iter().enumerate().fold(
                    Form::post(self.at("views"), &view.csrf).hidden("step", &step.id).hidden("person", &id),
                    |form, (i, m)| {
                        let who = m.person.to_string();
                        let at = heard.iter().position(|h| h.person == m.person);
                        let must_leave = tied.as_ref().is_some_and(|t| t.contains(&who));
                        let said = at.map_or(if must_leave { Stance::Left.word() } else { "" }, |at| heard[at].view.word());
                        // the head last, unless it was recorded otherwise
                        let place = at.map_or(if m.head { came.len() } else { i + 1 }, |at| at + 1);
                        let choices = Stance::ALL.iter().map(|s| (s.word(), s.label(lang)));
                        form.group(name(&m.person), [
                            Field::select(format!("view:{id}:{who}"), t.view().to_string(), choices).value(self.value("hear", &format!("view:{id}:{who}"), said)).required(),
                            Field::number(format!("at:{id}:{who}"), t.order().to_string()).value(self.value("hear", &format!("at:{id}:{who}"), place.to_string())).required(),
                        ])
                    });
                @if !heard.is_empty() { p { (self.said(&heard, lang)) } }
                details open[heard.is_empty() || self.form == "hear"] {
                    summary.button { @if heard.is_empty() { (t.save_views()) } @else { (t.correct_views()) } }
                    (form.errors(self.errors("hear")).submit(t.save_views().to_string()).html(lang))
                }
            }
        }
    }

    /// Who said what, by view.
    fn said(&self, heard: &[Heard], lang: Lang) -> String {
        let of = |stance: &Stance| {
            let said = heard.iter().filter(|h| h.view == *stance);
            let who: Vec<String> = said.map(|h| self.facts.called(&h.person.to_string()).to_owned()).collect();
            (!who.is_empty()).then(|| lang.pair(lang.aside(stance.label(lang), who.len()), lang.list(&who)))
        };
        lang.clauses(Stance::ALL.iter().filter_map(of))
    }

    fn publishing(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let until = self.earliest.map(|d| d.to_string()).unwrap_or_default();
        html! {
            h3 { (t.notice()) }
            (Form::post(self.at("notice"), &view.csrf)
                .hidden("step", &step.id)
                .field(Field::area("text", t.notice_text().to_string()).value(self.value("publish", "text", t.notice_default().to_string())).required().limit(4000))
                .field(Field::day("until", t.until().to_string()).value(self.value("publish", "until", until)).required().hint(t.until_hint().to_string()))
                .errors(self.errors("publish"))
                .submit(t.publish().to_string())
                .html(lang))
        }
    }

    /// Whether it can be told that somebody is asked for it. Before that there is nothing to go past.
    pub(super) fn asked(&self, gate: &Gate) -> bool {
        let Some(when) = &gate.when else { return true };
        let of = |group: &String| self.facts.group(group).iter().any(|s| s.facts.contains_key(&when.fact));
        gate.each.as_ref().map_or_else(|| self.facts.case.contains_key(&when.fact), of)
    }

    fn closing(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let outcomes = step.outcomes.iter().map(|o| (o.id.clone(), o.title.to(lang).to_owned()));
        let mut form = Form::post(self.at("close"), &view.csrf)
            .hidden("step", &step.id)
            .field(
                Field::radios("outcome", t.outcome().to_string(), outcomes)
                    .value(self.value("close", "outcome", ""))
                    .required(),
            )
            .field(
                Field::text("remark", t.remark().to_string())
                    .value(self.value("close", "remark", ""))
                    .limit(200)
                    .hint(t.remark_hint().to_string()),
            );
        for reason in self.gates.iter().filter(|r| r.verdict != Truth::Yes) {
            let Some(gate) = step.gate(&reason.gate).filter(|g| g.exception && self.asked(g)) else { continue };
            let rule = reason.rule.as_ref().map(|r| r.text.to(lang).to_owned()).unwrap_or_default();
            let (who, why) = (format!("approver:{}", gate.name()), format!("reason:{}", gate.name()));
            form = form.group(
                t.exception_from(rule).to_string(),
                [
                    Field::text(&who, t.approver().to_string()).value(self.value("close", &who, "")).limit(60),
                    Field::text(&why, t.exception_reason().to_string())
                        .value(self.value("close", &why, ""))
                        .limit(200)
                        .hint(t.exception_hint().to_string()),
                ],
            );
        }
        html! {
            h3 { (t.close()) }
            (form.errors(self.errors("close")).submit(t.close().to_string()).html(lang))
        }
    }

    fn sending_back(&self, step: &Step, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let before: Vec<(String, String)> = self
            .case
            .procedure
            .steps
            .iter()
            .take_while(|s| s.id != step.id)
            .map(|s| (s.id.clone(), s.title.to(lang).to_owned()))
            .collect();
        // an appointment in force is not undone by going back
        let in_force = self.case.candidates.iter().any(|c| c.tenure.is_some());
        html! {
            @if !before.is_empty() && !in_force {
                details open[self.form == "back"] {
                    summary.button { (t.send_back()) }
                    (Form::post(self.at("back"), &view.csrf)
                        .other(html! { p.muted { (t.send_back_lead()) } })
                        .field(Field::select("to", t.send_back_to().to_string(), before).value(self.value("back", "to", "")).required())
                        .field(Field::text("reason_back", t.reason().to_string()).value(self.value("back", "reason_back", "")).required().limit(200))
                        .errors(self.errors("back"))
                        .submit(t.send_back().to_string())
                        .html(lang))
                }
            }
        }
    }
}
