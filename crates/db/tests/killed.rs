//! Nothing that was acknowledged is lost, whoever is killed.
#![allow(missing_docs, reason = "tables of a test")]

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use auth::{Actor, Root};
use base::Id;
use db::{Db, Error, Event};
use diesel::{QueryDsl, RunQueryDsl};
use testkit::Bench;

auth::actions! {
    /// Look.
    See: See "killed.see" [Officer];
}
diesel::table! { ledger (root, seq) { root -> Binary, seq -> BigInt, subject -> Nullable<Text>, } }

const PLACE: &str = "XIANNENG_TEST_KILLED";

/// The process that is killed: this test, started once more by the others. It says each number that was acknowledged.
#[test]
fn writes_until_killed() {
    let Ok(place) = std::env::var(PLACE) else { return };
    let (from, place) = place.split_once(' ').unwrap();
    let (root, url) = place.split_once(' ').unwrap();
    let db = Db::open(url).unwrap();
    let actor = Actor::console(root.parse().unwrap());
    for n in from.parse::<u64>().unwrap().. {
        db.write(&actor, |tx| tx.record(Event::new("killed.wrote").about(n), ())).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "ack {n}").and_then(|()| out.flush()).unwrap();
    }
}

fn start(url: &str, root: Id<Root>, from: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes_until_killed", "--nocapture"])
        .env(PLACE, format!("{from} {root} {url}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn written(db: &Db, root: Id<Root>) -> BTreeSet<u64> {
    let all = db.read(&Actor::console(root), |tx| {
        let may = tx.may::<See>()?;
        Ok(ledger::table.select(ledger::subject).load::<Option<String>>(tx.with(&may))?)
    });
    all.unwrap().into_iter().flatten().map(|n| n.parse().unwrap()).collect()
}

fn sound(db: &Db) {
    for verdict in db.verify().unwrap() {
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

testkit::on_both_engines! {
    fn the_process_is_killed_in_the_middle_of_writing(t: Bench) {
        let mut acknowledged = BTreeSet::new();
        for round in 0..6_u64 {
            let mut child = start(&t.url, t.root, round * 1_000_000);
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let heard = |line: &str| line.split("ack ").nth(1).and_then(|n| n.trim().parse::<u64>().ok());
            let enough = 3 + 17 * round;
            let mut count = 0;
            for line in lines.by_ref().map_while(Result::ok) {
                if let Some(n) = heard(&line) {
                    acknowledged.insert(n);
                    count += 1;
                    if count == enough {
                        break;
                    }
                }
            }
            assert_eq!(count, enough, "the writer ended by itself");
            child.kill().unwrap(); // SIGKILL
            child.wait().unwrap();
            acknowledged.extend(lines.map_while(Result::ok).filter_map(|l| heard(&l)));
            let written = written(&t.db, t.root);
            assert!(acknowledged.is_subset(&written), "lost: {:?}", acknowledged.difference(&written));
            // what was written and not heard of is at most the last one of each round
            assert!(written.len() <= acknowledged.len() + round as usize + 1);
            sound(&t.db);
        }
    }
}

/// A server of its own that syncs as a real one does.
struct Server {
    folder: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
}
impl Server {
    fn make() -> Option<Self> {
        std::env::var("XIANNENG_TEST_POSTGRES").ok()?;
        let mut places: Vec<PathBuf> =
            std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).collect();
        places.extend(std::env::split_paths(&std::env::var_os("PATH")?));
        let bin = places.into_iter().find(|p| p.join("initdb").exists() && p.join("pg_ctl").exists())?;
        let folder = tempfile::tempdir().ok()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let server = Self { folder, bin, port };
        if server.root() {
            Command::new("chown").arg("postgres").arg(server.folder.path()).status().ok()?;
        }
        let init = server.run("initdb", &["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"]);
        init.then_some(server)
    }
    fn root(&self) -> bool {
        Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n")
    }
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
    fn run(&self, program: &str, args: &[&str]) -> bool {
        let program = self.bin.join(program);
        let mut command = if self.root() {
            let mut c = Command::new("setpriv");
            c.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
            c
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path()).args(args).arg("-D").arg(self.data());
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
    }
    fn start(&self) {
        let options =
            format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on", self.port);
        let log = self.folder.path().join("log").display().to_string();
        let started = self.run("pg_ctl", &["start", "-w", "-o", &options, "-l", &log]);
        assert!(started, "{}", std::fs::read_to_string(&log).unwrap_or_default());
    }
    /// Kills the server's first process with SIGKILL; its others end when they notice.
    fn kill(&self) {
        let pid = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let pid = pid.lines().next().unwrap().to_owned();
        assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
        let since = Instant::now();
        while Path::new(&format!("/proc/{pid}")).exists() && since.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}
impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["stop", "-m", "immediate"]);
    }
}

/// The server goes down in every way while four write; the same `Db` goes on by itself when it is back.
#[test]
fn the_server_is_killed_in_the_middle_of_writing() {
    let Some(server) = Server::make() else {
        eprintln!(
            "SKIPPED: XIANNENG_TEST_POSTGRES is not set, or there is no initdb here to make a PostgreSQL of its own"
        );
        return;
    };
    server.start();
    let db = Db::open(&server.url()).unwrap();
    db.migrate().unwrap();
    let root = db.found_root("海晏市").unwrap();
    let actor = Actor::console(root);
    let write = |n: u64| db.write(&actor, |tx| tx.record(Event::new("killed.wrote").about(n), ()));
    let mut acknowledged = BTreeSet::new();
    for round in 0..3_u64 {
        let stop = AtomicBool::new(false);
        let heard: Vec<Vec<u64>> = std::thread::scope(|s| {
            let writers: Vec<_> = (0..4)
                .map(|w| {
                    let (stop, write) = (&stop, &write);
                    s.spawn(move || {
                        let mut heard = Vec::new();
                        for n in 0.. {
                            if stop.load(Ordering::Relaxed) {
                                break;
                            }
                            let n = round * 1_000_000 + w * 10_000 + n;
                            match write(n) {
                                Ok(()) => heard.push(n),
                                Err(Error::Busy(_)) => std::thread::sleep(Duration::from_millis(5)),
                                Err(other) => panic!("{other:?}"),
                            }
                        }
                        heard
                    })
                })
                .collect();
            std::thread::sleep(Duration::from_millis(300));
            if round == 1 {
                assert!(server.run("pg_ctl", &["stop", "-m", "immediate"]));
            } else {
                server.kill();
            }
            std::thread::sleep(Duration::from_millis(100));
            stop.store(true, Ordering::Relaxed);
            writers.into_iter().map(|w| w.join().unwrap()).collect()
        });
        assert!(heard.iter().map(Vec::len).sum::<usize>() > 0);
        acknowledged.extend(heard.into_iter().flatten());
        server.start();
        // the first request after the restart already succeeds
        write(round * 1_000_000 + 900_000).unwrap();
        let written = written(&db, root);
        assert!(acknowledged.is_subset(&written), "lost: {:?}", acknowledged.difference(&written));
        sound(&db);
    }
}
