//! What columns an import knows, by the many names that offices give them.

use base::Lang;

/// A column that an import knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// The name that programs use.
    pub key: &'static str,
    /// The names that headers use: the Chinese one that we write first, then others, then English ones. Under a group
    /// header the two are one name (`全日制教育学历`). Width, blanks, letter case and brackets do not matter.
    pub names: &'static [&'static str],
    /// Whether nothing can be imported without it.
    pub required: bool,
}

impl Column {
    /// A column that may be absent.
    pub const fn optional(key: &'static str, names: &'static [&'static str]) -> Self {
        Self { key, names, required: false }
    }
    /// A column that must be there.
    pub const fn required(key: &'static str, names: &'static [&'static str]) -> Self {
        Self { key, names, required: true }
    }
    /// The name to show: the first that belongs to the language and is no field of the national workbook, else the key.
    pub fn label(&self, lang: Lang) -> &'static str {
        let latin = |n: &str| n.chars().all(|c| c < '\u{2000}');
        let own = |n: &&&str| latin(n) == (lang == Lang::En) && !super::heads::is_field(n);
        self.names.iter().find(own).copied().unwrap_or(self.key)
    }
}

/// The columns that an import knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Each key once.
    pub columns: &'static [Column],
}

impl Layout {
    /// The column of this key.
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.key == key)
    }
}
