//! What a log asks of a witness and what a witness must check: C2SP tlog-witness.

use crate::{
    Checkpoint, Hash, Head, Note, Refused, SignKey, Signature, VerifyKey, Why,
    note::MAX_NOTE,
    refused::{decimal, form},
    tree::{MAX_PROOF, check_consistency},
};

/// The longest request: proof lines and a note.
pub const MAX_REQUEST: usize = MAX_NOTE + 64 * 45 + 64;

/// A log's request: sign this checkpoint, which continues the one you signed last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddCheckpoint {
    /// The size that the witness signed last, 0 for none.
    pub old: u64,
    /// The proof that the new tree begins with the old one.
    pub proof: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}
impl AddCheckpoint {
    /// Reads the body of a request.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > MAX_REQUEST {
            return Err(Refused::new(Why::Limit, "请求过长", "the request is too long"));
        }
        let wrong = || {
            form(
                "请求应为“old 条数”、证明各行、空行和检查点",
                "a request is “old SIZE”, the lines of the proof, an empty line and the checkpoint",
            )
        };
        let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(wrong)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|l| l.strip_prefix("old ")).and_then(decimal).ok_or_else(wrong)?;
        let proof = lines.map(Hash::from_base64).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
        if proof.len() > MAX_PROOF {
            return Err(Refused::new(Why::Limit, "证明超过 63 行", "the proof has more than 63 lines"));
        }
        Ok(Self { old, proof, checkpoint: checkpoint.to_owned() })
    }
    /// The body of the request.
    pub fn body(&self) -> String {
        let proof: String = self.proof.iter().map(|h| format!("{h}\n")).collect();
        format!("old {}\n{proof}\n{}", self.old, self.checkpoint)
    }
}

/// What a witness answers. [`Answer::status`] is the HTTP status of each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Signed: the lines to add below the checkpoint (200).
    Signed(Vec<Signature>),
    /// The request cannot be read, or says a larger size as the old one (400).
    Malformed(Refused),
    /// No signature of the log's key, or a false one (403).
    Unsigned(Refused),
    /// The log is unknown here (404).
    Unknown,
    /// Another size was signed last: this one (409).
    Behind(u64),
    /// The tree does not continue the one that was signed (422).
    Inconsistent(Refused),
}
impl Answer {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Signed(_) => 200,
            Self::Malformed(_) => 400,
            Self::Unsigned(_) => 403,
            Self::Unknown => 404,
            Self::Behind(_) => 409,
            Self::Inconsistent(_) => 422,
        }
    }
    /// The media type of the body.
    pub fn media(&self) -> &'static str {
        if matches!(self, Self::Behind(_)) { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    }
    /// The body.
    pub fn body(&self) -> String {
        match self {
            Self::Signed(lines) => lines.iter().map(Signature::line).collect(),
            Self::Behind(size) => format!("{size}\n"),
            Self::Unknown => "unknown log\n".to_owned(),
            Self::Malformed(why) | Self::Unsigned(why) | Self::Inconsistent(why) => format!("{}\n", why.say.en),
        }
    }
    /// Reads a witness's answer to a request.
    pub fn read(status: u16, body: &[u8]) -> Result<Self, Refused> {
        let text = std::str::from_utf8(&body[..body.len().min(MAX_NOTE)]).unwrap_or_default();
        let told = |why| {
            let said: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
            Refused::new(why, format!("见证拒绝：{said}"), format!("the witness refuses: {said}"))
        };
        match status {
            200 => {
                let lines = text.strip_suffix('\n').ok_or_else(|| told(Why::Form))?;
                Ok(Self::Signed(lines.split('\n').map(Signature::read).collect::<Result<_, _>>()?))
            }
            400 => Ok(Self::Malformed(told(Why::Form))),
            403 => Ok(Self::Unsigned(told(Why::Unsigned))),
            404 => Ok(Self::Unknown),
            409 => {
                let size = text.strip_suffix('\n').and_then(decimal);
                Ok(Self::Behind(size.ok_or_else(|| told(Why::Form))?))
            }
            422 => Ok(Self::Inconsistent(told(Why::Proof))),
            other => Err(Refused::new(
                Why::Form,
                format!("见证回答了 HTTP {other}，协议中没有这种回答"),
                format!("the witness answered HTTP {other}, which the protocol does not have"),
            )),
        }
    }
}

/// What a witness remembers of a log: the head it signed last. [`Witnessed::note`] is that checkpoint with both signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witnessed {
    /// The head.
    pub head: Head,
    /// The checkpoint's file.
    pub note: String,
}

/// What a witness does with a request. `log` finds the keys of a log by its origin with what was signed last. Where the
/// answer is [`Answer::Signed`], the caller must have [`Witnessed`] on its disk before it answers, and must not consider
/// another request of this log in between.
pub fn consider(
    request: &[u8],
    log: impl FnOnce(&str) -> Option<(VerifyKey, Option<Head>)>,
    key: &SignKey,
    now: u64,
) -> (Answer, Option<Witnessed>) {
    match decide(request, log, key, now) {
        Ok((lines, witnessed)) => (Answer::Signed(lines), Some(witnessed)),
        Err(answer) => (answer, None),
    }
}

fn decide(
    request: &[u8],
    log: impl FnOnce(&str) -> Option<(VerifyKey, Option<Head>)>,
    key: &SignKey,
    now: u64,
) -> Result<(Vec<Signature>, Witnessed), Answer> {
    let request = AddCheckpoint::read(request).map_err(Answer::Malformed)?;
    let note = Note::read(request.checkpoint.as_bytes()).map_err(Answer::Malformed)?;
    let checkpoint = Checkpoint::read(&note.text).map_err(|refused| {
        // a tree without entries that has a root is told apart: it can be read, and is wrong
        let empty = note.text.split('\n').nth(1) == Some("0");
        if empty { Answer::Inconsistent(refused) } else { Answer::Malformed(refused) }
    })?;
    let (trusted, last) = log(&checkpoint.origin).ok_or(Answer::Unknown)?;
    Checkpoint::open(request.checkpoint.as_bytes(), &trusted).map_err(Answer::Unsigned)?;
    if request.old > checkpoint.head.size {
        return Err(Answer::Malformed(form("old 大于检查点的条数", "the old size is above the checkpoint's")));
    }
    let last = last.unwrap_or(Head { size: 0, root: Hash::empty() });
    if request.old != last.size {
        return Err(Answer::Behind(last.size));
    }
    let head = checkpoint.head;
    check_consistency(last.size, &last.root, head.size, &head.root, &request.proof).map_err(Answer::Inconsistent)?;
    let cosignature = key.sign(&note.text, now);
    let own = note.signatures.iter().filter(|s| trusted.check(&note.text, s).is_ok()).cloned();
    let signatures = own.chain([cosignature.clone()]).collect();
    let witnessed = Witnessed { head, note: Note { text: note.text, signatures }.file() };
    Ok((vec![cosignature], witnessed))
}
