//! The one writer of a log.
//!
//! The order is entries → tiles → flushed → checkpoint signed → witnesses → shown, and each step begins when the one before
//! it is on the disk. A file that a signed checkpoint speaks of is never written again; what lies beyond it was never
//! promised to anybody and is written anew after a break. A writer that failed once refuses to go on: it is opened again
//! from what is on the disk.

use crate::{
    CHECKPOINT, Checkpoint, Hash, Head, KeyKind, Note, Policy, Refused, SIGNED, SignKey, Signature, Store, TileCache,
    TilePath, Tiles, Verdict, Why,
    tree::{self, MAX_PROOF},
    witness::AddCheckpoint,
    writer_edge::Edge,
};

/// The writer of a log.
pub struct Writer<S> {
    store: S,
    key: SignKey,
    edge: Edge,
    signed: (Head, Note),
    shown: u64,
    partials: Vec<TilePath>,
    failed: bool,
}

fn older(zh: String, en: String) -> Refused {
    Refused::new(
        Why::Older,
        format!("{zh}；可能恢复了旧备份，绝不能由此续写：请恢复最新的日志文件"),
        format!(
            "{en}; an older backup may have been restored, from which the log must never go on: restore the newest files"
        ),
    )
}

impl<S: Store> Writer<S> {
    /// Begins a new log where there is none, with a signed checkpoint of no entries.
    pub fn create(mut store: S, key: SignKey) -> Result<Self, Refused> {
        if key.public().kind() != KeyKind::Log {
            return Err(Refused::new(Why::Key, "日志要用 01 类密钥", "a log needs a key of type 01"));
        }
        if store.read(SIGNED)?.is_some() || store.read(CHECKPOINT)?.is_some() {
            return Err(Refused::new(
                Why::Form,
                "此处已有日志，不能新建",
                "a log is here already: a new one cannot begin in its place",
            ));
        }
        let head = Head { size: 0, root: Hash::empty() };
        let note = Checkpoint::sign(head, &key);
        store.replace(SIGNED, note.file().as_bytes())?;
        Ok(Self {
            store,
            key,
            edge: Edge::empty(),
            signed: (head, note),
            shown: 0,
            partials: Vec::new(),
            failed: false,
        })
    }
    /// Opens a log to continue it. `known` are heads that others remember: the database, the witnesses. The files must have
    /// each of them, or the writer refuses.
    pub fn open(store: S, key: SignKey, known: &[Head]) -> Result<Self, Refused> {
        let file = store.read(SIGNED)?.ok_or_else(|| {
            if known.iter().any(|head| head.size > 0) || store.read(CHECKPOINT).is_ok_and(|c| c.is_some()) {
                return older("日志文件不见了".to_owned(), "the log's files are gone".to_owned());
            }
            Refused::new(Why::Missing, "此处没有日志", "there is no log here")
        })?;
        let (signed, note) = Checkpoint::open(&file, key.public())?;
        let head = signed.head;
        let edge = Edge::load(&store, head.size)?;
        if edge.root()? != head.root {
            return Err(Refused::new(
                Why::Proof,
                "日志文件与已签名的检查点不符：文件被改动或缺失，请从备份恢复",
                "the log's files do not fit the signed checkpoint: they were changed or are missing, restore them from a backup",
            ));
        }
        let mut shown = 0;
        let mut known = known.to_vec();
        if let Some(file) = store.read(CHECKPOINT)? {
            let (public, _) = Checkpoint::open(&file, key.public())?;
            shown = public.head.size;
            known.push(public.head);
        }
        for old in known {
            if old.size > head.size {
                return Err(older(
                    format!("日志文件只有 {} 条，而已知曾有 {} 条", head.size, old.size),
                    format!("the log's files have {} entries, but it is known to have had {}", head.size, old.size),
                ));
            }
            let cache = TileCache::new(MAX_PROOF);
            if tree::root(&Tiles::new(&store, head.size, &cache), old.size)? != old.root {
                return Err(older(
                    format!("日志文件的前 {} 条与已知的不同", old.size),
                    format!("the first {} entries of the log's files differ from what is known", old.size),
                ));
            }
        }
        Ok(Self { store, key, edge, signed: (head, note), shown, partials: Vec::new(), failed: false })
    }
    /// The head that was signed last.
    pub fn signed(&self) -> Head {
        self.signed.0
    }
    /// The signed checkpoint, to be given to witnesses.
    pub fn checkpoint(&self) -> &Note {
        &self.signed.1
    }
    /// The size that readers are shown.
    pub fn shown(&self) -> u64 {
        self.shown
    }
    /// The number of entries, with those that are not signed yet.
    pub fn size(&self) -> u64 {
        self.edge.size
    }
    /// The public key.
    pub fn key(&self) -> &crate::VerifyKey {
        self.key.public()
    }
    /// The files.
    pub fn store(&self) -> &S {
        &self.store
    }
    fn sound(&self) -> Result<(), Refused> {
        if !self.failed {
            return Ok(());
        }
        Err(Refused::new(
            Why::Storage,
            "写日志时出过错，须重新打开日志再继续",
            "writing the log has failed before: open it again to go on",
        ))
    }
    /// Adds an entry and returns its number. Nothing is promised before [`Writer::sign`] has returned.
    pub fn append(&mut self, entry: &[u8]) -> Result<u64, Refused> {
        self.sound()?;
        if entry.len() > crate::bundle::MAX_ENTRY {
            // refused before anything has changed, so that the writer stays usable
            return crate::bundle::push(&mut Vec::new(), entry).map(|()| 0);
        }
        let store = &mut self.store;
        self.failed = true;
        self.edge.push(entry, |tile, bytes| store.write(&tile.to_string(), bytes))?;
        self.failed = false;
        Ok(self.edge.size - 1)
    }
    /// Puts everything on the disk and signs it: entries and tiles first, flushed, then the checkpoint.
    pub fn sign(&mut self) -> Result<Head, Refused> {
        self.sound()?;
        let before = self.signed.0.size;
        if self.edge.size == before {
            return Ok(self.signed.0);
        }
        self.failed = true;
        for (tile, bytes) in self.edge.partials(before) {
            self.store.write(&tile.to_string(), &bytes)?;
            self.partials.push(tile);
        }
        self.store.flush()?;
        let head = Head { size: self.edge.size, root: self.edge.root()? };
        let note = Checkpoint::sign(head, &self.key);
        self.store.replace(SIGNED, note.file().as_bytes())?;
        self.signed = (head, note);
        self.failed = false;
        Ok(head)
    }
    /// The request that asks a witness which signed `old` last.
    pub fn request(&self, old: u64) -> Result<AddCheckpoint, Refused> {
        let (head, note) = &self.signed;
        if old > head.size {
            return Err(older(
                format!("见证签过 {old} 条，而日志只有 {} 条", head.size),
                format!("a witness has signed {old} entries, but the log has {}", head.size),
            ));
        }
        let cache = TileCache::new(MAX_PROOF);
        let proof = tree::consistency(&Tiles::new(&self.store, head.size, &cache), old, head.size)?;
        Ok(AddCheckpoint { old, proof, checkpoint: note.file() })
    }
    /// Shows the signed checkpoint to readers, with the witnesses' signatures, once the policy takes it.
    pub fn show(&mut self, witnesses: &[Signature], policy: &Policy, now: Option<u64>) -> Result<Verdict, Refused> {
        self.sound()?;
        let mut note = self.signed.1.clone();
        let keys: Vec<_> = policy.witnesses().map(|(_, key, _)| key).collect();
        for signature in witnesses {
            let known = keys.iter().find(|key| key.made(signature));
            if known.is_some_and(|key| key.check(&note.text, signature).is_ok()) && !note.signatures.contains(signature)
            {
                note.signatures.push(signature.clone());
            }
        }
        let file = note.file();
        let verdict = policy.check(file.as_bytes(), now)?;
        if verdict.checkpoint.head.size < self.shown {
            return Err(Refused::new(
                Why::Replayed,
                "检查点比已公布的旧",
                "the checkpoint is older than the one that is shown",
            ));
        }
        self.failed = true;
        self.store.replace(CHECKPOINT, file.as_bytes())?;
        self.shown = verdict.checkpoint.head.size;
        self.failed = false;
        let shown = self.shown;
        let full = |tile: &TilePath| TilePath::of(tile.level, tile.index, shown).is_some_and(|now| now.width == 256);
        let (done, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.partials).into_iter().partition(full);
        self.partials = rest;
        for tile in done {
            self.store.forget_partials(&tile.full());
        }
        Ok(verdict)
    }
}
