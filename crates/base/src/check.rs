//! Numbers that carry a check digit.

use std::{fmt, str::FromStr};

use crate::Date;

/// What is wrong with a number that should carry a check digit. Never repeats the number itself: it may be personal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckError {
    /// Not as long as the standard says.
    Length(usize),
    /// A character that the standard does not allow, by position (1 is the first).
    Character(usize),
    /// The check digit does not follow from the others: most often a slip of the finger.
    Digit,
    /// The date inside does not exist.
    Date,
}
impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(n) => write!(f, "it has {n} characters; 18 are needed"),
            Self::Character(n) => write!(f, "character {n} is not allowed there"),
            Self::Digit => f.write_str("the check digit does not agree with the other digits"),
            Self::Date => f.write_str("the date of birth in it does not exist"),
        }
    }
}
impl std::error::Error for CheckError {}

/// A citizen identity number of 18 characters (GB 11643-1999), checked. `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdNumber(String);

impl IdNumber {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// The check character for the first 17 digits.
    pub fn check_digit(first17: &[u8; 17]) -> char {
        let sum: u32 = first17.iter().zip(Self::WEIGHTS).map(|(d, w)| u32::from(d.wrapping_sub(b'0')) * w).sum();
        char::from(b"10X98765432"[(sum % 11) as usize])
    }
    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Date of birth, digits 7 to 14.
    pub fn birth(&self) -> Date {
        Self::date_in(&self.0).unwrap_or_else(|| Date::from(jiff::civil::Date::MIN))
    }
    /// Whether digit 17 is odd: a man.
    pub fn is_male(&self) -> bool {
        self.0.as_bytes()[16] % 2 == 1
    }
    fn date_in(s: &str) -> Option<Date> {
        Date::new(s[6..10].parse().ok()?, s[10..12].parse().ok()?, s[12..14].parse().ok()?)
    }
}
impl FromStr for IdNumber {
    type Err = CheckError;
    fn from_str(s: &str) -> Result<Self, CheckError> {
        let text: String = s.trim().to_ascii_uppercase();
        let count = text.chars().count();
        if count != 18 {
            return Err(CheckError::Length(count));
        }
        for (i, c) in text.chars().enumerate() {
            if !(c.is_ascii_digit() || (i == 17 && c == 'X')) {
                return Err(CheckError::Character(i + 1));
            }
        }
        Self::date_in(&text).ok_or(CheckError::Date)?;
        let first: &[u8; 17] = text.as_bytes()[..17].try_into().map_err(|_| CheckError::Length(count))?;
        if !text.ends_with(Self::check_digit(first)) {
            return Err(CheckError::Digit);
        }
        Ok(Self(text))
    }
}
impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

/// A unified social credit code of 18 characters (GB 32100-2015), checked. Public: it names an organisation.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CreditCode(String);

impl CreditCode {
    const ALPHABET: &'static [u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// The check character for the first 17, or the position of the one that is not allowed.
    pub fn check_digit(first17: &[u8; 17]) -> Result<char, CheckError> {
        let mut sum = 0;
        for (i, (c, w)) in first17.iter().zip(Self::WEIGHTS).enumerate() {
            let value = Self::ALPHABET.iter().position(|a| a == c).ok_or(CheckError::Character(i + 1))?;
            sum += value * w;
        }
        Ok(char::from(Self::ALPHABET[(31 - sum % 31) % 31]))
    }
    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for CreditCode {
    type Err = CheckError;
    fn from_str(s: &str) -> Result<Self, CheckError> {
        let text = s.trim().to_ascii_uppercase();
        let count = text.chars().count();
        if count != 18 {
            return Err(CheckError::Length(count));
        }
        if let Some(i) = text.chars().position(|c| !c.is_ascii()) {
            return Err(CheckError::Character(i + 1));
        }
        let first: &[u8; 17] = text.as_bytes()[..17].try_into().map_err(|_| CheckError::Length(count))?;
        if !text.ends_with(Self::check_digit(first)?) {
            return Err(CheckError::Digit);
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // The example of GB 11643-1999 itself.
    #[test]
    fn the_standards_own_example() {
        let id: IdNumber = "11010519491231002X".parse().unwrap();
        assert_eq!(id.birth().as_str(), "1949-12-31");
        assert!(!id.is_male());
        assert_eq!("11010519491231002x".parse::<IdNumber>().unwrap(), id);
    }
    #[test]
    fn slips_are_named_without_repeating_the_number() {
        let wrong = |s: &str| s.parse::<IdNumber>().unwrap_err();
        assert_eq!(wrong("110105194912310021"), CheckError::Digit);
        assert_eq!(wrong("11010519491331002X"), CheckError::Date);
        assert_eq!(wrong("1101051949123100"), CheckError::Length(16));
        assert_eq!(wrong("1101O519491231002X"), CheckError::Character(5));
        assert_eq!(format!("{:?}", "11010519491231002X".parse::<IdNumber>()), "Ok(IdNumber(…))");
    }
    proptest! {
        #[test]
        fn every_single_wrong_digit_is_found(digits in "[1-9][0-9]{5}19[4-9][0-9]0[1-9]1[0-9][0-9]{3}", at in 0usize..17, to in 0u8..10) {
            let first: [u8; 17] = digits.as_bytes().try_into().unwrap();
            let good = format!("{digits}{}", IdNumber::check_digit(&first));
            prop_assert!(good.parse::<IdNumber>().is_ok());
            let mut bytes = good.into_bytes();
            prop_assume!(bytes[at] != b'0' + to);
            bytes[at] = b'0' + to;
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<IdNumber>().is_err());
        }
        #[test]
        fn credit_codes_check(digits in "[0-9A-HJ-NPQRTUWXY]{17}", at in 0usize..17, to in 0usize..31) {
            let first: [u8; 17] = digits.as_bytes().try_into().unwrap();
            let good = format!("{digits}{}", CreditCode::check_digit(&first).unwrap());
            prop_assert!(good.parse::<CreditCode>().is_ok());
            let mut bytes = good.into_bytes();
            prop_assume!(bytes[at] != CreditCode::ALPHABET[to]);
            bytes[at] = CreditCode::ALPHABET[to];
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<CreditCode>().is_err());
        }
        #[test]
        fn never_panics(s in "\\PC{0,24}") {
            let _ = s.parse::<IdNumber>();
            let _ = s.parse::<CreditCode>();
        }
    }
}
