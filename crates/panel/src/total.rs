//! Parts of an examination make a total.

use scoring::Fixed;
use serde::{Deserialize, Serialize};

use crate::rounded;

/// A part with its weight in thousandths: 400 is 40 %.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The word of the announcement for it: `written`, `interview`.
    pub key: String,
    /// Its weight, in thousandths.
    pub weight: u32,
    /// What was reached; nothing where it is not there yet.
    pub score: Option<Fixed>,
}

/// A total with its working.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// Each part's score × weight, exact, in the order of the parts.
    pub shares: Vec<Fixed>,
    /// Their sum, rounded once.
    pub total: Fixed,
}

/// Why there is no total.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum WeightProblem {
    /// The weights add up to so many thousandths, not to a thousand.
    Sum(u64),
    /// These parts have no score yet. Nothing stands for a missing one.
    Missing(Vec<String>),
    /// Scores or decimals beyond what is counted with.
    Large,
}

/// Adds the parts up by their weights and rounds once, half up.
///
/// # Errors
/// Weights that do not make one whole, parts without a score.
pub fn total(parts: &[Part], decimals: u8) -> Result<Total, WeightProblem> {
    let sum: u64 = parts.iter().map(|p| u64::from(p.weight)).sum();
    if sum != 1000 {
        return Err(WeightProblem::Sum(sum));
    }
    let missing: Vec<String> = parts.iter().filter(|p| p.score.is_none()).map(|p| p.key.clone()).collect();
    if !missing.is_empty() {
        return Err(WeightProblem::Missing(missing));
    }
    let weighed = parts.iter().map(|p| i128::from(p.score.map_or(0, Fixed::units)) * i128::from(p.weight));
    let weighed: Vec<i128> = weighed.collect();
    let all = weighed.iter().sum();
    let shares = weighed.iter().map(|w| rounded(*w, 1000, 6)).collect::<Option<Vec<Fixed>>>();
    let total = rounded(all, 1000, decimals);
    match (shares, total) {
        (Some(shares), Some(total)) => Ok(Total { shares, total }),
        _ => Err(WeightProblem::Large),
    }
}
