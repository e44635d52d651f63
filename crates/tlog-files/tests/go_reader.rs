//! A reader that others wrote: Go's `golang.org/x/mod/sumdb`, as Debian has it, in a small program that only finds files.

use std::process::Command;

use tlog::{KeyKind, Policy, SignKey, Writer};
use tlog_files::Folder;

/// Where Debian's package golang-golang-x-mod-dev puts it.
const PACKAGE: &str = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";

#[test]
fn gos_packages_read_our_log_and_refuse_a_forged_entry_and_a_changed_tile() {
    if !std::path::Path::new(PACKAGE).is_dir() || Command::new("go").arg("version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "golang-go and golang-golang-x-mod-dev are missing");
        eprintln!("passed over: golang-go and golang-golang-x-mod-dev are not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (log, program, old) = (folder.path().join("log"), folder.path().join("check"), folder.path().join("old"));
    let built = Command::new("go")
        .args(["build", "-o"])
        .arg(&program)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/go/check.go"))
        // Debian's packages are a GOPATH; nothing is fetched
        .envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOFLAGS", "")])
        .env("GOCACHE", folder.path().join("cache"))
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));

    let key = SignKey::new("records.example.org/log", KeyKind::Log, [7; 32]).unwrap();
    let (public, policy) = (key.public().to_string(), Policy::alone(key.public().clone()));
    let mut writer = Writer::create(Folder::lock(&log).unwrap(), key).unwrap();
    for size in [46_748, 70_123] {
        while writer.size() < size {
            writer.append(format!("entry {}", writer.size()).as_bytes()).unwrap();
        }
        writer.sign().unwrap();
        writer.show(&[], &policy, None).unwrap();
        if size == 46_748 {
            std::fs::copy(log.join("checkpoint"), &old).unwrap();
        }
    }
    let check = || {
        let ran = Command::new(&program).arg(&log).arg(&public).arg(&old).output().unwrap();
        (ran.status.success(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
    };
    assert_eq!(check(), (true, "ok 46748 -> 70123\n".to_owned()));
    for name in ["tile/0/182", "tile/1/001.p/17", "tile/entries/000", "checkpoint"] {
        let path = log.join(name);
        let good = std::fs::read(&path).unwrap();
        let mut bad = good.clone();
        // within the first hash, the first entry, the log's name
        bad[5] ^= 1;
        std::fs::write(&path, bad).unwrap();
        assert!(!check().0, "{name} changed");
        std::fs::write(&path, good).unwrap();
    }
    assert!(check().0);
}
