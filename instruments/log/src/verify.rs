//! Checking a log, or a proof, as anybody can: from a folder or an address, without the database.

use std::{fs, io::Read, path::PathBuf};

use base::Say;
use tlog::{
    CHECKPOINT, Checkpoint, Fetch, Head, Note, Opened, Policy, Proof, Refused, Shown, TileCache, TilePath, Tiles,
    VerifyKey, Why, audit, bundle::MAX_BUNDLE, memory::missing, tree,
};
use tlog_files::Files;

use crate::{
    POLICY,
    ask::{agent, unreached},
};

/// What is to be checked.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The log: a folder or an address.
    pub log: Option<String>,
    /// A proof file.
    pub proof: Option<PathBuf>,
    /// Whom to trust: a policy file.
    pub policy: Option<PathBuf>,
    /// Whom to trust: a log's public key, without witnesses.
    pub key: Option<String>,
    /// A checkpoint kept from earlier, which the log must continue.
    pub since: Option<PathBuf>,
    /// The seconds since 1970, against signatures from the future.
    pub now: Option<u64>,
}

/// What was found to hold, sentence by sentence.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Report {
    /// The sentences.
    pub says: Vec<Say>,
}
impl Report {
    fn say(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.says.push(Say::new(zh, en));
    }
}

/// Where a log is read.
enum Source {
    Folder(Files),
    Address(ureq::Agent, String),
}
impl Source {
    fn of(text: &str) -> Self {
        if text.starts_with("http://") || text.starts_with("https://") {
            return Self::Address(agent(), text.trim_end_matches('/').to_owned());
        }
        Self::Folder(Files::new(text))
    }
    /// The bytes of a file, or none. Never more than the largest file of a log.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let (agent, base) = match self {
            Self::Folder(files) => return files.read(name),
            Self::Address(agent, base) => (agent, base),
        };
        let mut answer = agent.get(format!("{base}/{name}")).call().map_err(|e| unreached(&e.to_string()).at(name))?;
        match answer.status().as_u16() {
            200 => {}
            404 => return Ok(None),
            other => return Err(unreached(&format!("HTTP {other}")).at(name)),
        }
        let mut bytes = Vec::new();
        let read = answer.body_mut().as_reader().take(MAX_BUNDLE as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|e| unreached(&e.to_string()).at(name))?;
        if bytes.len() > MAX_BUNDLE {
            return Err(Refused::new(Why::Limit, format!("{name} 过大"), format!("{name} is too large")));
        }
        Ok(Some(bytes))
    }
    fn need(&self, name: &str) -> Result<Vec<u8>, Refused> {
        self.read(name)?.ok_or_else(|| {
            let (zh, en) =
                (format!("没有 {name}：此处不是公开日志"), format!("there is no {name}: this is no public log"));
            Refused::new(Why::Missing, zh, en)
        })
    }
}
impl Fetch for Source {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        self.read(&tile.to_string())?.ok_or_else(|| missing(tile))
    }
}

fn file(path: &PathBuf) -> Result<Vec<u8>, Refused> {
    let wrong = |e: std::io::Error| {
        let path = path.display();
        Refused::new(Why::Missing, format!("无法读取 {path}：{e}"), format!("{path} cannot be read: {e}"))
    };
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|f| f.take(MAX_BUNDLE as u64).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(wrong)
}

fn policy(wanted: &Wanted, log: Option<&Source>, report: &mut Report) -> Result<Policy, Refused> {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    match (&wanted.policy, &wanted.key, log) {
        (Some(path), _, _) => text(file(path)?).parse(),
        (None, Some(key), _) => Ok(Policy::alone(key.parse()?)),
        (None, None, Some(log)) => {
            report.say(
                "未给出信任策略，采用日志自己公布的：只能说明日志自身一致。请用 --policy 给出从别处取得的策略。",
                "No policy was given, so the log's own was taken: that shows only that the log agrees with itself. Give one that \
                 you got elsewhere with --policy.",
            );
            text(log.need(POLICY)?).parse()
        }
        (None, None, None) => Err(Refused::new(
            Why::Key,
            "请用 --policy 或 --key 指明信任哪份日志",
            "say which log to trust with --policy or --key",
        )),
    }
}

/// Checks what is wanted; the report says what holds. The first thing that does not is the error.
///
/// # Errors
/// What does not hold, or cannot be read.
pub fn verify(wanted: &Wanted) -> Result<Report, Refused> {
    let mut report = Report::default();
    let log = wanted.log.as_deref().map(Source::of);
    let policy = policy(wanted, log.as_ref(), &mut report)?;
    let mut proven = None;
    if let Some(path) = &wanted.proof {
        proven = Some(check_proof(&file(path)?, &policy, wanted.now, &mut report)?);
    }
    if let Some(log) = &log {
        check_log(log, wanted, &policy, proven, &mut report)?;
    } else if wanted.proof.is_none() {
        return Err(Refused::new(Why::Missing, "请给出 --log 或 --proof", "give --log or --proof"));
    }
    Ok(report)
}

