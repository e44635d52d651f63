//! Proofs of knowledge, and proofs that one of several statements is true (sections 4.3, 4.12, 4.13).

use serde::{Deserialize, Serialize};

use super::{
    Scalar,
    group::{Element, Residue, generator},
};
use crate::Chance;

/// A challenge and a response (section 4.3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The challenge, modulo q.
    pub challenge: Scalar,
    /// The response, modulo q.
    pub response: Scalar,
}

/// Proves that the same secret x is behind each of `bases` raised to it: the commitments are hashed after `head`.
pub(crate) fn know(head: &str, bases: &[Residue], x: &Scalar, chance: &mut impl Chance) -> Proof {
    let w = Scalar::random(chance);
    let commitments: Vec<Residue> = bases.iter().map(|b| b.pow(w.number())).collect();
    let challenge = challenge(head, &commitments);
    Proof { response: w.minus(x.times(challenge)), challenge }
}

/// What one branch of a disjunction says: that (α, β) = (gʳ, yʳ) for some r.
#[derive(Clone)]
pub(crate) struct Branch {
    pub(crate) alpha: Residue,
    pub(crate) beta: Residue,
}

/// Proves that one of `branches` is true: the one at `truth`, with the witness `r`. The others are simulated
/// (section 4.12, "create πⱼ with a random challenge and a random response").
pub(crate) fn one_of(
    head: &str,
    y: &Residue,
    branches: &[Branch],
    truth: usize,
    r: &Scalar,
    chance: &mut impl Chance,
) -> Vec<Proof> {
    let g = generator();
    let w = Scalar::random(chance);
    let mut proofs = Vec::with_capacity(branches.len());
    let mut commitments = Vec::with_capacity(branches.len() * 2);
    let mut others = Scalar::ZERO;
    for (j, branch) in branches.iter().enumerate() {
        let proof = Proof { challenge: Scalar::random(chance), response: Scalar::random(chance) };
        if j == truth {
            commitments.extend([g.pow(w.number()), y.pow(w.number())]);
        } else {
            let (c, s) = (proof.challenge.number(), proof.response.number());
            commitments.push(g.pow(s).mul(&branch.alpha.pow(c)));
            commitments.push(y.pow(s).mul(&branch.beta.pow(c)));
            others = others.plus(proof.challenge);
        }
        proofs.push(proof);
    }
    let challenge = challenge(head, &commitments).minus(others);
    proofs[truth] = Proof { response: w.minus(r.times(challenge)), challenge };
    proofs
}

/// The hash of `head` and the commitments, in base 10 with commas between, modulo q.
fn challenge(head: &str, commitments: &[Residue]) -> Scalar {
    let texts: Vec<String> = commitments.iter().map(|c| Element::of(c).text().to_owned()).collect();
    Scalar::hash(&[head, &texts.join(",")])
}
