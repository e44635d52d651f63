//! The binary as people and scripts call it.

mod binary;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
};

use binary::{json, text, xianneng};
use serde_json::Value;

#[test]
fn a_database_is_made_verified_backed_up_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| xianneng(folder.path(), args);

    let none = run(&["verify"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(text(&none.stderr).contains("There is no database file"), "{}", text(&none.stderr));
    assert!(!folder.path().join("xianneng").exists(), "looking makes nothing");

    let made = run(&["migrate", "--organisation", "海晏市", "--json"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    assert_eq!(json(&made)["applied"][0], "0001-ledger");
    let data = folder.path().join("xianneng");
    assert!(data.join("xianneng.sqlite").exists() && data.join("xianneng.sqlite.keys").exists());
    assert_eq!(json(&run(&["migrate", "--json"]))["applied"], serde_json::json!([]));
    assert_eq!(run(&["migrate", "--organisation", "别的市"]).status.code(), Some(1));
    assert_eq!(json(&run(&["verify", "--json"]))["sound"], true);

    let backup = folder.path().join("a.backup").display().to_string();
    assert_eq!(run(&["backup", &backup]).status.code(), Some(0));
    let twice = run(&["backup", &backup, "--json"]);
    assert_eq!(twice.status.code(), Some(1));
    let why: Value = serde_json::from_slice(&twice.stderr).unwrap();
    assert!(why["detail"].as_str().unwrap().contains("there already"));
    let other = folder.path().join("other.sqlite").display().to_string();
    let restored = run(&["restore", &backup, "--database", &other, "--json"]);
    assert_eq!(json(&restored)["sound"], true, "{}", text(&restored.stderr));
    assert_eq!(run(&["restore", &backup, "--database", &other]).status.code(), Some(1), "it is not empty");
    assert_eq!(run(&["restore", "/nowhere"]).status.code(), Some(1));
}

#[test]
fn a_command_line_that_is_not_understood_is_2() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["nonsense"][..], &["serve", "--listen"], &["backup"], &["verify", "--lang", "fr"], &[]] {
        assert_eq!(xianneng(folder.path(), args).status.code(), Some(2), "{args:?}");
    }
    let help = xianneng(folder.path(), &["--help", "--lang", "zh-CN"]);
    assert!(help.status.success() && text(&help.stdout).contains("干部"), "{}", text(&help.stdout));
}

#[test]
fn the_doctor_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let before = xianneng(folder.path(), &["doctor", "--json"]);
    assert_eq!(json(&before)["checks"][0]["found"]["en"], "Not made yet");
    assert!(!folder.path().join("xianneng").exists(), "looking makes nothing");
    xianneng(folder.path(), &["migrate"]);
    let keys = folder.path().join("xianneng/xianneng.sqlite.keys");
    std::fs::remove_file(keys).unwrap();
    let after = xianneng(folder.path(), &["doctor"]);
    assert_eq!(after.status.code(), Some(1));
    assert!(text(&after.stdout).contains("Key file"), "{}", text(&after.stdout));
    let nowhere = xianneng(folder.path(), &["doctor", "--database", "postgres://nobody@127.0.0.1:1/none"]);
    assert_eq!(nowhere.status.code(), Some(1));
}

#[test]
fn it_serves_until_it_is_told_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_xianneng"))
        .args(["serve", "--listen", "127.0.0.1:0", "--json"])
        .env("XDG_DATA_HOME", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| {
        let value: Value = serde_json::from_str(&line.unwrap()).ok()?;
        Some(value["listening"].as_str()?.strip_prefix("http://")?.to_owned())
    });
    let mut socket = TcpStream::connect(address.unwrap()).unwrap();
    let secret = "/api/openapi.json?name=%E7%8E%8B";
    socket.write_all(format!("GET {secret} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let id = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(server.wait().unwrap().success());
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("GET /api/openapi.json 200") && !log.contains("name="), "{log}");
}

#[test]
fn an_approval_form_goes_from_one_format_to_the_other_and_nothing_is_overwritten() {
    use formats::approval::{Field, Form, Photo, lrmx};
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| xianneng(folder.path(), args);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut form = Form::default();
    form.set(Field::Name, "钟岚");
    form.set(Field::Identity, "440101198003120048");
    form.photo = Photo::new(b"\xff\xd8\xff\xe0", 100).ok();
    std::fs::write(path("a.lrmx"), lrmx(&form)).unwrap();

    let older = run(&["convert", &path("a.lrmx"), &path("b.lrm"), "--json"]);
    assert_eq!(older.status.code(), Some(0), "{}", text(&older.stderr));
    let said = json(&older);
    assert_eq!((&said["forms"], said["files"].as_array().unwrap().len()), (&serde_json::json!(1), 2));
    assert_eq!(said["notes"][0]["note"], "An .lrm file has no place for “Identity number”; it was left out.");
    let back = run(&["convert", &path("b.lrm"), &path("c.lrmx")]);
    assert_eq!(text(&back.stdout), "1 form converted.\n");
    let read = formats::approval::read(&std::fs::read(path("c.lrmx")).unwrap(), &formats::approval::Limits::default());
    let read = read.unwrap().form;
    assert_eq!((read.name().as_str(), read.photo == form.photo), ("钟岚", true), "the photograph came along");

    let zip = run(&["convert", &path("b.lrm"), &path("d.zip"), "--format", "lrm"]);
    assert_eq!(zip.status.code(), Some(0), "{}", text(&zip.stderr));
    assert_eq!(run(&["convert", &path("d.zip"), &path("e.lrmx")]).status.code(), Some(0));
    let there = run(&["convert", &path("a.lrmx"), &path("c.lrmx")]);
    assert_eq!(there.status.code(), Some(1));
    assert!(text(&there.stderr).contains("is there already and was not overwritten"), "{}", text(&there.stderr));
    std::fs::write(path("f.lrmx"), "<Person><XingMing>").unwrap();
    let broken = run(&["convert", &path("f.lrmx"), &path("g.lrm")]);
    assert!(
        text(&broken.stderr).contains("f.lrmx: Line 1: The file is cut off or damaged"),
        "{}",
        text(&broken.stderr)
    );
    assert!(!folder.path().join("g.lrm").exists());
}
