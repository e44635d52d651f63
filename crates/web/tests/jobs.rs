//! Long work as people see it.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use base::Say;
use testkit::{
    Bench,
    client::{Answer, Client, Site},
};
use web::{
    Cx, Reply, Routes, Slice,
    jobs::{self, Ended},
};

auth::actions! {
    /// Change.
    Change: Change "plum.change" [Officer];
}

/// What a test tells the work to do next.
enum Next {
    Step(u64),
    Write,
    End,
    Fail,
    Panic,
}
type Orders = Arc<Mutex<Option<Receiver<Next>>>>;

async fn begin(cx: Cx) -> Reply {
    let orders = cx.app().part::<Orders>().and_then(|o| o.lock().ok()?.take());
    let orders = orders.ok_or(db::Error::NotFound)?;
    let work = move |job: &jobs::Job| {
        loop {
            match orders.recv_timeout(Duration::from_millis(20)) {
                Ok(Next::Step(n)) => job.at(n, Some(10))?,
                Ok(Next::Write) => job.db().write(job.actor(), |tx| {
                    tx.may::<Change>()?;
                    tx.record(db::Event::new("plum.counted"), ())
                })?,
                Ok(Next::End) => return Ok(Ended::new(Say::new("数完了", "Counted")).href("/plums")),
                Ok(Next::Fail) => return Err(db::Error::field("人员!C7", Say::new("没有此单位", "No such unit"))),
                Ok(Next::Panic) => panic!("secret words"),
                Err(_) => job.check()?,
            }
        }
    };
    let id = jobs::start(&cx, "plum.count", Say::new("数李子", "Counting plums"), work).await?;
    cx.go(jobs::href(id))
}

fn site(t: &Bench) -> (Site, Sender<Next>) {
    let slice = Slice::new("plum", ACTIONS).routes(Routes::new().post(Change, "/count", ("数", "Count"), begin));
    let (send, receive) = channel();
    let orders: Orders = Arc::new(Mutex::new(Some(receive)));
    (Site::with(t, vec![slice, jobs::slice()], |app| app.with(orders)), send)
}
fn start(client: &Client) -> String {
    client.post("/count", &[]).is(303).location().expect("the job's page")
}
/// Asks until the page says so.
fn until(client: &Client, path: &str, ready: impl Fn(&Answer) -> bool) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = client.get(path).ok();
        if ready(&answer) {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{}", answer.text);
        std::thread::sleep(Duration::from_millis(10));
    }
}
fn says(text: &'static str) -> impl Fn(&Answer) -> bool {
    move |a| a.text.contains(text)
}

testkit::on_both_engines! {
    fn a_job_shows_how_far_it_is_and_how_it_ended(t: testkit::Bench) {
        let (site, orders) = site(t);
        let officer = site.as_actor(t.officer());
        let page = start(&officer);
        orders.send(Next::Step(3)).unwrap();
        until(&officer, &page, |a| a.text.contains("value=\"3\"")).shows("http-equiv=\"refresh\"").shows("数李子");
        officer.part(&format!("{page}/progress")).ok().shows("hx-get").hides("<form");
        assert_eq!(officer.json(&page)["done"], 3);
        // nobody else's
        let other = site.as_actor(t.officer());
        other.get(&page).is(404);
        other.post(&format!("{page}/cancel"), &[]).is(404);
        site.stranger().get(&page).asks_to_sign_in();
        orders.send(Next::Write).unwrap();
        orders.send(Next::End).unwrap();
        until(&officer, &page, says("数完了")).shows("/plums").hides("http-equiv=\"refresh\"");
        assert_eq!(officer.part(&format!("{page}/progress")).ok().header("hx-refresh"), "true");
        officer.get("/jobs").ok().shows("数李子").shows("完成");
        other.get("/jobs").ok().hides("数李子");
    }
    fn a_job_can_be_stopped(t: testkit::Bench) {
        let (site, orders) = site(t);
        let officer = site.as_actor(t.officer());
        let page = start(&officer);
        orders.send(Next::Step(1)).unwrap();
        officer.submit(&page, &[]).ok();
        until(&officer, &page, says("任务已停止"));
        assert_eq!(officer.json(&page)["state"], "cancelled");
    }
    fn a_job_that_fails_says_where(t: testkit::Bench) {
        let (site, orders) = site(t);
        let officer = site.as_actor(t.officer());
        let page = start(&officer);
        orders.send(Next::Fail).unwrap();
        until(&officer, &page, says("人员!C7: 没有此单位")).shows("没有保存任何内容");
    }
    fn a_panic_is_a_failure_without_its_words(t: testkit::Bench) {
        let (site, orders) = site(t);
        let officer = site.as_actor(t.officer());
        let page = start(&officer);
        orders.send(Next::Panic).unwrap();
        until(&officer, &page, says("程序或运行环境出现故障")).hides("secret words");
    }
    fn a_job_of_a_program_that_stopped_is_interrupted(t: testkit::Bench) {
        let actor = t.officer();
        let (first, orders) = site(t);
        let page = start(&first.as_actor(actor.clone()));
        orders.send(Next::Step(1)).unwrap();
        jobs::abandon(&first.app);
        // another process, whose desk knows nothing of the job
        t.on("2026-06-02");
        let (second, _orders) = site(t);
        let reader = second.as_actor(actor);
        until(&reader, &page, says("程序在任务进行中停止"));
        assert_eq!(reader.json(&page)["state"], "interrupted");
        drop(orders);
    }
}
