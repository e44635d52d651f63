//! Civil dates, dates known only in part, and instants.

use std::{cmp::Ordering, fmt, hash, str::FromStr};

use diesel::{
    deserialize::FromSqlRow,
    expression::AsExpression,
    sql_types::{BigInt, Text},
};

/// Microseconds since 1970-01-01T00:00:00Z. An instant, never a civil date.
#[derive(AsExpression, FromSqlRow, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[diesel(sql_type = BigInt)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The civil date at this instant in the time zone `offset_hours` east of Greenwich (China: 8).
    pub fn date_at(self, offset_hours: i8) -> Date {
        let zone = jiff::tz::Offset::constant(offset_hours).to_time_zone();
        Date::from(jiff::Timestamp::from(self).to_zoned(zone).date())
    }
    /// The day and minute at this instant in that time zone, which is named: `2026-06-01 12:00 UTC+8`.
    pub fn minute_at(self, offset_hours: i8) -> String {
        let zone = jiff::tz::Offset::constant(offset_hours).to_time_zone();
        let at = jiff::Timestamp::from(self).to_zoned(zone);
        format!("{} {:02}:{:02} UTC{offset_hours:+}", Date::from(at.date()), at.hour(), at.minute())
    }
}
impl From<jiff::Timestamp> for Timestamp {
    fn from(t: jiff::Timestamp) -> Self {
        Self(t.as_microsecond())
    }
}
impl From<Timestamp> for jiff::Timestamp {
    fn from(t: Timestamp) -> Self {
        jiff::Timestamp::from_microsecond(t.0).unwrap_or(jiff::Timestamp::MAX)
    }
}
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        jiff::Timestamp::from(*self).fmt(f)
    }
}
impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// Why a text is not a date. The message says what was read and what is accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DateError(String);
impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a date: write 1980-05-12, or 1980-05 or 1980 where only that is known", self.0)
    }
}
impl std::error::Error for DateError {}

/// A civil date, kept as ISO text (`1980-05-12`) so that both engines and people sort it alike.
#[derive(AsExpression, FromSqlRow, Clone, Copy)]
#[diesel(sql_type = Text)]
pub struct Date {
    day: jiff::civil::Date,
    text: [u8; 10],
}

impl Date {
    /// The date `year-month-day`, where that day exists (years 1 to 9999).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Self::from)
    }
    /// `1980-05-12`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }
    /// The date as `jiff` counts with it.
    pub fn civil(self) -> jiff::civil::Date {
        self.day
    }
    /// Year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.day.year()
    }
    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.day.month()
    }
    /// Day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.day.day()
    }
    /// The day `n` days later (earlier when negative); stays at the calendar's end when it would leave it.
    pub fn plus_days(self, n: i32) -> Self {
        Self::from(self.day.saturating_add(jiff::Span::new().days(n)))
    }
    /// The same day `n` years later; 29 February becomes 28 February where there is none.
    pub fn plus_years(self, n: i16) -> Self {
        Self::from(self.day.saturating_add(jiff::Span::new().years(n)))
    }
    /// The same day `n` months later, or that month's last day where there is none such.
    pub fn plus_months(self, n: i32) -> Self {
        Self::from(self.day.saturating_add(jiff::Span::new().months(n)))
    }
    /// Completed years from `self` to `on`: an age, or years of service. Negative when `on` is earlier.
    pub fn years_to(self, on: Date) -> i16 {
        let years = on.year() - self.year();
        if (on.month(), on.day()) < (self.month(), self.day()) { years - 1 } else { years }
    }
}
impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        let (y, m, d) = (day.year().max(0) as u16, day.month() as u8, day.day() as u8);
        let digit = |n: u16| b'0' + (n % 10) as u8;
        let text = [
            digit(y / 1000),
            digit(y / 100),
            digit(y / 10),
            digit(y),
            b'-',
            b'0' + m / 10,
            b'0' + m % 10,
            b'-',
            b'0' + d / 10,
            b'0' + d % 10,
        ];
        Self { day, text }
    }
}
impl FromStr for Date {
    type Err = DateError;
    fn from_str(s: &str) -> Result<Self, DateError> {
        match s.parse::<PartialDate>()? {
            p if p.precision() == Precision::Day => Ok(p.earliest()),
            _ => Err(DateError(s.into())),
        }
    }
}
impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day
    }
}
impl Eq for Date {}
impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.day.cmp(&other.day)
    }
}
impl hash::Hash for Date {
    fn hash<H: hash::Hasher>(&self, h: &mut H) {
        self.day.hash(h);
    }
}

/// How much of a date is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month, as personnel files usually have it.
    Month,
    /// The whole date.
    Day,
}

/// A date known to the year, the month or the day, kept as `1980`, `1980-05` or `1980-05-12`.
///
/// Comparison with a threshold is three-valued: use [`earliest`](Self::earliest) and [`latest`](Self::latest) and
/// decide only where both agree.
#[derive(AsExpression, FromSqlRow, Clone, Copy, PartialEq, Eq, Hash)]
#[diesel(sql_type = Text)]
pub struct PartialDate {
    first: Date,
    precision: Precision,
}

