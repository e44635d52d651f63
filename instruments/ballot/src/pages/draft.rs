//! Setting up: settings, questions, and what is still wrong.

use base::{Id, Lang, Say};
use maud::{Markup, html};
use ui::{Fact, Field, Notice, Tone};
use web::{At, Cx, Form, Reply, View};

use super::{
    one::{One, load},
    result::joined,
};
use crate::{
    Ballot, Text,
    actions::{self, Settings},
    rules::{self, Ask, Kind, Plan, Threshold, Written},
};

/// What a form of the draft sent, to be shown again.
#[derive(Clone, Debug, Default)]
pub(super) struct Again {
    pub(super) settings: Option<Settings>,
    pub(super) question: Option<Written>,
}

fn done(cx: &Cx, id: Id<Ballot>, says: String) -> Reply {
    cx.done(format!("/ballots/{id}"), Notice::new(Tone::Yes, says))
}

pub(super) async fn settings(cx: Cx, At(id): At<Id<Ballot>>, Form(sent): Form<Settings>) -> Reply {
    let of = sent.clone();
    match cx.write(move |tx| actions::set_up(tx, id, &of)).await {
        Ok(()) => done(&cx, id, Text::of(cx.lang()).settings_kept().to_string()),
        Err(why) => {
            let page = load(&cx, id).await?;
            let again = Again { settings: Some(sent), question: None };
            cx.again(why, |errors| One { again, errors, form: "settings", ..page })
        }
    }
}

pub(super) async fn add(cx: Cx, At(id): At<Id<Ballot>>, Form(sent): Form<Written>) -> Reply {
    let of = sent.clone();
    match cx.write(move |tx| actions::add_questions(tx, id, &of)).await {
        Ok(()) => done(&cx, id, Text::of(cx.lang()).question_added().to_string()),
        Err(why) => {
            let page = load(&cx, id).await?;
            let again = Again { settings: None, question: Some(sent) };
            cx.again(why, |errors| One { again, errors, form: "question", ..page })
        }
    }
}

pub(super) async fn remove(cx: Cx, At((id, number)): At<(Id<Ballot>, usize)>) -> Reply {
    cx.write(move |tx| actions::remove_question(tx, id, number)).await?;
    cx.go(format!("/ballots/{id}"))
}

pub(super) async fn lay_down(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    match cx.write(move |tx| actions::lay_down(tx, id)).await {
        Ok(()) => done(&cx, id, Text::of(cx.lang()).laid_down().to_string()),
        Err(why) => {
            let page = load(&cx, id).await?;
            cx.again(why, |errors| One { errors, form: "turn", ..page })
        }
    }
}

/// The settings as the form has them.
fn written(title: &str, plan: &Plan) -> Settings {
    let class = |c: &rules::Class| format!("{} {} {}", c.name, c.size, c.weight);
    let rule = |r: &Option<Threshold>| r.as_ref().map(|r| r.rule.clone()).unwrap_or_default();
    Settings {
        title: title.to_owned(),
        when: plan.when.clone(),
        classes: plan.classes.iter().map(class).collect::<Vec<_>>().join("\n"),
        scrutineers: plan.scrutineers.join("\n"),
        quorum: rule(&plan.quorum),
        majority: rule(&plan.majority),
        complaint: plan.complaint.to_string(),
        least: plan.least.to_string(),
        revote: plan.revote,
    }
}

/// What a ballot of that kind usually asks, to begin with: how, and which grades.
fn usual(kind: Kind, lang: Lang) -> Written {
    let t = Text::of(lang);
    let grades = |all: String| all.split(['、', ',']).map(str::trim).collect::<Vec<_>>().join("\n");
    let (form, options) = match kind {
        Kind::Assessment => ("grade", grades(t.usual_grades().to_string())),
        Kind::Satisfaction => ("grade", grades(t.usual_satisfaction().to_string())),
        Kind::Recommendation | Kind::Competition | Kind::Election | Kind::Other => ("choose", String::new()),
    };
    Written { form: form.to_owned(), options, ..Written::default() }
}

/// A rule of a plan as pages show it.
pub(super) struct Shown {
    /// What it decides.
    pub(super) what: String,
    /// Its words, with where it stands.
    pub(super) says: String,
    /// Its page.
    href: Option<String>,
}

