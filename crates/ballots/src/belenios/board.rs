//! The public board (section 4.4): everything of an election that is published, as an archive in which each event names the hash
//! of the one before.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::{
    event::{Event, Header, Kind, Setup, hex},
    json,
    tar::{self, Records},
};
use crate::{Refused, Why};

/// The longest archive, in bytes.
pub const MAX_BOARD: usize = 4 << 30;

/// What is on the board, each thing as the text that was published.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Board {
    /// When the archive was begun, in seconds since 1970. It says nothing of when a ballot came.
    pub timestamp: u64,
    /// The election.
    pub election: String,
    /// The trustees.
    pub trustees: String,
    /// The roll of public credentials.
    pub credentials: String,
    /// The ballots, in the order in which a later one of a credential replaces an earlier one.
    pub ballots: Vec<String>,
    /// Whether voting has ended.
    pub closed: bool,
    /// The encrypted tally, and its size.
    pub tally: Option<(String, String)>,
    /// The partial decryptions, and whose they are.
    pub decryptions: Vec<(String, String)>,
    /// The result.
    pub result: Option<String>,
}

impl Board {
    /// The board as an archive.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::new(self.timestamp);
        let setup = Setup {
            election: out.data(&self.election),
            trustees: out.data(&self.trustees),
            credentials: out.data(&self.credentials),
        };
        out.event(Kind::Setup, Some(&json::write(&setup)));
        for ballot in &self.ballots {
            out.event(Kind::Ballot, Some(ballot));
        }
        if self.closed {
            out.event(Kind::EndBallots, None);
        }
        if let Some((tally, sized)) = &self.tally {
            out.data(tally);
            out.event(Kind::EncryptedTally, Some(sized));
        }
        for (decryption, owned) in &self.decryptions {
            out.data(decryption);
            out.event(Kind::PartialDecryption, Some(owned));
        }
        if let Some(result) = &self.result {
            out.event(Kind::Result, Some(result));
        }
        out.bytes
    }

    /// The board that an archive holds. The archive must be, byte for byte, the one that [`Board::write`] makes of it: then every
    /// hash in it is right and nothing is hidden in it.
    ///
    /// # Errors
    ///
    /// If not, or if the same ballot is there twice (which would let an old one replace a newer one).
    pub fn read(archive: &[u8]) -> Result<Self, Refused> {
        if archive.len() > MAX_BOARD {
            return Err(Refused::new(
                Why::Limit,
                format!("档案超过上限 {MAX_BOARD} 字节"),
                format!("the archive is longer than {MAX_BOARD} bytes"),
            ));
        }
        let mut records = Records::new(archive);
        let mut next = || records.next().transpose().map(|r| r.unwrap_or_default());
        let (name, text) = next()?;
        let header: Header = json::read(text, 1000)?;
        let timestamp = header.timestamp.parse().ok();
        let Some(timestamp) = timestamp.filter(|_| name == "BELENIOS" && header.version == 1) else {
            return Err(order("开头不是 BELENIOS 档案", "it does not begin as a BELENIOS archive"));
        };
        let mut board = Self { timestamp, ..Self::default() };
        let mut data: Vec<String> = Vec::new();
        for at in 0.. {
            let (name, text) = next()?;
            if name.is_empty() {
                break;
            }
            if name.ends_with(".data.json") {
                data.push(text.to_owned());
                continue;
            }
            let event: Event = json::read_exact(text, 1000)?;
            let wrong = || {
                order(
                    format!("第 {} 个事件之前的内容不对", at + 1),
                    format!("what stands before record {} is not what its event asks for", at + 1),
                )
            };
            board.take(event.kind, std::mem::take(&mut data)).ok_or_else(wrong)?;
        }
        let mut seen = HashSet::new();
        if let Some(i) = board.ballots.iter().position(|b| !seen.insert(b.as_str())) {
            return Err(Refused::new(
                Why::Twice,
                format!("第 {} 张选票与前面的一张完全相同", i + 1),
                format!("ballot {} is the same as one before", i + 1),
            ));
        }
        drop(seen);
        if !data.is_empty() || board.write() != archive {
            return Err(order(
                "档案的散列链或写法不对：有内容被改动、增添或删去",
                "the chain of hashes or the form of the archive is not right: something was changed, added or left out",
            ));
        }
        Ok(board)
    }
    /// Takes an event with the texts before it; nothing if they are not those that it needs, or it comes at the wrong time.
    fn take(&mut self, kind: Kind, mut data: Vec<String>) -> Option<()> {
        let before_end = !self.closed && !self.election.is_empty();
        match (kind, data.len()) {
            (Kind::Setup, 4) if self.election.is_empty() => {
                data.truncate(3);
                [self.election, self.trustees, self.credentials] = data.try_into().ok()?;
            }
            (Kind::Ballot, 1) if before_end => self.ballots.append(&mut data),
            (Kind::EndBallots, 0) if before_end => self.closed = true,
            (Kind::EncryptedTally, 2) if self.closed && self.tally.is_none() => {
                let sized = data.pop()?;
                self.tally = Some((data.pop()?, sized));
            }
            (Kind::PartialDecryption, 2) if self.tally.is_some() && self.result.is_none() => {
                let owned = data.pop()?;
                self.decryptions.push((data.pop()?, owned));
            }
            (Kind::Result, 1) if self.tally.is_some() && self.result.is_none() => self.result = data.pop(),
            _ => return None,
        }
        Some(())
    }
}
fn order(zh: impl Into<String>, en: impl Into<String>) -> Refused {
    Refused::new(Why::Form, zh, en)
}

/// An archive as it grows.
struct Writer {
    bytes: Vec<u8>,
    time: u64,
    parent: Option<String>,
    height: u64,
}
impl Writer {
    fn new(time: u64) -> Self {
        let mut bytes = Vec::new();
        let header = json::write(&Header { version: 1, timestamp: time.to_string() });
        tar::append(&mut bytes, "BELENIOS", time, header.as_bytes());
        Self { bytes, time, parent: None, height: 0 }
    }
    fn record(&mut self, kind: &str, text: &str) -> String {
        let hash = hex(&Sha256::digest(text));
        tar::append(&mut self.bytes, &format!("{hash}.{kind}.json"), self.time, text.as_bytes());
        hash
    }
    fn data(&mut self, text: &str) -> String {
        self.record("data", text)
    }
    fn event(&mut self, kind: Kind, payload: Option<&str>) {
        let payload = payload.map(|text| self.data(text));
        let event = Event { parent: self.parent.take(), height: self.height, kind, payload };
        self.parent = Some(self.record("event", &json::write(&event)));
        self.height += 1;
    }
}
