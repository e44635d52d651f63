//! Making a ballot.

use curve25519_dalek::{RistrettoPoint, Scalar};

use super::{
    Contest, Poll, Sealed,
    ballot::{Answer, Choice, Total},
    check,
    transcript::{Encoded, random},
};
use crate::{Chance, Refused, Why};

/// A voter: the secret of a credential in a poll.
pub struct Caster<'a> {
    poll: &'a Poll,
    secret: Scalar,
    public: Encoded,
}
/// A commitment and what its response is made of.
struct Branches {
    commitments: Vec<Encoded>,
    challenges: Vec<Scalar>,
    responses: Vec<Scalar>,
    truth: usize,
    w: Scalar,
    r: Scalar,
}
impl Branches {
    /// Commitments to one branch being true of (α, β), the one at `truth` being so with the secret `r`; the others are simulated.
    fn new(
        y: &RistrettoPoint,
        (alpha, beta): (&RistrettoPoint, &RistrettoPoint),
        values: std::ops::RangeInclusive<usize>,
        truth: usize,
        r: Scalar,
        chance: &mut impl Chance,
    ) -> Self {
        let w = random(chance);
        let (mut commitments, mut challenges, mut responses) = (Vec::new(), Vec::new(), Vec::new());
        for (j, value) in values.enumerate() {
            let (c, s) = (random(chance), random(chance));
            let shifted = beta - RistrettoPoint::mul_base(&Scalar::from(value as u64));
            let (a, b) = if j == truth {
                (RistrettoPoint::mul_base(&w), y * w)
            } else {
                (RistrettoPoint::mul_base(&s) - alpha * c, y * s - shifted * c)
            };
            commitments.extend([Encoded::of(&a), Encoded::of(&b)]);
            challenges.push(c);
            responses.push(s);
        }
        Self { commitments, challenges, responses, truth, w, r }
    }
    /// Answers the challenge of the whole.
    fn answer(&mut self, challenge: Scalar) {
        let others: Scalar = self.challenges.iter().enumerate().filter(|(j, _)| *j != self.truth).map(|(_, c)| c).sum();
        self.challenges[self.truth] = challenge - others;
        self.responses[self.truth] = self.w + self.challenges[self.truth] * self.r;
    }
}

impl<'a> Caster<'a> {
    /// A new credential drawn by chance: the secret's 32 bytes and the public part for the roll.
    pub fn credential(chance: &mut impl Chance) -> ([u8; 32], [u8; 32]) {
        let secret = random(chance);
        (secret.to_bytes(), Encoded::of(&RistrettoPoint::mul_base(&secret)).0)
    }
    /// The voter who holds a credential's secret.
    ///
    /// # Errors
    ///
    /// If it is not one.
    pub fn new(poll: &'a Poll, secret: [u8; 32]) -> Result<Self, Refused> {
        let secret = Scalar::from_canonical_bytes(secret)
            .into_option()
            .ok_or_else(|| Refused::new(Why::Credential, "投票凭证有误", "the credential is not one"))?;
        Ok(Self { poll, public: Encoded::of(&RistrettoPoint::mul_base(&secret)), secret })
    }
    /// A ballot with these choices, one value for each option of each question.
    ///
    /// # Errors
    ///
    /// If they do not answer the questions.
    pub fn seal(&self, choices: &[Vec<bool>], sequence: u32, chance: &mut impl Chance) -> Result<Sealed, Refused> {
        let contests = &self.poll.manifest().contests;
        if choices.len() != contests.len() {
            return Err(Refused::new(
                Why::Choice,
                format!("应回答 {} 个问题，现有 {} 个", contests.len(), choices.len()),
                format!("{} questions are to be answered, {} are", contests.len(), choices.len()),
            ));
        }
        for (i, (contest, values)) in contests.iter().zip(choices).enumerate() {
            contest.allows(values).map_err(|r| r.at(format!("第 {} 题", i + 1), format!("question {}", i + 1)))?;
        }
        let values: Vec<Vec<u64>> = choices.iter().map(|c| c.iter().map(|v| u64::from(*v)).collect()).collect();
        Ok(self.seal_any(&values, sequence, chance))
    }
    /// A ballot that encrypts these values, whatever they are, with the best proofs that can be made, under a valid signature: what
    /// a dishonest voter can do, for tests of verifiers.
    #[doc(hidden)]
    pub fn seal_any(&self, values: &[Vec<u64>], sequence: u32, chance: &mut impl Chance) -> Sealed {
        let contests = self.poll.manifest().contests.iter();
        let answers =
            contests.zip(values).enumerate().map(|(q, (contest, values))| self.answer(q, contest, values, chance));
        let answers = answers.collect();
        let w = random(chance);
        let commitment = Encoded::of(&RistrettoPoint::mul_base(&w));
        let mut sealed = Sealed { credential: self.public, sequence, answers, commitment, response: Scalar::ZERO };
        let c = check::signature(self.poll, &sealed);
        sealed.response = w + c * self.secret;
        sealed
    }
    fn answer(&self, q: usize, contest: &Contest, values: &[u64], chance: &mut impl Chance) -> Answer {
        let y = self.poll.key();
        let mut pairs = Vec::with_capacity(values.len());
        let mut choices = Vec::with_capacity(values.len());
        let mut sum = Scalar::ZERO;
        for (o, value) in values.iter().enumerate() {
            let r = random(chance);
            sum += r;
            let alpha = RistrettoPoint::mul_base(&r);
            let beta = y * r + RistrettoPoint::mul_base(&Scalar::from(*value));
            let truth = usize::from(*value > 0);
            let mut proof = Branches::new(y, (&alpha, &beta), 0..=1, truth, r, chance);
            let mut choice = Choice {
                alpha: Encoded::of(&alpha),
                beta: Encoded::of(&beta),
                commitments: proof.commitments[..].try_into().expect("two branches have four"),
                challenge: Scalar::ZERO,
                responses: [Scalar::ZERO; 2],
            };
            proof.answer(check::choice(self.poll, &self.public, q, o, &choice));
            choice.challenge = proof.challenges[0];
            choice.responses = [proof.responses[0], proof.responses[1]];
            choices.push(choice);
            pairs.push((alpha, beta));
        }
        let alpha: RistrettoPoint = pairs.iter().map(|p| p.0).sum();
        let beta: RistrettoPoint = pairs.iter().map(|p| p.1).sum();
        let chosen = values.iter().sum::<u64>() as usize;
        let truth = chosen.clamp(contest.min, contest.max) - contest.min;
        let mut proof = Branches::new(y, (&alpha, &beta), contest.min..=contest.max, truth, sum, chance);
        let challenge = check::total(self.poll, &self.public, q, &choices, &proof.commitments);
        proof.answer(challenge);
        proof.challenges.pop();
        let total = Total { commitments: proof.commitments, challenges: proof.challenges, responses: proof.responses };
        Answer { choices, total }
    }
}
