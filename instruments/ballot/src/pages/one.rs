//! `/ballots/{ballot}`: what comes next, and how it stands.

use base::{Id, Lang};
use maud::{Markup, html};
use public_log::Proven;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Fact, Field, Notice, Table, Tone};
use web::{At, Cx, Form, Page, Reply, Upload, View};

use super::{
    draft::{Again, quorum_of, rules_of},
    list::tone,
};
use crate::{
    Ballot, Run, See, Text, actions,
    rules::{Plan, State, Verb, turn_on},
    store::{self, FixedRow, Head, Trustee, Urn},
};

/// Codes of slips, a line each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Codes {
    codes: String,
}
/// Who came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Present {
    present: Option<u32>,
}
/// Why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Why {
    pub(super) reason: String,
}

/// An urn and how many voted in it.
#[derive(Serialize)]
pub(super) struct UrnNow {
    #[serde(flatten)]
    pub(super) urn: Urn,
    /// Slips left over and voided.
    voided: i64,
    /// Ballots, with those that later ones took the place of.
    ballots: i64,
    /// Who voted: a number, and nothing else.
    voters: i64,
    /// Ballots that wait to be published.
    waiting: i64,
    /// Scrutineers who opened its sums.
    opened: usize,
}

/// A ballot.
#[derive(Serialize)]
pub(super) struct One {
    pub(super) head: Head,
    /// What the unit is called.
    pub(super) unit: String,
    pub(super) plan: Plan,
    pub(super) urns: Vec<UrnNow>,
    pub(super) trustees: Vec<Trustee>,
    pub(super) fixed: Option<FixedRow>,
    /// Where it stands in the public log.
    pub(super) proof: Proven,
    /// Where phones reach this site, if it is known.
    #[serde(skip)]
    pub(super) origin: Option<String>,
    /// Names the scrutineers' links that stand; empty where none were handed out.
    #[serde(skip)]
    pub(super) links: String,
    /// Whether the reader keeps the urn.
    #[serde(skip)]
    pub(super) keeps_urn: bool,
    /// Whether the reader may keep the roll or does.
    #[serde(skip)]
    pub(super) keeps_roll: bool,
    /// Whether the reader keeps the urn or the roll, and may give the ballot up.
    #[serde(skip)]
    pub(super) keeps_either: bool,
    #[serde(skip)]
    pub(super) again: Again,
    #[serde(skip)]
    pub(super) errors: Vec<(String, String)>,
    /// Which form the errors belong to.
    #[serde(skip)]
    pub(super) form: &'static str,
}

pub(super) async fn load(cx: &Cx, id: Id<Ballot>) -> db::Result<One> {
    let origin = cx.app().config().origin.clone();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let whole = actions::reached(tx, &may, id)?;
        let me = actions::keeper(tx.actor());
        let keeps_urn = whole.head.urn_keeper == me;
        let keeps_roll = !keeps_urn && whole.head.roll_keeper.as_ref().is_none_or(|k| *k == me);
        let keeps_either = keeps_urn || whole.head.roll_keeper.as_ref() == Some(&me);
        let mut urns = Vec::new();
        for urn in &whole.urns {
            let (ballots, voters) = store::turnout(tx, &may, &urn.urn)?;
            urns.push(UrnNow {
                voided: whole.voided(&urn.urn),
                ballots,
                voters,
                waiting: store::waiting(tx, &may, &urn.urn)?,
                opened: store::openings(tx, &may, &urn.urn)?.len(),
                urn: urn.clone(),
            });
        }
        let proof = Proven::of(tx, &may, &super::KINDS, &id.to_string(), origin.clone())?;
        let today = tx.today();
        let named = org::names(tx.with(&may), may.root(), &[whole.head.unit], today)?;
        Ok(One {
            unit: named.get(&whole.head.unit).map(|n| n.name.clone()).unwrap_or_default(),
            proof,
            origin,
            links: actions::standing(tx, &may, id)?,
            head: whole.head,
            plan: whole.plan,
            urns,
            trustees: whole.trustees,
            fixed: whole.fixed,
            keeps_urn,
            keeps_roll,
            keeps_either,
            again: Again::default(),
            errors: Vec::new(),
            form: "",
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
}

/// How many voted so far: the part of the page that asks again by itself.
#[derive(Serialize)]
#[serde(transparent)]
struct Turnout(One);

pub(super) async fn turnout(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(Turnout(page))
}

impl Page for Turnout {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).turnout_of(self.0.head.title.as_str()).to_string()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        Some(self.0.urn_table(lang))
    }
    fn body(&self, view: &View) -> Markup {
        self.0.urns_now(view.lang)
    }
    fn frame(&self, _: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(self.0.head.title.clone(), format!("/ballots/{}", self.0.head.ballot))];
        shell.refresh = Some(5);
        shell
    }
}

