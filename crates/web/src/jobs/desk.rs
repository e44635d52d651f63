//! Who works on what right now, in this process.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use auth::Actor;
use base::{Id, Lang, Say};
use db::Db;

use super::{Ended, Job, JobKey, State, acting, store};
use crate::error::say;

/// Jobs worked on at once; more wait. Two leave a core for the pages on a small machine.
const PLACES: usize = 2;
/// How often progress is written down.
const BEAT: Duration = Duration::from_secs(1);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How far a job is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Stand {
    pub(crate) state: State,
    pub(crate) done: u64,
    pub(crate) total: Option<u64>,
    pub(crate) note: Say,
}

/// A job that this process works on.
pub(crate) struct Live {
    stand: Mutex<Stand>,
    cancel: AtomicBool,
}
impl Live {
    pub(crate) fn put(&self, done: u64, total: Option<u64>, state: Option<State>) {
        let mut stand = lock(&self.stand);
        stand.done = done;
        stand.total = total;
        stand.state = state.unwrap_or(stand.state);
    }
    pub(crate) fn note(&self, note: Say) {
        lock(&self.stand).note = note;
    }
    pub(crate) fn stand(&self) -> Stand {
        lock(&self.stand).clone()
    }
    pub(crate) fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
    pub(crate) fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// What the work gets when someone asked to stop.
pub(crate) fn cancelled() -> db::Error {
    db::Error::Refused(say(|t| t.job_cancelled().to_string()))
}

#[derive(Default)]
struct Room {
    live: Mutex<HashMap<Id<JobKey>, Arc<Live>>>,
    working: Mutex<usize>,
    freed: Condvar,
    beating: AtomicBool,
}

/// The jobs of this process.
#[derive(Clone, Default)]
pub(crate) struct Desk(Arc<Room>);

impl Desk {
    pub(crate) fn live(&self, id: Id<JobKey>) -> Option<Arc<Live>> {
        lock(&self.0.live).get(&id).cloned()
    }

    pub(crate) fn abandon(&self) {
        lock(&self.0.live).clear();
    }

    pub(crate) fn start(
        &self,
        db: &Db,
        actor: &Actor,
        kind: &'static str,
        label: Say,
        work: impl FnOnce(&Job) -> db::Result<Ended> + Send + 'static,
    ) -> db::Result<Id<JobKey>> {
        let id = Id::new();
        store::insert(db, actor, id, kind, &label)?;
        let stand = Stand { state: State::Queued, done: 0, total: None, note: Say::new("", "") };
        let live = Arc::new(Live { stand: Mutex::new(stand), cancel: AtomicBool::new(false) });
        lock(&self.0.live).insert(id, live.clone());
        self.beat(db, actor);
        let (desk, job) = (self.clone(), Job { db: db.clone(), actor: acting(actor), live });
        let run = move || {
            let ended = desk.in_turn(&job, work);
            desk.end(&job, id, ended);
        };
        let spawned = thread::Builder::new().name(format!("job {kind}")).spawn(run);
        spawned.map(|_| id).map_err(|e| {
            lock(&self.0.live).remove(&id);
            db::Error::Busy(format!("no thread for the job: {e}"))
        })
    }

    /// Waits for a place, then works. A panic is a failure like others.
    fn in_turn(&self, job: &Job, work: impl FnOnce(&Job) -> db::Result<Ended>) -> db::Result<Ended> {
        let mut working = lock(&self.0.working);
        while *working >= PLACES {
            working = self.0.freed.wait(working).unwrap_or_else(PoisonError::into_inner);
        }
        *working += 1;
        drop(working);
        job.live.put(0, None, Some(State::Running));
        let done = job.check().and_then(|()| {
            catch_unwind(AssertUnwindSafe(|| work(job)))
                .unwrap_or_else(|_| Err(db::Error::Internal("a job panicked".to_owned())))
        });
        *lock(&self.0.working) -= 1;
        self.0.freed.notify_one();
        done
    }

    /// Writes down how it ended.
    fn end(&self, job: &Job, id: Id<JobKey>, ended: db::Result<Ended>) {
        let mut stand = job.live.stand();
        let mut href = None;
        (stand.state, stand.note) = match ended {
            Ok(ended) => {
                href = ended.href;
                (State::Done, ended.say)
            }
            Err(db::Error::Refused(_)) if job.live.cancelled() => {
                (State::Cancelled, say(|t| format!("{} {}", t.job_cancelled(), t.nothing_kept())))
            }
            Err(why) => (State::Failed, told(why)),
        };
        if let Err(why) = store::end(&job.db, job.actor.root(), id, &stand, href) {
            // it stays “running” without a heartbeat, and is found interrupted by whoever looks
            eprintln!("{} the end of job {id} could not be written down: {why}", job.db.now());
        }
        lock(&self.0.live).remove(&id);
    }

    /// Writes progress down and hears of stops asked for elsewhere, while there are jobs.
    fn beat(&self, db: &Db, actor: &Actor) {
        if self.0.beating.swap(true, Ordering::SeqCst) {
            return;
        }
        let (desk, db, root) = (self.clone(), db.clone(), actor.root());
        let run = move || {
            loop {
                thread::sleep(BEAT);
                let all: Vec<(Id<JobKey>, Arc<Live>)> =
                    lock(&desk.0.live).iter().map(|(id, live)| (*id, live.clone())).collect();
                if all.is_empty() {
                    desk.0.beating.store(false, Ordering::SeqCst);
                    // one that came between the look and the word is not left alone
                    if lock(&desk.0.live).is_empty() || desk.0.beating.swap(true, Ordering::SeqCst) {
                        return;
                    }
                }
                let stands = all.iter().map(|(id, live)| (*id, live.stand())).collect();
                // a beat that fails (a busy or full database) is made up by the next
                for id in store::beat(&db, root, stands).unwrap_or_default() {
                    if let Some((_, live)) = all.iter().find(|(i, _)| *i == id) {
                        live.cancel();
                    }
                }
            }
        };
        if thread::Builder::new().name("job beat".to_owned()).spawn(run).is_err() {
            self.0.beating.store(false, Ordering::SeqCst);
        }
    }
}

/// The reason as sentences in both languages; what belongs to the log goes there.
fn told(why: db::Error) -> Say {
    let error = crate::Error::from(why);
    if let Some(log) = &error.problem().log {
        eprintln!("job: {log}");
    }
    let first = error.fields().first();
    Say::each(|lang: Lang| {
        let field = first.map(|e| format!("{}: {}", e.field, e.say.to(lang)));
        let sentences = error.sentences(lang).into_iter().map(str::to_owned);
        sentences.chain(field).collect::<Vec<_>>().join(" ")
    })
}
