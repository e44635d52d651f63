//! Bundles of entries: each is preceded by its length in two bytes.

use crate::{Refused, Why, refused::form};

/// The longest entry: what two bytes of length can say.
pub const MAX_ENTRY: usize = 65_535;

/// The longest bundle: 256 of the longest entries.
pub const MAX_BUNDLE: usize = 256 * (2 + MAX_ENTRY);

/// Adds an entry to a bundle.
pub fn push(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), Refused> {
    let length = u16::try_from(entry.len()).map_err(|_| {
        Refused::new(
            Why::Limit,
            format!("条目有 {} 字节，最多 {MAX_ENTRY} 字节；请把内容放在日志之外，日志中只记其散列值", entry.len()),
            format!(
                "the entry has {} bytes, at most {MAX_ENTRY} are taken; keep the content outside and log its hash",
                entry.len()
            ),
        )
    })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle, which has exactly `width` of them.
pub fn entries(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, Refused> {
    let mut rest = bundle;
    let mut found = Vec::with_capacity(usize::from(width.min(256)));
    for at in 0..width {
        let cut = || {
            Refused::new(
                Why::Truncated,
                format!("条目包在第 {at} 条处中断，应有 {width} 条；文件不完整，请重新取得"),
                format!("the bundle breaks off at entry {at} of {width}; the file is incomplete, fetch it again"),
            )
        };
        let (length, tail) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
        let length = usize::from(u16::from_be_bytes(*length));
        if tail.len() < length {
            return Err(cut());
        }
        let (entry, tail) = tail.split_at(length);
        found.push(entry);
        rest = tail;
    }
    if rest.is_empty() {
        return Ok(found);
    }
    Err(form(
        format!("条目包在 {width} 条之后还有 {} 字节", rest.len()),
        format!("the bundle goes on for {} bytes after its {width} entries", rest.len()),
    ))
}
