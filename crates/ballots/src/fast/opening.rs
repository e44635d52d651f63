//! Sums under encryption, the trustees' parts in opening them, and what they open to.

use std::collections::HashMap;

use curve25519_dalek::{
    RistrettoPoint, Scalar,
    traits::{Identity, IsIdentity},
};

use super::{
    Poll, Sealed, Secret, Sum,
    bytes::Bytes,
    plan,
    transcript::{Encoded, random},
};
use crate::{Chance, Refused, Why};

/// The sums of the tally plan under encryption, over the last ballot of each credential.
#[derive(Clone, Debug)]
pub struct Sums {
    /// For each sum of the plan and each question that it covers, one pair for each option; nothing where too few ballots were cast.
    rows: Vec<Option<Vec<Row>>>,
    /// How many ballots of each class count.
    cast: Vec<u64>,
}
#[derive(Clone, Debug)]
struct Row {
    question: usize,
    pairs: Vec<(RistrettoPoint, RistrettoPoint)>,
}

impl Sums {
    /// The sums of these ballots, which [`Poll::check`] took. Of a credential's ballots the one with the highest sequence number counts.
    ///
    /// # Errors
    ///
    /// If two ballots of a credential have the same number, or one was not checked and cannot be summed.
    pub fn of<'a>(poll: &Poll, ballots: impl IntoIterator<Item = &'a Sealed>) -> Result<Self, Refused> {
        let mut last: HashMap<Encoded, &Sealed> = HashMap::new();
        for ballot in ballots {
            let before = last.entry(ballot.credential).or_insert(ballot);
            if before.sequence == ballot.sequence && *before != ballot {
                return Err(Refused::new(
                    Why::Twice,
                    "同一凭证有两张序号相同的选票",
                    "two ballots of a credential have the same sequence number",
                ));
            }
            if before.sequence < ballot.sequence {
                *before = ballot;
            }
        }
        let manifest = poll.manifest();
        let zero = (RistrettoPoint::identity(), RistrettoPoint::identity());
        let empty: Vec<Vec<_>> = manifest.contests.iter().map(|c| vec![zero; c.options.len()]).collect();
        let mut classes = vec![empty; manifest.classes.len()];
        let mut cast = vec![0u64; manifest.classes.len()];
        for ballot in last.values() {
            let unchecked = || {
                Refused::new(
                    Why::Credential,
                    "选票未经检查，不能合计",
                    "the ballot was not checked and cannot be summed",
                )
            };
            let class = poll.class(&ballot.credential.0).ok_or_else(unchecked)?;
            cast[class] += 1;
            for (sums, answer) in classes[class].iter_mut().zip(&ballot.answers) {
                for (sum, choice) in sums.iter_mut().zip(&answer.choices) {
                    sum.0 += choice.alpha.point().ok_or_else(unchecked)?;
                    sum.1 += choice.beta.point().ok_or_else(unchecked)?;
                }
            }
        }
        let row = |sum: &Sum| -> Vec<Row> {
            let questions = sum.question.map_or(0..manifest.contests.len(), |q| q..q + 1);
            let pairs = |question: usize| {
                let options = 0..manifest.contests[question].options.len();
                let pair = |option: usize| {
                    sum.classes.iter().fold(zero, |total, class| {
                        let weight = Scalar::from(manifest.classes[*class].weight);
                        let (alpha, beta) = classes[*class][question][option];
                        (total.0 + alpha * weight, total.1 + beta * weight)
                    })
                };
                Row { question, pairs: options.map(pair).collect() }
            };
            questions.map(pairs).collect()
        };
        let open = plan::openable(manifest, &cast);
        let rows = manifest.sums.iter().zip(open).map(|(sum, open)| open.then(|| row(sum))).collect();
        Ok(Self { rows, cast })
    }
    /// How many ballots of each class count.
    pub fn cast(&self) -> &[u64] {
        &self.cast
    }
    /// Which sums of the plan may be opened: those that, with those before them, speak of enough ballots.
    pub fn open(&self) -> Vec<bool> {
        self.rows.iter().map(Option::is_some).collect()
    }
    /// All pairs in order, with the number of their sum and their place in it.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize, &(RistrettoPoint, RistrettoPoint))> {
        let row = |(i, rows)| (i, rows);
        self.rows.iter().enumerate().map(row).flat_map(|(i, rows): (usize, &Option<Vec<Row>>)| {
            let pairs = rows.iter().flatten().flat_map(|row| &row.pairs);
            pairs.enumerate().map(move |(place, pair)| (i, place, pair))
        })
    }
}

