//! Long work: it goes on after its request, shows how far it is, can be stopped, and is not forgotten.
//!
//! ```ignore
//! let id = web::jobs::start(&cx, "intake.import", Say::new("导入人员", "Importing people"), move |job| {
//!     for (i, row) in rows.iter().enumerate() {
//!         job.at(i as u64, Some(rows.len() as u64))?; // stops here when someone asked to stop
//!         …
//!     }
//!     Ok(Ended::new(Say::new("已导入", "Imported")).href("/people"))
//! }).await?;
//! cx.go(web::jobs::href(id))
//! ```
//! Progress stands in memory and is written down once a second, so that the work itself never waits for it.

mod desk;
mod pages;
mod store;

use std::sync::Arc;

use auth::{Actor, Door};
use base::{Id, Say};
use db::Db;
use ui::Icon;

pub(crate) use desk::Desk;
use desk::Live;

use crate::{Cx, Routes, Slice, Someone};

/// A job, as the target of an [`Id`].
pub struct JobKey;

base::words! {
    /// Where a job stands.
    pub enum State {
        /// Waits for a place.
        Queued = "queued",
        /// Is being done.
        Running = "running",
        /// Came to its end.
        Done = "done",
        /// Did not come to its end, for a reason.
        Failed = "failed",
        /// The program stopped in the middle of it.
        Interrupted = "interrupted",
        /// Someone stopped it.
        Cancelled = "cancelled",
    }
}
impl State {
    /// Whether it is over.
    pub fn over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// How a job ended well.
#[derive(Clone, Debug)]
pub struct Ended {
    say: Say,
    href: Option<String>,
}
impl Ended {
    /// With this sentence.
    pub fn new(say: Say) -> Self {
        Self { say, href: None }
    }
    /// Its result is there.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// The job as its work sees it.
pub struct Job {
    db: Db,
    actor: Actor,
    live: Arc<Live>,
}
impl Job {
    /// The data.
    pub fn db(&self) -> &Db {
        &self.db
    }
    /// Whoever started it; the ledger says that a job acted for them.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// So much is done, of so much. Fails once someone asked to stop: hand the error on with `?`, so that the
    /// transaction under way is undone.
    pub fn at(&self, done: u64, total: Option<u64>) -> db::Result<()> {
        self.live.put(done, total, None);
        self.check()
    }
    /// This is being done right now.
    pub fn now(&self, note: Say) -> db::Result<()> {
        self.live.note(note);
        self.check()
    }
    /// Fails once someone asked to stop.
    pub fn check(&self) -> db::Result<()> {
        if self.live.cancelled() { Err(desk::cancelled()) } else { Ok(()) }
    }
}

/// Starts `work` on a thread of its own and gives its id; see the module.
pub async fn start(
    cx: &Cx,
    kind: &'static str,
    label: Say,
    work: impl FnOnce(&Job) -> db::Result<Ended> + Send + 'static,
) -> db::Result<Id<JobKey>> {
    let (app, actor) = (cx.app().clone(), cx.actor().clone());
    cx.work(move || app.desk().start(app.db(), &actor, kind, label, work)).await
}

/// As if this process had died: its jobs are heard of no more. For tests.
#[doc(hidden)]
pub fn abandon(app: &crate::App) {
    app.desk().abandon();
}

/// A job's page.
pub fn href(id: Id<JobKey>) -> String {
    format!("/jobs/{id}")
}

/// The actor that acts for whoever started the job. A token stays the limited token it is.
fn acting(actor: &Actor) -> Actor {
    if actor.door() == Door::Session { actor.in_job() } else { actor.clone() }
}

/// The pages of jobs.
pub fn slice() -> Slice {
    // its one action is the program's own and stands in nobody's policy
    Slice::new("job", &[])
        .routes(
            Routes::new()
                .get(Someone, "/jobs", ("后台任务", "Jobs"), pages::list)
                .get(Someone, "/jobs/{id}", ("任务进度", "A job's progress"), pages::show)
                .get(Someone, "/jobs/{id}/progress", ("任务进度（局部）", "A job's progress, in part"), pages::progress)
                .post(Someone, "/jobs/{id}/cancel", ("停止任务", "Stop a job"), pages::cancel)
                .takes_nothing(),
        )
        .menu(Someone, "/jobs", ("后台任务", "Jobs"), Icon::Clock, 900)
        .at_start(|console| {
            let count = store::interrupt(&console.db, console.actor.root(), true)?;
            Ok((count > 0).then(|| {
                Say::new(
                    format!("有 {count} 个任务在上次停止时被中断，详见“后台任务”。"),
                    format!("{count} jobs were interrupted when the program stopped; see “Jobs”."),
                )
            }))
        })
}
