//! Checkpoints: which log, how many entries, which root.

use crate::{
    Hash, Note, Refused, SignKey, VerifyKey, Why,
    refused::{decimal, form},
};

/// The size of a log and its root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The number of entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// What a checkpoint says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// Its size and root.
    pub head: Head,
    /// Lines after these, which say nothing that anyone can check. Ours have none.
    pub extensions: Vec<String>,
}
impl Checkpoint {
    /// Reads a checkpoint's text, without signatures.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let wrong = |zh: &str, en: &str| form(format!("检查点{zh}"), format!("the checkpoint {en}"));
        let body = text.strip_suffix('\n').ok_or_else(|| wrong("没有以换行结束", "does not end its last line"))?;
        let mut lines = body.split('\n');
        let origin = lines.next().filter(|o| !o.is_empty()).ok_or_else(|| wrong("没有写明日志", "names no log"))?;
        let size =
            lines.next().and_then(decimal).ok_or_else(|| wrong("第 2 行应为条数", "must tell its size in line 2"))?;
        let root = lines.next().and_then(Hash::from_base64);
        let root = root.ok_or_else(|| wrong("第 3 行应为根散列值", "must tell its root in line 3"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(wrong("含有空行", "holds an empty line"));
        }
        if size == 0 && root != Hash::empty() {
            return Err(wrong(
                "写 0 条，但根不是空树的根",
                "says 0 entries, but its root is not that of the empty tree",
            ));
        }
        Ok(Self { origin: origin.to_owned(), head: Head { size, root }, extensions })
    }
    /// The text that is signed.
    pub fn text(&self) -> String {
        let more: String = self.extensions.iter().map(|line| format!("{line}\n")).collect();
        format!("{}\n{}\n{}\n{more}", self.origin, self.head.size, self.head.root)
    }
    /// The checkpoint of a log, signed by its key.
    pub fn sign(head: Head, key: &SignKey) -> Note {
        let text = Self { origin: key.public().name().to_owned(), head, extensions: Vec::new() }.text();
        let signature = key.sign(&text, 0);
        Note { text, signatures: vec![signature] }
    }
    /// Reads a signed checkpoint and checks that this log's key has signed it.
    pub fn open(bytes: &[u8], key: &VerifyKey) -> Result<(Self, Note), Refused> {
        let note = Note::read(bytes)?;
        let read = Self::read(&note.text)?;
        if read.origin != key.name() {
            return Err(Refused::new(
                Why::Origin,
                format!("检查点属于日志“{}”，不是“{}”", read.origin, key.name()),
                format!("the checkpoint is of the log “{}”, not of “{}”", read.origin, key.name()),
            ));
        }
        if note.signers(&[key])?.is_empty() {
            return Err(Refused::new(
                Why::Unsigned,
                format!("检查点没有“{}”的签名", key.name()),
                format!("the checkpoint is not signed by “{}”", key.name()),
            ));
        }
        Ok((read, note))
    }
}
