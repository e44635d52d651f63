//! A second verifier of the public log, written from the specifications alone.
//!
//! It shares no code with `tlog`, which writes the log, and no library below it either: SHA-256 and Ed25519 are others'.
//! Where the two disagree about a single byte, one of them is wrong; the tests look for such a byte. It answers yes or no
//! with a short reason and does nothing else, so that a reviewer can read it in one sitting.

mod base64;
mod fields;
mod merkle;
mod note;

pub use fields::opened_fields;
pub use merkle::{included, same_beginning};
pub use note::{Key, signed_by};

/// Why a proof is not taken.
pub type No = &'static str;

/// What a proof proves.
#[derive(Debug, PartialEq, Eq)]
pub struct Yes {
    /// The log.
    pub origin: String,
    /// The number of the entry.
    pub index: u64,
    /// The size of the log at that time.
    pub size: u64,
    /// How many of the given witnesses have signed.
    pub witnesses: usize,
    /// The text beside the proof, not covered by it.
    pub extra: Option<Vec<u8>>,
}

/// Checks a proof file over an entry: signed by the log's key, by at least `least` of the witnesses, and with hashes that
/// lead from the entry to the signed root.
pub fn proof(file: &[u8], entry: &[u8], log: &Key, witnesses: &[Key], least: usize) -> Result<Yes, No> {
    let text = std::str::from_utf8(file).map_err(|_| "not text")?;
    let mut lines = text.split_inclusive('\n').map(|line| line.strip_suffix('\n').ok_or("the last line is cut off"));
    let mut next = || lines.next().unwrap_or(Err("lines are missing"));
    if next()? != "c2sp.org/tlog-proof@v1" {
        return Err("not a proof");
    }
    let mut line = next()?;
    let mut extra = None;
    if let Some(data) = line.strip_prefix("extra ") {
        extra = Some(base64::decode(data).ok_or("extra is not base64")?);
        line = next()?;
    }
    let index = number(line.strip_prefix("index ").ok_or("no index")?).ok_or("no index")?;
    let mut path = Vec::new();
    loop {
        line = next()?;
        if line.is_empty() {
            break;
        }
        path.push(hash(line).ok_or("a hash is garbled")?);
        if path.len() > 63 {
            return Err("too many hashes");
        }
    }
    // the note is whatever follows the first empty line
    let start = text.find("\n\n").ok_or("no checkpoint")? + 2;
    let (body, signatures) = note::open(&text[start..])?;
    let (origin, size, root) = checkpoint(body)?;
    if origin != log.name() {
        return Err("another log");
    }
    if !signed_by(body, &signatures, log)? {
        return Err("not signed by the log");
    }
    let mut count = 0;
    for key in witnesses {
        count += usize::from(signed_by(body, &signatures, key)?);
    }
    if count < least {
        return Err("too few witnesses");
    }
    if !included(index, size, &merkle::leaf(entry), &path, &root) {
        return Err("the hashes do not lead to the root");
    }
    Ok(Yes { origin: origin.to_owned(), index, size, witnesses: count, extra })
}

/// Origin, size and root of a checkpoint's text.
fn checkpoint(body: &str) -> Result<(&str, u64, [u8; 32]), No> {
    let lines: Vec<&str> = body.strip_suffix('\n').ok_or("the checkpoint is cut off")?.split('\n').collect();
    let [origin, size, root, more @ ..] = &lines[..] else { return Err("the checkpoint is too short") };
    let size = number(size).ok_or("no size")?;
    let root = hash(root).ok_or("no root")?;
    if origin.is_empty() || more.contains(&"") || (size == 0 && root != merkle::nothing()) {
        return Err("the checkpoint is garbled");
    }
    Ok((origin, size, root))
}

/// Decimal without a leading zero, below 2⁶³.
fn number(text: &str) -> Option<u64> {
    let mut value = 0_u64;
    for digit in text.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
    }
    let spelled = value.to_string() == text;
    (spelled && value < 1 << 63).then_some(value)
}

fn hash(line: &str) -> Option<[u8; 32]> {
    base64::decode(line)?.try_into().ok()
}
