//! Which column of a sheet means what. A mapping is a value: shown, changed by a person, saved, and used again.

use base::Lang;
use serde::{Deserialize, Serialize};

use super::{At, Layout};

/// Where the header of a sheet is, and what each of its columns means.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheet's name.
    pub sheet: String,
    /// The first row of the header, 0 is the sheet's first.
    pub header_row: u32,
    /// How many rows the header has.
    pub header_rows: u32,
    /// Every column that has a header or a meaning, from left to right.
    pub headings: Vec<Heading>,
}

/// One column of the sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Heading {
    /// The column, 0 is A.
    pub col: u32,
    /// Its header as written; the lines of several header rows are joined by ` / `.
    pub text: String,
    /// The key of the layout's column that it is; nothing where it is not used.
    pub key: Option<String>,
    /// Keys that it might be as well as another column: a person must choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<String>,
}

/// Why a mapping cannot be used yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MappingProblem {
    /// No row of the sheet looks like a header.
    NoHeader,
    /// A required column is not there.
    Missing {
        /// The column's key.
        key: &'static str,
    },
    /// Several columns might be it.
    Ambiguous {
        /// The column's key.
        key: String,
        /// The columns of the sheet.
        cols: Vec<u32>,
    },
    /// Several columns have been given the same meaning.
    Twice {
        /// The column's key.
        key: String,
        /// The columns of the sheet.
        cols: Vec<u32>,
    },
    /// A key that the layout does not know.
    UnknownKey {
        /// The key as given.
        key: String,
    },
}

impl Mapping {
    /// The columns that have a meaning.
    pub fn matched(&self) -> impl Iterator<Item = (&str, u32)> {
        self.headings.iter().filter_map(|h| Some((h.key.as_deref()?, h.col)))
    }
    /// The columns that are not used and that nobody is asked about.
    pub fn unmatched(&self) -> impl Iterator<Item = &Heading> {
        self.headings.iter().filter(|h| h.key.is_none() && h.perhaps.is_empty())
    }
    /// The column that has this meaning.
    pub fn col(&self, key: &str) -> Option<u32> {
        self.matched().find(|(k, _)| *k == key).map(|(_, col)| col)
    }
    /// Gives a column a meaning, or takes it away; the choice settles what was ambiguous about it.
    pub fn assign(&mut self, col: u32, key: Option<&str>) {
        let i = match self.headings.binary_search_by_key(&col, |h| h.col) {
            Ok(i) => i,
            Err(i) => {
                self.headings.insert(i, Heading { col, text: String::new(), key: None, perhaps: Vec::new() });
                i
            }
        };
        self.headings[i].key = key.map(Into::into);
        self.headings[i].perhaps.clear();
        if let Some(key) = key {
            self.headings.iter_mut().for_each(|h| h.perhaps.retain(|k| k != key));
        }
    }
    /// All that stands in the way of using it; empty when it is ready.
    pub fn problems(&self, layout: &Layout) -> Vec<MappingProblem> {
        if self.header_rows == 0 {
            return vec![MappingProblem::NoHeader];
        }
        let mut problems = Vec::new();
        for column in layout.columns {
            let with = |wanted: &dyn Fn(&Heading) -> bool| -> Vec<u32> {
                self.headings.iter().filter(|h| wanted(h)).map(|h| h.col).collect()
            };
            let given = with(&|h| h.key.as_deref() == Some(column.key));
            let perhaps = with(&|h| h.perhaps.iter().any(|k| k == column.key));
            if given.len() > 1 {
                problems.push(MappingProblem::Twice { key: column.key.into(), cols: given });
            } else if given.is_empty() && !perhaps.is_empty() {
                problems.push(MappingProblem::Ambiguous { key: column.key.into(), cols: perhaps });
            } else if given.is_empty() && column.required {
                problems.push(MappingProblem::Missing { key: column.key });
            }
        }
        let unknown = self.matched().filter(|(k, _)| layout.column(k).is_none());
        problems.extend(unknown.map(|(k, _)| MappingProblem::UnknownKey { key: k.into() }));
        problems
    }
}

impl MappingProblem {
    /// The sentence for a person.
    pub fn say(&self, layout: &Layout, lang: Lang) -> String {
        let label = |key: &str| layout.column(key).map_or(key.to_owned(), |c| c.label(lang).to_owned());
        let letters = |cols: &[u32], gap: &str| cols.iter().map(|c| At::letters(*c)).collect::<Vec<_>>().join(gap);
        match (self, lang) {
            (Self::NoHeader, Lang::Zh) => "没有找到表头行。请确认工作表中有一行列名。".into(),
            (Self::NoHeader, Lang::En) => {
                "No header row was found. Make sure that one row holds the column names.".into()
            }
            (Self::Missing { key }, Lang::Zh) => {
                format!("缺少必需的列“{}”。请补上该列，或指定哪一列是它。", label(key))
            }
            (Self::Missing { key }, Lang::En) => {
                format!("The required column “{}” is missing. Add it, or say which column it is.", label(key))
            }
            (Self::Ambiguous { key, cols }, Lang::Zh) => {
                format!("{} 列都可能是“{}”，请选定其中一列。", letters(cols, "、"), label(key))
            }
            (Self::Ambiguous { key, cols }, Lang::En) => {
                format!("Columns {} may each be “{}”; choose one.", letters(cols, ", "), label(key))
            }
            (Self::Twice { key, cols }, Lang::Zh) => {
                format!("{} 列都被指定为“{}”，只能保留一列。", letters(cols, "、"), label(key))
            }
            (Self::Twice { key, cols }, Lang::En) => {
                format!("Columns {} are all set to “{}”; keep one.", letters(cols, ", "), label(key))
            }
            (Self::UnknownKey { key }, Lang::Zh) => format!("“{key}”不是可以导入的列。"),
            (Self::UnknownKey { key }, Lang::En) => format!("“{key}” is not a column that can be imported."),
        }
    }
}
