//! Exact fractions for formulas: nothing is rounded before the scheme says so.

use std::cmp::Ordering;

use crate::exact::{DECIMALS, half_up_wide, ten};

/// A fraction with a positive denominator. Every operation is exact or gives nothing because it does not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ratio {
    n: i128,
    d: i128,
}

/// Below this, a product of two fits; above, the fraction is reduced first.
const EASY: u128 = 1 << 62;

impl Ratio {
    pub(crate) const ZERO: Self = Self { n: 0, d: 1 };

    /// That many units of the sixth decimal.
    pub(crate) fn from_units(units: i64) -> Self {
        Self { n: i128::from(units), d: i128::from(ten(DECIMALS)) }
    }
    fn tidy(n: i128, d: i128) -> Option<Self> {
        if n.unsigned_abs() < EASY && d.unsigned_abs() < EASY {
            return Some(Self { n, d });
        }
        let by = i128::try_from(common(n.unsigned_abs(), d.unsigned_abs())).ok()?;
        Some(Self { n: n / by, d: d / by })
    }
    pub(crate) fn add(self, o: Self) -> Option<Self> {
        if self.d == o.d {
            return Self::tidy(self.n.checked_add(o.n)?, self.d);
        }
        let n = self.n.checked_mul(o.d)?.checked_add(o.n.checked_mul(self.d)?)?;
        Self::tidy(n, self.d.checked_mul(o.d)?)
    }
    pub(crate) fn neg(self) -> Self {
        // tidy never leaves i128::MIN: it is far above EASY and even numbers reduce
        Self { n: self.n.saturating_neg(), d: self.d }
    }
    pub(crate) fn sub(self, o: Self) -> Option<Self> {
        self.add(Self { n: o.n.checked_neg()?, d: o.d })
    }
    pub(crate) fn mul(self, o: Self) -> Option<Self> {
        Self::tidy(self.n.checked_mul(o.n)?, self.d.checked_mul(o.d)?)
    }
    /// Nothing also where `o` is 0: ask [`Ratio::is_zero`] first.
    pub(crate) fn div(self, o: Self) -> Option<Self> {
        let (n, d) = (self.n.checked_mul(o.d)?, self.d.checked_mul(o.n)?);
        match d.cmp(&0) {
            Ordering::Greater => Self::tidy(n, d),
            Ordering::Less => Self::tidy(n.checked_neg()?, d.checked_neg()?),
            Ordering::Equal => None,
        }
    }
    pub(crate) fn is_zero(self) -> bool {
        self.n == 0
    }
    pub(crate) fn abs(self) -> Self {
        if self.n < 0 { self.neg() } else { self }
    }
    pub(crate) fn compare(self, o: Self) -> Option<Ordering> {
        if self.d == o.d {
            return Some(self.n.cmp(&o.n));
        }
        Some(self.n.checked_mul(o.d)?.cmp(&o.n.checked_mul(self.d)?))
    }
    /// Rounded half up to that many decimals, in units of the sixth.
    pub(crate) fn round(self, decimals: u8) -> Option<i64> {
        let steps = half_up_wide(self.n.checked_mul(i128::from(ten(decimals)))?, self.d)?;
        i64::try_from(steps).ok()?.checked_mul(ten(DECIMALS - decimals))
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

    #[test]
    fn a_third_three_times_is_one() {
        let of = |n: i64| Ratio::from_units(n * 1_000_000);
        let third = of(1).div(of(3)).unwrap();
        assert_eq!(third.add(third).and_then(|x| x.add(third)).unwrap().compare(of(1)), Some(Ordering::Equal));
        assert_eq!(third.round(2), Some(330_000));
        assert_eq!(of(-1).div(of(-2)).unwrap().round(0), Some(1_000_000));
        assert_eq!(of(-1).div(of(2)).unwrap().round(0), Some(-1_000_000));
        assert!(of(1).div(Ratio::ZERO).is_none());
    }
    #[test]
    fn what_does_not_fit_is_refused() {
        let big = Ratio::from_units(i64::MAX - 1);
        let mut product = Some(big);
        for _ in 0..5 {
            product = product.and_then(|p| p.mul(big));
        }
        assert!(product.is_none());
    }
}
