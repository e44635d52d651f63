//! A public log in a folder.
//!
//! [`Folder`] keeps the promises of [`tlog::Store`] on a file system: what is flushed is on the disk with the folders that
//! name it, a file is replaced by renaming a finished one, and a lock lets in one writer. [`Files`] only reads.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use rustix::fs::{FlockOperation, flock};
use tlog::{Fetch, Refused, Store, TilePath, Why, bundle::MAX_BUNDLE, memory::missing};

/// From this many files on the whole file system is flushed at once, which is quicker than one by one.
const MANY: usize = 24;

/// The files of a log, to be read.
#[derive(Clone, Debug)]
pub struct Files {
    root: PathBuf,
}
impl Files {
    /// The log in this folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
    /// The bytes of a file, or none. More than the largest bundle is never read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let path = self.root.join(name);
        let file = match File::open(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|e| failed(&path, &e))?,
        };
        let mut bytes = Vec::new();
        file.take(MAX_BUNDLE as u64 + 1).read_to_end(&mut bytes).map_err(|e| failed(&path, &e))?;
        if bytes.len() > MAX_BUNDLE {
            return Err(Refused::new(
                Why::Limit,
                format!("{name} 超过 {MAX_BUNDLE} 字节，不是日志的文件"),
                format!("{name} has more than {MAX_BUNDLE} bytes and is no file of a log"),
            ));
        }
        Ok(Some(bytes))
    }
}
impl Fetch for Files {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        self.read(&tile.to_string())?.ok_or_else(|| missing(tile))
    }
}

/// The files of a log, to be continued by this process alone.
#[derive(Debug)]
pub struct Folder {
    files: Files,
    written: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
    known: BTreeSet<PathBuf>,
    _lock: File,
}
impl Folder {
    /// Takes the log in this folder, which is made where it is missing; refused while another writer has it.
    pub fn lock(root: impl Into<PathBuf>) -> Result<Self, Refused> {
        let root = root.into();
        fs::create_dir_all(&root).map_err(|e| failed(&root, &e))?;
        let path = root.join("lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(|e| failed(&path, &e))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|_| {
            Refused::new(
                Why::Storage,
                format!("{} 正由另一个进程写入；日志只能有一个写入者", root.display()),
                format!("{} is being written by another process; a log has one writer", root.display()),
            )
        })?;
        Ok(Self {
            files: Files::new(root),
            written: Vec::new(),
            folders: BTreeSet::new(),
            known: BTreeSet::new(),
            _lock: lock,
        })
    }
    /// The folder's files, to be read.
    pub fn files(&self) -> &Files {
        &self.files
    }
    /// Makes the folders above a file, and remembers those whose list of names has to be flushed.
    fn folder_of(&mut self, path: &Path) -> Result<(), Refused> {
        let Some(parent) = path.parent() else { return Ok(()) };
        if !self.known.contains(parent) {
            let mut above = parent;
            while !above.is_dir() && above != self.files.root {
                let Some(next) = above.parent() else { break };
                self.folders.insert(next.to_owned());
                above = next;
            }
            fs::create_dir_all(parent).map_err(|e| failed(parent, &e))?;
            if self.known.len() > 4096 {
                self.known.clear();
            }
            self.known.insert(parent.to_owned());
        }
        self.folders.insert(parent.to_owned());
        Ok(())
    }
}
impl Fetch for Folder {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        self.files.fetch(tile)
    }
}
impl Store for Folder {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        self.files.read(name)
    }
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        let path = self.files.root.join(name);
        self.folder_of(&path)?;
        fs::write(&path, bytes).map_err(|e| failed(&path, &e))?;
        self.written.push(path);
        Ok(())
    }
    fn flush(&mut self) -> Result<(), Refused> {
        let root = File::open(&self.files.root).map_err(|e| failed(&self.files.root, &e))?;
        if self.written.len() >= MANY {
            rustix::fs::syncfs(&root).map_err(|e| failed(&self.files.root, &e.into()))?;
        } else {
            for path in self.written.iter().chain(&self.folders) {
                File::open(path).and_then(|f| f.sync_all()).map_err(|e| failed(path, &e))?;
            }
        }
        self.written.clear();
        self.folders.clear();
        Ok(())
    }
    fn replace(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused> {
        let path = self.files.root.join(name);
        let beside = self.files.root.join(format!("{name}.new"));
        let put = || -> io::Result<()> {
            let mut file = File::create(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            File::open(&self.files.root)?.sync_all()
        };
        put().map_err(|e| failed(&path, &e))
    }
    fn forget_partials(&mut self, full: &TilePath) {
        let folder = self.files.root.join(format!("{full}.p"));
        self.known.remove(&folder);
        // what stays is in nobody's way
        let _ = fs::remove_dir_all(folder);
    }
}

fn failed(path: &Path, error: &io::Error) -> Refused {
    let (path, full) = (path.display(), error.kind() == io::ErrorKind::StorageFull);
    let (zh, en) = if full { ("；磁盘已满，请腾出空间", "; the disk is full, make room") } else { ("", "") };
    Refused::new(
        Why::Storage,
        format!("无法读写 {path}：{error}{zh}"),
        format!("{path} cannot be read or written: {error}{en}"),
    )
}
