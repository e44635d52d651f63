//! The encrypted tally (section 4.16): the product of all ciphertexts, each as often as its ballot's weight.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Ballot, Ciphertext, Election, Scalar,
    event::hex,
    group::{Element, Residue},
    json,
};
use crate::{Refused, Why};

/// Sums under encryption, one for each value of each question.
#[derive(Clone, Debug)]
pub struct Tally {
    sums: Vec<Vec<Ciphertext>>,
    count: usize,
    weight: u64,
}

/// The size of a tally, as the archive has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sized {
    num_tallied: usize,
    total_weight: Weight,
    encrypted_tally: String,
}

/// A weight in JSON: a number up to 2³⁰ − 1, above that a string (as `belenios-tool` writes it).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Weight(pub(crate) u64);
const MAX_NUMBER: u64 = (1 << 30) - 1;
impl Serialize for Weight {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0 <= MAX_NUMBER { to.serialize_u64(self.0) } else { to.serialize_str(&self.0.to_string()) }
    }
}
impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(u64),
            Text(String),
        }
        match Either::deserialize(from)? {
            Either::Number(n) => Ok(Self(n)),
            Either::Text(text) => text.parse().map(Self).map_err(serde::de::Error::custom),
        }
    }
}

impl Tally {
    /// The tally of these ballots, already checked, with their weights.
    ///
    /// # Errors
    ///
    /// If the weights are more than can be counted.
    pub fn of<'a>(election: &Election, ballots: impl IntoIterator<Item = (&'a Ballot, u64)>) -> Result<Self, Refused> {
        let width = |q: &super::Question| vec![(Residue::ONE, Residue::ONE); q.width()];
        let mut sums: Vec<Vec<(Residue, Residue)>> = election.questions().iter().map(width).collect();
        let (mut count, mut weight) = (0, 0u64);
        for (ballot, times) in ballots {
            count += 1;
            weight = weight.checked_add(times).filter(|w| *w <= super::MAX_WEIGHT).ok_or_else(|| {
                let most = super::MAX_WEIGHT;
                Refused::new(
                    Why::Limit,
                    format!("权重合计超过上限 {most}"),
                    format!("the weights add to more than {most}"),
                )
            })?;
            for (sum, answer) in sums.iter_mut().zip(&ballot.answers) {
                for (sum, choice) in sum.iter_mut().zip(&answer.choices) {
                    sum.0 = sum.0.mul(&power(&choice.alpha, times));
                    sum.1 = sum.1.mul(&power(&choice.beta, times));
                }
            }
        }
        let pair =
            |(alpha, beta): &(Residue, Residue)| Ciphertext { alpha: Element::of(alpha), beta: Element::of(beta) };
        Ok(Self { sums: sums.iter().map(|s| s.iter().map(pair).collect()).collect(), count, weight })
    }
    /// The ciphertexts of each question.
    pub fn sums(&self) -> &[Vec<Ciphertext>] {
        &self.sums
    }
    /// How many ballots are in it.
    pub fn count(&self) -> usize {
        self.count
    }
    /// The sum of their weights.
    pub fn weight(&self) -> u64 {
        self.weight
    }
    /// As it is published.
    pub fn raw(&self) -> String {
        json::write(&self.sums)
    }
    /// Its size, with its hash, as it is published beside it.
    pub fn sized_raw(&self) -> String {
        json::write(&Sized {
            num_tallied: self.count,
            total_weight: Weight(self.weight),
            encrypted_tally: hex(&Sha256::digest(self.raw())),
        })
    }
}
/// A public number raised to a small power.
fn power(element: &Element, times: u64) -> Residue {
    let residue = element.residue();
    if times == 1 { residue } else { residue.pow_vartime(Scalar::small(times).number()) }
}
