//! Numbers of a spreadsheet, as the decimal text that a person sees.

/// How many significant digits Excel keeps. What was typed beyond them has been replaced by zeros.
const KEPT: usize = 15;

/// A number as exact decimal text: `1980.05`, never `1980.0500000000002` and never `4.4E+17`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Number {
    text: Box<str>,
    lost: bool,
}

impl Number {
    /// Reads the text of a number as a workbook stores it (`1980.05`, `4.401E+17`, `0.30000000000000004`) and rounds it,
    /// half up on the decimal digits, to the 15 that Excel shows. Nothing where it is not a number.
    pub fn from_stored(text: &str) -> Option<Self> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((m, e)) => (m, e.strip_prefix('+').unwrap_or(e).parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + part.len() > 400 || exponent.abs() > 400 || (whole.is_empty() && part.is_empty()) {
            return None;
        }
        if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let all: Vec<u8> = whole.bytes().chain(part.bytes()).map(|b| b - b'0').collect();
        let zeros = all.iter().take_while(|d| **d == 0).count();
        let mut digits = all[zeros..].to_vec();
        // the decimal point stands after this many digits of `digits`
        let mut point = whole.len() as i32 - zeros as i32 + exponent;
        if digits.len() > KEPT {
            let up = digits[KEPT] >= 5;
            digits.truncate(KEPT);
            if up && carry(&mut digits) {
                point += 1;
            }
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        if digits.is_empty() {
            return Some(Self { text: "0".into(), lost: false });
        }
        Some(Self { text: plain(negative, &digits, point).into(), lost: point > KEPT as i32 })
    }

    /// The number as a workbook's 64-bit binary value holds it; nothing where it is infinite or no number.
    pub(crate) fn from_binary(value: f64) -> Option<Self> {
        // the shortest text that means this very value; rounding to what Excel shows then happens on its digits
        value.is_finite().then(|| format!("{value:e}")).and_then(|t| Self::from_stored(&t))
    }

    /// The decimal text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// Whether it has more digits than Excel keeps (15), so that the last ones are not those that were typed: an ID number
    /// or a bank account in a cell that was not formatted as text.
    pub fn lost_digits(&self) -> bool {
        self.lost
    }
    /// The same number shown with at least so many digits before and after the point (`0000` shows 7 as `0007`).
    pub(crate) fn shown(self, whole: usize, decimals: usize) -> Self {
        let (sign, rest) = if self.text.starts_with('-') { self.text.split_at(1) } else { ("", &*self.text) };
        let (w, d) = rest.split_once('.').unwrap_or((rest, ""));
        if w.len() >= whole && d.len() >= decimals {
            return self;
        }
        let dot = if d.is_empty() && decimals == 0 { "" } else { "." };
        Self { text: format!("{sign}{w:0>whole$}{dot}{d:0<decimals$}").into(), lost: self.lost }
    }
}

/// Adds one to the last digit; true where the number grew by a digit (which is then dropped again).
fn carry(digits: &mut Vec<u8>) -> bool {
    for d in digits.iter_mut().rev() {
        if *d < 9 {
            *d += 1;
            return false;
        }
        *d = 0;
    }
    digits.insert(0, 1);
    digits.pop();
    true
}

fn plain(negative: bool, digits: &[u8], point: i32) -> String {
    let of = |digits: &[u8]| digits.iter().map(|d| char::from(b'0' + d)).collect::<String>();
    let sign = if negative { "-" } else { "" };
    let zeros = |n: i32| "0".repeat(n.max(0) as usize);
    match usize::try_from(point) {
        Ok(p) if p >= digits.len() => format!("{sign}{}{}", of(digits), zeros(point - digits.len() as i32)),
        Ok(p) if p > 0 => format!("{sign}{}.{}", of(&digits[..p]), of(&digits[p..])),
        _ => format!("{sign}0.{}{}", zeros(-point), of(digits)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(s: &str) -> Option<String> {
        Number::from_stored(s).map(|n| n.as_str().to_owned())
    }
    #[test]
    fn a_number_reads_as_a_person_sees_it() {
        for (stored, seen) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("1980.05", "1980.05"),
            ("1980.0500000000002", "1980.05"),
            ("0.30000000000000004", "0.3"),
            ("4.4010119900101E+17", "440101199001010000"),
            ("1E-3", "0.001"),
            ("-12.50", "-12.5"),
            ("999999999999999.9", "1000000000000000"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e2", "100"),
            ("123456789012345", "123456789012345"),
        ] {
            assert_eq!(read(stored).as_deref(), Some(seen), "{stored}");
        }
        for wrong in ["", "-", ".", "1,5", "NaN", "inf", "1e", "1e999999", "0x10", "1.2.3", "甲"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
    #[test]
    fn lost_digits_are_noticed_from_the_sixteenth() {
        let lost = |s: &str| Number::from_stored(s).unwrap().lost_digits();
        assert!(!lost("123456789012345"));
        assert!(lost("1234567890123450"));
        assert!(lost("4.40101199001010E+17"));
        assert!(!lost("0.1234567890123456789"));
    }
    #[test]
    fn a_format_of_zeros_shows_them() {
        let n = |s: &str, w, d| Number::from_stored(s).unwrap().shown(w, d).as_str().to_owned();
        assert_eq!(n("1980.1", 1, 2), "1980.10");
        assert_eq!(n("7", 4, 0), "0007");
        assert_eq!(n("-7", 4, 1), "-0007.0");
        assert_eq!(n("1980.125", 1, 2), "1980.125");
    }
    proptest! {
        #[test]
        fn whole_numbers_up_to_15_digits_are_exact(n in -999_999_999_999_999i64..=999_999_999_999_999) {
            prop_assert_eq!(read(&n.to_string()), Some(n.to_string()));
            prop_assert_eq!(Number::from_binary(n as f64).map(|x| x.as_str().to_owned()), Some(n.to_string()));
        }
        #[test]
        fn decimals_survive_the_binary_form(units in -99_999_999i64..=99_999_999) {
            let text = Number::from_stored(&format!("{units}E-4")).unwrap();
            let value: f64 = text.as_str().parse().unwrap();
            prop_assert_eq!(Number::from_binary(value), Some(text));
        }
        #[test]
        fn never_panics(s in "\\PC{0,30}", t in "[-+]?[0-9.eE+-]{0,40}") {
            let _ = Number::from_stored(&s);
            let _ = Number::from_stored(&t);
        }
    }
}