impl Shown {
    fn of(what: String, rule: Option<(&str, &Say, &Say)>, lang: Lang) -> Self {
        let t = Text::of(lang);
        let Some((id, text, cite)) = rule else { return Self { what, says: t.no_rule().to_string(), href: None } };
        let href = id.split_once(' ').map(|(pack, rule)| rulebook::href(pack, rule));
        Self { what, says: t.rule_says(text.to(lang), cite.to(lang)).to_string(), href }
    }
    /// It leads to its page; `before` stands first.
    pub(super) fn fact(self, before: &str) -> Fact {
        let says = html! { @match &self.href { Some(href) => a href=(href) { (self.says) }, None => (self.says) } };
        Fact::markup(self.what, html! { @if !before.is_empty() { (before) " " } (says) })
    }
}

/// How many must come, as the rule says.
pub(super) fn quorum_of(plan: &Plan, lang: Lang) -> Shown {
    let rule = plan.quorum.as_ref().map(|r| (r.rule.as_str(), &r.text, &r.cite));
    Shown::of(Text::of(lang).quorum().to_string(), rule, lang)
}

/// The rules of a plan beside how many must come: what each is called, and its words. Those of elections stand where there are any.
pub(super) fn rules_of(plan: &Plan, lang: Lang) -> Vec<Shown> {
    fn of(r: &Threshold) -> (&str, &Say, &Say) {
        (&r.rule, &r.text, &r.cite)
    }
    let t = Text::of(lang);
    let mut all = vec![Shown::of(t.majority().to_string(), plan.majority.as_ref().map(of), lang)];
    if let Some(rule) = &plan.margin {
        all.push(Shown::of(t.margin().to_string(), Some(of(rule)), lang));
    }
    if let Some(rule) = &plan.ties {
        all.push(Shown::of(t.ties().to_string(), Some((&rule.rule, &rule.text, &rule.cite)), lang));
    }
    all
}

/// A rule as people choose it.
fn rule_label(rule: &str, lang: Lang) -> String {
    let t = Text::of(lang);
    match rule.rsplit(' ').next().unwrap_or_default() {
        "election-quorum" => t.rule_election_quorum().to_string(),
        "plenary-quorum" => t.rule_plenary_quorum().to_string(),
        "recommendation-attendance" => t.rule_recommendation_attendance().to_string(),
        "election-majority" => t.rule_election_majority().to_string(),
        "majority-of-ballots" => t.rule_majority_of_ballots().to_string(),
        "assessment-support" => t.rule_assessment_support().to_string(),
        other => other.to_owned(),
    }
}