/// The page again with what is wrong, or on to it with what was done.
pub(super) async fn turned(cx: &Cx, id: Id<Ballot>, done: db::Result<String>, form: &'static str) -> Reply {
    match done {
        Ok(says) => cx.done(format!("/ballots/{id}"), Notice::new(Tone::Yes, says)),
        Err(why) => {
            let page = load(cx, id).await?;
            cx.again(why, |errors| One { errors, form, ..page })
        }
    }
}

pub(super) async fn keep_roll(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let done = cx.write(move |tx| actions::take_roll(tx, id)).await;
    turned(&cx, id, done.map(|()| Text::of(cx.lang()).roll_taken().to_string()), "turn").await
}
pub(super) async fn bring_in(cx: Cx, At(id): At<Id<Ballot>>, mut upload: Upload) -> Reply {
    let file = upload.file("file").map(|f| String::from_utf8_lossy(&f.bytes).into_owned());
    let done = match file {
        Ok(text) => cx.write(move |tx| actions::bring_in(tx, id, &text)).await,
        Err(why) => Err(why),
    };
    turned(&cx, id, done.map(|n| Text::of(cx.lang()).brought_in(n).to_string()), "slips").await
}
pub(super) async fn void(cx: Cx, At((id, urn)): At<(Id<Ballot>, String)>, Form(sent): Form<Codes>) -> Reply {
    let done = cx.write(move |tx| actions::void(tx, id, &urn, &sent.codes)).await;
    turned(&cx, id, done.map(|n| Text::of(cx.lang()).voided(n as u64).to_string()), "void").await
}
pub(super) async fn fix(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let done = cx.write(move |tx| actions::fix(tx, id)).await;
    turned(&cx, id, done.map(|()| Text::of(cx.lang()).is_fixed().to_string()), "turn").await
}
pub(super) async fn open(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let done = cx.write(move |tx| actions::open(tx, id)).await;
    turned(&cx, id, done.map(|()| Text::of(cx.lang()).is_open().to_string()), "turn").await
}
pub(super) async fn close(cx: Cx, At(id): At<Id<Ballot>>, Form(sent): Form<Present>) -> Reply {
    let done = cx.write(move |tx| actions::close(tx, id, sent.present.map(i64::from))).await;
    turned(&cx, id, done.map(|()| Text::of(cx.lang()).is_closed().to_string()), "turn").await
}
pub(super) async fn count(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let ready = cx.read(move |tx| actions::prepare(tx, id)).await;
    let tallied = match ready {
        Ok(ready) => cx.work(move || actions::tallied(ready)).await,
        Err(why) => Err(why),
    };
    let done = match tallied {
        Ok(all) => cx.write(move |tx| actions::count(tx, id, &all)).await,
        Err(why) => Err(why),
    };
    turned(&cx, id, done.map(|()| Text::of(cx.lang()).is_counting().to_string()), "turn").await
}
pub(super) async fn cancel(cx: Cx, At(id): At<Id<Ballot>>, Form(why): Form<Why>) -> Reply {
    let done = cx.write(move |tx| actions::cancel(tx, id, &why.reason)).await;
    turned(&cx, id, done.map(|()| Text::of(cx.lang()).is_cancelled().to_string()), "cancel").await
}

