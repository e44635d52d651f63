//! Places after the written test, who is interviewed, and how those who go on enter a case.

use std::collections::BTreeMap;

use base::{Date, Id};
use decision::Matter;
use maud::{Markup, html};
use post::Post;
use serde::{Deserialize, Serialize};
use ui::{Cell, Column, Field, Notice, Row, Table, Tone};
use web::{At, Cx, Form, Lang, Page, Reply, View};

use super::Fields;
use crate::{
    Text,
    recruit::{
        Application, Conduct, Recruitment, See,
        enter::{self, OfOpening},
        office::{self, Figures},
        store::{self, Announced},
    },
    rules::{Line, Written, announced},
};

/// Into which case candidates of an opening go.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Entering {
    code: String,
    /// Case and post, apart by a colon.
    case: String,
    /// The applications.
    who: Vec<String>,
}

/// All lists.
#[derive(Serialize)]
struct Lists {
    announced: Announced,
    figures: Option<Figures>,
    openings: Vec<OfOpening>,
    /// Who it is, by application.
    names: BTreeMap<String, String>,
    /// The lines of interviews that are closed, by the number of the written test.
    lines: BTreeMap<String, Line>,
    /// Those who have entered a case or have a file.
    entered: Vec<Id<Application>>,
    #[serde(skip)]
    cases: Vec<(String, String)>,
    #[serde(skip)]
    by: Option<crate::rules::Figures>,
    #[serde(skip)]
    today: Date,
    #[serde(skip)]
    code: String,
    #[serde(skip)]
    sent: Fields,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

/// At most so many cases are offered.
const MOST: i64 = 200;

async fn load(cx: &Cx, id: Id<Recruitment>) -> db::Result<Lists> {
    let today = cx.today();
    cx.read(move |tx| {
        let may = tx.may::<See>()?;
        let announced = store::of_office(tx, &may, id)?;
        let figures = office::figures(tx, &may, &announced, today).ok();
        let stood = store::stood(tx, &may, id, None)?;
        let openings = enter::lists(tx, &may, &announced, &stood, today)?;
        let (mut names, mut lines) = (BTreeMap::new(), BTreeMap::new());
        for draft in store::drafts(tx, &may, id)? {
            names.insert(draft.application.to_string(), enter::name_of(&draft)?);
        }
        for interview in openings.iter().filter_map(|o| o.interview) {
            lines.extend(enter::placed(tx, &may, interview)?);
        }
        let mut cases = Vec::new();
        if let Ok(see) = tx.may::<decision::See>() {
            for case in decision::list(tx, &see, MOST)? {
                let state = case.state()?;
                if !state.now(&case.procedure).is_some_and(|step| step.names) {
                    continue;
                }
                for post in &case.posts {
                    let named = post::whole(tx, *post, today)?.frame.name;
                    cases.push((format!("{}:{post}", case.case), format!("{} · {named}", case.title)));
                }
            }
        }
        let by = crate::actions::figures(tx, &may, today).ok();
        let entered = stood.persons.iter().map(|p| p.0).collect();
        Ok(Lists {
            announced,
            figures,
            openings,
            names,
            lines,
            entered,
            cases,
            by,
            today,
            code: String::new(),
            sent: Fields::new(),
            errors: Vec::new(),
        })
    })
    .await
}

pub(super) async fn show(cx: Cx, At(id): At<Id<Recruitment>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(page)
}

pub(super) async fn interview(cx: Cx, At(id): At<Id<Recruitment>>, Form(sent): Form<Fields>) -> Reply {
    let get = |key: &str| sent.get(key).cloned().unwrap_or_default();
    let written = Written {
        title: get("title"),
        day: get("day"),
        out: get("out"),
        highest: get("highest"),
        written: get("written"),
        places: get("places"),
        ratio: get("ratio"),
        pass: get("pass"),
        level: get("level"),
        ties: get("ties"),
    };
    let code = get("code");
    let of = code.clone();
    match cx.write(move |tx| enter::interview(tx, id, &of, &written)).await {
        Ok(interview) => {
            let says = Text::of(cx.lang()).rec_interview_made().to_string();
            cx.done(format!("/interviews/{interview}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, id).await?;
            cx.again(why, |errors| Lists { code, sent, errors, ..page })
        }
    }
}

/// First the files, then the names: each transaction is whole, and doing it again does nothing twice.
async fn enter_all(cx: &Cx, id: Id<Recruitment>, sent: &Entering) -> db::Result<Id<Matter>> {
    let (case, post) = sent.case.split_once(':').ok_or_else(enter::no_case)?;
    let case: Id<Matter> = case.parse().map_err(|_| enter::no_case())?;
    let post: Id<Post> = post.parse().map_err(|_| enter::no_case())?;
    let who: Vec<Id<Application>> = sent.who.iter().filter_map(|a| a.parse().ok()).collect();
    if who.is_empty() {
        let say = base::Say::new("请选择人选。", "Choose who goes on.");
        return Err(db::Error::field("who", say));
    }
    // whether the case takes names is asked before anybody is given a file
    let step = cx
        .read(move |tx| {
            let may = tx.may::<decision::Act>()?;
            let case = decision::case(tx, &may, case)?;
            let step = case.state()?.now(&case.procedure).filter(|s| s.names).map(|s| s.id.clone());
            step.filter(|_| case.posts.contains(&post)).ok_or_else(enter::no_case)
        })
        .await?;
    let persons = cx.write(move |tx| enter::files(tx, id, &who)).await?;
    for person in persons {
        let step = step.clone();
        let there = cx
            .read(move |tx| {
                let may = tx.may::<decision::See>()?;
                Ok(decision::case(tx, &may, case)?.candidates.iter().any(|c| c.person == person))
            })
            .await?;
        if !there {
            cx.write(move |tx| decision::name(tx, case, &step, person, post)).await?;
        }
    }
    Ok(case)
}

pub(super) async fn into_case(cx: Cx, At(id): At<Id<Recruitment>>, Form(sent): Form<Entering>) -> Reply {
    match enter_all(&cx, id, &sent).await {
        Ok(case) => {
            let says = Text::of(cx.lang()).rec_entered().to_string();
            cx.done(format!("/cases/{case}"), Notice::new(Tone::Yes, says))
        }
        Err(why) => {
            let page = load(&cx, id).await?;
            cx.again(why, |errors| Lists { code: sent.code, errors, ..page })
        }
    }
}

impl Lists {
    fn list(&self, o: &OfOpening, lang: Lang) -> Table {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("name", t.candidate().to_string()).whole(),
            Column::number("place", t.place().to_string()),
            Column::text("number", t.rec_exam().to_string()),
            Column::number("mark", t.written().to_string()),
            Column::badge("on", t.rec_interview().to_string()),
            Column::number("interview", t.interview().to_string()),
            Column::number("total", t.total().to_string()),
            Column::number("final", t.rec_final().to_string()),
        ];
        let row = |p: &enter::Placed| {
            let line = self.lines.get(&p.number);
            let name = self.names.get(&p.application.to_string()).cloned().unwrap_or_default();
            let mark =
                p.mark.map(|m| m.to_string()).or_else(|| p.away.clone()).unwrap_or_else(|| t.rec_no_mark().to_string());
            let on = if p.on { Cell::new(t.rec_on_list().to_string()).tone(Tone::Yes) } else { Cell::new("—") };
            Row::from(vec![
                // the row is the candidate's: whoever did not sit the test has no place
                Cell::new(name)
                    .href(format!("/recruitments/{}/applications/{}", self.announced.recruitment, p.application)),
                Cell::of(p.place),
                Cell::new(&p.number),
                Cell::new(mark),
                on,
                Cell::of(line.map(|l| announced(l.interview))),
                Cell::of(line.map(|l| announced(l.total))),
                Cell::of(line.map(|l| l.place)),
            ])
        };
        Table::new(o.title.clone(), columns).rows(o.list.iter().map(row))
    }

    fn drawing(&self, o: &OfOpening, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let mine = self.code == o.code;
        let value = |key: &str, usual: String| match self.sent.get(key).filter(|_| mine) {
            Some(sent) => sent.clone(),
            None => usual,
        };
        let errors = if mine { self.errors.clone() } else { Vec::new() };
        let pass = self.figures.map_or_else(String::new, |by| by.pass.to_string());
        let (drop, ends) = self.by.map_or((String::new(), String::new()), |b| (b.drop.to_string(), b.ends.to_string()));
        html! {
            details open[mine && !errors.is_empty()] {
                summary.button { (t.rec_draw_up()) }
                (ui::Form::post(format!("/recruitments/{}/interview", self.announced.recruitment), &view.csrf)
                    .hidden("code", &o.code)
                    .field(Field::text("title", t.title().to_string()).value(value("title", format!("{} {}", self.announced.title, o.title).chars().take(100).collect())).limit(100).required())
                    .field(Field::day("day", t.day().to_string()).value(value("day", self.today.to_string())).required())
                    .field(Field::number("places", t.places().to_string()).value(value("places", o.places.to_string())).required())
                    .field(Field::number("ratio", t.ratio().to_string()).value(value("ratio", "1".into())).hint(t.ratio_hint().to_string()).required())
                    .field(Field::number("out", t.out().to_string()).value(value("out", drop)).required())
                    .field(Field::number("highest", t.highest().to_string()).value(value("highest", "100".into())).required())
                    .field(Field::number("written", t.written_weight().to_string()).value(value("written", "50".into())).hint(t.written_hint().to_string()).required())
                    .field(Field::text("pass", t.pass().to_string()).value(value("pass", pass)))
                    .field(Field::number("level", t.level().to_string()).value(value("level", String::new())).hint(t.rec_level_hint(ends.as_str()).to_string()))
                    .field(Field::text("ties", t.ties().to_string()).value(value("ties", String::new())).hint(t.ties_hint().to_string()).limit(200).required())
                    .errors(errors)
                    .submit(t.rec_draw_up().to_string())
                    .html(lang))
            }
        }
    }

    fn entering(&self, o: &OfOpening, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let goes_on = |p: &&enter::Placed| self.lines.get(&p.number).is_some_and(|l| l.goes_on);
        let who = o.list.iter().filter(|p| self.lines.contains_key(&p.number)).map(|p| {
            let name = self.names.get(&p.application.to_string()).cloned().unwrap_or_default();
            let place = self.lines.get(&p.number).map_or(0, |l| l.place);
            (p.application.to_string(), t.rec_at_place(u64::from(place), name.as_str()).to_string())
        });
        let chosen = o.list.iter().filter(goes_on).map(|p| p.application.to_string());
        let mine = self.code == o.code;
        html! {
            @if self.cases.is_empty() {
                p.hint { (t.rec_no_case()) " " a href="/cases/new" { (t.rec_open_case()) } }
            } @else {
                (ui::Form::post(format!("/recruitments/{}/case", self.announced.recruitment), &view.csrf)
                    .hidden("code", &o.code)
                    .field(Field::checks("who", t.rec_who().to_string(), who).values(chosen).hint(t.rec_who_hint().to_string()))
                    .field(Field::select("case", t.rec_case().to_string(), self.cases.clone()).required())
                    .errors(if mine { self.errors.clone() } else { Vec::new() })
                    .submit(t.rec_enter().to_string())
                    .html(lang))
            }
        }
    }
}

impl Page for Lists {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).rec_lists().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        html! {
            @if let Some(by) = self.figures {
                p { a href=(rulebook::href(office::PACK, "interview-shortlist")) { (t.rec_shortlist_says(by.pass, u64::from(by.ratio))) } }
            }
            @for o in self.openings.iter().filter(|o| !o.list.is_empty()) {
                section {
                    h2 { (o.title) " " small.muted { (o.code) " · " (t.rec_places(i64::from(o.places))) } }
                    @if o.missing > 0 { (Notice::new(Tone::Warning, t.rec_missing(o.missing as u64).to_string()).html(lang)) }
                    div.list { (self.list(o, lang).plain(lang)) }
                    @if let Some(interview) = o.interview { p { a href=(format!("/interviews/{interview}")) { (t.rec_to_interview()) } } }
                    @if view.can::<Conduct>() {
                        div.no-print {
                            @if o.interview.is_none() && o.missing == 0 && o.list.iter().any(|p| p.on) { (self.drawing(o, view)) }
                            @if o.list.iter().any(|p| self.lines.contains_key(&p.number)) { h3 { (t.rec_enter()) } (self.entering(o, view)) }
                        }
                    }
                }
            }
            @if self.openings.iter().all(|o| o.list.is_empty()) { p { (t.rec_no_numbers()) } }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![
            (Text::of(view.lang).recruitments().to_string(), "/recruitments".to_owned()),
            (self.announced.title.clone(), format!("/recruitments/{}", self.announced.recruitment)),
        ];
        shell
    }
}