impl One {
    pub(super) fn draft(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let errors = |form: &str| if self.form == form { self.errors.clone() } else { Vec::new() };
        let s = self.again.settings.clone().unwrap_or_else(|| written(&self.head.title, &self.plan));
        let at = |verb: &str| format!("/ballots/{}/{verb}", self.head.ballot);
        let choice = |rules: &[&'static str]| {
            let all = rules.iter().map(|r| ((*r).to_owned(), rule_label(r, lang)));
            std::iter::once((String::new(), t.no_rule().to_string())).chain(all).collect::<Vec<_>>()
        };
        let wrong = rules::problems(self.head.kind, &self.plan);
        let ruled = [(&self.plan.quorum, t.quorum()), (&self.plan.majority, t.majority())];
        let open: Vec<String> =
            ruled.iter().filter(|(rule, _)| rule.is_none()).map(|(_, what)| what.to_string()).collect();
        html! {
            section {
                h2 { (t.settings()) }
                @if self.head.kind == Kind::Election && !open.is_empty() {
                    (Notice::new(Tone::Warning, t.no_rule_notice(lang.list(&open)).to_string()).html(lang))
                }
                (ui::Form::post(at("settings"), &view.csrf)
                    .field(Field::text("title", t.name().to_string()).value(&s.title).limit(200).required())
                    .field(Field::text("when", t.when().to_string()).value(&s.when).limit(200).hint(t.when_hint().to_string()))
                    .field(Field::area("classes", t.classes().to_string()).value(&s.classes).required().hint(t.classes_hint(i64::from(self.plan.least)).to_string()))
                    .field(Field::area("scrutineers", t.scrutineers().to_string()).value(&s.scrutineers).required().hint(t.scrutineers_hint(i64::from(self.plan.fewest_scrutineers)).to_string()))
                    .field(Field::select("quorum", t.quorum().to_string(), choice(actions::QUORUMS)).value(&s.quorum))
                    .field(Field::select("majority", t.majority().to_string(), choice(actions::MAJORITIES)).value(&s.majority))
                    .field(Field::number("complaint", t.complaint().to_string()).value(&s.complaint).required().hint(t.complaint_hint().to_string()))
                    .field(Field::number("least", t.least().to_string()).value(&s.least).required().hint(t.least_hint().to_string()))
                    .field(Field::check("revote", t.revote().to_string()).value(if s.revote { "true" } else { "" }))
                    .errors(errors("settings"))
                    .html(lang))
            }
            section {
                h2 { (t.questions()) }
                @if self.plan.questions.is_empty() { p.muted { (t.no_questions()) } }
                ol { @for (i, ask) in self.plan.questions.iter().enumerate() {
                    li {
                        (asked(ask, &self.plan, lang)) " "
                        (ui::post_button(&t.remove().to_string(), &at(&format!("questions/{i}/remove")), &view.csrf, None))
                    }
                } }
                (self.question_form(&at("questions"), view, errors("question")))
            }
            section {
                h2 { (t.lay_down()) }
                @if self.form == "turn" { @for (_, says) in &self.errors { (Notice::new(Tone::No, says).html(lang)) } }
                @if wrong.is_empty() {
                    p { (t.lay_down_hint()) }
                    (self.urns_to_be(lang))
                    p.hint { (rules::unanimous(self.plan.lang)) }
                    (ui::confirm(lang, &t.lay_down().to_string(), &t.lay_down_ask().to_string(), &at("lay-down"), &view.csrf))
                } @else {
                    p { (t.still_wrong()) }
                    ul { @for why in &wrong { li { (why.to(lang)) } } }
                }
            }
        }
    }

    /// The urns that the classes would form.
    fn urns_to_be(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let formed = rules::urns(self.head.kind, &self.plan.classes, self.plan.least).unwrap_or_default();
        html! { ul { @for urn in &formed {
            li {
                @let names = joined(urn.classes.iter().map(|c| self.plan.classes[*c].name.as_str()), lang);
                (t.urn_of(names, i64::from(urn.size), i64::from(urn.weight)))
                @if urn.classes.len() > 1 { " " (t.merged()) }
            }
        } } }
    }

    fn question_form(&self, action: &str, view: &View, errors: Vec<(String, String)>) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let q = self.again.question.clone().unwrap_or_else(|| usual(self.head.kind, lang));
        let or = |sent: &str, usual: &str| if sent.is_empty() { usual.to_owned() } else { sent.to_owned() };
        let forms = [
            ("choose", t.form_choose().to_string()),
            ("grade", t.form_grade().to_string()),
            ("vote", t.form_vote().to_string()),
        ];
        html! {
            details open[!errors.is_empty() || self.plan.questions.is_empty()] {
                summary.button { (t.add_question()) }
                (ui::Form::post(action, &view.csrf)
                    .field(Field::radios("form", t.form().to_string(), forms).value(or(&q.form, "choose")).required())
                    .field(Field::text("text", t.question_text().to_string()).value(&q.text).limit(200).hint(t.question_text_hint().to_string()))
                    .field(Field::area("people", t.people().to_string()).value(&q.people).hint(t.people_hint().to_string()))
                    .field(Field::area("options", t.options().to_string()).value(&q.options).hint(t.options_hint().to_string()))
                    .field(Field::number("min", t.min().to_string()).value(or(&q.min, "0")))
                    .field(Field::number("max", t.max().to_string()).value(or(&q.max, "1")))
                    .errors(errors)
                    .submit(t.add_question().to_string())
                    .html(lang))
            }
        }
    }
}

/// A question with what can be chosen.
pub(super) fn asked(ask: &Ask, plan: &Plan, lang: Lang) -> Markup {
    let t = Text::of(lang);
    html! {
        strong { (ask.text()) } " "
        @if let Ask::Choose { min, max, .. } = ask {
            span.muted { @if min == max { (t.choose_just(*max as u64)) } @else { (t.choose_from_to(*min as u64, *max as u64)) } } " "
        }
        (ask.options(plan.lang).join(" · "))
    }
}
