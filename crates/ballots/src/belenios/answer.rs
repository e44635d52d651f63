//! Encrypted answers and their proofs (sections 4.11 to 4.13).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Proof, Question, Scalar,
    group::{Element, Residue, generator},
    proof::{Branch, one_of},
    sheet::{Base, Sheet, Slot},
};
use crate::{Chance, Refused};

/// An ElGamal ciphertext (section 4.3): (gʳ, yʳ·gᵐ) for the value m.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ciphertext {
    /// gʳ.
    pub alpha: Element,
    /// yʳ·gᵐ.
    pub beta: Element,
}

/// An encrypted answer to one question (section 4.11.1).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// One ciphertext for each value; where blank votes are allowed the first says whether this is one.
    pub choices: Vec<Ciphertext>,
    /// For each, that it is 0 or 1.
    pub individual_proofs: Vec<Vec<Proof>>,
    /// That as many are chosen as may be, or that the vote is blank.
    pub overall_proof: Vec<Proof>,
    /// Where blank votes are allowed: that the vote is not blank or nothing else is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_proof: Option<Vec<Proof>>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flaw {
    /// A number of value `.0` is not in the group.
    Outside(usize),
    /// Value `.0` is neither 0 nor 1.
    Individual(usize),
    /// Too few or too many are chosen.
    Overall,
    /// A blank vote chooses something.
    Blank,
}

/// The text S that the whole answer's proofs are bound to: S₀ and all ciphertexts.
fn context(s0: &str, choices: &[Ciphertext]) -> String {
    let texts: Vec<String> = choices.iter().map(|c| format!("{},{}", c.alpha.text(), c.beta.text())).collect();
    format!("{s0}|{}", texts.join(","))
}
fn prove_head(s: &str, alpha: &Element, beta: &Element) -> String {
    format!("prove|{s}|{},{}|", alpha.text(), beta.text())
}
/// β/gᴹ for each M, as the branches of a proof about (α, β).
fn branches(alpha: &Residue, beta: &Residue, values: impl Iterator<Item = u32>) -> Vec<Branch> {
    let invg = invert(&generator());
    let shift = |m: u32| invg.pow_vartime(Scalar::small(m.into()).number());
    values.map(|m| Branch { alpha: *alpha, beta: beta.mul(&shift(m)) }).collect()
}
/// 1/x for a member x of the group.
pub(crate) fn invert(x: &Residue) -> Residue {
    x.pow_vartime(Scalar::small(1).negated().number())
}

impl Answer {
    /// Encrypts `values` to the key `y` and proves that they answer the question. `s0` binds the proofs to the election and the
    /// credential.
    ///
    /// # Errors
    ///
    /// If the values do not answer the question.
    pub(crate) fn new(
        question: &Question,
        y: &Element,
        s0: &str,
        values: &[bool],
        chance: &mut impl Chance,
    ) -> Result<Self, Refused> {
        question.allows(values)?;
        let key = y.residue();
        let secrets: Vec<Scalar> = values.iter().map(|_| Scalar::random(chance)).collect();
        let pairs: Vec<Branch> = values.iter().zip(&secrets).map(|(m, r)| encrypt(&key, *m, r)).collect();
        let choices: Vec<Ciphertext> =
            pairs.iter().map(|p| Ciphertext { alpha: Element::of(&p.alpha), beta: Element::of(&p.beta) }).collect();
        let individual_proofs = (0..values.len()).map(|i| {
            let head = prove_head(s0, &choices[i].alpha, &choices[i].beta);
            let both = branches(&pairs[i].alpha, &pairs[i].beta, 0..2);
            one_of(&head, &key, &both, usize::from(values[i]), &secrets[i], chance)
        });
        let individual_proofs = individual_proofs.collect();
        let s = context(s0, &choices);
        let from = usize::from(question.has_blank());
        let (sum, sum_secret) = sum(&pairs[from..], &secrets[from..]);
        let chosen = values[from..].iter().filter(|v| **v).count();
        let allowed = branches(&sum.alpha, &sum.beta, question.min..question.max + 1);
        let at = chosen.wrapping_sub(question.min as usize);
        let (overall_proof, blank_proof) = if question.has_blank() {
            let head = format!("bproof0|{s}|");
            let either = [pairs[0].clone(), sum];
            // m₀ = 0 is true of a vote that is not blank, the sum's being 0 of one that is
            let (truth, secret) = if values[0] { (1, &sum_secret) } else { (0, &secrets[0]) };
            let blank = one_of(&head, &key, &either, truth, secret, chance);
            let head = format!("bproof1|{s}|");
            let mut either = branches(&pairs[0].alpha, &pairs[0].beta, 1..2);
            either.extend(allowed);
            let (truth, secret) = if values[0] { (0, &secrets[0]) } else { (at + 1, &sum_secret) };
            (one_of(&head, &key, &either, truth, secret, chance), Some(blank))
        } else {
            let head = prove_head(&s, &Element::of(&sum.alpha), &Element::of(&sum.beta));
            (one_of(&head, &key, &allowed, at, &sum_secret, chance), None)
        };
        Ok(Self { choices, individual_proofs, overall_proof, blank_proof })
    }

