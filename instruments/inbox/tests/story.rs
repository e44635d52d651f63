//! What is due, on the page, in the calendar, by mail and to a webhook, against servers that are not ours.

use std::{
    io::{BufRead, BufReader, Write as _},
    path::Path as Folder,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use account::actions::{
    accounts::{self, AccountForm},
    grants::{self, GrantForm},
};
use auth::{Actor, Columns, Door, Grant, Path, Role};
use base::{Date, Lang, Say, Timestamp};
use db::{Read, Result};
use inbox::{Due, Outcome, Outside, Sources, round};
use testkit::{
    Bench,
    client::{Client, Site},
};

const PYTHON: &str = "/usr/bin/python3";

fn due(tx: &mut Read<'_>, until: Date) -> Result<Vec<Due>> {
    // what each sees is the own: visitors have nothing
    if tx.actor().account_id().is_none() {
        return Ok(Vec::new());
    }
    let today = tx.today();
    let one = |key: &str, days: i32, what: &str| Due {
        by: today.plus_days(days),
        key: key.to_owned(),
        kind: Say::new("公示", "Notice"),
        what: Say::new(format!("张三{what}"), format!("Zhang San, {what}")),
        plain: Say::new(what, what),
        href: "/notices/1".to_owned(),
    };
    let all = vec![one("late", -2, "答复异议"), one("soon", 5, "公示期满"), one("later", 100, "试用期满")];
    Ok(all.into_iter().filter(|d| d.by <= until).collect())
}

fn sources() -> Sources {
    Sources::new([due as inbox::Source])
}
fn site(t: &Bench, outside: &Outside) -> Site {
    let outside = outside.clone();
    Site::with(t, vec![inbox::slice()], move |app| app.with(sources()).with(outside))
}

/// A program that is stopped when the test is over.
struct Server(Child);
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A free port of this machine.
fn port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
fn answers(port: u16) {
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the server does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Debian's aiosmtpd, which puts mails into a Maildir.
fn smtp(folder: &Folder, port: u16) -> Server {
    let mut command = Command::new(PYTHON);
    command.args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{port}"), "-c", "aiosmtpd.handlers.Mailbox"]);
    let server = Server(command.arg(folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    answers(port);
    server
}
fn mails(folder: &Folder) -> Vec<String> {
    // the subject and text as Python's own mail library reads them
    let script = "import mailbox,sys,email.policy,email\n\
        for m in mailbox.Maildir(sys.argv[1], create=False):\n\
        \x20   m = email.message_from_bytes(m.as_bytes(), policy=email.policy.default)\n\
        \x20   print(m['to'], m['subject'], m['auto-submitted'], m.get_content().replace('\\n', '|'))";
    let out = Command::new(PYTHON).args(["-c", script]).arg(folder).env("PYTHONIOENCODING", "utf-8").output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// A receiver of webhooks in Python, which answers as it is told and checks signatures with Python's own HMAC.
struct Receiver {
    at: String,
    out: BufReader<std::process::ChildStdout>,
    _server: Server,
}
impl Receiver {
    fn new(secret: &str, statuses: &str) -> Self {
        Self::at(&format!("http://127.0.0.1:{}/hook", port()), secret, statuses)
    }
    fn at(at: &str, secret: &str, statuses: &str) -> Self {
        let script = r"
import http.server, hmac, hashlib, base64, sys
secret = base64.b64decode(sys.stdin.readline().strip()[len('whsec_'):])
statuses = [int(s) for s in sys.stdin.readline().split()]
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length']))
        signed = self.headers['webhook-id'].encode() + b'.' + self.headers['webhook-timestamp'].encode() + b'.' + body
        ours = 'v1,' + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
        print('good' if hmac.compare_digest(ours, self.headers['webhook-signature']) else 'forged', body.decode(), flush=True)
        self.send_response(statuses.pop(0) if statuses else 204); self.end_headers()
    def log_message(self, *a): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler)
print('ready', flush=True)
server.serve_forever()
";
        let port = at.trim_start_matches("http://127.0.0.1:").trim_end_matches("/hook");
        let mut command = Command::new(PYTHON);
        command.args(["-c", script, port]).env("PYTHONIOENCODING", "utf-8");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{secret}\n{statuses}").unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut this = Self { at: at.to_owned(), out, _server: Server(child) };
        assert_eq!(this.line(), "ready");
        this
    }
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

/// Whether the software is there; says so where it is not.
fn skipped(what: &str) -> bool {
    let there = Folder::new("/usr/lib/python3/dist-packages").join(what).is_dir();
    if !there {
        eprintln!("skipped: Debian's python3-{what} is not installed (cargo xtask ci installs it)");
    }
    !there
}

/// Someone whose account is recorded, so that messages can be made in its name.
fn recorded(t: &Bench, site: &Site, role: Role, name: &str) -> Client {
    let admin = t.actor(Role::Administrator);
    let form = AccountForm { name: name.to_owned(), display: name.to_owned(), person: None, lang: Lang::Zh };
    let account = t.db.write(&admin, |tx| accounts::make(tx, &form)).unwrap();
    let from = t.db.now().date_at(8);
    let grant = GrantForm { account, role, over: (None, Path::whole()), shows: Columns::NONE, from, to: None };
    t.db.write(&admin, |tx| grants::grant(tx, &grant)).unwrap();
    let grants = vec![Grant { role, over: Path::whole(), columns: Columns::NONE }];
    site.as_actor(Actor::account(Door::Session, t.root, account, None, grants))
}
fn officer(t: &Bench, site: &Site) -> Client {
    recorded(t, site, Role::Officer, "officer")
}
fn later(t: &Bench, seconds: i64) {
    t.clock.set(Timestamp(t.db.now().0 + seconds * 1_000_000));
}

fn tell(t: &Bench, outside: &Outside) -> Outcome {
    round(&t.db, t.root, &sources(), outside).unwrap()
}

testkit::on_both_engines! {
    fn what_is_due_is_listed_the_nearest_first(t: Bench) {
        let site = site(t, &Outside::default());
        let page = officer(t, &site);
        page.get("/inbox").ok().shows("逾期 2 天").shows("张三公示期满").shows("5 天").shows("张三试用期满");
        page.get("/inbox?lang=en").ok().shows("2 day(s) overdue").shows("No mail server is set");
        let rows = page.json("/inbox")["due"]["rows"].as_array().unwrap().clone();
        let keys: Vec<&str> = rows.iter().map(|d| d["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["late", "soon", "later"]);
        // a screenful at a time, by the day and the matter and never by a number
        let first = page.json("/inbox?limit=2")["due"].clone();
        assert_eq!((first["rows"].as_array().unwrap().len(), &first["total"]), (2, &serde_json::json!(3)));
        let rest = page.json(&format!("/inbox?limit=2&after={}", first["next"].as_str().unwrap()))["due"].clone();
        assert_eq!((rest["rows"][0]["key"].as_str(), rest["next"].as_str()), (Some("later"), None));
        page.get("/inbox?limit=2").ok().shows("after=").hides("张三试用期满");
        site.stranger().get("/inbox").asks_to_sign_in();
    }

    fn what_has_been_overdue_for_long_does_not_hide_what_is_due_next(t: Bench) {
        fn stale(tx: &mut Read<'_>, _: Date) -> Result<Vec<Due>> {
            let today = tx.today();
            let one = |n: i32| Due {
                by: today.plus_days(-100 - n),
                key: format!("term/{n}"),
                kind: Say::new("任期届满", "End of a term"),
                what: Say::new("任期届满", "A term ends"),
                plain: Say::new("任期届满", "A term ends"),
                href: "/appointments/1".to_owned(),
            };
            Ok((0..600).map(one).collect())
        }
        let outside = Outside { origin: "https://xn.example".into(), ..Outside::default() };
        let sources = Sources::new([stale as inbox::Source, due]);
        let site = Site::with(t, vec![inbox::slice()], move |app| app.with(sources).with(outside));
        let page = officer(t, &site);
        // late by two days, due in five, due in a hundred, then what has been overdue for more than that
        let first = page.json("/inbox?limit=4")["due"]["rows"].clone();
        let keys: Vec<&str> = first.as_array().unwrap().iter().map(|d| d["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["late", "soon", "term/0", "later"]);
        let all = page.get("/inbox").ok();
        for says in ["张三试用期满", "全部 603", "已逾期 601", "两周内 1", "两周以后 1", "任期届满 600", "公示 3"] {
            assert!(all.text.contains(says), "{says}");
        }
        page.get("/inbox?when=later").ok().shows("张三试用期满").hides("张三公示期满");
        page.get("/inbox?kind=公示&lang=en").ok().shows("All 3").shows("Overdue 1").hides("A term ends");
        let rest = page.json("/inbox?limit=1000")["due"]["rows"].clone();
        assert_eq!(rest.as_array().unwrap().len(), 603, "each once");
        let next = page.json("/inbox?limit=3&when=overdue")["due"]["next"].as_str().unwrap().to_owned();
        let more = page.json(&format!("/inbox?limit=3&when=overdue&after={next}"))["due"]["rows"].clone();
        assert_eq!(more[0]["key"], "term/2");
        // a calendar takes five hundred: the nearest, in the order of days
        let shown = page.post("/inbox/calendar", &[]).text;
        let at = shown.split("https://xn.example").find(|s| s.starts_with("/inbox/calendar/")).unwrap();
        let feed = site.stranger().get(at.split(['<', '"']).next().unwrap()).ok().text;
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 500);
        assert!(feed.contains("SUMMARY:试用期满") && feed.find("UID:late") < feed.find("UID:later"), "{feed}");
    }

    fn a_calendar_reads_the_feed_and_finds_no_name(t: Bench) {
        let outside = Outside { origin: "https://xn.example".into(), ..Outside::default() };
        let site = site(t, &outside);
        let page = officer(t, &site);
        let shown = page.post("/inbox/calendar", &[]);
        let text = shown.text;
        let at = text.split("https://xn.example").find(|s| s.starts_with("/inbox/calendar/")).unwrap();
        let at = at.split(['<', '"']).next().unwrap().to_owned();
        let stranger = site.stranger();
        let feed = stranger.get(&at).ok().text;
        assert!(feed.starts_with("BEGIN:VCALENDAR\r\n") && !feed.contains("张三"), "{feed}");
        stranger.get("/inbox/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").is(404);
        if !skipped("icalendar") {
            let script = "import sys,icalendar\n\
                for e in icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('vevent'):\n\
                \x20   print(e['dtstart'].dt, e['summary'], e['url'])";
            let mut child = Command::new(PYTHON).args(["-c", script]).env("PYTHONIOENCODING", "utf-8")
                .stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(feed.as_bytes()).unwrap();
            let read = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
            assert_eq!(read.lines().next(), Some("2026-05-30 答复异议 https://xn.example/notices/1"));
            assert_eq!(read.lines().count(), 3);
        }
        page.post("/inbox/calendar/stop", &[]);
        stranger.get(&at).is(404);
    }

    fn a_mail_server_takes_the_code_and_then_one_mail_a_day(t: Bench) {
        if skipped("aiosmtpd") {
            return;
        }
        let (folder, port) = (tempfile::tempdir().unwrap(), port());
        let folder = folder.path().join("mail");
        let outside = Outside {
            smtp: Some(format!("smtp://127.0.0.1:{port}")),
            from: Some("贤能 <xianneng@example.org>".into()),
            origin: "https://xn.example".into(),
        };
        let site = site(t, &outside);
        let page = officer(t, &site);
        page.post("/inbox/channels", &[("kind", "mail"), ("address", "a@b@c")]).is(422).shows("请填写邮箱地址");
        page.post("/inbox/channels", &[("kind", "mail"), ("address", "officer@example.org")]).location().unwrap();
        // the server is not there yet: the message waits
        assert_eq!(tell(t, &outside), Outcome { failed: 1, ..Outcome::default() });
        page.get("/inbox").ok().shows("已试 1 次");
        let _server = smtp(&folder, port);
        assert_eq!(tell(t, &outside), Outcome::default(), "its time has not come");
        later(t, 61);
        assert_eq!(tell(t, &outside), Outcome { sent: 1, ..Outcome::default() });
        let first = mails(&folder).remove(0);
        let code = first.split("确认码：").nth(1).unwrap()[..8].to_owned();
        let id = page.json("/inbox")["channels"][0]["id"].as_str().unwrap().to_owned();
        let confirm = format!("/inbox/channels/{id}/confirm");
        page.post(&confirm, &[("code", "XXXXXXXX")]).is(422).shows("确认码不对");
        assert_eq!(tell(t, &outside), Outcome::default(), "nothing before it is confirmed");
        page.post(&confirm, &[("code", &code)]).location().unwrap();
        assert_eq!(tell(t, &outside), Outcome { made: 1, sent: 1, ..Outcome::default() });
        assert_eq!(tell(t, &outside), Outcome::default(), "once a day");
        later(t, 24 * 3600);
        assert_eq!(tell(t, &outside), Outcome::default(), "and only what is new");
        let mails = mails(&folder);
        let due = mails.iter().find(|m| m.contains("待办 2 项")).unwrap();
        assert!(due.starts_with("officer@example.org") && due.contains("auto-generated"), "{due}");
        assert!(due.contains("2026-05-30  【逾期】答复异议") && due.contains("https://xn.example/notices/1"), "{due}");
        assert!(!due.contains("张三") && !due.contains("试用期满"), "{due}");
    }

    fn a_webhook_is_signed_tried_again_and_given_up_in_sight(t: Bench) {
        let outside = Outside::default();
        let site = site(t, &outside);
        let other = officer(t, &site);
        let to = |at: &str| vec![("kind", "webhook".to_owned()), ("address", at.to_owned())];
        let send = |who: &Client, at: &str| {
            let pairs = to(at);
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (*k, v.as_str())).collect();
            who.post("/inbox/channels", &pairs)
        };
        send(&other, "http://127.0.0.1:9/x").is(422).shows("只有系统管理员");
        let page = recorded(t, &site, Role::Administrator, "administrator");
        send(&page, "http://169.254.169.254/latest").is(422).shows("https://");
        // the receiver has to know the secret before the first message comes
        let port = port();
        send(&page, &format!("http://127.0.0.1:{port}/hook")).location().unwrap();
        page.get("/inbox").ok().shows("whsec_");
        let id = page.json("/inbox")["channels"][0]["id"].as_str().unwrap().to_owned();
        page.post(&format!("/inbox/channels/{id}/remove"), &[]).location().unwrap();

        let mut gone = Receiver::new("whsec_AAAA", "410");
        send(&page, &gone.at).location().unwrap();
        assert_eq!(tell(t, &outside), Outcome { made: 1, dead: 1, ..Outcome::default() });
        assert!(gone.line().starts_with("forged {\"type\":\"inbox.due\""), "another secret does not verify");
        page.get("/inbox").ok().shows("未能送达").shows("410");
        let text = page.get("/inbox").text;
        let secret = text.split("whsec_").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let id = page.json("/inbox")["messages"][0]["id"].as_str().unwrap().to_owned();
        let at = gone.at.clone();
        drop(gone);
        let mut again = Receiver::at(&at, &format!("whsec_{secret}"), "503");
        page.post(&format!("/inbox/messages/{id}/again"), &[]).location().unwrap();
        assert_eq!(tell(t, &outside), Outcome { failed: 1, ..Outcome::default() });
        assert!(again.line().starts_with("good {\"type\":\"inbox.due\""));
        page.get("/inbox").ok().shows("503");
        later(t, 61);
        assert_eq!(tell(t, &outside), Outcome { sent: 1, ..Outcome::default() });
        let told = again.line();
        assert!(told.starts_with("good") && told.contains("公示期满") && !told.contains("张三"), "{told}");
    }

    fn nobody_touches_what_is_anothers(t: Bench) {
        let outside = Outside { smtp: Some("smtp://127.0.0.1:9".into()), from: Some("a@b.cn".into()), origin: String::new() };
        let site = site(t, &outside);
        let (one, other) = (officer(t, &site), recorded(t, &site, Role::Officer, "other"));
        one.post("/inbox/channels", &[("kind", "mail"), ("address", "officer@example.org")]).location().unwrap();
        let id = one.json("/inbox")["channels"][0]["id"].as_str().unwrap().to_owned();
        other.get("/inbox").ok().hides("officer@example.org");
        other.post(&format!("/inbox/channels/{id}/remove"), &[]).is(404);
        other.post(&format!("/inbox/channels/{id}/confirm"), &[("code", "AAAAAAAA")]).is(404);
    }
}
