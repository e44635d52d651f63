//! Tables written for people: xlsx and csv.

mod csv;
mod parts;
mod xlsx;

use std::{borrow::Cow, fmt};

use base::{Lang, PartialDate};

pub use csv::{CsvEncoding, CsvStyle, csv};
pub use xlsx::xlsx;

/// A table to write. Rows are taken one by one, so that a table of any length needs little room.
pub struct Table<'a> {
    /// The sheet's name; characters that Excel does not allow are replaced.
    pub name: String,
    /// A title above the header, over the whole width; only in xlsx.
    pub title: Option<String>,
    /// The columns.
    pub columns: Vec<Head>,
    /// The rows; what goes beyond the columns is left out.
    pub rows: Box<dyn Iterator<Item = Vec<Value>> + 'a>,
    /// How it is printed.
    pub print: Print,
}

/// A column to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The header.
    pub name: Cow<'static, str>,
    /// Width in digits of the ordinary font; by the first rows' content where it is nothing.
    pub width: Option<u8>,
}

/// What a cell is to hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text, never taken for a formula, its digits never taken for a number.
    Text(Cow<'static, str>),
    /// A number as decimal text; where it is none, or longer than Excel can hold, it is written as text.
    Number(Cow<'static, str>),
    /// A date. Known to the day it is a date to Excel too; a month or a year stays text: no day is made up.
    Date(PartialDate),
    /// A number of things.
    Count(i64),
}

/// Paper and direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Print {
    /// A3 instead of A4.
    pub a3: bool,
    /// Upright instead of landscape.
    pub portrait: bool,
}

/// Why a table cannot be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// More rows than a sheet of Excel has (1,048,576 with the header).
    TooManyRows,
    /// More columns than a sheet of Excel has (16,384).
    TooManyColumns,
    /// A character that GB18030 cannot write.
    Encoding,
    /// The archive could not be written; it would be larger than 4 GB.
    TooLarge,
}

impl WriteError {
    /// The sentence for a person.
    pub fn say(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::TooManyRows, Lang::Zh) => "行数超过 Excel 工作表的上限 1048576。请缩小筛选范围，或导出 CSV。",
            (Self::TooManyRows, Lang::En) => {
                "There are more rows than a sheet of Excel holds (1,048,576). Narrow the filter or export as CSV."
            }
            (Self::TooManyColumns, Lang::Zh) => "列数超过 Excel 工作表的上限 16384。",
            (Self::TooManyColumns, Lang::En) => "There are more columns than a sheet of Excel holds (16,384).",
            (Self::Encoding, Lang::Zh) => "有字符无法用 GB18030 编码表示。请改用 UTF-8。",
            (Self::Encoding, Lang::En) => "A character cannot be written in GB18030. Use UTF-8.",
            (Self::TooLarge, Lang::Zh) => "文件过大，无法写入。请缩小筛选范围。",
            (Self::TooLarge, Lang::En) => "The file would be too large. Narrow the filter.",
        }
    }
}
impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.say(Lang::En))
    }
}
impl std::error::Error for WriteError {}

impl<'a> Table<'a> {
    /// A table with these headers.
    pub fn new(
        name: impl Into<String>,
        headers: impl IntoIterator<Item = impl Into<Cow<'static, str>>>,
        rows: impl IntoIterator<Item = Vec<Value>, IntoIter: 'a>,
    ) -> Self {
        let columns = headers.into_iter().map(|n| Head { name: n.into(), width: None }).collect();
        Self { name: name.into(), title: None, columns, rows: Box::new(rows.into_iter()), print: Print::default() }
    }
    /// The same with a title above the header.
    pub fn titled(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }
}

impl Value {
    /// Text; blank text is an empty cell.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
    /// How wide it shows: an ideograph takes the room of two digits.
    fn shown_width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(t) | Self::Number(t) => t.lines().map(width_of).max().unwrap_or(0),
            Self::Date(_) => 10,
            Self::Count(n) => n.to_string().len(),
        }
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}
impl From<PartialDate> for Value {
    fn from(date: PartialDate) -> Self {
        Self::Date(date)
    }
}
impl From<base::Date> for Value {
    fn from(date: base::Date) -> Self {
        Self::Date(date.into())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}
impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::text(text)
    }
}
impl From<Cow<'static, str>> for Value {
    fn from(text: Cow<'static, str>) -> Self {
        Self::text(text)
    }
}
impl From<i64> for Value {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

fn width_of(text: &str) -> usize {
    text.chars().map(|c| if c as u32 >= 0x1100 { 2 } else { 1 }).sum()
}

/// Whether a spreadsheet program would take this text for a formula when it opens a text file (OWASP, “CSV injection”;
/// the full-width signs too, which Chinese and Japanese versions accept). A plain number is harmless and stays as it is.
fn looks_like_formula(text: &str) -> bool {
    let starts = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    starts && !is_plain_number(text)
}

/// `-12.5`: digits with at most one point and one sign.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(part)
}
