//! Trustees and their keys (sections 4.5 and 4.7): all of them must act to open a sum.

use serde::{Deserialize, Serialize};

use super::{
    Proof, Scalar,
    group::{self, Element, Residue, generator},
    json, proof,
};
use crate::{Chance, Refused, Why};

/// The most trustees.
const MAX_TRUSTEES: usize = 100;
/// The longest text of a list of trustees, in bytes.
const MAX_TEXT: usize = 1 << 20;

/// What a trustee publishes: the key X = gˣ, and a proof that the trustee knows x (section 4.5).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrusteeKey {
    /// The proof of knowledge.
    pub pok: Proof,
    /// The key.
    pub public_key: Element,
    /// A name, if the trustee gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
impl TrusteeKey {
    /// Whether the key is in the group and the proof holds.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn check(&self) -> Result<(), Refused> {
        if !self.public_key.is_member() {
            return Err(Refused::new(Why::Group, "公钥不在群中", "the public key is not in the group"));
        }
        let (challenge, response) = (self.pok.challenge.number(), self.pok.response.number());
        let key = self.public_key.residue();
        let commitment = generator().pow_vartime(response).mul(&key.pow_vartime(challenge));
        let expected = Scalar::hash(&[&head(&self.public_key), Element::of(&commitment).text()]);
        if expected != self.pok.challenge {
            return Err(Refused::new(
                Why::Proof,
                "不能证明持有人掌握对应的私钥",
                "the proof that its holder knows the private key does not hold",
            ));
        }
        Ok(())
    }
}
fn head(key: &Element) -> String {
    format!("pok|{}|{}|", group::NAME, key.text())
}

/// A trustee's private key x. Whoever has those of all trustees can read every ballot.
pub struct TrusteeSecret(pub(crate) Scalar);
impl TrusteeSecret {
    /// A new key drawn by chance, and what the trustee publishes.
    pub fn new(chance: &mut impl Chance) -> (Self, TrusteeKey) {
        let secret = Self(Scalar::random(chance));
        let public = secret.public(chance);
        (secret, public)
    }
    /// A key that was kept, in the form of `belenios-tool`: the number in base 10 as a JSON string.
    ///
    /// # Errors
    ///
    /// If the text is not such a number.
    pub fn read(text: &str) -> Result<Self, Refused> {
        json::read(text.trim(), 200).map(Self)
    }
    /// The form in which the key is kept.
    pub fn text(&self) -> String {
        json::write(&self.0)
    }
    /// What the trustee publishes (section 4.5).
    pub fn public(&self, chance: &mut impl Chance) -> TrusteeKey {
        let public_key = Element::generator().power(&self.0);
        let pok = proof::know(&head(&public_key), &[generator()], &self.0, chance);
        TrusteeKey { pok, public_key, name: None }
    }
}
impl std::fmt::Debug for TrusteeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TrusteeSecret")
    }
}

/// The trustees of an election, in the order of their numbers from 1 (section 4.7; single ones only).
#[derive(Clone, Debug)]
pub struct Trustees {
    raw: String,
    keys: Vec<TrusteeKey>,
}
impl Trustees {
    /// These trustees, whose proofs are checked.
    ///
    /// # Errors
    ///
    /// If there is none, one is there twice, or a proof does not hold.
    pub fn new(keys: Vec<TrusteeKey>) -> Result<Self, Refused> {
        let kinds: Vec<(&str, &TrusteeKey)> = keys.iter().map(|k| ("Single", k)).collect();
        let raw = json::write(&kinds);
        Self::of(raw, keys)
    }
    /// Trustees as they were published.
    ///
    /// # Errors
    ///
    /// As for [`Trustees::new`], and if some of them share a key by threshold, which is not read here.
    pub fn read(raw: &str) -> Result<Self, Refused> {
        let kinds: Vec<(String, serde_json::Value)> = json::read(raw, MAX_TEXT)?;
        let keys = kinds.into_iter().map(|(kind, value)| {
            if kind != "Single" {
                return Err(Refused::new(
                    Why::Form,
                    format!("托管人种类“{kind}”（门限密钥）尚不支持，此处只支持 Single"),
                    format!("trustees of the kind {kind} (a threshold) are not read here, only Single ones"),
                ));
            }
            let text = value.to_string();
            json::read(&text, MAX_TEXT)
        });
        Self::of(raw.to_owned(), keys.collect::<Result<_, _>>()?)
    }
    fn of(raw: String, keys: Vec<TrusteeKey>) -> Result<Self, Refused> {
        let n = keys.len();
        if n == 0 || n > MAX_TRUSTEES {
            return Err(Refused::new(
                Why::Limit,
                format!("共有 {n} 位托管人，应为 1 至 {MAX_TRUSTEES} 位"),
                format!("there are {n} trustees; 1 to {MAX_TRUSTEES} are possible"),
            ));
        }
        for (i, key) in keys.iter().enumerate() {
            key.check().map_err(|r| r.at(format!("第 {} 位托管人", i + 1), format!("trustee {}", i + 1)))?;
            if keys[..i].iter().any(|other| other.public_key == key.public_key) {
                return Err(Refused::new(
                    Why::Twice,
                    format!("第 {} 位托管人的公钥与前面的相同", i + 1),
                    format!("trustee {} has the same key as one before", i + 1),
                ));
            }
        }
        Ok(Self { raw, keys })
    }
    /// The text as it is published.
    pub fn raw(&self) -> &str {
        &self.raw
    }
    /// The trustees' keys.
    pub fn keys(&self) -> &[TrusteeKey] {
        &self.keys
    }
    /// The key that ballots are encrypted to: the product of theirs (section 3.1.1).
    pub fn key(&self) -> Element {
        let product = self.keys.iter().fold(Residue::ONE, |product, key| product.mul(&key.public_key.residue()));
        Element::of(&product)
    }
}
