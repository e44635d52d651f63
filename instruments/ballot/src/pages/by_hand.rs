//! `/ballots/{ballot}/by-hand`: two tellers enter what they counted on paper; differences are shown once both have.

use std::collections::BTreeMap;

use base::{Id, Lang};
use db::{Error, FieldError};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Field, Notice, Tone};
use web::{At, Cx, Form, Page, Reply, View};

use crate::{
    Ballot, KeepRoll, See, Text,
    actions::{self, Counts, counts_of},
    rules::{Plan, Verb, turn_on, wrong},
    store::{self, Head, Urn},
};

type Sent = BTreeMap<String, String>;

#[derive(Serialize)]
struct ByHand {
    head: Head,
    #[serde(skip)]
    plan: Plan,
    urns: Vec<Urn>,
    /// How many tellers have entered their counts.
    tellers: usize,
    /// Where the two counts differ, once both are there: the urn, the question, the option, and both figures.
    differences: Vec<(String, u64, u64)>,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

fn differ(urns: &[Urn], plan: &Plan, one: &[Counts], other: &[Counts], lang: Lang) -> Vec<(String, u64, u64)> {
    let t = Text::of(lang);
    let mut all = Vec::new();
    for ((urn, a), b) in urns.iter().zip(one).zip(other) {
        let mut add = |what: String, x: u64, y: u64| {
            if x != y {
                all.push((format!("{}：{what}", urn.name), x, y));
            }
        };
        add(t.valid().to_string(), a.valid, b.valid);
        add(t.invalid().to_string(), a.invalid, b.invalid);
        for ((ask, a), b) in plan.questions.iter().zip(&a.votes).zip(&b.votes) {
            for ((option, x), y) in ask.options(plan.lang).iter().zip(a).zip(b) {
                add(format!("{} {option}", ask.text()), *x, *y);
            }
        }
    }
    all
}

async fn load(cx: &Cx, id: Id<Ballot>) -> db::Result<ByHand> {
    let lang = cx.lang();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let whole = actions::reached(tx, &may, id)?;
        let me = actions::keeper(tx.actor());
        let papers = store::papers(tx, &may, id)?;
        let differences = match papers.as_slice() {
            [(_, one), (_, other)] => differ(&whole.urns, &whole.plan, &counts_of(one)?, &counts_of(other)?, lang),
            _ => Vec::new(),
        };
        // one's own figures come back, the other's never
        let own = papers.iter().find(|(teller, _)| *teller == me).map(|(_, text)| counts_of(text)).transpose()?;
        Ok(ByHand {
            head: whole.head,
            plan: whole.plan,
            urns: whole.urns,
            tellers: papers.len(),
            differences,
            sent: own.map(|own| fields(&own)).unwrap_or_default(),
            errors: Vec::new(),
        })
    })
    .await
}

fn fields(counts: &[Counts]) -> Sent {
    let mut all = Sent::new();
    for (u, count) in counts.iter().enumerate() {
        all.insert(format!("valid-{u}"), count.valid.to_string());
        all.insert(format!("invalid-{u}"), count.invalid.to_string());
        for (q, votes) in count.votes.iter().enumerate() {
            for (o, n) in votes.iter().enumerate() {
                all.insert(format!("votes-{u}-{q}-{o}"), n.to_string());
            }
        }
    }
    all
}

/// The counts of what was sent; every field is a whole number.
fn read(sent: &Sent, urns: usize, plan: &Plan) -> db::Result<Vec<Counts>> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut number = |field: String| {
        let text = sent.get(&field).map_or("", String::as_str).trim();
        let n = text.parse::<u64>().ok().filter(|n| *n <= 10_000_000);
        if n.is_none() {
            errors.push(wrong(&field, "请填写整数，没有的填 0。", "Give a whole number; 0 where there is none."));
        }
        n.unwrap_or_default()
    };
    let mut all = Vec::new();
    for u in 0..urns {
        let (valid, invalid) = (number(format!("valid-{u}")), number(format!("invalid-{u}")));
        let votes =
            plan.questions.iter().enumerate().map(|(q, ask)| {
                (0..ask.options(plan.lang).len()).map(|o| number(format!("votes-{u}-{q}-{o}"))).collect()
            });
        let votes = votes.collect();
        all.push(Counts { valid, invalid, votes });
    }
    if errors.is_empty() { Ok(all) } else { Err(Error::Invalid(errors)) }
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
}

