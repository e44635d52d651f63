//! Keys of notes: Ed25519, for a log (type 0x01) or a witness (type 0x04).

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::{Refused, Signature, Why, note::is_name};

/// What a key signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// The text itself: a log's own key.
    Log,
    /// The text with a time before it: a witness.
    Witness,
}
impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }
}

fn bad() -> Refused {
    Refused::new(
        Why::Key,
        "不是可用的公钥：应为“名称+8 位十六进制+base64”，类型为 Ed25519（日志 01 或见证 04），且编号与内容相符",
        "not a usable key: expected name+8 hexadecimal digits+base64 of an Ed25519 key (01 of a log, 04 of a witness) whose \
         number fits its content",
    )
}

fn id(name: &str, kind: KeyKind, key: &[u8; 32]) -> u32 {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([b'\n', kind.byte()]);
    hash.update(key);
    let bytes: [u8; 32] = hash.finalize().into();
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn message(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Name, kind and key material of a key's text form, when the number in it fits.
fn parts(text: &str) -> Option<(&str, u32, KeyKind, [u8; 32])> {
    let (name, rest) = text.split_once('+')?;
    let (number, material) = rest.split_once('+')?;
    let raw = STANDARD.decode(material).ok()?;
    let (kind, key) = raw.split_first()?;
    let kind = [KeyKind::Log, KeyKind::Witness].into_iter().find(|k| k.byte() == *kind)?;
    let number = u32::from_be_bytes(crate::refused::unhex(number)?.try_into().ok()?);
    is_name(name).then_some(())?;
    Some((name, number, kind, key.try_into().ok()?))
}

/// A public key with its name: the text `name+id+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyKey {
    name: String,
    id: u32,
    kind: KeyKind,
    key: VerifyingKey,
}
impl VerifyKey {
    /// The name that its signatures carry; a log's is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What it signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }
    /// The 32 bytes of the key, by which two names of one key are found out.
    pub fn material(&self) -> [u8; 32] {
        self.key.to_bytes()
    }
    /// Whether the signature says to be of this key.
    pub(crate) fn made(&self, signature: &Signature) -> bool {
        signature.id == self.id && signature.name == self.name
    }
    /// Checks a signature of this key over a note's text; a witness's tells its time.
    pub fn check(&self, text: &str, signature: &Signature) -> Result<Option<u64>, Refused> {
        let wrong = || {
            Refused::new(
                Why::Signature,
                format!("“{}”的签名不成立：文本或签名被改动过", self.name),
                format!("the signature of “{}” is false: the text or the signature was changed", self.name),
            )
        };
        let strict = |message: &[u8], bytes: &[u8]| {
            let signature = ed25519_dalek::Signature::from_slice(bytes).map_err(|_| wrong())?;
            self.key.verify_strict(message, &signature).map_err(|_| wrong())
        };
        if self.kind == KeyKind::Log {
            strict(text.as_bytes(), &signature.bytes)?;
            return Ok(None);
        }
        let (time, bytes) = signature.bytes.split_first_chunk::<8>().ok_or_else(wrong)?;
        let time = Some(u64::from_be_bytes(*time)).filter(|t| *t <= i64::MAX as u64).ok_or_else(wrong)?;
        strict(message(text, time).as_bytes(), bytes)?;
        Ok(Some(time))
    }
}
impl fmt::Display for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut raw = vec![self.kind.byte()];
        raw.extend_from_slice(&self.key.to_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(raw))
    }
}
impl fmt::Debug for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl FromStr for VerifyKey {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        if text.len() > 1024 {
            return Err(bad());
        }
        let (name, number, kind, key) = parts(text).ok_or_else(bad)?;
        let material = VerifyingKey::from_bytes(&key).map_err(|_| bad())?;
        if id(name, kind, &key) != number || material.is_weak() {
            return Err(bad());
        }
        Ok(Self { name: name.to_owned(), id: number, kind, key: material })
    }
}

/// A private key with its name: the text `PRIVATE+KEY+name+id+base64`. It never shows itself but in [`SignKey::secret`].
pub struct SignKey {
    public: VerifyKey,
    key: SigningKey,
}
impl SignKey {
    /// The key that 32 bytes of chance make.
    pub fn new(name: &str, kind: KeyKind, chance: [u8; 32]) -> Result<Self, Refused> {
        if !is_name(name) || name.len() > 256 {
            return Err(Refused::new(
                Why::Key,
                "密钥名称不能为空，不能含空格、加号，最长 256 字节；一般写成不带协议的网址，如 hr.example.org/log",
                "a key's name has no spaces and no plus signs and at most 256 bytes; use an address without scheme, such as \
                 hr.example.org/log",
            ));
        }
        let key = SigningKey::from_bytes(&chance);
        let public = key.verifying_key();
        let id = id(name, kind, &public.to_bytes());
        Ok(Self { public: VerifyKey { name: name.to_owned(), id, kind, key: public }, key })
    }
    /// The public half.
    pub fn public(&self) -> &VerifyKey {
        &self.public
    }
    /// The text to keep in a secret place.
    pub fn secret(&self) -> String {
        let mut raw = vec![self.public.kind.byte()];
        raw.extend_from_slice(&self.key.to_bytes());
        format!("PRIVATE+KEY+{}+{:08x}+{}", self.public.name, self.public.id, STANDARD.encode(raw))
    }
    /// Signs a note's text; a witness's key says the time with it.
    pub fn sign(&self, text: &str, time: u64) -> Signature {
        let bytes = match self.public.kind {
            KeyKind::Log => self.key.sign(text.as_bytes()).to_bytes().to_vec(),
            KeyKind::Witness => {
                let mut bytes = time.to_be_bytes().to_vec();
                bytes.extend_from_slice(&self.key.sign(message(text, time).as_bytes()).to_bytes());
                bytes
            }
        };
        Signature { name: self.public.name.clone(), id: self.public.id, bytes }
    }
}
impl fmt::Debug for SignKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "private key of {}", self.public.name)
    }
}
impl FromStr for SignKey {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let rest = text.strip_prefix("PRIVATE+KEY+").filter(|rest| rest.len() <= 1024).ok_or_else(bad)?;
        let (name, number, kind, seed) = parts(rest).ok_or_else(bad)?;
        let key = Self::new(name, kind, seed)?;
        if key.public.id == number { Ok(key) } else { Err(bad()) }
    }
}
