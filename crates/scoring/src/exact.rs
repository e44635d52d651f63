//! Numbers with six decimals, held as integers. Whoever has a pencil gets the same digits.

use std::{fmt, str::FromStr};

/// One whole in units of the sixth decimal.
pub const ONE: i64 = 1_000_000;
/// How many decimals a figure keeps between two roundings.
pub const DECIMALS: u8 = 6;
/// What stands in a figure's place where there is none. It is never a value: figures are bounded far inside.
pub(crate) const MISSING: i64 = i64::MIN;
/// The largest figure, floor, cap or number of points: one million.
pub(crate) const POINTS_LIMIT: i64 = 1_000_000 * ONE;
/// The largest recorded fact: one milliard.
pub(crate) const FACT_LIMIT: i64 = 1_000_000_000 * ONE;

/// A number with six decimals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fixed(i64);

impl Fixed {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// That many units of the sixth decimal.
    pub const fn from_units(units: i64) -> Self {
        Self(units)
    }
    /// A whole number.
    pub const fn whole(n: i32) -> Self {
        Self(n as i64 * ONE)
    }
    /// In units of the sixth decimal.
    pub const fn units(self) -> i64 {
        self.0
    }
}
impl fmt::Display for Fixed {
    /// Without the zeros that say nothing: `86.42`, `90`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / ONE as u64, self.0.unsigned_abs() % ONE as u64);
        let part = format!("{part:06}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}
impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Fixed {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        decimal(s, DECIMALS).map(Self).ok_or_else(|| {
            format!("“{}” is not a number with at most 6 decimals", s.chars().take(40).collect::<String>())
        })
    }
}
impl serde::Serialize for Fixed {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Fixed {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `12.5` with one decimal is 125. Nothing where it is no plain decimal number, has more decimals, or does not fit.
pub fn decimal(text: &str, decimals: u8) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(both) => both,
        None => (digits, ""),
    };
    let part = part.trim_end_matches('0');
    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > usize::from(decimals) || !plain(whole) || !plain(part) {
        return None;
    }
    let mut value: i64 = 0;
    for b in whole.bytes().chain(part.bytes()).chain(std::iter::repeat_n(b'0', usize::from(decimals) - part.len())) {
        value = value.checked_mul(10)?.checked_add(i64::from(b - b'0'))?;
    }
    Some(if negative { -value } else { value })
}

/// `10^n` for the few `n` that decimals need.
pub(crate) const fn ten(n: u8) -> i64 {
    10i64.pow(n as u32)
}

/// The quotient rounded once to a whole number, half up (away from zero), `d > 0`.
#[inline]
pub(crate) fn half_up(n: i64, d: i64) -> i64 {
    if n >= 0 { (n + d / 2) / d } else { -((-n + d / 2) / d) }
}

/// A divisor with its reciprocal, for dividing by it again and again: a product and a correction instead of a division.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reciprocal {
    d: i64,
    m: u64,
}
impl Reciprocal {
    /// `d > 0`.
    pub(crate) fn of(d: i64) -> Self {
        Self { d, m: u64::MAX / d.unsigned_abs() }
    }
    /// [`half_up`] of `n ÷ d`, where `|n|` and `d` are below 2⁶².
    #[inline]
    pub(crate) fn half_up(self, n: i64) -> i64 {
        let d = self.d.unsigned_abs();
        let top = n.unsigned_abs() + d / 2;
        // m is less than one below 2⁶⁴ ÷ d, so that for top < 2⁶³ the product is at most one below the quotient
        let q = ((u128::from(top) * u128::from(self.m)) >> 64) as u64;
        let q = (q + u64::from(top - q * d >= d)) as i64;
        if n < 0 { -q } else { q }
    }
    /// [`mul_div`] of `a × b ÷ d`.
    #[inline]
    pub(crate) fn mul_div(self, a: i64, b: i64) -> Option<i64> {
        match a.checked_mul(b) {
            Some(n) if n.unsigned_abs() < 1 << 62 && self.d < 1 << 62 => Some(self.half_up(n)),
            _ => mul_div(a, b, self.d),
        }
    }
}

