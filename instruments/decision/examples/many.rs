//! A thousand cases with fifty people at work at once, on both engines: `cargo xtask bench cases`. First each on cases of their own,
//! then all of them on the same few. Says how long each write took, that nothing was lost and nobody met a fault of the
//! machinery, and how long the list and what is due take then. Fails where an update is lost.

#[path = "../tests/common/mod.rs"]
mod common;

use std::{
    sync::{
        Barrier, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use base::Id;
use common::{create, day, person, site, unit};
use decision::{Matter, Opening};
use org::Unit;
use people::Person;
use post::Post;
use procedure::Value;
use testkit::Bench;

const CASES: usize = 1000;
const PEOPLE: usize = 50;
/// So many of them are worked on by everybody at once.
const SHARED: usize = 10;

fn shown(mut all: Vec<Duration>) -> String {
    all.sort();
    let at = |share: usize| all[(all.len() - 1) * share / 100].as_micros() as f64 / 1000.0;
    format!("median {:.1} ms, 95 % {:.1} ms, longest {:.1} ms ({} of them)", at(50), at(95), at(100), all.len())
}

/// What came of the writes: how long each took, how many the rules said no to, and what the machinery failed at.
#[derive(Default)]
struct Writes {
    times: Mutex<Vec<Duration>>,
    refused: AtomicUsize,
    faults: Mutex<Vec<String>>,
}
impl Writes {
    fn timed<T>(&self, f: impl FnOnce() -> db::Result<T>) -> Option<T> {
        let begun = Instant::now();
        let done = f();
        self.times.lock().unwrap().push(begun.elapsed());
        match done {
            Ok(done) => return Some(done),
            Err(db::Error::Refused(_) | db::Error::Invalid(_) | db::Error::Conflict) => {
                self.refused.fetch_add(1, Ordering::Relaxed);
            }
            Err(why) => self.faults.lock().unwrap().push(why.to_string()),
        }
        None
    }
    fn say(&self, what: &str, all: Duration) {
        let times = std::mem::take(&mut *self.times.lock().unwrap());
        println!("{what} in {:.1} s: {}", all.as_secs_f64(), shown(times));
        let faults = self.faults.lock().unwrap();
        println!("{what}: {} refused by a rule, {} failed", self.refused.load(Ordering::Relaxed), faults.len());
        assert!(faults.is_empty(), "{:?}", faults.first());
    }
}

fn begin(t: &Bench, writes: &Writes, n: usize, unit: Id<Unit>, post: Id<Post>) -> Option<Id<Matter>> {
    let officer = t.officer();
    let of = Opening { title: format!("选任{n}"), unit, procedure: "cn/appointment".to_owned(), posts: vec![post] };
    let case = writes.timed(|| t.db.write(&officer, |tx| decision::open(tx, &of)))?;
    let told = [("motion.on".to_owned(), None, Value::Day(day("2026-06-01")))];
    writes.timed(|| t.db.write(&officer, |tx| decision::record(tx, case, "motion", &told)))?;
    writes.timed(|| {
        t.db.write(&officer, |tx| decision::attach(tx, case, "motion", "proposal", "方案.pdf", common::PDF))
    })?;
    Some(case)
}

/// Everybody opens cases, and takes each through its first step.
fn own(t: &Bench, name: &str, unit: Id<Unit>, post: Id<Post>, candidate: Id<Person>) {
    let (writes, begun) = (Writes::default(), Instant::now());
    std::thread::scope(|scope| {
        for who in 0..PEOPLE {
            let writes = &writes;
            scope.spawn(move || {
                let officer = t.officer();
                for n in (who..CASES).step_by(PEOPLE) {
                    let Some(case) = begin(t, writes, n, unit, post) else { continue };
                    writes.timed(|| t.db.write(&officer, |tx| decision::name(tx, case, "motion", candidate, post)));
                    writes.timed(|| t.db.write(&officer, |tx| decision::close(tx, case, "motion", "done", &[], "")));
                }
            });
        }
    });
    writes.say(&format!("{name}: {PEOPLE} people on cases of their own"), begun.elapsed());
}

/// Everybody names somebody else in the same cases, then tries to close the same step of others, which one alone can do.
fn shared(t: &Bench, name: &str, unit: Id<Unit>, post: Id<Post>, people: &[Id<Person>]) {
    let before = Writes::default();
    let open = |n: usize| begin(t, &before, CASES + n, unit, post);
    let naming: Vec<Id<Matter>> = (0..SHARED).filter_map(open).collect();
    let closing: Vec<Id<Matter>> = (SHARED..2 * SHARED).filter_map(open).collect();
    for case in &closing {
        t.db.write(&t.officer(), |tx| decision::name(tx, *case, "motion", people[0], post)).unwrap();
    }
    let (writes, begun) = (Writes::default(), Instant::now());
    let (named, closed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let together = Barrier::new(PEOPLE);
    std::thread::scope(|scope| {
        for person in people {
            let (writes, named, closed, together) = (&writes, &named, &closed, &together);
            let both = naming.iter().zip(&closing);
            scope.spawn(move || {
                let officer = t.officer();
                for (case, other) in both {
                    together.wait();
                    let one =
                        writes.timed(|| t.db.write(&officer, |tx| decision::name(tx, *case, "motion", *person, post)));
                    named.fetch_add(usize::from(one.is_some()), Ordering::Relaxed);
                    together.wait();
                    let one = writes
                        .timed(|| t.db.write(&officer, |tx| decision::close(tx, *other, "motion", "done", &[], "")));
                    closed.fetch_add(usize::from(one.is_some()), Ordering::Relaxed);
                }
            });
        }
    });
    writes.say(&format!("{name}: {PEOPLE} people on the same {SHARED} cases"), begun.elapsed());
    let (named, closed) = (named.into_inner(), closed.into_inner());
    let all = t.db.read(&t.officer(), |tx| {
        let may = tx.may::<decision::See>()?;
        decision::list(tx, &may, 5000)
    });
    let all = all.unwrap();
    let there: usize = all.iter().filter(|c| naming.contains(&c.case)).map(|c| c.candidates.len()).sum();
    println!("{name}: {named} names were acknowledged and {there} stand; {closed} of {SHARED} steps closed, each once");
    assert!(named == SHARED * PEOPLE && there == named && closed == SHARED, "an update was lost");
    let whole = all.iter().filter(|c| {
        let state = c.state().unwrap();
        !c.candidates.is_empty() && c.papers.len() == 1 && state.now(&c.procedure).unwrap().id == "recommendation"
    });
    let whole = whole.count();
    println!("{name}: {} cases, {whole} of them whole", all.len());
    assert_eq!((all.len(), whole), (CASES + 2 * SHARED, CASES + SHARED), "an update was lost");
}

fn run(name: &str, t: &Bench) {
    t.on("2026-06-01");
    let unit = unit(t, 5000);
    let post = create(t, unit);
    let people: Vec<Id<Person>> = (1..=PEOPLE).map(|n| person(t, unit, n)).collect();
    own(t, name, unit, post, people[0]);
    shared(t, name, unit, post, &people);
    t.assert_ledger();
    let site = site(t);
    let officer = site.as_actor(t.officer());
    let again = |f: &dyn Fn()| {
        (0..20)
            .map(|_| {
                let begun = Instant::now();
                f();
                begun.elapsed()
            })
            .collect::<Vec<_>>()
    };
    println!(
        "{name}: the list as a page: {}",
        shown(again(&|| {
            officer.get("/cases").ok();
        }))
    );
    println!(
        "{name}: the list as data: {}",
        shown(again(&|| {
            officer.json("/cases");
        }))
    );
    let due = || {
        let until = day("2030-01-01");
        t.db.read(&t.officer(), |tx| decision::due(tx, until)).unwrap();
    };
    println!("{name}: what is due: {}", shown(again(&due)));
}

fn main() {
    run("SQLite", &Bench::sqlite_in(&std::env::temp_dir()));
    if let Some(t) = Bench::postgres() {
        run("PostgreSQL", &t);
    }
}
