//! One cell, and what can be wrong with what it says.

use std::{borrow::Cow, fmt, sync::Arc};

use base::{Date, Lang, PartialDate, Precision};

use super::Number;

/// What a cell holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as stored.
    Text(Arc<str>),
    /// A number.
    Number(Number),
    /// A date or a time.
    Date(Moment),
    /// A truth value.
    Bool(bool),
    /// An error that a formula left behind: `#N/A`.
    Error(Arc<str>),
}

/// A date, a date with a time, or a time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Moment {
    /// The date, as precise as the cell's format shows it (`1980年5月` is a month); nothing for a bare time.
    pub date: Option<PartialDate>,
    /// Seconds since midnight; nothing where the cell has no time.
    pub seconds: Option<u32>,
}
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(date) = self.date {
            f.write_str(date.as_str())?;
        }
        let Some(s) = self.seconds else { return Ok(()) };
        let gap = if self.date.is_some() { " " } else { "" };
        write!(f, "{gap}{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

impl Cell {
    /// A cell of text; blank text stays text.
    pub fn of(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }
    /// What a person would read in it: text as stored, numbers in plain decimals, dates as ISO.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(t) | Self::Error(t) => Cow::Borrowed(t),
            Self::Number(n) => Cow::Borrowed(n.as_str()),
            Self::Date(m) => Cow::Owned(m.to_string()),
            Self::Bool(b) => Cow::Borrowed(if *b { "TRUE" } else { "FALSE" }),
        }
    }
    /// Whether it holds nothing but blanks.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(t) => t.chars().all(|c| c.is_whitespace() || c == '\u{feff}'),
            _ => false,
        }
    }
    /// The text without surrounding blanks, for a column where digits matter (codes, ID numbers, accounts).
    ///
    /// # Errors
    /// Where digits were lost before the file reached us, and where a formula left an error.
    pub fn exact(&self) -> Result<Cow<'_, str>, CellProblem> {
        match self {
            Self::Error(e) => Err(CellProblem::Formula(e.clone())),
            Self::Number(n) if n.lost_digits() => Err(CellProblem::LostDigits(n.as_str().into())),
            Self::Text(t) if in_powers(t.trim()) => Err(CellProblem::LostDigits(t.trim().into())),
            Self::Text(t) => Ok(Cow::Borrowed(t.trim())),
            other => Ok(other.text()),
        }
    }
    /// The date it says: a date cell, text (`1980.05.12`, `1980年5月`…), or a number that offices write as a date
    /// (`1980.05`, `19800512`). Nothing where the cell is blank.
    ///
    /// # Errors
    /// Where it is no date (`1980.13`), and where Excel has dropped a zero that decides the month (`1980.1`).
    pub fn date(&self) -> Result<Option<PartialDate>, CellProblem> {
        let not = || CellProblem::NotADate(self.text().chars().take(40).collect::<String>().into());
        match self {
            _ if self.is_blank() => Ok(None),
            Self::Date(Moment { date: Some(d), .. }) => Ok(Some(*d)),
            Self::Number(n) if n.as_str().len() == 6 && n.as_str().ends_with(".1") => {
                Err(CellProblem::MonthUnclear(n.as_str().into()))
            }
            Self::Number(n) => n.as_str().parse().map(Some).map_err(|_| not()),
            Self::Text(t) => {
                let narrow: String = t.chars().map(super::fold::narrow).filter(|c| !c.is_whitespace()).collect();
                narrow.parse().or_else(|_| with_time(t).ok_or(())).map(Some).map_err(|()| not())
            }
            Self::Error(e) => Err(CellProblem::Formula(e.clone())),
            _ => Err(not()),
        }
    }
    /// A whole day; see [`date`](Self::date).
    ///
    /// # Errors
    /// As for `date`, and where only the month or the year is known.
    pub fn day(&self) -> Result<Option<Date>, CellProblem> {
        match self.date()? {
            Some(d) if d.precision() != Precision::Day => Err(CellProblem::DayMissing(d.as_str().into())),
            d => Ok(d.map(PartialDate::earliest)),
        }
    }
}

/// `2019-09-01 00:00:00` and `2019-09-01T00:00:00`, as databases export them: only the date is taken.
fn with_time(text: &str) -> Option<PartialDate> {
    let (date, time) = text.trim().split_once([' ', 'T'])?;
    let clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z');
    (time.contains(':') && time.chars().all(clock)).then(|| date.parse().ok())?
}

/// `4.40101E+17`: how Excel writes a long number into a text file, its digits gone.
fn in_powers(text: &str) -> bool {
    let Some((mantissa, power)) = text.split_once(['E', 'e']) else { return false };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let number = mantissa.split_once('.').is_some_and(|(w, p)| w.len() == 1 && digits(w) && digits(p));
    number && power.strip_prefix('+').is_some_and(digits)
}

