//! The keys of restricted columns, in a file of their own.
//!
//! ```text
//! xianneng keys v1
//! 1f0c77a2 9d2c…(64 hexadecimal digits)
//! ```
//! One key a line, the newest last. New values are sealed with the newest; the others are kept to read what they sealed.

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use base::Say;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Error, Result, ledger::hex};

const HEADER: &str = "xianneng keys v1";

/// The keys of one installation. Never printed.
#[derive(Clone)]
pub struct Keys(Vec<Key>);

#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) id: [u8; 4],
    secret: [u8; 32],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|k| hex(&k.id))).finish()
    }
}

impl Keys {
    /// A fresh key, kept nowhere.
    pub fn fresh() -> Result<Self> {
        Ok(Self(vec![Key::random()?]))
    }
    /// Makes a key file that only its owner can read. Refuses to touch a file that is there.
    pub fn create(path: &Path) -> Result<Self> {
        let keys = Self::fresh()?;
        keys.save_as(path)?;
        Ok(keys)
    }
    /// Reads a key file.
    pub fn load(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|e| unreadable(path, &e.to_string()))?;
        Self::parse(&text).map_err(|why| unreadable(path, &why))
    }
    /// Adds a new key to the file, with which everything is sealed from then on.
    pub fn rotate(path: &Path) -> Result<Self> {
        let mut keys = Self::load(path)?;
        keys.0.push(Key::random()?);
        // written beside and renamed, so that a power cut leaves the old file or the new one
        let new = path.with_extension("new");
        keys.save_as(&new)?;
        fs::rename(&new, path).map_err(|e| Error::Storage(format!("{}: {e}", path.display())))?;
        Ok(keys)
    }
    /// Where the key file of a database lies unless it is said otherwise: `data.sqlite` has `data.sqlite.keys` beside it.
    /// A PostgreSQL URL has no such place.
    pub fn beside(url: &str) -> Option<PathBuf> {
        match crate::engine::Url::parse(url) {
            crate::engine::Url::Sqlite(file) => Some(PathBuf::from(format!("{file}.keys"))),
            crate::engine::Url::Pg(_) => None,
        }
    }

    fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        if lines.next() != Some(HEADER) {
            return Err(format!("its first line is not “{HEADER}”"));
        }
        let key = |line: &str| {
            let (id, secret) = line.split_once(' ')?;
            Some(Key { id: unhex(id)?, secret: unhex(secret.trim())? })
        };
        let keys: Option<Vec<Key>> = lines.map(key).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self(keys)),
            Some(_) => Err("it holds no key".to_owned()),
            None => Err("a line is not a key: 8 hexadecimal digits, a blank, 64 hexadecimal digits".to_owned()),
        }
    }
    /// Writes the keys to a file that must not be there yet, readable by its owner only.
    pub fn save_as(&self, path: &Path) -> Result<()> {
        let wrong = |e: io::Error| Error::Storage(format!("the key file {} was not written: {e}", path.display()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(wrong)?;
        let lines: String = self.0.iter().map(|k| format!("{} {}\n", hex(&k.id), hex(&k.secret))).collect();
        file.write_all(format!("{HEADER}\n{lines}").as_bytes()).map_err(wrong)?;
        file.sync_all().map_err(wrong)
    }

    pub(crate) fn all(&self) -> &[Key] {
        &self.0
    }
    pub(crate) fn newest(&self) -> Result<&Key> {
        self.0.last().ok_or_else(|| Error::Internal("no key".to_owned()))
    }
    /// The key of indexes: the first, so that they stay comparable when keys are rotated.
    pub(crate) fn first(&self) -> Result<&Key> {
        self.0.first().ok_or_else(|| Error::Internal("no key".to_owned()))
    }
    pub(crate) fn by_id(&self, id: &[u8]) -> Option<&Key> {
        self.0.iter().find(|k| k.id == id)
    }
}

impl Key {
    fn random() -> Result<Self> {
        let mut all = [0u8; 36];
        getrandom::fill(&mut all).map_err(|e| Error::Internal(e.to_string()))?;
        let (mut id, mut secret) = ([0; 4], [0; 32]);
        id.copy_from_slice(&all[..4]);
        secret.copy_from_slice(&all[4..]);
        Ok(Self { id, secret })
    }
    /// HMAC-SHA256 under this key of a message of several parts; `purpose` keeps uses apart.
    pub(crate) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Result<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).map_err(|e| Error::Internal(e.to_string()))?;
        for part in [&[purpose.as_bytes()], parts].concat() {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(out)
}

fn unreadable(path: &Path, why: &str) -> Error {
    let path = path.display();
    Error::Refused(Say::new(
        format!(
            "密钥文件 {path} 无法使用：{why}。请放回原来的密钥文件；身份证号、健康和家庭信息只能用它解开，丢失后无法恢复。"
        ),
        format!(
            "The key file {path} cannot be used: {why}. Put the original file back: identity numbers, health and family \
             data can be opened with it alone, and are lost with it."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_for_its_owner_and_rotated() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.sqlite.keys");
        let made = Keys::create(&path).unwrap();
        assert!(matches!(Keys::create(&path), Err(Error::Storage(_))));
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
        let rotated = Keys::rotate(&path).unwrap();
        assert_eq!((rotated.0.len(), rotated.first().unwrap().id), (2, made.newest().unwrap().id));
        assert_eq!(Keys::load(&path).unwrap().newest().unwrap().secret, rotated.newest().unwrap().secret);
        assert!(!format!("{rotated:?}").contains(&hex(&made.0[0].secret)));
    }
    #[test]
    fn a_damaged_key_file_is_named() {
        for bad in
            ["", "xianneng keys v2\n", "xianneng keys v1\n", "xianneng keys v1\n00 11", "xianneng keys v1\n0000000é 00"]
        {
            assert!(Keys::parse(bad).is_err(), "{bad}");
        }
        let folder = tempfile::tempdir().unwrap();
        let why = Keys::load(&folder.path().join("none")).unwrap_err().to_string();
        assert!(why.contains("none") && why.contains("lost with it"), "{why}");
    }
}
