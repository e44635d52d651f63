//! Places in the unit tree.

use std::{fmt, str::FromStr};

/// The place of a unit in the tree: the numbers of its ancestors and its own, each in four letters or digits and ended
/// by `/`, such as `0001/000a/`. The whole tree is the empty path.
///
/// A subtree is one range of text, so that scope is an index range on every engine: from the path itself up to, but
/// not including, the path with its last `/` replaced by the next character, `0`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Path(String);

/// Why a text is not a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathError;
impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path is made of segments of four digits or small letters, each ended by a slash")
    }
}
impl std::error::Error for PathError {}

impl Path {
    /// The deepest tree that is accepted.
    pub const DEEPEST: usize = 24;
    const DIGITS: &'static [u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    /// How many units one tree can number.
    pub const MOST: u32 = 36u32.pow(4);

    /// The whole tree.
    pub const fn whole() -> Self {
        Self(String::new())
    }
    /// The path of the unit with that number below this one; nothing when the tree gets too deep or the number too large.
    pub fn child(&self, number: u32) -> Option<Self> {
        if number >= Self::MOST || self.depth() >= Self::DEEPEST {
            return None;
        }
        let digit = |power: u32| char::from(Self::DIGITS[(number / 36u32.pow(power) % 36) as usize]);
        Some(Self(format!("{}{}{}{}{}/", self.0, digit(3), digit(2), digit(1), digit(0))))
    }
    /// How many units stand on the way from the root, itself included.
    pub fn depth(&self) -> usize {
        self.0.len() / 5
    }
    /// The path of the unit above, or nothing for the root and the whole tree.
    pub fn parent(&self) -> Option<Self> {
        (self.depth() > 1).then(|| Self(self.0[..self.0.len() - 5].to_owned()))
    }
    /// The text as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether `other` is this place or lies below it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
    /// The half-open range of texts that are this place or lie below it.
    pub fn range(&self) -> (String, String) {
        match self.0.strip_suffix('/') {
            None => (String::new(), "~".to_owned()),
            Some(stem) => (self.0.clone(), format!("{stem}0")),
        }
    }
    /// The path after its beginning `from` became `to`, for a unit that moved with all that is below it.
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(from.as_str())?;
        let moved = Self(format!("{}{rest}", to.0));
        (moved.depth() <= Self::DEEPEST).then_some(moved)
    }
}
impl FromStr for Path {
    type Err = PathError;
    fn from_str(s: &str) -> Result<Self, PathError> {
        let fits = s.len().is_multiple_of(5)
            && s.len() / 5 <= Self::DEEPEST
            && s.as_bytes().chunks(5).all(|c| c[4] == b'/' && c[..4].iter().all(|b| Self::DIGITS.contains(b)));
        if fits { Ok(Self(s.to_owned())) } else { Err(PathError) }
    }
}
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_the_subtree_and_nothing_else() {
        let a = Path::whole().child(1).unwrap();
        let b = a.child(11).unwrap();
        let c = b.child(46655).unwrap();
        let beside = a.child(12).unwrap();
        let inside = |scope: &Path, p: &Path| {
            let (from, to) = scope.range();
            p.as_str() >= from.as_str() && p.as_str() < to.as_str()
        };
        for scope in [&Path::whole(), &a, &b, &c, &beside] {
            for p in [&a, &b, &c, &beside] {
                assert_eq!(inside(scope, p), scope.holds(p), "{scope} {p}");
            }
        }
        assert_eq!(c.as_str(), "0001/000b/0zzz/");
        assert_eq!(c.moved(&b, &beside).unwrap().as_str(), "0001/000c/0zzz/");
        assert_eq!(c.parent(), Some(b));
    }
    #[test]
    fn only_paths_are_paths() {
        assert!("0001/".parse::<Path>().is_ok() && "".parse::<Path>().is_ok());
        for bad in ["0001", "001/", "000A/", "0001/x", "%", "0001//"] {
            assert!(bad.parse::<Path>().is_err(), "{bad}");
        }
        let mut deep = Path::whole();
        while let Some(next) = deep.child(7) {
            deep = next;
        }
        assert_eq!(deep.depth(), Path::DEEPEST);
    }
}
