//! Ballots and their signatures (sections 4.14 and 4.15).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Answer, Credential, Election, Element, Proof, Question, Scalar, answer::Flaw, election::fingerprint,
    group::generator, json, proof, sheet::Sheet,
};
use crate::{Chance, Refused, Why};

/// The longest ballot, in bytes.
pub const MAX_BALLOT: usize = 8 << 20;

/// A signature of a ballot by its credential (section 4.14).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The hash of the ballot without this signature.
    pub hash: String,
    /// The proof that the signer knows the credential.
    pub proof: Proof,
}

/// A ballot (section 4.15).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The election's id.
    pub election_uuid: String,
    /// The election's fingerprint.
    pub election_hash: String,
    /// The public credential.
    pub credential: Element,
    /// The encrypted answers.
    pub answers: Vec<Answer>,
    /// The signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

/// What is wrong with a ballot.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// The signature is false.
    Signature,
    /// The answer to question `.0` is wrong.
    Answer(usize, Flaw),
}

impl Ballot {
    /// A ballot as it was sent, in the one way of writing it that counts.
    ///
    /// # Errors
    ///
    /// If it is not so written or too long.
    pub fn read(raw: &str) -> Result<Self, Refused> {
        json::read_exact(raw, MAX_BALLOT)
    }
    /// As it is sent.
    pub fn raw(&self) -> String {
        json::write(self)
    }
    /// The number by which the voter finds a ballot on the board (section 4.15, "smart ballot tracker").
    pub fn tracker(raw: &str) -> String {
        fingerprint(raw)
    }
    /// The hash that is signed.
    fn hash(&self) -> String {
        // the signature stands last: the ballot without it is the text before
        let whole = json::write(&Self { signature: None, ..self.clone() });
        fingerprint(&whole)
    }
    /// The text S₀ that the proofs are bound to.
    fn s0(election: &Election, credential: &Element) -> String {
        format!("{}|{}", election.fingerprint(), credential.text())
    }

    /// Writes down what must hold for this ballot, or says at once what does not.
    pub(crate) fn examine<F: Clone>(
        &self,
        election: &Election,
        sheet: &mut Sheet<F>,
        fault: impl Fn(Fault) -> F,
    ) -> Result<(), Refused> {
        self.examine_signature(election, sheet, &fault)?;
        self.examine_answers(election, sheet, fault);
        Ok(())
    }
    /// The part of it that costs little: the form, and the signature.
    pub(crate) fn examine_signature<F: Clone>(
        &self,
        election: &Election,
        sheet: &mut Sheet<F>,
        fault: impl Fn(Fault) -> F,
    ) -> Result<(), Refused> {
        if self.election_uuid != election.uuid() || self.election_hash != election.fingerprint() {
            return Err(Refused::new(
                Why::Election,
                "这张选票属于另一次选举，或选举内容已改动",
                "this ballot belongs to another election, or the election was changed",
            ));
        }
        let questions = election.questions();
        let shaped = self.answers.len() == questions.len()
            && self.answers.iter().zip(questions).all(|(answer, question)| answer.has_shape_of(question));
        if !shaped {
            return Err(Refused::new(
                Why::Form,
                "选票的答案或证明的数目与选举的问题不符",
                "the ballot does not have the answers and proofs that the election's questions ask for",
            ));
        }
        let signature = self.signature.as_ref().filter(|s| s.hash == self.hash()).ok_or_else(false_signature)?;
        let credential = sheet.base(&self.credential);
        let Proof { challenge, response } = signature.proof;
        let commitment = sheet.product(credential, response, Scalar::ZERO, challenge);
        let head = Sha256::new_with_prefix(sign_head(&signature.hash));
        sheet.claim(head, vec![(commitment, None)], challenge, fault(Fault::Signature));
        Ok(())
    }
    /// The rest: every proof of its answers.
    pub(crate) fn examine_answers<F: Clone>(
        &self,
        election: &Election,
        sheet: &mut Sheet<F>,
        fault: impl Fn(Fault) -> F,
    ) {
        let s0 = Self::s0(election, &self.credential);
        for (i, (answer, question)) in self.answers.iter().zip(election.questions()).enumerate() {
            answer.examine(question, &s0, sheet, |flaw| fault(Fault::Answer(i, flaw)));
        }
    }
}
fn sign_head(hash: &str) -> String {
    format!("sig|{hash}|")
}
fn false_signature() -> Refused {
    Refused::new(Why::Signature, "选票的签名不成立", "the ballot's signature does not hold")
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        let Fault::Answer(question, flaw) = fault else { return false_signature() };
        let (why, zh, en) = match flaw {
            Flaw::Outside(i) => (
                Why::Group,
                format!("第 {} 个密文不在群中", i + 1),
                format!("ciphertext {} is not in the group", i + 1),
            ),
            Flaw::Individual(i) => (
                Why::Proof,
                format!("不能证明第 {} 个值是 0 或 1", i + 1),
                format!("it is not proved that value {} is 0 or 1", i + 1),
            ),
            Flaw::Overall => (
                Why::Proof,
                "不能证明所选数目在允许范围内".to_owned(),
                "it is not proved that as many are chosen as may be".to_owned(),
            ),
            Flaw::Blank => (
                Why::Proof,
                "不能证明空白票没有另选".to_owned(),
                "it is not proved that a blank vote chooses nothing else".to_owned(),
            ),
        };
        Refused::new(why, zh, en).at(format!("第 {} 题", question + 1), format!("question {}", question + 1))
    }
}

