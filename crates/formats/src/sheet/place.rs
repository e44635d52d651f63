//! Where in a book something stands.

use std::{fmt, sync::Arc};

/// A cell by row and column, both counted from 0. Shown as Excel shows it: `B7`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct At {
    /// Row, 0 is the first.
    pub row: u32,
    /// Column, 0 is A.
    pub col: u32,
}

impl At {
    /// The letters of a column: 0 is A, 26 is AA.
    pub fn letters(col: u32) -> String {
        let (mut n, mut letters) = (u64::from(col) + 1, Vec::new());
        while n > 0 {
            letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
            n = (n - 1) / 26;
        }
        letters.iter().rev().collect()
    }
    /// Reads `B7` (dollar signs allowed); nothing where it is not a cell of an Excel sheet.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut col, mut row, mut letters) = (0u32, 0u32, 0);
        let mut digits = 0;
        for b in text.bytes().filter(|b| *b != b'$') {
            match b {
                b'A'..=b'Z' | b'a'..=b'z' if digits == 0 && letters < 3 => {
                    col = col * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1;
                    letters += 1;
                }
                b'0'..=b'9' if digits < 7 => {
                    row = row * 10 + u32::from(b - b'0');
                    digits += 1;
                }
                _ => return None,
            }
        }
        (letters > 0 && row > 0 && row <= 1_048_576 && col <= 16_384).then(|| Self { row: row - 1, col: col - 1 })
    }
}
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::letters(self.col), u64::from(self.row) + 1)
    }
}

/// A cell of a named sheet. Shown as `Sheet1!B7`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The cell.
    pub at: At,
}
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}", self.sheet, self.at)
    }
}
impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Area {
    /// Upper left cell.
    pub first: At,
    /// Lower right cell.
    pub last: At,
}

impl Area {
    /// Whether the cell lies in it.
    pub fn contains(&self, at: At) -> bool {
        (self.first.row..=self.last.row).contains(&at.row) && (self.first.col..=self.last.col).contains(&at.col)
    }
    /// Reads `A1:C3`, or `A1` as a rectangle of one cell.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (At::parse(first)?, At::parse(last)?);
        (first.row <= last.row && first.col <= last.col).then_some(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        for (name, row, col) in [("A1", 0, 0), ("B7", 6, 1), ("AA10", 9, 26), ("XFD1048576", 1_048_575, 16_383)] {
            assert_eq!(At { row, col }.to_string(), name);
            assert_eq!(At::parse(name), Some(At { row, col }));
        }
        for wrong in ["", "A", "7", "A0", "7B", "AAAA1", "XFE1", "A1048577", "A1B", "甲1", "A99999999999"] {
            assert_eq!(At::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Area::parse("$A$1:C3").map(|a| a.last), At::parse("C3"));
        assert_eq!(Area::parse("C3:A1"), None);
    }
}