impl One {
    pub(super) fn at(&self, verb: &str) -> String {
        format!("/ballots/{}/{verb}", self.head.ballot)
    }
    pub(super) fn errors_of(&self, form: &str) -> Vec<(String, String)> {
        if self.form == form { self.errors.clone() } else { Vec::new() }
    }
    /// Whether the form that was refused is on the page: then it says itself what is wrong.
    fn has_form(&self) -> bool {
        use State as S;
        let state = self.head.state;
        match self.form {
            "settings" | "question" => state == S::Draft && self.keeps_urn,
            "slips" => self.keeps_roll && self.by_machine() && matches!(state, S::Keys | S::Slips),
            "void" => self.keeps_roll && self.by_machine() && matches!(state, S::Keys | S::Slips | S::Fixed | S::Open),
            "cancel" => self.keeps_either && !matches!(state, S::Counted | S::Cancelled),
            "paper" => self.may_go_over_to_paper(),
            "turn" => state != S::Draft || self.keeps_urn,
            _ => true,
        }
    }
    /// Whether it is not on paper.
    pub(super) fn by_machine(&self) -> bool {
        self.head.paper.is_none()
    }
    fn may_go_over_to_paper(&self) -> bool {
        self.keeps_urn && turn_on(self.head.state, !self.by_machine(), Verb::Paper).is_ok()
    }
    fn facts(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let about = self
            .plan
            .about
            .iter()
            .map(|about| Fact::markup(t.held_for().to_string(), html! { a href=(about.href) { (about.title) } }));
        ui::facts(
            lang,
            about
                .chain([
                    Fact::markup(t.state().to_string(), ui::badge(tone(self.head.state), &self.head.standing(lang))),
                    Fact::new(t.unit().to_string(), &self.unit),
                    Fact::new(t.kind().to_string(), self.head.kind.label(lang)),
                    Fact::of(t.when().to_string(), Some(&self.plan.when).filter(|w| !w.is_empty())),
                    quorum_of(&self.plan, lang).fact(""),
                ])
                .chain(rules_of(&self.plan, lang).into_iter().map(|rule| rule.fact("")))
                .chain([
                    Fact::new(t.complaint().to_string(), self.plan.complaint),
                    Fact::new(t.least().to_string(), self.plan.least),
                    Fact::of(t.manifest_hash().to_string(), self.fixed.as_ref().map(|f| &f.digest)),
                ]),
        )
    }
    /// The urns: sizes, slips, turnout. Counts and nothing else.
    fn urn_table(&self, lang: Lang) -> Table {
        let t = Text::of(lang);
        let columns = vec![
            Column::text("name", t.urn().to_string()),
            Column::text("id", t.urn_id().to_string()),
            Column::number("size", t.may_vote().to_string()),
            Column::number("weight", t.weight().to_string()),
            Column::number("printed", t.printed().to_string()),
            Column::number("voided", t.left_over().to_string()),
            Column::number("drawn", t.drawn().to_string()),
            Column::number("voted", t.voted().to_string()),
            Column::number("ballots", t.cast().to_string()),
        ];
        let row = |u: &UrnNow| {
            let address = format!("/vote/{}/board", u.urn.urn);
            let id = Cell::new(&u.urn.urn);
            vec![
                Cell::new(&u.urn.name),
                if self.fixed.is_some() { id.href(address) } else { id },
                u.urn.size.into(),
                u.urn.weight.into(),
                Cell::of(u.urn.printed),
                u.voided.into(),
                Cell::of(u.urn.printed.map(|p| p - u.voided)),
                u.voters.into(),
                u.ballots.into(),
            ]
        };
        Table::new(t.urns().to_string(), columns).rows(self.urns.iter().map(row))
    }
    /// The urns; while people vote this part asks again by itself.
    fn urns_now(&self, lang: Lang) -> Markup {
        let open = self.head.state == State::Open;
        let (poll, every) = (open.then(|| self.at("turnout")), open.then_some("every 5s"));
        html! {
            div.list #turnout hx-get=[poll] hx-trigger=[every] hx-swap=[every.map(|_| "outerHTML")] {
                (self.urn_table(lang).plain(lang))
            }
        }
    }
    fn trustees_html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let counted = self.urns.iter().map(|u| u.opened).max();
        html! {
            ul { @for s in &self.trustees { li {
                (s.name) " "
                @if s.key.is_some() { (ui::badge(Tone::Yes, &t.has_key().to_string())) } @else { (ui::badge(Tone::Warning, &t.no_key().to_string())) }
            } } }
            @if self.head.state == State::Counting { p { (t.opened_by(counted.unwrap_or_default() as u64, self.trustees.len() as u64)) } }
        }
    }
    /// What the reader can do next.
    fn turns(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let state = self.head.state;
        let ask =
            |label: String, says: String, verb: &str| ui::confirm(lang, &label, &says, &self.at(verb), &view.csrf);
        let slips_in = self.urns.iter().all(|u| u.urn.printed.is_some());
        html! {
            @if self.form == "turn" { @for (_, says) in &self.errors { (Notice::new(Tone::No, says).html(lang)) } }
            @if !self.by_machine() {
            } @else if self.keeps_urn && view.can::<Run>() {
                @if matches!(state, State::Keys | State::Slips | State::Fixed | State::Open | State::Closed | State::Counting) {
                    (self.handing_out(view))
                }
                @match state {
                    State::Slips if slips_in => { p { (t.fix_hint()) } (ask(t.fix().to_string(), t.fix_ask().to_string(), "fix")) }
                    State::Fixed => { (ask(t.open().to_string(), t.open_ask().to_string(), "open")) }
                    State::Open => {
                        (ui::Form::post(self.at("close"), &view.csrf)
                            .field(Field::number("present", t.present().to_string()).hint(t.present_hint().to_string()))
                            .errors(self.errors_of("close"))
                            .submit(t.close().to_string())
                            .html(lang))
                    }
                    State::Closed => { p { (t.count_hint()) } (ask(t.count().to_string(), t.count_ask().to_string(), "count")) }
                    _ => {}
                }
            } @else if state != State::Counted && state != State::Cancelled {
                p.hint { (t.others_urn()) }
            }
        }
    }
    /// The scrutineers' links: handed out once, replaced only where somebody says so.
    fn handing_out(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let form = ui::Form::post(self.at("links"), &view.csrf).hidden("standing", &self.links);
        if self.links.is_empty() {
            return html! { p.hint { (t.hand_out_hint()) } (form.submit(t.hand_out().to_string()).html(lang)) };
        }
        html! {
            details {
                summary.button.danger { (t.replace_links()) }
                (form.other(html! { p { (t.hand_out_ask()) } }).submit(t.replace_links().to_string()).dangerous().html(lang))
            }
        }
    }
    fn give_up(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        if matches!(self.head.state, State::Counted | State::Cancelled) || !self.keeps_either || !view.can::<Run>() {
            return html! {};
        }
        html! { section.no-print {
            @if self.may_go_over_to_paper() {
                details open[self.form == "paper"] {
                    summary.button { (t.paper_instead()) }
                    (ui::Form::post(self.at("paper"), &view.csrf)
                        .other(html! { p.hint { (t.paper_hint()) } })
                        .field(Field::text("reason", t.reason().to_string()).required().limit(200))
                        .errors(self.errors_of("paper"))
                        .submit(t.paper_instead().to_string())
                        .html(lang))
                }
            }
            details open[self.form == "cancel"] {
                summary.button.danger { (t.cancel()) }
                (ui::Form::post(self.at("cancel"), &view.csrf)
                    .field(Field::text("reason", t.reason().to_string()).required().limit(200).nth(usize::from(self.may_go_over_to_paper())))
                    .errors(self.errors_of("cancel"))
                    .submit(t.cancel().to_string())
                    .dangerous()
                    .html(lang))
            }
        } }
    }
}