/// [`half_up`] on wide numbers.
#[inline]
pub(crate) fn half_up_wide(n: i128, d: i128) -> Option<i128> {
    if let (Ok(n), Ok(d)) = (i64::try_from(n), i64::try_from(d))
        && n.unsigned_abs() < 1 << 62
        && d < 1 << 62
    {
        return Some(i128::from(half_up(n, d)));
    }
    let rounded = n.checked_abs()?.checked_add(d / 2)? / d;
    Some(if n < 0 { -rounded } else { rounded })
}

/// `a × b ÷ c` rounded once, half up; `c ≠ 0`. Nothing where it does not fit.
#[inline]
pub(crate) fn mul_div(a: i64, b: i64, c: i64) -> Option<i64> {
    let (b, c) = if c < 0 { (b.checked_neg()?, c.checked_neg()?) } else { (b, c) };
    match a.checked_mul(b) {
        Some(n) if n.unsigned_abs() < 1 << 62 && c < 1 << 62 => Some(half_up(n, c)),
        _ => i64::try_from(half_up_wide(i128::from(a) * i128::from(b), i128::from(c))?).ok(),
    }
}

/// `units` of the sixth decimal rounded half up to that many decimals.
#[inline]
pub(crate) fn round_to(units: i64, decimals: u8) -> i64 {
    let step = ten(DECIMALS - decimals);
    half_up(units, step) * step
}

/// The largest whole number whose square is not above `n`; quicker where 64 bits hold `n`.
#[inline]
pub(crate) fn root(n: u128) -> u128 {
    u64::try_from(n).map_or_else(|_| n.isqrt(), |n| u128::from(n.isqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_read_exactly_or_not_at_all() {
        for (text, decimals, is) in [
            ("12.5", 1, Some(125)),
            ("-0.000001", 6, Some(-1)),
            ("7.250", 2, Some(725)),
            ("7.251", 2, None),
            ("1.", 2, None),
            (".5", 2, None),
            ("", 2, None),
            ("-", 2, None),
            ("1e3", 2, None),
            ("９", 2, None),
            ("99999999999999999999", 0, None),
        ] {
            assert_eq!(decimal(text, decimals), is, "{text}");
        }
        assert_eq!("86.420".parse::<Fixed>().unwrap().to_string(), "86.42");
        assert_eq!("-0.5".parse::<Fixed>().unwrap().to_string(), "-0.5");
    }
    proptest! {
        #[test]
        fn a_root_is_a_root(n: u128) {
            let r = root(n);
            prop_assert!(r * r <= n);
            prop_assert!((r + 1).checked_mul(r + 1).is_none_or(|above| above > n));
        }
        #[test]
        fn half_is_up(n in -1_000_000_000_000i64..1_000_000_000_000, d in 1i64..1_000_000) {
            let q = half_up(n, d);
            prop_assert!(2 * (i128::from(n) - i128::from(q) * i128::from(d)).abs() <= i128::from(d));
            prop_assert_eq!(half_up(-n, d), -q);
            prop_assert_eq!(mul_div(n, 7, d).map(i128::from), half_up_wide(i128::from(n) * 7, i128::from(d)));
        }
        #[test]
        fn a_reciprocal_divides_exactly(n: i64, d in 1i64.., by in 0u32..63, short in 0u32..62, least in 1i64..4) {
            let (n, d) = (n >> short >> 1, (d >> by).max(1) % (1 << 62) + 1);
            for d in [d, least] {
                for n in [n, n / d * d, n / d * d + d / 2, n / d * d - 1] {
                    if n.unsigned_abs() < 1 << 62 {
                        prop_assert_eq!(Reciprocal::of(d).half_up(n), half_up(n, d), "{} / {}", n, d);
                        prop_assert_eq!(Reciprocal::of(d).mul_div(n, 100), mul_div(n, 100, d));
                    }
                }
            }
        }
        #[test]
        fn what_is_shown_is_read_back(n in -FACT_LIMIT..FACT_LIMIT) {
            prop_assert_eq!(Fixed::from_units(n).to_string().parse::<Fixed>(), Ok(Fixed::from_units(n)));
        }
    }
}
