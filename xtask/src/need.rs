//! What the tests need of the machine, from Debian's packages.

use std::path::Path;

use anyhow::{Result, bail};

use crate::run::{command, has, run};

/// A thing that must be there: how to tell, and the package that brings it.
struct Need {
    package: &'static str,
    there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need { package: "postgresql-15", there: || Path::new("/usr/lib/postgresql/15/bin/initdb").is_file() },
    Need { package: "chromium", there: || has("chromium") },
    Need { package: "chromium-driver", there: || has("chromedriver") },
    Need {
        package: "fonts-noto-cjk",
        there: || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file(),
    },
    Need { package: "poppler-utils", there: || has("pdftotext") },
    // mails and calendars are taken by software that is not ours
    Need {
        package: "python3-aiosmtpd",
        there: || Path::new("/usr/lib/python3/dist-packages/aiosmtpd/__init__.py").is_file(),
    },
    Need {
        package: "python3-icalendar",
        there: || Path::new("/usr/lib/python3/dist-packages/icalendar/__init__.py").is_file(),
    },
    Need { package: "curl", there: || has("curl") },
    // ballots and the public log are read by software that is not ours
    Need { package: "belenios-tool", there: || has("belenios-tool") },
    Need { package: "golang-go", there: || has("go") },
    Need {
        package: "golang-golang-x-mod-dev",
        there: || Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir(),
    },
];

/// Installs what is missing, or says in one sentence what to install.
pub fn packages() -> Result<()> {
    let missing: Vec<&str> = NEEDS.iter().filter(|n| !(n.there)()).map(|n| n.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let root = crate::run::output(&mut command("id", &["-u"])).is_ok_and(|u| u.trim() == "0");
    if !(root && has("apt-get")) {
        bail!("the tests need these Debian packages: apt-get install {list}");
    }
    eprintln!("installing {list}");
    run(command("apt-get", &["update", "-qq"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut install = command("apt-get", &["install", "-y", "-qq", "--no-install-recommends"]);
    run(install.args(&missing).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// A cargo tool at its pinned version, installed into `target/tools` when missing; returns the folder to put on PATH.
pub fn cargo_tool(name: &str, version: &str) -> Result<()> {
    if has(name) || tools().join("bin").join(name).is_file() {
        return Ok(());
    }
    let to = tools().display().to_string();
    run(&mut command("cargo", &["install", "--locked", "--quiet", "--root", &to, name, "--version", version]))
}

/// A file of a package that only tests use, from npm; installed into `target/npm` when missing.
pub fn npm(file: &str) -> Result<std::path::PathBuf> {
    let folder = crate::run::root().join("target/npm");
    let found = folder.join("node_modules").join(file);
    if !found.is_file() {
        std::fs::create_dir_all(&folder)?;
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(crate::run::root().join(name), folder.join(name))?;
        }
        let flags = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
        run(command("npm", &flags).current_dir(&folder))?;
    }
    Ok(found)
}

/// The published vectors of Merkle proofs, of which the crate `sigstore-merkle` carries a copy; brought into `target/vectors` when
/// missing. The crate itself is not built.
pub fn merkle_vectors() -> Result<std::path::PathBuf> {
    const CRATE: &str = "sigstore-merkle-0.15.1";
    const SHA256: &str = "22923d7f1a03e21a3313a4a2e6a6485959327a2a084df09b4fff45810e46f08a";
    let folder = crate::run::root().join("target/vectors");
    let found = folder.join(CRATE).join("test-data/merkle/testdata");
    if !found.is_dir() {
        std::fs::create_dir_all(&folder)?;
        let archive = folder.join("archive.crate");
        let file = archive.display().to_string();
        let url = format!("https://static.crates.io/crates/sigstore-merkle/{CRATE}.crate");
        run(&mut command("curl", &["--silent", "--show-error", "--fail", "--location", "--output", &file, &url]))?;
        let sum = crate::run::output(&mut command("sha256sum", &[&file]))?;
        if !sum.starts_with(SHA256) {
            bail!("{url} is not the archive that is expected: SHA-256 {sum}");
        }
        let into = folder.display().to_string();
        run(&mut command("tar", &["--extract", "--gzip", "--file", &file, "--directory", &into]))?;
    }
    Ok(found)
}

fn tools() -> std::path::PathBuf {
    crate::run::root().join("target/tools")
}

/// PATH with the installed tools in front.
pub fn path() -> std::ffi::OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = [tools().join("bin")].into_iter().chain(std::env::split_paths(&old));
    std::env::join_paths(all).unwrap_or(old)
}