impl Page for One {
    fn title(&self, _: Lang) -> String {
        self.head.title.clone()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        Some(self.urn_table(lang))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let draft = self.head.state == State::Draft;
        html! {
            @if let Some(reason) = &self.head.reason { (Notice::new(Tone::No, t.cancelled_because(reason.as_str()).to_string()).html(lang)) }
            @if let Some(reason) = &self.head.paper { (Notice::new(Tone::Warning, t.paper_because(reason.as_str()).to_string()).html(lang)) }
            @if !self.has_form() { @for (_, says) in &self.errors { (Notice::new(Tone::No, says).html(lang)) } }
            (self.facts(lang))
            (self.proof.html(lang))
            @if draft && self.keeps_urn && view.can::<Run>() { (self.draft(view)) }
            @if draft && !self.keeps_urn { p.hint { (t.others_urn()) } }
            @if !draft {
                section.no-print { (self.turns(view)) }
                section { h2 { (t.urns()) } (self.urns_now(lang)) }
                @if self.by_machine() { section { h2 { (t.scrutineers()) } (self.trustees_html(lang)) } }
                (self.roll(view))
                section {
                    h2 { (t.questions()) }
                    ol { @for ask in &self.plan.questions { li { (super::draft::asked(ask, &self.plan, lang)) } } }
                }
                @if let Some(fixed) = &self.fixed { section { details { summary { (t.manifest()) } pre { (fixed.manifest) } } } }
            }
            (self.give_up(view))
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![(t.ballots().to_string(), "/ballots".to_owned())];
        shell.actions = match self.head.state {
            State::Counted => ui::primary_link(&t.see_result().to_string(), &self.at("result"), None),
            State::Keys | State::Slips | State::Fixed if !self.by_machine() => {
                ui::primary_link(&t.enter_count().to_string(), &self.at("by-hand"), None)
            }
            _ => html! {},
        };
        shell
    }
}
