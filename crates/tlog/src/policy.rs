//! Whom one trusts: the log's key, the witnesses, and how many of them must have signed.

use std::fmt;

use crate::{Checkpoint, KeyKind, Note, Refused, VerifyKey, Why};

/// How far a witness's clock may run ahead, in seconds.
const AHEAD: u64 = 300;

/// Members of a group, and the quorum: a witness, or a group of which enough members must count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Member {
    Witness(usize),
    Group(usize),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Group {
    pub(crate) least: usize,
    pub(crate) members: Vec<Member>,
}

/// A witness of a policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Witness {
    pub(crate) name: String,
    pub(crate) key: VerifyKey,
    pub(crate) url: Option<String>,
}

/// A policy in the form of C2SP tlog-policy.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Policy {
    pub(crate) logs: Vec<(VerifyKey, Option<String>)>,
    pub(crate) witnesses: Vec<Witness>,
    pub(crate) groups: Vec<(String, Group)>,
    pub(crate) quorum: Option<Member>,
}

/// What a checkpoint that the policy takes says, and who stands for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The witnesses that signed, by their names in the policy, with the seconds since 1970 at which each did.
    pub witnesses: Vec<(String, u64)>,
}

impl Policy {
    /// The policy that trusts one log and asks for no witness.
    pub fn alone(log: VerifyKey) -> Self {
        Self { logs: vec![(log, None)], ..Self::default() }
    }
    /// The logs that are trusted.
    pub fn logs(&self) -> impl Iterator<Item = (&VerifyKey, Option<&str>)> {
        self.logs.iter().map(|(key, url)| (key, url.as_deref()))
    }
    /// The witnesses: name, key, and where each is asked.
    pub fn witnesses(&self) -> impl Iterator<Item = (&str, &VerifyKey, Option<&str>)> {
        self.witnesses.iter().map(|w| (w.name.as_str(), &w.key, w.url.as_deref()))
    }
    /// Whether any witness must have signed.
    pub fn asks_witnesses(&self) -> bool {
        self.quorum.is_some()
    }
    /// Whether these witnesses, by their place, are enough.
    fn met(&self, signed: &[usize]) -> bool {
        // a group names only members before it, so that one pass from the first to the last suffices
        let mut groups: Vec<bool> = Vec::with_capacity(self.groups.len());
        for (_, group) in &self.groups {
            let count = group.members.iter().filter(|m| counts(m, signed, &groups)).count();
            groups.push(count >= group.least);
        }
        self.quorum.as_ref().is_none_or(|quorum| counts(quorum, signed, &groups))
    }
    /// Reads a checkpoint and says who stands for it: the log's key must have signed, and the witnesses that the quorum
    /// asks for. `now`, in seconds since 1970, finds signatures from the future; without a clock they are taken.
    pub fn check(&self, bytes: &[u8], now: Option<u64>) -> Result<Verdict, Refused> {
        let note = Note::read(bytes)?;
        let checkpoint = Checkpoint::read(&note.text)?;
        let logs: Vec<&VerifyKey> =
            self.logs.iter().map(|(key, _)| key).filter(|key| key.name() == checkpoint.origin).collect();
        if logs.is_empty() {
            let known = self.logs.iter().map(|(key, _)| key.name()).collect::<Vec<_>>().join(", ");
            return Err(Refused::new(
                Why::Origin,
                format!("检查点属于日志“{}”，信任的是：{known}", checkpoint.origin),
                format!("the checkpoint is of the log “{}”; trusted are: {known}", checkpoint.origin),
            ));
        }
        if note.signers(&logs)?.is_empty() {
            return Err(Refused::new(
                Why::Unsigned,
                format!("检查点没有日志“{}”的签名", checkpoint.origin),
                format!("the checkpoint is not signed by the log “{}”", checkpoint.origin),
            ));
        }
        let keys: Vec<&VerifyKey> = self.witnesses.iter().map(|w| &w.key).collect();
        let signed = note.signers(&keys)?;
        if let Some((at, time)) = signed.iter().find(|(_, time)| now.is_some_and(|now| time.unwrap_or(0) > now + AHEAD))
        {
            let (name, time) = (&self.witnesses[*at].name, time.unwrap_or(0));
            return Err(Refused::new(
                Why::Future,
                format!("见证“{name}”的签名时间（{time} 秒）在将来；请校准见证方或本机的时钟"),
                format!("the witness “{name}” signed at {time} s, which lies in the future; set its clock or this one"),
            ));
        }
        if !self.met(&signed.iter().map(|(at, _)| *at).collect::<Vec<_>>()) {
            let names: Vec<&str> = signed.iter().map(|(at, _)| self.witnesses[*at].name.as_str()).collect();
            let (some, all) = (!names.is_empty(), self.witnesses.len());
            let (zh, en) = (names.join("、"), names.join(", "));
            let (zh, en) = if some { (format!("（{zh}）"), format!(" ({en})")) } else { Default::default() };
            return Err(Refused::new(
                Why::Quorum,
                format!("见证不足：{all} 个见证中有 {} 个签名{zh}，不满足信任策略", names.len()),
                format!("too few witnesses: {} of {all} have signed{en}, which the policy does not take", names.len()),
            ));
        }
        let witnesses = signed.iter().map(|(at, time)| (self.witnesses[*at].name.clone(), time.unwrap_or(0))).collect();
        Ok(Verdict { checkpoint, witnesses })
    }
}

fn counts(member: &Member, signed: &[usize], groups: &[bool]) -> bool {
    match member {
        Member::Witness(at) => signed.contains(at),
        Member::Group(at) => groups.get(*at).copied().unwrap_or(false),
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |member: &Member| match member {
            Member::Witness(at) => self.witnesses[*at].name.as_str(),
            Member::Group(at) => self.groups[*at].0.as_str(),
        };
        let tail = |url: &Option<String>| url.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
        for (key, url) in &self.logs {
            writeln!(f, "log {key}{}", tail(url))?;
        }
        for witness in &self.witnesses {
            writeln!(f, "witness {} {}{}", witness.name, witness.key, tail(&witness.url))?;
        }
        for (called, group) in &self.groups {
            let members: String = group.members.iter().map(|m| format!(" {}", name(m))).collect();
            writeln!(f, "group {called} {}{members}", group.least)?;
        }
        writeln!(f, "quorum {}", self.quorum.as_ref().map_or("none", name))
    }
}

pub(crate) fn is_kind(key: &VerifyKey, kind: KeyKind) -> bool {
    key.kind() == kind
}
