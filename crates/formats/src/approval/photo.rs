//! The photograph.

use std::sync::Arc;

use base::Say;
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose},
};

/// What kind of picture it is, told by its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhotoKind {
    /// JPEG, which the editor writes.
    Jpeg,
    /// PNG.
    Png,
    /// Windows bitmap.
    Bmp,
    /// GIF.
    Gif,
}

impl PhotoKind {
    /// The end of a file name for it.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Bmp => "bmp",
            Self::Gif => "gif",
        }
    }
}

/// A photograph: the bytes of a picture file.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    bytes: Arc<[u8]>,
    kind: PhotoKind,
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} of {} bytes", self.kind, self.bytes.len())
    }
}

/// Padding is left out by some programs.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

impl Photo {
    /// A picture file, where it is of a kind that the form may hold.
    ///
    /// # Errors
    /// What is wrong with it, for the person who sent it.
    pub fn new(bytes: &[u8], most: usize) -> Result<Self, Say> {
        if bytes.len() > most {
            let mb = most >> 20;
            return Err(Say::new(
                format!("照片超过 {mb} MB，未采用。请缩小后再放入。"),
                format!("The photograph is larger than {mb} MB and was left out. Make it smaller."),
            ));
        }
        let kind = match bytes {
            [0xff, 0xd8, 0xff, ..] => PhotoKind::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => PhotoKind::Png,
            [b'B', b'M', ..] => PhotoKind::Bmp,
            [b'G', b'I', b'F', b'8', ..] => PhotoKind::Gif,
            _ => {
                return Err(Say::new(
                    "照片不是 JPEG、PNG、BMP 或 GIF 图片，未采用。",
                    "The photograph is no JPEG, PNG, BMP or GIF picture and was left out.",
                ));
            }
        };
        Ok(Self { bytes: bytes.into(), kind })
    }
    /// The picture in base 64, wrapped or not; nothing where there is none.
    pub(super) fn from_base64(written: &str, most: usize) -> Result<Option<Self>, Say> {
        let compact: Vec<u8> = written.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        if compact.is_empty() {
            return Ok(None);
        }
        let bytes = LENIENT.decode(&compact).map_err(|_| {
            Say::new(
                "照片数据不完整，未采用。请在任免表编辑器中重新放入照片。",
                "The data of the photograph is incomplete; it was left out. Put it in again in the form editor.",
            )
        })?;
        Self::new(&bytes, most).map(Some)
    }
    pub(super) fn to_base64(&self) -> String {
        general_purpose::STANDARD.encode(&self.bytes)
    }
    /// The picture file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// What kind of picture it is.
    pub fn kind(&self) -> PhotoKind {
        self.kind
    }
}
