//! `belenios-tool`, as Debian has it.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// A folder for the program, or nothing, said aloud, where the program is absent.
pub fn folder() -> Option<tempfile::TempDir> {
    if Command::new("belenios-tool").arg("--version").output().is_err() {
        println!("SKIPPED: belenios-tool (Debian package of that name) is absent");
        return None;
    }
    Some(tempfile::tempdir().unwrap())
}

/// What the program says, and whether it succeeded.
pub fn run(folder: &Path, args: &[&str], input: &str) -> (bool, String, String) {
    let mut child = Command::new("belenios-tool")
        .args(args)
        .current_dir(folder)
        .env("BELENIOS_USE_URANDOM", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.success(), text(&out.stdout), text(&out.stderr))
}
/// The same, which must succeed.
pub fn must(folder: &Path, args: &[&str], input: &str) -> String {
    let (done, out, err) = run(folder, args, input);
    assert!(done, "belenios-tool {args:?}: {err}{out}");
    out
}

/// What the program says of an archive.
pub fn verify(archive: &[u8], uuid: &str) -> Option<(bool, String)> {
    let folder = folder()?;
    fs::write(folder.path().join(format!("{uuid}.bel")), archive).unwrap();
    let (done, _, err) = run(folder.path(), &["election", "verify"], "");
    Some((done, err))
}
