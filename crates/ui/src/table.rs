//! The table that pages, exports, the API and the command line share.

use crate::Tone;

/// What a column holds. It decides alignment on screen and the cell type in a spreadsheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words.
    #[default]
    Text,
    /// A figure, aligned right; the text is plain digits with an optional sign and point, without separators.
    Number,
    /// A date or part of one: `1980`, `1980-05`, `1980-05-12`.
    Date,
    /// An answer or state, with the cell's tone.
    Badge,
    /// Words that lead to a page.
    Link,
}

/// One column.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Column {
    /// The field's name: in JSON, in the sort link, in a saved list. Never translated.
    pub key: &'static str,
    /// The heading, in the reader's language.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether the list can be sorted by it.
    #[serde(skip)]
    pub sortable: bool,
    /// Widest useful width, in half-width characters (a Chinese character counts two). The terminal cuts there.
    #[serde(skip)]
    pub width: Option<u16>,
    /// Whether it is printed and shown on a narrow screen's card; exports always have it.
    #[serde(skip)]
    pub print: bool,
    /// Whether it stays on one line.
    #[serde(skip)]
    pub whole: bool,
}

impl Column {
    fn of(kind: Kind, key: &'static str, label: impl Into<String>) -> Self {
        Self { key, label: label.into(), kind, sortable: false, width: None, print: true, whole: false }
    }
    /// A column of words.
    pub fn text(key: &'static str, label: impl Into<String>) -> Self {
        Self::of(Kind::Text, key, label)
    }
    /// A column of figures.
    pub fn number(key: &'static str, label: impl Into<String>) -> Self {
        Self::of(Kind::Number, key, label)
    }
    /// A column of dates.
    pub fn date(key: &'static str, label: impl Into<String>) -> Self {
        Self::of(Kind::Date, key, label)
    }
    /// A column of answers or states.
    pub fn badge(key: &'static str, label: impl Into<String>) -> Self {
        Self::of(Kind::Badge, key, label)
    }
    /// A column of links.
    pub fn link(key: &'static str, label: impl Into<String>) -> Self {
        Self::of(Kind::Link, key, label)
    }
    /// Can be sorted by.
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }
    /// At most so many half-width characters wide.
    pub fn width(mut self, characters: u16) -> Self {
        self.width = Some(characters);
        self
    }
    /// On one line: a person's name is not broken.
    pub fn whole(mut self) -> Self {
        self.whole = true;
        self
    }
    /// On screen and in exports only.
    pub fn not_printed(mut self) -> Self {
        self.print = false;
        self
    }
}

/// One cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// What is read, exported and printed. Empty means that nothing is recorded.
    pub text: String,
    /// The page that it leads to.
    pub href: Option<String>,
    /// Which answer or state it is.
    pub tone: Tone,
    /// A second, quieter line: pinyin under a name, a clause under a verdict.
    pub note: Option<String>,
}

impl Cell {
    /// A cell with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    /// A cell with what the value says, or empty.
    pub fn of(value: Option<impl ToString>) -> Self {
        Self::new(value.map(|v| v.to_string()).unwrap_or_default())
    }
    /// Leads to that page.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// Is that kind of answer or state.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
    /// Has a second, quieter line.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into()).filter(|n| !n.is_empty());
        self
    }
}
macro_rules! cell_from {
    ($($t:ty),*) => {$(
        impl From<$t> for Cell {
            fn from(value: $t) -> Self {
                Self::new(value.to_string())
            }
        }
    )*};
}
cell_from!(&str, String, i32, i64, u32, u64, usize, base::Date, base::PartialDate, base::Score, base::Money);

/// One row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// The record's id, for the API.
    pub id: Option<String>,
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// Marks the whole row.
    pub tone: Tone,
}
impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }
}
impl Row {
    /// With the record's id.
    pub fn id(mut self, id: impl ToString) -> Self {
        self.id = Some(id.to_string());
        self
    }
    /// Marked as a whole.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// By what a list is sorted.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Sort {
    /// The column's key.
    pub key: String,
    /// Largest first.
    pub descending: bool,
}
impl Sort {
    /// Reads `name` or `-name`, as it stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, key) = text.strip_prefix('-').map_or((false, text), |k| (true, k));
        (!key.is_empty() && key.len() <= 40).then(|| Self { key: key.to_owned(), descending })
    }
}

/// Where the shown rows lie in the list. Links are whole addresses; paging is by key, never by offset.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Pager {
    /// Rows in the whole list, where counted.
    pub total: Option<u64>,
    /// Rows before the first one shown, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The list's beginning, unless it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The rows before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The rows after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What is shown instead of rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Empty {
    /// What is not there: “没有符合条件的人员”.
    pub says: String,
    /// What to do next.
    pub hint: String,
    /// A button: label and address.
    pub action: Option<(String, String)>,
}

/// A list with its heads, order and place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// What the rows are, read out first: “人员名册”.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows shown.
    pub rows: Vec<Row>,
    /// The present order.
    pub sort: Option<Sort>,
    /// This list's address, with filters and order: sort, page and export links are made from it.
    pub here: String,
    /// Place in the whole list.
    pub pager: Option<Pager>,
    /// Formats in which the whole list can be had: `xlsx`, `csv`.
    pub exports: Vec<&'static str>,
    /// What is said when there are no rows.
    pub empty: Empty,
}

impl Table {
    /// A table with these columns.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), columns, ..Self::default() }
    }
    /// With these rows.
    pub fn rows<R: Into<Row>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.rows = rows.into_iter().map(Into::into).collect();
        self
    }
    /// At this address, sorted so.
    pub fn at(mut self, here: impl Into<String>, sort: Option<Sort>) -> Self {
        self.here = here.into();
        self.sort = sort;
        self
    }
    /// With this place in the whole list.
    pub fn pager(mut self, pager: Pager) -> Self {
        self.pager = Some(pager);
        self
    }
    /// Can be had as a spreadsheet (`?format=xlsx`) and as `?format=csv`.
    pub fn exported(mut self) -> Self {
        self.exports = vec!["xlsx", "csv"];
        self
    }
    /// Says this when there are no rows.
    pub fn empty(mut self, says: impl Into<String>, hint: impl Into<String>) -> Self {
        self.empty = Empty { says: says.into(), hint: hint.into(), action: self.empty.action };
        self
    }
    /// Offers this when there are no rows.
    pub fn empty_action(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.empty.action = Some((label.into(), href.into()));
        self
    }
}
