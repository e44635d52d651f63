//! Partial decryptions (section 4.18): each trustee's part in opening the sums.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Checker, Election, Element, Proof, Scalar, Tally, TrusteeSecret, event::hex, group::generator, json, proof,
    sheet::Sheet,
};
use crate::{Chance, Refused, Why};

/// The longest text of a decryption, in bytes.
const MAX_TEXT: usize = 1 << 28;

/// What a trustee publishes of each ciphertext (α, β) of a tally: αˣ, and a proof that it is this.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decryption {
    /// αˣ for each ciphertext.
    pub decryption_factors: Vec<Vec<Element>>,
    /// For each, that it was raised to the trustee's key.
    pub decryption_proofs: Vec<Vec<Proof>>,
}

/// Whose a decryption is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Owned {
    owner: usize,
    payload: String,
}

impl Decryption {
    /// A trustee's part in opening this tally.
    pub fn new(election: &Election, tally: &Tally, secret: &TrusteeSecret, chance: &mut impl Chance) -> Self {
        let head = head(election, &Element::generator().power(&secret.0));
        let one = |alpha: &Element, chance: &mut _| {
            let proof = proof::know(&head, &[generator(), alpha.residue()], &secret.0, chance);
            (alpha.power(&secret.0), proof)
        };
        let parts = tally.sums().iter().map(|sums| sums.iter().map(|c| one(&c.alpha, chance)).unzip());
        let (decryption_factors, decryption_proofs) = parts.unzip();
        Self { decryption_factors, decryption_proofs }
    }
    /// A decryption and its owner's number, from the two texts of the archive.
    ///
    /// # Errors
    ///
    /// If they are not such.
    pub fn read(raw: &str, owned: &str) -> Result<(usize, Self), Refused> {
        let owner: Owned = json::read_exact(owned, 1000)?;
        if owner.payload != hex(&Sha256::digest(raw)) {
            return Err(Refused::new(
                Why::Differs,
                "解密与其登记的散列值不符",
                "the decryption is not the one whose hash is given with its owner",
            ));
        }
        Ok((owner.owner, json::read_exact(raw, MAX_TEXT)?))
    }
    /// The two texts of the archive: the decryption, and whose it is (trustees count from 1).
    pub fn raw(&self, owner: usize) -> (String, String) {
        let raw = json::write(self);
        let owned = json::write(&Owned { owner, payload: hex(&Sha256::digest(&raw)) });
        (raw, owned)
    }
    /// Whether each factor is the tally's α raised to the trustee's key.
    ///
    /// # Errors
    ///
    /// Naming the first that is not proved.
    pub fn check(&self, checker: &Checker, tally: &Tally, key: &Element) -> Result<(), Refused> {
        let sums = tally.sums();
        let (factors, proofs) = (&self.decryption_factors, &self.decryption_proofs);
        let shaped = factors.len() == sums.len()
            && proofs.len() == sums.len()
            && (0..sums.len()).all(|i| factors[i].len() == sums[i].len() && proofs[i].len() == sums[i].len());
        if !shaped {
            return Err(Refused::new(
                Why::Form,
                "解密的数目与合计不符",
                "it does not have as many factors and proofs as the tally has sums",
            ));
        }
        let head = Sha256::new_with_prefix(head(checker.election(), key));
        let mut sheet = Sheet::new();
        let trustee = sheet.base(key);
        for (i, sums) in sums.iter().enumerate() {
            for (j, sum) in sums.iter().enumerate() {
                let Proof { challenge, response } = proofs[i][j];
                let (alpha, factor) = (sheet.base(&sum.alpha), sheet.base(&factors[i][j]));
                sheet.member(factor, (i, j, Why::Group));
                let first = sheet.product(trustee, response, Scalar::ZERO, challenge);
                let second = sheet.product(alpha, Scalar::ZERO, Scalar::ZERO, response);
                let third = sheet.product(factor, Scalar::ZERO, Scalar::ZERO, challenge);
                let commitments = vec![(first, None), (second, Some(third))];
                sheet.claim(head.clone(), commitments, challenge, (i, j, Why::Proof));
            }
        }
        match sheet.faults(&checker.tables).first() {
            None => Ok(()),
            Some((i, j, why)) => Err(Refused::new(
                *why,
                format!("第 {} 题第 {} 个值的解密没有得到证明", i + 1, j + 1),
                format!("the opening of value {} of question {} is not proved", j + 1, i + 1),
            )),
        }
    }
}
fn head(election: &Election, key: &Element) -> String {
    format!("decrypt|{}|{}|", election.fingerprint(), key.text())
}
