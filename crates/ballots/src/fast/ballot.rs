//! A ballot's bytes.

use curve25519_dalek::Scalar;

use super::{Contest, Manifest, bytes::Bytes, transcript::Encoded};
use crate::{Refused, Why};

/// One encrypted 0 or 1 with its proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Choice {
    pub(crate) alpha: Encoded,
    pub(crate) beta: Encoded,
    /// A₀ B₀ A₁ B₁.
    pub(crate) commitments: [Encoded; 4],
    /// c₀; c₁ is what is missing to the hash.
    pub(crate) challenge: Scalar,
    pub(crate) responses: [Scalar; 2],
}
/// The proof that as many are chosen as may be: one branch for each number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Total {
    pub(crate) commitments: Vec<Encoded>,
    /// Those of all branches but the last.
    pub(crate) challenges: Vec<Scalar>,
    pub(crate) responses: Vec<Scalar>,
}
/// An encrypted answer to one question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    pub(crate) choices: Vec<Choice>,
    pub(crate) total: Total,
}

/// A ballot as it is sent and published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    pub(crate) credential: Encoded,
    pub(crate) sequence: u32,
    pub(crate) answers: Vec<Answer>,
    pub(crate) commitment: Encoded,
    pub(crate) response: Scalar,
}
impl Sealed {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = self.unsigned();
        out.extend(self.commitment.0);
        out.extend(self.response.as_bytes());
        out
    }
    /// The bytes before the signature.
    pub(crate) fn unsigned(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(self.credential.0);
        out.extend(self.sequence.to_le_bytes());
        for answer in &self.answers {
            for choice in &answer.choices {
                out.extend(choice.alpha.0);
                out.extend(choice.beta.0);
                choice.commitments.iter().for_each(|p| out.extend(p.0));
                out.extend(choice.challenge.as_bytes());
                choice.responses.iter().for_each(|s| out.extend(s.as_bytes()));
            }
            answer.total.commitments.iter().for_each(|p| out.extend(p.0));
            answer.total.challenges.iter().for_each(|s| out.extend(s.as_bytes()));
            answer.total.responses.iter().for_each(|s| out.extend(s.as_bytes()));
        }
        out
    }
    /// A ballot of this manifest's poll from its bytes. Whether it is a valid one is for [`super::Poll::check`] to say.
    ///
    /// # Errors
    ///
    /// If there are too few bytes or too many, or a scalar is not below the group's order.
    pub fn read(manifest: &Manifest, bytes: &[u8]) -> Result<Self, Refused> {
        let expected = manifest.ballot_size();
        if bytes.len() != expected {
            return Err(Refused::new(
                Why::Form,
                format!("选票应有 {expected} 字节，现有 {} 字节：不属于这次投票，或不完整", bytes.len()),
                format!(
                    "a ballot has {expected} bytes here, this one has {}: it is another poll's or cut short",
                    bytes.len()
                ),
            ));
        }
        let mut bytes = Bytes(bytes);
        Self::parts(manifest, &mut bytes).ok_or_else(|| {
            Refused::new(
                Why::Form,
                "选票中有不小于群阶的数",
                "a number in the ballot is not below the order of the group",
            )
        })
    }
    fn parts(manifest: &Manifest, bytes: &mut Bytes<'_>) -> Option<Self> {
        let credential = bytes.point()?;
        let sequence = u32::from_le_bytes(bytes.take()?);
        let answers = manifest.contests.iter().map(|contest| answer(contest, bytes)).collect::<Option<_>>()?;
        Some(Self { credential, sequence, answers, commitment: bytes.point()?, response: bytes.scalar()? })
    }
    /// The public credential.
    pub fn credential(&self) -> [u8; 32] {
        self.credential.0
    }
    /// The sequence number: of a credential's ballots the one with the highest counts.
    pub fn sequence(&self) -> u32 {
        self.sequence
    }
}
fn answer(contest: &Contest, bytes: &mut Bytes<'_>) -> Option<Answer> {
    let mut choice = || {
        Some(Choice {
            alpha: bytes.point()?,
            beta: bytes.point()?,
            commitments: [bytes.point()?, bytes.point()?, bytes.point()?, bytes.point()?],
            challenge: bytes.scalar()?,
            responses: [bytes.scalar()?, bytes.scalar()?],
        })
    };
    let choices = contest.options.iter().map(|_| choice()).collect::<Option<_>>()?;
    let branches = contest.max - contest.min + 1;
    let total = Total {
        commitments: bytes.points(2 * branches)?,
        challenges: bytes.scalars(branches - 1)?,
        responses: bytes.scalars(branches)?,
    };
    Some(Answer { choices, total })
}