pub(super) async fn declare(cx: Cx, At(id): At<Id<Ballot>>, Form(why): Form<super::one::Why>) -> Reply {
    let done = cx.write(move |tx| actions::declare_paper(tx, id, &why.reason)).await;
    super::one::turned(&cx, id, done.map(|()| Text::of(cx.lang()).is_on_paper().to_string()), "paper").await
}

pub(super) async fn enter(cx: Cx, At(id): At<Id<Ballot>>, Form(sent): Form<Sent>) -> Reply {
    let page = load(&cx, id).await?;
    let done = match read(&sent, page.urns.len(), &page.plan) {
        Ok(counts) => cx.write(move |tx| actions::enter_by_hand(tx, id, &counts)).await,
        Err(why) => Err(why),
    };
    let t = Text::of(cx.lang());
    match done {
        Ok(true) => cx.done(format!("/ballots/{id}/result"), Notice::new(Tone::Yes, t.counts_agree().to_string())),
        Ok(false) => cx.done(format!("/ballots/{id}/by-hand"), Notice::new(Tone::Yes, t.count_entered().to_string())),
        Err(why) => cx.again(why, |errors| ByHand { sent, errors, ..page }),
    }
}

impl ByHand {
    /// What one teller counts: each urn's papers, then the votes of each question.
    fn form(&self, view: &View) -> ui::Form {
        let t = Text::of(view.lang);
        let number = |field: String, label: String| {
            let value = self.sent.get(&field).cloned().unwrap_or_default();
            Field::number(field, label).value(value).required()
        };
        let mut form = ui::Form::post(format!("/ballots/{}/by-hand", self.head.ballot), &view.csrf);
        for (u, urn) in self.urns.iter().enumerate() {
            let paper = [
                number(format!("valid-{u}"), t.valid().to_string()),
                number(format!("invalid-{u}"), t.invalid().to_string()),
            ];
            form = form.group(t.urn_of(urn.name.as_str(), urn.size, urn.weight).to_string(), paper);
            for (q, ask) in self.plan.questions.iter().enumerate() {
                let options = ask.options(self.plan.lang).into_iter().enumerate();
                let votes: Vec<Field> =
                    options.map(|(o, option)| number(format!("votes-{u}-{q}-{o}"), option)).collect();
                form = form.group(format!("{} · {}", urn.name, ask.text()), votes);
            }
        }
        form
    }
}

impl Page for ByHand {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).by_hand_of(self.head.title.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let turn = turn_on(self.head.state, self.head.paper.is_some(), Verb::ByHand);
        html! {
            p { (t.by_hand_lead()) }
            @if let Some(reason) = &self.head.paper { p { (t.paper_because(reason.as_str())) } }
            p { (t.tellers(self.tellers as u64)) }
            @if !self.differences.is_empty() {
                (Notice::new(Tone::Warning, t.counts_differ().to_string()).html(lang))
                ul { @for (what, one, other) in &self.differences { li { (what) "：" (one) " ≠ " (other) } } }
            }
            @match turn {
                Ok(_) if view.can::<KeepRoll>() => {
                    (self.form(view).errors(self.errors.clone()).submit(t.enter_count().to_string()).html(lang))
                }
                Ok(_) => {}
                Err(why) => { (Notice::new(Tone::Info, why.to(lang)).html(lang)) }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![
            (Text::of(view.lang).ballots().to_string(), "/ballots".to_owned()),
            (self.head.title.clone(), format!("/ballots/{}", self.head.ballot)),
        ];
        shell
    }
}
