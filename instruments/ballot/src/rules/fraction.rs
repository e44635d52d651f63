//! Exact fractions. Nothing is rounded but to be shown.

use std::{cmp::Ordering, fmt};

use serde::{Deserialize, Serialize};

/// A fraction in its lowest terms, with a positive denominator. What does not fit gives nothing instead of something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Fraction {
    n: i128,
    d: i128,
}

impl Fraction {
    /// Nought.
    pub const ZERO: Self = Self { n: 0, d: 1 };

    /// n / d. Nothing where d is 0.
    pub fn new(n: i128, d: i128) -> Option<Self> {
        if d == 0 {
            return None;
        }
        let by = common(n.unsigned_abs(), d.unsigned_abs());
        let by = i128::try_from(by).ok()?.checked_mul(d.signum())?;
        Some(Self { n: n / by, d: d / by })
    }
    /// A whole number.
    pub fn whole(n: u64) -> Self {
        Self { n: n.into(), d: 1 }
    }
    /// The sum, if it fits.
    pub fn plus(self, o: Self) -> Option<Self> {
        Self::new(self.n.checked_mul(o.d)?.checked_add(o.n.checked_mul(self.d)?)?, self.d.checked_mul(o.d)?)
    }
    /// The product, if it fits.
    pub fn times(self, o: Self) -> Option<Self> {
        Self::new(self.n.checked_mul(o.n)?, self.d.checked_mul(o.d)?)
    }
    /// The quotient, if it fits and `o` is not 0.
    pub fn over(self, o: Self) -> Option<Self> {
        Self::new(self.n.checked_mul(o.d)?, self.d.checked_mul(o.n)?)
    }
    /// Which is greater, if that can be told.
    pub fn compare(self, o: Self) -> Option<Ordering> {
        Some(self.n.checked_mul(o.d)?.cmp(&o.n.checked_mul(self.d)?))
    }
    /// For reading: rounded half up to so many decimals, at most six.
    pub fn shown(self, decimals: u32) -> String {
        let scale = 10i128.pow(decimals.min(6));
        let Some(scaled) = self.n.checked_mul(scale) else { return self.to_string() };
        let (whole, rest) = (scaled.div_euclid(self.d), scaled.rem_euclid(self.d));
        let rounded = whole + i128::from(rest >= self.d - rest);
        let (sign, abs) = (if rounded < 0 { "-" } else { "" }, rounded.abs());
        if decimals == 0 {
            return format!("{sign}{abs}");
        }
        format!("{sign}{}.{:0width$}", abs / scale, abs % scale, width = decimals.min(6) as usize)
    }
    /// For reading: as a share of a hundred with two decimals.
    pub fn percent(self) -> String {
        match self.times(Self { n: 100, d: 1 }) {
            Some(hundred) => format!("{}%", hundred.shown(2)),
            None => self.to_string(),
        }
    }
}
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.d == 1 { write!(f, "{}", self.n) } else { write!(f, "{}/{}", self.n, self.d) }
    }
}
impl From<Fraction> for String {
    fn from(of: Fraction) -> Self {
        of.to_string()
    }
}
impl TryFrom<String> for Fraction {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let (n, d) = text.split_once('/').unwrap_or((&text, "1"));
        let both = n.parse().ok().zip(d.parse().ok());
        both.and_then(|(n, d)| Self::new(n, d)).ok_or_else(|| format!("“{text}” is no fraction"))
    }
}

fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(n: i128, d: i128) -> Fraction {
        Fraction::new(n, d).unwrap()
    }
    #[test]
    fn nothing_is_lost_before_it_is_shown() {
        let third = of(1, 3);
        assert_eq!(third.plus(third).and_then(|x| x.plus(third)), Some(of(1, 1)));
        assert_eq!((of(2, 4).to_string(), of(6, -3).to_string()), ("1/2".into(), "-2".into()));
        assert_eq!(
            (of(2, 3).shown(2), of(1, 8).shown(2), of(5, 1).shown(2)),
            ("0.67".into(), "0.13".into(), "5.00".into())
        );
        assert_eq!((of(1, 3).percent(), of(7, 7).percent()), ("33.33%".into(), "100.00%".into()));
        assert_eq!(of(1, 2).compare(of(2, 4)), Some(Ordering::Equal));
        assert_eq!(Fraction::new(1, 0), None);
    }
    #[test]
    fn what_does_not_fit_is_nothing() {
        let big = of(i128::MAX / 2, 1);
        assert_eq!(big.times(big), None);
    }
}
