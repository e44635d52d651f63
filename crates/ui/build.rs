//! Bundles the browser's assets into the binary.
//!
//! Sources and package files are copied to `OUT_DIR`, so that nothing is ever written beside the sources; there
//! `npm ci` installs what the lock file names and esbuild bundles. A finished folder can be given as `WEB_DIST`.
//! Without node a developer gets the plain style sheets, joined: pages look right and no script runs. CI fails instead.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use base64::{Engine, prelude::BASE64_STANDARD as STANDARD};
use sha2::{Digest, Sha256};

const LAYERS: &str = "@layer reset,tokens,base,components,utilities,print;";

fn main() {
    let root = PathBuf::from(var("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(var("OUT_DIR"));
    for name in ["CI", "WEB_DIST"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    for name in ["assets", "package.json", "package-lock.json"] {
        println!("cargo::rerun-if-changed={}", root.join(name).display());
    }
    let bundle = match env::var_os("WEB_DIST") {
        Some(dist) => finished(Path::new(&dist)),
        None => bundled(&root, &out.join("web")),
    };
    let files = bundle.unwrap_or_else(|why| {
        if env::var("CI").is_ok_and(|v| v == "true") {
            println!("cargo::error=browser assets were not built: {why}");
            std::process::exit(1);
        }
        println!("cargo::warning=browser assets were not built, pages work without scripts: {why}");
        // a file that never exists makes cargo try again at the next build
        println!("cargo::rerun-if-changed={}", out.join("node-was-missing").display());
        vec![("app.css", plain_css(&root).into_bytes()), ("app.js", Vec::new()), ("ballot.js", Vec::new())]
    });
    let mut files = files;
    files.push(("icon.svg", fs::read(root.join("assets/icon.svg")).unwrap_or_else(|e| panic!("assets/icon.svg: {e}"))));
    write_table(&out, &files).unwrap_or_else(|e| panic!("cannot write the asset table to {}: {e}", out.display()));
}

fn var(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo did not set {name}"))
}

/// What is bundled: the source, and the name of the result. Voters check the hash of `ballot.js`, so it holds all that they run.
const BUNDLES: [(&str, &str); 3] =
    [("assets/css/app.css", "app.css"), ("assets/ts/app.ts", "app.js"), ("assets/ts/ballot/main.ts", "ballot.js")];

/// The bundles in a folder that a packager built before.
fn finished(dist: &Path) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let read = |name: &'static str| {
        let path = dist.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read(&path).map(|bytes| (name, bytes)).map_err(|e| format!("WEB_DIST: {}: {e}", path.display()))
    };
    BUNDLES.into_iter().map(|(_, name)| read(name)).collect()
}

fn bundled(root: &Path, work: &Path) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let told = |what: &str, e: io::Error| format!("{what}: {e}");
    fs::create_dir_all(work).map_err(|e| told("working folder", e))?;
    let lock = fs::read(root.join("package-lock.json")).map_err(|e| told("package-lock.json", e))?;
    let stamp = work.join("installed.json");
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        for name in ["package.json", "package-lock.json"] {
            fs::copy(root.join(name), work.join(name)).map_err(|e| told(name, e))?;
        }
        let flags = "--ignore-scripts --prefer-offline --omit=dev --no-audit --no-fund --loglevel=error";
        run(Command::new("npm").arg("ci").args(flags.split_whitespace()).current_dir(work))?;
        fs::write(&stamp, &lock).map_err(|e| told("stamp", e))?;
    }
    let assets = work.join("assets");
    if assets.exists() {
        fs::remove_dir_all(&assets).map_err(|e| told("old copy", e))?;
    }
    copy(&root.join("assets"), &assets).map_err(|e| told("assets", e))?;
    let script = Path::new("node_modules").join("esbuild").join("bin").join("esbuild");
    let flags = "--bundle --minify --charset=utf8 --legal-comments=none --target=chrome100,firefox100,safari15.4 \
                 --log-level=warning";
    let bundle = |(from, name): (&str, &'static str)| {
        let to = format!("--outfile=dist/{name}");
        run(Command::new("node").arg(&script).arg(from).arg(to).args(flags.split_whitespace()).current_dir(work))?;
        fs::read(work.join("dist").join(name)).map(|bytes| (name, bytes)).map_err(|e| told(name, e))
    };
    BUNDLES.into_iter().map(bundle).collect()
}

fn run(command: &mut Command) -> Result<(), String> {
    let what = format!("{command:?}");
    let done = command.output().map_err(|e| format!("{what}: {e} (install node 18 or newer with npm)"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).replace('\n', " ");
    Err(format!("{what}: {}: {}", done.status, said.trim()))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The style sheets as written, joined in the order of their names: the layers give them their precedence.
fn plain_css(root: &Path) -> String {
    let folder = root.join("assets/css");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    let text = files.iter().filter(|p| !p.ends_with("app.css")).flat_map(fs::read_to_string);
    text.fold(LAYERS.to_owned(), |all, one| all + "\n" + &one)
}

/// Writes each file under a name that changes with its content, and the Rust table that embeds them.
fn write_table(out: &Path, files: &[(&str, Vec<u8>)]) -> io::Result<()> {
    let mut table = String::from("&[\n");
    for (name, bytes) in files {
        let (stem, end) = name.split_once('.').unwrap_or((name, ""));
        // FNV-1a: the name must differ when the content does, nothing more
        let hash =
            bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3));
        fs::write(out.join(name), bytes)?;
        let mime = match end {
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "text/javascript; charset=utf-8",
        };
        let digest = Sha256::digest(bytes);
        let sha256: String = digest.iter().map(|b| format!("{b:02x}")).collect();
        let integrity = format!("sha256-{}", STANDARD.encode(digest));
        table += &format!(
            "Asset {{ path: \"/assets/{stem}-{hash:016x}.{end}\", mime: \"{mime}\", sha256: \"{sha256}\", integrity: \"{integrity}\", bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }},\n"
        );
    }
    fs::write(out.join("assets.rs"), table + "]")
}
