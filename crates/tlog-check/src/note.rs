//! Signed notes with Ed25519: a log's signature, and a witness's with its time.

use ed25519_compact::{PublicKey, Signature};

use crate::{No, base64};

/// A public key in its text form `name+id+base64`.
pub struct Key {
    name: String,
    id: [u8; 4],
    witness: bool,
    key: PublicKey,
}
impl Key {
    /// Reads a key; `None` where its number does not fit its content.
    pub fn read(text: &str) -> Option<Self> {
        let [name, id, material] = text.splitn(3, '+').collect::<Vec<_>>()[..] else { return None };
        let raw = base64::decode(material)?;
        let witness = match raw.first()? {
            1 => false,
            4 => true,
            _ => return None,
        };
        let mut hash = hmac_sha256::Hash::new();
        hash.update(name);
        hash.update(b"\n");
        hash.update(&raw);
        let digest = hash.finalize();
        let spelled: String = digest[..4].iter().map(|b| format!("{b:02x}")).collect();
        let good = spelled == id && is_name(name);
        let key = PublicKey::from_slice(&raw[1..]).ok()?;
        good.then(|| Self { name: name.to_owned(), id: [digest[0], digest[1], digest[2], digest[3]], witness, key })
    }
    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c == '+' || c < ' ')
}

/// The signature lines of a note: name and what follows it.
pub type Lines<'a> = Vec<(&'a str, Vec<u8>)>;

/// The text of a note and its signature lines.
pub fn open(note: &str) -> Result<(&str, Lines<'_>), No> {
    if note.len() > 256 * 1024 {
        return Err("too long");
    }
    if note.bytes().any(|b| b < b' ' && b != b'\n') {
        return Err("control characters");
    }
    let cut = note.rfind("\n\n").ok_or("no signatures")?;
    let below = note[cut + 2..].strip_suffix('\n').ok_or("the last line is cut off")?;
    let mut lines = Vec::new();
    for line in below.split('\n') {
        let (name, text) = line.strip_prefix("— ").and_then(|l| l.split_once(' ')).ok_or("a signature is garbled")?;
        let raw = base64::decode(text).filter(|raw| raw.len() > 4 && is_name(name)).ok_or("a signature is garbled")?;
        lines.push((name, raw));
    }
    if lines.len() > 64 {
        return Err("too many signatures");
    }
    Ok((&note[..=cut], lines))
}

/// Whether the key has signed; a false signature of it refuses the note.
pub fn signed_by(body: &str, lines: &[(&str, Vec<u8>)], key: &Key) -> Result<bool, No> {
    let mut signed = false;
    for (_, raw) in lines.iter().filter(|(name, raw)| *name == key.name && raw[..4] == key.id) {
        let (message, bytes) = if key.witness {
            let (time, bytes) = raw[4..].split_first_chunk::<8>().ok_or("a signature is cut off")?;
            let time = u64::from_be_bytes(*time);
            if time >= 1 << 63 {
                return Err("a time beyond all times");
            }
            (format!("cosignature/v1\ntime {time}\n{body}"), bytes)
        } else {
            (body.to_owned(), &raw[4..])
        };
        let signature = Signature::from_slice(bytes).map_err(|_| "a signature is cut off")?;
        key.key.verify(message, &signature).map_err(|_| "a signature is false")?;
        signed = true;
    }
    Ok(signed)
}
