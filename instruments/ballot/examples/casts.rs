//! Casts per second from the request over HTTP to the commit on a disk, for `cargo xtask bench ballots`.
//!
//! `casts prepare FOLDER VOTERS sqlite|postgres` opens a ballot in a database and makes its ballots beforehand; it prints the database, the
//! urn and the file of ballots. PostgreSQL is the server of XIANNENG_TEST_POSTGRES. `casts drive ADDRESS URN BALLOTS CONNECTIONS` sends them to a running server and waits for each answer.
//! `casts syncs FOLDER` says how often that disk syncs a small append.

#[path = "../tests/common/mod.rs"]
mod common;

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use common::{Meeting, Setting, USUAL, site};
use testkit::Bench;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["prepare", folder, voters, engine] => {
            prepare(Path::new(folder), voters.parse().expect("a number of voters"), engine);
        }
        ["drive", address, urn, ballots, connections] => {
            drive(address, urn, ballots, connections.parse().expect("a number of connections"));
        }
        ["syncs", folder] => syncs(Path::new(folder)),
        _ => panic!("prepare FOLDER VOTERS ENGINE | drive ADDRESS URN BALLOTS CONNECTIONS | syncs FOLDER"),
    }
}

/// One choice of five, as in the measurement of the verifier.
fn prepare(folder: &Path, voters: usize, engine: &str) {
    let t = match engine {
        "postgres" => Bench::postgres().expect("XIANNENG_TEST_POSTGRES names a server"),
        _ => Bench::sqlite_in(folder),
    };
    let site = site(&t);
    let classes = format!("职工 {voters} 1");
    let questions = [["choose", "五选一", "", "甲\n乙\n丙\n丁\n戊", "1", "1"]];
    let set = Setting { classes: &classes, questions: &questions, spare: 0, ..USUAL };
    let all = Meeting::opened(&site, &t, &set);
    let ballots: Vec<String> = (0..voters).map(|slip| all.ballot(0, slip, &["10000"])).collect();
    let file = folder.join(format!("{engine}.ballots"));
    fs::write(&file, ballots.join("\n")).expect("a file");
    println!("{}\n{}\n{}", t.url, all.urns[0], file.display());
    // the database stays for the server
    std::mem::forget(t);
}

/// Sends a ballot over a connection that stays open, and reads the answer whole.
fn send(connection: &mut BufReader<TcpStream>, urn: &str, ballot: &str) -> u16 {
    let head = format!(
        "POST /vote/{urn}/ballots HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        ballot.len()
    );
    let request = [head.as_bytes(), ballot.as_bytes()].concat();
    connection.get_mut().write_all(&request).expect("the server takes it");
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).expect("the server answers");
        let line = line.trim().to_lowercase();
        if let Some(rest) = line.strip_prefix("http/1.1 ") {
            status = rest[..3].parse().expect("a status");
        } else if let Some(n) = line.strip_prefix("content-length:") {
            length = n.trim().parse().expect("a length");
        } else if line.is_empty() {
            break;
        }
    }
    connection.read_exact(&mut vec![0; length]).expect("the whole answer");
    status
}

fn drive(address: &str, urn: &str, ballots: &str, connections: usize) {
    let ballots = fs::read_to_string(ballots).expect("ballots");
    let ballots: Vec<&str> = ballots.lines().collect();
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    thread::scope(|s| {
        for _ in 0..connections {
            s.spawn(|| {
                let mut connection = BufReader::new(TcpStream::connect(address).expect("the server listens"));
                while let Some(ballot) = ballots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    assert_eq!(send(&mut connection, urn, ballot), 200, "every ballot is taken");
                }
            });
        }
    });
    let seconds = began.elapsed().as_secs_f64();
    let n = ballots.len();
    println!(
        "casts: {n} ballots of {} bytes over {connections} connections: {:.0} casts/s, each checked, committed and synced before its answer",
        ballots.first().map_or(0, |b| b.len()),
        n as f64 / seconds
    );
}

fn syncs(folder: &Path) {
    let path = folder.join("syncs");
    let mut file = fs::File::create(&path).expect("a file");
    let began = Instant::now();
    for _ in 0..200 {
        file.write_all(&[0; 4096]).and_then(|()| file.sync_all()).expect("the disk takes it");
    }
    println!("this disk syncs {:.0} appends of 4 KiB a second", 200.0 / began.elapsed().as_secs_f64());
    fs::remove_file(path).expect("the file is there");
}
