//! The binary as it is called, with a data folder of its own.
#![allow(dead_code)]

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

/// Runs it in the folder with these arguments; nothing of the surroundings reaches it but the way to other programs.
pub fn xianneng(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xianneng"));
    command.current_dir(folder).args(args).env_clear().env("XDG_DATA_HOME", folder).env("LANG", "C");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.output().expect("the binary runs")
}
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
/// What it printed, as JSON.
pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output.stdout)))
}
