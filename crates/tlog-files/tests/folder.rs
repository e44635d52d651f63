//! A log in a folder: one writer, a full disk, a process killed at any moment.

use std::{
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use tlog::{CHECKPOINT, Checkpoint, KeyKind, Policy, SIGNED, SignKey, Why, Writer, audit};
use tlog_files::{Files, Folder};

fn key() -> SignKey {
    SignKey::new("records.example.org/log", KeyKind::Log, [7; 32]).unwrap()
}

fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

#[test]
fn a_second_writer_is_refused_until_the_first_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    let first = Writer::create(Folder::lock(folder.path()).unwrap(), key()).unwrap();
    let refused = Folder::lock(folder.path()).unwrap_err();
    assert!(refused.say.en.contains("another process"), "{refused}");
    drop(first);
    let again = Writer::open(Folder::lock(folder.path()).unwrap(), key(), &[]).unwrap();
    assert_eq!(again.size(), 0);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join(CHECKPOINT)).unwrap();
    file.set_len(4 << 30).unwrap();
    assert_eq!(Files::new(folder.path()).read(CHECKPOINT).unwrap_err().why, Why::Limit);
}

#[test]
fn a_disk_that_is_full_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(Folder::lock(folder.path()).unwrap(), key()).unwrap();
    // /dev/full takes nothing: the first tile cannot be written
    std::fs::create_dir_all(folder.path().join("tile/0/000.p")).unwrap();
    std::os::unix::fs::symlink("/dev/full", folder.path().join("tile/0/000.p/1")).unwrap();
    writer.append(&entry(0)).unwrap();
    let refused = writer.sign().unwrap_err();
    assert!(refused.say.en.contains("the disk is full") && refused.why == Why::Storage, "{refused}");
    drop(writer);
    std::fs::remove_file(folder.path().join("tile/0/000.p/1")).unwrap();
    let mut again = Writer::open(Folder::lock(folder.path()).unwrap(), key(), &[]).unwrap();
    again.append(&entry(0)).unwrap();
    assert_eq!(again.sign().unwrap().size, 1);
}

/// Not a test of its own: the process that [`killed_at_any_moment_the_log_is_whole_and_goes_on`] kills.
#[test]
fn writes_until_it_is_killed() {
    let Ok(path) = std::env::var("TLOG_WRITES_IN") else { return };
    let store = Folder::lock(&path).unwrap();
    let new = !std::path::Path::new(&path).join(SIGNED).exists();
    let mut writer = if new { Writer::create(store, key()) } else { Writer::open(store, key(), &[]) }.unwrap();
    let policy = Policy::alone(key().public().clone());
    loop {
        for _ in 0..97 {
            writer.append(&entry(writer.size())).unwrap();
        }
        writer.sign().unwrap();
        writer.show(&[], &policy, None).unwrap();
    }
}

#[test]
fn killed_at_any_moment_the_log_is_whole_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = 0;
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_until_it_is_killed", "--nocapture"])
            .env("TLOG_WRITES_IN", folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(60 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let files = Files::new(folder.path());
        let Some(file) = files.read(CHECKPOINT).unwrap() else { continue };
        let (shown, _) = Checkpoint::open(&file, key().public()).unwrap();
        assert!(shown.head.size >= before);
        before = shown.head.size;
        audit::read(&files, shown.head, 0, |number, bytes| {
            assert_eq!(bytes, entry(number));
            Ok(())
        })
        .unwrap();
    }
    assert!(before > 97, "the rounds were too short to write anything");
    assert!(Writer::open(Folder::lock(folder.path()).unwrap(), key(), &[]).unwrap().size() >= before);
}
