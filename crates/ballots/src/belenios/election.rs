//! Elections (section 4.10): the text that every voter gets, whose fingerprint goes into every proof.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Element, Question, Trustees, group, json};
use crate::{Refused, Why};

/// The most questions in an election.
pub const MAX_QUESTIONS: usize = 200;
/// The longest text of an election, in bytes.
const MAX_ELECTION: usize = 4 << 20;
const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// An election as it is published. It is kept as the text that it was read from, because its hash is taken of that.
#[derive(Clone, Debug)]
pub struct Election {
    raw: String,
    fingerprint: String,
    parts: Parts,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    version: u32,
    description: String,
    name: String,
    group: String,
    public_key: Element,
    #[serde(deserialize_with = "questions")]
    questions: Vec<Question>,
    uuid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    administrator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credential_authority: Option<String>,
}

impl Election {
    /// An election over the trustees' common key. `uuid` is at least 14 characters of Base58 ([`Election::id`] draws one).
    ///
    /// # Errors
    ///
    /// If its parts are not ones that can be put to a vote.
    pub fn new(
        uuid: &str,
        name: &str,
        description: &str,
        questions: Vec<Question>,
        trustees: &Trustees,
    ) -> Result<Self, Refused> {
        let parts = Parts {
            version: 1,
            description: description.to_owned(),
            name: name.to_owned(),
            group: group::NAME.to_owned(),
            public_key: trustees.key(),
            questions,
            uuid: uuid.to_owned(),
            administrator: None,
            credential_authority: None,
        };
        Self::of(json::write(&parts), parts)
    }
    /// An election as it was published.
    ///
    /// # Errors
    ///
    /// If it is not one that can be verified here.
    pub fn read(raw: &str) -> Result<Self, Refused> {
        let parts = json::read(raw, MAX_ELECTION)?;
        Self::of(raw.to_owned(), parts)
    }
    fn of(raw: String, parts: Parts) -> Result<Self, Refused> {
        let form = |zh: String, en: String| Err(Refused::new(Why::Form, zh, en));
        if parts.version != 1 {
            return form(
                format!("选举格式版本为 {}，此处只支持版本 1", parts.version),
                format!("the election has version {}; version 1 is read here", parts.version),
            );
        }
        if parts.group != group::NAME {
            return form(
                format!("群为 {}，此处只支持 {}", parts.group, group::NAME),
                format!("the election uses the group {}; {} is read here", parts.group, group::NAME),
            );
        }
        if !(14..=100).contains(&parts.uuid.len()) || !parts.uuid.chars().all(|c| BASE58.contains(c)) {
            return form(
                "选举编号应为 14 至 100 个 Base58 字符".into(),
                "the election's id must be 14 to 100 characters of Base58".into(),
            );
        }
        let n = parts.questions.len();
        if n == 0 || n > MAX_QUESTIONS {
            return form(
                format!("共有 {n} 个问题，应为 1 至 {MAX_QUESTIONS} 个"),
                format!("it has {n} questions; 1 to {MAX_QUESTIONS} are possible"),
            );
        }
        for (i, question) in parts.questions.iter().enumerate() {
            question.check().map_err(|r| r.at(format!("第 {} 题", i + 1), format!("question {}", i + 1)))?;
        }
        if !parts.public_key.is_member() {
            return Err(Refused::new(Why::Group, "选举公钥不在群中", "the election's public key is not in the group"));
        }
        Ok(Self { fingerprint: fingerprint(&raw), raw, parts })
    }
    /// An id drawn by chance: 14 characters of Base58, about 82 bits.
    pub fn id(chance: &mut impl crate::Chance) -> String {
        (0..14).map(|_| super::credential::digit(chance)).collect()
    }
    /// The most bytes that a ballot of this election can have as JSON: numbers at their longest.
    pub fn longest_ballot(&self) -> usize {
        // an element has at most 617 digits, a scalar 78; with names and brackets a choice needs below 2000 bytes, a branch 200
        let one = |q: &Question| (q.width() + 1) * 2000 + (q.answers.len() + 2) * 200 + 2000;
        (4096 + self.questions().iter().map(one).sum::<usize>()).min(super::MAX_BALLOT)
    }
    /// The text as it is published.
    pub fn raw(&self) -> &str {
        &self.raw
    }
    /// The fingerprint φ that goes into every proof (section 4.15).
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
    /// The id.
    pub fn uuid(&self) -> &str {
        &self.parts.uuid
    }
    /// The name.
    pub fn name(&self) -> &str {
        &self.parts.name
    }
    /// The questions.
    pub fn questions(&self) -> &[Question] {
        &self.parts.questions
    }
    /// The key that ballots are encrypted to.
    pub fn key(&self) -> &Element {
        &self.parts.public_key
    }
}

/// The hash by which texts are named within ballots: SHA-256 in Base64 without padding (section 4.15, ℋ_JSON).
pub(crate) fn fingerprint(text: &str) -> String {
    STANDARD_NO_PAD.encode(Sha256::digest(text))
}

/// Questions, where one that is not homomorphic is refused by its name.
fn questions<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Question>, D::Error> {
    use serde::de::Error;
    let values = Vec::<serde_json::Value>::deserialize(from)?;
    let read = |(i, value): (usize, serde_json::Value)| {
        if let Some(kind) = value.get("type") {
            return Err(D::Error::custom(format!(
                "question {} is of the type {kind}; only homomorphic questions are read here",
                i + 1
            )));
        }
        serde_json::from_value(value).map_err(|e| D::Error::custom(format!("question {}: {e}", i + 1)))
    };
    values.into_iter().enumerate().map(read).collect()
}
