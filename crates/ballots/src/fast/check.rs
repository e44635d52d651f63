//! Checking ballots.

use std::collections::HashMap;

use curve25519_dalek::{
    RistrettoPoint, Scalar,
    traits::{Identity, IsIdentity},
};
use sha2::{Digest, Sha512};

use super::{
    Manifest, Sealed,
    ballot::{Answer, Choice},
    equations::{Equation, Equations},
    transcript::{Encoded, Transcript},
};
use crate::{Refused, Why};

/// Points in one batch: enough that adding them up is cheap for each.
const TOGETHER: usize = 8192;

/// The right to cast one ballot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// The public credential.
    pub credential: [u8; 32],
    /// The class by number from 0.
    pub class: usize,
}

/// A poll: its manifest and who may vote.
pub struct Poll {
    manifest: Manifest,
    fingerprint: [u8; 64],
    y: RistrettoPoint,
    encoded_y: Encoded,
    seats: HashMap<Encoded, (usize, RistrettoPoint)>,
}

/// What is wrong with a ballot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    Signature,
    Choice(usize, usize),
    Total(usize),
}
impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        let (question, zh, en) = match fault {
            Fault::Signature => {
                return Self::new(Why::Signature, "选票的签名不成立", "the ballot's signature does not hold");
            }
            Fault::Choice(q, o) => (
                q,
                format!("不能证明第 {} 个值是 0 或 1", o + 1),
                format!("it is not proved that value {} is 0 or 1", o + 1),
            ),
            Fault::Total(q) => (
                q,
                "不能证明所选数目在允许范围内".to_owned(),
                "it is not proved that as many are chosen as may be".to_owned(),
            ),
        };
        Self::new(Why::Proof, zh, en).at(format!("第 {} 题", question + 1), format!("question {}", question + 1))
    }
}

impl Poll {
    /// A poll by this manifest with these seats.
    ///
    /// # Errors
    ///
    /// If the manifest cannot be, a credential is not a point or there twice, or a class has more seats than the manifest says.
    pub fn new(manifest: Manifest, seats: &[Seat]) -> Result<Self, Refused> {
        manifest.check()?;
        let y: RistrettoPoint = manifest.trustees.iter().map(|t| t.point).sum();
        if y.is_identity() {
            return Err(Refused::new(Why::Group, "各托管人公钥之和为零", "the trustees' keys add to nothing"));
        }
        let mut by_credential = HashMap::with_capacity(seats.len());
        let mut counts = vec![0; manifest.classes.len()];
        for (i, seat) in seats.iter().enumerate() {
            let at = |why, zh: &str, en: &str| {
                let refused = Refused::new(why, zh, en);
                refused.at(format!("第 {} 个公开凭证", i + 1), format!("public credential {}", i + 1))
            };
            let encoded = Encoded(seat.credential);
            let point = encoded.point().filter(|p| !p.is_identity());
            let point = point.ok_or_else(|| at(Why::Group, "不在群中", "it is not in the group"))?;
            let class = counts.get_mut(seat.class);
            *class.ok_or_else(|| at(Why::Form, "没有这个类别", "there is no such class"))? += 1;
            if by_credential.insert(encoded, (seat.class, point)).is_some() {
                return Err(at(Why::Twice, "出现两次", "it is there twice"));
            }
        }
        for (class, count) in manifest.classes.iter().zip(counts) {
            if count > class.size {
                return Err(Refused::new(
                    Why::Differs,
                    format!("类别“{}”有 {count} 个凭证，清单规定为 {} 个", class.name, class.size),
                    format!("the class {} has {count} credentials, the manifest says {}", class.name, class.size),
                ));
            }
        }
        Ok(Self { fingerprint: manifest.fingerprint(), manifest, encoded_y: Encoded::of(&y), y, seats: by_credential })
    }
    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
    /// The class of a credential, by number from 0.
    pub fn class(&self, credential: &[u8; 32]) -> Option<usize> {
        self.seats.get(&Encoded(*credential)).map(|s| s.0)
    }
    pub(crate) fn key(&self) -> &RistrettoPoint {
        &self.y
    }
    /// A hash that begins with the poll's fingerprint.
    pub(crate) fn transcript(&self, name: &str) -> Transcript {
        Transcript::new(name).bytes(&self.fingerprint)
    }
    /// A ballot, if its credential is on the roll and everything in it is proved.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn check(&self, bytes: &[u8]) -> Result<Sealed, Refused> {
        let mut equations = Equations::new();
        let sealed = self.examine(bytes, &mut equations)?;
        match equations.faults(&self.y).first() {
            Some(fault) => Err((*fault).into()),
            None => Ok(sealed),
        }
    }
    /// The same for many, many times as fast.
    pub fn check_all(&self, ballots: &[&[u8]]) -> Vec<Result<Sealed, Refused>> {
        let mut out: Vec<Result<Sealed, Refused>> = Vec::with_capacity(ballots.len());
        let mut rest = ballots;
        while !rest.is_empty() {
            let mut equations = Equations::new();
            let mut seed = Sha512::new();
            let mut taken = 0;
            let mut batch = Vec::new();
            while let Some(bytes) = rest.get(taken).filter(|_| equations.points.len() < TOGETHER) {
                let (points, all) = (equations.points.len(), equations.all.len());
                let sealed = self.examine(bytes, &mut equations);
                if sealed.is_err() {
                    equations.points.truncate(points);
                    equations.all.truncate(all);
                }
                seed.update(Sha512::digest(bytes));
                batch.push(sealed);
                taken += 1;
            }
            seed.update(self.fingerprint);
            if !equations.hold(&self.y, seed.finalize().into()) {
                // somebody cheats: who, is found by looking at each
                for (sealed, bytes) in batch.iter_mut().zip(rest).filter(|(sealed, _)| sealed.is_ok()) {
                    *sealed = self.check(bytes);
                }
            }
            out.append(&mut batch);
            rest = &rest[taken..];
        }
        out
    }
    fn examine(&self, bytes: &[u8], equations: &mut Equations<Fault>) -> Result<Sealed, Refused> {
        let sealed = Sealed::read(&self.manifest, bytes)?;
        let Some((_, credential)) = self.seats.get(&sealed.credential) else {
            return Err(Refused::new(
                Why::Credential,
                "选票的凭证不在本次投票的名册上",
                "the ballot's credential is not on the roll of this poll",
            ));
        };
        let outside = || Refused::new(Why::Group, "选票中有不在群中的数", "a number in the ballot is not in the group");
        let c = signature(self, &sealed);
        let (a, key) = (sealed.commitment.point().ok_or_else(outside)?, *credential);
        let (a, key) = (equations.point(a), equations.point(key));
        // s·G − A − c·C = 0
        let terms = [(a, -Scalar::ONE), (key, -c)];
        equations.all.push(Equation { g: sealed.response, y: Scalar::ZERO, terms, fault: Fault::Signature });
        for (q, answer) in sealed.answers.iter().enumerate() {
            self.answer(q, answer, &sealed.credential, equations).ok_or_else(outside)?;
        }
        Ok(sealed)
    }
    fn answer(&self, q: usize, answer: &Answer, credential: &Encoded, equations: &mut Equations<Fault>) -> Option<()> {
        let mut sum = (RistrettoPoint::identity(), RistrettoPoint::identity());
        for (o, choice) in answer.choices.iter().enumerate() {
            let points = (choice.alpha.point()?, choice.beta.point()?);
            sum = (sum.0 + points.0, sum.1 + points.1);
            let pair = (equations.point(points.0), equations.point(points.1));
            let whole = self::choice(self, credential, q, o, choice);
            let challenges = [choice.challenge, whole - choice.challenge];
            for (j, c) in challenges.into_iter().enumerate() {
                let commitments = [&choice.commitments[2 * j], &choice.commitments[2 * j + 1]];
                branch(equations, commitments, pair, c, choice.responses[j], j, Fault::Choice(q, o))?;
            }
        }
        let sum = (equations.point(sum.0), equations.point(sum.1));
        let total = &answer.total;
        let whole = self::total(self, credential, q, &answer.choices, &total.commitments);
        let last = whole - total.challenges.iter().sum::<Scalar>();
        let min = self.manifest.contests[q].min;
        for (j, c) in total.challenges.iter().chain([&last]).enumerate() {
            let commitments = [&total.commitments[2 * j], &total.commitments[2 * j + 1]];
            branch(equations, commitments, sum, *c, total.responses[j], min + j, Fault::Total(q))?;
        }
        Some(())
    }
}