/// Why a cell cannot be taken as what its column needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CellProblem {
    /// A number of more than 15 digits: Excel replaced the last ones by zeros.
    LostDigits(Arc<str>),
    /// Not a date.
    NotADate(Arc<str>),
    /// `1980.1` as a number: January, or October whose zero Excel dropped.
    MonthUnclear(Arc<str>),
    /// The day is needed, and only the month or year is given.
    DayMissing(Arc<str>),
    /// A formula's error instead of a value.
    Formula(Arc<str>),
}

impl CellProblem {
    /// The sentence for a person: what is wrong and what to do. Digits that were lost are not repeated: they may be personal.
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::LostDigits(_), Lang::Zh) => {
                "这里的长数字被 Excel 当作数值保存，第 15 位以后已变成 0。请把该列设为“文本”格式后重新填写。".into()
            }
            (Self::LostDigits(_), Lang::En) => {
                "Excel kept this long number as a value and its digits after the 15th are \
                 lost. Format the column as text and enter it again."
                    .into()
            }
            (Self::NotADate(t), Lang::Zh) => {
                format!("“{t}”不是日期。请写成 1980-05-12；只知道年月时写 1980-05，只知道年份时写 1980。")
            }
            (Self::NotADate(t), Lang::En) => {
                format!("“{t}” is not a date. Write 1980-05-12, or 1980-05 or 1980 where only that is known.")
            }
            (Self::MonthUnclear(t), Lang::Zh) => {
                let year = t.split('.').next().unwrap_or(t);
                format!("“{t}”是数值，看不出是 1 月还是 10 月（Excel 会去掉末尾的 0）。请写成 {year}-01 或 {year}-10。")
            }
            (Self::MonthUnclear(t), Lang::En) => {
                let year = t.split('.').next().unwrap_or(t);
                format!(
                    "“{t}” is a number: it can mean January, or October whose zero Excel dropped. Write {year}-01 or {year}-10."
                )
            }
            (Self::DayMissing(t), Lang::Zh) => format!("“{t}”没有写到日，这里需要完整的年月日。"),
            (Self::DayMissing(t), Lang::En) => format!("“{t}” has no day; the whole date is needed here."),
            (Self::Formula(t), Lang::Zh) => format!("公式出错（{t}）。请改成值后再导入。"),
            (Self::Formula(t), Lang::En) => format!("The formula gives an error ({t}). Replace it by its value."),
        }
    }
}
impl fmt::Display for CellProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}
impl std::error::Error for CellProblem {}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(s: &str) -> Cell {
        Cell::Number(Number::from_stored(s).unwrap())
    }
    #[test]
    fn dates_are_read_as_offices_write_them() {
        for (cell, read) in [
            (Cell::of("1980.05"), "1980-05"),
            (Cell::of(" １９８０年５月１２日 "), "1980-05-12"),
            (Cell::of("1980 年 5 月"), "1980-05"),
            (Cell::of("2019-09-01 00:00:00"), "2019-09-01"),
            (number("1980.05"), "1980-05"),
            (number("19800512"), "1980-05-12"),
            (number("1980.12"), "1980-12"),
        ] {
            assert_eq!(cell.date().unwrap().unwrap().as_str(), read);
        }
        assert_eq!(Cell::of("  ").date(), Ok(None));
        assert!(matches!(number("1980.13").date(), Err(CellProblem::NotADate(_))));
        assert!(matches!(Cell::of("1980.13").date(), Err(CellProblem::NotADate(_))));
        assert!(matches!(Cell::of("2019-09-01 noon").date(), Err(CellProblem::NotADate(_))));
        assert!(matches!(Cell::of("1980.05").day(), Err(CellProblem::DayMissing(_))));
    }
    #[test]
    fn october_is_not_taken_for_january() {
        assert!(matches!(number("1980.1").date(), Err(CellProblem::MonthUnclear(_))));
        assert_eq!(Cell::of("1980.1").date().unwrap().unwrap().as_str(), "1980-01");
        let shown = Cell::Number(Number::from_stored("1980.1").unwrap().shown(1, 2));
        assert_eq!(shown.date().unwrap().unwrap().as_str(), "1980-10");
    }
    #[test]
    fn lost_digits_are_an_error_where_digits_matter() {
        assert!(matches!(number("4.40101199001010E+17").exact(), Err(CellProblem::LostDigits(_))));
        assert!(matches!(Cell::of("4.40101E+17").exact(), Err(CellProblem::LostDigits(_))));
        assert_eq!(Cell::of(" 0012 ").exact().unwrap(), "0012");
        assert_eq!(Cell::of("E+17").exact().unwrap(), "E+17");
    }
}
