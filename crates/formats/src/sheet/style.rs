//! What a number format makes of a number: a date, a time, or leading and trailing zeros.

use base::{Date, PartialDate, Precision};

use super::{Cell, Moment, Number};

/// What a format shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// The number as it is.
    Plain,
    /// At least so many digits before and after the point.
    Zeros { whole: u8, decimals: u8 },
    /// A date down to the precision, or none (a bare time); with or without a time.
    Date { date: Option<Precision>, time: bool },
}

/// The formats that a file names by number alone (ECMA-376 part 1, 18.8.30, with the forms of Chinese Excel).
pub(crate) fn builtin(id: u16) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        14 | 30 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 | 28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        17 => "mmm-yy",
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        31 => "yyyy年m月d日",
        _ => "General",
    }
}

/// Reads a format code.
pub(crate) fn shape(code: &str) -> Shape {
    let letters = bare(code);
    if letters.eq_ignore_ascii_case("general") {
        return Shape::Plain;
    }
    let (whole, decimals) = letters.split_once('.').unwrap_or((&letters, ""));
    let zeros = |t: &str| t.len() < 64 && t.bytes().all(|b| b == b'0');
    if !whole.is_empty() && zeros(whole) && zeros(decimals) {
        return Shape::Zeros { whole: whole.len() as u8, decimals: decimals.len() as u8 };
    }
    let lower = letters.to_ascii_lowercase().replace("am/pm", "").replace("a/p", "");
    let has = |c: char| lower.contains(c);
    if has('#') || has('0') && !lower.contains("s.0") || has('?') || has('%') {
        return Shape::Plain;
    }
    let (year, day, time) = (has('y') || (has('e') && has('m')), has('d'), has('h') || has('s'));
    let month = has('m') && (!time || year || day);
    let date = match (year, month, day) {
        (_, _, true) | (false, true, false) => Some(Precision::Day),
        (true, true, false) => Some(Precision::Month),
        (true, false, false) => Some(Precision::Year),
        (false, false, false) => None,
    };
    if date.is_none() && !time { Shape::Plain } else { Shape::Date { date, time } }
}

/// The first section of a code without quoted text, escapes, fillers and brackets.
fn bare(code: &str) -> String {
    let mut out = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // an elapsed time is a length of time, not a time of day: keep it a number
                if !inside.is_empty() && inside.bytes().all(|b| b"hmsHMS".contains(&b)) {
                    return "General".into();
                }
            }
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// The cell that a number of this shape is. `from_1904`: the book counts its days from 1904.
pub(crate) fn cell(number: Number, shape: Shape, from_1904: bool) -> Cell {
    match shape {
        Shape::Plain => Cell::Number(number),
        Shape::Zeros { whole, decimals } => Cell::Number(number.shown(whole.into(), decimals.into())),
        Shape::Date { date, time } => match moment(number.as_str(), date, time, from_1904) {
            Some(m) => Cell::Date(m),
            None => Cell::Number(number),
        },
    }
}

/// The moment of a serial number. Excel's day 60 of the 1900 calendar, 29 February 1900, did not exist and is no date.
fn moment(serial: &str, precision: Option<Precision>, time: bool, from_1904: bool) -> Option<Moment> {
    let (days, part) = serial.split_once('.').unwrap_or((serial, ""));
    let mut days: i32 = days.parse().ok().filter(|d| (0..=2_958_465).contains(d) && !serial.starts_with('-'))?;
    let part: u64 = part.bytes().chain(*b"000000000000").take(12).fold(0, |n, b| n * 10 + u64::from(b - b'0'));
    let mut seconds = ((u128::from(part) * 86_400 + 500_000_000_000) / 1_000_000_000_000) as u32;
    if seconds == 86_400 {
        (days, seconds) = (days + 1, 0);
    }
    let Some(precision) = precision else { return Some(Moment { date: None, seconds: Some(seconds) }) };
    let day = match (from_1904, days) {
        (true, n) => Date::new(1904, 1, 1)?.plus_days(n),
        (false, 0 | 60) => return None,
        (false, n @ 1..=59) => Date::new(1899, 12, 31)?.plus_days(n),
        (false, n) => Date::new(1899, 12, 30)?.plus_days(n),
    };
    Some(Moment { date: Some(as_precise(day, precision)), seconds: Some(seconds).filter(|s| time && *s > 0) })
}

/// A format that hides the day makes a month of its first day only: any other day was meant, and is kept.
pub(crate) fn as_precise(day: Date, precision: Precision) -> PartialDate {
    let shorter = match (precision, day.month(), day.day()) {
        (Precision::Month, _, 1) => PartialDate::of_month(day.year(), day.month()),
        (Precision::Year, 1, 1) => PartialDate::of_year(day.year()),
        _ => None,
    };
    shorter.unwrap_or_else(|| day.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(serial: &str, code: &str) -> String {
        cell(Number::from_stored(serial).unwrap(), shape(code), false).text().into_owned()
    }
    #[test]
    fn a_serial_number_is_the_date_its_format_shows() {
        for (serial, code, seen) in [
            ("29353", "yyyy/m/d", "1980-05-12"),
            ("29342", "yyyy\"年\"m\"月\"", "1980-05"),
            ("29353", "yyyy\"年\"m\"月\"", "1980-05-12"),
            ("29221", "yyyy", "1980"),
            ("29342", "mmm-yy", "1980-05"),
            ("29353.5", "yyyy-mm-dd hh:mm", "1980-05-12 12:00:00"),
            ("29353.99999999", "yyyy-mm-dd hh:mm", "1980-05-13"),
            ("0.75", "h:mm AM/PM", "18:00:00"),
            ("29353", "[$-804]yyyy\\年m\\月d\\日;@", "1980-05-12"),
            ("29353", "General", "29353"),
            ("29353", "@", "29353"),
            ("29353", "0.00_ ", "29353.00"),
            ("1.5", "[h]:mm", "1.5"),
            ("0.5", "0.00%", "0.5"),
            ("1", "yyyy/m/d", "1900-01-01"),
            ("59", "yyyy/m/d", "1900-02-28"),
            ("60", "yyyy/m/d", "60"),
            ("61", "yyyy/m/d", "1900-03-01"),
            ("2958465", "yyyy/m/d", "9999-12-31"),
            ("2958466", "yyyy/m/d", "2958466"),
            ("-1", "yyyy/m/d", "-1"),
            ("12", "000000", "000012"),
            ("12.5", "#,##0.00", "12.5"),
            ("1234", "[Red]#,##0;[Blue]-0", "1234"),
        ] {
            assert_eq!(shown(serial, code), seen, "{serial} as {code}");
        }
    }
    #[test]
    fn the_1904_calendar_is_four_years_later() {
        let at = |n: &str| cell(Number::from_stored(n).unwrap(), shape("yyyy/m/d"), true).text().into_owned();
        assert_eq!((at("0").as_str(), at("27891").as_str()), ("1904-01-01", "1980-05-12"));
    }
    proptest! {
        #[test]
        fn never_panics(code in "\\PC{0,30}", id in 0u16..400, n in -1e9f64..1e9) {
            for s in [shape(&code), shape(builtin(id))] {
                let _ = cell(Number::from_binary(n).unwrap(), s, false);
                let _ = cell(Number::from_binary(n).unwrap(), s, true);
            }
        }
    }
}