    /// Whether there are as many proofs as the question asks for.
    pub(crate) fn has_shape_of(&self, question: &Question) -> bool {
        let range = (question.max - question.min + 1) as usize;
        let blank = usize::from(question.has_blank());
        self.choices.len() == question.width()
            && self.individual_proofs.len() == question.width()
            && self.individual_proofs.iter().all(|p| p.len() == 2)
            && self.overall_proof.len() == range + blank
            && self.blank_proof.as_ref().map_or(blank == 0, |p| blank == 1 && p.len() == 2)
    }

    /// Writes down what must hold for this answer, which has the question's shape.
    pub(crate) fn examine<F: Clone>(
        &self,
        question: &Question,
        s0: &str,
        sheet: &mut Sheet<F>,
        fault: impl Fn(Flaw) -> F,
    ) {
        let mut bases = Vec::with_capacity(self.choices.len());
        for (i, (choice, proofs)) in self.choices.iter().zip(&self.individual_proofs).enumerate() {
            let pair = (sheet.base(&choice.alpha), sheet.base(&choice.beta));
            sheet.member(pair.0, fault(Flaw::Outside(i)));
            sheet.member(pair.1, fault(Flaw::Outside(i)));
            let head = prove_head(s0, &choice.alpha, &choice.beta);
            claim(sheet, &head, proofs, [(pair, 0), (pair, 1)].into_iter(), fault(Flaw::Individual(i)));
            bases.push(pair);
        }
        let s = context(s0, &self.choices);
        let from = usize::from(question.has_blank());
        let chosen = &self.choices[from..];
        let product = |part: fn(&Ciphertext) -> &Element| {
            Element::of(&chosen.iter().fold(Residue::ONE, |product, c| product.mul(&part(c).residue())))
        };
        let (alpha, beta) = (product(|c| &c.alpha), product(|c| &c.beta));
        let sum = (sheet.base(&alpha), sheet.base(&beta));
        let allowed = (question.min..=question.max).map(|m| (sum, m));
        match &self.blank_proof {
            Some(blank) => {
                let head = format!("bproof0|{s}|");
                claim(sheet, &head, blank, [(bases[0], 0), (sum, 0)].into_iter(), fault(Flaw::Blank));
                let head = format!("bproof1|{s}|");
                let either = [(bases[0], 1)].into_iter().chain(allowed);
                claim(sheet, &head, &self.overall_proof, either, fault(Flaw::Overall));
            }
            None => {
                let head = prove_head(&s, &alpha, &beta);
                claim(sheet, &head, &self.overall_proof, allowed, fault(Flaw::Overall));
            }
        }
    }
}

/// (gʳ, yʳ·gᵐ); which m it is cannot be told from the time.
fn encrypt(key: &Residue, m: bool, r: &Scalar) -> Branch {
    let value = generator().pow(Scalar::small(m.into()).number());
    Branch { alpha: generator().pow(r.number()), beta: key.pow(r.number()).mul(&value) }
}
/// The ciphertext of the sum, and its secret.
fn sum(pairs: &[Branch], secrets: &[Scalar]) -> (Branch, Scalar) {
    let one = Branch { alpha: Residue::ONE, beta: Residue::ONE };
    let sum = pairs.iter().fold(one, |sum, p| Branch { alpha: sum.alpha.mul(&p.alpha), beta: sum.beta.mul(&p.beta) });
    (sum, secrets.iter().fold(Scalar::ZERO, |sum, r| sum.plus(*r)))
}

/// Claims that one of `branches`, each (the bases of α and β, M), is true: A = gˢ·αᶜ and B = yˢ·(β/gᴹ)ᶜ = yˢ·g⁻ᴹᶜ·βᶜ.
fn claim<F: Clone>(
    sheet: &mut Sheet<F>,
    head: &str,
    proofs: &[Proof],
    branches: impl Iterator<Item = ((Base, Base), u32)>,
    fault: F,
) {
    let mut total = Scalar::ZERO;
    let mut commitments: Vec<(Slot, Option<Slot>)> = Vec::with_capacity(proofs.len() * 2);
    for (Proof { challenge, response }, ((alpha, beta), m)) in proofs.iter().zip(branches) {
        commitments.push((sheet.product(alpha, *response, Scalar::ZERO, *challenge), None));
        let shift = challenge.times(Scalar::small(m.into())).negated();
        commitments.push((sheet.product(beta, shift, *response, *challenge), None));
        total = total.plus(*challenge);
    }
    sheet.claim(Sha256::new_with_prefix(head), commitments, total, fault);
}
