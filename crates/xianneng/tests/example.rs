//! The example script of `docs/examples`, as a customer runs it: against a demonstration that is served.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// A program that ends with its test.
struct Running(Child);
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_script_goes_from_the_announcement_to_the_appointment() {
    let python = "/usr/bin/python3";
    if !Path::new(python).is_file() {
        assert!(std::env::var("CI").is_err(), "the example needs {python}");
        eprintln!("SKIPPED: no {python}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_xianneng"))
        .args(["demo", "--json", "--quiet", "--day", "2026-11-02", "--listen", "127.0.0.1:0", "--database"])
        .arg(folder.path().join("demo.sqlite"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(demo.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _running = Running(demo);
    let said: Value = serde_json::from_str(&line).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/recruitment.py");
    let run = |words: &[&str]| {
        let output = Command::new(python)
            .arg(&script)
            .args(words)
            .current_dir(folder.path())
            .env("PYTHONIOENCODING", "utf-8")
            .env("XIANNENG_URL", said["address"].as_str().unwrap())
            .env("XIANNENG_TOKEN", said["token"].as_str().unwrap())
            .output()
            .unwrap();
        let (out, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), format!("{out}{wrong}"))
    };
    let (done, told) = run(&["all"]);
    assert!(done, "{told}");
    assert!(
        told.contains("· appoint") && told.contains("in force") && told.contains("probation until 2027-"),
        "{told}"
    );
    // what a rule refuses comes back in its own words: the case stands in the probation now
    let (done, told) = run(&["publish"]);
    assert!(!done && told.contains("422"), "{told}");
}
