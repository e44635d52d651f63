//! Interview panels. Marks become a score, panels are brought level, parts make a total, totals make places and a
//! shortlist; each with the working that a person can follow with a pencil. Pure; every number is exact until the rule
//! says where it is rounded, half up.
//!
//! What a rule leaves open is not decided here: how many marks are left out, how totals are weighed, and what decides
//! between equals stands in the announcement, and comes in as data.

mod level;
mod rank;
mod seat;
mod total;

pub use level::{Level, Levelled, level};
pub use rank::{Place, Standing, rank, shortlist};
pub use seat::{Problem, Rule, Seat, Working, score};
pub use total::{Part, Total, WeightProblem, total};

use scoring::{Fixed, ONE};

/// `n` units over `d`, rounded half up (away from zero) to so many decimals. Nothing where `d` is not above zero or the
/// result does not fit.
fn rounded(n: i128, d: i128, decimals: u8) -> Option<Fixed> {
    if d <= 0 || decimals > 6 {
        return None;
    }
    let step = i128::from(ONE) / 10i128.pow(u32::from(decimals));
    let d = d.checked_mul(step)?;
    // from half a step on, away from zero on both sides
    let up = |n: i128| (2 * n + d) / (2 * d);
    let steps = if n < 0 { -up(-n) } else { up(n) };
    i64::try_from(steps.checked_mul(step)?).ok().map(Fixed::from_units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        let of = |n: i128, d: i128| rounded(n * i128::from(ONE), d, 2).unwrap().to_string();
        assert_eq!([of(17, 8), of(-17, 8), of(1, 3), of(2, 3), of(5, 1)], ["2.13", "-2.13", "0.33", "0.67", "5"]);
        assert_eq!((rounded(1, 0, 2), rounded(1, 1, 7)), (None, None));
    }
}