/// s·G − A − c·α = 0 and s·y − B − c·β + c·value·G = 0.
fn branch(
    equations: &mut Equations<Fault>,
    [a, b]: [&Encoded; 2],
    (alpha, beta): (usize, usize),
    c: Scalar,
    s: Scalar,
    value: usize,
    fault: Fault,
) -> Option<()> {
    let (a, b) = (equations.point(a.point()?), equations.point(b.point()?));
    let terms = [(a, -Scalar::ONE), (alpha, -c)];
    equations.all.push(Equation { g: s, y: Scalar::ZERO, terms, fault });
    let terms = [(b, -Scalar::ONE), (beta, -c)];
    equations.all.push(Equation { g: c * Scalar::from(value as u64), y: s, terms, fault });
    Some(())
}

/// The challenge of a choice.
pub(crate) fn choice(poll: &Poll, credential: &Encoded, q: usize, o: usize, choice: &Choice) -> Scalar {
    let start = poll.transcript("choice").point(credential).number(q).number(o).point(&poll.encoded_y);
    let start = start.point(&choice.alpha).point(&choice.beta);
    choice.commitments.iter().fold(start, |t, p| t.point(p)).challenge()
}
/// The challenge of a total.
pub(crate) fn total(
    poll: &Poll,
    credential: &Encoded,
    q: usize,
    choices: &[Choice],
    commitments: &[Encoded],
) -> Scalar {
    let start = poll.transcript("total").point(credential).number(q).point(&poll.encoded_y);
    let start = choices.iter().fold(start, |t, c| t.point(&c.alpha).point(&c.beta));
    commitments.iter().fold(start, |t, p| t.point(p)).challenge()
}
/// The challenge of a ballot's signature.
pub(crate) fn signature(poll: &Poll, sealed: &Sealed) -> Scalar {
    poll.transcript("ballot").point(&sealed.credential).bytes(&sealed.unsigned()).point(&sealed.commitment).challenge()
}
