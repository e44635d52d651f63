//! What travels beside a proof: the entry, and its fields opened or closed.

use crate::{No, base64};

/// The entry's bytes and the opened fields by name and value, when the entry commits to exactly these fields.
#[allow(clippy::type_complexity)]
pub fn opened_fields(extra: &[u8]) -> Result<(Vec<u8>, Vec<(String, String)>), No> {
    let text = std::str::from_utf8(extra).map_err(|_| "not text")?;
    let mut lines = text.strip_suffix('\n').ok_or("the last line is cut off")?.split('\n');
    if lines.next() != Some("sunshine/1 opened") {
        return Err("not an opened entry");
    }
    let entry = lines.next().and_then(|l| base64::decode(l.strip_prefix("entry ")?)).ok_or("no entry")?;
    let mut record = hmac_sha256::Hash::new();
    record.update(b"sunshine/1 record");
    let mut open = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["closed", commitment] => record.update(bytes(commitment).ok_or("a commitment is garbled")?),
            ["open", name, salt, value] if !name.is_empty() => {
                let salt = bytes(salt).ok_or("a salt is garbled")?;
                let value =
                    base64::decode(value).and_then(|v| String::from_utf8(v).ok()).ok_or("a value is garbled")?;
                let message = [name.as_bytes(), &[0], value.as_bytes()].concat();
                record.update(hmac_sha256::HMAC::mac(message, salt));
                open.push((name.to_owned(), value));
            }
            _ => return Err("a field is garbled"),
        }
    }
    let commit: String = record.finalize().iter().map(|b| format!("{b:02x}")).collect();
    let named = std::str::from_utf8(&entry).ok().and_then(|e| e.split('\n').find_map(|l| l.strip_prefix("commit ")));
    if named == Some(&commit) { Ok((entry, open)) } else { Err("the fields are not those that the entry commits to") }
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u8>> =
        text.bytes().map(|b| b"0123456789abcdef".iter().position(|d| *d == b).map(|at| at as u8)).collect();
    let pairs: Vec<u8> = digits?.chunks(2).map(|p| p[0] << 4 | p.get(1).unwrap_or(&0)).collect();
    if text.len() == 64 { pairs.try_into().ok() } else { None }
}
