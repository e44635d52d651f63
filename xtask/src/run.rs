//! Running other programs.

use std::{
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default()
}

/// A command in the workspace's folder.
pub fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// Runs a command, its output passing through; anything but success is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("“{name}” could not be started"))?;
    if !status.success() {
        bail!("“{name}” failed ({status})");
    }
    Ok(())
}

/// Runs a command and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let name = name(command);
    let out = command.output().with_context(|| format!("“{name}” could not be started"))?;
    if !out.status.success() {
        bail!("“{name}” failed ({}): {}", out.status, String::from_utf8_lossy(&out.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether a program can be found.
pub fn has(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn name(command: &Command) -> String {
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    [command.get_program().to_string_lossy().into_owned()].into_iter().chain(args).take(6).collect::<Vec<_>>().join(" ")
}

/// Runs the steps in order, says how long each took, and stops at the first that fails.
pub struct Steps(Instant, Vec<(String, Duration)>);

impl Steps {
    pub fn new() -> Self {
        Self(Instant::now(), Vec::new())
    }
    pub fn step<T>(&mut self, name: &str, f: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("\n── {name}");
        let start = Instant::now();
        let done = f().with_context(|| format!("step “{name}”"))?;
        self.1.push((name.to_owned(), start.elapsed()));
        Ok(done)
    }
    pub fn report(self) {
        eprintln!("\n── all steps passed");
        for (name, took) in &self.1 {
            eprintln!("{:>7.1} s  {name}", took.as_secs_f64());
        }
        eprintln!("{:>7.1} s  in all", self.0.elapsed().as_secs_f64());
    }
}
