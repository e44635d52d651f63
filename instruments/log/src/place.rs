//! Where the log's files are on this machine: a folder, its private key, and the policy that says who witnesses.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use tlog::{CHECKPOINT, Checkpoint, Head, KeyKind, Policy, Refused, SIGNED, SignKey, TileCache, Why, Writer};
use tlog_files::{Files, Folder};

use crate::actions::chance;

/// The name of the policy's file within the folder.
pub const POLICY: &str = "policy";

/// Tiles that pages keep at hand, each of 16 KiB.
const TILES: usize = 512;

/// Where the log is.
pub struct Place {
    folder: PathBuf,
    pub(crate) cache: TileCache,
}

fn wrong(path: &Path, error: &std::io::Error) -> Refused {
    let path = path.display();
    Refused::new(
        Why::Storage,
        format!("无法读写 {path}：{error}"),
        format!("{path} cannot be read or written: {error}"),
    )
}

impl Place {
    /// The log in this folder. Nothing is looked at yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), cache: TileCache::new(TILES) }
    }
    /// Beside an embedded database; a server's has no place of its own.
    pub fn beside(database: &str) -> Option<PathBuf> {
        let file = database.strip_prefix("sqlite://").unwrap_or(database);
        (!file.contains("://")).then(|| PathBuf::from(format!("{file}.log")))
    }
    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// The file of the private key: beside the folder, because the folder may be handed out as it is.
    pub fn key_file(&self) -> PathBuf {
        let mut name = self.folder.clone().into_os_string();
        name.push(".key");
        name.into()
    }
    /// The files, to be read.
    pub fn files(&self) -> Files {
        Files::new(&self.folder)
    }
    /// Whether a log has been begun here.
    pub fn begun(&self) -> bool {
        self.folder.join(SIGNED).is_file()
    }
    /// Begins the log: makes its key, the folder, and a policy without witnesses.
    ///
    /// # Errors
    /// A log that is there already; a name that is none; what the file system says.
    pub fn begin(&self, name: &str) -> Result<SignKey, Refused> {
        let chance = chance().map_err(|e| Refused::new(Why::Storage, e.to_string(), e.to_string()))?;
        let key = SignKey::new(name, KeyKind::Log, chance)?;
        if self.begun() {
            return Err(Refused::new(Why::Form, "日志已经建立", "the log has been begun already"));
        }
        let folder = Folder::lock(&self.folder)?;
        let path = self.key_file();
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let written = file.and_then(|mut f| writeln!(f, "{}", key.secret()).and_then(|()| f.sync_all()));
        written.map_err(|e| wrong(&path, &e))?;
        let policy = Policy::alone(key.public().clone());
        let path = self.folder.join(POLICY);
        fs::write(&path, policy.to_string()).map_err(|e| wrong(&path, &e))?;
        let mut writer = Writer::create(folder, self.key()?)?;
        writer.show(&[], &policy, None)?;
        Ok(key)
    }
    /// The private key.
    ///
    /// # Errors
    /// A file that is missing or holds something else.
    pub fn key(&self) -> Result<SignKey, Refused> {
        let path = self.key_file();
        fs::read_to_string(&path).map_err(|e| wrong(&path, &e))?.trim().parse()
    }
    /// Whom the installation trusts: its log, the witnesses, and how many of them.
    ///
    /// # Errors
    /// A file that is missing, or the line that cannot be read.
    pub fn policy(&self) -> Result<Policy, Refused> {
        let path = self.folder.join(POLICY);
        let text = fs::read_to_string(&path).map_err(|e| wrong(&path, &e))?;
        text.parse().map_err(|e: Refused| e.at(POLICY))
    }
    /// The writer, when no other process has it.
    pub(crate) fn writer(&self, known: &[Head]) -> Result<Writer<Folder>, Refused> {
        Writer::open(Folder::lock(&self.folder)?, self.key()?, known)
    }
    /// What readers are shown: the checkpoint and its file.
    ///
    /// # Errors
    /// Files that are missing or changed.
    pub fn shown(&self) -> Result<Option<(Checkpoint, String)>, Refused> {
        let Some(file) = self.files().read(CHECKPOINT)? else { return Ok(None) };
        let policy = self.policy()?;
        // whether the witnesses' signatures suffice was decided when it was shown
        let keys: Vec<_> = policy.logs().map(|(key, _)| key).collect();
        let key = keys.first().ok_or_else(|| Refused::new(Why::Key, "策略中没有日志", "the policy names no log"))?;
        let (checkpoint, note) = Checkpoint::open(&file, key)?;
        Ok(Some((checkpoint, note.file())))
    }
}

/// A refusal of the log as the program's own errors say it.
pub(crate) fn told(refused: Refused) -> db::Error {
    match refused.why {
        Why::Storage => db::Error::Storage(refused.say.en),
        _ => db::Error::Refused(refused.say),
    }
}
