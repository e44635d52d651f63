//! Groups of restricted columns.

base::words! {
    /// A group of columns about a person that most people who may see the person may not see.
    /// What is sensitive follows the Personal Information Protection Law, Art. 28.
    pub enum ColumnGroup {
        /// Identity number and other identity papers.
        Identity = "identity",
        /// Health and physical suitability.
        Health = "health",
        /// Family members and social relations.
        Family = "family",
    }
}

/// A set of column groups.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Columns(u8);

impl Columns {
    /// No restricted column.
    pub const NONE: Self = Self(0);
    /// Every restricted column.
    pub const ALL: Self = Self(0b111);

    /// The set with `group` in it.
    pub const fn with(self, group: ColumnGroup) -> Self {
        Self(self.0 | 1 << group as u8)
    }
    /// Whether `group` is in the set.
    pub const fn has(self, group: ColumnGroup) -> bool {
        self.0 & (1 << group as u8) != 0
    }
    /// What is in either.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// The groups as words with blanks between, as they are stored: `identity family`.
    pub fn words(self) -> String {
        ColumnGroup::ALL.iter().filter(|g| self.has(**g)).map(|g| g.word()).collect::<Vec<_>>().join(" ")
    }
    /// Reads [`words`](Self::words) back; a word that is none of the groups is an error.
    pub fn of_words(text: &str) -> Result<Self, String> {
        text.split_whitespace().try_fold(Self::NONE, |set, word| Ok(set.with(word.parse()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for bits in 0..8 {
            let set = Columns(bits);
            assert_eq!(Columns::of_words(&set.words()), Ok(set));
        }
        assert!(Columns::of_words("identity salary").is_err());
    }
}
