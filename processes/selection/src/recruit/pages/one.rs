//! A recruitment as the office sees it: the announcement, the applications, and what is to be done next.

use std::collections::BTreeMap;

use base::{Date, Id};
use maud::{Markup, html};
use screening::{CallRow, Judge};
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Fact, Field, Notice, Row, Table, Tone};
use web::{At, Cx, Form, Lang, Page, Query, Reply, View};

use super::{computed, found, new, standing};
use crate::{
    Text,
    recruit::{
        Application, Conduct, Recruitment, See, enter,
        office::{self, Announcing, Figures},
        rules,
        store::{self, Announced, Handed, Review, Standing},
    },
};

/// Which applications are wanted.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    /// `open`, `yes`, `no`, `unknown`, `qualified`, `unqualified`, `supplement`, `draft`; empty for all that are handed in.
    show: String,
    /// Part of a name or an address.
    q: String,
}

/// A new deadline, or none.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Amending {
    closes: String,
    reason: String,
    cancel: String,
}

/// An application in the list.
#[derive(Serialize)]
struct Line {
    application: Id<Application>,
    name: String,
    email: String,
    opening: String,
    handed: Option<Date>,
    withdrawn: bool,
    computed: String,
    review: Option<Review>,
    number: Option<String>,
    /// Whether a mail to the applicant has not arrived, with the trouble.
    #[serde(skip_serializing_if = "Option::is_none")]
    undelivered: Option<String>,
}

/// A recruitment.
#[derive(Serialize)]
struct One {
    on: Date,
    announced: Announced,
    earlier: Vec<Announced>,
    figures: Option<Figures>,
    call: String,
    openings: BTreeMap<String, String>,
    applications: Vec<Line>,
    #[serde(skip)]
    in_all: BTreeMap<&'static str, usize>,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    calls: Vec<CallRow>,
    #[serde(skip)]
    unit: String,
    #[serde(skip)]
    called: String,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx, id: Id<Recruitment>, filter: Filter) -> db::Result<One> {
    let calls = if cx.require::<Conduct>().is_ok() { new::calls(cx).await? } else { Vec::new() };
    let on = cx.today();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let announced = store::of_office(tx, &may, id)?;
        let figures = office::figures(tx, &may, &announced, on).ok();
        let (call, openings) = screening::published(tx, &may, announced.call_id)?;
        let judge = Judge::of(tx, &may, announced.call_id)?;
        let stood = store::stood(tx, &may, id, None)?;
        let mut applications = Vec::new();
        let drafts = store::drafts(tx, &may, id)?;
        let letters: Vec<_> = drafts.iter().filter_map(|d| d.letter).collect();
        let troubles = inbox::undelivered(tx, &may, &letters)?;
        for draft in drafts {
            let of = draft.application;
            let filed = stood.filed.iter().find(|f| f.application == of);
            let review = stood.reviews.iter().find(|r| r.application == of).cloned();
            let handed = filed.filter(|f| f.state == Handed::Submitted);
            let opening = handed.map_or(draft.opening.as_str(), |f| f.opening.as_str());
            // what was found with a review is not computed again
            let computed = match (&review, handed, openings.iter().find(|o| o.code == opening)) {
                (Some(review), ..) => review.computed.clone(),
                (None, Some(filed), Some(opening)) => match rules::read(&draft.answers()?) {
                    Ok(values) => {
                        let reason = judge.judge(opening, &rules::facts(&values, filed.day))?;
                        rules::word(reason.verdict).to_owned()
                    }
                    Err(_) => "unknown".to_owned(),
                },
                _ => String::new(),
            };
            applications.push(Line {
                application: of,
                name: enter::name_of(&draft)?,
                undelivered: draft.letter.and_then(|l| troubles.get(&l).cloned()).filter(|t| !t.is_empty()),
                email: draft.email,
                opening: opening.to_owned(),
                handed: handed.map(|f| f.day),
                withdrawn: filed.is_some_and(|f| f.state == Handed::Withdrawn),
                computed,
                review,
                number: stood.numbers.iter().find(|n| n.0 == of).map(|n| n.1.clone()),
            });
        }
        let mut in_all = BTreeMap::new();
        for line in &applications {
            for tab in TABS.iter().filter(|tab| line.is(tab)) {
                *in_all.entry(*tab).or_insert(0) += 1;
            }
        }
        let wanted = filter.q.trim().to_lowercase();
        applications.retain(|l| {
            l.is(&filter.show) && (wanted.is_empty() || l.name.contains(&wanted) || l.email.contains(&wanted))
        });
        let earlier = store::earlier(tx, &may, id)?;
        let root = tx.root();
        let name = org::names(tx.with(&may), root, &[announced.unit], on)?.remove(&announced.unit);
        let called = name.as_ref().map(|n| n.name.clone()).unwrap_or_default();
        let unit = name.map(|n| org::written(&n.code, &n.name)).unwrap_or_default();
        let openings = openings.into_iter().map(|o| (o.code, format!("{} {}", o.unit_name, o.title))).collect();
        Ok(One {
            on,
            announced,
            earlier,
            figures,
            call: call.name,
            openings,
            applications,
            in_all,
            filter,
            calls,
            unit,
            called,
            errors: Vec::new(),
        })
    })
    .await
}