/// A voter in an election: the secret behind a credential.
pub struct Voter<'a> {
    election: &'a Election,
    secret: Scalar,
    public: Element,
}
impl<'a> Voter<'a> {
    /// The voter who holds a credential.
    pub fn new(election: &'a Election, credential: &Credential) -> Self {
        let secret = credential.secret(election.uuid());
        Self { election, public: Element::generator().power(&secret), secret }
    }
    /// The public part of the credential.
    pub fn public(&self) -> &Element {
        &self.public
    }
    /// A ballot with these choices: for each question the values in order, where a blank vote is the first value if it is offered.
    ///
    /// # Errors
    ///
    /// If they do not answer the questions.
    pub fn cast(&self, choices: &[Vec<bool>], chance: &mut impl Chance) -> Result<Ballot, Refused> {
        let questions = self.election.questions();
        if choices.len() != questions.len() {
            return Err(Refused::new(
                Why::Choice,
                format!("应回答 {} 个问题，现有 {} 个", questions.len(), choices.len()),
                format!("{} questions are to be answered, {} are", questions.len(), choices.len()),
            ));
        }
        let answers = questions.iter().zip(choices).enumerate().map(|(i, (question, values))| {
            let answer = self.answer(question, values, chance);
            answer.map_err(|r| r.at(format!("第 {} 题", i + 1), format!("question {}", i + 1)))
        });
        let answers = answers.collect::<Result<_, _>>()?;
        Ok(self.sign(answers, chance))
    }
    /// An encrypted answer to a question, bound to this election and credential.
    ///
    /// # Errors
    ///
    /// If the values do not answer it.
    pub fn answer(&self, question: &Question, values: &[bool], chance: &mut impl Chance) -> Result<Answer, Refused> {
        let s0 = Ballot::s0(self.election, &self.public);
        Answer::new(question, self.election.key(), &s0, values, chance)
    }
    /// A ballot of these answers, whatever they are, under a valid signature.
    pub fn sign(&self, answers: Vec<Answer>, chance: &mut impl Chance) -> Ballot {
        let mut ballot = Ballot {
            election_uuid: self.election.uuid().to_owned(),
            election_hash: self.election.fingerprint().to_owned(),
            credential: self.public.clone(),
            answers,
            signature: None,
        };
        let hash = ballot.hash();
        let proof = proof::know(&sign_head(&hash), &[generator()], &self.secret, chance);
        ballot.signature = Some(Signature { hash, proof });
        ballot
    }
}
