//! What one sees of jobs.

use auth::Account;
use axum::{http::HeaderValue, response::IntoResponse};
use base::{Id, Lang, Say, Timestamp};
use maud::{Markup, html};
use ui::{Cell, Column, Notice, Progress, Shell, Table, Tone};

use super::{JobKey, State, store};
use crate::{At, Cx, Page, Reply, Shape, Text, View};

/// A job.
#[derive(serde::Serialize, Clone, Debug)]
pub(super) struct JobPage {
    id: Id<JobKey>,
    kind: String,
    state: State,
    label: Say,
    done: u64,
    total: Option<u64>,
    note: Say,
    href: Option<String>,
    made_at: Timestamp,
    ended_at: Option<Timestamp>,
}

impl JobPage {
    /// The row, with what this process knows that is not written down yet.
    fn of(cx: &Cx, row: store::Row) -> Self {
        let unsigned = |n: i64| u64::try_from(n).unwrap_or(0);
        let mut page = Self {
            id: row.id,
            kind: row.kind,
            state: row.state,
            label: Say::new(row.label_zh, row.label_en),
            done: unsigned(row.done),
            total: row.total.map(unsigned),
            note: Say::new(row.note_zh, row.note_en),
            href: row.href,
            made_at: row.made_at,
            ended_at: row.ended_at,
        };
        if let Some(live) = cx.app().desk().live(page.id).filter(|_| !page.state.over()) {
            let stand = live.stand();
            (page.state, page.done, page.total, page.note) = (stand.state, stand.done, stand.total, stand.note);
        }
        page
    }
    fn tone(&self) -> Tone {
        match self.state {
            State::Queued | State::Running => Tone::Info,
            State::Done => Tone::Yes,
            State::Failed => Tone::No,
            State::Interrupted | State::Cancelled => Tone::Warning,
        }
    }
    fn progress(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let ended = self.state.over().then(|| {
            let mut notice = Notice::new(self.tone(), self.note.to(lang));
            notice.links.extend(self.href.iter().map(|href| (t.job_result().to_string(), href.clone())));
            notice
        });
        let now = match self.state {
            State::Queued => t.job_queued().to_string(),
            _ => self.note.to(lang).to_owned(),
        };
        Progress {
            label: self.label.to(lang).to_owned(),
            done: self.done,
            total: self.total,
            now,
            poll: (!self.state.over()).then(|| format!("/jobs/{}/progress", self.id)),
            ended,
        }
        .html(lang)
    }
}

impl Page for JobPage {
    fn title(&self, lang: Lang) -> String {
        self.label.to(lang).to_owned()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            (self.progress(view.lang))
            @if !self.state.over() {
                p.hint { (t.job_may_leave()) }
                (ui::post_button(&t.job_stop(), &format!("/jobs/{}/cancel", self.id), &view.csrf, Some(&t.job_stop_ask())))
            }
        }
    }
    fn frame(&self, view: &View, shell: Shell) -> Shell {
        let t = Text::of(view.lang);
        let refresh = (!self.state.over()).then_some(2);
        Shell { refresh, as_of: None, breadcrumbs: vec![(t.jobs().to_string(), "/jobs".to_owned())], ..shell }
    }
}

/// The reader's jobs.
#[derive(serde::Serialize, Debug)]
pub(super) struct JobsPage {
    jobs: Vec<JobPage>,
}
impl Page for JobsPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).jobs().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        html! { (self.table(view.lang).unwrap_or_default().html(view.lang)) }
    }
    fn table(&self, lang: Lang) -> Option<Table> {
        let t = Text::of(lang);
        let columns = vec![
            Column::link("label", t.job_what().to_string()),
            Column::badge("state", t.job_state().to_string()),
            Column::text("note", t.job_note().to_string()),
            Column::text("made_at", t.job_begun().to_string()),
        ];
        let rows = self.jobs.iter().map(|j| {
            vec![
                Cell::new(j.label.to(lang)).href(super::href(j.id)),
                Cell::new(word(j.state, &t)).tone(j.tone()),
                Cell::new(j.note.to(lang)),
                Cell::new(clock(j.made_at)),
            ]
        });
        Some(
            Table::new(t.jobs().to_string(), columns)
                .rows(rows)
                .empty(t.jobs_none().to_string(), t.jobs_none_hint().to_string()),
        )
    }
    fn frame(&self, _: &View, shell: Shell) -> Shell {
        Shell { as_of: None, ..shell }
    }
}

fn word(state: State, t: &Text) -> String {
    match state {
        State::Queued => t.job_is_queued().to_string(),
        State::Running => t.job_is_running().to_string(),
        State::Done => t.job_is_done().to_string(),
        State::Failed => t.job_is_failed().to_string(),
        State::Interrupted => t.job_is_interrupted().to_string(),
        State::Cancelled => t.job_is_cancelled().to_string(),
    }
}
/// The minute in the organisation's time zone (UTC+8).
fn clock(at: Timestamp) -> String {
    const DAY: i64 = 86_400_000_000;
    let minutes = (at.0 + 8 * 3_600_000_000).rem_euclid(DAY) / 60_000_000;
    format!("{} {:02}:{:02}", at.date_at(8), minutes / 60, minutes % 60)
}

/// Only an account has jobs; a console's are not for the web.
fn account(cx: &Cx) -> db::Result<Id<Account>> {
    cx.actor().account_id().ok_or(db::Error::NotFound)
}
async fn found(cx: &Cx, id: Id<JobKey>) -> db::Result<JobPage> {
    let (app, root, account) = (cx.app().clone(), cx.root(), account(cx)?);
    let here = cx.app().desk().live(id).is_some();
    let row = cx.work(move || {
        let row = store::find(app.db(), root, account, id)?;
        if row.state.over() || here || store::interrupt(app.db(), root, false)? == 0 {
            return Ok(row);
        }
        store::find(app.db(), root, account, id)
    });
    Ok(JobPage::of(cx, row.await?))
}

pub(super) async fn list(cx: Cx) -> Reply {
    let (app, root, account) = (cx.app().clone(), cx.root(), account(&cx)?);
    let rows = cx.work(move || store::list(app.db(), root, account)).await?;
    let jobs = rows.into_iter().map(|row| JobPage::of(&cx, row)).collect();
    cx.show(JobsPage { jobs })
}

pub(super) async fn show(cx: Cx, At(id): At<Id<JobKey>>) -> Reply {
    let page = found(&cx, id).await?;
    cx.show(page)
}

/// The part that replaces itself; when the job is over, the whole page is asked for once more.
pub(super) async fn progress(cx: Cx, At(id): At<Id<JobKey>>) -> Reply {
    let page = found(&cx, id).await?;
    if cx.shape() != Shape::Part {
        return cx.show(page);
    }
    let over = page.state.over();
    let mut response = page.progress(cx.lang()).into_response();
    if over {
        response.headers_mut().insert("hx-refresh", HeaderValue::from_static("true"));
    }
    Ok(response)
}

pub(super) async fn cancel(cx: Cx, At(id): At<Id<JobKey>>) -> Reply {
    let (app, root, account) = (cx.app().clone(), cx.root(), account(&cx)?);
    cx.work(move || store::cancel(app.db(), root, account, id)).await?;
    if let Some(live) = cx.app().desk().live(id) {
        live.cancel();
    }
    cx.done(super::href(id), Notice::new(Tone::Info, Text::of(cx.lang()).job_stopping().to_string()))
}