impl PartialDate {
    /// A year.
    pub fn of_year(year: i16) -> Option<Self> {
        Some(Self { first: Date::new(year, 1, 1)?, precision: Precision::Year })
    }
    /// A month.
    pub fn of_month(year: i16, month: i8) -> Option<Self> {
        Some(Self { first: Date::new(year, month, 1)?, precision: Precision::Month })
    }
    /// How much is known.
    pub fn precision(self) -> Precision {
        self.precision
    }
    /// The first day it can mean.
    pub fn earliest(self) -> Date {
        self.first
    }
    /// The last day it can mean.
    pub fn latest(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => Date::from(self.first.day.last_of_month()),
            Precision::Year => Date::from(self.first.day.last_of_year()),
        }
    }
    /// The stored text: `1980`, `1980-05` or `1980-05-12`.
    pub fn as_str(&self) -> &str {
        let length = match self.precision {
            Precision::Year => 4,
            Precision::Month => 7,
            Precision::Day => 10,
        };
        &self.first.as_str()[..length]
    }
}
impl From<Date> for PartialDate {
    fn from(first: Date) -> Self {
        Self { first, precision: Precision::Day }
    }
}
impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
/// The order of the stored text: what begins alike sorts with the vaguer one first.
impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}
/// Reads what offices write: `1980-05-12`, `1980.05`, `1980/5/12`, `19800512`, `198005`, `1980年5月`, `1980`.
impl FromStr for PartialDate {
    type Err = DateError;
    fn from_str(s: &str) -> Result<Self, DateError> {
        let wrong = || DateError(s.chars().take(40).collect());
        let text = s.trim();
        let all_digits = text.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = match (all_digits, text.len()) {
            (true, 8) => vec![&text[..4], &text[4..6], &text[6..]],
            (true, 6) => vec![&text[..4], &text[4..]],
            (true, 4) => vec![text],
            (true, _) => return Err(wrong()),
            (false, _) => {
                let text = text.strip_suffix(['日', '月', '年']).unwrap_or(text);
                text.split(['-', '.', '/', '年', '月']).collect()
            }
        };
        let number = |t: &str, longest: usize| -> Result<i16, DateError> {
            if t.is_empty() || t.len() > longest || !t.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            t.parse().map_err(|_| wrong())
        };
        let year = |t: &str| {
            if t.len() == 4 { number(t, 4) } else { Err(wrong()) }
        };
        match parts[..] {
            [y] => Self::of_year(year(y)?),
            [y, m] => Self::of_month(year(y)?, number(m, 2)? as i8),
            [y, m, d] => Date::new(year(y)?, number(m, 2)? as i8, number(d, 2)? as i8).map(Self::from),
            _ => None,
        }
        .ok_or_else(wrong)
    }
}

macro_rules! as_text {
    ($($t:ident),*) => {$(
        impl fmt::Display for $t {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $t {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl serde::Serialize for $t {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $t {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(Date, PartialDate);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(s: &str) -> Result<String, String> {
        s.parse::<PartialDate>().map(|p| p.to_string()).map_err(|e| e.to_string())
    }

    #[test]
    fn what_offices_write_is_read() {
        for (text, read) in [
            ("1980-05-12", "1980-05-12"),
            ("1980.05.12", "1980-05-12"),
            ("1980/5/2", "1980-05-02"),
            ("19800512", "1980-05-12"),
            ("1980年5月12日", "1980-05-12"),
            ("1980.05", "1980-05"),
            ("198005", "1980-05"),
            ("1980年5月", "1980-05"),
            (" 1980.5 ", "1980-05"),
            ("1980", "1980"),
            ("1980年", "1980"),
        ] {
            assert_eq!(part(text).as_deref(), Ok(read), "{text}");
        }
    }
    #[test]
    fn what_is_no_date_is_refused_with_what_was_read() {
        for text in [
            "1980.13",
            "198013",
            "1980-02-30",
            "80.05",
            "",
            "-",
            "1980-05-12-01",
            "五月",
            "1980.005",
            "0000",
            "1980.",
            "19805",
        ] {
            assert!(part(text).is_err_and(|e| e.contains(text.trim())), "{text}");
        }
    }
    #[test]
    fn age_is_counted_in_completed_years() {
        let born = Date::new(1990, 10, 21).unwrap();
        assert_eq!(born.years_to(Date::new(2025, 10, 20).unwrap()), 34);
        assert_eq!(born.years_to(Date::new(2025, 10, 21).unwrap()), 35);
    }
    #[test]
    fn a_vague_date_spans_all_it_can_mean() {
        let p: PartialDate = "2024-02".parse().unwrap();
        assert_eq!((p.earliest().as_str(), p.latest().as_str()), ("2024-02-01", "2024-02-29"));
    }
    proptest! {
        #[test]
        fn never_panics(s in "\\PC{0,24}") {
            let _ = s.parse::<PartialDate>();
            let _ = s.parse::<Date>();
        }
        #[test]
        fn text_order_is_date_order(a in -700_000i32..2_000_000, b in -700_000i32..2_000_000) {
            let start = Date::new(2000, 1, 1).unwrap();
            let (a, b) = (start.plus_days(a), start.plus_days(b));
            prop_assert_eq!(a.as_str().cmp(b.as_str()), a.cmp(&b));
            prop_assert_eq!(a.as_str().parse::<Date>().unwrap(), a);
        }
    }
}
