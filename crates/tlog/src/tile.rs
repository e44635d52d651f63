//! Where a tile is: the paths of C2SP tlog-tiles.

use std::{fmt, str::FromStr};

use crate::{
    Refused,
    refused::{decimal, form},
};

/// What a tile holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The hashes of the nodes of height 8 × this number.
    Hashes(u8),
    /// The entries themselves.
    Entries,
}

/// The place of a tile: level, number within the level, and how many of its 256 places are filled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TilePath {
    /// What it holds.
    pub level: Level,
    /// Its number within the level, from 0.
    pub index: u64,
    /// How many places are filled: 256, or less for the last one.
    pub width: u16,
}
impl TilePath {
    /// The number of nodes of height 8 × `level` that a tree of `size` leaves has.
    pub(crate) fn count(level: Level, size: u64) -> u64 {
        match level {
            Level::Entries => size,
            Level::Hashes(level) => size.checked_shr(8 * u32::from(level)).unwrap_or(0),
        }
    }
    /// The tile `index` as it stands in a tree of `size` leaves; none where the tree has nothing there.
    pub fn of(level: Level, index: u64, size: u64) -> Option<Self> {
        let count = Self::count(level, size);
        let start = index.checked_mul(256).filter(|start| *start < count)?;
        Some(Self { level, index, width: (count - start).min(256) as u16 })
    }
    /// The tile at the right edge of a level that is not full, in a tree of `size` leaves.
    pub fn partial(level: Level, size: u64) -> Option<Self> {
        Self::of(level, Self::count(level, size) / 256, size)
    }
    /// The same tile when it will be full.
    pub fn full(self) -> Self {
        Self { width: 256, ..self }
    }
}
impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Level::Hashes(level) => write!(f, "tile/{level}/")?,
            Level::Entries => f.write_str("tile/entries/")?,
        }
        let mut parts = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            parts.push(rest % 1000);
            rest /= 1000;
        }
        for part in parts[1..].iter().rev() {
            write!(f, "x{part:03}/")?;
        }
        write!(f, "{:03}", parts[0])?;
        if self.width < 256 { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}
impl FromStr for TilePath {
    type Err = Refused;

    /// Reads exactly what [`TilePath`] writes; any other spelling of the same number is refused.
    fn from_str(text: &str) -> Result<Self, Refused> {
        let wrong = || {
            form(
                "不是瓦片路径：应如 tile/0/x001/x234/067 或 tile/entries/000.p/12",
                "not a tile's path: expected as in tile/0/x001/x234/067 or tile/entries/000.p/12",
            )
        };
        if text.len() > 60 {
            return Err(wrong());
        }
        let rest = text.strip_prefix("tile/").ok_or_else(wrong)?;
        let (level, rest) = rest.split_once('/').ok_or_else(wrong)?;
        let level = match level {
            "entries" => Level::Entries,
            number => Level::Hashes(decimal(number).filter(|n| *n <= 63).ok_or_else(wrong)? as u8),
        };
        let (number, width) = match rest.split_once(".p/") {
            None => (rest, 256),
            Some((number, width)) => {
                (number, decimal(width).filter(|w| (1..256).contains(w)).ok_or_else(wrong)? as u16)
            }
        };
        let mut index = 0_u64;
        let mut parts = number.split('/').peekable();
        while let Some(part) = parts.next() {
            let digits = if parts.peek().is_some() { part.strip_prefix('x').ok_or_else(wrong)? } else { part };
            if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            let digits: u64 = digits.parse().map_err(|_| wrong())?;
            index = index.checked_mul(1000).and_then(|i| i.checked_add(digits)).ok_or_else(wrong)?;
        }
        let read = Self { level, index, width };
        // leading elements of zeros would be a second name for the same tile
        if read.to_string() == text { Ok(read) } else { Err(wrong()) }
    }
}
