//! Exact numbers: checked integers with a stated scale. No float ever decides.

use std::{fmt, str::FromStr};

use diesel::{deserialize::FromSqlRow, expression::AsExpression, sql_types::BigInt};

/// Why a text is not such a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberError {
    read: String,
    decimals: usize,
}
impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a number with at most {} decimals", self.read, self.decimals)
    }
}
impl std::error::Error for NumberError {}

macro_rules! fixed {
    ($(#[$meta:meta])* $name:ident, $decimals:literal) => {
        $(#[$meta])*
        #[derive(AsExpression, FromSqlRow, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
        #[diesel(sql_type = BigInt)]
        pub struct $name(pub(crate) i64);
        impl $name {
            /// How many decimals are kept.
            pub const DECIMALS: u32 = $decimals;
            const ONE: i64 = 10i64.pow($decimals);
            /// The number made of `units` of the last decimal.
            pub const fn from_units(units: i64) -> Self {
                Self(units)
            }
            /// The number in units of its last decimal.
            pub const fn units(self) -> i64 {
                self.0
            }
            /// The sum, or nothing when it would not fit.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }
            /// The difference, or nothing when it would not fit.
            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self)
            }
            /// `self × numerator ÷ denominator`, rounded once, half up (away from zero); nothing on overflow or division by 0.
            pub fn scaled(self, numerator: i64, denominator: i64) -> Option<Self> {
                if denominator == 0 {
                    return None;
                }
                let product = i128::from(self.0) * i128::from(numerator);
                let divisor = i128::from(denominator);
                let sign = if (product < 0) == (divisor < 0) { 1 } else { -1 };
                let (product, divisor) = (product.abs(), divisor.abs());
                i64::try_from(sign * ((product + divisor / 2) / divisor)).ok().map(Self)
            }
        }
        impl FromStr for $name {
            type Err = NumberError;
            fn from_str(s: &str) -> Result<Self, NumberError> {
                let read = || -> Option<i64> {
                    let text = s.trim();
                    let (negative, digits) = match text.strip_prefix('-') {
                        Some(rest) => (true, rest),
                        None => (false, text),
                    };
                    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
                    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
                    if whole.is_empty() || part.len() > $decimals || !plain(whole) || !plain(part) || digits.ends_with('.') {
                        return None;
                    }
                    let units: i64 = format!("{part:0<width$}", width = $decimals).parse().ok()?;
                    let value = whole.parse::<i64>().ok()?.checked_mul(Self::ONE)?.checked_add(units)?;
                    Some(if negative { -value } else { value })
                };
                read().map(Self).ok_or_else(|| NumberError { read: s.chars().take(40).collect(), decimals: $decimals })
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let sign = if self.0 < 0 { "-" } else { "" };
                let (whole, part) = (self.0.unsigned_abs() / Self::ONE as u64, self.0.unsigned_abs() % Self::ONE as u64);
                write!(f, "{sign}{whole}.{part:0width$}", width = $decimals)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

fixed!(
    /// A score, exact to four decimals.
    Score, 4
);
fixed!(
    /// A share of a whole, exact to a hundredth of a per cent: `0.2500` is 25 %.
    Weight, 4
);
fixed!(
    /// An amount of money in yuan, exact to the fen.
    Money, 2
);

impl Weight {
    /// The whole: 100 %.
    pub const WHOLE: Self = Self(10_000);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_exact() {
        assert_eq!("88.1250".parse::<Score>().unwrap().units(), 881_250);
        assert_eq!("-0.5".parse::<Money>().unwrap().to_string(), "-0.50");
        for bad in ["", ".", "1.", ".5", "1.23456", "1e3", "+1", "--1", "99999999999999999999"] {
            assert!(bad.parse::<Score>().is_err(), "{bad}");
        }
    }
    #[test]
    fn rounding_is_half_up_once() {
        assert_eq!(Score::from_units(1).scaled(1, 2), Some(Score::from_units(1)));
        assert_eq!(Score::from_units(-1).scaled(1, 2), Some(Score::from_units(-1)));
        assert_eq!(Score::from_units(1).scaled(1, 3), Some(Score::from_units(0)));
        assert_eq!(Score::from_units(1).scaled(1, 0), None);
        assert_eq!(Score::from_units(i64::MAX).scaled(2, 1), None);
    }
    proptest! {
        #[test]
        fn round_trip(n in (i64::MIN / 2)..(i64::MAX / 2)) {
            prop_assert_eq!(Score::from_units(n).to_string().parse(), Ok(Score::from_units(n)));
            prop_assert_eq!(Money::from_units(n).to_string().parse(), Ok(Money::from_units(n)));
        }
        #[test]
        fn never_panics(s in "\\PC{0,24}") {
            let _ = s.parse::<Score>();
        }
    }
}