const TABS: [&str; 8] = ["", "open", "yes", "no", "unknown", "qualified", "unqualified", "draft"];

impl Line {
    /// Whether it belongs under that tab.
    fn is(&self, tab: &str) -> bool {
        let handed = self.handed.is_some();
        let open = handed && self.review.is_none();
        match tab {
            "draft" => !handed,
            "open" => open,
            "yes" | "no" | "unknown" => open && self.computed == tab,
            "" => handed,
            verdict => handed && self.review.as_ref().is_some_and(|r| r.verdict.word() == verdict),
        }
    }
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Recruitment>>, Query(filter): Query<Filter>) -> Reply {
    let page = load(&cx, id, filter).await?;
    cx.show(page)
}

async fn after<T>(cx: Cx, id: Id<Recruitment>, done: db::Result<T>, says: impl FnOnce(&Text, T) -> String) -> Reply {
    match done {
        Ok(value) => {
            let says = says(&Text::of(cx.lang()), value);
            cx.done(format!("/recruitments/{id}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, id, Filter::default()).await?;
            cx.again(why, |errors| One { errors, ..page })
        }
    }
}

pub(super) async fn publish(cx: Cx, At(id): At<Id<Recruitment>>) -> Reply {
    let done = cx.write(move |tx| office::publish(tx, id)).await;
    after(cx, id, done, |t, ()| t.rec_done_published().to_string()).await
}
pub(super) async fn amend(cx: Cx, At(id): At<Id<Recruitment>>, Form(sent): Form<Amending>) -> Reply {
    let done = cx
        .write(move |tx| {
            let closes = (sent.cancel != "true").then_some(sent.closes.as_str());
            office::amend(tx, id, closes, &sent.reason)
        })
        .await;
    after(cx, id, done, |t, ()| t.rec_done_amended().to_string()).await
}
pub(super) async fn confirm(cx: Cx, At(id): At<Id<Recruitment>>) -> Reply {
    let done = cx.write(move |tx| office::confirm(tx, id)).await;
    after(cx, id, done, |t, n| t.rec_done_confirmed(n as u64).to_string()).await
}
pub(super) async fn numbers(cx: Cx, At(id): At<Id<Recruitment>>) -> Reply {
    let done = cx.write(move |tx| office::number(tx, id)).await;
    after(cx, id, done, |t, n| t.rec_done_numbered(n as u64).to_string()).await
}
pub(super) async fn erase(cx: Cx, At(id): At<Id<Recruitment>>) -> Reply {
    let done = cx.write(move |tx| office::erase(tx, id)).await;
    after(cx, id, done, |t, n| t.rec_done_erased(n as u64).to_string()).await
}

/// The facts of an announcement; the unit as people call it.
pub(super) fn facts(of: &Announced, unit: &str, figures: Option<Figures>, on: Date, lang: Lang) -> Markup {
    let t = Text::of(lang);
    let (tone, word) = standing(of, on, lang);
    let mut all = vec![
        Fact::new(t.rec_unit().to_string(), unit),
        Fact::markup(t.state().to_string(), ui::badge(tone, &word)),
        Fact::new(t.rec_opens().to_string(), of.opens),
        Fact::new(t.rec_closes().to_string(), of.closes).note(t.rec_whole_day().to_string()),
    ];
    if let Some(by) = figures {
        let rule = |rule: &str, says: String| html! { a href=(rulebook::href(office::PACK, rule)) { (says) } };
        all.push(Fact::markup(
            t.rec_shortlist().to_string(),
            rule("interview-shortlist", t.rec_shortlist_says(by.pass, u64::from(by.ratio)).to_string()),
        ));
        all.push(Fact::markup(
            t.rec_kept().to_string(),
            rule("applications-kept", t.rec_kept_says(office::kept_until(of, by).to_string()).to_string()),
        ));
    }
    ui::facts(lang, all)
}

impl One {
    fn tabs(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let here = format!("/recruitments/{}", self.announced.recruitment);
        let word = |tab: &str| match tab {
            "" => t.rec_all().to_string(),
            "open" => t.rec_unreviewed().to_string(),
            "qualified" => t.rec_qualified().to_string(),
            "unqualified" => t.rec_unqualified().to_string(),
            "draft" => t.rec_not_handed().to_string(),
            other => computed(other, lang).1,
        };
        let tab = |tab: &&'static str| {
            let n = self.in_all.get(*tab).copied().unwrap_or(0);
            let href = if tab.is_empty() { here.clone() } else { format!("{here}?show={tab}") };
            (format!("{} {n}", word(tab)), href, self.filter.show == **tab)
        };
        ui::tabs(lang, &TABS.iter().map(tab).collect::<Vec<_>>())
    }

    fn actions(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let a = &self.announced;
        let at = |verb: &str| format!("/recruitments/{}/{verb}", a.recruitment);
        let over = self.on > a.closes;
        let n = |tab: &str| self.in_all.get(tab).copied().unwrap_or(0);
        html! {
            section.no-print {
                h2 { (t.rec_next()) }
                @for (_, why) in self.errors.iter() { (Notice::new(Tone::No, why.clone()).html(lang)) }
                @match a.state {
                    Standing::Draft => {
                        (ui::confirm(lang, &t.rec_publish().to_string(), &t.rec_publish_sure().to_string(), &at("publish"), &view.csrf))
                        @let sent = Announcing { title: a.title.clone(), unit: self.unit.clone(), call: a.call_id.to_string(), text: a.text.clone(), opens: a.opens.to_string(), closes: a.closes.to_string() };
                        details { summary.button { (t.rec_rewrite()) } (new::questions(&at("edit"), &self.calls, &sent, &[], view)) }
                    }
                    Standing::Published => {
                        p { a href=(format!("/open/recruitments/{}", a.recruitment)) { (t.rec_public_page()) } }
                        @if n("yes") > 0 { (ui::post_button(&t.rec_confirm(n("yes") as u64).to_string(), &at("confirm"), &view.csrf, Some(&t.rec_confirm_sure().to_string()))) " " }
                        @if over && n("qualified") > 0 {
                            (ui::post_button(&t.rec_number().to_string(), &at("numbers"), &view.csrf, None)) " "
                            (ui::button_link(&t.rec_import().to_string(), "/import/written-marks", None)) " "
                        }
                        (ui::button_link(&t.rec_lists().to_string(), &at("lists"), None))
                        details {
                            summary.button { (t.rec_amend()) }
                            (ui::Form::post(at("amend"), &view.csrf)
                                .field(Field::day("closes", t.rec_new_closes().to_string()))
                                .field(Field::check("cancel", t.rec_cancel().to_string()))
                                .field(Field::text("reason", t.rec_reason().to_string()).limit(200).required())
                                .submit(t.rec_amend().to_string())
                                .html(lang))
                        }
                    }
                    Standing::Cancelled => {}
                }
                @if a.state != Standing::Draft && self.figures.is_some_and(|by| self.on >= office::kept_until(a, by)) {
                    (ui::confirm(lang, &t.rec_erase().to_string(), &t.rec_erase_sure().to_string(), &at("erase"), &view.csrf))
                }
            }
        }
    }
}

impl Page for One {
    fn title(&self, _: Lang) -> String {
        self.announced.title.clone()
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.candidate().to_string()).whole(),
            Column::text("email", t.rec_email().to_string()),
            Column::text("opening", t.rec_post().to_string()).width(30),
            Column::date("handed", t.rec_handed().to_string()),
            Column::badge("computed", t.rec_computed().to_string()),
            Column::badge("review", t.rec_review().to_string()),
            Column::text("number", t.rec_exam().to_string()),
        ];
        let row = |l: &Line| {
            let (tone, word) = computed(&l.computed, lang);
            let (tone_of, review) = found(l.review.as_ref(), lang);
            let named = if l.name.is_empty() { t.rec_no_name().to_string() } else { l.name.clone() };
            let mut email = Cell::new(&l.email);
            if let Some(trouble) = &l.undelivered {
                email = email.note(t.rec_undelivered(trouble.as_str()).to_string());
            }
            let title = self.openings.get(&l.opening).map_or(l.opening.as_str(), |t| t.as_str());
            let handed = l.handed.is_some();
            let cells = vec![
                Cell::new(named)
                    .href(format!("/recruitments/{}/applications/{}", self.announced.recruitment, l.application)),
                email,
                Cell::new(title),
                Cell::of(l.handed),
                if handed { Cell::new(word).tone(tone) } else { Cell::new("") },
                if handed {
                    Cell::new(review).tone(tone_of)
                } else {
                    Cell::new(if l.withdrawn { t.rec_withdrawn().to_string() } else { String::new() })
                },
                Cell::of(l.number.as_ref()),
            ];
            Row::from(cells).id(l.application)
        };
        let table = Table::new(t.rec_applications().to_string(), columns).rows(self.applications.iter().map(row));
        let here = format!("/recruitments/{}", self.announced.recruitment);
        let here = if self.filter.show.is_empty() { here } else { format!("{here}?show={}", self.filter.show) };
        Some(table.at(here, None).exported().empty(t.rec_nobody().to_string(), t.rec_nobody_hint().to_string()))
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            (facts(&self.announced, &self.called, self.figures, self.on, lang))
            @if let Some(reason) = &self.announced.reason { p { (t.rec_because()) (reason) } }
            @if view.can::<Conduct>() { (self.actions(view)) }
            @if self.announced.state != Standing::Draft {
                section {
                    h2 { (t.rec_applications()) }
                    (self.tabs(lang))
                    form.filter.no-print method="get" {
                        input type="hidden" name="show" value=(self.filter.show);
                        label for="q" { (t.rec_find()) } " "
                        input #q type="search" name="q" value=(self.filter.q); " "
                        button.button type="submit" { (t.rec_find_now()) }
                    }
                    @if let Some(table) = self.table(lang) { (table.html(lang)) }
                }
            }
            section {
                h2 { (t.rec_text()) }
                p.hint { (t.rec_call()) ": " a href=(format!("/calls/{}", self.announced.call_id)) { (self.call) } }
                @for line in self.announced.text.lines() { p { (line) } }
                @for old in &self.earlier {
                    details { summary { (t.rec_earlier()) " " (old.day) } p { (old.opens) " – " (old.closes) } }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![(Text::of(view.lang).recruitments().to_string(), "/recruitments".to_owned())];
        shell
    }
}