fn check_log(
    log: &Source,
    wanted: &Wanted,
    policy: &Policy,
    proven: Option<Head>,
    report: &mut Report,
) -> Result<(), Refused> {
    let verdict = policy.check(&log.need(CHECKPOINT)?, wanted.now)?;
    let head = verdict.checkpoint.head;
    let mut count = 0_u64;
    audit::read(log, head, 0, |_, _| {
        count += 1;
        Ok(())
    })?;
    let (origin, n) = (&verdict.checkpoint.origin, verdict.witnesses.len());
    report.say(
        format!("日志“{origin}”：{count} 条，每一条都与签名的根一致；{n} 个见证签名。"),
        format!(
            "The log “{origin}”: {count} {}, each of which leads to the signed root; {n} {} signed.",
            if count == 1 { "entry" } else { "entries" },
            if n == 1 { "witness has" } else { "witnesses have" },
        ),
    );
    let mut earlier: Vec<(Say, Head)> = Vec::new();
    if let Some(path) = &wanted.since {
        let note = Note::read(&file(path)?)?;
        let logs: Vec<&VerifyKey> = policy.logs().map(|(key, _)| key).collect();
        let old = Checkpoint::read(&note.text)?;
        if old.origin != *origin || note.signers(&logs)?.is_empty() {
            return Err(Refused::new(
                Why::Origin,
                "所保存的检查点不是这份日志签的",
                "the checkpoint that was kept is not signed by this log",
            ));
        }
        earlier.push((Say::new("所保存的检查点", "the checkpoint that was kept"), old.head));
    }
    earlier.extend(proven.map(|head| (Say::new("证明", "the proof"), head)));
    let cache = TileCache::new(64);
    let tiles = Tiles::new(log, head.size, &cache);
    for (what, old) in earlier {
        if old.size > head.size {
            return Err(Refused::new(
                Why::Older,
                format!("{}有 {} 条，而日志只有 {} 条：日志被截短，或您看到的是旧的", what.zh, old.size, head.size),
                format!(
                    "{} has {} entries, the log only {}: it was cut short, or this is an old one",
                    what.en, old.size, head.size
                ),
            ));
        }
        let steps = tree::consistency(&tiles, old.size, head.size)?;
        tree::check_consistency(old.size, &old.root, head.size, &head.root, &steps)?;
        let raw: Vec<[u8; 32]> = steps.iter().map(|h| h.0).collect();
        if !tlog_check::same_beginning(old.size, &old.root.0, head.size, &head.root.0, &raw) {
            return Err(disagree());
        }
        report.say(
            format!("日志延续了{}（{} 条）：此前的内容没有改动。", what.zh, old.size),
            format!("The log continues {} ({} entries): nothing before was changed.", what.en, old.size),
        );
    }
    Ok(())
}

fn disagree() -> Refused {
    Refused::new(
        Why::Proof,
        "本程序的两个核验器结论不同：请勿采信，并报告此问题",
        "the two verifiers of this program disagree: do not rely on it, and report this",
    )
}

fn check_proof(bytes: &[u8], policy: &Policy, now: Option<u64>, report: &mut Report) -> Result<Head, Refused> {
    let proof = Proof::read(bytes)?;
    let extra = proof.extra.as_deref().ok_or_else(|| {
        Refused::new(Why::Missing, "证明文件不含条目本身", "the proof does not carry the entry itself")
    })?;
    let opened = Opened::read(extra)?;
    let verdict = proof.check(opened.entry.as_bytes(), policy, now)?;
    second(bytes, &opened, policy, verdict.witnesses.len())?;
    let (origin, head) = (&verdict.checkpoint.origin, verdict.checkpoint.head);
    let times: Vec<String> = verdict.witnesses.iter().map(|(name, _)| name.clone()).collect();
    report.say(
        format!("第 {} 号条目在日志“{origin}”中（共 {} 条）；见证：{}", proof.index, head.size, or_none(&times, "无")),
        format!(
            "Entry {} is in the log “{origin}” of {} entries; witnesses: {}",
            proof.index,
            head.size,
            or_none(&times, "none")
        ),
    );
    let entry = opened.check()?;
    report.say(format!("类别 {}", entry.kind), format!("kind {}", entry.kind));
    for field in &opened.fields {
        match field {
            Shown::Open(field) => {
                let value: String = field.value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                report.say(format!("{}：{value}", field.name), format!("{}: {value}", field.name));
            }
            Shown::Closed(_) => {
                report.say("（一个未公开或已删除的字段）", "(a field that is not shown, or was erased)")
            }
        }
    }
    Ok(head)
}

fn or_none(names: &[String], none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { names.join(", ") }
}

/// The second verifier, which shares nothing with the first, must say the same.
fn second(bytes: &[u8], opened: &Opened, policy: &Policy, witnesses: usize) -> Result<(), Refused> {
    let key = |key: &VerifyKey| tlog_check::Key::read(&key.to_string()).ok_or_else(disagree);
    let known = policy.witnesses().map(|(_, k, _)| key(k)).collect::<Result<Vec<_>, _>>()?;
    let mut taken = false;
    for (log, _) in policy.logs() {
        let said = tlog_check::proof(bytes, opened.entry.as_bytes(), &key(log)?, &known, witnesses);
        taken |= said.is_ok_and(|yes| yes.extra.is_some_and(|extra| tlog_check::opened_fields(&extra).is_ok()));
    }
    if taken { Ok(()) } else { Err(disagree()) }
}
