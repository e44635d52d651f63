//! Parallel panels brought level: one that marks mildly must not decide who gets the post.

use scoring::Fixed;
use serde::{Deserialize, Serialize};

use crate::rounded;

/// How panels that work side by side are brought level: a candidate's score × (mean over all panels ÷ mean of the own panel).
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// How many of a panel's highest scores its mean leaves out.
    pub high: u32,
    /// How many of a panel's lowest scores its mean leaves out.
    pub low: u32,
    /// Decimals of the coefficient as it is published and used.
    pub coefficient: u8,
    /// Decimals of the score that comes out.
    pub decimals: u8,
}

/// One panel brought level.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Levelled {
    /// The scores that its mean was taken of, added up.
    pub sum: Fixed,
    /// How many these are.
    pub of: u32,
    /// What its scores are multiplied by.
    pub coefficient: Fixed,
    /// The scores that come out, in the order in which they came in.
    pub scores: Vec<Fixed>,
}

/// Brings panels level. Each is given by its candidates' scores. The mean over all panels is taken of the scores that the
/// panels' own means are taken of. Nothing where a panel has too few candidates for its mean, a mean is not above zero, or
/// the decimals are more than six: then the announcement's rule does not do for these panels, and a person decides.
pub fn level(rule: &Level, panels: &[Vec<Fixed>]) -> Option<Vec<Levelled>> {
    let (high, low) = (rule.high as usize, rule.low as usize);
    let mut means: Vec<(i128, i128)> = Vec::with_capacity(panels.len());
    for scores in panels {
        let mut sorted = scores.clone();
        sorted.sort();
        let kept = sorted.get(low..sorted.len().checked_sub(high)?).filter(|k| !k.is_empty())?;
        let sum: i128 = kept.iter().map(|s| i128::from(s.units())).sum();
        if sum <= 0 {
            return None;
        }
        means.push((sum, kept.len() as i128));
    }
    let (all, of): (i128, i128) = means.iter().fold((0, 0), |(sum, n), m| (sum + m.0, n + m.1));
    let each = panels.iter().zip(&means).map(|(scores, (sum, n))| {
        // (all ÷ of) ÷ (sum ÷ n), in units of the sixth decimal
        let top = all.checked_mul(*n)?.checked_mul(i128::from(scoring::ONE))?;
        let coefficient = rounded(top, of.checked_mul(*sum)?, rule.coefficient)?;
        let by = i128::from(coefficient.units());
        let one = |s: &Fixed| rounded(i128::from(s.units()).checked_mul(by)?, i128::from(scoring::ONE), rule.decimals);
        let scores = scores.iter().map(one).collect::<Option<Vec<Fixed>>>()?;
        let sum = Fixed::from_units(i64::try_from(*sum).ok()?);
        Some(Levelled { sum, of: u32::try_from(*n).ok()?, coefficient, scores })
    });
    each.collect()
}
