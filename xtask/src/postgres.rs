//! A PostgreSQL server for one run of the tests.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::run::{output, run};

const BIN: &str = "/usr/lib/postgresql/15/bin";

/// A running server with a folder of its own; stopped and removed when dropped.
pub struct Server {
    folder: PathBuf,
    /// `postgres://…`, for `XIANNENG_TEST_POSTGRES`.
    pub url: String,
}

/// The server as an ordinary user: PostgreSQL does not run as root.
fn as_user(program: &str) -> Command {
    let root = output(Command::new("id").arg("-u")).is_ok_and(|u| u.trim() == "0");
    let program = Path::new(BIN).join(program);
    if root {
        let mut c = Command::new("setpriv");
        c.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
        c
    } else {
        Command::new(program)
    }
}

impl Server {
    /// For tests of behaviour, which need not wait for a disk: the tests of durability make clusters of their own.
    pub fn start() -> Result<Self> {
        Self::with("-c fsync=off -c max_connections=200")
    }
    /// As an office runs it, to measure.
    pub fn durable() -> Result<Self> {
        Self::with("-c shared_buffers=256MB")
    }
    fn with(settings: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("xianneng-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let root = output(Command::new("id").arg("-u"))?.trim() == "0";
        if root {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let data = folder.join("data");
        output(
            as_user("initdb")
                .current_dir(&folder)
                .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D"])
                .arg(&data),
        )?;
        let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {settings}");
        let log = folder.join("log");
        let started = as_user("pg_ctl")
            .current_dir(&folder)
            .args(["-w", "-o", &options, "-l"])
            .arg(&log)
            .arg("-D")
            .arg(&data)
            .arg("start")
            .stdout(std::process::Stdio::null())
            .status();
        let server = Self { folder, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") };
        anyhow::ensure!(
            started?.success(),
            "PostgreSQL did not start: {}",
            fs::read_to_string(&log).unwrap_or_default()
        );
        Ok(server)
    }
}
impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ = as_user("pg_ctl").current_dir("/").args(["-m", "immediate", "-D"]).arg(&data).arg("stop").output();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
