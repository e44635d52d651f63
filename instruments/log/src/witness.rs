//! A small witness that a superior body, a union or anybody else can run: it signs checkpoints that continue what it signed
//! before, and nothing else (C2SP tlog-witness). It needs no database; what it remembers are two small files per log.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path as At, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use sha2::{Digest, Sha256};
use tlog::{
    Checkpoint, Head, KeyKind, Note, Policy, Refused, SignKey, Store, VerifyKey, Why,
    witness::{Answer, MAX_REQUEST, Witnessed, consider},
};
use tlog_files::Folder;

use crate::{actions::chance, store::hex};

/// A witness: its key, the logs that it knows, and where it remembers what it signed.
pub struct Witness {
    key: SignKey,
    logs: Vec<VerifyKey>,
    // one request at a time: what was signed last and what is signed next must not be looked at by two
    folder: Mutex<Folder>,
    clock: fn() -> u64,
}

fn wrong(path: &Path, error: &std::io::Error) -> Refused {
    let path = path.display();
    Refused::new(
        Why::Storage,
        format!("无法读写 {path}：{error}"),
        format!("{path} cannot be read or written: {error}"),
    )
}

/// The witness's key in that file; made with that name where it is not there yet.
///
/// # Errors
/// A file that holds something else; no name for a new key; what the file system says.
pub fn key(file: &Path, name: Option<&str>) -> Result<SignKey, Refused> {
    if let Ok(text) = fs::read_to_string(file) {
        let key: SignKey = text.trim().parse()?;
        if key.public().kind() == KeyKind::Witness {
            return Ok(key);
        }
        return Err(Refused::new(Why::Key, "这不是见证密钥（04 类）", "this is no key of a witness (type 04)"));
    }
    let name = name.ok_or_else(|| {
        Refused::new(
            Why::Missing,
            format!("没有密钥文件 {}；首次运行请加 --name 名称", file.display()),
            format!("there is no key file {}; give --name NAME when first run", file.display()),
        )
    })?;
    let chance = chance().map_err(|e| Refused::new(Why::Storage, e.to_string(), e.to_string()))?;
    let key = SignKey::new(name, KeyKind::Witness, chance)?;
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    made.and_then(|mut f| writeln!(f, "{}", key.secret()).and_then(|()| f.sync_all())).map_err(|e| wrong(file, &e))?;
    Ok(key)
}

/// The file of what was signed last of a log.
fn remembered(origin: &str) -> String {
    format!("{}.checkpoint", hex(&Sha256::digest(origin.as_bytes())))
}

impl Witness {
    /// A witness of the logs that `logs` names (`log KEY` lines of a policy), which remembers in `folder`.
    ///
    /// # Errors
    /// Another process that has the folder; what the file system says.
    pub fn new(key: SignKey, logs: &Policy, folder: &Path, clock: fn() -> u64) -> Result<Self, Refused> {
        let logs = logs.logs().map(|(key, _)| key.clone()).collect();
        Ok(Self { key, logs, folder: Mutex::new(Folder::lock(folder)?), clock })
    }
    /// Its public key.
    pub fn public(&self) -> &VerifyKey {
        self.key.public()
    }
    fn last(&self, folder: &Folder, log: &VerifyKey) -> Result<Option<Head>, Refused> {
        let Some(file) = folder.read(&remembered(log.name()))? else { return Ok(None) };
        let note = Note::read(&file)?;
        if note.signers(&[self.key.public()])?.is_empty() {
            return Err(Refused::new(
                Why::Unsigned,
                "所记的检查点不是本见证签的",
                "what is remembered was not signed here",
            ));
        }
        Ok(Some(Checkpoint::read(&note.text)?.head))
    }
    /// Answers a request: what is signed is on the disk before the answer leaves.
    ///
    /// # Errors
    /// What the disk says; then nothing was signed.
    pub fn answer(&self, request: &[u8]) -> Result<Answer, Refused> {
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let mut trouble = None;
        let mut asked = String::new();
        let log = |origin: &str| {
            asked = origin.to_owned();
            let log = self.logs.iter().find(|log| log.name() == origin)?;
            match self.last(&folder, log) {
                Ok(last) => Some((log.clone(), last)),
                Err(why) => {
                    trouble = Some(why);
                    None
                }
            }
        };
        let (answer, kept) = consider(request, log, &self.key, (self.clock)());
        if let Some(why) = trouble {
            return Err(why);
        }
        if let Some(Witnessed { note, .. }) = kept {
            folder.replace(&remembered(&asked), note.as_bytes())?;
        } else if matches!(answer, Answer::Inconsistent(_)) {
            // two signed trees that do not fit together are the proof of a log that broke its word: kept for people
            folder.replace(&format!("{}.evidence", remembered(&asked)), request)?;
        }
        Ok(answer)
    }
    /// What was signed last of the log whose origin has this SHA-256.
    fn shown(&self, hash: &str) -> Result<Option<Vec<u8>>, Refused> {
        let folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self
            .logs
            .iter()
            .map(|log| remembered(log.name()))
            .find(|name| name.strip_suffix(".checkpoint") == Some(hash));
        known.map_or(Ok(None), |name| folder.read(&name))
    }
}

/// The witness over HTTP.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add))
        .route("/{hash}/checkpoint", get(monitor))
        .route("/", get(about))
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
        .with_state(witness)
}

fn text(status: u16, media: &'static str, body: impl Into<axum::body::Body>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.into()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}
const PLAIN: &str = "text/plain; charset=utf-8";

fn failed(why: &Refused) -> Response {
    eprintln!("witness: {why}");
    text(500, PLAIN, "the witness cannot use its disk; nothing was signed\n")
}

async fn add(State(witness): State<Arc<Witness>>, body: Bytes) -> Response {
    let answered = tokio::task::spawn_blocking(move || witness.answer(&body)).await;
    match answered {
        Ok(Ok(answer)) => text(answer.status(), answer.media(), answer.body()),
        Ok(Err(why)) => failed(&why),
        Err(_) => text(500, PLAIN, "a fault in the witness; nothing was signed\n"),
    }
}

async fn monitor(State(witness): State<Arc<Witness>>, At(hash): At<String>) -> Response {
    match tokio::task::spawn_blocking(move || witness.shown(&hash)).await {
        Ok(Ok(Some(file))) => text(200, PLAIN, file),
        Ok(Ok(None)) => text(404, PLAIN, "this log was never signed here\n"),
        Ok(Err(why)) => failed(&why),
        Err(_) => text(500, PLAIN, "a fault in the witness\n"),
    }
}

async fn about(State(witness): State<Arc<Witness>>) -> Response {
    let logs: String = witness.logs.iter().map(|log| format!("log {log}\n")).collect();
    text(200, PLAIN, format!("A witness of public logs (c2sp.org/tlog-witness).\n{}\n\n{logs}", witness.public()))
}
