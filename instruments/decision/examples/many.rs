//! A thousand cases with fifty people at work at once, on both engines: `cargo run -p decision --example many`. Says how long each write
//! took, that nothing was lost, and how long the list and what is due take then.

#[path = "../tests/common/mod.rs"]
mod common;

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use base::Id;
use common::{create, day, person, site, unit};
use decision::{Matter, Opening};
use procedure::Value;
use testkit::Bench;

const CASES: usize = 1000;
const PEOPLE: usize = 50;

fn shown(mut all: Vec<Duration>) -> String {
    all.sort();
    let at = |share: usize| all[(all.len() - 1) * share / 100].as_micros() as f64 / 1000.0;
    format!("median {:.1} ms, 95 % {:.1} ms, longest {:.1} ms ({} of them)", at(50), at(95), at(100), all.len())
}

fn run(name: &str, t: &Bench) {
    t.on("2026-06-01");
    let unit = unit(t, 5000);
    let post = create(t, unit);
    let candidate = person(t, unit, 1);
    let (times, refused) = (Mutex::new(Vec::new()), Mutex::new(Vec::<String>::new()));
    let timed = |f: &dyn Fn() -> Result<(), db::Error>| {
        let begun = Instant::now();
        if let Err(why) = f() {
            refused.lock().unwrap().push(why.to_string());
        }
        times.lock().unwrap().push(begun.elapsed());
    };
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for who in 0..PEOPLE {
            let (timed, t) = (&timed, &t);
            scope.spawn(move || {
                let officer = t.officer();
                for n in (who..CASES).step_by(PEOPLE) {
                    let of = Opening {
                        title: format!("选任{n}"),
                        unit,
                        procedure: "cn/appointment".to_owned(),
                        posts: vec![post],
                    };
                    let case: Mutex<Option<Id<Matter>>> = Mutex::new(None);
                    timed(&|| {
                        t.db.write(&officer, |tx| decision::open(tx, &of)).map(|id| *case.lock().unwrap() = Some(id))
                    });
                    let Some(case) = *case.lock().unwrap() else { continue };
                    let told = [("motion.on".to_owned(), None, Value::Day(day("2026-06-01")))];
                    timed(&|| t.db.write(&officer, |tx| decision::record(tx, case, "motion", &told)));
                    timed(&|| t.db.write(&officer, |tx| decision::name(tx, case, "motion", candidate, post)));
                    timed(&|| {
                        t.db.write(&officer, |tx| {
                            decision::attach(tx, case, "motion", "proposal", "方案.pdf", common::PDF)
                        })
                        .map(drop)
                    });
                    timed(&|| t.db.write(&officer, |tx| decision::close(tx, case, "motion", "done", &[], "")));
                }
            });
        }
    });
    let all = begun.elapsed();
    let times = std::mem::take(&mut *times.lock().unwrap());
    println!("{name}: {} writes by {PEOPLE} at once in {:.1} s: {}", times.len(), all.as_secs_f64(), shown(times));
    let refused = std::mem::take(&mut *refused.lock().unwrap());
    println!(
        "{name}: refused {}{}",
        refused.len(),
        refused.first().map(|w| format!(", first: {w}")).unwrap_or_default()
    );
    let cases = t.db.read(&t.officer(), |tx| {
        let may = tx.may::<decision::See>()?;
        decision::list(tx, &may, 5000)
    });
    let cases = cases.unwrap();
    let whole = cases.iter().filter(|c| {
        let state = c.state().unwrap();
        c.candidates.len() == 1 && c.papers.len() == 1 && state.now(&c.procedure).unwrap().id == "recommendation"
    });
    println!("{name}: {} cases, {} of them whole", cases.len(), whole.count());
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
    run("SQLite", &Bench::sqlite());
    if let Some(t) = Bench::postgres() {
        run("PostgreSQL", &t);
    }
}
