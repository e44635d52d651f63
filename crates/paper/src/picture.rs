//! A picture: its file, what kind it is, and how large.

use std::sync::Arc;

/// What kind of file it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// Windows bitmap.
    Bmp,
    /// GIF.
    Gif,
}

/// The most dots that a picture has: those of a good camera.
const MOST: u64 = 32_000_000;

/// A picture.
#[derive(Clone)]
pub struct Picture {
    bytes: Arc<[u8]>,
    kind: Kind,
    /// Width and height in dots.
    size: (u32, u32),
    /// What it shows, for who does not see it.
    pub said: String,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} of {:?}", self.kind, self.size)
    }
}

impl Picture {
    /// A picture file whose size can be told; nothing where it is of another kind or cut off.
    pub fn new(bytes: &[u8], said: &str) -> Option<Self> {
        let (kind, size) = match bytes {
            [0xff, 0xd8, 0xff, ..] => (Kind::Jpeg, jpeg(bytes)?),
            [0x89, b'P', b'N', b'G', ..] => (Kind::Png, (big(bytes, 16)?, big(bytes, 20)?)),
            [b'B', b'M', ..] => (Kind::Bmp, (little(bytes, 18)?, little(bytes, 22)?)),
            [b'G', b'I', b'F', b'8', ..] => (Kind::Gif, (short(bytes, 6)?, short(bytes, 8)?)),
            _ => return None,
        };
        // a small file may say that it is a picture of a wall
        let dots = u64::from(size.0) * u64::from(size.1);
        (1..=MOST).contains(&dots).then(|| Self { bytes: bytes.into(), kind, size, said: said.to_owned() })
    }
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// What kind of file it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }
    /// Its width and height in a room of that size, whole and in proportion.
    pub(crate) fn within(&self, width: f32, height: f32) -> (f32, f32) {
        let (w, h) = (self.size.0 as f32, self.size.1 as f32);
        let scale = (width / w).min(height / h);
        (w * scale, h * scale)
    }
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
fn little(bytes: &[u8], at: usize) -> Option<u32> {
    // a height below nought means rows from the top
    Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?).unsigned_abs())
}
fn short(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

/// The size in the frame header (ITU-T T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let side = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
            return Some((side(at + 7)?, side(at + 5)?));
        }
        at += 2 + length.max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_read_from_the_file() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &30u32.to_be_bytes(), &40u32.to_be_bytes()].concat();
        assert_eq!(Picture::new(&png, "").unwrap().size, (30, 40));
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x28\x00\x1e";
        let picture = Picture::new(jpeg, "").unwrap();
        let (w, h) = picture.within(33.0, 42.0);
        assert_eq!((picture.size, w.round(), h.round()), ((30, 40), 31.0, 42.0), "{w} by {h}");
        assert!(Picture::new(b"\xff\xd8\xff\xe0\x00\x04ab", "").is_none(), "cut off");
    }
    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(rest in proptest::collection::vec(any::<u8>(), 0..60), kind in 0usize..4) {
            let head: &[u8] = [&b"\xff\xd8\xff"[..], b"\x89PNG", b"BM", b"GIF8"][kind];
            let _ = Picture::new(&[head, &rest].concat(), "");
        }
    }
}
