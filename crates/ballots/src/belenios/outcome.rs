//! The result (section 4.19): the sums in the clear.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    Decryption, Scalar, Tally, Trustees,
    answer::invert,
    group::{Residue, generator},
    json,
    tally::Weight,
};
use crate::{Refused, Why};

/// The sums of each question, in the order of its values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome(pub Vec<Vec<u64>>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    result: Vec<Vec<Weight>>,
}

impl Outcome {
    /// Opens a tally with the parts of all trustees, which have been checked ([`Decryption::check`]).
    ///
    /// # Errors
    ///
    /// If a trustee's part is missing.
    pub fn of(tally: &Tally, trustees: &Trustees, decryptions: &[(usize, Decryption)]) -> Result<Self, Refused> {
        let powers = powers(tally, trustees, decryptions)?;
        let steps = Steps::new(tally.weight());
        let log = |power: &Residue| {
            steps.log(power).ok_or_else(|| {
                Refused::new(
                    Why::Differs,
                    "合计超出权重之和：选票或解密未经检查",
                    "a sum is greater than the weights add to: ballots or decryptions were not checked",
                )
            })
        };
        powers.iter().map(|sums| sums.iter().map(log).collect()).collect::<Result<_, _>>().map(Self)
    }
    /// A result as it was published.
    ///
    /// # Errors
    ///
    /// If it is not one.
    pub fn read(raw: &str) -> Result<Self, Refused> {
        let published: Published = json::read(raw, 1 << 24)?;
        Ok(Self(published.result.iter().map(|sums| sums.iter().map(|w| w.0).collect()).collect()))
    }
    /// As it is published.
    pub fn raw(&self) -> String {
        json::write(&Published {
            result: self.0.iter().map(|sums| sums.iter().map(|n| Weight(*n)).collect()).collect(),
        })
    }
    /// Whether the tally opens to these sums.
    ///
    /// # Errors
    ///
    /// If it does not, or a trustee's part is missing.
    pub fn check(
        &self,
        tally: &Tally,
        trustees: &Trustees,
        decryptions: &[(usize, Decryption)],
    ) -> Result<(), Refused> {
        let powers = powers(tally, trustees, decryptions)?;
        let shaped = self.0.len() == powers.len() && self.0.iter().zip(&powers).all(|(a, b)| a.len() == b.len());
        let equal = |(sum, power): (&u64, &Residue)| generator().pow_vartime(Scalar::small(*sum).number()) == *power;
        if shaped && self.0.iter().flatten().zip(powers.iter().flatten()).all(equal) {
            return Ok(());
        }
        Err(Refused::new(
            Why::Differs,
            "公布的结果不是加密合计所含的数",
            "the published result is not what the encrypted tally opens to",
        ))
    }
}

/// gᵐ for each sum m: β divided by the factors of all trustees.
fn powers(
    tally: &Tally,
    trustees: &Trustees,
    decryptions: &[(usize, Decryption)],
) -> Result<Vec<Vec<Residue>>, Refused> {
    let mut parts = Vec::with_capacity(trustees.keys().len());
    for owner in 1..=trustees.keys().len() {
        let part = decryptions.iter().find(|(other, _)| *other == owner).ok_or_else(|| {
            Refused::new(
                Why::Missing,
                format!("缺少第 {owner} 位托管人的解密：须全体托管人参加"),
                format!("the decryption by trustee {owner} is missing: all trustees must take part"),
            )
        })?;
        parts.push(&part.1);
    }
    let open = |(i, sums): (usize, &Vec<super::Ciphertext>)| {
        let one = |(j, sum): (usize, &super::Ciphertext)| {
            let factor = |d: &&Decryption| d.decryption_factors[i][j].residue();
            let all = parts.iter().map(factor).fold(Residue::ONE, |product, f| product.mul(&f));
            sum.beta.residue().mul(&invert(&all))
        };
        sums.iter().enumerate().map(one).collect()
    };
    Ok(tally.sums().iter().enumerate().map(open).collect())
}

/// Small and giant steps to find a sum from its power: about 2·√n multiplications for sums up to n.
struct Steps {
    small: HashMap<[u64; 4], u64>,
    width: u64,
    most: u64,
}
impl Steps {
    fn new(most: u64) -> Self {
        let width = most.isqrt() + 1;
        let mut small = HashMap::with_capacity(width as usize);
        let mut power = Residue::ONE;
        for i in 0..width {
            small.insert(key(&power), i);
            power = power.mul(&generator());
        }
        Self { small, width, most }
    }
    fn log(&self, power: &Residue) -> Option<u64> {
        let step = invert(&generator()).pow_vartime(Scalar::small(self.width).number());
        let mut at = *power;
        for i in 0..=self.width {
            if let Some(rest) = self.small.get(&key(&at)) {
                let sum = i * self.width + rest;
                // the key is a part of the number: what it finds is checked whole
                let found = sum <= self.most && generator().pow_vartime(Scalar::small(sum).number()) == *power;
                return found.then_some(sum);
            }
            at = at.mul(&step);
        }
        None
    }
}
fn key(power: &Residue) -> [u64; 4] {
    let words = power.as_montgomery().to_words();
    [words[0], words[1], words[2], words[3]]
}
