//! `/interviews/{interview}`: lists before, progress while members mark, places with their working after.

use base::{Id, Lang};
use maud::{Markup, html};
use panel::Working;
use scoring::Fixed;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Fact, Field, Notice, Table, Tone};
use web::{At, Cx, Form, Page, Reply, View};

use crate::{
    Interview, Run, See, Text, actions,
    recruit::{self, Recruitment},
    rules::{self, Line, Outcome, Scheme},
    store::{self, CandidateRow, Head, MemberRow, Said, State, Whole},
};

/// Members and candidates, a line each.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Lists {
    members: String,
    candidates: String,
}

/// An interview. Marks are in it only when it is closed.
#[derive(Serialize)]
pub(super) struct InterviewPage {
    head: Head,
    scheme: Scheme,
    members: Vec<MemberRow>,
    candidates: Vec<CandidateRow>,
    /// How many candidates each member has marked or is away for, in the order of the members.
    given: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// The recruitment to which it belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    recruitment: Option<Id<Recruitment>>,
    #[serde(skip)]
    whole: Whole,
    #[serde(skip)]
    sent: Lists,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn load(cx: &Cx, id: Id<Interview>) -> db::Result<InterviewPage> {
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        actions::over_all(&may)?;
        let whole = store::one(tx, &may, id)?;
        let scheme = whole.head.scheme()?;
        let given = |m: &MemberRow| whole.said.keys().filter(|(_, member)| *member == m.member).count();
        let given = whole.members.iter().map(given).collect();
        let closed = whole.head.state == State::Closed;
        let outcome = if closed { rules::outcome(&scheme, &whole.rows()).ok() } else { None };
        let recruitment = recruit::of_interview(tx, &may, id)?;
        Ok(InterviewPage {
            recruitment,
            head: whole.head.clone(),
            scheme,
            members: whole.members.clone(),
            candidates: whole.candidates.clone(),
            given,
            outcome,
            whole,
            sent: Lists::default(),
            errors: Vec::new(),
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Interview>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
}

pub(super) async fn lists(cx: Cx, At(id): At<Id<Interview>>, Form(sent): Form<Lists>) -> Reply {
    let of = sent.clone();
    match cx.write(move |tx| actions::reform(tx, id, &of.members, &of.candidates)).await {
        Ok(()) => {
            cx.done(format!("/interviews/{id}"), Notice::new(Tone::Yes, Text::of(cx.lang()).entered().to_string()))
        }
        Err(why) => {
            let page = load(&cx, id).await?;
            cx.again(why, |errors| InterviewPage { sent, errors, ..page })
        }
    }
}

pub(super) async fn open(cx: Cx, At(id): At<Id<Interview>>) -> Reply {
    let done = cx.write(move |tx| actions::open_marks(tx, id)).await;
    after(cx, id, done, |t| t.opened().to_string()).await
}

pub(super) async fn close(cx: Cx, At(id): At<Id<Interview>>) -> Reply {
    let done = cx.write(move |tx| actions::close(tx, id)).await;
    after(cx, id, done, |t| t.closed_now().to_string()).await
}

async fn after(cx: Cx, id: Id<Interview>, done: db::Result<()>, says: fn(&Text) -> String) -> Reply {
    match done {
        Ok(()) => cx.done(format!("/interviews/{id}"), Notice::new(Tone::Yes, says(&Text::of(cx.lang())))),
        Err(why) => {
            let page = load(&cx, id).await?;
            cx.again(why, |errors| InterviewPage { errors, ..page })
        }
    }
}

impl InterviewPage {
    fn announced(&self, lang: Lang) -> Markup {
        let (t, s) = (Text::of(lang), &self.scheme);
        let percent = |thousandths: u32| format!("{} %", thousandths / 10);
        let level = s.level.as_ref().map(|l| t.levelled(u64::from(l.high)).to_string());
        ui::facts(
            lang,
            [
                Fact::new(t.day().to_string(), self.head.day),
                Fact::new(t.places().to_string(), s.places),
                Fact::new(t.said_ratio().to_string(), format!("{} : 1", s.ratio)),
                Fact::new(t.said_out().to_string(), t.each_end(s.rule.high as u64).to_string()),
                Fact::new(t.said_written().to_string(), percent(s.written)),
                Fact::of(t.pass().to_string(), s.pass),
                Fact::new(t.said_level().to_string(), level.unwrap_or_else(|| t.no_level().to_string())),
                Fact::new(t.said_ties().to_string(), &s.ties),
                Fact::markup(
                    t.rule().to_string(),
                    html! {
                        a href=(rulebook::href("cn/selection", "panel-members")) { (t.rule_says(u64::from(s.rule.members))) }
                    },
                ),
            ],
        )
    }

    fn progress(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let columns = vec![
            Column::number("panel", t.panel().to_string()),
            Column::number("seat", t.seat().to_string()),
            Column::text("name", t.member().to_string()).whole(),
            Column::badge("given", t.given().to_string()),
        ];
        let rows = self.members.iter().zip(&self.given).map(|(m, given)| {
            let of = self.candidates.iter().filter(|c| c.panel == m.panel).count();
            let tone = if *given == of && of > 0 { Tone::Yes } else { Tone::Plain };
            vec![
                Cell::new(m.panel.to_string()),
                Cell::new(m.seat.to_string()),
                Cell::new(m.name.clone()),
                Cell::new(format!("{given}/{of}")).tone(tone),
            ]
        });
        html! { (Table::new(t.members().to_string(), columns).rows(rows).plain(lang)) }
    }

    fn people(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let columns = vec![
            Column::number("panel", t.panel().to_string()),
            Column::number("number", t.number().to_string()),
            Column::text("name", t.candidate().to_string()).whole(),
            Column::number("written", t.written().to_string()),
        ];
        let rows = self.candidates.iter().map(|c| {
            vec![
                Cell::new(c.panel.to_string()),
                Cell::new(c.number.to_string()),
                Cell::new(c.name.clone()),
                Cell::of(c.written.map(Fixed::from_units)),
            ]
        });
        html! { (Table::new(t.candidates().to_string(), columns).rows(rows).plain(lang)) }
    }

    /// The marks of a candidate as a person checks them: those that are out in brackets.
    fn working(&self, c: &CandidateRow, w: &Working, lang: Lang) -> String {
        let t = Text::of(lang);
        let one = |(i, m): (usize, &MemberRow)| match self.whole.said.get(&(c.candidate, m.member)) {
            Some(Said::Mark(mark)) if w.counted.contains(&i) => mark.to_string(),
            Some(Said::Mark(mark)) => format!("({mark})"),
            Some(Said::Away(why)) => t.away(why.as_str()).to_string(),
            None => String::new(),
        };
        let marks: Vec<String> = self.whole.table(c.panel).enumerate().map(one).collect();
        format!("{} → {} ÷ {} = {}", marks.join(" "), w.sum, w.counted.len(), w.score)
    }

    fn lists(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mut sent = self.sent.clone();
        if sent.members.is_empty() && sent.candidates.is_empty() {
            let member = |m: &MemberRow| format!("{} {}\n", m.panel, m.name);
            sent.members = self.members.iter().map(member).collect();
            let score = |c: &CandidateRow| c.written.map(|w| format!(" {}", Fixed::from_units(w))).unwrap_or_default();
            let exam = |c: &CandidateRow| c.exam.as_ref().map(|e| format!(" {e}")).unwrap_or_default();
            let candidate = |c: &CandidateRow| format!("{} {} {}{}{}\n", c.panel, c.number, c.name, score(c), exam(c));
            sent.candidates = self.candidates.iter().map(candidate).collect();
        }
        let with_written = if self.scheme.written > 0 { t.candidates_hint() } else { t.candidates_plain() };
        ui::Form::post(format!("/interviews/{}/lists", self.head.interview), &view.csrf)
            .field(
                Field::area("members", t.members().to_string())
                    .value(&sent.members)
                    .hint(t.members_hint().to_string())
                    .required(),
            )
            .field(
                Field::area("candidates", t.candidates().to_string())
                    .value(&sent.candidates)
                    .hint(with_written.to_string())
                    .required(),
            )
            .errors(self.errors.clone())
            .submit(t.enter().to_string())
            .html(lang)
    }

    fn turns(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let here = format!("/interviews/{}", self.head.interview);
        html! {
            section.no-print {
                @for (_, why) in self.errors.iter().filter(|(field, _)| field.is_empty()) { (Notice::new(Tone::No, why.clone()).html(lang)) }
                @match self.head.state {
                    State::Preparing => {
                        h2 { (t.enter()) }
                        (self.lists(view))
                        (ui::confirm(lang, &t.open_now().to_string(), &t.open_sure().to_string(), &format!("{here}/open"), &view.csrf))
                    }
                    State::Open => {
                        (ui::post_button(&t.hand_out().to_string(), &format!("{here}/sheets"), &view.csrf, Some(&t.hand_out_sure().to_string()))) " "
                        (ui::confirm(lang, &t.close_now().to_string(), &t.close_sure().to_string(), &format!("{here}/close"), &view.csrf))
                    }
                    State::Closed => {}
                }
            }
        }
    }
}

impl Page for InterviewPage {
    fn title(&self, lang: Lang) -> String {
        let (_, word) = super::list::state(self.head.state, lang);
        format!("{} · {word}", self.head.title)
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let (t, outcome) = (Text::of(lang), self.outcome.as_ref()?);
        let columns = vec![
            Column::text("name", t.candidate().to_string()).whole(),
            Column::number("place", t.place().to_string()),
            Column::number("panel", t.panel().to_string()),
            Column::number("number", t.number().to_string()),
            Column::text("working", t.working().to_string()).width(36),
            Column::number("coefficient", t.coefficient().to_string()),
            Column::number("interview", t.interview().to_string()),
            Column::number("written", t.written().to_string()),
            Column::number("total", t.total().to_string()),
            Column::badge("on", t.goes_on().to_string()),
        ];
        let row = |l: &Line| {
            let c = self.candidates.get(l.who)?;
            let mut on = if l.goes_on { Cell::new(t.yes().to_string()).tone(Tone::Yes) } else { Cell::new("—") };
            if l.tied {
                on = on.note(t.tied(self.scheme.ties.as_str()).to_string());
            } else if l.by_written {
                on = on.note(t.by_written().to_string());
            }
            Some(vec![
                Cell::new(c.name.clone()),
                Cell::new(l.place.to_string()),
                Cell::new(c.panel.to_string()),
                Cell::new(c.number.to_string()),
                Cell::new(self.working(c, &l.working, lang)),
                Cell::of(l.coefficient),
                Cell::new(rules::announced(l.interview)),
                Cell::of(c.written.map(Fixed::from_units)),
                Cell::new(rules::announced(l.total)),
                on,
            ])
        };
        let rows = outcome.lines.iter().filter_map(row);
        Some(
            Table::new(t.outcome().to_string(), columns)
                .rows(rows)
                .at(format!("/interviews/{}", self.head.interview), None)
                .exported(),
        )
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            section { h2 { (t.announced()) } (self.announced(lang)) }
            @if let Some(table) = self.table(lang) {
                section { h2 { (t.outcome()) } p.hint { (t.outcome_hint()) } (table.html(lang)) }
            } @else {
                @if view.can::<Run>() { (self.turns(view)) }
                @if !self.members.is_empty() {
                    section { h2 { (t.members()) } p.hint { (t.blind()) } (self.progress(lang)) }
                    section { h2 { (t.candidates()) } (self.people(lang)) }
                }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![(t.interviews().to_string(), "/interviews".to_owned())];
        if let Some(of) = self.recruitment {
            // what is to be done with the places is done there
            shell.actions = ui::button_link(&t.rec_lists().to_string(), &format!("/recruitments/{of}/lists"), None);
        }
        shell
    }
}