/// A trustee's part in opening sums: D = x·α for each, with the proof that it is this.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    parts: Vec<Part>,
}
#[derive(Clone, PartialEq, Eq, Debug)]
struct Part {
    factor: Encoded,
    commitments: [Encoded; 2],
    response: Scalar,
}
impl Opening {
    /// A trustee's part.
    pub fn new(poll: &Poll, sums: &Sums, secret: &Secret, chance: &mut impl Chance) -> Self {
        let key = Encoded::of(&RistrettoPoint::mul_base(&secret.0));
        let part = |(sum, place, (alpha, _)): (usize, usize, &(RistrettoPoint, RistrettoPoint))| {
            let w = random(chance);
            let factor = Encoded::of(&(alpha * secret.0));
            let commitments = [Encoded::of(&RistrettoPoint::mul_base(&w)), Encoded::of(&(alpha * w))];
            let c = challenge(poll, (sum, place), &key, alpha, &factor, &commitments);
            Part { factor, commitments, response: w + c * secret.0 }
        };
        Self { parts: sums.pairs().map(part).collect() }
    }
    /// As it is published: for each ciphertext D, A, B, s.
    pub fn bytes(&self) -> Vec<u8> {
        let part = |p: &Part| [p.factor.0, p.commitments[0].0, p.commitments[1].0, p.response.to_bytes()].concat();
        self.parts.iter().flat_map(part).collect()
    }
    /// A part as it was published.
    ///
    /// # Errors
    ///
    /// If it is not one.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let whole = bytes.len().is_multiple_of(128);
        let part = |bytes: &[u8]| {
            let mut bytes = Bytes(bytes);
            let (factor, commitments) = (bytes.point()?, [bytes.point()?, bytes.point()?]);
            Some(Part { factor, commitments, response: bytes.scalar()? })
        };
        let parts = bytes.chunks(128).map(part).collect::<Option<Vec<_>>>().filter(|_| whole);
        parts
            .map(|parts| Self { parts })
            .ok_or_else(|| Refused::new(Why::Form, "不是一份解密", "this is not a trustee's part in opening sums"))
    }
    /// Whether each factor is the sum's α times the trustee's key (trustees count from 0).
    ///
    /// # Errors
    ///
    /// If not.
    pub fn check(&self, poll: &Poll, sums: &Sums, trustee: usize) -> Result<(), Refused> {
        let false_proof = || {
            Refused::new(Why::Proof, "托管人的解密没有得到证明", "the trustee's part in opening the sums is not proved")
                .at(format!("第 {} 位托管人", trustee + 1), format!("trustee {}", trustee + 1))
        };
        let key = poll.manifest().trustees.get(trustee).ok_or_else(false_proof)?;
        if self.parts.len() != sums.pairs().count() {
            return Err(false_proof());
        }
        for (part, (sum, place, (alpha, _))) in self.parts.iter().zip(sums.pairs()) {
            let factor = part.factor.point().ok_or_else(false_proof)?;
            let c = challenge(poll, (sum, place), &key.encoded, alpha, &part.factor, &part.commitments);
            let (a, b) = (RistrettoPoint::mul_base(&part.response) - key.point * c, alpha * part.response - factor * c);
            if [Encoded::of(&a), Encoded::of(&b)] != part.commitments {
                return Err(false_proof());
            }
        }
        Ok(())
    }
}
fn challenge(
    poll: &Poll,
    (sum, place): (usize, usize),
    key: &Encoded,
    alpha: &RistrettoPoint,
    factor: &Encoded,
    commitments: &[Encoded; 2],
) -> Scalar {
    let start =
        poll.transcript("opening").number(sum).number(place).point(key).point(&Encoded::of(alpha)).point(factor);
    start.point(&commitments[0]).point(&commitments[1]).challenge()
}

/// What the plan's sums open to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count(pub Vec<Option<Vec<Vec<u64>>>>);
impl Count {
    /// The count, from the parts of all trustees in order, which are checked.
    ///
    /// # Errors
    ///
    /// If a part is missing or not proved.
    pub fn of(poll: &Poll, sums: &Sums, openings: &[Opening]) -> Result<Self, Refused> {
        let trustees = poll.manifest().trustees.len();
        if openings.len() != trustees {
            return Err(Refused::new(
                Why::Missing,
                format!("有 {} 位托管人的解密，须全体 {trustees} 位参加", openings.len()),
                format!("{} trustees have taken part; all {trustees} must", openings.len()),
            ));
        }
        for (trustee, opening) in openings.iter().enumerate() {
            opening.check(poll, sums, trustee)?;
        }
        let classes = poll.manifest().classes.iter().zip(&sums.cast);
        let steps = Steps::new(classes.map(|(class, cast)| class.weight * cast).sum());
        let mut at = 0;
        let mut count = Vec::with_capacity(sums.rows.len());
        for rows in &sums.rows {
            let mut opened = Vec::new();
            for row in rows.iter().flatten() {
                debug_assert!(row.question < poll.manifest().contests.len());
                let mut values = Vec::with_capacity(row.pairs.len());
                for (_, beta) in &row.pairs {
                    let factors = openings.iter().map(|o| o.parts[at].factor.point().unwrap_or_default());
                    values.push(steps.log(beta - factors.sum::<RistrettoPoint>()).ok_or_else(|| {
                        Refused::new(
                            Why::Differs,
                            "合计超出权重之和：选票未经检查",
                            "a sum is greater than the weights add to: ballots were not checked",
                        )
                    })?);
                    at += 1;
                }
                opened.push(values);
            }
            count.push(rows.is_some().then_some(opened));
        }
        Ok(Self(count))
    }
}

/// Small and giant steps, as in [`crate::belenios::Outcome`].
struct Steps {
    small: HashMap<Encoded, u64>,
    giant: RistrettoPoint,
    most: u64,
    width: u64,
}
impl Steps {
    fn new(most: u64) -> Self {
        let width = most.isqrt() + 1;
        let mut point = RistrettoPoint::identity();
        let one = RistrettoPoint::mul_base(&Scalar::ONE);
        let mut small = HashMap::with_capacity(width as usize);
        for i in 0..width {
            small.insert(Encoded::of(&point), i);
            point += one;
        }
        Self { small, giant: point, most, width }
    }
    fn log(&self, mut point: RistrettoPoint) -> Option<u64> {
        if point.is_identity() {
            return Some(0);
        }
        for i in 0..=self.width {
            if let Some(rest) = self.small.get(&Encoded::of(&point)) {
                return Some(i * self.width + rest).filter(|n| *n <= self.most);
            }
            point -= self.giant;
        }
        None
    }
}
