//! What the browser runs, under node.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// A browser's worker.
pub struct Worker {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: u64,
    _folder: tempfile::TempDir,
}
impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Worker {
    /// A worker, or nothing, said aloud, where node is absent. CI must have it.
    pub fn start() -> Option<Self> {
        let bundle = ui::ballot_script();
        let node = Command::new("node").arg("--version").output().is_ok();
        let (Some(bundle), true) = (bundle, node) else {
            assert!(std::env::var("CI").is_err(), "the browser's scripts are tested with node");
            println!("SKIPPED: node is absent, or was when the browser's scripts were built");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("ballot.js");
        fs::write(&at, bundle.bytes).unwrap();
        let mut child = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/worker.mjs"))
            .arg(&at)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Some(Self { child, to, from, next: 0, _folder: folder })
    }
    /// What a job gives, or the English sentence with which it is refused.
    pub fn call(&mut self, job: &str, args: Value) -> Result<Value, String> {
        self.next += 1;
        writeln!(self.to, "{}", json!({"id": self.next, "job": job, "args": args})).unwrap();
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the worker ended in {job}");
            let told: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(told["id"], self.next);
            assert!(told["failed"].is_null(), "{job}: {told}");
            if let Some(refused) = told["refused"].as_object() {
                assert_ne!(refused["zh"], refused["en"]);
                return Err(refused["en"].as_str().unwrap().to_owned());
            }
            if told["part"].is_null() {
                return Ok(told["value"].clone());
            }
        }
    }
    /// The same, which must succeed, as text.
    pub fn text(&mut self, job: &str, args: Value) -> String {
        let value = self.call(job, args).unwrap();
        value.as_str().unwrap_or_else(|| panic!("{job} gives {value}")).to_owned()
    }
    /// What it says of an archive.
    pub fn verify(&mut self, archive: &[u8]) -> Result<Value, String> {
        self.call("verify", json!([{"base64": STANDARD.encode(archive)}, false]))
    }
}
